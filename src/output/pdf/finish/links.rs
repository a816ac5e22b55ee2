//! Links: areas of the pages to annotations (ISO 32000-1 §12.5.6.5).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};

use super::pages::Leaf;
use super::{Pdf, number};
use crate::diag::{Code, Diagnostic};
use crate::layout::frame::{ElementId, LinkArea, LinkTarget, PagePoint};
use crate::output::pdf::strings;

/// An annotation waiting for its place in the structure.
pub(super) struct Annotation {
    pub(super) id: ObjectId,
    pub(super) page: ObjectId,
    /// Its element.
    pub(super) owner: ElementId,
    /// Its key in the parent tree.
    pub(super) key: i64,
}

/// `F`: the annotation is printed (ISO 19005-2 §6.3.2).
const PRINT: i64 = 4;

/// Writes an annotation for each link. Dangling links are left out.
pub(super) fn annotate(
    pdf: &mut Pdf,
    links: &[(u32, LinkArea)],
    places: &[(String, PagePoint)],
) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    let mut actions = BTreeMap::new();
    // The keys of the pages themselves come first.
    let mut key = i64::try_from(pdf.pages.len()).unwrap_or(i64::MAX);
    for (page, link) in links {
        let Some(&Leaf { id: leaf, height, .. }) = pdf.page(*page) else { continue };
        let Some(mut annotation) = target(pdf, &mut actions, &link.target, places) else {
            continue;
        };
        annotation.set("Type", "Annot");
        annotation.set("Subtype", "Link");
        let rectangle = [
            number(link.x),
            number(height - link.y - link.height),
            number(link.x + link.width),
            number(height - link.y),
        ];
        annotation.set("Rect", rectangle.to_vec());
        annotation.set("Border", vec![0.into(), 0.into(), 0.into()]);
        annotation.set("F", PRINT);
        annotation.set("Contents", description(link));
        annotation.set("StructParent", key);
        let id = pdf.add(annotation);
        if let Some(leaf) = pdf.page_mut(*page) {
            leaf.annotations.push(id);
        }
        annotations.push(Annotation { id, page: leaf, owner: link.owner, key });
        key += 1;
    }
    annotations
}

/// The alternative description of a link (ISO 14289-1 §7.18.5); never empty.
fn description(link: &LinkArea) -> Object {
    let described = strings::clean(&link.description);
    let target: &str = match &link.target {
        LinkTarget::Uri(address) => address,
        LinkTarget::Id(id) => id,
    };
    strings::text(if described.is_empty() { target } else { &described })
}

/// The entries for the target. Links to one address share its action, since a link over several
/// lines has several areas.
fn target<'a>(
    pdf: &mut Pdf,
    actions: &mut BTreeMap<&'a str, ObjectId>,
    target: &'a LinkTarget,
    places: &[(String, PagePoint)],
) -> Option<Dictionary> {
    match target {
        LinkTarget::Uri(address) => {
            let action = *actions.entry(address).or_insert_with(|| {
                let uri = Object::String(strings::uri(address), StringFormat::Literal);
                pdf.add(dictionary! { "Type" => "Action", "S" => "URI", "URI" => uri })
            });
            Some(dictionary! { "A" => Object::Reference(action) })
        }
        LinkTarget::Id(id) => {
            let known = places.binary_search_by(|(known, _)| known.cmp(id));
            if known.is_err() {
                pdf.diagnostics.push(Diagnostic::new(Code::PdfLinkTarget, [id]));
                return None;
            }
            Some(dictionary! { "Dest" => strings::text(id) })
        }
    }
}
