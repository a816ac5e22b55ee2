//! Language tags (BCP 47): their syntax, and their meaning for typesetting.

/// Whether a tag is well-formed, by its shape (RFC 5646 §2.1): a language of two letters or more,
/// or `x` or `i` before private subtags.
pub fn is_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    let fits = |subtag: &str| (1..=8).contains(&subtag.len());
    let has_own_subtags = matches!(language, "x" | "i" | "X" | "I") && tag.len() > 2;
    fits(language)
        && (language.len() > 1 || has_own_subtags)
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|it| fits(it) && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a language is set with full-width marks among Han: Chinese with its members that have a
/// written literature (ISO 639), and Japanese.
pub fn is_set_in_han(tag: &str) -> bool {
    const LANGUAGES: [&str; 8] = ["zh", "cmn", "yue", "lzh", "nan", "wuu", "hak", "ja"];
    LANGUAGES.iter().any(|it| it.eq_ignore_ascii_case(primary(tag)))
}

/// Whether a language is Chinese in traditional characters: zh-Hant, zh-TW, zh-HK, zh-MO.
pub fn is_traditional(tag: &str) -> bool {
    const SIGNS: [&str; 4] = ["Hant", "TW", "HK", "MO"];
    let has = |sign: &str| tag.split('-').skip(1).any(|it| it.eq_ignore_ascii_case(sign));
    primary(tag).eq_ignore_ascii_case("zh")
        && !has("Hans")
        && SIGNS.iter().any(|sign| has(sign))
}

/// The language of a tag, without script and region; locales use `_`.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::{is_set_in_han, is_tag, is_traditional};

    #[test]
    fn tags_have_a_shape() {
        let tags = ["zh", "zh-Hans", "zh-Hant-TW", "ja", "de-1996", "x-klingon", "i-default"];
        assert!(tags.into_iter().all(is_tag));
        let others = ["", "z", "x", "x-", "中文", "zh_CN", "zh-", "en US", "abcdefghi"];
        assert!(!others.into_iter().any(is_tag));
    }

    #[test]
    fn scripts_of_languages() {
        assert!(["zh-Hans", "ZH", "lzh", "ja-JP", "zh_CN"].into_iter().all(is_set_in_han));
        assert!(!["en", "ko", "und", ""].into_iter().any(is_set_in_han));
        assert!(["zh-Hant", "zh-tw", "zh-HK"].into_iter().all(is_traditional));
        assert!(!["zh", "zh-Hans-HK", "en-HK", "TW"].into_iter().any(is_traditional));
    }
}
