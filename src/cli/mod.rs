//! The command line: the only part that touches files, environment and terminal.
