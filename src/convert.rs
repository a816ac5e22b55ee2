//! One input to all outputs: the order of the work.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::panic::resume_unwind;
use std::thread;

use crate::config::{Attached, MetaOptions, Options, OutputFormat, Spaces};
use crate::context::{Context, Filter, Limits};
use crate::diag::{Code, Diagnostic, Error, Result, guarded};
use crate::identity::Identity;
use crate::image::Pictures;
use crate::layout::frame::Page;
use crate::layout::{PageMap, PageMapper};
use crate::model::{
    Agent, AgentRole, Asset, AssetKind, Block, Bytes, Claim, Document, Image, Inline, Meta,
    Node, SourceInfo, Span, Title, TitleKind, visit, visit_inlines_mut,
};
use crate::output::pdf::{Attachment, Relationship};
use crate::source::Source;
use crate::{input, layout, output, transform};

/// The stack of a thread that makes an output: a tree of the greatest depth needs up to 16 MB in an
/// unoptimised build.
const STACK: usize = 32 << 20;

/// One manuscript.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The file's name, never its path; none for standard input.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
}

/// What a conversion gives.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// What was understood.
    pub document: Document,
    /// The source as decoded, for diagnostics to quote.
    pub source: Source,
    /// The files, in the order in which they were asked for.
    pub outputs: Vec<Output>,
    /// What was found on the way, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// What was claimed of a plain text, in its order, with what became of each claim.
    pub claims: Vec<Claim>,
}

/// One finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its form.
    pub format: OutputFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads an input without writing anything.
///
/// # Errors
///
/// Input that is empty, too large, not text, or not what `options` say it is; a panic
/// ([`Code::Fault`]).
pub fn read(input: &Input<'_>, options: &Options, limits: &Limits) -> Result<Conversion> {
    guarded(|| understand(input, options, limits))
}

fn understand(input: &Input<'_>, options: &Options, limits: &Limits) -> Result<Conversion> {
    let (source, mut diagnostics) =
        Source::decode(input.name.as_deref(), &input.bytes, &options.read)?;
    let (mut document, mut found, claims) =
        input::read_claims(&source, &options.read, limits.depth())?;
    diagnostics.append(&mut found);
    overrule(&mut document.meta, &options.meta);
    untie_overruled(&mut document);
    // What the tree cannot give back travels whole, where it is this very file.
    if let Some(info) = document.sources.first_mut()
        && !info.verbatim
        && info.original.is_none()
        && info.sha256 == source.info.sha256
    {
        info.original = Some(Bytes(input.bytes.to_vec()));
    }
    diagnostics.append(&mut transform::structure(&mut document));
    if options.tei.tag_entities {
        transform::tag_entities(&mut document);
    }
    Ok(Conversion { document, source, outputs: Vec::new(), diagnostics, claims })
}

/// Reads an input and writes it in each of the `formats`.
///
/// # Errors
///
/// As [`read`], and where an output cannot be made at all. A panic, in whichever thread and also
/// one of a filter or loader of the `context`, is [`Code::Fault`]: there is no output then.
pub fn convert(
    input: &Input<'_>,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    guarded(|| understand_and_write(input, formats, options, context))
}

fn understand_and_write(
    input: &Input<'_>,
    formats: &[OutputFormat],
    options: &Options,
    context: &Context,
) -> Result<Conversion> {
    let mut conversion = understand(input, options, &context.limits)?;
    for filter in &context.filters {
        apply(filter.as_ref(), &context.limits, &mut conversion)?;
    }
    within(&conversion.document, &context.limits)?;
    if is_empty(&conversion.document) {
        return Err(Error::new(Code::NothingToSet, []));
    }
    let (page, mut found) = layout::asked(&conversion.document, &options.page)?;
    let place = |found: Diagnostic| match found.code {
        Code::PageWish => {
            let key = found.values.first().and_then(|key| key_place(&conversion.source, key));
            found.at(key)
        }
        _ => found,
    };
    found = found.into_iter().map(place).collect();
    conversion.diagnostics.append(&mut found);
    let options = &Options { page, ..options.clone() };
    let lost = load_assets(&mut conversion, context);
    let options = &spaced(options, formats, &mut conversion);
    let work = Work {
        input,
        source: input_info(&conversion),
        document: &conversion.document,
        pictures: Pictures::of(&conversion.document, context.limits.samples),
        read_from: &conversion.source.info.sha256,
        options,
        context,
        identity: Identity::of(&conversion.document),
    };
    let mut made: Vec<Made> = Vec::new();
    // The PDF may carry the archive, and the e-book may tell the pages of the PDF.
    let mut order = formats.to_vec();
    order.sort_by_key(|format| match format {
        OutputFormat::Tei => 0,
        OutputFormat::Pdf => 1,
        _ => 2,
    });
    work.make_all(order, &mut made)?;
    let mut found = work.pictures.found();
    for format in formats {
        if let Some(index) = made.iter().position(|made| made.output.format == *format) {
            let Made { output, mut diagnostics, .. } = made.swap_remove(index);
            conversion.outputs.push(output);
            conversion.diagnostics.append(&mut diagnostics);
        }
    }
    conversion.diagnostics.append(&mut found);
    // What was not loaded is reported once, not by every output.
    let is_told = |found: &Diagnostic| {
        matches!(found.code, Code::ImageUnusable | Code::EpubImageMissing)
            && found.values.first().is_some_and(|href| lost.contains(href))
    };
    conversion.diagnostics.retain(|found| !is_told(found));
    conversion.diagnostics.sort_by_key(|found| found.span.map_or(0, |span| span.start));
    conversion.diagnostics.dedup();
    Ok(conversion)
}

/// The options with what the document says of its spaces, and shows by them.
fn spaced(options: &Options, formats: &[OutputFormat], conversion: &mut Conversion) -> Options {
    let mut options = options.clone();
    let extra = &conversion.document.meta.extra;
    let told = extra.iter().find(|(name, _)| name.eq_ignore_ascii_case("spaces"));
    let told = told.and_then(|(_, value)| Spaces::from_name(value));
    let spaces = options.display.spaces.or(told).unwrap_or_default();
    options.display.spaces = Some(spaces);
    let shows = formats.iter().any(|it| matches!(it, OutputFormat::Pdf | OutputFormat::Epub));
    if spaces == Spaces::Auto && shows && transform::are_noise(&conversion.document) {
        options.display.noise = true;
        conversion.diagnostics.push(Diagnostic::new(Code::SpacesNoise, []));
    }
    options
}

/// Refuses a document that has more than it may, before the costly work begins.
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
    Ok(())
}

/// Whether there is nothing in a document that a page could show.
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

/// Puts what a filter makes of the document in its place. Whether the text still gives the
/// source back the TEI's writer finds out.
fn apply(filter: &dyn Filter, limits: &Limits, conversion: &mut Conversion) -> Result<()> {
    let json = output::json::write(&conversion.document).into_bytes();
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
    conversion.document = document;
    diagnostics.append(&mut found);
    diagnostics.append(&mut transform::structure(&mut conversion.document));
    conversion.diagnostics.append(&mut diagnostics);
    Ok(())
}

/// Where the front matter of a source has a key.
fn key_place(source: &Source, key: &str) -> Option<Span> {
    let mut at = 0;
    source.text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let rest = line.strip_prefix(key)?.trim_start();
        rest.starts_with([':', '=']).then(|| Span::new(start, start + line.trim_end().len()))
    })
}

/// Reads the images that the text names and does not bring along; what they are, their bytes say.
/// Reports those that can't be read where they are named first, and returns their addresses.
fn load_assets(conversion: &mut Conversion, context: &Context) -> BTreeSet<String> {
    let mut lost = BTreeSet::new();
    let Some(loader) = &context.assets else { return lost };
    let places = image_places(&conversion.document);
    let lacking = |asset: &&mut Asset| asset.data.is_none() && !asset.is_nameless();
    for asset in conversion.document.assets.iter_mut().filter(lacking) {
        let found = match loader.load(&asset.href) {
            Ok(Some(data)) => {
                asset.kind = AssetKind::of(&data);
                asset.data = Some(Bytes(data));
                continue;
            }
            Ok(None) => Diagnostic::new(Code::AssetMissing, [&asset.href]),
            Err(found) => found,
        };
        conversion.diagnostics.push(found.at(places.get(&asset.id).copied()));
        lost.insert(asset.href.clone());
    }
    lost
}

/// Where each image is named first, by its asset.
fn image_places(document: &Document) -> BTreeMap<String, Span> {
    let mut places = BTreeMap::new();
    let mut note = |image: &Image| {
        if let Some(span) = image.attr.span {
            places.entry(image.asset.clone()).or_insert(span);
        }
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut |node| match node {
            Node::Block(Block::Figure(figure)) => figure.images.iter().for_each(&mut note),
            Node::Inline(Inline::Image(image)) => note(image),
            _ => {}
        });
    }
    places
}

/// What the input is. A document that was kept, in an archive or as JSON, has the sources that it
/// was first made from.
fn input_info(conversion: &Conversion) -> SourceInfo {
    let info = &conversion.source.info;
    let own = conversion.document.sources.iter().find(|it| it.sha256 == info.sha256);
    let is_xml = conversion.source.text.trim_start().starts_with('<');
    let kept = || SourceInfo {
        format: if is_xml { "tei" } else { "json" }.to_owned(),
        ..info.clone()
    };
    own.cloned().unwrap_or_else(kept)
}

/// An output with what was found while it was made.
struct Made {
    output: Output,
    diagnostics: Vec<Diagnostic>,
    /// Where its pages begin, if the e-book is to tell.
    pages: Option<PageMap>,
}

/// A document on its way out.
struct Work<'a> {
    input: &'a Input<'a>,
    /// What the input is.
    source: SourceInfo,
    document: &'a Document,
    /// Its images, for all outputs.
    pictures: Pictures<'a>,
    /// The SHA-256 of the input.
    read_from: &'a str,
    options: &'a Options,
    context: &'a Context,
    identity: Identity,
}

impl Work<'_> {
    /// Makes all, in this order; an e-book that tells no pages needs nothing of the others, and
    /// is made beside them.
    fn make_all(&self, mut order: Vec<OutputFormat>, made: &mut Vec<Made>) -> Result<()> {
        let is_book = |format: &OutputFormat| *format == OutputFormat::Epub;
        let one_book = order.iter().filter(|format| is_book(format)).count() == 1;
        let alone = self.options.epub.page_list || self.context.threads() < 2;
        if !one_book || alone || order.len() < 2 {
            return self.make_each(&order, made);
        }
        thread::scope(|scope| {
            let book = || guarded(|| self.make(OutputFormat::Epub, &[]));
            let helper = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, book);
            // Where the system has no thread to give, this one makes all.
            let Ok(helper) = helper else { return self.make_each(&order, made) };
            order.retain(|format| !is_book(format));
            let others = self.make_each(&order, made);
            let book = helper.join().unwrap_or_else(|fault| resume_unwind(fault));
            others?;
            made.push(book?);
            Ok(())
        })
    }

    /// Makes one after another, each of what is made already.
    fn make_each(&self, order: &[OutputFormat], made: &mut Vec<Made>) -> Result<()> {
        for format in order {
            made.push(self.make(*format, made)?);
        }
        Ok(())
    }

    fn make(&self, format: OutputFormat, made: &[Made]) -> Result<Made> {
        let (document, options, context, identity) =
            (self.document, self.options, self.context, &self.identity);
        let pictures = &self.pictures;
        let mut mapped = None;
        let (bytes, diagnostics) = match format {
            OutputFormat::Tei => {
                output::tei::write(document, self.original(), options, context, identity)?
            }
            OutputFormat::Epub => {
                let pages = made.iter().find_map(|made| made.pages.as_ref());
                output::epub::write(document, pictures, options, context, identity, pages)?
            }
            OutputFormat::DublinCore => {
                (output::tei::write_dublin_core(document, identity)?, Vec::new())
            }
            OutputFormat::Json => (output::json::write(document).into_bytes(), Vec::new()),
            OutputFormat::Pdf => {
                let attachments = self.attachments(made)?;
                let mut pages = |sink: &mut dyn FnMut(Page)| {
                    if !options.epub.page_list {
                        return layout::lay_out(document, pictures, options, context, sink);
                    }
                    let mut mapper = PageMapper::default();
                    let (structure, diagnostics) =
                        layout::lay_out(document, pictures, options, context, &mut |page| {
                            mapper.page(&page);
                            sink(page);
                        })?;
                    mapped = Some(mapper.finish(&structure));
                    Ok((structure, diagnostics))
                };
                output::pdf::write_pages(
                    document,
                    pictures,
                    options,
                    context,
                    identity,
                    &attachments,
                    &mut pages,
                )?
            }
        };
        Ok(Made { output: Output { format, bytes }, diagnostics, pages: mapped })
    }

    /// The input, if it is the file that the document was read from.
    fn original(&self) -> Option<&[u8]> {
        let described = self.document.sources.first()?;
        (described.sha256 == self.read_from).then_some(&self.input.bytes)
    }

    /// The files that the options want in the PDF.
    fn attachments(&self, made: &[Made]) -> Result<Vec<Attachment>> {
        self.options
            .pdf
            .attach
            .iter()
            .map(|attached| self.attachment(*attached, made))
            .collect()
    }

    fn attachment(&self, attached: Attached, made: &[Made]) -> Result<Attachment> {
        let stem = self.input.name.as_deref().unwrap_or("source.txt");
        Ok(match attached {
            Attached::Source => Attachment {
                name: stem.to_owned(),
                description: format!("The source of this document ({})", self.source.encoding),
                media_type: self.source.media_type().to_owned(),
                relationship: Relationship::Source,
                data: self.input.bytes.to_vec(),
            },
            Attached::Tei => {
                let data = match made.iter().find(|it| it.output.format == OutputFormat::Tei) {
                    Some(tei) => tei.output.bytes.clone(),
                    None => self.make(OutputFormat::Tei, &[])?.output.bytes,
                };
                let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
                Attachment {
                    name: format!("{stem}.tei.xml"),
                    description: "The archive of this document (TEI P5)".to_owned(),
                    media_type: "application/tei+xml".to_owned(),
                    relationship: Relationship::Alternative,
                    data,
                }
            }
        })
    }
}

/// Puts what the user knows better over what was recognised. The text stays as it is.
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
        meta.dates.retain(|known| known.kind != date.kind);
        meta.dates.insert(0, date.clone());
    }
}

/// Replaces the authors; one whom the text names too keeps the identifier that links them.
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

/// Unties the names in the text from agents that were overruled.
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
