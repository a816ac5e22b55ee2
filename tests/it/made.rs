//! A Markdown or TEI file, read and written in every form.

use std::io::{Cursor, Read as _};

use paiban::config::{InputFormat, Options, OutputFormat, ReadOptions};
use paiban::context::Context;
use paiban::diag::Code;
use paiban::model::TitleKind;
use paiban::output::pdf;
use paiban::restore::restore;
use paiban::{Conversion, Input, convert};

/// What a file becomes.
pub(crate) struct Made {
    pub(crate) conversion: Conversion,
    /// The tags of the PDF with their text, and its bookmarks.
    pub(crate) pdf: String,
    /// The files of text of the e-book.
    pub(crate) epub: String,
    pub(crate) tei: String,
}

impl Made {
    pub(crate) fn codes(&self) -> Vec<Code> {
        self.conversion.diagnostics.iter().map(|found| found.code).collect()
    }

    pub(crate) fn title(&self) -> Option<&str> {
        self.conversion.document.meta.title(TitleKind::Main)
    }
}

pub(crate) fn make(text: &str) -> Made {
    make_with(text, &Options::default())
}

pub(crate) fn make_with(text: &str, options: &Options) -> Made {
    of("稿.md", InputFormat::Markdown, text, options)
}

/// A TEI file with this in its `body`, in traditional Chinese.
pub(crate) fn make_tei(body: &str) -> Made {
    make_edition("", body, "")
}

/// A TEI file with this in the description of its source, its `body` and its `back`.
pub(crate) fn make_edition(source: &str, body: &str, back: &str) -> Made {
    let text = format!(
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"zh-Hant\"><teiHeader><fileDesc>\
         <titleStmt><title>試例</title></titleStmt><publicationStmt><p>unpublished</p>\
         </publicationStmt><sourceDesc>{source}<p>born digital</p></sourceDesc></fileDesc>\
         </teiHeader><text><body>{body}</body>{back}</text></TEI>"
    );
    of("稿.xml", InputFormat::Tei, &text, &Options::default())
}

/// Asserts that a text has each of these.
pub(crate) fn assert_has(text: &str, wanted: &[&str]) {
    for one in wanted {
        assert!(text.contains(one), "no {one} in\n{text}");
    }
}

/// The text of the PDF's tags, all of it together.
pub(crate) fn said(made: &Made) -> String {
    let quoted = made.pdf.split('“').skip(1).filter_map(|part| part.split('”').next());
    quoted.collect()
}

/// Asserts that the archive gives these bytes back.
pub(crate) fn is_restored(made: &Made, source: &str) {
    assert_eq!(restore(made.tei.as_bytes()).unwrap(), source.as_bytes());
}

fn of(name: &str, from: InputFormat, text: &str, options: &Options) -> Made {
    let input = Input { name: Some(name.to_owned()), bytes: text.as_bytes().into() };
    let formats = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];
    let mut options = options.clone();
    options.read = ReadOptions { from: Some(from), ..options.read };
    let conversion = convert(&input, &formats, &options, &Context::default()).unwrap();
    let [pdf, epub, tei] = conversion.outputs.as_slice() else { panic!("three files") };
    let pdf = pdf::dump(&pdf.bytes).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub.bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let mut epub = String::new();
    for name in names.iter().filter(|name| name.contains("text/part-")) {
        archive.by_name(name).unwrap().read_to_string(&mut epub).unwrap();
    }
    let tei = String::from_utf8(tei.bytes.clone()).unwrap();
    Made { pdf, epub, tei, conversion }
}
