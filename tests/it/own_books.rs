//! Our own e-books read back: the trees of all fixtures, equal except for what the table of the
//! model says that XHTML does not distinguish.
//!
//! Not compared, since the table leaves it out or makes it anew: gaps, residue, contents, page breaks
//! between files, ids and what only they carry (anchors), recognition, places, the numbers that writers
//! make. White space is displayed anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use paiban::config::{InputFormat, Options, OutputFormat, Punctuation, Spaces};
use paiban::context::{AssetLoader, Context, Limits, Wanted};
use paiban::diag::Diagnostic;
use paiban::model::{Block, Document, visit_blocks_mut};
use paiban::text::address;
use paiban::{Input, convert, layout, read, transform};
use serde_json::{Value, json};

/// Any image.
#[derive(Debug)]
struct Anything;

impl AssetLoader for Anything {
    fn load(&self, _: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        Ok(Some(include_bytes!("../fixtures/images/图.png").to_vec()))
    }
}

/// The form in XHTML of each construct, by the table of the model: one key for those that share a
/// form; none for those that are bare words or a bare `span`, whose content alone is compared.
fn forms() -> BTreeMap<&'static str, Option<&'static str>> {
    let table = include_str!("../../docs/model.md");
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let (construct, _, xhtml) = (cells.next()?, cells.next()?, cells.next()?);
        let construct = construct.split('`').nth(1)?;
        let form = xhtml.split('`').nth(1).filter(|_| xhtml.starts_with('`'));
        let form =
            form.filter(|form| !matches!(*form, "span" | "span.foreign" | "div.foreign"));
        Some((construct, form))
    });
    rows.collect()
}

/// Constructs that are left out of the comparison: the table says that they are left out or skipped,
/// that the navigation is made anew, that a new file begins; anchors are ids.
fn skipped() -> BTreeSet<&'static str> {
    let table = include_str!("../../docs/model.md");
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let (construct, _, xhtml) = (cells.next()?, cells.next()?, cells.next()?);
        let out = ["left out", "skipped", "a new file", "`nav`"];
        let is_out = out.iter().any(|it| xhtml.starts_with(it));
        construct.split('`').nth(1).filter(|_| is_out)
    });
    rows.chain(["anchor"]).collect()
}

/// Fields that are not compared.
const MADE_ANEW: [&str; 19] = [
    "level",
    "type",
    "attr",
    "lead",
    "numbered",
    "rules",
    "asset",
    "references",
    "mark",
    "number",
    "columns",
    "side",
    "edition",
    "value",
    "target",
    "name",
    "marker",
    "span",
    "recognition",
];

struct Normal<'a> {
    forms: BTreeMap<&'static str, Option<&'static str>>,
    skipped: BTreeSet<&'static str>,
    /// By their ids.
    notes: BTreeMap<&'a str, &'a Value>,
    /// The numbers of notes, in the order of their first marks.
    numbers: BTreeMap<&'a str, usize>,
    /// What they hold, in that order.
    held: Vec<Value>,
    /// Those that no mark leads to.
    uncalled: Vec<&'a Value>,
    /// Whether the place is within a line.
    in_line: bool,
    /// All ids.
    ids: BTreeSet<&'a str>,
}

/// Adds text to a line, without white space, joined with text before it.
fn add(out: &mut Vec<Value>, text: &str) {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Value::String(last)) => last.push_str(&text),
        _ => out.push(Value::String(text)),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn named<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

impl<'a> Normal<'a> {
    fn of(document: &'a Value, ids: BTreeSet<&'a str>) -> Value {
        let mut normal = Self {
            forms: forms(),
            skipped: skipped(),
            notes: BTreeMap::new(),
            numbers: BTreeMap::new(),
            held: Vec::new(),
            uncalled: Vec::new(),
            in_line: false,
            ids,
        };
        normal.find_notes(document);
        let parts = ["front", "body", "back"];
        let mut text: Vec<Value> = Vec::new();
        for part in parts {
            text.append(&mut normal.run(&document[part]));
        }
        let mut notes = std::mem::take(&mut normal.held);
        for note in std::mem::take(&mut normal.uncalled) {
            notes.push(json!([note["kind"], normal.blocks(&note["blocks"])]));
        }
        json!([text, notes])
    }

    fn find_notes(&mut self, value: &'a Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.find_notes(item)),
            Value::Object(fields) => {
                if named(value, "type") == "note" {
                    self.notes.insert(named(&value["attr"], "id"), value);
                }
                fields.values().for_each(|field| self.find_notes(field));
            }
            _ => {}
        }
    }

    fn line(&mut self, nodes: &'a Value) -> Vec<Value> {
        let outer = std::mem::replace(&mut self.in_line, true);
        let mut line = self.run(nodes);
        self.in_line = outer;
        // A break at the end of a line shows nothing.
        line.pop_if(|last| last[0] == "br");
        line
    }

    fn blocks(&mut self, nodes: &'a Value) -> Vec<Value> {
        let outer = std::mem::replace(&mut self.in_line, false);
        let blocks = self.run(nodes);
        self.in_line = outer;
        blocks
    }

    /// Blocks or inlines.
    fn run(&mut self, nodes: &'a Value) -> Vec<Value> {
        let mut out = Vec::new();
        for node in items(nodes) {
            self.node(node, &mut out);
        }
        out
    }

    fn put(&mut self, nodes: &'a Value, out: &mut Vec<Value>) {
        for item in self.run(nodes) {
            match item {
                Value::String(text) => add(out, &text),
                item => out.push(item),
            }
        }
    }

    fn node(&mut self, node: &'a Value, out: &mut Vec<Value>) {
        let kind = named(node, "type");
        if kind == "text" {
            return add(out, named(node, "text"));
        }
        if self.skipped.contains(kind) {
            return;
        }
        match (kind, named(node, "kind")) {
            ("note-ref", _) => {
                let mark = self.line(&node["content"]);
                self.mark(named(node, "target"), mark, out);
            }
            // Notes between blocks come where their marks are, or at the end.
            ("note", _) if !self.in_line => {
                if node.get("references").is_none() {
                    self.uncalled.push(node);
                }
            }
            ("note", "inline") => {
                let inner = self.blocks(&node["blocks"]);
                out.push(json!(["inline note", inner]));
            }
            ("note", _) => self.mark(named(&node["attr"], "id"), Vec::new(), out),
            ("link", _) if !self.leads(named(node, "target")) => {
                self.put(&node["content"], out);
            }
            // Each base with its readings is one, however they are grouped.
            ("ruby", _) => {
                for pair in items(&node["pairs"]) {
                    let pair = self.fields(pair);
                    out.push(json!(["ruby", pair]));
                }
            }
            ("span", _) if node["attr"].get("lang").is_none() => {
                self.put(&node["content"], out)
            }
            ("choice", _) => {
                let chosen = node["chosen"].as_u64().unwrap_or_default() as usize;
                self.put(&node["variants"][chosen]["content"], out);
            }
            ("name", "work") => {
                let content = self.line(&node["content"]);
                out.push(json!(["cite", content]));
            }
            // A raised link may be the mark of a note in the line.
            ("styled", _)
                if node["style"] == "superscript"
                    && named(&node["content"][0], "type") == "link" =>
            {
                let mark = self.line(&node["content"][0]["content"]);
                out.push(json!(["marked", mark]));
            }
            ("styled", _) if node["style"] == "book-title" => {
                let content = self.line(&node["content"]);
                out.push(json!(["cite", content]));
            }
            ("link" | "reference", _) => self.link(node, out),
            ("paragraph", _) => {
                let content = self.line(&node["content"]);
                if !content.is_empty() {
                    out.push(json!(["p", node["attr"]["lang"], content]));
                }
            }
            ("span", _) if node["attr"].get("lang").is_some() => {
                let content = self.line(&node["content"]);
                out.push(json!(["span lang", node["attr"]["lang"], content]));
            }
            _ => match self.forms.get(kind).copied().flatten() {
                Some(form) => {
                    let fields = self.fields(node);
                    out.push(json!([form, node["attr"]["lang"], fields]));
                }
                None => {
                    for field in ["content", "blocks"] {
                        self.put(&node[field], out);
                    }
                }
            },
        }
    }

    fn link(&mut self, node: &'a Value, out: &mut Vec<Value>) {
        let target = named(node, "target");
        let is_within = named(node, "type") == "reference" || target.starts_with('#');
        let target = if is_within { "#" } else { target };
        let content = self.line(&node["content"]);
        out.push(json!(["a href", target, node["title"], content]));
    }

    /// Whether a link leads somewhere from an e-book.
    fn leads(&self, target: &str) -> bool {
        match target.strip_prefix('#') {
            Some(id) => self.ids.contains(&*address::decoded(id)),
            None => address::outside(target).is_some(),
        }
    }

    /// The mark of a note; one whose note is in the line is a link to it.
    fn mark(&mut self, id: &'a str, mark: Vec<Value>, out: &mut Vec<Value>) {
        let note = self.notes.get(id).copied();
        if note.is_some_and(|note| named(note, "kind") == "inline") {
            return out.push(json!(["marked", mark]));
        }
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next
            && let Some(note) = note
        {
            let at = self.held.len();
            self.held.push(Value::Null);
            let blocks = self.blocks(&note["blocks"]);
            self.held[at] = json!([note["kind"], blocks]);
        }
        out.push(json!(["noteref", number]));
    }

    /// The fields of a construct or a part of one.
    fn fields(&mut self, node: &'a Value) -> Value {
        let mut out = Vec::new();
        for (name, field) in node.as_object().into_iter().flatten() {
            let shown = match (named(node, "type"), name.as_str()) {
                ("list", "kind") => list_kind(node),
                // Neither has a word in EPUB's vocabulary of structure.
                ("section", "kind") if field == "subsection" => json!("section"),
                ("table", "head" | "body" | "foot") => self.rows(node, field, name == "head"),
                ("list", "items") => {
                    let is_marked = is_marked(node);
                    let items = items(field).map(|item| {
                        let marker =
                            if is_marked { self.line(&item["marker"]) } else { Vec::new() };
                        json!([marker, self.fields(item)])
                    });
                    items.collect()
                }
                (_, name) if MADE_ANEW.contains(&name) => continue,
                // No length of CSS: images have it anyway.
                (_, "width" | "height") if field == "auto" => continue,
                (_, "blocks") => json!(self.blocks(field)),
                (
                    _,
                    "caption" | "heading" | "content" | "label" | "attribution" | "speaker"
                    | "term" | "base",
                ) => json!(self.line(field)),
                _ => self.part(field),
            };
            if !is_nothing(&shown) {
                out.push(json!([name, shown]));
            }
        }
        Value::Array(out)
    }

    fn part(&mut self, field: &'a Value) -> Value {
        match field {
            Value::Array(parts) => parts.iter().map(|part| self.part(part)).collect(),
            Value::Object(_) => self.fields(field),
            other => other.clone(),
        }
    }

    /// Rows with their cells; every cell of the head is `th`, and each is aligned as its column if not
    /// otherwise.
    fn rows(&mut self, table: &'a Value, rows: &'a Value, is_head: bool) -> Value {
        let mut out = Vec::new();
        // For each column, how many rows a cell from above still takes.
        let mut taken: Vec<u64> = Vec::new();
        for row in items(rows) {
            let mut cells = Vec::new();
            let mut column = 0;
            for cell in items(&row["cells"]) {
                while taken.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let span = |name: &str| cell[name].as_u64().unwrap_or(1);
                let of_column = &table["columns"][column]["align"];
                let align = if cell["align"].is_null() { of_column } else { &cell["align"] };
                let align = if align == "start" { &Value::Null } else { align };
                for at in column..column + span("column-span") as usize {
                    taken.resize(taken.len().max(at + 1), 0);
                    taken[at] = span("row-span");
                }
                let header = is_head || cell["header"] == true;
                let blocks = self.blocks(&cell["blocks"]);
                cells.push(json!([
                    header,
                    span("row-span"),
                    span("column-span"),
                    align,
                    blocks
                ]));
            }
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            out.push(cells);
        }
        json!(out)
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// How a list counts, as the classes of the style sheet tell it; one whose items have their own marks
/// does not count.
fn list_kind(list: &Value) -> Value {
    let kind = &list["kind"];
    let is_marked = is_marked(list);
    match (named(kind, "type"), named(kind, "style")) {
        ("ordered", _) if is_marked => json!("ordered"),
        ("ordered", "decimal") => match named(kind, "marker") {
            "bare" => json!(["decimal", "period", kind["start"]]),
            marker => json!(["decimal", marker, kind["start"]]),
        },
        ("ordered", "chinese") => {
            json!(["chinese", named(kind, "marker") == "parentheses", kind["start"]])
        }
        ("ordered", style) => json!([style, kind["start"]]),
        _ => kind.clone(),
    }
}

/// Whether the items of a list have marks that it would not make itself.
fn is_marked(list: &Value) -> bool {
    let is_ordered = named(&list["kind"], "type") == "ordered";
    items(&list["items"]).any(|item| {
        let texts = items(&item["marker"]).filter(|it| named(it, "type") == "text");
        let mark: String = texts.map(|text| named(text, "text")).collect();
        let own = if is_ordered { "" } else { "-*+•·●" };
        !mark.trim().is_empty() && !own.contains(mark.trim())
    })
}

/// All manuscripts among the fixtures and seeds.
fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("seeds"), root.join("tests/fixtures")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.extend((!path.ends_with("commands")).then_some(path));
            } else if ["txt", "md", "html", "xhtml", "xml", "json", "docx"]
                .iter()
                .any(|it| path.extension().is_some_and(|own| own == *it))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The tree of a document as pages and e-books show it.
fn tree(document: &Document, options: &Options) -> String {
    let edition = transform::edition(document);
    let (page, _) = layout::page_settings(&edition, &options.page).unwrap();
    let mut shown = transform::numbered(&edition, &page).into_owned();
    let language = shown.meta.language.clone().unwrap_or_default();
    for blocks in [&mut shown.front, &mut shown.body, &mut shown.back] {
        visit_blocks_mut(blocks, &mut |block| {
            if let Block::Admonition(it) = block {
                it.label = transform::label_of(it, &language).into_owned();
            }
        });
    }
    let value = serde_json::to_value(&shown).unwrap();
    let mut ids = BTreeSet::new();
    shown.attrs(&mut |attr| ids.extend(attr.id.as_deref()));
    serde_json::to_string_pretty(&Normal::of(&value, ids)).unwrap()
}

/// Fixtures whose trees differ, each with the reason, a line of docs/model.md.
const OPEN: [(&str, &str); 6] = [
    ("1.0.json", "a picture without a file or an address is its words"),
    ("1.1.json", "a footnote in the section of endnotes is one of these"),
    ("ids.xml", "a note that no mark leads to is a paragraph in its place"),
    ("kitchen-sink.md", "a footnote in the section of endnotes is one of these"),
    ("lite.xml", "a picture without a file or an address is its words"),
    ("parts.xml", "a list without items and a stanza without lines are nothing"),
];

#[test]
fn our_own_books_read_back_as_the_trees_that_they_were_made_of() {
    let mut options = Options::default();
    options.display.punctuation = Punctuation::Keep;
    options.display.spaces = Some(Spaces::Keep);
    let context = Context { assets: Some(Arc::new(Anything)), ..Context::default() };
    let (mut count, mut different) = (0, BTreeMap::new());
    for path in fixtures() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let input = Input { name: Some(name.clone()), bytes: bytes.into() };
        // What cannot be read makes no book.
        let Ok(first) = convert(&input, &[OutputFormat::Epub], &options, &context) else {
            continue;
        };
        let book = &first.outputs[0].bytes;
        let input = Input { name: Some("书.epub".to_owned()), bytes: book.as_slice().into() };
        let second =
            read(&input, &Options::default(), &Limits::default()).expect("our own book");
        assert_eq!(second.document.sources[0].format, InputFormat::Epub.id());
        count += 1;
        let (before, after) =
            (tree(&first.document, &options), tree(&second.document, &options));
        if before != after {
            let found = before.lines().zip(after.lines()).position(|(a, b)| a != b);
            let at = found.unwrap_or_default();
            let around = |text: &str| -> String {
                text.lines()
                    .skip(at.saturating_sub(2))
                    .take(6)
                    .map(|line| format!("{line}\n"))
                    .collect()
            };
            different.insert(name, format!("{}--- read:\n{}", around(&before), around(&after)));
        }
    }
    assert!(count > 250, "{count} books");
    let open: BTreeSet<&str> = OPEN.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = different.keys().map(String::as_str).collect();
    let all: String = different.iter().map(|(name, it)| format!("== {name}\n{it}")).collect();
    assert_eq!(found, open, "of {count}: {all}");
    let reasons = include_str!("../../docs/model.md");
    for (name, reason) in OPEN {
        assert!(reasons.contains(&format!("- {reason}")), "{name}: {reason}");
    }
}
