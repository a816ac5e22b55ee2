//! The readers, fixture by fixture.

use paiban::config::ReadOptions;
use paiban::model::{Document, Inline, Node, Span, dump, source_text, visit};
use paiban::source::Source;
use paiban::{input, transform};

use crate::support::corpus_texts;

fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> (Source, Document) {
    let (source, _) = Source::decode(Some(name), bytes, options).expect("text");
    let (mut document, _) = input::read(&source, options).expect("a document");
    transform::structure(&mut document);
    (source, document)
}

/// The spans of texts and gaps tile the source, and each text is what its span holds.
fn assert_tiles(name: &str, source: &Source, document: &Document) {
    let mut at = 0;
    let mut check = |text: &str, span: Option<Span>| {
        let range = span.unwrap_or_else(|| panic!("{name}: no span for {text:?}")).range();
        assert_eq!(range.start, at, "{name}: {text:?} does not follow");
        assert_eq!(&source.text[range.clone()], text, "{name}");
        at = range.end;
    };
    let mut take = |node: Node<'_>| match node {
        Node::Block(paiban::model::Block::Gap(gap)) | Node::Inline(Inline::Gap(gap)) => {
            check(&gap.text, gap.span);
        }
        Node::Inline(Inline::Text(text)) => check(&text.text, text.span),
        _ => {}
    };
    visit(&document.front, &mut take);
    visit(&document.body, &mut take);
    visit(&document.back, &mut take);
    assert_eq!(at, source.text.len(), "{name}: the end is missing");
    assert_eq!(source_text(document), source.text, "{name}");
}

#[test]
fn every_character_of_every_corpus_text_stands_once() {
    for (name, bytes) in corpus_texts() {
        let (source, document) = read(&name, &bytes, &ReadOptions::default());
        assert_tiles(&name, &source, &document);
    }
}

#[test]
fn the_seed() {
    let (name, bytes) = corpus_texts().remove(0);
    let (_, document) = read(&name, &bytes, &ReadOptions::default());
    let shortened: Vec<String> = dump(&document)
        .lines()
        .map(|line| match line.chars().count() {
            0..=90 => line.to_owned(),
            _ => line.chars().take(60).chain(['…']).collect(),
        })
        .collect();
    insta::assert_snapshot!(shortened.join("\n"));
}
