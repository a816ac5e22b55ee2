//! Metadata in the head of a page (HTML Standard, 4.2; Dublin Core, Open Graph, and the names used
//! by Chinese authorities, GB/T 39477 and the like).

use super::attributes;
use super::tree::Tree;
use crate::model::{Agent, AgentRole, Date, DateKind, Meta, Title, TitleKind};

/// The meaning of a `meta` name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MetaField {
    Title,
    Author,
    Date,
    Source,
    Subjects,
    Description,
}

/// The names, in lower case; the first non-empty value of a field is used.
const NAMES: [(&str, MetaField); 22] = [
    ("articletitle", MetaField::Title),
    ("dc.title", MetaField::Title),
    ("dcterms.title", MetaField::Title),
    ("og:title", MetaField::Title),
    ("dc.creator", MetaField::Author),
    ("dcterms.creator", MetaField::Author),
    ("author", MetaField::Author),
    ("article:author", MetaField::Author),
    ("dc.date", MetaField::Date),
    ("dcterms.date", MetaField::Date),
    ("pubdate", MetaField::Date),
    ("publishdate", MetaField::Date),
    ("article:published_time", MetaField::Date),
    ("date", MetaField::Date),
    ("contentsource", MetaField::Source),
    ("dc.source", MetaField::Source),
    ("og:site_name", MetaField::Source),
    ("keywords", MetaField::Subjects),
    ("dc.subject", MetaField::Subjects),
    ("description", MetaField::Description),
    ("dc.description", MetaField::Description),
    ("og:description", MetaField::Description),
];

/// The maximum length of a person's name, in characters: some pages put whole sentences into
/// `author`.
const LONGEST_NAME: usize = 30;

/// Reads the metadata of a page.
pub(super) fn read(tree: &Tree) -> Meta {
    let mut meta = Meta::default();
    let mut found: Vec<(MetaField, String)> = Vec::new();
    let mut title = None;
    for id in tree.within(Tree::ROOT) {
        match tree.name(id) {
            "html" => {
                meta.language = attributes::language(tree, id).filter(|it| is_east_asian(it));
            }
            "title"
                if title.is_none()
                    && tree.parent(id).map(|it| tree.name(it)) == Some("head") =>
            {
                title = Some(one_line(&tree.text_within(id))).filter(|it| !it.is_empty());
            }
            "meta" => {
                let name = tree.get(id, "name").or_else(|| tree.get(id, "property"));
                let name = name.unwrap_or_default().to_ascii_lowercase();
                let content = one_line(tree.get(id, "content").unwrap_or_default());
                let field = NAMES.iter().find(|(known, _)| *known == name);
                if let Some((_, field)) = field.filter(|_| !content.is_empty()) {
                    found.push((*field, content));
                }
            }
            "body" => break,
            _ => {}
        }
    }
    let first =
        |wanted| found.iter().find(|(field, _)| *field == wanted).map(|(_, it)| it.clone());
    let named = first(MetaField::Title).or(title);
    meta.titles.extend(named.map(|text| Title { kind: TitleKind::Main, text, lang: None }));
    if let Some(name) = first(MetaField::Author).filter(|it| it.chars().count() <= LONGEST_NAME)
    {
        let (id, role) = ("agent-1".to_owned(), AgentRole::Author);
        meta.agents.push(Agent { id, name, role, ..Agent::default() });
    }
    if let Some(text) = first(MetaField::Date)
        && let Some(iso) = iso(&text)
    {
        meta.dates.push(Date { kind: DateKind::Published, text, iso: Some(iso) });
    }
    meta.sources.extend(first(MetaField::Source));
    meta.description = first(MetaField::Description);
    let subjects = first(MetaField::Subjects).unwrap_or_default();
    let subjects = subjects.split([',', '，', ';', '；', '、']).map(str::trim);
    meta.subjects = subjects.filter(|it| !it.is_empty()).map(str::to_owned).collect();
    meta
}

/// The encoding declared in a page (HTML Standard, 4.2.5.4).
pub(super) fn declared(tree: &Tree) -> Option<&str> {
    let metas = tree.within(Tree::ROOT).take_while(|id| tree.name(*id) != "body");
    let mut named = metas.filter(|id| tree.name(*id) == "meta").filter_map(|id| {
        let content = || tree.get(id, "content")?.split_once("charset=").map(|(_, name)| name);
        tree.get(id, "charset").or_else(content)
    });
    named.next().map(|name| name.trim().trim_matches(['"', '\'']))
}

/// The title of the page without the trailing name of the site: 老街早市_江城网.
pub(super) fn without_site(title: &str) -> &str {
    let parts = [" - ", " | ", " – ", " — ", "_", "|", "－", "--", "-"];
    let cut =
        parts.iter().filter_map(|part| title.split_once(part)).map(|(title, _)| title.trim());
    cut.filter(|title| title.chars().count() >= 2)
        .min_by_key(|title| title.len())
        .unwrap_or(title)
}

/// Chinese, Japanese and Korean: such declarations are reliable; others are often a template's
/// `en`.
fn is_east_asian(language: &str) -> bool {
    ["zh", "ja", "ko"].iter().any(|it| language.to_ascii_lowercase().starts_with(it))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The date at the beginning of a timestamp: 2019-02-25T10:20:00+08:00, 2019年2月25日.
fn iso(text: &str) -> Option<String> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let fits = |it: &str, most: u8| it.parse::<u8>().is_ok_and(|it| (1..=most).contains(&it));
    let valid = year.len() == 4 && fits(month, 12) && fits(day, 31);
    valid.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_sites_name() {
        assert_eq!(without_site("老街早市_江城网"), "老街早市");
        assert_eq!(without_site("老街早市 - 文化 - 江城网"), "老街早市");
        assert_eq!(without_site("老街早市"), "老街早市");
    }

    #[test]
    fn days_of_pages() {
        assert_eq!(iso("2019-02-25T10:20:00+08:00").as_deref(), Some("2019-02-25"));
        assert_eq!(iso("2019年2月5日").as_deref(), Some("2019-02-05"));
        assert_eq!(iso("昨天"), None);
    }
}
