//! E-books (EPUB 2.0.1 and 3.3): the files of the spine in order, read as one page.
//!
//! Takes a container, returns a document with all visible text of its spine, the metadata of the
//! package document, its images and cover. Each file with text is a separate source. The contents
//! (nav, NCX) determine the headings and their levels. Encrypted content is refused, except fonts,
//! which are not read.

mod package;
mod toc;

use std::collections::BTreeSet;

use super::Reading;
use super::html::book::{TocEntry, book, resolve};
use crate::config::{InputFormat, ReadOptions};
use crate::container::Container;
use crate::context::Limits;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::model::{self, Asset, AssetKind, Attr, Block, Bytes, Credit, CreditKind, Document};
use crate::source::{Input, Source};
use crate::xml::{self, Element, Event, Reader};

use package::Package;

/// The member that names the package document (OCF, EPUB 3.3 §4.2.6.3).
pub(super) const CONTAINER: &str = "META-INF/container.xml";
/// The member that lists encrypted content (§4.2.6.3.2).
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// Methods of font obfuscation, which do not protect the text (§4.4; Adobe's own).
const OBFUSCATIONS: [&str; 2] =
    ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Reads an e-book.
///
/// # Errors
///
/// A container that is damaged, protected or beyond a limit, and one without a package document.
pub(super) fn read(input: &Input, options: &ReadOptions, limits: &Limits) -> Result<Reading> {
    let mut container = Container::open(&input.bytes, limits)?;
    let path = package_path(&mut container)?;
    let text = text_of(&mut container, &path)?;
    let text = text.ok_or_else(|| Error::new(Code::BookPart, [&path]))?;
    let package = Package::parse(&text, &path).map_err(|error| {
        Error::new(Code::BookUnread, [&path, &error.diagnostic().values[0]])
    })?;
    let locked = encrypted(&mut container)?;
    let mut members = Members {
        container,
        options,
        sources: vec![Source::container(input, InputFormat::Epub)],
        diagnostics: Vec::new(),
    };
    for id in &package.unknown {
        members.diagnostics.push(Diagnostic::new(Code::BookOrder, [id]));
    }
    for path in &package.spine {
        if locked.contains(path) {
            return Err(Error::new(Code::BookLocked, [path]));
        }
        members.add(path)?;
    }
    if members.sources.len() == 1 {
        return Err(members.nothing());
    }
    let BookContents { mut entries, pages } = members.contents(&package)?;
    // The contents may list themselves, and the cover; missing files are reported.
    entries.retain(|it| package.reads(&it.path) || !members.container.has(&it.path));
    for path in &package.unread {
        members.diagnostics.push(Diagnostic::new(Code::BookUnlisted, [path]));
    }
    let Members { mut container, sources, mut diagnostics, .. } = members;
    let book = book(&sources[1..], &entries, &pages, package.cover.as_deref(), package.own)?;
    diagnostics.extend(book.diagnostics);
    let mut document = Document::new(package.meta);
    (document.front, document.body, document.assets) = (book.front, book.body, book.assets);
    let dates = package.title_page.map(|path| dates(&mut container, &path)).transpose()?;
    document.front.splice(0..0, dates.into_iter().flatten());
    if let Some(cover) = package.cover {
        document.meta.cover = Some(cover_asset(&mut document.assets, cover));
    }
    for asset in &mut document.assets {
        // A missing file is looked for beside the book, and reported if it is not there either.
        let known = !locked.contains(&asset.href);
        if let Some(data) = known.then(|| container.read(&asset.href)).transpose()?.flatten() {
            asset.kind = AssetKind::of(&data);
            asset.data = Some(Bytes(data));
        }
    }
    document.sources = sources.iter().map(|source| source.info.clone()).collect();
    Ok(Reading { document, sources, diagnostics, claims: Vec::new() })
}

/// The date lines on a title page made by paiban, which belong to the text; the rest of the page
/// repeats the metadata.
fn dates(container: &mut Container<'_>, path: &str) -> Result<Vec<Block>> {
    let text = text_of(container, path)?.unwrap_or_default();
    let mut reader = Reader::new(&text, xml::Limits::default());
    let (mut dates, mut is_date) = (Vec::new(), false);
    while let Ok(Some(event)) = reader.next_event() {
        match event {
            Event::Start(element) => {
                is_date = element.attribute("class") == Some("dateline");
            }
            Event::Text(text) if is_date => {
                let (kind, content) = (CreditKind::Dateline, vec![model::text(text)]);
                let credit = Credit { attr: Attr::default(), kind, content };
                dates.push(Block::Credit(Box::new(credit)));
            }
            Event::End => is_date = false,
            _ => {}
        }
    }
    Ok(dates)
}

/// The entries of nav and NCX.
#[derive(Debug, Default)]
struct BookContents {
    entries: Vec<TocEntry>,
    /// Pages of the printed edition.
    pages: Vec<TocEntry>,
}

/// The files of the spine, decoded.
struct Members<'a> {
    container: Container<'a>,
    options: &'a ReadOptions,
    sources: Vec<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl Members<'_> {
    /// Decodes a file; one that is not text or missing is reported, without stopping the others.
    fn add(&mut self, path: &str) -> Result<()> {
        let Some(bytes) = self.container.read(path)? else {
            self.diagnostics.push(Diagnostic::new(Code::BookMember, [&path]));
            return Ok(());
        };
        let index = u16::try_from(self.sources.len()).unwrap_or(u16::MAX);
        let options = ReadOptions { from: None, ..self.options.clone() };
        match Source::member(path, index, &bytes, &options) {
            Ok((mut source, mut found)) => {
                source.info.format = InputFormat::Html.id().to_owned();
                self.sources.push(source);
                self.diagnostics.append(&mut found);
            }
            // An empty file loses nothing.
            Err(error) if error.diagnostic().code == Code::SourceEmpty => {}
            Err(error) => {
                let reason = error.diagnostic().message(crate::diag::Language::English);
                self.diagnostics.push(Diagnostic::new(Code::BookUnread, [&path, &reason]));
            }
        }
        Ok(())
    }

    /// Why there is nothing to read.
    fn nothing(&self) -> Error {
        let named = |it: &&Diagnostic| it.code != Code::BookOrder;
        match self.diagnostics.iter().find(named) {
            Some(found) => Error::new(Code::BookPart, [&found.values[0]]),
            None => Error::new(Code::BookPart, [&"spine"]),
        }
    }

    /// The contents: those of nav, else of the NCX; a book without either has none. The list of
    /// pages likewise.
    fn contents(&mut self, package: &Package) -> Result<BookContents> {
        let mut contents = BookContents::default();
        for (path, is_nav) in [(&package.nav, true), (&package.ncx, false)] {
            let Some(path) = path else { continue };
            let Some(text) = text_of(&mut self.container, path)? else {
                self.diagnostics.push(Diagnostic::new(Code::BookMember, [path]));
                continue;
            };
            let of = |list| match is_nav {
                true => toc::of_nav(&text, path, list),
                false => toc::of_ncx(&text, path, list),
            };
            if contents.entries.is_empty() {
                contents.entries = of(toc::CONTENTS);
            }
            if contents.pages.is_empty() {
                contents.pages = of(toc::PAGES);
            }
        }
        Ok(contents)
    }
}

/// The text of a member of the package: XML in UTF-8 or UTF-16 (EPUB 3.3 §3.9).
fn text_of(container: &mut Container<'_>, path: &str) -> Result<Option<String>> {
    let Some(bytes) = container.read(path)? else { return Ok(None) };
    let decoded = Source::decode(Some(path), &bytes, &ReadOptions::default());
    Ok(decoded.ok().map(|(source, _)| source.text))
}

/// The path of the package document; without an entry in the container, the member that ends in
/// `.opf`.
fn package_path(container: &mut Container<'_>) -> Result<String> {
    let text = text_of(container, CONTAINER)?.unwrap_or_default();
    let mut roots = elements(&text).into_iter().filter(|it| it.name == "rootfile");
    let roots = roots.find_map(|it| it.attribute("full-path").map(str::to_owned));
    let found = || container.paths().find(|path| path.ends_with(".opf")).map(str::to_owned);
    roots
        .filter(|path| !path.is_empty())
        .or_else(found)
        .ok_or_else(|| Error::new(Code::BookPart, [&CONTAINER]))
}

/// The encrypted members, except obfuscated fonts.
fn encrypted(container: &mut Container<'_>) -> Result<BTreeSet<String>> {
    let text = text_of(container, ENCRYPTION)?.unwrap_or_default();
    let mut locked = BTreeSet::new();
    let mut is_obfuscated = false;
    for element in elements(&text) {
        let get = |name: &str| element.attribute(name).unwrap_or_default();
        match element.name.as_str() {
            // The key's own method is within `KeyInfo`, after that of the data.
            "EncryptedData" => is_obfuscated = false,
            "EncryptionMethod" => is_obfuscated |= OBFUSCATIONS.contains(&get("Algorithm")),
            "CipherReference" if !is_obfuscated => {
                locked.extend(resolve("", get("URI")).map(|(path, _)| path));
            }
            _ => {}
        }
    }
    Ok(locked)
}

/// All elements of a text, as far as it is well-formed.
fn elements(text: &str) -> Vec<Element> {
    let mut reader = Reader::new(text, xml::Limits::default());
    let mut found = Vec::new();
    while let Ok(Some(event)) = reader.next_event() {
        if let Event::Start(element) = event {
            found.push(element);
        }
    }
    found
}

/// The id of the image at a path, which need not be in the text.
fn cover_asset(assets: &mut Vec<Asset>, path: String) -> String {
    if let Some(known) = assets.iter().find(|asset| asset.href == path) {
        return known.id.clone();
    }
    let id = format!("asset-{}", assets.len() + 1);
    assets.push(Asset::named(id.clone(), path));
    id
}
