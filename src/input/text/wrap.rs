//! Lines to units: most texts have a paragraph a line; some are hard-wrapped at a fixed width,
//! wholly or in parts, and their lines are joined.
//!
//! A wrap shows as an edge: many lines end within a few columns of one width, hardly any just
//! beyond it, and most of those do not end a sentence and are followed by another line that
//! keeps to the width.

use std::cmp::Reverse;

use super::lines::{Line, Unit, ends_sentence};
use super::pagination::{self, Furniture};
use super::placed::Text;
use super::role::Role;
use super::rules;
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

/// How much wider than the rest a line with hanging marks may be, in columns.
const HANGING: usize = 4;
/// How much narrower than the rest the first line of a paragraph may be whose indent was lost, in
/// columns, and how many such lines show it.
const LOST_INDENT: usize = 14;
const LEAST_LOST: usize = 3;

/// Makes units of lines; those in `fixed`, from 0 and ascending, are not joined to others, and
/// those of `pages` are residue, within a unit where that goes on behind them.
pub(super) fn units<'a>(
    lines: &[Line<'a>],
    fixed: &[usize],
    pages: &[Furniture],
) -> Vec<Unit<'a>> {
    let rows = Rows::of(lines, pages);
    let (rows, wrap) = match Wrap::find(&rows.lines) {
        None => {
            let close = rows.closed_up();
            match close.and_then(|close| Some((Wrap::find_close(&close.lines)?, close))) {
                Some((wrap, close)) => (close, Some(wrap)),
                None => (rows, None),
            }
        }
        found => (rows, found),
    };
    let is_fixed =
        |row: usize| rows.places.get(row).is_some_and(|line| fixed.binary_search(line).is_ok());
    let mut pages_left = pages;
    let mut units = Vec::new();
    let mut at = 0;
    while at < rows.lines.len() {
        if rows.lines[at].is_blank() {
            at += 1;
            continue;
        }
        let mut last = at;
        let goes_on = |last: usize| {
            wrap.as_ref().is_some_and(|wrap| wrap.goes_on(&rows.lines, at, last))
                || rows.goes_on_behind_page(at, last)
        };
        while !is_fixed(last) && !is_fixed(last + 1) && goes_on(last) {
            last += 1;
        }
        let (first, end) = (rows.places[at], rows.places[last]);
        let before = pages_left.partition_point(|(line, _)| *line < first);
        let (own, rest) = pages_left.split_at(before);
        units.extend(own.iter().map(|page| of_page(lines, *page)));
        let (_, rest) = rest.split_at(rest.partition_point(|(line, _)| *line <= end));
        pages_left = rest;
        units.push(Unit::of_lines(lines, first, end, pages));
        at = last + 1;
    }
    units.extend(pages_left.iter().map(|page| of_page(lines, *page)));
    units
}

/// The unit of a line that belongs to a page.
fn of_page<'a>(lines: &[Line<'a>], (at, kind): Furniture) -> Unit<'a> {
    let mut unit = Unit::of_lines(lines, at, at, &[]);
    unit.set(Role::Residue(kind), kind, 85);
    unit
}

/// The lines of a text but for those that belong to pages, and the blank ones around these where a
/// paragraph goes on.
struct Rows<'a> {
    lines: Vec<Line<'a>>,
    /// The place of each among all lines.
    places: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn of(all: &[Line<'a>], pages: &[Furniture]) -> Self {
        let is_page = |at: usize| pages.binary_search_by_key(&at, |(line, _)| *line).is_ok();
        let mut rows = Self { lines: Vec::new(), places: Vec::new() };
        let mut at = 0;
        while at < all.len() {
            let skipped = |at: &usize| all[*at].is_blank() || is_page(*at);
            let end = (at..all.len()).take_while(skipped).last().map_or(at, |last| last + 1);
            let before = rows.lines.last().copied();
            let bridged = (at..end).any(is_page)
                && before.is_some_and(|it: Line<'_>| pagination::runs_on(it.content))
                && all
                    .get(end)
                    .is_some_and(|next| before.is_some_and(|it| indent(*next) <= indent(it)));
            let kept = (at..end).filter(|at| !bridged && !is_page(*at));
            for place in kept.chain((end < all.len()).then_some(end)) {
                rows.lines.push(all[place]);
                rows.places.push(place);
            }
            at = end + 1;
        }
        rows
    }

    /// The lines without the blank one after each, if nearly each has one: they may be those of
    /// one paragraph all the same.
    fn closed_up(&self) -> Option<Self> {
        /// The share of lines that a blank one follows, in percent.
        const SHARE: usize = 80;
        let filled = self.lines.iter().filter(|line| !line.is_blank()).count();
        let pairs = self.lines.iter().zip(self.lines.iter().skip(1));
        let followed = pairs.filter(|(line, next)| !line.is_blank() && next.is_blank()).count();
        if (followed + 1) * 100 < filled * SHARE {
            return None;
        }
        let kept = (0..self.lines.len()).filter(|at| {
            let after_text = at.checked_sub(1).is_some_and(|it| !self.lines[it].is_blank());
            !(self.lines[*at].is_blank() && after_text)
        });
        let (lines, places) = kept.map(|at| (self.lines[at], self.places[at])).unzip();
        Some(Self { lines, places })
    }

    /// Whether the unit of rows `first..=last` goes on in the next row, behind the end of a page.
    fn goes_on_behind_page(&self, first: usize, last: usize) -> bool {
        /// The shortest line that runs on, in columns.
        const SHORTEST: usize = 30;
        let (Some(next), Some(place)) = (self.lines.get(last + 1), self.places.get(last + 1))
        else {
            return false;
        };
        let (head, line) = (self.lines[first], self.lines[last]);
        let content = Text::new(next.content);
        *place > self.places[last] + 1
            && !line.is_blank()
            && !next.is_blank()
            && pagination::runs_on(line.content)
            && script::columns(line.content) >= SHORTEST
            && (indent(*next) < indent(head) || indent(*next) == 0)
            && marker_length(next.content).is_none()
            && rules::numbered(content.whole()).is_none()
    }
}

/// A text's wrap.
struct Wrap {
    /// Columns that most full lines have.
    width: usize,
    /// Columns that lines with hanging marks have.
    limit: usize,
    /// Columns that the first lines of paragraphs have whose indent was lost.
    first: Option<usize>,
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
        // Beside so few full lines, lines that are much longer were never wrapped.
        let longer = widths.iter().filter(|it| **it > width + EDGE).count();
        if at_edge < LEAST_LINES
            || longer > at_edge
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
        let indented = fewer * 20 > equal && fewer > 1;
        // What few lines are wider than hangs; lines of words end where they end.
        let commonest = (width - HANGING..=width).max_by_key(|width| histogram[*width])?;
        let hangs = histogram[commonest] * 2 > at_edge;
        let full = if hangs { commonest } else { width };
        let first = if indented { None } else { first_lines(lines, &widths, full) };
        wrapped.then_some(Self {
            width: full,
            limit: width.max(full + HANGING),
            first,
            indented,
        })
    }

    /// The wrap of lines between which a blank one was left out: hardly any is wider, and many are
    /// full.
    fn find_close(lines: &[Line<'_>]) -> Option<Self> {
        /// The least share of full lines, and the greatest of wider ones, in percent.
        const FULL: usize = 35;
        const WIDER: usize = 2;
        let wrap = Self::find(lines)?;
        let filled = lines.iter().filter(|line| !line.is_blank());
        let widths: Vec<usize> = filled.map(|line| script::columns(line.filled)).collect();
        let count = |range: std::ops::RangeInclusive<usize>| {
            widths.iter().filter(|width| range.contains(width)).count() * 100
        };
        let full = count(wrap.width.saturating_sub(SLACK)..=wrap.limit);
        let wider = count(wrap.limit + 1..=usize::MAX);
        (full >= widths.len() * FULL && wider <= widths.len() * WIDER).then_some(wrap)
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
        let full = width + first_word(content) + 1 >= self.width
            || self.lost_indent(lines, first, last);
        if width > self.limit || !full {
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

    /// Whether a line is the first of a paragraph that goes on, narrower by the indent that was
    /// lost.
    fn lost_indent(&self, lines: &[Line<'_>], first: usize, last: usize) -> bool {
        first == last
            && self.first.is_some_and(|width| is_first_line(lines, last, width, self.width))
    }

    /// Whether a line with this indent begins a paragraph by its indent.
    fn starts(&self, indent: usize) -> bool {
        self.indented && indent > 0
    }
}

/// The width of the first lines of paragraphs, where these lost their indent: many lines that run
/// on, narrower than the rest, begin paragraphs.
fn first_lines(lines: &[Line<'_>], widths: &[usize], full: usize) -> Option<usize> {
    /// The share of narrow lines that have this width, in percent.
    const SHARE: usize = 60;
    if lines.iter().any(|line| !line.is_blank() && indent(*line) > 0) {
        return None;
    }
    let narrow: Vec<usize> = (0..lines.len())
        .filter(|at| is_first_line(lines, *at, full - SLACK - 1, full))
        .map(|at| widths[at])
        .collect();
    let near = |width: usize| {
        narrow.iter().filter(|it| (width.saturating_sub(SLACK)..=width).contains(*it)).count()
    };
    let width = narrow.iter().copied().max_by_key(|width| (near(*width), Reverse(*width)))?;
    (near(width) >= LEAST_LOST && near(width) * 100 >= narrow.len() * SHARE).then_some(width)
}

/// Whether a line of at most this width begins a paragraph that goes on in a full line, or in one
/// that ends it.
fn is_first_line(lines: &[Line<'_>], at: usize, width: usize, full: usize) -> bool {
    let line = lines[at];
    if !(full.saturating_sub(LOST_INDENT)..=width).contains(&script::columns(line.filled)) {
        return false;
    }
    let text = Text::new(line.content);
    let heads =
        || rules::numbered(text.whole()).is_some_and(|it| it.form() == Some(rules::Form::Unit));
    let begins = at.checked_sub(1).is_none_or(|before| {
        let before = lines[before];
        script::columns(before.filled) + SLACK < full || ends_sentence(before.content)
    });
    let goes_on = lines.get(at + 1).is_some_and(|next| {
        let width = script::columns(next.filled);
        !next.is_blank()
            && width <= full
            && (width + SLACK >= full || ends_sentence(next.content))
    });
    pagination::runs_on(line.content) && begins && goes_on && !heads()
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
