//! The tokenizer of TeX, with macros (The TeXbook, ch. 7 and 20): takes the source of a formula,
//! returns its tokens one by one, each with its place, macros expanded.
//!
//! A formula's own macros (`\newcommand`, `\def`) are local to it. Expansion is bounded, so that
//! none runs for ever.

use std::collections::BTreeMap;

use super::fault::{Cause, Fault};

/// The maximum number of tokens that macros may make in one formula.
const MOST_EXPANDED: usize = 20_000;
/// The maximum length of a formula, in characters.
const LONGEST: usize = 50_000;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `\name`, without the backslash.
    Command(String),
    /// Any other character.
    Char(char),
    /// White space.
    Space,
    /// `#1` in the body of a macro.
    Parameter(usize),
}

/// A token and its byte offset.
#[derive(Clone, Debug)]
pub(super) struct PlacedToken {
    pub(super) token: Token,
    pub(super) at: usize,
}

/// The definition of a macro.
#[derive(Clone, Debug)]
struct Macro {
    arguments: usize,
    /// The default of the first argument.
    default: Option<Vec<PlacedToken>>,
    body: Vec<PlacedToken>,
}

/// Built-in macros: name, arguments, body.
const MACROS: [(&str, usize, &str); 106] = [
    ("sideset", 3, r"\mathop{{}\vphantom{#3}#1#3\nolimits#2}"),
    ("Dagger", 0, r"\ddagger"),
    ("sect", 0, r"\S"),
    ("i", 0, r"\imath"),
    ("j", 0, r"\jmath"),
    ("varsubsetneqq", 0, r"\subsetneqq"),
    ("varsupsetneqq", 0, r"\supsetneqq"),
    ("implies", 0, r"\;\Longrightarrow\;"),
    ("impliedby", 0, r"\;\Longleftarrow\;"),
    ("iff", 0, r"\;\Longleftrightarrow\;"),
    ("bmod", 0, r"\mathbin{\mathrm{mod}}"),
    ("pmod", 1, r"\mkern18mu(\mathrm{mod}\,\,#1)"),
    ("mod", 1, r"\mkern18mu\mathrm{mod}\,\,#1"),
    ("pod", 1, r"\mkern18mu(#1)"),
    ("limsup", 0, r"\operatorname*{lim\,sup}"),
    ("liminf", 0, r"\operatorname*{lim\,inf}"),
    ("argmax", 0, r"\operatorname*{arg\,max}"),
    ("argmin", 0, r"\operatorname*{arg\,min}"),
    ("injlim", 0, r"\operatorname*{inj\,lim}"),
    ("projlim", 0, r"\operatorname*{proj\,lim}"),
    ("plim", 0, r"\operatorname*{plim}"),
    ("varlimsup", 0, r"\mathop{\overline{\mathrm{lim}}}"),
    ("varliminf", 0, r"\mathop{\underline{\mathrm{lim}}}"),
    ("varinjlim", 0, r"\mathop{\underrightarrow{\mathrm{lim}}}"),
    ("varprojlim", 0, r"\mathop{\underleftarrow{\mathrm{lim}}}"),
    ("stackrel", 2, r"\mathrel{\overset{#1}{#2}}"),
    ("stackbin", 2, r"\mathbin{\overset{#1}{#2}}"),
    ("colon", 0, r"\mathpunct{:}\mkern2mu"),
    ("bra", 1, r"\langle#1|"),
    ("ket", 1, r"|#1\rangle"),
    ("braket", 1, r"\langle#1\rangle"),
    ("Bra", 1, r"\left\langle#1\right|"),
    ("Ket", 1, r"\left|#1\right\rangle"),
    ("Braket", 1, r"\left\langle#1\right\rangle"),
    ("set", 1, r"\{\,#1\,\}"),
    ("Set", 1, r"\left\{\,#1\,\right\}"),
    ("abs", 1, r"\left|#1\right|"),
    ("norm", 1, r"\left\|#1\right\|"),
    ("celsius", 0, r"{}^\circ\mathrm{C}"),
    ("dd", 0, r"\mathrm{d}"),
    ("hdots", 0, r"\ldots"),
    ("iddots", 0, r"\adots"),
    ("dbinom", 2, r"\genfrac(){0pt}{0}{#1}{#2}"),
    ("tbinom", 2, r"\genfrac(){0pt}{1}{#1}{#2}"),
    ("binom", 2, r"\genfrac(){0pt}{}{#1}{#2}"),
    ("dfrac", 2, r"\genfrac{}{}{}{0}{#1}{#2}"),
    ("tfrac", 2, r"\genfrac{}{}{}{1}{#1}{#2}"),
    ("pmb", 1, r"\boldsymbol{#1}"),
    ("TeX", 0, r"\mathrm{TeX}"),
    ("LaTeX", 0, r"\mathrm{LaTeX}"),
    ("KaTeX", 0, r"\mathrm{KaTeX}"),
    ("simcolon", 0, r"\mathrel{\sim:}"),
    ("approxcolon", 0, r"\mathrel{\approx:}"),
    ("colonapprox", 0, r"\mathrel{:\approx}"),
    ("colonsim", 0, r"\mathrel{:\sim}"),
    ("eqcolon", 0, r"\mathrel{-:}"),
    ("minuscolon", 0, r"\mathrel{-:}"),
    ("equalscolon", 0, r"\mathrel{=:}"),
    ("coloncolon", 0, r"\dblcolon"),
    ("coloncolonequals", 0, r"\Coloneqq"),
    ("ordinarycolon", 0, r"\mathord{:}"),
    ("tripledash", 0, "{‐‐‐}"),
    ("argp", 0, r"\mathrm{arg}"),
    ("plus", 0, r"+"),
    ("vcentdot", 0, r"\cdot"),
    ("Colonapprox", 0, r"\dblcolon\approx"),
    ("coloncolonapprox", 0, r"\dblcolon\approx"),
    ("Colonsim", 0, r"\dblcolon\sim"),
    ("coloncolonsim", 0, r"\dblcolon\sim"),
    ("Coloneq", 0, r"\dblcolon-"),
    ("coloncolonminus", 0, r"\dblcolon-"),
    ("colonminus", 0, r"\mathrel{:-}"),
    ("Eqcolon", 0, r"-\dblcolon"),
    ("minuscoloncolon", 0, r"-\dblcolon"),
    ("Eqqcolon", 0, r"=\dblcolon"),
    ("equalscoloncolon", 0, r"=\dblcolon"),
    ("simcoloncolon", 0, r"\sim\dblcolon"),
    ("approxcoloncolon", 0, r"\approx\dblcolon"),
    ("Harr", 0, r"\Leftrightarrow"),
    ("Larr", 0, r"\Leftarrow"),
    ("Rarr", 0, r"\Rightarrow"),
    ("Uarr", 0, r"\Uparrow"),
    ("Darr", 0, r"\Downarrow"),
    ("dArr", 0, r"\Downarrow"),
    ("Lrarr", 0, r"\Leftrightarrow"),
    ("above", 0, r"\over"),
    ("operatornamewithlimits", 0, r"\operatorname*"),
    ("nsubseteqq", 0, r"\nsubseteq"),
    ("nsupseteqq", 0, r"\nsupseteq"),
    ("textdollar", 0, r"\$"),
    ("textunderscore", 0, r"\_"),
    ("textasciitilde", 0, r"\sim"),
    ("textbar", 0, r"|"),
    ("textbardbl", 0, r"\|"),
    ("textless", 0, r"<"),
    ("textgreater", 0, r">"),
    ("textquotedblleft", 0, r"“"),
    ("textquotedblright", 0, r"”"),
    ("textquoteleft", 0, r"‘"),
    ("textquoteright", 0, r"’"),
    ("textendash", 0, r"–"),
    ("textemdash", 0, r"—"),
    ("textsterling", 0, r"\pounds"),
    ("textdagger", 0, r"\dagger"),
    ("textdaggerdbl", 0, r"\ddagger"),
    ("textregistered", 0, r"\circledR"),
];

/// Whether there is a built-in macro of this name.
#[cfg(feature = "cli")]
pub(super) fn is_macro(name: &str) -> bool {
    MACROS.iter().any(|(known, ..)| *known == name)
}

/// The names of the built-in macros.
#[cfg(feature = "cli")]
pub(super) fn macros() -> impl Iterator<Item = &'static str> {
    MACROS.iter().map(|(name, ..)| *name)
}

/// The tokens of a source.
pub(super) fn tokens(source: &str) -> Vec<PlacedToken> {
    let mut out = Vec::new();
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let token = match c {
            '\\' => match chars.next() {
                Some((_, first)) if first.is_ascii_alphabetic() => {
                    let mut name = String::from(first);
                    while let Some((_, c)) = chars.next_if(|(_, c)| c.is_ascii_alphabetic()) {
                        name.push(c);
                    }
                    while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                    Token::Command(name)
                }
                Some((_, sign)) if sign.is_whitespace() => Token::Command(" ".to_owned()),
                Some((_, sign)) => Token::Command(sign.to_string()),
                None => Token::Char('\\'),
            },
            '%' => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                continue;
            }
            '#' => match chars.next_if(|(_, c)| c.is_ascii_digit()) {
                Some((_, digit)) => {
                    Token::Parameter(digit.to_digit(10).map_or(0, |digit| digit as usize))
                }
                None => Token::Char('#'),
            },
            c if c.is_whitespace() => {
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                Token::Space
            }
            c => Token::Char(c),
        };
        out.push(PlacedToken { token, at });
    }
    out
}

/// The tokens still to be read, with macros expanded on the way.
#[derive(Debug)]
pub(super) struct Stream {
    /// Last first.
    rest: Vec<PlacedToken>,
    own: BTreeMap<String, Macro>,
    expanded: usize,
    /// The place of the last token.
    at: usize,
}

impl Stream {
    /// The tokens of a formula.
    pub(super) fn new(source: &str) -> Result<Self, Fault> {
        if source.chars().count() > LONGEST {
            return Err(Fault::new(Cause::TooLong, 0));
        }
        let mut rest = tokens(source);
        rest.reverse();
        Ok(Self { rest, own: BTreeMap::new(), expanded: 0, at: 0 })
    }

    /// The place of one.
    pub(super) fn at(&self) -> usize {
        self.rest.last().map_or(self.at, |placed| placed.at)
    }

    /// A fault here.
    pub(super) fn fault(&self, cause: Cause) -> Fault {
        Fault::new(cause, self.at())
    }

    /// The next token, macros expanded, white space skipped.
    pub(super) fn peek(&mut self) -> Result<Option<&Token>, Fault> {
        while self.rest.last().is_some_and(|next| next.token == Token::Space) {
            self.rest.pop();
        }
        self.peek_raw()
    }

    /// The next token, macros expanded.
    pub(super) fn peek_raw(&mut self) -> Result<Option<&Token>, Fault> {
        while let Some(PlacedToken { token: Token::Command(name), .. }) = self.rest.last() {
            let Some(found) = self.find(name) else { break };
            self.expand(&found)?;
            while self.rest.last().is_some_and(|next| next.token == Token::Space) {
                self.rest.pop();
            }
        }
        Ok(self.rest.last().map(|placed| &placed.token))
    }

    /// Consumes the token that was peeked.
    pub(super) fn next(&mut self) -> Option<Token> {
        let placed = self.rest.pop()?;
        self.at = placed.at;
        Some(placed.token)
    }

    fn find(&self, name: &str) -> Option<Macro> {
        if let Some(own) = self.own.get(name) {
            return Some(own.clone());
        }
        let (_, arguments, body) = MACROS.iter().find(|(known, ..)| *known == name)?;
        Some(Macro { arguments: *arguments, default: None, body: tokens(body) })
    }

    fn expand(&mut self, found: &Macro) -> Result<(), Fault> {
        let at = self.at();
        self.rest.pop();
        let mut arguments = Vec::new();
        if let Some(default) = &found.default {
            arguments.push(self.optional()?.unwrap_or_else(|| default.clone()));
        }
        while arguments.len() < found.arguments {
            arguments.push(self.argument()?);
        }
        for placed in found.body.iter().rev() {
            match placed.token {
                Token::Parameter(number) => {
                    let argument = number.checked_sub(1).and_then(|at| arguments.get(at));
                    let argument = argument.map_or(&[][..], Vec::as_slice);
                    self.expanded += argument.len();
                    self.rest.extend(argument.iter().rev().cloned());
                }
                _ => self.rest.push(PlacedToken { at, ..placed.clone() }),
            }
        }
        self.expanded += 1 + found.body.len();
        if self.expanded > MOST_EXPANDED {
            return Err(Fault::new(Cause::EndlessMacro, at));
        }
        Ok(())
    }

    fn skip_space(&mut self) {
        while self.rest.last().is_some_and(|next| next.token == Token::Space) {
            self.rest.pop();
        }
    }

    /// The tokens of an argument: those of a group, or a single one.
    pub(super) fn argument(&mut self) -> Result<Vec<PlacedToken>, Fault> {
        self.skip_space();
        let first =
            self.rest.pop().ok_or_else(|| Fault::new(Cause::MissingArgument, self.at))?;
        self.at = first.at;
        match first.token {
            Token::Char('{') => self.until('}'),
            Token::Char('}') => Err(Fault::new(Cause::MissingArgument, first.at)),
            _ => Ok(vec![first]),
        }
    }

    /// The tokens in brackets, if there are brackets.
    pub(super) fn optional(&mut self) -> Result<Option<Vec<PlacedToken>>, Fault> {
        self.skip_space();
        if self.rest.last().is_some_and(|next| next.token == Token::Char('[')) {
            self.rest.pop();
            return self.until(']').map(Some);
        }
        Ok(None)
    }

    /// The tokens up to a closing sign; groups are skipped whole.
    fn until(&mut self, close: char) -> Result<Vec<PlacedToken>, Fault> {
        let start = self.at();
        let mut out = Vec::new();
        let mut depth = 0_usize;
        while let Some(placed) = self.rest.pop() {
            match placed.token {
                Token::Char(c) if c == close && depth == 0 => return Ok(out),
                Token::Char('{') => depth += 1,
                Token::Char('}') => {
                    depth = depth
                        .checked_sub(1)
                        .ok_or_else(|| Fault::new(Cause::Unbalanced, placed.at))?;
                }
                _ => {}
            }
            out.push(placed);
        }
        Err(Fault::new(Cause::Unbalanced, start))
    }

    /// An argument as plain text.
    pub(super) fn word(&mut self) -> Result<String, Fault> {
        Ok(written(&self.argument()?))
    }

    /// Prepends tokens to the remaining ones.
    pub(super) fn push(&mut self, tokens: Vec<PlacedToken>) {
        self.expanded += tokens.len();
        self.rest.extend(tokens.into_iter().rev());
    }

    /// Whether macros have made too many tokens.
    pub(super) fn check(&self) -> Result<(), Fault> {
        if self.expanded > MOST_EXPANDED {
            return Err(self.fault(Cause::EndlessMacro));
        }
        Ok(())
    }

    /// `\newcommand{\name}[2][default]{body}`.
    pub(super) fn define(&mut self) -> Result<(), Fault> {
        if self.rest.last().is_some_and(|next| next.token == Token::Char('*')) {
            self.rest.pop();
        }
        let name = self.command_name()?;
        let arguments = self.optional()?.map(|tokens| written(&tokens));
        let arguments = arguments.and_then(|it| it.trim().parse().ok()).unwrap_or(0).min(9);
        let default = self.optional()?;
        let body = self.argument()?;
        self.own.insert(name, Macro { arguments, default, body });
        Ok(())
    }

    /// `\def\name#1#2{body}`.
    pub(super) fn define_plain(&mut self) -> Result<(), Fault> {
        let name = self.command_name()?;
        let mut arguments = 0;
        self.skip_space();
        while let Some(PlacedToken { token: Token::Parameter(number), .. }) = self.rest.last() {
            arguments = *number;
            self.rest.pop();
        }
        let body = self.argument()?;
        self.own.insert(name, Macro { arguments, default: None, body });
        Ok(())
    }

    /// `\DeclareMathOperator*{\name}{text}`.
    pub(super) fn define_operator(&mut self) -> Result<(), Fault> {
        let star = self.rest.last().is_some_and(|next| next.token == Token::Char('*'));
        if star {
            self.rest.pop();
        }
        let name = self.command_name()?;
        let text = self.argument()?;
        let mut body = tokens(if star { "\\operatorname*{" } else { "\\operatorname{" });
        body.extend(text);
        body.extend(tokens("}"));
        self.own.insert(name, Macro { arguments: 0, default: None, body });
        Ok(())
    }

    fn command_name(&mut self) -> Result<String, Fault> {
        let at = self.at();
        match self.argument()?.into_iter().find(|it| it.token != Token::Space) {
            Some(PlacedToken { token: Token::Command(name), .. }) => Ok(name),
            _ => Err(Fault::new(Cause::MissingArgument, at)),
        }
    }
}

/// Tokens in their source form.
pub(super) fn written(tokens: &[PlacedToken]) -> String {
    let mut out = String::new();
    for (index, placed) in tokens.iter().enumerate() {
        match &placed.token {
            Token::Command(name) => {
                out.push('\\');
                out.push_str(name);
                let next = tokens.get(index + 1).map(|next| &next.token);
                let letter = matches!(next, Some(Token::Char(c)) if c.is_ascii_alphabetic());
                if letter && name.ends_with(|c: char| c.is_ascii_alphabetic()) {
                    out.push(' ');
                }
            }
            Token::Char(c) => out.push(*c),
            Token::Space => out.push(' '),
            Token::Parameter(number) => out.push_str(&format!("#{number}")),
        }
    }
    out
}
