//! Hides signs from the parser: the `_` of blanks, which it would parse as emphasis or as breaks
//! between scenes, and the `$` that open no formula.
//!
//! Takes a text with the places of such signs, returns it with other single-byte characters in
//! their stead, so that all offsets stay the same; [`Masks::lift`] restores the characters in the
//! parser's nodes.

use std::ops::Range;

use comrak::Node;
use comrak::nodes::NodeValue;

/// Control characters without meaning to the parser; the first that do not occur in the text are
/// used.
const CANDIDATES: [u8; 8] = [0x1F, 0x1E, 0x1D, 0x1C, 0x17, 0x16, 0x15, 0x14];

/// The replacement characters.
pub(super) struct Masks {
    /// Each with its original.
    masks: Vec<(char, &'static str)>,
}

impl Masks {
    /// Replaces signs at these places; `None` if there are none, or if the text contains all
    /// candidates.
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
