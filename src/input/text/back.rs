//! The end of a text: author, date and place of printing, signatures; and the signatures at the end
//! of prefaces and chapters.

use super::claims::{Claim, View};
use super::contents::key;
use super::credit;
use super::dates;
use super::facts;
use super::front;
use super::lines::Unit;
use super::names;
use super::pattern::patterns;
use super::placed::{Placed, Text};
use super::role::{Heading, Role};
use super::rules::{self, rank};
use crate::model::{AgentRole, CreditKind, Meta, SectionKind};
use crate::text::{punctuation, script};

/// How many units from the end are searched for credits.
const TAIL: usize = 12;
/// The longest signature, in characters.
const LONGEST_SIGNATURE: usize = 30;

patterns! {
    /// The closing phrase of a letter before its signature.
    static CLOSER = r"^(?:此\s*致|敬\s*礼[！!]?|此\s*致\s*敬\s*礼[！!]?|[敬顺即并]?颂\p{Han}{2,4}[！!]?|谨致.{0,8}|顺?祝(?:好|安好?|健康|[教学商文时春夏秋冬近台]安|.{2,8}愉快|.{2,8}顺利)[！!。]?|[特专]此.{0,6}[。]?)$";
}

/// Claims credits at the end, signatures before headings and at the end, and, if headings are
/// looked for, the titles of papers issued by the preceding one.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let mut meta = facts::known(view);
    view.draft(|units| {
        if view.options.ends_work() {
            mark_end(units, &mut meta);
        }
        mark_closers(units);
        mark_signatures(units, &mut meta);
        if view.options.looks_for_headings() {
            mark_attached(units);
        }
    })
}

/// Marks credits at the end of the work.
fn mark_end(units: &mut Vec<Unit<'_>>, meta: &mut Meta) {
    part_reporters(units);
    join_dates(units);
    let from = last_text(units).map_or(0, |last| (last + 1).saturating_sub(TAIL));
    for at in (from.max(1)..units.len()).rev() {
        if !units[at].is_body() {
            continue;
        }
        let Some(mut credit) = credit::recognise(units[at].whole()).or_else(|| {
            credit::in_parentheses(units[at].whole()).filter(|_| signs_last(units, at))
        }) else {
            continue;
        };
        // A date within the text is not a credit: only credits and signatures may follow it.
        let ends = units[at + 1..]
            .iter()
            .all(|unit| !unit.is_body() || unit.length <= LONGEST_SIGNATURE);
        // Nor is a name above verse or prose: there it is the poet's.
        let above_text = units.get(at + 1).is_some_and(|next| {
            next.is_body()
                && (next.ends_sentence()
                    || next.text.ends_with(|c: char| punctuation::is_pause(c)))
        });
        if (credit.kind == CreditKind::Dateline && !ends)
            || (credit.kind == CreditKind::Byline && above_text)
        {
            continue;
        }
        if credit.kind == CreditKind::Byline {
            credit.kind = CreditKind::Closing;
        }
        if is_of_court(&units[at]) {
            credit.kind = CreditKind::Signature;
        }
        // If an earlier piece ends in its own date, the last one is not that of the work.
        let of_piece =
            credit.kind == CreditKind::Dateline && units[..at].iter().any(ends_piece);
        if of_piece {
            facts::claim_local(&mut units[at], credit, "credit", 85);
        } else {
            facts::claim(&mut units[at], credit, meta, "credit", 85);
        }
    }
}

/// Claims ---------林小满 below a preface or at the end, after the headings: its author, and if no
/// other line names one, the author of the whole.
pub(super) fn dashed_names<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let dashed = |at: &usize| {
        view[*at].is_body()
            && dashed_name(view[*at].whole()).is_some()
            && ends_piece_at(view, *at)
    };
    let mut found = (1..view.len()).filter(dashed);
    // The names of quoted authors have dashes, too, but there are several.
    let (Some(at), None) = (found.next(), found.next()) else { return Vec::new() };
    let Some(name) = dashed_name(view[at].whole()) else { return Vec::new() };
    let mut meta = facts::known(view);
    let mut credit = facts::Credit::new(CreditKind::Signature);
    if meta.agents_with(AgentRole::Author).next().is_none() {
        credit.names.push(facts::Named::agent(name, AgentRole::Author));
    }
    let mut unit = view[at].clone();
    facts::claim(&mut unit, credit, &mut meta, "dashed-name", 75);
    vec![Claim::of(unit)]
}

/// The person's name after two or more dashes, if the line has nothing else.
fn dashed_name(text: Placed<'_>) -> Option<Placed<'_>> {
    /// The endings of names of papers and agencies.
    const MEDIA: [char; 5] = ['社', '报', '网', '刊', '台'];
    let rest = text.strip_first(punctuation::is_dash)?.strip_first(punctuation::is_dash)?;
    let name = rest.trim_start_matches(punctuation::is_dash).trim();
    (names::is_person(name.folded()) && !name.ends_with(MEDIA)).then_some(name)
}

/// Whether a heading or nothing follows a unit.
fn ends_piece_at(units: &[Unit<'_>], at: usize) -> bool {
    let passed = |unit: &&Unit<'_>| !matches!(unit.role, Role::Residue(_) | Role::Separator);
    let next = units[at + 1..].iter().find(passed);
    next.is_none_or(|next| matches!(next.role, Role::Heading(_)))
}

/// Joins a date that is split after its year: 二〇一九年 above 三月五日.
fn join_dates(units: &mut Vec<Unit<'_>>) {
    /// The maximum length of a half, in characters.
    const HALF: usize = 10;
    for at in (1..units.len()).rev() {
        let [first, second] = &units[at - 1..=at] else { continue };
        let halves = first.text.ends_with('年')
            && [first, second].iter().all(|half| half.is_body() && half.length <= HALF)
            && first.marks.is_empty()
            && second.marks.is_empty();
        if !halves {
            continue;
        }
        let joined = Text::new(format!("{}{}", &*first.text, &*second.text));
        let is_day = |iso: &str| iso.len() == "2000-01-01".len();
        if dates::whole(joined.whole()).is_some_and(|found| is_day(&found.iso)) {
            let second = units.remove(at);
            units[at - 1].join(&second, "");
        }
    }
}

/// Splits （张三 李四） from the last sentence of a report, if it names the reporters.
fn part_reporters(units: &mut Vec<Unit<'_>>) {
    let Some(last) = units.iter().rposition(Unit::is_body) else { return };
    let whole = units[last].whole();
    let Some(open) = whole.rfind_char(|c| matches!(c, '（' | '(')) else { return };
    let name = whole.from(open);
    let stop = |c: char| punctuation::is_sentence_final(c) || punctuation::is_closing(c);
    let behind = whole.before(name).trim_end_matches(script::is_space).ends_with(stop);
    if behind
        && credit::in_parentheses(name).or_else(|| credit::reporter(name)).is_some()
        && let Some(parts) = units[last].split(name)
    {
        units.splice(last..=last, [parts.0, parts.1]);
    }
}

/// Whether a name in brackets is a signature: only credits and dates follow, and no other line is
/// in brackets, as stage directions (舞台指示) are.
fn signs_last(units: &[Unit<'_>], at: usize) -> bool {
    let follows = units[at + 1..].iter().any(Unit::is_body);
    let bracketed = |unit: &&Unit<'_>| {
        unit.length <= LONGEST_SIGNATURE && unit.text.starts_with(['（', '('])
    };
    !follows && units.iter().filter(bracketed).nth(1).is_none()
}

/// Whether a line in the text is a date alone, with a full stop, as it is below a piece.
fn ends_piece(unit: &Unit<'_>) -> bool {
    unit.is_body()
        && unit.length <= LONGEST_SIGNATURE
        && unit.text.ends_with(['。', '.', '）', ')'])
        && dates::whole(unit.whole()).is_some()
}

/// The title of a paper issued by the preceding one: below the signature, above its first chapter
/// or article.
fn mark_attached(units: &mut [Unit<'_>]) {
    /// The longest title, and how far below a plan's title its first section is.
    const LONGEST: usize = 50;
    const NEAR: usize = 5;
    for at in 1..units.len().saturating_sub(1) {
        let unit = &units[at];
        let signed =
            units[..at].iter().rev().find(|unit| !matches!(unit.role, Role::Residue(_)));
        let below_signature = signed.is_some_and(|unit| {
            matches!(
                unit.role,
                Role::Credit(CreditKind::Dateline | CreditKind::Signature | CreditKind::Other)
            ) && unit.line > 3
        });
        let begins = units[at + 1..].iter().find(|unit| {
            !matches!(unit.role, Role::Credit(_) | Role::ContentsHeading | Role::ContentsEntry)
        });
        let is_first = |unit: &Unit<'_>| match &unit.role {
            Role::Heading(heading) => heading.number == Some(1),
            _ => false,
        };
        // The title of a record, which is repeated above the paper, is not another's.
        let said_before = || {
            let own = key(unit.whole());
            units[..at]
                .iter()
                .any(|it| it.length <= 2 * LONGEST && key(it.whole()).ends_with(&own))
        };
        // A plan has some paragraphs above its first section.
        let is_plan = || {
            front::HOUSE_PAPER.is_match(unit.whole())
                && units[at + 1..].iter().take(NEAR).any(is_first)
                && !said_before()
        };
        let above_first = || {
            begins.is_some_and(|next| is_first(next) || next.whole().begins_with("第一条"))
                || is_plan()
        };
        let is_line = unit.is_body()
            && unit.text.contains(char::is_alphabetic)
            && unit.length <= LONGEST
            && !unit.ends_sentence()
            && !unit.text.ends_with(['：', ':', '，']);
        if is_line && below_signature && above_first() {
            let heading = Heading::of(rank::ATTACHED, SectionKind::Section, None);
            units[at].set(Role::Heading(heading), "attached", 75);
        }
    }
}

/// 此致 / 敬礼, on lines of their own.
fn mark_closers(units: &mut [Unit<'_>]) {
    for unit in units.iter_mut().skip(1).filter(|unit| unit.is_body() && unit.length <= 12) {
        if CLOSER.is_match(unit.whole()) {
            unit.set(Role::Credit(CreditKind::Signature), "closer", 85);
        }
    }
}

fn last_text(units: &[Unit<'_>]) -> Option<usize> {
    units.iter().rposition(|unit| !matches!(unit.role, Role::Residue(_)))
}

/// A name and a date on lines of their own, before a heading or at the end.
fn mark_signatures(units: &mut [Unit<'_>], meta: &mut Meta) {
    for at in 1..units.len() {
        if units[at].is_body() && credit::is_colophon(units[at].whole()) {
            units[at].set(Role::Credit(CreditKind::Signature), "colophon", 75);
        }
        if units[at].is_body() && credit::is_office_note(units[at].whole()) {
            units[at].set(Role::Credit(CreditKind::Other), "office-note", 85);
        }
        let is_date =
            units[at].length <= LONGEST_SIGNATURE && dates::whole(units[at].whole()).is_some();
        let dated = is_date
            && matches!(units[at].role, Role::Body | Role::Credit(CreditKind::Dateline));
        if !dated || !ends_here(units, at) {
            continue;
        }
        let mut signer = at;
        while signer > 1 && signs(&units[signer - 1], units[at].indent) {
            signer -= 1;
        }
        // Several short lines without a name are a poem's, not a signature's.
        let unnamed = units[signer..at]
            .iter()
            .filter(|unit| !is_named(unit.whole()) && !is_of_court(unit))
            .count();
        if signer == at || unnamed > 1 {
            continue;
        }
        let unsigned = meta.agents_with(AgentRole::Author).next().is_none();
        for unit in &mut units[signer..at] {
            match credit::under_title(unit.whole()).filter(|_| unsigned) {
                Some(mut credit) => {
                    credit.kind = CreditKind::Signature;
                    facts::claim(unit, credit, meta, "signature", 80);
                }
                None => unit.set(Role::Credit(CreditKind::Signature), "signature", 80),
            }
        }
        if !units[at].is_body() {
            continue;
        }
        // The date of a preface or chapter is not that of the work.
        let of_work = !units[..at].iter().any(|unit| matches!(unit.role, Role::Heading(_)));
        match credit::recognise(units[at].whole()).filter(|_| of_work) {
            Some(credit) => facts::claim(&mut units[at], credit, meta, "signature", 80),
            None => units[at].set(Role::Credit(CreditKind::Dateline), "signature", 80),
        }
    }
    // 书记员　陈秋萍 is below the date.
    for unit in units.iter_mut().filter(|unit| unit.is_body() && is_of_court(unit)) {
        unit.set(Role::Credit(CreditKind::Signature), "signature", 80);
    }
}

/// Whether a line names a judge, or a clerk of the court: 审判长　林小满.
fn is_of_court(unit: &Unit<'_>) -> bool {
    rules::text_by(unit.whole()) == Some("court")
}

/// Whether a line names a person or an organisation.
fn is_named(text: Placed<'_>) -> bool {
    names::is_person(text.folded())
        || names::is_organisation(text.folded())
        || credit::under_title(text).is_some()
}

/// Whether a section or the text ends after this unit.
fn ends_here(units: &[Unit<'_>], at: usize) -> bool {
    units[at + 1..]
        .iter()
        .find(|unit| !matches!(unit.role, Role::Residue(_) | Role::Separator))
        .is_none_or(|next| {
            // A title and a date may precede verse, too.
            if rules::text_by(next.whole()) == Some("verse") {
                return false;
            }
            matches!(next.role, Role::Heading(_) | Role::Credit(_) | Role::Note { .. })
                || is_of_court(next)
                || (next.blank_before > 0 && credit::recognise(next.whole()).is_some())
                || (next.blank_before > 0 && !next.ends_sentence())
        })
}

/// Whether a line above a date with this indent is a signature.
fn signs(unit: &Unit<'_>, indent: usize) -> bool {
    /// The column from which a line counts as right-aligned.
    const RIGHT: usize = 16;
    let text = unit.whole();
    unit.is_body()
        && unit.length <= LONGEST_SIGNATURE
        && !unit.ends_sentence()
        && (is_named(text)
            || is_of_court(unit)
            || (unit.indent >= RIGHT && indent >= RIGHT)
            || (unit.length <= 6 && names::is_signature(text.folded())))
}
