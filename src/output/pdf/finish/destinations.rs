//! Named destinations: the ids of the document, for links from outside (ISO 32000-1 §12.3.2.3).

use lopdf::Object;

use super::{Pdf, tree};
use crate::layout::frame::PagePoint;
use crate::output::pdf::strings;

/// Writes the place of each id.
pub(super) fn add(pdf: &mut Pdf, places: &[(String, PagePoint)]) {
    let is_on_pages = |place: &PagePoint| pdf.page(place.page).is_some();
    let mut places: Vec<&(String, PagePoint)> =
        places.iter().filter(|(_, place)| is_on_pages(place)).collect();
    if places.is_empty() {
        return;
    }
    // Keys are sorted by their bytes, not by their characters (ISO 32000-1 §7.9.6).
    places.sort_by(|(a, _), (b, _)| strings::order(a, b));
    let tree = tree::add(pdf, "Names", places, |pdf, (id, place)| {
        (strings::text(id), pdf.destination(*place).unwrap_or(Object::Null))
    });
    pdf.names.set("Dests", tree);
}
