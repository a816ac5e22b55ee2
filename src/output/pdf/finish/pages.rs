//! Pages: the file that printpdf draws, with the content streams that were painted, and the
//! page labels (ISO 32000-1 §12.4.2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::{Pdf, number, unwritten};
use crate::diag::Result;
use crate::layout::frame::PageLabel;
use crate::output::pdf::fonts::Fonts;
use crate::output::pdf::images::Images;
use crate::output::pdf::paint::Sheet;

/// The file with its pages, fonts and images.
pub(super) fn draw(sheets: Vec<Sheet>, fonts: &Fonts<'_>, images: Images<'_>) -> Result<Pdf> {
    let (xobjects, diagnostics) = images.finish();
    let mut drawing = PdfDocument::new("");
    drawing.resources.fonts.map = fonts.subset()?;
    drawing.resources.xobjects.map = xobjects;
    // The first page shows every glyph once, for printpdf to embed; its stream is replaced.
    let mut all = Some(fonts.showing_all());
    let pages = sheets.iter().map(|sheet| page(sheet, all.take().unwrap_or_default()));
    drawing.with_pages(pages.collect());
    let mut objects = drawing.to_lopdf_document(&save_options(), &mut Vec::new());

    let root = objects.trailer.get(b"Root").and_then(Object::as_reference);
    let root = root.map_err(|error| unwritten(&error))?;
    let drawn = objects.get_dictionary(root).map_err(|error| unwritten(&error))?;
    let mut catalog = dictionary! { "Type" => "Catalog" };
    if let Ok(tree) = drawn.get(b"Pages") {
        catalog.set("Pages", tree.clone());
    }
    let ids: Vec<ObjectId> = objects.get_pages().into_values().collect();
    let labels: Vec<PageLabel> = sheets.iter().map(|sheet| sheet.label).collect();
    let mut heights = Vec::with_capacity(ids.len());
    for (number, (id, sheet)) in (0..).zip(ids.into_iter().zip(sheets)) {
        heights.push((id, sheet.height));
        complete(&mut objects, id, number, sheet)?;
    }
    if let Some((page, _)) = heights.first() {
        map_to_unicode(&mut objects, *page, fonts)?;
    }
    let mut pdf =
        Pdf { objects, catalog, names: Dictionary::new(), pages: heights, diagnostics };
    label(&mut pdf, &labels);
    Ok(pdf)
}

/// How printpdf is told to write: everything as it is, fonts whole, since they are subsets.
fn save_options() -> PdfSaveOptions {
    PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    }
}

fn page(sheet: &Sheet, ops: Vec<printpdf::Op>) -> PdfPage {
    let paper = Rect::from_wh(Pt(sheet.width), Pt(sheet.height));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

/// Puts the painted stream into a page, and what every tagged page needs.
fn complete(objects: &mut Document, id: ObjectId, index: i64, sheet: Sheet) -> Result<()> {
    let page = objects.get_dictionary_mut(id).map_err(|error| unwritten(&error))?;
    let contents = page.get(b"Contents").and_then(Object::as_reference);
    let contents = contents.map_err(|error| unwritten(&error))?;
    let paper = vec![0.into(), 0.into(), number(sheet.width), number(sheet.height)];
    page.set("MediaBox", paper);
    for key in [b"TrimBox".as_slice(), b"CropBox", b"Annots"] {
        page.remove(key);
    }
    page.set("StructParents", index);
    // Annotations are walked in the order of the structure (ISO 14289-1 §7.18.3).
    page.set("Tabs", "S");
    objects.set_object(contents, sheet.content);
    Ok(())
}

/// Replaces printpdf's ToUnicode maps, which know one text a glyph and none of these, by ours.
fn map_to_unicode(objects: &mut Document, page: ObjectId, fonts: &Fonts<'_>) -> Result<()> {
    let maps: BTreeMap<ObjectId, String> = {
        let resource = |name: &str| {
            let resources =
                objects.get_dict_in_dict(objects.get_dictionary(page)?, b"Resources")?;
            let fonts = objects.get_dict_in_dict(resources, b"Font")?;
            let font = objects.get_dict_in_dict(fonts, name.as_bytes())?;
            font.get(b"ToUnicode")?.as_reference()
        };
        let maps = fonts.to_unicode().map(|(name, map)| Ok((resource(&name)?, map)));
        maps.collect::<lopdf::Result<_>>().map_err(|error| unwritten(&error))?
    };
    for (id, map) in maps {
        objects.set_object(id, Stream::new(Dictionary::new(), map.into_bytes()));
    }
    Ok(())
}

/// Writes the numbers that readers see, as ranges that count on by one.
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
