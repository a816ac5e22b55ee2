//! Commands with arguments: fractions, roots, accents, alphabets, delimiters, text, spaces,
//! colours. Tables define each name; the supported set follows KaTeX's list of supported functions.

use super::chemistry;
use super::colours;
use super::fault::{Cause, Fault};
use super::lex::{PlacedToken, Token, written};
use super::parse::Parser;
use super::symbols::symbol;
use super::tree::{
    Alphabet, EquationNumber, Fenced, Fraction, Function, MathClass, MathList, MathNode,
    MathStyle, Phantom, Side, Strike, TableKind, TextFace,
};

/// Accents: name, mark, whether it is as wide as its body, side.
const ACCENTS: [(&str, char, bool, Side); 31] = [
    ("hat", '\u{302}', false, Side::Over),
    ("widehat", '\u{302}', true, Side::Over),
    ("tilde", '\u{303}', false, Side::Over),
    ("widetilde", '\u{303}', true, Side::Over),
    ("bar", '\u{304}', false, Side::Over),
    ("vec", '\u{20D7}', false, Side::Over),
    ("dot", '\u{307}', false, Side::Over),
    ("ddot", '\u{308}', false, Side::Over),
    ("dddot", '\u{20DB}', false, Side::Over),
    ("ddddot", '\u{20DC}', false, Side::Over),
    ("acute", '\u{301}', false, Side::Over),
    ("grave", '\u{300}', false, Side::Over),
    ("breve", '\u{306}', false, Side::Over),
    ("check", '\u{30C}', false, Side::Over),
    ("widecheck", '\u{30C}', true, Side::Over),
    ("mathring", '\u{30A}', false, Side::Over),
    ("overrightarrow", '\u{20D7}', true, Side::Over),
    ("Overrightarrow", '\u{20D7}', true, Side::Over),
    ("overleftarrow", '\u{20D6}', true, Side::Over),
    ("overleftrightarrow", '\u{20E1}', true, Side::Over),
    ("overleftharpoon", '\u{20D0}', true, Side::Over),
    ("overrightharpoon", '\u{20D1}', true, Side::Over),
    ("utilde", '\u{330}', true, Side::Under),
    ("underrightarrow", '\u{20EF}', true, Side::Under),
    ("underleftarrow", '\u{20EE}', true, Side::Under),
    ("underleftrightarrow", '\u{34D}', true, Side::Under),
    ("overparen", '⏜', true, Side::Over),
    ("overarc", '⏜', true, Side::Over),
    ("wideparen", '⏜', true, Side::Over),
    ("underparen", '⏝', true, Side::Under),
    ("underarc", '⏝', true, Side::Under),
];

/// Braces over and under: scripts are beyond them.
const BRACES: [(&str, char, Side); 6] = [
    ("overbrace", '⏞', Side::Over),
    ("underbrace", '⏟', Side::Under),
    ("overbracket", '⎴', Side::Over),
    ("underbracket", '⎵', Side::Under),
    ("overgroup", '⏠', Side::Over),
    ("undergroup", '⏡', Side::Under),
];

/// Alphabets of an argument.
const ALPHABETS: [(&str, Alphabet); 23] = [
    ("mathrm", Alphabet::Upright),
    ("mathup", Alphabet::Upright),
    ("mathbf", Alphabet::Bold),
    ("bold", Alphabet::Bold),
    ("mathit", Alphabet::Italic),
    ("mathnormal", Alphabet::Default),
    ("mit", Alphabet::Italic),
    ("mathbb", Alphabet::DoubleStruck),
    ("Bbb", Alphabet::DoubleStruck),
    ("mathds", Alphabet::DoubleStruck),
    ("mathbbm", Alphabet::DoubleStruck),
    ("mathcal", Alphabet::Script),
    ("mathscr", Alphabet::Script),
    ("mathfrak", Alphabet::Fraktur),
    ("frak", Alphabet::Fraktur),
    ("mathsf", Alphabet::Sans),
    ("mathsfit", Alphabet::SansItalic),
    ("mathtt", Alphabet::Mono),
    ("boldsymbol", Alphabet::BoldItalic),
    ("bm", Alphabet::BoldItalic),
    ("symbf", Alphabet::Bold),
    ("symbb", Alphabet::DoubleStruck),
    ("symcal", Alphabet::Script),
];

/// Alphabets of the rest of a group.
const SWITCHES: [(&str, Alphabet); 6] = [
    ("rm", Alphabet::Upright),
    ("bf", Alphabet::Bold),
    ("it", Alphabet::Italic),
    ("sf", Alphabet::Sans),
    ("tt", Alphabet::Mono),
    ("cal", Alphabet::Script),
];

const TEXTS: [(&str, TextFace); 15] = [
    ("text", TextFace::Roman),
    ("textrm", TextFace::Roman),
    ("textnormal", TextFace::Roman),
    ("textup", TextFace::Roman),
    ("textmd", TextFace::Roman),
    ("mbox", TextFace::Roman),
    ("hbox", TextFace::Roman),
    ("intertext", TextFace::Roman),
    ("shortintertext", TextFace::Roman),
    ("textbf", TextFace::Bold),
    ("textit", TextFace::Italic),
    ("emph", TextFace::Italic),
    ("textsf", TextFace::Sans),
    ("texttt", TextFace::Mono),
    ("verb", TextFace::Mono),
];

/// White space, in eighteenths of an em.
const SPACES: [(&str, f32); 34] = [
    (",", 3.0),
    ("thinspace", 3.0),
    (":", 4.0),
    (">", 4.0),
    ("medspace", 4.0),
    (";", 5.0),
    ("thickspace", 5.0),
    ("!", -3.0),
    ("negthinspace", -3.0),
    ("negmedspace", -4.0),
    ("negthickspace", -5.0),
    (" ", 6.0),
    ("space", 6.0),
    ("nobreakspace", 6.0),
    ("enspace", 9.0),
    ("enskip", 9.0),
    ("quad", 18.0),
    ("qquad", 36.0),
    ("allowbreak", 0.0),
    ("nobreak", 0.0),
    ("relax", 0.0),
    ("/", 0.0),
    ("begingroup", 0.0),
    ("endgroup", 0.0),
    ("tiny", 0.0),
    ("scriptsize", 0.0),
    ("small", 0.0),
    ("normalsize", 0.0),
    ("large", 0.0),
    ("Large", 0.0),
    ("LARGE", 0.0),
    ("huge", 0.0),
    ("Huge", 0.0),
    ("footnotesize", 0.0),
];

const STYLES: [(&str, MathStyle); 4] = [
    ("displaystyle", MathStyle::Display),
    ("textstyle", MathStyle::Text),
    ("scriptstyle", MathStyle::Script),
    ("scriptscriptstyle", MathStyle::ScriptScript),
];

const CLASSES: [(&str, MathClass); 8] = [
    ("mathord", MathClass::Ordinary),
    ("mathop", MathClass::Operator),
    ("mathbin", MathClass::Binary),
    ("mathrel", MathClass::Relation),
    ("mathopen", MathClass::Opening),
    ("mathclose", MathClass::Closing),
    ("mathpunct", MathClass::Punctuation),
    ("mathinner", MathClass::Inner),
];

/// Arrows as long as their labels.
const ARROWS: [(&str, char); 20] = [
    ("xleftarrow", '←'),
    ("xrightarrow", '→'),
    ("xleftrightarrow", '↔'),
    ("xLeftarrow", '⇐'),
    ("xRightarrow", '⇒'),
    ("xLeftrightarrow", '⇔'),
    ("xhookleftarrow", '↩'),
    ("xhookrightarrow", '↪'),
    ("xmapsto", '↦'),
    ("xleftharpoonup", '↼'),
    ("xleftharpoondown", '↽'),
    ("xrightharpoonup", '⇀'),
    ("xrightharpoondown", '⇁'),
    ("xrightleftharpoons", '⇌'),
    ("xleftrightharpoons", '⇋'),
    ("xtwoheadrightarrow", '↠'),
    ("xtwoheadleftarrow", '↞'),
    ("xrightleftarrows", '⇄'),
    ("xlongequal", '='),
    ("xtofrom", '⇄'),
];

/// Delimiters by size and class.
const SIZES: [(&str, u8); 4] = [("big", 1), ("Big", 2), ("bigg", 3), ("Bigg", 4)];

/// Phantoms: name, whether it is drawn, and whether it has its width, height and depth.
const PHANTOMS: [(&str, bool, bool, bool, bool); 10] = [
    ("phantom", false, true, true, true),
    ("hphantom", false, true, false, false),
    ("vphantom", false, false, true, true),
    ("llap", true, false, true, true),
    ("rlap", true, false, true, true),
    ("clap", true, false, true, true),
    ("mathllap", true, false, true, true),
    ("mathrlap", true, false, true, true),
    ("mathclap", true, false, true, true),
    ("hsmash", true, false, true, true),
];

const STRIKES: [(&str, Strike); 4] = [
    ("cancel", Strike::Up),
    ("bcancel", Strike::Down),
    ("xcancel", Strike::Cross),
    ("sout", Strike::Through),
];

/// Commands without a table row.
const OTHERS: [&str; 56] = [
    "frac",
    "cfrac",
    "genfrac",
    "sqrt",
    "overline",
    "underline",
    "underbar",
    "left",
    "right",
    "middle",
    "begin",
    "end",
    "operatorname",
    "overset",
    "underset",
    "underoverset",
    "boxed",
    "fbox",
    "color",
    "textcolor",
    "colorbox",
    "fcolorbox",
    "not",
    "tag",
    "label",
    "notag",
    "nonumber",
    "substack",
    "smash",
    "mathstrut",
    "strut",
    "hspace",
    "kern",
    "mkern",
    "mskip",
    "hskip",
    "mspace",
    "ce",
    "limits",
    "nolimits",
    "over",
    "atop",
    "choose",
    "brace",
    "brack",
    "newcommand",
    "renewcommand",
    "providecommand",
    "def",
    "gdef",
    "mathchoice",
    "hline",
    "hdashline",
    "cr",
    "newline",
    "vcenter",
];

fn of<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// Whether a command is known.
pub(super) fn is_known(name: &str) -> bool {
    ACCENTS.iter().any(|(known, ..)| *known == name)
        || BRACES.iter().any(|(known, ..)| *known == name)
        || PHANTOMS.iter().any(|(known, ..)| *known == name)
        || of(&ALPHABETS, name).is_some()
        || of(&SWITCHES, name).is_some()
        || of(&TEXTS, name).is_some()
        || of(&SPACES, name).is_some()
        || of(&STYLES, name).is_some()
        || of(&CLASSES, name).is_some()
        || of(&ARROWS, name).is_some()
        || of(&STRIKES, name).is_some()
        || big(name).is_some()
        || OTHERS.contains(&name)
}

/// `\bigl`, `\Biggr` …: size and class.
fn big(name: &str) -> Option<(u8, MathClass)> {
    let (stem, class) = match name.as_bytes().last()? {
        b'l' => (&name[..name.len() - 1], MathClass::Opening),
        b'r' => (&name[..name.len() - 1], MathClass::Closing),
        b'm' => (&name[..name.len() - 1], MathClass::Relation),
        _ => (name, MathClass::Ordinary),
    };
    of(&SIZES, stem).map(|size| (size, class))
}

/// A length in em: `2pt`, `-.5em`, `3mu`.
pub(super) fn length(written: &str) -> Option<f32> {
    const UNITS: [(&str, f32); 9] = [
        ("em", 1.0),
        ("ex", 0.43),
        ("mu", 1.0 / 18.0),
        ("pt", 0.1),
        ("pc", 1.2),
        ("mm", 0.2845),
        ("cm", 2.845),
        ("in", 7.227),
        ("px", 0.075),
    ];
    let written: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let (unit, em) = UNITS.iter().find(|(unit, _)| written.ends_with(unit))?;
    let number: f32 = written[..written.len() - unit.len()].parse().ok()?;
    Some((number * em).clamp(-100.0, 100.0))
}

impl Parser {
    /// Reads a command's arguments; appends its node to `out`.
    pub(super) fn command(
        &mut self,
        name: &str,
        at: usize,
        out: &mut MathList,
    ) -> Result<(), Fault> {
        let node = match self.by_table(name)? {
            Some(node) => node,
            None => match name {
                "tag" => return self.tag(),
                "label" => {
                    self.label = Some(self.stream.word()?);
                    return Ok(());
                }
                "notag" | "nonumber" => {
                    self.number = EquationNumber::None;
                    return Ok(());
                }
                "newcommand" | "renewcommand" | "providecommand" => {
                    return self.stream.define();
                }
                "def" | "gdef" | "let" => return self.stream.define_plain(),
                "DeclareMathOperator" => return self.stream.define_operator(),
                "mathchoice" => {
                    let first = self.argument()?;
                    for _ in 0..3 {
                        self.argument()?;
                    }
                    MathNode::Group(first)
                }
                _ => self.by_name(name, at)?,
            },
        };
        out.push(node);
        Ok(())
    }

    /// Commands of the tables.
    fn by_table(&mut self, name: &str) -> Result<Option<MathNode>, Fault> {
        if let Some((_, mark, wide, place)) = ACCENTS.iter().find(|(it, ..)| *it == name) {
            let (mark, wide, place) = (*mark, *wide, *place);
            return Ok(Some(MathNode::Accent { mark, place, wide, body: self.argument()? }));
        }
        if let Some((_, mark, place)) = BRACES.iter().find(|(it, ..)| *it == name) {
            let (mark, place) = (*mark, *place);
            return Ok(Some(MathNode::Brace { mark, place, body: self.argument()? }));
        }
        if let Some((_, drawn, width, height, depth)) =
            PHANTOMS.iter().find(|(it, ..)| *it == name)
        {
            let (drawn, width, height, depth) = (*drawn, *width, *height, *depth);
            let body = self.argument()?;
            return Ok(Some(MathNode::Phantom(Phantom { body, drawn, width, height, depth })));
        }
        if let Some(alphabet) = of(&ALPHABETS, name) {
            return self.lettered(alphabet).map(Some);
        }
        if let Some(alphabet) = of(&SWITCHES, name) {
            self.alphabet = alphabet;
            return Ok(Some(MathNode::Space(0.0)));
        }
        if let Some(face) = of(&TEXTS, name) {
            return self.text(face).map(Some);
        }
        if let Some(width) = of(&SPACES, name) {
            return Ok(Some(MathNode::Space(width / 18.0)));
        }
        if let Some(style) = of(&STYLES, name) {
            return self.styled(style).map(Some);
        }
        if let Some(class) = of(&CLASSES, name) {
            return Ok(Some(MathNode::Classed { class, body: self.argument()? }));
        }
        if let Some(mark) = of(&ARROWS, name) {
            let under = self.optional()?.unwrap_or_default();
            return Ok(Some(MathNode::Arrow { mark, over: self.argument()?, under }));
        }
        if let Some(strike) = of(&STRIKES, name) {
            return Ok(Some(MathNode::Struck { strike, body: self.argument()? }));
        }
        if let Some((size, class)) = big(name) {
            let mark = self.delimiter()?.unwrap_or(' ');
            return Ok(Some(MathNode::Big { mark, size, class }));
        }
        Ok(None)
    }

    /// Commands without a table.
    fn by_name(&mut self, name: &str, at: usize) -> Result<MathNode, Fault> {
        Ok(match name {
            "frac" => self.fraction(None)?,
            "cfrac" => {
                self.stream.optional()?;
                self.fraction(Some(MathStyle::Display))?
            }
            "genfrac" => self.general_fraction()?,
            "sqrt" => {
                let degree = self.optional()?.unwrap_or_default();
                MathNode::Root { degree, body: self.argument()? }
            }
            "overline" => MathNode::Bar { place: Side::Over, body: self.argument()? },
            "underline" | "underbar" => {
                MathNode::Bar { place: Side::Under, body: self.argument()? }
            }
            "left" => self.fenced(at)?,
            "begin" => self.environment(at)?,
            "operatorname" => self.operator()?,
            "overset" | "underset" | "underoverset" => self.stack(name)?,
            "vcenter" => MathNode::Group(self.argument()?),
            "boxed" => MathNode::Boxed(self.argument()?),
            "fbox" => MathNode::Boxed(vec![self.text(TextFace::Roman)?]),
            "color" => {
                let colour = self.colour()?;
                MathNode::Colour { colour, body: self.list()? }
            }
            "textcolor" => {
                let colour = self.colour()?;
                MathNode::Colour { colour, body: self.argument()? }
            }
            "colorbox" => {
                self.stream.word()?;
                self.text(TextFace::Roman)?
            }
            "not" => self.negated()?,
            "substack" => self.substack(at)?,
            "smash" => self.smash()?,
            "mathstrut" | "strut" => {
                let body = vec![MathNode::symbol('(', MathClass::Ordinary)];
                MathNode::Phantom(Phantom {
                    body,
                    drawn: false,
                    width: false,
                    height: true,
                    depth: true,
                })
            }
            "hspace" => {
                if matches!(self.stream.peek()?, Some(Token::Char('*'))) {
                    self.stream.next();
                }
                let written = self.stream.word()?;
                MathNode::Space(length(&written).unwrap_or(0.0))
            }
            "mspace" => {
                let written = self.stream.word()?;
                MathNode::Space(length(&written).unwrap_or(0.0))
            }
            "kern" | "mkern" | "mskip" | "hskip" => MathNode::Space(self.bare_length()?),
            "ce" => {
                let written = self.stream.word()?;
                let tex = chemistry::to_tex(&written);
                MathNode::Group(self.source(&tex)?)
            }
            _ => self.named(name, at)?,
        })
    }

    /// An argument in another alphabet.
    fn lettered(&mut self, alphabet: Alphabet) -> Result<MathNode, Fault> {
        let before = std::mem::replace(&mut self.alphabet, alphabet);
        let body = self.argument();
        self.alphabet = before;
        Ok(match <[MathNode; 1]>::try_from(body?) {
            Ok([one]) => one,
            Err(body) => MathNode::Group(body),
        })
    }

    fn fraction(&mut self, style: Option<MathStyle>) -> Result<MathNode, Fault> {
        let (over, under) = (self.argument()?, self.argument()?);
        let (open, close) = (None, None);
        Ok(MathNode::Fraction(Box::new(Fraction {
            over,
            under,
            bar: true,
            style,
            open,
            close,
        })))
    }

    /// `\genfrac(){0pt}{0}{over}{under}`.
    fn general_fraction(&mut self) -> Result<MathNode, Fault> {
        let mut delimiter = || -> Result<Option<char>, Fault> {
            let tokens = self.stream.argument()?;
            Ok(tokens.first().and_then(|placed| delimiter_of(&placed.token)))
        };
        let (open, close) = (delimiter()?, delimiter()?);
        let bar = length(&self.stream.word()?).is_none_or(|thickness| thickness > 0.0);
        let style = match self.stream.word()?.trim() {
            "0" => Some(MathStyle::Display),
            "1" => Some(MathStyle::Text),
            "2" => Some(MathStyle::Script),
            "3" => Some(MathStyle::ScriptScript),
            _ => None,
        };
        let (over, under) = (self.argument()?, self.argument()?);
        Ok(MathNode::Fraction(Box::new(Fraction { over, under, bar, style, open, close })))
    }

    /// `\left(…\middle|…\right)`.
    fn fenced(&mut self, at: usize) -> Result<MathNode, Fault> {
        let open = self.delimiter()?;
        let (mut parts, mut middles) = (vec![self.list()?], Vec::new());
        loop {
            match self.stream.peek()?.cloned() {
                Some(Token::Command(name)) if name == "right" => {
                    self.stream.next();
                    let close = self.delimiter()?;
                    return Ok(MathNode::Fenced(Box::new(Fenced {
                        open,
                        close,
                        parts,
                        middles,
                    })));
                }
                Some(Token::Command(name)) if name == "middle" => {
                    self.stream.next();
                    middles.push(self.delimiter()?.unwrap_or('|'));
                    parts.push(self.list()?);
                }
                _ => return Err(Fault::new(Cause::Unbalanced, at)),
            }
        }
    }

    /// A delimiter; `None` for `.`.
    fn delimiter(&mut self) -> Result<Option<char>, Fault> {
        let fault = self.stream.fault(Cause::NoDelimiter);
        if self.stream.peek()?.is_none() {
            return Err(fault);
        }
        match self.stream.next() {
            Some(Token::Char('.')) => Ok(None),
            Some(token) => delimiter_of(&token).map(Some).ok_or(fault),
            None => Err(fault),
        }
    }

    fn operator(&mut self) -> Result<MathNode, Fault> {
        let limits = matches!(self.stream.peek()?, Some(Token::Char('*')));
        if limits {
            self.stream.next();
        }
        let tokens = self.stream.argument()?;
        let mut name = String::new();
        for placed in &tokens {
            match &placed.token {
                Token::Char('-') => name.push('-'),
                Token::Char(c) if !matches!(c, '{' | '}') => name.push(*c),
                Token::Command(it) if matches!(it.as_str(), "," | " " | ":" | ";") => {
                    name.push('\u{2009}');
                }
                Token::Command(it) => name.extend(symbol(it).map(|(c, _)| c)),
                _ => {}
            }
        }
        Ok(MathNode::Function(Function { name, limits }))
    }

    fn stack(&mut self, name: &str) -> Result<MathNode, Fault> {
        let first = self.argument()?;
        let (over, under) = match name {
            "overset" => (first, MathList::new()),
            "underset" => (MathList::new(), first),
            _ => (self.argument()?, first),
        };
        let base = self.argument()?;
        let class = match base.as_slice() {
            [one] => one.class(),
            _ => MathClass::Ordinary,
        };
        Ok(MathNode::Stack { base, over, under, class })
    }

    /// `\not`: a sign with a stroke through it.
    fn negated(&mut self) -> Result<MathNode, Fault> {
        let body = self.argument()?;
        if let [MathNode::Symbol(symbol)] = body.as_slice()
            && let Some(c) = struck(symbol.c)
        {
            let mut symbol = *symbol;
            symbol.c = c;
            return Ok(MathNode::Symbol(symbol));
        }
        Ok(MathNode::Struck { strike: Strike::Up, body })
    }

    fn substack(&mut self, at: usize) -> Result<MathNode, Fault> {
        let mut inner = self.stream.argument()?;
        let place = |token| PlacedToken { token, at };
        inner.push(place(Token::Command("end".to_owned())));
        inner.extend("{}".chars().map(|c| place(Token::Char(c))));
        self.stream.push(inner);
        let (rows, _) = self.rows(Some(at), false)?;
        self.stream.word()?;
        Ok(MathNode::Table(Box::new(super::tree::MathTable {
            kind: TableKind::Substack,
            counts: None,
            open: None,
            close: None,
            columns: TableKind::Substack.columns().to_vec(),
            rows,
            verticals: Vec::new(),
            horizontals: Vec::new(),
        })))
    }

    fn smash(&mut self) -> Result<MathNode, Fault> {
        let which = self.stream.optional()?.map(|tokens| written(&tokens));
        let (height, depth) = match which.as_deref() {
            Some("b") => (true, false),
            Some("t") => (false, true),
            _ => (false, false),
        };
        let body = self.argument()?;
        Ok(MathNode::Phantom(Phantom { body, drawn: true, width: true, height, depth }))
    }

    /// A length without braces: `\kern 2pt`.
    fn bare_length(&mut self) -> Result<f32, Fault> {
        if matches!(self.stream.peek()?, Some(Token::Char('{'))) {
            let written = self.stream.word()?;
            return Ok(length(&written).unwrap_or(0.0));
        }
        let mut written = String::new();
        let mut letters = 0;
        while letters < 2
            && let Some(Token::Char(c)) = self.stream.peek()?
            && (c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'))
        {
            letters += usize::from(c.is_ascii_alphabetic());
            written.push(*c);
            self.stream.next();
        }
        Ok(length(&written).unwrap_or(0.0))
    }

    fn colour(&mut self) -> Result<[u8; 3], Fault> {
        self.stream.optional()?;
        let name = self.stream.word()?;
        Ok(colours::find(&name).unwrap_or([0, 0, 0]))
    }

    fn tag(&mut self) -> Result<(), Fault> {
        let bare = matches!(self.stream.peek()?, Some(Token::Char('*')));
        if bare {
            self.stream.next();
        }
        let tokens = self.stream.argument()?;
        let text = written(&tokens).replace(['$', '\\'], "");
        let at = self.stream.at();
        let content = self.text_of(tokens, TextFace::Roman, at)?;
        self.number = EquationNumber::Tag { content, text, bare };
        Ok(())
    }

    /// `\text{…}`: words, and formulas between dollar signs.
    fn text(&mut self, face: TextFace) -> Result<MathNode, Fault> {
        let at = self.stream.at();
        let tokens = self.stream.argument()?;
        let mut nodes = self.text_of(tokens, face, at)?;
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { MathNode::Group(nodes) })
    }

    fn text_of(
        &mut self,
        tokens: Vec<PlacedToken>,
        face: TextFace,
        at: usize,
    ) -> Result<MathList, Fault> {
        let mut out = MathList::new();
        let mut text = String::new();
        let mut rest = tokens.into_iter();
        while let Some(placed) = rest.next() {
            match placed.token {
                Token::Char('$') => {
                    let inner: Vec<PlacedToken> = rest
                        .by_ref()
                        .take_while(|placed| placed.token != Token::Char('$'))
                        .collect();
                    flush(&mut text, face, &mut out);
                    let inner = self.nested(inner)?;
                    out.push(MathNode::Group(inner));
                }
                Token::Char('{' | '}') => {}
                Token::Char('~') | Token::Space => text.push(' '),
                Token::Char('`') => text.push('‘'),
                Token::Char(c) => text.push(c),
                Token::Command(name) => match (name.as_str(), of(&SPACES, &name)) {
                    (_, Some(width)) if width > 0.0 => text.push(' '),
                    (_, Some(_)) => {}
                    (name, _) if is_known(name) => {
                        let face = of(&TEXTS, name).unwrap_or(face);
                        flush(&mut text, face, &mut out);
                        if of(&TEXTS, name).is_none() {
                            let cause = Cause::UnknownCommand(name.to_owned());
                            return Err(Fault::new(cause, at));
                        }
                    }
                    (name, _) => match symbol(name) {
                        Some((c, _)) => text.push(c),
                        None if name.chars().all(|c| !c.is_alphabetic()) => {
                            text.push_str(name);
                        }
                        None => {
                            let cause = Cause::UnknownCommand(name.to_owned());
                            return Err(Fault::new(cause, at));
                        }
                    },
                },
                Token::Parameter(_) => {}
            }
        }
        flush(&mut text, face, &mut out);
        Ok(out)
    }
}

/// Ends a run of words.
fn flush(text: &mut String, face: TextFace, out: &mut MathList) {
    if !text.is_empty() {
        out.push(MathNode::Text { text: std::mem::take(text), face });
    }
}

/// The delimiter that a token is.
fn delimiter_of(token: &Token) -> Option<char> {
    let c = match token {
        Token::Char('<') => '⟨',
        Token::Char('>') => '⟩',
        Token::Char(c) => *c,
        Token::Command(name) => symbol(name)?.0,
        Token::Space | Token::Parameter(_) => return None,
    };
    "()[]{}|‖/\\⟨⟩⌈⌉⌊⌋⟮⟯⎰⎱⌜⌝⌞⌟⟦⟧⦃⦄↑↓↕⇑⇓⇕∣∥".contains(c).then_some(match c {
        '∣' => '|',
        '∥' => '‖',
        c => c,
    })
}

/// A sign with a stroke through it, where Unicode has one.
fn struck(c: char) -> Option<char> {
    const PAIRS: &str = "=≠<≮>≯∈∉∋∌⊂⊄⊃⊅⊆⊈⊇⊉≡≢∼≁≃≄≅≇≈≉≤≰≥≱∣∤∥∦∃∄≺⊀≻⊁⊢⊬⊨⊭→↛←↚↔↮⇒⇏⇐⇍⇔⇎⊑⋢⊒⋣";
    let mut signs = PAIRS.chars();
    while let (Some(plain), Some(stroke)) = (signs.next(), signs.next()) {
        if plain == c {
            return Some(stroke);
        }
    }
    None
}
