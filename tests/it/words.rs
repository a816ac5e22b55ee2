//! What the command shows: nothing in it is obeyed by a terminal, and no message is as long as
//! what it is about.

use std::process::Output;

use serde_json::Value;

use crate::support::{TestDir, paiban};

/// Runs the command in a folder, in a language.
fn run(folder: &TestDir, locale: &str, arguments: &[&str]) -> Output {
    let mut command = paiban();
    command.env("LANG", locale).current_dir(folder.path()).args(arguments);
    command.output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Whether a text holds a command to the terminal or a change of direction.
fn is_obeyed(text: &str) -> bool {
    let directs = |c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.contains(|c: char| (c.is_control() && c != '\n') || directs(c))
}

/// A name that clears the screen, begins a line of its own and turns what follows round.
const NAME: &str = "坏\u{1b}[2J\n\u{202E}b";
const SHOWN: &str = r"坏\u{1b}[2J\n\u{202e}b";

#[cfg(unix)]
#[test]
fn names_and_texts_are_shown_with_escapes() {
    let folder = TestDir::new("harmless");
    let (input, missing) = (format!("{NAME}.md"), format!("无\u{9b}1m{NAME}.txt"));
    let body = "---\ntitle: \"题\\e[31m\\u202e名\"\nauthor: \"张\\e[1m三\"\n---\n\n\
                # 第一\u{2067}节\n\n正\u{1b}[5m文。![](图\u{1b}[7m.png)<坏\u{1b}[8m>\n";
    folder.write(&input, body);
    for locale in ["en_US.UTF-8", "zh_CN.UTF-8"] {
        for arguments in [
            &["convert", &input, "--to", "tei,epub", "-v"][..],
            &["convert", &missing, &input, "--to", "tei"],
            &["convert", &input, "--to", "pdf", "--font", &format!("body={missing}")],
            &["convert", &input, "--style", &missing],
            &["inspect", &input],
            &["inspect", &missing],
            &["restore", &format!("output/{NAME}.tei.xml")],
            &["restore", &missing],
            &[&format!("--{NAME}")],
            &[NAME],
        ] {
            let output = run(&folder, locale, arguments);
            for output in [text(&output.stdout), text(&output.stderr)] {
                assert!(!is_obeyed(&output), "{arguments:?}: {output:?}");
            }
        }
    }
    let output = text(&run(&folder, "", &["inspect", &input, "--write-sidecar"]).stderr);
    assert!(output.contains(&format!("→ {SHOWN}.md.paiban.toml")), "{output}");
    let output = text(
        &run(&folder, "", &["convert", &input, "--to", "tei,epub", "--no-sidecar"]).stderr,
    );
    assert!(output.contains(&format!("output/{SHOWN}.{{epub,tei.xml}}")), "{output}");
    assert!(output.contains(r"《题\u{1b}[31m\u{202e}名》 by 张\u{1b}[1m三"), "{output}");
    let output = text(&run(&folder, "", &["inspect", &input, "--no-sidecar"]).stdout);
    assert!(output.contains(r"第一\u{2067}节"), "{output}");
}

/// JSON has escapes of its own, and is for programs.
#[cfg(unix)]
#[test]
fn json_holds_names_and_texts_as_they_are() {
    let folder = TestDir::new("harmless-json");
    let input = format!("{NAME}.md");
    folder.write(&input, "# 第一\u{2067}节\n\n## 第二节\n\n正文。\n");
    let (_, missing) = (&input, format!("无{NAME}.txt"));
    run(&folder, "", &["convert", &input, &missing, "--to", "tei", "--report", "r.jsonl"]);
    let lines = std::fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines[0]["input"], input);
    assert_eq!(lines[0]["outputs"][0]["path"], format!("output/{NAME}.tei.xml"));
    assert!(lines[1]["error"]["message"].as_str().unwrap().contains(&missing), "{}", lines[1]);
    let outline = run(&folder, "", &["inspect", &input, "--format", "json"]).stdout;
    let outline: Value = serde_json::from_slice(&outline).unwrap();
    assert_eq!(outline["title"], "第一\u{2067}节");
}

/// Whatever somebody else wrote, a message takes no more than a few lines.
#[cfg(unix)]
#[test]
fn long_values_are_cut() {
    let folder = TestDir::new("long-values");
    let filter = folder
        .write("长.sh", "cat >/dev/null; head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1\n");
    let filter = format!("sh '{}'", filter.display());
    folder.write("文.md", "# 文\n\n正文。\n");
    let key = "键".repeat(1_500_000);
    folder.write("键.json", format!("{{\"version\":\"1.0\",\"meta\":{{}},\"{key}\":1}}"));
    folder.write("名.xml", format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><{key}></TEI>"));
    folder.write("图.md", format!("# 图\n\n![]({key}.png)\n"));
    folder.write("题.md", format!("# {key}\n\n正文。\n"));
    let title = format!("--title={}", "题".repeat(9000));
    for arguments in [
        &["convert", "文.md", "--filter", &filter][..],
        &["convert", "键.json"],
        &["convert", "名.xml"],
        &["convert", "图.md", "--to", "epub"],
        &["convert", "题.md", "--to", "epub"],
        &["convert", "文.md", "--to", "tei", &title],
        &["convert", &"名".repeat(9000)],
        &["convert", "文.md", "--headings", &"(".repeat(9000)],
        &["convert", "文.md", "--paper", &"[".repeat(9000)],
        &["convert", "文.md", "--preset", &"[".repeat(9000)],
    ] {
        let output = text(&run(&folder, "", arguments).stderr);
        let (count, first) =
            (output.chars().count(), output.chars().take(300).collect::<String>());
        assert!(output.contains('…'), "{first}");
        assert!(count < 2500, "{count} characters: {first}");
    }
}

/// A character is a column, whatever its length in bytes, and a byte order mark is not.
#[test]
fn places_in_xml_are_characters_of_the_decoded_file() {
    let folder = TestDir::new("xml-places");
    let xml = "<?xml version=\"1.0\"?>\r\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\r\n<text><body>\
               <p>第一段正文，𠮷野家。</q></body></text></TEI>\r\n";
    let units =
        |swap: fn(u16) -> [u8; 2]| xml.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
    let little = [&[0xFF, 0xFE], &units(u16::to_le_bytes)[..]].concat();
    let big = [&[0xFE, 0xFF], &units(u16::to_be_bytes)[..]].concat();
    let marked = [&[0xEF, 0xBB, 0xBF], xml.as_bytes()].concat();
    for bytes in [xml.as_bytes().to_vec(), little, big, marked] {
        folder.write("误.tei.xml", bytes);
        let output = text(&run(&folder, "", &["convert", "误.tei.xml", "--to", "tei"]).stderr);
        assert!(output.contains("(line 3, column 26)"), "{output}");
        assert!(
            output.contains("[误.tei.xml:3:26]") && output.contains("𠮷野家。</q>"),
            "{output}"
        );
    }
}

/// A pattern that every line matches makes a heading of each.
#[test]
fn an_empty_pattern_of_headings_is_refused() {
    let folder = TestDir::new("empty-pattern");
    folder.write("文.txt", "题目\n\n　　正文。\n");
    for command in ["convert", "inspect"] {
        let output = run(&folder, "", &[command, "文.txt", "--headings", ""]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("cfg-001"), "{}", text(&output.stderr));
    }
    assert_eq!(folder.files(), ["文.txt"]);
}

/// How a report must show a name that is not valid text.
#[cfg(target_os = "linux")]
#[test]
fn a_report_has_the_bytes_of_names_that_are_not_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let folder = TestDir::new("name-bytes");
    // 文 in GBK.
    let name = OsStr::from_bytes(b"\xCE\xC4.txt");
    folder.write("文.txt", "题目\n\n　　正文。\n");
    std::fs::copy(folder.path().join("文.txt"), folder.path().join(name)).unwrap();
    let mut command = paiban();
    command.current_dir(folder.path()).arg("convert").arg(name).arg("文.txt");
    let output = command.args(["--to", "tei", "--report", "r.jsonl"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines = std::fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(lines[0]["input"], "\u{FFFD}\u{FFFD}.txt");
    assert_eq!(lines[0]["input_bytes"], "zsQudHh0");
    assert_eq!(lines[0]["outputs"][0]["path"], "output/\u{FFFD}\u{FFFD}.tei.xml");
    assert_eq!(lines[0]["outputs"][0]["path_bytes"], "b3V0cHV0L87ELnRlaS54bWw=");
    assert_eq!(lines[1]["input"], "文.txt");
    assert!(!lines[1].to_string().contains("_bytes"), "{}", lines[1]);
}
