//! The label above an admonition (提示框) where the author wrote none, in the language of
//! the text.

use std::borrow::Cow;

use crate::model::{Admonition, AdmonitionKind, Inline, text};

/// In simplified and traditional Chinese, in Japanese, and in English, for all other languages.
const WORDS: [(AdmonitionKind, [&str; 4]); 5] = [
    (AdmonitionKind::Note, ["说明", "說明", "注記", "Note"]),
    (AdmonitionKind::Tip, ["提示", "提示", "ヒント", "Tip"]),
    (AdmonitionKind::Important, ["重要", "重要", "重要", "Important"]),
    (AdmonitionKind::Warning, ["警告", "警告", "警告", "Warning"]),
    (AdmonitionKind::Caution, ["注意", "注意", "注意", "Caution"]),
];

/// The label above an admonition: the author's own words, else that for its kind in this language
/// (BCP 47).
pub fn label_of<'a>(admonition: &'a Admonition, language: &str) -> Cow<'a, [Inline]> {
    if !admonition.label.is_empty() {
        return Cow::Borrowed(&admonition.label);
    }
    let language = admonition.attr.lang.as_deref().unwrap_or(language);
    let tag = language.to_ascii_lowercase();
    let is = |prefix: &&str| tag == **prefix || tag.starts_with(&format!("{prefix}-"));
    let column = match () {
        () if ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].iter().any(&is) => 1,
        () if ["zh", "cmn", "yue", "lzh", "und"].iter().any(&is) => 0,
        () if is(&"ja") => 2,
        () => 3,
    };
    let word = WORDS.iter().find(|(kind, _)| *kind == admonition.kind);
    Cow::Owned(word.map(|(_, words)| text(words[column])).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain_text;

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
