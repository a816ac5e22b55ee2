//! `appInfo`: which program made the archive, and its settings (TEI P5 §2.3.11).

use std::fmt::Write as _;

use super::header::Header;
use crate::config::{Decision, DecisionKind, HeadingPattern, Options};
use crate::xml::Writer;

impl Header<'_> {
    /// Writes the `appInfo`.
    pub(super) fn application(&self, w: &mut Writer) {
        w.start("appInfo", &[]);
        // `application/@version` takes neither hyphen nor more than four numbers.
        let version = env!("CARGO_PKG_VERSION").split(['-', '+']).next().unwrap_or("0");
        w.start("application", &[("ident", "paiban"), ("version", version)]);
        w.element("label", &[], "paiban");
        let listed = |words: Vec<String>| {
            if words.is_empty() { "none".to_owned() } else { words.join("; ") }
        };
        let (given_options, overruled) =
            (listed(given_options(self.options)), listed(overruled(self.options)));
        let text = format!("Options: {given_options}. Overruled decisions: {overruled}.");
        w.element("desc", &[], &text);
        w.end();
        w.end();
    }
}

/// The options that affected the archive, named as on the command line.
fn given_options(options: &Options) -> Vec<String> {
    let Options { read, meta, tei, .. } = options;
    let mut words = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        words.extend(value.map(|value| format!("{name} {value}")));
    };
    add("from", read.from.map(|from| from.id().to_owned()));
    add("encoding", read.encoding.clone());
    read.headings.iter().for_each(|heading| add("headings", Some(heading_pattern(heading))));
    read.residue.iter().for_each(|pattern| add("residue", Some(pattern.clone())));
    add("rules", (!read.rules.is_empty()).then(|| format!("{} files", read.rules.len())));
    add("title-line", read.title_line.map(|line| line.to_string()));
    add("title", meta.title.clone());
    meta.authors.iter().for_each(|author| add("author", Some(author.clone())));
    add("lang", meta.language.clone());
    add("publisher", meta.publisher.clone());
    add("date", meta.date.as_ref().map(ToString::to_string));
    for identifier in &meta.identifiers {
        add("identifier", Some(format!("{}:{}", identifier.scheme, identifier.value)));
    }
    add("rights", meta.rights.clone());
    add("licence", meta.licence.clone());
    let switches = [
        ("no-headings", read.no_headings),
        ("headings-only", read.headings_only),
        ("keep-residue", read.keep_residue),
        ("tag-entities", tei.tag_entities),
        ("no-embed-source", tei.no_embed_source),
    ];
    words.extend(switches.iter().filter(|(_, on)| *on).map(|(name, _)| (*name).to_owned()));
    words
}

/// Metadata and decisions that override the text or the reader.
fn overruled(options: &Options) -> Vec<String> {
    let meta = &options.meta;
    let facts = [
        ("title", meta.title.is_some()),
        ("author", !meta.authors.is_empty()),
        ("language", meta.language.is_some()),
        ("date", meta.date.is_some()),
    ];
    let facts = facts.iter().filter(|(_, was)| *was).map(|(name, _)| (*name).to_owned());
    facts.chain(options.read.decisions.iter().map(decision)).collect()
}

fn heading_pattern(heading: &HeadingPattern) -> String {
    let level = heading.level.map_or(String::new(), |level| format!("={level}"));
    format!("{}{level}", heading.pattern)
}

/// `line 2, column 279 is a heading of level 1`.
fn decision(decision: &Decision) -> String {
    let mut words = format!("line {}", decision.line);
    if let Some(column) = decision.column {
        // Writing to a String cannot fail.
        let _ = write!(words, ", column {column}");
    }
    words.push_str(match decision.is {
        DecisionKind::Heading => " is a heading",
        DecisionKind::Paragraph => " is a paragraph",
        DecisionKind::Title => " is the title",
        DecisionKind::Subtitle => " is the subtitle",
        DecisionKind::Credit => " is a credit",
        DecisionKind::Verse => " is verse",
        DecisionKind::Separator => " is a separator",
        DecisionKind::Residue => " is residue",
    });
    if let Some(level) = decision.level {
        let _ = write!(words, " of level {level}");
    }
    words
}
