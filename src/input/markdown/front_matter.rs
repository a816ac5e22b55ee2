//! Front matter: YAML between `---` (or `---` and `...`), TOML between `+++`.
//!
//! Takes the source, returns metadata by the common keys of pandoc, Jekyll and Hugo ([`KEYS`]), and
//! the start of the text. Values of other keys are kept (`Meta::extra`). Title blocks and posts
//! without an opening fence are read, too (`unfenced`). Unreadable front matter is reported and
//! left out of the text; for YAML the readable keys are used.

use super::prelims::iso_date;
use super::unfenced;
use crate::config::{FormulaForm, LineEnds, PageWish, Spaces};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Agent, AgentRole, Date, DateKind, Identifier, Meta, Numbering, RunningLine, Series, Span,
    Title, TitleKind,
};
use crate::values::{Value, toml, yaml};

/// The content of the front matter.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) meta: Meta,
    /// The cover image.
    pub(super) cover: Option<String>,
    /// Header and footer of the pages.
    pub(super) header: Option<RunningLine>,
    pub(super) footer: Option<RunningLine>,
    /// The numbering of headings.
    pub(super) numbering: Option<Numbering>,
    /// An abstract, to be printed before the text.
    pub(super) summary: Option<String>,
    /// Unsupported keys.
    unknown: Vec<String>,
    /// Keys with invalid values.
    refused: Vec<(String, String)>,
    /// The start of the text.
    pub(super) end: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the front matter at the beginning of `text`.
pub(super) fn read(text: &str) -> FrontMatter {
    let mut found = FrontMatter::default();
    let unfenced_yaml = || unfenced::post(text).or_else(|| unfenced::metadata(text));
    let posted = || unfenced_yaml().map(|(inner, end)| (inner, end, false));
    let Some((inner, end, is_toml)) = split(text).or_else(posted) else {
        if let Some((pairs, end)) = unfenced::title_block(text) {
            found.take(pairs);
            found.end = end;
        }
        return found;
    };
    let start = inner.as_ptr() as usize - text.as_ptr() as usize;
    found.end = end;
    let value = if is_toml { toml(inner) } else { yaml(inner) };
    let place = |at: usize| {
        let at = (start + at).min(end);
        Span::new(0, at, at)
    };
    match value {
        Ok(Value::Map(pairs)) => found.take(pairs),
        // A rule, some text, and a rule: not front matter.
        Ok(_) => return FrontMatter::default(),
        Err((message, at)) => {
            let (pairs, mut lost) = if is_toml { Default::default() } else { by_key(inner) };
            if pairs.is_empty() {
                let name = if is_toml { "TOML" } else { "YAML" };
                let values: [&dyn std::fmt::Display; 2] = [&name, &message];
                let diagnostic = Diagnostic::new(Code::MarkdownFrontMatter, values);
                found.diagnostics.push(diagnostic.at(place(at)));
                lost.clear();
            }
            found.take(pairs);
            // Each key is reported once.
            found.unknown.retain(|name| !lost.iter().any(|(key, ..)| key == name));
            for (key, message, at) in lost {
                let values: [&dyn std::fmt::Display; 2] = [&key, &message];
                let diagnostic = Diagnostic::new(Code::MarkdownFrontMatterKey, values);
                found.diagnostics.push(diagnostic.at(place(at)));
            }
        }
    }
    for (key, value) in std::mem::take(&mut found.refused) {
        let at =
            inner.find(key.as_str()).map(|at| Span::new(0, start + at, start + at + key.len()));
        found.diagnostics.push(Diagnostic::new(Code::FrontMatterValue, [&key, &value]).at(at));
    }
    if let Some(first) = found.unknown.first() {
        let at = inner.find(first.as_str()).map(|at| start + at);
        let at = at.map(|at| Span::new(0, at, at + first.len()));
        let names = found.unknown.join(", ");
        found.diagnostics.push(Diagnostic::new(Code::FrontMatterKeys, [&names]).at(at));
    }
    found
}

/// An unreadable key, why, and where.
type Lost = (String, String, usize);

/// Reads YAML key by key, each with its indented lines: the readable keys, and the others.
fn by_key(text: &str) -> (Vec<(String, Value)>, Vec<Lost>) {
    let (mut pairs, mut lost) = (Vec::new(), Vec::new());
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let continues =
            line.starts_with([' ', '\t', '-', '#', ']', '}']) || line.trim().is_empty();
        match parts.last_mut().filter(|_| continues) {
            Some((_, end)) => *end = at + line.len(),
            None => parts.push((at, at + line.len())),
        }
        at += line.len();
    }
    for (from, to) in parts {
        let part = &text[from..to];
        match yaml(part) {
            Ok(Value::Map(mut read)) => pairs.append(&mut read),
            Ok(_) if part.trim().is_empty() => {}
            Ok(_) => lost.push((first_line(part), "no key".to_owned(), from)),
            Err((message, at)) => {
                lost.push((key_of(part), message, from + at));
                pairs.extend(as_written(part));
            }
        }
    }
    (pairs, lost)
}

/// A key whose value in one line is not YAML, such as `title: 甲: 乙`: the value is plain text.
fn as_written(part: &str) -> Option<(String, Value)> {
    let (key, value) = part.trim_end().split_once(':')?;
    let value = value.trim().trim_matches(['"', '\'']);
    let is_field = !value.contains('\n') && value.contains(char::is_alphanumeric);
    is_field.then(|| (key.trim().to_owned(), Value::Text(value.to_owned())))
}

/// The key at the beginning of a part of YAML.
fn key_of(part: &str) -> String {
    let line = first_line(part);
    line.split_once(':').map_or(line.as_str(), |(key, _)| key.trim()).to_owned()
}

fn first_line(part: &str) -> String {
    part.lines().next().unwrap_or_default().trim().to_owned()
}

/// The front matter between its fences, the start of the text, and whether it is TOML.
fn split(text: &str) -> Option<(&str, usize, bool)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let (toml, closing): (bool, &[&str]) = match first.trim_end() {
        "---" => (false, &["---", "..."]),
        "+++" => (true, &["+++"]),
        _ => return None,
    };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if at == start && line.trim().is_empty() {
            // A rule and an empty line: not front matter (pandoc).
            return None;
        }
        if closing.contains(&line.trim_end()) {
            return Some((&text[start..at], at + line.len(), toml));
        }
        at += line.len();
    }
    None
}

/// The field that a key sets.
#[derive(Clone, Copy)]
enum FieldKey {
    Title(TitleKind),
    Agent(AgentRole),
    Date(DateKind),
    Language,
    Identifier,
    /// An identifier of this scheme.
    Scheme(&'static str),
    Source,
    Publisher,
    Rights,
    Licence,
    Series,
    SeriesPosition,
    Subjects,
    Description,
    /// An abstract, printed before the text.
    Abstract,
    Cover,
    Header,
    Footer,
    /// A part of the header or footer.
    Part(PageEdge, RunningPosition),
    Numbering,
}

#[derive(Clone, Copy)]
enum PageEdge {
    Header,
    Footer,
}

#[derive(Clone, Copy)]
enum RunningPosition {
    Left,
    Center,
    Right,
}

const KEYS: [(&str, FieldKey); 89] = [
    ("title", FieldKey::Title(TitleKind::Main)),
    ("subtitle", FieldKey::Title(TitleKind::Sub)),
    ("leading-title", FieldKey::Title(TitleKind::Leading)),
    ("parallel-title", FieldKey::Title(TitleKind::Parallel)),
    ("alternative-title", FieldKey::Title(TitleKind::Alternative)),
    ("volume-title", FieldKey::Title(TitleKind::Volume)),
    ("author", FieldKey::Agent(AgentRole::Author)),
    ("authors", FieldKey::Agent(AgentRole::Author)),
    ("creator", FieldKey::Agent(AgentRole::Author)),
    ("translator", FieldKey::Agent(AgentRole::Translator)),
    ("translators", FieldKey::Agent(AgentRole::Translator)),
    ("editor", FieldKey::Agent(AgentRole::Editor)),
    ("editors", FieldKey::Agent(AgentRole::Editor)),
    ("compiler", FieldKey::Agent(AgentRole::Compiler)),
    ("annotator", FieldKey::Agent(AgentRole::Annotator)),
    ("illustrator", FieldKey::Agent(AgentRole::Illustrator)),
    ("photographer", FieldKey::Agent(AgentRole::Photographer)),
    ("reporter", FieldKey::Agent(AgentRole::Reporter)),
    ("contributor", FieldKey::Agent(AgentRole::Contributor)),
    ("contributors", FieldKey::Agent(AgentRole::Contributor)),
    ("date", FieldKey::Date(DateKind::Published)),
    ("published", FieldKey::Date(DateKind::Published)),
    ("pubdate", FieldKey::Date(DateKind::Published)),
    ("written", FieldKey::Date(DateKind::Written)),
    ("created", FieldKey::Date(DateKind::Written)),
    ("modified", FieldKey::Date(DateKind::Modified)),
    ("updated", FieldKey::Date(DateKind::Modified)),
    ("lastmod", FieldKey::Date(DateKind::Modified)),
    ("last-modified-at", FieldKey::Date(DateKind::Modified)),
    ("lang", FieldKey::Language),
    ("language", FieldKey::Language),
    ("languagecode", FieldKey::Language),
    ("identifier", FieldKey::Identifier),
    ("identifiers", FieldKey::Identifier),
    ("isbn", FieldKey::Scheme("isbn")),
    ("issn", FieldKey::Scheme("issn")),
    ("doi", FieldKey::Scheme("doi")),
    ("uri", FieldKey::Scheme("uri")),
    ("url", FieldKey::Scheme("uri")),
    ("source", FieldKey::Source),
    ("sources", FieldKey::Source),
    ("publisher", FieldKey::Publisher),
    ("rights", FieldKey::Rights),
    ("copyright", FieldKey::Rights),
    ("license", FieldKey::Licence),
    ("licence", FieldKey::Licence),
    ("series", FieldKey::Series),
    ("collection", FieldKey::Series),
    ("belongs-to-collection", FieldKey::Series),
    ("series-number", FieldKey::SeriesPosition),
    ("group-position", FieldKey::SeriesPosition),
    ("keywords", FieldKey::Subjects),
    ("subject", FieldKey::Subjects),
    ("tags", FieldKey::Subjects),
    ("category", FieldKey::Subjects),
    ("categories", FieldKey::Subjects),
    ("description", FieldKey::Description),
    ("excerpt", FieldKey::Description),
    ("abstract", FieldKey::Abstract),
    ("summary", FieldKey::Description),
    ("cover", FieldKey::Cover),
    ("cover-image", FieldKey::Cover),
    ("header", FieldKey::Header),
    ("footer", FieldKey::Footer),
    ("header-left", FieldKey::Part(PageEdge::Header, RunningPosition::Left)),
    ("header-center", FieldKey::Part(PageEdge::Header, RunningPosition::Center)),
    ("header-centre", FieldKey::Part(PageEdge::Header, RunningPosition::Center)),
    ("header-right", FieldKey::Part(PageEdge::Header, RunningPosition::Right)),
    ("footer-left", FieldKey::Part(PageEdge::Footer, RunningPosition::Left)),
    ("footer-center", FieldKey::Part(PageEdge::Footer, RunningPosition::Center)),
    ("footer-centre", FieldKey::Part(PageEdge::Footer, RunningPosition::Center)),
    ("footer-right", FieldKey::Part(PageEdge::Footer, RunningPosition::Right)),
    ("numbering", FieldKey::Numbering),
    ("numbersections", FieldKey::Numbering),
    ("number-sections", FieldKey::Numbering),
    ("标题", FieldKey::Title(TitleKind::Main)),
    ("题名", FieldKey::Title(TitleKind::Main)),
    ("副标题", FieldKey::Title(TitleKind::Sub)),
    ("作者", FieldKey::Agent(AgentRole::Author)),
    ("译者", FieldKey::Agent(AgentRole::Translator)),
    ("日期", FieldKey::Date(DateKind::Published)),
    ("语言", FieldKey::Language),
    ("来源", FieldKey::Source),
    ("关键词", FieldKey::Subjects),
    ("标签", FieldKey::Subjects),
    ("分类", FieldKey::Subjects),
    ("摘要", FieldKey::Abstract),
    ("页眉", FieldKey::Header),
    ("页脚", FieldKey::Footer),
];

/// The numbering of headings, by the value of its key.
const NUMBERINGS: [(&str, Numbering); 9] = [
    ("true", Numbering::Style),
    ("yes", Numbering::Style),
    ("style", Numbering::Style),
    ("false", Numbering::None),
    ("no", Numbering::None),
    ("none", Numbering::None),
    ("decimal", Numbering::Decimal),
    ("chapter", Numbering::Chapter),
    ("chinese", Numbering::Chinese),
];

/// The series of a work, by its name or as fields.
fn series(meta: &mut Meta, value: &Value, text: String) {
    let series = meta.series.get_or_insert_default();
    series.name = value.get("name").or_else(|| value.get("title")).unwrap_or(text);
    let position = value.get("number").or_else(|| value.get("position"));
    series.position = position.or(series.position.take());
}

impl FrontMatter {
    fn take(&mut self, pairs: Vec<(String, Value)>) {
        for (key, value) in pairs {
            self.set(&key.to_lowercase().replace('_', "-"), &key, &value);
        }
    }

    fn set(&mut self, key: &str, written: &str, value: &Value) {
        let text = value.text();
        let known = KEYS.iter().find(|(known, _)| *known == key).map(|(_, key)| *key);
        // An empty header removes the style's.
        match known {
            Some(FieldKey::Header) => return self.header = self.running_line(written, value),
            Some(FieldKey::Footer) => return self.footer = self.running_line(written, value),
            _ if text.is_empty() => return,
            // Values for TeX only: date: \today, header-left: \thetitle.
            Some(FieldKey::Date(_) | FieldKey::Part(..)) if text.starts_with('\\') => {
                return self.keep(written, text);
            }
            // Values for a web site only: copyright: true, cover: false and the like.
            Some(
                FieldKey::Rights | FieldKey::Licence | FieldKey::Cover | FieldKey::Description,
            ) if is_truth(&text) => {
                return self.keep(written, text);
            }
            _ => {}
        }
        let meta = &mut self.meta;
        match known {
            Some(FieldKey::Title(kind)) => titles(meta, kind, value),
            Some(FieldKey::Agent(role)) => {
                value.parts().into_iter().for_each(|part| agent(meta, role, part));
            }
            Some(FieldKey::Date(kind)) => {
                meta.dates.push(Date { kind, iso: iso_date(&text), text })
            }
            Some(FieldKey::Language) => meta.language = Some(language(&text)),
            Some(FieldKey::Identifier) => meta.identifiers.extend(identifiers(value)),
            Some(FieldKey::Scheme(scheme)) => {
                meta.identifiers.push(Identifier { scheme: scheme.to_owned(), value: text });
            }
            Some(FieldKey::Source) => {
                meta.sources.extend(value.parts().into_iter().map(Value::text));
            }
            Some(FieldKey::Publisher) => meta.publisher = Some(text),
            Some(FieldKey::Rights) => meta.rights.statement = Some(text),
            Some(FieldKey::Licence) if text.contains("://") => meta.rights.licence = Some(text),
            Some(FieldKey::Licence) => {
                meta.rights.statement.get_or_insert(text);
            }
            Some(FieldKey::Series) => series(meta, value, text),
            Some(FieldKey::SeriesPosition) => {
                let series = meta.series.get_or_insert_with(Series::default);
                series.position = Some(text);
            }
            Some(FieldKey::Subjects) => subjects(meta, value),
            Some(FieldKey::Description) => meta.description = Some(text),
            Some(FieldKey::Abstract) => {
                meta.description = Some(text.clone());
                self.summary = Some(text);
            }
            Some(FieldKey::Cover) => {
                self.cover = value.get("image").or_else(|| value.get("src")).or(Some(text));
            }
            Some(FieldKey::Part(line, side)) => {
                let line = match line {
                    PageEdge::Header => self.header.get_or_insert_default(),
                    PageEdge::Footer => self.footer.get_or_insert_default(),
                };
                *match side {
                    RunningPosition::Left => &mut line.left,
                    RunningPosition::Center => &mut line.center,
                    RunningPosition::Right => &mut line.right,
                } = text;
            }
            Some(FieldKey::Numbering) => {
                let found = NUMBERINGS.iter().find(|(name, _)| *name == text.to_lowercase());
                match found {
                    Some((_, numbering)) => self.numbering = Some(*numbering),
                    None => self.keep(written, text),
                }
            }
            // The contents of Hexo's themes: toc: { enable: true }.
            Some(FieldKey::Header | FieldKey::Footer) | None
                if PageWish::from_name(key).is_some() =>
            {
                let found = value.get("enable").or_else(|| value.get("enabled"));
                meta.extra.push((written.to_owned(), found.unwrap_or(text)));
            }
            Some(FieldKey::Header | FieldKey::Footer) | None => self.keep(written, text),
        }
    }

    /// Keeps an unsupported value.
    fn keep(&mut self, key: &str, text: String) {
        let is_value = match key.to_lowercase().replace('_', "-").as_str() {
            "spaces" => text.parse::<Spaces>().is_ok(),
            "line-ends" => text.parse::<LineEnds>().is_ok(),
            "math" if text.parse::<FormulaForm>().is_ok() => true,
            _ => {
                self.unknown.push(key.to_owned());
                true
            }
        };
        if !is_value {
            self.refused.push((key.to_owned(), text.clone()));
        }
        self.meta.extra.push((key.to_owned(), text));
    }

    /// A header or footer: its middle part, or its parts by name.
    fn running_line(&mut self, key: &str, value: &Value) -> Option<RunningLine> {
        let mut line = RunningLine::default();
        match value {
            Value::Map(pairs) => {
                for (name, value) in pairs {
                    match name.as_str() {
                        "left" | "左" => line.left = value.text(),
                        "center" | "centre" | "middle" | "中" => line.center = value.text(),
                        "right" | "右" => line.right = value.text(),
                        _ => self.unknown.push(format!("{key}.{name}")),
                    }
                }
            }
            Value::List(parts) => match parts.as_slice() {
                [left, right] => (line.left, line.right) = (left.text(), right.text()),
                [left, center, right] => {
                    (line.left, line.center, line.right) =
                        (left.text(), center.text(), right.text());
                }
                _ => line.center = value.text(),
            },
            Value::Text(text) => match text.trim() {
                "true" => return None,
                "false" | "~" | "null" => {}
                text => line.center = text.to_owned(),
            },
        }
        Some(line)
    }
}

fn is_truth(text: &str) -> bool {
    matches!(text, "true" | "false")
}

/// A title, or a map of titles by their kinds.
fn titles(meta: &mut Meta, kind: TitleKind, value: &Value) {
    for part in value.parts() {
        let (text, lang) = match part {
            Value::Map(_) => (part.get("text").or_else(|| part.get("main")), part.get("lang")),
            other => (Some(other.text()), None),
        };
        if let Some(text) = text {
            // A title over several lines (`|`) is one.
            let text = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
            meta.titles.push(Title { kind, text, lang });
        }
    }
    // The main title comes first, whatever the order of the keys.
    meta.titles.sort_by_key(|title| title.kind != TitleKind::Main);
}

/// A name, or a map about a person or organisation.
fn agent(meta: &mut Meta, role: AgentRole, value: &Value) {
    let map = matches!(value, Value::Map(_));
    let name = if map { value.get("name") } else { Some(value.text()) };
    let Some(name) = name.filter(|name| !name.is_empty()) else { return };
    let own_role = value.get("role").and_then(|role| role_of(&role));
    let office = ["office", "affiliation", "institution"].iter().find_map(|key| value.get(key));
    meta.agents.push(Agent {
        id: format!("agent-{}", meta.agents.len() + 1),
        name,
        role: own_role.unwrap_or(role),
        office,
        dynasty: value.get("dynasty"),
        file_as: value.get("file-as"),
        lang: value.get("lang"),
        organisation: value.get("organisation").is_some_and(|value| value == "true"),
    });
}

fn role_of(word: &str) -> Option<AgentRole> {
    let key = KEYS.iter().find(|(known, _)| *known == word)?.1;
    match key {
        FieldKey::Agent(role) => Some(role),
        _ => None,
    }
}

fn subjects(meta: &mut Meta, value: &Value) {
    for part in value.parts() {
        let text = part.text();
        let words = match value {
            Value::List(_) => vec![text],
            _ => text.split([',', '，', '、', ';', '；']).map(str::to_owned).collect(),
        };
        let words = words.into_iter().map(|word| word.trim().to_owned());
        meta.subjects.extend(words.filter(|word| !word.is_empty()));
    }
}

fn identifiers(value: &Value) -> Vec<Identifier> {
    let of = |part: &Value| {
        if let (Some(scheme), Some(value)) = (part.get("scheme"), part.get("text")) {
            return Identifier { scheme: scheme.to_lowercase(), value };
        }
        let text = part.text();
        match text.split_once(':') {
            Some((scheme, value)) if !value.starts_with("//") && !scheme.contains(' ') => {
                let (scheme, value) = (scheme.trim().to_lowercase(), value.trim().to_owned());
                Identifier { scheme, value }
            }
            Some(_) => Identifier { scheme: "uri".to_owned(), value: text },
            None => Identifier { scheme: "local".to_owned(), value: text },
        }
    };
    value.parts().into_iter().map(of).collect()
}

/// Normalises `zh_CN` and `zh-cn` to `zh-Hans` (BCP 47).
fn language(text: &str) -> String {
    let tag = text.replace('_', "-");
    match tag.to_lowercase().as_str() {
        "zh-cn" | "zh-sg" | "zh-hans-cn" | "cn" => "zh-Hans".to_owned(),
        "zh-tw" | "zh-hk" | "zh-mo" | "zh-hant-tw" => "zh-Hant".to_owned(),
        _ => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_is_read_as_metadata() {
        let found = read(
            "---\ntitle: 万物有文\nauthor:\n  - 刘文\n  - name: 周辑\n    dynasty: 清\n\
             date: 2014-9-23\nlang: zh_CN\nkeywords: [排版, 中文]\nlayout: post\n---\n正文\n",
        );
        assert_eq!(found.meta.title(TitleKind::Main), Some("万物有文"));
        assert_eq!(found.meta.agents.len(), 2);
        assert_eq!(found.meta.agents[1].dynasty.as_deref(), Some("清"));
        assert_eq!(found.meta.dates[0].iso.as_deref(), Some("2014-09-23"));
        assert_eq!(found.meta.language.as_deref(), Some("zh-Hans"));
        assert_eq!(found.meta.subjects, ["排版", "中文"]);
        assert_eq!(found.meta.extra, [("layout".to_owned(), "post".to_owned())]);
        let [unknown] = found.diagnostics.as_slice() else { panic!("{:?}", found.diagnostics) };
        assert_eq!(unknown.code, Code::FrontMatterKeys);
        assert_eq!(unknown.values, ["layout"]);
    }

    #[test]
    fn toml_is_read_as_metadata() {
        let found = read("+++\ntitle = \"序\"\ndate = 2014-09-23\n+++\n正文\n");
        assert_eq!(found.meta.title(TitleKind::Main), Some("序"));
        assert_eq!(found.meta.dates[0].iso.as_deref(), Some("2014-09-23"));
    }

    #[test]
    fn broken_front_matter_is_reported() {
        let text = "---\ntitle: \"a\nb: [\n---\n正文\n";
        let found = read(text);
        assert_eq!(found.diagnostics[0].code, Code::MarkdownFrontMatterKey);
        assert_eq!(found.meta.title(TitleKind::Main), Some("a"));
        assert_eq!(&text[found.end..], "正文\n");
        assert_eq!(read("+++\na = \n+++\n").diagnostics.len(), 1);
    }

    /// As in posts of Hexo: tabs as indent, after the key, and at line ends.
    #[test]
    fn tabs_are_spaces() {
        for text in [
            "---\ntitle:\t序\nauthor: 刘文\t\ntags:\n\t- 甲\n\t- 乙\n---\n",
            "---\ntitle: 序\nauthor:\n\tname: 刘文\ntags:\t[甲,\t乙]\n---\n",
            "---\ntitle: 序\nauthor: 刘文\ntags:\n\t- 甲\n  - 乙\n\n\t\n---\n",
        ] {
            let found = read(text);
            assert!(found.diagnostics.is_empty(), "{text}: {:?}", found.diagnostics);
            assert_eq!(found.meta.title(TitleKind::Main), Some("序"), "{text}");
            assert_eq!(found.meta.agents[0].name, "刘文", "{text}");
            assert_eq!(found.meta.subjects, ["甲", "乙"], "{text}");
        }
    }

    #[test]
    fn a_line_that_is_no_yaml_is_taken_as_it_is_written() {
        let found = read("---\ntitle: 甲: 乙\nauthor: @刘文\nkeywords: [\n---\n");
        assert_eq!(found.meta.title(TitleKind::Main), Some("甲: 乙"));
        assert_eq!(found.meta.agents[0].name, "@刘文");
        assert!(found.meta.subjects.is_empty());
        assert_eq!(found.diagnostics.len(), 3);
    }

    #[test]
    fn one_key_that_cannot_be_read_loses_no_other() {
        let text =
            "---\ntitle: 序\nthumbnail: %20a\ntags:\n  - 甲\n- 乙\nauthor: 刘文\n---\n正文\n";
        let found = read(text);
        assert_eq!(found.meta.title(TitleKind::Main), Some("序"));
        assert_eq!(found.meta.agents[0].name, "刘文");
        let [lost, more] = &found.diagnostics[..] else { panic!("{:?}", found.diagnostics) };
        assert_eq!(lost.code, Code::MarkdownFrontMatterKey);
        assert_eq!((lost.values[0].as_str(), more.values[0].as_str()), ("thumbnail", "tags"));
        let at = |found: &Diagnostic| found.span.unwrap().start as usize;
        assert!(text[at(lost)..].starts_with("%20a"), "{}", &text[at(lost)..]);
    }

    #[test]
    fn null_is_no_value() {
        let found = read("---\ntitle: null\nauthor: ~\ntags: [~, 甲]\nlayout: 'null'\n---\n");
        assert!(found.meta.titles.is_empty() && found.meta.agents.is_empty());
        assert_eq!(found.meta.subjects, ["甲"]);
        assert_eq!(found.meta.extra, [("layout".to_owned(), "null".to_owned())]);
    }

    #[test]
    fn rules_are_no_front_matter() {
        for text in ["---\n\na\n---\n", "---\n一段话\n---\n", "---\n", "a\n---\nb\n---\n"] {
            assert_eq!(read(text).end, 0, "{text}");
        }
    }
}
