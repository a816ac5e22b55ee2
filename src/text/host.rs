//! Hosts of addresses (RFC 3986 §3.2.2, WHATWG URL §3.5): whether a name can be looked up. Takes a
//! host with its port, returns whether a viewer can go there. Names in any script are converted to
//! the letters of the DNS as in UTS #46, with Punycode (RFC 3492), since the DNS counts those.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The separators of a name (UTS #46 §4.5).
const DOTS: [char; 4] = ['.', '。', '．', '｡'];
/// The maximum length of a label, and of a name (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 253;
/// The prefix of a label in Punycode (RFC 5890 §2.3.2.5).
const ACE: &str = "xn--";

/// Whether this is a host, and a port after it if there is a colon.
pub(super) fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, ""));
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit())
        && (port.is_empty() || port.parse::<u16>().is_ok());
    // A full stop at the end means the root.
    let name = name.strip_suffix(DOTS).unwrap_or(name);
    let lengths = name.split(DOTS).map(|label| length(label).map(|length| length + 1));
    let length: Option<usize> = lengths.sum();
    is_port
        && length.is_some_and(|length| length <= LONGEST_NAME + 1)
        && is_number_or_none(name)
}

/// A name that ends in a number is an address of four bytes.
fn is_number_or_none(name: &str) -> bool {
    let parts: Vec<String> = name.split(DOTS).map(|part| part.nfkc().collect()).collect();
    let is_number = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    !parts.last().is_some_and(is_number)
        || (parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok()))
}

/// The length of a label in the DNS, in bytes; `None` if it is invalid.
fn length(label: &str) -> Option<usize> {
    let label: String = label.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    let length = match label.strip_prefix(ACE) {
        Some(code) => {
            let decoded = decode(code).filter(|it| !it.is_ascii() && is_label(it))?;
            // Written in another way than names are.
            let same: String = decoded.nfkc().flat_map(char::to_lowercase).collect();
            (same == decoded && encoded_length(&decoded)? == code.len())
                .then_some(label.len())?
        }
        None if label.is_ascii() => label.len(),
        None => ACE.len() + encoded_length(&label)?,
    };
    (is_label(&label) && length <= LONGEST_LABEL).then_some(length)
}

/// Whether a part has the signs of a name alone: letters, digits, marks on them, hyphens, and the
/// joiners that some scripts need (UTS #46 §4.1).
fn is_label(label: &str) -> bool {
    let is_part = |c: char| {
        c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '-' | '_' | '\u{200C}' | '\u{200D}')
    };
    !label.is_empty() && !label.starts_with(is_combining_mark) && label.chars().all(is_part)
}

/// The numbers of RFC 3492 §5.
const BASE: u32 = 36;
const FIRST: u32 = 0x80;

/// How many digits are left to a number, and what remains, by the place of the digit (RFC 3492
/// §6.1, §3.3).
struct Bias {
    bias: u32,
    is_first: bool,
}

impl Bias {
    const START: Self = Self { bias: 72, is_first: true };

    fn threshold(&self, place: u32) -> u32 {
        (place * BASE + BASE).saturating_sub(self.bias).clamp(1, 26)
    }

    fn adapt(&mut self, delta: u32, points: u32) {
        let mut delta =
            if std::mem::take(&mut self.is_first) { delta / 700 } else { delta / 2 };
        delta += delta / points;
        let mut k = 0;
        while delta > 35 * 26 / 2 {
            delta /= 35;
            k += BASE;
        }
        self.bias = k + 36 * delta / (delta + 38);
    }
}

/// How many letters Punycode takes for a part of a name (RFC 3492 §6.3).
fn encoded_length(label: &str) -> Option<usize> {
    // Longer ones don't fit, and the work grows with the square.
    if label.chars().nth(LONGEST_LABEL).is_some() {
        return None;
    }
    let basic = label.chars().filter(char::is_ascii).count();
    let mut length = basic + usize::from(basic > 0);
    let (mut done, mut from, mut delta, mut bias) =
        (u32::try_from(basic).ok()?, FIRST, 0_u32, Bias::START);
    while let Some(next) = label.chars().map(u32::from).filter(|c| *c >= from).min() {
        delta = (next - from).checked_mul(done + 1)?.checked_add(delta)?;
        for c in label.chars().map(u32::from) {
            if c < next {
                delta += 1;
            } else if c == next {
                let (mut rest, mut place) = (delta, 0);
                loop {
                    length += 1;
                    let threshold = bias.threshold(place);
                    if rest < threshold {
                        break;
                    }
                    rest = (rest - threshold) / (BASE - threshold);
                    place += 1;
                }
                done += 1;
                bias.adapt(delta, done);
                delta = 0;
            }
        }
        delta += 1;
        from = next + 1;
    }
    Some(length)
}

/// Decodes Punycode (RFC 3492 §6.2).
fn decode(code: &str) -> Option<String> {
    let (basic, digits) = code.rsplit_once('-').unwrap_or(("", code));
    if code.len() > LONGEST_LABEL || !code.is_ascii() {
        return None;
    }
    let mut out: Vec<char> = basic.chars().collect();
    let (mut point, mut at, mut bias) = (FIRST, 0_u32, Bias::START);
    let mut digits = digits.chars().peekable();
    while digits.peek().is_some() {
        let before = at;
        let (mut weight, mut place) = (1_u32, 0);
        loop {
            // Its digits are a … z, then 0 … 9.
            let digit = match digits.next()? {
                c @ 'a'..='z' => u32::from(c) - u32::from('a'),
                c @ '0'..='9' => u32::from(c) - u32::from('0') + 26,
                _ => return None,
            };
            at = digit.checked_mul(weight)?.checked_add(at)?;
            let threshold = bias.threshold(place);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            place += 1;
        }
        let points = u32::try_from(out.len()).ok()? + 1;
        bias.adapt(at - before, points);
        point = point.checked_add(at / points)?;
        at %= points;
        out.insert(usize::try_from(at).ok()?, char::from_u32(point)?);
        at += 1;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_can_be_looked_up() {
        let long = format!("{}.cn", "a".repeat(63));
        for host in [
            "a",
            "a.",
            "a.cn:80",
            "a.cn:",
            "a:65535",
            "例.cn",
            "例。cn",
            "ＡＢ.cn",
            "a_b.cn",
            "xn--fiqs8s",
            "XN--FIQS8S",
            "1.2.3.4",
            "𠮷.cn",
            "ß.de",
            "نامه\u{200C}ای.com",
            "a\u{300}.cn",
            &long,
        ] {
            assert!(is_host(host), "{host}");
        }
        let (long, many) = ("a".repeat(64), "a.".repeat(130));
        for host in [
            "",
            ".",
            "..",
            "a..b",
            ".a",
            "a..",
            "a。。b",
            "xn--",
            "xn--a",
            "xn--abc",
            "xn--a-",
            "a:65536",
            "a:99999",
            "a:x",
            "a:1:2",
            "a\u{202E}b",
            "\u{AD}",
            "\u{301}a",
            "a\u{FDD0}",
            "\u{E000}.cn",
            "⒈com",
            "a b",
            "a\u{3000}b",
            "例.cn，文",
            "256.1.1.1",
            "1.2.3.4.5",
            "99999999999",
            "文.1",
            "a/b",
            "a@b",
            "[::1]",
            "a%41",
            &long,
            &many,
            &"文".repeat(64),
            &"a".repeat(40_000),
        ] {
            assert!(!is_host(host), "{host}");
        }
    }

    /// The examples of RFC 3492 §7.1 (C, L), and a name of the root zone.
    #[test]
    fn punycode_is_that_of_the_dns() {
        for (name, code) in [
            ("他們爲什麽不說中文", "ihqwctvzc91f659drss3x8bo0yb"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("中国", "fiqs8s"),
        ] {
            assert_eq!(decode(code).as_deref(), Some(name));
            assert_eq!(encoded_length(name), Some(code.len()));
        }
    }
}
