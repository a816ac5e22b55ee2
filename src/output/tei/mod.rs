//! TEI P5: the document as a lossless archive.
//!
//! Takes a document, returns an XML file that is valid against `tei_all` (or TEI simplePrint) with
//! its Schematron, and that restores a plain-text source byte for byte where the tree holds every
//! character of it (`docs/lossless-tei.md`). Which construct becomes what is in `docs/model.md`;
//! the clauses in `docs/conformance/tei.md`.
//!
//! The text is written first, since the header declares and counts what the text uses.

mod application;
mod attributes;
mod blocks;
mod body;
mod declarations;
mod dublin_core;
mod encoding;
mod header;
mod ids;
mod phrases;
mod structure;

use sha2::{Digest as _, Sha256};

use crate::config::{Options, TeiProfile};
use crate::context::Context;
use crate::diag::{Code, Diagnostic, Result};
use crate::identity::Identity;
use crate::model::{Block, Document, source_text};
use crate::output::File;
use crate::restore::restore;
use crate::source::encode;
use crate::text::hex;
use crate::xml::{Writer, Written, ns};

use attributes::Attributes;
use body::Body;
use header::Header;
use structure::BlockContext;

pub use dublin_core::write as write_dublin_core;

/// Where the schemas are published.
const SCHEMAS: &str = "https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/";

/// The claim of the archive about its source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SourceClaim<'a> {
    /// It can be restored from the text.
    Text,
    /// It is in the header: these bytes.
    Binary(&'a [u8]),
    /// This file does not restore it.
    None,
}

impl<'a> SourceClaim<'a> {
    /// The best claim if the text does not suffice.
    fn embedding(original: Option<&'a [u8]>, options: &Options) -> Self {
        let possible = options.tei.profile == TeiProfile::All && !options.tei.no_embed_source;
        original.filter(|_| possible).map_or(Self::None, Self::Binary)
    }

    /// The value of `note[@type="restore"]`.
    fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Binary(_) => "binary",
            Self::None => "none",
        }
    }
}

/// Writes the document as TEI. `original` is the file that its first source describes, if it is
/// available: it goes into the header if the text turns out not to restore it.
///
/// The finished file is restored before it is returned; a claim that does not hold is withdrawn
/// for the next best one.
///
/// # Errors
///
/// None that a document can cause; a fault in the writer shows as one.
pub fn write(
    document: &Document,
    original: Option<&[u8]>,
    options: &Options,
    context: &Context,
    identity: &Identity,
) -> Result<File> {
    let source = document.file();
    let kept = source.and_then(|source| source.original.as_ref()).map(|bytes| &bytes.0[..]);
    let mut claim = SourceClaim::embedding(kept, options);
    if claim == SourceClaim::None && source.is_some_and(|source| source.verbatim) {
        claim = SourceClaim::Text;
    }
    loop {
        let mut file = render(document, options, context, identity, claim)?;
        if claim == SourceClaim::None || restore(&file.bytes).is_ok() {
            file.diagnostics.extend(concession(document, claim));
            return Ok(file);
        }
        // A changed text is no longer the source's.
        let unchanged = claim == SourceClaim::Text && holds_source(document);
        claim = SourceClaim::embedding(original.filter(|_| unchanged), options);
    }
}

/// Whether the tree still holds the file that it was read from.
fn holds_source(document: &Document) -> bool {
    document.file().is_some_and(|source| {
        let bytes = encode(&source_text(document), source);
        bytes.is_some_and(|bytes| hex::lower(&Sha256::digest(bytes)) == source.sha256)
    })
}

/// The diagnostic for a claim that is not the best one.
fn concession(document: &Document, claim: SourceClaim<'_>) -> Option<Diagnostic> {
    let plain = document.file().is_some_and(|source| source.format == "text");
    match claim {
        SourceClaim::Binary(_) if plain => Some(Diagnostic::new(Code::TeiEmbedded, [])),
        SourceClaim::None if plain => Some(Diagnostic::new(Code::TeiNotRestorable, [])),
        _ => None,
    }
}

fn render(
    document: &Document,
    options: &Options,
    context: &Context,
    identity: &Identity,
    claim: SourceClaim<'_>,
) -> Result<File> {
    let mut body = Body::new(document, options.tei.profile, claim == SourceClaim::Text);
    text(&mut body, document);
    let writer = std::mem::take(&mut body.writer);
    let written = writer.finish()?;
    let mut diagnostics = Vec::new();
    let header = Header { document, options, context, identity, claim, body: &body };
    let file = assemble(&header, written)?;
    let forbidden: usize = file.forbidden.values().sum();
    if forbidden > 0 {
        diagnostics.push(Diagnostic::new(Code::XmlForbidden, [&forbidden]));
    }
    Ok(File { bytes: file.bytes, trace: std::mem::take(&mut body.trace), diagnostics })
}

fn assemble(header: &Header<'_>, text: Written) -> Result<Written> {
    let schema = match header.options.tei.profile {
        TeiProfile::All => "tei_all.rng",
        TeiProfile::Simple => "tei_simplePrint.rng",
    };
    let mut writer = Writer::new();
    for kind in ["http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron"]
    {
        let data = format!(
            "href=\"{SCHEMAS}{schema}\" type=\"application/xml\" schematypens=\"{kind}\""
        );
        writer.instruction("xml-model", &data);
    }
    let language = header.language();
    writer.start("TEI", &[("xmlns", ns::TEI), ("xml:lang", language)]);
    writer.newline();
    header.write(&mut writer);
    writer.newline();
    writer.splice(text);
    writer.newline_out();
    writer.end();
    writer.finish()
}

/// The `text` element (TEI P5 ch. 4).
fn text<'a>(body: &mut Body<'a>, document: &'a Document) {
    body.start("text", &Attributes::new().set("xml:space", "preserve"));
    let (before, front) = document.front.split_at(leading(&document.front));
    body.flow(before, BlockContext::Flow);
    if !front.is_empty() {
        body.open("front", &Attributes::new());
        body.division(front, BlockContext::Front);
        body.close();
    }
    let end = match document.back.as_slice() {
        [] => document.body.len() - trailing(&document.body),
        _ => document.body.len(),
    };
    let (blocks, after) = document.body.split_at(end);
    body.open("body", &Attributes::new());
    body.division(blocks, BlockContext::Body);
    if !blocks.iter().any(holds_text) {
        // A body holds at least one block (TEI P5 §4.1.1).
        body.line();
        body.empty("p", &Attributes::new());
    }
    body.close();
    body.flow(after, BlockContext::Flow);
    let end = document.back.len() - trailing(&document.back);
    let (back, after) = document.back.split_at(end);
    if !back.is_empty() {
        body.open("back", &Attributes::new());
        body.division(back, BlockContext::Back);
        body.close();
    }
    body.flow(after, BlockContext::Flow);
    body.close();
}

/// Whether a block fills a `body`: not one that is allowed anywhere.
fn holds_text(block: &Block) -> bool {
    match block {
        Block::Aligned(aligned) => aligned.blocks.iter().any(holds_text),
        block => !is_anywhere(block),
    }
}

/// Whether the schema allows a block anywhere: `fw`, `note`, `figure`, `milestone`.
fn is_anywhere(block: &Block) -> bool {
    matches!(
        block,
        Block::Gap(_)
            | Block::Residue(_)
            | Block::Milestone(_)
            | Block::PageBreak(_)
            | Block::Note(_)
            | Block::Admonition(_)
            | Block::Figure(_)
    )
}

fn is_around(block: &Block) -> bool {
    matches!(block, Block::Gap(_) | Block::Residue(_) | Block::Milestone(_))
}

/// The number of leading blocks that are not the work's own.
fn leading(blocks: &[Block]) -> usize {
    blocks.iter().position(|block| !is_around(block)).unwrap_or(blocks.len())
}

/// The number of trailing blocks that are not the work's own.
fn trailing(blocks: &[Block]) -> usize {
    blocks.iter().rev().position(|block| !is_around(block)).unwrap_or(blocks.len())
}
