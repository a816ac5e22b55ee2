//! Readers: a decoded source to a document.
