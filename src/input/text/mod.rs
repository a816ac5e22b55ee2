//! Plain text, read the way an editor reads it.
//!
//! In comes a decoded source, out comes a document in which every character stands once. The
//! work goes over *units* (runs of lines that are one thing) in passes; each pass claims what
//! it recognises, by tables of rules, and leaves the rest:
//!
//! 1. [`wrap`]: lines to units;
//! 2. [`residue`]: what is not part of the work;
//! 3. [`contents`]: the table of contents, which confirms headings;
//! 4. [`headings`]: numbered and named headings;
//! 5. [`front`] and [`back`]: title, bylines, dates, sources, signatures;
//! 6. [`small`] and [`verse`]: separators, captions, lists, verse;
//! 7. [`bare`] and [`glued`]: headings by shape, and headings stuck to paragraphs;
//! 8. [`notes`]: note texts and their marks;
//! 9. [`assemble`]: units to blocks, and everything between them to gaps.
//!
//! What may fail: nothing. What is doubtful is said in diagnostics.

mod assemble;
mod back;
mod bare;
mod contents;
mod credit;
mod dates;
mod facts;
mod front;
mod glued;
mod headings;
mod lines;
mod names;
mod notes;
mod residue;
mod role;
mod rules;
mod small;
mod verse;
mod wrap;

use crate::config::ReadOptions;
use crate::diag::Diagnostic;
use crate::model::{Document, Meta};
use crate::source::Source;

/// Reads a plain text.
pub(super) fn read(source: &Source, options: &ReadOptions) -> (Document, Vec<Diagnostic>) {
    let text = source.text.as_str();
    let mut meta = Meta::default();
    let mut units = wrap::units(text, &lines::split(text));
    residue::mark(&mut units);
    let contents = contents::mark(&mut units, text);
    headings::mark(&mut units, &contents);
    headings::split_starts(&mut units, text, &contents);
    front::mark(&mut units, text, &mut meta, None);
    residue::mark_footer(&mut units);
    back::mark(&mut units, text, &mut meta);
    contents::confirm(&mut units, &contents);
    small::mark(&mut units);
    verse::mark(&mut units, text);
    verse::mark_titles(&mut units, text);
    bare::mark(&mut units);
    glued::split(&mut units, text, &contents);
    notes::mark(&mut units, text);
    let mut document = assemble::assemble(text, units, meta);
    let mut info = source.info.clone();
    info.verbatim = true;
    document.sources.push(info);
    let _ = options;
    (document, Vec::new())
}
