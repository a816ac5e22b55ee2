//! Places where witnesses or states of the text differ (TEI P5 §12.1, §3.5): all readings in the
//! order of the file, each with its witnesses.

use super::tree::Tag;
use super::walk::{Walk, pointers};
use crate::model::{Attr, Choice, ChoiceKind, Inline, Variant};

/// The readings that are printed unless another is marked.
const PRINTED: [&str; 4] = ["lem", "corr", "reg", "expan"];

impl Walk {
    /// Readings, one of which is printed.
    pub(super) fn choice(&mut self, tag: &Tag, attr: Attr) -> Inline {
        let mut choice = Choice { attr, ..Choice::default() };
        let marked = self.variants(tag, &mut choice);
        let has = |roles: &[&str]| {
            choice.variants.iter().any(|variant| roles.contains(&variant.role.as_str()))
        };
        choice.kind = match tag.get("subtype").filter(|_| tag.name == "seg") {
            Some(kind) => ChoiceKind::by_name(kind).unwrap_or_default(),
            None if tag.name == "app" => ChoiceKind::Apparatus,
            None if has(&["orig", "reg"]) => ChoiceKind::Regularisation,
            None if has(&["abbr", "expan"]) => ChoiceKind::Expansion,
            None => ChoiceKind::Correction,
        };
        if !marked {
            let mut roles = choice.variants.iter().map(|variant| variant.role.as_str());
            let best = roles.position(|role| PRINTED.contains(&role));
            choice.chosen = best.and_then(|at| u16::try_from(at).ok()).unwrap_or(0);
        }
        Inline::Choice(Box::new(choice))
    }

    /// The readings of an element, grouped or not; returns whether one is marked as printed.
    fn variants(&mut self, tag: &Tag, choice: &mut Choice) -> bool {
        let mut marked = false;
        for part in tag.tags() {
            if part.name == "rdgGrp" {
                marked |= self.variants(part, choice);
                continue;
            }
            if pointers(part, "ana").any(|it| it == "#printed") {
                choice.chosen = u16::try_from(choice.variants.len()).unwrap_or(0);
                marked = true;
            }
            let variant = self.variant(part);
            choice.variants.push(variant);
        }
        marked
    }

    fn variant(&mut self, part: &Tag) -> Variant {
        let mut attr = self.attr(part);
        let seg = part.name == "seg";
        // The readings of an apparatus are `rdg` unless our own archive says otherwise.
        let role = match part.get(if seg { "subtype" } else { "type" }) {
            Some(role) if seg || part.name == "rdg" && self.lossless => role.to_owned(),
            _ => part.name.clone(),
        };
        attr.keys.retain(|(name, _)| !name.is_empty());
        let named = pointers(part, "wit").chain(pointers(part, "source"));
        let name = |it: &str| match self.declared.witnesses.get(it) {
            Some(name) => name.clone(),
            None => it.trim_start_matches('#').to_owned(),
        };
        let witnesses = named.map(name).collect();
        let content = self.inlines(&part.children);
        Variant { attr, role, witnesses, content }
    }
}
