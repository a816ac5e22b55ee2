//! The library as programs use it: threads, progress, cancellation.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use paiban::config::{Options, OutputFormat, Preset, Punctuation};
use paiban::context::{AssetLoader, Cancel, Context, Filter, Limits, Progress, Step, Wanted};
use paiban::diag::{self, Code, Diagnostic, Error};
use paiban::files::{Folders, Recorder};
use paiban::{Conversion, Input, Output, Reading, convert, load_pictures, read};

use crate::support::{TestDir, paiban};

const FORMS: [OutputFormat; 3] = [OutputFormat::Pdf, OutputFormat::Epub, OutputFormat::Tei];

const PICTURE: &[u8] = include_bytes!("../fixtures/images/图.png");

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

/// Counts the steps, and cancels after this many pages.
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
fn a_cancelled_conversion_ends_early_without_outputs() {
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

/// How many documents each of two threads converts.
const MANY: usize = 200;

/// Two threads convert many documents with options of their own; the bytes are those of the
/// command.
#[test]
fn threads_do_not_disturb_each_other() {
    let kinds = [
        (Preset::Article, Punctuation::Keep, "16开"),
        (Preset::LargePrint, Punctuation::Fullwidth, "A5"),
    ];
    let make = |preset, punctuation, paper: &str| -> Vec<Vec<Output>> {
        let mut options = Options::default();
        options.page.preset = Some(preset);
        options.page.paper = Some(paper.parse().unwrap());
        options.display.punctuation = punctuation;
        let context = Context::default();
        let one = |number| convert(&numbered(number), &FORMS, &options, &context);
        (0..MANY).map(|number| one(number).unwrap().outputs).collect()
    };
    let beside = std::thread::scope(|scope| {
        let begin = |(preset, punctuation, paper)| {
            scope.spawn(move || make(preset, punctuation, paper))
        };
        kinds.map(begin).map(|thread| thread.join().unwrap())
    });
    let folder = TestDir::new("threads");
    for number in 0..MANY {
        folder.write(&format!("稿/{number}.txt"), &*numbered(number).bytes);
    }
    for ((preset, punctuation, paper), beside) in kinds.into_iter().zip(beside) {
        let out = preset.name();
        let done = paiban()
            .args(["convert", "稿", "-o", out, "--preset", preset.name(), "--paper", paper])
            .args(["--punctuation", punctuation.name(), "--quiet"])
            .current_dir(folder.path())
            .status()
            .unwrap();
        assert!(done.success());
        for (number, outputs) in beside.iter().enumerate() {
            for output in outputs {
                let name = format!("{out}/{number}.{}", output.format.extension());
                let bytes = std::fs::read(folder.path().join(&name)).unwrap();
                assert!(bytes == output.bytes, "{name}");
            }
        }
    }
}

/// A short text, of the name that it has as a file.
fn numbered(number: usize) -> Input {
    let input = manuscript(&format!("第{number}篇"), 2 + number % 3);
    Input { name: Some(format!("{number}.txt")), ..input }
}

#[test]
fn options_that_contradict_and_empty_inputs_are_errors_by_type() {
    let context = Context::default();
    let empty = Input { name: None, bytes: Arc::from(Vec::new()) };
    let error = convert(&empty, &FORMS, &Options::default(), &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::SourceEmpty);
    let mut options = Options::default();
    options.page.style = Some("base = \"broadsheet\"".to_owned());
    let error = convert(&manuscript("桥头", 1), &FORMS, &options, &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::StyleSheet);
    options = Options::default();
    options.read.title_line = Some(9_999);
    let reading = read(&manuscript("桥头", 1), &options, &context.limits).unwrap();
    assert!(reading.document.blocks().next().is_some());
}

/// Contradictions are refused by type, whichever way they come.
#[test]
fn options_of_programs_are_checked_as_those_of_people() {
    let text = manuscript("桥头", 1);
    let context = Context::default();
    let code = |options: &Options, formats: &[OutputFormat]| {
        let result = convert(&text, formats, options, &context);
        result.err().map(|error| error.diagnostic().code)
    };
    let from = |json: &str| serde_json::from_str::<Options>(json);
    for wrong in [
        r#"{"page": {"paper": "A99"}}"#,
        r#"{"page": {"preset": "broadsheet"}}"#,
        r#"{"page": {"size": "2em"}}"#,
        r#"{"page": {"margins": {"top": "多"}}}"#,
        r#"{"meta": {"date": "2023-02-29"}}"#,
        r#"{"pdf": {"standard": "a-1b"}}"#,
        r#"{"pages": {}}"#,
    ] {
        assert!(from(wrong).is_err(), "{wrong}");
    }
    let options = from(r#"{"pdf": {"standard": "a-2a", "attach": ["tei"]}}"#).unwrap();
    assert_eq!(code(&options, &FORMS), Some(Code::PdfAttachments));
    for contradiction in [r#""headings-only": true"#, r#""headings": [{"pattern": "桥"}]"#] {
        let json = format!(r#"{{"read": {{"no-headings": true, {contradiction}}}}}"#);
        let options = from(&json).unwrap();
        assert_eq!(code(&options, &FORMS), Some(Code::OptionsContradict));
        let error = read(&text, &options, &context.limits).unwrap_err();
        assert_eq!(error.diagnostic().code, Code::OptionsContradict);
    }
    let options = from(r#"{"read": {"encoding": "klingon"}}"#).unwrap();
    assert_eq!(code(&options, &FORMS), Some(Code::OptionValue));
    let options = from(r#"{"read": {"headings": [{"pattern": "("}]}}"#).unwrap();
    assert_eq!(code(&options, &FORMS), Some(Code::OptionValue));
    let options = from(r#"{"page": {"paper": "16开", "size": "小四", "margins": {"top": 2}}}"#);
    assert_eq!(code(&options.unwrap(), &FORMS), None);
    // No output is requested, and one twice.
    assert_eq!(code(&Options::default(), &[]), None);
    let twice = [OutputFormat::Tei, OutputFormat::Tei];
    let made = convert(&text, &twice, &Options::default(), &context).unwrap().outputs;
    assert!(made.iter().all(|it| it.format == OutputFormat::Tei && !it.bytes.is_empty()));
}

/// The claim of a loader about a picture, true or not.
#[derive(Clone, Debug)]
enum Loads {
    /// Nothing is there.
    Nothing,
    /// An error of its own.
    Fails,
    /// Bytes of another kind than requested.
    Bytes(Vec<u8>),
    Panics,
}

impl AssetLoader for Loads {
    fn load(&self, wanted: &Wanted<'_>) -> Result<Option<Vec<u8>>, Diagnostic> {
        match self {
            Self::Nothing => Ok(None),
            Self::Fails => Err(Diagnostic::new(Code::AssetOutside, [&wanted.address])),
            Self::Bytes(bytes) => Ok(Some(bytes.clone())),
            Self::Panics => panic!("the loader of a test"),
        }
    }
}

#[test]
fn loaders_that_fail_or_lie_cost_their_picture_alone() {
    let png = PICTURE.to_vec();
    let cut = png[..png.len() / 2].to_vec();
    // A header that promises more than there is.
    let mut large = png.clone();
    large[16..24].copy_from_slice(&[0x7F; 8]);
    let input = Input {
        name: Some("桥.md".into()),
        bytes: "# 桥\n\n![桥](桥.png)\n".as_bytes().into(),
    };
    let small = Limits { bytes: 64, ..Limits::default() };
    for (loader, limits, code) in [
        (Loads::Nothing, Limits::default(), Code::AssetMissing),
        (Loads::Fails, Limits::default(), Code::AssetOutside),
        (Loads::Bytes(Vec::new()), Limits::default(), Code::ImageUnusable),
        (Loads::Bytes(b"not a picture".to_vec()), Limits::default(), Code::ImageUnusable),
        (Loads::Bytes(cut), Limits::default(), Code::ImageUndecodable),
        (Loads::Bytes(large), Limits::default(), Code::ImageUndecodable),
        (Loads::Bytes(png), small, Code::FileTooLarge),
    ] {
        let name = format!("{loader:?}").chars().take(40).collect::<String>();
        let context = Context { assets: Some(Arc::new(loader)), limits, ..Context::default() };
        let made = convert(&input, &FORMS, &Options::default(), &context).unwrap();
        let found: Vec<Code> = made.diagnostics.iter().map(|it| it.code).collect();
        assert!(found.contains(&code), "{name}: {found:?}");
        assert_eq!(made.outputs.len(), 3);
    }
    let context = Context { assets: Some(Arc::new(Loads::Panics)), ..Context::default() };
    let error = convert(&input, &FORMS, &Options::default(), &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::Fault);
}

/// A filter that answers with what is no document.
#[derive(Debug)]
struct Answers(&'static str);

impl Filter for Answers {
    fn name(&self) -> &str {
        "answers"
    }

    fn run(&self, _: Vec<u8>) -> diag::Result<(Vec<u8>, Vec<Diagnostic>)> {
        Ok((self.0.as_bytes().to_vec(), Vec::new()))
    }
}

#[test]
fn filters_that_lie_are_errors_of_their_document() {
    for answer in ["", "{}", "[", r#"{"paiban":"99"}"#, "\u{0}"] {
        let context =
            Context { filters: vec![Arc::new(Answers(answer))], ..Context::default() };
        let made = convert(&manuscript("桥头", 1), &FORMS, &Options::default(), &context);
        if let Err(error) = made {
            let code = error.diagnostic().code;
            assert!(
                matches!(code, Code::FilterAnswer | Code::FilterVersion | Code::NothingToSet),
                "{error}"
            );
        } else {
            panic!("{answer:?} was taken for a document");
        }
    }
}

/// Progress that panics is a fault of its document, in whichever thread it is reported.
#[derive(Debug)]
struct PanicsAt(Step);

impl Progress for PanicsAt {
    fn on_step(&self, step: Step) {
        assert!(step != self.0, "the progress of a test");
    }
}

#[test]
fn threads_that_panic_leave_no_files() {
    let input = manuscript("桥头", 300);
    let options = Options::default();
    let sound = convert(&input, &FORMS, &options, &Context::default()).unwrap().outputs;
    for step in [Step::Read, Step::Page, Step::Written] {
        for threads in [1, 4] {
            let context = Context {
                progress: Some(Arc::new(PanicsAt(step))),
                threads: NonZero::new(threads),
                ..Context::default()
            };
            let error = convert(&input, &FORMS, &options, &context).unwrap_err();
            assert_eq!(error.diagnostic().code, Code::Fault, "{step:?} {threads}");
        }
    }
    let again = convert(&input, &FORMS, &options, &Context::default()).unwrap().outputs;
    assert!(sound == again);
}

/// Pictures are read from the folders that are allowed, by their true places and their bytes.
#[test]
fn folders_serve_only_the_pictures_in_them() {
    let folder = TestDir::new("folders");
    let png = PICTURE.to_vec();
    let manuscript = folder.write("稿/桥.md", "");
    folder.write("稿/桥.png", &png);
    folder.write("稿/图 一.png", &png);
    folder.write("稿/文.png", "no picture");
    folder.write("图/船.png", &png);
    folder.write("外/密.png", &png);
    let of = |folders: &Folders, address: &str| {
        let kind = paiban::context::WantedKind::Image;
        let loaded = folders.load(&Wanted { from: None, address, kind });
        loaded.map(|bytes| bytes.is_some()).map_err(|found| found.code)
    };
    let folders = Folders::beside(&manuscript);
    assert_eq!(of(&folders, "桥.png"), Ok(true));
    assert_eq!(of(&folders, "图%20一.png?x#y"), Ok(true));
    assert_eq!(of(&folders, "无.png"), Ok(false));
    assert_eq!(of(&folders, "文.png"), Err(Code::AssetNotImage));
    assert_eq!(of(&folders, "../外/密.png"), Err(Code::AssetOutside));
    assert_eq!(of(&folders, "https://example.org/桥.png"), Err(Code::AssetRemote));
    assert_eq!(of(&folders, "船.png"), Ok(false));
    assert_eq!(of(&folders.clone().and(folder.path().join("图")), "船.png"), Ok(true));
    assert_eq!(of(&Folders::none(), "桥.png"), Ok(false));
    let small = folders.within(&Limits { bytes: 8, ..Limits::default() });
    assert_eq!(of(&small, "桥.png"), Err(Code::FileTooLarge));
    #[cfg(unix)]
    {
        let out = folder.path().join("外/密.png");
        std::os::unix::fs::symlink(out, folder.path().join("稿/链.png")).unwrap();
        assert_eq!(of(&Folders::beside(&manuscript), "链.png"), Err(Code::AssetOutside));
    }
}

#[test]
fn a_reading_requests_its_pictures_as_a_conversion_does() {
    let folder = TestDir::new("pictures-read");
    let manuscript = folder.write("桥.md", "");
    folder.write("桥.png", PICTURE);
    let input = Input::new("桥.md", "# 桥\n\n![](桥.png)\n\n![](船.png)\n".as_bytes());
    let folders = Folders::beside(&manuscript);
    let recorder = Arc::new(Recorder::new(folders.clone()));
    let context = Context { assets: Some(recorder.clone()), ..Context::default() };
    let options = Options::default();
    let made = convert(&input, &[OutputFormat::Json], &options, &context).unwrap();
    let mut reading = read(&input, &options, &context.limits).unwrap();
    load_pictures(&mut reading, &context).unwrap();
    assert_eq!(reading.document, made.document);
    assert!(reading.diagnostics.iter().any(|it| it.code == Code::AssetMissing));

    let asked = recorder.records();
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|it| it.is_current(&folders)));
    folder.write("船.png", PICTURE);
    assert_eq!(asked.iter().filter(|it| it.is_current(&folders)).count(), 1);

    let context = Context { assets: Some(Arc::new(Loads::Panics)), ..context };
    let mut reading = read(&input, &options, &context.limits).unwrap();
    let error = load_pictures(&mut reading, &context).unwrap_err();
    assert_eq!(error.diagnostic().code, Code::Fault);
}
