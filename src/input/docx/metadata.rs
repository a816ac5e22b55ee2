//! What a document says of itself (ISO/IEC 29500-2, 11): its core, application and custom
//! properties.
//!
//! Titles and makers are often those of a template or a machine: they are kept as further values;
//! the text names its title and authors itself.

use super::tree::Node;
use crate::model::{Meta, Title, TitleKind};

/// Names that programs put where a title belongs.
const NO_TITLES: [&str; 6] =
    ["文档", "document", "microsoft word", "word document", "未命名", "untitled"];

/// Adds what the core properties say.
pub(super) fn core(root: &Node, meta: &mut Meta) {
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

/// Adds the properties of the program, or of the user.
pub(super) fn others(root: &Node, meta: &mut Meta) {
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

/// The title of the properties, where the text has none.
pub(super) fn title(meta: &mut Meta) {
    if meta.title(TitleKind::Main).is_some() {
        return;
    }
    let told =
        meta.extra.iter().find(|(name, _)| name == "docx:title").map(|(_, it)| it.clone());
    let is_title = |text: &String| {
        let folded = text.to_lowercase();
        !NO_TITLES.iter().any(|none| folded.starts_with(none))
    };
    if let Some(text) = told.filter(is_title) {
        meta.titles.push(Title { kind: TitleKind::Main, text, lang: None });
    }
}
