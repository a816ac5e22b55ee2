//! The EPUB writer.
