//! The finishing pass: assembles the painted pages and everything else that a reader of the file
//! needs.
//!
//! Each part writes its objects and adds its entry to the catalogue (ISO 32000-1 §7.7.2). Objects
//! are numbered in the order in which they are made, so the same pages make the same bytes. None is
//! kept in memory: a book has hundreds of thousands.

mod attach;
mod destinations;
mod file;
mod intent;
mod links;
mod metadata;
mod outline;
mod pages;
mod roles;
mod streams;
mod structure;
mod tree;

use lopdf::{Dictionary, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use crate::config::{OutputFormat, PdfStandard};
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::identity::Identity;
use crate::layout::frame::{PagePoint, Structure};
use crate::model::{Meta, SourceInfo};
use crate::text::language::is_tag;

use super::Attachment;
use super::paint::Painting;
use super::text::hundredth;
use file::PdfFile;
use pages::Leaf;

/// Facts besides the pages.
pub(super) struct Facts<'a> {
    pub(super) standard: PdfStandard,
    pub(super) meta: &'a Meta,
    /// The file that the document was made from.
    pub(super) file: Option<&'a SourceInfo>,
    /// The date to write, ISO 8601.
    pub(super) date: Option<&'a str>,
    pub(super) identity: &'a Identity,
    pub(super) attachments: &'a [Attachment],
    /// The maximum number of threads.
    pub(super) threads: usize,
}

/// A file being made.
struct Pdf {
    file: PdfFile,
    catalog: Dictionary,
    trailer: Dictionary,
    /// The name dictionary (ISO 32000-1 §7.7.4).
    names: Dictionary,
    /// The pages, written when everything on them is known.
    pages: Vec<Leaf>,
    diagnostics: Vec<Diagnostic>,
}

impl Pdf {
    fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        self.file.add(object)
    }

    /// The page of this index.
    fn page(&self, index: u32) -> Option<&Leaf> {
        self.pages.get(usize::try_from(index).ok()?)
    }

    fn page_mut(&mut self, index: u32) -> Option<&mut Leaf> {
        self.pages.get_mut(usize::try_from(index).ok()?)
    }

    /// A place as an explicit destination (ISO 32000-1 §12.3.2.2); `None` outside the pages.
    fn destination(&self, place: PagePoint) -> Option<Object> {
        let page = self.page(place.page)?;
        Some(Object::Array(vec![
            Object::Reference(page.id),
            Object::Name(b"XYZ".to_vec()),
            number(place.x),
            number(page.height - place.y),
            Object::Null,
        ]))
    }
}

/// A number with at most two decimals, an integer if possible.
fn number(value: f32) -> Object {
    let value = hundredth(value);
    #[expect(clippy::cast_possible_truncation, reason = "a page is below 14,400 points")]
    let whole = value.trunc() as i64;
    if value.fract() == 0.0 { Object::Integer(whole) } else { Object::Real(value) }
}

/// Makes a file from painted pages.
pub(super) fn finish(
    painting: Painting<'_>,
    structure: &Structure,
    facts: &Facts<'_>,
) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
    let Painting { sheets, fonts, images, tags, .. } = painting;
    let content_hash = sheets
        .iter()
        .fold(Sha256::new(), |hash, sheet| hash.chain_update(&sheet.content.content));
    let version = if metadata::is_2_0(facts.standard) { "2.0" } else { "1.7" };
    let (mut pdf, tree) = pages::draw(sheets, &fonts, images, version, facts.threads)?;
    let links = links::annotate(&mut pdf, tags.links(), &structure.places);
    pages::write(&mut pdf, tree);
    structure::tag(&mut pdf, structure, &tags, links);
    outline::add(&mut pdf, &structure.outline);
    destinations::add(&mut pdf, &structure.places);
    attach::add(&mut pdf, facts);
    intent::add(&mut pdf, facts.standard);
    metadata::add(&mut pdf, facts);
    pdf.catalog.set("Lang", Object::string_literal(language(&mut pdf.diagnostics, facts)));
    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if structure.right_bound {
        preferences.set("Direction", "R2L");
    }
    pdf.catalog.set("ViewerPreferences", preferences);

    if !pdf.names.is_empty() {
        pdf.catalog.set("Names", pdf.names);
    }

    let root = pdf.file.add(pdf.catalog);
    pdf.trailer.set("Root", root);
    // The first half names the work's PDF, the second this very one (ISO 32000-1 §14.4).
    let permanent = facts.identity.output(OutputFormat::Pdf).as_bytes().to_vec();
    let changing = content_hash.finalize()[..16].to_vec();
    let id = [permanent, changing].map(|id| Object::String(id, StringFormat::Hexadecimal));
    pdf.trailer.set("ID", id.to_vec());
    Ok((pdf.file.finish(pdf.trailer), pdf.diagnostics))
}

/// The comment behind the header, all of whose bytes are over 127 (ISO 19005-2 §6.1.2): paiban's
/// name, so that the head alone shows what made the file.
const MARK: &str = "排版";

/// Whether paiban wrote a file with this head.
pub(in crate::output) fn is_own(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    let comment = lines.nth(1).and_then(|line| line.strip_prefix(b"%"));
    comment == Some(MARK.as_bytes())
}

fn unwritten(error: &dyn std::fmt::Display) -> Error {
    Error::new(Code::PdfUnwritten, [error])
}

/// The work's language, if it is valid.
fn language<'a>(diagnostics: &mut Vec<Diagnostic>, facts: &Facts<'a>) -> &'a str {
    let tag = facts.meta.language_tag();
    if is_tag(tag) {
        tag
    } else {
        diagnostics.push(Diagnostic::new(Code::PdfLanguage, [&tag]));
        "und"
    }
}
