//! The direction of text (UAX #9): right-to-left scripts, and the languages that are written in
//! them.

/// Letters of scripts that run from right to left (classes R and AL of UAX #9): Hebrew, Arabic,
/// Syriac, Thaana, N'Ko and those of antiquity.
pub fn is_right_to_left(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0590..=0x05FF
            | 0x0600..=0x065F
            | 0x066A..=0x06EF
            | 0x06FA..=0x08FF
            | 0x200F
            | 0xFB1D..=0xFDCF
            | 0xFDF0..=0xFDFF
            | 0xFE70..=0xFEFC
            | 0x1_0800..=0x1_0FFF
            | 0x1_E800..=0x1_EFFF
    )
}

/// Whether a language (BCP 47) is written from right to left: by its script, else by custom.
pub fn runs_right_to_left(language: &str) -> bool {
    const SCRIPTS: [&str; 8] = ["arab", "hebr", "syrc", "thaa", "nkoo", "samr", "mand", "adlm"];
    const LANGUAGES: [&str; 17] = [
        "ar", "he", "iw", "fa", "ur", "ug", "yi", "ji", "ps", "sd", "dv", "syr", "arc", "ckb",
        "nqo", "ks", "sam",
    ];
    let mut parts = language.split('-').map(str::to_ascii_lowercase);
    let primary = parts.next().unwrap_or_default();
    let script = parts
        .find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    match script {
        Some(script) => SCRIPTS.contains(&script.as_str()),
        None => LANGUAGES.contains(&primary.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_run_as_their_script_does() {
        for language in ["he", "ar-EG", "ug", "az-Arab"] {
            assert!(runs_right_to_left(language), "{language}");
        }
        for language in ["zh-Hant", "ug-Latn", "en", ""] {
            assert!(!runs_right_to_left(language), "{language}");
        }
        assert!("שלام".chars().all(is_right_to_left));
        assert!(!"文a1 ،".chars().take(4).any(is_right_to_left));
    }
}
