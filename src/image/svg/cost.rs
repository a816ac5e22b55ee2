//! Estimates the work of a drawing when each reference in it is followed, without following any: a
//! few bytes can require more than any machine can do (patterns in patterns, clips of clips, `use`
//! of `use`). Beyond the budget it is not drawn, in any output.

use std::collections::BTreeMap;

use super::Unusable;
use super::allowed::ElementUse;
use super::css::{self, CssRule};
use super::source::Source;

/// The maximum number of elements and path segments, each counted as often as it is drawn.
pub(super) const MOST: u64 = 500_000;
/// The maximum nesting of elements, where a referenced element is nested in the one that refers to
/// it.
const DEEPEST: u32 = 200;
/// The maximum number of comparisons of elements with selectors.
const MOST_MATCHES: u64 = 20_000_000;
/// Properties that apply to all shapes in an element, not only to itself.
const INHERITED: &[&str] =
    &["fill", "marker", "marker-end", "marker-mid", "marker-start", "stroke"];

/// The cost of an element with its descendants.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    /// Elements and steps.
    cost: u64,
    /// Shapes that are drawn.
    shapes: u64,
    /// Steps of their outlines.
    steps: u64,
    /// Elements inside one another.
    depth: u32,
}

/// The path segments of a shape without path data.
const LEAST_STEPS: u64 = 4;

/// The minimum cost of an element.
pub(super) fn least(part: ElementUse) -> u64 {
    if part == ElementUse::Shape { 1 + LEAST_STEPS } else { 1 }
}

/// Refuses a drawing that is too expensive.
pub(super) fn check(source: &Source) -> Result<(), Unusable> {
    let rules = RuleIndex::of(source);
    rules.check(source)?;
    let weights = vec![None; source.nodes.len()];
    let mut scale = Scale { source, rules, weights, open: vec![false; source.nodes.len()] };
    scale.weigh(0, 0).map(drop)
}

struct Scale<'a> {
    source: &'a Source,
    rules: RuleIndex<'a>,
    /// Known costs.
    weights: Vec<Option<Weight>>,
    /// Elements being computed, which must not refer to themselves.
    open: Vec<bool>,
}

impl Scale<'_> {
    fn weigh(&mut self, index: usize, above: u32) -> Result<Weight, Unusable> {
        if let Some(known) = self.weights[index] {
            return if above + known.depth > DEEPEST {
                Err(Unusable::TooLarge)
            } else {
                Ok(known)
            };
        }
        if std::mem::replace(&mut self.open[index], true) {
            return Err(Unusable::Damaged("an element of it refers to itself".to_owned()));
        }
        if above == DEEPEST {
            return Err(Unusable::TooLarge);
        }
        let source = self.source;
        let node = &source.nodes[index];
        let steps =
            node.attribute("d").or_else(|| node.attribute("points")).map_or(LEAST_STEPS, steps);
        let mut weight = Weight { cost: 1, ..Weight::default() };
        if node.part == ElementUse::Shape {
            weight = Weight { cost: 1 + steps, shapes: 1, steps, ..weight };
        }
        for child in node.children() {
            let inner = self.weigh(child, above + 1)?;
            weight.add(inner, 1);
            weight.shapes = weight.shapes.saturating_add(inner.shapes);
            weight.steps = weight.steps.saturating_add(inner.steps);
        }
        if let Some(target) = node.reference().and_then(|id| source.target(id)) {
            let inner = self.weigh(target, above + 1)?;
            weight.add(inner, 1);
            weight.shapes = weight.shapes.saturating_add(inner.shapes);
            weight.steps = weight.steps.saturating_add(inner.steps);
        }
        let ruled = self.rules.of_node(source, index);
        let ruled = ruled.flat_map(|rule| &rule.declarations);
        let ruled = ruled.map(|it| (it.property.as_str(), it.value.as_str()));
        let properties: Vec<(&str, &str)> = node.properties().chain(ruled).collect();
        for (property, value) in properties {
            if property == "stroke-dasharray" {
                let dashes = value.len() as u64 / 4;
                weight.cost = weight.cost.saturating_add(weight.shapes.saturating_mul(dashes));
            }
            for target in css::references(value).filter_map(|id| source.target(id)) {
                let times = match property {
                    _ if !INHERITED.contains(&property) => 1,
                    "fill" | "stroke" => weight.shapes.max(1),
                    _ => weight.steps.max(1),
                };
                let inner = self.weigh(target, above + 1)?;
                weight.add(inner, times);
            }
        }
        if weight.cost > MOST {
            return Err(Unusable::TooLarge);
        }
        self.open[index] = false;
        self.weights[index] = Some(weight);
        Ok(weight)
    }
}

impl Weight {
    /// Adds the cost of something that is drawn this many times here.
    fn add(&mut self, inner: Self, times: u64) {
        self.cost = self.cost.saturating_add(inner.cost.saturating_mul(times));
        self.depth = self.depth.max(inner.depth + 1);
    }
}

/// The number of arguments of each path command, by its letter (SVG 2 §9.3).
const NUMBERS: [(u8, u64); 9] = [
    (b'm', 2),
    (b'l', 2),
    (b'h', 1),
    (b'v', 1),
    (b'c', 6),
    (b's', 4),
    (b'q', 4),
    (b't', 2),
    (b'a', 7),
];

/// The steps of an outline; `points` have no letters.
fn steps(outline: &str) -> u64 {
    let (mut steps, mut numbers, mut of_step) = (0, 0_u64, 2);
    let (mut in_number, mut in_fraction) = (false, false);
    for byte in outline.bytes() {
        match byte {
            b'0'..=b'9' => {
                numbers += u64::from(!in_number);
                in_number = true;
            }
            b'.' => {
                numbers += u64::from(!in_number || in_fraction);
                (in_number, in_fraction) = (true, true);
                continue;
            }
            b'e' | b'E' => continue,
            byte => {
                (in_number, in_fraction) = (false, false);
                if byte.is_ascii_alphabetic() {
                    steps += 1 + (numbers / of_step).saturating_sub(1);
                    let known = NUMBERS.iter().find(|(it, _)| *it == byte.to_ascii_lowercase());
                    (numbers, of_step) = (0, known.map_or(1, |(_, numbers)| *numbers));
                }
            }
        }
    }
    steps + numbers / of_step
}

/// The rules of a drawing, indexed by the last compound of their selectors.
struct RuleIndex<'a> {
    by_key: BTreeMap<&'a str, Vec<&'a CssRule>>,
    /// How many elements a selector may inspect for one match.
    looks: u64,
}

impl<'a> RuleIndex<'a> {
    fn of(source: &'a Source) -> Self {
        let mut by_key: BTreeMap<&str, Vec<&CssRule>> = BTreeMap::new();
        let depth = depth(source);
        let mut looks = 0_u64;
        for rule in source.nodes.iter().flat_map(|node| &node.rules) {
            for selector in &rule.selectors {
                let combinators = css::combinators(selector);
                looks = looks.saturating_add(depth.saturating_pow(combinators));
                by_key.entry(css::key(selector)).or_default().push(rule);
            }
        }
        Self { by_key, looks }
    }

    fn check(&self, source: &Source) -> Result<(), Unusable> {
        let matches = self.looks.saturating_mul(source.nodes.len() as u64);
        if matches > MOST_MATCHES { Err(Unusable::TooLarge) } else { Ok(()) }
    }

    /// The rules that may match an element, possibly with others.
    fn of_node<'b>(
        &'b self,
        source: &'b Source,
        index: usize,
    ) -> impl Iterator<Item = &'a CssRule> + use<'a, 'b> {
        let node = &source.nodes[index];
        let classes = node.attribute("class").unwrap_or_default().split_whitespace();
        let classes = classes.map(|class| format!(".{class}"));
        let id = node.attribute("id").map(|id| format!("#{id}"));
        let keys = classes.chain(id).chain([node.name.to_owned(), "*".to_owned()]);
        keys.flat_map(|key| self.by_key.get(key.as_str()).into_iter().flatten()).copied()
    }
}

/// The nesting of elements in the source.
fn depth(source: &Source) -> u64 {
    let mut depths = vec![1_u64; source.nodes.len()];
    // Parents come before their children.
    for (index, node) in source.nodes.iter().enumerate() {
        for child in node.children() {
            depths[child] = depths[index] + 1;
        }
    }
    depths.into_iter().max().unwrap_or(1)
}
