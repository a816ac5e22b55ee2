//! The table of diagnostics: one entry a code, never reused. `docs/diagnostics.md` is made
//! from it. Its entries are in a file for each area; each file is a macro that adds its entries to
//! those before and calls the next, and the last makes the enum.
//!
//! Wording: lower case, no full stop; what was found and what was done. The help says what to
//! do. `{0}`, `{1}` represent the finding's values, `{@page.paper}` a setting, which each front end
//! writes in its way. An entry is
//! `Name "code" grade { en, zh; help en, help zh }`, its grade `note`, `warning` or
//! `error(Exit)`.

mod command;
mod reading;
mod writing;

use super::{Exit, Language, Severity};

use command::command;
use reading::reading;
use writing::writing;

macro_rules! grade {
    (note) => {
        (Severity::Note, Exit::Denied)
    };
    (warning) => {
        (Severity::Warning, Exit::Denied)
    };
    (error($exit:ident)) => {
        (Severity::Error, Exit::$exit)
    };
}

macro_rules! codes {
    (; $($name:ident $id:literal $grade:ident $(($exit:ident))? {
        $en:literal, $zh:literal; $help_en:literal, $help_zh:literal
    })+) => {
        /// The kind of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $en] $name,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable id: `fnt-001`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            pub(super) fn grade(self) -> (Severity, Exit) {
                match self { $(Self::$name => grade!($grade $(($exit))?)),+ }
            }

            /// The message, with placeholders for values.
            pub fn message(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::English) => $en,
                      (Self::$name, Language::Chinese) => $zh),+
                }
            }

            /// The advice, with placeholders for values; empty if there is none.
            pub fn help(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::English) => $help_en,
                      (Self::$name, Language::Chinese) => $help_zh),+
                }
            }
        }
    };
}

command! { reading writing codes; }
