//! The language of a text, by its characters: kana show Japanese, and Chinese is simplified or
//! traditional by the characters that only one of them has.

use std::sync::LazyLock;

use crate::model::{Block, Document, Inline, Node, visit};
use crate::text::script;

/// Common characters that only simplified Chinese has, and their traditional forms in the same
/// order. Characters that classical or Japanese text uses in the simplified shape (云 后 里 万
/// 国 会 学 来 …) are left out of the first list where kana would not decide.
const SIMPLIFIED: &str = "这为们时对发说过还开经见长门问间东车马语话请让认识论设证调谈谁课谢读许该详误诉词译试诗诚议记讲训讨评访华单卖买产亲亿义习书乡乱争亚仅从仓仪价众优伟传伤伦伪侧债";
const TRADITIONAL: &str = "這為們時對發說過還開經見長門問間東車馬語話請讓認識論設證調談誰課謝讀許該詳誤訴詞譯試詩誠議記講訓討評訪華單賣買產親億義習書鄉亂爭亞僅從倉儀價眾優偉傳傷倫偽側債";

/// The forms of the characters of both lists, each at its distance from the first Han character.
static FORMS: LazyLock<Vec<Option<HanForm>>> = LazyLock::new(|| {
    let simplified = SIMPLIFIED.chars().map(|c| (c, HanForm::Simplified));
    let traditional = TRADITIONAL.chars().map(|c| (c, HanForm::Traditional));
    let mut forms = Vec::new();
    for (at, form) in
        simplified.chain(traditional).filter_map(|(c, form)| Some((place(c)?, form)))
    {
        forms.resize(forms.len().max(at + 1), None);
        forms[at] = Some(form);
    }
    forms
});

fn place(c: char) -> Option<usize> {
    u32::from(c).checked_sub(u32::from('一'))?.try_into().ok()
}

#[derive(Clone, Copy)]
enum HanForm {
    Simplified,
    Traditional,
}

/// The minimum share of kana among Han and kana of Japanese text, in percent: a Chinese text quotes
/// a word or two.
const KANA_PERCENT: usize = 5;

/// The number of characters that decide; more do not change the result.
const SAMPLE: usize = 200_000;

/// The language of a document; `None` if it has no letters.
pub(super) fn detect(document: &Document) -> Option<String> {
    let mut counts = Counts::default();
    // The number of texts to come that are program text or a formula, whose letters are no words.
    let mut apart = 0;
    let mut take = |node: Node<'_>| {
        let text = match node {
            Node::Block(Block::Math(it)) => return apart += it.content.len(),
            Node::Block(Block::Code(it)) => return apart += it.content.len(),
            Node::Inline(Inline::Math(it)) => return apart += it.content.len(),
            Node::Inline(Inline::Code(it)) => return apart += it.content.len(),
            Node::Inline(Inline::Text(it)) => &it.text,
            Node::Block(Block::Gap(it)) | Node::Inline(Inline::Gap(it)) => &it.text,
            _ => return,
        };
        if apart > 0 {
            apart -= 1;
        } else if counts.all < SAMPLE {
            text.chars().for_each(|c| counts.add(c));
        }
    };
    for blocks in [&document.front, &document.body, &document.back] {
        visit(blocks, &mut take);
    }
    let big5 = document.sources.iter().any(|source| source.encoding == "Big5");
    counts.language(big5).map(str::to_owned)
}

#[derive(Default)]
struct Counts {
    all: usize,
    han: usize,
    kana: usize,
    latin: usize,
    simplified: usize,
    traditional: usize,
}

impl Counts {
    fn add(&mut self, c: char) {
        self.all += 1;
        if script::is_han(c) {
            self.han += 1;
            match place(c).and_then(|at| *FORMS.get(at)?) {
                Some(HanForm::Simplified) => self.simplified += 1,
                Some(HanForm::Traditional) => self.traditional += 1,
                None => {}
            }
        } else if script::is_kana(c) {
            self.kana += 1;
        } else if script::is_latin(c) {
            self.latin += 1;
        }
    }

    /// `big5`: the encoding implies traditional characters if the text does not decide.
    fn language(&self, big5: bool) -> Option<&'static str> {
        let cjk = self.han + self.kana;
        // A Latin word has about five letters, a Han character is about half a word.
        if self.latin > 0 && cjk * 10 < self.latin {
            return Some("en");
        }
        if cjk == 0 {
            return None;
        }
        if self.kana * 100 >= cjk * KANA_PERCENT {
            return Some("ja");
        }
        let traditional =
            self.traditional > self.simplified || (self.traditional == self.simplified && big5);
        Some(if traditional { "zh-Hant" } else { "zh-Hans" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodeSpan, MathSpan, Meta, paragraph, text};

    fn language(text: &str) -> Option<&'static str> {
        let mut counts = Counts::default();
        text.chars().for_each(|c| counts.add(c));
        counts.language(false)
    }

    #[test]
    fn letters_of_formulas_and_programs_are_no_words() {
        let tex = "\\frac{a}{b}".repeat(40);
        let math = MathSpan { content: vec![text(&tex)], ..MathSpan::default() };
        let code = CodeSpan { content: vec![text(&tex)], ..CodeSpan::default() };
        for apart in [Inline::Math(Box::new(math)), Inline::Code(Box::new(code))] {
            let body = vec![paragraph(vec![text("由此得"), apart, text("其中")])];
            let document = Document { body, ..Document::new(Meta::default()) };
            assert_eq!(detect(&document).as_deref(), Some("zh-Hans"));
        }
    }

    #[test]
    fn languages_by_characters() {
        assert_eq!(language("这是我们的书"), Some("zh-Hans"));
        assert_eq!(language("這是我們的書"), Some("zh-Hant"));
        assert_eq!(language("これは本です。日本語の文章"), Some("ja"));
        assert_eq!(language("It is a long book about the words 中文."), Some("en"));
        assert_eq!(language("1234 …"), None);
    }
}
