//! Formulas (公式) as MathML (EPUB 3.3 §6.1; MathML Core), with their TeX as `alttext`; a formula
//! that can't be set is shown as TeX.

use super::page::{ElementAttributes, PageWriter};
use crate::math::{self, Beside, Formula, MathMlElement, MathMlNode};
use crate::model::{Inline, MathBlock, MathSpan, Pieces, Span, plain_text};
use crate::xml::ns;

impl PageWriter<'_, '_> {
    /// A formula in a line.
    pub(super) fn formula(&mut self, it: &MathSpan) {
        let attributes = self.attributes(&it.attr).class("math");
        self.start("span", &attributes);
        if !self.drawn(&it.content, false, &[]) {
            match math::parse(&plain_text(&it.content)) {
                Ok(formula) => self.mathml(&formula, &it.content, None),
                Err(_) => self.tex(&it.content),
            }
        }
        self.out.end();
    }

    /// A displayed formula: the number of one equation is beside it, those of several are in the
    /// last column of their table.
    pub(super) fn displayed_formula(&mut self, it: &MathBlock) {
        let mut attributes = self.attributes(&it.attr).class("math");
        let number = match it.numbers.as_slice() {
            [Some(number)] => Some(number),
            _ => None,
        };
        if number.is_some() {
            attributes = attributes.class("numbered");
        }
        self.start("div", &attributes);
        if self.drawn(&it.content, true, &it.numbers) {
            self.labels_of(it);
        } else {
            match math::parse(&plain_text(&it.content)) {
                Ok(formula) => self.mathml(&formula, &it.content, Some(it)),
                Err(_) => self.tex(&it.content),
            }
        }
        if let Some(number) = number {
            self.start("span", &ElementAttributes::default().class("equation-number"));
            self.out.text(number);
            self.out.end();
        }
        self.out.end();
    }

    /// The places of the equations in one picture.
    fn labels_of(&mut self, it: &MathBlock) {
        for id in it.labels.iter().filter_map(|label| label.id.as_deref()) {
            if self.claim(id) {
                self.start("span", &ElementAttributes::default().with("id", id));
                self.out.end();
            }
        }
    }

    fn tex(&mut self, content: &[Inline]) {
        self.page.features.latex = true;
        self.start("code", &ElementAttributes::default());
        self.inlines(content);
        self.out.end();
    }

    fn mathml(&mut self, formula: &Formula, content: &[Inline], block: Option<&MathBlock>) {
        self.page.features.math = true;
        let tex = plain_text(content);
        let mut more = vec![("xmlns", ns::MATHML)];
        let (mut labels, numbers) =
            block.map_or((Vec::new(), &[][..]), |it| (it.labels.clone(), &it.numbers));
        for label in &mut labels {
            label.id = label.id.take().filter(|id| self.claim(id));
        }
        let mut labels = labels.iter();
        let several = formula.rows.len() > 1;
        let beside: Vec<Beside<'_>> = formula
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| Beside {
                number: numbers.get(index).and_then(Option::as_deref).filter(|_| several),
                id: row.label.as_ref().and_then(|_| labels.next()?.id.as_deref()),
            })
            .collect();
        if let [Beside { id: Some(id), .. }] = beside.as_slice() {
            more.push(("id", id));
        }
        let math = math::mathml(formula, block.is_some(), tex.trim(), &beside);
        let place = Pieces::of_inlines(content).extent();
        self.element(&math, &more, place);
    }

    /// Writes an element of a formula for `place`.
    fn element(&mut self, element: &MathMlElement, more: &[(&str, &str)], place: Option<Span>) {
        let mut attributes = more.to_vec();
        attributes
            .extend(element.attributes.iter().map(|(name, value)| (*name, value.as_str())));
        self.out.start(element.name, &attributes);
        for part in &element.content {
            match part {
                MathMlNode::Text(text) => {
                    self.out.text(text);
                    self.page.trace.add(text, place);
                }
                MathMlNode::Element(inner) => self.element(inner, &[], place),
            }
        }
        self.out.end();
    }
}
