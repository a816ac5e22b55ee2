//! A program between reading and writing (`--filter`): it receives the document as JSON, and
//! returns it as JSON.
//!
//! It runs without a shell. Separate threads write its input and read its output, so that neither
//! side blocks however large the document.

use std::fs;
use std::io::{ErrorKind, Read, Write as _};
use std::path::{Path, absolute};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::group::Group;
use super::{files, progress};
use crate::context::{self, Limits};
use crate::diag::{Code, Diagnostic, Error, Result};

/// The number of last lines of a program's messages to show.
const LINES: usize = 10;

/// The interval of checks whether the program has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// One program.
#[derive(Debug)]
pub(super) struct Program {
    /// As the user wrote it.
    name: String,
    /// The program and its arguments.
    words: Vec<String>,
    /// Its time limit.
    seconds: u64,
    /// The maximum size of its output, in bytes.
    limit: u64,
}

impl Program {
    /// Creates the filter for a command.
    pub(super) fn new(command: &str, seconds: u64, limits: &Limits) -> Self {
        let words = words_of(command);
        Self { name: command.to_owned(), words, seconds, limit: limits.bytes }
    }

    /// What its output depends on, as far as is known: its words, and the files among them.
    pub(super) fn signature(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for word in &self.words {
            out.extend(word.as_bytes());
            out.push(0);
            let file = Path::new(word);
            let known = if file.is_file() { fs::read(file).ok() } else { None };
            out.extend(known.unwrap_or_default());
            out.push(0);
        }
        out
    }

    fn start(&self) -> Result<Group> {
        let (program, arguments) = match self.words.split_first() {
            Some((program, arguments)) => (program.as_str(), arguments),
            None => ("", &[][..]),
        };
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(Stdio::piped());
        Group::start(&mut command).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::new(Code::FilterMissing, [&program]),
            _ => Error::new(Code::FilterUnrunnable, [&self.name, &files::plain(&error)]),
        })
    }

    fn late(&self) -> Error {
        Error::new(Code::FilterLate, [&self.name, &self.seconds])
    }

    /// Waits for the program to end.
    fn wait(&self, child: &mut Child, deadline: Instant) -> Result<ExitStatus> {
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) if progress::now() < deadline => thread::sleep(PAUSE),
                Ok(None) => return Err(self.late()),
                Err(error) => {
                    let reason = files::plain(&error);
                    return Err(Error::new(Code::FilterUnrunnable, [&self.name, &reason]));
                }
            }
        }
    }

    /// The output and messages of a running program.
    fn answer(&self, child: &mut Child, json: Vec<u8>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
        let deadline = progress::now() + Duration::from_secs(self.seconds);
        if let Some(mut input) = child.stdin.take() {
            // A program that does not read all of it closes its end: no failure.
            thread::spawn(move || input.write_all(&json));
        }
        let answer = child.stdout.take().map(|pipe| drain(pipe, self.limit));
        let messages = child.stderr.take().map(|pipe| drain(pipe, self.limit));
        let status = self.wait(child, deadline)?;
        // Its child processes may survive, and keep its pipes open.
        let take = |pipe: Option<Receiver<Vec<u8>>>| match pipe {
            Some(pipe) => pipe
                .recv_timeout(deadline.saturating_duration_since(progress::now()))
                .map_err(|_| self.late()),
            None => Ok(Vec::new()),
        };
        let messages = last_lines(&take(messages)?);
        if !status.success() {
            let messages = if messages.is_empty() { "—".to_owned() } else { messages };
            return Err(match (status.code(), signal(status)) {
                (None, Some(signal)) => {
                    Error::new(Code::FilterKilled, [&self.name, &signal, &messages])
                }
                (code, _) => {
                    let code = code.map_or("—".to_owned(), |code| code.to_string());
                    Error::new(Code::FilterFailed, [&self.name, &code, &messages])
                }
            });
        }
        let answer = take(answer)?;
        if answer.len() as u64 > self.limit {
            return Err(Error::new(Code::FileTooLarge, [&self.name, &self.limit]));
        }
        let note = || Diagnostic::new(Code::FilterSaid, [&self.name, &messages]);
        Ok((answer, (!messages.is_empty()).then(note).into_iter().collect()))
    }
}

/// The signal that killed a program, if any.
#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

/// The signal that killed a program, if any.
#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

impl context::Filter for Program {
    fn name(&self) -> &str {
        &self.name
    }

    fn run(&self, json: Vec<u8>) -> Result<(Vec<u8>, Vec<Diagnostic>)> {
        let mut group = self.start()?;
        let answer = self.answer(&mut group.child, json);
        if answer.is_err() {
            group.end();
        }
        answer
    }
}

/// Reads a pipe to its end, on a separate thread; output beyond the limit is dropped.
fn drain(mut pipe: impl Read + Send + 'static, limit: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // After a read error the output is incomplete, and so not a document.
        let _ = pipe.by_ref().take(limit + 1).read_to_end(&mut bytes);
        let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        sender.send(bytes)
    });
    receiver
}

/// The last lines that a program wrote, without control characters.
fn last_lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n    ")
}

/// The program and arguments of a command: an existing file of that name, else its words.
pub(super) fn words_of(command: &str) -> Vec<String> {
    match absolute(command) {
        Ok(path) if path.is_file() => vec![path.to_string_lossy().into_owned()],
        _ => words(command),
    }
}

/// The words of a command, separated by white space, except in quotation marks.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut quote, mut is_open) = (None, false);
    for c in command.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                if !is_open {
                    words.push(String::new());
                }
                is_open = true;
            }
            (None, c) if c.is_whitespace() => is_open = false,
            (_, c) => {
                if !is_open {
                    words.push(String::new());
                }
                is_open = true;
                words.iter_mut().last().into_iter().for_each(|word| word.push(c));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quotation_marks_hold_words_together() {
        assert_eq!(words("python3 a.py"), ["python3", "a.py"]);
        assert_eq!(words(" 'my tool' --to \"a b\"'c' ''"), ["my tool", "--to", "a bc", ""]);
        assert_eq!(words("  "), Vec::<String>::new());
    }
}
