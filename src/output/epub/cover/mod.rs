//! The cover: an image of the user or the document, else one generated from the title, the authors
//! and a colour, as SVG for readers and as PNG for book shops.
//!
//! Letters are drawn as outlines, so that the cover looks the same without a Chinese font.

mod design;
mod drawing;
mod pixels;
mod svg;

use super::book::Book;
use super::images;
use super::page::{begin_html, end_html};
use crate::context::Context;
use crate::diag::{Code, Diagnostic, Error, Result};
use crate::image;
use crate::model::AssetKind;
use crate::xml::{Writer, Written};

/// An image file of the cover.
#[derive(Debug)]
pub(super) struct CoverImage {
    /// Relative to the package document.
    pub(super) path: String,
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The cover's images; the first is shown on its page, the last in book shops.
#[derive(Debug)]
pub(super) struct Cover {
    pub(super) images: Vec<CoverImage>,
    /// What is wrong with the user's image.
    pub(super) found: Option<Diagnostic>,
}

/// Makes the cover.
///
/// # Errors
///
/// A file of the user that is not an image.
pub(super) fn cover(book: &Book<'_>, context: &Context, sha256: &str) -> Result<Cover> {
    if let Some(cover) = &book.options.epub.cover {
        let picture = image::open(&cover.0, context.limits.samples);
        let picture = picture.map_err(|_| Error::new(Code::EpubCoverUnknown, []))?;
        let bytes = images::bytes(&picture, &cover.0).to_vec();
        let images = vec![cover_image(AssetKind::of(&cover.0), bytes)];
        let cut = || Diagnostic::new(Code::ImageCut, [&"cover"]);
        let found = images::dropped(&picture, "cover").or_else(|| picture.is_cut().then(cut));
        return Ok(Cover { images, found });
    }
    let asset = book.document.meta.cover.as_deref().and_then(|id| book.images.get(id));
    if let Some(file) = asset {
        let images = vec![cover_image(AssetKind::of(file.data), file.data.to_vec())];
        return Ok(Cover { images, found: None });
    }
    let drawing = design::design(book, &context.fonts, sha256);
    let svg = svg::svg(&drawing, &alternative(book))?.bytes;
    let png = pixels::png(&drawing)?;
    let images = vec![cover_image(AssetKind::Svg, svg), cover_image(AssetKind::Png, png)];
    Ok(Cover { images, found: None })
}

fn cover_image(kind: AssetKind, bytes: Vec<u8>) -> CoverImage {
    let path = format!("images/cover.{}", kind.extension());
    CoverImage { path, media_type: kind.media_type(), bytes }
}

/// The page that shows the cover.
pub(super) fn cover_page(book: &Book<'_>, cover: &Cover) -> Result<Written> {
    let mut out = Writer::new();
    begin_html(&mut out, book.language, book.labels.cover, "stylesheet.css");
    out.start("body", &[("epub:type", "cover"), ("class", "cover")]);
    if let Some(image) = cover.images.first() {
        out.newline();
        let alt = alternative(book);
        let attributes = [("src", image.path.as_str()), ("alt", &alt), ("role", "doc-cover")];
        out.empty("img", &attributes);
    }
    end_html(&mut out);
    out.finish()
}

/// The alternative text of the cover.
fn alternative(book: &Book<'_>) -> String {
    let authors = design::authors(book).join("、");
    let title = book.title();
    let colon = if book.labels.cover.is_ascii() { ": " } else { "：" };
    let comma = if authors.is_empty() {
        ""
    } else if book.labels.cover.is_ascii() {
        ", "
    } else {
        "，"
    };
    format!("{}{colon}{title}{comma}{authors}", book.labels.cover)
}
