//! References between the files of a book.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic};
use crate::model::{
    Agent, Attr, Block, Document, Inline, LanguageSpan, Link, Reference, ReferenceShows, id_of,
    plain_text, visit_blocks_mut, visit_inlines_mut,
};
use crate::text::address::{decoded, join};

/// The targets of references in each file of a book.
#[derive(Debug, Default)]
pub(super) struct Places {
    files: BTreeMap<String, ChapterIds>,
    /// The ids in the book, each with the document that has it; `None` for authors, and for headings
    /// that are made here.
    ids: BTreeMap<String, Option<usize>>,
    /// The next number of the ids that begin alike.
    next: BTreeMap<String, usize>,
    /// The number of documents with ids.
    documents: usize,
}

#[derive(Debug, Default)]
struct ChapterIds {
    /// The document of the file, the first if the file is listed twice.
    document: Option<usize>,
    /// The id of its chapter.
    head: Option<String>,
    /// The ids in the book of those in the file that another file also has.
    renamed: BTreeMap<String, String>,
}

impl Places {
    /// The places of the files at these paths, in a book of these authors.
    pub(super) fn of(paths: &[&str], agents: &[Agent]) -> Self {
        let file = |path: &&str| ((*path).to_owned(), ChapterIds::default());
        let files = paths.iter().map(file).collect();
        let ids = agents.iter().map(|agent| (agent.id.clone(), None)).collect();
        Self { files, ids, ..Self::default() }
    }

    /// Records the ids of the document of the file at `path`; those that another document also has
    /// are renamed.
    pub(super) fn take(&mut self, path: &str, document: &mut Document) {
        let index = Some(self.documents);
        self.documents += 1;
        let mut own: BTreeSet<&str> = BTreeSet::new();
        document.attrs(&mut |attr| own.extend(attr.id.as_deref()));
        own.extend(document.assets.iter().map(|asset| asset.id.as_str()));
        let mut renamed = BTreeMap::new();
        for id in &own {
            let mut name = (*id).to_owned();
            if self.ids.contains_key(*id) {
                name = self.numbered(id, 2, &own);
                renamed.insert((*id).to_owned(), name.clone());
            }
            self.ids.insert(name, index);
        }
        if !renamed.is_empty() {
            rename(document, &renamed);
        }
        if let Some(file) = self.files.get_mut(path).filter(|file| file.document.is_none()) {
            (file.document, file.renamed) = (index, renamed);
        }
    }

    /// A unique id: these words and the next number.
    fn numbered(&mut self, words: &str, first: usize, others: &BTreeSet<&str>) -> String {
        let next = self.next.entry(words.to_owned()).or_insert(first);
        loop {
            let id = format!("{words}-{next}");
            *next += 1;
            if !others.contains(id.as_str()) && !self.ids.contains_key(&id) {
                return id;
            }
        }
    }

    /// Assigns an id to a heading without one.
    pub(super) fn identify(&mut self, words: &str, attr: &mut Attr) {
        if attr.id.is_none() {
            let id = self.numbered(words, 1, &BTreeSet::new());
            self.ids.insert(id.clone(), None);
            attr.id = Some(id);
        }
    }

    /// Records the id of a file's chapter, and assigns one if it has none.
    pub(super) fn head(&mut self, path: &str, attr: &mut Attr) {
        self.identify("chapter", attr);
        if let Some(file) = self.files.get_mut(path).filter(|file| file.head.is_none()) {
            file.head.clone_from(&attr.id);
        }
    }

    /// The file that a path means: the file itself, the source of a generated page, or the index of
    /// a folder.
    fn path(&self, path: &str) -> Option<&str> {
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"));
        let folder = path.trim_end_matches('/');
        let names = [".md", ".qmd", ".txt", "/index.md", "/README.md", "/index.qmd"];
        let of_stem = stem
            .into_iter()
            .flat_map(|stem| names[..3].iter().map(move |end| format!("{stem}{end}")));
        let of_folder = names.iter().map(|end| format!("{folder}{end}"));
        let readme = stem.and_then(|stem| stem.strip_suffix("index"));
        let readme = readme.map(|folder| format!("{folder}README.md"));
        std::iter::once(path.to_owned())
            .chain(of_stem)
            .chain(readme)
            .chain(of_folder)
            .find_map(|name| self.files.get_key_value(&name))
            .map(|(path, _)| path.as_str())
    }

    /// Resolves `address` in the file at `from` to a path relative to the book's folder; an error
    /// if it is not a file of the book, `None` if it leads out of the book.
    fn address(&self, from: &str, address: &str) -> Option<Result<String, ()>> {
        let is_outside = address.is_empty()
            || address.starts_with('#')
            || address.starts_with("//")
            || address.split('/').next().is_some_and(|first| first.contains(':'));
        if is_outside {
            return None;
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let path = match path.strip_prefix('/') {
            // From the root of the site, which is the book's folder or one in it: mdBook's `src`.
            Some(rooted) => {
                folders(from).find_map(|folder| self.path(&format!("{folder}{rooted}")))
            }
            None => join(from, &path).and_then(|path| self.path(&path)),
        };
        Some(path.map(|path| format!("{path}#{}", decoded(fragment))).ok_or(()))
    }

    /// The id in the book for an address relative to its folder.
    fn id(&self, address: &str) -> Option<&str> {
        let (path, fragment) = address.split_once('#')?;
        let file = self.files.get(path)?;
        let place = |name: String| {
            if let Some(renamed) = file.renamed.get(&name) {
                return Some(renamed.as_str());
            }
            let (id, document) = self.ids.get_key_value(&name)?;
            (document.is_some() && *document == file.document).then_some(id.as_str())
        };
        let names =
            [fragment.to_owned(), fragment.to_lowercase(), id_of(fragment).into_owned()];
        names.into_iter().find_map(place).or(file.head.as_deref())
    }
}

/// The ancestor folders of a file, outermost first, each with its `/`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once("").chain(path.match_indices('/').map(|(at, _)| &path[..=at]))
}

/// Rewrites the links in the document of the file at `from` to addresses relative to the book's
/// folder; links to missing files become text, and are reported.
pub(super) fn lead(document: &mut Document, from: &str, places: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    each_inline(document, &mut |inline| {
        let Inline::Link(link) = inline else { return };
        match places.address(from, &link.target) {
            None => {}
            Some(Ok(address)) => link.target = address,
            Some(Err(())) => {
                let values: [&dyn std::fmt::Display; 2] = [&link.target, &from];
                found.push(Diagnostic::new(Code::ReferenceLost, values).at(link.attr.span));
                let content = std::mem::take(&mut link.content);
                let attr = std::mem::take(&mut link.attr);
                *inline = Inline::Span(Box::new(LanguageSpan { attr, content }));
            }
        }
    });
    found
}

/// Rewrites links to files of the book to the ids of their chapters, and references to places in other
/// files, whose ids may have been renamed to XML names. A link without text prints the number of its
/// target, 第三章, or its page (`.page`).
pub(super) fn resolve(book: &mut Document, places: &Places) {
    each_inline(book, &mut |inline| match inline {
        Inline::Link(link) => {
            if let Some(id) = places.id(&link.target) {
                *inline = led(std::mem::take(&mut **link), id);
            }
        }
        Inline::Reference(it) if !places.ids.contains_key(&it.target) => {
            let name = id_of(&it.target).into_owned();
            if places.ids.contains_key(&name) {
                it.target = name;
            }
        }
        _ => {}
    });
}

/// A link to the place of this id.
fn led(mut link: Link, id: &str) -> Inline {
    let page = link.attr.classes.iter().position(|class| class == PAGE);
    if page.is_none() && !plain_text(&link.content).is_empty() {
        link.target = format!("#{id}");
        return Inline::Link(Box::new(link));
    }
    let Link { mut attr, content, .. } = link;
    let shows = match page {
        Some(page) => {
            attr.classes.remove(page);
            ReferenceShows::Page
        }
        None => ReferenceShows::Number,
    };
    Inline::Reference(Box::new(Reference { attr, target: id.to_owned(), shows, content }))
}

/// The class of a link that prints the page of its target.
const PAGE: &str = "page";

fn each_inline(document: &mut Document, f: &mut dyn FnMut(&mut Inline)) {
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, f);
    }
}

/// Renames ids, and the references to them.
fn rename(document: &mut Document, names: &BTreeMap<String, String>) {
    let new = |id: &mut String| {
        if let Some(name) = names.get(id.as_str()) {
            id.clone_from(name);
        }
    };
    let new_of = |attr: &mut Attr| attr.id.iter_mut().for_each(new);
    for asset in &mut document.assets {
        new(&mut asset.id);
    }
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            block.attrs_mut(&mut |attr| new_of(attr));
            match block {
                Block::Note(note) => note.references.iter_mut().for_each(new),
                Block::Figure(figure) => {
                    figure.images.iter_mut().for_each(|image| new(&mut image.asset));
                }
                Block::Contents(contents) => {
                    contents
                        .entries
                        .iter_mut()
                        .filter_map(|it| it.target.as_mut())
                        .for_each(new);
                }
                _ => {}
            }
        });
        visit_inlines_mut(blocks, &mut |inline| {
            inline.attrs_mut(&mut |attr| new_of(attr));
            match inline {
                Inline::Link(link) => {
                    let inner =
                        link.target.strip_prefix('#').map(|id| decoded(id).into_owned());
                    if let Some(name) = inner.and_then(|id| names.get(&id)) {
                        link.target = format!("#{name}");
                    }
                }
                Inline::NoteRef(mark) => new(&mut mark.target),
                Inline::Note(note) => note.references.iter_mut().for_each(new),
                Inline::Image(image) => new(&mut image.asset),
                Inline::Reference(reference) => new(&mut reference.target),
                _ => {}
            }
        });
    }
}
