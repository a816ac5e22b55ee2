//! Signs that the parser must not see: the `_` of blanks, which it would take for emphasis or for
//! breaks between scenes.
//!
//! In comes a text with the places of its blanks, out comes one with another character of one
//! byte in their stead, so that each place stays what it is; [`Masks::lift`] gives the parser's
//! nodes their own characters back.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

/// Control characters that mean nothing to the parser; the first that the text lacks is used.
const CANDIDATES: [u8; 8] = [0x1F, 0x1E, 0x1D, 0x1C, 0x17, 0x16, 0x15, 0x14];

/// The characters in the stead of others.
pub(super) struct Masks {
    mask: char,
}

impl Masks {
    /// Puts masks over the signs of blanks; none where there are no blanks, or the text has all
    /// characters that could be one.
    pub(super) fn put(text: &str, blanks: &[Range<usize>]) -> Option<(String, Self)> {
        let mask = CANDIDATES.into_iter().find(|it| !text.as_bytes().contains(it))?;
        let mut bytes = text.as_bytes().to_vec();
        for range in blanks {
            let mut escaped = false;
            for byte in &mut bytes[range.clone()] {
                if *byte == b'_' && !escaped {
                    *byte = mask;
                }
                escaped = *byte == b'\\';
            }
        }
        let masked = String::from_utf8(bytes).ok().filter(|_| !blanks.is_empty())?;
        Some((masked, Self { mask: char::from(mask) }))
    }

    /// Restores the characters of the nodes under `root`.
    pub(super) fn lift(&self, root: Node<'_>) {
        for node in root.descendants() {
            match &mut node.data_mut().value {
                NodeValue::Text(text) if text.contains(self.mask) => {
                    *text = text.replace(self.mask, "_").into();
                }
                NodeValue::Code(it) => self.unmask(&mut it.literal),
                NodeValue::CodeBlock(it) => {
                    self.unmask(&mut it.info);
                    self.unmask(&mut it.literal);
                }
                NodeValue::HtmlBlock(it) => self.unmask(&mut it.literal),
                NodeValue::HtmlInline(it) | NodeValue::Raw(it) => self.unmask(it),
                NodeValue::Math(it) => self.unmask(&mut it.literal),
                NodeValue::Link(it) | NodeValue::Image(it) => {
                    self.unmask(&mut it.url);
                    self.unmask(&mut it.title);
                }
                NodeValue::FootnoteReference(it) => self.unmask(&mut it.name),
                NodeValue::FootnoteDefinition(it) => self.unmask(&mut it.name),
                NodeValue::BlockDirective(it) => self.unmask(&mut it.info),
                _ => {}
            }
        }
    }

    fn unmask(&self, text: &mut String) {
        if text.contains(self.mask) {
            *text = text.replace(self.mask, "_");
        }
    }
}
