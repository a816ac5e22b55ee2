//! What the user has stays: no output replaces a file that the run reads, whatever its path, nor
//! one that is not paiban's; no pipe or device is opened; files appear together or not at all.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::batch::tree;
use crate::support::{TestDir, face_file, paiban};

const TEXT: &str = "题目\n\n　　正文。\n";

/// The command in a folder; one that waits for a pipe is ended, and fails.
fn run(folder: &TestDir, arguments: &[&str]) -> Output {
    let mut command = paiban();
    command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    for _ in 0..6000 {
        if child.try_wait().unwrap().is_some() {
            return child.wait_with_output().unwrap();
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("{arguments:?} did not end");
}

/// All that is in a folder: the bytes of files, the targets of links, the kinds of others.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (path, kind) = entry.map(|it| (it.path(), it.file_type().unwrap())).unwrap();
        if kind.is_dir() {
            found.append(&mut all(&path));
        }
        let holds = if kind.is_file() {
            fs::read(&path).unwrap()
        } else if kind.is_symlink() {
            fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes()
        } else {
            format!("{kind:?}").into_bytes()
        };
        found.insert(path, holds);
    }
    found
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// It is refused with this code and status, and all files are as they were.
fn refused(folder: &TestDir, arguments: &[&str], code: &str, status: i32) {
    let before = all(folder.path());
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", messages(&output));
    assert!(messages(&output).contains(code), "{arguments:?}: {}", messages(&output));
    assert!(all(folder.path()) == before, "{arguments:?}: files changed");
}

fn succeeds(folder: &TestDir, arguments: &[&str]) -> Output {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", messages(&output));
    output
}

fn pipe(path: impl AsRef<OsStr>) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Manuscript, sidecar, style sheet, CSS, cover, font and filter, each under its own name, under
/// another spelling, behind a symbolic link and a hard link.
#[test]
fn inputs_are_not_replaced() {
    let folder = TestDir::new("places-reads");
    let root = folder.path();
    folder.write("文.txt", TEXT);
    folder.write("文.txt.paiban.toml", "[[decision]]\nline = 1\nis = \"title\"\n");
    folder.write("样.toml", "[page]\npaper = \"A5\"\n");
    folder.write("书.css", "p { color: black }\n");
    folder.write("封.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    folder.write("滤.sh", "cat\n");
    fs::copy(face_file("NotoSansSC-Bold.ttf"), root.join("字.ttf")).unwrap();
    let reads =
        ["文.txt", "文.txt.paiban.toml", "样.toml", "书.css", "封.svg", "滤.sh", "字.ttf"];
    let options = [
        "convert",
        "文.txt",
        "--style",
        "样.toml",
        "--css",
        "书.css",
        "--cover",
        "封.svg",
        "--font",
        "body=字.ttf",
        "--filter",
        "sh 滤.sh",
        "--to",
        "json",
    ];
    fs::create_dir(root.join("出")).unwrap();
    for read in reads {
        let absolute = root.join(read).to_string_lossy().into_owned();
        for report in [read, &format!("出/../{read}"), &absolute] {
            refused(&folder, &[&options[..], &["--report", report]].concat(), "fil-009", 2);
        }
        // An output, the list of checksums or the report is a link to it.
        for (name, option) in [
            ("文.json", "--force"),
            ("SHA256SUMS", "--sums"),
            ("r.jsonl", "--report=出/r.jsonl"),
        ] {
            let place = root.join("出").join(name);
            let arguments = [&options[..], &["-o", "出", option]].concat();
            symlink(format!("../{read}"), &place).unwrap();
            refused(&folder, &arguments, "fil-009", 2);
            fs::remove_file(&place).unwrap();
            fs::hard_link(root.join(read), &place).unwrap();
            refused(&folder, &arguments, "fil-009", 2);
            fs::remove_file(&place).unwrap();
        }
    }
    // The folder of the outputs is a link to that of the inputs.
    symlink(".", root.join("此")).unwrap();
    fs::copy(root.join("文.txt"), root.join("二.json")).unwrap();
    refused(&folder, &["convert", "二.json", "--to", "json", "-o", "此"], "fil-009", 2);
    succeeds(&folder, &[&options[..], &["-o", "出", "--sums", "--report", "r.jsonl"]].concat());
}

/// A report and a list of checksums are replaced where they are paiban's own, also where files
/// that they name are gone.
#[test]
fn the_same_command_runs_twice() {
    let folder = TestDir::new("places-twice");
    folder.write("稿/甲/一.txt", TEXT);
    folder.write("稿/两\n行.txt", TEXT);
    let command = ["convert", "稿", "-o", "书", "--to", "tei", "--sums", "--report", "书/报告"];
    for _ in 0..2 {
        succeeds(&folder, &command);
    }
    let first = tree(folder.path());
    fs::remove_dir_all(folder.path().join("书/甲")).unwrap();
    succeeds(&folder, &command);
    let sums = "书/SHA256SUMS";
    assert_eq!(tree(folder.path())[sums], first[sums]);
    // One file, named in each way, in the folder of the inputs.
    folder.write("文.txt", TEXT);
    let absolute = folder.path().join("文.tei.xml").to_string_lossy().into_owned();
    for output in ["文.tei.xml", "./文.tei.xml", &absolute, "稿/../文.tei.xml"] {
        succeeds(&folder, &["convert", "文.txt", "-o", output, "--sums"]);
    }
    for output in [".", "./", "稿/..", "文.pdf/", "新/", "新"] {
        succeeds(&folder, &["convert", "文.txt", "--to", "tei", "-o", output, "--sums"]);
    }
    assert!(folder.path().join("文.pdf/文.tei.xml").is_file());
}

/// Names that differ in case or form alone are two on Linux, and one elsewhere.
#[test]
#[cfg(target_os = "linux")]
fn names_that_fold_elsewhere_are_warned_of() {
    let folder = TestDir::new("places-fold");
    for name in ["notes.txt", "Notes.md", "caf\u{E9}.txt", "cafe\u{301}.md", "Doc.JSON"] {
        folder.write(&format!("稿/{name}"), TEXT);
    }
    let command = ["convert", "稿", "-o", "书", "--to", "tei", "--deny", "fil-029"];
    for _ in 0..2 {
        let output = run(&folder, &command);
        assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
        assert_eq!(messages(&output).matches("fil-029").count(), 2, "{}", messages(&output));
        assert!(
            messages(&output).contains("书/Notes.tei.xml and 书/notes.tei.xml are one file")
        );
    }
    assert_eq!(tree(&folder.path().join("书")).len(), 4);
    let beside = ["convert", "稿/Doc.JSON", "--from", "text", "--to", "json", "-o", "稿"];
    let output = succeeds(&folder, &beside);
    assert!(messages(&output).contains("稿/Doc.JSON and 稿/Doc.json are one file"));
    assert_eq!(fs::read_to_string(folder.path().join("稿/Doc.JSON")).unwrap(), TEXT);
}

/// A manuscript that is named twice is one.
#[test]
fn one_manuscript_however_it_is_spelt() {
    let folder = TestDir::new("places-spelt");
    folder.write("稿/一.txt", TEXT);
    symlink("稿", folder.path().join("链")).unwrap();
    let absolute = folder.path().join("稿").to_string_lossy().into_owned();
    let inputs = ["convert", "稿", "稿/", "./稿", "链", &absolute, "稿/../稿/一.txt"];
    let output = succeeds(&folder, &[&inputs[..], &["--to", "tei", "-o", "书"]].concat());
    assert!(messages(&output).contains("1 manuscript: 1 converted"), "{}", messages(&output));
}

/// Lists and reports of others, and what is no file at all.
#[test]
fn files_of_others_are_not_replaced() {
    let folder = TestDir::new("places-foreign");
    let root = folder.path();
    folder.write("文.txt", TEXT);
    let report = |path| ["convert", "文.txt", "--to", "tei", "--report", path];
    for (name, text) in [
        ("笔记", "我的笔记。\n"),
        ("配置.json", "{\"input\": \"文.txt\"}\n"),
        ("表.json", "{\n\"input\": \"文.txt\",\n\"status\": \"converted\"}\n"),
        ("空行", "\n{\"input\": \"文.txt\", \"status\": \"converted\"}\n"),
    ] {
        folder.write(name, text);
        refused(&folder, &report(name), "fil-027", 2);
    }
    pipe(root.join("管"));
    symlink("没有", root.join("断")).unwrap();
    fs::create_dir(root.join("夹")).unwrap();
    for path in ["管", "断", "夹", "/dev/null", "/dev/stdout"] {
        refused(&folder, &report(path), "fil-027", 2);
    }
    let hash = "0".repeat(64);
    folder.write("书/照片.jpg", "");
    for line in [
        "我的清单\n".to_owned(),
        format!("{hash}  照片.jpg\n"),
        format!("{hash}  ../别处.pdf\n"),
        format!("{hash}  /别处.pdf\n"),
        format!("{hash}  没有的.pdf\n"),
        format!("{hash} *文.tei.xml\n"),
    ] {
        folder.write("书/SHA256SUMS", line);
        refused(&folder, &["convert", "文.txt", "-o", "书", "--sums"], "fil-028", 2);
    }
    fs::remove_file(root.join("书/SHA256SUMS")).unwrap();
    pipe(root.join("书/SHA256SUMS"));
    refused(&folder, &["convert", "文.txt", "-o", "书", "--sums"], "fil-028", 2);
}

/// A file that is no output of paiban's stays, whatever its name and its form; what paiban wrote
/// and what is empty is replaced, so the same command runs twice.
#[test]
fn files_of_other_programs_are_no_places_for_outputs() {
    let folder = TestDir::new("places-others");
    let root = folder.path();
    folder.write("文.txt", TEXT);
    let formats =
        [("pdf", "文.pdf"), ("epub", "文.epub"), ("tei", "文.tei.xml"), ("json", "文.json")];
    let convert = |format| ["convert", "文.txt", "-o", ".", "--force", "--to", format];
    let tei = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text/></TEI>";
    for (format, name) in formats {
        for bytes in [
            "%PDF-1.4\n%\u{e2}\u{e3}\n",
            "PK\u{3}\u{4}",
            tei,
            "{\"version\":1}",
            "我的文字。\n",
        ] {
            folder.write(name, bytes);
            refused(&folder, &convert(format), "fil-032", 2);
        }
        refused(&folder, &["convert", "文.txt", "--to", format, "-o", name], "fil-032", 2);
        folder.write(name, "");
        succeeds(&folder, &convert(format));
        succeeds(&folder, &convert(format));
        // Cut off, as a full disk leaves it, it is recognised by its head.
        let bytes = fs::read(root.join(name)).unwrap();
        fs::write(root.join(name), &bytes[..bytes.len() - 9]).unwrap();
        succeeds(&folder, &convert(format));
        assert_eq!(fs::read(root.join(name)).unwrap(), bytes);
    }
    // Of one kind under the name of another it is paiban's all the same.
    fs::copy(root.join("文.pdf"), root.join("文.epub")).unwrap();
    succeeds(&folder, &convert("epub"));
    // A batch stops before it writes anything.
    folder.write("稿/一.txt", TEXT);
    folder.write("稿/二.txt", TEXT);
    folder.write("书/二.pdf", "%PDF-1.4\n");
    refused(&folder, &["convert", "稿", "-o", "书", "--to", "pdf"], "fil-032", 2);
}

/// A file on the way to the folder of the outputs is named; a broken link is no help to itself.
#[test]
fn a_file_is_no_folder() {
    let folder = TestDir::new("places-way");
    folder.write("文.txt", TEXT);
    symlink("没有", folder.path().join("断")).unwrap();
    for output in ["文.txt", "文.txt/", "文.txt/书", "文.txt/书.tei.xml", "断", "断/书"]
    {
        refused(&folder, &["convert", "文.txt", "--to", "tei", "-o", output], "fil-015", 2);
    }
    refused(&folder, &["convert", "断"], "fil-001", 3);
}

/// Only what is not there is restored.
#[test]
fn a_place_that_cannot_be_read_is_not_restored_to() {
    let folder = TestDir::new("places-restore");
    let root = folder.path();
    folder.write("文.txt", TEXT);
    succeeds(&folder, &["convert", "文.txt", "--to", "tei", "-o", "."]);
    symlink("没有", root.join("断")).unwrap();
    symlink("环", root.join("环")).unwrap();
    pipe(root.join("管"));
    folder.write("别的", "别的");
    for place in ["断", "环", "管", "别的", "/dev/null", "文.tei.xml"] {
        refused(&folder, &["restore", "文.tei.xml", "-o", place], "fil-012", 7);
    }
    assert!(fs::symlink_metadata(root.join("没有")).is_err());
    succeeds(&folder, &["restore", "文.tei.xml", "-o", "文.txt"]);
    succeeds(&folder, &["restore", "文.tei.xml", "-o", "新.txt"]);
    assert_eq!(fs::read_to_string(root.join("新.txt")).unwrap(), TEXT);
    // Nor is a sidecar file written through a link that leads nowhere.
    symlink("没有", root.join("文.txt.paiban.toml")).unwrap();
    refused(&folder, &["inspect", "文.txt", "--write-sidecar", "--no-sidecar"], "txt-006", 2);
}

/// One of three places is taken by what cannot be replaced: none of the three files appears.
#[test]
fn files_of_a_manuscript_appear_together() {
    let folder = TestDir::new("places-together");
    let root = folder.path();
    folder.write("稿/一.txt", TEXT);
    folder.write("稿/二.txt", TEXT);
    let old = "%PDF-1.7\n%排版\n";
    folder.write("书/一.pdf", old);
    let command = ["convert", "稿", "-o", "书", "--to", "pdf,tei"];
    let place = root.join("书/一.tei.xml");
    for make in [
        &(|path: &Path| fs::create_dir_all(path.join("里")).unwrap()) as &dyn Fn(&Path),
        &|path| pipe(path),
        &|path| symlink("没有", path).unwrap(),
    ] {
        make(&place);
        let output = run(&folder, &command);
        assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
        assert_eq!(fs::read_to_string(root.join("书/一.pdf")).unwrap(), old);
        assert!(root.join("书/二.pdf").is_file() && root.join("书/二.tei.xml").is_file());
        assert!(!root.join("没有").exists());
        let left: Vec<_> = fs::read_dir(root.join("书")).unwrap().collect();
        assert_eq!(left.len(), 5, "{left:?}");
        fs::remove_dir_all(&place).or_else(|_| fs::remove_file(&place)).unwrap();
    }
}

#[test]
fn the_mode_of_a_replaced_file_is_kept() {
    let folder = TestDir::new("places-mode");
    folder.write("文.txt", TEXT);
    let command =
        ["convert", "文.txt", "-o", "书", "--to", "tei", "--sums", "--report", "书/r.jsonl"];
    succeeds(&folder, &command);
    let mode = |name: &str| {
        fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o7777
    };
    for (name, kept) in
        [("书/文.tei.xml", 0o600), ("书/SHA256SUMS", 0o640), ("书/r.jsonl", 0o604)]
    {
        let path = folder.path().join(name);
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        succeeds(&folder, &command);
        assert_eq!(mode(name), kept, "{name}");
    }
}

/// Whatever the command writes to standard output.
#[test]
fn standard_output_that_is_full_is_an_error() {
    let Ok(_) = File::options().write(true).open("/dev/full") else { return };
    let folder = TestDir::new("places-stdout");
    folder.write("文.txt", TEXT);
    succeeds(&folder, &["convert", "文.txt", "--to", "tei,pdf", "-o", "."]);
    let commands: [&[&str]; 10] = [
        &["convert", "文.txt", "--to", "json", "-o", "-"],
        &["inspect", "文.txt"],
        &["inspect", "文.pdf", "--pdf"],
        &["restore", "文.tei.xml", "-o", "-"],
        &["schema", "model"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["convert", "--help"],
        &["--version"],
    ];
    for arguments in commands {
        for chinese in [false, true] {
            let mut command = paiban();
            command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
            command.env("LANG", if chinese { "zh_CN.UTF-8" } else { "C" });
            let full = File::options().write(true).open("/dev/full").unwrap();
            let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
            let output = output.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(7), "{arguments:?}: {}", messages(&output));
            assert!(
                messages(&output).contains("fil-007"),
                "{arguments:?}: {}",
                messages(&output)
            );
        }
        // A reader that goes away at once.
        let mut child = paiban()
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", messages(&output));
    }
}

/// Pipes and devices, wherever a file can be named.
#[test]
fn pipes_and_devices_are_not_opened() {
    let folder = TestDir::new("places-pipes");
    let root = folder.path();
    folder.write("文.txt", TEXT);
    folder.write("图.md", "![图](图.png \"一图\")\n");
    folder.write("旁.txt", TEXT);
    pipe(root.join("管"));
    pipe(root.join("图.png"));
    pipe(root.join("旁.txt.paiban.toml"));
    fs::create_dir(root.join("字体")).unwrap();
    pipe(root.join("字体/字.ttf"));
    for special in ["管", "/dev/zero"] {
        let font = format!("body={special}");
        for arguments in [
            &["convert", special][..],
            &["convert", "文.txt", "--css", special],
            &["convert", "文.txt", "--style", special],
            &["convert", "文.txt", "--cover", special],
            &["convert", "文.txt", "--font", &font],
            &["inspect", special],
            &["restore", special],
        ] {
            refused(&folder, arguments, "fil-024", 3);
        }
    }
    refused(&folder, &["convert", "旁.txt"], "旁.txt.paiban.toml is a pipe", 3);
    refused(&folder, &["inspect", "旁.txt"], "旁.txt.paiban.toml is a pipe", 3);
    let output = succeeds(&folder, &["convert", "图.md", "--to", "json"]);
    assert!(messages(&output).contains("fil-030"), "{}", messages(&output));
    succeeds(&folder, &["convert", "文.txt", "--to", "tei", "--font-dir", "字体"]);
    // The arguments of a filter are not checked.
    folder.write("滤.sh", "cat\n");
    let filter = ["--filter", "sh 滤.sh /dev/zero 管"];
    succeeds(&folder, &[&["convert", "文.txt", "--to", "tei"], &filter[..]].concat());
    // Others of a batch continue.
    fs::create_dir(root.join("稿")).unwrap();
    fs::copy(root.join("文.txt"), root.join("稿/文.txt")).unwrap();
    pipe(root.join("稿/管.txt"));
    let output = run(&folder, &["convert", "稿", "管", "--to", "tei", "-o", "书"]);
    assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
    assert!(root.join("书/文.tei.xml").is_file());
}

/// A name with a line end in the comment of a sidecar file, which is read again.
#[test]
fn a_sidecar_takes_any_name() {
    let folder = TestDir::new("places-sidecar");
    let name = "两\nis = [行\t\u{1b}.txt";
    folder.write(name, TEXT);
    succeeds(&folder, &["inspect", name, "--write-sidecar"]);
    let sidecar =
        fs::read_to_string(folder.path().join(format!("{name}.paiban.toml"))).unwrap();
    let first =
        "# Decisions about 两\\nis = [行\\t\\u{1b}.txt: change or delete what is wrong.\n";
    assert!(sidecar.starts_with(first), "{sidecar}");
    succeeds(&folder, &["convert", name, "--to", "tei"]);
}

/// A journal that is a link, of either kind, or no file is neither read nor added to.
#[test]
fn the_journal_follows_no_link() {
    let folder = TestDir::new("places-journal");
    let root = folder.path();
    folder.write("稿/一.txt", TEXT);
    folder.write("别的", "别的\n");
    let journal = root.join("书/.paiban-journal.jsonl");
    fs::create_dir(root.join("书")).unwrap();
    let command = ["convert", "稿", "-o", "书", "--to", "tei"];
    for make in [
        &(|path: &Path| symlink("../别的", path).unwrap()) as &dyn Fn(&Path),
        &|path| symlink("../没有", path).unwrap(),
        &|path| fs::hard_link(root.join("别的"), path).unwrap(),
        &|path| pipe(path),
        &|path| fs::create_dir(path).unwrap(),
    ] {
        make(&journal);
        let output = succeeds(&folder, &command);
        assert!(messages(&output).contains("fil-031"), "{}", messages(&output));
        assert_eq!(fs::read_to_string(root.join("别的")).unwrap(), "别的\n");
        assert!(!root.join("没有").exists());
        fs::remove_file(&journal).or_else(|_| fs::remove_dir(&journal)).unwrap();
    }
    succeeds(&folder, &command);
    assert!(journal.is_file());
}

/// Numbers that no run finds: the line is not used, or harms nothing.
#[test]
fn counts_in_the_journal_do_no_harm() {
    let folder = TestDir::new("places-counts");
    for number in 0..3 {
        folder.write(&format!("稿/{number}.txt"), format!("{number}{TEXT}"));
    }
    let command = ["convert", "稿", "-o", "书", "--to", "tei", "--report", "r.jsonl"];
    succeeds(&folder, &command);
    let path = folder.path().join("书/.paiban-journal.jsonl");
    let right = fs::read_to_string(&path).unwrap();
    for count in ["18446744073709551615", "4294967295", "-1", "1e300", "0.5", "null", "[[[]]]"]
    {
        let found = format!("\"found\":{{\"fnt-001\":{count},\"xml-004\":{count}}}");
        let text = right.replace("\"found\":{}", &found);
        assert!(text != right);
        fs::write(&path, text).unwrap();
        let output = succeeds(&folder, &command);
        assert!(messages(&output).contains("3 manuscripts"), "{count}: {}", messages(&output));
        let bytes = right.replace("\"bytes\":", &format!("\"bytes\":{count},\"was\":"));
        fs::write(&path, bytes).unwrap();
        succeeds(&folder, &command);
    }
}

/// What a filter started ends with it, whether time is up, its pipe stays open, or the run is
/// interrupted.
#[test]
fn a_filter_ends_with_all_that_it_started() {
    let folder = TestDir::new("places-filter");
    folder.write("文.txt", TEXT);
    folder.write("久.sh", "(sleep 3; echo > 久) &\nsleep 20\n");
    folder.write("留.sh", "(sleep 3; echo > 留) &\n");
    folder.write("断.sh", "(sleep 3; echo > 断) &\nsleep 20\n");
    let filter = ["convert", "文.txt", "--to", "tei", "--filter-timeout", "1", "--filter"];
    for script in ["sh 久.sh", "sh 留.sh"] {
        let output = run(&folder, &[&filter[..], &[script]].concat());
        assert_eq!(output.status.code(), Some(5), "{}", messages(&output));
    }
    let mut run = paiban();
    run.current_dir(folder.path()).args(["convert", "文.txt", "--filter", "sh 断.sh"]);
    let run = run.stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(1000));
    Command::new("kill").args(["-s", "INT", &run.id().to_string()]).status().unwrap();
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", messages(&output));
    thread::sleep(Duration::from_millis(3500));
    let left = ["久", "留", "断"].map(|name| folder.path().join(name).exists());
    assert_eq!(left, [false; 3], "something of them lived on");
}

/// Whatever a name holds, it is a name: in inputs, outputs, reports, lists.
#[test]
fn unlucky_names_are_names() {
    let folder = TestDir::new("places-names");
    let names = [
        "有 空格.txt",
        "'单引'\"双引\".txt",
        "📚🀄️.txt",
        "-o.txt",
        "--report.txt",
        "100%.txt",
        "%20%2e.txt",
        "两\n行\r.txt",
        "$(x)`y`&;|.txt",
        "..双点.txt",
        "{a,b}[c]*?.txt",
        "反\\斜.txt",
    ];
    for name in names {
        folder.write(&format!("稿 件/{name}"), TEXT);
    }
    let command = [
        "convert",
        "稿 件",
        "-o",
        "书\n册/",
        "--to",
        "tei,json",
        "--sums",
        "--report",
        "书\n册/-报 告.jsonl",
    ];
    for _ in 0..2 {
        succeeds(&folder, &command);
    }
    let made = tree(&folder.path().join("书\n册"));
    // Hidden ones are passed over.
    assert_eq!(made.len(), (names.len() - 1) * 2 + 2, "{:?}", made.keys());
    let output = Command::new("sha256sum")
        .args(["-c", "--quiet", "SHA256SUMS"])
        .current_dir(folder.path().join("书\n册"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    // One by one, beside themselves.
    let mut one = paiban();
    one.current_dir(folder.path().join("稿 件"))
        .args(["convert", "--to", "tei", "-o", ".", "--"]);
    let output = one.args(names).output().unwrap();
    assert!(output.status.success(), "{}", messages(&output));
    for name in names {
        let source = folder.path().join("稿 件").join(name);
        assert_eq!(fs::read_to_string(source).unwrap(), TEXT, "{name:?}");
    }
}
