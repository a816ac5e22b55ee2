//! Fonts: bytes to faces, characters to glyphs, used glyphs to subsets. The only user of
//! skrifa, harfrust, subsetter, skera and ttf2woff2.
//!
//! A [`Library`] holds the faces of a process, opened once and shared by all threads. Layout uses
//! its chain of faces for a [`Role`]; the PDF writer makes a [`Subset`] of a [`Face`], the EPUB
//! writer a [`WebFont`]. Reading files belongs to the command line: a library takes bytes.

mod damage;
mod face;
mod fallback;
mod library;
mod maths;
mod metrics;
mod outline;
mod shape;
mod subset;
mod web;

pub use face::{Face, FontFile};
pub use fallback::FaceRun;
pub use library::{Builder, Library, Role};
pub(crate) use maths::{Axis, Corner, GlyphPart, Maths};
pub use metrics::{Bounds, Metrics};
pub use outline::PathStep;
pub(crate) use shape::{ShapedGlyph, Shaper, Writing};
pub use subset::{GlyphSet, Subset};
pub use web::{WebFont, WebFormat};

/// A glyph of a face. Number 0, `.notdef`, which a face shows for missing characters, is never
/// used: a PDF must not show it (ISO 19005-2 §6.2.11.8).
pub type GlyphId = std::num::NonZeroU16;

/// A face of a [`Library`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub u16);
