//! The model: its JSON stays readable for ever, its walks agree, sections nest.

use std::path::{Path, PathBuf};

use paiban::input;
use paiban::model::{
    Block, Depth, Document, Inline, PartMut, Section, SectionBuilder, dump, fold_texts,
    paragraph, plain_text, text, visit_inlines_mut,
};
use proptest::prelude::*;

use crate::documents::kitchen_sink;
use crate::support::is_updating;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model").join(name)
}

/// `1.0.json` was written by the first version, `1.1.json` by the second; they never change. What
/// they mean is in files of text, which change only with the form of dumps
/// (`PAIBAN_UPDATE=1` writes them).
#[test]
fn documents_of_every_version_are_still_understood() {
    for version in ["1.0", "1.1"] {
        let expected = fixture(&format!("{version}.txt"));
        let json = std::fs::read_to_string(fixture(&format!("{version}.json"))).unwrap();
        assert!(json.starts_with(&format!("{{\"version\":\"{version}\"")), "{version}");
        let (document, diagnostics) = input::json::read(&json, Depth::default()).unwrap();
        assert!(diagnostics.is_empty(), "{version}: {diagnostics:?}");
        let dumped = dump(&document);
        if is_updating() {
            std::fs::write(&expected, &dumped).unwrap();
        }
        let expected = std::fs::read_to_string(&expected).unwrap();
        for (found, wanted) in dumped.lines().zip(expected.lines()) {
            assert_eq!(found, wanted, "{version}");
        }
        assert_eq!(dumped.len(), expected.len(), "{version}");
    }
}

#[test]
fn both_walks_see_the_same_texts() {
    let mut document = kitchen_sink();
    let mut seen = Vec::new();
    fold_texts(&document, &mut |text| seen.push(text.to_owned()));
    let mut changed = Vec::new();
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        texts_mut(PartMut::Blocks(blocks), &mut changed);
    }
    assert_eq!(changed, seen);
    let mut count = 0;
    let mut count_texts = |inline: &mut Inline| {
        count += usize::from(matches!(inline, Inline::Text(_) | Inline::Gap(_)));
    };
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        visit_inlines_mut(blocks, &mut count_texts);
    }
    let gaps_between_blocks = seen.len() - count;
    assert_eq!(gaps_between_blocks, block_gaps(&document));
}

fn texts_mut(part: PartMut<'_>, out: &mut Vec<String>) {
    match part {
        PartMut::Blocks(blocks) => {
            for block in blocks {
                if let Block::Gap(gap) = block {
                    out.push(gap.text.clone());
                }
                block.children_mut(&mut |part| texts_mut(part, out));
            }
        }
        PartMut::Inlines(inlines) => {
            for inline in inlines {
                match inline {
                    Inline::Text(it) => out.push(it.text.clone()),
                    Inline::Gap(it) => out.push(it.text.clone()),
                    other => other.children_mut(&mut |part| texts_mut(part, out)),
                }
            }
        }
    }
}

fn block_gaps(document: &Document) -> usize {
    let mut count = 0;
    for blocks in [&document.front, &document.body, &document.back] {
        paiban::model::visit(blocks, &mut |node| {
            let gap = matches!(node, paiban::model::Node::Block(Block::Gap(_)));
            count += usize::from(gap);
        });
    }
    count
}

/// What one reads: the chosen reading, the base of ruby, no marks of notes, no gaps.
#[test]
fn plain_text_has_the_visible_text() {
    let mut read = Vec::new();
    let mut document = kitchen_sink();
    paiban::model::visit_blocks_mut(&mut document.body, &mut |block| {
        if let Block::Paragraph(it) = block {
            read.push(plain_text(&it.content));
        }
    });
    let read = read.join("\n");
    for has in [
        "拼音：汉字；注音：文；两侧：排版；日文：活字を拾う。",
        "校勘：床前明月光，北大；外字：[王*民]。",
        "脚注、尾注、边注、再引脚注，夹注都有",
        "硬换行的中文接得上，and Latin words keep a space；铃声不响。",
    ] {
        assert!(read.contains(has), "{has} is not in:\n{read}");
    }
}

proptest! {
    /// However levels jump, headings keep their order, and none holds one that is not below it.
    #[test]
    fn sections_nest_and_keep_their_order(levels in prop::collection::vec(1u8..7, 0..40)) {
        let mut builder = SectionBuilder::new();
        for (number, level) in levels.iter().enumerate() {
            let heading = vec![text(number.to_string())];
            builder.open(*level, Section { level: Some(*level), heading, ..Section::default() });
            builder.push(paragraph(vec![text(format!("p{number}"))]));
        }
        let blocks = builder.finish();
        let mut order = Vec::new();
        check_nesting(&blocks, 0, &mut order);
        let expected: Vec<String> =
            (0..levels.len()).flat_map(|n| [n.to_string(), format!("p{n}")]).collect();
        prop_assert_eq!(order, expected);
    }
}

fn check_nesting(blocks: &[Block], above: u8, order: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                let level = section.level.unwrap();
                assert!(level > above, "a section of level {level} in one of level {above}");
                order.push(plain_text(&section.heading));
                check_nesting(&section.blocks, level, order);
            }
            Block::Paragraph(it) => order.push(plain_text(&it.content)),
            other => panic!("{other:?}"),
        }
    }
}
