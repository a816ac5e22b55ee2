//! Pages: the file made by printpdf, with the painted content streams, and the page labels (ISO
//! 32000-1 §12.4.2).

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::file::PdfFile;
use super::{MARK, Pdf, number, streams, unwritten};
use crate::diag::Result;
use crate::layout::frame::PageLabel;
use crate::output::pdf::fonts::Fonts;
use crate::output::pdf::images::Images;
use crate::output::pdf::paint::Sheet;

/// A page to be written.
pub(super) struct Leaf {
    pub(super) id: ObjectId,
    pub(super) width: f32,
    pub(super) height: f32,
    contents: ObjectId,
    pub(super) annotations: Vec<ObjectId>,
}

/// The properties shared by all pages.
pub(super) struct PageTree {
    /// Its root.
    id: ObjectId,
    /// The fonts and images. Each page refers to them: inheritance is forbidden (ISO 19005-2
    /// §6.2.2).
    resources: Object,
}

/// A file with fonts, images and what is drawn on the pages.
pub(super) fn draw(
    sheets: Vec<Sheet>,
    fonts: &Fonts<'_>,
    images: Images<'_>,
    version: &str,
    threads: usize,
) -> Result<(Pdf, PageTree)> {
    let (xobjects, diagnostics) = images.finish();
    let mut drawing = PdfDocument::new("");
    drawing.resources.fonts.map = fonts.subset()?;
    drawing.resources.xobjects.map = xobjects;
    // A page that shows every glyph once, for printpdf to embed; it is then discarded.
    drawing.with_pages(vec![page(fonts.showing_all())]);
    let mut drawn = drawing.to_lopdf_document(&save_options(), &mut Vec::new());
    let resources = resources(&mut drawn, fonts).map_err(|error| unwritten(&error))?;
    streams::compress(&mut drawn, threads)?;

    let mut file = PdfFile::new(version, MARK, drawn.max_id);
    for (id, object) in drawn.objects {
        file.set(id, object);
    }
    let tree = PageTree { id: file.reserve(), resources };
    let mut labels = Vec::with_capacity(sheets.len());
    let mut pages = Vec::with_capacity(sheets.len());
    for Sheet { width, height, label, content, .. } in sheets {
        let (id, contents) = (file.reserve(), file.add(content));
        pages.push(Leaf { id, width, height, contents, annotations: Vec::new() });
        labels.push(label);
    }
    let catalog = dictionary! { "Type" => "Catalog", "Pages" => tree.id };
    let (trailer, names) = (Dictionary::new(), Dictionary::new());
    let mut pdf = Pdf { file, catalog, trailer, names, pages, diagnostics };
    label(&mut pdf, &labels);
    Ok((pdf, tree))
}

/// Writes the pages, once their annotations are known.
pub(super) fn write(pdf: &mut Pdf, tree: PageTree) {
    let PageTree { id: parent, resources } = tree;
    for (index, leaf) in (0i64..).zip(&mut pdf.pages) {
        let mut page = dictionary! {
            "Type" => "Page",
            "Parent" => parent,
            "MediaBox" => vec![0.into(), 0.into(), number(leaf.width), number(leaf.height)],
            "Resources" => resources.clone(),
            "Contents" => leaf.contents,
            "StructParents" => index,
            // Annotations are walked in the order of the structure (ISO 14289-1 §7.18.3).
            "Tabs" => "S",
        };
        let annotations = std::mem::take(&mut leaf.annotations);
        if !annotations.is_empty() {
            let annotations = annotations.into_iter().map(Object::Reference);
            page.set("Annots", annotations.collect::<Vec<_>>());
        }
        pdf.file.set(leaf.id, page);
    }
    let kids: Vec<Object> = pdf.pages.iter().map(|leaf| Object::Reference(leaf.id)).collect();
    let tree = dictionary! {
        "Type" => "Pages",
        "Count" => i64::try_from(kids.len()).unwrap_or(i64::MAX),
        "Kids" => kids,
    };
    pdf.file.set(parent, tree);
}

/// The settings of printpdf: everything unchanged, fonts whole, since they are subsets.
fn save_options() -> PdfSaveOptions {
    PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    }
}

fn page(ops: Vec<printpdf::Op>) -> PdfPage {
    let paper = Rect::from_wh(Pt(0.0), Pt(0.0));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

/// Takes the resources of the drawn page, and removes the page with its references. printpdf's
/// ToUnicode maps have one text per glyph; ours replace them.
fn resources(drawn: &mut Document, fonts: &Fonts<'_>) -> lopdf::Result<Object> {
    let root = drawn.trailer.get(b"Root")?.as_reference()?;
    let tree = drawn.get_dictionary(root)?.get(b"Pages")?.as_reference()?;
    let (_, page) = drawn.get_pages().pop_first().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let leaf = drawn.get_dictionary(page)?;
    let contents = leaf.get(b"Contents")?.as_reference()?;
    let resources = leaf.get(b"Resources")?.clone();
    let faces = drawn.get_dict_in_dict(drawn.get_dict_in_dict(leaf, b"Resources")?, b"Font")?;
    let mut maps = Vec::new();
    for (name, map) in fonts.to_unicode() {
        let font = drawn.get_dict_in_dict(faces, name.as_bytes())?;
        maps.push((font.get(b"ToUnicode")?.as_reference()?, map));
    }
    for (id, map) in maps {
        drawn.set_object(id, Stream::new(Dictionary::new(), map.into_bytes()));
    }
    let info = drawn.trailer.get(b"Info")?.as_reference()?;
    for id in [root, tree, page, contents, info] {
        drawn.objects.remove(&id);
    }
    Ok(resources)
}

/// Writes the page labels, as consecutive ranges.
fn label(pdf: &mut Pdf, labels: &[PageLabel]) {
    let mut ranges = Vec::new();
    let mut expected = None;
    for (index, label) in (0i64..).zip(labels) {
        if expected != Some(*label) {
            let mut range = dictionary! { "S" => if label.roman { "r" } else { "D" } };
            if label.number != 1 {
                range.set("St", i64::from(label.number.max(1)));
            }
            ranges.extend([Object::Integer(index), Object::Dictionary(range)]);
        }
        expected = Some(PageLabel { number: label.number + 1, ..*label });
    }
    pdf.catalog.set("PageLabels", dictionary! { "Nums" => ranges });
}
