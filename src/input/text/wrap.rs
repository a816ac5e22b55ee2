//! Lines to units: most texts have one line per paragraph; some are hard-wrapped at a fixed width,
//! wholly or in parts, and their lines are joined.
//!
//! A wrap is found by an edge: many lines end within a few columns of one width, hardly any just
//! beyond it, and most of those do not end a sentence and are followed by another line within the
//! width. Pages have two edges if their notes are in smaller type.

use std::cmp::Reverse;

use super::lines::{SourceLine, Unit, ends_sentence};
use super::pagination::{self, Furniture};
use super::placed::Text;
use super::role::Role;
use super::rules;
use crate::text::{punctuation, script};

/// The range of wrap widths, in columns: from 18 Han to a wide terminal.
const WIDTHS: std::ops::RangeInclusive<usize> = 36..=140;
/// How much a full line may be narrower than the width: a Latin word that did not fit, or a mark
/// that must not begin a line.
const SLACK: usize = 7;
/// The range beyond the width with (nearly) no line ends.
const EDGE: usize = 20;
/// The minimum share of lines that end at the edge, in percent, and their minimum number.
const LEAST_SHARE: usize = 12;
const LEAST_LINES: usize = 4;
/// The minimum number of lines at the edge of notes, beside that of the text.
const LEAST_NOTES: usize = 2;
/// The maximum share of lines just beyond the edge, in percent of those at it.
const BEYOND_SHARE: usize = 10;
/// The minimum share of lines at the edge that do not end a sentence, in percent.
const RUN_ON_SHARE: usize = 60;
/// The minimum share of those that another line follows, in percent.
const FOLLOWED_SHARE: usize = 70;

/// How much wider a line with hanging marks may be, in columns.
const HANGING: usize = 4;
/// How much narrower the first line of a paragraph with a lost indent may be, in columns, at most
/// and at least: two Han, of which a hanging mark may take one; and the minimum number of such
/// lines.
const LOST_INDENT: usize = 14;
const LEAST_INDENT: usize = 3;
const LEAST_LOST: usize = 2;

/// Makes units of lines; those in `fixed`, from 0 and ascending, are not joined to others, and
/// those of `pages` are residue, within a unit that continues after them.
pub(super) fn units<'a>(
    lines: &[SourceLine<'a>],
    fixed: &[usize],
    pages: &[Furniture],
) -> Vec<Unit<'a>> {
    let rows = Rows::of(lines, pages);
    let (rows, wraps) = match Wrap::find(&rows.lines) {
        wraps if wraps.is_empty() => {
            let close = rows.closed_up();
            match close.and_then(|close| Some((Wrap::find_close(&close.lines)?, close))) {
                Some((wrap, close)) => (close, vec![wrap]),
                None => (rows, wraps),
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
        let mut last = rows.end_of_letters(at).unwrap_or(at);
        let width = |row: usize| closed_up(rows.lines[row].filled);
        let mut widest = (at..=last).map(width).max().unwrap_or(0);
        let continues = |last: usize, widest: usize| {
            wraps.last().is_some_and(|wrap| rows.continues_heading(at, last, wrap.width))
                || Wrap::of(&wraps, widest)
                    .is_some_and(|wrap| wrap.continues(&rows.lines, at, last))
                || rows.continues_after_page(at, last)
        };
        while !is_fixed(last) && !is_fixed(last + 1) && continues(last, widest) {
            last += 1;
            widest = widest.max(width(last));
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

/// The unit of a line of page furniture.
fn of_page<'a>(lines: &[SourceLine<'a>], (at, kind): Furniture) -> Unit<'a> {
    let mut unit = Unit::of_lines(lines, at, at, &[]);
    unit.set(Role::Residue(kind), kind, 85);
    unit
}

/// The lines of a text without page furniture, and without the blank lines around it within a
/// paragraph.
struct Rows<'a> {
    lines: Vec<SourceLine<'a>>,
    /// The index of each among all lines.
    places: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn of(all: &[SourceLine<'a>], pages: &[Furniture]) -> Self {
        let is_page = |at: usize| pages.binary_search_by_key(&at, |(line, _)| *line).is_ok();
        let mut rows = Self { lines: Vec::new(), places: Vec::new() };
        let mut at = 0;
        while at < all.len() {
            let skipped = |at: &usize| all[*at].is_blank() || is_page(*at);
            let end = (at..all.len()).take_while(skipped).last().map_or(at, |last| last + 1);
            let before = rows.lines.last().copied();
            let bridged = (at..end).any(is_page)
                && before.is_some_and(|it: SourceLine<'_>| pagination::runs_on(it.content))
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

    /// The lines without the blank one after each, if nearly each has one: they may still be those
    /// of one paragraph.
    fn closed_up(&self) -> Option<Self> {
        /// The minimum share of lines that a blank one follows, in percent.
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

    /// The last of two or three characters, each on a line, that are one spaced out word: 目　录.
    fn end_of_letters(&self, at: usize) -> Option<usize> {
        let letter = |line: &SourceLine<'_>| {
            let mut chars = line.content.chars();
            let only = chars.next().filter(|c| chars.next().is_none() && script::is_han(*c));
            only.is_some_and(|c| !COUNTING.contains(c))
        };
        let is_letter = |at: usize| self.lines.get(at).is_some_and(letter);
        if !is_letter(at) || at.checked_sub(1).is_some_and(is_letter) {
            return None;
        }
        // Blank lines are between all of them or none.
        let step = if is_letter(at + 1) { 1 } else { 2 };
        let is_blank = |at: usize| self.lines.get(at).is_some_and(|line| line.is_blank());
        let further = (at + step..).step_by(step);
        let end = further
            .take_while(|at| is_letter(*at) && (step == 1 || is_blank(at - 1)))
            .last()?;
        let letters = (end - at) / step + 1;
        ((2..=3).contains(&letters) && at.checked_sub(step).is_none_or(|it| !is_letter(it)))
            .then_some(end)
    }

    /// Whether a short line ends within a sentence and the next one, no longer, does not end one: a
    /// heading in larger type than the text with this wrap.
    fn continues_heading(&self, first: usize, last: usize, width: usize) -> bool {
        let (line, Some(next)) = (self.lines[last], self.lines.get(last + 1)) else {
            return false;
        };
        let (own, further) = (script::columns(line.filled), script::columns(next.filled));
        let unclosed = || {
            let count = |of: fn(char) -> bool| line.content.chars().filter(|c| of(*c)).count();
            count(punctuation::is_opening) > count(punctuation::is_closing)
        };
        first == last
            && !next.is_blank()
            && own + SLACK < width
            && further <= own
            && (line.content.ends_with(['，', '、']) || unclosed())
            && !ends_sentence(next.content)
            && !next.content.ends_with(['，', '、', '；', '：'])
            && rules::numbered(Text::new(next.content).whole()).is_none()
    }

    /// Whether the unit of rows `first..=last` continues in the next row, after the end of a page.
    fn continues_after_page(&self, first: usize, last: usize) -> bool {
        /// The minimum width of a line that runs on, in columns.
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
    /// The width of most full lines, in columns.
    width: usize,
    /// The width of lines with hanging marks.
    limit: usize,
    /// The width of the first lines of paragraphs with a lost indent.
    first: Option<usize>,
    /// Whether paragraphs begin with an indent that their other lines do not have.
    indented: bool,
    /// The range in which its full lines end.
    edge: Edge,
}

/// A range in which many lines end.
struct Edge {
    /// The width of the widest of them, in columns.
    width: usize,
    /// The number of lines that end there, and a little beyond.
    full: usize,
    beyond: usize,
    /// The most frequent width, and its number of lines.
    commonest: (usize, usize),
}

impl Edge {
    /// The most frequent width of the `kept` lines, if at least `least` have it.
    ///
    /// Lines with closed up punctuation hold more columns than others: only lines that are too wide
    /// even by `closest` are beyond the edge.
    fn find(widths: &[usize], closest: &[usize], kept: &[bool], least: usize) -> Option<Self> {
        let lines = kept.iter().filter(|kept| **kept);
        let histogram = |widths: &[usize]| {
            let mut counts = [0usize; 256];
            for (width, _) in widths.iter().zip(kept).filter(|(_, kept)| **kept) {
                if let Some(count) = counts.get_mut(*width) {
                    *count += 1;
                }
            }
            counts
        };
        let longer = |width: usize| {
            let kept = closest.iter().zip(kept).filter(|(_, kept)| **kept);
            kept.filter(|(it, _)| **it > width + EDGE).count()
        };
        let (histogram, near) = (histogram(widths), histogram(closest));
        let sum = |from: usize, to: usize| histogram[from..=to].iter().sum::<usize>();
        let beyond = |width: usize| near.iter().skip(width + 1).take(EDGE).sum::<usize>();
        let width = WIDTHS.filter(|width| histogram[*width] > 0).max_by_key(|width| {
            (sum(width - SLACK, *width), Reverse(beyond(*width)), Reverse(*width))
        })?;
        let full = sum(width - SLACK, width);
        // Beside so few full lines, much longer lines were never wrapped.
        let enough =
            full >= least && longer(width) <= full && full * 100 >= lines.count() * LEAST_SHARE;
        let commonest = (width - SLACK..=width).max_by_key(|width| histogram[*width])?;
        let commonest = (commonest, histogram[commonest]);
        enough.then_some(Self { width, full, beyond: beyond(width), commonest })
    }

    /// Whether hardly any line ends just beyond it.
    fn is_clear(&self) -> bool {
        self.beyond * 100 <= self.full * BEYOND_SHARE
    }

    /// Whether hardly any line but those of a wider edge ends just beyond it.
    fn is_clear_except(&self, wide: &Self) -> bool {
        self.beyond.saturating_sub(wide.full) * 100 <= self.full * BEYOND_SHARE
    }
}

impl Wrap {
    /// The wraps of a text, narrow before wide: none, one, or those of the text and its notes.
    fn find(lines: &[SourceLine<'_>]) -> Vec<Self> {
        let widths: Vec<usize> =
            lines.iter().map(|line| script::columns(line.filled)).collect();
        let closest: Vec<usize> = lines.iter().map(|line| closed_up(line.filled)).collect();
        let kept: Vec<bool> =
            lines.iter().map(|line| !line.is_blank() && !is_set_apart(line.content)).collect();
        let Some(edge) = Edge::find(&widths, &closest, &kept, LEAST_LINES) else {
            return Vec::new();
        };
        let below: Vec<bool> = (0..lines.len())
            .map(|at| kept[at] && widths[at] + LOST_INDENT < edge.width)
            .collect();
        let above: Vec<bool> =
            (0..lines.len()).map(|at| kept[at] && widths[at] > edge.width + SLACK).collect();
        let wrap = |edge: Edge| Self::at(edge, lines, &widths);
        let second = |kept: &[bool], least: usize| {
            Edge::find(&widths, &closest, kept, least).and_then(wrap)
        };
        let Some(own) = wrap(edge) else { return Vec::new() };
        let wide = second(&above, LEAST_NOTES);
        // Lines beyond the edge have their own, or there is no edge.
        let clear = match &wide {
            Some(wide) => own.edge.is_clear_except(&wide.edge),
            None => own.edge.is_clear(),
        };
        if clear {
            second(&below, LEAST_LINES).into_iter().chain([own]).chain(wide).collect()
        } else {
            Vec::new()
        }
    }

    /// The wrap at an edge, if most lines at it run on into others that keep to it.
    fn at(edge: Edge, lines: &[SourceLine<'_>], widths: &[usize]) -> Option<Self> {
        let width = edge.width;
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
            // An unwrapped line is no continuation.
            followed += usize::from(runs_on && widths[at + 1] <= width);
            fewer += usize::from(indent(*next) < indent(*line));
            equal += usize::from(indent(*next) == indent(*line));
        }
        let wrapped = run_on * 100 >= edge.full * RUN_ON_SHARE
            && followed * 100 >= run_on * FOLLOWED_SHARE;
        // Each paragraph has one line with more indent than the next; the rest are equal.
        let indented = fewer * 20 > equal && fewer > 1;
        // The few wider lines hang; lines of words end anywhere.
        let hangs = edge.commonest.1 * 2 > edge.full;
        let full = if hangs { edge.commonest.0 } else { width };
        let first = if indented { None } else { first_lines(lines, widths, full) };
        let limit = width.max(full + HANGING);
        wrapped.then_some(Self { width: full, limit, first, indented, edge })
    }

    /// The wrap of a unit whose widest line so far has this many columns: the narrowest that fits
    /// it.
    fn of(wraps: &[Self], widest: usize) -> Option<&Self> {
        wraps.iter().find(|wrap| widest <= wrap.limit).or(wraps.last())
    }

    /// The wrap of lines with a blank one removed after each: hardly any is wider, and many are
    /// full.
    fn find_close(lines: &[SourceLine<'_>]) -> Option<Self> {
        /// The minimum share of full lines, and the maximum of wider ones, in percent.
        const FULL: usize = 35;
        const WIDER: usize = 2;
        let wrap = Self::find(lines).pop()?;
        let filled = lines.iter().filter(|line| !line.is_blank());
        let widths: Vec<usize> = filled.map(|line| script::columns(line.filled)).collect();
        let count = |range: std::ops::RangeInclusive<usize>| {
            widths.iter().filter(|width| range.contains(width)).count() * 100
        };
        let full = count(wrap.width.saturating_sub(SLACK)..=wrap.limit);
        let wider = count(wrap.limit + 1..=usize::MAX);
        (full >= widths.len() * FULL && wider <= widths.len() * WIDER).then_some(wrap)
    }

    /// Whether the unit of lines `first..=last` continues in the next line.
    fn continues(&self, lines: &[SourceLine<'_>], first: usize, last: usize) -> bool {
        let Some(next) = lines.get(last + 1).filter(|next| !next.is_blank()) else {
            return false;
        };
        let (head, line) = (lines[first], lines[last]);
        let (content, own) = (next.content, line.content);
        if closed_up(next.filled) > self.limit || closed_up(line.filled) > self.limit {
            return false;
        }
        if is_rule(content) || is_rule(own) || is_entry(own) {
            return false;
        }
        let width = script::columns(line.filled);
        let full = width + first_word(content) + 1 >= self.width
            // Justified lines with digits and letters hold fewer columns than those of Han alone.
            || (last > first
                && width + LOST_INDENT >= self.width
                && pagination::runs_on(own))
            || self.lost_indent(lines, first, last)
            || self.begins_none(*next, width)
            || self.narrowed_indent(lines, first, last);
        if !full {
            return false;
        }
        let short = script::columns(next.filled) + SLACK < self.width;
        let heads = short && !ends_sentence(content) && !content.ends_with(['：', ':']);
        let ends = ends_sentence(own);
        if marker_length(content).is_some()
            || (first == last && is_field(content))
            || (ends && (heads || self.starts_at(lines, last + 1)))
        {
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

    /// Whether a line is the first of a paragraph that continues, narrower by the lost indent.
    fn lost_indent(&self, lines: &[SourceLine<'_>], first: usize, last: usize) -> bool {
        first == last && self.starts_at(lines, last)
    }

    /// Whether a line is too wide for the first of a paragraph with a lost indent, below one of
    /// this width.
    fn begins_none(&self, line: SourceLine<'_>, above: usize) -> bool {
        self.first.is_some_and(|first| {
            closed_up(line.filled) >= first + LEAST_INDENT && above + LOST_INDENT >= self.width
        })
    }

    /// Whether a line is as wide as the first lines of paragraphs with a lost indent.
    fn starts_at(&self, lines: &[SourceLine<'_>], at: usize) -> bool {
        self.first.is_some_and(|width| is_first_line(lines, at, width, self.width))
    }

    /// Whether a line begins a paragraph by an indent that lost some of its columns, and runs on.
    fn narrowed_indent(&self, lines: &[SourceLine<'_>], first: usize, last: usize) -> bool {
        let (line, next) = (lines[first], lines[last + 1]);
        self.indented
            && first == last
            && indent(line) > indent(next)
            && script::columns(line.filled) + LOST_INDENT >= self.width
            && pagination::runs_on(line.content)
    }

    /// Whether a line with this indent begins a paragraph by its indent.
    fn starts(&self, indent: usize) -> bool {
        self.indented && indent > 0
    }
}

/// The width of the first lines of paragraphs with a lost indent: many lines that run on, narrower
/// than the rest, begin paragraphs.
fn first_lines(lines: &[SourceLine<'_>], widths: &[usize], full: usize) -> Option<usize> {
    /// The share of narrow lines that have this width, in percent.
    const SHARE: usize = 60;
    if lines.iter().any(|line| !line.is_blank() && indent(*line) > 0) {
        return None;
    }
    let narrow: Vec<usize> = (0..lines.len())
        .filter(|at| is_first_line(lines, *at, full - LEAST_INDENT, full))
        .map(|at| widths[at])
        .collect();
    let near = |width: usize| {
        narrow.iter().filter(|it| (width.saturating_sub(SLACK)..=width).contains(*it)).count()
    };
    let width = narrow.iter().copied().max_by_key(|width| (near(*width), Reverse(*width)))?;
    (near(width) >= LEAST_LOST && near(width) * 100 >= narrow.len() * SHARE).then_some(width)
}

/// Whether a line of at most this width begins a paragraph that continues in a full line, or in one
/// that ends it.
fn is_first_line(lines: &[SourceLine<'_>], at: usize, width: usize, full: usize) -> bool {
    let line = lines[at];
    if !(full.saturating_sub(LOST_INDENT)..=width).contains(&script::columns(line.filled)) {
        return false;
    }
    let text = Text::new(line.content);
    let heads = || {
        rules::numbered(text.whole())
            .is_some_and(|it| it.form() == Some(rules::HeadingForm::Unit))
    };
    let begins = at.checked_sub(1).is_none_or(|before| {
        let before = lines[before];
        script::columns(before.filled) + SLACK < full || ends_sentence(before.content)
    });
    let continues = lines.get(at + 1).is_some_and(|next| {
        let width = script::columns(next.filled);
        !next.is_blank()
            && width <= full + HANGING
            && (width + SLACK >= full || ends_sentence(next.content))
    });
    pagination::runs_on(line.content) && begins && continues && !heads()
}

/// Columns of a line in which adjacent marks are closed up (标点挤压), without the spaces between Han
/// and letters or digits.
fn closed_up(text: &str) -> usize {
    let has_blank = |c: char| {
        script::is_wide(c)
            && (punctuation::is_closing(c) || punctuation::is_pause(c) || c == '。')
    };
    let pairs = text.chars().zip(text.chars().skip(1));
    let halves = pairs.filter(|(first, second)| {
        let (first, second) = (*first, *second);
        (has_blank(first) && (has_blank(second) || punctuation::is_opening(second)))
            || (punctuation::is_opening(first) && punctuation::is_opening(second))
    });
    let around = text.chars().zip(text.chars().skip(1)).zip(text.chars().skip(2));
    let spaces = around.filter(|((before, space), after)| {
        *space == ' ' && script::is_wide(*before) != script::is_wide(*after)
    });
    script::columns(text) - halves.count() - spaces.count()
}

/// Signs of numbers, which are a heading alone on a line.
const COUNTING: &str =
    "〇一二三四五六七八九十百千零甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";

fn indent(line: SourceLine<'_>) -> usize {
    script::columns(line.indent)
}

/// Whether a line is a field, which never continues a title: 时间：…
fn is_field(content: &str) -> bool {
    /// The longest label, in characters.
    const LABEL: usize = 6;
    let labelled = content.chars().take(LABEL + 1).any(|c| matches!(c, '：' | ':'));
    labelled && rules::is_never_heading(Text::new(content).whole())
}

/// Whether a line is a ruled line: -----, ====, ┌──┐.
fn is_rule(content: &str) -> bool {
    !content.chars().any(|c| c.is_alphanumeric() || script::is_cjk_punctuation(c))
}

/// Whether a line is not running text: an entry of a table of contents, or words separated by wide
/// gaps, as in a row of a table or a page header.
pub(super) fn is_set_apart(content: &str) -> bool {
    /// The minimum number of spaces that separate words.
    const WIDE: usize = 4;
    let mut run = 0;
    let gap = content.chars().any(|c| {
        run = if script::is_space(c) { run + 1 + usize::from(script::is_wide(c)) } else { 0 };
        run >= WIDE
    });
    gap || is_entry(content)
}

/// Whether a line is an entry of a table of contents, with leaders and a page number.
fn is_entry(content: &str) -> bool {
    let before = content.trim_end_matches(|c: char| c.is_ascii_digit() || ")）".contains(c));
    let title =
        before.trim_end_matches(|c: char| ".．·…‥-—_".contains(c) || script::is_space(c));
    let (_, leaders) = before.split_at(title.len());
    let leaders = leaders.chars().filter(|c| !script::is_space(*c)).count();
    // —— and …… before a number are marks of a sentence.
    before.len() < content.len() && leaders >= 3
}

/// Columns of the unbreakable beginning of a line: one Han with the marks after it, or a word.
fn first_word(content: &str) -> usize {
    let mut chars = content.chars();
    let Some(first) = chars.next() else { return 0 };
    let mut word = String::from(first);
    let wide = script::is_wide(first);
    for c in chars {
        let is_attached = punctuation::is_forbidden_at_line_start(c)
            || (!wide && !script::is_space(c) && !script::is_wide(c));
        if !is_attached {
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

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let units = units(&lines::split(text), &[], &[]);
        units.iter().map(|unit| unit.text.to_string()).collect()
    }

    /// A paragraph of lines of `width` Han, the first two narrower, the last half as wide.
    fn paragraph(width: usize, lines: usize) -> String {
        let line = |length: usize| "井".repeat(length) + "\n";
        line(width - 2) + &line(width).repeat(lines) + &"井".repeat(width / 2) + "。\n"
    }

    #[test]
    fn first_lines_whose_indent_was_lost_begin_paragraphs() {
        let text = paragraph(24, 2) + &paragraph(24, 3) + &paragraph(24, 1);
        assert_eq!(texts(&text).len(), 3);
    }

    #[test]
    fn notes_in_smaller_type_have_a_wrap_of_their_own() {
        let text = paragraph(24, 4).repeat(3) + &paragraph(30, 2) + &paragraph(30, 1);
        assert_eq!(texts(&text).len(), 5);
    }

    #[test]
    fn letters_set_wide_are_one_word() {
        assert_eq!(texts("目\n\n录\n\n第一章\n"), ["目录", "第一章"]);
        assert_eq!(texts("注\n释\n井。\n"), ["注释", "井。"]);
        // Signs of numbers are headings of their parts; more letters are a column.
        assert_eq!(texts("甲\n\n乙\n\n").len(), 2);
        assert_eq!(texts("风\n花\n雪\n月\n").len(), 4);
        assert_eq!(texts("住\n江边有店。\n吃\n店里有鱼。\n").len(), 4);
    }

    #[test]
    fn a_heading_in_larger_type_takes_two_lines() {
        let heading = "构建走亲连心的长效机制，\n使“经常走”成为常态\n";
        let text = paragraph(24, 4) + heading + &paragraph(24, 4);
        assert_eq!(texts(&text)[1], heading.replace('\n', ""));
    }
}
