//! Nodes to MathML (MathML Core, W3C; <https://www.w3.org/TR/mathml-core/>), for an e-book: only
//! what Core has, so that letters of the alphabets are Unicode characters.

use super::tree::{
    Alphabet, Column, Fenced, Formula, Fraction, MathClass, MathList, MathNode, MathStyle,
    MathTable, Phantom, Scripts, Side, Strike, Symbol, TableKind, TextFace,
};

/// A thin space, in em.
const THIN: f32 = 1.0 / 6.0;

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MathMlElement {
    pub(crate) name: &'static str,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) content: Vec<MathMlNode>,
}

/// The content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MathMlNode {
    Text(String),
    Element(MathMlElement),
}

impl MathMlElement {
    fn new(name: &'static str, content: Vec<Self>) -> Self {
        let content = content.into_iter().map(MathMlNode::Element).collect();
        Self { name, attributes: Vec::new(), content }
    }

    fn token(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, attributes: Vec::new(), content: vec![MathMlNode::Text(text.into())] }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }
}

/// The number of an equation beside its MathML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
}

/// The `math` element of a formula; `equations` are the numbers of its rows, if there are several.
pub(crate) fn mathml(
    formula: &Formula,
    displayed: bool,
    tex: &str,
    equations: &[Beside<'_>],
) -> MathMlElement {
    let mut math = MathMlElement::new("math", vec![body(formula, equations)]);
    if displayed {
        math = math.with("display", "block");
    }
    math.with("alttext", tex)
}

fn body(formula: &Formula, equations: &[Beside<'_>]) -> MathMlElement {
    if let [row] = formula.rows.as_slice()
        && row.cells.len() == 1
    {
        return group(&row.cells[0]);
    }
    let has_number = equations.iter().any(|it| it.number.is_some());
    let kind = formula.kind.unwrap_or(TableKind::Gathered);
    let columns = formula.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let rows = formula.rows.iter().enumerate().map(|(index, row)| {
        let mut cells: Vec<MathMlElement> = row
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let cell = MathMlElement::new("mtd", vec![styled(MathStyle::Display, cell)]);
                match aligned(kind, column) {
                    "" => cell,
                    style => cell.with("style", style),
                }
            })
            .collect();
        let beside = equations.get(index).cloned().unwrap_or_default();
        if has_number {
            cells.resize_with(columns, || MathMlElement::new("mtd", Vec::new()));
            let number = MathMlElement::token("mtext", beside.number.unwrap_or_default());
            let style = "text-align: right; padding-inline-start: 2em";
            cells.push(MathMlElement::new("mtd", vec![number]).with("style", style));
        }
        let row = MathMlElement::new("mtr", cells);
        match beside.id {
            Some(id) => row.with("id", id),
            None => row,
        }
    });
    MathMlElement::new("mtable", rows.collect())
}

/// The style of a cell of equations: columns of one equation have no white between them.
fn aligned(kind: TableKind, column: usize) -> &'static str {
    let columns = kind.columns();
    match columns.get(column % columns.len()) {
        _ if kind == TableKind::Multline => "",
        Some(Column::Right) => "text-align: right; padding-right: 0",
        Some(Column::Left) => "text-align: left; padding-left: 0",
        _ => "",
    }
}

/// One element for a list.
fn group(list: &[MathNode]) -> MathMlElement {
    let mut elements = row(list);
    match elements.len() {
        1 => elements.remove(0),
        _ => MathMlElement::new("mrow", elements),
    }
}

fn row(list: &[MathNode]) -> Vec<MathMlElement> {
    let mut out: Vec<MathMlElement> = Vec::new();
    let mut number = String::new();
    for (index, node) in list.iter().enumerate() {
        if let MathNode::Symbol(symbol) = node
            && (symbol.c.is_ascii_digit() || symbol.c == '.' && !number.is_empty())
        {
            number.push(symbol.shown());
            continue;
        }
        // The last digit of a number has its script, and so the whole number has it.
        if let MathNode::Scripts(scripts) = node
            && let Some(MathNode::Symbol(symbol)) = &scripts.base
            && symbol.c.is_ascii_digit()
            && !number.is_empty()
        {
            number.push(symbol.shown());
            let base = MathMlElement::token("mn", std::mem::take(&mut number));
            out.push(scripted(scripts, base, false));
            continue;
        }
        if !number.is_empty() {
            out.push(MathMlElement::token("mn", std::mem::take(&mut number)));
        }
        let name_ends = matches!(node, MathNode::Function(_));
        out.push(element(node));
        if name_ends {
            // U+2061: function application. MathML Core adds no space for it.
            let mut applied = MathMlElement::token("mo", "\u{2061}");
            if list.get(index + 1).is_some_and(is_set_off) {
                applied = applied.with("rspace", em(THIN));
            }
            out.push(applied);
        }
    }
    if !number.is_empty() {
        out.push(MathMlElement::token("mn", number));
    }
    out
}

/// Whether a thin space separates the name of a function from its argument (TeXbook, chapter 18):
/// `\sin x`, not `\sin(x)`.
fn is_set_off(next: &MathNode) -> bool {
    match next {
        MathNode::Symbol(it) => matches!(it.class, MathClass::Ordinary | MathClass::Operator),
        MathNode::Space(_) => false,
        _ => true,
    }
}

fn element(node: &MathNode) -> MathMlElement {
    match node {
        MathNode::Symbol(it) => symbol(it),
        MathNode::Function(it) => MathMlElement::token("mi", it.name.clone()),
        MathNode::Scripts(it) => {
            let base =
                it.base.as_ref().map_or_else(|| MathMlElement::new("mrow", vec![]), element);
            scripted(it, base, it.base.as_ref().is_some_and(has_limits))
        }
        MathNode::Fraction(it) => fraction(it),
        MathNode::Root { degree, body } if degree.is_empty() => {
            MathMlElement::new("msqrt", row(body))
        }
        MathNode::Root { degree, body } => {
            MathMlElement::new("mroot", vec![group(body), group(degree)])
        }
        MathNode::Accent { mark, place, wide, body } => {
            let mark = MathMlElement::token("mo", spacing(*mark).to_string());
            let mark = mark.with("stretchy", if *wide { "true" } else { "false" });
            over_or_under(*place, group(body), mark, true)
        }
        MathNode::Bar { place, body } => {
            over_or_under(*place, group(body), MathMlElement::token("mo", "\u{203E}"), true)
        }
        MathNode::Brace { mark, place, body } => over_or_under(
            *place,
            group(body),
            MathMlElement::token("mo", mark.to_string()),
            false,
        ),
        MathNode::Fenced(it) => fenced(it),
        MathNode::Big { mark, size, class } => {
            let height = f32::from(*size) * 0.6 + 0.6;
            let form = match class {
                MathClass::Opening => "prefix",
                MathClass::Closing => "postfix",
                _ => "infix",
            };
            let size = format!("{height}em");
            MathMlElement::token("mo", mark.to_string())
                .with("form", form)
                .with("minsize", size.clone())
                .with("maxsize", size)
        }
        MathNode::Table(it) => table(it),
        MathNode::Text { text, face } => words(text, *face),
        MathNode::Space(width) => {
            MathMlElement::new("mspace", vec![]).with("width", em(*width))
        }
        MathNode::Style { style, body } => styled(*style, body),
        MathNode::Colour { colour: [red, green, blue], body } => {
            MathMlElement::new("mrow", row(body))
                .with("mathcolor", format!("#{red:02x}{green:02x}{blue:02x}"))
        }
        MathNode::Phantom(it) => phantom(it),
        MathNode::Classed { class: MathClass::Ordinary, body } | MathNode::Group(body) => {
            ordinary(body)
        }
        MathNode::Classed { body, .. } => group(body),
        MathNode::Stack { base, over, under, .. } => stack(base, over, under),
        MathNode::Arrow { mark, over, under } => arrow(*mark, over, under),
        MathNode::Boxed(body) => MathMlElement::new("mrow", row(body))
            .with("style", "border: 1px solid; padding: 0.2em"),
        // Core has no `menclose`: the style sheet of the book draws the stroke.
        MathNode::Struck { strike, body } => {
            let class = match strike {
                Strike::Up => "strike-up",
                Strike::Down => "strike-down",
                Strike::Cross => "strike-cross",
                Strike::Through => "strike-through",
            };
            MathMlElement::new("mrow", row(body)).with("class", class)
        }
    }
}

/// A base with its overscript and underscript.
fn stack(base: &MathList, over: &MathList, under: &MathList) -> MathMlElement {
    let base = group(base);
    match (over.is_empty(), under.is_empty()) {
        (false, false) => {
            MathMlElement::new("munderover", vec![base, group(under), group(over)])
        }
        (true, false) => MathMlElement::new("munder", vec![base, group(under)]),
        _ => MathMlElement::new("mover", vec![base, group(over)]),
    }
}

/// An arrow as long as its labels.
fn arrow(mark: char, over: &MathList, under: &MathList) -> MathMlElement {
    let arrow = MathMlElement::token("mo", mark.to_string()).with("stretchy", "true");
    let pad = |list: &MathList| MathMlElement::new("mrow", row(list));
    match under.is_empty() {
        true => MathMlElement::new("mover", vec![arrow, pad(over)]),
        false => MathMlElement::new("munderover", vec![arrow, pad(under), pad(over)]),
    }
}

/// A partial phantom occupies only the space of the rest.
fn phantom(it: &Phantom) -> MathMlElement {
    let name = if it.drawn { "mrow" } else { "mphantom" };
    let inner = MathMlElement::new(name, row(&it.body));
    let sides = [("width", it.width), ("height", it.height), ("depth", it.depth)];
    if sides.iter().all(|(_, kept)| *kept) {
        return inner;
    }
    let lost = sides.into_iter().filter(|(_, kept)| !kept);
    lost.fold(MathMlElement::new("mpadded", vec![inner]), |it, (name, _)| it.with(name, "0"))
}

fn symbol(it: &Symbol) -> MathMlElement {
    let shown = it.shown();
    let is_letter = shown.is_alphabetic() || it.c.is_alphabetic();
    match it.class {
        _ if it.c.is_ascii_digit() => MathMlElement::token("mn", shown.to_string()),
        MathClass::Ordinary if is_letter => {
            // MathML slants single letters by default.
            let slants = it.alphabet == Alphabet::Default || it.alphabet == Alphabet::Italic;
            let plain = slants && it.c.is_alphabetic();
            let text = if plain { it.c } else { shown };
            let element = MathMlElement::token("mi", text.to_string());
            if shown == it.c { element.with("mathvariant", "normal") } else { element }
        }
        MathClass::Ordinary if matches!(it.c, '∞' | '∅' | '…' | '⋯' | '⋮' | '⋱') => {
            MathMlElement::token("mi", shown.to_string())
        }
        MathClass::Opening => MathMlElement::token("mo", shown.to_string())
            .with("form", "prefix")
            .with("stretchy", "false"),
        MathClass::Closing => MathMlElement::token("mo", shown.to_string())
            .with("form", "postfix")
            .with("stretchy", "false"),
        MathClass::Ordinary => MathMlElement::token("mo", shown.to_string())
            .with("form", "prefix")
            .with("stretchy", "false")
            .with("lspace", "0")
            .with("rspace", "0"),
        _ => MathMlElement::token("mo", shown.to_string()),
    }
}

/// A group, which has no white around it: `{=}` is a sign, not a relation.
fn ordinary(body: &[MathNode]) -> MathMlElement {
    match body {
        [MathNode::Symbol(it)]
            if matches!(
                it.class,
                MathClass::Binary | MathClass::Relation | MathClass::Punctuation
            ) =>
        {
            symbol(&Symbol { class: MathClass::Ordinary, ..*it })
        }
        _ => group(body),
    }
}

/// Whether scripts are above and below in displayed formulas.
fn has_limits(node: &MathNode) -> bool {
    match node {
        MathNode::Symbol(it) => it.has_limits(),
        MathNode::Function(it) => it.limits,
        MathNode::Brace { .. } => true,
        MathNode::Classed { class, .. } => *class == MathClass::Operator,
        _ => false,
    }
}

fn scripted(scripts: &Scripts, base: MathMlElement, limits: bool) -> MathMlElement {
    let limits = scripts.limits.unwrap_or(limits);
    let names =
        if limits { ["munder", "mover", "munderover"] } else { ["msub", "msup", "msubsup"] };
    let (sub, sup) = (!scripts.sub.is_empty(), !scripts.sup.is_empty());
    match (sub, sup) {
        (true, true) => {
            MathMlElement::new(names[2], vec![base, group(&scripts.sub), group(&scripts.sup)])
        }
        (true, false) => MathMlElement::new(names[0], vec![base, group(&scripts.sub)]),
        (false, true) => MathMlElement::new(names[1], vec![base, group(&scripts.sup)]),
        (false, false) => base,
    }
}

fn fraction(it: &Fraction) -> MathMlElement {
    let mut fraction = MathMlElement::new("mfrac", vec![group(&it.over), group(&it.under)]);
    if !it.bar {
        fraction = fraction.with("linethickness", "0");
    }
    if let Some(style) = it.style {
        fraction = in_style(style, vec![fraction]);
    }
    if it.open.is_none() && it.close.is_none() {
        return fraction;
    }
    let mut out = Vec::new();
    out.extend(it.open.map(|c| fence(c, "prefix")));
    out.push(fraction);
    out.extend(it.close.map(|c| fence(c, "postfix")));
    MathMlElement::new("mrow", out)
}

fn fence(c: char, form: &'static str) -> MathMlElement {
    MathMlElement::token("mo", c.to_string()).with("form", form).with("stretchy", "true")
}

fn fenced(it: &Fenced) -> MathMlElement {
    let mut out = Vec::new();
    out.extend(it.open.map(|c| fence(c, "prefix")));
    for (index, part) in it.parts.iter().enumerate() {
        if let Some(middle) = index.checked_sub(1).and_then(|index| it.middles.get(index)) {
            out.push(fence(*middle, "infix"));
        }
        out.extend(row(part));
    }
    out.extend(it.close.map(|c| fence(c, "postfix")));
    MathMlElement::new("mrow", out)
}

fn over_or_under(
    place: Side,
    base: MathMlElement,
    mark: MathMlElement,
    accent: bool,
) -> MathMlElement {
    let element = match place {
        Side::Over => MathMlElement::new("mover", vec![base, mark]),
        Side::Under => MathMlElement::new("munder", vec![base, mark]),
    };
    match (accent, place) {
        (true, Side::Over) => element.with("accent", "true"),
        (true, Side::Under) => element.with("accentunder", "true"),
        _ => element,
    }
}

/// The spacing form of a combining mark, which operators have.
fn spacing(mark: char) -> char {
    match mark {
        '\u{300}' => '`',
        '\u{301}' => '´',
        '\u{302}' => '^',
        '\u{303}' | '\u{330}' => '~',
        '\u{304}' => '¯',
        '\u{306}' => '˘',
        '\u{307}' => '˙',
        '\u{308}' => '¨',
        '\u{30A}' => '˚',
        '\u{30C}' => 'ˇ',
        '\u{20D0}' => '↼',
        '\u{20D1}' => '⇀',
        '\u{20D6}' | '\u{20EE}' => '←',
        '\u{20D7}' | '\u{20EF}' => '→',
        '\u{20E1}' | '\u{34D}' => '↔',
        other => other,
    }
}

fn table(it: &MathTable) -> MathMlElement {
    let has_lines = it.verticals.iter().any(|line| *line) || !it.horizontals.is_empty();
    let rows = it.rows.iter().enumerate().map(|(index, row)| {
        let cells = row.cells.iter().enumerate().map(|(column, cell)| {
            let content = if it.kind.is_displayed() {
                styled(MathStyle::Display, cell)
            } else {
                group(cell)
            };
            let mut style = String::new();
            match it.columns.get(column).or(it.columns.last()) {
                _ if it.kind.is_aligned() => style.push_str(aligned(it.kind, column)),
                Some(Column::Left) => style.push_str("text-align: left"),
                Some(Column::Right) => style.push_str("text-align: right"),
                _ => {}
            }
            if has_lines {
                let mut line = |drawn: bool, edge: &str| {
                    if drawn {
                        let joint = if style.is_empty() { "" } else { "; " };
                        style.push_str(&format!("{joint}border-{edge}: 1px solid"));
                    }
                };
                line(it.verticals.get(column) == Some(&true), "left");
                let last = column + 1 == row.cells.len();
                line(last && it.verticals.get(column + 1) == Some(&true), "right");
                line(it.horizontals.contains(&index), "top");
                let last = index + 1 == it.rows.len();
                line(last && it.horizontals.contains(&(index + 1)), "bottom");
            }
            let cell = MathMlElement::new("mtd", vec![content]);
            if style.is_empty() { cell } else { cell.with("style", style) }
        });
        MathMlElement::new("mtr", cells.collect())
    });
    let table = MathMlElement::new("mtable", rows.collect());
    if it.open.is_none() && it.close.is_none() {
        return table;
    }
    let mut out = Vec::new();
    out.extend(it.open.map(|c| fence(c, "prefix")));
    out.push(table);
    out.extend(it.close.map(|c| fence(c, "postfix")));
    MathMlElement::new("mrow", out)
}

/// Text; spaces at its edges would be lost.
fn words(text: &str, face: TextFace) -> MathMlElement {
    let edge = |text: &str| text.replace(' ', "\u{A0}");
    let bare = text.trim();
    let lead = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    let shown = if bare.is_empty() {
        edge(text)
    } else {
        format!("{}{bare}{}", edge(&text[..lead]), edge(&text[tail..]))
    };
    let element = MathMlElement::token("mtext", shown);
    match face {
        TextFace::Roman => element,
        TextFace::Bold => element.with("style", "font-weight: bold"),
        TextFace::Italic => element.with("style", "font-style: italic"),
        TextFace::Sans => element.with("style", "font-family: sans-serif"),
        TextFace::Mono => element.with("style", "font-family: monospace"),
    }
}

fn styled(style: MathStyle, body: &[MathNode]) -> MathMlElement {
    in_style(style, row(body))
}

fn in_style(style: MathStyle, content: Vec<MathMlElement>) -> MathMlElement {
    let (displayed, level) = match style {
        MathStyle::Display => ("true", "0"),
        MathStyle::Text => ("false", "0"),
        MathStyle::Script => ("false", "1"),
        MathStyle::ScriptScript => ("false", "2"),
    };
    MathMlElement::new("mstyle", content)
        .with("displaystyle", displayed)
        .with("scriptlevel", level)
}

fn em(width: f32) -> String {
    format!("{}em", (width * 1000.0).round() / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::parse;

    /// The MathML of a formula, as text.
    fn shown(tex: &str) -> String {
        fn write(element: &MathMlElement, out: &mut String) {
            out.push_str(&format!("<{}", element.name));
            for (name, value) in &element.attributes {
                out.push_str(&format!(" {name}=\"{value}\""));
            }
            out.push('>');
            for part in &element.content {
                match part {
                    MathMlNode::Text(text) => out.push_str(text),
                    MathMlNode::Element(inner) => write(inner, out),
                }
            }
            out.push_str(&format!("</{}>", element.name));
        }
        let mut out = String::new();
        write(&body(&parse(tex).unwrap(), &[]), &mut out);
        out
    }

    #[test]
    fn strokes_are_drawn_by_the_style_sheet() {
        for (tex, class) in [
            ("\\cancel{x}", "strike-up"),
            ("\\bcancel{x}", "strike-down"),
            ("\\xcancel{x}", "strike-cross"),
            ("\\sout{x}", "strike-through"),
        ] {
            assert_eq!(shown(tex), format!("<mrow class=\"{class}\"><mi>x</mi></mrow>"));
        }
    }

    #[test]
    fn phantoms_take_the_room_that_they_should() {
        assert_eq!(shown("\\phantom{x}"), "<mphantom><mi>x</mi></mphantom>");
        assert_eq!(
            shown("\\vphantom{x}"),
            "<mpadded width=\"0\"><mphantom><mi>x</mi></mphantom></mpadded>"
        );
        assert_eq!(
            shown("\\smash{x}"),
            "<mpadded height=\"0\" depth=\"0\"><mrow><mi>x</mi></mrow></mpadded>"
        );
    }

    #[test]
    fn equations_have_no_white_between_what_belongs_together() {
        let table = shown("\\begin{eqnarray*} a &=& b \\end{eqnarray*}");
        assert_eq!(table.matches("padding-right: 0").count(), 1, "{table}");
        assert_eq!(table.matches("padding-left: 0").count(), 1, "{table}");
    }
    #[test]
    fn a_thin_space_follows_the_names_of_functions() {
        let spaced = "<mo rspace=\"0.167em\">\u{2061}</mo>";
        assert_eq!(shown("\\sin x"), format!("<mrow><mi>sin</mi>{spaced}<mi>x</mi></mrow>"));
        for close in ["\\sin(x)", "\\sin\\,x", "\\sin=x", "\\sin"] {
            assert!(!shown(close).contains("rspace=\"0.167em\""), "{close}");
        }
    }
}
