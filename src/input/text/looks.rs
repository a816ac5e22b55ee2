//! Headings recognised by their look: by size, weight, face, centring, or the list that numbers
//! them.
//!
//! Takes the units of a document's paragraphs with their looks, returns units marked as
//! headings. Forms, fields, captions and remarks that are set apart are skipped.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Unit;
use super::paragraphs::{ByLine, Look};
use super::role::{Heading, Role};
use super::rules::rank;
use super::{credit, dates, rules, separators};
use crate::text::{punctuation, script};

/// The longest heading, in characters.
pub(super) const LONGEST: usize = 40;
/// A line of at least this many characters is text.
pub(super) const PROSE: usize = 25;

/// The look of most of the text: weighted by characters, paragraphs before other lines.
pub(super) fn body_look(units: &[Unit<'_>], known: &ByLine<'_>) -> Look {
    let most = |prose: bool| {
        let mut looks: BTreeMap<&Look, usize> = BTreeMap::new();
        for unit in units.iter().filter(|unit| !prose || is_prose(unit)) {
            if let Some(evidence) = known.get(&unit.line) {
                *looks.entry(&evidence.look).or_default() += unit.length;
            }
        }
        looks.into_iter().max_by_key(|(_, count)| *count).map(|(look, _)| look.clone())
    };
    most(true).or_else(|| most(false)).unwrap_or_default()
}

pub(super) fn is_prose(unit: &Unit<'_>) -> bool {
    unit.is_text() && (unit.length >= PROSE || unit.ends_sentence())
}

/// Whether a line is set apart from the text.
pub(super) fn stands_out(unit: &Unit<'_>, known: &ByLine<'_>, body: &Look) -> bool {
    known.get(&unit.line).is_some_and(|evidence| {
        let look = &evidence.look;
        look.size > body.size
            || (look.bold && !body.bold)
            || (look.face != body.face && is_face_of_headings(&look.face))
            || (look.centred && !body.centred)
    })
}

/// Whether a face is typical of headings: 黑体, 小标宋 and the like.
fn is_face_of_headings(face: &str) -> bool {
    const FACES: [&str; 9] =
        ["黑体", "小标宋", "标宋", "楷体", "雅黑", "等线 Light", "SimHei", "Heiti", "Hei"];
    FACES.iter().any(|it| face.contains(it))
}

/// Marks the lines that are set apart like headings.
pub(super) fn mark_looks(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    let body = &body_look(units, known);
    let title = units.iter().rposition(|unit| matches!(unit.role, Role::Title { .. }));
    let from = title.map_or(0, |at| at + 1);
    let by_colon = by_colon(units, known);
    let counted = counted_by_colon(units, &by_colon);
    let found: Vec<usize> = (from..units.len())
        .filter(|at| {
            let may = stands_out(&units[*at], known, body) || counted.contains(at);
            may && heads(units, *at, known, &by_colon)
        })
        .collect();
    let mut ranks = ranks(units, known);
    let leading = leading(units, &found, known);
    // 第三条 合同期限 on a line of its own is the heading of its text.
    for at in found.iter().filter(|at| rules::is_article(units[**at].whole())) {
        if let Some(evidence) = known.get(&units[*at].line) {
            ranks.entry(evidence.look.clone()).or_insert(rank::LABEL);
        }
    }
    let highest = ranks.values().min().copied();
    let size = |rank: Option<u8>| {
        let of_rank = ranks.iter().filter(|(_, it)| Some(**it) == rank);
        of_rank.map(|(look, _)| look.size).max()
    };
    let highest_size = size(highest);
    let mut counts: BTreeMap<&Look, usize> = BTreeMap::new();
    for at in &found {
        if let Some(evidence) = known.get(&units[*at].line) {
            *counts.entry(&evidence.look).or_default() += 1;
        }
    }
    let bare_looks: Vec<&Look> = {
        let mut looks: Vec<&Look> = counts.keys().copied().collect();
        looks.sort_by_key(|look| std::cmp::Reverse((look.size, look.centred, look.bold)));
        looks
    };
    let captions = captions(units, &found, known);
    let titles = titles_again(units, &found);
    for at in found.into_iter().filter(|at| !captions.contains(at)) {
        let Some(evidence) = known.get(&units[at].line) else { continue };
        let look = &evidence.look;
        let alone = counts.get(look).copied() == Some(1) && !ranks.contains_key(look);
        let heading = match rules::numbered(units[at].whole()) {
            Some(candidate) => candidate.heading,
            None if rules::is_article(units[at].whole()) => {
                Heading { rank: rank::LABEL, ..Heading::bare() }
            }
            None if titles.contains(&at) => Heading { rank: rank::NAMED, ..Heading::bare() },
            // A single line in bold has no meaning.
            None if alone && look.size <= body.size && !look.centred => continue,
            None => {
                let named = rules::named(units[at].whole()).map(|it| it.heading);
                let rank = match (ranks.get(look), highest_size) {
                    (Some(_), _) if leading.contains(look) => rank::BARE,
                    (Some(rank), _) => *rank,
                    (None, Some(size)) if look.size > size => rank::CHAPTER,
                    _ => rank::BARE,
                };
                let at = bare_looks.iter().position(|it| *it == look);
                let level = at.and_then(|at| u8::try_from(at + 1).ok());
                let level = level.filter(|_| highest.is_none());
                named.unwrap_or(Heading { rank, level, ..Heading::bare() })
            }
        };
        units[at].set(Role::Heading(heading), &rule(look, body), 88);
    }
}

/// Marks lines counted by a list if all of them are short and have text below: its items are
/// sections.
pub(super) fn mark_items(units: &mut [Unit<'_>], known: &ByLine<'_>) {
    /// The longest such line, in characters.
    const LONGEST: usize = 24;
    let mut lists: BTreeMap<(u32, u8), Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some(item) = known.get(&unit.line).and_then(|it| it.item) {
            lists.entry(item).or_default().push(at);
        }
    }
    let heads = |at: &usize| {
        let unit = &units[*at];
        matches!(unit.role, Role::Heading(_))
            || (unit.length <= LONGEST
                && may_head(unit)
                && units.get(at + 1).is_some_and(|it| it.is_body() && is_prose(it)))
    };
    let found: Vec<usize> = lists
        .into_values()
        .filter(|list| list.len() > 1 && list.iter().all(heads))
        .flatten()
        .filter(|at| units[*at].is_body())
        .collect();
    for at in found {
        let numbered = rules::numbered(units[at].whole()).map(|it| it.heading);
        units[at].set(Role::Heading(numbered.unwrap_or_else(Heading::bare)), "list", 80);
    }
}

/// The looks of lines without a number of which one is directly above a first number: 业务流程 above 1.
/// is not its sibling, however similar their looks.
fn leading<'e>(units: &[Unit<'_>], found: &[usize], known: &ByLine<'e>) -> BTreeSet<&'e Look> {
    let leads = |at: &usize| {
        let below = units.get(at + 1).filter(|it| matches!(it.role, Role::Heading(_)));
        let below = below.and_then(|it| rules::numbered(it.whole()));
        rules::numbered(units[*at].whole()).is_none()
            && below.is_some_and(|it| it.heading.number == Some(1))
    };
    let lines = found.iter().filter(|at| leads(at)).map(|at| units[*at].line);
    lines.filter_map(|line| known.get(&line)).map(|it| &it.look).collect()
}

/// The lines that repeat the title, as above a form after the notes on it.
fn titles_again(units: &[Unit<'_>], found: &[usize]) -> BTreeSet<usize> {
    let bare = |unit: &Unit<'_>| -> String {
        unit.text.chars().filter(|c| !script::is_space(*c)).collect()
    };
    let titles = units.iter().filter(|unit| matches!(unit.role, Role::Title { sub: false }));
    let title: String = titles.map(bare).collect();
    let is_title = |text: &str| {
        text == title || title.strip_prefix(text).is_some_and(|it| it.starts_with(['（', '(']))
    };
    found.iter().copied().filter(|at| is_title(&bare(&units[*at]))).collect()
}

/// The names of tables and pictures among lines that are set apart: beside one, and without a
/// number if no other line of this look has one.
fn captions(units: &[Unit<'_>], found: &[usize], known: &ByLine<'_>) -> BTreeSet<usize> {
    let evidence = |at: usize| known.get(&units[at].line);
    let bare: Vec<usize> = found
        .iter()
        .copied()
        .filter(|at| rules::numbered(units[*at].whole()).is_none())
        .collect();
    let is_beside = |at: usize| evidence(at).is_some_and(|it| it.is_beside_object);
    let is_set_so = |at: usize, other: usize| {
        evidence(at).map(|it| &it.look) == evidence(other).map(|it| &it.look)
    };
    let is_caption = |at: &usize| {
        is_beside(*at) && !bare.iter().any(|other| !is_beside(*other) && is_set_so(*at, *other))
    };
    bare.iter().copied().filter(is_caption).collect()
}

/// The rule's name: the property that sets a line apart.
fn rule(look: &Look, body: &Look) -> String {
    let parts = [
        (look.size > body.size, "size"),
        (look.bold && !body.bold, "bold"),
        (look.face != body.face && is_face_of_headings(&look.face), "face"),
        (look.centred && !body.centred, "centred"),
    ];
    let named = parts.iter().filter(|(is, _)| *is).map(|(_, name)| format!("-{name}"));
    format!("look{}", named.collect::<String>())
}

/// The rank of most numbered headings of each look.
fn ranks(units: &[Unit<'_>], known: &ByLine<'_>) -> BTreeMap<Look, u8> {
    let mut ranks: BTreeMap<Look, u8> = BTreeMap::new();
    for unit in units {
        let (Role::Heading(heading), Some(evidence)) = (&unit.role, known.get(&unit.line))
        else {
            continue;
        };
        if !rank::is_named(heading.rank) && heading.rank != rank::BARE {
            let known = ranks.entry(evidence.look.clone()).or_insert(heading.rank);
            *known = heading.rank.min(*known);
        }
    }
    ranks
}

/// Whether a line that is set apart may head what follows it.
fn heads(
    units: &[Unit<'_>],
    at: usize,
    known: &ByLine<'_>,
    by_colon: &BTreeSet<usize>,
) -> bool {
    let unit = &units[at];
    let is_followed = units[at + 1..].iter().any(|next| {
        !matches!(next.role, Role::Residue(_) | Role::Credit(_) | Role::Title { .. })
    });
    let look = |unit: &Unit<'_>| known.get(&unit.line).map(|it| &it.look);
    let is_numbered = |unit: &Unit<'_>| rules::numbered(unit.whole()).is_some();
    let next = units.get(at + 1);
    // 某某局 制定 above a date names the issuer.
    let is_dated = next.is_some_and(|it| dates::whole(it.whole()).is_some());
    let like = |other: Option<&Unit<'_>>| {
        other
            .is_some_and(|it| look(it) == look(unit) && is_numbered(it) && it.length <= LONGEST)
    };
    // A line between two numbered headings of the same look is the whole text of the first.
    let is_between = like(at.checked_sub(1).and_then(|it| units.get(it))) && like(next);
    is_followed
        && !is_dated
        && (is_numbered(unit) || !is_between)
        && (may_head(unit) || by_colon.contains(&at))
}

/// Whether the text of a line allows it to be a heading.
pub(super) fn may_head(unit: &Unit<'_>) -> bool {
    may_be_title(unit) && !ends_in_colon(unit)
}

/// Headings that end in a colon: short, without a form below, and with a number or a look shared by
/// others.
fn by_colon(units: &[Unit<'_>], known: &ByLine<'_>) -> BTreeSet<usize> {
    /// The longest such line, and the longest label of a form, in characters.
    const LONGEST: usize = 20;
    const LABEL: usize = 8;
    let look = |at: usize| known.get(&units[at].line).map(|it| &it.look);
    let is_such = |at: &usize| {
        let (unit, below) = (&units[*at], units.get(at + 1));
        // Labels in adjacent lines are a form.
        let is_form = |it: &Unit<'_>| {
            let is_label = it.length <= LABEL || look(at + 1) == look(*at);
            let is_label =
                is_label && ends_in_colon(it) && rules::numbered(it.whole()).is_none();
            (is_field(it) && !is_prose(it)) || is_label
        };
        unit.length <= LONGEST
            && ends_in_colon(unit)
            && may_be_title(unit)
            && below.is_some_and(|it| !is_form(it))
    };
    let such: Vec<usize> = (0..units.len()).filter(is_such).collect();
    let mut counts: BTreeMap<Option<&Look>, usize> = BTreeMap::new();
    such.iter().for_each(|at| *counts.entry(look(*at)).or_default() += 1);
    let stays = |at: &usize| {
        rules::numbered(units[*at].whole()).is_some()
            || counts.get(&look(*at)).is_some_and(|count| *count > 1)
    };
    such.into_iter().filter(stays).collect()
}

/// Lines that end in a colon and count from one, 一、立项要求： and 二、初步计划：, if no other line has such a
/// number: they are headings, set apart or not.
fn counted_by_colon(units: &[Unit<'_>], by_colon: &BTreeSet<usize>) -> BTreeSet<usize> {
    let rank_of = |at: usize| {
        let numbered = rules::numbered(units[at].whole().first_chars(PROSE))?;
        (numbered.heading.rank == rank::COMMA).then_some(numbered.heading.number)
    };
    let lines: Vec<usize> = (0..units.len()).filter(|at| rank_of(*at).is_some()).collect();
    let counts_on = lines
        .iter()
        .zip(1..)
        .all(|(at, number)| by_colon.contains(at) && rank_of(*at) == Some(Some(number)));
    if counts_on && lines.len() > 1 { lines.into_iter().collect() } else { BTreeSet::new() }
}

pub(super) fn ends_in_colon(unit: &Unit<'_>) -> bool {
    unit.text.ends_with(['：', ':'])
}

/// Whether the text of a line allows it to be a title, whatever its last sign.
fn may_be_title(unit: &Unit<'_>) -> bool {
    unit.is_body()
        && (2..=LONGEST).contains(&unit.length)
        && !unit.ends_sentence()
        && !unit.text.contains('。')
        && !unit.text.trim_end_matches(['：', ':']).ends_with(punctuation::is_pause)
        && unit.text.contains(char::is_alphabetic)
        && dates::whole(unit.whole()).is_none()
        && credit::recognise(unit.whole()).is_none()
        && !separators::is_caption(unit)
        && !is_field(unit)
        && !in_brackets(unit)
        && !is_text_by_words(unit)
}

/// Whether the words of a line exclude a heading. Articles, and 来源 alone, may still be set apart.
fn is_text_by_words(unit: &Unit<'_>) -> bool {
    rules::text_by(unit.whole()).is_some_and(|rule| !matches!(rule, "article" | "byline"))
}

/// Whether a line is a field of a cover or of a form: 项目名称：药店管理系统.
pub(super) fn is_field(unit: &Unit<'_>) -> bool {
    /// The longest name of a field, in characters.
    const NAME: usize = 12;
    let name = unit.text.split(['：', ':']).next().unwrap_or_default();
    let count = |sign: [char; 2]| name.matches(sign).count();
    let is_labelled = name.len() < unit.text.len()
        && count(['（', '(']) == count(['）', ')'])
        && !ends_in_colon(unit)
        && name.chars().count() <= NAME;
    (is_labelled || in_columns(&unit.text))
        && rules::numbered(unit.whole()).is_none()
        && rules::named(unit.whole()).is_none()
}

/// Whether a line has a label with its value, or several, in columns made of spaces: 学院　　　　　国土资源学院.
/// Spaced out signs are a word: 目　　　录.
fn in_columns(text: &str) -> bool {
    /// The minimum number of spaces between columns.
    const GAP: usize = 4;
    let mut spaces = 0;
    let mut columns = vec![0];
    for c in text.chars() {
        match (script::is_space(c), columns.last_mut()) {
            (true, _) => spaces += 1,
            (false, Some(column)) if spaces < GAP => (*column, spaces) = (*column + 1, 0),
            (false, _) => {
                columns.push(1);
                spaces = 0;
            }
        }
    }
    columns.len() > 1 && columns.iter().all(|length| *length > 1)
}

/// Whether a line is a remark: （以下无正文）.
fn in_brackets(unit: &Unit<'_>) -> bool {
    unit.text.starts_with(['（', '('])
        && unit.text.ends_with(['）', ')'])
        && rules::numbered(unit.whole()).is_none()
}
