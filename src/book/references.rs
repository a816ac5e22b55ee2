//! References within a book: what leads from one file to another.

use std::collections::BTreeMap;

use super::paths;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Attr, Block, Document, Inline, LanguageSpan, visit_blocks_mut, visit_inlines_mut,
};
use crate::text::address::decoded;

/// What each file of a book may be reached by.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By path: the id of the chapter, and the ids in the book of those in the file.
    files: BTreeMap<String, File>,
    /// The paths by the number of their source.
    order: Vec<String>,
}

#[derive(Debug, Default)]
struct File {
    head: Option<String>,
    ids: BTreeMap<String, String>,
}

impl Places {
    /// Adds a file that has so many sources; one that is named twice is reached where it stands
    /// first.
    pub(super) fn add(&mut self, path: &str, sources: usize, ids: BTreeMap<String, String>) {
        self.order.extend(std::iter::repeat_n(path.to_owned(), sources));
        self.files.entry(path.to_owned()).or_insert(File { head: None, ids });
    }

    /// Notes the id of a file's chapter, which gets one where it has none.
    pub(super) fn head(&mut self, path: &str, attr: &mut Attr) {
        let number = self.order.iter().position(|it| it == path).unwrap_or_default() + 1;
        let Some(file) = self.files.get_mut(path) else { return };
        if file.head.is_none() {
            let id = attr.id.get_or_insert_with(|| format!("chapter-{number}"));
            file.head = Some(id.clone());
        }
    }

    /// The id in the book of what an address in a file leads to; an error where the file or the
    /// place in it is not of the book; none for addresses outside.
    fn find(&self, from: &str, address: &str) -> Option<Result<&str, ()>> {
        let is_outside = address.is_empty()
            || address.starts_with('#')
            || address.starts_with("//")
            || address.split('/').next().is_some_and(|first| first.contains(':'));
        if is_outside {
            return None;
        }
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = decoded(path.split('?').next().unwrap_or_default());
        let Some(path) = paths::join(from, &path) else { return Some(Err(())) };
        let Some(file) = self.file(&path) else { return Some(Err(())) };
        let fragment = decoded(fragment);
        let place = match fragment.is_empty() {
            true => None,
            false => file.ids.get(fragment.as_ref()).or_else(|| {
                let lower = fragment.to_lowercase();
                file.ids.get(&lower)
            }),
        };
        Some(place.or(file.head.as_ref()).map(String::as_str).ok_or(()))
    }

    /// The file that a path names: itself, the page that is made of it, or a folder's own.
    fn file(&self, path: &str) -> Option<&File> {
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"));
        let folder = path.trim_end_matches('/');
        let names = [".md", ".qmd", ".txt", "/index.md", "/README.md", "/index.qmd"];
        let of_stem = stem
            .into_iter()
            .flat_map(|stem| names[..3].iter().map(move |end| format!("{stem}{end}")));
        let of_folder = names.iter().map(|end| format!("{folder}{end}"));
        let readme = stem.and_then(|stem| stem.strip_suffix("index")).into_iter();
        let readme = readme.map(|folder| format!("{folder}README.md"));
        std::iter::once(path.to_owned())
            .chain(of_stem)
            .chain(readme)
            .chain(of_folder)
            .find_map(|name| self.files.get(&name))
    }
}

/// Leads links over files to where they mean; those that lead nowhere are text, and reported.
pub(super) fn resolve(book: &mut Document, places: &Places) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for blocks in [&mut book.front, &mut book.body, &mut book.back] {
        visit_inlines_mut(blocks, &mut |inline| {
            let Inline::Link(link) = inline else { return };
            let source = link.attr.span.or_else(|| span_of(&link.content)).map(|it| it.source);
            let Some(from) = places.order.get(usize::from(source.unwrap_or_default())) else {
                return;
            };
            match places.find(from, &link.target) {
                None => {}
                Some(Ok(id)) => link.target = format!("#{id}"),
                Some(Err(())) => {
                    let place = link.attr.span.or_else(|| span_of(&link.content));
                    let values: [&dyn std::fmt::Display; 2] = [&link.target, from];
                    found.push(Diagnostic::new(Code::ReferenceLost, values).at(place));
                    let content = std::mem::take(&mut link.content);
                    let attr = std::mem::take(&mut link.attr);
                    *inline = Inline::Span(Box::new(LanguageSpan { attr, content }));
                }
            }
        });
    }
    found
}

fn span_of(inlines: &[Inline]) -> Option<crate::model::Span> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) => text.span,
        other => other.attr().and_then(|attr| attr.span),
    })
}

/// Gives ids their new names, and what refers to them.
pub(super) fn rename(document: &mut Document, names: &BTreeMap<String, String>) {
    let new = |id: &mut String| {
        if let Some(name) = names.get(id.as_str()) {
            id.clone_from(name);
        }
    };
    let new_of = |attr: &mut Attr| attr.id.iter_mut().for_each(new);
    for asset in &mut document.assets {
        new(&mut asset.id);
    }
    for agent in &mut document.meta.agents {
        new(&mut agent.id);
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
                Inline::Name(name) => name.target.iter_mut().for_each(new),
                _ => {}
            }
        });
    }
}
