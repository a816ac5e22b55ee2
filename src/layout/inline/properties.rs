//! Properties of any text at any measure: nothing is lost, no line is too long, the others are
//! filled, and a mark is at the wrong end of a line only if every way to break leaves one there.

use proptest::prelude::*;

use super::measure::{Between, Sums};
use super::*;
use crate::model::text;
use crate::text::breaks::{LINE_SEPARATOR, is_chinese};

/// How far a length may be off, in em.
const TOLERANCE: f32 = 0.01;

/// `clreq.md` KIN-01, at the level `gb`.
const NEVER_AT_START: &str = "，、。．：；？！‼⁇⁈⁉”’）》〉」』】〗〕］｝–—～·・‧/／";
const NEVER_AT_END: &str = "“‘（《〈「『【〖〔［｛/／";

fn library() -> &'static Library {
    static LIBRARY: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LIBRARY.get_or_init(Library::bundled)
}

fn lines_of(line: &str, measure: f32) -> Vec<LineReport> {
    let options = LineOptions { measure, indent: 0.0, ..LineOptions::default() };
    inspect_lines(&[text(line)], &options, library()).0
}

/// Han, marks, words, numbers and spaces, as they come in Chinese.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[一二三四五六七八九十天地玄黄]{1,6}",
        4 => prop::sample::select(
            "，。、；：？！“”‘’（）《》「」【】·—～／…".chars().collect::<Vec<_>>()
        ).prop_map(String::from),
        1 => prop::sample::select(vec!["——", "……", "。”", "？！", "、《", "）。"]).prop_map(String::from),
        2 => "[a-zA-Z]{1,9}",
        2 => "[0-9]{1,5}(\\.[0-9]{1,2})?%?",
        1 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
}

/// A paragraph laid out, to look into.
fn laid_out(line: &str, measure: f32) -> Layout {
    const SIZE: f32 = 10.0;
    let style = ParagraphStyle { indent: 0.0, ..ParagraphStyle::body(measure * SIZE, SIZE) };
    let mut tree = Tree::new();
    let inlines = [text(line)];
    let paragraph = Paragraph { inlines: &inlines, owner: tree.root(), style: &style };
    let mut around = Surroundings {
        tree: &mut tree,
        mark: &|_| None,
        image: &|image| Err(Lost { text: image.asset.clone(), found: None }),
        diagnostics: &mut Vec::new(),
    };
    Typesetter::new(library()).lay_out(paragraph, &mut around)
}

/// Whether a break before this byte leaves a mark at the wrong end of a line.
fn leaves_a_mark(text: &str, at: usize) -> bool {
    let Some(right) = text[at..].chars().next() else { return false };
    let left = text[..at].trim_end_matches(' ').chars().next_back();
    let is_dash = right == '—' && text[at..].starts_with("——");
    // A solidus after a space begins a word: `cd /usr`.
    let is_path = right == '/' && text[..at].ends_with(' ');
    NEVER_AT_START.contains(right) && !is_dash && !is_path
        || left.is_some_and(|left| NEVER_AT_END.contains(left))
}

/// Whether some way to break, of all that there are, has lines that fit at their tightest and
/// no mark at the wrong end of any: each place is reached from each earlier one.
fn a_legal_way_exists(layout: &Layout) -> bool {
    let (atoms, text) = (&layout.atoms.list, &layout.content.text);
    let legal = |index: usize| {
        let Some(atom) = atoms.get(index) else { return true };
        let at = atom.start as usize;
        let tears_dots = text[..at].ends_with('…') && text[at..].starts_with('…');
        let is_bare = atom.kind.vanishes_at_end() || text[at..].starts_with(LINE_SEPARATOR);
        !tears_dots && !is_bare && !leaves_a_mark(text, at)
    };
    let mut reached = vec![false; atoms.len() + 1];
    reached[0] = true;
    for from in 0..atoms.len() {
        if !reached[from] {
            continue;
        }
        let mut sums = Sums::default();
        let before = layout.fit.edges.start(Sums::default(), &atoms[from], from == 0);
        let mut end = sums;
        for (index, atom) in atoms.iter().enumerate().skip(from) {
            sums.add_joint(atom);
            sums.add(atom);
            if !atom.kind.vanishes_at_end() {
                end = layout.fit.edges.end(sums, atom);
            }
            let width = Between { before: &before, after: &end }.least_width();
            if legal(index + 1) && width <= layout.fit.measure {
                reached[index + 1] = true;
            }
        }
    }
    reached[atoms.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_have_the_text_of_the_paragraph(line in any_text(), measure in 2_u8..60) {
        let lines = lines_of(&line, f32::from(measure) / 2.0);
        let found: String = lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(found, line);
    }

    #[test]
    fn no_line_is_too_long_and_all_but_the_last_are_filled(line in any_text(), measure in 4_u8..60) {
        let measure = f32::from(measure) / 2.0;
        let lines = lines_of(&line, measure);
        for (index, line) in lines.iter().enumerate() {
            prop_assert!(line.width <= measure + TOLERANCE, "{:?}", line);
            let han = line.glyphs.iter().filter(|g| ("一".."龥").contains(&g.c.as_str())).count();
            // A word that is too long for it, with the marks before it, leaves a line as it is, rather
            // than tear it open.
            let letter = |g: &&inspect::GlyphReport| g.c.chars().all(char::is_alphanumeric);
            let next = lines.get(index + 1).and_then(|next| next.glyphs.iter().find(letter));
            let before_word = next.is_some_and(|next| !next.c.chars().any(is_chinese));
            let stays_short = before_word && measure - line.width > 1.0 - TOLERANCE;
            if !line.last && han >= 2 && !stays_short {
                prop_assert!((line.width - measure).abs() <= TOLERANCE, "{:?}", line);
            }
            for (glyph, next) in line.glyphs.iter().zip(line.glyphs.iter().skip(1)) {
                prop_assert!((glyph.x + glyph.w - next.x).abs() <= 0.001, "{:?}", line);
            }
        }
    }

    #[test]
    fn no_mark_is_at_the_wrong_end(line in any_text(), measure in 4_u8..60) {
        let layout = laid_out(&line, f32::from(measure) / 2.0);
        let text = &layout.content.text;
        let starts = layout.lines.iter().skip(1);
        let mut starts = starts.map(|line| layout.atoms.list[line.start as usize].start as usize);
        if let Some(at) = starts.find(|at| leaves_a_mark(text, *at)) {
            prop_assert!(!a_legal_way_exists(&layout), "{} | {}", &text[..at], &text[at..]);
        }
    }
}
