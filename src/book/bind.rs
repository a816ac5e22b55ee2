//! Binds the documents of a book into one.
//!
//! The input is one document for each file of the plan, in its order, and the plan; the result is a
//! document whose sections are the chapters, nested as in the plan, and the diagnostics. A pure
//! function that recognises nothing: headings, credits and notes are as each file was read. Sources
//! and spans keep their files, ids are unique, and references cross files.

use super::references::{self, Places};
use super::{Entry, Matter, Plan, foreign, paths};
use crate::diag::Diagnostic;
use crate::model::{
    Agent, AgentRole, Attr, Block, Credit, CreditKind, Document, Inline, Meta, Node, Section,
    SectionKind, Span, TitleKind, plain_text, text, visit, visit_blocks_mut, visit_inlines_mut,
};

/// Binds `documents`, which are those of [`Plan::files`], in that order.
pub fn bind(documents: Vec<Document>, plan: &Plan) -> (Document, Vec<Diagnostic>) {
    let files: Vec<&str> = plan.files();
    let mut book = Document::new(plan.meta.clone());
    credit_all(&mut book.meta, &documents, plan);
    let mut places = Places::of(&files, &book.meta.agents);
    let (mut parts, mut found) = (Vec::new(), Vec::new());
    for (mut document, file) in documents.into_iter().zip(&files) {
        tie_names(&mut document, &book.meta);
        places.take(file, &mut document);
        take_files(&mut document, &mut book);
        found.append(&mut references::lead(&mut document, file, &places));
        parts.push(document);
    }
    take_head(&mut book, &mut parts, plan);
    let authors = book.meta.agents_with(AgentRole::Author).map(|agent| agent.name.clone());
    let mut binder = Binder {
        authors: authors.collect(),
        documents: parts.into_iter(),
        files: files.iter(),
        places,
    };
    for entry in &plan.entries {
        let blocks = match entry.matter {
            Matter::Front => &mut book.front,
            Matter::Body => &mut book.body,
            Matter::Back => &mut book.back,
        };
        binder.entry(entry, blocks);
    }
    references::resolve(&mut book, &binder.places);
    book.sources.extend(plan.included.iter().cloned());
    (book, found)
}

/// The title of the work at the beginning of the first of a series of files becomes the book's; a table
/// of contents may precede it.
fn take_head(book: &mut Document, documents: &mut [Document], plan: &Plan) {
    let Some(at) = documents.iter().position(|document| !is_contents(document)) else { return };
    if plan.entries.get(at).is_none_or(|entry| entry.level.is_none()) {
        return;
    }
    let first = &mut documents[at];
    if book.meta.titles.is_empty() {
        book.meta.titles = std::mem::take(&mut first.meta.titles);
        book.front.append(&mut first.front);
    }
}

/// Whether a document is nothing but a table of contents.
fn is_contents(document: &Document) -> bool {
    let mut blocks = document.front.iter().chain(&document.body).chain(&document.back);
    let is_part = |block: &Block| matches!(block, Block::Contents(_) | Block::Gap(_));
    blocks.clone().all(is_part) && blocks.any(|block| matches!(block, Block::Contents(_)))
}

struct Binder<'a> {
    /// The authors of the book, whom its chapters do not repeat.
    authors: Vec<String>,
    documents: std::vec::IntoIter<Document>,
    files: std::slice::Iter<'a, &'a str>,
    places: Places,
}

impl Binder<'_> {
    /// Inserts a chapter or part after the existing ones.
    fn entry(&mut self, entry: &Entry, blocks: &mut Vec<Block>) {
        match (entry.level, &entry.file) {
            (Some(level), Some(_)) => self.file_of_series(entry, level, blocks),
            _ => blocks.push(Block::Section(Box::new(self.section(entry)))),
        }
    }

    /// A chapter or part with all below it.
    fn section(&mut self, entry: &Entry) -> Section {
        let document = entry.file.as_ref().and_then(|_| self.documents.next());
        let file = entry.file.as_ref().and_then(|_| self.files.next()).copied();
        let mut section = match document {
            Some(document) => chapter(document, entry, file.unwrap_or_default(), &self.authors),
            None => Section {
                heading: vec![text(entry.title.clone().unwrap_or_default())],
                kind: SectionKind::Chapter,
                ..Section::default()
            },
        };
        if entry.is_part {
            section.kind = SectionKind::Part;
        }
        section.numbered = entry.numbered.or(section.numbered);
        match file {
            Some(file) => self.places.head(file, &mut section.attr),
            None => self.places.identify("part", &mut section.attr),
        }
        for below in &entry.entries {
            self.entry(below, &mut section.blocks);
        }
        section
    }

    /// Adds the sections of a file of a series at the levels of the series; blocks above the first
    /// heading are added to the section before it.
    fn file_of_series(&mut self, entry: &Entry, level: u8, book: &mut Vec<Block>) {
        let (Some(document), Some(file)) = (self.documents.next(), self.files.next()) else {
            return;
        };
        let authors = authors_of(&document.meta, &self.authors);
        let mut blocks = document.front;
        blocks.extend(document.body);
        blocks.extend(document.back);
        if let Some(title) = &entry.title {
            let heading = vec![text(title.clone())];
            let kind = SectionKind::Chapter;
            let section = Section { kind, heading, blocks, ..Section::default() };
            blocks = vec![Block::Section(Box::new(section))];
        }
        let mut is_first = true;
        for mut block in blocks {
            let Block::Section(section) = &mut block else {
                // A table of contents lists the whole book.
                let depth = if matches!(block, Block::Contents(_)) { 0 } else { u8::MAX };
                last_section(book, depth).push(block);
                continue;
            };
            if std::mem::take(&mut is_first) {
                section.numbered = entry.numbered.or(section.numbered);
                let credits = credits(entry, authors.clone(), &section.blocks);
                section.blocks.splice(0..0, credits);
                self.places.head(file, &mut section.attr);
            }
            last_section(book, level.saturating_sub(1)).push(block);
        }
    }
}

/// The blocks of the last section, down to this depth.
fn last_section(blocks: &mut Vec<Block>, depth: u8) -> &mut Vec<Block> {
    let last = blocks.iter().rposition(|block| matches!(block, Block::Section(_)));
    match last.filter(|_| depth > 0) {
        None => blocks,
        Some(at) => match &mut blocks[at] {
            Block::Section(section) => last_section(&mut section.blocks, depth - 1),
            _ => unreachable!("found above"),
        },
    }
}

/// The section of one document. Its heading is the document's title or only section, else the
/// plan's title, else the title in the file's metadata, else its name.
fn chapter(document: Document, entry: &Entry, file: &str, book: &[String]) -> Section {
    let authors = authors_of(&document.meta, book);
    let named = document.meta.title(TitleKind::Main).map(str::to_owned);
    let mut blocks = document.front;
    blocks.extend(document.body);
    blocks.extend(document.back);
    let mut section = headed(blocks, entry, named.as_deref(), file);
    let credits = credits(entry, authors, &section.blocks);
    section.blocks.splice(0..0, credits);
    section
}

fn headed(mut blocks: Vec<Block>, entry: &Entry, named: Option<&str>, file: &str) -> Section {
    if let Some(at) = blocks.iter().position(|block| matches!(block, Block::Title(_)))
        && let Block::Title(title) = blocks.remove(at)
    {
        let mut heading = Vec::new();
        let mut lead = Vec::new();
        for part in title.parts {
            if !heading.is_empty() {
                heading.push(Inline::LineBreak(Box::default()));
            }
            lead.extend(part.lead);
            heading.extend(part.content);
        }
        // Gaps between the parts of a title come after the heading.
        blocks.splice(at..at, lead);
        return Section {
            attr: title.attr,
            kind: SectionKind::Chapter,
            heading,
            blocks,
            ..Section::default()
        };
    }
    let wanted = entry.title.as_deref().or(named);
    if let Some(at) = blocks.iter().position(is_section)
        && let Block::Section(section) = &blocks[at]
        && heads_all(section, at, &blocks, wanted)
    {
        let mut after = blocks.split_off(at + 1);
        if let Some(Block::Section(section)) = blocks.pop() {
            let mut section = *section;
            // What was before the heading is below it: credits, line ends.
            section.blocks.splice(0..0, blocks);
            section.blocks.append(&mut after);
            if section.kind == SectionKind::Section {
                section.kind = SectionKind::Chapter;
            }
            return section;
        }
    }
    // A title that is the heading of a part of the file is not that of the whole.
    let mut is_of_part = false;
    visit(&blocks, &mut |node| {
        if let Node::Block(Block::Section(section)) = node {
            is_of_part |= named.is_some_and(|title| is_headed(section, title));
        }
    });
    let named = named.filter(|_| !is_of_part);
    let title = entry.title.as_deref().or(named).unwrap_or_else(|| paths::title(file));
    Section {
        kind: SectionKind::Chapter,
        heading: vec![text(title)],
        blocks,
        ..Section::default()
    }
}

fn is_section(block: &Block) -> bool {
    matches!(block, Block::Section(_))
}

/// Whether the first section of a file, at `at` in its blocks, is the whole chapter: its heading is at
/// the beginning, and is the `wanted` title or the only one of its level. An image or a motto may
/// precede the wanted title, and any text one of the highest level.
fn heads_all(section: &Section, at: usize, blocks: &[Block], wanted: Option<&str>) -> bool {
    let begins = |may: fn(&Block) -> bool| blocks[..at].iter().all(may);
    let is_wanted = wanted.is_none_or(|title| is_headed(section, title));
    if begins(|block| matches!(block, Block::Gap(_) | Block::Credit(_))) {
        return is_wanted || blocks.iter().filter(|block| is_section(block)).count() == 1;
    }
    let is_highest = section.level.is_none_or(|level| level == 1);
    is_wanted
        && (is_highest
            || begins(|block| {
                matches!(
                    block,
                    Block::Gap(_)
                        | Block::Credit(_)
                        | Block::Figure(_)
                        | Block::Epigraph(_)
                        | Block::Quotation(_)
                )
            }))
}

fn is_headed(section: &Section, title: &str) -> bool {
    let bare = |text: &str| -> String { text.split_whitespace().collect() };
    bare(title) == bare(&plain_text(&section.heading))
}

/// The authors in the metadata of a file who are not those of the `book`.
fn authors_of(meta: &Meta, book: &[String]) -> Vec<String> {
    let names = meta.agents_with(AgentRole::Author).map(|agent| agent.name.clone());
    names.filter(|name| !book.contains(name)).collect()
}

/// The credit lines that are in the plan or in the metadata of the file, but not in its text.
fn credits(entry: &Entry, authors: Vec<String>, blocks: &[Block]) -> Vec<Block> {
    let has = |kind: CreditKind| {
        blocks.iter().any(|block| matches!(block, Block::Credit(it) if it.kind == kind))
    };
    let mut lines = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let authors = if entry.authors.is_empty() { authors } else { entry.authors.clone() };
    if !authors.is_empty() {
        names.push(authors.join("　"));
    }
    if !entry.translators.is_empty() {
        names.push(format!("{}　译", entry.translators.join("　")));
    }
    if !names.is_empty() && !has(CreditKind::Byline) {
        lines.push((CreditKind::Byline, names.join("　")));
    }
    let date = entry.date.clone().filter(|_| !has(CreditKind::Dateline));
    lines.extend(date.map(|date| (CreditKind::Dateline, date)));
    let source = entry.source.clone().filter(|_| !has(CreditKind::Source));
    lines.extend(source.map(|source| (CreditKind::Source, source)));
    let credit = |(kind, line)| {
        let content = vec![text(line)];
        Block::Credit(Box::new(Credit { attr: Attr::default(), kind, content }))
    };
    lines.into_iter().map(credit).collect()
}

/// Ties the names in the text, which lead to the authors of their file, to those of the book.
fn tie_names(document: &mut Document, meta: &Meta) {
    let own = &document.meta.agents;
    if own.is_empty() {
        return;
    }
    let of_book = |id: &String| {
        let own = own.iter().find(|agent| agent.id == *id)?;
        let same = meta.agents.iter().find(|agent| agent.name == own.name)?;
        Some(same.id.clone())
    };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut |inline| {
            if let Inline::Name(name) = inline {
                name.target = name.target.as_ref().and_then(of_book);
            }
        });
    }
}

/// Moves the sources and images of a document to the book, and adjusts its spans.
fn take_files(document: &mut Document, book: &mut Document) {
    let offset = u16::try_from(book.sources.len()).unwrap_or(u16::MAX);
    if offset > 0 {
        shift(document, offset);
    }
    for mut source in std::mem::take(&mut document.sources) {
        source.within = source.within.map(|within| within.saturating_add(offset));
        // The tree of a book holds titles that no file has.
        source.verbatim = false;
        book.sources.push(source);
    }
    for mut asset in std::mem::take(&mut document.assets) {
        asset.source = asset.source.saturating_add(offset);
        book.assets.push(asset);
    }
}

/// Shifts the source index of all spans.
fn shift(document: &mut Document, offset: u16) {
    let moved = |span: &mut Option<Span>| {
        span.iter_mut().for_each(|span| span.source = span.source.saturating_add(offset));
    };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_blocks_mut(blocks, &mut |block| {
            if let Block::Gap(gap) = block {
                moved(&mut gap.span);
            }
            block.attrs_mut(&mut |attr| moved(&mut attr.span));
        });
        visit_inlines_mut(blocks, &mut |inline| {
            match inline {
                Inline::Text(text) => moved(&mut text.span),
                Inline::Gap(gap) => moved(&mut gap.span),
                _ => {}
            }
            inline.attrs_mut(&mut |attr| moved(&mut attr.span));
        });
    }
}

/// The authors of chapters become contributors to the book. If the plan names no author and all
/// chapters have the same ones, they are the book's authors.
fn credit_all(meta: &mut Meta, documents: &[Document], plan: &Plan) {
    let mut by_file: Vec<Vec<&str>> = Vec::new();
    for document in documents {
        let authors = document.meta.agents_with(AgentRole::Author);
        by_file.push(authors.map(|agent| agent.name.as_str()).collect());
    }
    let mut planned: Vec<(&str, AgentRole)> = Vec::new();
    gather(&plan.entries, &mut planned);
    let own = meta.agents.iter().any(|agent| agent.role == AgentRole::Author);
    let first: Vec<&str> =
        by_file.iter().find(|names| !names.is_empty()).cloned().unwrap_or_default();
    let shared = !own
        && planned.is_empty()
        && !first.is_empty()
        && by_file.iter().all(|names| names.is_empty() || *names == first);
    let role = if shared { AgentRole::Author } else { AgentRole::Contributor };
    let of_files = by_file.iter().flatten().map(|name| (*name, role));
    for (name, role) in of_files.chain(planned) {
        let known = meta.agents.iter().any(|agent| agent.name == name);
        if !known {
            meta.agents.push(Agent { name: name.to_owned(), role, ..Agent::default() });
        }
    }
    foreign::number(&mut meta.agents);
    if meta.language.is_none() {
        meta.language = documents.iter().find_map(|document| document.meta.language.clone());
    }
}

fn gather<'a>(entries: &'a [Entry], out: &mut Vec<(&'a str, AgentRole)>) {
    for entry in entries {
        out.extend(entry.authors.iter().map(|name| (name.as_str(), AgentRole::Contributor)));
        let translators = entry.translators.iter().map(String::as_str);
        out.extend(translators.map(|name| (name, AgentRole::Translator)));
        gather(&entry.entries, out);
    }
}
