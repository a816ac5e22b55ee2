//! Values as shown in messages: shortened to a readable length, with control characters escaped.

use std::borrow::Cow;

use super::Code;

/// Of a longer value the beginning and the end are kept: a few lines of a terminal, with the place
/// that many messages end with.
const LONGEST: usize = 500;
const END: usize = 150;
/// For an address that contains its data the beginning suffices.
const LONGEST_DATA: usize = 48;
/// The maximum number of lines of a value.
const LINES: usize = 20;

/// A value of a message of `code`, cut to its maximum length.
pub(super) fn cut(code: Code, value: String) -> String {
    if !code.has_lines() {
        return shortened(&value).unwrap_or(value);
    }
    let cut = |line: &str| shortened(line).unwrap_or_else(|| line.to_owned());
    value.lines().take(LINES).map(cut).collect::<Vec<_>>().join("\n")
}

/// A text without its middle; `None` if it is short enough.
fn shortened(text: &str) -> Option<String> {
    let at = |count: usize| text.char_indices().nth(count).map(|(at, _)| at);
    if text.starts_with("data:") {
        return at(LONGEST_DATA).map(|end| format!("{}…", &text[..end]));
    }
    at(LONGEST)?;
    let head = at(LONGEST - END - 1)?;
    let (tail, _) = text.char_indices().nth_back(END - 1)?;
    Some(format!("{}…{}", &text[..head], &text[tail..]))
}

/// A value of a message of `code`, safe to print to a terminal.
pub(super) fn harmless_value(code: Code, value: &str) -> String {
    if code.has_lines() {
        return value.lines().map(harmless).collect::<Vec<_>>().join("\n");
    }
    harmless(value).into_owned()
}

/// A foreign text as quoted in a message: shortened like a value, and [`harmless`].
pub fn shown(text: &str) -> String {
    let cut = shortened(text);
    harmless(cut.as_deref().unwrap_or(text)).into_owned()
}

/// Escapes line ends, terminal commands and changes of direction (`\n`, `\u{1b}`, `\u{202e}`), so
/// that the text takes one line and shows what it contains.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_obeyed(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.into()
}

/// Whether a terminal acts on a character: controls (C0 and C1), line and paragraph separators,
/// and the controls of the bidirectional algorithm (UAX #9 §2), which reorder the text around them.
fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_of_terminals_are_escaped() {
        assert_eq!(harmless("文章（一）.txt"), "文章（一）.txt");
        assert_eq!(harmless("a\u{1b}[31m\r\n\t\u{9b}"), r"a\u{1b}[31m\r\n\t\u{9b}");
        assert_eq!(
            harmless("\u{202E}txt.\u{2066}文\u{200F}"),
            r"\u{202e}txt.\u{2066}文\u{200f}"
        );
    }

    #[test]
    fn long_values_lose_their_middle_at_characters() {
        let long = format!("开{}末", "长".repeat(5_000_000));
        let value = cut(Code::FileMissing, long);
        assert_eq!(value.chars().count(), LONGEST);
        assert!(
            value.starts_with("开长") && value.ends_with("长末") && value.contains("长…长")
        );
        let just = "长".repeat(LONGEST);
        assert_eq!(cut(Code::FileMissing, just.clone()), just);
        let data =
            cut(Code::EpubImageMissing, format!("data:image/png;base64,{}", "A".repeat(99)));
        assert!(data.starts_with("data:image/png;base64,AA") && data.ends_with("A…"), "{data}");
        assert_eq!(data.chars().count(), LONGEST_DATA + 1);
    }

    #[test]
    fn values_of_several_lines_are_cut_line_by_line() {
        let value =
            cut(Code::FilterFailed, format!("短\n{}\n{}", "长".repeat(900), "\n".repeat(99)));
        let lines: Vec<&str> = value.split('\n').collect();
        assert_eq!((lines[0], lines[1].chars().count(), lines.len()), ("短", LONGEST, LINES));
        assert_eq!(harmless_value(Code::FilterFailed, "一\n\u{1b}二"), "一\n\\u{1b}二");
        assert_eq!(harmless_value(Code::FileMissing, "一\n二"), r"一\n二");
    }
}
