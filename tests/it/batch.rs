//! Many manuscripts in one run: which are taken, how they are reported, which are converted again.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{TestDir, face_file, paiban};

/// A run on `稿` into `书` with these arguments.
fn convert(folder: &TestDir, arguments: &[&str]) -> Output {
    let mut command = paiban();
    command.current_dir(folder.path()).args(["convert", "稿", "-o", "书"]).args(arguments);
    command.output().expect("the command runs")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of a folder with their bytes, the journal left out.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if name != ".paiban-journal.jsonl" {
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The lines of a report on manuscripts, without the time.
fn report(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.filter(|line: &Value| line["status"] != "folder").map(|mut line| {
        let time = line.as_object_mut().unwrap().remove("seconds").unwrap();
        assert!(time.as_f64().unwrap() >= 0.0);
        line
    });
    lines.collect()
}

/// A folder of manuscripts, one of them empty, one with a character that no font has.
fn manuscripts(name: &str) -> TestDir {
    let folder = TestDir::new(name);
    for number in 1..=6 {
        let text = format!("第{number}篇\n\n　　这是第{number}篇的正文。\n");
        folder.write(&format!("稿/{number}.txt"), text);
    }
    folder.write("稿/甲/空.txt", "");
    folder.write("稿/甲/缺字.txt", "题目\n\n　　这里有一个私用区的字：\u{E000}。\n");
    folder.write("稿/甲/乙/讲义.md", "# 讲义\n\n正文。\n");
    folder
}

/// However many work, files, report and messages are the same, in the order of the inputs.
#[test]
fn the_number_of_jobs_changes_nothing() {
    let folder = manuscripts("batch-jobs");
    let mut runs = Vec::new();
    for jobs in ["1", "2", "7"] {
        let output = convert(&folder, &["--jobs", jobs, "--sums", "--report", "r.jsonl"]);
        assert_eq!(output.status.code(), Some(1), "one is empty: {}", messages(&output));
        let lines = report(&folder.path().join("r.jsonl"));
        runs.push((tree(&folder.path().join("书")), lines, messages(&output)));
        std::fs::remove_dir_all(folder.path().join("书")).unwrap();
    }
    let (files, lines, messages) = &runs[0];
    assert_eq!(files.len(), 8 * 3 + 1, "{:?}", files.keys());
    let inputs: Vec<&str> = lines.iter().map(|line| line["input"].as_str().unwrap()).collect();
    let mut sorted = inputs.clone();
    sorted.sort_by_key(|path| Path::new(*path).components().collect::<Vec<_>>());
    assert_eq!(inputs, sorted);
    assert!(messages.ends_with(
        "9 manuscripts: 8 converted, 1 failed; 7 warnings (fnt-001 × 1, pdf-007 × 6) → 书\n  \
         × 稿/甲/空.txt (src-001)\n"
    ), "{messages}");
    for run in &runs[1..] {
        assert!(run == &runs[0], "{messages}\n{}", run.2);
    }
}

/// A folder that holds its own outputs: files that are not manuscripts are counted by kind, and the
/// second run leaves all as it is.
#[test]
fn a_folder_with_its_outputs_in_it_is_read_again() {
    let folder = TestDir::new("batch-whole");
    folder.write("稿/一.txt", "第一篇\n\n　　正文甲。\n");
    folder.write("稿/一.md", "# 第一篇\n\n正文乙。\n");
    folder.write("稿/一.txt.paiban.toml", "");
    folder.write("稿/页.html", "<title>页</title><p>网页正文。");
    folder.write("稿/页_files/脚本.js", "void 0");
    folder.write("稿/附.xml", "<project/>");
    folder.write("稿/图.png", include_bytes!("../fixtures/images/图.png"));
    let run = || {
        let mut command = paiban();
        command
            .current_dir(folder.path())
            .args(["convert", "稿", "-o", "稿", "--bag", "--sums"]);
        let output =
            command.args(["--report", "稿/r.jsonl"]).output().expect("the command runs");
        assert!(output.status.success(), "{}", messages(&output));
        let text = std::fs::read_to_string(folder.path().join("稿/r.jsonl")).unwrap();
        let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        (last["passed_over"].to_string(), text.lines().count(), messages(&output))
    };
    let (passed, lines, said) = run();
    assert_eq!(passed, r#"{"other":1,"picture":1,"saved":1,"sidecar":1}"#);
    assert_eq!(lines, 4, "{said}");
    assert!(said.contains("1 picture, 1 other file (附.xml)"), "{said}");
    let first = tree(&folder.path().join("稿"));
    assert!(first.contains_key("一.txt.pdf") && first.contains_key("一.md.epub"), "{said}");
    let (passed, lines, said) = run();
    // Nine outputs, three bags, the checksums and the report.
    assert_eq!(passed, r#"{"other":1,"own":14,"picture":1,"saved":1,"sidecar":1}"#);
    assert_eq!(lines, 4, "{said}");
    assert!(said.contains("3 manuscripts: 0 converted, 3 unchanged"), "{said}");
    let mut second = tree(&folder.path().join("稿"));
    second.insert("r.jsonl".to_owned(), first["r.jsonl"].clone());
    assert!(second == first);
}

/// A bag is complete and nothing else is in it, as RFC 8493 §3 has it; another run on the same
/// manuscript makes the same, and one that wants less takes out what it does not name.
#[test]
fn a_bag_has_the_files_and_their_manuscript() {
    let folder = TestDir::new("batch-bag");
    folder.write("稿/讲义.md", "# 讲义\n\n正文。\n");
    let bag = folder.path().join("书/讲义.bag");
    let payload = |bag: &Path| -> Vec<String> {
        let files = tree(bag);
        let manifest = String::from_utf8(files["manifest-sha256.txt"].clone()).unwrap();
        let named = manifest.lines().map(|line| {
            let (sum, name) = line.split_once("  ").unwrap();
            assert_eq!(sum.len(), 64, "{line}");
            name.to_owned()
        });
        let mut named: Vec<String> = named.collect();
        let there = files.keys().filter(|name| name.starts_with("data/")).cloned();
        assert_eq!(named, there.collect::<Vec<_>>());
        named.retain(|name| name != "data/source/讲义.md");
        assert_eq!(files["data/source/讲义.md"], "# 讲义\n\n正文。\n".as_bytes());
        assert!(files["bagit.txt"].starts_with(b"BagIt-Version: 1.0\n"));
        let tags = String::from_utf8(files["tagmanifest-sha256.txt"].clone()).unwrap();
        assert_eq!(tags.lines().count(), 3, "{tags}");
        named
    };
    let output = convert(&folder, &["--bag"]);
    assert!(output.status.success(), "{}", messages(&output));
    assert_eq!(payload(&bag), ["data/讲义.epub", "data/讲义.pdf", "data/讲义.tei.xml"]);
    let first = tree(&bag);
    std::fs::remove_file(bag.join("data/讲义.pdf")).unwrap();
    assert!(convert(&folder, &["--bag"]).status.success());
    assert!(tree(&bag) == first, "what was lost is there again");
    assert!(convert(&folder, &["--bag", "--to", "tei", "--force"]).status.success());
    assert_eq!(payload(&bag), ["data/讲义.tei.xml"]);
    // A folder that is no bag of paiban's stays as it is.
    folder.write("书/讲义.bag/bag-info.txt", "Bag-Software-Agent: another\n");
    let refused = convert(&folder, &["--bag"]);
    assert_eq!(refused.status.code(), Some(2), "{}", messages(&refused));
    assert!(messages(&refused).contains("is no bag of paiban"), "{}", messages(&refused));
}

/// What the report tells is so.
#[test]
fn the_report_lists_the_content() {
    let folder = manuscripts("batch-report");
    let output = convert(&folder, &["--to", "tei,pdf", "--report", "r.jsonl", "-q"]);
    assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
    let lines = report(&folder.path().join("r.jsonl"));
    let line = |input: &str| lines.iter().find(|line| line["input"] == input).unwrap();
    assert_eq!(lines.len(), 9);
    let good = line("稿/甲/缺字.txt");
    assert_eq!(good["status"], "converted");
    assert_eq!(good["warnings"]["fnt-001"], 1);
    for output in good["outputs"].as_array().unwrap() {
        let bytes =
            std::fs::read(folder.path().join(output["path"].as_str().unwrap())).unwrap();
        assert_eq!(output["bytes"], bytes.len());
        assert_eq!(output["sha256"], paiban::text::hex::lower(&sha256(&bytes)));
    }
    let bad = line("稿/甲/空.txt");
    assert_eq!((&bad["status"], &bad["error"]["code"]), (&"failed".into(), &"src-001".into()));
    assert_eq!(bad["outputs"], Value::Array(Vec::new()));
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

/// How many a run converted, by its report.
fn converted(folder: &TestDir, arguments: &[&str]) -> Vec<String> {
    let report_path = folder.path().join("r.jsonl");
    let output = convert(folder, &[&["--report", "r.jsonl", "-q"], arguments].concat());
    let lines = report(&report_path);
    assert!(output.status.success(), "{}", messages(&output));
    let done = lines.iter().filter(|line| line["status"] == "converted");
    done.map(|line| line["input"].as_str().unwrap().to_owned()).collect()
}

/// Every byte that a conversion reads is looked at before it is left out.
#[test]
fn only_changed_manuscripts_are_converted_again() {
    const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9\
                       awAAAABJRU5ErkJggg==";
    use base64::Engine as _;
    let folder = TestDir::new("batch-changes");
    let png = base64::engine::general_purpose::STANDARD.decode(PNG).unwrap();
    folder.write("稿/一.txt", "第一篇\n\n　　正文甲。\n");
    folder.write("稿/图.md", "# 图\n\n![图](图.png)\n");
    folder.write("样式.toml", "[page]\npaper = \"A5\"\n");
    folder.write("书.css", "p { color: black }\n");
    folder.write("封面.png", &png);
    std::fs::copy(face_file("NotoSansSC-Bold.ttf"), folder.path().join("字.ttf")).unwrap();
    let both = ["稿/一.txt", "稿/图.md"];
    let all: &[&str] = &[
        "--style",
        "样式.toml",
        "--css",
        "书.css",
        "--cover",
        "封面.png",
        "--font",
        "body=字.ttf",
    ];
    assert_eq!(converted(&folder, all), both);
    assert!(converted(&folder, all).is_empty(), "nothing changed");

    // An image that was missing, then another one, then gone again.
    folder.write("稿/图.png", &png);
    assert_eq!(converted(&folder, all), ["稿/图.md"]);
    let mut other = png.clone();
    other.push(0);
    folder.write("稿/图.png", &other);
    assert_eq!(converted(&folder, all), ["稿/图.md"]);
    assert!(converted(&folder, all).is_empty());
    std::fs::remove_file(folder.path().join("稿/图.png")).unwrap();
    assert_eq!(converted(&folder, all), ["稿/图.md"]);

    let changes: [(&str, Vec<u8>, &[&str]); 6] = [
        ("稿/一.txt", "第一篇\n\n　　正文乙。\n".into(), &["稿/一.txt"]),
        ("稿/一.txt.paiban.toml", sidecar(), &["稿/一.txt"]),
        ("样式.toml", "[page]\npaper = \"B5\"\n".into(), &both),
        ("书.css", "p { color: red }\n".into(), &both),
        ("封面.png", other, &both),
        ("字.ttf", another_font(), &both),
    ];
    for (path, bytes, again) in changes {
        folder.write(path, bytes);
        assert_eq!(converted(&folder, all), again, "{path}");
        assert!(converted(&folder, all).is_empty(), "{path}, then nothing");
    }

    let options: [&[&str]; 4] =
        [&["--punctuation", "keep"], &["--date", "2014"], &["--vertical"], &["--to", "pdf"]];
    for option in options {
        assert_eq!(converted(&folder, &[all, option].concat()), both, "{option:?}");
    }
    assert_eq!(converted(&folder, all), both, "files of other options are there");
    assert!(converted(&folder, all).is_empty());
    assert_eq!(converted(&folder, &[all, &["--force"]].concat()), both);

    // A file that is damaged, one that is gone, and a journal that is torn or nonsense.
    let pdf = folder.path().join("书/一.pdf");
    let whole = std::fs::read(&pdf).unwrap();
    std::fs::write(&pdf, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(converted(&folder, all), ["稿/一.txt"]);
    std::fs::remove_file(folder.path().join("书/图.epub")).unwrap();
    assert_eq!(converted(&folder, all), ["稿/图.md"]);
    let journal = folder.path().join("书/.paiban-journal.jsonl");
    std::fs::remove_file(&journal).unwrap();
    assert_eq!(converted(&folder, all), both);
    let text = std::fs::read(&journal).unwrap();
    std::fs::write(&journal, &text[..text.len() - 40]).unwrap();
    assert_eq!(converted(&folder, all).len(), 1, "the torn line's");
    assert!(converted(&folder, all).is_empty(), "the line after the torn one is whole");
    std::fs::write(&journal, [0xFF, b'{', b'\n']).unwrap();
    assert_eq!(converted(&folder, all), both);
}

fn sidecar() -> Vec<u8> {
    "[[decision]]\nline = 1\nis = \"paragraph\"\n".into()
}

fn another_font() -> Vec<u8> {
    std::fs::read(face_file("NotoSerifSC-Bold.ttf")).unwrap()
}

/// Warnings that are denied are so, too, where nothing is converted again.
#[test]
fn denied_warnings_stay_denied() {
    let folder = TestDir::new("batch-denied");
    folder.write("稿/缺字.txt", "题目\n\n　　这里有一个私用区的字：\u{E000}。\n");
    for _ in 0..2 {
        let output = convert(&folder, &["--to", "pdf", "--deny", "fnt-001", "-q"]);
        assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
    }
    let output = convert(&folder, &["--to", "pdf", "--deny", "warnings", "--allow", "fnt-001"]);
    assert!(output.status.success(), "{}", messages(&output));
}

/// Two runs at the same time on one folder: every file is whole, as one run would have it.
#[test]
fn two_runs_at_once_spoil_nothing() {
    let folder = manuscripts("batch-twice");
    let start = || -> std::process::Child {
        let mut command: Command = paiban();
        command.current_dir(folder.path());
        command.args(["convert", "稿", "-o", "书", "-q", "--force"]);
        command.stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    let runs = [start(), start(), start()];
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(1));
    }
    let output = convert(&folder, &["-o", "一次"]);
    assert_eq!(output.status.code(), Some(2), "-o twice is a mistake");
    let mut alone = paiban();
    alone.current_dir(folder.path()).args(["convert", "稿", "-o", "一次", "-q"]);
    assert_eq!(alone.status().unwrap().code(), Some(1));
    assert!(tree(&folder.path().join("书")) == tree(&folder.path().join("一次")));
    let again = convert(&folder, &[]);
    assert!(
        messages(&again).contains("0 converted, 8 unchanged, 1 failed"),
        "{}",
        messages(&again)
    );
}
