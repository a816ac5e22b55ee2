//! The TEI writer.
