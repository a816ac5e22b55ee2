//! Other content on the title's line: the path in the site (面包屑) before it, and a paper's number to
//! fill in after it.

use super::credit;
use super::lines::Unit;
use super::pattern::patterns;
use super::role::Role;
use crate::model::CreditKind;
use crate::text::script;

/// How many units at most are before the first paragraph.
const HEAD: usize = 25;
/// The longest title behind a path, in characters.
const LONGEST_TITLE: usize = 45;

patterns! {
    /// A title, and behind white space the number of the paper.
    static NUMBERED = r"^\p{Han}[^：:]{2,40}[\s\u{3000}]{2,}(?P<number>(?:合同|协议|文件)?编\s*号\s*[:：].{0,30})$";
    /// Where in a site a page is (面包屑), with white space between its parts, before the title on one
    /// line: 首页 供货资讯 童装需求持续增长.
    static PATH = r"^(?:网站)?首页(?:\s+\S{0,10}(?:资讯|频道|新闻|中心|专题|栏目|文化|精华|要闻|动态|天地|园地|文章|列表|公告|政策|法规|论坛))+\s+";
}

/// Parts such a path from the title.
pub(super) fn part(units: &mut Vec<Unit<'_>>) {
    mark_path_to_title(units);
    part_crumbs(units);
    part_number(units);
    let first = units.iter().position(Unit::is_body);
    let Some(at) = first.filter(|at| *at < HEAD) else { return };
    let whole = units[at].whole();
    let parts = PATH.find(whole).and_then(|path| units[at].split(whole.after(path)));
    if let Some((mut path, title)) = parts {
        path.set(Role::Residue("site"), "path", 85);
        units.splice(at..=at, [path, title]);
    }
}

/// 劳动合同书　　　编号：: the title, and the number of the paper.
fn part_number(units: &mut Vec<Unit<'_>>) {
    let Some(at) = units.iter().position(Unit::is_body).filter(|at| *at < HEAD) else { return };
    let whole = units[at].whole();
    let found = NUMBERED.captures(whole).and_then(|found| found.name("number"));
    let parts = found.and_then(|number| units[at].split(whole.from(number)));
    if let Some((title, mut number)) = parts {
        number.set(Role::Credit(CreditKind::Other), "number-of-paper", 80);
        units.splice(at..=at, [title, number]);
    }
}

/// 首页 地方文史 晒谷场的黄昏 above 晒谷场的黄昏: the way to the title, which comes after.
fn mark_path_to_title(units: &mut [Unit<'_>]) {
    /// How far below the title comes.
    const BELOW: usize = 6;
    let Some(at) = units.iter().position(Unit::is_body).filter(|at| *at < HEAD) else { return };
    let whole = units[at].whole();
    let Some((_, last)) = whole.rsplit_once(script::is_space) else { return };
    let leads = whole.begins_with("首页") || whole.begins_with("网站首页");
    let below = units[at + 1..].iter().take(BELOW);
    if leads && below.filter(|unit| *unit.text == *last.as_str()).count() > 0 {
        units[at].set(Role::Residue("site"), "path", 85);
    }
}

/// 某某网 > 武侠 > 渡口刀声  作者：柳三河 书号：35354: the path, the title and its metadata.
fn part_crumbs(units: &mut Vec<Unit<'_>>) {
    let first = units.iter().take(HEAD).position(|unit| {
        let whole = unit.whole();
        let crumb = whole.rfind_char(|c| matches!(c, '>' | '»' | '›'));
        unit.is_body()
            && crumb.is_some_and(|crumb| {
                let behind = whole.after(crumb);
                credit::labels(behind).first().is_some_and(|(_, label)| {
                    (1..=LONGEST_TITLE).contains(&behind.before(*label).trim().length())
                })
            })
    });
    let Some(at) = first else { return };
    let whole = units[at].whole();
    let Some(crumb) = whole.rfind_char(|c| matches!(c, '>' | '»' | '›')) else { return };
    let Some((mut path, rest)) = units[at].split(whole.after(crumb)) else { return };
    let inner = rest.whole();
    let Some((_, label)) = credit::labels(inner).first().copied() else { return };
    let Some((title, about)) = rest.split(inner.from(label)) else { return };
    path.set(Role::Residue("site"), "path", 85);
    units.splice(at..=at, [path, title, about]);
}
