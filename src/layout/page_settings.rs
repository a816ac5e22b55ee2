//! Page settings in the document: they override the style, and the user's options override them.
//!
//! Takes a document and the options, returns the options with the settings of the front matter for
//! paper, type, margins, contents, header, footer and numbering (pandoc's variable names). An
//! invalid value is reported, and the style's is used.

use super::style::StyleSheet;
use super::template::{TemplatePart, pieces};
use crate::config::{Length, MarginOptions, PageOptions, PageWish, Paper, TypeSize};
use crate::diag::{Code, Diagnostic, Result};
use crate::model::{Document, Numbering, RunningLine};
use crate::transform::own_numbers;

/// The page options, completed by the document's settings.
///
/// # Errors
///
/// Options that no document can correct.
pub fn page_settings(
    document: &Document,
    options: &PageOptions,
) -> Result<(PageOptions, Vec<Diagnostic>)> {
    let mut page = options.clone();
    let mut found = Vec::new();
    let mut margins = MarginOptions::default();
    for (key, value) in &document.meta.extra {
        let Some(wish) = PageWish::from_name(key) else { continue };
        if apply(&mut page, &mut margins, wish, value.trim()).is_none() {
            found.push(Diagnostic::new(Code::PageWish, [key, value]));
        }
    }
    let own = std::mem::take(&mut page.margins);
    page.margins = MarginOptions {
        top: own.top.or(margins.top),
        bottom: own.bottom.or(margins.bottom),
        left: own.left.or(margins.left),
        right: own.right.or(margins.right),
    };
    page.header = page.header.or_else(|| document.header.clone());
    page.footer = page.footer.or_else(|| document.footer.clone());
    for line in page.header.iter().chain(&page.footer) {
        found.extend(unknown_names(line));
    }
    let style = StyleSheet::of(&page)?;
    page.caption_numbers.get_or_insert(style.caption.numbers);
    page.numbering = Some(numbering(document, &page, &style, &mut found));
    Ok((page, found))
}

/// Applies one setting to the options, if its value is valid.
fn apply(
    page: &mut PageOptions,
    margins: &mut MarginOptions,
    wish: PageWish,
    value: &str,
) -> Option<()> {
    match wish {
        PageWish::Toc => {
            page.toc.get_or_insert(truth(value)?);
        }
        PageWish::TocDepth => {
            let depth = value.parse().ok().filter(|depth| (1..=9).contains(depth))?;
            page.toc_depth.get_or_insert(depth);
        }
        PageWish::Paper => {
            page.paper.get_or_insert(paper(value)?);
        }
        PageWish::Size => {
            page.size.get_or_insert(size(value)?);
        }
        PageWish::Geometry | PageWish::Margin if value.contains(['=', ':']) => {
            let applied = parts(value).filter_map(|part| geometry(page, margins, part)).count();
            (applied > 0).then_some(())?;
        }
        PageWish::Geometry => {
            page.paper.get_or_insert(paper(value)?);
        }
        PageWish::Margin => all_margins(margins, value)?,
        PageWish::Top => margins.top = Some(length(value)?),
        PageWish::Bottom => margins.bottom = Some(length(value)?),
        PageWish::Left => margins.left = Some(length(value)?),
        PageWish::Right => margins.right = Some(length(value)?),
    }
    Some(())
}

fn truth(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// `a4`, `a4paper`, `16k`: normalised to the style's names of papers.
fn paper(value: &str) -> Option<Paper> {
    let bare = value.strip_suffix("paper").unwrap_or(value).trim();
    let renamed = || bare.to_lowercase().replace('k', "开").parse().ok();
    bare.parse().ok().or_else(renamed)
}

/// A size of type; a number without a unit is in points.
fn size(value: &str) -> Option<TypeSize> {
    value.parse().ok().or_else(|| format!("{value}pt").parse().ok())
}

fn length(value: &str) -> Option<Length> {
    value.parse().ok()
}

/// One length for all sides, or those of top, right, bottom and left (CSS 2.2 §8.3).
fn all_margins(margins: &mut MarginOptions, value: &str) -> Option<()> {
    let lengths = value.split_whitespace().map(length).collect::<Option<Vec<_>>>()?;
    let (top, right, bottom, left) = match lengths.as_slice() {
        [all] => (all, all, all, all),
        [vertical, horizontal] => (vertical, horizontal, vertical, horizontal),
        [top, sides, bottom] => (top, sides, bottom, sides),
        [top, right, bottom, left] => (top, right, bottom, left),
        _ => return None,
    };
    margins.top = Some(*top);
    margins.right = Some(*right);
    margins.bottom = Some(*bottom);
    margins.left = Some(*left);
    Some(())
}

/// `top=2cm, left=3cm`, a list of these, or a map.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', '，', '、', ';']).map(str::trim).filter(|part| !part.is_empty())
}

/// One key of the LaTeX package geometry, if it is supported.
fn geometry(page: &mut PageOptions, margins: &mut MarginOptions, part: &str) -> Option<()> {
    let Some((key, value)) = part.split_once(['=', ':']) else {
        page.paper.get_or_insert(paper(part)?);
        return Some(());
    };
    let value = length(value.trim())?;
    let sides: &mut [&mut Option<Length>] = match key.trim() {
        "margin" => {
            &mut [&mut margins.top, &mut margins.bottom, &mut margins.left, &mut margins.right]
        }
        "vmargin" => &mut [&mut margins.top, &mut margins.bottom],
        "hmargin" => &mut [&mut margins.left, &mut margins.right],
        "top" | "tmargin" => &mut [&mut margins.top],
        "bottom" | "bmargin" => &mut [&mut margins.bottom],
        "left" | "lmargin" | "inner" => &mut [&mut margins.left],
        "right" | "rmargin" | "outer" => &mut [&mut margins.right],
        _ => return None,
    };
    sides.iter_mut().for_each(|side| **side = Some(value));
    Some(())
}

/// The final numbering of headings: none if they have their own numbers.
fn numbering(
    document: &Document,
    page: &PageOptions,
    style: &StyleSheet,
    found: &mut Vec<Diagnostic>,
) -> Numbering {
    let of_style = style.heading.numbering;
    let requested = page.numbering.or(document.numbering).or(of_style);
    let numbering = match requested.unwrap_or(Numbering::None) {
        Numbering::Style => {
            let styled =
                of_style.filter(|it| !matches!(it, Numbering::None | Numbering::Style));
            styled.unwrap_or(Numbering::Decimal)
        }
        numbering => numbering,
    };
    match own_numbers(document).filter(|_| numbering != Numbering::None) {
        Some((own, all)) => {
            found.push(Diagnostic::new(Code::HeadingsNumbered, [&own, &all]));
            Numbering::None
        }
        None => numbering,
    }
}

/// The unknown names in braces.
fn unknown_names(line: &RunningLine) -> Vec<Diagnostic> {
    let templates = [&line.left, &line.center, &line.right];
    let pieces = templates.into_iter().flat_map(|template| pieces(template));
    let unknown = pieces.filter_map(|piece| match piece {
        TemplatePart::Unknown(name) => Some(Diagnostic::new(Code::TemplateName, [&name])),
        _ => None,
    });
    unknown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Meta;

    fn of(pairs: &[(&str, &str)]) -> (PageOptions, Vec<Code>) {
        let extra = pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        let document = Document::new(Meta { extra, ..Meta::default() });
        let (page, found) = page_settings(&document, &PageOptions::default()).unwrap();
        (page, found.into_iter().map(|it| it.code).collect())
    }

    #[test]
    fn pandocs_variables_are_supported() {
        let (page, found) = of(&[
            ("toc", "yes"),
            ("toc_depth", "3"),
            ("papersize", "a5paper"),
            ("fontsize", "12"),
            ("geometry", "top=2cm、left=30mm、includehead"),
            ("margin-right", "1in"),
        ]);
        assert_eq!(found, []);
        assert_eq!((page.toc, page.toc_depth), (Some(true), Some(3)));
        assert_eq!((page.paper, page.size), ("A5".parse().ok(), "12pt".parse().ok()));
        let margins = page.margins;
        assert_eq!((margins.top, margins.bottom), ("2cm".parse().ok(), None));
        assert_eq!((margins.left, margins.right), ("30mm".parse().ok(), "1in".parse().ok()));
        let (page, _) = of(&[("margin", "2cm 3cm"), ("paper", "16K"), ("fontsize", "小四")]);
        assert_eq!(page.margins.bottom, "2cm".parse().ok());
        assert_eq!((page.paper, page.size), ("16开".parse().ok(), "小四".parse().ok()));
    }

    #[test]
    fn invalid_values_are_reported() {
        for pair in [
            ("toc", "也许"),
            ("toc-depth", "0"),
            ("papersize", "很大"),
            ("fontsize", "大"),
            ("geometry", "includehead"),
            ("geometry", "top=多"),
            ("margin", "1cm 2cm 3cm 4cm 5cm"),
            ("margin-left", "宽"),
        ] {
            assert_eq!(of(&[pair]).1, [Code::PageWish], "{pair:?}");
        }
        assert_eq!(of(&[("cssclasses", "wide")]).1, []);
    }

    #[test]
    fn the_user_overrides_the_document() {
        let extra = vec![("toc".to_owned(), "true".to_owned()), ("paper".into(), "A5".into())];
        let document = Document::new(Meta { extra, ..Meta::default() });
        let options = PageOptions { toc: Some(false), ..PageOptions::default() };
        let (page, _) = page_settings(&document, &options).unwrap();
        assert_eq!((page.toc, page.paper), (Some(false), "A5".parse().ok()));
    }
}
