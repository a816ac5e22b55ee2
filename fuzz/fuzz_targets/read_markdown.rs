//! Any bytes as Markdown: a document that its JSON gives back, or an error.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none read_markdown -- -max_total_time=600 -rss_limit_mb=2048`

#![no_main]

use libfuzzer_sys::fuzz_target;
use paiban::config::{InputFormat, ReadOptions};
use paiban::model::Depth;
use paiban::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions { from: Some(InputFormat::Markdown), ..ReadOptions::default() };
    let Ok((source, _)) = Source::decode(None, bytes, &options) else { return };
    let Ok((mut document, _)) = paiban::input::read(&source, &options, Depth::default()) else { return };
    paiban::transform::structure(&mut document);
    let json = paiban::output::json::write(&document);
    let (again, found) = paiban::input::json::read(&json, Depth::default()).expect("JSON of the model's own");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(again, document);
});
