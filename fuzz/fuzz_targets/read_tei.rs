//! Any bytes as TEI: a document whose archive has, read and written again, the text that it had;
//! or an error. The header tells of the file that was read, and so differs. Characters that XML
//! forbids are left out of attributes (and told): what they parted is one then, so such input is
//! only read.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none read_tei -- -max_total_time=600 -rss_limit_mb=2048`

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
    let forbidden = |byte: &u8| *byte < b' ' && !b"\t\n\r".contains(byte);
    if bytes.iter().any(forbidden) {
        return;
    }
    let text = |xml: &[u8]| {
        let xml = String::from_utf8_lossy(xml);
        xml.find("</teiHeader>").map(|at| xml[at..].to_owned())
    };
    assert_eq!(text(&first), text(&second));
});
