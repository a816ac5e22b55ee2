//! The facts that claims state about the work, and the metadata folded from them.

use std::ops::Range;
use std::rc::Rc;

use super::dates;
use super::lines::{InlineMark, Unit};
use super::pattern::patterns;
use super::placed::Placed;
use super::role::Role;
use super::user_patterns::BY_USER;
use crate::model::{
    Agent, AgentRole, CreditKind, Date, DateKind, Inline, Meta, Name, NameKind, Title,
    TitleKind,
};
use crate::text::script;

patterns! {
    /// When a page was posted.
    static POSTED = r"(?:发表|编辑|发布|更新|创作|修改)于\s*\d{4}|\d{4}[.-]\d{2}[.-]\d{2}\s+\d{2}:\d{2}.{0,4}字数";
}

/// A parsed credit line; ranges are bytes of its text.
#[derive(Clone, Debug)]
pub(super) struct Credit {
    /// The kind of line.
    pub(super) kind: CreditKind,
    /// Names in it, in order.
    pub(super) names: Vec<Named>,
    /// Dates in it, in ISO 8601.
    pub(super) dates: Vec<(Range<usize>, String)>,
    /// The previous publication.
    pub(super) source: Option<String>,
    /// The publisher.
    pub(super) publisher: Option<String>,
    /// The subjects.
    pub(super) subjects: Vec<String>,
    /// The office of the author that another line names.
    pub(super) office: Option<String>,
}

/// A name in a credit line.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) range: Range<usize>,
    pub(super) kind: NameKind,
    /// The role of an agent; `None` for other names.
    pub(super) role: Option<AgentRole>,
    pub(super) office: Option<String>,
    pub(super) dynasty: Option<String>,
    pub(super) organisation: bool,
}

impl Credit {
    /// A line of this kind without names yet.
    pub(super) fn new(kind: CreditKind) -> Self {
        Self {
            kind,
            names: Vec::new(),
            dates: Vec::new(),
            source: None,
            publisher: None,
            subjects: Vec::new(),
            office: None,
        }
    }

    /// Records a date.
    pub(super) fn date(&mut self, found: dates::FoundDate<'_>) {
        self.dates.push((found.piece.range(), found.iso));
    }
}

impl Named {
    /// A name that is not an agent's.
    pub(super) fn plain(piece: Placed<'_>, kind: NameKind) -> Self {
        Self {
            range: piece.range(),
            kind,
            role: None,
            office: None,
            dynasty: None,
            organisation: false,
        }
    }

    /// An agent's name.
    pub(super) fn agent(piece: Placed<'_>, role: AgentRole) -> Self {
        Self { role: Some(role), ..Self::plain(piece, NameKind::Person) }
    }
}

/// The facts of a piece about the work. Metadata are folded from those of the accepted claims.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// The names and dates of its credit line.
    credit: Option<Credit>,
    /// The title that it is or begins.
    title: Option<(TitleKind, String)>,
    /// Whether it is about one piece among several: its agents did not make the whole.
    local: bool,
    /// The places of the marks that point to it, if it is a note.
    pub(super) marks: Vec<Range<usize>>,
}

impl Facts {
    /// That marks at these places point to a note.
    pub(super) fn of_note(marks: Vec<Range<usize>>) -> Self {
        Self { marks, ..Self::default() }
    }
}

/// Makes a unit the credit line of one piece among several: its agents did not make the whole.
pub(super) fn claim_local(unit: &mut Unit<'_>, credit: Credit, rule: &str, confidence: u8) {
    let kind = credit.kind;
    let facts = Facts { credit: Some(credit), local: true, ..Facts::default() };
    unit.facts = Some(Rc::new(facts));
    unit.set(Role::Credit(kind), rule, confidence);
}

/// Makes a unit a credit line, and adds its facts to those of the pass.
pub(super) fn claim(
    unit: &mut Unit<'_>,
    credit: Credit,
    known: &mut Meta,
    rule: &str,
    confidence: u8,
) {
    record_credit(known, unit, &credit);
    let kind = credit.kind;
    unit.facts = Some(Rc::new(Facts { credit: Some(credit), ..Facts::default() }));
    unit.set(Role::Credit(kind), rule, confidence);
}

/// Records that a unit is the title, or begins it.
pub(super) fn claim_title(unit: &mut Unit<'_>, known: &mut Meta, kind: TitleKind, text: &str) {
    title(known, kind, text);
    let title = Some((kind, text.to_owned()));
    unit.facts = Some(Rc::new(Facts { title, ..Facts::default() }));
}

/// The metadata claimed so far.
pub(super) fn known(units: &[Unit<'_>]) -> Meta {
    let mut meta = Meta::default();
    for unit in in_turn(units).map(|at| &units[at]) {
        record(&mut meta, unit);
    }
    meta
}

/// Folds the metadata from the facts of the units; the names in them become marks.
pub(super) fn fold(units: &mut [Unit<'_>], source: &str) -> Meta {
    let mut meta = Meta::default();
    for at in in_turn(units).collect::<Vec<_>>() {
        let names = record(&mut meta, &units[at]);
        let unit = &mut units[at];
        let mut end = 0;
        for (range, name) in names {
            // Marks do not overlap; an earlier rule takes precedence.
            if range.start >= end && !range.is_empty() {
                end = range.end;
                let place = unit.place(source, unit.whole().at(range));
                let inline = Inline::Name(Box::new(name));
                unit.marks.push(InlineMark { start: place.start, end: place.end, inline });
            }
        }
        unit.marks.sort_by_key(|mark| mark.start);
    }
    if meta.dates.is_empty() {
        meta.dates.extend(posted(units));
    }
    meta
}

/// The posting date of a page, in lines that are left out: 发表于 2009-10-23 21:53.
fn posted(units: &[Unit<'_>]) -> Option<Date> {
    let lines = units.iter().filter(|unit| matches!(unit.role, Role::Residue(_)));
    lines.filter(|unit| POSTED.is_match(unit.whole())).find_map(|unit| {
        let found = dates::first(unit.whole())?;
        let text = found.piece.to_string();
        Some(Date { kind: DateKind::Published, text, iso: Some(found.iso) })
    })
}

/// The units with facts, those set by the user first.
fn in_turn(units: &[Unit<'_>]) -> impl Iterator<Item = usize> {
    let is_by_user =
        |unit: &Unit<'_>| unit.recognition.as_ref().is_some_and(|it| it.rule == BY_USER);
    let with_facts = |by_user: bool| {
        let is_chosen =
            move |at: &usize| units[*at].facts.is_some() && is_by_user(&units[*at]) == by_user;
        (0..units.len()).filter(is_chosen)
    };
    with_facts(true).chain(with_facts(false))
}

/// Records the facts of a unit, and returns the names in its text, in order.
fn record(meta: &mut Meta, unit: &Unit<'_>) -> Vec<(Range<usize>, Name)> {
    let Some(facts) = unit.facts.as_deref() else { return Vec::new() };
    if let Some((kind, text)) = &facts.title {
        title(meta, *kind, text);
    }
    let Some(credit) = &facts.credit else { return Vec::new() };
    if facts.local {
        let mut names = record_credit(&mut Meta::default(), unit, credit);
        names.iter_mut().for_each(|(_, name)| name.target = None);
        return names;
    }
    record_credit(meta, unit, credit)
}

/// Records the facts of a credit line, and returns the names in it.
fn record_credit(
    meta: &mut Meta,
    unit: &Unit<'_>,
    credit: &Credit,
) -> Vec<(Range<usize>, Name)> {
    let whole = unit.whole();
    let mut marks = Vec::new();
    for named in &credit.names {
        let content = whole.at(named.range.clone()).to_string();
        let target = named.role.map(|role| agent(meta, &content, role, named));
        let kind = if named.organisation { NameKind::Organisation } else { named.kind };
        let name = Name { kind, target, ..Name::default() };
        marks.push((named.range.clone(), name));
    }
    let written = credit.kind == CreditKind::Signature || whole.starts_with(['（', '(']);
    let kind = if written { DateKind::Written } else { DateKind::Published };
    for (range, iso) in &credit.dates {
        let text = whole.at(range.clone()).to_string();
        let date = Date { kind, text, iso: Some(iso.clone()) };
        if !meta.dates.iter().any(|known| known.iso == date.iso) {
            meta.dates.push(date);
        }
        let value = Some(iso.clone());
        marks.push((range.clone(), Name { kind: NameKind::Date, value, ..Name::default() }));
    }
    let source = credit.source.iter().filter(|source| !meta.sources.contains(source));
    let source: Vec<String> = source.cloned().collect();
    meta.sources.extend(source);
    meta.publisher = meta.publisher.take().or_else(|| credit.publisher.clone());
    meta.subjects.extend(credit.subjects.iter().cloned());
    if let Some(office) = &credit.office {
        let mut authors =
            meta.agents.iter_mut().filter(|agent| agent.role == AgentRole::Author);
        if let (Some(author), None) = (authors.next(), authors.next()) {
            author.office.get_or_insert_with(|| office.clone());
        }
    }
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

/// The id of the agent of this name and role, added to the metadata if missing.
fn agent(meta: &mut Meta, name: &str, role: AgentRole, named: &Named) -> String {
    let bare: String = if crate::text::script::is_han(name.chars().next().unwrap_or(' ')) {
        name.chars().filter(|c| !crate::text::script::is_space(*c)).collect()
    } else {
        name.to_owned()
    };
    if let Some(known) = meta.agents.iter_mut().find(|a| a.name == bare && a.role == role) {
        known.office = known.office.take().or_else(|| named.office.clone());
        return known.id.clone();
    }
    let id = format!("agent-{}", meta.agents.len() + 1);
    meta.agents.push(Agent {
        id: id.clone(),
        name: bare,
        role,
        office: named.office.clone(),
        dynasty: named.dynasty.clone(),
        organisation: named.organisation,
        ..Agent::default()
    });
    id
}

/// Records a title, unless there is one of its kind. Spaces between letters, as in 谈 读 书, are
/// removed.
pub(super) fn title(meta: &mut Meta, kind: TitleKind, text: &str) {
    if meta.title(kind).is_none() {
        let mut pieces = text.split(script::is_space).filter(|piece| !piece.is_empty());
        let wide = pieces.clone().count() >= 2
            && pieces.all(|piece| {
                let mut characters = piece.chars();
                characters.next().is_some_and(script::is_han) && characters.next().is_none()
            });
        let text = if wide { text.split(script::is_space).collect() } else { text.to_owned() };
        meta.titles.push(Title { kind, text, lang: None });
    }
}
