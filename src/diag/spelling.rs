//! Settings in messages: by the names that they have in the schema of `Options`, or as a front end
//! writes them.
//!
//! Beside those of [`crate::Options`] messages name what else a caller passes: `formats`, `fonts.ROLE`
//! and `limits.NAME`, `assets`; `accounts` and `convert` of the library's results and functions; and
//! schemas of the project (`schema/model.json`).

use super::Language;

/// How a front end writes a setting, with its value where a message suggests one: of `page.paper`
/// and `A4` one may make `--paper A4`, another `paper="A4"`. A name that it does not know it returns as it
/// is.
pub type Spelling = fn(setting: &str, value: Option<&str>, language: Language) -> String;

/// The spelling of the library itself: `page.paper`, `limits.depth=N`.
pub(super) fn by_name(setting: &str, value: Option<&str>, _: Language) -> String {
    match value {
        Some(value) => format!("{setting}={value}"),
        None => setting.to_owned(),
    }
}

/// `setting`, or `setting=value`, as a front end writes it.
pub(super) fn spelled(written: &str, language: Language, spelling: Spelling) -> String {
    match written.split_once('=') {
        Some((setting, value)) => spelling(setting, Some(value), language),
        None => spelling(written, None, language),
    }
}
