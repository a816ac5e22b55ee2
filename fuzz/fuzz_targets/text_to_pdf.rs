//! Any bytes all the way: read as plain text, set, and written as a PDF; or an error.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none text_to_pdf fuzz/corpus/text_to_pdf fuzz/seeds/text_to_pdf --
//! -max_total_time=600 -rss_limit_mb=2048`

#![no_main]

use std::num::NonZero;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use paiban::Input;
use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::Context;

/// Fonts are opened once.
static CONTEXT: OnceLock<Context> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let context =
        CONTEXT.get_or_init(|| Context { threads: NonZero::new(1), ..Context::default() });
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Text);
    let input = Input { name: None, bytes: bytes.into() };
    let Ok(conversion) = paiban::convert(&input, &[OutputFormat::Pdf], &options, context) else {
        return;
    };
    let pdf = &conversion.outputs[0].bytes;
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
});
