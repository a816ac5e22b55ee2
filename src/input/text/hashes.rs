//! Headings with the signs of Markdown in a plain text (井号标题): ## 食材, as chat programs write them.

use super::claims::{Claim, View};
use super::lines::Unit;
use super::pattern::patterns;
use super::role::{Heading, Role};
use super::rules::rank;
use crate::model::SectionKind;

/// The longest heading, in characters.
const LONGEST: usize = 80;

patterns! {
    static HASHES = r"^(?P<signs>#{1,6})\s+[^\s#]";
}

/// Claims the lines that begin with # signs and white space, where several have two or more: one sign
/// alone begins a comment of a program, too.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    /// The fewest headings with two signs or more.
    const LEAST: usize = 2;
    let source = &view.source.text;
    view.draft(|units| {
        let depths: Vec<(usize, u8)> =
            (0..units.len()).filter_map(|at| Some((at, depth(&units[at])?))).collect();
        if depths.iter().filter(|(_, depth)| *depth > 1).count() < LEAST {
            return;
        }
        // The one with the fewest signs above all others is the title.
        let first = units.iter().position(Unit::is_body);
        let highest = depths.iter().map(|(_, depth)| *depth).min();
        let alone = depths.iter().filter(|(_, depth)| Some(*depth) == highest).count() == 1;
        let is_title =
            |at: usize, depth: u8| alone && Some(depth) == highest && Some(at) == first;
        for (at, depth) in depths.into_iter().filter(|(at, depth)| !is_title(*at, *depth)) {
            let unit = &mut units[at];
            let signs = HASHES.captures(unit.whole()).and_then(|found| found.name("signs"));
            let range = signs.map(|signs| {
                let rest = unit.whole().after(signs).trim_start_matches(char::is_whitespace);
                unit.whole().before(rest).range()
            });
            let heading = Heading::of(rank::VOLUME + depth, SectionKind::Section, None);
            unit.set(Role::Heading(heading), "hashes", 96);
            range.into_iter().for_each(|range| unit.delimit(source, range));
        }
    })
}

/// The number of signs before a heading.
fn depth(unit: &Unit<'_>) -> Option<u8> {
    let fits =
        unit.is_body() && unit.lines == 1 && unit.length <= LONGEST && unit.marks.is_empty();
    let found = HASHES.captures(unit.whole()).filter(|_| fits)?;
    u8::try_from(found.name("signs")?.len()).ok()
}
