//! The rules for headings recognised by a number or by their words: which of the table
//! ([`super::table`]) a line matches, and its number and rank.

use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::{Pattern, PatternTable, patterns};
use super::placed::{Placed, Text};
use super::role::Heading;
use super::table::{self, Rule, RuleKind};
use crate::model::SectionKind;
use crate::text::{numeral, punctuation, script};

/// Ranks of headings, the smaller the higher.
pub(super) mod rank {
    /// A paper that another one, at the head of the text, issues or carries.
    pub(in crate::input::text) const ATTACHED: u8 = 5;
    pub(in crate::input::text) const VOLUME: u8 = 10;
    pub(in crate::input::text) const PART: u8 = 20;
    pub(in crate::input::text) const CHAPTER: u8 = 30;
    pub(in crate::input::text) const SECTION: u8 = 40;
    /// 附录一, Step 3, 壹、
    pub(in crate::input::text) const LABEL: u8 = 45;
    pub(in crate::input::text) const COMMA: u8 = 50;
    /// 第一，其二、
    pub(in crate::input::text) const ORDINAL: u8 = 55;
    pub(in crate::input::text) const PARENTHESES: u8 = 60;
    pub(in crate::input::text) const DECIMAL: u8 = 70;
    pub(in crate::input::text) const SUBDECIMAL: u8 = 72;
    pub(in crate::input::text) const DIGIT_PARENTHESES: u8 = 80;
    pub(in crate::input::text) const CIRCLED: u8 = 90;
    pub(in crate::input::text) const BARE: u8 = 100;
    /// 序, 附录 and the like: as high as the highest heading of the text.
    pub(in crate::input::text) const NAMED: u8 = 0;
    /// 番外, 上架感言: as high as the chapters around it.
    pub(in crate::input::text) const INTERLUDE: u8 = 1;

    /// Whether a heading of this rank is recognised by its words, not by a number.
    pub(in crate::input::text) fn is_named(rank: u8) -> bool {
        rank <= INTERLUDE
    }
}

/// How a number is separated from its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum HeadingForm {
    /// 第三章: the line is a heading unless it reads as a sentence.
    Unit,
    /// 一、 or a numeral alone: a heading if short, and part of a series.
    Enumerated,
    /// （一）, 1., (1): often the beginning of a paragraph; a heading only if the whole series is on
    /// lines of its own.
    Inner,
}

const NUM: &str = r"[0-9〇○零一二三四五六七八九十百千两廿卅卌壹贰叁参肆伍陆柒捌玖拾]{1,9}";
const SP: &str = r"[\s\u{3000}\u{A0}]";

/// The rule for the parts of a work in two or three: 上部, 下部.
pub(super) const HALF: &str = "part-of-two";

/// The rule for a numeral alone on its line.
pub(super) const NUMERAL: &str = "numeral-alone";

/// The rule for Q1 alone on its line.
pub(super) const QUESTION_LABEL: &str = "question-label";

/// A number in digits alone, 7, (7), 7., —7—: as often that of a page.
const LONE: &str = r"^[（(—–-]?(?P<num>[0-9]{1,4})[)）—–-]?[、.]?$";

patterns! {
    static LONE_NUMBER = LONE;
}

static NUMBERED: LazyLock<Vec<(&Rule, Pattern)>> = LazyLock::new(|| {
    let compiled = |rule: &'static Rule| (rule, Pattern::new(written_out(&rule.pattern)));
    table::of(RuleKind::Numbered).map(compiled).collect()
});

/// Lines that are never headings or titles.
static TEXT: LazyLock<PatternTable> =
    LazyLock::new(|| table::compiled(table::of(RuleKind::Text)));

/// Whether a line is text, however short and set apart: a field of a form, an address, speech.
pub(super) fn is_never_heading(text: Placed<'_>) -> bool {
    text_rule(text).is_some()
}

/// The rule by which a line is not a heading.
pub(super) fn text_by(text: Placed<'_>) -> Option<&'static str> {
    let rule = table::of(RuleKind::Text).nth(text_rule(text)?)?;
    Some(rule.id.as_str())
}

/// The place of the rule by which a line is not a heading; a long paragraph is none anyway, and
/// would be searched for all words of the table.
fn text_rule(text: Placed<'_>) -> Option<usize> {
    /// The longest line, in bytes: some 150 characters.
    const LONGEST: usize = 450;
    (text.folded().len() <= LONGEST).then(|| TEXT.first(text)).flatten()
}

/// Whether a line is a question with a place for its answer: 限速（   B  ）.
pub(super) fn has_answer(text: Placed<'_>) -> bool {
    text_by(text) == Some("answer")
}

/// Whether a text is the field of a form, with a blank to fill in: 期限：自　　年　　月.
pub(super) fn is_form_field(text: Placed<'_>) -> bool {
    let value = text.split_once(|c| matches!(c, '：' | ':')).map(|(_, value)| value);
    value.is_some_and(|value| value.contains("\u{3000}\u{3000}") || value.contains("  "))
}

/// Whether a line is the article of a law or contract: 第三条 租金.
pub(super) fn is_article(text: Placed<'_>) -> bool {
    text_by(text) == Some("article")
}

/// A pattern with its numerals and white space written out.
pub(super) fn written_out(pattern: &str) -> String {
    pattern.replace("NUM", NUM).replace("SP", SP)
}

/// The rule of 第…X for the sign of a unit.
fn of_unit(sign: char) -> Option<&'static Rule> {
    table::of(RuleKind::Unit).find(|rule| rule.pattern.contains(sign))
}

/// Rules for headings that are recognised by their words alone.
fn known_by_words() -> impl Iterator<Item = &'static Rule> + Clone {
    table::of(RuleKind::Named).chain(table::of(RuleKind::Interlude))
}

static NAMED_ALONE: LazyLock<PatternTable> = LazyLock::new(|| {
    let patterns = known_by_words()
        .map(|rule| format!(r"^(?:正文)?[【\[（(〔]?(?:{})(?:[（(][一二三四五六七八九十0-9]{{1,3}}[)）])?[】\]）)〕]?[:：]?$", rule.pattern));
    PatternTable::new(patterns)
});

static NAMED_TITLED: LazyLock<PatternTable> = LazyLock::new(|| {
    let patterns = known_by_words()
        .map(|rule| written_out(&format!(r"^(?:{})(?:SP+|[:：—]+)\S.{{0,30}}$", rule.pattern)));
    PatternTable::new(patterns)
});

/// What may not directly follow a number without a separator: 第四回中既将….
const SENTENCE_STARTS: &str = "的是里中内将既即又已有之则亦和与说就也都以所不";

/// The longest heading, in characters. A clause of 60 Han fills two lines of print.
pub(super) const LONGEST: usize = 60;
/// Named parts that have no title of their own.
const UNTITLED: [SectionKind; 6] = [
    SectionKind::Abstract,
    SectionKind::Bibliography,
    SectionKind::Notes,
    SectionKind::Glossary,
    SectionKind::Index,
    SectionKind::Colophon,
];
/// The longest named heading with its title.
const LONGEST_NAMED: usize = 36;

/// A unit in the form of a numbered or named heading.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The index of its rule for numbers; `None` for a named heading.
    pub(super) rule: Option<usize>,
    pub(super) heading: Heading,
    /// The sign of the numbered unit: headings with one sign form a series.
    pub(super) unit: Option<char>,
    /// Whether a mark or space separates number and title.
    pub(super) separated: bool,
    /// Where the title begins in the text, in bytes.
    label: usize,
}

impl Candidate {
    /// The rule's name in reports.
    pub(super) fn name(&self) -> &'static str {
        self.rule.map_or("named", |rule| NUMBERED[rule].0.id.as_str())
    }

    /// The form of its number.
    pub(super) fn form(&self) -> Option<HeadingForm> {
        self.rule.and_then(|rule| NUMBERED[rule].0.form)
    }

    /// The title without its number; `text` is the text that has the candidate.
    pub(super) fn label<'t>(&self, text: Placed<'t>) -> Placed<'t> {
        text.at(self.label..usize::MAX)
    }
}

/// A text without the signs that sites set before headings: ☆、第1章, □注释.
pub(super) fn unsigned(text: Placed<'_>) -> Placed<'_> {
    let signs = |c: char| "☆★◆◇●○◎■□▲△▼▽※§✿".contains(c);
    let rest = text.trim_start_matches(signs);
    if rest.len() == text.len() || rest.is_empty() {
        return text;
    }
    rest.trim_start_matches(|c| c == '、' || script::is_space(c))
}

/// The heading whose form the beginning of `text` has. Its siblings decide whether it is one.
pub(super) fn numbered(text: Placed<'_>) -> Option<Candidate> {
    let bare = unsigned(text);
    let candidate = numbered_unsigned(bare)?;
    // A list has bullets before its numbers.
    (bare.len() == text.len() || candidate.form() == Some(HeadingForm::Unit))
        .then_some(candidate)
}

fn numbered_unsigned(text: Placed<'_>) -> Option<Candidate> {
    let folded = text.folded();
    NUMBERED.iter().enumerate().find_map(|(index, (rule, pattern))| {
        let captures = pattern.captures(text)?;
        let label = captures.name("label")?.range().start;
        let group = |name| captures.name(name).map_or("", Placed::folded);
        let unit = group("unit").chars().next();
        let ranked = unit.and_then(of_unit).unwrap_or(rule);
        let (mut rank, kind) = (ranked.rank(), ranked.heads);
        let path = group("path");
        let number = if path.is_empty() {
            read_number(group("num"))
        } else {
            let depth = path.chars().filter(|c| *c == '.').count();
            rank += u8::try_from(depth).unwrap_or(3) - 1;
            path.rsplit('.').next().and_then(numeral::parse)
        };
        // （第三章完 ends a chapter.
        let framed = folded.starts_with(punctuation::is_opening) && unit.is_some();
        if framed
            && (!folded.contains(punctuation::is_closing)
                || group("label").starts_with(['完', '终', '略']))
        {
            return None;
        }
        let separated = !group("sep").is_empty() || rule.form != Some(HeadingForm::Unit);
        let heading = Heading::of(rank, kind, number);
        Some(Candidate { rule: Some(index), heading, unit, separated, label })
    })
}

fn read_number(text: &str) -> Option<u32> {
    match text {
        "上" => Some(1),
        "中" => Some(2),
        "下" => Some(3),
        _ if text.contains(script::is_space) => {
            numeral::parse(&text.replace(script::is_space, ""))
        }
        _ => numeral::parse(text).or_else(|| numeral::parse_roman(text)),
    }
}

/// The heading of a bare number in digits, if a long chain of such lines counts on.
pub(super) fn lone(text: Placed<'_>) -> Option<Candidate> {
    let number = read_number(LONE_NUMBER.captures(text)?.name("num")?.folded());
    let heading = Heading::of(rank::COMMA, SectionKind::Section, number);
    let rule = NUMBERED.iter().position(|(rule, _)| rule.id == NUMERAL);
    Some(Candidate { rule, heading, unit: None, separated: true, label: text.range().end })
}

/// Words that begin with the sign of a unit: 第二回合, 第九部队 count something else.
const WORDS: [(char, &str); 18] = [
    ('回', "合来去头答忆复到家国"),
    ('部', "队门落委长下电手作"),
    ('集', "团合中训市体结"),
    ('场', "面合比景地所馆次仗战雪雨球"),
    ('节', "目课日奏约省点车"),
    ('课', "桌堂外后"),
    ('话', "题语音"),
    ('幕', "后僚府布"),
    ('章', "程鱼法节"),
    ('卷', "轴烟发入宗帘"),
    ('册', "子封"),
    ('篇', "幅文日小论报"),
    ('夜', "晚里色空班"),
    ('讲', "话师台座"),
    ('编', "辑队号"),
    ('出', "现来去发口手"),
    ('品', "牌种质味格尝"),
    ('卦', "象辞摊师"),
];

/// Whether the sign of its unit begins a word, as in 第二回合开始了.
pub(super) fn begins_word(text: Placed<'_>, candidate: &Candidate) -> bool {
    let next = candidate.label(text).folded().chars().next();
    !candidate.separated
        && WORDS.iter().any(|(unit, follow)| {
            candidate.unit == Some(*unit) && next.is_some_and(|next| follow.contains(next))
        })
}

/// The heading that a line is by its words: 序, 附录, 参考文献.
pub(super) fn named(text: Placed<'_>) -> Option<Candidate> {
    if text.length() > LONGEST_NAMED {
        return None;
    }
    let text = unsigned(text);
    let exact = if text.contains(script::is_space) {
        let bare: String = text.chars().filter(|c| !script::is_space(*c)).collect();
        NAMED_ALONE.first(Text::new(bare).whole())
    } else {
        NAMED_ALONE.first(text)
    };
    // 摘要：, 注释：, 内容简介： with text on the same line begin paragraphs.
    let kind = |index| known_by_words().nth(index).map_or(SectionKind::Section, |it| it.heads);
    let paragraph =
        |index: &usize| UNTITLED.contains(&kind(*index)) || text.folded().contains("简介");
    let titled = || {
        let titled = NAMED_TITLED.first(text).filter(|titled| !paragraph(titled))?;
        (!super::lines::ends_sentence(&text)).then_some(titled)
    };
    let index = exact.or_else(titled)?;
    let beside = index >= table::of(RuleKind::Named).count();
    let rank = if beside { rank::INTERLUDE } else { rank::NAMED };
    let heading = Heading::of(rank, kind(index), None);
    let label = text.range().start;
    Some(Candidate { rule: None, heading, unit: None, separated: true, label })
}

/// Whether the text after a number reads as a sentence, not as a title.
pub(super) fn reads_as_sentence(text: Placed<'_>, candidate: &Candidate) -> bool {
    let label = candidate.label(text);
    let bare =
        label.trim_end_matches(|c: char| punctuation::is_closing(c) || script::is_space(c));
    let final_mark = bare
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '、'));
    let inner_stop = without_note(label).contains(['。', '；']);
    let starts = !candidate.separated
        && label
            .folded()
            .starts_with(|c: char| SENTENCE_STARTS.contains(c) || punctuation::is_pause(c));
    // 1.1 子曰：「…？」: quoted speech is in a paragraph.
    let is_speech = label.contains(['：', ':'])
        && label.ends_with(['”', '」', '』'])
        && super::lines::ends_sentence(&label);
    final_mark || inner_stop || starts || is_speech
}

/// A title without the note in brackets at its end: 一、选择题（每小题5分。共30分）
fn without_note(label: Placed<'_>) -> Placed<'_> {
    let note =
        label.ends_with(['）', ')']).then(|| label.rsplit_once(|c| matches!(c, '（' | '(')));
    match note.flatten() {
        Some((title, _)) if !title.is_empty() => title,
        _ => label,
    }
}

/// Section names that case reports, papers and news commonly use: recognised even run in with a
/// paragraph.
static COMMON_NAMES: LazyLock<Vec<&str>> =
    LazyLock::new(|| table::words(RuleKind::SectionName).collect());

/// The common section name at the start of a text.
pub(super) fn common_name(text: Placed<'_>) -> Option<Placed<'_>> {
    let folded = text.folded();
    let name = COMMON_NAMES.iter().find(|name| folded.starts_with(**name))?;
    Some(text.of_folded(0..name.len()))
}

/// The rules for numbers, in the order in which they are tried.
#[cfg(test)]
pub(super) fn numbered_rules() -> impl Iterator<Item = &'static Rule> {
    NUMBERED.iter().map(|(rule, _)| *rule)
}

/// Whether a text is only a common section name, with or without a colon.
pub(super) fn is_common_name(text: Placed<'_>) -> bool {
    let text = text.trim_end_matches(|c| matches!(c, '：' | ':'));
    COMMON_NAMES.contains(&text.folded())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(NUMBERED.iter().all(|(_, pattern)| pattern.is_sound()));
        assert!(NAMED_ALONE.is_sound() && NAMED_TITLED.is_sound());
    }

    #[test]
    fn sentences_that_begin_with_a_chapter_number() {
        let reads = |text: &str| {
            let text = Text::new(text);
            let found = super::numbered(text.whole()).unwrap_or_else(|| panic!("{}", &*text));
            reads_as_sentence(text.whole(), &found)
        };
        assert!(reads("第四回中既将薛家母子在荣府中寄居等事略已表明"));
        assert!(reads("第三章讲的是另一件事。"));
        assert!(!reads("第四回　秦文公郊天應夢　鄭莊公掘地見母"));
        assert!(!reads("第四十七回弄玉吹簫雙跨鳳 趙盾背秦立靈公"));
    }

    #[test]
    fn signs_of_units_begin_words() {
        let begins = |text: &str| {
            let text = Text::new(text);
            let found = super::numbered(text.whole()).unwrap_or_else(|| panic!("{}", &*text));
            begins_word(text.whole(), &found)
        };
        for text in ["第二回合开始了", "第九部队", "第三集团军，全体都有！", "第一节目单"]
        {
            assert!(begins(text), "{text}");
        }
        for text in ["第二回 合浦珠还", "第九部 江湖", "第三部分总结", "第三章"]
        {
            assert!(!begins(text), "{text}");
        }
    }

    #[test]
    fn named_headings() {
        for text in ["序", "目 序", "附錄", "注　　释", "后记", "正文 前言", "参考文献"]
        {
            let found = named(Text::new(text).whole());
            assert_eq!(found.is_some(), text != "目 序", "{text}");
        }
        assert!(named(Text::new("附录一：大事年表").whole()).is_some());
    }
}
