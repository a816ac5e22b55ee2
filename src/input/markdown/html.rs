//! Inline HTML: pairs of tags with a construct in the model.
//!
//! Other tags are gaps, their text is kept, and they are reported by name. The content of `rp` and
//! comments are gaps, too.

use super::html_blocks::BLOCKS;
use super::inlines::{self, PendingInline, PendingKind, as_gaps, target_of};
use super::{Reader, spans};
use crate::diag::Code;
use crate::input::elements::{self, ElementRole};
use crate::model::{
    Anchor, Attr, CodeSpan, Image, Inline, LanguageSpan, LineBreak, Link, Quoted, Reading,
    Ruby, RubyPair, Style, Styled, plain_text,
};

/// A parsed tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name, in lower case; empty for comments and declarations.
    pub(super) name: String,
    pub(super) closes: bool,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// Reads a tag from `<` to `>`.
    pub(super) fn parse(raw: &str) -> Self {
        let inner = raw.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let (name, rest) = inner.split_at(end.unwrap_or(inner.len()));
        Self { name: name.to_ascii_lowercase(), closes, attributes: attributes(rest) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Identifier, language and classes.
    pub(super) fn attr(&self) -> Attr {
        Attr {
            id: self.get("id").map(str::to_owned),
            lang: self.get("lang").map(str::to_owned),
            classes: self
                .get("class")
                .map(|it| it.split_whitespace().map(str::to_owned).collect())
                .unwrap_or_default(),
            ..Attr::default()
        }
    }
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if end == 0 {
            return out;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
            out.push((name, String::new()));
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value[1..].split_once(quote).unwrap_or((&value[1..], ""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        out.push((name, decode(value)));
        rest = after;
    }
}

/// The entities required in HTML, and numeric references.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let decoded = end.and_then(|end| entity(&rest[1..end]));
        match (decoded, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "emsp" => '\u{2003}',
        "ensp" => '\u{2002}',
        "mdash" => '—',
        "hellip" => '…',
        "middot" => '·',
        "copy" => '©',
        "times" => '×',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    })
}

/// The inline made of a pair of tags.
#[derive(Clone, Copy)]
enum Pairing {
    Style(Style),
    Code,
    Span,
    Quoted,
    Link,
    Ruby,
    /// The tags have no meaning in the model.
    Nothing,
}

/// The inline for a pair of these tags; `None` if Markdown parses the tags itself, or not at all.
fn pairing(name: &str) -> Option<Pairing> {
    Some(match elements::role(name) {
        ElementRole::Style(style) => Pairing::Style(style),
        ElementRole::Code => Pairing::Code,
        ElementRole::Quoted => Pairing::Quoted,
        ElementRole::Link => Pairing::Link,
        ElementRole::Ruby => Pairing::Ruby,
        _ if matches!(name, "span" | "bdi") => Pairing::Span,
        _ if matches!(name, "small" | "big" | "font" | "center") => Pairing::Nothing,
        _ => return None,
    })
}

/// The maximum number of open tags searched for a closing one.
const NEAR: usize = 32;

/// The parts of a ruby, which pairs them itself.
const RUBY_PARTS: [&str; 5] = ["rb", "rt", "rp", "rtc", "rbc"];

/// The parts of a table, meaningless outside one.
const TABLE_PARTS: [&str; 9] =
    ["caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"];

/// Pairs the tags of one level.
pub(super) fn pair(items: Vec<PendingInline>, reader: &mut Reader<'_>) -> Vec<PendingInline> {
    if !items.iter().any(|item| matches!(item.kind, PendingKind::Tag(_))) {
        return items;
    }
    let mut out: Vec<PendingInline> = Vec::new();
    let mut open: Vec<(usize, Tag)> = Vec::new();
    let mut deepest: Vec<usize> = Vec::new();
    for item in items {
        let PendingKind::Tag(raw) = &item.kind else {
            if let Some(depth) = deepest.last_mut() {
                *depth = (*depth).max(item.depth);
            }
            out.push(item);
            continue;
        };
        let tag = Tag::parse(raw);
        match pairing(&tag.name) {
            Some(_) if !tag.closes => {
                open.push((out.len(), tag));
                deepest.push(0);
                out.push(item);
            }
            Some(pairing) => {
                let near = open.len().saturating_sub(NEAR);
                let begun = open[near..].iter().rposition(|(_, begun)| begun.name == tag.name);
                let begun = begun.map(|at| near + at);
                let Some(begun) = begun else {
                    out.push(item);
                    continue;
                };
                let depth = deepest[begun..].iter().max().copied().unwrap_or(0) + 1;
                let (start, tag) = open.swap_remove(begun);
                open.truncate(begun);
                deepest.truncate(begun);
                out.push(item);
                if let Some(outer) = deepest.last_mut() {
                    *outer = (*outer).max(depth);
                }
                if has_colour(&tag) {
                    let place = inlines::place(&out[start].inline);
                    reader.report_once(Code::MarkdownColour, place);
                }
                if depth <= reader.deepest {
                    let content: Vec<PendingInline> = out.drain(start..).collect();
                    let made = wrap(pairing, &tag, content);
                    out.extend(
                        made.into_iter()
                            .map(|it| PendingInline { depth, ..PendingInline::plain(it) }),
                    );
                }
            }
            None if RUBY_PARTS.contains(&tag.name.as_str()) || tag.name.is_empty() => {
                out.push(item);
            }
            None => alone(&tag, item, reader, &mut out),
        }
    }
    out
}

/// Whether a tag sets a colour.
pub(super) fn has_colour(tag: &Tag) -> bool {
    let style = tag.get("style").unwrap_or_default().to_ascii_lowercase();
    let mut rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    tag.get("color").is_some()
        || rules
            .any(|(name, _)| matches!(name.trim(), "color" | "background" | "background-color"))
}

/// A tag without a partner.
fn alone(
    tag: &Tag,
    item: PendingInline,
    reader: &mut Reader<'_>,
    out: &mut Vec<PendingInline>,
) {
    match tag.name.as_str() {
        "br" => {
            let content = vec![item.inline];
            out.push(PendingInline::plain(Inline::LineBreak(Box::new(LineBreak { content }))));
        }
        "img" => {
            let mut image = image(tag, reader);
            image.attr.span = inlines::place(&item.inline);
            out.push(PendingInline::plain(item.inline));
            out.push(PendingInline::plain(Inline::Image(Box::new(image))));
        }
        "wbr" => out.push(PendingInline::plain(item.inline)),
        name if BLOCKS.contains(&name) || TABLE_PARTS.contains(&name) => {
            out.push(PendingInline::plain(item.inline));
        }
        _ => {
            reader.unknown_tag(&tag.name, &item.inline);
            out.push(PendingInline::plain(item.inline));
        }
    }
}

/// The image of an `img`.
fn image(tag: &Tag, reader: &mut Reader<'_>) -> Image {
    let size = |name| {
        let value = tag.get(name).filter(|value| !value.is_empty())?;
        let plain = value.bytes().all(|byte| byte.is_ascii_digit());
        Some(if plain { format!("{value}px") } else { value.to_owned() })
    };
    let alt = tag.get("alt").map(str::to_owned);
    let style = tag.get("style").unwrap_or_default();
    let rules: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let rule = |wanted: &str| {
        let found = rules.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(found.1.to_owned())
    };
    let mut attr = tag.attr();
    attr.keys.extend(rule("zoom").map(|zoom| ("zoom".to_owned(), zoom)));
    Image {
        attr,
        asset: reader.assets.id(tag.get("src").unwrap_or_default()),
        decorative: alt.as_deref() == Some(""),
        alt: alt.filter(|alt| !alt.is_empty()),
        width: size("width").or_else(|| rule("width")),
        height: size("height").or_else(|| rule("height")),
    }
}

fn wrap(pairing: Pairing, tag: &Tag, items: Vec<PendingInline>) -> Vec<Inline> {
    if let Pairing::Ruby = pairing {
        return vec![Inline::Ruby(Box::new(ruby(tag, items)))];
    }
    let content = inlines::inlines(items);
    let attr = tag.attr();
    vec![match pairing {
        Pairing::Style(style) => Inline::Styled(Box::new(Styled { attr, style, content })),
        Pairing::Code => {
            let mut flat = Vec::new();
            flatten(content, &mut flat);
            Inline::Code(Box::new(CodeSpan { attr, content: flat }))
        }
        Pairing::Span => Inline::Span(Box::new(LanguageSpan { attr, content })),
        Pairing::Quoted => Inline::Quoted(Box::new(Quoted { attr, content })),
        Pairing::Link => match tag.get("href") {
            Some(target) => Inline::Link(Box::new(Link {
                attr,
                target: target_of(target),
                title: tag.get("title").map(str::to_owned),
                content,
            })),
            None => {
                let id = tag.get("name").map(str::to_owned).or(attr.id.clone());
                let anchor = Inline::Anchor(Box::new(Anchor { attr: Attr { id, ..attr } }));
                return [anchor].into_iter().chain(content).collect();
            }
        },
        Pairing::Nothing | Pairing::Ruby => return content,
    }]
}

/// Only texts and gaps.
fn flatten(content: Vec<Inline>, out: &mut Vec<Inline>) {
    for mut inline in content {
        match inline {
            Inline::Text(_) | Inline::Gap(_) => out.push(inline),
            _ => inline.children_mut(&mut |part| {
                if let crate::model::PartMut::Inlines(inner) = part {
                    flatten(std::mem::take(inner), out);
                }
            }),
        }
    }
}

/// The target of a ruby's characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RubyTarget {
    Base,
    Reading,
    /// Fallback parentheses.
    Fallback,
}

fn ruby(tag: &Tag, items: Vec<PendingInline>) -> Ruby {
    let mut ruby = Ruby { attr: tag.attr(), pairs: Vec::new() };
    let (mut base, mut reading) = (Vec::new(), Vec::new());
    let mut place = RubyTarget::Base;
    for item in items {
        let part = match &item.kind {
            PendingKind::Tag(raw) => Some(Tag::parse(raw)),
            _ => None,
        };
        match part {
            Some(part) if part.name == "rt" && !part.closes => {
                if !reading.is_empty() && place == RubyTarget::Base && !only_gaps(&base) {
                    flush(&mut ruby, &mut base, &mut reading);
                }
                place = RubyTarget::Reading;
                reading.push(item.inline);
                continue;
            }
            Some(part) if part.name == "rp" && !part.closes => place = RubyTarget::Fallback,
            Some(part) if part.closes && matches!(part.name.as_str(), "rt" | "rp") => {
                let in_base = match place {
                    RubyTarget::Base => true,
                    RubyTarget::Fallback => !has_text(&reading),
                    RubyTarget::Reading => false,
                };
                if in_base { &mut base } else { &mut reading }.push(item.inline);
                place = RubyTarget::Base;
                continue;
            }
            _ => {}
        }
        let gaps = place == RubyTarget::Fallback;
        let content = if gaps { as_gaps(vec![item.inline]) } else { vec![item.inline] };
        let shows = content.iter().any(|it| !matches!(it, Inline::Gap(_)));
        if place == RubyTarget::Base && shows && has_text(&reading) {
            flush(&mut ruby, &mut base, &mut reading);
        }
        let after_reading = has_text(&reading) && only_gaps(&content);
        match place {
            RubyTarget::Reading => reading.extend(content),
            _ if after_reading => reading.extend(content),
            _ => base.extend(content),
        }
    }
    flush(&mut ruby, &mut base, &mut reading);
    ruby
}

fn only_gaps(content: &[Inline]) -> bool {
    content.iter().all(|it| matches!(it, Inline::Gap(_)))
}

fn has_text(content: &[Inline]) -> bool {
    !plain_text(content).is_empty()
}

fn flush(ruby: &mut Ruby, base: &mut Vec<Inline>, reading: &mut Vec<Inline>) {
    if base.is_empty() && reading.is_empty() {
        return;
    }
    let content = std::mem::take(reading);
    let written = plain_text(&content);
    let readings: Vec<Reading> =
        if content.is_empty() { Vec::new() } else { vec![spans::reading(content, &written)] };
    ruby.pairs.push(RubyPair { base: std::mem::take(base), readings });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_attributes() {
        let tag = Tag::parse("<IMG src='a&amp;b.png' width=40 hidden/>");
        assert_eq!(tag.name, "img");
        assert_eq!(tag.get("src"), Some("a&b.png"));
        assert_eq!(tag.get("width"), Some("40"));
        assert_eq!(tag.get("hidden"), Some(""));
        assert!(Tag::parse("</rt>").closes);
        assert_eq!(Tag::parse("<!-- c -->").name, "");
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(decode("&lt;&amp;lt;&#x4e2d;&foo;&"), "<&lt;中&foo;&");
    }
}
