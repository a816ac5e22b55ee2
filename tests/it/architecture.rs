//! Who may import whom (`docs/architecture.md`), and the shape of source files.
//!
//! The sources are read as text: a line that names `crate::X` or a foreign crate's path is
//! enough to see what a module rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use paiban::diag::{Code, Diagnostic, Language};

/// What each module of the library may name of the others. A module may always name itself.
const RULES: &[(&str, &[&str])] = &[
    ("names", &[]),
    ("model", &["names"]),
    ("text", &[]),
    ("diag", &["model"]),
    ("config", &["diag", "model", "names"]),
    ("source", &["config", "diag", "model", "text"]),
    ("xml", &["diag", "model"]),
    ("font", &["diag", "names", "text"]),
    ("parallel", &["diag"]),
    ("context", &["diag", "font", "model", "parallel"]),
    ("files", &["context", "diag", "model", "text"]),
    ("deflate", &[]),
    ("container", &["context", "diag", "source"]),
    ("identity", &["config", "model", "text"]),
    ("image", &["diag", "model", "parallel", "text", "xml"]),
    ("estimate", &["context", "diag", "image", "model"]),
    ("values", &[]),
    (
        "input",
        &[
            "config",
            "container",
            "context",
            "diag",
            "estimate",
            "model",
            "source",
            "text",
            "values",
            "xml",
        ],
    ),
    ("math", &["text"]),
    ("transform", &["config", "diag", "math", "model", "text"]),
    (
        "layout",
        &["config", "context", "diag", "font", "image", "math", "model", "text", "transform"],
    ),
    (
        "output",
        &[
            "config",
            "container",
            "context",
            "deflate",
            "diag",
            "font",
            "identity",
            "math",
            "image",
            "layout",
            "model",
            "parallel",
            // An archive is restored before it is let go.
            "restore",
            "source",
            "text",
            "transform",
            "xml",
        ],
    ),
    ("book", &["diag", "model", "text", "values"]),
    ("ledger", &["diag", "model", "names", "source", "text"]),
    ("restore", &["diag", "source", "text", "xml"]),
    (
        "convert",
        &[
            "book",
            "config",
            "context",
            "diag",
            "estimate",
            "identity",
            "image",
            "input",
            "layout",
            "ledger",
            "model",
            "output",
            "parallel",
            "source",
            "text",
            "transform",
        ],
    ),
    (
        "cli",
        &[
            "book",
            "config",
            "context",
            "convert",
            "diag",
            "estimate",
            "files",
            "font",
            "input",
            "layout",
            "ledger",
            "math",
            "model",
            "output",
            "parallel",
            "restore",
            "source",
            "text",
            "transform",
        ],
    ),
];

/// The one home of each crate that others made; a path prefix under `src`.
const HOMES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("ctrlc", &["cli"]),
    ("globset", &["cli"]),
    ("nix", &["cli"]),
    ("unicode_normalization", &["cli", "text"]),
    ("miette", &["cli"]),
    ("terminal_size", &["cli"]),
    ("chrono", &["cli", "output/epub"]),
    ("encoding_rs", &["source"]),
    ("chardetng", &["source"]),
    ("comrak", &["input/markdown"]),
    ("saphyr_parser", &["values"]),
    ("quick_xml", &["xml"]),
    ("epub_builder", &["output/epub"]),
    ("flate2", &["deflate"]),
    ("zip", &["container"]),
    ("skrifa", &["font"]),
    ("harfrust", &["font"]),
    ("subsetter", &["font"]),
    ("skera", &["font"]),
    ("ttf2woff2", &["font"]),
    ("unicode_linebreak", &["text"]),
    ("png", &["image"]),
    ("image_webp", &["image"]),
    ("gif", &["image"]),
    ("usvg", &["image"]),
    ("zune_jpeg", &["image"]),
    ("printpdf", &["output/pdf"]),
    ("lopdf", &["output/pdf"]),
    ("xmp_writer", &["output/pdf"]),
    ("uuid", &["identity", "output"]),
    ("toml", &["layout/style", "input/sidecar", "input/text/table", "values", "book/own"]),
];

/// The greatest length of a file, in lines.
const MAX_LINES: usize = 800;

struct File {
    /// Under `src`, without extension, `/` between folders.
    path: String,
    text: String,
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                files.push(File { path: name, text: std::fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

impl File {
    /// The code: comments and unit tests blanked, lines kept.
    fn code(&self) -> String {
        let lines = self.text.lines().take_while(|line| *line != "#[cfg(test)]");
        lines
            .map(|line| if line.trim().starts_with("//") { "" } else { line }.trim())
            .map(|line| format!("{line}\n"))
            .collect()
    }

    /// Where a place of the code is.
    fn at(&self, code: &str, offset: usize) -> String {
        format!("src/{}.rs:{}", self.path, code[..offset].matches('\n').count() + 1)
    }
}

/// The words that follow `start`, with their places: `crate::model` gives `model`, a group all.
fn named_after<'a>(code: &'a str, start: &str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(start) {
        let inside_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if inside_word {
            continue;
        }
        let rest = &code[at + start.len()..];
        let word = |text: &'a str| {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
            (at, &text[..end.unwrap_or(text.len())])
        };
        match rest.strip_prefix('{') {
            // Of `crate::{a::B, c}`, a and c: what is at the first level.
            Some(group) => found.extend(first_level(group).into_iter().map(word)),
            None => found.push(word(rest)),
        }
    }
    found
}

fn first_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..at]);
                return parts.into_iter().map(str::trim).collect();
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(str::trim).collect()
}

#[test]
fn modules_import_only_what_is_allowed() {
    let rules: BTreeMap<&str, BTreeSet<&str>> =
        RULES.iter().map(|(module, may)| (*module, may.iter().copied().collect())).collect();
    let mut wrong = Vec::new();
    for file in sources() {
        let module = file.path.split('/').next().unwrap();
        // The library's root names all, the program the command.
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let Some(may) = rules.get(module) else {
            wrong.push(format!("src/{}.rs: a module without a rule", file.path));
            continue;
        };
        let code = file.code();
        for (at, name) in named_after(&code, "crate::") {
            if rules.contains_key(name) && name != module && !may.contains(name) {
                wrong.push(format!("{}: {module} names {name}", file.at(&code, at)));
            }
        }
    }
    assert!(wrong.is_empty(), "against docs/architecture.md:\n{}", wrong.join("\n"));
}

/// The rules as `docs/architecture.md` lists them: a module, and what it may name.
fn documented_rules() -> BTreeMap<String, BTreeSet<String>> {
    let page = include_str!("../../docs/architecture.md");
    let (_, list) = page.split_once("## Who may import whom\n\n```text\n").expect("a list");
    let (list, _) = list.split_once("```").expect("its end");
    let mut rules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut module = "";
    for line in list.lines().filter(|line| !line.starts_with("  output::")) {
        let (name, may) = line.split_at(12);
        if !name.trim().is_empty() {
            module = name.trim();
        }
        let may = may.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != "none");
        rules.entry(module.to_owned()).or_default().extend(may.map(str::to_owned));
    }
    rules
}

#[test]
fn the_document_lists_the_rules() {
    let owned = |(module, may): &(&str, &[&str])| {
        ((*module).to_owned(), may.iter().map(|it| (*it).to_owned()).collect())
    };
    let rules: BTreeMap<String, BTreeSet<String>> = RULES.iter().map(owned).collect();
    assert_eq!(documented_rules(), rules);
}

/// Within `output`, the writers don't know each other, and the archive knows no page.
#[test]
fn writers_do_not_meet() {
    const MUST_NOT: &[(&str, &[&str])] = &[
        ("output/tei", &["layout", "font", "transform", "output::epub", "output::pdf"]),
        ("output/epub", &["output::tei", "output::pdf"]),
        ("output/pdf", &["output::tei", "output::epub", "xml"]),
        ("output/json", &["layout", "font", "transform", "xml"]),
        ("input", &["output"]),
        ("layout", &["output", "input"]),
    ];
    let mut wrong = Vec::new();
    for file in sources() {
        let code = file.code();
        for (home, names) in MUST_NOT.iter().filter(|(home, _)| file.path.starts_with(home)) {
            for name in *names {
                for (at, _) in code.match_indices(&format!("crate::{name}::")) {
                    wrong.push(format!("{}: {home} names {name}", file.at(&code, at)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Threads of a conversion are spawned in one file, so that one feature switches them off; those of
/// the command are its own.
#[test]
fn threads_are_spawned_in_one_place() {
    let mut wrong = Vec::new();
    for file in sources() {
        let home = file.path == "parallel" || file.path.starts_with("cli/");
        let code = file.code();
        for (at, _) in named_after(&code, "thread::").into_iter().filter(|_| !home) {
            wrong.push(file.at(&code, at));
        }
    }
    assert!(wrong.is_empty(), "threads outside src/parallel.rs: {}", wrong.join(", "));
}

/// A library without the features `files` and `cli` opens nothing, and asks the system for nothing.
#[test]
fn the_library_opens_nothing() {
    const SYSTEM: [&str; 6] = ["fs", "net", "process", "os", "OpenOptions", "File"];
    let mut wrong = Vec::new();
    for file in sources() {
        if ["cli/", "files/", "main"].iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        let code = file.code();
        let named =
            named_after(&code, "std::").into_iter().filter(|(_, it)| SYSTEM.contains(it));
        let used =
            ["File::open", "File::create", "fs::read", "fs::write", "Command::new", "stdin()"];
        let used = used.iter().flat_map(|it| code.match_indices(it));
        for at in named.map(|(at, _)| at).chain(used.map(|(at, _)| at)) {
            wrong.push(file.at(&code, at));
        }
    }
    assert!(wrong.is_empty(), "outside src/files and src/cli: {}", wrong.join(", "));
    let lib = include_str!("../../src/lib.rs");
    for module in ["cli", "files"] {
        let gate = format!("#[cfg(feature = \"{module}\")]\n");
        let at = lib.find(&format!("pub mod {module};")).unwrap();
        assert!(lib[..at].trim_end_matches("#[doc(hidden)]\n").ends_with(&gate), "{module}");
    }
}

/// The library calls settings by their names; each front end writes them in its way.
#[test]
fn messages_of_the_library_name_no_options_of_the_command() {
    let library: Vec<File> = sources()
        .into_iter()
        .filter(|file| !file.path.starts_with("cli/") && !file.path.starts_with("diag/"))
        .collect();
    let codes: Vec<String> = library.iter().map(File::code).collect();
    let mut wrong = Vec::new();
    for (file, code) in library.iter().zip(&codes) {
        for (at, _) in code.match_indices("\"--") {
            if code[at + 3..].starts_with(|c: char| c.is_ascii_lowercase()) {
                wrong.push(file.at(code, at));
            }
        }
    }
    let found: BTreeSet<&str> = codes
        .iter()
        .flat_map(|code| named_after(code, "Code::"))
        .map(|(_, name)| name)
        .collect();
    let own = Code::ALL.iter().filter(|code| found.contains(format!("{code:?}").as_str()));
    for code in own {
        let said = Diagnostic::new(*code, []);
        for language in [Language::English, Language::Chinese] {
            let text = format!("{} {}", said.message(language), said.help(language));
            // Other programs have options, too.
            let other = ["soffice", "xmllint", "iconv"].iter().any(|it| text.contains(it));
            let option = !other && text.contains(" -");
            if option || text.contains("paiban -") || text.contains("`paiban") {
                wrong.push(format!("{}: {text}", code.id()));
            }
        }
    }
    assert!(found.len() > 100, "{found:?}");
    assert!(wrong.is_empty(), "words of the command:\n{}", wrong.join("\n"));
}

#[test]
fn foreign_crates_have_one_home() {
    let mut wrong = Vec::new();
    for file in sources() {
        let code = file.code();
        for (name, homes) in HOMES {
            if homes.iter().any(|home| file.path.starts_with(home)) {
                continue;
            }
            for (at, _) in named_after(&code, &format!("{name}::")) {
                wrong.push(format!("{}: {name}", file.at(&code, at)));
            }
        }
    }
    assert!(wrong.is_empty(), "away from home:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_have_headers() {
    let mut wrong = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("src/{}.rs: {lines} lines", file.path));
        }
        if !file.text.starts_with("//! ") {
            wrong.push(format!("src/{}.rs: no //! header", file.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A name of a type says what it is among all that the crate has.
#[test]
fn type_names_are_shared_by_two_modules_at_most() {
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in sources() {
        for name in file.text.lines().filter_map(defined_type) {
            homes.entry(name.to_owned()).or_default().insert(file.path.clone());
        }
    }
    let shared: Vec<String> = homes
        .iter()
        .filter(|(_, homes)| homes.len() > 2)
        .map(|(name, homes)| format!("{name}: {homes:?}"))
        .collect();
    assert!(homes.len() > 500, "{}", homes.len());
    assert!(shared.is_empty(), "in more than two modules:\n{}", shared.join("\n"));
}

/// The type that a line defines. An indented `type` belongs to a trait.
fn defined_type(line: &str) -> Option<&str> {
    let indented = line.starts_with(' ');
    let line = line.trim_start();
    let item = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.trim_start(),
        None => line,
    };
    let (keyword, rest) = item.split_once(' ')?;
    let defines = match keyword {
        "struct" | "enum" | "trait" | "union" => true,
        "type" => !indented,
        _ => false,
    };
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (defines && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some(&rest[..end])
}

#[test]
fn the_scan_sees_types() {
    assert_eq!(defined_type("pub(in crate::input) struct Book<'a> {"), Some("Book"));
    assert_eq!(defined_type("    enum Local {"), Some("Local"));
    assert_eq!(defined_type("pub type Result<T> = X;"), Some("Result"));
    assert_eq!(defined_type("    type Err = Error;"), None);
    assert_eq!(defined_type("// struct of a PDF"), None);
}

/// Texts are cut by the type that knows their places, never by a computed range: what is
/// sliced in the reader of plain text is a list of units, lines and the like.
#[test]
fn texts_are_cut_in_one_place() {
    /// Names of lists.
    const LISTS: [&str; 9] = [
        "halves",
        "heading",
        "histogram",
        "labels",
        "lines",
        "parts",
        "places",
        "shapes",
        "units",
    ];
    let reader =
        |file: &File| file.path.starts_with("input/text/") && file.path != "input/text/placed";
    let mut wrong = Vec::new();
    for file in sources().into_iter().filter(reader) {
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for name in code.flat_map(sliced).filter(|name| !LISTS.contains(name)) {
            wrong.push(format!("src/{}.rs cuts {name} by a range", file.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(sliced("let a = &text[from..to];").collect::<Vec<_>>(), ["text"]);
    assert_eq!(sliced(r#"matches(r"[a..]") && a[1]"#).count(), 0);
}

/// What a line of code takes a range of: `name[a..b]`.
fn sliced(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('[').filter_map(|(at, _)| {
        let (before, inside) = (&line[..at], line[at + 1..].split(']').next()?);
        let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        let indexes = !name.is_empty() && inside.contains("..") && !before.contains("r\"");
        indexes.then_some(name)
    })
}

#[test]
fn the_scan_sees_imports() {
    let names = |code: &'static str, start: &str| {
        named_after(code, start).into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(names("use crate::model::Block;", "crate::"), ["model"]);
    assert_eq!(
        names("use crate::{\nInput,\nmodel::{A, B},\nxml,\n};", "crate::"),
        ["Input", "model", "xml", ""]
    );
    assert_eq!(names("unzip::a", "zip::"), [""; 0]);
    assert_eq!(names("zip::ZipWriter::new()", "zip::"), ["ZipWriter"]);
}

/// The oldest Rust that `Cargo.toml` promises is the one that the workflow tries.
#[test]
fn the_workflow_tries_the_oldest_rust() {
    let workflow = include_str!("../../.github/workflows/ci.yml");
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    for step in [format!("toolchain install {oldest} "), format!("cargo +{oldest} check ")] {
        assert!(workflow.contains(&step), "no step with {step}");
    }
}
