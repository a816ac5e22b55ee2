//! Writers: a document to bytes.
