//! STIX Two Math Regular 2.13, under the SIL Open Font License 1.1.

/// The font file, as it was published.
pub static FILE: &[u8] = include_bytes!("../STIXTwoMath-Regular.otf");
