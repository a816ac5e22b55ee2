//! Layout: blocks to pages of frames, to the W3C's *Requirements for Chinese Text Layout*.

pub mod frame;
