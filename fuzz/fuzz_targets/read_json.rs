//! Any text as the model's JSON: a document that is written and read again as it is, or an error.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none read_json -- -max_total_time=600 -rss_limit_mb=2048`

#![no_main]

use libfuzzer_sys::fuzz_target;
use paiban::model::Depth;

fuzz_target!(|text: &str| {
    let Ok((mut document, _)) = paiban::input::json::read(text, Depth::default()) else { return };
    let json = paiban::output::json::write(&document);
    let (again, found) = paiban::input::json::read(&json, Depth::default()).expect("JSON of the model's own");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(again, document);
    paiban::transform::structure(&mut document);
});
