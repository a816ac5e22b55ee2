//! Lists of nodes: the white between them by class (The TeXbook, ch. 18).

use super::frame::Frame;
use super::{FormulaSetter, Size};
use crate::math::tree::{MathClass, MathNode, MathStyle};

/// A part of a formula in a line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    pub(crate) frame: Frame,
    /// The white before it, in em.
    pub(crate) space: f32,
    /// Whether a line may break before it, and at what cost.
    pub(crate) after: Option<MathClass>,
}

/// A laid-out node.
struct SetNode {
    frame: Frame,
    /// None of white.
    class: Option<MathClass>,
    /// The index of its node in the list.
    node: usize,
}

/// White between classes in eighteenths of an em; negative: not in scripts.
const SPACES: [[i8; 8]; 8] = [
    [0, 3, -4, -5, 0, 0, 0, -3],
    [3, 3, 0, -5, 0, 0, 0, -3],
    [-4, -4, 0, 0, -4, 0, 0, -4],
    [-5, -5, 0, 0, -5, 0, 0, -5],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, -4, -5, 0, 0, 0, -3],
    [-3, -3, 0, -3, -3, -3, -3, -3],
    [-3, 3, -4, -5, -3, 0, -3, -3],
];

fn index(class: MathClass) -> usize {
    match class {
        MathClass::Ordinary => 0,
        MathClass::Operator => 1,
        MathClass::Binary => 2,
        MathClass::Relation => 3,
        MathClass::Opening => 4,
        MathClass::Closing => 5,
        MathClass::Punctuation => 6,
        MathClass::Inner => 7,
    }
}

/// The white between two classes, in em of the text.
fn between(left: MathClass, right: MathClass, size: Size) -> f32 {
    let space = SPACES[index(left)][index(right)];
    let is_script = size.style >= MathStyle::Script;
    match space {
        _ if space < 0 && is_script => 0.0,
        _ => f32::from(space.abs()) / 18.0 * size.scale,
    }
}

impl FormulaSetter<'_, '_> {
    /// A list as one frame.
    pub(super) fn list(&mut self, nodes: &[MathNode], size: Size) -> Frame {
        self.list_after(nodes, size, None)
    }

    /// A list that follows something of a class.
    pub(super) fn list_after(
        &mut self,
        nodes: &[MathNode],
        size: Size,
        before: Option<MathClass>,
    ) -> Frame {
        let mut atoms = Vec::new();
        if before.is_some() {
            atoms.push(SetNode { frame: Frame::default(), class: before, node: 0 });
        }
        self.atoms(nodes, size, None, &mut atoms);
        resolve(&mut atoms);
        let mut out = Frame::default();
        let single = atoms.len() == 1;
        let mut last = None;
        for atom in atoms {
            if let Some(class) = atom.class {
                out.width += last.map_or(0.0, |last| between(last, class, size));
                last = Some(class);
            }
            let (italic, glyph, accent) =
                (atom.frame.italic, atom.frame.glyph, atom.frame.accent);
            out.append(atom.frame);
            (out.italic, out.glyph, out.accent) =
                if single { (italic, glyph, accent) } else { (italic, None, None) };
        }
        out
    }

    /// A list in parts, one for each node.
    pub(super) fn segments(&mut self, nodes: &[MathNode], size: Size) -> Vec<Segment> {
        let mut atoms = Vec::new();
        self.atoms(nodes, size, None, &mut atoms);
        resolve(&mut atoms);
        let mut out: Vec<Segment> = nodes.iter().map(|_| Segment::default()).collect();
        let mut last: Option<(MathClass, usize)> = None;
        for atom in atoms {
            let Some(segment) = out.get_mut(atom.node) else { continue };
            if let Some(class) = atom.class {
                if let Some((before, node)) = last {
                    let space = between(before, class, size);
                    if node == atom.node {
                        segment.frame.width += space;
                    } else {
                        segment.space = space;
                        segment.after = Some(before);
                    }
                }
                last = Some((class, atom.node));
            }
            segment.frame.append(atom.frame);
        }
        out
    }

    /// The atoms of nodes; `of` is the node of the list around that they belong to.
    fn atoms(
        &mut self,
        nodes: &[MathNode],
        size: Size,
        of: Option<usize>,
        out: &mut Vec<SetNode>,
    ) {
        for (index, node) in nodes.iter().enumerate() {
            let index = of.unwrap_or(index);
            match node {
                MathNode::Space(width) => {
                    let frame = Frame::space(width * size.scale);
                    out.push(SetNode { frame, class: None, node: index });
                }
                MathNode::Style { style, body } => {
                    let size = self.restyle(size, *style);
                    self.atoms(body, size, Some(index), out);
                }
                MathNode::Colour { colour, body } => {
                    let size = Size { colour: Some(*colour), ..size };
                    self.atoms(body, size, Some(index), out);
                }
                node => {
                    let frame = self.node(node, size);
                    out.push(SetNode { frame, class: Some(node.class()), node: index });
                }
            }
        }
    }
}

/// A binary operator without an operand on either side is an ordinary sign.
fn resolve(atoms: &mut [SetNode]) {
    let mut last: Option<MathClass> = None;
    let mut binary: Option<usize> = None;
    for at in 0..atoms.len() {
        let Some(class) = atoms[at].class else { continue };
        let mut own = class;
        let ends =
            matches!(class, MathClass::Relation | MathClass::Closing | MathClass::Punctuation);
        if let Some(before) = binary.take()
            && ends
        {
            atoms[before].class = Some(MathClass::Ordinary);
        }
        if class == MathClass::Binary {
            let lacks = last.is_none_or(|last| {
                matches!(
                    last,
                    MathClass::Binary
                        | MathClass::Operator
                        | MathClass::Relation
                        | MathClass::Opening
                        | MathClass::Punctuation
                )
            });
            if lacks {
                own = MathClass::Ordinary;
                atoms[at].class = Some(own);
            } else {
                binary = Some(at);
            }
        }
        last = Some(own);
    }
    if let Some(before) = binary {
        atoms[before].class = Some(MathClass::Ordinary);
    }
}
