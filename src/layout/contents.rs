//! The table of contents (目录): entries with leaders and page numbers, all of them links
//! (digest PGN-01).

use super::flow::{Flow, Region, is_named, one_line};
use super::frame::{Artifact, ElementId, Item, LinkArea, LinkTarget, Owner, Pt, Role};
use super::inline::{Alignment, ParagraphStyle};
use super::section::section_key;
use super::strip::{BASELINE, EntryNumber, Placed, Strip, own};
use crate::font;
use crate::model::{Block, Document, Inline, Section, text};
use crate::transform::display_heading;

/// The column that page numbers are set in, and the white before it, in em.
const NUMBER_WIDTH: f32 = 2.0;
/// No leader is shorter than this, in em.
const SHORTEST_LEADER: f32 = 2.0;
/// One em of leader: three dots of the line in the middle, evenly spaced with its neighbours'.
const LEADER: &str = "…";

/// One entry.
pub(super) struct Entry<'a> {
    section: &'a Section,
    /// Its level, 1 the highest.
    level: u8,
    /// The name of its section's place.
    key: String,
}

/// The entries of a document, to a depth. Sections are counted as the flow counts them.
pub(super) fn entries(document: &Document, depth: u8) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    let mut count = 0;
    for blocks in [&document.front, &document.body, &document.back] {
        collect(blocks, 0, &mut count, &mut entries);
    }
    entries.retain(|entry| entry.level <= depth);
    entries
}

fn collect<'a>(blocks: &'a [Block], level: u8, count: &mut usize, out: &mut Vec<Entry<'a>>) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                let key = section_key(*count);
                *count += 1;
                let titled = is_named(&section.heading);
                let level = level.saturating_add(u8::from(titled));
                if titled {
                    out.push(Entry { section, level, key });
                }
                collect(&section.blocks, level, count, out);
            }
            other => other.children(&mut |part| {
                if let crate::model::Part::Blocks(inner) = part {
                    collect(inner, level, count, out);
                }
            }),
        }
    }
}

impl Flow<'_> {
    /// The table of contents.
    pub(super) fn contents(&mut self, entries: &[Entry<'_>], region: &Region) {
        let style = &self.style.contents;
        let heading = self.style.heading(1);
        let size = heading.size.points(self.geometry.size);
        let title = self.bench.tree.add(region.parent, Role::Paragraph);
        let inner = self.lettering(region, heading.face, size, Alignment::Center);
        let set = self.paragraph_style(&inner);
        self.space(self.geometry.pitch);
        let lines = self.bench.set(&[text(style.title.clone())], title, &set);
        self.strips(lines, &inner);
        self.keep = 1;
        self.space(self.geometry.pitch * 0.5);
        let element = self.bench.tree.add(region.parent, Role::Contents);
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
        entry: &Entry<'_>,
        base: u8,
        parent: ElementId,
        region: &Region,
    ) {
        let em = self.geometry.size;
        let item = self.bench.tree.add(parent, Role::ContentsItem);
        let reference = self.bench.tree.add(item, Role::Reference);
        let owner = self.bench.tree.add(reference, Role::Link);
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
        let heading: Vec<Inline> = heading.iter().filter(|i| !is_note(i)).cloned().collect();
        let lines = self.bench.set(&heading, owner, &set);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.into_iter().enumerate() {
            let hang = if index > 0 { set.hang } else { 0.0 };
            let end = indent + hang + line.width;
            let mut strip = super::flow::line_strip(line, region);
            strip.numbered = false;
            strip.keep = index < last;
            strip.shift(indent, 0.0);
            if index == last {
                self.lead(&mut strip, end, region);
                let y = BASELINE * region.size;
                strip.entry = Some(EntryNumber { target: entry.key.clone(), owner, y });
            }
            strip.items.push(Item::Link(LinkArea {
                owner,
                target: LinkTarget::Id(entry.key.clone()),
                description: title.clone(),
                x: region.x + indent,
                y: 0.0,
                width: region.measure - indent,
                height: (region.size * 1.2).min(self.geometry.bottom() - self.geometry.top),
            }));
            self.emit(strip);
        }
    }

    /// Fills the line from `end` to the number with dots, which stand one below another in all
    /// entries.
    fn lead(&mut self, strip: &mut Strip, end: Pt, region: &Region) {
        let em = region.size;
        let stop = region.measure - NUMBER_WIDTH * em;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a line")]
        let count = ((stop - end) / em - 0.5).floor().max(0.0) as usize;
        let style =
            self.bench.line_style(region.measure, em, font::Role::Body, Alignment::Start);
        let root = self.bench.tree.root();
        let dots = [text(LEADER.repeat(count))];
        let Some(mut line) = self.bench.set(&dots, root, &style).into_iter().next() else {
            return;
        };
        for item in &mut line.items {
            own(item, Owner::Artifact(Artifact::Layout));
        }
        let x = region.x + stop - line.width;
        strip.lines.push(Placed { line, x, y: BASELINE * region.size });
    }
}

fn is_note(inline: &&Inline) -> bool {
    matches!(inline, Inline::NoteRef(_) | Inline::Note(_))
}
