//! Content in another language (`foreignObject`), mostly labels in HTML: its text, as text of the
//! drawing in the middle of the same area.

use super::allowed::ElementUse;
use super::source::{SvgContent, SvgElement};
use crate::diag::Result;
use crate::xml::{Element, Event, Reader};

/// The line distance, in em.
const LINE: f32 = 1.2;
/// Elements of HTML that begin and end lines.
const LINES: &[&str] = &[
    "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "table", "tr",
    "ul",
];
/// Elements of HTML without visible text.
const SILENT: &[&str] = &["script", "style", "template", "title"];

/// The area of the content, in the units of its drawing.
pub(super) struct DrawingBox {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

impl DrawingBox {
    pub(super) fn of(element: &Element) -> Self {
        let number = |name| {
            let value = element.attribute(name)?.trim().trim_end_matches("px");
            value.parse::<f32>().ok().filter(|it| it.is_finite())
        };
        let [x, y, width, height] =
            ["x", "y", "width", "height"].map(|name| number(name).unwrap_or(0.0));
        Self { x, y, width, height }
    }
}

/// The lines up to the end of the innermost open element.
pub(super) fn words(reader: &mut Reader<'_>) -> Result<Vec<String>> {
    let mut lines = vec![String::new()];
    let mut open: Vec<bool> = Vec::new();
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Start(element) if SILENT.contains(&element.name.as_str()) => {
                reader.skip()?
            }
            Event::Start(element) => {
                let is_line = LINES.contains(&element.name.as_str());
                open.push(is_line);
                if is_line {
                    lines.push(String::new());
                }
            }
            Event::Text(text) => lines.last_mut().into_iter().for_each(|it| it.push_str(&text)),
            Event::Entity(_) => lines.last_mut().into_iter().for_each(|it| it.push(' ')),
            Event::End => match open.pop() {
                Some(true) => lines.push(String::new()),
                Some(false) => {}
                None => break,
            },
        }
    }
    let lines = lines.iter().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(lines.filter(|line| !line.is_empty()).collect())
}

/// The lines as an element with its children.
pub(super) fn letters(
    lines: &[String],
    place: &DrawingBox,
) -> Option<(SvgElement, Vec<SvgElement>)> {
    let set = |node: &mut SvgElement, name: &str, value: String| {
        node.attributes.push((name.to_owned(), value));
    };
    let mut text = SvgElement::new("text", ElementUse::Text);
    set(&mut text, "text-anchor", "middle".to_owned());
    set(&mut text, "dominant-baseline", "central".to_owned());
    let (x, y) = (place.x + place.width / 2.0, place.y + place.height / 2.0);
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    let first = -LINE / 2.0 * lines.len().checked_sub(1)? as f32;
    let tspans = lines.iter().enumerate().map(|(index, line)| {
        let mut tspan = SvgElement::new("tspan", ElementUse::Text);
        set(&mut tspan, "x", x.to_string());
        if index == 0 {
            set(&mut tspan, "y", y.to_string());
        }
        let down = if index == 0 { first } else { LINE };
        set(&mut tspan, "dy", format!("{down}em"));
        tspan.content.push(SvgContent::Text(line.clone()));
        tspan
    });
    let tspans = tspans.collect();
    Some((text, tspans))
}
