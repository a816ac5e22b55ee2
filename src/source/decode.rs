//! Decoding that reports each byte that can't be restored from its character.

use encoding_rs::{DecoderResult, Encoding};

use super::encoding::{Encoder, is_stateful};
use super::mixed::{EncodedRange, main_encoding};
use super::same::Same;
use crate::model::{RawBytes, Span};
use crate::text::hex;

/// A decoded text and the places where it does not represent its bytes.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// The text; U+FFFD for each undecodable byte (in UTF-16: code unit).
    pub(super) text: String,
    /// Undecodable and ambiguous bytes, in order.
    pub(super) raw: Vec<RawBytes>,
    /// How many bytes were undecodable.
    pub(super) undecodable: usize,
    /// The place of the first of them in the text.
    pub(super) first_undecodable: Option<usize>,
    /// Whether its bytes cannot be derived from the text: its encoding is stateful, or there are
    /// two.
    pub(super) stateful: bool,
    /// The first part that is not in the main encoding of the file.
    pub(super) first_foreign: Option<Span>,
}

/// Decodes all of `bytes`, which have no byte order mark any more.
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mut decoded = Decoded::default();
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        decoded.utf16(bytes, encoding == encoding_rs::UTF_16BE);
    } else if is_stateful(encoding) {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        decoded.text = text.into_owned();
        decoded.stateful = true;
        decoded.undecodable = usize::from(had_errors);
    } else {
        decoded.sequences(bytes, encoding);
    }
    decoded
}

/// Decodes a file of two encodings, part by part.
pub(super) fn decode_parts(bytes: &[u8], parts: &[EncodedRange]) -> Decoded {
    let main = main_encoding(parts);
    let mut whole = Decoded { stateful: true, ..Decoded::default() };
    for part in parts {
        let decoded = decode(&bytes[part.bytes.clone()], part.encoding);
        let start = whole.text.len();
        if part.encoding != main {
            let line = decoded.text.split(['\r', '\n']).next().unwrap_or_default();
            whole.first_foreign.get_or_insert(Span::new(0, start, start + line.len()));
        }
        let first = decoded.first_undecodable.map(|at| start + at);
        whole.first_undecodable = whole.first_undecodable.or(first);
        whole.undecodable += decoded.undecodable;
        whole.raw.extend(decoded.raw.into_iter().map(|raw| {
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            RawBytes { offset: raw.offset.saturating_add(start), ..raw }
        }));
        whole.text.push_str(&decoded.text);
    }
    whole
}

impl Decoded {
    fn undecodable(&mut self, bytes: &[u8]) {
        self.first_undecodable.get_or_insert(self.text.len());
        self.undecodable += bytes.len();
        self.push_raw(bytes);
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    /// Records that the next character represents these bytes.
    fn push_raw(&mut self, bytes: &[u8]) {
        let offset = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.raw.push(RawBytes { offset, bytes: hex::upper(bytes) });
    }

    fn utf16(&mut self, bytes: &[u8], big_endian: bool) {
        self.text.reserve(bytes.len() / 2 * 3);
        let (pairs, rest) = bytes.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| {
            if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) }
        };
        let mut at = 0;
        for result in char::decode_utf16(pairs.iter().map(unit)) {
            match result {
                Ok(c) => {
                    self.text.push(c);
                    at += 2 * c.len_utf16();
                }
                Err(_) => {
                    self.undecodable(&bytes[at..at + 2]);
                    at += 2;
                }
            }
        }
        if !rest.is_empty() {
            self.undecodable(rest);
        }
    }

    fn sequences(&mut self, bytes: &[u8], encoding: &'static Encoding) {
        let encoder = Encoder::of(encoding).map(|encoder| (encoder, Same::of(encoding)));
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut rest = bytes;
        let mut chunk = String::new();
        loop {
            chunk.clear();
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len());
            chunk.reserve(room.unwrap_or(rest.len().saturating_mul(3)));
            let (result, read) =
                decoder.decode_to_string_without_replacement(rest, &mut chunk, true);
            let bad = match result {
                DecoderResult::Malformed(length, extra) => {
                    usize::from(length) + usize::from(extra)
                }
                _ => 0,
            };
            // What was read up to the bad sequence; bytes after it are read again.
            let good = read.saturating_sub(bad);
            if self.text.is_empty() && chunk.as_bytes() == &rest[..good] {
                // Good UTF-8 throughout: the text is not copied again.
                std::mem::swap(&mut self.text, &mut chunk);
                self.text.shrink_to_fit();
            } else {
                self.push_checked(&chunk, &rest[..good], encoder.as_ref());
            }
            match result {
                DecoderResult::Malformed(length, _) => {
                    let end = good + usize::from(length);
                    rest[good..end].iter().for_each(|byte| self.undecodable(&[*byte]));
                    rest = &rest[end..];
                    decoder = encoding.new_decoder_without_bom_handling();
                }
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => rest = &rest[read..],
            }
        }
    }

    /// Adds `text`, decoded from `bytes`, and records each sequence that is not the one that all
    /// encoders write for its character.
    fn push_checked(&mut self, text: &str, bytes: &[u8], encoder: Option<&(Encoder, Same)>) {
        let Some((encoder, same)) = encoder.filter(|_| text.as_bytes() != bytes) else {
            self.text.push_str(text);
            return;
        };
        let (mut rest, mut at) = (text, 0);
        let mut written = Vec::with_capacity(4);
        while let Some(c) = rest.chars().next() {
            written.clear();
            if encoder.char(c, &mut written) && bytes[at..].starts_with(&written) {
                if !same.has(c) {
                    self.push_raw(&written);
                }
                self.text.push(c);
                at += written.len();
                rest = &rest[c.len_utf8()..];
                continue;
            }
            let Some((length, taken)) = encoder.deviating(&bytes[at..], rest) else {
                // No table explains these bytes: keep the text, which the file's own copy or
                // hash will then contradict.
                self.text.push_str(rest);
                self.stateful = true;
                return;
            };
            // One sequence for two characters is shared out, a byte to each.
            let characters: Vec<char> = rest[..taken].chars().collect();
            let share = length / characters.len();
            for (index, c) in characters.iter().enumerate() {
                let end = if index + 1 == characters.len() { length } else { share };
                self.push_raw(&bytes[at + index * share..at + end]);
                self.text.push(*c);
            }
            at += length;
            rest = &rest[taken..];
        }
    }
}
