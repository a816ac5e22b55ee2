//! The cascade of a drawing's properties: presentation attributes, rules by specificity and order,
//! and `style` (SVG 2 §6.4–6.6, CSS Cascading 4 §6).
//!
//! Selectors of types, ids and classes are matched, with descendant and child combinators; rules
//! with other selectors are ignored here.

use std::collections::BTreeMap;

use super::css::Declaration;
use super::source::Source;

/// The specificity of a rule: ids, classes, types.
type Specificity = [usize; 3];

/// The rules of a drawing and the parents of its elements.
pub(super) struct Cascade<'a> {
    source: &'a Source,
    parents: Vec<Option<usize>>,
    rules: Vec<(Vec<SelectorStep<'a>>, &'a [Declaration])>,
}

/// A compound of a selector, from the last to the first.
struct SelectorStep<'a> {
    compound: Compound<'a>,
    /// Whether its element must be the parent of the previous one.
    is_parent: bool,
}

/// The conditions on one element.
#[derive(Default)]
struct Compound<'a> {
    name: Option<&'a str>,
    id: Option<&'a str>,
    classes: Vec<&'a str>,
}

impl<'a> Cascade<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let mut parents = vec![None; source.nodes.len()];
        for (index, node) in source.nodes.iter().enumerate() {
            node.children().for_each(|child| parents[child] = Some(index));
        }
        let rules = source.nodes.iter().flat_map(|node| &node.rules).flat_map(|rule| {
            let steps = rule.selectors.iter().filter_map(|selector| steps(selector));
            steps.map(|steps| (steps, rule.declarations.as_slice()))
        });
        Self { source, parents, rules: rules.collect() }
    }

    /// The values declared for an element itself, by property.
    pub(super) fn own(&self, index: usize) -> BTreeMap<&'a str, &'a str> {
        let node = &self.source.nodes[index];
        let mut values: BTreeMap<&str, &str> = BTreeMap::new();
        let attributes =
            node.attributes.iter().filter(|(name, _)| super::allowed::property(name));
        values.extend(attributes.map(|(name, value)| (name.as_str(), value.as_str())));
        let matching = self.rules.iter().filter(|(steps, _)| self.matches(index, steps));
        let mut matching: Vec<_> =
            matching.map(|(steps, all)| (strength(steps), *all)).collect();
        // Of equal specificity the later one wins: the sort is stable.
        matching.sort_by_key(|(strength, _)| *strength);
        let ruled = matching.into_iter().flat_map(|(_, all)| all);
        for declaration in ruled.chain(&node.style) {
            let value = declaration.value.trim_end_matches("!important").trim_end();
            if declaration.property == "font" {
                values.extend(font(value));
            } else {
                values.insert(&declaration.property, value);
            }
        }
        values
    }

    /// The value of an inherited property.
    pub(super) fn inherited(&self, index: usize, property: &str) -> Option<&'a str> {
        let mut at = Some(index);
        while let Some(index) = at {
            let own = self.own(index).get(property).copied();
            if let Some(value) = own.filter(|value| *value != "inherit") {
                return Some(value);
            }
            at = self.parents[index];
        }
        None
    }

    fn matches(&self, index: usize, steps: &[SelectorStep<'_>]) -> bool {
        let Some((first, rest)) = steps.split_first() else { return false };
        if !self.is(index, &first.compound) {
            return false;
        }
        let mut at = index;
        for step in rest {
            let mut next = self.parents[at];
            while let Some(above) = next
                && !self.is(above, &step.compound)
            {
                next = if step.is_parent { None } else { self.parents[above] };
            }
            let Some(found) = next else { return false };
            at = found;
        }
        true
    }

    fn is(&self, index: usize, compound: &Compound<'_>) -> bool {
        let node = &self.source.nodes[index];
        let classes = || node.attribute("class").unwrap_or_default().split_whitespace();
        compound.name.is_none_or(|name| name == node.name)
            && compound.id.is_none_or(|id| node.attribute("id") == Some(id))
            && compound.classes.iter().all(|class| classes().any(|own| own == *class))
    }
}

/// Parses the shorthand `font` (CSS Fonts 4 §2.7): keywords before the size, the size and
/// optionally the line height, the families.
fn font(value: &str) -> Vec<(&str, &str)> {
    let mut properties = vec![("font-weight", "normal")];
    let mut rest = value;
    while let Some(end) = rest.find(' ') {
        let (word, after) = (&rest[..end], rest[end..].trim_start());
        if word.parse::<f32>().is_ok() || matches!(word, "bold" | "bolder" | "lighter") {
            properties.push(("font-weight", word));
        } else if word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            || ["small", "medium", "large"].iter().any(|it| word.ends_with(it))
        {
            properties.push(("font-size", word.split('/').next().unwrap_or(word)));
            properties.push(("font-family", after));
            break;
        }
        rest = after;
    }
    properties
}

fn strength(steps: &[SelectorStep<'_>]) -> Specificity {
    let count = |of: fn(&Compound<'_>) -> usize| steps.iter().map(|it| of(&it.compound)).sum();
    [
        count(|it| usize::from(it.id.is_some())),
        count(|it| it.classes.len()),
        count(|it| usize::from(it.name.is_some())),
    ]
}

/// The compounds of a selector; `None` if its form is not supported here.
fn steps(selector: &str) -> Option<Vec<SelectorStep<'_>>> {
    let spaced = selector.split_inclusive('>').flat_map(|part| part.split_whitespace());
    let mut steps = Vec::new();
    let mut is_child = false;
    for word in spaced {
        let (word, ends) = match word.strip_suffix('>') {
            Some(word) => (word, true),
            None => (word, false),
        };
        if !word.is_empty() {
            steps.push((compound(word)?, std::mem::take(&mut is_child)));
        }
        is_child |= ends;
    }
    // The combinator before a step says whether the element above it is the parent.
    let mut is_parent = false;
    let steps = steps.into_iter().rev().map(|(compound, is_child)| {
        let step = SelectorStep { compound, is_parent };
        is_parent = is_child;
        step
    });
    Some(steps.collect::<Vec<_>>()).filter(|steps| !steps.is_empty())
}

fn compound(word: &str) -> Option<Compound<'_>> {
    if word.contains(['[', ':', '+', '~', '(']) {
        return None;
    }
    let mut out = Compound::default();
    let end = word.find(['.', '#']).unwrap_or(word.len());
    let (name, mut rest) = word.split_at(end);
    out.name = Some(name).filter(|name| !name.is_empty() && *name != "*");
    while let Some(sign) = rest.chars().next() {
        let end = rest[1..].find(['.', '#']).map_or(rest.len(), |at| at + 1);
        match sign {
            '#' => out.id = Some(&rest[1..end]),
            _ => out.classes.push(&rest[1..end]),
        }
        rest = &rest[end..];
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::source::Source;
    use super::Cascade;

    #[test]
    fn the_strongest_value_counts() {
        let text = "<svg xmlns='http://www.w3.org/2000/svg' font-weight='bold'><style>\
            text{fill:red;text-anchor:end} .a{fill:green} g > .b{fill:blue} #t{fill:black}\
            svg .c{fill:gray} text:hover{fill:pink}</style>\
            <g><text class='a b'/><text id='t' class='a'/><g class='x'><text class='a c' \
            style='text-anchor:start'/></g></g></svg>";
        let source = Source::read(text.as_bytes(), 1).unwrap();
        let cascade = Cascade::of(&source);
        let texts = source.nodes.iter().enumerate().filter(|(_, node)| node.name == "text");
        let found: Vec<_> = texts
            .map(|(at, _)| (cascade.own(at)["fill"], cascade.inherited(at, "text-anchor")))
            .collect();
        assert_eq!(
            found,
            [("blue", Some("end")), ("black", Some("end")), ("gray", Some("start"))]
        );
        assert_eq!(
            super::font("italic bold 18px/1.2 'A B', serif"),
            [
                ("font-weight", "normal"),
                ("font-weight", "bold"),
                ("font-size", "18px"),
                ("font-family", "'A B', serif")
            ]
        );
        let any = source.nodes.iter().position(|node| node.name == "text").unwrap();
        assert_eq!(cascade.inherited(any, "font-weight"), Some("bold"));
    }
}
