//! Environments: matrices, cases, aligned equations (amsmath, "Displayed equations"; `array`).

use super::fault::{Cause, Fault};
use super::lex::Token;
use super::parse::Parser;
use super::tree::{
    Column, EquationNumber, MathList, MathNode, MathRow, MathStyle, MathTable, TableKind,
};

/// An environment: its name, its kind, whether it is numbered as a formula on its own, and its
/// delimiters.
type Environment = (&'static str, TableKind, Option<bool>, Option<char>, Option<char>);

const ENVIRONMENTS: [Environment; 39] = [
    ("matrix", TableKind::Matrix, None, None, None),
    ("pmatrix", TableKind::Matrix, None, Some('('), Some(')')),
    ("bmatrix", TableKind::Matrix, None, Some('['), Some(']')),
    ("Bmatrix", TableKind::Matrix, None, Some('{'), Some('}')),
    ("vmatrix", TableKind::Matrix, None, Some('|'), Some('|')),
    ("Vmatrix", TableKind::Matrix, None, Some('‖'), Some('‖')),
    ("matrix*", TableKind::Matrix, None, None, None),
    ("pmatrix*", TableKind::Matrix, None, Some('('), Some(')')),
    ("bmatrix*", TableKind::Matrix, None, Some('['), Some(']')),
    ("vmatrix*", TableKind::Matrix, None, Some('|'), Some('|')),
    ("smallmatrix", TableKind::Small, None, None, None),
    ("array", TableKind::Matrix, None, None, None),
    ("darray", TableKind::Matrix, None, None, None),
    ("subarray", TableKind::Substack, None, None, None),
    ("cases", TableKind::Cases, None, Some('{'), None),
    ("dcases", TableKind::Cases, None, Some('{'), None),
    ("rcases", TableKind::Cases, None, None, Some('}')),
    ("drcases", TableKind::Cases, None, None, Some('}')),
    ("aligned", TableKind::Aligned, None, None, None),
    ("alignedat", TableKind::Alignat, None, None, None),
    ("split", TableKind::Aligned, None, None, None),
    ("gathered", TableKind::Gathered, None, None, None),
    ("multlined", TableKind::Multline, None, None, None),
    ("equation", TableKind::Gathered, Some(true), None, None),
    ("equation*", TableKind::Gathered, Some(false), None, None),
    ("displaymath", TableKind::Gathered, Some(false), None, None),
    ("math", TableKind::Gathered, Some(false), None, None),
    ("gather", TableKind::Gathered, Some(true), None, None),
    ("gather*", TableKind::Gathered, Some(false), None, None),
    ("multline", TableKind::Multline, Some(true), None, None),
    ("multline*", TableKind::Multline, Some(false), None, None),
    ("align", TableKind::Aligned, Some(true), None, None),
    ("align*", TableKind::Aligned, Some(false), None, None),
    ("alignat", TableKind::Alignat, Some(true), None, None),
    ("alignat*", TableKind::Alignat, Some(false), None, None),
    ("flalign", TableKind::Aligned, Some(true), None, None),
    ("flalign*", TableKind::Aligned, Some(false), None, None),
    ("eqnarray", TableKind::Eqnarray, Some(true), None, None),
    ("eqnarray*", TableKind::Eqnarray, Some(false), None, None),
];

/// The names of the supported environments.
#[cfg(feature = "cli")]
pub(super) fn environments() -> impl Iterator<Item = &'static str> {
    ENVIRONMENTS.iter().map(|(name, ..)| *name)
}

impl Parser {
    /// `\begin{name}…\end{name}`.
    pub(super) fn environment(&mut self, at: usize) -> Result<MathNode, Fault> {
        let name = self.stream.word()?;
        let found = ENVIRONMENTS.iter().find(|(known, ..)| *known == name);
        let Some((_, kind, counts, open, close)) = found.copied() else {
            return Err(Fault::new(Cause::UnknownEnvironment(name), at));
        };
        let (mut columns, mut verticals) = (kind.columns().to_vec(), Vec::new());
        match name.as_str() {
            "array" | "darray" | "subarray" => {
                self.stream.optional()?;
                (columns, verticals) = preamble(&self.stream.word()?);
            }
            "alignat" | "alignat*" | "alignedat" => {
                self.stream.optional()?;
                self.stream.word()?;
            }
            "aligned" | "gathered" | "split" => {
                self.stream.optional()?;
            }
            name if name.ends_with("matrix*") => {
                if let Some(tokens) = self.stream.optional()? {
                    (columns, _) = preamble(&super::lex::written(&tokens));
                }
            }
            _ => {}
        }
        let outer = counts.is_some().then(|| (self.number.clone(), self.label.clone()));
        let (mut rows, horizontals) = self.rows(Some(at), counts.is_some())?;
        if let Some((number, label)) = outer {
            (self.number, self.label) = (number, label);
        }
        let is_end = self.stream.word().is_ok_and(|end| end == name);
        if !is_end {
            return Err(Fault::new(Cause::Unbalanced, at));
        }
        if matches!(name.as_str(), "dcases" | "drcases" | "darray") {
            for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
                let body = std::mem::take(cell);
                cell.push(MathNode::Style { style: MathStyle::Display, body });
            }
        }
        Ok(MathNode::Table(Box::new(MathTable {
            kind,
            counts,
            open,
            close,
            columns,
            rows,
            verticals,
            horizontals,
        })))
    }

    /// Rows up to `\end`, which is consumed, or to the end of the source.
    pub(super) fn rows(
        &mut self,
        begun: Option<usize>,
        numbered: bool,
    ) -> Result<(Vec<MathRow>, Vec<usize>), Fault> {
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        let mut row = MathRow::default();
        loop {
            while self.rule()? {
                lines.push(rows.len());
            }
            let cell = self.list()?;
            row.cells.push(cell);
            match self.stream.peek()?.cloned() {
                Some(Token::Char('&')) => {
                    self.stream.next();
                    continue;
                }
                Some(Token::Command(name)) if is_row_end(&name) => {
                    self.stream.next();
                    row.space = self.row_space()?;
                }
                Some(Token::Command(name)) if name == "end" && begun.is_some() => {
                    self.stream.next();
                    self.finish(&mut row, numbered);
                    let is_empty = row.cells.iter().all(MathList::is_empty);
                    if !is_empty || rows.is_empty() {
                        rows.push(row);
                    }
                    return Ok((rows, lines));
                }
                None if begun.is_none() => {
                    self.finish(&mut row, numbered);
                    let is_empty = row.cells.iter().all(MathList::is_empty);
                    if !is_empty || rows.is_empty() {
                        rows.push(row);
                    }
                    return Ok((rows, lines));
                }
                _ => {
                    let at = begun.unwrap_or_else(|| self.stream.at());
                    return Err(Fault::new(Cause::Unbalanced, at));
                }
            }
            self.finish(&mut row, numbered);
            rows.push(std::mem::take(&mut row));
        }
    }

    /// Assigns a row its number and label.
    fn finish(&mut self, row: &mut MathRow, numbered: bool) {
        if numbered {
            row.number = std::mem::replace(&mut self.number, EquationNumber::Default);
            row.label = self.label.take();
        }
    }

    /// `\hline` and its like; whether there was one.
    fn rule(&mut self) -> Result<bool, Fault> {
        let is_rule = matches!(self.stream.peek()?, Some(Token::Command(name))
            if matches!(name.as_str(), "hline" | "hdashline" | "toprule" | "midrule" | "bottomrule"));
        if is_rule {
            self.stream.next();
        }
        Ok(is_rule)
    }

    /// `[2pt]` after the end of a row.
    fn row_space(&mut self) -> Result<f32, Fault> {
        if matches!(self.stream.peek_raw()?, Some(Token::Char('*'))) {
            self.stream.next();
        }
        if !matches!(self.stream.peek_raw()?, Some(Token::Char('['))) {
            return Ok(0.0);
        }
        let written = self.stream.optional()?.map(|tokens| super::lex::written(&tokens));
        Ok(written.and_then(|it| super::commands::length(&it)).unwrap_or(0.0))
    }
}

fn is_row_end(name: &str) -> bool {
    matches!(name, "\\" | "cr" | "newline")
}

/// `{l|cr}`: columns, and the lines between them.
fn preamble(written: &str) -> (Vec<Column>, Vec<bool>) {
    let mut columns = Vec::new();
    let mut lines = vec![false];
    for c in written.chars() {
        let column = match c {
            'l' => Column::Left,
            'c' => Column::Centre,
            'r' => Column::Right,
            '|' | ':' => {
                if let Some(last) = lines.last_mut() {
                    *last = true;
                }
                continue;
            }
            _ => continue,
        };
        columns.push(column);
        lines.push(false);
    }
    if columns.is_empty() {
        columns.push(Column::Centre);
    }
    (columns, lines)
}
