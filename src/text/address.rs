//! Addresses outside the document (RFC 3986): which of them links may lead to. One list for every
//! output, of the schemes by which a viewer opens a page, writes a message or looks a name up;
//! schemes that run a program or open a local file are excluded.

use std::borrow::Cow;

use super::hex;
use super::host::is_host;
use super::script::is_noncharacter;

/// The schemes that a link may have, and whether a host has to follow (RFC 3986 §3.1, §3.2).
const SCHEMES: &[(&str, bool)] = &[
    ("http", true),
    ("https", true),
    ("mailto", false),
    ("tel", false),
    ("doi", false),
    ("urn", false),
];

/// The resolver of DOIs.
const DOI: &str = "https://doi.org/";

/// Characters that must be encoded in a URL (RFC 3986 §2, appendix C).
const ENCODED: &str = " \"<>[\\]^`{|}";

/// The longest address, in bytes as a PDF has it: in ASCII (ISO 19005-2 §6.1.13).
const LONGEST: usize = 32_767;

/// Resolves `address` in the file at `from`, both with `/` relative to one folder; `None` if it
/// leads out of that folder. A leading `/` means that folder.
pub fn join(from: &str, address: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let address = address.replace('\\', "/");
    let (base, rest) = match address.strip_prefix('/') {
        Some(rooted) => ("", rooted),
        None => (folder, address.as_str()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(rest.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The address that a link to `target` leads to, with what a URL may not hold percent-encoded; none
/// if no output may lead there. Han and other letters stay as they are.
///
/// Control characters and spaces before and behind it are no part of it, nor are line ends and
/// tabs within it, as in browsers (WHATWG URL §4.4). A host that can't be looked up, an invalid port,
/// and an address that is longer than a PDF allows lead nowhere.
///
/// ```
/// use paiban::text::address::outside;
///
/// assert_eq!(outside("HTTPS://例.cn/a b").as_deref(), Some("HTTPS://例.cn/a%20b"));
/// assert_eq!(outside("java\nscript:alert(1)"), None);
/// ```
pub fn outside(target: &str) -> Option<String> {
    let target = target.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    // Viewers know no `doi:`, but its resolver (DOI Handbook §3.7).
    let resolved = target.strip_prefix("doi:").filter(|doi| !doi.is_empty());
    let resolved = resolved.map(|doi| format!("{DOI}{doi}"));
    let target = resolved.as_deref().unwrap_or(target);
    let mut address = String::with_capacity(target.len());
    let mut has_fragment = false;
    let kept = target.char_indices().filter(|(_, c)| !matches!(c, '\t' | '\n' | '\r'));
    for (at, c) in kept {
        let is_encoded = || {
            let digits = target.as_bytes().get(at + 1..at + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let is_bad = match c {
            '%' => !is_encoded(),
            // There is one fragment.
            '#' => std::mem::replace(&mut has_fragment, true),
            _ => c.is_control() || is_noncharacter(c) || ENCODED.contains(c),
        };
        if is_bad {
            address.push_str(&hex::percent(c.encode_utf8(&mut [0; 4])));
        } else {
            address.push(c);
        }
    }
    let (scheme, rest) = address.split_once(':')?;
    let (_, has_host) = SCHEMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(scheme))?;
    let leads_somewhere = match rest.strip_prefix("//") {
        Some(rest) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            is_host(host)
        }
        None => !has_host && !rest.is_empty(),
    };
    let in_ascii = |byte: u8| if byte.is_ascii() { 1 } else { "%00".len() };
    let fits = || address.bytes().map(in_ascii).sum::<usize>() <= LONGEST;
    (leads_somewhere && fits()).then_some(address)
}

/// The bytes that percent signs represent (RFC 3986 §2.1); a stray one stays.
pub fn percent_decoded(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'%') {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let code = digit(0).zip(digit(1)).and_then(|(a, b)| u8::try_from(a * 16 + b).ok());
        match code.filter(|_| *byte == b'%') {
            Some(code) => {
                out.push(code);
                rest = &after[2..];
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    Cow::Owned(out)
}

/// An address with its percent signs decoded; as it is, where that is no text.
pub fn decoded(address: &str) -> Cow<'_, str> {
    match percent_decoded(address) {
        Cow::Borrowed(_) => Cow::Borrowed(address),
        Cow::Owned(bytes) => {
            String::from_utf8(bytes).map_or(Cow::Borrowed(address), Cow::Owned)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{join, outside};

    #[test]
    fn addresses_are_resolved_within_the_folder() {
        let cases = [
            ("ch1/a.md", "b.md", Some("ch1/b.md")),
            ("ch1/a.md", "../img/x.png", Some("img/x.png")),
            ("ch1/a.md", "/img/x.png", Some("img/x.png")),
            ("a.md", "./b.md", Some("b.md")),
            ("a.md", "..\\b.md", None),
            ("ch1/a.md", "../../etc/passwd", None),
        ];
        for (from, address, expected) in cases {
            assert_eq!(join(from, address).as_deref(), expected, "{address} in {from}");
        }
    }

    #[test]
    fn openable_addresses_are_link_targets() {
        for (target, address) in [
            ("https://example.com/a?b#c", "https://example.com/a?b#c"),
            ("  HTTP://例.cn/文 章\n", "HTTP://例.cn/文%20章"),
            ("ht\ntps://example.com/", "https://example.com/"),
            ("mailto:a@example.com", "mailto:a@example.com"),
            ("tel:+8610", "tel:+8610"),
            ("doi:10.1000/182", "https://doi.org/10.1000/182"),
            ("https://example.com/%zz#a#b", "https://example.com/%25zz#a%23b"),
            ("urn:isbn:9787020000000", "urn:isbn:9787020000000"),
            ("https://example.com/\u{85}%41", "https://example.com/%C2%85%41"),
            ("https://例.cn/[\u{FDD0}]?[#]", "https://例.cn/%5B%EF%B7%90%5D?%5B#%5D"),
        ] {
            assert_eq!(outside(target).as_deref(), Some(address), "{target:?}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for target in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}\tjavascript:alert(1)",
            "java\nscript:alert(1)",
            "java%73cript:alert(1)",
            "javascript%3Aalert(1)",
            "javascript：alert(1)",
            "vbscript:x",
            "file:///etc/passwd",
            "FILE:c:/x.exe",
            "data:text/html,<script>",
            "smb://host/share",
            "\\\\host\\share",
            "//host/share",
            "ms-word:ofe|u|http://example.com",
            "blob:https://example.com/1",
            "view-source:https://example.com",
            "jar:https://example.com!/x",
            "x.exe",
            "../../x",
            "https:x",
            "https://",
            "https://%00/",
            "https://user@example.com/",
            "mailto:",
            "http://a:99999/",
            "http://.",
            "http://..",
            "http://a..b/",
            "http://xn--/",
            "http://a\u{202E}b/",
        ] {
            assert_eq!(outside(target), None, "{target:?}");
        }
    }

    #[test]
    fn an_address_is_as_long_as_a_string_of_a_pdf_may_be() {
        let path = |letter: &str, count: usize| format!("http://a.cn/{}", letter.repeat(count));
        assert!(outside(&path("a", 32_755)).is_some());
        assert_eq!(outside(&path("a", 32_756)), None);
        assert!(outside(&path("文", 3_639)).is_some());
        assert_eq!(outside(&path("文", 3_640)), None);
    }
}
