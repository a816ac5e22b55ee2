//! The nodes of a formula, nested as in TeX (The TeXbook, ch. 17 and 26).

/// Nodes one after another.
pub(crate) type MathList = Vec<MathNode>;

/// A part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum MathNode {
    /// A sign.
    Symbol(Symbol),
    /// An operator by name: lim, sin.
    Function(Function),
    /// A nucleus with a subscript, a superscript or both.
    Scripts(Box<Scripts>),
    /// One above another, with a bar or without.
    Fraction(Box<Fraction>),
    /// A root, with its degree.
    Root { degree: MathList, body: MathList },
    /// A mark over or under a body.
    Accent { mark: char, place: Side, wide: bool, body: MathList },
    /// A line over or under a body.
    Bar { place: Side, body: MathList },
    /// A brace over or under a body; scripts of it are beyond the brace.
    Brace { mark: char, place: Side, body: MathList },
    /// Delimiters that grow with their content.
    Fenced(Box<Fenced>),
    /// A delimiter of a given size, 1 to 4.
    Big { mark: char, size: u8, class: MathClass },
    /// Rows and columns.
    Table(Box<MathTable>),
    /// Words.
    Text { text: String, face: TextFace },
    /// White space, in em.
    Space(f32),
    /// A change of size.
    Style { style: MathStyle, body: MathList },
    /// Another colour, sRGB.
    Colour { colour: [u8; 3], body: MathList },
    /// Content that takes space and is not drawn, or is drawn and takes none.
    Phantom(Phantom),
    /// Content that counts as of another class.
    Classed { class: MathClass, body: MathList },
    /// Something right above or below something else, smaller.
    Stack { base: MathList, over: MathList, under: MathList, class: MathClass },
    /// An arrow as long as its label.
    Arrow { mark: char, over: MathList, under: MathList },
    /// The content of a frame.
    Boxed(MathList),
    /// Struck-out content.
    Struck { strike: Strike, body: MathList },
    /// Nodes that are one unit.
    Group(MathList),
}

/// The class of a sign (The TeXbook, ch. 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MathClass {
    Ordinary,
    Operator,
    Binary,
    Relation,
    Opening,
    Closing,
    Punctuation,
    Inner,
}

/// Which side of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Over,
    Under,
}

/// Forms of letters (Unicode, Mathematical Alphanumeric Symbols).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// The default of the formula: Latin and small Greek letters slant.
    Default,
    Upright,
    Italic,
    Bold,
    BoldItalic,
    Script,
    Fraktur,
    DoubleStruck,
    Sans,
    SansItalic,
    Mono,
}

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// Its character, in plain form.
    pub(crate) c: char,
    pub(crate) class: MathClass,
    pub(crate) alphabet: Alphabet,
}

/// An operator by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Whether scripts are above and below it in displayed formulas.
    pub(crate) limits: bool,
}

/// A nucleus with scripts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scripts {
    pub(crate) base: Option<MathNode>,
    pub(crate) sub: MathList,
    pub(crate) sup: MathList,
    /// Whether they are above and below; `None` for the default.
    pub(crate) limits: Option<bool>,
}

/// A fraction.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fraction {
    pub(crate) over: MathList,
    pub(crate) under: MathList,
    pub(crate) bar: bool,
    /// Its size; `None` for the default.
    pub(crate) style: Option<MathStyle>,
    pub(crate) open: Option<char>,
    pub(crate) close: Option<char>,
}

/// Delimited content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fenced {
    pub(crate) open: Option<char>,
    pub(crate) close: Option<char>,
    /// Their content; `middles` are between its parts.
    pub(crate) parts: Vec<MathList>,
    pub(crate) middles: Vec<char>,
}

/// Sizes of type in a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MathStyle {
    Display,
    Text,
    Script,
    ScriptScript,
}

/// The face of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextFace {
    Roman,
    Bold,
    Italic,
    Sans,
    Mono,
}

/// Partly visible content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phantom {
    pub(crate) body: MathList,
    pub(crate) drawn: bool,
    pub(crate) width: bool,
    pub(crate) height: bool,
    pub(crate) depth: bool,
}

/// How something is struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strike {
    /// From the lower left to the upper right.
    Up,
    Down,
    Cross,
    /// Through the middle.
    Through,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MathTable {
    pub(crate) kind: TableKind,
    /// Whether it is numbered, for environments that are formulas themselves.
    pub(crate) counts: Option<bool>,
    pub(crate) open: Option<char>,
    pub(crate) close: Option<char>,
    /// The alignment of the columns; the last one repeats.
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<MathRow>,
    /// The lines between columns: before the first, after the first …
    pub(crate) verticals: Vec<bool>,
    /// The lines between rows, likewise.
    pub(crate) horizontals: Vec<usize>,
}

/// The kind of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// A matrix or array: columns apart, cells in text style.
    Matrix,
    /// A matrix in the size of scripts.
    Small,
    /// Cases: two columns at the left, a brace before them.
    Cases,
    /// Equations under one another: pairs of columns, cells in display style.
    Aligned,
    /// The same without white between the pairs (`alignat`).
    Alignat,
    /// The same with the relation in a separate column (`eqnarray`).
    Eqnarray,
    /// Equations in the middle of their line.
    Gathered,
    /// One equation in several lines: the first at the left, the last at the right.
    Multline,
    /// Text over or under an operator: `\substack`.
    Substack,
}

/// The alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Left,
    Centre,
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct MathRow {
    pub(crate) cells: Vec<MathList>,
    /// White below it, in em.
    pub(crate) space: f32,
    /// Its number.
    pub(crate) number: EquationNumber,
    /// The name used in references.
    pub(crate) label: Option<String>,
}

/// The number of an equation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum EquationNumber {
    /// The default of its environment.
    #[default]
    Default,
    /// None.
    None,
    /// This, in parentheses unless it is bare.
    Tag { content: MathList, text: String, bare: bool },
}

/// A formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formula {
    /// The equations: one, except in environments with several.
    pub(crate) rows: Vec<MathRow>,
    /// Their arrangement; `None` for a single one.
    pub(crate) kind: Option<TableKind>,
    /// Whether its environment is numbered.
    pub(crate) counts: bool,
}

impl TableKind {
    /// Whether its columns form equations.
    pub(crate) fn is_aligned(self) -> bool {
        matches!(self, Self::Aligned | Self::Alignat | Self::Eqnarray)
    }

    /// Whether its cells are set in display style.
    pub(crate) fn is_displayed(self) -> bool {
        self.is_aligned() || matches!(self, Self::Gathered | Self::Multline)
    }

    /// The alignment of its columns, repeated from the first ones.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            Self::Aligned | Self::Alignat => &[Column::Right, Column::Left],
            Self::Eqnarray => &[Column::Right, Column::Centre, Column::Left],
            Self::Cases | Self::Multline => &[Column::Left],
            Self::Matrix | Self::Small | Self::Gathered | Self::Substack => &[Column::Centre],
        }
    }
}

impl Symbol {
    /// An ordinary sign.
    pub(crate) fn new(c: char, class: MathClass) -> Self {
        Self { c, class, alphabet: Alphabet::Default }
    }

    /// Whether it grows in displayed formulas.
    pub(crate) fn is_large(&self) -> bool {
        self.class == MathClass::Operator
    }

    /// Whether scripts are above and below it in displayed formulas; not at integrals.
    pub(crate) fn has_limits(&self) -> bool {
        self.is_large() && !matches!(self.c, '\u{222B}'..='\u{2233}' | '\u{2A0B}'..='\u{2A1C}')
    }
}

impl MathNode {
    /// A sign.
    pub(crate) fn symbol(c: char, class: MathClass) -> Self {
        Self::Symbol(Symbol::new(c, class))
    }

    /// Its class.
    pub(crate) fn class(&self) -> MathClass {
        match self {
            Self::Symbol(it) => it.class,
            Self::Function(_) => MathClass::Operator,
            Self::Scripts(it) => it.base.as_ref().map_or(MathClass::Ordinary, Self::class),
            Self::Fenced(_) | Self::Fraction(_) | Self::Brace { .. } => MathClass::Inner,
            Self::Big { class, .. }
            | Self::Classed { class, .. }
            | Self::Stack { class, .. } => *class,
            Self::Arrow { .. } => MathClass::Relation,
            Self::Table(it) if it.open.is_some() => MathClass::Inner,
            Self::Accent { body, .. } | Self::Struck { body, .. } => match body.as_slice() {
                [one] => one.class(),
                _ => MathClass::Ordinary,
            },
            _ => MathClass::Ordinary,
        }
    }
}
