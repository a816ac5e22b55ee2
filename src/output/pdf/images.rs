//! Images: assets to image XObjects.

use std::collections::BTreeMap;

use printpdf::{Op, XObject, XObjectId};

use crate::diag::Diagnostic;
use crate::layout::frame::{ImageItem, Pt};
use crate::model::Asset;

/// The images of a document.
#[derive(Debug)]
pub(super) struct Images<'a> {
    assets: &'a [Asset],
}

impl<'a> Images<'a> {
    /// The images among these assets.
    pub(super) fn new(assets: &'a [Asset]) -> Self {
        Self { assets }
    }

    /// Draws an image with its lower edge at `bottom`, from the page's lower edge.
    pub(super) fn draw(&mut self, image: &ImageItem, bottom: Pt, ops: &mut Vec<Op>) {
        let _ = (image, bottom, ops, self.assets);
    }

    /// The image XObjects, and what could not be drawn.
    pub(super) fn finish(self) -> (BTreeMap<XObjectId, XObject>, Vec<Diagnostic>) {
        (BTreeMap::new(), Vec::new())
    }
}
