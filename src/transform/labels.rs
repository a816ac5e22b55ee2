//! The label above an admonition (提示框) without one by the author, in the language of the text.

use std::borrow::Cow;

use crate::model::{Admonition, AdmonitionKind, Inline, plain_text, text};
use crate::text::words::Words;

/// The label above an admonition: the author's own words, otherwise that for its kind in this
/// language (BCP 47).
pub fn label_of<'a>(admonition: &'a Admonition, language: &str) -> Cow<'a, [Inline]> {
    if !plain_text(&admonition.label).trim().is_empty() {
        return Cow::Borrowed(&admonition.label);
    }
    let language = admonition.attr.lang.as_deref().unwrap_or(language);
    let [note, tip, important, warning, caution] = Words::of(language).admonitions;
    Cow::Owned(vec![text(match admonition.kind {
        AdmonitionKind::Note => note,
        AdmonitionKind::Tip => tip,
        AdmonitionKind::Important => important,
        AdmonitionKind::Warning => warning,
        AdmonitionKind::Caution => caution,
    })])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_without_a_title_has_the_word_for_its_kind() {
        let warning = Admonition { kind: AdmonitionKind::Warning, ..Admonition::default() };
        let note = Admonition::default();
        for (box_, language, label) in [
            (&warning, "zh-Hans", "警告"),
            (&note, "zh-Hant-TW", "說明"),
            (&note, "ja", "注記"),
            (&note, "de", "Note"),
        ] {
            assert_eq!(plain_text(&label_of(box_, language)), label, "{language}");
        }
        let own = Admonition { label: vec![text("小心地滑")], ..Admonition::default() };
        assert_eq!(plain_text(&label_of(&own, "zh")), "小心地滑");
    }
}
