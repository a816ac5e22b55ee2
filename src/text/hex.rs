//! Bytes as hexadecimal digits (RFC 4648 §8) and back, and percent-encoded (RFC 3986 §2.1).

/// Bytes as lower-case digits.
pub fn lower(bytes: &[u8]) -> String {
    text(bytes, b"0123456789abcdef")
}

/// Bytes as upper-case digits.
pub fn upper(bytes: &[u8]) -> String {
    text(bytes, UPPER)
}

/// A byte as two upper-case digits.
pub fn digits(byte: u8) -> [u8; 2] {
    pair(byte, UPPER)
}

/// The bytes that pairs of digits stand for; `None` if there is anything else.
pub fn parse(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(value(*high)? << 4 | value(*low)?).ok();
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    bytes.filter(|_| rest.is_empty())
}

/// A text with each of its bytes percent-encoded.
pub fn percent(text: &str) -> String {
    text.bytes()
        .flat_map(|byte| ['%'].into_iter().chain(digits(byte).map(char::from)))
        .collect()
}

const UPPER: &[u8; 16] = b"0123456789ABCDEF";

fn text(bytes: &[u8], alphabet: &[u8; 16]) -> String {
    bytes.iter().flat_map(|byte| pair(*byte, alphabet)).map(char::from).collect()
}

fn pair(byte: u8, alphabet: &[u8; 16]) -> [u8; 2] {
    [byte >> 4, byte & 15].map(|digit| alphabet[usize::from(digit)])
}

#[cfg(test)]
mod tests {
    use super::{lower, parse, percent, upper};

    #[test]
    fn digits_stand_for_bytes() {
        assert_eq!(lower(&[0, 0xAF]), "00af");
        assert_eq!(upper(&[0, 0xAF]), "00AF");
        assert_eq!(parse("00aF"), Some(vec![0, 0xAF]));
        assert_eq!(parse(""), Some(Vec::new()));
        for wrong in ["0", "+1", "0g", "字"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(percent("甲 "), "%E7%94%B2%20");
    }
}
