//! paiban's own plan of a book, `paiban.toml` (成书计划).
//!
//! The input is its TOML, the result a [`Plan`]; an unknown key is an error. [`TEMPLATE`], which
//! `paiban init` writes, is an example of all keys.

use serde::Deserialize;

use super::foreign::{date_of, number};
use super::{Dialect, Entry, Matter, Plan};
use crate::diag::{Code, Error, Result};
use crate::model::{Agent, AgentRole, Identifier, Meta, Title, TitleKind};

/// A plan to start from, with all keys.
pub const TEMPLATE: &str = include_str!("template.toml");
/// The title in it, and the start of its list of files.
const SAMPLE: &str = "\"书名\"";
const FILES: &str = "# Without chapters";
/// The comment above the files of a folder.
const LISTED: &str = "# The files of this folder, in the order of their names; the first of a part (编) has part = \"…\".\n\
    # A chapter may have title, author, translator, date, source, matter, numbered, draft.\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BookFile {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    subtitle: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    editors: Vec<String>,
    #[serde(default)]
    translators: Vec<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    isbn: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    cover: Option<String>,
    #[serde(default)]
    style: Option<String>,
    #[serde(default)]
    output: Option<String>,
    #[serde(default)]
    chapter: Vec<PlanItem>,
}

/// A chapter, or a part with its chapters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PlanItem {
    #[serde(default)]
    file: Option<String>,
    #[serde(default)]
    title: Option<String>,
    /// The title of a part that begins here and extends to the next.
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    matter: Where,
    #[serde(default)]
    numbered: Option<bool>,
    #[serde(default)]
    draft: bool,
    #[serde(default)]
    author: Option<Names>,
    #[serde(default)]
    translator: Option<Names>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    chapter: Vec<PlanItem>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Where {
    Front,
    #[default]
    Body,
    Back,
}

/// One name or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Many(Vec<String>),
}

impl Names {
    fn all(names: Option<Self>) -> Vec<String> {
        match names {
            None => Vec::new(),
            Some(Self::One(name)) => vec![name],
            Some(Self::Many(names)) => names,
        }
    }
}

/// Reads `paiban.toml`. Without `[[chapter]]` the plan has no entries: the folder's files are used,
/// in natural order.
///
/// # Errors
///
/// Invalid TOML, unknown keys, a chapter without a file.
pub fn plan(text: &str) -> Result<Plan> {
    let malformed = |reason: &str| Error::new(Code::PlanMalformed, [&"paiban.toml", &reason]);
    let file: BookFile = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| 1 + text.get(..span.start).unwrap_or(text).matches('\n').count());
        malformed(&format!("{line}: {}", error.message()))
    })?;
    let nameless = file
        .chapter
        .iter()
        .any(|item| item.file.is_none() && item.part.is_none() && !item.draft);
    if nameless {
        return Err(malformed("[[chapter]]: file"));
    }
    let mut plan = Plan {
        cover: file.cover.clone(),
        output: file.output.clone(),
        style: file.style.clone(),
        dialect: Dialect::Plain,
        ..Plan::default()
    };
    plan.entries = entries(file.chapter);
    plan.meta = Meta {
        language: file.language,
        publisher: file.publisher,
        description: file.description,
        subjects: file.keywords,
        ..Meta::default()
    };
    let titles = [(TitleKind::Main, file.title), (TitleKind::Sub, file.subtitle)];
    for (kind, title) in titles {
        plan.meta.titles.extend(title.map(|text| Title { kind, text, lang: None }));
    }
    let agents = [
        (AgentRole::Author, file.authors),
        (AgentRole::Editor, file.editors),
        (AgentRole::Translator, file.translators),
    ];
    for (role, names) in agents {
        let of = |name| Agent { name, role, ..Agent::default() };
        plan.meta.agents.extend(names.into_iter().map(of));
    }
    number(&mut plan.meta.agents);
    plan.meta.dates.extend(file.date.map(date_of));
    let scheme = "isbn".to_owned();
    plan.meta.identifiers.extend(file.isbn.map(|value| Identifier { scheme, value }));
    Ok(plan)
}

/// A `paiban.toml` to start from: all keys as comments, and the files of a folder in this order.
pub fn draft(title: &str, entries: &[Entry]) -> String {
    let (head, examples) = TEMPLATE.split_once(FILES).unwrap_or((TEMPLATE, ""));
    let mut out = head.replace(SAMPLE, &quoted(title));
    if entries.is_empty() {
        return out + FILES + examples;
    }
    out.push_str(LISTED);
    for entry in entries {
        list(entry, None, &mut out);
    }
    out
}

/// Writes the files of an entry, the first of a part with the part's title.
fn list(entry: &Entry, part: Option<&str>, out: &mut String) {
    let matter = match entry.matter {
        Matter::Front => Some("front"),
        Matter::Body => None,
        Matter::Back => Some("back"),
    };
    let fields = [("part", part), ("file", entry.file.as_deref()), ("matter", matter)];
    if entry.file.is_some() {
        out.push_str("\n[[chapter]]\n");
        for (key, value) in fields {
            let line = value.map(|value| format!("{key} = {}\n", quoted(value)));
            out.push_str(&line.unwrap_or_default());
        }
    }
    for (index, inner) in entry.entries.iter().enumerate() {
        list(inner, entry.title.as_deref().filter(|_| index == 0 && entry.is_part), out);
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

fn entries(items: Vec<PlanItem>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for item in items {
        if let Some(title) = item.part {
            let title = Some(title);
            out.push(Entry { title, is_part: true, ..Entry::default() });
        }
        if item.file.is_none() && !item.draft && item.chapter.is_empty() {
            continue;
        }
        let matter = match item.matter {
            Where::Front => Matter::Front,
            Where::Body => Matter::Body,
            Where::Back => Matter::Back,
        };
        let entry = Entry {
            // A draft has a heading and no text.
            file: item.file.filter(|_| !item.draft),
            title: item.title,
            matter,
            is_part: false,
            numbered: item.numbered,
            authors: Names::all(item.author),
            translators: Names::all(item.translator),
            date: item.date,
            source: item.source,
            level: None,
            entries: entries(item.chapter),
        };
        let part = out.last_mut().filter(|last| last.is_part && matter == Matter::Body);
        match part {
            Some(part) => part.entries.push(entry),
            None => out.push(entry),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_a_plan_that_names_every_key() {
        let commented: String = TEMPLATE
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|it| it.contains(" = ") || it.starts_with("[["))
                    .unwrap_or(line)
            })
            .map(|line| format!("{line}\n"))
            .collect();
        plan(TEMPLATE).unwrap();
        let plan = plan(&commented).unwrap();
        assert!(!plan.entries.is_empty() && plan.cover.is_some(), "{plan:?}");
    }

    #[test]
    fn a_draft_names_the_files_of_a_folder() {
        let names =
            ["10.md", "2.md", "序.md", "上编/一 \"甲\".md", "上编/二.md"].map(str::to_owned);
        let entries = crate::book::from_names(&names);
        let text = draft("河\\边", &entries);
        let plan = plan(&text).unwrap();
        assert_eq!(plan.meta.titles[0].text, "河\\边");
        assert_eq!(plan.entries, entries);
        assert!(text.contains("# isbn = "));
        assert!(draft("书", &[]).contains("# [[chapter]]"));
    }

    #[test]
    fn parts_hold_the_chapters_after_them() {
        let text = "title = \"某书\"\n[[chapter]]\nfile = \"序.md\"\nmatter = \"front\"\n[[chapter]]\npart = \"上编\"\nfile = \"a.md\"\nauthor = \"甲\"\n[[chapter]]\nfile = \"b.md\"\nauthor = [\"甲\", \"乙\"]\n[[chapter]]\nfile = \"跋.md\"\nmatter = \"back\"\n";
        let plan = plan(text).unwrap();
        assert_eq!(plan.files(), ["序.md", "a.md", "b.md", "跋.md"]);
        assert_eq!(plan.entries[1].entries[1].authors, ["甲", "乙"]);
        assert_eq!(plan.entries[2].matter, Matter::Back);
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error = plan("title = \"某书\"\ntitel = \"x\"\n").unwrap_err();
        assert!(error.diagnostic().values[1].starts_with("2: "), "{error:?}");
        assert!(plan("[[chapter]]\ntitle = \"甲\"\n").is_err());
    }
}
