//! Ruby (注音): bases and their readings (TEI P5 §3.4.2). Our archives, and editions in TEI without
//! `ruby`, use `seg`s of type `rb` and `rt` instead.

use super::tree::{Node, Tag};
use super::walk::{Walk, is_white};
use crate::model::{Inline, Reading, ReadingKind, RubyPair, RubySide, plain_text};

/// The children of a ruby.
enum RubyChild<'t> {
    Base(&'t [Node]),
    Reading(&'t Tag),
    /// A fallback bracket around a reading.
    Bracket(&'t Tag),
    /// A base without an element.
    Bare,
}

impl<'t> RubyChild<'t> {
    fn of(node: &'t Node) -> Self {
        let Node::Tag(tag) = node else { return Self::Bare };
        match if tag.name == "seg" { tag.kind() } else { &tag.name } {
            "rb" => Self::Base(&tag.children),
            "rt" => Self::Reading(tag),
            "rp" => Self::Bracket(tag),
            _ => Self::Bare,
        }
    }
}

/// Pairs being built.
#[derive(Default)]
struct Pairs {
    done: Vec<RubyPair>,
    /// The first base of the run that the next readings belong to.
    first: usize,
    /// The number of readings of that run; 0 while it grows.
    readings: usize,
    /// A bracket pending for its reading.
    opening: Vec<Inline>,
}

impl Pairs {
    fn base(&mut self, base: Vec<Inline>, joins: bool) {
        let begins = self.readings > 0;
        if begins {
            (self.first, self.readings) = (self.done.len(), 0);
        }
        match self.done.last_mut().filter(|_| joins && !begins) {
            Some(open) => open.base.extend(base),
            None => self.done.push(RubyPair { base, ..RubyPair::default() }),
        }
    }

    /// Readings after several bases belong to them one by one.
    fn reading(&mut self, mut reading: Reading) {
        reading.content.splice(0..0, self.opening.drain(..));
        let at = (self.first + self.readings).min(self.done.len().saturating_sub(1));
        self.readings += 1;
        match self.done.get_mut(at) {
            Some(pair) => pair.readings.push(reading),
            None => self.done.push(RubyPair { readings: vec![reading], ..RubyPair::default() }),
        }
    }

    fn bracket(&mut self, bracket: Vec<Inline>) {
        let at = (self.first + self.readings).saturating_sub(1);
        let last = self.done.get_mut(at).filter(|_| self.readings > 0);
        match last.and_then(|pair| pair.readings.last_mut()) {
            Some(reading) => reading.content.extend(bracket),
            None => self.opening.extend(bracket),
        }
    }
}

impl Walk {
    /// The pairs of a `ruby`.
    pub(super) fn ruby_pairs(&mut self, tag: &Tag) -> Vec<RubyPair> {
        let mut pairs = Pairs::default();
        for node in &tag.children {
            match RubyChild::of(node) {
                RubyChild::Base(nodes) => {
                    let base = self.inlines(nodes);
                    pairs.base(base, false);
                }
                RubyChild::Reading(tag) => {
                    let reading = self.reading(tag);
                    pairs.reading(reading);
                }
                RubyChild::Bracket(tag) => {
                    let bracket = self.delimiter(tag);
                    pairs.bracket(bracket);
                }
                RubyChild::Bare => {
                    if !matches!(node, Node::Text(text) if is_white(text.look())) {
                        let base = self.inlines(std::slice::from_ref(node));
                        pairs.base(base, true);
                    }
                }
            }
        }
        if !pairs.opening.is_empty() {
            let rest = std::mem::take(&mut pairs.opening);
            pairs.base(rest, true);
        }
        pairs.done
    }

    fn reading(&mut self, tag: &Tag) -> Reading {
        let mut content = Vec::new();
        for node in &tag.children {
            content.extend(match node {
                // The form of brackets around a reading in our archives.
                Node::Tag(mark) if mark.name == "pc" => self.delimiter(mark),
                _ => self.inlines(std::slice::from_ref(node)),
            });
        }
        let (kind, side) = match tag.get("subtype").filter(|_| tag.name == "seg") {
            Some(both) => both.split_once('-').unwrap_or((both, "above")),
            None => (tag.kind(), tag.get("place").unwrap_or("above")),
        };
        let kana = plain_text(&content).chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}'));
        let kind = match kind {
            "" | "rt" if kana => ReadingKind::Kana,
            kind => ReadingKind::by_name(kind).unwrap_or_default(),
        };
        let side = match side {
            "below" => RubySide::Under,
            "right" => RubySide::After,
            _ => RubySide::Over,
        };
        Reading { kind, side, content }
    }
}
