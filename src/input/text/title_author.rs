//! A title and its author on one line (书名与作者同行): 《东周列国志》作者：…, 紅樓夢　　清‧曹雪芹. The
//! line is parted, and the signs around the names part and close.

use super::credit;
use super::dynasties;
use super::facts::{self, Named};
use super::front::{delimit_around, in_pair};
use super::lines::Unit;
use super::names;
use super::pattern::patterns;
use super::placed::Placed;
use super::role::Role;
use crate::model::{AgentRole, CreditKind, Meta, TitleKind};

patterns! {
    /// A title and its author in one line.
    static TITLE_AUTHOR = r"^[\[【『「“]\s*《?(?P<title>[^/\[\]【】『』《》]{1,40}?)》?\s*/\s*(?P<author>[^/\[\]【】『』]{2,30}?)\s*[\]】』」”]$";
    static TITLE_BYLINE = r"^(?P<title>《[^《》]{1,40}》|\S.{0,40}?)(?:[\s\u{3000}]*[/／])?[\s\u{3000}]*(?P<author>[（(【\[]?[\s\u{3000}]*(?:作者|著者|原著)[\s\u{3000}]*[:：/].{2,30}|[\p{Han}·]{2,12}[\s\u{3000}]+(?:编著|著|撰|译))$";
    /// 早市　文：林小满: apart from the title, since 专文：… is one.
    static TITLE_TEXT = r"^(?P<title>《[^《》]{1,40}》|\S.{0,40}?)[\s\u{3000}]*(?P<author>[\s\u{3000}（(【\[]文[\s\u{3000}]*[:：/].{2,30})$";
    /// 散文《晒谷场》周大勇: a name right behind the title.
    static TITLE_NAME = r"^(?P<title>(?:散文|小说|诗歌|随笔|杂文|童话|故事|短篇|长篇)?《[^《》]{1,40}》)\s*(?P<author>\p{Han}{2,4})$";
    /// 紅樓夢　　清‧曹雪芹: a title, and behind white space a dynasty and a name.
    static TITLE_DYNASTY = r"^(?P<title>《[^《》]{1,40}》|\S.{0,30}?)[\s\u{3000}]+(?P<author>(?:[（(【\[〔]\s*\p{Han}{1,2}\s*[】\]）)〕]|\p{Han}{1,2}[\s\u{3000}]*·)[\s\u{3000}]*\p{Han}{2,4}(?:[\s\u{3000}]*\p{Han}{1,2})?)$";
    /// `声律启蒙[清]车万育撰`, 单刀会 元 关汉卿: a dynasty decides, whatever is around it.
    static TITLE_OLD = r"^(?P<title>《[^《》]{1,40}》|\S.{0,30}?)(?P<author>(?:[\[【〔（(]\s*(?:先秦|[东西]?[周汉晋]|三国|[曹北]?魏|南朝|北朝|隋|唐|五代|[南北]?宋|辽|金|元|明|清|民国)代?\s*[\]】〕）)]|[\s\u{3000}]+(?:[东西]周|[东西]?汉|[东西]?晋|唐|五代|[南北]?宋|金|元|明|清|民国)代?[\s\u{3000}]+)[\s\u{3000}]*\p{Han}{2,7}?)(?:[\s\u{3000}]*(?:等?[撰著编辑述]|编著|选编))?$";
}

/// Parts the first line, if it holds both: [儒林外史 / 吴敬梓 著 ], 《东周列国志》作者：….
pub(super) fn part(units: &mut Vec<Unit<'_>>, source: &str, meta: &mut Meta) {
    let first = units.iter().position(|unit| !matches!(unit.role, Role::Residue(_)));
    let Some(at) = first.filter(|at| units[*at].is_body() && units[*at].lines == 1) else {
        return;
    };
    let whole = units[at].whole();
    let bracketed = TITLE_AUTHOR.captures(whole);
    let is_bracketed = bracketed.is_some();
    let found = bracketed
        .or_else(|| TITLE_BYLINE.captures(whole))
        .or_else(|| TITLE_TEXT.captures(whole))
        .or_else(|| TITLE_DYNASTY.captures(whole))
        .or_else(|| TITLE_OLD.captures(whole))
        .or_else(|| TITLE_NAME.captures(whole));
    let pieces = found.and_then(|found| found.name("title").zip(found.name("author")));
    // 【来源：江城网】 【作者：林小满】 names no title.
    let named = pieces.filter(|(title, _)| credit::recognise(*title).is_none());
    let Some((title, author)) = named else { return };
    let cut = if is_bracketed { whole.after(title) } else { whole.from(author) };
    let Some((mut head, mut tail)) = units[at].split(cut) else { return };
    let (title, author) = (title.range(), author.to_string());
    let Some(author) = tail.whole().find_written(author.trim()) else { return };
    let recognised = credit::recognise(author)
        .or_else(|| credit::name_and_deed(author))
        .or_else(|| dynasties::alone(author))
        .or_else(|| name_alone(author));
    let Some(byline) = recognised else { return };
    let author = author.range();
    let title = head.whole().at(title);
    let title = in_pair(title, '《', '》').unwrap_or(title).trim();
    let (text, title) = (title.to_string(), title.range());
    facts::claim_title(&mut head, meta, TitleKind::Main, &text);
    delimit_around(&mut head, source, title);
    head.set(Role::Title { sub: false }, "title-and-author", 92);
    // The signs around the author part and close, and are not shown.
    delimit_around(&mut tail, source, author);
    facts::claim(&mut tail, byline, meta, "title-and-author", 92);
    units.splice(at..=at, [head, tail]);
}

/// The byline that a name alone is.
fn name_alone(text: Placed<'_>) -> Option<facts::Credit> {
    names::is_person(text.folded()).then(|| {
        let mut credit = facts::Credit::new(CreditKind::Byline);
        credit.names.push(Named::agent(text, AgentRole::Author));
        credit
    })
}
