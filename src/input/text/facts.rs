//! What credit lines tell, gathered into metadata.

use std::ops::Range;

use super::dates;
use super::lines::{Mark, Unit};
use super::placed::Placed;
use super::role::Role;
use crate::model::{
    Agent, AgentRole, CreditKind, Date, DateKind, Inline, Meta, Name, NameKind, Title,
    TitleKind,
};
use crate::text::script;

/// A credit line taken apart; ranges are bytes of its text.
#[derive(Clone, Debug)]
pub(super) struct Credit {
    /// What the line tells.
    pub(super) kind: CreditKind,
    /// Names in it, in order.
    pub(super) names: Vec<Named>,
    /// Dates in it, in ISO 8601.
    pub(super) dates: Vec<(Range<usize>, String)>,
    /// Where it was published before.
    pub(super) source: Option<String>,
    /// Who publishes it.
    pub(super) publisher: Option<String>,
    /// What it is about.
    pub(super) subjects: Vec<String>,
    /// The office of the author whom another line names.
    pub(super) office: Option<String>,
}

/// A name in a credit line.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) range: Range<usize>,
    pub(super) kind: NameKind,
    /// What an agent did; none for names that are no agents.
    pub(super) role: Option<AgentRole>,
    pub(super) office: Option<String>,
    pub(super) dynasty: Option<String>,
    pub(super) organisation: bool,
}

impl Credit {
    /// A line of this kind that names nothing yet.
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

    /// Notes a date.
    pub(super) fn date(&mut self, found: dates::Found<'_>) {
        self.dates.push((found.piece.range(), found.iso));
    }
}

impl Named {
    /// A name that is no agent's.
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

/// Makes a unit the credit line of one piece among several: whom it names did not make the whole.
pub(super) fn claim_local(
    unit: &mut Unit<'_>,
    source: &str,
    credit: Credit,
    rule: &str,
    confidence: u8,
) {
    claim(unit, source, credit, &mut Meta::default(), rule, confidence);
    for mark in &mut unit.marks {
        if let Inline::Name(name) = &mut mark.inline {
            name.target = None;
        }
    }
}

/// Makes a unit the credit line that it is, and notes what it tells.
pub(super) fn claim(
    unit: &mut Unit<'_>,
    source: &str,
    credit: Credit,
    meta: &mut Meta,
    rule: &str,
    confidence: u8,
) {
    let text = unit.text.clone();
    let whole = text.whole();
    let (mut marks, mut places) = (Vec::new(), Vec::new());
    for named in credit.names {
        let content = whole.at(named.range.clone()).to_string();
        let target = named.role.map(|role| agent(meta, &content, role, &named));
        let kind = if named.organisation { NameKind::Organisation } else { named.kind };
        let name = Name { kind, target, ..Name::default() };
        marks.push((named.range, name));
    }
    for (range, iso) in credit.dates {
        let kind = if credit.kind == CreditKind::Signature || text.starts_with(['（', '(']) {
            DateKind::Written
        } else {
            DateKind::Published
        };
        let text = whole.at(range.clone()).to_string();
        let date = Date { kind, text, iso: Some(iso.clone()) };
        if !meta.dates.iter().any(|known| known.iso == date.iso) {
            meta.dates.push(date);
        }
        marks.push((range, Name { kind: NameKind::Date, value: Some(iso), ..Name::default() }));
    }
    meta.sources.extend(credit.source.filter(|source| !meta.sources.contains(source)));
    meta.publisher = meta.publisher.take().or(credit.publisher);
    meta.subjects.extend(credit.subjects);
    if let Some(office) = credit.office {
        let mut authors =
            meta.agents.iter_mut().filter(|agent| agent.role == AgentRole::Author);
        if let (Some(author), None) = (authors.next(), authors.next()) {
            author.office.get_or_insert(office);
        }
    }
    marks.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    for (range, name) in marks {
        // Marks do not overlap; a later rule yields to an earlier.
        if range.start >= end && !range.is_empty() {
            end = range.end;
            let place = unit.place(source, whole.at(range));
            let inline = Inline::Name(Box::new(name));
            places.push(Mark { start: place.start, end: place.end, inline });
        }
    }
    unit.marks.extend(places);
    unit.marks.sort_by_key(|mark| mark.start);
    unit.set(Role::Credit(credit.kind), rule, confidence);
}

/// The id of the agent of this name and role, whom the metadata gets if it does not have them.
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

/// Notes a title, unless there is one of its kind. One set wide, 谈 读 书, has no spaces.
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
