//! Numbered headings run in with a paragraph by a lost line end: 。二、研究方法 at the end of one,
//! 二、研究方法　本文采用… at the start. The numbers decide: together with the headings on separate lines they
//! must count from one, or nothing is split. 一、要加强领导。 begins a paragraph and stays in it.

use super::lines::Unit;
use super::placed::Placed;
use super::role::{Heading, Role};
use super::rules::{self, Candidate, HeadingForm, rank};
use crate::text::{punctuation, script};

/// The longest title that is split off, in characters.
const LONGEST: usize = 30;
/// The minimum length of the rest of the paragraph, in characters.
const PARAGRAPH: usize = 12;
/// The minimum number of headings of the series, run in or not.
const LEAST: usize = 2;

/// A heading of the series.
struct SeriesHeading<'t> {
    /// Its unit.
    at: usize,
    /// The part of the unit from the split on; `None` if the heading has a line of its own.
    cut: Option<Placed<'t>>,
    heading: Heading,
    tail: bool,
}

/// Splits the headings 一、二、… off the paragraphs that they are run in with.
pub(super) fn split(units: &mut Vec<Unit<'_>>) {
    let mut parted = Vec::new();
    for found in series(units) {
        let Some((mut first, mut second)) =
            found.cut.and_then(|cut| units[found.at].split(cut))
        else {
            continue;
        };
        let role = Role::Heading(Heading { glued: true, ..found.heading });
        let heading = if found.tail { &mut second } else { &mut first };
        heading.set(role, "glued-by-number", 85);
        parted.push((found.at, [first, second]));
    }
    for (at, parts) in parted.into_iter().rev() {
        units.splice(at..=at, parts);
    }
}

/// The headings of all series that count from one; a series is excluded if a paragraph has one of
/// its numbers, too.
fn series<'t>(units: &'t [Unit<'_>]) -> Vec<SeriesHeading<'t>> {
    let (mut all, mut series, mut sound) = (Vec::new(), Vec::new(), true);
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_body()) {
        if let Some(candidate) = comma(unit.whole()) {
            if candidate.heading.number == Some(1) {
                end(&mut all, std::mem::take(&mut series), sound);
                sound = true;
            }
            let counts_on = candidate.heading.number == Some(number_after(&series));
            let own_line = unit.length <= rules::LONGEST
                && (!unit.ends_sentence() || unit.text.ends_with(['？', '?']))
                && !rules::reads_as_sentence(unit.whole(), &candidate);
            let cut = (!own_line).then(|| head(candidate.label(unit.whole()))).flatten();
            sound &= counts_on && (own_line || cut.is_some()) && unit.lines == 1;
            series.push(SeriesHeading { at, cut, heading: candidate.heading, tail: false });
        } else if sound
            && is_above_text(units, at)
            && let Some((cut, candidate)) = tail(unit)
            && candidate.heading.number == Some(number_after(&series))
        {
            let cut = Some(cut);
            series.push(SeriesHeading { at, cut, heading: candidate.heading, tail: true });
        }
    }
    end(&mut all, series, sound);
    all
}

/// The number that the next heading of a series has.
fn number_after(series: &[SeriesHeading<'_>]) -> u32 {
    u32::try_from(series.len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Adds a series that has ended, if it counts on and some of its headings are run in.
fn end<'t>(all: &mut Vec<SeriesHeading<'t>>, series: Vec<SeriesHeading<'t>>, sound: bool) {
    if sound && series.len() >= LEAST && series.iter().any(|found| found.cut.is_some()) {
        all.extend(series);
    }
}

/// Whether a paragraph or a lower heading is below a unit.
fn is_above_text(units: &[Unit<'_>], at: usize) -> bool {
    units.get(at + 1).is_some_and(|next| {
        let subheading = || {
            rules::numbered(next.whole())
                .is_some_and(|it| it.form() == Some(HeadingForm::Inner))
        };
        next.is_body() && (next.length > LONGEST || next.ends_sentence() || subheading())
    })
}

/// A number 一、 at the start of a text.
fn comma(text: Placed<'_>) -> Option<Candidate> {
    rules::numbered(text.first_chars(rules::LONGEST))
        .filter(|it| it.heading.rank == rank::COMMA && it.name() == "comma")
        .filter(|it| text.before(it.label(text)).contains(['、', '．', '.', '：', ':']))
}

/// The start of the paragraph after a title: at white space, before a sentence.
fn head(label: Placed<'_>) -> Option<Placed<'_>> {
    let (title, rest) = label.split_once(script::is_space)?;
    let rest = rest.trim_start_matches(script::is_space);
    let stops =
        |c: char| punctuation::is_sentence_final(c) || c == '；' || c == '：' || c == ':';
    let is_title = (2..=LONGEST).contains(&title.length())
        && !title.contains(stops)
        && !title.ends_with(|c: char| punctuation::is_pause(c));
    let is_prose = rest.length() >= PARAGRAPH
        && super::lines::ends_sentence(&rest)
        && rest.starts_with(|c: char| script::is_han(c) || punctuation::is_opening(c));
    (is_title && is_prose).then_some(rest)
}

/// The heading that ends a paragraph: after the end of a sentence.
fn tail<'t>(unit: &'t Unit<'_>) -> Option<(Placed<'t>, Candidate)> {
    let text = unit.whole();
    let stem = text.trim_end_matches(|c| matches!(c, '？' | '?'));
    // 二、有哪些内容？ is a question, as a heading may be.
    let is_question = stem.len() < text.len();
    if unit.lines > 1 || (unit.ends_sentence() && !is_question) || unit.length < PARAGRAPH {
        return None;
    }
    let stop = stem.rfind_char(|c| "。！？!?”」".contains(c))?;
    let fragment = text
        .after(stop)
        .trim_start_matches(|c: char| punctuation::is_closing(c) || script::is_space(c));
    let candidate = comma(fragment)?;
    let is_title = fragment.length() <= LONGEST
        && !rules::reads_as_sentence(fragment, &candidate)
        && text.before(fragment).contains(['。', '！', '？']);
    is_title.then_some((fragment, candidate))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split as lines;
    use super::super::wrap;
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        let mut units = wrap::units(&lines(text), &[], &[]);
        split(&mut units);
        let headings = units.iter().filter(|unit| matches!(unit.role, Role::Heading(_)));
        headings.map(|unit| unit.text.to_string()).collect()
    }

    #[test]
    fn at_the_end_of_paragraphs() {
        let text = "阅读教学是语文教学的核心环节，应当重视。一、激发兴趣，引导阅读\n\
            兴趣是最好的老师，教师要善于创设情境，让学生爱上阅读，并且读得进去。二、教给方法，学会阅读\n\
            授人以鱼不如授人以渔，教师要教给学生圈点批注的方法，让学生边读边想。\n";
        assert_eq!(headings(text), ["一、激发兴趣，引导阅读", "二、教给方法，学会阅读"]);
    }

    #[test]
    fn questions_and_what_is_above_subheadings() {
        let text = "一、为什么制定本办法？\n为了规范管理，保障各方面的权益，制定了本办法。二、有哪些主要内容？\n\
            （一）明确了范围。办法适用于全市。三、工作要求\n要认真落实。\n";
        let found = ["二、有哪些主要内容？", "三、工作要求"];
        assert_eq!(headings(text), found);
    }

    #[test]
    fn at_the_start_of_paragraphs() {
        let text = "一、坚定理想信念 理想指引人生方向，信念决定事业成败。\n\
            二、练就过硬本领　青年时期是学习的黄金时期，要学习。\n";
        assert_eq!(headings(text), ["一、坚定理想信念", "二、练就过硬本领"]);
    }

    #[test]
    fn paragraphs_of_a_preface_have_numbers_of_their_own() {
        let text = "一、本合同为示范文本，由江城县制定。\n二、双方应当仔细阅读本合同的条款。\n\
            一、合同的组成 以下文件是本合同不可分割的组成部分。\n二、服务期 自签订之日起至年末，期满可以续签。\n";
        assert_eq!(headings(text), ["一、合同的组成", "二、服务期"]);
    }

    #[test]
    fn numbers_of_paragraphs_stay() {
        for text in [
            "一、要加强领导。各级党委要把这项工作摆上重要位置。\n二、要落实责任。层层签订责任书。\n",
            "一、坚定理想信念 理想指引人生方向，信念决定事业成败。\n三、其他\n正文在此。\n",
        ] {
            assert!(headings(text).is_empty(), "{text}");
        }
    }
}
