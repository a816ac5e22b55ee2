//! The structure tree (ISO 32000-1 §14.7, §14.8; ISO 14289-1 §7).
//!
//! An element's children are in document order. The position of its own text among them follows
//! from the painting order: text painted after a child follows it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::file::{write_entries, write_object, write_reference};
use super::links::Annotation;
use super::{Pdf, number, roles, tree};
use crate::diag::{Code, Diagnostic};
use crate::layout::frame::{Element, ElementId, Structure, StructureRole};
use crate::output::pdf::strings;
use crate::output::pdf::tags::{Area, MarkedContent, Tags, count};
use crate::text::language::is_tag;

/// The alternative text of a figure without description.
const SOME_FIGURE: &str = "图";

/// All elements to be written.
struct Forest<'a> {
    elements: &'a [Element],
    tags: &'a Tags,
    nodes: Vec<StructElem>,
    /// The annotations of each element.
    links: BTreeMap<usize, Vec<Annotation>>,
    root: ObjectId,
    /// The elements that have an identifier.
    identified: Vec<ObjectId>,
}

/// One element. There are several to a line, so it is small.
#[derive(Clone, Copy, Default)]
struct StructElem {
    /// Its object number; 0 if it is empty.
    number: u32,
    /// Its first child that says something, and its next sibling; 0 if there is none, since
    /// the first element is nobody's child.
    child: u32,
    sibling: u32,
    /// The order of the first mark in it or under it.
    first: Option<u32>,
}

impl StructElem {
    fn id(self) -> ObjectId {
        (self.number, 0)
    }

    fn is_kept(self) -> bool {
        self.number > 0
    }
}

/// Writes the structure tree, with the links in it.
pub(super) fn tag(pdf: &mut Pdf, structure: &Structure, tags: &Tags, links: Vec<Annotation>) {
    let mut forest = Forest::grow(pdf, &structure.elements, tags, links);
    for index in 0..forest.nodes.len() {
        if forest.nodes[index].is_kept() {
            forest.write(pdf, index);
        }
    }
    forest.finish(pdf);
}

impl<'a> Forest<'a> {
    fn grow(
        pdf: &mut Pdf,
        elements: &'a [Element],
        tags: &'a Tags,
        links: Vec<Annotation>,
    ) -> Self {
        let root = pdf.file.reserve();
        let mut of_element: BTreeMap<usize, Vec<Annotation>> = BTreeMap::new();
        for link in links {
            of_element.entry(position(link.owner)).or_default().push(link);
        }
        let mut nodes = vec![StructElem::default(); elements.len()];
        let mut kept = vec![false; elements.len()];
        // Parents precede children, so in reverse order each is complete when it is reached.
        for (index, element) in elements.iter().enumerate().rev() {
            let first = tags.marks(index).first().map(|mark| mark.order);
            let node = &mut nodes[index];
            node.first = [node.first, first].into_iter().flatten().min();
            let first = node.first;
            kept[index] |= first.is_some()
                || of_element.contains_key(&index)
                || matches!(
                    element.role,
                    StructureRole::Document | StructureRole::TableCell { .. }
                );
            let parent = element.parent.map(position).filter(|parent| *parent < index);
            if let Some(parent) = parent.filter(|_| kept[index]) {
                kept[parent] = true;
                let above = &mut nodes[parent];
                above.first = [above.first, first].into_iter().flatten().min();
                nodes[index].sibling =
                    std::mem::replace(&mut nodes[parent].child, count(index));
            }
        }
        for (node, _) in nodes.iter_mut().zip(kept).filter(|(_, kept)| *kept) {
            node.number = pdf.file.reserve().0;
        }
        Self { elements, tags, nodes, links: of_element, root, identified: Vec::new() }
    }

    fn write(&mut self, pdf: &mut Pdf, index: usize) {
        let (element, id) = (&self.elements[index], self.nodes[index].id());
        let marks = self.tags.marks(index);
        let links = self.links.get(&index).map_or(&[][..], Vec::as_slice);
        let parent = element.parent.map(position).and_then(|parent| self.nodes.get(parent));
        let role = if element.role == StructureRole::Link && links.is_empty() {
            // Its target is nowhere; a Link must lead somewhere.
            &StructureRole::Span
        } else {
            &element.role
        };
        let page = marks.first().map(|mark| mark.page);
        let kids = self.kids(pdf, index, marks, page, links);
        let mut rest = self.describe(pdf, index);
        if element.role == StructureRole::Note {
            // ISO 14289-1 §7.9: a note has an identifier of its own.
            self.identified.push(id);
            rest.set("ID", note_id(self.identified.len()));
        }
        let parent = parent.map_or(self.root, |parent| parent.id());
        let page = page.and_then(|page| page_id(pdf, page));
        pdf.file.write(id, |out| {
            out.extend_from_slice(b"<</Type/StructElem/S/");
            out.extend_from_slice(roles::name(role).as_bytes());
            out.extend_from_slice(b"/P ");
            write_reference(out, parent);
            if let Some(page) = page {
                out.extend_from_slice(b"/Pg ");
                write_reference(out, page);
            }
            match kids.as_slice() {
                [] => {}
                [kid] => {
                    out.extend_from_slice(b"/K ");
                    write_object(out, kid);
                }
                _ => {
                    out.extend_from_slice(b"/K");
                    write_object(out, &Object::Array(kids));
                }
            }
            write_entries(out, &rest);
            out.extend_from_slice(b">>");
        });
    }

    /// The children of an element, in reading order.
    fn kids(
        &self,
        pdf: &Pdf,
        index: usize,
        marks: &[MarkedContent],
        page: Option<u32>,
        links: &[Annotation],
    ) -> Vec<Object> {
        let marked = |mark: &MarkedContent| {
            let mcid = i64::from(mark.mcid);
            match page_id(pdf, mark.page) {
                Some(other) if Some(mark.page) != page => Object::Dictionary(dictionary! {
                    "Type" => "MCR", "Pg" => other, "MCID" => mcid,
                }),
                _ => Object::Integer(mcid),
            }
        };
        let children: Vec<StructElem> =
            self.children(index).map(|child| self.nodes[child]).collect();
        let starts: Vec<Option<u32>> = children.iter().map(|child| child.first).collect();
        let mut before = marks.iter().zip(preceding(&starts, marks)).peekable();
        let mut kids = Vec::with_capacity(marks.len() + children.len() + links.len());
        for position in 0..=children.len() {
            while let Some((mark, _)) = before.next_if(|(_, slot)| *slot == position) {
                kids.push(marked(mark));
            }
            kids.extend(children.get(position).map(|child| Object::Reference(child.id())));
        }
        kids.extend(links.iter().map(|link| {
            let link = dictionary! { "Type" => "OBJR", "Obj" => link.id, "Pg" => link.page };
            Object::Dictionary(link)
        }));
        kids
    }

    /// The non-empty children of an element, in document order.
    fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let next = |number: u32| usize::try_from(number).ok().filter(|index| *index > 0);
        std::iter::successors(next(self.nodes[index].child), move |index| {
            next(self.nodes[*index].sibling)
        })
    }

    /// The attributes of an element besides its content.
    fn describe(&self, pdf: &mut Pdf, index: usize) -> Dictionary {
        let mut dict = Dictionary::new();
        let element = &self.elements[index];
        if let Some(lang) = element.lang.as_deref() {
            if is_tag(lang) {
                dict.set("Lang", Object::string_literal(lang));
            } else {
                let unknown = Diagnostic::new(Code::PdfLanguage, [&lang]).at(element.span);
                pdf.diagnostics.push(unknown);
            }
        }
        let mut attributes = roles::attributes(&element.role);
        let alt = element.alt.as_deref().map(strings::clean).filter(|alt| !alt.is_empty());
        let shown = matches!(element.role, StructureRole::Figure | StructureRole::Formula);
        if shown && alt.is_none() {
            let missing = Diagnostic::new(Code::PdfNoAlt, [&SOME_FIGURE]);
            pdf.diagnostics.push(missing.at(element.span));
            dict.set("Alt", strings::text(SOME_FIGURE));
        }
        if let Some(alt) = alt {
            dict.set("Alt", strings::text(&alt));
        }
        if shown && let Some(bounds) = self.bounds(pdf, index) {
            attributes.push(bounds);
        }
        if let StructureRole::Heading(level) = element.role
            && level > roles::DEEPEST_HEADING
        {
            let deep = Diagnostic::new(Code::PdfHeadingDepth, [&level]);
            pdf.diagnostics.push(deep.at(element.span));
        }
        match attributes.len() {
            0 => {}
            1 => dict.set("A", attributes.remove(0)),
            _ => dict.set("A", attributes),
        }
        dict
    }

    /// The bounding box of a figure (ISO 32000-1 §14.8.5.4.4).
    fn bounds(&self, pdf: &Pdf, index: usize) -> Option<Object> {
        let mut found: Option<(u32, Area)> = None;
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            open.extend(self.children(index));
            let area = self.tags.area(index);
            found = match (found, area) {
                (Some((page, a)), Some((other, b))) if page == other => Some((page, a.with(b))),
                (Some(first), Some(other)) if other.0 < first.0 => Some(other),
                (known, other) => known.or(other),
            };
        }
        let (page, area) = found?;
        let height = pdf.page(page)?.height;
        let bounds = vec![
            number(area.left),
            number(height - area.bottom),
            number(area.right),
            number(height - area.top),
        ];
        Some(dictionary! { "O" => "Layout", "BBox" => bounds }.into())
    }

    /// Writes the root, with the parent tree and the identifiers.
    fn finish(self, pdf: &mut Pdf) {
        let mut parents: Vec<(i64, ObjectId)> = Vec::new();
        for (page, owners) in (0i64..).zip(self.tags.owners()) {
            let owners = owners.iter().map(|owner| self.reference(position(*owner)));
            let owners = pdf.add(owners.collect::<Vec<_>>());
            parents.push((page, owners));
        }
        let mut links: Vec<&Annotation> = self.links.values().flatten().collect();
        links.sort_by_key(|link| link.key);
        let owned = links.iter().filter_map(|link| {
            let owner = self.nodes.get(position(link.owner)).filter(|node| node.is_kept())?;
            Some((link.key, owner.id()))
        });
        parents.extend(owned);
        let next_key = parents.last().map_or(0, |(key, _)| key + 1);
        let parent_tree = tree::add(pdf, "Nums", parents, |_, (key, owner)| {
            (Object::Integer(key), Object::Reference(owner))
        });
        let mut root = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.reference(0),
            "ParentTree" => parent_tree,
            "ParentTreeNextKey" => next_key,
        };
        let used: BTreeSet<_> =
            self.elements.iter().filter_map(|element| roles::mapped(&element.role)).collect();
        if !used.is_empty() {
            let map = used.into_iter().map(|(role, standard)| (role, Object::from(standard)));
            root.set("RoleMap", Dictionary::from_iter(map));
        }
        if !self.identified.is_empty() {
            let ids =
                tree::add(pdf, "Names", (1..).zip(self.identified), |_, (number, note)| {
                    (note_id(number), Object::Reference(note))
                });
            root.set("IDTree", ids);
        }
        pdf.file.set(self.root, root);
        pdf.catalog.set("StructTreeRoot", self.root);
        pdf.catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }

    fn reference(&self, index: usize) -> Object {
        match self.nodes.get(index) {
            Some(node) if node.is_kept() => Object::Reference(node.id()),
            _ => Object::Null,
        }
    }
}

/// The identifier of the note of this number.
fn note_id(number: usize) -> Object {
    strings::text(&format!("note-{number:06}"))
}

/// For each mark, how many of the children are before it: all up to the last of those that
/// were painted before. Notes are painted at the foot of the page, later than what follows
/// them in the document, and must not be overtaken by it.
fn preceding(children: &[Option<u32>], marks: &[MarkedContent]) -> Vec<usize> {
    let mut by_time: Vec<(u32, usize)> = (1..)
        .zip(children)
        .filter_map(|(position, first)| first.map(|first| (first, position)))
        .collect();
    by_time.sort_unstable();
    let mut painted = by_time.into_iter().peekable();
    let mut slot = 0;
    let slots = marks.iter().map(|mark| {
        while let Some((_, position)) = painted.next_if(|(first, _)| *first < mark.order) {
            slot = slot.max(position);
        }
        slot
    });
    slots.collect()
}

fn position(element: ElementId) -> usize {
    usize::try_from(element.0).unwrap_or(usize::MAX)
}

fn page_id(pdf: &Pdf, page: u32) -> Option<ObjectId> {
    pdf.page(page).map(|leaf| leaf.id)
}

#[cfg(test)]
mod tests {
    use super::preceding;
    use crate::output::pdf::tags::MarkedContent;

    fn marks(orders: &[u32]) -> Vec<MarkedContent> {
        orders
            .iter()
            .map(|order| MarkedContent { page: 0, mcid: *order, order: *order })
            .collect()
    }

    #[test]
    fn text_is_between_the_children_painted_around_it() {
        assert_eq!(preceding(&[Some(1), Some(3)], &marks(&[0, 2, 4])), [0, 1, 2]);
    }

    #[test]
    fn a_note_painted_late_keeps_its_place() {
        // Text, reference, text, reference, text; the note between the references at last.
        let children = [Some(1), Some(5), Some(3)];
        assert_eq!(preceding(&children, &marks(&[0, 2, 4])), [0, 1, 3]);
    }

    #[test]
    fn children_never_painted_are_passed_over() {
        assert_eq!(preceding(&[None, Some(1)], &marks(&[0, 2])), [0, 2]);
    }
}
