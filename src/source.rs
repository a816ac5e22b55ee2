//! Bytes to characters: encoding, byte order mark, line index. Nothing is normalised away.

use crate::config::ReadOptions;
use crate::diag::{Diagnostic, Result};
use crate::model::SourceInfo;

/// One input, decoded.
#[derive(Clone, Debug)]
pub struct Source {
    /// What is recorded of the file.
    pub info: SourceInfo,
    /// The decoded text, without byte order mark, line ends as found; spans count its bytes.
    pub text: String,
}

impl Source {
    /// Decodes `bytes`.
    ///
    /// # Errors
    ///
    /// Empty or binary input, and an encoding name that is not known.
    pub fn decode(
        name: Option<&str>,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> Result<(Self, Vec<Diagnostic>)> {
        // The first stone: UTF-8 alone.
        let text = String::from_utf8_lossy(bytes).into_owned();
        let _ = options;
        let info = SourceInfo {
            name: name.map(str::to_owned),
            format: "text".to_owned(),
            encoding: "UTF-8".to_owned(),
            length: bytes.len() as u64,
            newline: "LF".to_owned(),
            ..SourceInfo::default()
        };
        Ok((Self { info, text }, Vec::new()))
    }

    /// Line and column of a byte of the decoded text, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (line, column)
    }
}
