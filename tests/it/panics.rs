//! A fault of the program, or of what it is given to call, is an error of the document alone.

use std::num::NonZero;
use std::sync::Arc;

use paiban::config::{Options, OutputFormat};
use paiban::context::{AssetLoader, Context, Filter, Wanted};
use paiban::diag::{self, Code, Diagnostic, Exit};
use paiban::font::FaceId;
use paiban::identity::Identity;
use paiban::layout::frame::{Item, Page};
use paiban::layout::lay_out;
use paiban::output::pdf;
use paiban::{Input, convert};

const ALL: [OutputFormat; 3] = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];

/// A program that fails where it should not.
#[derive(Debug)]
struct Panics;

impl Filter for Panics {
    fn name(&self) -> &str {
        "panics"
    }

    fn run(&self, _: Vec<u8>) -> diag::Result<(Vec<u8>, Vec<Diagnostic>)> {
        panic!("a bug of the filter")
    }
}

impl AssetLoader for Panics {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        panic!("a bug at {}", wanted.address)
    }
}

#[test]
fn a_panic_in_the_context_is_an_error_of_the_document() {
    let filters = Context { filters: vec![Arc::new(Panics)], ..Context::default() };
    let assets = Context { assets: Some(Arc::new(Panics)), ..Context::default() };
    let text = "# 题\n\n![图](图.png)\n".as_bytes();
    for (context, said) in [(filters, "a bug of the filter"), (assets, "a bug at 图.png")] {
        for threads in [1, 4] {
            let context = Context { threads: NonZero::new(threads), ..context.clone() };
            let input = Input { name: Some("文.md".to_owned()), bytes: text.into() };
            let error = convert(&input, &ALL, &Options::default(), &context).unwrap_err();
            assert_eq!((error.diagnostic().code, error.exit()), (Code::Fault, Exit::Internal));
            assert_eq!(error.diagnostic().values, [said]);
        }
    }
    let input = Input { name: Some("文.md".to_owned()), bytes: text.into() };
    assert!(convert(&input, &ALL, &Options::default(), &Context::default()).is_ok());
}

/// A panic in the thread that paints is reported by its own message, not by the thread's end.
#[test]
fn a_panic_in_a_thread_of_a_writer_is_an_error() {
    let document = crate::documents::kitchen_sink();
    let context = Context { threads: NonZero::new(4), ..Context::default() };
    let options = Options::default();
    // A face that the library does not have.
    let spoil = |mut page: Page| {
        for item in &mut page.items {
            if let Item::Text(run) = item {
                run.face = FaceId(9999);
            }
        }
        page
    };
    let pictures = crate::support::pictures(&document);
    let mut pages = |sink: &mut dyn FnMut(Page)| {
        lay_out(&document, &pictures, &options, &context, &mut |page| sink(spoil(page)))
    };
    let identity = Identity::of(&document);
    let error =
        pdf::write_pages(&document, &pictures, &options, &context, &identity, &[], &mut pages);
    let error = error.unwrap_err();
    assert_eq!(error.diagnostic().code, Code::Fault);
    assert!(error.to_string().contains("9999"), "{error}");
}
