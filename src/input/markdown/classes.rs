//! The meaning of classes: `[屈原]{.name}` is a name, `::: right` aligns to the right. The tables are
//! the vocabulary of `docs/markdown.md`. Other classes are kept as classes.

use super::attributes::Attributes;
use super::spans::{PendingText, annotated, note_of};
use crate::input::kinds;
use crate::model::{
    AdmonitionKind, Alignment, Anchor, Blank, Choice, ChoiceKind, CreditKind, ForeignInline,
    Gaiji, Inline, InlineResidue, LanguageSpan, Milestone, MilestoneUnit, Name, NameKind,
    NoteKind, NoteRef, Quoted, Reference, ReferenceShows, Style, Styled, TableRules, TitleKind,
    Variant,
};

/// Looks a word up in a table.
pub(super) fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

const STYLES: [(&str, Style); 12] = [
    ("emphasis", Style::Emphasis),
    ("strong", Style::Strong),
    ("dots", Style::EmphasisDots),
    ("name", Style::ProperName),
    ("book", Style::BookTitle),
    ("sub", Style::Subscript),
    ("sup", Style::Superscript),
    ("del", Style::Deleted),
    ("ins", Style::Inserted),
    ("underline", Style::Inserted),
    ("mark", Style::Highlight),
    ("highlight", Style::Highlight),
];

const NOTES: [(&str, NoteKind); 4] = [
    ("footnote", NoteKind::Footnote),
    ("endnote", NoteKind::Endnote),
    ("margin-note", NoteKind::Margin),
    ("inline-note", NoteKind::Inline),
];

/// The readings of a choice; the second column says which are printed.
const READINGS: [(&str, bool); 8] = [
    ("lem", true),
    ("rdg", false),
    ("sic", false),
    ("corr", true),
    ("orig", false),
    ("reg", true),
    ("abbr", true),
    ("expan", false),
];

/// Fences that align their content.
pub(super) const ALIGNMENTS: [(&str, Alignment); 5] = [
    ("left", Alignment::Start),
    ("right", Alignment::End),
    ("center", Alignment::Center),
    ("centre", Alignment::Center),
    ("justify", Alignment::Justify),
];

/// Other names of admonitions than the model's.
const OTHER_ADMONITIONS: [(&str, AdmonitionKind); 28] = [
    ("info", AdmonitionKind::Note),
    ("todo", AdmonitionKind::Note),
    ("question", AdmonitionKind::Note),
    ("help", AdmonitionKind::Note),
    ("faq", AdmonitionKind::Note),
    ("example", AdmonitionKind::Note),
    ("abstract", AdmonitionKind::Note),
    ("summary", AdmonitionKind::Note),
    ("tldr", AdmonitionKind::Note),
    ("details", AdmonitionKind::Note),
    ("primary", AdmonitionKind::Note),
    ("default", AdmonitionKind::Note),
    ("hint", AdmonitionKind::Tip),
    ("success", AdmonitionKind::Tip),
    ("check", AdmonitionKind::Tip),
    ("done", AdmonitionKind::Tip),
    ("attention", AdmonitionKind::Warning),
    ("danger", AdmonitionKind::Caution),
    ("error", AdmonitionKind::Caution),
    ("failure", AdmonitionKind::Caution),
    ("bug", AdmonitionKind::Caution),
    ("说明", AdmonitionKind::Note),
    ("備註", AdmonitionKind::Note),
    ("备注", AdmonitionKind::Note),
    ("提示", AdmonitionKind::Tip),
    ("重要", AdmonitionKind::Important),
    ("警告", AdmonitionKind::Warning),
    ("注意", AdmonitionKind::Caution),
];

/// The lines of a `::: title`.
pub(super) const TITLES: [(&str, TitleKind); 6] = [
    ("main", TitleKind::Main),
    ("subtitle", TitleKind::Sub),
    ("leading", TitleKind::Leading),
    ("parallel", TitleKind::Parallel),
    ("alternative", TitleKind::Alternative),
    ("volume", TitleKind::Volume),
];

/// The kind of credit of a fence.
pub(super) fn credit_kind(name: &str) -> Option<CreditKind> {
    match name {
        "credit" => Some(CreditKind::Other),
        _ => kinds::credit_kind(name),
    }
}

/// The rules of a table.
pub(super) fn table_rules(name: &str) -> Option<TableRules> {
    match name {
        "three" => Some(TableRules::ThreeLine),
        _ => TableRules::by_name(name),
    }
}

/// The kind of admonition of a fence.
pub(super) fn admonition_kind(name: &str) -> Option<AdmonitionKind> {
    AdmonitionKind::by_name(name).or_else(|| find(&OTHER_ADMONITIONS, name))
}

/// Removes a class that names a kind of note, and returns the kind.
pub(super) fn note_kind(attributes: &mut Attributes) -> Option<NoteKind> {
    let (name, kind) = NOTES.into_iter().find(|(name, _)| attributes.name() == *name)?;
    attributes.take_class(name);
    Some(kind)
}

/// A milestone, if the class names one.
pub(super) fn milestone(attributes: &mut Attributes) -> Option<Milestone> {
    let unit = match attributes.name() {
        "milestone" => MilestoneUnit::Other(attributes.take("unit")?),
        name => MilestoneUnit::known(name)?,
    };
    attributes.classes.remove(0);
    let (label, edition) = (attributes.take("n"), attributes.take("ed"));
    Some(Milestone { attr: std::mem::take(attributes).attr(), unit, label, edition })
}

/// The inlines for bracketed content with attributes. The first ones may be gaps that the construct
/// itself cannot contain.
pub(super) fn inlines(
    mut content: Vec<Inline>,
    mut attributes: Attributes,
    close: &PendingText,
) -> Vec<Inline> {
    if attributes.pairs.iter().any(|pair| pair.key == "ruby" || pair.key == "gloss") {
        return vec![annotated(content, attributes, close)];
    }
    if let Some(kind) = note_kind(&mut attributes) {
        return vec![note_of(kind, content, attributes.attr(), close)];
    }
    content.extend(close.gap(0, close.len()));
    if content.iter().all(|inline| matches!(inline, Inline::Gap(_))) {
        let empty = match milestone(&mut attributes) {
            Some(milestone) => Inline::Milestone(Box::new(milestone)),
            None => Inline::Anchor(Box::new(Anchor { attr: attributes.attr() })),
        };
        content.push(empty);
        return content;
    }
    let name = attributes.name().to_owned();
    if let Some(style) = find(&STYLES, &name) {
        attributes.classes.remove(0);
        return vec![Inline::Styled(Box::new(Styled {
            attr: attributes.attr(),
            style,
            content,
        }))];
    }
    if let Some(kind) = NameKind::by_name(&name) {
        attributes.classes.remove(0);
        let (target, value) = (attributes.take("ref"), attributes.take("value"));
        let attr = attributes.attr();
        return vec![Inline::Name(Box::new(Name { attr, kind, target, value, content }))];
    }
    if let Some(kind) = ChoiceKind::by_name(&name) {
        return vec![choice(kind, content, attributes)];
    }
    vec![other(&name, content, attributes)]
}

fn other(name: &str, content: Vec<Inline>, mut attributes: Attributes) -> Inline {
    let known = ["quoted", "residue", "foreign", "gaiji", "note-ref", "reference", "blank"];
    if known.contains(&name) {
        attributes.classes.remove(0);
    }
    match name {
        "quoted" => Inline::Quoted(Box::new(Quoted { attr: attributes.attr(), content })),
        "residue" => {
            let kind = attributes.take("kind").unwrap_or_default();
            Inline::Residue(Box::new(InlineResidue { attr: attributes.attr(), kind, content }))
        }
        "foreign" => {
            let name = attributes.take("name").unwrap_or_default();
            Inline::Foreign(Box::new(ForeignInline { attr: attributes.attr(), name, content }))
        }
        "gaiji" => {
            let name = attributes.take("name").unwrap_or_default();
            let pairs = std::mem::take(&mut attributes.pairs).into_iter();
            let mappings = pairs.map(|pair| (pair.key, pair.value)).collect();
            Inline::Gaiji(Box::new(Gaiji { attr: attributes.attr(), name, content, mappings }))
        }
        "note-ref" => {
            let target = attributes.take("ref").unwrap_or_default();
            Inline::NoteRef(Box::new(NoteRef { attr: attributes.attr(), target, content }))
        }
        "blank" => {
            let whole_line = attributes.take_class("line");
            Inline::Blank(Box::new(Blank { attr: attributes.attr(), whole_line, content }))
        }
        "reference" => {
            let target = attributes.take("ref").unwrap_or_default();
            let shows = attributes.take("shows").and_then(|it| ReferenceShows::by_name(&it));
            let (attr, shows) = (attributes.attr(), shows.unwrap_or_default());
            Inline::Reference(Box::new(Reference { attr, target, shows, content }))
        }
        _ => Inline::Span(Box::new(LanguageSpan { attr: attributes.attr(), content })),
    }
}

/// `[[床前]{.lem wit=甲}[牀前]{.rdg wit=乙}]{.apparatus}`: the readings are siblings.
fn choice(kind: ChoiceKind, content: Vec<Inline>, mut attributes: Attributes) -> Inline {
    let is_reading = |inline: &Inline| match inline {
        Inline::Span(span) => {
            span.attr.classes.first().is_some_and(|class| find(&READINGS, class).is_some())
        }
        Inline::Gap(_) => true,
        _ => false,
    };
    if !content.iter().all(is_reading) {
        return Inline::Span(Box::new(LanguageSpan { attr: attributes.attr(), content }));
    }
    let mut variants: Vec<Variant> = Vec::new();
    let mut chosen = 0;
    let mut lead = Vec::new();
    for inline in content {
        match inline {
            Inline::Span(mut span) => {
                let role = span.attr.classes.remove(0);
                if find(&READINGS, &role) == Some(true) {
                    chosen = u16::try_from(variants.len()).unwrap_or(0);
                }
                let witnesses = take_key(&mut span.attr.keys, "wit");
                let witnesses = witnesses.split_whitespace().map(str::to_owned).collect();
                let mut content = std::mem::take(&mut lead);
                content.append(&mut span.content);
                variants.push(Variant { attr: span.attr, role, witnesses, content });
            }
            gap => match variants.last_mut() {
                Some(last) => last.content.push(gap),
                None => lead.push(gap),
            },
        }
    }
    attributes.classes.remove(0);
    Inline::Choice(Box::new(Choice { attr: attributes.attr(), kind, variants, chosen }))
}

fn take_key(keys: &mut Vec<(String, String)>, key: &str) -> String {
    let at = keys.iter().position(|(known, _)| known == key);
    at.map(|at| keys.remove(at).1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SectionKind;

    #[test]
    fn every_name_is_documented() {
        let page = include_str!("../../../docs/markdown.md");
        let words = [
            STYLES.map(|(word, _)| word).as_slice(),
            &NameKind::ALL.map(NameKind::name),
            &NOTES.map(|(word, _)| word),
            &ChoiceKind::ALL.map(ChoiceKind::name),
            &READINGS.map(|(word, _)| word),
            &ALIGNMENTS.map(|(word, _)| word),
            &CreditKind::ALL.map(CreditKind::name),
            &AdmonitionKind::ALL.map(AdmonitionKind::name),
            &OTHER_ADMONITIONS.map(|(word, _)| word),
            &TableRules::ALL.map(TableRules::name),
            &ReferenceShows::ALL.map(ReferenceShows::name),
            &TITLES.map(|(word, _)| word),
            &SectionKind::ALL.map(SectionKind::name),
        ]
        .concat();
        // These have no word.
        for word in words.into_iter().filter(|word| !["section", "other"].contains(word)) {
            assert!(
                page.contains(&format!("`{word}`")),
                "docs/markdown.md doesn't tell {word}"
            );
        }
    }
}
