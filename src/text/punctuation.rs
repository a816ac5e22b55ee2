//! Punctuation (标点): one table of the marks that Chinese typesetting treats specially, after CLREQ
//! §3.1.2 (marks), §3.1.4 (widths) and §3.1.6 (line start and end); and what a mark is to a reader,
//! whichever script and width it is typed in.
//!
//! What is not in the table is Han, a letter, a digit or a symbol, of which `script` knows, or a
//! mark that typesetting treats as its script does, as it does ASCII's.

use serde::{Deserialize, Serialize};

/// Which characters may not begin or end a line (禁则; `clreq.md` KIN-02).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kinsoku {
    /// Any may.
    None,
    /// No closing mark, stop, connector or interpunct begins a line; no opening mark ends one.
    Basic,
    /// And no solidus ends one (GB/T 15834 §5.1.9).
    #[default]
    Gb,
    /// And no dash or ellipsis begins one, no small kana or iteration mark.
    Strict,
}

/// The class of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Opens brackets or quotes (前括号, 前引号); its blank half is on the left.
    Open,
    /// Closes brackets or quotes (后括号, 后引号); its blank half is on the right.
    Close,
    /// A pause: ， 、 (句内点号).
    Comma,
    /// Ends a sentence: 。 ． (句末点号).
    Stop,
    /// ： ；
    Colon,
    /// ？ ！, two of which share one em (GB/T 15834 §5.1.2).
    Exclamation,
    /// ‼ ⁇ ⁈ ⁉
    ExclamationPair,
    /// The interpunct · (间隔号), half an em wide.
    Interpunct,
    /// Interpuncts that other scripts use, one em wide.
    WideInterpunct,
    /// The en dash between numbers (短横线), half an em wide.
    ShortConnector,
    /// ～ (浪纹线), one em wide.
    Connector,
    /// —: one is a connector (一字线), two are the dash (破折号).
    Dash,
    /// ⸺, a dash in one character.
    LongDash,
    /// …, two of which are the ellipsis (省略号).
    Ellipsis,
    /// / ／ (分隔号).
    Solidus,
    /// Follows a number: % ℃.
    Suffix,
    /// Precedes a number: ¥ №.
    Prefix,
    /// Small kana and iteration marks.
    Nonstarter,
    /// The ideographic space.
    Space,
    /// Lines that belong under text, which are drawn, not set.
    Interlinear,
}

/// The level from which a mark may not begin or end a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    Basic,
    Gb,
    Strict,
    /// Only beside a digit, which Unicode Standard Annex 14 sees to.
    ByDigit,
    /// Only in Japanese, or when strict.
    Japanese,
    Never,
}

impl Threshold {
    fn applies(self, level: Kinsoku) -> bool {
        match self {
            Self::Basic => level >= Kinsoku::Basic,
            Self::Gb => level >= Kinsoku::Gb,
            Self::Strict | Self::Japanese => level >= Kinsoku::Strict,
            Self::ByDigit | Self::Never => false,
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    c: char,
    /// Its class.
    pub class: Class,
    start: Threshold,
    end: Threshold,
}

impl Mark {
    /// Whether it may not begin a line (避头).
    pub fn is_forbidden_at_start(&self, level: Kinsoku) -> bool {
        self.start.applies(level)
    }

    /// Whether it may not end a line (避尾).
    pub fn is_forbidden_at_end(&self, level: Kinsoku) -> bool {
        self.end.applies(level)
    }
}

const fn mark(c: char, class: Class, start: Threshold, end: Threshold) -> Mark {
    Mark { c, class, start, end }
}

/// The mark that a character is, if it is one.
pub fn mark_of(c: char) -> Option<&'static Mark> {
    // Han and ASCII letters, nearly all of any text, need no search.
    if matches!(c, '\u{3400}'..='\u{9FFF}' | '0'..='9' | 'A'..='Z' | 'a'..='z') {
        return None;
    }
    MARKS.binary_search_by(|mark| mark.c.cmp(&c)).ok().map(|index| &MARKS[index])
}

/// The class of a character, if it is a mark.
pub fn class_of(c: char) -> Option<Class> {
    mark_of(c).map(|mark| mark.class)
}

impl Class {
    /// Whether it has a blank half that may be taken from it.
    pub fn is_trimmable(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Close
                | Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::Exclamation
        )
    }

    /// Whether no space separates it from the text before it: closing marks, pauses and stops.
    pub fn is_tight_before(self) -> bool {
        matches!(
            self,
            Self::Close
                | Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::Exclamation
                | Self::ExclamationPair
        )
    }

    /// Whether it joins its two neighbours, so that no space belongs there.
    pub fn is_connector(self) -> bool {
        matches!(
            self,
            Self::Interpunct
                | Self::WideInterpunct
                | Self::ShortConnector
                | Self::Connector
                | Self::Dash
                | Self::LongDash
                | Self::Ellipsis
                | Self::Solidus
        )
    }

    /// Its width in em in Chinese, whatever its face; `None` for the face's (`clreq.md` PUN-07).
    pub fn width(self) -> Option<f32> {
        match self {
            Self::Interpunct | Self::ShortConnector => Some(0.5),
            Self::LongDash => Some(2.0),
            Self::Suffix | Self::Prefix | Self::Solidus | Self::Nonstarter => None,
            _ => Some(1.0),
        }
    }
}

/// Defines brackets and quotes, each with its partner.
macro_rules! pairs {
    ($($open:literal $close:literal,)+) => {
        /// The partner of an opening bracket or quote.
        pub fn closing_of(open: char) -> Option<char> {
            match open {
                $($open => Some($close),)+
                _ => None,
            }
        }

        /// Whether this opens brackets or quotes (前括号, 前引号).
        pub fn is_opening(c: char) -> bool {
            matches!(c, $($open)|+)
        }

        /// Whether this closes brackets or quotes (后括号, 后引号).
        pub fn is_closing(c: char) -> bool {
            // 〝 has two partners, by the place of the second in the line.
            matches!(c, $($close)|+ | '〟')
        }
    };
}

pairs! {
    '（' '）',
    '(' ')',
    '［' '］',
    '[' ']',
    '｛' '｝',
    '{' '}',
    '〔' '〕',
    '【' '】',
    '〖' '〗',
    '〘' '〙',
    '〚' '〛',
    '《' '》',
    '〈' '〉',
    '「' '」',
    '『' '』',
    '“' '”',
    '‘' '’',
    '〝' '〞',
    '｟' '｠',
    '｢' '｣',
    '«' '»',
    '‹' '›',
}

/// Whether this ends a sentence (句末点号), full-width or ASCII.
pub fn is_sentence_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡' | '!' | '?' | '.' | '…' | '‼' | '⁇' | '⁈' | '⁉')
}

/// Whether this separates clauses (句内点号), full-width or ASCII.
pub fn is_pause(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':' | '､')
}

/// Whether this is a dash or a part of one.
pub fn is_dash(c: char) -> bool {
    matches!(c, '—' | '―' | '─' | '━' | '–' | '－' | '-' | '⸺' | '‐' | '‒' | '﹣')
}

/// Whether no typed line begins with this (避头): closing marks, sentence marks, pauses, and the
/// signs that belong to the text before them (CLREQ §3.1.6.1). Pages have levels of this rule
/// ([`Mark::is_forbidden_at_start`]).
pub fn is_forbidden_at_line_start(c: char) -> bool {
    is_closing(c)
        || is_pause(c)
        || (is_sentence_final(c) && c != '…')
        || matches!(
            c,
            '·' | '•' | '‧' | '・' | '～' | '／' | '/' | '々' | '〻' | 'ー' | '％' | '%'
        )
}

/// The table, sorted by character.
#[rustfmt::skip]
const MARKS: &[Mark] = {
    use Class::*;
    use Threshold::{Basic, ByDigit, Gb, Japanese, Never, Strict};
    &[
        mark('$', Prefix, Never, ByDigit),
        mark('%', Suffix, ByDigit, Never),
        mark('/', Solidus, Basic, Gb),
        mark('¢', Suffix, ByDigit, Never),
        mark('£', Prefix, Never, ByDigit),
        mark('¥', Prefix, Never, ByDigit),
        mark('°', Suffix, ByDigit, Never),
        mark('·', Interpunct, Basic, Never),
        mark('\u{2002}', Space, Never, Never),
        mark('\u{2003}', Space, Never, Never),
        mark('–', ShortConnector, Basic, Never),
        mark('—', Dash, Basic, Never),
        mark('‘', Open, Never, Basic),
        mark('’', Close, Basic, Never),
        mark('“', Open, Never, Basic),
        mark('”', Close, Basic, Never),
        mark('•', WideInterpunct, Basic, Never),
        mark('‥', Ellipsis, Strict, Never),
        mark('…', Ellipsis, Strict, Never),
        mark('‧', WideInterpunct, Basic, Never),
        mark('‰', Suffix, ByDigit, Never),
        mark('‱', Suffix, ByDigit, Never),
        mark('′', Suffix, ByDigit, Never),
        mark('″', Suffix, ByDigit, Never),
        mark('‼', ExclamationPair, Basic, Never),
        mark('⁇', ExclamationPair, Basic, Never),
        mark('⁈', ExclamationPair, Basic, Never),
        mark('⁉', ExclamationPair, Basic, Never),
        mark('₩', Prefix, Never, ByDigit),
        mark('€', Prefix, Never, ByDigit),
        mark('℃', Suffix, ByDigit, Never),
        mark('℉', Suffix, ByDigit, Never),
        mark('№', Prefix, Never, ByDigit),
        mark('⋯', Ellipsis, Strict, Never),
        mark('⸺', LongDash, Strict, Never),
        mark('\u{3000}', Space, Never, Never),
        mark('、', Comma, Basic, Never),
        mark('。', Stop, Basic, Never),
        mark('々', Nonstarter, Japanese, Never),
        mark('〈', Open, Never, Basic),
        mark('〉', Close, Basic, Never),
        mark('《', Open, Never, Basic),
        mark('》', Close, Basic, Never),
        mark('「', Open, Never, Basic),
        mark('」', Close, Basic, Never),
        mark('『', Open, Never, Basic),
        mark('』', Close, Basic, Never),
        mark('【', Open, Never, Basic),
        mark('】', Close, Basic, Never),
        mark('〔', Open, Never, Basic),
        mark('〕', Close, Basic, Never),
        mark('〖', Open, Never, Basic),
        mark('〗', Close, Basic, Never),
        mark('〘', Open, Never, Basic),
        mark('〙', Close, Basic, Never),
        mark('〚', Open, Never, Basic),
        mark('〛', Close, Basic, Never),
        mark('〜', Connector, Basic, Never),
        mark('〻', Nonstarter, Japanese, Never),
        mark('ぁ', Nonstarter, Japanese, Never),
        mark('ぃ', Nonstarter, Japanese, Never),
        mark('ぅ', Nonstarter, Japanese, Never),
        mark('ぇ', Nonstarter, Japanese, Never),
        mark('ぉ', Nonstarter, Japanese, Never),
        mark('っ', Nonstarter, Japanese, Never),
        mark('ゃ', Nonstarter, Japanese, Never),
        mark('ゅ', Nonstarter, Japanese, Never),
        mark('ょ', Nonstarter, Japanese, Never),
        mark('ゎ', Nonstarter, Japanese, Never),
        mark('ゝ', Nonstarter, Japanese, Never),
        mark('ゞ', Nonstarter, Japanese, Never),
        mark('ァ', Nonstarter, Japanese, Never),
        mark('ィ', Nonstarter, Japanese, Never),
        mark('ゥ', Nonstarter, Japanese, Never),
        mark('ェ', Nonstarter, Japanese, Never),
        mark('ォ', Nonstarter, Japanese, Never),
        mark('ッ', Nonstarter, Japanese, Never),
        mark('ャ', Nonstarter, Japanese, Never),
        mark('ュ', Nonstarter, Japanese, Never),
        mark('ョ', Nonstarter, Japanese, Never),
        mark('ヮ', Nonstarter, Japanese, Never),
        mark('・', WideInterpunct, Basic, Never),
        mark('ー', Nonstarter, Japanese, Never),
        mark('ヽ', Nonstarter, Japanese, Never),
        mark('ヾ', Nonstarter, Japanese, Never),
        mark('﹏', Interlinear, Never, Never),
        mark('！', Exclamation, Basic, Never),
        mark('＃', Prefix, Never, ByDigit),
        mark('＄', Prefix, Never, ByDigit),
        mark('％', Suffix, ByDigit, Never),
        mark('（', Open, Never, Basic),
        mark('）', Close, Basic, Never),
        mark('，', Comma, Basic, Never),
        mark('－', Connector, Basic, Never),
        mark('．', Stop, Basic, Never),
        mark('／', Solidus, Basic, Gb),
        mark('：', Colon, Basic, Never),
        mark('；', Colon, Basic, Never),
        mark('？', Exclamation, Basic, Never),
        mark('［', Open, Never, Basic),
        mark('］', Close, Basic, Never),
        mark('＿', Interlinear, Never, Never),
        mark('｛', Open, Never, Basic),
        mark('｝', Close, Basic, Never),
        mark('～', Connector, Basic, Never),
        mark('｟', Open, Never, Basic),
        mark('｠', Close, Basic, Never),
        mark('￠', Suffix, ByDigit, Never),
        mark('￡', Prefix, Never, ByDigit),
        mark('￥', Prefix, Never, ByDigit),    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(MARKS.windows(2).all(|pair| pair[0].c < pair[1].c));
    }

    #[test]
    fn typed_and_set_marks_are_the_same() {
        for Mark { c, class, .. } in MARKS {
            assert_eq!(*class == Class::Open, is_opening(*c), "{c}");
            assert_eq!(*class == Class::Close, is_closing(*c), "{c}");
            let is_stop =
                matches!(class, Class::Stop | Class::Exclamation | Class::ExclamationPair);
            assert!(!is_stop || is_sentence_final(*c), "{c}");
            assert_eq!(matches!(class, Class::Comma | Class::Colon), is_pause(*c), "{c}");
            assert!(!matches!(class, Class::Dash | Class::LongDash) || is_dash(*c), "{c}");
        }
        assert_eq!(closing_of('《'), Some('》'));
    }

    #[test]
    fn levels_add_to_one_another() {
        let start = |c, level| mark_of(c).is_some_and(|m| m.is_forbidden_at_start(level));
        let end = |c, level| mark_of(c).is_some_and(|m| m.is_forbidden_at_end(level));
        assert!(!start('，', Kinsoku::None) && start('，', Kinsoku::Basic));
        assert!(!end('/', Kinsoku::Basic) && end('/', Kinsoku::Gb));
        assert!(!start('…', Kinsoku::Gb) && start('…', Kinsoku::Strict));
        assert!(!start('汉', Kinsoku::Strict) && !end('汉', Kinsoku::Strict));
    }
}
