//! What the command takes from the environment, read in one place.

use std::env;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::diag::{Code, Error, Language, Result};

/// A non-empty variable.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn variable(name: &str) -> Option<String> {
    env::var_os(name)
        .map(|value| value.to_string_lossy().into_owned())
        .filter(|v| !v.is_empty())
}

/// The language of messages: that of the first locale variable that is set (POSIX.1 §8.2).
pub(super) fn language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable);
    match locale {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// Whether messages go to a terminal that can do more than print lines.
pub(super) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
        && variable("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// Whether messages may have colours (no-color.org).
pub(super) fn colours() -> bool {
    is_terminal() && variable("NO_COLOR").is_none()
}

/// The date in `SOURCE_DATE_EPOCH`, in UTC (reproducible-builds.org).
///
/// # Errors
///
/// A value that is not a number of seconds.
pub(super) fn source_date(language: Language) -> Result<Option<String>> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    let Some(value) = variable(NAME) else { return Ok(None) };
    let date = value
        .parse()
        .ok()
        .and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
        .ok_or_else(|| {
            let takes = match language {
                Language::Chinese => "请写自 1970 年起的秒数",
                Language::English => "write the seconds since 1970",
            };
            Error::new(Code::OptionValue, [&NAME, &value, &takes])
        })?;
    Ok(Some(date.format("%Y-%m-%dT%H:%M:%SZ").to_string()))
}

/// The font folders of this operating system.
pub(super) fn font_folders() -> Vec<PathBuf> {
    let under = |variable_name: &str, path: &str| {
        variable(variable_name).map(|folder| PathBuf::from(folder).join(path))
    };
    let mut folders = Vec::new();
    if cfg!(windows) {
        folders.extend(under("SystemRoot", "Fonts"));
        folders.extend(under("LOCALAPPDATA", "Microsoft/Windows/Fonts"));
    } else if cfg!(target_os = "macos") {
        folders.extend(under("HOME", "Library/Fonts"));
        folders.extend(["/Library/Fonts", "/System/Library/Fonts"].map(PathBuf::from));
    } else {
        folders.extend(
            under("XDG_DATA_HOME", "fonts").or_else(|| under("HOME", ".local/share/fonts")),
        );
        folders.extend(under("HOME", ".fonts"));
        folders.extend(["/usr/local/share/fonts", "/usr/share/fonts"].map(PathBuf::from));
    }
    folders
}
