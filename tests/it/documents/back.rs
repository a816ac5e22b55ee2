//! The kitchen sink's back matter: afterword, notes, glossary, and what the web left behind.

use paiban::model::{
    Attr, Block, Definition, DefinitionList, GapKind, Note, NoteKind, Section, SectionKind,
};

use super::{gap, inline_gap, line_end, lines, p, residue, section, t};

pub(super) fn blocks() -> Vec<Block> {
    let mut back = vec![
        Block::Section(Box::new(section(
            SectionKind::Afterword,
            "afterword",
            "后记",
            vec![p("写完了，没有一样落下。")],
        ))),
        Block::Section(Box::new(section(
            SectionKind::Appendix,
            "appendix",
            "附录",
            vec![p("度量衡：一尺等于十寸。")],
        ))),
        Block::Section(Box::new(section(
            SectionKind::Bibliography,
            "bibliography",
            "参考文献",
            vec![p("[1] 王力. 古代汉语[M]. 北京：中华书局, 1962.")],
        ))),
        Block::Section(Box::new(glossary())),
        Block::Section(Box::new(section(
            SectionKind::Index,
            "index",
            "索引",
            vec![p("活字 3，雕版 5")],
        ))),
        Block::Section(Box::new(notes())),
    ];
    back.extend(RESIDUE.map(|(kind, text)| residue(kind, text)));
    lines(back)
}

/// Residue of every kind that the model names.
const RESIDUE: [(&str, &str); 9] = [
    ("pager", "页: [1]"),
    ("page-number", "- 12 -"),
    ("running-head", "万物有文 · 第一卷"),
    ("banner", "点击下载 App"),
    ("site", "本文来自 example.org"),
    ("statistics", "阅读 100 次"),
    ("editor", "（责编：陈编）"),
    ("share", "分享到：微信"),
    // The character that stands for bytes no encoding explains: see `matter::place`.
    ("escape", "[0m\u{FFFD}"),
];

fn glossary() -> Section {
    let definition = |lead, term: &str, text: &str| Definition {
        attr: Attr::default(),
        lead,
        term: vec![t(term), inline_gap(GapKind::Delimiter, "：")],
        blocks: vec![p(text)],
    };
    let list = DefinitionList {
        attr: Attr::with_id("terms"),
        items: vec![
            Definition {
                attr: Attr::with_id("term-type"),
                ..definition(Vec::new(), "活字", "一字一枚，可以重排的字模。")
            },
            definition(line_end(), "版心", "书页上印字的部分。"),
        ],
    };
    section(
        SectionKind::Glossary,
        "glossary",
        "词汇",
        vec![Block::DefinitionList(Box::new(list))],
    )
}

/// A note of every kind but the inline one; `inlines` has their marks.
fn notes() -> Section {
    let note = |kind, id: &str, mark: &str, text: &str| {
        Block::Note(Box::new(Note {
            attr: Attr::with_id(id),
            kind,
            marker: vec![t(mark), inline_gap(GapKind::Space, " ")],
            mark: (kind == NoteKind::Margin).then(|| "甲".to_owned()),
            references: vec![format!("{id}-ref")],
            blocks: vec![p(text)],
        }))
    };
    let mut twice = note(NoteKind::Footnote, "note-1", "注[1]", "见《说文解字·叙》。");
    if let Block::Note(note) = &mut twice {
        note.references.push("note-1-ref-2".to_owned());
        note.blocks.push(gap(GapKind::LineEnd, "\n"));
        note.blocks.push(p("同书又云：“文者，物象之本。”"));
    }
    section(
        SectionKind::Notes,
        "notes",
        "注释",
        vec![
            twice,
            note(NoteKind::Endnote, "note-2", "②", "此句一本作“千古事”。"),
            note(NoteKind::Margin, "note-3", "*", "旁批：好！"),
        ],
    )
}
