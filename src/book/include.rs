//! What a chapter includes of other files, put in its place (mdBook, HonKit).
//!
//! Takes the text of a file and a loader of the files beside it, returns the text with what it
//! includes, and the names of those files. `{{#include f.rs:3:9}}` and `{{#include f.rs:name}}`
//! take lines, or the lines between `ANCHOR: name` and `ANCHOR_END: name`; `{{#rustdoc_include}}`
//! takes them with the other lines hidden; `{{#playground f.rs}}` is a block of Rust; `{{#title
//! …}}` is no text; `{% include "f.md" %}` is HonKit's. Lines of Rust that begin with `# ` are
//! hidden, as both show them.

use super::Dialect;
use crate::diag::{Code, Diagnostic};
use crate::text::address::join;

/// Loads the text at an address in a file of the book, given by its path relative to the book's
/// folder; `None` if there is no such file or it is not text.
pub type Loader<'a> = dyn FnMut(&str, &str) -> Option<String> + 'a;

/// The maximum depth of nested includes.
const DEEPEST: usize = 16;

/// The maximum size of a chapter, in bytes: nested includes can double it at each level.
const LARGEST: usize = 64 << 20;

/// A text with its includes expanded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Included {
    /// The text.
    pub text: String,
    /// The included files, in the order in which they were found, each once.
    pub files: Vec<String>,
    /// What could not be included.
    pub diagnostics: Vec<Diagnostic>,
}

/// Expands the includes of `text`, the file at `path`.
pub fn expand(text: &str, path: &str, dialect: Dialect, load: &mut Loader<'_>) -> Included {
    let mut work = Inclusion { dialect, load, out: Included::default(), open: Vec::new() };
    if matches!(dialect, Dialect::MdBook | Dialect::HonKit) {
        work.open.push(path.to_owned());
        let expanded = work.text(text, path);
        work.out.text = match dialect {
            Dialect::MdBook => without_hidden_lines(&expanded),
            _ => expanded,
        };
    } else {
        work.out.text = text.to_owned();
    }
    work.out
}

struct Inclusion<'a, 'l> {
    dialect: Dialect,
    load: &'a mut Loader<'l>,
    out: Included,
    /// The files that are being included, outermost first.
    open: Vec<String>,
}

impl Inclusion<'_, '_> {
    fn text(&mut self, text: &str, path: &str) -> String {
        let (begin, end) = match self.dialect {
            Dialect::HonKit => ("{%", "%}"),
            _ => ("{{#", "}}"),
        };
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(begin) {
            let inner = &rest[at + begin.len()..];
            let Some(length) =
                inner.find(end).filter(|length| !inner[..*length].contains('\n'))
            else {
                out.push_str(&rest[..at + begin.len()]);
                rest = inner;
                continue;
            };
            let whole = &rest[at..at + begin.len() + length + end.len()];
            out.push_str(&rest[..at]);
            rest = &inner[length + end.len()..];
            if out.ends_with('\\') {
                // Escaped: the text is literal.
                out.pop();
                out.push_str(whole);
                continue;
            }
            match self.directive(inner[..length].trim(), path) {
                Some(included) if out.len() + included.len() <= LARGEST => {
                    out.push_str(&included);
                }
                _ => out.push_str(whole),
            }
        }
        out.push_str(rest);
        out
    }

    /// The replacement for a directive; `None` if it is kept.
    fn directive(&mut self, text: &str, path: &str) -> Option<String> {
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        match (self.dialect, name) {
            (Dialect::MdBook, "include" | "rustdoc_include") => self.part(rest, path),
            (Dialect::MdBook, "playground" | "playpen") => {
                let code = self.part(rest.split_whitespace().next()?, path)?;
                Some(format!("```rust\n{}\n```", code.trim_end()))
            }
            (Dialect::MdBook, "title") => Some(String::new()),
            (Dialect::HonKit, "include") => {
                let name = rest.trim().trim_matches(['"', '\'']);
                self.part(name, path)
            }
            _ => None,
        }
    }

    /// The part of a file named by an address with lines or an anchor, with its own includes
    /// expanded.
    fn part(&mut self, address: &str, path: &str) -> Option<String> {
        let address = address.trim();
        let (file, range) = address.split_once(':').unwrap_or((address, ""));
        let Some(place) = join(path, file) else {
            self.out.diagnostics.push(Diagnostic::new(Code::IncludeOutside, [&file, &path]));
            return None;
        };
        if self.open.contains(&place) || self.open.len() >= DEEPEST {
            self.out.diagnostics.push(Diagnostic::new(Code::IncludeCircular, [&file, &path]));
            return None;
        }
        let Some(text) = (self.load)(path, file) else {
            self.out.diagnostics.push(Diagnostic::new(Code::IncludeMissing, [&file, &path]));
            return None;
        };
        if !self.out.files.contains(&place) {
            self.out.files.push(place.clone());
        }
        let Some(part) = part_of(&text, range) else {
            self.out.diagnostics.push(Diagnostic::new(Code::IncludeMissing, [&address, &path]));
            return None;
        };
        self.open.push(place.clone());
        let part = self.text(&part, &place);
        self.open.pop();
        Some(part)
    }
}

/// The lines of a text that a range names: `3`, `3:9`, `:9`, `3:`, or an anchor's name.
fn part_of(text: &str, range: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_anchor = |line: &str| line.contains("ANCHOR:") || line.contains("ANCHOR_END:");
    let without_anchors = |lines: &[&str]| -> String {
        let lines = lines.iter().copied().filter(|line| !is_anchor(line));
        lines.collect::<Vec<_>>().join("\n")
    };
    if range.is_empty() {
        return Some(without_anchors(&lines));
    }
    let numbers: Vec<&str> = range.split(':').collect();
    let are_numbers = numbers.iter().all(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    if are_numbers {
        let number = |at: usize, default: usize| match numbers.get(at) {
            Some(digits) if !digits.is_empty() => digits.parse().unwrap_or(default),
            _ => default,
        };
        let first = number(0, 1).max(1);
        let last = if numbers.len() == 1 { first } else { number(1, lines.len()) };
        let last = last.min(lines.len());
        return Some(without_anchors(lines.get(first - 1..last)?));
    }
    let name = numbers[0];
    let names = |line: &str, mark: &str| {
        let after = line.split_once(mark).map(|(_, after)| after.trim_start());
        let word = after.and_then(|it| it.split(|c: char| !is_of_name(c)).next());
        word == Some(name)
    };
    // mdBook joins all regions of one name.
    let (mut open, mut found, mut region) = (false, false, Vec::new());
    for line in lines {
        if names(line, "ANCHOR:") {
            (open, found) = (true, true);
        } else if names(line, "ANCHOR_END:") {
            open = false;
        } else if open {
            region.push(line);
        }
    }
    found.then(|| without_anchors(&region))
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Code without the lines that mdBook hides in blocks of Rust: `# use …`, `#`. `##` is a `#`.
fn without_hidden_lines(text: &str) -> String {
    if !text.contains("```rust") && !text.contains("~~~rust") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    // The fence that closes the block of Rust that is open.
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        match fence {
            Some(closing) if content.starts_with(closing) => fence = None,
            Some(_) if content == "#" || content.starts_with("# ") => continue,
            Some(_) if content.starts_with("##") && !content.starts_with("##[") => {
                out.push_str(&line.replacen("##", "#", 1));
                continue;
            }
            None => {
                let opened = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
                fence = opened.filter(|mark| content[mark.len()..].starts_with("rust"));
            }
            Some(_) => {}
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(from: &str, address: &str) -> Option<String> {
        Some(match join(from, address)?.as_str() {
            "src/listing.rs" => "// ANCHOR: all\nfn main() {\n    // ANCHOR: one\n    let 甲 = 1;\n    // ANCHOR_END: one\n}\n// ANCHOR_END: all\n".to_owned(),
            "src/parts.rs" => "// ANCHOR: here\n甲\n// ANCHOR_END: here\n乙\n// ANCHOR: here\n丙\n// ANCHOR_END: here\n".to_owned(),
            "a.md" => "甲{{#include b.md}}".to_owned(),
            "b.md" => "乙{{#include a.md}}".to_owned(),
            _ => return None,
        })
    }

    fn expanded(text: &str) -> Included {
        expand(text, "src/ch1.md", Dialect::MdBook, &mut files)
    }

    #[test]
    fn lines_and_anchors_are_taken() {
        for (directive, expected) in [
            ("{{#include listing.rs:one}}", "    let 甲 = 1;"),
            // All regions of the name, as mdBook takes them.
            ("{{#include parts.rs:here}}", "甲\n丙"),
            ("{{#include listing.rs:2:2}}", "fn main() {"),
            ("{{#include listing.rs:2}}", "fn main() {"),
            ("{{#rustdoc_include listing.rs:all}}", "fn main() {\n    let 甲 = 1;\n}"),
            ("{{#title 某书}}", ""),
            ("\\{{#include listing.rs}}", "{{#include listing.rs}}"),
            ("{{ 模板 }}", "{{ 模板 }}"),
        ] {
            assert_eq!(expanded(directive).text, expected, "{directive}");
        }
    }

    #[test]
    fn failed_inclusions_stay_and_are_reported() {
        for (directive, code) in [
            ("{{#include 无.md}}", Code::IncludeMissing),
            ("{{#include ../../etc/passwd}}", Code::IncludeOutside),
            ("{{#include listing.rs:无}}", Code::IncludeMissing),
        ] {
            let found = expanded(directive);
            assert_eq!(found.text, directive);
            assert_eq!(found.diagnostics[0].code, code);
        }
        let found = expand("{{#include b.md}}", "a.md", Dialect::MdBook, &mut files);
        assert_eq!(found.text, "乙{{#include a.md}}");
        assert_eq!(found.diagnostics[0].code, Code::IncludeCircular);
    }

    #[test]
    fn hidden_lines_of_rust_are_not_shown() {
        let text =
            "```rust\n# use a;\nlet b = 1;\n## c\n#[test]\n```\n# 标题\n```sh\n# 说明\n```\n";
        assert_eq!(
            expanded(text).text,
            "```rust\nlet b = 1;\n# c\n#[test]\n```\n# 标题\n```sh\n# 说明\n```\n"
        );
    }
}
