//! An estimate of the memory for a document (内存估算), before the expensive work begins.
//!
//! Takes a decoded text or a document, returns bytes: the number of items of each kind, times a
//! fixed cost. The costs are measured (`docs/limits.md`) and rounded up, so that the result is the
//! same on every machine, for any outputs and number of threads.

use crate::context::Limits;
use crate::diag::{Code, Error, Result};
use crate::image;
use crate::model::{Block, Document, Inline, Node, visit};

/// The cost of one item.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// What is counted.
    pub counts: &'static str,
    /// The same in Chinese.
    pub counts_chinese: &'static str,
    /// Bytes for each.
    pub bytes: u64,
}

const fn cost(counts: &'static str, counts_chinese: &'static str, bytes: u64) -> Cost {
    Cost { counts, counts_chinese, bytes }
}

/// All costs of a document, in the order of the counts.
pub const COSTS: [Cost; 8] = [
    cost("bytes of text", "文字（每字节）", 30),
    cost("gaps: line ends, indents, marks", "空隙（行末、缩进、标记）", 250),
    cost(
        "lines: paragraphs, headings, items, cells, breaks",
        "行（段落、标题、列表项、单元格、换行）",
        1_500,
    ),
    cost("headings, beside their line", "标题（另计行）", 5_000),
    cost("notes", "注释", 4_000),
    cost(
        "links, readings, emphasis and all else in a line",
        "链接、注音、强调等行内结构",
        3_000,
    ),
    cost("bytes of image files", "图片文件（每字节）", 4),
    cost("samples of the largest image", "最大图片（每像素）", 8),
];

/// The minimum cost of a line of a source, in any format.
pub const SOURCE_LINE: u64 = 400;
/// The minimum cost of a tag in a source of markup.
pub const SOURCE_TAG: u64 = 500;

/// Refuses a text whose lines and tags alone exceed the limit, before it is parsed.
///
/// # Errors
///
/// [`Code::TooMuchMemory`].
pub fn of_text(text: &str, limits: &Limits) -> Result<()> {
    let (mut lines, mut tags) = (0, 0);
    for byte in text.bytes() {
        lines += u64::from(byte == b'\n');
        tags += u64::from(byte == b'<');
    }
    let is_markup = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
    let tags = if is_markup { tags * SOURCE_TAG } else { 0 };
    within(lines * SOURCE_LINE + tags, limits)
}

/// Refuses a document that exceeds the limit.
///
/// # Errors
///
/// [`Code::TooMuchMemory`].
pub fn of_document(document: &Document, limits: &Limits) -> Result<()> {
    let counts = counts(document, limits);
    within(
        counts.iter().zip(COSTS).map(|(count, cost)| count.saturating_mul(cost.bytes)).sum(),
        limits,
    )
}

fn within(bytes: u64, limits: &Limits) -> Result<()> {
    if bytes > limits.memory {
        return Err(Error::new(Code::TooMuchMemory, [&bytes, &limits.memory]));
    }
    Ok(())
}

/// The number of items of each kind in [`COSTS`].
fn counts(document: &Document, limits: &Limits) -> [u64; COSTS.len()] {
    let (mut text, mut gaps, mut lines, mut headings, mut notes, mut marks) =
        (0, 0, 0, 0, 0, 0);
    for part in [&document.front, &document.body, &document.back] {
        visit(part, &mut |node| match node {
            Node::Block(Block::Gap(_)) | Node::Inline(Inline::Gap(_)) => gaps += 1,
            Node::Block(Block::Note(_)) | Node::Inline(Inline::Note(_)) => notes += 1,
            Node::Block(Block::Section(_)) => (lines, headings) = (lines + 1, headings + 1),
            Node::Block(_) | Node::Inline(Inline::LineBreak(_)) => lines += 1,
            Node::Inline(Inline::Text(it)) => text += count(it.text.len()),
            Node::Inline(_) => marks += 1,
        });
    }
    let files = || document.assets.iter().filter_map(|asset| asset.data.as_ref());
    let bytes = files().map(|data| count(data.0.len())).sum();
    // An image beyond the limit is never decoded.
    let samples = files().map(|data| image::samples(&data.0));
    let largest = samples.filter(|samples| *samples <= limits.samples).max().unwrap_or(0);
    [text, gaps, lines, headings, notes, marks, bytes, largest]
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{COSTS, SOURCE_LINE, SOURCE_TAG, counts, of_document, of_text};
    use crate::context::Limits;
    use crate::diag::Code;
    use crate::model::{Block, Document, Inline, Link, Meta, Note, paragraph, text};

    #[test]
    fn each_thing_counts_once() {
        let mut document = Document::new(Meta::default());
        let link = Link { content: vec![text("链接")], ..Link::default() };
        let note = Note { blocks: vec![paragraph(vec![text("注")])], ..Note::default() };
        let line =
            vec![text("字"), Inline::Link(Box::new(link)), Inline::LineBreak(Box::default())];
        document.body = vec![paragraph(line), Block::Note(Box::new(note))];
        assert_eq!(counts(&document, &Limits::default()), [12, 0, 3, 0, 1, 1, 0, 0]);
        let needed = 12 * COSTS[0].bytes + 3 * COSTS[2].bytes + COSTS[4].bytes + COSTS[5].bytes;
        let at = |memory| of_document(&document, &Limits { memory, ..Limits::default() });
        assert!(at(needed).is_ok());
        let refused = at(needed - 1).map_err(|error| error.diagnostic().code);
        assert_eq!(refused, Err(Code::TooMuchMemory));
    }

    #[test]
    fn a_text_is_refused_before_it_is_read() {
        let at = |text: &str, memory| of_text(text, &Limits { memory, ..Limits::default() });
        assert!(at("甲<\n乙\n", 2 * SOURCE_LINE).is_ok());
        assert!(at("甲<\n乙\n", 2 * SOURCE_LINE - 1).is_err());
        assert!(at("<p>甲</p>", 2 * SOURCE_TAG).is_ok());
        assert!(at("<p>甲</p>", 2 * SOURCE_TAG - 1).is_err());
    }
}
