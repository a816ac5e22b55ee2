//! Lines that look like headings but are speech or narrative beats: short paragraphs to a careful
//! reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::text::lines::Unit;
use crate::input::text::names;
use crate::input::text::pattern::patterns;
use crate::input::text::placed::Placed;
use crate::input::text::role::Role;
use crate::input::text::rules;

patterns! {
    /// How a scene of a story begins.
    static BEAT = r"^(?:[一二两三四五六七八九十几半数0-9]+(?:个多?|多)?(?:天|日|年|月|小时|分钟|秒钟?|周|星期)(?:[以之]?[后前]|过去了?)|第?[二三四五]天(?:[早晚]上|清晨|[上中下]午|傍晚)?|[当次]?[日天夜晚](?:亮|黑)?了?|天(?:亮|黑)了|[清早]晨|傍晚|深夜|半夜)$";
    /// Clauses of verse separated by white space: two that are alike, and those that continue
    /// below.
    static COUPLET = r"^(?:\p{Han}{5}[ \u{3000}]\p{Han}{5}|\p{Han}{7}[ \u{3000}]\p{Han}{7})$";
    static CLAUSES = r"^\p{Han}{2,9}(?:[ \u{3000}]\p{Han}{2,9})+$";
    /// How speech and the steps of a story begin.
    static VOICE = r"^(?:[我你您他她它咱俺]|没有?人|谁|这时|那时|忽然|突然|然后|于是|可是|但是|后来|终于|回到|嗯|啊|哦|噢|哈|嘿|唉|哎|喂|呸|好[吧的啊呀]|是[的啊呀]|不[，,]|砰|轰|啪|咚|叮)";
}

/// The minimum number of lines of verse with white space between their clauses.
const VERSES: usize = 8;
/// The longest line that a voice or a beat takes, in characters.
const SHORT: usize = 8;

/// Facts about the text used to doubt its lines.
pub(super) struct Doubt<'t> {
    /// How often each short line occurs.
    times: BTreeMap<&'t str, usize>,
    /// The number of numbered chapters of the text.
    chapters: usize,
    /// The number of headings about to be accepted.
    accepted: usize,
    /// Lines that are repeated without another heading between: names above posts.
    echoed: BTreeSet<&'t str>,
    usual_blank: usize,
    usual_indent: usize,
    /// Whether the text has verse with white space between clauses.
    verse: bool,
}

impl<'t> Doubt<'t> {
    /// For a text whose paragraphs have this many blank lines and this indent before them; `accepted`
    /// are the lines about to be headings.
    pub(super) fn of(
        units: &'t [Unit<'_>],
        chapters: usize,
        accepted: &[usize],
        [usual_blank, usual_indent]: [usize; 2],
    ) -> Self {
        let mut times = BTreeMap::new();
        for unit in units.iter().filter(|unit| unit.length <= SHORT) {
            *times.entry(unit.whole_text()).or_default() += 1;
        }
        let verse = units.iter().filter(|unit| is_verse(unit)).count() >= VERSES;
        let (accepted, echoed) = (accepted.len(), echoed(units, accepted));
        Self { times, chapters, accepted, echoed, usual_blank, usual_indent, verse }
    }

    /// Whether a line that would be accepted remains a paragraph.
    pub(super) fn applies(&self, units: &[Unit<'_>], at: usize) -> bool {
        /// The maximum length of a line that means nothing when repeated.
        const ECHO: usize = 3;
        /// How many chapters with numbers a story has.
        const STORY: usize = 5;
        let unit = &units[at];
        let text = unit.whole();
        if self.verse && continues_verse(units, at) {
            return true;
        }
        if rules::numbered(text).is_some()
            || rules::named(text).is_some()
            || rules::is_common_name(text)
        {
            return false;
        }
        if text.ends_with("——")
            || self.echoed.contains(unit.whole_text())
            || names_reporters(text)
            || (self.chapters >= STORY && is_spoken(text))
        {
            return true;
        }
        let times = self.times.get(unit.whole_text()).copied().unwrap_or_default();
        let again = times > 1 && (unit.length <= ECHO || text.ends_with(['？', '?']));
        let trails = text.ends_with(['—', '…', '～', '~']);
        let is_narrative = again || trails || BEAT.is_match(text) || VOICE.is_match(text);
        // A chapter that has sections without numbers is seldom the only one.
        let stray = 2 * self.accepted <= self.chapters;
        !self.is_apart(units, at) && ((unit.length <= SHORT && is_narrative) || stray)
    }

    /// Whether white space or an indent sets a line apart from the paragraphs around it.
    fn is_apart(&self, units: &[Unit<'_>], at: usize) -> bool {
        let blank = |unit: &Unit<'_>| unit.blank_before.min(3);
        let next = units.get(at + 1).map_or(self.usual_blank, blank);
        blank(&units[at]) != self.usual_blank
            || next != self.usual_blank
            || units[at].indent != self.usual_indent
    }
}

/// Whether a line says more than one thing, or begins in the middle of one: 快出门啊！走了, ……咦？
fn is_spoken(text: Placed<'_>) -> bool {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '!' | '?');
    let rest = text.find_char(ends).map(|mark| text.after(mark));
    text.starts_with('…') || rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// Whether a line is who reports, the names not parted: 记者李铁柱郭琳琳.
fn names_reporters(text: Placed<'_>) -> bool {
    const OFFICES: [&str; 5] = ["本报记者", "见习记者", "记者", "通讯员", "实习生"];
    let names = OFFICES.iter().find_map(|office| text.strip_prefix(office));
    names.is_some_and(|names| !names.is_empty() && are_persons(names))
}

/// Whether a text is names of persons, one right behind another.
fn are_persons(text: Placed<'_>) -> bool {
    /// The characters of a name.
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    text.is_empty()
        || NAME.into_iter().any(|length| {
            let name = text.first_chars(length);
            name.length() == length
                && names::is_person(name.folded())
                && are_persons(text.after(name))
        })
}

/// The lines among those accepted that are the same as the heading before them, at least twice.
fn echoed<'t>(units: &'t [Unit<'_>], accepted: &[usize]) -> BTreeSet<&'t str> {
    const TWICE: usize = 2;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut before = "";
    for (at, unit) in units.iter().enumerate() {
        let is_accepted = accepted.binary_search(&at).is_ok();
        if !is_accepted && !matches!(unit.role, Role::Heading(_)) {
            continue;
        }
        let text = unit.whole_text();
        if is_accepted && text == before {
            *times.entry(text).or_default() += 1;
        }
        before = text;
    }
    times.into_iter().filter(|(_, times)| *times >= TWICE).map(|(text, _)| text).collect()
}

/// Whether a line is verse by the white space between its clauses.
fn is_verse(unit: &Unit<'_>) -> bool {
    rules::text_by(unit.whole()) == Some("verse")
}

/// Whether a line is a couplet, or is right below a line of verse and has clauses like it.
fn continues_verse(units: &[Unit<'_>], at: usize) -> bool {
    let (unit, before) = (&units[at], at.checked_sub(1).map(|before| &units[before]));
    let below = unit.blank_before == 0
        && before.is_some_and(|it| is_verse(it) || COUPLET.is_match(it.whole()));
    COUPLET.is_match(unit.whole()) || (below && CLAUSES.is_match(unit.whole()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::pattern::Pattern;
    use crate::input::text::placed::Text;

    #[test]
    fn beats() {
        let fits = |pattern: &Pattern, text: &str| pattern.is_match(Text::new(text).whole());
        assert!(
            fits(&BEAT, "三天后") && fits(&BEAT, "第二天早上") && !fits(&BEAT, "三天的约定")
        );
    }
}
