//! Articles with a name (条标): 第三条　合伙期限 alone on its line, above its text.
//!
//! In most laws and contracts an article is a paragraph; if nearly all have a name and nothing else
//! on their line, the names are headings.

use super::claims::{Claim, View};
use super::lines::Unit;
use super::role::{Heading, Role};
use super::rules::{self, rank};
use crate::model::SectionKind;
use crate::text::punctuation;

/// The minimum number of named articles, and the share of all that have a name, in percent: the
/// last ones of a contract are a sentence each.
const LEAST: usize = 3;
const SHARE: usize = 70;
/// The longest article that is a name, in characters.
const LONGEST: usize = 28;

/// Claims the names of articles.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let articles: Vec<usize> = (0..view.len())
        .filter(|at| view[*at].is_body() && rules::is_article(view[*at].whole()))
        .collect();
    let named: Vec<usize> = articles.iter().copied().filter(|at| is_name(&view[*at])).collect();
    // Where a sample leaves the text out, a name may be right above the next.
    let with_text = named.iter().filter(|at| has_text(view, **at)).count();
    if with_text < LEAST || named.len() * 100 < articles.len() * SHARE {
        return Vec::new();
    }
    let heading = || Role::Heading(Heading::of(rank::LABEL, SectionKind::Section, None));
    named.into_iter().map(|at| view[at].claim(heading(), "named-article", 85)).collect()
}

/// Whether a paragraph that is not an article follows.
fn has_text(units: &[Unit<'_>], at: usize) -> bool {
    units.get(at + 1).is_some_and(|next| next.is_body() && !rules::is_article(next.whole()))
}

/// Whether an article is a name on a separate line.
fn is_name(unit: &Unit<'_>) -> bool {
    let words = unit.whole().words().nth(1).is_some();
    words
        && unit.length <= LONGEST
        && !unit.ends_sentence()
        && !unit.text.ends_with(|c: char| punctuation::is_pause(c))
}

#[cfg(test)]
mod tests {
    use super::super::{lines, wrap};
    use super::*;

    fn named(text: &str) -> usize {
        let units = wrap::units(&lines::split(text), &[], &[]);
        let named = |at: &usize| is_name(&units[*at]) && has_text(&units, *at);
        (0..units.len()).filter(named).count()
    }

    #[test]
    fn the_author_is_above_the_article() {
        assert_eq!(named("第一条　合伙宗旨\n为了种树。\n第二条 合伙期限\n三年。\n"), 2);
        assert_eq!(named("第一条 为了种树，订立本合同。\n第二条 期限三年。\n"), 0);
        assert_eq!(named("第一条 合伙宗旨\n第二条 合伙期限\n"), 0);
    }
}
