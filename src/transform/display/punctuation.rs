//! Full-width marks for ASCII ones among Han (GB/T 15834), paired quotation marks, dashes and
//! ellipses of two em.
//!
//! A mark is Chinese if it is beside Han or a full-width mark, looking through quotation marks,
//! dashes and ellipses, which are both Chinese and Latin. Brackets are decided as a pair. Numbers
//! (2.03:1, 1,000), times, addresses and options (--help) have only Latin neighbours and stay.

use super::flow::Flow;
use crate::text::script;

/// ASCII marks and their full-width forms.
const WIDE: &[(char, &str)] = &[
    (',', "，"),
    (':', "："),
    (';', "；"),
    ('?', "？"),
    ('!', "！"),
    ('(', "（"),
    (')', "）"),
];

/// The printable ASCII characters, to show one of them for its full-width form.
const ASCII: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`\
                     abcdefghijklmnopqrstuvwxyz{|}~";

/// The beginning of an address (RFC 3986); everything up to white space or Han belongs to it.
const ADDRESS_STARTS: &[&str] = &["http://", "https://", "ftp://", "mailto:", "www."];

/// The maximum number of ambiguous marks between a mark and its neighbour: more than any text has
/// in a row, and a bound that keeps the pass linear.
const LOOK_THROUGH: usize = 8;

/// Edits all marks of a run.
pub(super) fn widen(flow: &mut Flow) {
    protect_addresses(flow);
    pair_quotes(flow, '"', "“", "”");
    pair_quotes(flow, '\'', "‘", "’");
    dashes_and_ellipses(flow);
    brackets(flow);
    marks(flow);
}

/// Full-width digits and letters become ASCII.
pub(super) fn narrow_letters(flow: &mut Flow) {
    for index in 0..flow.cells.len() {
        if let Some(shown) = flow.editable(index).and_then(narrow) {
            flow.replace(index, 1, shown);
        }
    }
}

/// The ASCII form of a full-width digit or letter.
pub(super) fn narrow(ch: char) -> Option<&'static str> {
    let ascii = char::from_u32(u32::from(ch).checked_sub(0xFEE0)?)?;
    let at = ascii.is_ascii_alphanumeric().then(|| ASCII.find(ascii)).flatten()?;
    ASCII.get(at..=at)
}

/// Han, kana, zhuyin, their iteration marks, and placeholders of Han without a code.
pub(super) fn is_han(ch: char) -> bool {
    script::is_han(ch)
        || script::is_kana(ch)
        || script::is_zhuyin(ch)
        || matches!(ch, '〆' | '〓')
}

/// Marks that are full-width in any context.
pub(super) fn is_fullwidth_mark(ch: char) -> bool {
    matches!(ch, '、'..='〃' | '〈'..='】' | '〔'..='〟' | '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='｠')
}

fn is_chinese(ch: char) -> bool {
    is_han(ch) || is_fullwidth_mark(ch)
}

/// Ambiguous marks: the context is the next character beyond them.
fn is_transparent(ch: char) -> bool {
    matches!(ch, '“' | '”' | '‘' | '’' | '"' | '\'' | '—' | '…')
}

/// The nearest significant character before `index`.
fn before(flow: &Flow, index: usize) -> Option<char> {
    let cells = flow.cells[..index].iter().rev().take(LOOK_THROUGH);
    cells.map(|cell| cell.ch).find(|ch| !is_transparent(*ch))
}

/// The nearest significant character from `index` on.
fn from(flow: &Flow, index: usize) -> Option<char> {
    let cells = flow.cells.get(index..).unwrap_or_default().iter().take(LOOK_THROUGH);
    cells.map(|cell| cell.ch).find(|ch| !is_transparent(*ch))
}

fn is_beside_chinese(flow: &Flow, start: usize, end: usize) -> bool {
    before(flow, start).is_some_and(is_chinese) || from(flow, end).is_some_and(is_chinese)
}

/// Excludes addresses from editing. A mark at the end of one is not part of it.
fn protect_addresses(flow: &mut Flow) {
    let mut index = 0;
    while index < flow.cells.len() {
        if !ADDRESS_STARTS.iter().any(|start| starts_with(flow, index, start)) {
            index += 1;
            continue;
        }
        let is_part = |ch: char| ch.is_ascii_graphic() && !matches!(ch, '"' | '<' | '>');
        let length = flow.cells[index..].iter().take_while(|cell| is_part(cell.ch)).count();
        let end = index + length;
        let is_mark = |ch| matches!(ch, ',' | '.' | ':' | ';' | '?' | '!' | ')' | '\'');
        let marks = flow.cells[index..end].iter().rev().take_while(|cell| is_mark(cell.ch));
        let kept = (end - marks.count()).max(index + 1);
        flow.cells[index..kept].iter_mut().for_each(|cell| cell.place = None);
        index = end.max(index + 1);
    }
}

fn starts_with(flow: &Flow, index: usize, start: &str) -> bool {
    let word = start.starts_with('w');
    let inside = word && index > 0 && flow.get(index - 1).is_some_and(|c| c.is_alphanumeric());
    !(inside && flow.get(index - 1).is_some_and(|c| c.is_ascii()))
        && start.chars().enumerate().all(|(offset, ch)| flow.get(index + offset) == Some(ch))
}

/// Straight marks open and close in turn within a run, as their nesting requires; spaces are no
/// evidence among Han. A mark without its partner stays, unless it opens a paragraph: a speech over
/// several paragraphs is closed only in its last.
fn pair_quotes(flow: &mut Flow, straight: char, opening: &'static str, closing: &'static str) {
    let mut open = None;
    for index in 0..flow.cells.len() {
        if flow.editable(index) != Some(straight) || is_in_word(flow, index, open.is_some()) {
            continue;
        }
        match open.take() {
            None => open = Some(index),
            Some(start) => {
                flow.replace(start, 1, opening);
                flow.replace(index, 1, closing);
            }
        }
    }
    if open == Some(0) && straight == '"' {
        flow.replace(0, 1, opening);
    }
}

/// Whether a straight mark is an apostrophe (don't) or a measure (5", 6').
fn is_in_word(flow: &Flow, index: usize, is_open: bool) -> bool {
    let before = index.checked_sub(1).and_then(|before| flow.get(before));
    let after = flow.get(index + 1);
    let letter = |ch: Option<char>| ch.is_some_and(|c| !is_han(c) && c.is_alphabetic());
    let digit = before.is_some_and(|c| c.is_ascii_digit());
    match flow.get(index) {
        Some('\'') if letter(before) && letter(after) => true,
        _ => digit && !is_open,
    }
}

/// `--` and `...` (or `......`), exactly.
fn dashes_and_ellipses(flow: &mut Flow) {
    let mut index = 0;
    while index < flow.cells.len() {
        let Some(ch @ ('-' | '.')) = flow.get(index) else {
            index += 1;
            continue;
        };
        let length = flow.cells[index..].iter().take_while(|cell| cell.ch == ch).count();
        let shown = match (ch, length) {
            ('-', 2) => "——",
            ('.', 3 | 6) => "……",
            _ => "",
        };
        let end = index + length;
        // `使用 --help`: a space before and a letter after it make an option.
        let is_option = ch == '-'
            && flow.get(end).is_some_and(|c| c.is_ascii_alphanumeric())
            && !index.checked_sub(1).and_then(|i| flow.get(i)).is_some_and(is_chinese);
        if !shown.is_empty()
            && !is_option
            && flow.is_joined(index, length)
            && is_beside_chinese(flow, index, end)
        {
            flow.replace(index, length, shown);
        }
        index = end;
    }
}

/// A pair of brackets is Chinese if the text in it, at either end, or before it is; or the text
/// after it, if nothing is before it. `f(x)` is not. A bracket without its partner is a mark like
/// others: 1)首先.
fn brackets(flow: &mut Flow) {
    let mut open = Vec::new();
    for index in 0..flow.cells.len() {
        match flow.get(index) {
            Some('(') => open.push(index),
            Some(')') => {
                if let Some(start) = open.pop() {
                    bracket_pair(flow, start, index);
                } else if is_beside_chinese(flow, index, index + 1) {
                    widen_at(flow, index);
                }
            }
            _ => {}
        }
    }
    for index in open {
        if is_beside_chinese(flow, index, index + 1) {
            widen_at(flow, index);
        }
    }
}

fn bracket_pair(flow: &mut Flow, start: usize, end: usize) {
    let inside = start + 1 < end
        && (from(flow, start + 1).is_some_and(is_chinese)
            || before(flow, end).is_some_and(is_chinese));
    let outside = match before(flow, start) {
        Some(ch) if !ch.is_whitespace() => is_chinese(ch),
        _ => from(flow, end + 1).is_some_and(is_chinese),
    };
    if inside || outside {
        widen_at(flow, start);
        widen_at(flow, end);
    }
}

/// Commas, colons, semicolons, question and exclamation marks; `?!` is one mark to its
/// neighbours.
fn marks(flow: &mut Flow) {
    let mut index = 0;
    while index < flow.cells.len() {
        let end = match flow.get(index) {
            Some(',' | ':' | ';') => index + 1,
            Some('?' | '!') => {
                let run = flow.cells[index..].iter();
                index + run.take_while(|cell| matches!(cell.ch, '?' | '!')).count()
            }
            _ => {
                index += 1;
                continue;
            }
        };
        if !is_inside_number(flow, index) && is_beside_chinese(flow, index, end) {
            (index..end).for_each(|mark| widen_at(flow, mark));
        }
        index = end;
    }
}

/// 1,000 and 10:30.
fn is_inside_number(flow: &Flow, index: usize) -> bool {
    let is_digit = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_digit());
    matches!(flow.get(index), Some(',' | ':'))
        && is_digit(index.checked_sub(1).and_then(|before| flow.get(before)))
        && is_digit(flow.get(index + 1))
}

fn widen_at(flow: &mut Flow, index: usize) {
    let shown = flow.editable(index).and_then(|ch| WIDE.iter().find(|(ascii, _)| *ascii == ch));
    if let Some((_, shown)) = shown {
        flow.replace(index, 1, shown);
    }
}
