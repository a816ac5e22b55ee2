//! Formulas (公式) as MathML (EPUB 3.3 §6.1; MathML Core), with their TeX as `alttext`; what can't
//! be set is shown as TeX.

use super::page::{Attributes, PageWriter};
use crate::math::{self, Element, Part};
use crate::model::{Inline, plain_text};
use crate::xml::ns;

impl PageWriter<'_, '_> {
    /// A formula in an element of its own.
    pub(super) fn formula(
        &mut self,
        name: &str,
        attributes: &Attributes,
        content: &[Inline],
        displayed: bool,
    ) {
        let tex = plain_text(content);
        self.start(name, attributes);
        match math::parse(&tex) {
            Ok(formula) => {
                self.page.features.math = true;
                let numbers: Vec<_> =
                    formula.rows.iter().map(|row| math::told(&row.number)).collect();
                let math = math::mathml(&formula, displayed, tex.trim(), &numbers);
                self.element(&math, &[("xmlns", ns::MATHML)]);
            }
            Err(_) => {
                self.page.features.latex = true;
                self.start("code", &Attributes::default());
                self.inlines(content);
                self.out.end();
            }
        }
        self.out.end();
    }

    fn element(&mut self, element: &Element, more: &[(&str, &str)]) {
        let mut attributes = more.to_vec();
        attributes
            .extend(element.attributes.iter().map(|(name, value)| (*name, value.as_str())));
        self.out.start(element.name, &attributes);
        for part in &element.content {
            match part {
                Part::Text(text) => self.out.text(text),
                Part::Element(inner) => self.element(inner, &[]),
            }
        }
        self.out.end();
    }
}
