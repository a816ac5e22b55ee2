//! The command line: the only part that accesses files, environment and terminal.
//!
//! The input is the arguments, the result an exit status. Only requested output goes to standard
//! output; messages go to standard error, in Chinese if the locale is Chinese.

mod args;
mod bag;
mod book;
mod chinese;
mod convert;
mod document;
mod environment;
mod files;
mod filter;
mod folding;
mod fonts;
mod forms;
mod generate;
mod group;
mod init;
mod inputs;
mod inspect;
mod interrupt;
mod journal;
mod lines;
mod options;
mod passed;
mod places;
mod plan;
mod pool;
mod progress;
mod record;
mod report;
mod restore;
mod shortest;
mod spelling;
mod stretches;
mod summary;
mod sums;
mod tally;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use self::args::{Cli, Command};
use self::report::Reporter;
use crate::diag::{Code, Error, Exit, Language, Result, guarded, harmless, keep_panics};

/// The stack of the working thread: a tree of the greatest depth needs up to 16 MB in an
/// unoptimised build, and main threads have as little as 1 MB on some systems.
const STACK: usize = 32 << 20;

/// Runs the command with these arguments, the program's name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    ExitCode::from(status(arguments))
}

/// The exit status of the command, for programs that embed it.
pub fn status(arguments: Vec<OsString>) -> u8 {
    keep_panics();
    let work = move || match guarded(|| Ok(command(arguments))) {
        Ok(status) => status,
        Err(error) => {
            let reporter = Reporter::new(environment::language(), environment::colours());
            reporter.fail(error.diagnostic(), None);
            error.exit() as u8
        }
    };
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .map_or(Exit::Internal as u8, |thread| thread.join().unwrap_or(Exit::Internal as u8))
}

fn command(arguments: Vec<OsString>) -> u8 {
    let language = environment::language();
    let definition = match language {
        Language::Chinese => chinese::translate(Cli::command()),
        Language::English => Cli::command(),
    };
    let arguments = shortest::complete(arguments, &definition);
    let parsed = definition
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage(&error, language),
    };
    let mut reporter = Reporter::new(language, environment::colours());
    let result = match &cli.command {
        Command::Convert(args) => {
            reporter = reporter.with_options(&args.messages);
            known_codes(&reporter).and_then(|()| convert::run(args, &mut reporter))
        }
        Command::Inspect(args) => {
            reporter = reporter.with_options(&args.messages);
            known_codes(&reporter).and_then(|()| inspect::run(args, &mut reporter))
        }
        Command::Init(args) => init::run(args, &reporter),
        Command::Restore(args) => restore::run(args, &reporter),
        Command::Schema(args) => generate::schema(args.of),
        Command::Completions(args) => generate::completions(args.shell),
        Command::Man(args) => generate::man(args.command.as_deref()),
        Command::Generate(args) => generate::project_files(&args.folder),
    };
    match result {
        Ok(status) => status,
        Err(error) => {
            reporter.fail(error.diagnostic(), None);
            error.exit() as u8
        }
    }
}

/// The status of a successful run.
const DONE: u8 = 0;

/// Rejects unknown codes in `--deny` and `--allow`.
fn known_codes(reporter: &Reporter) -> Result<()> {
    let Some(code) = reporter.unknown_code() else { return Ok(()) };
    let help = match reporter.language {
        Language::Chinese => "代码见 docs/diagnostics.md，例如 fnt-001",
        Language::English => "docs/diagnostics.md lists the codes, for instance fnt-001",
    };
    Err(Error::new(Code::OptionValue, [&"--deny/--allow", &code, &help]))
}

/// Prints help, version or usage errors.
fn usage(error: &clap::Error, language: Language) -> u8 {
    // Failing to print a message, as to a closed pipe, is ignored.
    let chinese = if language == Language::Chinese { chinese::explain(error) } else { None };
    let plain = error.render().to_string();
    // clap's own rendering has colours; if an argument contains control characters, it is printed
    // without them.
    let is_harmful = || plain.lines().any(|line| harmless(line) != line);
    let written = match chinese.or_else(|| is_harmful().then_some(plain.clone())) {
        Some(text) => {
            let lines = text.lines().map(|line| format!("{}\n", harmless(line)));
            io::stderr().lock().write_all(lines.collect::<String>().as_bytes())
        }
        None => error.print().and_then(|()| io::stdout().flush()),
    };
    if let Err(fault) = written
        && !error.use_stderr()
        && fault.kind() != io::ErrorKind::BrokenPipe
    {
        let error = files::unwritable(Path::new("stdout"), &fault);
        Reporter::new(language, environment::colours()).fail(error.diagnostic(), None);
        return error.exit() as u8;
    }
    u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8)
}

/// Whether standard output is a terminal.
fn writes_to_terminal() -> bool {
    io::stdout().is_terminal()
}
