//! The table of contents (目录): entries with leaders and page numbers, all of them links
//! (`clreq.md` PGN-01).

use super::flow::{Flow, Region, one_line};
use super::frame::{Artifact, ElementId, Item, LinkArea, LinkTarget, Owner, Pt, StructureRole};
use super::inline::ParagraphStyle;
use super::section::section_key;
use super::strip::{BASELINE, EntryNumber, Strip, StripLine, own};
use crate::font;
use crate::model::{
    Alignment, Block, CreditKind, Document, Inline, Node, Section, plain_text, text,
    visit_inlines,
};
use crate::text::script;
use crate::transform::{Listed, display_heading, listed};

/// The width of the column of page numbers, and the white before it, in em.
const NUMBER_WIDTH: f32 = 2.0;
/// The minimum length of a leader, in em.
const SHORTEST_LEADER: f32 = 2.0;
/// One em of leader: three dots of the line in the middle, evenly spaced with its neighbours'.
const LEADER: &str = "…";

/// A table of contents at the author's place.
pub(super) struct InText<'a> {
    pub(super) entries: Vec<Listed<'a>>,
    /// Whether the author wrote a heading above it.
    pub(super) is_headed: bool,
}

/// The entries of a document, down to a depth.
pub(super) fn entries(document: &Document, depth: u8) -> Vec<Listed<'_>> {
    let mut entries = listed(document);
    entries.retain(|entry| entry.level <= depth);
    entries
}

/// The approximate number of lines of the entries, for this line length in em.
pub(super) fn lines(entries: &[Listed<'_>], measure: f32) -> usize {
    let room = (measure - NUMBER_WIDTH - SHORTEST_LEADER).max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "headings are short"
    )]
    let lines = |entry: &Listed<'_>| {
        let columns = script::columns(&one_line(&entry.section.heading));
        (columns as f32 * 0.5 / room).ceil().max(1.0) as usize
    };
    entries.iter().map(lines).sum()
}

impl Flow<'_> {
    /// The table of contents in the text, unless it was made before.
    pub(super) fn contents_here(&mut self, region: &Region) {
        if let Some(placed) = self.contents_in_text.take() {
            if !placed.is_headed {
                self.contents_title(region);
            }
            self.contents(&placed.entries, region);
            self.space(self.geometry.pitch * 0.5);
        }
    }

    /// The heading of the table of contents.
    pub(super) fn contents_title(&mut self, region: &Region) {
        let style = &self.style.contents;
        let heading = self.style.heading(1);
        let size = heading.size.points(self.geometry.size);
        let title = self.composer.tree.add(region.parent, StructureRole::Paragraph);
        let inner = self.lettering(region, heading.face, size, Alignment::Center);
        let set = self.paragraph_style(&inner);
        self.space(self.geometry.pitch);
        let heading = style.title.as_deref().unwrap_or(self.words().contents_heading);
        let lines = self.composer.set(&[text(heading)], title, &set);
        self.strips(lines, &inner);
        self.keep = 1;
        self.space(self.geometry.pitch * 0.5);
    }

    /// The entries of the table of contents.
    pub(super) fn contents(&mut self, entries: &[Listed<'_>], region: &Region) {
        let element = self.composer.tree.add(region.parent, StructureRole::Contents);
        let base = entries.iter().map(|entry| entry.level).min().unwrap_or(1);
        let levelled = entries.iter().any(|entry| entry.level > base);
        for entry in entries {
            let top = levelled && entry.level == base;
            let face = if top { font::Role::Strong } else { font::Role::Body };
            self.contents_entry(entry, base, element, &Region { face, ..region.clone() });
        }
    }

    fn contents_entry(
        &mut self,
        entry: &Listed<'_>,
        base: u8,
        parent: ElementId,
        region: &Region,
    ) {
        let em = self.geometry.size;
        let key = section_key(entry.index);
        let item = self.composer.tree.add(parent, StructureRole::ContentsItem);
        let reference = self.composer.tree.add(item, StructureRole::Reference);
        let owner = self.composer.tree.add(reference, StructureRole::Link);
        let heading = display_heading(&entry.section.heading, self.display, self.language()).0;
        let title = one_line(&heading);
        let indent = f32::from(entry.level - base) * self.style.contents.indent.points(em);
        let indent = indent.min(region.measure * 0.4).min(region.measure - em).max(0.0);
        let kept = (NUMBER_WIDTH + SHORTEST_LEADER) * em;
        let measure = (region.measure - indent - kept).max(em);
        let set = ParagraphStyle {
            measure,
            indent: 0.0,
            hang: em.min(measure * 0.5),
            alignment: Alignment::Start,
            ..self.paragraph_style(region)
        };
        let mut heading: Vec<Inline> =
            heading.iter().filter(|i| !is_note(i)).cloned().collect();
        if self.style.contents.authors {
            heading.extend(author(entry.section).map(|name| text(format!("　{name}"))));
        }
        let lines = self.composer.set(&heading, owner, &set);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.into_iter().enumerate() {
            let hang = if index > 0 { set.hang } else { 0.0 };
            let end = indent + hang + line.width;
            let mut strip = super::flow::line_strip(line, region, 0.0);
            strip.numbered = false;
            strip.keep = index < last;
            strip.shift(indent, 0.0);
            if index == last {
                self.lead(&mut strip, end, region);
                let y = BASELINE * region.size;
                strip.entry = Some(EntryNumber { target: key.clone(), owner, y });
            }
            strip.items.push(Item::Link(LinkArea {
                owner,
                target: LinkTarget::Id(key.clone()),
                description: title.clone(),
                x: region.x + indent,
                y: 0.0,
                width: region.measure - indent,
                height: (region.size * 1.2).min(self.geometry.bottom() - self.geometry.top),
            }));
            self.emit(strip);
        }
    }

    /// Fills the line from `end` to the number with dots, which are aligned in all entries.
    fn lead(&mut self, strip: &mut Strip, end: Pt, region: &Region) {
        let em = region.size;
        let stop = region.measure - NUMBER_WIDTH * em;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a line")]
        let count = ((stop - end) / em - 0.5).floor().max(0.0) as usize;
        let style =
            self.composer.line_style(region.measure, em, font::Role::Body, Alignment::Start);
        let root = self.composer.tree.root();
        let dots = [text(LEADER.repeat(count))];
        let Some(mut line) = self.composer.set(&dots, root, &style).into_iter().next() else {
            return;
        };
        for item in &mut line.items {
            own(item, Owner::Artifact(Artifact::Layout));
        }
        let x = region.x + stop - line.width;
        strip.lines.push(StripLine { line, x, y: BASELINE * region.size });
    }
}

/// The names in the byline of a chapter, without the words around them: 作者：青石板.
fn author(section: &Section) -> Option<String> {
    let byline = section.blocks.iter().find_map(|block| match block {
        Block::Credit(credit) if credit.kind == CreditKind::Byline => Some(&credit.content),
        _ => None,
    })?;
    let mut names = Vec::new();
    visit_inlines(byline, &mut |node| {
        if let Node::Inline(Inline::Name(name)) = node {
            names.push(plain_text(&name.content));
        }
    });
    let all = if names.is_empty() { plain_text(byline) } else { names.join("　") };
    Some(all.trim().to_owned()).filter(|all| !all.is_empty())
}

fn is_note(inline: &&Inline) -> bool {
    matches!(inline, Inline::NoteRef(_) | Inline::Note(_))
}
