//! Layout of pages.
