//! The tags of the kitchen sink, as the dump tells them. What veraPDF lets pass is asserted here:
//! Ruby without a reading, lists without numbering, figures without a place, and so on.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::documents::kitchen_sink;

/// An element of the dump.
#[derive(Debug)]
struct Tag {
    role: String,
    /// Its attributes and text.
    rest: String,
    parent: Option<usize>,
    children: Vec<usize>,
}

struct Tags(Vec<Tag>);

fn sink() -> Vec<u8> {
    let document = kitchen_sink();
    let identity = Identity::of(&document);
    let context =
        Context { date: Some("2026-11-23T12:30:00Z".to_owned()), ..Context::default() };
    pdf::write(&document, &Options::default(), &context, &identity, &[]).unwrap().bytes
}

impl Tags {
    fn of(dump: &str) -> Self {
        let (_, tree) = dump.split_once("\nStructure").unwrap();
        let mut tags: Vec<Tag> = Vec::new();
        let mut path: Vec<(usize, usize)> = Vec::new();
        for line in tree.lines().skip(1) {
            let depth = line.len() - line.trim_start_matches(' ').len();
            let (role, rest) = line.trim_start().split_once(' ').unwrap_or((line.trim(), ""));
            while path.last().is_some_and(|(above, _)| *above >= depth) {
                path.pop();
            }
            let parent = path.last().map(|(_, index)| *index);
            // Text between children is no element.
            if role.starts_with(['“', '[', '→']) {
                tags[parent.unwrap()].rest.push_str(line.trim_start());
                continue;
            }
            let index = tags.len();
            if let Some(parent) = parent {
                tags[parent].children.push(index);
            }
            path.push((depth, index));
            let (role, rest) = (role.to_owned(), rest.to_owned());
            tags.push(Tag { role, rest, parent, children: Vec::new() });
        }
        Self(tags)
    }

    fn all<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Tag> {
        let mut seen = self.0.iter().filter(move |tag| tag.role == role).peekable();
        assert!(seen.peek().is_some(), "the kitchen sink has no {role}");
        seen
    }

    fn children<'a>(&'a self, tag: &'a Tag) -> Vec<&'a str> {
        tag.children.iter().map(|child| self.0[*child].role.as_str()).collect()
    }

    fn parent<'a>(&'a self, tag: &Tag) -> &'a str {
        tag.parent.map_or("", |parent| &self.0[parent].role)
    }
}

fn tags() -> Tags {
    Tags::of(&pdf::dump(&sink()).unwrap())
}

#[test]
fn the_kitchen_sink_as_tags() {
    insta::assert_snapshot!("kitchen-sink", pdf::dump(&sink()).unwrap());
}

#[test]
fn every_role_is_there_and_no_content_is_untagged() {
    let dump = pdf::dump(&sink()).unwrap();
    let roles: BTreeSet<String> = Tags::of(&dump).0.into_iter().map(|tag| tag.role).collect();
    let expected = "BlockQuote Caption Code Div Document Figure Formula H1 H2 H3 H4 L LBody LI Lbl \
        Link Note P Part Quote RB RT Reference Ruby Sect Span TBody TD TFoot TH THead TOC TOCI \
        TR Table Title";
    let found = roles.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    assert_eq!(found, expected.split_whitespace().collect::<Vec<_>>().join(" "));
    assert!(!dump.contains("unmarked"), "{dump}");
    assert!(dump.contains("\nStructure Title=P\n"));
}

#[test]
fn ruby_has_bases_and_readings() {
    let tags = tags();
    for ruby in tags.all("Ruby") {
        let parts = tags.children(ruby);
        assert!(parts.len() >= 2 && parts[0] == "RB", "{parts:?}");
        assert!(parts.iter().all(|part| matches!(*part, "RB" | "RT" | "RP")), "{parts:?}");
        // Each base is followed by a reading.
        assert!(parts.windows(2).all(|pair| pair != ["RB", "RB"]), "{parts:?}");
        assert_ne!(parts.last(), Some(&"RB"));
    }
    for part in tags.all("RB").chain(tags.all("RT")) {
        assert_eq!(tags.parent(part), "Ruby");
        assert!(part.rest.contains('“') && !part.rest.contains("“”"), "{part:?}");
    }
}

#[test]
fn lists_are_numbered_as_their_labels_are() {
    let tags = tags();
    let mut ways = BTreeSet::new();
    for list in tags.all("L") {
        let way = list.rest.split_whitespace().find_map(|it| it.strip_prefix("ListNumbering="));
        ways.insert(way.expect("ListNumbering").to_owned());
        assert!(
            tags.children(list).iter().all(|child| matches!(*child, "LI" | "L" | "Caption"))
        );
    }
    for item in tags.all("LI") {
        assert_eq!(tags.parent(item), "L");
        assert_eq!(tags.children(item), ["Lbl", "LBody"]);
    }
    // Terms are labels that no numbering makes.
    let expected =
        "Decimal Disc LowerAlpha LowerRoman None UpperAlpha UpperRoman".split(' ').collect();
    assert_eq!(ways.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
}

#[test]
fn figures_are_described_and_have_a_place() {
    let tags = tags();
    for figure in tags.all("Figure").chain(tags.all("Formula")) {
        assert!(figure.rest.starts_with("Alt="), "{figure:?}");
        let (_, bounds) = figure.rest.split_once("BBox=[").expect("BBox");
        let bounds: Vec<f32> = bounds
            .split(']')
            .next()
            .unwrap()
            .split(' ')
            .map(|number| number.parse().unwrap())
            .collect();
        assert!(bounds.len() == 4 && bounds[0] < bounds[2] && bounds[1] < bounds[3]);
    }
}

#[test]
fn notes_are_identified_labelled_and_referred_to() {
    let tags = tags();
    let mut ids = BTreeSet::new();
    for note in tags.all("Note") {
        let id = note.rest.split_whitespace().find_map(|it| it.strip_prefix("ID="));
        assert!(ids.insert(id.expect("ID")), "{note:?}");
        // A note that is set in its line (夹注) has its text alone, and no mark.
        let is_in_line = tags.children(note).is_empty() && note.rest.contains('“');
        assert!(is_in_line || tags.children(note).first() == Some(&"Lbl"), "{note:?}");
    }
    for reference in tags.all("Reference") {
        assert_eq!(tags.children(reference), ["Link"]);
    }
    // A mark says what it leads to: its own text, also where marks begin anew on each page.
    let marks = tags.all("Link").filter(|link| link.rest.contains("→ #note-"));
    let marks: Vec<&str> = marks.map(|link| link.rest.as_str()).collect();
    assert!(marks.len() > 3);
    for mark in marks {
        let text = mark.split('“').nth(1).unwrap().split('”').next().unwrap();
        assert!(mark.ends_with(&format!("({text})")), "{mark}");
    }
}

#[test]
fn links_have_targets_and_descriptions() {
    let tags = tags();
    for link in tags.all("Link") {
        let (_, target) = link.rest.split_once("→ ").unwrap_or_else(|| panic!("{link:?}"));
        let (target, contents) = target.split_once(" (").unwrap();
        assert!(!target.is_empty() && contents.len() > 1, "{link:?}");
    }
}

#[test]
fn contents_are_items_of_references_to_headings() {
    let tags = tags();
    for contents in tags.all("TOC") {
        assert!(tags.children(contents).iter().all(|it| matches!(*it, "TOCI" | "TOC")));
    }
    for item in tags.all("TOCI") {
        assert_eq!(tags.children(item), ["Reference"]);
        assert_eq!(tags.children(&tags.0[item.children[0]]), ["Link"]);
    }
}

#[test]
fn headings_begin_at_one_and_skip_no_level() {
    let tags = tags();
    let level = |tag: &Tag| tag.role.strip_prefix('H')?.parse::<u8>().ok();
    let levels: Vec<u8> = tags.0.iter().filter_map(level).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    // A heading opens its section.
    for tag in tags.0.iter().filter(|tag| level(tag).is_some()) {
        assert_eq!(tags.parent(tag), "Sect");
    }
}

#[test]
fn tables_are_regular() {
    let tags = tags();
    let number = |cell: &Tag, key: &str| -> usize {
        let found = cell.rest.split_whitespace().find_map(|it| it.strip_prefix(key));
        found.map_or(1, |number| number.parse().unwrap())
    };
    for table in tags.all("Table") {
        // Columns that each row takes, those that hang down from above counted.
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let mut row_number = 0;
        for section in &table.children {
            for row in tags.0[*section].children.iter().map(|row| &tags.0[*row]) {
                if row.role != "TR" {
                    continue;
                }
                for cell in row.children.iter().map(|cell| &tags.0[*cell]) {
                    assert!(matches!(cell.role.as_str(), "TH" | "TD"));
                    for below in 0..number(cell, "RowSpan=") {
                        *taken.entry(row_number + below).or_default() +=
                            number(cell, "ColSpan=");
                    }
                }
                row_number += 1;
            }
        }
        assert!(row_number > 2 && taken.len() == row_number, "{taken:?}");
        assert!(taken.values().all(|columns| *columns == taken[&0]), "{taken:?}");
    }
    assert!(tags.all("TH").all(|cell| cell.rest.contains("Scope=")));
    assert!(tags.all("TH").any(|cell| cell.rest.contains("ColSpan=2")));
    assert!(tags.all("TH").any(|cell| cell.rest.contains("RowSpan=2")));
}
