//! Admonitions (提示框) in the syntaxes of sites and editors: `> [!TIP]`, `!!! tip "…"`, `::: tip 标题`,
//! `{% note tip %}`, `<details>`; and the tabs of MkDocs, `=== "标题"`. Takes a text, returns one in
//! which the parser sees a container where a box begins, each byte at the same offset; and reads
//! the heads of such containers.

use std::ops::Range;

use super::attributes::Attributes;
use super::blocks::{block_gap, split_text};
use super::classes;
use super::code_lines::lines;
use super::inlines::as_gaps;
use crate::model::{
    Admonition, AdmonitionKind, Attr, Block, GapKind, Inline, Paragraph, Span, plain_text,
};

/// Tags of site generators that open a box, with their end tags.
const TAGS: [(&str, &str); 3] = [("note", "endnote"), ("hint", "endhint"), ("tip", "endtip")];
/// Words in such a tag that don't belong to a title.
const SILENT: [&str; 3] = ["no-icon", "simple", "modern"];

/// Replaces the beginnings of boxes with the parser's containers; `None` if there are no boxes.
///
/// `!!! note` and `=== "…"` become items of a list, since their content is indented; tags become
/// fences.
pub(super) fn part(text: &str) -> Option<String> {
    if !["!!!", "???", "=== ", "{%", "<details", ":::"].iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    // The columns of the containers around a line.
    let mut columns: Vec<usize> = Vec::new();
    let mut folds = folds(text);
    let mut blank = true;
    for (start, line, code) in lines(text) {
        let content = line.trim_end();
        let bare = content.trim_start_matches(' ');
        let indent = content.len() - bare.len();
        let after_blank = std::mem::replace(&mut blank, bare.is_empty());
        if bare.is_empty() || code {
            continue;
        }
        columns.retain(|column| *column <= indent);
        let nested = indent <= columns.last().copied().unwrap_or_default() + 3;
        let at = start + indent;
        if nested && (is_exclaimed(bare) || is_tab(bare)) {
            bytes[at..at + 2].copy_from_slice(b"- ");
            columns.push(indent + 4);
        } else if let Some(width) = item(bare) {
            columns.push(indent + width);
        } else if let Some(info) = bare.strip_prefix(":::") {
            // With a colon in the title the parser would not see a fence.
            let info = at + 3 + (info.len() - info.trim_start_matches(':').len());
            let colons = bytes[info..start + content.len()].iter_mut();
            colons.filter(|byte| **byte == b':').for_each(|byte| *byte = b'.');
        } else if let Some(opens) = tag(bare) {
            fence(&mut bytes[at..start + content.len()], opens);
        } else if folds.remove(&start) {
            let opens = bare.starts_with("<d");
            if after_blank || !opens {
                fence(&mut bytes[at..start + content.len()], opens);
            }
        }
    }
    String::from_utf8(bytes).ok().filter(|parted| parted != text)
}

/// Converts a line to a fence.
fn fence(line: &mut [u8], opens: bool) {
    line.fill(b' ');
    line[..3].fill(b':');
    if opens {
        line[3] = b'x';
    }
}

/// The starts of the lines of matching `<details>` and `</details>`.
fn folds(text: &str) -> std::collections::BTreeSet<usize> {
    let mut open = Vec::new();
    let mut found = std::collections::BTreeSet::new();
    let mut blank = true;
    for (start, line, code) in lines(text) {
        let bare = line.trim();
        let after_blank = std::mem::replace(&mut blank, bare.is_empty());
        if code {
            continue;
        }
        let closes = bare.contains("</details");
        if bare.starts_with("<details") && !closes {
            open.push((start, after_blank));
        } else if bare == "</details>"
            && let Some((begun, true)) = open.pop()
        {
            found.extend([begun, start]);
        }
    }
    found
}

/// Whether a line opens a box in the syntax of MkDocs: `!!! note "标题"`, `??? tip`, `???+ tip`.
fn is_exclaimed(line: &str) -> bool {
    exclaimed(line).is_some_and(|rest| {
        let rest = rest.trim();
        let name = rest.split_whitespace().next().unwrap_or_default();
        let more = rest[name.len()..].trim();
        // The kinds of MkDocs are English: !!! 注意 is an exclamation.
        name.is_ascii()
            && classes::admonition_kind(&name.to_lowercase()).is_some()
            && (more.is_empty()
                || more.ends_with('"') && more.contains(" \"")
                || more.starts_with('"'))
    })
}

/// Whether a line opens a tab in the syntax of MkDocs: `=== "C++"`, `===+ "Python"`.
fn is_tab(line: &str) -> bool {
    let rest = line.strip_prefix("===").map(|rest| rest.trim_start_matches(['+', '!']));
    let title = rest.and_then(|rest| rest.strip_prefix(" \"")?.trim_end().strip_suffix('"'));
    title.is_some_and(|title| !title.is_empty())
}

fn exclaimed(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("!!!").or_else(|| {
        let rest = line.strip_prefix("???")?;
        Some(rest.strip_prefix('+').unwrap_or(rest))
    })?;
    rest.starts_with(' ').then_some(rest)
}

/// The width of the marker of an item of a list.
fn item(line: &str) -> Option<usize> {
    let sign = match line.as_bytes().first()? {
        b'-' | b'*' | b'+' => 1,
        _ => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let ends = matches!(line.as_bytes().get(digits), Some(b'.' | b')'));
            (1..10).contains(&digits).then_some(digits + 1).filter(|_| ends)?
        }
    };
    let rest = &line[sign..];
    rest.starts_with(' ').then(|| sign + (rest.len() - rest.trim_start().len()))
}

/// Whether a line is a tag that opens or closes a box.
fn tag(line: &str) -> Option<bool> {
    let inner = line.strip_prefix("{% ")?.strip_suffix("%}")?;
    let word = inner.split_whitespace().next()?;
    TAGS.iter().find_map(|(opens, closes)| match word {
        _ if word == *opens => Some(true),
        _ if word == *closes => Some(false),
        _ => None,
    })
}

/// The delimiters of site generators' tags on separate lines.
const TEMPLATES: [(&str, &str); 3] = [("{% ", "%}"), ("{{<", ">}}"), ("{{%", "%}}")];

/// The first tag of a site generator that opens no box: it is not executed, and kept as text.
pub(super) fn template(text: &str, from: usize) -> Option<(&str, Span)> {
    lines(text).find_map(|(start, line, code)| {
        let bare = line.trim();
        let found = TEMPLATES.iter().any(|(opens, ends)| {
            bare.starts_with(opens) && bare.ends_with(ends) && tag(bare).is_none()
        });
        let at = start + (line.len() - line.trim_start().len());
        (found && !code && start >= from).then(|| (bare, Span::new(0, at, at + bare.len())))
    })
}

/// The head of a box: its kind, its title and its attributes.
pub(super) struct Head {
    pub(super) kind: AdmonitionKind,
    /// The byte range of its title.
    pub(super) title: Option<Range<usize>>,
    pub(super) attributes: Attributes,
}

/// Reads the opening line of a container, if it is a box.
pub(super) fn head(line: &str) -> Option<Head> {
    if let Some(inner) = line.strip_prefix("{% ") {
        return Some(tagged(inner.trim_end().strip_suffix("%}")?, 3));
    }
    if line.starts_with("<details") {
        let title = line.find("<summary").and_then(|at| {
            let from = at + line[at..].find('>')? + 1;
            Some(from..from + line[from..].find("</summary")?)
        });
        let title = title.filter(|title| !line[title.clone()].contains('<'));
        let kind = AdmonitionKind::Note;
        return Some(Head { kind, title, attributes: Attributes::default() });
    }
    let info = line.trim_start_matches(':');
    let at = line.len() - info.trim_start().len();
    let info = info.trim();
    let end = info.find(|c: char| c.is_whitespace() || "[{".contains(c)).unwrap_or(info.len());
    let braced = Attributes::parse(info).unwrap_or_default();
    let kind = match info[..end].trim_start_matches('.') {
        "" => classes::admonition_kind(braced.name()),
        name => classes::admonition_kind(name),
    }?;
    if end == 0 {
        let mut attributes = braced;
        attributes.classes.remove(0);
        return Some(Head { kind, title: None, attributes });
    }
    let rest = &info[end..];
    let braces = rest.find('{').unwrap_or(rest.len());
    let written = rest[..braces].trim();
    let title = written.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let title = title.unwrap_or(written);
    let from = at + end + rest.find(title).unwrap_or(0);
    Some(Head {
        kind,
        title: (!title.is_empty()).then(|| from..from + title.len()),
        attributes: Attributes::parse(&rest[braces..]).unwrap_or_default(),
    })
}

/// `note info 标题`, `hint style="info"`; `at` is its offset in the line.
fn tagged(inner: &str, at: usize) -> Head {
    let mut kind = AdmonitionKind::Note;
    let mut rest = inner.trim_start();
    let mut first = true;
    loop {
        let word = rest.split_whitespace().next().unwrap_or_default();
        let name = word.trim_start_matches("style=").trim_matches('"');
        match classes::admonition_kind(name) {
            Some(found) => kind = found,
            None if first || SILENT.contains(&word) => {}
            None => break,
        }
        first = false;
        rest = rest[word.len()..].trim_start();
        if rest.is_empty() {
            break;
        }
    }
    let from = at + (inner.len() - rest.len());
    let title = rest.trim();
    Head {
        kind,
        title: (!title.is_empty()).then(|| from..from + title.len()),
        attributes: Attributes::default(),
    }
}

/// Whether the source of a container ends with the line that closes it.
pub(super) fn is_closed(source: &str) -> bool {
    let mut lines = source.trim_end().lines();
    let opening = lines.next();
    let last = lines.next_back().map(|line| line.trim_start_matches(|c| " \t>".contains(c)));
    opening.is_some()
        && last.is_some_and(|last| {
            let fence = last.starts_with(":::") && last.trim_matches(':').trim().is_empty();
            fence || tag(last.trim()) == Some(false) || last.trim() == "</details>"
        })
}

/// The box for a quotation whose first line declares it: `[!NOTE]`, `[!tip]- 标题`.
pub(super) fn of_quotation(blocks: Vec<Block>) -> Result<Admonition, Vec<Block>> {
    let marked = |text: &str| {
        let name = text.strip_prefix("[!")?;
        let end = name.find(']')?;
        let kind = classes::admonition_kind(&name[..end].to_lowercase())?;
        let rest = &name[end + 1..];
        let fold = usize::from(rest.starts_with(['-', '+']));
        let title = rest[fold..].trim_start();
        Some((kind, text.len() - title.len()))
    };
    boxed(blocks, marked)
}

/// Whether a container that [`part`] converted to an item begins here, by its source.
pub(super) fn is_item(source: &str) -> bool {
    ["!!!", "???", "==="].iter().any(|sign| source.starts_with(sign))
}

/// The box for an item that [`part`] made of `!!! note "标题"` or `=== "标题"`.
pub(super) fn of_item(blocks: Vec<Block>) -> Result<Admonition, Vec<Block>> {
    let marked = |text: &str| {
        let rest = text.trim_start_matches(['!', '?', '=', '+', ' ']);
        let line = rest.split('\n').next()?;
        if text.starts_with('=') {
            return Some((AdmonitionKind::Note, text.len() - rest.len() + 1));
        }
        let name = line.split_whitespace().next()?;
        let kind = classes::admonition_kind(&name.to_lowercase())?;
        let quote = line.find('"').map_or(line.len(), |at| at + 1);
        Some((kind, text.len() - rest.len() + quote.max(name.len())))
    };
    boxed(blocks, marked).map(|mut admonition| {
        unquote(&mut admonition.label);
        admonition
    })
}

/// The mark that closes a title.
fn unquote(label: &mut Vec<Inline>) {
    let last = label.iter().rposition(|inline| matches!(inline, Inline::Text(_)));
    let Some(at) = last else { return };
    if let Inline::Text(text) = label[at].clone()
        && let Some(title) = text.text.trim_end().strip_suffix('"')
    {
        let mut parts = split_text(&text, title.len());
        // The title is the text, the mark the gap.
        if let (Some(Inline::Gap(title)), Some(Inline::Text(mark))) =
            (parts.first().cloned(), parts.get(1).cloned())
        {
            let text = crate::model::Text { text: title.text, span: title.span };
            parts = vec![Inline::Text(text)];
            parts.extend(as_gaps(vec![Inline::Text(mark)]));
        }
        label.splice(at..=at, parts);
    }
}

/// Makes a box of blocks whose first paragraph begins with a mark; the rest of its line is the
/// title.
fn boxed(
    mut blocks: Vec<Block>,
    marked: impl Fn(&str) -> Option<(AdmonitionKind, usize)>,
) -> Result<Admonition, Vec<Block>> {
    let is_gap = |block: &Block| matches!(block, Block::Gap(_));
    let Some(at) = blocks.iter().position(|block| !is_gap(block)) else { return Err(blocks) };
    let Block::Paragraph(paragraph) = &mut blocks[at] else { return Err(blocks) };
    let content = &mut paragraph.content;
    let first = content.iter().position(|inline| !matches!(inline, Inline::Gap(_)));
    let found = first.and_then(|first| match &content[first] {
        Inline::Text(text) => Some((first, text.clone(), marked(&text.text)?)),
        _ => None,
    });
    let Some((first, text, (kind, length))) = found else { return Err(blocks) };
    content.splice(first..=first, split_text(&text, length));
    let line = content.iter().position(ends_line).unwrap_or(content.len());
    let rest = content.split_off(line);
    let mut label = std::mem::take(content);
    let mut rest = rest.into_iter();
    match rest.next() {
        Some(Inline::LineBreak(mark)) => label.extend(mark.content),
        other => label.extend(other),
    }
    let content: Vec<Inline> = rest.collect();
    let attr = std::mem::take(&mut paragraph.attr);
    if content.is_empty() {
        blocks.remove(at);
    } else {
        blocks[at] = Block::Paragraph(Paragraph { attr: Attr::default(), content });
    }
    let mut admonition = Admonition { attr, kind, label, blocks };
    if plain_text(&admonition.label).trim().is_empty() {
        let gaps = as_gaps(std::mem::take(&mut admonition.label));
        admonition.blocks.splice(at..at, gaps.into_iter().filter_map(block_gap));
    }
    Ok(admonition)
}

fn ends_line(inline: &Inline) -> bool {
    matches!(inline, Inline::LineBreak(_))
        || matches!(inline, Inline::Gap(gap)
            if matches!(gap.kind, GapKind::LineEnd | GapKind::LineEndAsSpace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_containers_for_the_parser() {
        let shown = |text: &str| part(text).unwrap_or_else(|| text.to_owned());
        assert_eq!(shown("!!! note \"甲\"\n    文。\n"), "- ! note \"甲\"\n    文。\n");
        assert_eq!(shown("???+ tip\n"), "- ?+ tip\n");
        assert_eq!(shown("- 甲\n\n  !!! tip\n"), "- 甲\n\n  - ! tip\n");
        assert_eq!(shown("{% note info %}\n文\n{% endnote %}\n").matches(":::").count(), 2);
        assert_eq!(shown("::: tip 注: 甲\n:::\n"), "::: tip 注. 甲\n:::\n");
        let folded = shown("甲\n\n<details>\n<summary>乙</summary>\n\n丙\n\n</details>\n");
        assert_eq!(folded.matches(":::").count(), 2);
        for same in [
            "!!! 注意\n",
            "!!!note\n",
            "    !!! note\n",
            "```\n!!! note\n{% note %}\n```\n",
            "甲\n\n<details>\n乙\n",
            "{% raw %}\n",
        ] {
            assert_eq!(shown(same), same);
        }
    }

    #[test]
    fn heads_have_a_kind_and_a_title() {
        let shown = |line: &str| {
            let head = head(line)?;
            Some((head.kind, head.title.map(|title| line[title].to_owned())))
        };
        let title = |text: &str| Some(text.to_owned());
        for (line, kind, expected) in [
            ("::: tip", AdmonitionKind::Tip, None),
            (":::warning 当心 门", AdmonitionKind::Warning, title("当心 门")),
            ("::: info[甲]{#a}", AdmonitionKind::Note, title("甲")),
            ("::: {.danger #a}", AdmonitionKind::Caution, None),
            ("{% note danger no-icon 标题 %}", AdmonitionKind::Caution, title("标题")),
            ("{% hint style=\"success\" %}", AdmonitionKind::Tip, None),
            ("<details><summary>答案</summary>", AdmonitionKind::Note, title("答案")),
        ] {
            assert_eq!(shown(line), Some((kind, expected)), "{line}");
        }
        assert_eq!(shown("::: right"), None);
    }
}
