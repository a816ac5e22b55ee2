//! Parses a drawing and keeps the parts that are allowed by the tables of [`allowed`]: all outputs
//! use this result, and nothing else reads the file.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::allowed::{self, ElementUse};
use super::css::{self, CssRule, Declaration};
use super::foreign::{self, DrawingBox};
use super::{Unusable, cost, entities, pointers};
use crate::diag::Code;
use crate::image;
use crate::model::{AssetKind, id_of, is_id};
use crate::text::address;
use crate::xml::{Element, Event, Limits, Reader, ns};

/// The maximum size of a drawing's text, in bytes.
const LONGEST: usize = 32 << 20;
/// The maximum nesting of elements in the source.
const DEEPEST: usize = 256;
/// The maximum size of an attribute except outlines and images, in bytes.
const LONGEST_VALUE: usize = 8 << 10;

/// The allowed parts of a drawing.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The elements, parents before children; the first is the root.
    pub(super) nodes: Vec<SvgElement>,
    /// The index of the element with an id.
    pub(super) ids: BTreeMap<String, usize>,
    /// The kinds of removed content.
    pub(super) dropped: BTreeSet<&'static str>,
}

/// An element.
#[derive(Debug)]
pub(super) struct SvgElement {
    pub(super) name: &'static str,
    pub(super) part: ElementUse,
    /// Its attributes except `style`.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) style: Vec<Declaration>,
    /// The rules that it contains.
    pub(super) rules: Vec<CssRule>,
    pub(super) content: Vec<SvgContent>,
}

/// The content of an element.
#[derive(Debug)]
pub(super) enum SvgContent {
    Node(usize),
    Text(String),
}

impl SvgElement {
    pub(super) fn new(name: &'static str, part: ElementUse) -> Self {
        let (attributes, style, rules, content) = Default::default();
        Self { name, part, attributes, style, rules, content }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The properties that it declares, with their values.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        let set = self.attributes.iter().filter(|(name, _)| allowed::property(name));
        let set = set.map(|(name, value)| (name.as_str(), value.as_str()));
        set.chain(self.style.iter().map(|it| (it.property.as_str(), it.value.as_str())))
    }

    /// The id that its `href` refers to.
    pub(super) fn reference(&self) -> Option<&str> {
        let href = self.attribute("href").or_else(|| self.attribute("xlink:href"))?;
        href.strip_prefix('#')
    }

    /// Its child elements.
    pub(super) fn children(&self) -> impl Iterator<Item = usize> {
        self.content.iter().filter_map(|it| match it {
            SvgContent::Node(index) => Some(*index),
            SvgContent::Text(_) => None,
        })
    }
}

impl Source {
    /// Reads a drawing; images in it have at most `limit` samples.
    pub(super) fn read(data: &[u8], limit: u64) -> Result<Self, Unusable> {
        if data.len() > LONGEST {
            return Err(Unusable::TooLarge);
        }
        let text = std::str::from_utf8(data)
            .map_err(|_| Unusable::Damaged("it is not in UTF-8".to_owned()))?;
        let (text, has_outside) = entities::written_out(text, LONGEST)?;
        let limits = Limits { depth: DEEPEST, value: LONGEST, ..Limits::default() };
        let mut parser = Parser {
            reader: Reader::new(&text, limits),
            source: Self::default(),
            open: Vec::new(),
            least: 0,
            limit,
        };
        if has_outside {
            parser.source.dropped.insert("outside entity");
        }
        parser.run()?;
        pointers::mend(&mut parser.source);
        Ok(parser.source)
    }

    /// The element with an id.
    pub(super) fn target(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The kinds of content that a page can't show as shapes.
    pub(super) fn beyond_shapes(&self) -> BTreeSet<&'static str> {
        let mut kinds = BTreeSet::new();
        for node in &self.nodes {
            match node.part {
                ElementUse::Text
                    if node.name == "textPath" && node.content.iter().any(has_text) =>
                {
                    kinds.insert("text on a path")
                }
                ElementUse::Image => kinds.insert("image"),
                _ => false,
            };
            let ruled = node.rules.iter().flat_map(|rule| &rule.declarations);
            let values = node.properties().map(|(_, value)| value);
            for value in values.chain(ruled.map(|it| it.value.as_str())) {
                let targets = css::references(value).filter_map(|id| self.target(id));
                let names = targets.map(|index| self.nodes[index].name);
                kinds.extend(names.filter(|name| ["filter", "mask", "pattern"].contains(name)));
            }
        }
        kinds
    }
}

fn has_text(content: &SvgContent) -> bool {
    matches!(content, SvgContent::Text(text) if !text.trim().is_empty())
}

/// Parses a drawing.
struct Parser<'a> {
    reader: Reader<'a>,
    source: Source,
    /// The open elements.
    open: Vec<usize>,
    /// The cost of drawing each element once.
    least: u64,
    limit: u64,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), Unusable> {
        while let Some(event) = self.reader.next_event().map_err(unusable)? {
            match event {
                Event::Start(element) => self.start(&element)?,
                Event::Text(text) => self.text(&text),
                Event::Entity(name) => self.text(&format!("&{name};")),
                Event::End => self.end(),
            }
        }
        if self.source.nodes.is_empty() { Err(no_drawing()) } else { Ok(()) }
    }

    fn start(&mut self, element: &Element) -> Result<(), Unusable> {
        let is_svg = element.namespace == ns::SVG || element.namespace.is_empty();
        let part = allowed::part(&element.name).filter(|_| is_svg);
        if self.open.is_empty() && part.is_none_or(|(name, _)| name != "svg") {
            return Err(no_drawing());
        }
        let Some((name, part)) = part else {
            if is_svg && element.name == "foreignObject" {
                return self.foreign(element);
            }
            if is_svg || element.namespace == ns::XHTML {
                self.source.dropped.extend(allowed::refused(&element.name));
            }
            return self.reader.skip().map_err(unusable);
        };
        let mut node = SvgElement::new(name, part);
        self.attributes(element, &mut node)?;
        let is_lost = part == ElementUse::Image
            && node.attribute("href").or_else(|| node.attribute("xlink:href")).is_none();
        if is_lost {
            return self.reader.skip().map_err(unusable);
        }
        let index = self.add(node)?;
        self.open.push(index);
        Ok(())
    }

    /// Adds an element to the open one.
    fn add(&mut self, node: SvgElement) -> Result<usize, Unusable> {
        let index = self.source.nodes.len();
        self.least += cost::least(node.part);
        if self.least > cost::MOST {
            return Err(Unusable::TooLarge);
        }
        if let Some(id) = node.attribute("id") {
            self.source.ids.insert(id.to_owned(), index);
        }
        self.source.nodes.push(node);
        if let Some(parent) = self.open.last() {
            self.source.nodes[*parent].content.push(SvgContent::Node(index));
        }
        Ok(index)
    }

    fn text(&mut self, text: &str) {
        let Some(node) = self.open.last().map(|index| &mut self.source.nodes[*index]) else {
            return;
        };
        if matches!(node.part, ElementUse::Text | ElementUse::Words | ElementUse::Style) {
            node.content.push(SvgContent::Text(text.to_owned()));
        }
    }

    fn end(&mut self) {
        let Some(node) = self.open.pop().map(|index| &mut self.source.nodes[index]) else {
            return;
        };
        if node.part == ElementUse::Style {
            let sheet = node.content.drain(..).map(|content| match content {
                SvgContent::Text(text) => text,
                SvgContent::Node(_) => String::new(),
            });
            let reading = css::rules(&sheet.collect::<String>());
            node.rules = reading.all;
            self.source.dropped.extend(reading.dropped);
        }
    }

    fn attributes(&mut self, element: &Element, node: &mut SvgElement) -> Result<(), Unusable> {
        for (name, value) in &element.attributes {
            let name = name.as_str();
            if name.len() > 2
                && name.is_char_boundary(2)
                && name[..2].eq_ignore_ascii_case("on")
            {
                self.source.dropped.insert("script");
            } else if name == "href" || name.ends_with(":href") {
                let name = if name == "href" { name } else { "xlink:href" };
                match self.href(node, value) {
                    Some(value) => node.attributes.push((name.to_owned(), value)),
                    None if node.name == "a" => {
                        self.source.dropped.insert("link");
                    }
                    None => {
                        self.source.dropped.insert("outside reference");
                    }
                }
            } else if !allowed::OUTLINES.contains(&name) && value.len() > LONGEST_VALUE {
                if allowed::attribute(name) || name == "style" {
                    return Err(Unusable::TooLarge);
                }
            } else if name == "style" {
                let reading = css::declarations(value);
                node.style = reading.all;
                node.style.iter_mut().for_each(|it| it.value = with_names(&it.value));
                self.source.dropped.extend(reading.dropped);
            } else if name == "id" {
                let id = id_of(value);
                if !id.is_empty() && !self.source.ids.contains_key(id.as_ref()) {
                    node.attributes.push(("id".to_owned(), id.into_owned()));
                }
            } else if allowed::property(name) {
                match css::is_inside(value) {
                    Ok(()) => node.attributes.push((name.to_owned(), with_names(value))),
                    Err(kind) => {
                        self.source.dropped.insert(kind);
                    }
                }
            } else if allowed::attribute(name) {
                node.attributes.push((name.to_owned(), value.clone()));
            }
        }
        Ok(())
    }

    /// The target of an element's reference, if it is allowed.
    fn href(&self, node: &SvgElement, value: &str) -> Option<String> {
        let value = value.trim();
        if let Some(id) = value.strip_prefix('#') {
            let id = || format!("#{}", id_of(id));
            return allowed::referred(node.name).map(|_| id());
        }
        match node.part {
            ElementUse::Image => is_image(value, self.limit).then(|| value.to_owned()),
            _ if node.name == "a" => address::outside(value),
            _ => None,
        }
    }

    /// Content in another language: its text is kept, unless the drawing has an alternative of its
    /// own for it (SVG 2 §5.8.3 `switch`).
    fn foreign(&mut self, element: &Element) -> Result<(), Unusable> {
        self.source.dropped.insert("foreignObject");
        let words = foreign::words(&mut self.reader).map_err(unusable)?;
        let parent = self.open.last().map(|index| self.source.nodes[*index].name);
        if parent == Some("switch") {
            return Ok(());
        }
        let Some((text, lines)) = foreign::letters(&words, &DrawingBox::of(element)) else {
            return Ok(());
        };
        let index = self.add(text)?;
        self.open.push(index);
        for line in lines {
            self.add(line)?;
        }
        self.open.pop();
        Ok(())
    }
}

/// A value with its ids renamed by [`id_of`].
fn with_names(value: &str) -> String {
    let mut out = value.to_owned();
    for id in css::references(value).filter(|id| !id.is_empty() && !is_id(id)) {
        out = out.replace(&format!("#{id}"), &format!("#{}", id_of(id)));
    }
    out
}

/// Whether an address contains a supported raster image (RFC 2397).
fn is_image(address: &str, limit: u64) -> bool {
    const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    let Some((head, data)) = address.split_once(',') else { return false };
    let Some(kind) = head.strip_prefix("data:").and_then(|it| it.strip_suffix(";base64"))
    else {
        return false;
    };
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let Ok(data) = STANDARD.decode(data) else { return false };
    KINDS.contains(&kind)
        && AssetKind::of(&data).media_type() == kind
        && image::open(&data, limit).is_ok()
}

fn unusable(error: crate::diag::Error) -> Unusable {
    let found = error.diagnostic();
    match found.code {
        Code::XmlLimit => Unusable::TooLarge,
        _ => Unusable::Damaged(found.values.join(" ")),
    }
}

fn no_drawing() -> Unusable {
    Unusable::Damaged("its root element is not svg".to_owned())
}
