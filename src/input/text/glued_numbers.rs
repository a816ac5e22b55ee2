//! Numbered headings that a lost line end glued to a paragraph: 。二、研究方法 at the end of
//! one, 二、研究方法　本文采用… at the start.
//!
//! The numbers tell: with the headings on lines of their own they must count on from one, or
//! nothing is split. 一、要加强领导。 begins a paragraph and stays in it.

use super::lines::Unit;
use super::role::{Heading, Role};
use super::rules::{self, Candidate, Form, rank};
use crate::text::script;

/// The longest title that is split off, in characters.
const LONGEST: usize = 30;
/// The fewest characters of the paragraph that it leaves.
const PARAGRAPH: usize = 12;
/// The fewest headings of the series, glued or not.
const LEAST: usize = 2;

/// A heading of the series.
struct Found {
    /// Its unit.
    at: usize,
    /// Where the unit is cut; none where the heading has a line of its own.
    cut: Option<usize>,
    heading: Heading,
    tail: bool,
}

/// Splits the headings 一、二、… off the paragraphs that they are glued to.
pub(super) fn split<'a>(units: &mut Vec<Unit<'a>>, source: &'a str) {
    let series = series(units);
    let glued = series.iter().filter(|found| found.cut.is_some()).count();
    if series.len() < LEAST || glued == 0 {
        return;
    }
    for found in series.into_iter().rev() {
        let Some(cut) = found.cut else { continue };
        let Some((mut first, mut second)) = units[found.at].split(source, cut) else {
            continue;
        };
        let role = Role::Heading(Heading { glued: true, ..found.heading });
        if found.tail {
            second.set(role, "glued-by-number", 85);
        } else {
            first.set(role, "glued-by-number", 85);
        }
        units.splice(found.at..=found.at, [first, second]);
    }
}

/// The headings that count on from one; none if some paragraph of the text has such a number,
/// too.
fn series(units: &[Unit<'_>]) -> Vec<Found> {
    let mut series: Vec<Found> = Vec::new();
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_body()) {
        let next = u32::try_from(series.len()).unwrap_or(u32::MAX).saturating_add(1);
        let follows = units.get(at + 1).is_some_and(|next| {
            let subheading =
                || rules::numbered(&next.text).is_some_and(|it| it.form() == Some(Form::Inner));
            next.is_body() && (next.length > LONGEST || next.ends_sentence() || subheading())
        });
        if let Some(candidate) = comma(&unit.text) {
            let counts_on = candidate.heading.number == Some(next);
            let own_line = unit.length <= rules::LONGEST
                && (!unit.ends_sentence() || unit.text.ends_with(['？', '?']))
                && !rules::reads_as_sentence(&unit.text, &candidate);
            let cut = (!own_line).then(|| head(&unit.text, &candidate)).flatten();
            if !counts_on || (!own_line && cut.is_none()) || unit.lines > 1 {
                return Vec::new();
            }
            series.push(Found { at, cut, heading: candidate.heading, tail: false });
        } else if let Some((cut, candidate)) = tail(unit).filter(|_| follows)
            && candidate.heading.number == Some(next)
        {
            series.push(Found { at, cut: Some(cut), heading: candidate.heading, tail: true });
        }
    }
    series
}

/// A number 一、 at the start of a text.
fn comma(text: &str) -> Option<Candidate> {
    let head: String = text.chars().take(rules::LONGEST).collect();
    rules::numbered(&head)
        .filter(|it| it.heading.rank == rank::COMMA && it.name() == "comma")
        .filter(|it| text[..it.label].contains(['、', '．', '.', '：', ':']))
}

/// Where the title ends that begins a paragraph: at white space, before a sentence.
fn head(text: &str, candidate: &Candidate) -> Option<usize> {
    let label = &text[candidate.label..];
    let end = label.find(script::is_space)?;
    let (title, rest) = (&label[..end], label[end..].trim_start_matches(script::is_space));
    let stops = |c: char| script::is_sentence_final(c) || c == '；' || c == '：' || c == ':';
    let is_title = (2..=LONGEST).contains(&title.chars().count())
        && !title.contains(stops)
        && !title.ends_with(|c: char| script::is_pause(c));
    let is_prose = rest.chars().count() >= PARAGRAPH
        && super::lines::ends_sentence(rest)
        && rest.starts_with(|c: char| script::is_han(c) || script::is_opening(c));
    (is_title && is_prose).then_some(candidate.label + end)
}

/// Where the heading begins that ends a paragraph: after the end of a sentence.
fn tail(unit: &Unit<'_>) -> Option<(usize, Candidate)> {
    let text = unit.text.as_ref();
    // 二、有哪些内容？ asks, as a heading may.
    let asks = text.ends_with(['？', '?']);
    if unit.lines > 1 || (unit.ends_sentence() && !asks) || unit.length < PARAGRAPH {
        return None;
    }
    let before = text.trim_end_matches(['？', '?']);
    let stop = before.rfind(['。', '！', '？', '!', '?', '”', '」'])?;
    let after = &text[stop..];
    let fragment = after[after.chars().next()?.len_utf8()..]
        .trim_start_matches(|c: char| script::is_closing(c) || script::is_space(c));
    let candidate = comma(fragment)?;
    let is_title = fragment.chars().count() <= LONGEST
        && !rules::reads_as_sentence(fragment, &candidate)
        && text[..text.len() - fragment.len()].contains(['。', '！', '？']);
    is_title.then(|| (text.len() - fragment.len(), candidate))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split as lines;
    use super::super::wrap;
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        let mut units = wrap::units(text, &lines(text), &[]);
        split(&mut units, text);
        let headings = units.iter().filter(|unit| matches!(unit.role, Role::Heading(_)));
        headings.map(|unit| unit.text.clone().into_owned()).collect()
    }

    #[test]
    fn at_the_end_of_paragraphs() {
        let text = "阅读教学是语文教学的核心环节，应当重视。一、激发兴趣，引导阅读\n\
            兴趣是最好的老师，教师要善于创设情境，让学生爱上阅读，并且读得进去。二、教给方法，学会阅读\n\
            授人以鱼不如授人以渔，教师要教给学生圈点批注的方法，让学生边读边想。\n";
        assert_eq!(headings(text), ["一、激发兴趣，引导阅读", "二、教给方法，学会阅读"]);
    }

    #[test]
    fn questions_and_what_stands_above_subheadings() {
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
    fn numbers_of_paragraphs_stay() {
        for text in [
            "一、要加强领导。各级党委要把这项工作摆上重要位置。\n二、要落实责任。层层签订责任书。\n",
            "一、坚定理想信念 理想指引人生方向，信念决定事业成败。\n三、其他\n正文在此。\n",
        ] {
            assert!(headings(text).is_empty(), "{text}");
        }
    }
}
