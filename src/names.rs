//! Enums of which each value is a word: settings, and kinds in the model. Each is defined once, with
//! its words, for options, front matter, style sheets, JSON and the formats that use the same words.

use std::fmt;

/// An invalid value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    text: String,
    takes: String,
}

impl Invalid {
    /// A text, and the valid values: `A4, A5 …`.
    pub(crate) fn new(text: &str, takes: impl Into<String>) -> Self {
        Self { text: text.to_owned(), takes: takes.into() }
    }

    /// The valid values.
    pub fn takes(&self) -> &str {
        &self.takes
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is none of {}", self.text, self.takes)
    }
}

impl std::error::Error for Invalid {}

/// Defines an enum with a word for each variant: `ALL`, `name`, `by_name`, `FromStr`, `Display` and serde.
macro_rules! named {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $($(#[$inner:meta])* $variant:ident = $word:tt,)+
        }
    ) => {
        $(#[$outer])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All values, in the order of their definition.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The value of this name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|it| it.name() == name)
            }

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::names::Invalid;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                Self::by_name(text).ok_or_else(|| {
                    crate::names::Invalid::new(text, Self::ALL.map(Self::name).join(", "))
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use named;
