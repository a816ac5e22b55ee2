//! Formulas (公式): parses TeX to nodes, and writes them as MathML (MathML Core).
//!
//! Independent of fonts: layout sets the nodes in a mathematics face. The language is TeX's
//! mathematics with the additions of amsmath, mathtools and mhchem, as in KaTeX: `docs/math.md`
//! lists what is supported. One formula is one unit: a formula that can't be set makes a
//! [`fault::Fault`], without affecting others.

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
