//! The import rules of docs/architecture.md, and the shape of files.
