//! Source, model and archive give each other back.
