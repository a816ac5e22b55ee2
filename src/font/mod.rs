//! Fonts: bytes to faces, characters to glyphs. The only user of skrifa, harfrust and
//! subsetter.

/// A face of a [`Library`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaceId(pub u16);

/// The faces of a process with their fallback chains, opened once and shared.
#[derive(Clone, Debug, Default)]
pub struct Library {}
