//! Damaged faces: code that reads them may panic or request unlimited memory, and must not end the
//! program. Checks whether a face's tables have the declared places and lengths (OpenType 1.9.1,
//! "Table directory", `loca`), and runs work on a face, returning its result or an error that the
//! file is unusable.

use skrifa::raw::types::Tag;
use skrifa::raw::{FontRef, TableProvider as _};

use crate::diag::{Code, Error, Result, guarded};

/// Tables required in every face.
const REQUIRED: [Tag; 5] = [
    Tag::new(b"cmap"),
    Tag::new(b"head"),
    Tag::new(b"hhea"),
    Tag::new(b"hmtx"),
    Tag::new(b"maxp"),
];

/// Whether a face has its tables, all of them within the file, and its outlines within theirs.
/// Crates that read faces trust these numbers, and reserve memory by them.
pub(super) fn is_sound(data: &[u8], index: u32) -> bool {
    let Ok(font) = FontRef::from_index(data, index) else { return false };
    let size = u64::try_from(data.len()).unwrap_or(u64::MAX);
    let records = font.table_directory().table_records();
    let are_inside =
        records.iter().all(|it| u64::from(it.offset()) + u64::from(it.length()) <= size);
    are_inside
        && REQUIRED.iter().all(|tag| font.table_data(*tag).is_some())
        && (font.cff().is_ok() || has_outlines_in_order(&font))
}

/// Whether the places of the glyphs in `glyf` ascend, and end within it.
fn has_outlines_in_order(font: &FontRef<'_>) -> bool {
    let Some(glyf) = font.table_data(Tag::new(b"glyf")) else { return false };
    let (Ok(loca), Ok(maxp)) = (font.loca(None), font.maxp()) else { return false };
    let places = (0..=usize::from(maxp.num_glyphs())).map(|glyph| loca.get_raw(glyph));
    let last = places.into_iter().try_fold(0, |before, place| place.filter(|it| *it >= before));
    last.is_some_and(|last| usize::try_from(last).is_ok_and(|last| last <= glyf.len()))
}

/// Runs work of a crate that reads a face. Faces come from anywhere, and no such crate guarantees
/// to handle all of them; a panic means a damaged face. Anything that `work` has modified must not
/// be used after a panic.
///
/// # Errors
///
/// Those of `work`; [`Code::FontUnusable`] with the name of the file after a panic.
pub(super) fn reading<T>(file: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    guarded(work).map_err(|error| match error.diagnostic().code {
        Code::Fault => Error::new(Code::FontUnusable, [&file]),
        _ => error,
    })
}
