//! Expands the entities that a drawing declares (XML 1.0 §4.2, §4.4), and removes its document
//! type. External entities are never fetched.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Unusable;

/// The maximum nesting of entities.
const DEEPEST: usize = 8;
/// The maximum number of expanded references. Drawing programs declare about a dozen names.
const MOST: usize = 10_000;

/// A text with its declared entities expanded, at most `longest` bytes, and whether it had external
/// ones.
pub(super) fn written_out(
    text: &str,
    longest: usize,
) -> Result<(Cow<'_, str>, bool), Unusable> {
    let Some((before, declared, body)) = document_type(text) else {
        return Ok((Cow::Borrowed(text), false));
    };
    let (entities, has_outside) = declarations(declared);
    let mut out = Out { text: before.to_owned(), entities, longest, references: 0 };
    let mut rest = body;
    while let Some(start) = rest.find("<![CDATA[") {
        let end = rest[start..].find("]]>").map_or(rest.len(), |end| start + end);
        out.expand(&rest[..start], 0)?;
        out.push(&rest[start..end])?;
        rest = &rest[end..];
    }
    out.expand(rest, 0)?;
    Ok((Cow::Owned(out.text), has_outside))
}

/// The text before the document type, its declarations, and the text after it.
fn document_type(text: &str) -> Option<(&str, &str, &str)> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let next = rest.find('<')?;
        let tag = &rest[next..];
        let end = if tag.starts_with("<!--") {
            tag.find("-->")? + 3
        } else if tag.starts_with("<?") {
            tag.find("?>")? + 2
        } else if tag.starts_with("<!DOCTYPE") {
            let end = end_of_type(tag)?;
            return Some((&text[..at + next], &tag[..end], &tag[end..]));
        } else {
            return None;
        };
        at += next + end;
    }
}

/// The end of a document type: the first `>` outside quotes, comments and brackets.
fn end_of_type(tag: &str) -> Option<usize> {
    let (mut quote, mut inside) = (None, false);
    let mut at = 0;
    while let Some(c) = tag[at..].chars().next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '<') if tag[at..].starts_with("<!--") => at += tag[at..].find("-->")?,
            (None, '[') => inside = true,
            (None, ']') => inside = false,
            (None, '>') if !inside => return Some(at + 1),
            (None, _) => {}
        }
        at += c.len_utf8();
    }
    None
}

/// The internal entities, and whether there are external ones.
fn declarations(declared: &str) -> (BTreeMap<&str, &str>, bool) {
    let (mut entities, mut has_outside) = (BTreeMap::new(), false);
    for part in declared.split("<!ENTITY").skip(1) {
        let part = part.trim_start();
        let Some((name, value)) = part.split_once(|c: char| c.is_ascii_whitespace()) else {
            continue;
        };
        let value = value.trim_start();
        match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                if let Some((value, _)) = value[1..].split_once(quote) {
                    // The first declaration of an entity is used.
                    entities.entry(name).or_insert(value);
                }
            }
            _ => has_outside = true,
        }
    }
    (entities, has_outside)
}

struct Out<'a> {
    text: String,
    entities: BTreeMap<&'a str, &'a str>,
    longest: usize,
    references: usize,
}

impl Out<'_> {
    fn push(&mut self, text: &str) -> Result<(), Unusable> {
        self.text.push_str(text);
        if self.text.len() > self.longest { Err(Unusable::TooLarge) } else { Ok(()) }
    }

    fn expand(&mut self, text: &str, depth: usize) -> Result<(), Unusable> {
        let mut rest = text;
        while let Some(start) = rest.find('&') {
            self.push(&rest[..start])?;
            let name = rest[start + 1..].split_once(';').map_or("", |(name, _)| name);
            match self.entities.get(name).copied() {
                Some(value) => {
                    self.references += 1;
                    if depth == DEEPEST || self.references > MOST {
                        return Err(Unusable::TooLarge);
                    }
                    self.expand(value, depth + 1)?;
                    rest = &rest[start + name.len() + 2..];
                }
                None => {
                    self.push("&")?;
                    rest = &rest[start + 1..];
                }
            }
        }
        self.push(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::written_out;
    use crate::image::Unusable;

    #[test]
    fn declared_names_are_written_out() {
        let text = "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY ns \"urn:x\">\n\
            <!ENTITY two '&ns;&ns;'><!-- > ] -->]><svg xmlns=\"&ns;\">&two;&amp;</svg>";
        let (text, has_outside) = written_out(text, 1000).unwrap();
        assert_eq!(text, "<?xml version='1.0'?><svg xmlns=\"urn:x\">urn:xurn:x&amp;</svg>");
        assert!(!has_outside);
    }

    #[test]
    fn nothing_is_fetched() {
        let text = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>";
        let (text, has_outside) = written_out(text, 1000).unwrap();
        assert_eq!(text, "<svg>&x;</svg>");
        assert!(has_outside);
    }

    #[test]
    fn unbounded_growth_is_refused() {
        let mut text = "<!DOCTYPE svg [<!ENTITY a0 ''>".to_owned();
        for level in 1..8 {
            let value = format!("&a{};", level - 1).repeat(100);
            text.push_str(&format!("<!ENTITY a{level} '{value}'>"));
        }
        text.push_str("]><svg>&a7;</svg>");
        assert_eq!(written_out(&text, 1 << 20).unwrap_err(), Unusable::TooLarge);
        let own = "<!DOCTYPE svg [<!ENTITY a '&a;'>]><svg>&a;</svg>";
        assert_eq!(written_out(own, 1 << 20).unwrap_err(), Unusable::TooLarge);
    }
}
