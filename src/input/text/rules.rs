//! The rules for headings, as tables. A new form of heading is a new line here and a test.

use std::sync::LazyLock;

use super::pattern::{Pattern, Table};
use super::placed::{Placed, Text};
use super::role::Heading;
use crate::model::SectionKind;
use crate::text::{numeral, script};

/// Ranks of headings, the smaller the higher.
pub(super) mod rank {
    /// A paper that another one, at the head of the text, issues or carries.
    pub(in crate::input::text) const ATTACHED: u8 = 5;
    pub(in crate::input::text) const VOLUME: u8 = 10;
    pub(in crate::input::text) const PART: u8 = 20;
    pub(in crate::input::text) const CHAPTER: u8 = 30;
    pub(in crate::input::text) const SECTION: u8 = 40;
    /// 附录一, Step 3.
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
    /// 序, 附录 and the like: as high as the highest that the text has.
    pub(in crate::input::text) const NAMED: u8 = 0;
    /// 番外, 上架感言: as high as the chapters between which it stands.
    pub(in crate::input::text) const INTERLUDE: u8 = 1;

    /// Whether a heading of this rank is known by its words, not by a number.
    pub(in crate::input::text) fn is_named(rank: u8) -> bool {
        rank <= INTERLUDE
    }
}

/// How a number is set apart from what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// 第三章: the line is a heading unless it reads as a sentence.
    Unit,
    /// 一、 or a numeral alone: a heading if short, and part of a series.
    Enumerated,
    /// （一）, 1., (1): as often the beginning of a paragraph; a heading only where the whole
    /// series is set on lines of its own.
    Inner,
}

/// A numbered heading rule.
pub(super) struct Rule {
    /// Its name in reports.
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// The rank, and what it heads; where the pattern has a group `unit` that decides.
    rank: u8,
    kind: SectionKind,
    /// Groups `num`, `label`, and for units `unit`, `sep`.
    pattern: &'static str,
    /// Lines that have the form, with their numbers, and lines that have not: a test tries them.
    #[cfg_attr(not(test), expect(dead_code, reason = "a test tries them"))]
    examples: &'static [(&'static str, u32)],
    #[cfg_attr(not(test), expect(dead_code, reason = "a test tries them"))]
    counter_examples: &'static [&'static str],
}

const NUM: &str = r"[0-9〇○零一二三四五六七八九十百千两廿卅卌壹贰叁参肆伍陆柒捌玖拾]{1,9}";
const SP: &str = r"[\s\u{3000}\u{A0}]";

/// The rule for the parts of a work in two or three: 上部, 下部.
pub(super) const HALF: &str = "part-of-two";

/// The rule for a numeral alone on its line.
pub(super) const NUMERAL: &str = "numeral-alone";

/// The rules, in the order in which they are tried. `NUM` stands for a numeral, `SP` for white
/// space.
pub(super) static RULES: [Rule; 17] = [
    Rule {
        name: "numbered-unit",
        form: Form::Unit,
        rank: rank::CHAPTER,
        kind: SectionKind::Chapter,
        pattern: r"^(?:[#]{1,6}SP*)?(?:[【\[（(〔「『]SP*)?(?:(?:正文卷?|[上中下]卷|第NUM[卷部集编](?:SP+[^\s第]{1,12})?|卷NUM)SP+)?第SP*(?P<num>NUM(?:SPNUM){0,8})SP*(?P<unit>部分[，,]?|[编部卷册篇章回折出幕场节集辑话讲课夜品])(?P<sep>[】\]）)〕」』]?SP*[:：.、—-]*SP*)(?P<label>.*)$",
        examples: &[
            ("第一章  一般规定", 1),
            ("第 １２ 回　A　B", 12),
            ("第\u{200B}三節　總則", 3),
            ("上卷 第一回　灵根", 1),
            ("上卷  第二回　悟彻", 2),
            ("第\u{A0}1\u{A0}章\u{A0}定义和概览", 1),
            ("☆、第2章　裴九", 2),
            ("(第1章 雾)", 1),
            ("【第三章】再会故人", 3),
            ("＃ 第２章 风雨欲来", 2),
            ("正文卷 第七章 归人", 7),
            ("第九卷 江湖 第二章 灯", 2),
            ("第 一 百 零 三 章 灯", 103),
            ("第一品 缘起分", 1),
            ("第三部分，结论", 3),
        ],
        counter_examples: &["第一条 为了", "第一次世界大战", "（第三章完）"],
    },
    Rule {
        name: "volume",
        form: Form::Unit,
        rank: rank::VOLUME,
        kind: SectionKind::Volume,
        pattern: r"^卷SP*之?SP*(?P<num>NUM|[上中下])(?P<sep>SP+|$)(?P<label>.*)$",
        examples: &[("卷三 列传", 3)],
        counter_examples: &["卷三列传"],
    },
    // 上部, 下篇: headings only in company. 上卷 附录　陈光蕊… counts something else.
    Rule {
        name: HALF,
        form: Form::Unit,
        rank: rank::PART,
        kind: SectionKind::Part,
        pattern: r"^(?P<num>[上中下])SP*(?P<unit>[部篇编卷集])(?P<sep>SP*[:：]SP*|SP+|$)(?P<label>[^\s\u{3000}]*)$",
        examples: &[("上　部", 1)],
        counter_examples: &["上部结构"],
    },
    Rule {
        name: "english-chapter",
        form: Form::Unit,
        rank: rank::CHAPTER,
        kind: SectionKind::Chapter,
        pattern: r"^(?i:chapter|part)SP+(?P<num>[0-9]+|[ivxlc]+)\b(?P<sep>[.:：]?SP*)(?P<label>.*)$",
        examples: &[("Chapter 12: The Ferry", 12), ("Part ii", 2)],
        counter_examples: &["Chapters of life"],
    },
    Rule {
        name: "subdecimal",
        form: Form::Unit,
        rank: rank::SUBDECIMAL,
        kind: SectionKind::Section,
        pattern: r"^(?P<path>[0-9]{1,2}(?:\.[0-9]{1,3}){1,3})[.、]?(?P<sep>SP+)(?P<label>.+)$",
        examples: &[("1.1.\u{A0}本 FAQ 文档是什么？", 1)],
        counter_examples: &["1.5小时"],
    },
    Rule {
        name: "comma",
        form: Form::Enumerated,
        rank: rank::COMMA,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>[一二三四五六七八九十百零〇]{1,5})SP*(?:[、.]SP*|SP+|[:：]SP*)(?P<label>.+)$",
        examples: &[
            ("一、制度工作时间的计算", 1),
            ("一　没有调查，没有发言权", 1),
            ("五.現代影視作品", 5),
        ],
        counter_examples: &["一切照旧"],
    },
    Rule {
        name: NUMERAL,
        form: Form::Enumerated,
        rank: rank::COMMA,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>[一二三四五六七八九十百零〇]{1,5})(?P<label>)$",
        examples: &[("三", 3)],
        counter_examples: &["三三两两"],
    },
    // 其一, 其二: poems of one title.
    Rule {
        name: "numeral-among",
        form: Form::Enumerated,
        rank: rank::COMMA,
        kind: SectionKind::Section,
        pattern: r"^其SP*(?P<num>[一二三四五六七八九十]{1,3})(?P<label>)$",
        examples: &[("其二", 2)],
        counter_examples: &["其一是"],
    },
    // 01, 02 …: a page number has no zero before it.
    Rule {
        name: NUMERAL,
        form: Form::Enumerated,
        rank: rank::COMMA,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>0[1-9]|[1-9][0-9])(?P<label>)$",
        examples: &[("02", 2)],
        counter_examples: &["2"],
    },
    Rule {
        name: "parentheses",
        form: Form::Inner,
        rank: rank::PARENTHESES,
        kind: SectionKind::Section,
        pattern: r"^[（(]SP*(?P<num>[一二三四五六七八九十百零〇]{1,5})SP*[）)]SP*(?P<label>.+)$",
        examples: &[("（二）调查", 2)],
        counter_examples: &["（二）"],
    },
    // 一）药物: the first half was lost, or never there.
    Rule {
        name: "half-parentheses",
        form: Form::Inner,
        rank: rank::PARENTHESES,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>[一二三四五六七八九十百零〇]{1,5})SP*[）)]SP*(?P<label>.+)$",
        examples: &[("一）药物", 1)],
        counter_examples: &["一个药物）"],
    },
    Rule {
        name: "decimal",
        form: Form::Inner,
        rank: rank::DECIMAL,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>[0-9]{1,4})[.、]SP*(?P<label>[^0-9.,，%:：\-].*)$",
        examples: &[("3．方法", 3), ("100.春水", 100)],
        counter_examples: &["3.14"],
    },
    Rule {
        name: "decimal",
        form: Form::Inner,
        rank: rank::DECIMAL,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>0[0-9]{1,3})SP+(?P<label>[^0-9.,，%:：\-].*)$",
        examples: &[("007 月色", 7)],
        counter_examples: &["007 2"],
    },
    // 5 月 is a date, and 24 × 115 a sum.
    Rule {
        name: "decimal",
        form: Form::Inner,
        rank: rank::DECIMAL,
        kind: SectionKind::Section,
        pattern: r"^(?P<num>[0-9]{1,4})SP+(?P<label>[^0-9.,，%:：\-年月日×÷+=*/<>].*)$",
        examples: &[("12 灯市", 12)],
        counter_examples: &["5 月 28 日", "24 × 115 × 4 = 11,040", "2020年5月28日"],
    },
    Rule {
        name: "digit-parentheses",
        form: Form::Inner,
        rank: rank::DIGIT_PARENTHESES,
        kind: SectionKind::Section,
        pattern: r"^[（(]SP*(?P<num>[0-9]{1,2})SP*[）)]SP*(?P<label>.+)$",
        examples: &[("（1）要深入", 1)],
        counter_examples: &["（1）"],
    },
    // 【1】 X: notes have other brackets.
    Rule {
        name: "framed",
        form: Form::Inner,
        rank: rank::DIGIT_PARENTHESES,
        kind: SectionKind::Section,
        pattern: r"^【SP*(?P<num>[0-9]{1,4})SP*】SP*(?P<label>[^【].*)$",
        examples: &[("【12】归舟", 12)],
        counter_examples: &["【1】【2】"],
    },
    // 學而第一, 法會因由分第一: the classics and the sutras count behind the title.
    Rule {
        name: "number-last",
        form: Form::Enumerated,
        rank: rank::CHAPTER,
        kind: SectionKind::Chapter,
        pattern: r"^\p{Han}{2,14}第(?P<num>[一二三四五六七八九十百]{1,5})(?P<label>)$",
        examples: &[("法會因由分第一", 1), ("應化非真分第三十二", 32)],
        counter_examples: &["他考了第一名"],
    },
];

/// A number in digits alone, 7, (7), 7.: as often that of a page.
const LONE: &str = r"^[（(]?(?P<num>[0-9]{1,4})[)）]?[、.]?$";

static LONE_NUMBER: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(LONE));

static COMPILED: LazyLock<Vec<Pattern>> =
    LazyLock::new(|| RULES.iter().map(|rule| compile(rule.pattern)).collect());

fn compile(pattern: &str) -> Pattern {
    Pattern::new(pattern.replace("NUM", NUM).replace("SP", SP))
}

/// Units of 第…X, with their rank and what they head.
const UNITS: [(&str, u8, SectionKind); 6] = [
    ("卷册", rank::VOLUME, SectionKind::Volume),
    ("编部篇集辑", rank::PART, SectionKind::Part),
    ("章回话讲课夜品", rank::CHAPTER, SectionKind::Chapter),
    ("幕", rank::CHAPTER, SectionKind::Act),
    ("折出场", rank::SECTION, SectionKind::Scene),
    ("节", rank::SECTION, SectionKind::Section),
];

/// Headings that are known by their words alone, white space left out. What stands in the
/// second column may follow: a number, or a mark and a title of its own.
const NAMED: [(&str, SectionKind); 23] = [
    (
        "(?:自|代|原|总|小|再版|初版|译者?|编者?|作者)?[序叙](?:言|文|幕|章|曲|[一二三四五六])?",
        SectionKind::Preface,
    ),
    ("(?:再版|译者|编者|出版)?前言", SectionKind::Preface),
    ("引[言子论]|楔子|导[言读论]|绪[论言]|弁言|卷首语|开场白|编者按", SectionKind::Preface),
    ("[凡例]例|编辑说明|出版说明", SectionKind::Preface),
    ("内容(?:提要|简介|摘要)|作者简介|作品简介|书籍介绍|简介", SectionKind::Preface),
    ("题记|题解", SectionKind::Preface),
    ("献[辞词]", SectionKind::Dedication),
    ("(?:中文|英文)?摘要|提要", SectionKind::Abstract),
    ("(?:再版|译|编|校|译者|编者)?后[记序]", SectionKind::Afterword),
    ("写在前面", SectionKind::Preface),
    ("跋|尾声|终章|大结局|写在(?:最后|后面)", SectionKind::Afterword),
    ("结[语论]|结束语|余论|小结", SectionKind::Section),
    ("附录(?:[一二三四五六七八九十0-9A-Z]|之[一二三四五六七八九十])?", SectionKind::Appendix),
    ("附件(?:[一二三四五六七八九十]|[0-9]{1,2})", SectionKind::Appendix),
    ("附则[一二三]?", SectionKind::Section),
    ("致谢|鸣谢", SectionKind::Acknowledgements),
    ("(?:主要)?参考(?:文献|资料|书目)|引用文献", SectionKind::Bibliography),
    ("注[释解]|尾注|[附脚]注|校记", SectionKind::Notes),
    ("词汇表|术语表|名词解释", SectionKind::Glossary),
    ("索引", SectionKind::Index),
    ("版权(?:页|信息|资讯|声明)", SectionKind::Colophon),
    ("外一[则篇]|又记|补记", SectionKind::Section),
    ("正文", SectionKind::Section),
];

/// What stands between the chapters of a serial, beside them.
const INTERLUDES: [(&str, SectionKind); 2] = [
    ("番外(?:篇)?[一二三四五六七八九十0-9]*", SectionKind::Appendix),
    ("上架感言|完[本结]感言|卷末感言|新书预告|请假条|间章", SectionKind::Section),
];

/// [`NAMED`] and [`INTERLUDES`].
fn known_by_words() -> impl Iterator<Item = &'static (&'static str, SectionKind)> {
    NAMED.iter().chain(&INTERLUDES)
}

static NAMED_ALONE: LazyLock<Table> = LazyLock::new(|| {
    let patterns = known_by_words()
        .map(|(words, _)| format!(r"^(?:正文)?[【\[（(〔]?(?:{words})(?:[（(][一二三四五六七八九十0-9]{{1,3}}[)）])?[】\]）)〕]?[:：]?$"));
    Table::new(patterns)
});

static NAMED_TITLED: LazyLock<Table> = LazyLock::new(|| {
    let patterns = known_by_words().map(|(words, _)| {
        format!(r"^(?:{words})(?:SP+|[:：—]+)\S.{{0,30}}$").replace("SP", SP)
    });
    Table::new(patterns)
});

/// What may not follow a number directly where a heading has no mark between: 第四回中既将….
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

/// A unit that has the form of a numbered or named heading.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Index into [`RULES`]; none for a named heading.
    pub(super) rule: Option<usize>,
    pub(super) heading: Heading,
    /// The numbered unit's sign: headings with one sign count on.
    pub(super) unit: Option<char>,
    /// Whether a mark or space parts number and title.
    pub(super) separated: bool,
    /// Where the title begins in the text, in bytes.
    label: usize,
}

impl Candidate {
    /// The rule's name in reports.
    pub(super) fn name(&self) -> &'static str {
        self.rule.map_or("named", |rule| RULES[rule].name)
    }

    /// The form of its number.
    pub(super) fn form(&self) -> Option<Form> {
        self.rule.map(|rule| RULES[rule].form)
    }

    /// The title without its number; `text` is what the candidate was found in.
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

/// The heading that the beginning of `text` has the form of. Whether it is one is decided
/// among its siblings.
pub(super) fn numbered(text: Placed<'_>) -> Option<Candidate> {
    let bare = unsigned(text);
    let candidate = numbered_unsigned(bare)?;
    // A list has bullets before its numbers.
    (bare.len() == text.len() || candidate.form() == Some(Form::Unit)).then_some(candidate)
}

fn numbered_unsigned(text: Placed<'_>) -> Option<Candidate> {
    let folded = text.folded();
    RULES.iter().zip(COMPILED.iter()).enumerate().find_map(|(index, (rule, pattern))| {
        let captures = pattern.captures(text)?;
        let label = captures.name("label")?.range().start;
        let group = |name| captures.name(name).map_or("", Placed::folded);
        let unit = group("unit").chars().next();
        let of_unit = |unit| UNITS.iter().find(|(signs, ..)| signs.contains(unit));
        let (mut rank, kind) = unit
            .and_then(of_unit)
            .map_or((rule.rank, rule.kind), |(_, rank, kind)| (*rank, *kind));
        let path = group("path");
        let number = if path.is_empty() {
            read_number(group("num"))
        } else {
            let depth = path.chars().filter(|c| *c == '.').count();
            rank += u8::try_from(depth).unwrap_or(3) - 1;
            path.rsplit('.').next().and_then(numeral::parse)
        };
        // （第三章完 ends a chapter.
        let framed = folded.starts_with(script::is_opening) && unit.is_some();
        if framed
            && (!folded.contains(script::is_closing)
                || group("label").starts_with(['完', '终', '略']))
        {
            return None;
        }
        let separated = !group("sep").is_empty() || rule.form != Form::Unit;
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

/// The heading that a number in digits alone is, where a long chain of such lines counts on.
pub(super) fn lone(text: Placed<'_>) -> Option<Candidate> {
    let number = read_number(LONE_NUMBER.captures(text)?.name("num")?.folded());
    let heading = Heading::of(rank::COMMA, SectionKind::Section, number);
    let rule = RULES.iter().position(|rule| rule.name == NUMERAL);
    Some(Candidate { rule, heading, unit: None, separated: true, label: text.range().end })
}

/// Words that begin with the sign of a unit: 第二回合, 第九部队 count something else.
const WORDS: [(char, &str); 17] = [
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
    let kind = |index| known_by_words().nth(index).map_or(SectionKind::Section, |it| it.1);
    let paragraph =
        |index: &usize| UNTITLED.contains(&kind(*index)) || text.folded().contains("简介");
    let titled = || {
        let titled = NAMED_TITLED.first(text).filter(|titled| !paragraph(titled))?;
        (!super::lines::ends_sentence(&text)).then_some(titled)
    };
    let index = exact.or_else(titled)?;
    let rank = if index < NAMED.len() { rank::NAMED } else { rank::INTERLUDE };
    let heading = Heading::of(rank, kind(index), None);
    let label = text.range().start;
    Some(Candidate { rule: None, heading, unit: None, separated: true, label })
}

/// Whether the text after a number reads as a sentence, not as a title.
pub(super) fn reads_as_sentence(text: Placed<'_>, candidate: &Candidate) -> bool {
    let label = candidate.label(text);
    let bare = label.trim_end_matches(|c: char| script::is_closing(c) || script::is_space(c));
    let final_mark = bare
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '、'));
    let inner_stop = label.contains(['。', '；']);
    let starts = !candidate.separated
        && label
            .folded()
            .starts_with(|c: char| SENTENCE_STARTS.contains(c) || script::is_pause(c));
    // 1.1 子曰：「…？」: who is quoted speaks in a paragraph.
    let speaks = label.contains(['：', ':'])
        && label.ends_with(['”', '」', '』'])
        && super::lines::ends_sentence(&label);
    final_mark || inner_stop || starts || speaks
}

/// Section names that case reports, papers and news commonly use: known even where one is
/// glued to its paragraph.
const COMMON_NAMES: [&str; 43] = [
    "裁判要点",
    "相关法条",
    "诉讼过程",
    "基本案情",
    "案情简介",
    "案情回顾",
    "裁判结果",
    "裁判理由",
    "裁判要旨",
    "处理结果",
    "案例分析",
    "典型意义",
    "法官说法",
    "专家点评",
    "法律依据",
    "申请人请求",
    "诉讼请求",
    "审理经过",
    "争议焦点",
    "律师提示",
    "案件评析",
    "关键词",
    "研究背景",
    "研究方法",
    "研究结果",
    "研究意义",
    "文献综述",
    "问题的提出",
    "问题提出",
    "对策建议",
    "政策建议",
    "背景介绍",
    "主要内容",
    "重要意义",
    "工作原理",
    "注意事项",
    "使用方法",
    "总体要求",
    "指导思想",
    "基本原则",
    "工作目标",
    "保障措施",
    "组织领导",
];

/// The common section name at the start of a text.
pub(super) fn common_name(text: Placed<'_>) -> Option<Placed<'_>> {
    let folded = text.folded();
    let name = COMMON_NAMES.iter().find(|name| folded.starts_with(**name))?;
    Some(text.of_folded(0..name.len()))
}

/// Whether a text is a common section name and nothing else.
pub(super) fn is_common_name(text: Placed<'_>) -> bool {
    COMMON_NAMES.contains(&text.folded())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(text: &str) -> Option<Candidate> {
        super::numbered(Text::new(text).whole())
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(COMPILED.iter().all(Pattern::is_sound));
        assert!(NAMED_ALONE.is_sound() && NAMED_TITLED.is_sound());
    }

    #[test]
    fn each_form_finds_its_examples_and_no_others() {
        for (index, rule) in RULES.iter().enumerate() {
            for (text, number) in rule.examples {
                let found = numbered(text).unwrap_or_else(|| panic!("{}: {text}", rule.name));
                assert_eq!(found.rule, Some(index), "{text} is a {}", found.name());
                assert_eq!(found.heading.number, Some(*number), "{text}");
            }
            for text in rule.counter_examples {
                let found = numbered(text).filter(|it| it.rule == Some(index));
                assert!(found.is_none(), "{}: {text}", rule.name);
            }
            assert!(!rule.examples.is_empty() && !rule.counter_examples.is_empty());
        }
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
