//! Layout: paragraphs to lines, blocks to pages.

mod lines;
