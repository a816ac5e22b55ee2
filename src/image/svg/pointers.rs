//! References within a drawing: each must lead to an existing element of an allowed kind (SVG 2
//! §4.3, §13.2); otherwise it is removed.

use std::collections::BTreeMap;

use super::allowed;
use super::css;
use super::source::Source;

/// Removes dangling references.
pub(super) fn mend(source: &mut Source) {
    let Source { nodes, ids, .. } = source;
    let names: BTreeMap<&str, &'static str> =
        ids.iter().map(|(id, index)| (id.as_str(), nodes[*index].name)).collect();
    for node in nodes.iter_mut() {
        let targets = allowed::referred(node.name).unwrap_or_default();
        node.attributes.retain(|(name, value)| {
            let id = value.strip_prefix('#').filter(|_| name.ends_with("href"));
            id.is_none_or(|id| names.get(id).is_some_and(|name| targets.contains(name)))
        });
        for (name, value) in &mut node.attributes {
            pointer(name, value, &names);
        }
        let ruled = node.rules.iter_mut().flat_map(|rule| &mut rule.declarations);
        for declaration in node.style.iter_mut().chain(ruled) {
            pointer(&declaration.property, &mut declaration.value, &names);
        }
    }
}

/// Corrects the value of a property that refers to elements. A paint keeps its fallback if that is
/// a plain keyword; checkers of e-books accept no functions or quotes there.
fn pointer(property: &str, value: &mut String, names: &BTreeMap<&str, &'static str>) {
    let pointing = allowed::POINTING.iter().find(|(known, _)| *known == property);
    let Some((_, targets)) = pointing.filter(|_| value.contains("url(")) else { return };
    let leads = |id: &str| names.get(id).is_some_and(|name| targets.contains(name));
    let all_lead = css::references(value).all(leads) && css::references(value).next().is_some();
    let paints = matches!(property, "fill" | "stroke");
    if all_lead && !paints {
        return;
    }
    let fallback = value.split_once(')').map_or("", |(_, rest)| rest.trim());
    let fallback = if paints && !fallback.contains('(') { fallback } else { "" };
    let id = css::references(value).next().filter(|_| all_lead);
    *value = match (id, fallback) {
        (Some(id), "") => format!("url(#{id})"),
        (Some(id), fallback) => format!("url(#{id}) {fallback}"),
        (None, "") => "none".to_owned(),
        (None, fallback) => fallback.to_owned(),
    };
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn references_lead_to_what_they_may() {
        let names = [("a", "linearGradient"), ("b", "clipPath")].into_iter().collect();
        for (property, value, expected) in [
            ("fill", "url( '#a' )", "url(#a)"),
            ("fill", "url(#a) red", "url(#a) red"),
            ("fill", "url(#a) rgb(1, 2, 3)", "url(#a)"),
            ("fill", "url(#b)", "none"),
            ("stroke", "url(#c) red", "red"),
            ("clip-path", "url(#b)", "url(#b)"),
            ("clip-path", "url(#a)", "none"),
            ("fill", "red", "red"),
        ] {
            let mut mended = value.to_owned();
            pointer(property, &mut mended, &names);
            assert_eq!(mended, expected, "{property}: {value}");
        }
    }
}
