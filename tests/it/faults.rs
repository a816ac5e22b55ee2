//! What can go wrong around a run does go wrong here: it is killed, interrupted, out of disk or
//! memory, folders vanish, files change, names are strange. Whatever happens, no file is half
//! there, and the same command run again ends with the bytes of an undisturbed run.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::batch::tree;
use crate::support::{TestDir, paiban};

/// `count` manuscripts in `稿`.
fn manuscripts(name: &str, count: usize) -> TestDir {
    let folder = TestDir::new(name);
    for number in 1..=count {
        let text =
            format!("第{number}篇\n\n{}", format!("　　这是第{number}篇的正文。\n").repeat(20));
        folder.write(&format!("稿/{}/{number}.txt", number % 3), text);
    }
    folder
}

/// The command on `稿`, into `output`.
fn command(folder: &TestDir, output: &str, arguments: &[&str]) -> Command {
    let mut command = paiban();
    command.current_dir(folder.path());
    command.args(["convert", "稿", "-o", output, "-q"]).args(arguments);
    command
}

fn start(mut command: Command) -> Child {
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the command runs")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files of an undisturbed run.
fn undisturbed(folder: &TestDir, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let output = command(folder, "无事", arguments).output().unwrap();
    assert!(output.status.success(), "{}", messages(&output));
    tree(&folder.path().join("无事"))
}

/// Whatever is in `书` is whole: no file is there that an undisturbed run does not make, except for
/// temporary ones, where a run was killed.
fn assert_whole(folder: &TestDir, right: &BTreeMap<String, Vec<u8>>, may_leave: bool) {
    for (name, bytes) in tree(&folder.path().join("书")) {
        if may_leave && name.ends_with(".tmp") {
            continue;
        }
        assert!(right.get(&name) == Some(&bytes), "{name} is not as it should be");
    }
}

/// The same command again ends as if nothing had happened.
fn assert_resumes(folder: &TestDir, arguments: &[&str], right: &BTreeMap<String, Vec<u8>>) {
    let output = command(folder, "书", arguments).output().unwrap();
    assert!(output.status.success(), "{}", messages(&output));
    let is = tree(&folder.path().join("书"));
    assert!(is.keys().eq(right.keys()), "{:?}\n{:?}", is.keys(), right.keys());
    assert!(is == *right, "the same names, but not the same bytes");
}

fn skip(why: &str) {
    // Not by a macro, whose words are kept back where a test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

#[test]
fn a_killed_run_resumes() {
    let folder = manuscripts("fault-kill", 24);
    let formats = ["--to", "pdf,tei"];
    let right = undisturbed(&folder, &formats);
    // Spread over the run, never twice at the same moments.
    let jitter = u64::from(std::process::id()) % 90;
    for round in 0..6 {
        let mut run = start(command(&folder, "书", &formats));
        thread::sleep(Duration::from_millis(60 + 90 * round + jitter));
        run.kill().unwrap();
        run.wait().unwrap();
        assert_whole(&folder, &right, true);
    }
    assert_resumes(&folder, &formats, &right);
}

#[test]
fn an_interrupted_run_ends_cleanly() {
    let folder = manuscripts("fault-interrupt", 24);
    let formats = ["--to", "pdf,tei"];
    let right = undisturbed(&folder, &formats);
    let mut interrupted = 0;
    for (round, signal) in [(0, "INT"), (1, "TERM"), (2, "INT"), (3, "HUP"), (4, "INT")] {
        let run = start(command(&folder, "书", &formats));
        thread::sleep(Duration::from_millis(80 + 110 * round));
        let sent = Command::new("kill").args(["-s", signal, &run.id().to_string()]).status();
        assert!(sent.is_ok());
        let output = run.wait_with_output().unwrap();
        match output.status.code() {
            Some(130) => {
                interrupted += 1;
                assert!(
                    messages(&output).contains("of 24 manuscripts"),
                    "{}",
                    messages(&output)
                );
            }
            // A run may be done before, or not yet listen where the machine is busy.
            Some(0) | None => {}
            _ => panic!("{:?}: {}", output.status, messages(&output)),
        }
        assert_whole(&folder, &right, false);
    }
    assert!(interrupted > 0, "no run was interrupted");
    assert_resumes(&folder, &formats, &right);
}

/// What a killed run left is swept up; what a living one holds is not.
#[test]
fn left_files_are_swept_up() {
    let folder = manuscripts("fault-sweep", 1);
    folder.write("书/1/.paiban-1-0.tmp", "left");
    let held = folder.write("书/1/.paiban-1-1.tmp", "held");
    let holder = File::open(&held).unwrap();
    holder.lock().unwrap();
    let output = command(&folder, "书", &["--to", "tei"]).output().unwrap();
    assert!(output.status.success(), "{}", messages(&output));
    let names: Vec<String> = tree(&folder.path().join("书")).into_keys().collect();
    assert_eq!(names, ["1/.paiban-1-1.tmp", "1/1.tei.xml"]);
}

/// A file system of memory, as long as it is needed.
struct Mounted(PathBuf);

impl Mounted {
    fn new(place: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&place).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "paiban-test"]).arg(&place);
        let done = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !done {
            skip("no file system can be mounted here, so none was full");
        }
        done.then(|| Self(place))
    }

    fn again(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Command::new("mount").args(["-o", &options]).arg(&self.0).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_spoils_nothing() {
    let folder = manuscripts("fault-full", 12);
    let formats = ["--to", "pdf,epub"];
    let right = undisturbed(&folder, &formats);
    let Some(disk) = Mounted::new(folder.path().join("书"), "size=100k") else { return };
    let output = command(&folder, "书", &formats).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "some fit: {}", messages(&output));
    assert!(messages(&output).contains("fil-007"), "{}", messages(&output));
    assert_whole(&folder, &right, false);
    assert!(!tree(&folder.path().join("书")).is_empty());
    disk.again("size=50m");
    assert_resumes(&folder, &formats, &right);
}

/// One of three places holds a file that cannot be replaced, not even by root: those of the other
/// two are as they were.
#[test]
fn an_immutable_place_keeps_the_others_as_they_were() {
    let folder = manuscripts("fault-immutable", 1);
    let (old_tei, old_pdf) = (
        "<TEI><teiHeader><application ident=\"paiban\"/></teiHeader></TEI>",
        "%PDF-1.7\n%排版\n",
    );
    let fixed = folder.write("书/1/1.tei.xml", old_tei);
    folder.write("书/1/1.pdf", old_pdf);
    let mark = |sign: &str| {
        let mut chattr = Command::new("chattr");
        let done = chattr.arg(sign).arg(&fixed).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    if !mark("+i") {
        return skip("no file can be made immutable here, so none was in the way");
    }
    let output = command(&folder, "书", &["--to", "pdf,tei,json"]).output().unwrap();
    assert!(mark("-i"));
    assert_eq!(output.status.code(), Some(7), "{}", messages(&output));
    assert!(messages(&output).contains("fil-006"), "{}", messages(&output));
    let is = tree(&folder.path().join("书"));
    let right = [("1/1.pdf", old_pdf), ("1/1.tei.xml", old_tei)];
    assert_eq!(is, right.map(|(name, text)| (name.to_owned(), text.into())).into());
}

/// A report that has no room is lost alone: files, checksums and summary are there.
#[test]
fn a_report_without_room_is_lost_alone() {
    let folder = manuscripts("fault-report", 60);
    let Some(_disk) = Mounted::new(folder.path().join("盘"), "size=8k") else { return };
    let mut run = paiban();
    run.current_dir(folder.path()).args(["convert", "稿", "-o", "书", "--to", "tei", "--sums"]);
    let output = run.args(["--report", "盘/r.jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", messages(&output));
    assert!(messages(&output).contains("fil-007"), "{}", messages(&output));
    assert!(
        messages(&output).contains("60 manuscripts: 60 converted"),
        "{}",
        messages(&output)
    );
    let sums = fs::read_to_string(folder.path().join("书/SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 60);
    assert!(tree(&folder.path().join("盘")).is_empty());
}

#[test]
fn a_full_device_is_reported() {
    let folder = manuscripts("fault-device", 1);
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return skip("there is no /dev/full");
    };
    let mut command = paiban();
    command.current_dir(folder.path()).args([
        "convert",
        "稿/1/1.txt",
        "--to",
        "tei",
        "-o",
        "-",
    ]);
    let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let output = output.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    assert!(messages(&output).contains("fil-007"), "{}", messages(&output));
}

#[test]
fn a_read_only_folder_is_reported() {
    let folder = manuscripts("fault-read-only", 2);
    let place = folder.path().join("书");
    fs::create_dir_all(&place).unwrap();
    // Permissions don't bind root, but a file system does.
    let mounted = is_root().then(|| Mounted::new(place.clone(), "ro"));
    if matches!(mounted, Some(None)) {
        return;
    }
    fs::set_permissions(&place, fs::Permissions::from_mode(0o555)).ok();
    let output = command(&folder, "书", &["--to", "tei"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7));
    assert_eq!(messages(&output).matches("fil-006").count(), 2, "{}", messages(&output));
    drop(mounted);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(tree(&place).is_empty());
}

#[test]
fn what_may_not_be_read_stops_nothing_else() {
    let folder = manuscripts("fault-permission", 3);
    let forbidden = folder.write("稿/禁.txt", "正文。\n");
    fs::create_dir_all(folder.path().join("书")).unwrap();
    fs::create_dir_all(folder.path().join("稿/禁地")).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    mode(&forbidden, 0o000).unwrap();
    mode(&folder.path().join("稿/禁地"), 0o000).unwrap();
    mode(&folder.path().join("书"), 0o777).unwrap();
    let mut run = command(&folder, "书", &["--to", "tei"]);
    if is_root() {
        // Root may read everything: someone else has to try.
        let mut other = Command::new("setpriv");
        other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        other.current_dir(folder.path()).arg(run.get_program()).args(run.get_args());
        run = other;
        let may_run = Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "test", "-r"])
            .arg(folder.path().join("稿/1/1.txt"))
            .status();
        if !may_run.is_ok_and(|status| status.success()) {
            return skip("nobody but root may come here, so nothing was forbidden");
        }
    }
    let output = run.output().unwrap();
    mode(&folder.path().join("稿/禁地"), 0o755).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", messages(&output));
    assert_eq!(messages(&output).matches("fil-004").count(), 2, "{}", messages(&output));
    assert_eq!(tree(&folder.path().join("书")).len(), 3);
}

#[test]
fn a_folder_that_vanishes_under_the_run_is_made_again() {
    let folder = manuscripts("fault-vanish", 24);
    let formats = ["--to", "pdf,tei"];
    let right = undisturbed(&folder, &formats);
    let run = start(command(&folder, "书", &formats));
    for _ in 0..8 {
        thread::sleep(Duration::from_millis(60));
        let _ = fs::remove_dir_all(folder.path().join("书"));
    }
    let output = run.wait_with_output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1 | 7)), "{}", messages(&output));
    assert_whole(&folder, &right, false);
    assert_resumes(&folder, &formats, &right);
}

#[test]
fn inputs_that_vanish_fail_alone() {
    let folder = manuscripts("fault-inputs", 24);
    let right = undisturbed(&folder, &["--to", "pdf"]);
    let run = start(command(&folder, "书", &["--to", "pdf", "--report", "r.jsonl"]));
    thread::sleep(Duration::from_millis(150));
    fs::remove_dir_all(folder.path().join("稿/2")).unwrap();
    let output = run.wait_with_output().unwrap();
    let report = fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    assert_eq!(report.lines().count(), 24, "every input has a line");
    let lost = report.matches("\"fil-001\"").count();
    assert_eq!(output.status.code(), Some(i32::from(lost > 0)), "{}", messages(&output));
    assert_eq!(tree(&folder.path().join("书")).len(), 24 - lost);
    assert_whole(&folder, &right, false);
}

/// A file that grows while it is read: refused, or read as it was at one moment.
#[test]
fn a_file_that_changes_is_not_read_torn() {
    let folder = TestDir::new("fault-changes");
    let path = folder.write("稿/长.txt", "第一篇\n\n");
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = File::options().append(true).open(&path).unwrap();
            while !stop.load(Ordering::Relaxed) {
                file.write_all("　　写了又写。\n".as_bytes()).unwrap();
                thread::sleep(Duration::from_micros(200));
            }
        });
        for _ in 0..8 {
            let output = command(&folder, "书", &["--to", "tei"]).output().unwrap();
            let archive = folder.path().join("书/长.tei.xml");
            match output.status.code() {
                Some(3) => {
                    assert!(messages(&output).contains("fil-020"), "{}", messages(&output))
                }
                Some(0) => {
                    let mut restore = paiban();
                    let source = restore.arg("restore").arg(archive).args(["-o", "-"]).output();
                    let source = source.unwrap().stdout;
                    assert!(fs::read(&path).unwrap().starts_with(&source));
                }
                other => panic!("{other:?}: {}", messages(&output)),
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn strange_names_are_names() {
    let folder = TestDir::new("fault-names");
    let names: [&[u8]; 8] = [
        "两\n行.txt".as_bytes(),
        b"\xFF\xFE.txt",
        "📚🀄️.txt".as_bytes(),
        b"-o.txt",
        b"a\\b'c\"d.txt",
        b"\x1b[31m.txt",
        b" .txt",
        "（一）：“第一”？*.txt".as_bytes(),
    ];
    fs::create_dir_all(folder.path().join("稿")).unwrap();
    for name in names {
        let path = folder.path().join("稿").join(OsStr::from_bytes(name));
        if fs::write(&path, "题目\n\n　　正文。\n").is_err() {
            return skip("this file system takes no such names");
        }
    }
    let arguments = ["--to", "tei", "--sums", "--report", "r.jsonl", "-v"];
    let mut run = paiban();
    run.current_dir(folder.path()).args(["convert", "稿", "-o", "书"]).args(arguments);
    let output = run.output().unwrap();
    assert!(output.status.success(), "{}", messages(&output));
    assert!(!messages(&output).contains('\x1b'), "a name commands the terminal");
    for name in names {
        let stem = &name[..name.len() - 4];
        let made = [stem, b".tei.xml"].concat();
        let made = folder.path().join("书").join(OsStr::from_bytes(&made));
        assert!(made.is_file(), "{made:?}");
    }
    let report = fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), names.len());
    assert!(lines.iter().any(|line| line["input"] == "稿/两\n行.txt"));
    let mut check = Command::new("sha256sum");
    check.current_dir(folder.path().join("书")).args(["-c", "--quiet", "SHA256SUMS"]);
    match check.output() {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(_) => skip("sha256sum is absent, so no sums were checked"),
    }
    let again = command(&folder, "书", &arguments[..5]).output().unwrap();
    assert!(again.status.success(), "{}", messages(&again));
    let report = fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    assert_eq!(report.matches("\"unchanged\"").count(), names.len());
}

/// The longest name that a file may have, whose outputs may be longer than that.
#[test]
fn the_longest_names_are_reported() {
    let folder = TestDir::new("fault-long");
    let stem = format!("{}长长", "文".repeat((255 - 4 - 6) / 3)) + "ab";
    assert_eq!(stem.len() + 4, 255);
    folder.write(&format!("稿/{stem}.txt"), "题目\n\n　　正文。\n");
    folder.write("稿/短.txt", "题目\n\n　　正文。\n");
    let fits = command(&folder, "书", &["--to", "pdf"]).output().unwrap();
    assert!(fits.status.success(), "{}", messages(&fits));
    assert!(folder.path().join(format!("书/{stem}.pdf")).is_file());
    let longer = command(&folder, "书", &["--to", "pdf,tei"]).output().unwrap();
    assert_eq!(longer.status.code(), Some(1));
    assert!(messages(&longer).contains("fil-022"), "{}", messages(&longer));
    assert!(folder.path().join("书/短.tei.xml").is_file());
    assert!(!tree(&folder.path().join("书")).keys().any(|name| name.ends_with(".tmp")));
}

/// However little memory there is: no file is half there, and with enough all resumes.
#[test]
fn too_little_memory_spoils_nothing() {
    let folder = manuscripts("fault-memory", 6);
    let formats = ["--to", "pdf,tei"];
    let right = undisturbed(&folder, &formats);
    let mut failed = 0;
    for kilobytes in [70_000, 110_000, 150_000, 190_000, 250_000, 400_000] {
        let run = command(&folder, "书", &formats);
        let mut limited = Command::new("sh");
        limited.current_dir(folder.path());
        limited.args(["-c", &format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\"")]);
        limited.arg(run.get_program()).args(run.get_args());
        let output = limited.output().unwrap();
        failed += usize::from(!output.status.success());
        assert_whole(&folder, &right, true);
    }
    assert!(failed > 0, "no run was short of memory");
    assert_resumes(&folder, &formats, &right);
}

/// Ten thousand tiny files; fewer where the program is not optimised.
#[test]
fn very_many_tiny_files_are_no_matter() {
    let count = if cfg!(debug_assertions) { 2_000 } else { 10_000 };
    let folder = TestDir::new("fault-many");
    for number in 0..count {
        folder.write(&format!("稿/{}/{number}.txt", number % 10), format!("第{number}号。\n"));
    }
    let run = |folder: &TestDir| {
        let mut run = paiban();
        run.current_dir(folder.path()).args(["convert", "稿", "-o", "书", "--to", "tei"]);
        let output = run.output().unwrap();
        assert!(output.status.success(), "{}", messages(&output));
        messages(&output).lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(run(&folder), format!("{count} manuscripts: {count} converted → 书"));
    assert_eq!(
        run(&folder),
        format!("{count} manuscripts: 0 converted, {count} unchanged → 书")
    );
}

/// Programs that start others give them the null device for reading, too, as a standard output that
/// nobody wants: that is no failure.
#[test]
#[cfg(target_os = "linux")]
fn the_null_device_is_a_valid_output() {
    let folder = TestDir::new("fault-null");
    folder.write("文.txt", "题目\n\n　　正文。\n");
    for arguments in ["convert 文.txt --to json -o -", "inspect 文.txt", "--help"] {
        let mut command = Command::new("sh");
        let line = format!("exec \"$0\" {arguments} 1<>/dev/null");
        command.args(["-c", &line]).arg(paiban().get_program()).current_dir(folder.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments}: {}", messages(&output));
    }
}
