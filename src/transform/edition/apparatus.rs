//! Readings of other witnesses (校勘记) as notes at their place, in the usual wording of editors:
//! 聞，【宋】作「見」; in other languages the lemma, a bracket, the readings.

use std::collections::BTreeSet;

use crate::model::{
    Attr, Block, Choice, ChoiceKind, Document, Inline, LanguageSpan, Note, Paragraph, PartMut,
    Variant, plain_text, text,
};

/// The maximum length of a printed lemma that its note repeats whole; of a longer one it repeats
/// this many first and last characters.
const LONGEST_LEMMA: usize = 16;
const ENDS_OF_LEMMA: usize = 4;

/// Whether witnesses differ from the printed text.
pub(super) fn has_others(choice: &Choice) -> bool {
    choice.kind == ChoiceKind::Apparatus && others(choice).next().is_some()
}

fn others(choice: &Choice) -> impl Iterator<Item = &Variant> {
    let printed = choice.variants.get(usize::from(choice.chosen));
    let same = move |variant: &Variant| {
        printed.is_some_and(|it| it.content == variant.content && variant.role != "note")
    };
    let chosen = usize::from(choice.chosen);
    let all = choice.variants.iter().enumerate().filter(move |(at, _)| *at != chosen);
    all.map(|(_, variant)| variant).filter(move |variant| !same(variant))
}

/// Adds notes at all such places of a document in this language.
pub(super) fn note(document: &mut Document, language: &str) {
    let mut taken = BTreeSet::new();
    document.attrs(&mut |attr| taken.extend(attr.id.clone()));
    let mut apparatus = Apparatus { words: ApparatusWords::of(language), taken, notes: 0 };
    for part in [&mut document.front, &mut document.body, &mut document.back] {
        apparatus.blocks(part, false);
    }
}

struct Apparatus {
    words: &'static ApparatusWords,
    /// The ids of the document.
    taken: BTreeSet<String>,
    /// The number of notes so far.
    notes: usize,
}

impl Apparatus {
    fn blocks(&mut self, content: &mut [Block], in_note: bool) {
        for block in content {
            let in_note = in_note || matches!(block, Block::Note(_));
            block.children_mut(&mut |part| self.part(part, in_note));
        }
    }

    fn part(&mut self, part: PartMut<'_>, in_note: bool) {
        match part {
            PartMut::Blocks(inner) => self.blocks(inner, in_note),
            PartMut::Inlines(inner) => self.inlines(inner, in_note),
        }
    }

    fn inlines(&mut self, content: &mut [Inline], in_note: bool) {
        for inline in content {
            let inner = in_note || matches!(inline, Inline::Note(_));
            inline.children_mut(&mut |part| self.part(part, inner));
            let Inline::Choice(choice) = inline else { continue };
            if !has_others(choice) {
                continue;
            }
            let content = if in_note {
                // The note is the only place where the lemma is printed: whole, with its own notes.
                let printed = choice.variants.get(usize::from(choice.chosen));
                let lemma = printed.map(|it| it.content.clone()).unwrap_or_default();
                self.words.of_choice(choice, lemma)
            } else {
                let lemma = vec![text(shortened(&lemma_of(choice)))];
                let note = self.words.of_choice(choice, lemma);
                let printed = std::mem::take(choice);
                vec![Inline::Choice(printed), self.note_of(note)]
            };
            let span = LanguageSpan { content, ..LanguageSpan::default() };
            *inline = Inline::Span(Box::new(span));
        }
    }

    fn note_of(&mut self, content: Vec<Inline>) -> Inline {
        let attr = loop {
            self.notes += 1;
            let id = format!("reading-{}", self.notes);
            if self.taken.insert(id.clone()) {
                break Attr::with_id(id);
            }
        };
        let paragraph = Paragraph { content, ..Paragraph::default() };
        let blocks = vec![Block::Paragraph(paragraph)];
        Inline::Note(Box::new(Note { attr, blocks, ..Note::default() }))
    }
}

/// The text of the printed reading.
fn lemma_of(choice: &Choice) -> String {
    let printed = choice.variants.get(usize::from(choice.chosen));
    printed.map(|it| plain_text(&it.content).trim().to_owned()).unwrap_or_default()
}

/// The words and signs of an apparatus in one language.
#[derive(Debug)]
struct ApparatusWords {
    /// After the lemma.
    lemma: &'static str,
    /// Whether witnesses precede their reading.
    witnesses_first: bool,
    /// Between witness and reading, and around the reading.
    reads: &'static str,
    open: &'static str,
    close: &'static str,
    /// An unnamed witness.
    unnamed: &'static str,
    /// An omission.
    lacks: &'static str,
    /// Between readings, and after the last.
    between: &'static str,
    end: &'static str,
}

const HANS: ApparatusWords = ApparatusWords {
    lemma: "，",
    witnesses_first: true,
    reads: "作",
    open: "“",
    close: "”",
    unnamed: "一",
    lacks: "无",
    between: "；",
    end: "。",
};
const HANT: ApparatusWords = ApparatusWords { open: "「", close: "」", lacks: "無", ..HANS };
const OTHER: ApparatusWords = ApparatusWords {
    lemma: "] ",
    witnesses_first: false,
    reads: " ",
    open: "",
    close: "",
    unnamed: "",
    lacks: "om.",
    between: "; ",
    end: "",
};

impl ApparatusWords {
    fn of(language: &str) -> &'static Self {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        match primary.as_str() {
            "zh" | "lzh" | "cmn" | "yue" | "och" | "ltc" | "" | "und" => {
                let traditional = ["Hant", "TW", "HK", "MO"];
                let is_hans = !language.split('-').any(|part| traditional.contains(&part))
                    && primary != "lzh";
                if is_hans { &HANS } else { &HANT }
            }
            _ => &OTHER,
        }
    }

    /// The readings of a place after its `lemma`, which is printed.
    fn of_choice(&self, choice: &Choice, lemma: Vec<Inline>) -> Vec<Inline> {
        let printed = choice.variants.get(usize::from(choice.chosen));
        let mut out = lemma;
        if let Some(printed) =
            printed.filter(|it| !it.witnesses.is_empty() && !self.witnesses_first)
        {
            out.push(text(format!(" {}", printed.witnesses.join(" "))));
        }
        out.push(text(self.lemma));
        let mut remarks = Vec::new();
        let mut first = true;
        for variant in others(choice) {
            if variant.role == "note" {
                remarks.extend(variant.content.iter().cloned());
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(text(self.between));
            }
            self.reading(variant, &mut out);
        }
        out.push(text(self.end));
        out.extend(remarks);
        out
    }

    fn reading(&self, variant: &Variant, out: &mut Vec<Inline>) {
        let witnesses = match variant.witnesses.as_slice() {
            [] => self.unnamed.to_owned(),
            names if self.witnesses_first => joined(names),
            names => names.join(" "),
        };
        let is_empty = plain_text(&variant.content).trim().is_empty();
        if self.witnesses_first {
            out.push(text(witnesses.as_str()));
            out.push(text(if is_empty { self.lacks } else { self.reads }));
        }
        if !is_empty {
            out.push(text(self.open));
            out.extend(variant.content.iter().cloned());
            out.push(text(self.close));
        }
        if !self.witnesses_first {
            let lacks = if is_empty { self.lacks } else { "" };
            out.push(text(format!("{lacks}{}{witnesses}", self.reads)));
        }
    }
}

/// Names of witnesses in a row; those in brackets need no mark between them.
fn joined(names: &[String]) -> String {
    let bracketed = |name: &String| name.ends_with(['】', '］', '〕', '》']);
    let mark = if names.iter().all(bracketed) { "" } else { "、" };
    names.join(mark)
}

fn shortened(lemma: &str) -> String {
    let chars: Vec<char> = lemma.chars().collect();
    if chars.len() <= LONGEST_LEMMA {
        return lemma.to_owned();
    }
    let first: String = chars[..ENDS_OF_LEMMA].iter().collect();
    let last: String = chars[chars.len() - ENDS_OF_LEMMA..].iter().collect();
    format!("{first}……{last}")
}
