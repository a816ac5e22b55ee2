//! Residue within a line (行内残留): escape sequences of a terminal, remarks of a site in brackets
//! among the sentences of a paragraph, tags and blanks of HTML at either end.

use std::sync::LazyLock;

use super::adverts;
use super::claims::{Claim, View};
use super::lines::Unit;
use super::pattern::{Pattern, patterns};
use super::placed::Placed;

patterns! {
    static ESCAPE = "\u{1B}\\[[0-9;?]*[A-Za-z]";
}

/// Tags and blanks of a page at the beginning or the end of a line.
static TAGS: LazyLock<Pattern> = LazyLock::new(|| {
    let tag = r"(?:</?(?:br|p|div|span|font|center|strong|h[1-6])(?-u:\b)[^<>]{0,160}>|&(?:nbsp|emsp|ensp);)";
    Pattern::new(format!(r"^{tag}+|{tag}+$"))
});

/// Claims residue within lines, only escape sequences if the user keeps the rest.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(|units| mark(units, &view.source.text, view.options.keep_residue))
}

fn mark(units: &mut [Unit<'_>], source: &str, escapes: bool) {
    for unit in units.iter_mut().filter(|unit| unit.lines == 1) {
        if unit.text.contains('\u{1B}') {
            take_out(unit, source, "escape", |rest| ESCAPE.find(rest));
        }
        if escapes || !unit.is_body() || !unit.marks.is_empty() {
            continue;
        }
        // A search for one character is much faster than one for several.
        let has = |signs: &[char]| signs.iter().any(|sign| unit.text.contains(*sign));
        let (tags, remarks) = (has(&['<', '&']), has(&['（', '(', '【', '[', '［']));
        let sentences = unit.text.contains('.');
        if tags {
            take_out(unit, source, "markup", |rest| TAGS.find(rest));
        }
        if unit.marks.is_empty() && remarks {
            take_out(unit, source, "site", remark);
        }
        if unit.marks.is_empty() && sentences {
            take_out(unit, source, "site", sentence);
        }
    }
}

/// The first remark in brackets that is an advertisement.
fn remark(text: Placed<'_>) -> Option<Placed<'_>> {
    /// Characters between the brackets.
    const LENGTH: std::ops::RangeInclusive<usize> = 4..=80;
    let opens = |c: char| matches!(c, '（' | '(' | '【' | '[' | '［');
    let closes = |c: char| matches!(c, '）' | ')' | '】' | ']' | '］');
    let mut rest = text;
    while let Some(open) = rest.find_char(opens) {
        rest = rest.after(open);
        let Some(end) = rest.find_char(|c| opens(c) || closes(c)) else { break };
        let inner = rest.before(end);
        let found = text.from(open).until(end);
        let fits =
            closes(end.chars().next().unwrap_or(' ')) && LENGTH.contains(&inner.length());
        if fits && (adverts::is_advert(inner) || adverts::is_advert(found)) {
            return Some(found);
        }
    }
    None
}

/// The first of several sentences that is an advertisement.
fn sentence(text: Placed<'_>) -> Option<Placed<'_>> {
    let stop = |c: char| matches!(c, '。' | '！' | '？');
    let mut rest = text;
    while let Some(end) = rest.find_char(stop) {
        let found = rest.until(end);
        let alone = found.len() == text.len();
        if !alone && adverts::is_advert(found.strip_last(stop).unwrap_or(found)) {
            return Some(found);
        }
        rest = rest.after(end);
    }
    None
}

/// Marks every match of `find` as residue of a kind within the line.
fn take_out(
    unit: &mut Unit<'_>,
    source: &str,
    kind: &str,
    find: impl Fn(Placed<'_>) -> Option<Placed<'_>>,
) {
    let mut pieces = Vec::new();
    let mut rest = unit.whole();
    while let Some(found) = find(rest) {
        rest = rest.after(found);
        pieces.push(found.range());
    }
    if !pieces.is_empty() {
        unit.set_aside(source, kind, &pieces);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::lines::split;
    use crate::input::text::wrap;

    fn left(text: &str) -> String {
        let mut units = wrap::units(&split(text), &[], &[]);
        mark(&mut units, text, false);
        units[0].text.to_string()
    }

    #[test]
    fn remarks_of_sites_are_removed_and_those_of_the_author_kept() {
        let advert = "他等了一天（请记住本站域名：松风小说网 www.example.com），船没有来。";
        assert_eq!(left(advert), "他等了一天，船没有来。");
        let last =
            "她把信折好，放进铁盒里。手机用户请浏览m.example.com阅读，更优质的阅读体验。";
        assert_eq!(left(last), "她把信折好，放进铁盒里。");
        let kept = "他等了一天（那是五月），船没有来（见第三章）。";
        assert_eq!(left(kept), kept);
    }

    #[test]
    fn tags_at_the_ends_are_removed_and_those_that_are_mentioned_kept() {
        assert_eq!(left("&nbsp;&nbsp;第一章 渡口<br/>"), "第一章 渡口");
        assert_eq!(left("<h3>渡口的灯</h3>"), "渡口的灯");
        assert_eq!(left("换行用 <br> 标签。"), "换行用 <br> 标签。");
    }
}
