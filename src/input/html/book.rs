//! Several pages that form one work: the files of an e-book, in reading order (EPUB 3.3 §5.7).
//!
//! Takes the decoded files and their table of contents, returns blocks as of one page: identifiers
//! and links are made unique in the book, so that notes may be in another file than their marks.
//! Headings are those of the text; the contents determine their levels, and if the text has no
//! heading for an entry, one is made and reported.

use std::collections::{BTreeMap, BTreeSet};

use super::stream::{StreamItem, nested};
use super::tree::{Id, Tree};
use super::walk::{ContentsMark, Walk};
use super::{parsed, title_block};
use crate::diag::{Code, Diagnostic, Result};
use crate::input::elements::{self, ElementRole};
use crate::model::{Asset, Block};
use crate::source::Source;
use crate::text::address::percent_decoded;

/// An entry of the contents.
#[derive(Clone, Debug)]
pub(in crate::input) struct TocEntry {
    /// From 1.
    pub(in crate::input) level: u8,
    pub(in crate::input) title: String,
    /// The file, and the identifier of a place in it, which may be empty.
    pub(in crate::input) path: String,
    pub(in crate::input) fragment: String,
}

/// The content of the files.
#[derive(Debug, Default)]
pub(in crate::input) struct BookContent {
    /// The title and the blocks above it, if a page marks it as the title of the work.
    pub(in crate::input) front: Vec<Block>,
    pub(in crate::input) body: Vec<Block>,
    /// Images, by their paths in the container.
    pub(in crate::input) assets: Vec<Asset>,
    pub(in crate::input) diagnostics: Vec<Diagnostic>,
}

/// Reads the files; `pages` are those of the printed edition. A file that contains only the image
/// at the path `cover` is left out. With `own`, for books written by paiban, nothing is guessed.
///
/// # Errors
///
/// A file that is nested deeper, or has tags of more attributes, than can be read.
pub(in crate::input) fn book(
    sources: &[Source],
    contents: &[TocEntry],
    pages: &[TocEntry],
    cover: Option<&str>,
    own: bool,
) -> Result<BookContent> {
    let mut tree = Tree::joined(sources.iter().map(parsed).collect::<Result<_>>()?);
    let paths: Vec<&str> =
        sources.iter().map(|source| source.info.name.as_deref().unwrap_or_default()).collect();
    let places = Places::settle(&mut tree, &paths);
    places.link(&mut tree);
    let order: Vec<Id> = tree.within(Tree::ROOT).collect();
    let covers: BTreeSet<usize> = match cover {
        Some(cover) => {
            (0..paths.len()).filter(|page| shows_only(&tree, &order, *page, cover)).collect()
        }
        None => BTreeSet::new(),
    };
    let (mut marks, mut diagnostics) = marks(&tree, &order, &places, contents, &covers);
    if own {
        // A file without a heading gets its name from the contents.
        marks.retain(|_, mark| matches!(mark, ContentsMark::Heading(_)));
        diagnostics.retain(|found| found.code != Code::BookHeading);
    }
    covers.into_iter().for_each(|page| tree.leave_out(page));
    let mut walk = Walk::new(&tree, sources);
    walk.marks = marks;
    walk.own = own;
    let begins =
        |it: &TocEntry| Some((places.element(&it.path, &it.fragment)?, it.title.clone()));
    walk.pages = pages.iter().filter_map(begins).collect();
    walk.diagnostics = diagnostics;
    let mut items = walk.page();
    let mut book = BookContent { assets: walk.assets.list, ..BookContent::default() };
    book.diagnostics = walk.diagnostics;
    let is_title = |item: &StreamItem| {
        matches!(item, StreamItem::Heading(0, _) | StreamItem::Block(Block::Title(_)))
    };
    if let Some(at) = items.iter().position(is_title) {
        if let StreamItem::Heading(_, section) = &mut items[at] {
            items[at] = StreamItem::Block(title_block(std::mem::take(section)));
        }
        let body = items.split_off(at + 1);
        book.front = nested(items);
        items = body;
    }
    book.body = nested(items);
    Ok(book)
}

/// Resolves an address in the file at `base` to a path and a place; `None` if it leads out of the
/// container.
pub(in crate::input) fn resolve(base: &str, href: &str) -> Option<(String, String)> {
    let href = href.trim();
    let scheme = href.find(|c: char| !c.is_ascii_alphanumeric() && !"+.-".contains(c));
    if href.starts_with("//") || scheme.is_some_and(|at| at > 0 && href[at..].starts_with(':'))
    {
        return None;
    }
    let decoded = |text: &str| String::from_utf8_lossy(&percent_decoded(text)).into_owned();
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return Some((base.to_owned(), decoded(fragment)));
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    let path = decoded(path);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), decoded(fragment)))
}

/// The identifiers of all files, made unique in the book.
struct Places<'a> {
    paths: &'a [&'a str],
    /// By file and identifier in it: the identifier in the book, and the element.
    known: BTreeMap<(usize, String), (String, Id)>,
    /// The bodies of the files.
    bodies: BTreeMap<usize, Id>,
}

impl<'a> Places<'a> {
    /// Makes identifiers that several files have unique.
    fn settle(tree: &mut Tree, paths: &'a [&'a str]) -> Self {
        let mut taken = BTreeSet::new();
        let mut places = Self { paths, known: BTreeMap::new(), bodies: BTreeMap::new() };
        for id in tree.within(Tree::ROOT).collect::<Vec<_>>() {
            let page = tree.page(id);
            if tree.name(id) == "body" {
                places.bodies.entry(page).or_insert(id);
            }
            for attribute in ["id", "name"] {
                let Some(own) = tree.get(id, attribute).map(str::to_owned) else { continue };
                if attribute == "name" && tree.name(id) != "a" {
                    continue;
                }
                let known =
                    places.known.get(&(page, own.clone())).map(|(name, _)| name.clone());
                let name = known.unwrap_or_else(|| {
                    let mut name = own.clone();
                    if taken.contains(&name) {
                        name = format!("{own}-{}", page + 1);
                    }
                    while !taken.insert(name.clone()) {
                        name.push_str("-x");
                    }
                    places.known.insert((page, own), (name.clone(), id));
                    name
                });
                tree.set(id, attribute, &name);
            }
        }
        places
    }

    /// The file at a path.
    fn page(&self, path: &str) -> Option<usize> {
        let same = |known: &str| known.eq_ignore_ascii_case(path);
        let exact = self.paths.iter().position(|known| *known == path);
        exact.or_else(|| self.paths.iter().position(|known| same(known)))
    }

    /// The element that an address in the container leads to.
    fn element(&self, path: &str, fragment: &str) -> Option<Id> {
        let page = self.page(path)?;
        let named = self.known.get(&(page, fragment.to_owned())).map(|(_, id)| *id);
        named.or_else(|| self.bodies.get(&page).copied())
    }

    /// Rewrites links to identifiers of the book, and addresses of images to paths in the
    /// container. Links to unread files are removed.
    fn link(&self, tree: &mut Tree) {
        for id in tree.within(Tree::ROOT).collect::<Vec<_>>() {
            let base = self.paths.get(tree.page(id)).copied().unwrap_or_default();
            let attribute = match tree.name(id) {
                "img" => "src",
                "a" | "image" => "href",
                _ => continue,
            };
            let Some(target) = tree.get(id, attribute).and_then(|it| resolve(base, it)) else {
                continue;
            };
            let (path, fragment) = target;
            let address = match tree.name(id) {
                "a" => self.address(tree, &path, &fragment).unwrap_or_else(|| "#".to_owned()),
                _ => path,
            };
            tree.set(id, attribute, &address);
        }
    }

    /// The identifier of a link's target; the beginning of a file gets one if a link leads there.
    fn address(&self, tree: &mut Tree, path: &str, fragment: &str) -> Option<String> {
        let page = self.page(path)?;
        if let Some((name, _)) = self.known.get(&(page, fragment.to_owned())) {
            return Some(format!("#{name}"));
        }
        let body = *self.bodies.get(&page)?;
        if tree.get(body, "id").is_none() {
            tree.set(body, "id", &format!("file-{}", page + 1));
        }
        tree.get(body, "id").map(|id| format!("#{id}"))
    }
}

/// Whether a file contains only an image.
fn shows_only(tree: &Tree, order: &[Id], page: usize, image: &str) -> bool {
    let mut images = 0;
    let first = order.partition_point(|id| tree.page(*id) < page);
    let of_page = order[first..].iter().copied().take_while(|id| tree.page(*id) == page);
    for id in of_page {
        let shown = match tree.name(id) {
            "img" => tree.get(id, "src"),
            "image" => tree.get(id, "href"),
            _ => None,
        };
        if shown.is_some_and(|shown| shown != image)
            || (tree.text(id).is_some_and(|it| !it.trim().is_empty()) && !is_hidden(tree, id))
        {
            return false;
        }
        images += usize::from(shown.is_some());
    }
    images == 1
}

/// Whether a text is in a hidden element.
fn is_hidden(tree: &Tree, text: Id) -> bool {
    let mut around = std::iter::successors(tree.parent(text), |id| tree.parent(*id));
    around.any(|id| elements::role(tree.name(id)) == ElementRole::Hidden)
}

/// Marks elements by the contents: which are headings, of which level, and where a heading is to be
/// made.
fn marks(
    tree: &Tree,
    order: &[Id],
    places: &Places<'_>,
    contents: &[TocEntry],
    covers: &BTreeSet<usize>,
) -> (BTreeMap<Id, ContentsMark>, Vec<Diagnostic>) {
    let at: BTreeMap<Id, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let (mut marks, mut diagnostics) = (BTreeMap::new(), Vec::new());
    let targets: Vec<Option<Id>> =
        contents.iter().map(|it| places.element(&it.path, &it.fragment)).collect();
    let all: BTreeSet<usize> =
        targets.iter().flatten().filter_map(|id| at.get(id).copied()).collect();
    for (entry, target) in contents.iter().zip(&targets) {
        let Some(target) = *target else {
            diagnostics.push(Diagnostic::new(Code::BookMember, [&entry.path]));
            continue;
        };
        let from = at.get(&target).copied().filter(|_| !covers.contains(&tree.page(target)));
        let Some(from) = from else { continue };
        // The next entry's heading does not belong to this one.
        let end = all.range(from + 1..).next().copied().unwrap_or(order.len());
        match heading_from(tree, &order[from..end], target, &entry.title) {
            EntryTarget::Heading(id) => {
                marks.entry(id).or_insert(ContentsMark::Heading(entry.level));
            }
            EntryTarget::Text if !marks.contains_key(&target) => {
                marks.insert(target, ContentsMark::Made(entry.level, entry.title.clone()));
                diagnostics.push(Diagnostic::new(Code::BookHeading, [&entry.title]));
            }
            EntryTarget::Text | EntryTarget::Nothing => {}
        }
    }
    (marks, diagnostics)
}

/// The content at the place of an entry.
enum EntryTarget {
    /// A heading, or a block with the entry's text.
    Heading(Id),
    /// Text without a heading, or an image.
    Text,
    /// Neither.
    Nothing,
}

fn heading_from(tree: &Tree, order: &[Id], target: Id, title: &str) -> EntryTarget {
    let is_heading =
        |id: &Id| matches!(elements::role(tree.name(*id)), ElementRole::Heading(_));
    let around = |id: Id| std::iter::successors(Some(id), |id| tree.parent(*id));
    if let Some(heading) = around(target).find(is_heading) {
        return EntryTarget::Heading(heading);
    }
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let page = tree.page(target);
    let mut found = EntryTarget::Nothing;
    for id in order.iter().copied().take_while(|id| tree.page(*id) == page) {
        if matches!(tree.name(id), "img" | "image") {
            found = EntryTarget::Text;
        }
        if is_heading(&id) && !tree.text_within(id).trim().is_empty() {
            return EntryTarget::Heading(id);
        }
        let is_text = tree.text(id).is_some_and(|text| !text.trim().is_empty());
        if !is_text || is_hidden(tree, id) {
            continue;
        }
        let block = around(id).find(|id| elements::is_block(elements::role(tree.name(*id))));
        let words = block.map(|block| squeezed(&tree.text_within(block))).unwrap_or_default();
        let title = squeezed(title);
        let is_title =
            words == title || (words.chars().count() > 1 && title.starts_with(&words));
        return match block {
            Some(block) if is_title => EntryTarget::Heading(block),
            _ => EntryTarget::Text,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_within_a_container() {
        let path = |base, href| resolve(base, href).map(|(path, at)| format!("{path}|{at}"));
        assert_eq!(path("OEBPS/text/a.xhtml", "../图%201.png"), Some("OEBPS/图 1.png|".into()));
        assert_eq!(path("OEBPS/a.xhtml", "#n1"), Some("OEBPS/a.xhtml|n1".into()));
        assert_eq!(path("a.xhtml", "../../../b.xhtml?x#n"), Some("b.xhtml|n".into()));
        assert_eq!(path("a.xhtml", "https://example.org/"), None);
        assert_eq!(path("a.xhtml", "mailto:a@b"), None);
    }
}
