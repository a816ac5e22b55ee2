//! Plans of other book makers (mdBook's `book.toml`, HonKit's `book.json`, Quarto's `_quarto.yml`,
//! a defaults file of pandoc), with the meaning that they have there.
//!
//! The input is the text, the result a [`Plan`] and, for the first two, the path of the summary
//! that orders its chapters. Unsupported keys are reported by name.

use super::{Dialect, Entry, Matter, Plan, paths, summary};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{Agent, AgentRole, Date, DateKind, Identifier, Meta, Title, TitleKind};
use crate::text::address::join;
use crate::values::{self, ParsedValue, Value};

/// A plan in another program's format.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// The plan; without its entries if a summary lists them.
    pub plan: Plan,
    /// The summary's path relative to the plan's folder, if the plan has one.
    pub summary: Option<String>,
    /// Unsupported keys.
    pub diagnostics: Vec<Diagnostic>,
}

impl Foreign {
    /// Adds the entries of the summary at `path`.
    pub fn with_summary(self, text: &str, path: &str) -> Plan {
        let mut plan = self.plan;
        plan.entries = summary::read(text, plan.dialect);
        plan.visit_mut(&mut |entry| {
            // A path out of the folder is kept, and refused when it is read.
            let file = entry.file.take();
            entry.file = file.map(|file| join(path, &file).unwrap_or(file));
        });
        plan
    }
}

/// mdBook's `book.toml`.
///
/// # Errors
///
/// Invalid TOML.
pub fn mdbook(text: &str) -> Result<Foreign> {
    let value = read(values::toml(text), "book.toml")?;
    let book = value.value("book").cloned().unwrap_or(Value::Map(Vec::new()));
    let known = ["title", "authors", "author", "description", "language", "src"];
    // Keys for web sites only.
    let of_sites = ["multilingual", "text-direction"];
    let mut foreign = Foreign {
        plan: Plan { meta: meta(&book), dialect: Dialect::MdBook, ..Plan::default() },
        ..Foreign::default()
    };
    foreign.diagnostics.extend(unknown(&book, &[&known[..], &of_sites[..]], "book.toml"));
    let folder = book.get("src").unwrap_or_else(|| "src".to_owned());
    foreign.summary = Some(within(&folder, "SUMMARY.md"));
    Ok(foreign)
}

/// HonKit's and GitBook's `book.json`.
///
/// # Errors
///
/// Invalid JSON.
pub fn honkit(text: &str) -> Result<Foreign> {
    let value = read(values::json(text), "book.json")?;
    let known = ["title", "author", "authors", "description", "language", "isbn", "root"];
    let of_sites = [
        "structure",
        "plugins",
        "pluginsConfig",
        "styles",
        "links",
        "gitbook",
        "honkit",
        "variables",
        "direction",
        "extension",
        "pdf",
        "generator",
        "output",
        "theme",
    ];
    let mut foreign = Foreign {
        plan: Plan { meta: meta(&value), dialect: Dialect::HonKit, ..Plan::default() },
        ..Foreign::default()
    };
    foreign.diagnostics.extend(unknown(&value, &[&known[..], &of_sites[..]], "book.json"));
    let summary = value.value("structure").and_then(|it| it.get("summary"));
    let summary = summary.unwrap_or_else(|| "SUMMARY.md".to_owned());
    let folder = value.get("root").unwrap_or_default();
    foreign.summary = Some(within(&folder, &summary));
    Ok(foreign)
}

/// Quarto's `_quarto.yml`; `None` if it does not describe a book.
///
/// # Errors
///
/// Invalid YAML.
pub fn quarto(text: &str) -> Result<Option<Foreign>> {
    let value = read(values::yaml(text), "_quarto.yml")?;
    let Some(book) = value.value("book") else { return Ok(None) };
    let known = [
        "title",
        "subtitle",
        "author",
        "date",
        "description",
        "chapters",
        "appendices",
        "cover-image",
        "output-file",
        "abstract",
        "doi",
    ];
    // Keys for web sites only.
    let of_sites = [
        "site-url",
        "repo-url",
        "repo-actions",
        "repo-branch",
        "repo-subdir",
        "sharing",
        "downloads",
        "favicon",
        "search",
        "sidebar",
        "navbar",
        "page-footer",
        "page-navigation",
        "open-graph",
        "twitter-card",
        "google-analytics",
        "reader-mode",
        "cover-image-alt",
        "margin-header",
        "body-header",
        "body-footer",
        "back-to-top-navigation",
        "bread-crumbs",
        "comments",
        "cookie-consent",
        "issue-url",
        "license",
        "references",
    ];
    let mut plan = Plan {
        meta: meta(book),
        cover: book.get("cover-image"),
        output: book.get("output-file"),
        dialect: Dialect::Quarto,
        ..Plan::default()
    };
    plan.meta.language = value.get("lang");
    for (key, matter) in [("chapters", Matter::Body), ("appendices", Matter::Back)] {
        let entries = book.value(key).map(|list| chapters(list, matter)).unwrap_or_default();
        plan.entries.extend(entries);
    }
    // The first page of a Quarto book is not numbered.
    for entry in plan
        .entries
        .iter_mut()
        .filter(|entry| entry.file.as_deref().is_some_and(|file| paths::stem(file) == "index"))
    {
        (entry.matter, entry.numbered) = (Matter::Front, Some(false));
    }
    let diagnostics =
        unknown(book, &[&known[..], &of_sites[..]], "_quarto.yml").into_iter().collect();
    Ok(Some(Foreign { plan, summary: None, diagnostics }))
}

/// A defaults file of pandoc with `input-files`; `None` if it lists none.
///
/// # Errors
///
/// Invalid YAML.
pub fn pandoc(text: &str, name: &str) -> Result<Option<Foreign>> {
    let value = read(values::yaml(text), name)?;
    let files = value.value("input-files").or_else(|| value.value("input-file"));
    let Some(files) = files else { return Ok(None) };
    let empty = Value::Map(Vec::new());
    let entries = files
        .parts()
        .into_iter()
        .map(|file| Entry { file: Some(file.text()), ..Entry::default() });
    let metadata = value.value("metadata").unwrap_or(&empty);
    let mut plan = Plan { meta: meta(metadata), entries: entries.collect(), ..Plan::default() };
    plan.meta.language = plan.meta.language.take().or_else(|| metadata.get("lang"));
    plan.cover = value.get("epub-cover-image").or_else(|| metadata.get("cover-image"));
    plan.output = value.get("output-file").map(|file| paths::stem(&file).to_owned());
    let known = [
        "input-files",
        "input-file",
        "metadata",
        "output-file",
        "epub-cover-image",
        "from",
        "reader",
        "to",
        "writer",
        "standalone",
        "toc",
        "table-of-contents",
        "toc-depth",
        "number-sections",
        "resource-path",
        "pdf-engine",
        "top-level-division",
    ];
    let diagnostics = unknown(&value, &[&known[..]], name).into_iter().collect();
    Ok(Some(Foreign { plan, summary: None, diagnostics }))
}

/// The chapters of a Quarto list: files, parts with their chapters, texts with a file.
fn chapters(list: &Value, matter: Matter) -> Vec<Entry> {
    let of = |value: &Value| match value {
        Value::Map(_) => {
            let part = value.get("part").or_else(|| value.get("text"));
            let file = value.get("file").or_else(|| value.get("href"));
            let below = value.value("chapters");
            // A part has a title, or a file with one.
            let (title, file) = match part {
                Some(part) if file.is_none() && is_file(&part) => (None, Some(part)),
                part => (part, file),
            };
            Entry {
                title,
                file,
                matter,
                is_part: below.is_some(),
                entries: below.map(|list| chapters(list, Matter::Body)).unwrap_or_default(),
                ..Entry::default()
            }
        }
        other => Entry { file: Some(other.text()), matter, ..Entry::default() },
    };
    list.parts().into_iter().map(of).collect()
}

fn is_file(text: &str) -> bool {
    [".qmd", ".md", ".ipynb", ".Rmd"].iter().any(|extension| text.ends_with(extension))
}

/// The metadata under the keys that these plans share.
fn meta(value: &Value) -> Meta {
    let mut meta = Meta::default();
    let titles = [(TitleKind::Main, "title"), (TitleKind::Sub, "subtitle")];
    for (kind, key) in titles {
        meta.titles.extend(value.get(key).map(|text| Title { kind, text, lang: None }));
    }
    let authors = ["author", "authors"].iter().filter_map(|key| value.value(key));
    for author in authors.flat_map(Value::parts) {
        let name = author.get("name").or_else(|| match author {
            Value::Map(_) => None,
            other => Some(other.text()),
        });
        meta.agents.extend(name.filter(|name| !name.is_empty()).map(author_of));
    }
    number(&mut meta.agents);
    meta.description = value.get("description").or_else(|| value.get("abstract"));
    meta.language = value.get("language");
    meta.dates.extend(value.get("date").map(date_of));
    for (scheme, key) in [("isbn", "isbn"), ("doi", "doi")] {
        let value = value.get(key);
        let scheme = scheme.to_owned();
        meta.identifiers.extend(value.map(|value| Identifier { scheme, value }));
    }
    meta
}

fn author_of(name: String) -> Agent {
    Agent { name, role: AgentRole::Author, ..Agent::default() }
}

/// Assigns ids to agents, in order.
pub(super) fn number(agents: &mut [Agent]) {
    for (index, agent) in agents.iter_mut().enumerate() {
        agent.id = format!("agent-{}", index + 1);
    }
}

/// A date as written in a plan.
pub(super) fn date_of(text: String) -> Date {
    let iso = crate::text::dates::is_w3c_date(&text).then(|| text.clone());
    Date { kind: DateKind::Published, text, iso }
}

fn read(value: ParsedValue, name: &str) -> Result<Value> {
    value.map_err(|(message, _)| Error::new(Code::PlanMalformed, [&name, &message]))
}

fn within(folder: &str, name: &str) -> String {
    join("", &format!("{folder}/{name}")).unwrap_or_else(|| format!("{folder}/{name}"))
}

/// A diagnostic that names the keys of a map that are not in this list.
fn unknown(value: &Value, known: &[&[&str]], file: &str) -> Option<Diagnostic> {
    let Value::Map(pairs) = value else { return None };
    let names: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
    let names: Vec<&str> =
        names.into_iter().filter(|name| !known.iter().any(|it| it.contains(name))).collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| Diagnostic::new(Code::PlanKeys, [&file, &names]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_of_mdbook() {
        let text = "[book]\ntitle = \"某书\"\nauthors = [\"甲\", \"乙\"]\nlanguage = \"zh-CN\"\nsrc = \"正文\"\nnew = 1\n[output.html]\n";
        let foreign = mdbook(text).unwrap();
        assert_eq!(foreign.summary.as_deref(), Some("正文/SUMMARY.md"));
        let meta = &foreign.plan.meta;
        assert_eq!(meta.titles[0].text, "某书");
        assert_eq!(
            meta.agents.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
            ["甲", "乙"]
        );
        assert_eq!(foreign.diagnostics[0].values, ["book.toml", "new"]);
        let plan = foreign.with_summary("- [一](a.md)\n- [外](../b.md)\n", "正文/SUMMARY.md");
        assert_eq!(plan.files(), ["正文/a.md", "b.md"]);
    }

    #[test]
    fn a_book_of_quarto() {
        let text = "project:\n  type: book\nlang: zh\nbook:\n  title: 某书\n  author:\n    - name: 甲\n  chapters:\n    - index.qmd\n    - part: 上编\n      chapters: [a.qmd, b.qmd]\n    - part: c.qmd\n      chapters:\n        - d.qmd\n  appendices: [x.qmd]\n";
        let plan = quarto(text).unwrap().unwrap().plan;
        assert_eq!(plan.files(), ["index.qmd", "a.qmd", "b.qmd", "c.qmd", "d.qmd", "x.qmd"]);
        assert_eq!(plan.entries[0].matter, Matter::Front);
        assert_eq!(plan.entries[1].title.as_deref(), Some("上编"));
        assert!(plan.entries[2].is_part && plan.entries[2].title.is_none());
        assert_eq!(plan.entries[3].matter, Matter::Back);
        assert!(quarto("project:\n  type: website\n").unwrap().is_none());
    }

    #[test]
    fn files_that_are_no_plan_are_refused_by_name() {
        assert_eq!(mdbook("[book").unwrap_err().diagnostic().values[0], "book.toml");
        assert_eq!(honkit("{").unwrap_err().diagnostic().values[0], "book.json");
    }
}
