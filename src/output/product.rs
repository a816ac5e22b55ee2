//! Whether these writers made a file, by the mark that each puts near the beginning of its files.
//! Takes the bytes of a file, of which no more is read than up to the place of the mark; returns
//! whether it is there.

use std::io::{self, Read};

use super::{epub, pdf};

/// The number of bytes read at a time.
const STEP: u64 = 1 << 16;
/// The beginning of the model's JSON, before and after its version.
const JSON: (&[u8], &[u8]) = (b"{\"version\":\"", b"\",\"meta\":{");
/// The end of a TEI header, and the mark in it (TEI P5 §2.3.11).
const TEI: (&[u8], &[u8]) = (b"</teiHeader>", b"<application ident=\"paiban\"");

/// Whether one of the writers made the file, whatever its name.
///
/// # Errors
///
/// An error of the reader.
pub fn is_product(mut file: impl Read) -> io::Result<bool> {
    let mut head = Vec::new();
    (&mut file).take(STEP).read_to_end(&mut head)?;
    if head.starts_with(b"%PDF-") {
        return Ok(pdf::is_own(&head));
    }
    if head.starts_with(b"PK") {
        return Ok(epub::is_own(head.as_slice().chain(file)));
    }
    if let Some(rest) = head.strip_prefix(JSON.0) {
        let version = rest.iter().position(|byte| *byte == b'"').unwrap_or(rest.len());
        return Ok(rest[version..].starts_with(JSON.1));
    }
    if !head.windows(4).any(|tag| tag == b"<TEI") {
        return Ok(false);
    }
    let (end, sign) = TEI;
    loop {
        let mut tags = (0..head.len()).filter(|at| head[*at] == b'<').map(|at| &head[at..]);
        if let Some(tag) = tags.find(|tag| tag.starts_with(sign) || tag.starts_with(end)) {
            return Ok(tag.starts_with(sign));
        }
        // A mark that is split between two steps is found with the next one.
        head.drain(..head.len().saturating_sub(sign.len()));
        if (&mut file).take(STEP).read_to_end(&mut head)? == 0 {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(bytes: &[u8]) -> bool {
        is_product(bytes).unwrap()
    }

    #[test]
    fn files_of_others_have_no_sign() {
        for other in [
            &b""[..],
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"{\"version\":1}",
            b"{\"version\":\"1.0\"}",
            b"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader></teiHeader><text/></TEI>",
            "　　正文说到 <application ident=\"paiban\"。".as_bytes(),
        ] {
            assert!(!is(other), "{}", String::from_utf8_lossy(other));
        }
    }

    /// The sign counts wherever the steps divide it, and in the header alone.
    #[test]
    fn a_header_is_read_to_its_end_and_no_further() {
        let tei = |before: usize, sign: &str| {
            let blank = " ".repeat(before);
            format!("<TEI><teiHeader>{blank}{sign}</teiHeader><text/></TEI>").into_bytes()
        };
        let sign = "<application ident=\"paiban\" version=\"1\"/>";
        let step = usize::try_from(STEP).unwrap();
        for before in (step - 60..step + 5).chain([0, 3 * step]) {
            assert!(is(&tei(before, sign)), "{before}");
            assert!(!is(&tei(before, "")), "{before}");
        }
        let body = [tei(2 * step, ""), sign.as_bytes().to_vec()].concat();
        let mut rest = &body[..];
        assert!(!is_product(&mut rest).unwrap());
        let far = [tei(0, ""), vec![b' '; 10 * step], sign.as_bytes().to_vec()].concat();
        let mut rest = &far[..];
        assert!(!is_product(&mut rest).unwrap());
        assert!(rest.len() > 7 * step, "{} bytes are left", rest.len());
    }
}
