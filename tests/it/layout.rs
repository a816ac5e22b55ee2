//! The layout engine, by the rules of CLREQ.
