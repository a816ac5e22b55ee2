//! The readers, fixture by fixture.

use paiban::config::ReadOptions;
use paiban::model::{Document, Inline, Node, Span, dump, source_text, visit};
use paiban::output::outline::outline;
use paiban::source::Source;
use paiban::{input, transform};

use crate::support::{corpus_texts, shared};

fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> (Source, Document) {
    let (source, _) = Source::decode(Some(name), bytes, options).expect("text");
    let (mut document, _) = input::read(&source, options).expect("a document");
    transform::structure(&mut document);
    (source, document)
}

/// The spans of texts and gaps tile the source, and each text is what its span holds.
fn assert_tiles(name: &str, source: &Source, document: &Document) {
    let mut at = 0;
    let mut check = |text: &str, span: Option<Span>| {
        let range = span.unwrap_or_else(|| panic!("{name}: no span for {text:?}")).range();
        assert_eq!(range.start, at, "{name}: {text:?} does not follow");
        assert_eq!(&source.text[range.clone()], text, "{name}");
        at = range.end;
    };
    let mut take = |node: Node<'_>| match node {
        Node::Block(paiban::model::Block::Gap(gap)) | Node::Inline(Inline::Gap(gap)) => {
            check(&gap.text, gap.span);
        }
        Node::Inline(Inline::Text(text)) => check(&text.text, text.span),
        _ => {}
    };
    visit(&document.front, &mut take);
    visit(&document.body, &mut take);
    visit(&document.back, &mut take);
    assert_eq!(at, source.text.len(), "{name}: the end is missing");
    assert_eq!(source_text(document), source.text, "{name}");
}

#[test]
fn every_character_of_every_corpus_text_stands_once() {
    for (name, bytes) in corpus_texts() {
        let (source, document) = read(&name, &bytes, &ReadOptions::default());
        assert_tiles(&name, &source, &document);
    }
}

#[test]
fn the_seed() {
    let (name, bytes) = corpus_texts().remove(0);
    let (_, document) = read(&name, &bytes, &ReadOptions::default());
    let shortened: Vec<String> = dump(&document)
        .lines()
        .map(|line| match line.chars().count() {
            0..=90 => line.to_owned(),
            _ => line.chars().take(60).chain(['…']).collect(),
        })
        .collect();
    insta::assert_snapshot!(shortened.join("\n"));
}

/// The texts that a careful reader has described, and where they are.
const GOLD: [(&str, &str); 16] = [
    ("baogong-preface", "b_novel/baogong-preface-big5.txt"),
    ("dongzhou-big5", "b_novel/dongzhou-big5.txt"),
    ("glued-case-overtime", "a_essay/synthetic/glued-case-overtime.txt"),
    ("law-civil-succession", "a_essay/law-civil-succession.txt"),
    ("law-notice-worktime", "a_essay/law-notice-worktime.txt"),
    ("law-spp-charges", "a_essay/law-spp-charges.txt"),
    ("mao-007", "a_essay/mao-007.txt"),
    ("mao-060", "a_essay/mao-060.txt"),
    ("np4k-chinese_article", "a_essay/np4k-chinese_article.txt"),
    ("rulin-gb", "b_novel/rulin-gb.txt"),
    ("seed-qunzhong-luxian", "a_essay/seed-qunzhong-luxian.txt"),
    ("web-cmse-press", "a_essay/web-cmse-press.txt"),
    ("web-gov-npc-bonds", "a_essay/web-gov-npc-bonds.txt"),
    ("web-sxmu-supervision", "a_essay/web-sxmu-supervision.txt"),
    ("枕中記", "b_novel/枕中記-big5.txt"),
    ("長恨歌傳", "b_novel/長恨歌傳-big5.txt"),
];

/// Least F1 a field, from the measures that the corpus sets.
const BOUNDS: [(&str, f64); 6] = [
    ("title", 0.95),
    ("authors", 0.90),
    ("headings_text", 0.97),
    ("headings_level", 0.95),
    ("residue", 0.95),
    ("split_glued", 1.0),
];

#[test]
fn recovered_structure_reaches_the_measures_of_the_corpus() {
    let Some(corpus) = shared().map(|shared| shared.join("corpus")) else { return };
    let folder = std::env::temp_dir().join(format!("paiban-outlines-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for outlines");
    for (name, path) in GOLD {
        let bytes = std::fs::read(corpus.join(path)).expect("a text of the corpus");
        let (source, document) = read(path, &bytes, &ReadOptions::default());
        let outline = outline(&document, &[source]);
        let json = serde_json::to_vec_pretty(&outline).expect("JSON");
        std::fs::write(folder.join(format!("{name}.json")), json).expect("a written outline");
    }
    let score = |arguments: &[&str]| {
        let output = std::process::Command::new("python3")
            .arg(corpus.join("score.py"))
            .arg(&folder)
            .arg("--gold")
            .arg(corpus.join("gold"))
            .args(arguments)
            .output()
            .expect("python3 runs score.py");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let table = score(&["--per-file"]);
    println!("{table}");
    let fields: serde_json::Value = serde_json::from_str(&score(&["--json"])).expect("JSON");
    for (field, least) in BOUNDS {
        let reached = fields[field]["f1"].as_f64().expect("a number");
        assert!(reached >= least, "{field}: {reached:.3} is below {least}\n{table}");
    }
    let within: f64 = table
        .split("within10%=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .expect("the share of paragraph counts within 10 %");
    assert!(within >= 0.9, "paragraph counts within 10 %: {within}\n{table}");
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
}

#[test]
fn a_million_characters_are_read_in_linear_time() {
    // Twice the text must not take much more than twice the time; the least of several runs
    // is compared, since other work may disturb one.
    let chapter = |n: usize| {
        format!(
            "第{n}章　山中歲月\n　　話說那人走進山裡，只見四面青翠。{}\n",
            "他想起從前的事，說了許多話。".repeat(40)
        )
    };
    let text = |chapters: usize| (1..=chapters).map(chapter).collect::<String>();
    let time = |text: &str| {
        (0..3)
            .map(|_| {
                #[expect(clippy::disallowed_methods, reason = "this test measures time")]
                let start = std::time::Instant::now();
                read("long.txt", text.as_bytes(), &ReadOptions::default());
                start.elapsed()
            })
            .min()
            .expect("three runs")
    };
    let (short, long) = (text(800), text(1600));
    let (once, twice) = (time(&short), time(&long));
    println!("{} characters: {once:?}; twice that: {twice:?}", short.chars().count());
    assert!(twice < once * 4, "{once:?} grew to {twice:?}");
}
