//! Page starts of the printed edition: declared elements (EPUB 3.3 Structural Semantics,
//! `pagebreak`; DPUB-ARIA, `doc-pagebreak`), and the targets of page lists.

use super::tree::{Id, Tree};
use crate::model::{Milestone, MilestoneUnit};

/// Whether an element marks the start of a page, and contains only its number.
pub(super) fn is_break(tree: &Tree, id: Id) -> bool {
    let has = |name: &str, wanted: &str| tree.words(id, name).any(|word| word == wanted);
    has("epub:type", "pagebreak") || has("role", "doc-pagebreak") || unit(tree, id).is_some()
}

/// The unit that begins there, as named in our own e-books.
fn unit(tree: &Tree, id: Id) -> Option<MilestoneUnit> {
    let name = tree.get(id, "data-unit").filter(|_| tree.name(id) == "span")?;
    let is_own = tree.words(id, "class").any(|class| class == "milestone");
    is_own.then(|| MilestoneUnit::of(name))
}

/// The milestone of such an element: its page is the declared label, else its text, else its label
/// in the list of pages.
pub(super) fn milestone(tree: &Tree, id: Id, listed: Option<String>) -> Milestone {
    let declared = ["aria-label", "title"].into_iter().find_map(|name| tree.get(id, name));
    let shown = || Some(tree.text_within(id)).filter(|text| !text.trim().is_empty());
    let label = declared.map(str::to_owned).or_else(shown).or(listed).unwrap_or_default();
    let edition = tree.get(id, "data-edition").map(str::to_owned);
    Milestone { edition, unit: unit(tree, id).unwrap_or_default(), ..page(label) }
}

/// The start of the page with this number.
pub(super) fn page(label: String) -> Milestone {
    let label = Some(label.trim().to_owned()).filter(|label| !label.is_empty());
    Milestone { unit: MilestoneUnit::Page, label, ..Milestone::default() }
}
