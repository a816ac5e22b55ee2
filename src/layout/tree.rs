//! The logical structure being built: elements in reading order, parents before children.

use super::frame::{Element, ElementId, StructureRole};
use crate::model::{Attr, Span};

/// The elements of the pages so far.
#[derive(Debug)]
pub(crate) struct Tree {
    elements: Vec<Element>,
}

impl Tree {
    /// The document alone, which every other element descends from.
    pub(crate) fn new() -> Self {
        let mut tree = Self { elements: Vec::new() };
        tree.push(None, StructureRole::Document);
        tree
    }

    /// The document.
    pub(crate) fn root(&self) -> ElementId {
        ElementId(0)
    }

    /// A new last child of `parent`.
    pub(crate) fn add(&mut self, parent: ElementId, role: StructureRole) -> ElementId {
        self.push(Some(parent), role)
    }

    /// A new last child of `parent`, with the id, language and place from the model.
    pub(crate) fn add_with(
        &mut self,
        parent: ElementId,
        role: StructureRole,
        attr: &Attr,
    ) -> ElementId {
        let id = self.push(Some(parent), role);
        let element = self.element_mut(id);
        element.id.clone_from(&attr.id);
        element.lang.clone_from(&attr.lang);
        element.span = attr.span;
        id
    }

    /// An element, to be modified.
    pub(crate) fn element_mut(&mut self, id: ElementId) -> &mut Element {
        &mut self.elements[id.0 as usize]
    }

    /// How many elements there are.
    pub(crate) fn len(&self) -> usize {
        self.elements.len()
    }

    /// Removes the elements from this index.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.elements.truncate(count);
    }

    /// All elements, in reading order.
    pub(crate) fn into_elements(self) -> Vec<Element> {
        self.elements
    }

    fn push(&mut self, parent: Option<ElementId>, role: StructureRole) -> ElementId {
        // A document of four thousand million elements would not fit in memory.
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        let span: Option<Span> = None;
        self.elements.push(Element { parent, role, id: None, lang: None, alt: None, span });
        id
    }
}
