//! The readers, fixture by fixture.

use std::path::{Path, PathBuf};

use paiban::config::ReadOptions;
use paiban::model::{
    Block, CreditKind, Depth, Document, Gap, GapKind, Inline, Node, Span, dump, source_text,
    visit,
};
use paiban::output::outline::{Outline, outline};
use paiban::source::Source;
use paiban::{input, transform};
use proptest::prelude::*;

use crate::support::{corpus_texts, is_updating, shared};

/// A text read as a plain one, and its document.
pub(crate) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> (Source, Document) {
    let (source, _) = Source::decode(Some(name), bytes, options).expect("text");
    let (mut document, _) =
        input::read(&source, options, Depth::default()).expect("a document");
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
            assert_gap(name, gap);
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
fn every_character_of_every_corpus_text_occurs_once() {
    for (name, bytes) in corpus_texts() {
        let (source, document) = read(&name, &bytes, &ReadOptions::default());
        assert_tiles(&name, &source, &document);
    }
}

/// A gap holds what its kind says: white space, line ends, control characters; only a
/// delimiter holds signs that are read, and what it may hold is little.
fn assert_gap(name: &str, gap: &Gap) {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}');
    let holds = match gap.kind {
        GapKind::LineEnd | GapKind::LineEndAsSpace | GapKind::Blank | GapKind::Space => {
            gap.text.chars().all(blank)
        }
        GapKind::FormFeed => gap.text.chars().all(|c| c == '\u{C}'),
        GapKind::Control => gap.text.chars().all(char::is_control),
        GapKind::Delimiter => {
            gap.text.chars().count() <= 40 && !gap.text.contains(['。', '\n'])
        }
    };
    assert!(holds, "{name}: {gap:?}");
}

/// Lines such as the passes look for, and lines of any characters at all.
fn any_manuscript() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => "[一二三四五六七八九十他她我你说来去，。！？“”]{0,60}",
        2 => prop::sample::select(vec![
            "第一章　天地", "第二回　玄黄　　宇宙洪荒", "一、总则", "（二）细则", "3. 条目",
            "作者：王小明", "本报记者 张三 李四", "2014年9月23日", "来源：某某网 2014-01-02",
            "目　录", "页: [1]", "——副题", "《书名》", "[转帖]题目", "此致", "敬礼！", "＊＊＊",
            "[1] 注文", "注释：", "诗曰：", "床前明月光，疑是地上霜。", "图1 图题", "• 项目",
            "\u{1B}[32m彩\u{1B}[0m色", "附件1", "书名：山海", "(作者系某大学教授)", "状态：连载",
            "-3-", "4", "5", "6", "第 7 页", "古井志 8", "第1章 雾", "1.起雾　　他在河边", "（第2章 井）",
        ]).prop_map(String::from),
        1 => "[ \\u{3000}\\t]{0,8}[a-zA-Z0-9 ,.:;()\\[\\]-]{0,70}",
        1 => "\\PC{0,40}",
        1 => any::<String>(),
    ];
    let end = prop::sample::select(vec!["\n", "\n\n", "\r\n", "\r", "\n　　", "\u{C}\n", ""]);
    prop::collection::vec((line, end), 1..30).prop_map(|lines| {
        lines.into_iter().flat_map(|(line, end)| [line, end.into()]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the text and whatever it is taken for, each of its characters occurs once.
    #[test]
    fn every_character_of_any_text_occurs_once(text in any_manuscript()) {
        let encoded = ReadOptions { encoding: Some("utf-8".to_owned()), ..ReadOptions::default() };
        prop_assume!(Source::decode(Some("any.txt"), text.as_bytes(), &encoded).is_ok());
        for options in [
            encoded.clone(),
            ReadOptions { no_headings: true, keep_residue: true, ..encoded },
        ] {
            let (source, document) = read("any.txt", text.as_bytes(), &options);
            assert_tiles("any.txt", &source, &document);
        }
    }
}

/// The languages of the corpus; those of names that are not here are simplified Chinese.
const TRADITIONAL: [&str; 5] = ["baogong", "dongzhou", "panghuang", "枕中記", "長恨歌傳"];

#[test]
fn the_language_of_every_corpus_text_is_known() {
    let corpus = corpus_texts();
    for (name, bytes) in &corpus {
        let (_, document) = read(name, bytes, &ReadOptions::default());
        let traditional = TRADITIONAL.iter().any(|it| name.contains(it));
        let wanted = if traditional { "zh-Hant" } else { "zh-Hans" };
        assert_eq!(document.meta.language.as_deref(), Some(wanted), "{name}");
    }
    for (text, wanted) in [
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "ja"),
        ("It was the best of times, it was the worst of times.", "en"),
        ("漢字與雲門，國學與書畫。", "zh-Hant"),
    ] {
        let (_, document) = read("a.txt", text.as_bytes(), &ReadOptions::default());
        assert_eq!(document.meta.language.as_deref(), Some(wanted), "{text}");
    }
}

/// What is understood of a text, a line a fact.
fn facts(outline: &Outline) -> String {
    let mut out = String::new();
    let mut fact = |name: &str, value: &str| {
        out.push_str(&format!("{name:<10} {value}\n"));
    };
    let single = [
        ("title", &outline.title),
        ("subtitle", &outline.subtitle),
        ("date", &outline.date),
        ("source", &outline.source),
    ];
    for (name, value) in single {
        if let Some(value) = value {
            fact(name, value);
        }
    }
    outline.authors.iter().for_each(|author| fact("author", author));
    for heading in &outline.headings {
        let glued = if outline.split_glued.contains(&heading.text) { " (glued)" } else { "" };
        fact(&format!("level {}", heading.level), &format!("{}{glued}", heading.text));
    }
    outline.residue.iter().for_each(|line| fact("residue", line));
    fact("paragraphs", &outline.paragraph_count.to_string());
    out
}

/// Texts of many kinds, each with the roles that a careful reader would assign
/// (`PAIBAN_UPDATE=1` rewrites that as things are: read the difference).
#[test]
fn texts_of_many_kinds_are_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/readers");
    let mut texts: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt"))
        .collect();
    texts.sort();
    assert!(texts.len() >= 30, "{} texts", texts.len());
    let mut wrong = Vec::new();
    for path in texts {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (source, document) =
            read(&name, &std::fs::read(&path).unwrap(), &ReadOptions::default());
        assert_tiles(&name, &source, &document);
        let found = facts(&outline(&document, &[source]));
        let expected = path.with_extension("facts");
        if is_updating() {
            std::fs::write(&expected, &found).unwrap();
        }
        let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
        let wanted = wanted.replace("\r\n", "\n");
        if found != wanted {
            wrong.push(format!("{name}:\n{found}instead of\n{wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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

#[test]
fn poems_without_a_metre_are_verse_and_no_signatures() {
    let bytes = std::fs::read("tests/fixtures/readers/poem-modern.txt").unwrap();
    let (_, document) = read("poem-modern.txt", &bytes, &ReadOptions::default());
    let (mut stanzas, mut signatures) = (Vec::new(), 0);
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| match node {
            Node::Block(Block::Verse(verse)) => {
                stanzas.extend(verse.stanzas.iter().map(|stanza| stanza.lines.len()));
            }
            Node::Block(Block::Credit(credit)) if credit.kind == CreditKind::Signature => {
                signatures += 1;
            }
            _ => {}
        });
    }
    assert_eq!((stanzas, signatures), (vec![2, 2, 4], 0));
}
