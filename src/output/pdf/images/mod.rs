//! Images: assets to XObjects (ISO 32000-1 §8.9, §8.10), each embedded once.

mod drawing;
mod samples;

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use super::content::{ContentStream, Paint};
use super::paint::HAIRLINE;
use super::text::hundredth;
use crate::diag::{Code, Diagnostic};
use crate::font::Library;
use crate::image::{Picture, Pictures};
use crate::layout::frame::{ImageItem, Pt};
use crate::layout::{Letters, letter};
use crate::model::Document;

/// The frame of an image that can't be shown.
const GREY: [u8; 3] = [128; 3];

/// The images of a document.
#[derive(Debug)]
pub(super) struct Images<'a> {
    document: &'a Document,
    pictures: &'a Pictures<'a>,
    /// The names of the embedded ones, by the identity of the image; `None` for those that can't
    /// be.
    names: BTreeMap<usize, Option<XObjectId>>,
    objects: BTreeMap<XObjectId, XObject>,
    /// The texts of drawings, by the identity of the image.
    letters: BTreeMap<usize, Arc<[Letters]>>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Images<'a> {
    /// The images of a document.
    pub(super) fn new(document: &'a Document, pictures: &'a Pictures<'a>) -> Self {
        Self {
            document,
            pictures,
            names: BTreeMap::new(),
            objects: BTreeMap::new(),
            letters: BTreeMap::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Draws an image with its lower edge at `bottom`, from the page's lower edge; a frame if it
    /// can't be shown.
    pub(super) fn draw(&mut self, image: &ImageItem, bottom: Pt, content: &mut ContentStream) {
        let corner = (hundredth(image.x), hundredth(bottom));
        let size = (hundredth(image.width), hundredth(image.height));
        if let Some(id) = self.embed(&image.asset) {
            content.object(&id.0, corner, size);
            return;
        }
        content.pen(HAIRLINE, GREY);
        content.rectangle(corner, size, Paint::Stroke);
    }

    /// The texts of a drawing, set, and its size in pixels; `None` if there is no text.
    pub(super) fn letters(
        &mut self,
        asset: &str,
        library: &Library,
    ) -> Option<(Arc<[Letters]>, [f32; 2])> {
        let Ok(Picture::Drawing(drawing)) = self.pictures.get(asset)?.as_ref() else {
            return None;
        };
        let identity = self.pictures.identity(asset)?;
        let size = [drawing.width, drawing.height];
        let diagnostics = &mut self.diagnostics;
        let set = || letter(library, &drawing.letterings, diagnostics).into();
        let letters = self.letters.entry(identity).or_insert_with(set);
        (!letters.is_empty()).then(|| (Arc::clone(letters), size))
    }

    /// The image XObjects, and diagnostics.
    pub(super) fn finish(self) -> (BTreeMap<XObjectId, XObject>, Vec<Diagnostic>) {
        (self.objects, self.diagnostics)
    }

    /// The name of an asset's XObject, which is made on first use.
    fn embed(&mut self, asset: &str) -> Option<XObjectId> {
        let identity = self.pictures.identity(asset)?;
        if let Some(known) = self.names.get(&identity) {
            return known.clone();
        }
        let id = self.open(asset).map(|stream| {
            let id = XObjectId(format!("I{}", self.objects.len()));
            let object = ExternalXObject { stream, width: None, height: None, dpi: None };
            self.objects.insert(id.clone(), XObject::External(object));
            id
        });
        self.names.insert(identity, id.clone());
        id
    }

    fn open(&mut self, id: &str) -> Option<ExternalStream> {
        let asset = self.document.asset(id)?;
        let data = asset.data.as_ref()?;
        match self.pictures.get(id)?.as_ref().ok()? {
            Picture::Jpeg(jpeg) => Some(samples::jpeg(jpeg, &data.0)),
            Picture::Raster(raster) => Some(samples::raster(raster)),
            Picture::Drawing(drawing) => {
                for thing in &drawing.left_out {
                    let found = Diagnostic::new(Code::PdfDrawing, [&asset.href, thing]);
                    self.diagnostics.push(found);
                }
                Some(drawing::form(drawing))
            }
        }
    }
}

/// A dictionary of these entries.
fn dict<const N: usize>(entries: [(&str, DictItem); N]) -> DictItem {
    DictItem::Dict { map: map(entries) }
}

fn map<const N: usize>(entries: [(&str, DictItem); N]) -> BTreeMap<String, DictItem> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.into())
}

fn stream(
    dict: BTreeMap<String, DictItem>,
    content: Vec<u8>,
    compress: bool,
) -> ExternalStream {
    ExternalStream { dict, content, compress }
}
