//! The properties of a document (ISO/IEC 29500-2, 11): core, application and custom properties.
//!
//! Titles and creators are often those of a template or a machine, so they are kept as extra
//! values; title and authors are recognised from the text.

use std::collections::BTreeMap;

use super::tree::OoxmlElement;
use crate::model::{CHANGE, Meta, Title, TitleKind};

/// Default titles of programs.
const NO_TITLES: [&str; 6] =
    ["文档", "document", "microsoft word", "word document", "未命名", "untitled"];

/// Adds the core properties.
pub(super) fn core(root: &OoxmlElement, meta: &mut Meta) {
    for property in &root.children {
        let name = property.name.rsplit(':').next().unwrap_or_default();
        let value = property.text.trim();
        if value.is_empty() {
            continue;
        }
        match name {
            "keywords" => {
                let words = value.split([',', ';', '，', '；', '、']).map(str::trim);
                let words = words.filter(|word| !word.is_empty()).map(str::to_owned);
                meta.subjects.extend(words);
            }
            "description" => meta.description = Some(value.to_owned()),
            _ => meta.extra.push((format!("docx:{name}"), value.to_owned())),
        }
    }
}

/// Adds application or custom properties.
pub(super) fn others(root: &OoxmlElement, meta: &mut Meta) {
    const KEPT: [&str; 3] = ["Company", "Application", "Template"];
    for property in &root.children {
        let name = property
            .get("name")
            .or_else(|| KEPT.into_iter().find(|name| *name == property.name));
        let value: String = property.within().map(|it| it.text.trim()).collect();
        if let Some(name) = name.filter(|_| !value.is_empty()) {
            meta.extra.push((format!("docx:{name}"), value));
        }
    }
}

/// Adds who changed the text, and when (ISO/IEC 29500-1, 17.13.5): a line per author and day.
pub(super) fn changes(body: &OoxmlElement, meta: &mut Meta) {
    let mut days: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for node in body.within().filter(|node| !node.children.is_empty()) {
        let is_new = match node.name.as_str() {
            "w:ins" | "w:moveTo" => true,
            "w:del" | "w:moveFrom" => false,
            _ => continue,
        };
        let date = node.get("date").and_then(|it| it.get(..10)).unwrap_or_default();
        let author = node.get("author").unwrap_or_default();
        let (inserted, deleted) = days.entry((date, author)).or_default();
        *(if is_new { inserted } else { deleted }) += 1;
    }
    for ((date, author), (inserted, deleted)) in days {
        let change = format!("{date} {author}: {inserted} insertions, {deleted} deletions");
        meta.extra.push((CHANGE.to_owned(), change.trim().to_owned()));
    }
}

/// The title of the properties, if the text has none.
pub(super) fn title(meta: &mut Meta) {
    if meta.title(TitleKind::Main).is_some() {
        return;
    }
    let title =
        meta.extra.iter().find(|(name, _)| name == "docx:title").map(|(_, it)| it.clone());
    let is_title = |text: &String| {
        let folded = text.to_lowercase();
        !NO_TITLES.iter().any(|none| folded.starts_with(none))
    };
    if let Some(text) = title.filter(is_title) {
        meta.titles.push(Title { kind: TitleKind::Main, text, lang: None });
    }
}
