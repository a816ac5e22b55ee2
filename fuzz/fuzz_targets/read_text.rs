//! Any bytes: a document whose texts and gaps give the decoded source back, or an error.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none read_text -- -max_total_time=600 -rss_limit_mb=2048`

#![no_main]

use libfuzzer_sys::fuzz_target;
use paiban::config::{InputFormat, ReadOptions};
use paiban::model::Depth;
use paiban::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { from: Some(InputFormat::Text), ..ReadOptions::default() };
    let Ok((source, _)) = Source::decode(None, bytes, &options) else { return };
    let Ok((mut document, _)) = paiban::input::read(&source, &options, Depth::default()) else { return };
    paiban::transform::structure(&mut document);
    assert_eq!(paiban::model::source_text(&document), source.text);
});
