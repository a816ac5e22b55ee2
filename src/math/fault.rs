//! Why a formula can't be set.

use std::fmt;

/// Why, and where in the formula's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) cause: Cause,
    /// The byte offset of the fault.
    pub(crate) at: usize,
}

/// The cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An unknown command.
    UnknownCommand(String),
    /// An unknown environment.
    UnknownEnvironment(String),
    /// Braces, `\left` and `\right` or `\begin` and `\end` that don't match.
    Unbalanced,
    /// A missing argument.
    MissingArgument,
    /// Two superscripts or two subscripts of one base.
    DoubleScript,
    /// Something other than a required delimiter.
    NoDelimiter,
    /// Macros that expand endlessly.
    EndlessMacro,
    /// Groups nested too deeply.
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
