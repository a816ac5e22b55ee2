//! Names and characters of XML 1.0 (§2.2, §2.3), and the namespaces used by paiban.

use crate::model::is_id;

/// Namespaces, by their usual prefixes.
pub mod ns {
    /// TEI P5.
    pub const TEI: &str = "http://www.tei-c.org/ns/1.0";
    /// XHTML.
    pub const XHTML: &str = "http://www.w3.org/1999/xhtml";
    /// The `epub:type` attribute.
    pub const EPUB: &str = "http://www.idpf.org/2007/ops";
    /// The package document of an EPUB.
    pub const OPF: &str = "http://www.idpf.org/2007/opf";
    /// The NCX of an EPUB 2.
    pub const NCX: &str = "http://www.daisy.org/z3986/2005/ncx/";
    /// Dublin Core, the fifteen elements.
    pub const DC: &str = "http://purl.org/dc/elements/1.1/";
    /// The container of Dublin Core that OAI-PMH defines.
    pub const OAI_DC: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    /// MathML.
    pub const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
    /// SVG.
    pub const SVG: &str = "http://www.w3.org/2000/svg";
    /// `xml:id`, `xml:lang`, `xml:space`.
    pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
}

/// Whether XML 1.0 allows the character (§2.2 `Char`).
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether this may be written as the name of an element or attribute: one name, or two joined by a
/// colon (Namespaces in XML 1.0 §4), such as every edition of XML takes, since many readers know
/// the fourth.
pub(super) fn is_name(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, local)) => is_id(prefix) && is_id(local),
        None => is_id(name),
    }
}

/// Whether this is a name without colon where it is read (Namespaces in XML 1.0 §3, on XML 1.0,
/// 5th edition); what is written is narrower.
pub(super) fn is_nc_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a character is better written as a numeric reference, since an eye cannot see it:
/// controls, no-break and zero-width spaces, direction marks, the byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\x7F'..='\u{A0}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
