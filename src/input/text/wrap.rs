//! Lines to units: most texts have a paragraph a line; some are hard-wrapped at a fixed width,
//! wholly or in parts, and their lines are joined.
//!
//! A wrap shows as an edge: many lines end within a few columns of one width, hardly any just
//! beyond it, and most of those do not end a sentence and are followed by another line that
//! keeps to the width.

use std::cmp::Reverse;

use super::lines::{Line, Unit, ends_sentence};
use crate::text::script;

/// Wrap widths that are looked for, in columns: from 18 Han to a wide terminal.
const WIDTHS: std::ops::RangeInclusive<usize> = 36..=140;
/// How far a full line may fall short of the width: a Latin word that did not fit, or a mark
/// that must not begin a line.
const SLACK: usize = 7;
/// How far beyond the width there must be (nearly) nothing.
const EDGE: usize = 20;
/// The least share of lines that end at the edge, in percent, and their least number.
const LEAST_SHARE: usize = 12;
const LEAST_LINES: usize = 4;
/// The greatest share of lines just beyond the edge, in percent of those at it.
const BEYOND_SHARE: usize = 10;
/// The least share of lines at the edge that do not end a sentence, in percent.
const RUN_ON_SHARE: usize = 60;
/// The least share of those that another line follows, in percent.
const FOLLOWED_SHARE: usize = 70;

/// Makes units of lines; those in `fixed`, from 0 and ascending, are not joined to others.
pub(super) fn units<'a>(lines: &[Line<'a>], fixed: &[usize]) -> Vec<Unit<'a>> {
    let wrap = Wrap::find(lines);
    let mut units = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].is_blank() {
            at += 1;
            continue;
        }
        let mut last = at;
        if let Some(wrap) = &wrap {
            let is_fixed = |line: usize| fixed.binary_search(&line).is_ok();
            while !is_fixed(last) && !is_fixed(last + 1) && wrap.goes_on(lines, at, last) {
                last += 1;
            }
        }
        units.push(Unit::of_lines(lines, at, last));
        at = last + 1;
    }
    units
}

/// A text's wrap.
struct Wrap {
    /// Columns.
    width: usize,
    /// Whether paragraphs begin with an indent that their further lines do not have.
    indented: bool,
}

impl Wrap {
    fn find(lines: &[Line<'_>]) -> Option<Self> {
        let widths: Vec<usize> =
            lines.iter().map(|line| script::columns(line.filled)).collect();
        let filled = lines.iter().filter(|line| !line.is_blank()).count();
        let mut histogram = [0usize; 256];
        for (line, width) in lines.iter().zip(&widths) {
            let counts = !line.is_blank() && !is_entry(line.content);
            if let Some(count) = histogram.get_mut(*width).filter(|_| counts) {
                *count += 1;
            }
        }
        let sum = |from: usize, to: usize| histogram[from..=to].iter().sum::<usize>();
        let width = WIDTHS.filter(|width| histogram[*width] > 0).max_by_key(|width| {
            let beyond = sum(width + 1, width + EDGE);
            (sum(width - SLACK, *width), Reverse(beyond), Reverse(*width))
        })?;
        let at_edge = sum(width - SLACK, width);
        let beyond = sum(width + 1, width + EDGE);
        if at_edge < LEAST_LINES
            || at_edge * 100 < filled * LEAST_SHARE
            || beyond * 100 > at_edge * BEYOND_SHARE
        {
            return None;
        }
        let (mut run_on, mut followed, mut fewer, mut equal) = (0, 0, 0, 0);
        for (at, line) in lines.iter().enumerate() {
            if line.is_blank() || !(width - SLACK..=width).contains(&widths[at]) {
                continue;
            }
            let runs_on = !ends_sentence(line.content);
            run_on += usize::from(runs_on);
            let Some(next) = lines.get(at + 1).filter(|next| !next.is_blank()) else {
                continue;
            };
            // A line that no wrap has touched is no continuation.
            followed += usize::from(runs_on && widths[at + 1] <= width);
            fewer += usize::from(indent(*next) < indent(*line));
            equal += usize::from(indent(*next) == indent(*line));
        }
        let wrapped =
            run_on * 100 >= at_edge * RUN_ON_SHARE && followed * 100 >= run_on * FOLLOWED_SHARE;
        // Each paragraph has one line with more indent than the next; the rest are equal.
        wrapped.then_some(Self { width, indented: fewer * 20 > equal && fewer > 1 })
    }

    /// Whether the unit of lines `first..=last` goes on in the next line.
    fn goes_on(&self, lines: &[Line<'_>], first: usize, last: usize) -> bool {
        let Some(next) = lines.get(last + 1).filter(|next| !next.is_blank()) else {
            return false;
        };
        let (head, line) = (lines[first], lines[last]);
        let (content, own) = (next.content, line.content);
        if is_rule(content) || is_rule(own) || is_entry(own) {
            return false;
        }
        let width = script::columns(line.filled);
        if width > self.width || width + first_word(content) + 1 < self.width {
            return false;
        }
        if marker_length(content).is_some() {
            return false;
        }
        let (indent_first, indent_next) = (indent(head), indent(*next));
        if last > first {
            return indent_next <= indent(lines[first + 1]);
        }
        let hanging = marker_length(head.content).is_some();
        if hanging {
            return indent_next >= indent_first;
        }
        indent_next < indent_first || (indent_next == indent_first && !self.starts(indent_next))
    }

    /// Whether a line with this indent begins a paragraph by its indent.
    fn starts(&self, indent: usize) -> bool {
        self.indented && indent > 0
    }
}

fn indent(line: Line<'_>) -> usize {
    script::columns(line.indent)
}

/// Whether a line is drawn, not written: -----, ====, ┌──┐.
fn is_rule(content: &str) -> bool {
    !content.chars().any(|c| c.is_alphanumeric() || script::is_cjk_punctuation(c))
}

/// Whether a line is an entry of a table of contents, with leaders and the number of a page.
fn is_entry(content: &str) -> bool {
    let before = content.trim_end_matches(|c: char| c.is_ascii_digit() || ")）".contains(c));
    let title =
        before.trim_end_matches(|c: char| ".．·…‥-—_".contains(c) || script::is_space(c));
    let (_, leaders) = before.split_at(title.len());
    let leaders = leaders.chars().filter(|c| !script::is_space(*c)).count();
    // —— and …… before a number are marks of a sentence.
    before.len() < content.len() && leaders >= 3
}

/// Columns of what could not be parted from the beginning of a line: one Han with the marks
/// that follow it, or a word.
fn first_word(content: &str) -> usize {
    let mut chars = content.chars();
    let Some(first) = chars.next() else { return 0 };
    let mut word = String::from(first);
    let wide = script::is_wide(first);
    for c in chars {
        let holds = script::is_forbidden_at_line_start(c)
            || (!wide && !script::is_space(c) && !script::is_wide(c));
        if !holds {
            break;
        }
        word.push(c);
    }
    script::columns(&word)
}

/// The length in bytes of a bullet and the space after it at the start of a line.
pub(super) fn marker_length(content: &str) -> Option<usize> {
    const BULLETS: [char; 14] =
        ['*', '•', '●', '○', '■', '□', '◆', '◇', '▪', '▲', '△', '-', '–', '·'];
    let mut chars = content.chars();
    let bullet = chars.next().filter(|c| BULLETS.contains(c))?;
    let rest = chars.as_str();
    let text = rest.trim_start_matches(script::is_space);
    let spaced = text.len() < rest.len();
    (spaced && !text.is_empty()).then(|| bullet.len_utf8() + rest.len() - text.len())
}
