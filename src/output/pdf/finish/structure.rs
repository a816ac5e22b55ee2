//! The structure tree (ISO 32000-1 §14.7, §14.8; ISO 14289-1 §7).
//!
//! An element's children stand in the order of the document. Where its own text goes among
//! them is told by the order of painting: text painted after a child follows it.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::links::Annotation;
use super::{Pdf, number, roles, tree};
use crate::diag::{Code, Diagnostic};
use crate::layout::frame::{Element, ElementId, Role, Structure};
use crate::output::pdf::strings;
use crate::output::pdf::tags::{Area, Content, Mark, Tags};

/// What is told of a figure that nobody described.
const SOME_FIGURE: &str = "图";

/// All elements on their way into the file.
struct Forest<'a> {
    elements: &'a [Element],
    tags: &'a Tags,
    nodes: Vec<Node>,
    /// The annotations of each element.
    links: BTreeMap<usize, Vec<Annotation>>,
    root: ObjectId,
    /// The elements that have an identifier.
    identified: Vec<(Object, Object)>,
}

/// One element.
struct Node {
    id: ObjectId,
    children: Vec<usize>,
    /// The order of the first mark in it or under it.
    first: Option<u32>,
    /// Whether it says anything.
    kept: bool,
}

/// Writes the structure tree, with the links in it.
pub(super) fn tag(pdf: &mut Pdf, structure: &Structure, tags: &Tags, links: Vec<Annotation>) {
    let mut forest = Forest::grow(pdf, &structure.elements, tags, links);
    for index in 0..forest.nodes.len() {
        if forest.nodes[index].kept {
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
        let root = pdf.objects.new_object_id();
        let mut of_element: BTreeMap<usize, Vec<Annotation>> = BTreeMap::new();
        for link in links {
            of_element.entry(position(link.owner)).or_default().push(link);
        }
        let mut nodes: Vec<Node> = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let marks = content(tags, index).map_or(&[][..], |content| &content.marks);
            let kept = !marks.is_empty()
                || of_element.contains_key(&index)
                || matches!(element.role, Role::Document | Role::TableCell { .. });
            let first = marks.first().map(|mark| mark.order);
            nodes.push(Node { id: (0, 0), children: Vec::new(), first, kept });
        }
        // Parents stand before children, so from the end each is complete when it is met.
        for index in (0..elements.len()).rev() {
            let (kept, first) = (nodes[index].kept, nodes[index].first);
            let parent = elements[index].parent.map(position).filter(|parent| *parent < index);
            if let Some(parent) = parent.filter(|_| kept) {
                let parent = &mut nodes[parent];
                parent.children.push(index);
                parent.kept = true;
                parent.first = [parent.first, first].into_iter().flatten().min();
            }
        }
        for node in nodes.iter_mut().filter(|node| node.kept) {
            node.children.reverse();
            node.id = pdf.objects.new_object_id();
        }
        Self { elements, tags, nodes, links: of_element, root, identified: Vec::new() }
    }

    fn write(&mut self, pdf: &mut Pdf, index: usize) {
        let (element, node) = (&self.elements[index], &self.nodes[index]);
        let marks = content(self.tags, index).map_or(&[][..], |content| &content.marks);
        let links = self.links.get(&index).map_or(&[][..], Vec::as_slice);
        let parent = element.parent.map(position).and_then(|parent| self.nodes.get(parent));
        let role = if element.role == Role::Link && links.is_empty() {
            // Its target is nowhere; a Link must lead somewhere.
            &Role::Span
        } else {
            &element.role
        };
        let mut dict = dictionary! {
            "Type" => "StructElem",
            "S" => roles::name(role),
            "P" => parent.map_or(self.root, |parent| parent.id),
        };
        let page = marks.first().map(|mark| mark.page);
        if let Some(page) = page.and_then(|page| page_id(pdf, page)) {
            dict.set("Pg", page);
        }
        let mut kids = self.kids(pdf, node, marks, page);
        kids.extend(links.iter().map(|link| {
            let link = dictionary! { "Type" => "OBJR", "Obj" => link.id, "Pg" => link.page };
            Object::Dictionary(link)
        }));
        match kids.len() {
            0 => {}
            1 => dict.set("K", kids.remove(0)),
            _ => dict.set("K", kids),
        }
        self.describe(pdf, &mut dict, index);
        if element.role == Role::Note {
            // ISO 14289-1 §7.9: a note has an identifier of its own.
            let id = strings::text(&format!("note-{:06}", self.identified.len() + 1));
            dict.set("ID", id.clone());
            self.identified.push((id, Object::Reference(node.id)));
        }
        pdf.objects.set_object(node.id, dict);
    }

    /// What an element holds, in reading order.
    fn kids(&self, pdf: &Pdf, node: &Node, marks: &[Mark], page: Option<u32>) -> Vec<Object> {
        let marked = |mark: &Mark| {
            let mcid = i64::from(mark.mcid);
            match page_id(pdf, mark.page) {
                Some(other) if Some(mark.page) != page => Object::Dictionary(dictionary! {
                    "Type" => "MCR", "Pg" => other, "MCID" => mcid,
                }),
                _ => Object::Integer(mcid),
            }
        };
        let starts: Vec<Option<u32>> =
            node.children.iter().map(|child| self.nodes[*child].first).collect();
        let mut before = marks.iter().zip(preceding(&starts, marks)).peekable();
        let mut kids = Vec::with_capacity(marks.len() + node.children.len());
        for position in 0..=node.children.len() {
            while let Some((mark, _)) = before.next_if(|(_, slot)| *slot == position) {
                kids.push(marked(mark));
            }
            if let Some(child) = node.children.get(position) {
                kids.push(Object::Reference(self.nodes[*child].id));
            }
        }
        kids
    }

    /// Writes what is known of an element beside its content.
    fn describe(&self, pdf: &mut Pdf, dict: &mut Dictionary, index: usize) {
        let element = &self.elements[index];
        if let Some(lang) = element.lang.as_deref() {
            match strings::language(lang) {
                Some(lang) => dict.set("Lang", Object::string_literal(lang)),
                None => pdf
                    .diagnostics
                    .push(Diagnostic::new(Code::PdfLanguage, [&lang]).at(element.span)),
            }
        }
        let mut attributes = roles::attributes(&element.role);
        let alt = element.alt.as_deref().map(strings::clean).filter(|alt| !alt.is_empty());
        let shown = matches!(element.role, Role::Figure | Role::Formula);
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
        if let Role::Heading(level) = element.role
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
    }

    /// Where a figure stands (ISO 32000-1 §14.8.5.4.4).
    fn bounds(&self, pdf: &Pdf, index: usize) -> Option<Object> {
        let mut found: Option<(u32, Area)> = None;
        let mut open = vec![index];
        while let Some(index) = open.pop() {
            open.extend(&self.nodes[index].children);
            let area = content(self.tags, index).and_then(|content| content.area);
            found = match (found, area) {
                (Some((page, a)), Some((other, b))) if page == other => Some((page, a.with(b))),
                (Some(first), Some(other)) if other.0 < first.0 => Some(other),
                (known, other) => known.or(other),
            };
        }
        let (page, area) = found?;
        let (_, height) = pdf.pages.get(usize::try_from(page).ok()?)?;
        let bounds = vec![
            number(area.left),
            number(height - area.bottom),
            number(area.right),
            number(height - area.top),
        ];
        Some(dictionary! { "O" => "Layout", "BBox" => bounds }.into())
    }

    /// Writes the root, with the ways from marks and identifiers back to the elements.
    fn finish(self, pdf: &mut Pdf) {
        let mut parents: Vec<(Object, Object)> = Vec::new();
        for (page, owners) in (0i64..).zip(self.tags.owners()) {
            let owners: Vec<Object> =
                owners.iter().map(|owner| self.reference(position(*owner))).collect();
            let owners = pdf.add(owners);
            parents.push((Object::Integer(page), Object::Reference(owners)));
        }
        let mut links: Vec<&Annotation> = self.links.values().flatten().collect();
        links.sort_by_key(|link| link.key);
        parents.extend(
            links.iter().map(|link| (link.key.into(), self.reference(position(link.owner)))),
        );
        let next_key = i64::try_from(parents.len()).unwrap_or(i64::MAX);
        let parent_tree = tree::add(pdf, "Nums", parents);
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
            let ids = tree::add(pdf, "Names", self.identified);
            root.set("IDTree", ids);
        }
        pdf.objects.set_object(self.root, root);
        pdf.catalog.set("StructTreeRoot", self.root);
        pdf.catalog.set("MarkInfo", dictionary! { "Marked" => true });
    }

    fn reference(&self, index: usize) -> Object {
        match self.nodes.get(index) {
            Some(node) if node.kept => Object::Reference(node.id),
            _ => Object::Null,
        }
    }
}

/// For each mark, how many of the children stand before it: all up to the last of those that
/// were painted before. Notes are painted at the foot of the page, later than what follows
/// them in the document, and must not be overtaken by it.
fn preceding(children: &[Option<u32>], marks: &[Mark]) -> Vec<usize> {
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

fn content(tags: &Tags, index: usize) -> Option<&Content> {
    tags.content(ElementId(u32::try_from(index).ok()?))
}

fn position(element: ElementId) -> usize {
    usize::try_from(element.0).unwrap_or(usize::MAX)
}

fn page_id(pdf: &Pdf, page: u32) -> Option<ObjectId> {
    pdf.pages.get(usize::try_from(page).ok()?).map(|(id, _)| *id)
}

#[cfg(test)]
mod tests {
    use super::preceding;
    use crate::output::pdf::tags::Mark;

    fn marks(orders: &[u32]) -> Vec<Mark> {
        orders.iter().map(|order| Mark { page: 0, mcid: *order, order: *order }).collect()
    }

    #[test]
    fn text_stands_between_the_children_painted_around_it() {
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
