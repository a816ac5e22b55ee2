//! Named destinations: the ids of the document, to be linked to from outside
//! (ISO 32000-1 §12.3.2.3).

use lopdf::Object;

use super::{Pdf, tree};
use crate::layout::frame::Place;
use crate::output::pdf::strings;

/// Writes the place of each id.
pub(super) fn add(pdf: &mut Pdf, places: &[(String, Place)]) {
    let mut entries: Vec<(Object, Object)> = places
        .iter()
        .filter_map(|(id, place)| Some((strings::text(id), pdf.destination(*place)?)))
        .collect();
    if entries.is_empty() {
        return;
    }
    // Keys are sorted by their bytes, not by their characters (ISO 32000-1 §7.9.6).
    entries.sort_by(|(a, _), (b, _)| a.as_str().ok().cmp(&b.as_str().ok()));
    let tree = tree::add(pdf, "Names", entries);
    pdf.names.set("Dests", tree);
}
