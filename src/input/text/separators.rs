//! Lines that are neither heading nor paragraph: separators, captions, bulleted lists.

use std::sync::LazyLock;

use super::claims::{Claim, View};
use super::lines::Unit;
use super::pattern::{PatternTable, patterns};
use super::placed::Placed;
use super::role::Role;
use super::table::{self, RuleKind};
use super::wrap::marker_length;

/// The longest caption, in characters.
const LONGEST_CAPTION: usize = 60;

patterns! {
    /// Signs between scenes.
    static SEPARATOR = r"^(?:[*✳※◇◆○●☆★□■△▲❖§~%#\s\u{3000}]+|[—–─━=_＿·.…\s\u{3000}-]{3,})$";
}

/// Captions whose image the plain text has lost.
static CAPTIONS: LazyLock<PatternTable> =
    LazyLock::new(|| table::compiled(table::of(RuleKind::Caption)));

patterns! {
    /// A caption may be a sentence if its first words name a picture: 图①：…, 图为….
    static LABELLED = r"^(?:图|表|照片)\s*(?:[0-9一二三四五六七八九十]{1,3}|[①-⑳])\s*[:：]|^[上下左右]?图为\p{Han}.*(?:。|[（(].{1,16}[摄图][）)])$";
    /// Descriptions of pictures in sentences, and their photographer.
    static TAKEN = r"(?:新华社|中新社|本报|本网)?(?:记者|通讯员)\s*\p{Han}{2,4}(?:[ 、]\p{Han}{2,4})?\s*摄[）)]?$|(?:摄影?|图|图片|供图)\s*[/／]\s*(?:\p{Han}{2,8}记者\s*)?\p{Han}{2,4}[）)]?$";
    /// A line to write on, by its signs.
    static RULED = r"^[_＿]{4,}$";
    /// A numbered line that expects an answer.
    static NUMBERED = r"^(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[.．、)）]|^[（(](?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）]|^[①-⑳]";
}

/// Claims lines to write on (作答线), separators, captions and lists.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| mark(units))
}

fn mark(units: &mut [Unit<'_>]) {
    mark_answer_lines(units);
    for unit in units.iter_mut().filter(|unit| unit.is_body()) {
        if unit.length <= 200 && SEPARATOR.is_match(unit.whole()) {
            unit.set(Role::Separator, "separator", 90);
        } else if is_caption(unit) {
            unit.set(Role::Caption, "caption", 75);
        }
    }
    mark_lists(units);
}

/// Whether a line describes an image, or names its photographer.
pub(super) fn is_caption(unit: &Unit<'_>) -> bool {
    /// The maximum length of a caption that names the photographer.
    const LONGEST_TAKEN: usize = 300;
    (unit.length <= LONGEST_CAPTION
        && (is_caption_text(unit.whole()) || is_doubled(&unit.text)))
        || (unit.length <= LONGEST_TAKEN && TAKEN.is_match(unit.whole()))
}

/// Whether a line has the same text twice: below a picture, and in its place.
fn is_doubled(text: &str) -> bool {
    /// The shortest caption, in bytes: eight Han.
    const SHORTEST: usize = 24;
    let halves = text.split_at_checked(text.len() / 2);
    halves.is_some_and(|(one, other)| one.len() >= SHORTEST && one == other)
}

/// Whether a text describes an image, or names its photographer.
pub(super) fn is_caption_text(text: Placed<'_>) -> bool {
    LABELLED.is_match(text) || (CAPTIONS.first(text).is_some() && !text.ends_with('。'))
}

/// Lines of `_` after a question, or several together; a separator is a single one.
fn mark_answer_lines(units: &mut [Unit<'_>]) {
    let ruled: Vec<bool> =
        units.iter().map(|unit| unit.is_body() && RULED.is_match(unit.whole())).collect();
    for at in (0..units.len()).filter(|at| ruled[*at]) {
        let before = at.checked_sub(1).map(|before| &units[before]);
        let is_question = before.is_some_and(|unit| {
            unit.text.ends_with(['：', ':', '？', '?']) || NUMBERED.is_match(unit.whole())
        });
        let beside = |other: Option<usize>| other.and_then(|at| ruled.get(at)) == Some(&true);
        if is_question || beside(at.checked_sub(1)) || beside(Some(at + 1)) {
            units[at].set(Role::Paragraph, "answer-line", 85);
        }
    }
}

/// Two bulleted lines in a row are a list.
fn mark_lists(units: &mut [Unit<'_>]) {
    let bullet = |unit: &Unit<'_>| {
        let length = marker_length(&unit.text).filter(|_| unit.is_body())?;
        Some((unit.text.chars().next()?, length))
    };
    let bullets: Vec<Option<(char, usize)>> = units.iter().map(bullet).collect();
    for at in 0..units.len() {
        let Some((sign, length)) = bullets[at] else { continue };
        let same = |other: Option<&Option<(char, usize)>>| {
            other.is_some_and(|other| other.is_some_and(|(other, _)| other == sign))
        };
        if same(bullets.get(at + 1)) || (at > 0 && same(bullets.get(at - 1))) {
            units[at].set(Role::Item(length), "bullet", 90);
        }
    }
}
