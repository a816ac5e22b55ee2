//! The parser of TeX: lists, scripts, groups, arguments. Commands are defined in `commands`,
//! environments in `tables`.

use super::fault::{Cause, Fault};
use super::lex::{PlacedToken, Stream, Token, tokens};
use super::symbols::{class_of, function, symbol};
use super::tree::{
    Alphabet, EquationNumber, Formula, Fraction, Function, MathClass, MathList, MathNode,
    MathRow, MathStyle, MathTable, Scripts, Symbol, TableKind,
};
use crate::text::script::{is_cjk, is_han};

/// The maximum nesting of groups.
const DEEPEST: usize = 60;

/// Parses the source of a formula.
///
/// # Errors
///
/// Why it can't be set, with the byte offset.
pub(crate) fn parse(source: &str) -> Result<Formula, Fault> {
    let mut parser = Parser {
        stream: Stream::new(source)?,
        alphabet: Alphabet::Default,
        depth: 0,
        number: EquationNumber::Default,
        label: None,
    };
    let (rows, _) = parser.rows(None, true)?;
    if parser.stream.peek()?.is_some() {
        return Err(parser.stream.fault(Cause::Unbalanced));
    }
    Ok(formula(rows))
}

/// The formula for rows: those of an environment on its own.
fn formula(mut rows: Vec<MathRow>) -> Formula {
    let [row] = rows.as_mut_slice() else {
        let aligned = rows.iter().any(|row| row.cells.len() > 1);
        let kind = if aligned { TableKind::Aligned } else { TableKind::Gathered };
        return Formula { rows, kind: Some(kind), counts: false };
    };
    let [cell] = row.cells.as_mut_slice() else {
        return Formula { rows, kind: Some(TableKind::Aligned), counts: false };
    };
    let is_display = |table: &MathTable| table.counts.is_some();
    match cell.as_mut_slice() {
        [MathNode::Table(table)] if is_display(table) => {
            let mut inner = std::mem::take(&mut table.rows);
            let alone = table.kind == TableKind::Gathered && inner.len() == 1;
            let kind = Some(table.kind).filter(|_| !alone);
            let counts = table.counts == Some(true);
            if let Some(last) = inner.last_mut() {
                if row.number != EquationNumber::Default {
                    last.number = std::mem::take(&mut row.number);
                }
                last.label = last.label.take().or(row.label.take());
            }
            Formula { rows: inner, kind, counts }
        }
        _ => Formula { rows, kind: None, counts: false },
    }
}

/// Parses a formula.
pub(super) struct Parser {
    pub(super) stream: Stream,
    /// The form of letters.
    pub(super) alphabet: Alphabet,
    depth: usize,
    /// The number of the current equation.
    pub(super) number: EquationNumber,
    pub(super) label: Option<String>,
}

impl Parser {
    /// The nodes up to the end of a list.
    pub(super) fn list(&mut self) -> Result<MathList, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.stream.fault(Cause::TooDeep));
        }
        let alphabet = self.alphabet;
        let mut out = MathList::new();
        while let Some(token) = self.stream.peek()? {
            if ends(token) {
                break;
            }
            if let Token::Command(name) = token
                && let Some(infix) = infix(name)
            {
                self.stream.next();
                let over = std::mem::take(&mut out);
                let under = self.list()?;
                let (bar, open, close) = infix;
                out = vec![MathNode::Fraction(Box::new(Fraction {
                    over,
                    under,
                    bar,
                    style: None,
                    open,
                    close,
                }))];
                break;
            }
            let before = out.len();
            self.item(&mut out)?;
            // Empty groups hold scripts: {}^2.
            if out.len() == before {
                continue;
            }
            self.scripts(&mut out)?;
        }
        self.alphabet = alphabet;
        self.depth -= 1;
        Ok(out)
    }

    /// One node, without its scripts; `None` for one that only changes state.
    fn item(&mut self, out: &mut MathList) -> Result<(), Fault> {
        let at = self.stream.at();
        let Some(token) = self.stream.next() else { return Ok(()) };
        match token {
            Token::Char('{') => {
                let body = self.list()?;
                self.close('}', at)?;
                out.push(match <[MathNode; 1]>::try_from(body) {
                    Ok([one]) if is_atom(&one) => one,
                    Ok([one]) => MathNode::Group(vec![one]),
                    Err(body) => MathNode::Group(body),
                });
            }
            Token::Char('^' | '_') => {
                self.stream.push(vec![PlacedToken { token, at }]);
                out.push(MathNode::Group(MathList::new()));
            }
            Token::Char('\'') => {
                self.stream.push(vec![PlacedToken { token, at }]);
                out.push(MathNode::Group(MathList::new()));
            }
            Token::Char('~') => out.push(MathNode::Space(0.333)),
            Token::Char(c) if is_cjk(c) => out.push(self.words(c)?),
            Token::Char(c) => out.push(self.sign(c)),
            Token::Command(name) => self.command(&name, at, out)?,
            Token::Space | Token::Parameter(_) => {}
        }
        Ok(())
    }

    /// Chinese outside `\text`: it is set as text as well.
    fn words(&mut self, first: char) -> Result<MathNode, Fault> {
        let mut text = String::from(first);
        while let Some(Token::Char(c)) = self.stream.peek()?
            && is_han(*c)
            && is_han(first)
        {
            text.push(*c);
            self.stream.next();
        }
        Ok(MathNode::Text { text, face: super::tree::TextFace::Roman })
    }

    /// A literal character.
    pub(super) fn sign(&self, c: char) -> MathNode {
        let c = match c {
            '-' => '−',
            '*' => '∗',
            c => c,
        };
        let class = match c {
            '−' => MathClass::Binary,
            '∗' => MathClass::Binary,
            c => class_of(c),
        };
        MathNode::Symbol(Symbol { c, class, alphabet: self.alphabet })
    }

    /// The end of an open group.
    pub(super) fn close(&mut self, sign: char, at: usize) -> Result<(), Fault> {
        match self.stream.peek()? {
            Some(Token::Char(c)) if *c == sign => {
                self.stream.next();
                Ok(())
            }
            _ => Err(Fault::new(Cause::Unbalanced, at)),
        }
    }

    /// Scripts of the last node, primes and limits.
    fn scripts(&mut self, out: &mut MathList) -> Result<(), Fault> {
        let (mut sub, mut sup, mut limits) = (None, MathList::new(), None);
        let mut raised = false;
        loop {
            match self.stream.peek()? {
                Some(Token::Char('\'' | '′')) => {
                    self.stream.next();
                    sup.push(MathNode::symbol('′', MathClass::Ordinary));
                }
                Some(Token::Char('^')) => {
                    self.stream.next();
                    if raised {
                        return Err(self.stream.fault(Cause::DoubleScript));
                    }
                    raised = true;
                    sup.extend(self.argument()?);
                }
                Some(Token::Char('_')) => {
                    self.stream.next();
                    if sub.is_some() {
                        return Err(self.stream.fault(Cause::DoubleScript));
                    }
                    sub = Some(self.argument()?);
                }
                Some(Token::Command(name)) if name == "limits" || name == "displaylimits" => {
                    limits = Some(name == "limits").filter(|it| *it);
                    self.stream.next();
                }
                Some(Token::Command(name)) if name == "nolimits" => {
                    limits = Some(false);
                    self.stream.next();
                }
                _ => break,
            }
        }
        if sub.is_none() && sup.is_empty() && limits.is_none() {
            return Ok(());
        }
        let base = out.pop().filter(|it| *it != MathNode::Group(MathList::new()));
        let sub = sub.unwrap_or_default();
        out.push(MathNode::Scripts(Box::new(Scripts { base, sub, sup, limits })));
        Ok(())
    }

    /// An argument: a group, or one node without scripts.
    pub(super) fn argument(&mut self) -> Result<MathList, Fault> {
        match self.stream.peek()? {
            Some(Token::Char('{')) => {
                let at = self.stream.at();
                self.stream.next();
                let body = self.list()?;
                self.close('}', at)?;
                Ok(body)
            }
            None => Err(self.stream.fault(Cause::MissingArgument)),
            Some(token) if ends(token) => Err(self.stream.fault(Cause::MissingArgument)),
            Some(_) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(self.stream.fault(Cause::TooDeep));
                }
                let mut out = MathList::new();
                self.item(&mut out)?;
                self.depth -= 1;
                Ok(out)
            }
        }
    }

    /// An argument in brackets, if there is one.
    pub(super) fn optional(&mut self) -> Result<Option<MathList>, Fault> {
        match self.stream.optional()? {
            Some(tokens) => self.nested(tokens).map(Some),
            None => Ok(None),
        }
    }

    /// The nodes of tokens that were consumed already.
    pub(super) fn nested(&mut self, inner: Vec<PlacedToken>) -> Result<MathList, Fault> {
        let at = self.stream.at();
        let mut group = vec![PlacedToken { token: Token::Char('{'), at }];
        group.extend(inner);
        group.push(PlacedToken { token: Token::Char('}'), at });
        self.stream.push(group);
        self.stream.check()?;
        self.argument()
    }

    /// The nodes of a source in TeX.
    pub(super) fn source(&mut self, source: &str) -> Result<MathList, Fault> {
        self.nested(tokens(source))
    }

    /// A name that is not a command: a sign or an operator.
    pub(super) fn named(&mut self, name: &str, at: usize) -> Result<MathNode, Fault> {
        if let Some((c, class)) = symbol(name) {
            return Ok(MathNode::Symbol(Symbol { c, class, alphabet: self.alphabet }));
        }
        match function(name) {
            Some(limits) => Ok(MathNode::Function(Function { name: name.to_owned(), limits })),
            None => Err(Fault::new(Cause::UnknownCommand(name.to_owned()), at)),
        }
    }

    /// The rest of a list in another size.
    pub(super) fn styled(&mut self, style: MathStyle) -> Result<MathNode, Fault> {
        Ok(MathNode::Style { style, body: self.list()? })
    }
}

/// Whether a group of only this is the same as this.
fn is_atom(node: &MathNode) -> bool {
    match node {
        MathNode::Symbol(it) => matches!(it.class, MathClass::Ordinary),
        MathNode::Scripts(_) | MathNode::Style { .. } => false,
        _ => node.class() == MathClass::Ordinary,
    }
}

/// Whether a token ends a list.
fn ends(token: &Token) -> bool {
    match token {
        Token::Char(c) => matches!(c, '}' | '&'),
        Token::Command(name) => {
            matches!(name.as_str(), "right" | "middle" | "end" | "\\" | "cr" | "newline")
        }
        Token::Space | Token::Parameter(_) => false,
    }
}

/// The separator of numerator and denominator: whether there is a bar, and delimiters.
fn infix(name: &str) -> Option<(bool, Option<char>, Option<char>)> {
    Some(match name {
        "over" => (true, None, None),
        "atop" => (false, None, None),
        "choose" => (false, Some('('), Some(')')),
        "brace" => (false, Some('{'), Some('}')),
        "brack" => (false, Some('['), Some(']')),
        _ => return None,
    })
}
