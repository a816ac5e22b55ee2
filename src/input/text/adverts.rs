//! Advertising of sites (广告): a line with a site's address and other words, an obfuscated address,
//! and a site's name after the last sentence of a paragraph.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::lines::{Unit, split_each};
use super::pattern::{PatternTable, patterns};
use super::placed::Placed;
use super::role::Role;
use super::rules::{self, HeadingForm};
use super::table::{self, RuleKind};
use crate::text::{punctuation, script};

/// The maximum length of an advertisement, in bytes: two hundred Han.
const LONGEST: usize = 600;

/// The endings of a site's name that is alone with its address.
const SITES: [&str; 10] =
    ["网", "书院", "吧", "论坛", "社区", "书屋", "书城", "书库", "基地", "在线"];

patterns! {
    static ADDRESS = r"(?i:(?:https?://)?(?:[a-z0-9-]+\.)+(?:com|net|org|cn|cc|info|la|me|tw|io|vip|xyz|top|tv|co)(?-u:\b)[a-z0-9/_.?=&%#-]*)";
}

/// Advertisements recognised by their words alone.
static WORDS: LazyLock<PatternTable> =
    LazyLock::new(|| table::compiled(table::of(RuleKind::Advert)));

patterns! {
    /// A name that only a site has, after the last sentence of a paragraph.
    static SIGNED = r"^[—（(【\[\s]*[\p{Han}A-Za-z0-9]{1,8}(?:小说(?:网|基地|吧|城|站|下载)|书(?:屋|吧|库|城|包网|袋网|网)|文学(?:网|城|站|社区)|中文网|读书网|电子书网?|(?i:txt)(?:下载|小说)?网?)(?:[\s\p{Han}A-Za-z0-9.:/]{0,24})[）)】\]\s]*$";
}

/// The first address in a text.
pub(super) fn address(text: Placed<'_>) -> Option<Placed<'_>> {
    ADDRESS.find(text)
}

/// Whether a piece of a line is an advertisement.
pub(super) fn is_advert(text: Placed<'_>) -> bool {
    has_address(text) || (text.len() <= LONGEST && WORDS.first(text).is_some())
}

/// Whether a line advertises by an address in it, possibly obfuscated.
pub(super) fn has_address(text: Placed<'_>) -> bool {
    // Prose of Han has neither ASCII nor full stops of full width, which fold to it.
    let may =
        || text.bytes().any(|byte| byte.is_ascii() || byte == 0xC2) || text.contains('．');
    text.len() <= LONGEST && may() && (addresses(text) || is_cut_up(text.folded()))
}

/// Whether a line contains an address and the words of an advertisement, or nothing but the site's
/// name.
fn addresses(text: Placed<'_>) -> bool {
    /// The shortest sentence, in characters.
    const SENTENCE: usize = 8;
    /// The minimum and maximum length of a site's name: 官网 is not one.
    const NAME: std::ops::RangeInclusive<usize> = 3..=14;
    let dotted = text.contains('.') || text.contains('．');
    let Some(address) = dotted.then(|| ADDRESS.find(text)).flatten() else { return false };
    if is_remark(text, address) {
        return false;
    }
    // A sentence without the site's name or wares belongs to the text.
    let is_prose = |sentence: Placed<'_>| {
        sentence.length() >= SENTENCE
            && !has_wares(sentence)
            && ADDRESS.find(sentence).is_none()
    };
    if text.split(|c| matches!(c, '。' | '！' | '？')).any(is_prose) {
        return false;
    }
    let clean = |clause: &Placed<'_>| !has_wares(*clause) && ADDRESS.find(*clause).is_none();
    let clauses: Vec<usize> = text
        .split(|c| "，。！？；".contains(c))
        .filter(|clause| !clause.is_empty() && clean(clause))
        .map(Placed::length)
        .collect();
    let around = text.length() - address.length();
    let mostly_prose = clauses.len() > 1 && 3 * clauses.iter().sum::<usize>() > around;
    if text.ends_with('。') && mostly_prose {
        return false;
    }
    if has_wares(text.before(address)) || has_wares(text.after(address)) {
        return true;
    }
    let rest = [text.before(address), text.after(address)];
    let inked = |part: &Placed<'_>| part.chars().filter(|c| c.is_alphanumeric()).count();
    let name = rest[0].trim();
    let named = SITES.iter().any(|word| name.ends_in(word));
    inked(&rest[1]) == 0
        && named
        && NAME.contains(&name.length())
        && !name.contains(['：', ':', '，'])
}

/// Whether a text contains a word that sites use for themselves and their wares.
pub(super) fn has_wares(text: Placed<'_>) -> bool {
    table::words(RuleKind::Ware).any(|word| text.folded().contains(word))
}

/// Whether a piece is in brackets within a sentence.
fn is_remark(text: Placed<'_>, piece: Placed<'_>) -> bool {
    /// The minimum length of the text around the brackets, in characters.
    const AROUND: usize = 12;
    let bracket = |c: char| "（）()【】[]［］〔〕".contains(c);
    let (before, after) = (text.before(piece), text.after(piece));
    let (Some(open), Some(close)) = (before.rfind_char(bracket), after.find_char(bracket))
    else {
        return false;
    };
    let around = before.before(open).length() + after.after(close).length();
    "（(【[［〔".contains(open.as_str())
        && "）)】]］〕".contains(close.as_str())
        && around >= AROUND
}

/// e,xa,mple,小,说 and www/example/c o m: letters separated by signs that separate no words.
fn is_cut_up(folded: &str) -> bool {
    /// The maximum number of letters, and the minimum number of signs among them.
    const LETTERS: usize = 24;
    const SIGNS: usize = 3;
    /// This many separate characters are not words.
    const SINGLES: usize = 8;
    const NAMES: [&str; 6] = ["小说", "文学", "书网", "书屋", "电子书", "中文网"];
    let sign = |c: char| ",*/|?~^·.+_".contains(c);
    if folded.len() > 8 * LETTERS {
        return false;
    }
    // Prose has no signs among its letters, and few spaces.
    let apart = |c: &char| sign(*c) || *c == ' ' || *c == '\\';
    if folded.chars().filter(apart).count() < SIGNS - 1 {
        return false;
    }
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let singles = || folded.split(|c: char| script::is_space(c) || sign(c) || c == '\\');
    let single = singles().filter(|piece| piece.chars().count() == 1).count();
    if single >= SINGLES && NAMES.iter().chain(&["www"]).any(|name| bare.contains(name)) {
        return true;
    }
    if folded.chars().filter(|c| sign(*c)).count() < SIGNS - 1 {
        return false;
    }
    let other = |c: char| !c.is_alphanumeric() && !sign(c) && !script::is_space(c);
    if bare.chars().nth(LETTERS).is_some() || folded.contains(other) {
        return false;
    }
    let lower = bare.to_ascii_lowercase();
    let latin = bare.chars().filter(char::is_ascii_alphabetic).count();
    let pieces = folded.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    let cut = pieces.filter(|it| it.chars().count() <= 3).count() >= SIGNS;
    let address = lower.starts_with("www") && !folded.to_ascii_lowercase().contains("www.");
    let site = latin >= 3 && NAMES.iter().any(|name| lower.contains(name));
    // Full stops part the answers of a question, A.小说 B.诗歌, and white space parts words.
    let signs = folded.chars().filter(|c| sign(*c) && *c != '.').count() >= SIGNS;
    let unspaced = !folded.contains(script::is_space);
    (address && cut) || (site && signs && unspaced)
}

/// Splits 《老街》 from a site's words about it on the same line, if they name it again.
pub(super) fn part_titles(units: &mut Vec<Unit<'_>>) {
    /// How many units are examined, above the text.
    const HEAD: usize = 6;
    let head = units.iter().take(HEAD);
    let Some(at) = head.clone().position(|unit| unit.is_body() && is_advert(unit.whole()))
    else {
        return;
    };
    let whole = units[at].whole();
    let Some(close) = whole.find_char(|c| c == '》').filter(|_| whole.starts_with('《'))
    else {
        return;
    };
    let (title, rest) = (whole.until(close), whole.after(close));
    if rest.find_word(title.folded()).is_some()
        && let Some((title, mut rest)) = units[at].split(rest)
    {
        rest.set(Role::Residue("site"), "advert", 85);
        units.splice(at..=at, [title, rest]);
    }
}

/// Splits the address of a site from the end of a chapter's heading: 第3章 归舟 (www.example.com).
pub(super) fn part_headings(units: &mut Vec<Unit<'_>>) {
    let bracket = |c: char| "（）()【】[]［］".contains(c) || script::is_space(c);
    split_each(units, |unit, _| {
        let whole = unit.whole();
        let fits = unit.is_body() && unit.length <= rules::LONGEST && whole.contains('.');
        let address = fits.then(|| address(whole)).flatten()?;
        let head = whole.before(address).trim_end_matches(bracket);
        let ends = whole.after(address).trim_start_matches(bracket).is_empty();
        let heading = rules::numbered(head)?;
        if !ends || heading.form() != Some(HeadingForm::Unit) || has_wares(head) {
            return None;
        }
        let (head, mut tail) =
            unit.split(whole.after(head).trim_start_matches(script::is_space))?;
        tail.set(Role::Residue("site"), "advert", 85);
        Some([head, tail])
    });
}

/// Splits a site's name from the end of a paragraph. What reads as a site's name by its words is
/// one; another name with 网 must occur twice.
pub(super) fn part_signatures(units: &mut Vec<Unit<'_>>) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter() {
        if let Some(name) = signature(unit).and_then(|tail| tail.words().next()) {
            *names.entry(name.folded().to_owned()).or_default() += 1;
        }
    }
    if names.is_empty() {
        return;
    }
    split_each(units, |unit, _| {
        let tail = signature(unit)?;
        let name = tail.words().next()?;
        let again = SITES.iter().any(|word| name.ends_in(word))
            && names.get(name.folded()).is_some_and(|times| *times > 1);
        if !again && !SIGNED.is_match(tail) && !addresses(tail) {
            return None;
        }
        let (head, mut signature) = unit.split(tail)?;
        signature.set(Role::Residue("site"), "site-signature", 80);
        Some([head, signature])
    });
}

/// A possible site name after the last full stop of a paragraph.
fn signature<'t>(unit: &'t Unit<'_>) -> Option<Placed<'t>> {
    /// Every such name has one of these characters, simplified and traditional, or an address.
    const SIGNS: &str = "网網书書说說吧坛壇区區屋城库庫地线線院学學子xX.．";
    let tail = behind_last_sentence(unit.whole()).filter(|_| unit.is_body())?;
    tail.contains(|c| SIGNS.contains(c)).then_some(tail)
}

/// A short piece after the last full stop of a paragraph.
fn behind_last_sentence(text: Placed<'_>) -> Option<Placed<'_>> {
    /// The longest piece, and the shortest paragraph before it.
    const LONGEST: usize = 30;
    const PARAGRAPH: usize = 10;
    let stop = text.rfind_char(|c| matches!(c, '。' | '！' | '？' | '…' | '!' | '?'))?;
    let closing = |c: char| punctuation::is_closing(c) || script::is_space(c);
    let tail = text.after(stop).trim_start_matches(closing);
    let before = text.before(tail).length();
    (!tail.is_empty() && before >= PARAGRAPH && tail.length() <= LONGEST).then_some(tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    fn is_advert(text: &str) -> bool {
        super::is_advert(Text::new(text).whole())
    }

    #[test]
    fn every_pattern_compiles_and_needs_some_word() {
        assert!(WORDS.is_sound() && ADDRESS.is_sound() && SIGNED.is_sound());
    }

    #[test]
    fn adverts_in_letters_of_any_kind() {
        for text in [
            "云袋网 ｗｗw.ｅxample.ｃom",
            "请记住本书首发域名：www.example.com。云袋网手机版阅读网址：m.example.com",
            "一秒记住【云袋小说网】，为您提供精彩小说阅读。",
            "最新网址：www.example.org",
            "章节错误,点此举报(免注册)",
            "更多精彩小说，请访问：云袋小说网",
            "(天上掉馅饼的好活动，炫酷手机等你拿！关注云~袋/中文网公众号)",
            "e,xa,mple,小,说",
            "www/example/c o m",
            "/eＸa|?某某小说",
            "**e*xa*小*说*",
            "本 书 来 自 松 风 小 说 网 w w w . e x a m p l e . c o m",
            "本\\书\\来\\自\\松\\风\\小\\说\\网\\w\\w\\w.example.com",
            "某某网声明",
            "由某某网站提供",
            "附：【本作品来自互联网,本人不做任何负责】内容版权归作者所有!",
            "<a href=http://www.example.com>某某中文网 欢迎广大书友光临阅读</a>",
            ">>年货节特价，点击进入！",
            "本書由某某論壇整理",
            "江城大学人文学社搜集renwen.blog.example.cn",
        ] {
            assert!(is_advert(text), "{text}");
        }
    }

    #[test]
    fn addresses_that_a_text_needs_are_kept() {
        for text in [
            "报名网址：www.example.com",
            "他在渡口等了一天（请记住本站域名：松风小说网 www.example.com），下来的人里没有那个姑娘。",
            "（公众号/小红书/微信群）",
            "他打开网页www.example.com看小说的时候，门外传来了脚步声，他没有回头。",
            "［八零电子书·电子书下载乐园—Ｗww.example.Ｃom］朦胧中他的右臂被人抚摩了一下。",
            "请登录 www.example.gov.cn 下载报名表，填好后于五月一日前交回。",
            "官网 https://example.org/",
            "a, b, c, d",
            "他写小说，也写诗。",
            "1/2/3",
            "A. 小说  B. 诗歌  C. 散文",
            "互联网改变了阅读。",
            "广告是一门学问",
        ] {
            assert!(!is_advert(text), "{text}");
        }
    }
}
