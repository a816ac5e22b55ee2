//! Front matter that is printed before the text: date and abstract.
//!
//! Takes a document with its parts arranged, returns it with a line for the date below its title
//! and a section for the abstract (摘要) after that. What the text contains itself is not repeated.

use crate::model::{
    Attr, Block, Credit, CreditKind, Date, DateKind, Document, Paragraph, Section, SectionKind,
    text,
};
use crate::text::script::is_han;

/// Adds the date and the abstract to the front of the document; `source` shows whether its words
/// are Chinese.
pub(super) fn add(document: &mut Document, summary: Option<&str>, source: &str) {
    let is_chinese = source.chars().any(is_han);
    let has = |kind: fn(&Block) -> bool| document.blocks().any(kind);
    let dated = has(
        |block| matches!(block, Block::Credit(credit) if credit.kind == CreditKind::Dateline),
    );
    let summed = has(
        |block| matches!(block, Block::Section(section) if section.kind == SectionKind::Abstract),
    );
    let date = document.meta.dates.iter().find(|date| date.kind == DateKind::Published);
    let date = date.filter(|_| !dated).map(|date| shown(date, is_chinese));
    let mut at = document
        .front
        .iter()
        .rposition(|block| matches!(block, Block::Title(_) | Block::Credit(_)))
        .map_or(0, |at| at + 1);
    if let Some(date) = date {
        let kind = CreditKind::Dateline;
        let credit = Credit { attr: Attr::default(), kind, content: vec![text(date)] };
        document.front.insert(at, Block::Credit(Box::new(credit)));
        at += 1;
    }
    if let Some(summary) = summary.filter(|_| !summed) {
        document.front.insert(at, Block::Section(Box::new(section(summary))));
    }
}

/// A date in the usual form of the text's language.
fn shown(date: &Date, is_chinese: bool) -> String {
    let Some(iso) = date.iso.as_deref() else { return date.text.clone() };
    let parts = iso.split('-').map(|part| part.trim_start_matches('0'));
    match parts.collect::<Vec<_>>().as_slice() {
        [year, month, day] if is_chinese => format!("{year}年{month}月{day}日"),
        [year, month] if is_chinese => format!("{year}年{month}月"),
        [year] if is_chinese => format!("{year}年"),
        _ => iso.to_owned(),
    }
}

/// The abstract, a paragraph for each of its own.
fn section(summary: &str) -> Section {
    let heading = if summary.chars().any(is_han) { "摘要" } else { "Abstract" };
    let paragraphs = summary.split("\n\n").map(|paragraph| {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
        let joined = lines.join(if paragraph.chars().any(is_han) { "" } else { " " });
        Block::Paragraph(Paragraph { attr: Attr::default(), content: vec![text(joined)] })
    });
    Section {
        kind: SectionKind::Abstract,
        numbered: Some(false),
        heading: vec![text(heading)],
        blocks: paragraphs.collect(),
        ..Section::default()
    }
}

/// The date in ISO 8601 if `text` begins with one, or is a Chinese date in figures.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
    let shape = text.replace(|c: char| c.is_ascii_digit(), "");
    let known = ["", "-", "--", "/", "//", ".", "..", "年", "年月", "年月日"];
    let timed = shape.starts_with("--") && numbers.len() > 3;
    if !timed && !known.contains(&shape.as_str()) {
        return None;
    }
    let year = numbers.first().filter(|year| year.len() == 4)?;
    let number = |at: usize, most: u32| match numbers.get(at) {
        None => Some(None),
        Some(digits) => {
            let value: u32 = digits.parse().ok()?;
            (1..=most).contains(&value).then(|| Some(format!("-{value:02}")))
        }
    };
    let (month, day) = (number(1, 12)?, number(2, 31)?);
    Some(format!("{year}{}{}", month.unwrap_or_default(), day.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn dates_in_figures_have_an_iso_form() {
        assert_eq!(iso_date("2014年9月23日").as_deref(), Some("2014-09-23"));
        assert_eq!(iso_date("2014-09-23T08:00:00+08:00").as_deref(), Some("2014-09-23"));
        assert_eq!(iso_date("2014年9月").as_deref(), Some("2014-09"));
        assert_eq!(iso_date("甲午秋"), None);
        assert_eq!(iso_date("2014-13"), None);
    }
}
