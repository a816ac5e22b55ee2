//! Title and author from the name of a file (书名与作者): 《寒江渡》（校对版全本）作者：青石板.txt. It is weaker than the
//! text, and is used only if the text names none.

use std::sync::LazyLock;

use super::names;
use super::pattern::{PatternTable, patterns};
use super::placed::{Placed, Text};
use crate::text::script;

/// The facts of a file's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameFacts {
    /// The title.
    pub(super) title: Option<String>,
    /// The author.
    pub(super) author: Option<String>,
    /// The confidence in the title, in percent.
    pub(super) confidence: u8,
}

/// The longest title, in characters.
const LONGEST: usize = 60;

/// Uninformative names.
const UNINFORMATIVE_NAMES: [&str; 7] = [
    r"^(?i:input|output|index|readme|text|txt|test|tmp|temp|file|document|doc|untitled|unnamed|new|download|downloads|copy|draft|default|content|contents|main|sample|example|stdin|page|chapter|part|book|article|essay|novel|story|data|notes?|export|print|final)[\s._\-0-9]*$",
    r"^(?:新建)?(?:文本)?(?:文档|文件|文本|文章|全文|正文|内容|手稿|稿子|初稿|终稿|定稿|草稿|未命名|无标题|无题|下载|资料|复制|测试|样本|示例|作业|附件)[\s._\-0-9一二三四五六七八九十]*$",
    r"^新建\s*(?:文本文档|文档|文件|Microsoft.{0,20}|DOCX?.{0,8}|TXT.{0,8})[\s._\-0-9]*$",
    r"^[0-9\s._\-年月日]+$",
    r"^[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,})*$",
    r"^[A-Za-z]{1,8}[\-_ ]?[0-9]{1,8}[A-Za-z0-9_-]{0,8}$",
    r"^第?[0-9一二三四五六七八九十百]{1,6}[章节回页卷部篇]$",
];

static UNINFORMATIVE: LazyLock<PatternTable> =
    LazyLock::new(|| PatternTable::new(UNINFORMATIVE_NAMES));

patterns! {
    /// Marks of copies: (1), 副本, - 副本 (2).
    static COPY = r"\s*(?:[（(]\s*[0-9]{1,3}\s*[)）]|[-_ ]*(?:副本|复件|拷贝|(?i:copy)))\s*$";
    /// Collectors' additions after a title: v1.2, （校对版全本）, `[完结]`, TXT下载.
    static EDITION = r"\s*(?:[（(\[【〔][^（()）\[\]【】〔〕]{0,20}(?:版|全本|全集|完|结|校|番外|精排|整理|修订|TXT|txt|电子书|下载|网|更新|连载)[^（()）\[\]【】〔〕]{0,12}[)）\]】〕]|[-_ ]*(?i:v|ver)\.?[0-9]+(?:\.[0-9]+)*|[-_ ]*(?:(?i:txt)(?:下载|全集|全本|电子书)?|全本|全集|精校版?|校对版|完结版?|完整版|无删减版?|未删节版?))\s*$";
    /// Where a file was downloaded: `[某某下载www.example.com]`.
    static SITE = r"^[\[【（(][^\[\]【】（()）]{0,30}(?:下载|论坛|书屋|书库|小说|网|(?i:www\.|\.com|\.net|\.cn))[^\[\]【】（()）]{0,20}[\]】）)]\s*";
    /// 《寒江渡》 at the beginning, with whatever may follow.
    static BRACKETED = r"^[\s【\[（(]*《(?P<title>[^《》]{1,40})》";
    /// 作者：青石板, by 青石板, ＿青石板著.
    static AUTHOR = r"(?:[\s_\-—（(\[【]*(?:作者|著者|原著|文)\s*[:：_]\s*|[\s_\-—（(\[【]+(?i:by)[\s.:：_]+)(?P<author>[^\s（()）\[\]【】_:：]{1,20}(?:[ ·][^\s（()）\[\]【】_:：]{1,20}){0,2})\s*[)）\]】]?\s*$|[\s_\-—]+(?P<wrote>[\p{Han}·]{2,10})\s*(?:著|编著|撰)\s*$";
    /// 青石板 - 寒江渡, 寒江渡_青石板: a name on one side of a dash.
    static DASHED = r"^(?P<a>[^\-_—]{2,40}?)\s*[-_—]+\s*(?P<b>[^\-_—]{2,40})$";
}

/// Parses the name of a file, without its extension.
pub(super) fn read(name: &str) -> NameFacts {
    let stem = name.rsplit_once('.').map_or(name, |(stem, extension)| {
        let known = (1..=5).contains(&extension.len()) && extension.is_ascii();
        if known && !stem.is_empty() { stem } else { name }
    });
    let text = Text::new(stem);
    let mut facts = NameFacts::default();
    let mut rest = trimmed(text.whole());
    if let Some(site) = SITE.find(rest) {
        rest = trimmed(rest.after(site));
    }
    // 王力雄：十年过后谈《黄祸》
    if let Some((name, title)) = rest.split_once(|c| matches!(c, '：' | ':'))
        && names::is_person(name.folded())
        && !title.trim().is_empty()
    {
        facts.author = Some(name.trim().to_string());
        rest = trimmed(title);
    }
    if let Some(found) = AUTHOR.captures(rest) {
        let author = found.name("author").or_else(|| found.name("wrote"));
        facts.author = author.map(|author| author.trim().to_string());
        rest = trimmed(rest.before(found.whole()));
    }
    if let Some(title) = BRACKETED.captures(rest).and_then(|found| found.name("title")) {
        facts.confidence = 85;
        facts.title = Some(title.to_string());
        return facts;
    }
    if facts.author.is_none()
        && let Some(found) = DASHED.captures(rest)
        && let (Some(a), Some(b)) = (found.name("a"), found.name("b"))
    {
        let person = |piece: Placed<'_>| names::is_person(piece.folded());
        match (person(a), person(b)) {
            (true, false) => (facts.author, rest) = (Some(a.to_string()), trimmed(b)),
            (false, true) => (facts.author, rest) = (Some(b.to_string()), trimmed(a)),
            _ => {}
        }
    }
    // A word in Latin letters is as likely a slug as a title.
    let is_title = (rest.contains(script::is_han) || rest.trim().contains(' '))
        && rest.length() >= 2
        && rest.length() <= LONGEST
        && UNINFORMATIVE.first(rest).is_none();
    if is_title {
        facts.confidence = if facts.author.is_some() { 80 } else { 60 };
        facts.title = Some(rest.to_string());
    }
    facts
}

/// A name without trailing marks of copies and editions, however many.
fn trimmed(name: Placed<'_>) -> Placed<'_> {
    let mut name = name.trim();
    while let Some(found) = COPY.find(name).or_else(|| EDITION.find(name)) {
        let before = name.before(found).trim();
        if before.is_empty() {
            break;
        }
        name = before;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(UNINFORMATIVE.is_sound() && COPY.is_sound() && EDITION.is_sound());
        assert!(BRACKETED.is_sound() && AUTHOR.is_sound() && DASHED.is_sound());
    }

    #[test]
    fn informative_names() {
        for (name, title, author) in [
            ("《寒江渡》（校对版全本）作者：青石板.txt", "寒江渡", Some("青石板")),
            ("寒江渡v1.2.txt", "寒江渡", None),
            ("寒江渡（精校版）.txt", "寒江渡", None),
            ("寒江渡 作者：青石板.txt", "寒江渡", Some("青石板")),
            ("寒江渡 by 青石板 (1).txt", "寒江渡", Some("青石板")),
            ("寒江渡[完结]_林小满著.txt", "寒江渡", Some("林小满")),
            ("林小满-寒江渡 - 副本.txt", "寒江渡", Some("林小满")),
            ("寒江渡.TXT", "寒江渡", None),
            ("林小满：十年过后谈《寒江渡》.txt", "十年过后谈《寒江渡》", Some("林小满")),
            ("[某某下载www.example.com]寒江渡-林小满(精校版).txt", "寒江渡", Some("林小满")),
            ("關於古井保護的通知.txt", "關於古井保護的通知", None),
            ("2024年春季教案.txt", "2024年春季教案", None),
        ] {
            let facts = read(name);
            assert_eq!(facts.title.as_deref(), Some(title), "{name}");
            assert_eq!(facts.author.as_deref(), author, "{name}");
        }
    }

    #[test]
    fn uninformative_names() {
        for name in [
            "input.txt",
            "新建文本文档.txt",
            "新建文本文档 (2).txt",
            "未命名.txt",
            "下载.txt",
            "20240105.txt",
            "README",
            "text-1.txt",
            "d41d8cd98f00b204e9800998ecf8427e.txt",
            "IMG_2041.txt",
            "第三章.txt",
            "a.txt",
        ] {
            assert_eq!(read(name).title, None, "{name}");
        }
    }
}
