//! Signs that the parser must not see: the `_` of blanks, which it would take for emphasis or for
//! breaks between scenes, and the `$` that open no formula.
//!
//! In comes a text with the places of such signs, out comes one with other characters of one byte
//! in their stead, so that each place stays what it is; [`Masks::lift`] returns to the parser's nodes
//! their own characters back.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

/// Control characters that mean nothing to the parser; the first that the text lacks are used.
const CANDIDATES: [u8; 8] = [0x1F, 0x1E, 0x1D, 0x1C, 0x17, 0x16, 0x15, 0x14];

/// The characters in the stead of others.
pub(super) struct Masks {
    /// Each with the sign that it represents.
    masks: Vec<(char, &'static str)>,
}

impl Masks {
    /// Puts masks over signs of a kind in their places; none where there are none, or the text has
    /// all characters that could be one.
    pub(super) fn put(
        text: &str,
        signs: &[(&'static str, &[Range<usize>])],
    ) -> Option<(String, Self)> {
        if signs.iter().all(|(_, places)| places.is_empty()) {
            return None;
        }
        let mut free = CANDIDATES.into_iter().filter(|it| !text.as_bytes().contains(it));
        let mut bytes = text.as_bytes().to_vec();
        let mut masks = Vec::new();
        for (sign, places) in signs.iter().filter(|(_, places)| !places.is_empty()) {
            let mask = free.next()?;
            masks.push((char::from(mask), *sign));
            for range in *places {
                let mut escaped = false;
                for byte in &mut bytes[range.clone()] {
                    if sign.as_bytes() == [*byte] && !escaped {
                        *byte = mask;
                    }
                    escaped = *byte == b'\\';
                }
            }
        }
        Some((String::from_utf8(bytes).ok()?, Self { masks }))
    }

    /// Restores the characters of the nodes under `root`.
    pub(super) fn lift(&self, root: Node<'_>) {
        for node in root.descendants() {
            match &mut node.data_mut().value {
                NodeValue::Text(text) => {
                    let mut own = text.to_string();
                    self.unmask(&mut own);
                    if own != **text {
                        *text = own.into();
                    }
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
        for (mask, sign) in &self.masks {
            if text.contains(*mask) {
                *text = text.replace(*mask, sign);
            }
        }
    }
}
