//! Settings in messages: by their names in the schema of `Options`, or in the form of a front end.
//!
//! Besides those of [`crate::Options`], messages name other arguments of callers: `formats`,
//! `fonts.ROLE` and `limits.NAME`, `assets`; `accounts` and `convert` of the library's results and
//! functions; and schemas of the project (`schema/model.json`).

use super::Language;

/// How a front end writes a setting, with the value that a message suggests: for `page.paper` and
/// `A4` one may write `--paper A4`, another `paper="A4"`. An unknown name is returned unchanged.
pub type Spelling = fn(setting: &str, value: Option<&str>, language: Language) -> String;

/// The spelling of the library itself: `page.paper`, `limits.depth=N`.
pub(super) fn by_name(setting: &str, value: Option<&str>, _: Language) -> String {
    match value {
        Some(value) => format!("{setting}={value}"),
        None => setting.to_owned(),
    }
}

/// `setting`, or `setting=value`, in the form of a front end.
pub(super) fn spelled(written: &str, language: Language, spelling: Spelling) -> String {
    match written.split_once('=') {
        Some((setting, value)) => spelling(setting, Some(value), language),
        None => spelling(written, None, language),
    }
}
