//! One input to all outputs: the order of the stages.

mod assets;
mod book;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Display;

use crate::config::{Attached, InputFormat, MetaOptions, Options, OutputFormat, Spaces};
use crate::context::{Context, Filter, Limits, Step};
use crate::diag::{Code, Diagnostic, Error, Result, guarded};
use crate::identity::Identity;
use crate::image::Pictures;
use crate::input::Reading;
use crate::layout::frame::Page;
use crate::layout::{PageMap, PageMapper};
use crate::ledger::{self, Account, NOWHERE};
use crate::model::{
    Agent, AgentRole, Block, Bytes, Document, Inline, Meta, Node, Span, Title, TitleKind,
    visit, visit_inlines_mut,
};
use crate::output::File;
use crate::output::pdf::{Attachment, Relationship};
use crate::source::{Input, Source};
use crate::{estimate, input, layout, output, parallel, transform};

pub use book::{ChapterFile, convert_book, read_book};

/// The name of an attachment whose source has no name.
const UNNAMED: &str = "source.txt";

/// The result of a conversion.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The document as read.
    pub document: Document,
    /// The files that it was read from, for diagnostics to quote, as in [`Reading`].
    pub sources: Vec<Source>,
    /// The files, in the requested order.
    pub outputs: Vec<Output>,
    /// What became of each character of the sources in each output that shows the text.
    pub accounts: Vec<(OutputFormat, Account)>,
    /// Diagnostics, in the order of the sources.
    pub diagnostics: Vec<Diagnostic>,
}

/// One finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: OutputFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads an input without writing anything.
///
/// ```
/// use paiban::{Input, Options, read};
/// use paiban::context::Limits;
/// use paiban::model::TitleKind;
///
/// let input = Input::new("雨.md", "# 雨\n\n没有停。\n".as_bytes());
/// let reading = read(&input, &Options::default(), &Limits::default())?;
/// assert_eq!(reading.document.meta.title(TitleKind::Main), Some("雨"));
/// # Ok::<(), paiban::diag::Error>(())
/// ```
///
/// # Errors
///
/// An input that is empty, too large, not text, or not in the format set in `options`; a panic
/// ([`Code::Fault`]).
pub fn read(input: &Input, options: &Options, limits: &Limits) -> Result<Reading> {
    guarded(|| understand(input, options, limits))
}

fn understand(input: &Input, options: &Options, limits: &Limits) -> Result<Reading> {
    options.check()?;
    let reading = input::open(input, &options.read, limits)?;
    Ok(understood(reading, &input.bytes, options))
}

/// Completes a reading with the metadata of the options and the file itself.
fn understood(mut reading: Reading, bytes: &[u8], options: &Options) -> Reading {
    let Reading { document, sources, diagnostics, .. } = &mut reading;
    overrule(&mut document.meta, &options.meta);
    untie_overruled(document);
    // A source that can't be restored from the tree is kept whole, if it is this file.
    if let Some(info) = document.sources.first_mut()
        && !info.verbatim
        && info.original.is_none()
        && sources.iter().any(|source| info.sha256 == source.info.sha256)
    {
        info.original = Some(Bytes(bytes.to_vec()));
    }
    diagnostics.append(&mut transform::structure(document));
    if options.tei.tag_entities {
        transform::tag_entities(document);
    }
    reading
}

/// Loads the images that a document names with the loader of the `context`; [`convert`] includes
/// this step.
///
/// # Errors
///
/// A panic of the loader ([`Code::Fault`]).
pub fn load_pictures(reading: &mut Reading, context: &Context) -> Result<()> {
    guarded(|| {
        let (_, mut lacking) = assets::load(&mut reading.document, context);
        reading.diagnostics.append(&mut lacking);
        put_in_order(&mut reading.diagnostics);
        Ok(())
    })
}

/// Reads an input and writes it in each of the `formats`.
///
/// ```
/// use paiban::{Context, Input, Options, OutputFormat, convert};
///
/// let input = Input::new("雨.txt", "雨\n\n　　没有停。\n".as_bytes());
/// let mut options = Options::default();
/// options.page.paper = "16开".parse().ok();
/// let conversion = convert(&input, &[OutputFormat::Pdf], &options, &Context::default())?;
/// assert!(conversion.outputs[0].bytes.starts_with(b"%PDF"));
/// # Ok::<(), paiban::diag::Error>(())
/// ```
///
/// # Errors
///
/// As [`read`], and where an output cannot be made at all. A panic, in whichever thread and also
/// one of a filter or loader of the `context`, is [`Code::Fault`]: there is no output then.
pub fn convert(
    input: &Input,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    guarded(|| understand_and_write(input, formats, options, context))
}

fn understand_and_write(
    input: &Input,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    context.cancel.check()?;
    let reading = understand(input, options, &context.limits)?;
    context.step(Step::Read);
    write_reading(reading, formats, options, context)
}

/// Writes a reading in each of the `formats`, with its images.
fn write_reading(
    mut reading: Reading,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    for filter in &context.filters {
        apply(filter.as_ref(), &context.limits, &mut reading)?;
    }
    let Reading { mut document, sources, mut diagnostics, .. } = reading;
    let (lost, mut lacking) = assets::load(&mut document, context);
    let Files { outputs, accounts, diagnostics: mut found } =
        write_all(&document, &sources, &diagnostics, formats, options, context)?;
    diagnostics.append(&mut found);
    diagnostics.append(&mut lacking);
    // A missing file is reported once, not by every output.
    let is_reported = |found: &Diagnostic| {
        matches!(found.code, Code::ImageUnusable | Code::EpubImageMissing)
            && found.values.first().is_some_and(|href| lost.contains(href))
    };
    diagnostics.retain(|found| !is_reported(found));
    put_in_order(&mut diagnostics);
    Ok(Conversion { document, sources, outputs, accounts, diagnostics })
}

/// Sorts by place and removes duplicates.
fn put_in_order(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_key(|found| found.span.map_or((0, 0), |it| (it.source, it.start)));
    diagnostics.dedup();
}

/// Writes a document in each of the `formats`; `sources` are the files that it was read from.
///
/// ```
/// use paiban::model::{Document, paragraph, text};
/// use paiban::{Context, Options, OutputFormat, write};
///
/// let mut document = Document::new(Default::default());
/// document.body.push(paragraph(vec![text("雨还没有停。")]));
/// let (context, formats) = (Context::default(), [OutputFormat::Json]);
/// let (outputs, found) = write(&document, &[], &formats, &Options::default(), &context)?;
/// assert!(outputs[0].bytes.starts_with(b"{") && found.is_empty());
/// # Ok::<(), paiban::diag::Error>(())
/// ```
///
/// # Errors
///
/// A document beyond a limit or without anything to show, and where an output cannot be made at
/// all. A panic is [`Code::Fault`].
pub fn write(
    document: &Document,
    sources: &[Source],
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<(Vec<Output>, Vec<Diagnostic>)> {
    let written = || write_all(document, sources, &[], formats, options, context);
    guarded(written).map(|written| (written.outputs, written.diagnostics))
}

/// All outputs.
struct Files {
    outputs: Vec<Output>,
    accounts: Vec<(OutputFormat, Account)>,
    diagnostics: Vec<Diagnostic>,
}

fn write_all(
    document: &Document,
    sources: &[Source],
    read: &[Diagnostic],
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Files> {
    within(document, &context.limits)?;
    if is_empty(document) {
        return Err(Error::new(Code::NothingToSet, []));
    }
    let (page, found) = layout::page_settings(document, &options.page)?;
    let place = |found: Diagnostic| match found.code {
        Code::PageWish => {
            let key = found.values.first();
            let place = key.and_then(|key| sources.iter().find_map(|it| key_place(it, key)));
            found.at(place)
        }
        _ => found,
    };
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().map(place).collect();
    let options = Options { page, ..options.clone() };
    let options = &spaced(options, formats, document, &mut diagnostics);
    // The trace identifies texts by their places.
    let placed = ledger::placed(document);
    let shown = transform::edition(&placed);
    if let Cow::Owned(shown) = &shown {
        within(shown, &context.limits)?;
    }
    let found: Vec<Diagnostic> = read.iter().chain(&diagnostics).cloned().collect();
    let work = OutgoingDocument {
        sources,
        found: &found,
        document,
        placed: &placed,
        shown: &shown,
        pictures: Pictures::of(document, context.limits.samples),
        options,
        context,
        identity: Identity::of(document),
    };
    let mut made: Vec<Made> = Vec::new();
    // The PDF may contain the archive, and the e-book may show the pages of the PDF.
    let mut order = formats.to_vec();
    order.sort_by_key(|format| match format {
        OutputFormat::Tei => 0,
        OutputFormat::Pdf => 1,
        _ => 2,
    });
    work.make_all(order, &mut made)?;
    let (mut outputs, mut accounts) = (Vec::new(), Vec::new());
    for format in formats {
        if let Some(index) = made.iter().position(|made| made.output.format == *format) {
            let Made { output, diagnostics: mut found, account, .. } = made.swap_remove(index);
            outputs.push(output);
            accounts.extend(account.map(|account| (*format, account)));
            diagnostics.append(&mut found);
        }
    }
    diagnostics.append(&mut work.pictures.found());
    Ok(Files { outputs, accounts, diagnostics })
}

/// The options with the document's own settings for spaces and formulas, and with what its spaces
/// show.
fn spaced(
    mut options: Options,
    formats: &[OutputFormat],
    document: &Document,
    diagnostics: &mut Vec<Diagnostic>,
) -> Options {
    let declared = |key: &str| {
        let found = document.meta.extra.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
        found.map(|(_, value)| value.as_str())
    };
    options.epub.math = options.epub.math.or(declared("math").and_then(|it| it.parse().ok()));
    let declared = declared("spaces").and_then(|it| it.parse().ok());
    let spaces = options.display.spaces.or(declared).unwrap_or_default();
    options.display.spaces = Some(spaces);
    let shows = formats.iter().any(|it| matches!(it, OutputFormat::Pdf | OutputFormat::Epub));
    if spaces == Spaces::Auto && shows && transform::are_noise(document) {
        options.display.noise = true;
        diagnostics.push(Diagnostic::new(Code::SpacesNoise, []));
    }
    if shows {
        diagnostics.append(&mut transform::unset_formulas(document));
    }
    options
}

/// Refuses a document that exceeds a limit, before the expensive work begins.
fn within(document: &Document, limits: &Limits) -> Result<()> {
    let (mut blocks, mut notes) = (0, 0);
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| {
            blocks += u64::from(matches!(node, Node::Block(_)));
            notes += u64::from(matches!(
                node,
                Node::Block(Block::Note(_)) | Node::Inline(Inline::Note(_))
            ));
        });
    }
    let images = document.assets.len() as u64;
    for (code, count, limit) in [
        (Code::TooManyBlocks, blocks, limits.blocks),
        (Code::TooManyNotes, notes, limits.notes),
        (Code::TooManyImages, images, limits.images),
    ] {
        if count > limit {
            return Err(Error::new(code, [&count, &limit]));
        }
    }
    estimate::of_document(document, limits)
}

/// Whether a document has nothing that a page could show.
fn is_empty(document: &Document) -> bool {
    let mut empty = true;
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| {
            empty &= match node {
                Node::Inline(Inline::Text(text)) => text.text.trim().is_empty(),
                Node::Inline(Inline::Image(_)) | Node::Block(Block::Figure(_)) => false,
                _ => true,
            };
        });
    }
    empty
}

/// Replaces the document by the filter's result. The TEI writer checks whether the source can still
/// be restored.
fn apply(filter: &dyn Filter, limits: &Limits, reading: &mut Reading) -> Result<()> {
    let json = output::json::write(&reading.document).into_bytes();
    let (answer, mut diagnostics) = filter.run(json)?;
    let refuse =
        |reason: &dyn Display| Error::new(Code::FilterAnswer, [&filter.name(), reason]);
    let answer = std::str::from_utf8(&answer).map_err(|error| refuse(&error))?;
    let (document, mut found) = input::json::read(answer, limits.depth()).map_err(|error| {
        match error.diagnostic().code {
            Code::JsonVersion => {
                let version = error.diagnostic().values.join(" ");
                Error::new(Code::FilterVersion, [&filter.name(), &version])
            }
            _ => refuse(&error.diagnostic().values.join(" ")),
        }
    })?;
    reading.document = document;
    diagnostics.append(&mut found);
    diagnostics.append(&mut transform::structure(&mut reading.document));
    reading.diagnostics.append(&mut diagnostics);
    Ok(())
}

/// The place of a key in the front matter of a source.
fn key_place(source: &Source, key: &str) -> Option<Span> {
    let mut at = 0;
    source.text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let rest = line.strip_prefix(key)?.trim_start();
        rest.starts_with([':', '=']).then(|| source.span(start, start + line.trim_end().len()))
    })
}

/// An output with its diagnostics.
struct Made {
    output: Output,
    diagnostics: Vec<Diagnostic>,
    /// What became of the sources in it.
    account: Option<Account>,
    /// The starts of its pages, if the e-book is to show them.
    pages: Option<PageMap>,
}

/// A document to be written.
struct OutgoingDocument<'a> {
    /// The files that it was read from.
    sources: &'a [Source],
    /// The diagnostics of reading.
    found: &'a [Diagnostic],
    document: &'a Document,
    /// The document with a place for each text.
    placed: &'a Document,
    /// The document as displayed in pages and e-books.
    shown: &'a Document,
    /// Its images, shared by all outputs.
    pictures: Pictures<'a>,
    options: &'a Options,
    context: &'a Context,
    identity: Identity,
}

impl OutgoingDocument<'_> {
    /// Makes all outputs, in this order; an e-book without a page list is independent of the others
    /// and made in parallel.
    fn make_all(&self, mut order: Vec<OutputFormat>, made: &mut Vec<Made>) -> Result<()> {
        let is_book = |format: &OutputFormat| *format == OutputFormat::Epub;
        let one_book = order.iter().filter(|format| is_book(format)).count() == 1;
        let alone = self.options.epub.page_list || self.context.threads() < 2;
        if !one_book || alone || order.len() < 2 {
            return self.make_each(&order, made);
        }
        order.retain(|format| !is_book(format));
        let book = || self.make(OutputFormat::Epub, &[]);
        let (others, book) = parallel::join(|| self.make_each(&order, made), book);
        others?;
        made.push(book?);
        Ok(())
    }

    /// Makes the outputs one after another; each may use the earlier ones.
    fn make_each(&self, order: &[OutputFormat], made: &mut Vec<Made>) -> Result<()> {
        for format in order {
            made.push(self.make(*format, made)?);
        }
        Ok(())
    }

    fn make(&self, format: OutputFormat, made: &[Made]) -> Result<Made> {
        self.context.cancel.check()?;
        let mut pages = None;
        let File { bytes, trace, mut diagnostics } = self.file(format, made, &mut pages)?;
        self.context.cancel.check()?;
        self.context.step(Step::Written);
        let shows =
            matches!(format, OutputFormat::Tei | OutputFormat::Epub | OutputFormat::Pdf);
        let account = shows.then(|| {
            let found = self.found.iter().chain(&diagnostics);
            ledger::account(self.placed, self.sources, &trace, found)
        });
        for found in &mut diagnostics {
            found.span = found.span.filter(|span| span.source != NOWHERE);
        }
        let name = format.extension().to_uppercase();
        diagnostics.extend(account.as_ref().and_then(|account| account.warning(&name)));
        Ok(Made { output: Output { format, bytes }, diagnostics, account, pages })
    }

    /// Makes one output; sets `mapped` to the starts of its pages, if the e-book is to show them.
    fn file(
        &self,
        format: OutputFormat,
        made: &[Made],
        mapped: &mut Option<PageMap>,
    ) -> Result<File> {
        let (document, options, context, identity) =
            (self.document, self.options, self.context, &self.identity);
        let pictures = &self.pictures;
        let without_text = |bytes| File { bytes, ..File::default() };
        match format {
            OutputFormat::Tei => {
                output::tei::write(self.placed, self.original(), options, context, identity)
            }
            OutputFormat::Epub => {
                let pages = made.iter().find_map(|made| made.pages.as_ref());
                output::epub::write(self.shown, pictures, options, context, identity, pages)
            }
            OutputFormat::DublinCore => {
                Ok(without_text(output::tei::write_dublin_core(document, identity)?))
            }
            OutputFormat::Json => Ok(without_text(output::json::write(document).into_bytes())),
            OutputFormat::Pdf => {
                let attachments = self.attachments(made)?;
                let mut pages = |sink: &mut dyn FnMut(Page)| {
                    let sink = &mut |page| {
                        sink(page);
                        context.step(Step::Page);
                    };
                    if !options.epub.page_list {
                        return layout::lay_out(self.shown, pictures, options, context, sink);
                    }
                    let mut mapper = PageMapper::default();
                    let (structure, diagnostics) =
                        layout::lay_out(self.shown, pictures, options, context, &mut |page| {
                            mapper.page(&page);
                            sink(page);
                        })?;
                    *mapped = Some(mapper.finish(&structure));
                    Ok((structure, diagnostics))
                };
                output::pdf::write_pages(
                    self.shown,
                    pictures,
                    options,
                    context,
                    identity,
                    &attachments,
                    &mut pages,
                )
            }
        }
    }

    /// The file that the document was made from, if available.
    fn original(&self) -> Option<&[u8]> {
        let described = self.document.file()?;
        let source = self.sources.iter().find(|it| it.info.sha256 == described.sha256)?;
        source.bytes.as_deref()
    }

    /// The files that the options attach to the PDF.
    fn attachments(&self, made: &[Made]) -> Result<Vec<Attachment>> {
        let mut attachments = Vec::new();
        for attached in &self.options.pdf.attach {
            match attached {
                Attached::Source => attachments.extend(self.sources.iter().filter_map(source)),
                Attached::Tei => attachments.push(self.archive(made)?),
            }
        }
        Ok(attachments)
    }

    /// The archive as an attachment, named after the input.
    fn archive(&self, made: &[Made]) -> Result<Attachment> {
        let data = match made.iter().find(|it| it.output.format == OutputFormat::Tei) {
            Some(tei) => tei.output.bytes.clone(),
            None => self.make(OutputFormat::Tei, &[])?.output.bytes,
        };
        let name = self.sources.first().and_then(|source| source.info.name.as_deref());
        let name = name.unwrap_or(UNNAMED);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Ok(Attachment {
            name: format!("{stem}.tei.xml"),
            description: "The archive of this document (TEI P5)".to_owned(),
            media_type: InputFormat::Tei.media_type().to_owned(),
            relationship: Relationship::Alternative,
            data,
        })
    }
}

/// A file that a document was read from, as an attachment; a container member is not attached
/// separately.
fn source(source: &Source) -> Option<Attachment> {
    let format = InputFormat::from_id(&source.info.format).unwrap_or(InputFormat::Text);
    let of = match source.info.encoding.as_str() {
        "" => format.english(),
        encoding => encoding,
    };
    Some(Attachment {
        name: source.info.name.clone().unwrap_or_else(|| UNNAMED.to_owned()),
        description: format!("The source of this document ({of})"),
        media_type: format.media_type().to_owned(),
        relationship: Relationship::Source,
        data: source.bytes.as_deref()?.to_vec(),
    })
}

/// Overrides recognised metadata with that of the options. The text is unchanged.
fn overrule(meta: &mut Meta, options: &MetaOptions) {
    if let Some(text) = &options.title {
        meta.titles
            .retain(|title| title.kind != TitleKind::Main && title.kind != TitleKind::Sub);
        let title = Title { kind: TitleKind::Main, text: text.clone(), lang: None };
        meta.titles.insert(0, title);
    }
    if !options.authors.is_empty() {
        overrule_authors(meta, &options.authors);
    }
    let set = |field: &mut Option<String>, value: &Option<String>| {
        if value.is_some() {
            field.clone_from(value);
        }
    };
    set(&mut meta.language, &options.language);
    set(&mut meta.publisher, &options.publisher);
    set(&mut meta.rights.statement, &options.rights);
    set(&mut meta.rights.licence, &options.licence);
    meta.identifiers.extend(options.identifiers.iter().cloned());
    if let Some(date) = &options.date {
        let date = date.published();
        meta.dates.retain(|known| known.kind != date.kind);
        meta.dates.insert(0, date);
    }
}

/// Replaces the authors; an author who is also named in the text keeps the identifier of that link.
fn overrule_authors(meta: &mut Meta, names: &[String]) {
    let known: Vec<Agent> = meta.agents_with(AgentRole::Author).cloned().collect();
    let mut next = meta.agents.len() + 1;
    meta.agents.retain(|agent| agent.role != AgentRole::Author);
    for (index, name) in names.iter().enumerate() {
        let agent =
            known.iter().find(|agent| agent.name == *name).cloned().unwrap_or_else(|| {
                let id = format!("agent-{next}");
                next += 1;
                Agent { id, name: name.clone(), ..Agent::default() }
            });
        meta.agents.insert(index, agent);
    }
}

/// Removes links from names in the text to authors that were replaced.
fn untie_overruled(document: &mut Document) {
    let known: BTreeSet<String> =
        document.meta.agents.iter().map(|agent| agent.id.clone()).collect();
    let mut untie = |inline: &mut Inline| {
        if let Inline::Name(name) = inline {
            name.target = name.target.take().filter(|target| known.contains(target));
        }
    };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut untie);
    }
}
