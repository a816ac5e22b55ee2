//! Which names a folder treats as equal: most disks of Windows and macOS fold case, those of macOS
//! also the Unicode form (UAX #15). The input is a folder, the result what it folds; this is found
//! by looking up a file under other spellings of its name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::files;

/// Differences that a folder ignores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Folding {
    /// Upper and lower case.
    pub(super) case: bool,
    /// Whether a letter with a diacritic is one character or two.
    pub(super) form: bool,
}

impl Folding {
    /// All that any system folds.
    pub(super) const ANYWHERE: Self = Self { case: true, form: true };
    /// Nothing folds.
    pub(super) const NOWHERE: Self = Self { case: false, form: false };

    /// Tests the folder; if it does not exist yet, its nearest ancestor. If no file can be created,
    /// nothing folds, since nothing will be written.
    pub(super) fn of(folder: &Path) -> Self {
        let there = folder.ancestors().find(|it| it.is_dir());
        let there = there.filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let probe = |name: &Path| {
            let file = File::create_new(spelt(name, "É"))?;
            // Locked, so that no other run deletes it.
            let _ = file.lock();
            Ok(file)
        };
        let Ok((_file, name)) = files::beside(&there.join("_"), probe) else {
            return Self::NOWHERE;
        };
        let finds = |letter| fs::symlink_metadata(spelt(&name, letter)).is_ok();
        let found = Self { case: finds("é"), form: finds("E\u{301}") };
        // If this fails, a later run deletes it.
        let _ = fs::remove_file(spelt(&name, "É"));
        found
    }

    /// The key shared by all paths that are equal here. A path that is not Unicode equals no other.
    pub(super) fn key(self, path: &Path) -> OsString {
        let Some(text) = path.to_str().filter(|_| self != Self::NOWHERE) else {
            return path.as_os_str().to_owned();
        };
        let mut text = text.to_owned();
        if self.form {
            text = text.nfd().collect();
        }
        if self.case {
            // Upper case first, so that all lower forms of a letter (σ, ς) become one.
            text = text.to_uppercase().to_lowercase();
        }
        text.into()
    }
}

/// A temporary file's name with a letter inserted.
fn spelt(name: &Path, letter: &str) -> PathBuf {
    let plain = name.file_name().unwrap_or_default().to_string_lossy();
    name.with_file_name(plain.replacen('-', &format!("-{letter}"), 1))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Folding;

    #[test]
    fn keys_are_equal_where_names_fold() {
        let (case, form) = (
            Folding { form: false, ..Folding::ANYWHERE },
            Folding { case: false, ..Folding::ANYWHERE },
        );
        let same = |it: Folding, a: &str, b: &str| it.key(Path::new(a)) == it.key(Path::new(b));
        for (a, b, of_case, of_form) in [
            ("书/Notes.pdf", "书/notes.pdf", true, false),
            ("caf\u{E9}.pdf", "cafe\u{301}.pdf", false, true),
            ("ΟΔΟΣ.pdf", "οδος.pdf", true, false),
            ("甲.pdf", "乙.pdf", false, false),
        ] {
            assert_eq!(same(case, a, b), of_case, "{a} {b}");
            assert_eq!(same(form, a, b), of_form, "{a} {b}");
            assert_eq!(same(Folding::ANYWHERE, a, b), of_case || of_form, "{a} {b}");
            assert!(!same(Folding::NOWHERE, a, b));
        }
    }
}
