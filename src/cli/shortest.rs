//! The shortest form: `paiban FILE…` means `paiban convert FILE…`. The input is the given
//! arguments, the result those that the command's definition accepts. A possibly misspelt command
//! is kept, so that the error message suggests the right one.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::{Arg, Command};

use super::inputs;

/// The default command.
const IMPLIED: &str = "convert";

/// The arguments, the program's name first, with `convert` inserted if no command is given and the
/// first positional argument is an input.
pub(super) fn complete(mut arguments: Vec<OsString>, definition: &Command) -> Vec<OsString> {
    if means_convert(arguments.get(1..).unwrap_or_default(), definition) {
        arguments.insert(1, IMPLIED.into());
    }
    arguments
}

fn means_convert(arguments: &[OsString], definition: &Command) -> bool {
    let Some(convert) = definition.find_subcommand(IMPLIED) else { return false };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy();
        if text == "--" {
            return arguments.next().is_some_and(|first| is_input(first));
        }
        if text == "-" || !text.starts_with('-') {
            return definition.find_subcommand(argument).is_none() && is_input(argument);
        }
        match value_of(&text, convert) {
            Some(ValuePlace::None | ValuePlace::Within) => {}
            Some(ValuePlace::Next) => drop(arguments.next()),
            // Whether a misspelt option takes a value is unknown; `convert`, which has a similar
            // one, reports it.
            None => return !is_global(&text) && arguments.any(|later| is_input(later)),
        }
    }
    false
}

/// Where the value of an option is.
enum ValuePlace {
    /// It takes none.
    None,
    /// In the same argument.
    Within,
    /// In the next one.
    Next,
}

/// Where the value of an option of `convert` is; `None` for an unknown option.
fn value_of(argument: &str, convert: &Command) -> Option<ValuePlace> {
    if let Some(long) = argument.strip_prefix("--") {
        let (name, within) = match long.split_once('=') {
            Some((name, _)) => (name, true),
            None => (long, false),
        };
        let option = convert.get_arguments().find(|option| has_name(option, name))?;
        return Some(match (option.get_action().takes_values(), within) {
            (true, false) => ValuePlace::Next,
            (true, true) => ValuePlace::Within,
            (false, _) => ValuePlace::None,
        });
    }
    let letters = argument.get(1..)?;
    for (at, letter) in letters.char_indices() {
        let option =
            convert.get_arguments().find(|option| option.get_short() == Some(letter))?;
        if option.get_action().takes_values() {
            let rest = &letters[at + letter.len_utf8()..];
            return Some(if rest.is_empty() { ValuePlace::Next } else { ValuePlace::Within });
        }
    }
    Some(ValuePlace::None)
}

fn has_name(option: &Arg, name: &str) -> bool {
    let mut aliases = option.get_all_aliases().into_iter().flatten();
    option.get_long() == Some(name) || aliases.any(|alias| alias == name)
}

/// Whether an option belongs to the whole command.
fn is_global(argument: &str) -> bool {
    matches!(argument, "-h" | "--help" | "-V" | "--version")
}

/// Whether an argument is an input: an existing path, or the name of a manuscript or a pattern.
fn is_input(argument: &OsStr) -> bool {
    let path = Path::new(argument);
    argument == "-" || path.exists() || inputs::names_input(path)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;

    fn means(words: &str) -> bool {
        let words: Vec<OsString> = words.split_whitespace().map(OsString::from).collect();
        means_convert(&words, &Cli::command())
    }

    #[test]
    fn an_input_without_a_command_is_converted() {
        for words in [
            "Cargo.toml",
            "src",
            "-",
            "稿.txt",
            "稿.MD",
            "存档.tei.xml",
            "稿/*.txt",
            "--toc 稿.md",
            "--to pdf 稿.md",
            "--to=pdf 稿.md",
            "--license uri:x 稿.md",
            "-o 书 稿.md",
            "-o书 稿.md",
            "-qo 书 稿.md",
            "-- 稿.md",
            "--titel 题 稿.md",
        ] {
            assert!(means(words), "{words}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for words in [
            "",
            "convert 稿.md",
            "convrt 稿.md",
            "inspect",
            "--help",
            "-V 稿.md",
            "--to pdf",
            "--to 稿.md",
            "--toc convert 稿.md",
            "--titel 题",
            "稿",
        ] {
            assert!(!means(words), "{words}");
        }
    }
}
