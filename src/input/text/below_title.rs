//! A line directly below the title, recognised by its position: a genre, a pen name, a publishing
//! organisation. Elsewhere the same words are text.

use super::facts::{Credit, Named};
use super::names;
use super::pattern::patterns;
use super::placed::Placed;
use crate::model::{AgentRole, CreditKind};
use crate::text::script;

patterns! {
    /// Genres.
    static GENRE = r"^[（(【\[]?(?:[长中短]篇|微型|纪实|历史|科幻|武侠)?(?:小说|散文|随笔|诗歌|报告文学|纪实文学|童话|杂文|组诗|话剧|[独多两三四五]幕剧|短剧|剧本)(?:集|选)?[）)】\]]?$";
}

/// 长篇小说: a genre, below the title.
pub(super) fn genre(text: Placed<'_>) -> Option<Credit> {
    let is_genre = GENRE.is_match(text);
    is_genre.then(|| Credit::new(CreditKind::Other))
}

/// 中篇小说·周大勇: genre and author.
pub(super) fn genre_and_name(text: Placed<'_>) -> Option<Credit> {
    let (kind, name) = text.split_once(|c| matches!(c, '·' | '•' | '・'))?;
    let fits = GENRE.is_match(kind) && names::is_person(name.folded());
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(name, AgentRole::Author));
    fits.then_some(credit)
}

/// A pen name, 冰心, alone under a title: without a family name it is recognised only by its
/// position.
pub(super) fn pen_name(text: Placed<'_>) -> Option<Credit> {
    let fits = names::is_pen_name(text.folded());
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(text, AgentRole::Author));
    fits.then_some(credit)
}

/// An organisation alone, directly under the title.
pub(super) fn organisation(text: Placed<'_>) -> Option<Credit> {
    /// Endings that no subtitle has.
    const WORKING: [&str; 8] =
        ["课题组", "编写组", "评论部", "写作组", "调研组", "研究组", "研究室", "党组"];
    let meets = text.ends_in("会议") || text.ends_in("大会");
    let works = text.chars().all(script::is_han) && WORKING.iter().any(|it| text.ends_in(it));
    if !works && (meets || !names::is_organisation(text.folded())) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    let mut named = Named::agent(text, AgentRole::Author);
    named.organisation = true;
    credit.names.push(named);
    Some(credit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn lines_by_their_place() {
        let fits = |read: fn(Placed<'_>) -> Option<Credit>, text: &str| {
            read(Text::new(text).whole()).is_some()
        };
        assert!(fits(genre, "長篇小說") && !fits(genre, "小说的命运"));
        assert!(fits(pen_name, "冰心") && !fits(pen_name, "春天来了，花开了"));
        assert!(fits(organisation, "江城市统计局"));
        assert!(!fits(organisation, "在全国宣传思想工作会议"));
    }
}
