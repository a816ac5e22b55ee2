//! Why a formula can't be set.

use std::fmt;

/// Why, and where in the formula's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    /// The byte where it was found.
    pub(crate) at: usize,
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A command that is not known.
    UnknownCommand(String),
    /// An environment that is not known.
    UnknownEnvironment(String),
    /// Braces, `\left` and `\right` or `\begin` and `\end` that don't match.
    Unbalanced,
    /// Nothing where a command needs something.
    MissingArgument,
    /// Two superscripts or two subscripts of one base.
    DoubleScript,
    /// Something that is no delimiter where one must be.
    NoDelimiter,
    /// Macros that make more and more.
    EndlessMacro,
    /// Groups in groups, too many.
    TooDeep,
    /// Too many characters.
    TooLong,
}

impl Fault {
    pub(crate) fn new(cause: Cause, at: usize) -> Self {
        Self { cause, at }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::UnknownCommand(name) => write!(f, "\\{name} is not a command that is known"),
            Cause::UnknownEnvironment(name) => {
                write!(f, "{name} is not an environment that is known")
            }
            Cause::Unbalanced => f.write_str("what is opened here is not closed"),
            Cause::MissingArgument => f.write_str("an argument is missing"),
            Cause::DoubleScript => f.write_str("two scripts are in one place"),
            Cause::NoDelimiter => f.write_str("a delimiter is missing"),
            Cause::EndlessMacro => f.write_str("its macros make too much"),
            Cause::TooDeep => f.write_str("its groups are nested too deep"),
            Cause::TooLong => f.write_str("it is too long"),
        }
    }
}
