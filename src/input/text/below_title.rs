//! What a line directly below the title is by its place: a genre, a pen name, an organisation
//! that publishes. Elsewhere the same words are text.

use std::sync::LazyLock;

use super::facts::{Credit, Named};
use super::names;
use super::pattern::Pattern;
use crate::model::{AgentRole, CreditKind};
use crate::text::script;

/// What a work is.
static GENRE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(【\[]?(?:[长長中短]篇|微型|[纪紀][实實]|[历歷]史|科幻|武[侠俠])?(?:小[说說]|散文|[随隨][笔筆]|[诗詩]歌|[报報]告文[学學]|[纪紀][实實]文[学學]|童[话話]|[杂雜]文|[组組][诗詩]|[话話][剧劇])(?:集|[选選])?[）)】\]]?$",
    )
});
/// 长篇小说: what a work is, below its title.
pub(super) fn genre(text: &str) -> Option<Credit> {
    let is_genre = GENRE.is_match(text);
    is_genre.then(|| Credit::new(CreditKind::Other))
}

/// A pen name, 冰心, as it stands alone under a title: without a family name it is known by
/// its place only.
pub(super) fn pen_name(text: &str) -> Option<Credit> {
    let fits = (2..=4).contains(&text.chars().count()) && text.chars().all(script::is_han);
    let mut credit = Credit::new(CreditKind::Byline);
    credit.names.push(Named::agent(0..text.len(), AgentRole::Author));
    fits.then_some(credit)
}

/// An organisation alone, as it stands right under the title of what it publishes.
pub(super) fn organisation(text: &str) -> Option<Credit> {
    /// What no subtitle ends in.
    const WORKING: [&str; 8] =
        ["课题组", "编写组", "评论部", "写作组", "调研组", "研究组", "研究室", "党组"];
    let meets = text.ends_with("会议") || text.ends_with("大会");
    let works = text.chars().all(script::is_han) && WORKING.iter().any(|it| text.ends_with(it));
    if !works && (meets || !names::is_organisation(text)) {
        return None;
    }
    let mut credit = Credit::new(CreditKind::Byline);
    let mut named = Named::agent(0..text.len(), AgentRole::Author);
    named.organisation = true;
    credit.names.push(named);
    Some(credit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_by_their_place() {
        assert!(genre("长篇小说").is_some() && genre("小说的命运").is_none());
        assert!(pen_name("冰心").is_some() && pen_name("春天来了，花开了").is_none());
        assert!(organisation("江城市统计局").is_some());
        assert!(organisation("在全国宣传思想工作会议").is_none());
    }
}
