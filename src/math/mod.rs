//! Formulas (公式): TeX in, nodes out, and MathML of these (MathML Core). Knows no font: layout sets
//! the nodes by a mathematics face.
//!
//! The language is TeX's mathematics with what amsmath, mathtools and mhchem add to it, as KaTeX
//! has it: `docs/math.md` says what of KaTeX's list is set. One formula is one unit: what can't be
//! set makes a [`fault::Fault`], and no other formula knows of it.

mod alphabets;
mod chemistry;
mod colours;
mod commands;
mod fault;
mod lex;
mod mathml;
mod number;
mod parse;
mod symbols;
mod tables;
pub(crate) mod tree;
#[cfg(feature = "cli")]
mod vocabulary;

pub(crate) use mathml::{Beside, MathMlElement, MathMlNode, mathml};
pub(crate) use number::{Counted, counted, labels};
pub(crate) use parse::parse;
pub(crate) use tree::Formula;
#[cfg(feature = "cli")]
pub(crate) use vocabulary::page;
