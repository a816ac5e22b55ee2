//! Text of drawings: takes pieces with their positions, returns lines of glyphs in our faces, each
//! with the matrix from its points to the drawing's pixels.

use super::frame::{ElementId, Item, Pt, TextRun};
use super::inline::{Kinsoku, Lost, Paragraph, ParagraphStyle, Surroundings, Typesetter};
use super::tree::Tree;
use crate::diag::Diagnostic;
use crate::font::{Library, Role};
use crate::image::{Chunk, Lettering, UniformText};
use crate::model::{Alignment, text};

/// The size at which text of a drawing is set before scaling.
const SIZE: Pt = 12.0;
/// The width of a space at the edge of a piece, in em.
const SPACE: f32 = 0.25;
/// The longest line, in em.
const LONGEST: f32 = 10_000.0;

/// Text of a drawing, set.
#[derive(Clone, Debug, PartialEq)]
pub struct Letters {
    /// From points of the runs to pixels of the drawing, both with `y` downwards.
    pub matrix: [f32; 6],
    /// The glyphs.
    pub runs: Vec<TextRun>,
}

/// Sets the texts of a drawing.
pub fn letter(
    library: &Library,
    letterings: &[Lettering],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Letters> {
    let mut setter =
        LetterSetter { typesetter: Typesetter::new(library), tree: Tree::new(), diagnostics };
    letterings.iter().filter_map(|it| setter.lettering(it)).collect()
}

struct LetterSetter<'a, 'd> {
    typesetter: Typesetter<'a>,
    tree: Tree,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl LetterSetter<'_, '_> {
    fn lettering(&mut self, it: &Lettering) -> Option<Letters> {
        let sizes = it.chunks.iter().flat_map(|chunk| &chunk.pieces).map(|piece| piece.size);
        let largest = sizes.fold(0.0, f32::max);
        if !largest.is_normal() || it.matrix.iter().any(|value| !value.is_finite()) {
            return None;
        }
        // Points for a unit of the text.
        let scale = SIZE / largest;
        let mut runs = Vec::new();
        let mut pen = (0.0, 0.0);
        for chunk in &it.chunks {
            let mut set = self.chunk(chunk, scale, &mut pen);
            runs.append(&mut set);
        }
        let [a, b, c, d, e, f] = it.matrix;
        let matrix = [a / scale, b / scale, c / scale, d / scale, e, f];
        (!runs.is_empty()).then_some(Letters { matrix, runs })
    }

    /// The runs of a chunk, in points; `pen` is where the text before ends.
    fn chunk(&mut self, chunk: &Chunk, scale: f32, pen: &mut (Pt, Pt)) -> Vec<TextRun> {
        let start = chunk.x.map_or(pen.0, |x| x * scale);
        let mut y = chunk.y.map_or(pen.1, |y| y * scale);
        let mut x = 0.0;
        let mut runs = Vec::new();
        for piece in &chunk.pieces {
            x += piece.dx * scale;
            y += piece.dy * scale;
            let (width, set) = self.piece(piece, scale);
            runs.extend(set.into_iter().map(|run| {
                let (x, y) = (run.x + x, run.y + y + piece.drop * scale);
                TextRun { x, y, ..run }
            }));
            x += width;
        }
        let left = start - x * chunk.before;
        runs.iter_mut().for_each(|run| run.x += left);
        *pen = (left + x, y);
        runs
    }

    /// The width of a piece, and its runs relative to its beginning.
    fn piece(&mut self, piece: &UniformText, scale: f32) -> (Pt, Vec<TextRun>) {
        let size = piece.size * scale;
        let bare = piece.text.trim_matches(' ');
        let spaces = |count: usize| f32::from(u16::try_from(count).unwrap_or(0)) * SPACE * size;
        let lead = piece.text.len() - piece.text.trim_start_matches(' ').len();
        let trail = piece.text.len() - lead - bare.len();
        if bare.is_empty() {
            return (spaces(lead), Vec::new());
        }
        let style = ParagraphStyle {
            indent: 0.0,
            alignment: Alignment::Start,
            kinsoku: Kinsoku::None,
            avoid_short_last_line: false,
            full_start: true,
            role: role(piece),
            colour: piece.colour.unwrap_or_default(),
            ..ParagraphStyle::body(LONGEST * size, size)
        };
        let owner: ElementId = self.tree.root();
        let mut around = Surroundings {
            tree: &mut self.tree,
            mark: &|_| None,
            image: &|image| Err(Lost { text: image.asset.clone(), found: None }),
            diagnostics: self.diagnostics,
        };
        let inlines = [text(bare)];
        let paragraph = Paragraph { inlines: &inlines, owner, style: &style };
        let line = self.typesetter.set(paragraph, &mut around).into_iter().next();
        let Some(line) = line else { return (spaces(lead + trail), Vec::new()) };
        let before = spaces(lead);
        let runs = line.items.into_iter().filter_map(|item| match item {
            Item::Text(run) => Some(TextRun { x: run.x + before, ..run }),
            _ => None,
        });
        let runs = if piece.colour.is_some() { runs.collect() } else { Vec::new() };
        (before + line.width + spaces(trail), runs)
    }
}

/// The face for a family name in a drawing: a similar one of ours.
fn role(piece: &UniformText) -> Role {
    let family = piece.family.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| family.contains(word));
    if names(&["mono", "courier", "consol", "menlo"]) {
        Role::Code
    } else if names(&["kai", "楷"]) {
        Role::Emphasis
    } else if piece.bold {
        Role::Strong
    } else {
        Role::Body
    }
}
