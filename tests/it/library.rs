//! The library as programs use it: threads, progress, cancellation.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use paiban::config::{Options, OutputFormat};
use paiban::context::{Cancel, Context, Progress, Step};
use paiban::diag::{Code, Diagnostic, Error};
use paiban::{Conversion, Input, Output, Reading, convert, read};

const FORMS: [OutputFormat; 3] = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];

fn manuscript(name: &str, paragraphs: usize) -> Input {
    let sentences = ["一早过了桥。", "船还没有来，等的人坐在石阶上说话。", "水很慢。"];
    let paragraph = |number: usize| {
        let count = 2 + number % 5;
        let text = sentences.iter().cycle().skip(number % 3).take(count).copied();
        format!("　　{name}，{}\n", text.collect::<String>())
    };
    let body: String = (0..paragraphs).map(paragraph).collect();
    let text = format!("{name}\n\n{body}");
    Input { name: Some(format!("{name}.txt")), bytes: text.into_bytes().into() }
}

/// Counts the steps, and cancels after so many pages.
#[derive(Debug, Default)]
struct Counter {
    read: AtomicUsize,
    pages: AtomicUsize,
    written: AtomicUsize,
    cancel_at: Option<(usize, Cancel)>,
}

impl Progress for Counter {
    fn on_step(&self, step: Step) {
        match step {
            Step::Read => self.read.fetch_add(1, Relaxed),
            Step::Page => {
                let pages = self.pages.fetch_add(1, Relaxed) + 1;
                if let Some((_, cancel)) = self.cancel_at.iter().find(|(at, _)| *at == pages) {
                    cancel.cancel();
                }
                pages
            }
            Step::Written => self.written.fetch_add(1, Relaxed),
            _ => 0,
        };
    }
}

#[test]
fn what_crosses_threads_may() {
    fn crosses<T: Send + Sync>() {}
    crosses::<Context>();
    crosses::<Options>();
    crosses::<Input>();
    crosses::<Reading>();
    crosses::<Conversion>();
    crosses::<Diagnostic>();
    crosses::<Error>();
}

#[test]
fn steps_are_reported_and_change_nothing() {
    let counter = Arc::new(Counter::default());
    let watched = Context { progress: Some(counter.clone()), ..Context::default() };
    let input = manuscript("桥头", 200);
    let options = Options::default();
    let with = convert(&input, &FORMS, &options, &watched).unwrap();
    let without = convert(&input, &FORMS, &options, &Context::default()).unwrap();
    assert_eq!(with.outputs, without.outputs);
    assert_eq!((counter.read.load(Relaxed), counter.written.load(Relaxed)), (1, 3));
    assert!(counter.pages.load(Relaxed) > 5, "{counter:?}");
}

#[test]
fn a_cancelled_conversion_ends_early_and_leaves_nothing_behind() {
    let cancel = Cancel::default();
    let counter =
        Arc::new(Counter { cancel_at: Some((3, cancel.clone())), ..Counter::default() });
    let context = Context {
        progress: Some(counter.clone()),
        cancel: cancel.clone(),
        threads: NonZero::new(1),
        ..Context::default()
    };
    let input = manuscript("桥头", 4_000);
    let error = convert(&input, &FORMS, &Options::default(), &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::Cancelled);
    assert!(counter.pages.load(Relaxed) < 10, "{counter:?}");
    assert!(cancel.is_cancelled());
    let again = convert(&input, &FORMS, &Options::default(), &Context::default());
    assert_eq!(again.unwrap().outputs.len(), 3, "the next is not concerned");
}

/// Two threads convert many documents with options of their own; the bytes are those of one
/// conversion after another.
#[test]
fn threads_do_not_disturb_each_other() {
    let kinds = [("article", 12_usize), ("large-print", 9)].map(|(preset, paragraphs)| {
        let mut options = Options::default();
        options.page.preset = Some(preset.to_owned());
        (options, paragraphs)
    });
    let make = |options: &Options, paragraphs: usize| -> Vec<Vec<Output>> {
        let context = Context::default();
        let one = |number: usize| {
            let input = manuscript(&format!("第{number}篇"), paragraphs + number % 3);
            convert(&input, &FORMS, options, &context).unwrap().outputs
        };
        (0..20).map(one).collect()
    };
    let beside = std::thread::scope(|scope| {
        let begin = |(options, paragraphs): &(Options, usize)| {
            let (options, paragraphs) = (options.clone(), *paragraphs);
            scope.spawn(move || make(&options, paragraphs))
        };
        kinds.each_ref().map(begin).map(|thread| thread.join().unwrap())
    });
    for ((options, paragraphs), beside) in kinds.iter().zip(beside) {
        assert!(make(options, *paragraphs) == beside, "the same bytes");
    }
}

#[test]
fn options_that_contradict_and_empty_inputs_are_errors_by_type() {
    let context = Context::default();
    let empty = Input { name: None, bytes: Arc::from(Vec::new()) };
    let error = convert(&empty, &FORMS, &Options::default(), &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::SourceEmpty);
    let mut options = Options::default();
    options.page.preset = Some("broadsheet".to_owned());
    let error = convert(&manuscript("桥头", 1), &FORMS, &options, &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::OptionValue);
    options = Options::default();
    options.read.title_line = Some(9_999);
    let reading = read(&manuscript("桥头", 1), &options, &context.limits).unwrap();
    assert!(reading.document.blocks().next().is_some());
}
