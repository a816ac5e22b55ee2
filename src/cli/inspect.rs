//! `paiban inspect`: what is understood of a manuscript, for people or for programs.

use super::args::{Inspect, OutlineForm};
use super::report::{Place, Reporter};
use super::{DONE, convert, files, options};
use crate::Input;
use crate::config::Options;
use crate::context::Limits;
use crate::diag::{Exit, Result};
use crate::model::dump;

/// Prints the outline.
///
/// # Errors
///
/// An input that can't be read or understood.
pub(super) fn run(args: &Inspect, reporter: &mut Reporter) -> Result<u8> {
    let bytes = files::read(&args.file, &Limits::default())?;
    let input = Input { name: convert::file_name(&args.file), bytes: bytes.into() };
    let options = Options { read: options::of_reading(&args.reading), ..Options::default() };
    let conversion = crate::read(&input, &options)?;
    let place = Place {
        name: args.file.display().to_string(),
        source: Some(&conversion.source),
        document: Some(&conversion.document),
    };
    reporter.show(&conversion.diagnostics, Some(&place));
    let text = match args.format {
        OutlineForm::Text => dump(&conversion.document),
        OutlineForm::Json => crate::output::json::write(&conversion.document),
    };
    files::write_standard(text.as_bytes())?;
    Ok(if reporter.denied() { Exit::Denied as u8 } else { DONE })
}
