//! The `paiban` command: a thin shell around the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    paiban::cli::run(std::env::args_os().collect())
}
