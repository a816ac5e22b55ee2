//! Any bytes as TEI: a document whose archive is read and written again as it is, or an error.
//!
//! `cargo +nightly fuzz run read_tei -- -max_total_time=600 -rss_limit_mb=2048`

#![no_main]

use libfuzzer_sys::fuzz_target;
use paiban::config::{InputFormat, Options, OutputFormat};
use paiban::context::Context;
use paiban::{Input, convert};

fuzz_target!(|bytes: &[u8]| {
    let mut options = Options::default();
    options.read.from = Some(InputFormat::Tei);
    let archive = |bytes: &[u8]| {
        let input = Input { name: None, bytes: bytes.into() };
        let made = convert(&input, &[OutputFormat::Tei], &options, &Context::default())?;
        Ok::<_, paiban::diag::Error>(made.outputs[0].bytes.clone())
    };
    let Ok(first) = archive(bytes) else { return };
    let second = archive(&first).expect("an archive of paiban's own");
    let third = archive(&second).expect("an archive of paiban's own");
    assert_eq!(String::from_utf8(second), String::from_utf8(third));
});
