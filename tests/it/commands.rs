//! The command, as a user sees it: each file of `tests/fixtures/commands` is a story.
//!
//! A story is Markdown. A block ` ```file PATH ` makes a file. A block ` ```command ` runs
//! one: a line `% VARIABLE=value paiban arguments`, standard input up to `^D` if there is any,
//! then what must come out: standard output, lines of standard error after `2> `, `=> 1` for a
//! status other than 0; `@` is the project's folder. A block ` ```files ` lists all files that are there.
//! With `PAIBAN_UPDATE=1` the stories are rewritten as things are; read the difference.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use crate::support::{TestDir, is_updating, paiban};

#[test]
fn stories_come_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/commands");
    let mut stories: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    stories.sort();
    assert!(stories.len() > 10, "only {} stories", stories.len());
    let update = is_updating();
    let mut wrong = Vec::new();
    for path in stories {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read_to_string(&path).unwrap();
        let is = play(&name, &expected);
        if update {
            std::fs::write(&path, is).unwrap();
        } else if is != expected {
            wrong.push(format!("{name}\n{}", difference(&expected, &is)));
        }
    }
    assert!(wrong.is_empty(), "{} stories differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// A terminal has 80 columns, and a Chinese character takes two of them.
#[test]
fn help_fits_eighty_columns() {
    for command in ["", "convert", "inspect", "init", "restore", "schema", "completions", "man"]
    {
        for locale in ["en_US.UTF-8", "zh_CN.UTF-8"] {
            let mut help = paiban();
            help.env("LANG", locale).args((!command.is_empty()).then_some(command));
            let output = help.arg("--help").output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains("paiban"), "{command}: no help in {locale}");
            for line in text.lines() {
                let columns: usize =
                    line.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum();
                assert!(columns <= 80, "{columns} columns in {locale}: {line}");
            }
        }
    }
}

/// The story as things are.
fn play(name: &str, story: &str) -> String {
    let folder = TestDir::new(&format!("story-{name}"));
    let mut out = String::new();
    let mut lines = story.lines();
    while let Some(line) = lines.next() {
        writeln!(out, "{line}").unwrap();
        let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match kind.split_once(' ').unwrap_or((kind, "")) {
            ("file", path) => {
                folder.write(path, unescape(&block));
                block.iter().for_each(|line| writeln!(out, "{line}").unwrap());
            }
            ("command", _) => out.push_str(&command(&folder, &block)),
            ("files", _) => {
                folder.files().iter().for_each(|path| writeln!(out, "{path}").unwrap());
            }
            _ => panic!("{name}: a block of no known kind: {kind}"),
        }
        out.push_str("```\n");
    }
    out
}

/// The lines of a file, `\xFF` for a byte that is not UTF-8.
fn unescape(lines: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in lines {
        let mut parts = line.split("\\x");
        out.extend(parts.next().unwrap().as_bytes());
        for part in parts {
            out.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
            out.extend(&part.as_bytes()[2..]);
        }
        out.push(b'\n');
    }
    out
}

/// Bytes as a story shows them: the other way round.
fn escape(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        out.push_str(&chunk.valid().replace('\r', "\\x0D"));
        chunk.invalid().iter().for_each(|byte| write!(out, "\\x{byte:02X}").unwrap());
    }
    out
}

/// Runs the command of a block and returns its output, in the form of the block.
fn command(folder: &TestDir, block: &[&str]) -> String {
    let (line, rest) = block.split_first().expect("a command");
    let words = words(line.strip_prefix("% ").expect("% before the command"));
    let mut command = paiban();
    command.current_dir(folder.path());
    let program = words.iter().position(|word| word == "paiban").expect("the program");
    for variable in &words[..program] {
        let (name, value) = variable.split_once('=').expect("NAME=value before the program");
        command.env(name, value);
    }
    // `@` is the project's folder, which a story can't name.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    command.args(words[program + 1..].iter().map(|word| word.replace('@', root)));
    let input_end = rest.iter().position(|line| *line == "^D");
    let input: String =
        rest[..input_end.unwrap_or(0)].iter().map(|line| format!("{line}\n")).collect();
    let output = run(command, &input);

    let mut out = format!("{line}\n");
    if input_end.is_some() {
        writeln!(out, "{input}^D").unwrap();
    }
    out.push_str(&escape(&output.stdout));
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        writeln!(out, "{}", format!("2> {line}").trim_end()).unwrap();
    }
    match output.status.code() {
        Some(0) => {}
        Some(status) => writeln!(out, "=> {status}").unwrap(),
        None => out.push_str("=> killed\n"),
    }
    // On other systems the program has another name, and paths another separator.
    out.replace("paiban.exe", "paiban").replace(root, "@")
}

fn run(mut command: std::process::Command, input: &str) -> Output {
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("the command runs");
    // One that doesn't read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

/// Words as a shell splits them, with single quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The lines that differ.
fn difference(expected: &str, is: &str) -> String {
    let (expected, is): (Vec<_>, Vec<_>) = (expected.lines().collect(), is.lines().collect());
    let first = expected.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let last = expected[first..]
        .iter()
        .rev()
        .zip(is[first..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut out = String::new();
    for line in &expected[first..expected.len() - last] {
        writeln!(out, "  - {line}").unwrap();
    }
    for line in &is[first..is.len() - last] {
        writeln!(out, "  + {line}").unwrap();
    }
    out
}

/// More than any pipe holds, both ways at once, through a program that writes while it reads.
#[test]
fn a_large_document_passes_a_filter() {
    let folder = TestDir::new("large-filter");
    let text = "小城的春天来得早。河边的柳树先绿了。\n\n".repeat(40_000);
    let path = folder.write("长.md", &text);
    let convert = |filter: &[&str]| {
        let mut command = paiban();
        let command = command.args(["convert", "-q", "--to", "json", "-o", "-"]).arg(&path);
        let output = command.args(filter).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let (plain, filtered) = (convert(&[]), convert(&["--filter", "cat", "--filter", "cat"]));
    assert!(plain.len() > 5_000_000, "{} bytes", plain.len());
    assert!(filtered == plain, "cat changed the document");
}

/// A program that ends but leaves its output open to one that lives on is given up in time.
#[test]
fn a_filter_that_leaves_its_pipe_open_is_given_up() {
    let folder = TestDir::new("open-filter");
    let path = folder.write("文.md", "文。\n");
    let script = folder.write("留.sh", "sleep 20 &\n");
    let mut command = paiban();
    command.arg("convert").arg(&path).args(["--to", "json", "-o", "-"]);
    command.arg("--filter").arg(format!("sh '{}'", script.display()));
    let output = command.args(["--filter-timeout", "1"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8(output.stderr).unwrap().contains("flt-004"));
}
