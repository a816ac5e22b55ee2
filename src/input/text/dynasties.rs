//! Names with a dynasty or a country (朝代、国别): 【元】施耐庵 著, 清·蔡元放, ［奥］弗兰茨·卡夫卡 著.

use super::credit_forms::{
    COUNTRY_ALONE, COUNTRY_NAME, DYNASTY_ALONE, DYNASTY_NAME, DYNASTY_SPACE_NAME, TRIPITAKA,
};
use super::facts::{Credit, Named};
use super::names;
use super::pattern::Captures;
use super::placed::Placed;
use crate::model::{AgentRole, CreditKind, NameKind};

/// 【元】施耐庵 著, 清·蔡元放
pub(super) fn byline(text: Placed<'_>) -> Option<Credit> {
    let is_person = |captures: &Captures<'_>| {
        captures.name("name").is_some_and(|name| names::is_person(name.folded()))
    };
    let captures = DYNASTY_NAME
        .captures(text)
        .or_else(|| COUNTRY_NAME.captures(text).filter(is_person))
        .or_else(|| TRIPITAKA.captures(text))
        .or_else(|| {
            let spaced = DYNASTY_SPACE_NAME.captures(text);
            spaced.or_else(|| COUNTRY_ALONE.captures(text)).filter(is_person)
        })?;
    let mut credit = Credit::new(CreditKind::Byline);
    record(&captures, AgentRole::Author, &mut credit);
    Some(credit)
}

/// Records the names of such a byline.
pub(super) fn record(captures: &Captures<'_>, role: AgentRole, credit: &mut Credit) {
    let deed = captures.name("deed");
    let Some(name) = captures.name("name") else { return };
    let mut named = Named::agent(name, deed.map_or(role, |deed| role_of_deed(deed.folded())));
    if let Some(dynasty) = captures.name("a").or_else(|| captures.name("b")) {
        named.dynasty = Some(dynasty.to_string());
        credit.names.push(Named::plain(dynasty, NameKind::Dynasty));
    }
    credit.names.push(named);
    if let Some(deed) = deed {
        credit.names.push(Named::plain(deed, NameKind::Role));
    }
    if let Some(translator) = captures.name("translator") {
        credit.names.push(Named::agent(translator, AgentRole::Translator));
    }
}

/// 清 落魄道人, directly below a title or behind it.
pub(super) fn alone(text: Placed<'_>) -> Option<Credit> {
    let captures = DYNASTY_ALONE.captures(text)?;
    let mut credit = Credit::new(CreditKind::Byline);
    record(&captures, AgentRole::Author, &mut credit);
    Some(credit)
}

/// The role of a person, by the verb behind the name.
pub(super) fn role_of_deed(deed: &str) -> AgentRole {
    match deed {
        "译" | "编译" | "译注" => AgentRole::Translator,
        "主编" | "编" | "校" => AgentRole::Editor,
        "辑" | "编次" => AgentRole::Compiler,
        "注" | "校注" | "选注" | "评" => AgentRole::Annotator,
        "绘" => AgentRole::Illustrator,
        _ => AgentRole::Author,
    }
}
