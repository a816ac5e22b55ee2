//! The summary of many documents, a few lines at the end.

use std::collections::BTreeMap;
use std::path::Path;

use super::document::{Outcome, Status};
use super::files;
use super::summary::count;
use crate::diag::{Code, Exit, Language, Severity};

/// The maximum number of failures to list at the end.
const NAMED: usize = 10;

/// The counts of a run.
#[derive(Debug, Default)]
pub(super) struct Tally {
    converted: usize,
    unchanged: usize,
    /// Name, status and code of each failure.
    failed: Vec<(String, Exit, Code)>,
    warnings: BTreeMap<Code, usize>,
}

impl Tally {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        match &outcome.status {
            Status::Converted => self.converted += 1,
            Status::Unchanged => self.unchanged += 1,
            Status::Failed(failure) => {
                let code = failure.error.diagnostic().code;
                self.failed.push((outcome.name.clone(), failure.exit(), code));
            }
        }
        for (code, count) in &outcome.findings.counts {
            if code.severity() == Severity::Warning {
                *self.warnings.entry(*code).or_default() += count;
            }
        }
    }

    /// The exit status of the failures: theirs if all documents failed alike; `None` if none
    /// failed.
    pub(super) fn exit(&self) -> Option<Exit> {
        let (_, first, _) = self.failed.first()?;
        let alike = self.converted + self.unchanged == 0
            && self.failed.iter().all(|(_, exit, _)| exit == first);
        Some(if alike { *first } else { Exit::Denied })
    }

    /// The lines; `is_enabled` returns whether a warning is shown.
    pub(super) fn lines(
        &self,
        folder: Option<&Path>,
        is_enabled: impl Fn(Code) -> bool,
        language: Language,
    ) -> String {
        let warnings: Vec<(Code, usize)> = self
            .warnings
            .iter()
            .filter(|(it, _)| is_enabled(**it))
            .map(|(a, b)| (*a, *b))
            .collect();
        let mut out = match language {
            Language::English => self.english(&warnings),
            Language::Chinese => self.chinese(&warnings),
        };
        if let Some(folder) = folder {
            out.push_str(&format!(" → {}", files::shown(folder)));
        }
        for (name, _, code) in self.failed.iter().take(NAMED) {
            out.push_str(&format!("\n  × {name} ({})", code.id()));
        }
        let more = self.failed.len().saturating_sub(NAMED);
        if more > 0 {
            out.push_str(&match language {
                Language::English => format!("\n  and {more} more; --report FILE lists all"),
                Language::Chinese => format!("\n  另有 {more} 份，--report 文件 可列出全部"),
            });
        }
        out
    }

    fn english(&self, warnings: &[(Code, usize)]) -> String {
        let total = self.converted + self.unchanged + self.failed.len();
        let mut out = format!("{}: {} converted", count(total, "manuscript"), self.converted);
        for (number, word) in [(self.unchanged, "unchanged"), (self.failed.len(), "failed")] {
            if number > 0 {
                out.push_str(&format!(", {number} {word}"));
            }
        }
        if !warnings.is_empty() {
            let sum = warnings.iter().map(|(_, count)| count).sum();
            let list: Vec<String> = warnings.iter().map(each).collect();
            out.push_str(&format!("; {} ({})", count(sum, "warning"), list.join(", ")));
        }
        out
    }

    fn chinese(&self, warnings: &[(Code, usize)]) -> String {
        let total = self.converted + self.unchanged + self.failed.len();
        let mut out = format!("共 {total} 份稿件：转换 {}", self.converted);
        for (number, word) in [(self.unchanged, "未变"), (self.failed.len(), "失败")] {
            if number > 0 {
                out.push_str(&format!("，{word} {number}"));
            }
        }
        if !warnings.is_empty() {
            let sum: usize = warnings.iter().map(|(_, count)| count).sum();
            let list: Vec<String> = warnings.iter().map(each).collect();
            out.push_str(&format!("；警告 {sum}（{}）", list.join("、")));
        }
        out
    }
}

fn each((code, count): &(Code, usize)) -> String {
    format!("{} × {count}", code.id())
}
