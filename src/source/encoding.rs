//! Encoding as the exact inverse of decoding.
//!
//! The encoders of the WHATWG standard are not the inverse of its decoders: Big5 cannot write
//! thousands of characters that it reads, and GB18030, Shift_JIS and EUC-JP write some differently
//! than they were read. So the table is made by decoding every sequence once. If several sequences
//! decode to one character, the one that the standard's encoder writes is the plain one, otherwise
//! the lowest; any other is recorded with the source (`model::RawBytes`).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use encoding_rs::Encoding;

use crate::diag::{Code, Error, Result};
use crate::model::SourceInfo;
use crate::text::hex;

/// Characters below this have a slot in the table; beyond it only GB18030 (by arithmetic) and
/// the Unicode encodings go.
const TABLE_END: u32 = 0x3_0000;

/// The first sequence of GB18030 for characters beyond the Basic Multilingual Plane, which
/// follow in order (`90 30 81 30` is U+10000).
const GB18030_ASTRAL_LEAD: u32 = 0x90;

/// The multi-byte encodings; their tables are cached.
static TABLES: [(&Encoding, LazyLock<Arc<EncodingTable>>); 5] = [
    (encoding_rs::GB18030, LazyLock::new(|| Arc::new(EncodingTable::of(encoding_rs::GB18030)))),
    (encoding_rs::BIG5, LazyLock::new(|| Arc::new(EncodingTable::of(encoding_rs::BIG5)))),
    (
        encoding_rs::SHIFT_JIS,
        LazyLock::new(|| Arc::new(EncodingTable::of(encoding_rs::SHIFT_JIS))),
    ),
    (encoding_rs::EUC_JP, LazyLock::new(|| Arc::new(EncodingTable::of(encoding_rs::EUC_JP)))),
    (encoding_rs::EUC_KR, LazyLock::new(|| Arc::new(EncodingTable::of(encoding_rs::EUC_KR)))),
];

/// Writes characters as the bytes that decode to them.
#[derive(Clone, Debug)]
pub struct Encoder {
    form: TargetForm,
}

#[derive(Clone, Debug)]
enum TargetForm {
    Utf8,
    Utf16 { big_endian: bool },
    Table(Arc<EncodingTable>),
}

impl Encoder {
    /// The encoder for a label of the WHATWG Encoding Standard.
    ///
    /// # Errors
    ///
    /// An unknown label, or a stateful encoding, which has no inverse.
    pub fn new(label: &str) -> Result<Self> {
        let encoding = by_label(label)?;
        Self::of(encoding).ok_or_else(|| unknown(label))
    }

    /// The encoder for an encoding, unless it is stateful.
    pub(super) fn of(encoding: &'static Encoding) -> Option<Self> {
        let form = if encoding == encoding_rs::UTF_8 {
            TargetForm::Utf8
        } else if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
            TargetForm::Utf16 { big_endian: encoding == encoding_rs::UTF_16BE }
        } else if is_stateful(encoding) {
            return None;
        } else {
            TargetForm::Table(table(encoding))
        };
        Some(Self { form })
    }

    /// Adds the bytes of `c` to `out`; returns whether there are any.
    pub fn char(&self, c: char, out: &mut Vec<u8>) -> bool {
        match &self.form {
            TargetForm::Utf8 => {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                true
            }
            TargetForm::Utf16 { big_endian } => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let bytes =
                        if *big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
                    out.extend_from_slice(&bytes);
                }
                true
            }
            TargetForm::Table(table) => table.encode(c, out),
        }
    }

    /// The length of a sequence at the start of `bytes` that decodes to `text` but is not what
    /// this encoder writes for it.
    pub(super) fn deviating(&self, bytes: &[u8], text: &str) -> Option<(usize, usize)> {
        let TargetForm::Table(table) = &self.form else { return None };
        (1..=4.min(bytes.len())).find_map(|length| {
            let decoded = table.deviating.get(&bytes[..length])?;
            text.starts_with(decoded.as_str()).then_some((length, decoded.len()))
        })
    }
}

/// The bytes that a text was decoded from, using the recorded ones; `None` if the text has changed.
pub fn encode(text: &str, info: &SourceInfo) -> Option<Vec<u8>> {
    let encoder = Encoder::new(&info.encoding).ok()?;
    let mut out = hex::parse(info.bom.as_deref().unwrap_or_default())?;
    let mut raw = info.raw.iter().peekable();
    for (offset, c) in text.char_indices() {
        match raw.next_if(|raw| raw.offset as usize == offset) {
            Some(raw) => out.extend(hex::parse(&raw.bytes)?),
            None if encoder.char(c, &mut out) => {}
            None => return None,
        }
    }
    raw.next().is_none().then_some(out)
}

/// The encoding of this label. GBK is read as GB18030, which is what its decoder is and which
/// alone can write all that it reads.
pub(super) fn by_label(label: &str) -> Result<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.trim().as_bytes())
        .ok_or_else(|| unknown(label))?;
    Ok(if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding })
}

/// Whether a label is one of the encoding of this name.
pub(crate) fn is_label_of(label: &str, name: &str) -> bool {
    by_label(label).is_ok_and(|encoding| self::name(encoding) == name)
}

fn unknown(label: &str) -> Error {
    let help = "UTF-8, GB18030, Big5, UTF-16LE, UTF-16BE, Shift_JIS, EUC-JP …";
    Error::new(Code::OptionValue, [&"read.encoding", &label, &help])
}

/// The standard's name of an encoding.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    encoding.name()
}

/// Whether the meaning of a byte depends on more than the sequence that it is in.
pub(super) fn is_stateful(encoding: &Encoding) -> bool {
    encoding == encoding_rs::ISO_2022_JP || encoding == encoding_rs::REPLACEMENT
}

fn table(encoding: &'static Encoding) -> Arc<EncodingTable> {
    match TABLES.iter().find(|(known, _)| *known == encoding) {
        Some((_, table)) => Arc::clone(table),
        None => Arc::new(EncodingTable::of(encoding)),
    }
}

/// The bytes of each character.
#[derive(Debug)]
struct EncodingTable {
    /// Bytes by code point, the first byte in the highest place that is used; 0 for none.
    plain: Vec<u32>,
    /// Sequences whose characters are written differently.
    deviating: BTreeMap<Vec<u8>, String>,
    /// Whether characters beyond the table go by the arithmetic of GB18030.
    gb18030: bool,
}

impl EncodingTable {
    fn of(encoding: &'static Encoding) -> Self {
        let mut table = Self {
            plain: vec![0; TABLE_END as usize],
            deviating: BTreeMap::new(),
            gb18030: encoding == encoding_rs::GB18030,
        };
        let mut sequences = Vec::new();
        collect(encoding, &mut Vec::new(), &mut sequences);
        // Ascending byte order, so that the lowest sequence takes the slot first.
        for (bytes, text) in sequences {
            table.add(encoding, &bytes, text);
        }
        table
    }

    fn add(&mut self, encoding: &'static Encoding, bytes: &[u8], text: String) {
        let mut chars = text.chars();
        let only = chars.next().filter(|_| chars.as_str().is_empty());
        let Some(slot) = only.and_then(|c| self.plain.get_mut(c as usize)) else {
            // Two characters for one sequence (four of Big5): never plain.
            self.deviating.insert(bytes.to_vec(), text);
            return;
        };
        if *slot == 0 {
            *slot = pack(bytes);
            return;
        }
        let (written, _, failed) = encoding.encode(&text);
        if !failed && written.as_ref() == bytes {
            self.deviating.insert(unpack(*slot), text);
            *slot = pack(bytes);
        } else {
            self.deviating.insert(bytes.to_vec(), text);
        }
    }

    fn encode(&self, c: char, out: &mut Vec<u8>) -> bool {
        let point = u32::from(c);
        match self.plain.get(point as usize) {
            Some(0) if point == 0 => out.push(0),
            Some(&packed) if packed != 0 => {
                let bytes = packed.to_be_bytes();
                let start = packed.leading_zeros() as usize / 8;
                out.extend_from_slice(&bytes[start..]);
            }
            _ if self.gb18030 && point >= 0x1_0000 => {
                let mut rest = point - 0x1_0000;
                let mut bytes = [0u8; 4];
                for (at, (base, radix)) in
                    [(0x30, 10), (0x81, 126), (0x30, 10)].into_iter().enumerate()
                {
                    bytes[3 - at] = u8::try_from(base + rest % radix).unwrap_or(0);
                    rest /= radix;
                }
                bytes[0] = u8::try_from(GB18030_ASTRAL_LEAD + rest).unwrap_or(0);
                out.extend_from_slice(&bytes);
            }
            _ => return false,
        }
        true
    }
}

fn pack(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |packed, byte| packed << 8 | u32::from(*byte))
}

fn unpack(packed: u32) -> Vec<u8> {
    packed.to_be_bytes()[packed.leading_zeros() as usize / 8..].to_vec()
}

/// All sequences that decode, in byte order: a prefix that is no sequence yet is tried with
/// every byte after it. The four-byte sequences of GB18030 end in a digit; those beyond the Basic
/// Multilingual Plane are left to arithmetic.
fn collect(
    encoding: &'static Encoding,
    prefix: &mut Vec<u8>,
    out: &mut Vec<(Vec<u8>, String)>,
) {
    let gb18030 = encoding == encoding_rs::GB18030;
    if gb18030 && prefix.len() == 2 && prefix[0] > 0x84 {
        return;
    }
    let next = if gb18030 && prefix.len() == 3 { b'0'..=b'9' } else { 0..=u8::MAX };
    for byte in next {
        prefix.push(byte);
        match decode_sequence(encoding, prefix) {
            Sequence::Whole(text) => out.push((prefix.clone(), text)),
            Sequence::Begun if prefix.len() < 4 => collect(encoding, prefix, out),
            Sequence::Begun | Sequence::Wrong => {}
        }
        prefix.pop();
    }
}

enum Sequence {
    Whole(String),
    Begun,
    Wrong,
}

fn decode_sequence(encoding: &'static Encoding, bytes: &[u8]) -> Sequence {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0u8; 16];
    let (result, _, written) =
        decoder.decode_to_utf8_without_replacement(bytes, &mut buffer, false);
    if !matches!(result, encoding_rs::DecoderResult::InputEmpty) {
        return Sequence::Wrong;
    }
    let (result, _, more) =
        decoder.decode_to_utf8_without_replacement(&[], &mut buffer[written..], true);
    if !matches!(result, encoding_rs::DecoderResult::InputEmpty) {
        // Only a longer sequence can still be right, unless a shorter one was in it already.
        return if written == 0 { Sequence::Begun } else { Sequence::Wrong };
    }
    match std::str::from_utf8(&buffer[..written + more]) {
        Ok(text) if !text.is_empty() => Sequence::Whole(text.to_owned()),
        _ => Sequence::Begun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(label: &str, c: char) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        Encoder::new(label).ok()?.char(c, &mut out).then_some(out)
    }

    #[test]
    fn plain_characters_are_written_as_the_standard_does() {
        assert_eq!(bytes_of("gb2312", '汉'), Some(vec![0xBA, 0xBA]));
        assert_eq!(bytes_of("gb18030", '\u{3000}'), Some(vec![0xA1, 0xA1]));
        assert_eq!(bytes_of("gb18030", '€'), Some(vec![0xA2, 0xE3]));
        assert_eq!(bytes_of("gb18030", '😀'), Some(vec![0x94, 0x39, 0xFC, 0x36]));
        assert_eq!(bytes_of("big5", '漢'), Some(vec![0xBA, 0x7E]));
        assert_eq!(bytes_of("utf-16be", '汉'), Some(vec![0x6C, 0x49]));
        assert_eq!(bytes_of("gb18030", '\0'), Some(vec![0]));
        assert_eq!(bytes_of("big5", '😀'), None);
    }

    #[test]
    fn characters_that_the_standard_cannot_write_are_written() {
        // 𠄌, of the Hong Kong supplement.
        let read = encoding_rs::BIG5.decode_without_bom_handling(&[0x88, 0x40]).0.into_owned();
        let c = read.chars().next().expect("one character");
        assert_eq!(bytes_of("big5", c), Some(vec![0x88, 0x40]));
    }

    #[test]
    fn every_sequence_is_either_plain_or_deviating() {
        for label in ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"] {
            let encoding = by_label(label).expect("a known label");
            let encoder = Encoder::of(encoding).expect("a stateless encoding");
            let mut sequences = Vec::new();
            collect(encoding, &mut Vec::new(), &mut sequences);
            for (bytes, text) in sequences {
                let mut out = Vec::new();
                let plain = text.chars().all(|c| encoder.char(c, &mut out)) && out == bytes;
                assert_ne!(
                    plain,
                    encoder.deviating(&bytes, &text).is_some(),
                    "{label} {bytes:X?}"
                );
            }
        }
    }

    #[test]
    fn encodings_without_an_inverse_are_refused() {
        assert!(Encoder::new("iso-2022-jp").is_err());
        assert!(Encoder::new("klingon").is_err());
    }
}
