//! Where pages of the printed edition begin: elements that say so (EPUB 3.3 Structural Semantics,
//! `pagebreak`; DPUB-ARIA, `doc-pagebreak`), and what lists of pages lead to.

use super::tree::{Id, Tree};
use crate::model::{Milestone, MilestoneUnit};

/// Whether an element marks the beginning of a page, and holds nothing but its number.
pub(super) fn is_break(tree: &Tree, id: Id) -> bool {
    let says = |name: &str, wanted: &str| tree.words(id, name).any(|word| word == wanted);
    says("epub:type", "pagebreak") || says("role", "doc-pagebreak") || unit(tree, id).is_some()
}

/// What begins there, as our own e-books name it.
fn unit(tree: &Tree, id: Id) -> Option<MilestoneUnit> {
    let name = tree.get(id, "data-unit").filter(|_| tree.name(id) == "span")?;
    let is_own = tree.words(id, "class").any(|class| class == "milestone");
    is_own.then(|| MilestoneUnit::of(name))
}

/// The milestone of such an element: its page is what it says, else what it shows, else what the
/// list of pages calls it.
pub(super) fn milestone(tree: &Tree, id: Id, listed: Option<String>) -> Milestone {
    let said = ["aria-label", "title"].into_iter().find_map(|name| tree.get(id, name));
    let shown = || Some(tree.text_within(id)).filter(|text| !text.trim().is_empty());
    let label = said.map(str::to_owned).or_else(shown).or(listed).unwrap_or_default();
    let edition = tree.get(id, "data-edition").map(str::to_owned);
    Milestone { edition, unit: unit(tree, id).unwrap_or_default(), ..page(label) }
}

/// The beginning of the page of this number.
pub(super) fn page(label: String) -> Milestone {
    let label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    Milestone { unit: MilestoneUnit::Page, label, ..Milestone::default() }
}
