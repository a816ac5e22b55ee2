//! Degenerate documents: every construct of the model, empty, nested, doubled and in wrong
//! places, with identifiers, addresses and values that no standard allows. A seed goes in, the
//! same document comes out each time.
//!
//! `PAIBAN_DEGENERATE=FOLDER[:COUNT[:FIRST]] cargo test --test it degenerate` writes them as JSON
//! for the public validators (`.ci/validate-degenerate`).

use std::path::Path;

use paiban::config::{Options, OutputFormat};
use paiban::context::Context;
use paiban::model::{
    Admonition, AdmonitionKind, Agent, AgentRole, Aligned, Alignment, Anchor, Asset, AssetKind,
    Attr, Blank, Block, Bytes, Cell, Choice, ChoiceKind, CodeBlock, CodeSpan, Contents,
    ContentsEntry, Credit, CreditKind, Date, DateKind, Definition, DefinitionList, Document,
    Figure, ForeignBlock, ForeignInline, Gaiji, Gap, GapKind, Identifier, Image, Inline,
    InlineResidue, LanguageSpan, LineBreak, Link, List, ListItem, ListKind, ListMarker,
    MathBlock, MathSpan, Meta, Milestone, MilestoneUnit, Name, NameKind, Note, NoteKind,
    NoteRef, NumberStyle, PageBreak, Paragraph, Quotation, Quoted, Reading, ReadingKind,
    Recognition, Reference, ReferenceShows, Residue, Rights, Row, Ruby, RubyPair, RubySide,
    Section, SectionKind, Series, Speech, Stanza, Style, Styled, Table, TableColumn,
    TableRules, ThematicBreak, Title, TitleBlock, TitleKind, TitlePart, Variant, Verse,
    VerseLine, text,
};
use paiban::{Input, output};

use super::{fixture, p};

/// How deep constructs are in one another.
const DEPTH: u32 = 4;

const TEXTS: [&str; 19] = [
    "",
    "",
    " ",
    "\n",
    "\t",
    "字",
    "甲乙丙丁",
    "一二三四五六七八九十，一二三四五六七八九十。",
    "a",
    "word and word",
    "&<>\"'",
    "a\r\nb",
    "\u{1B}[0m",
    "\u{0}",
    "\u{FFFE}\u{FFFF}",
    "\u{E000}",
    "\u{20BB7}",
    "\u{200B}\u{202E}",
    "e\u{301}t\u{361}s r\u{325}",
];

const IDS: [&str; 34] = [
    "",
    " ",
    "a",
    "a",
    "A",
    "第１章",
    "第2章",
    "𠮷野",
    "々",
    "_3005_",
    "1",
    "-",
    "a b",
    "a:b",
    "a#b",
    "%41",
    "\"<&>",
    "e\u{301}",
    "\u{1B}",
    "paiban",
    "source-work",
    "source-file",
    "agent-1",
    "b1B",
    "uE000",
    "section-1",
    "title-1",
    "note-1",
    "mark-1",
    "noteref-1",
    "page-1",
    "toc",
    "strong",
    "keys-1",
];

const ADDRESSES: [&str; 22] = [
    "",
    "#",
    "#a",
    "#第１章",
    "#々",
    "#nowhere",
    "##a",
    "://",
    "http://",
    "https://[",
    "https://例.cn/a b?q=%zz#a#b",
    "https://example.org/",
    "http://a:b@c:99999/",
    "mailto:",
    "mailto:a b@c",
    "urn:",
    "doi:10.1000/182",
    "tel:+86 10",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "图 1.png",
    "..\\a%",
];

const TAGS: [&str; 8] = ["", "zh", "en", "zh_CN", "x", "zh-Hans-", "中文", "ja-Hrkt"];

const NAMES: [&str; 10] =
    ["", " ", "a", "a b", "1", "class", "data-x", "xml:lang", "题", "a\u{0}<"];

/// The document of a seed.
pub(crate) fn document(seed: u64) -> Document {
    let mut maker = Maker { state: seed };
    let mut document = Document::new(maker.meta());
    document.assets = maker.assets();
    for part in [&mut document.front, &mut document.body, &mut document.back] {
        *part = maker.blocks(DEPTH);
    }
    // A document without any text is refused.
    document.body.push(p("末"));
    document
}

/// Chooses by the numbers of a fixed sequence (`SplitMix64`).
struct Maker {
    state: u64,
}

impl Maker {
    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// Once in this many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn string(&mut self, from: &[&str]) -> String {
        self.pick(from).to_owned()
    }

    fn perhaps<T>(&mut self, times: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.once_in(times).then(|| make(self))
    }

    fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| make(self)).collect()
    }

    fn attr(&mut self) -> Attr {
        Attr {
            id: self.perhaps(2, |m| m.string(&IDS)),
            lang: self.perhaps(5, |m| m.string(&TAGS)),
            classes: self.perhaps(6, |m| m.some(2, |m| m.string(&NAMES))).unwrap_or_default(),
            keys: self.perhaps(6, |m| m.some(2, Self::pair)).unwrap_or_default(),
            span: None,
            recognition: self.perhaps(9, |m| {
                Box::new(Recognition { rule: m.string(&NAMES), confidence: 200 })
            }),
        }
    }

    fn pair(&mut self) -> (String, String) {
        (self.string(&NAMES), self.string(&TEXTS))
    }

    fn value(&mut self) -> Option<String> {
        self.perhaps(2, |m| m.string(&TEXTS))
    }

    fn gap(&mut self) -> Gap {
        const GAPS: [(GapKind, &str); 8] = [
            (GapKind::LineEnd, "\n"),
            (GapKind::LineEnd, "\r\n\r"),
            (GapKind::LineEndAsSpace, "\n"),
            (GapKind::Blank, " "),
            (GapKind::Space, "　"),
            (GapKind::FormFeed, "\u{C}"),
            (GapKind::Delimiter, "——作者："),
            (GapKind::Control, "\u{1}"),
        ];
        let (kind, text) = self.pick(&GAPS);
        Gap { kind, text: if self.once_in(6) { "" } else { text }.to_owned(), span: None }
    }

    // --- metadata and assets ---

    fn meta(&mut self) -> Meta {
        Meta {
            titles: self.some(3, |m| Title {
                kind: m.title_kind(),
                text: m.string(&TEXTS),
                lang: m.perhaps(3, |m| m.string(&TAGS)),
            }),
            agents: self.some(3, Self::agent),
            dates: self.some(2, |m| Date {
                kind: m.pick(&[DateKind::Published, DateKind::Written, DateKind::Modified]),
                text: m.string(&TEXTS),
                iso: m.perhaps(2, |m| {
                    m.string(&["", "2014", "2014-13-40", "20140923", "昨天", "2014-02"])
                }),
            }),
            language: self.perhaps(2, |m| m.string(&TAGS)),
            identifiers: self.some(2, |m| Identifier {
                scheme: m.string(&["", "isbn", "doi", "uuid", "uri", "a b", "题"]),
                value: m.string(&["", " ", "978", "10.1000/182", "urn:uuid:x", "a b<"]),
            }),
            sources: self.some(2, |m| m.string(&TEXTS)),
            publisher: self.value(),
            rights: Rights {
                statement: self.value(),
                licence: self.perhaps(2, |m| m.string(&ADDRESSES)),
            },
            series: self.perhaps(3, |m| Series { name: m.string(&TEXTS), position: m.value() }),
            subjects: self.some(2, |m| m.string(&TEXTS)),
            description: self.value(),
            cover: self.perhaps(3, |m| m.string(&IDS)),
            extra: self.some(2, Self::pair),
        }
    }

    fn agent(&mut self) -> Agent {
        const ROLES: [AgentRole; 4] = [
            AgentRole::Author,
            AgentRole::Editor,
            AgentRole::Translator,
            AgentRole::Contributor,
        ];
        Agent {
            id: self.string(&IDS),
            name: self.string(&TEXTS),
            role: self.pick(&ROLES),
            office: self.value(),
            dynasty: self.value(),
            file_as: self.value(),
            lang: self.perhaps(4, |m| m.string(&TAGS)),
            organisation: self.once_in(3),
        }
    }

    fn assets(&mut self) -> Vec<Asset> {
        self.some(3, |m| {
            let name = m.pick(&["png", "jpg", "webp", "gif", "svg", "none"]);
            let data = match name {
                "none" => m.perhaps(2, |_| b"no image".to_vec()),
                name => std::fs::read(fixture(&format!("images/图.{name}"))).ok(),
            };
            Asset {
                id: m.string(&IDS),
                href: m.string(&ADDRESSES),
                source: 0,
                kind: m.pick(&[AssetKind::Png, AssetKind::Unknown]),
                data: data.map(Bytes),
            }
        })
    }

    fn image(&mut self) -> Image {
        let length = |m: &mut Self| m.perhaps(3, |m| m.string(&["", "60", "0", "1e9px", "5%"]));
        Image {
            attr: self.attr(),
            asset: self.string(&IDS),
            alt: self.value(),
            decorative: self.once_in(3),
            width: length(self),
            height: length(self),
        }
    }

    // --- inlines ---

    fn inlines(&mut self, depth: u32) -> Vec<Inline> {
        self.some(3, |m| m.inline(depth))
    }

    fn inline(&mut self, depth: u32) -> Inline {
        let Some(depth) = depth.checked_sub(1) else { return text(self.string(&TEXTS)) };
        let attr = self.attr();
        match self.below(27) {
            25 => Inline::Blank(Box::new(Blank {
                attr,
                whole_line: self.once_in(3),
                content: self.inlines(depth),
            })),
            26 => Inline::Reference(Box::new(Reference {
                attr,
                target: self.string(&IDS),
                shows: self.pick(&[
                    ReferenceShows::Number,
                    ReferenceShows::Bare,
                    ReferenceShows::Enclosed,
                    ReferenceShows::Title,
                    ReferenceShows::Page,
                ]),
                content: self.inlines(depth),
            })),
            0 => Inline::Styled(Box::new(self.styled(attr, depth))),
            1 => Inline::Link(Box::new(Link {
                attr,
                target: self.string(&ADDRESSES),
                title: self.value(),
                content: self.inlines(depth),
            })),
            2 => Inline::Anchor(Box::new(Anchor { attr })),
            3 => Inline::Ruby(Box::new(self.ruby(attr, depth))),
            4 => Inline::Code(Box::new(CodeSpan { attr, content: self.inlines(depth) })),
            5 => Inline::Math(Box::new(MathSpan { attr, content: self.inlines(depth) })),
            6 | 20 => Inline::NoteRef(Box::new(NoteRef {
                attr,
                target: self.string(&IDS),
                content: self.inlines(depth),
            })),
            7 => Inline::Note(Box::new(self.note(attr, depth))),
            8 => Inline::LineBreak(Box::new(LineBreak { content: self.inlines(depth) })),
            9 => Inline::Milestone(Box::new(self.milestone(attr))),
            10 => Inline::Quoted(Box::new(Quoted { attr, content: self.inlines(depth) })),
            11 => Inline::Span(Box::new(LanguageSpan { attr, content: self.inlines(depth) })),
            12 => Inline::Gaiji(Box::new(Gaiji {
                attr,
                name: self.string(&NAMES),
                content: self.inlines(depth),
                mappings: self.some(2, Self::pair),
            })),
            13 => Inline::Choice(Box::new(self.choice(attr, depth))),
            14 => Inline::Name(Box::new(self.name(attr, depth))),
            15 => Inline::Image(Box::new(self.image())),
            16 => Inline::Residue(Box::new(InlineResidue {
                attr,
                kind: self.string(&NAMES),
                content: self.inlines(depth),
            })),
            17 => Inline::Foreign(Box::new(ForeignInline {
                attr,
                name: self.string(&NAMES),
                content: self.inlines(depth),
            })),
            18 => Inline::Gap(self.gap()),
            _ => text(self.string(&TEXTS)),
        }
    }

    fn styled(&mut self, attr: Attr, depth: u32) -> Styled {
        const STYLES: [Style; 10] = [
            Style::Emphasis,
            Style::Strong,
            Style::EmphasisDots,
            Style::ProperName,
            Style::BookTitle,
            Style::Subscript,
            Style::Superscript,
            Style::Deleted,
            Style::Inserted,
            Style::Highlight,
        ];
        Styled { attr, style: self.pick(&STYLES), content: self.inlines(depth) }
    }

    fn ruby(&mut self, attr: Attr, depth: u32) -> Ruby {
        let reading = |m: &mut Self| Reading {
            kind: m.pick(&[ReadingKind::Pinyin, ReadingKind::Zhuyin, ReadingKind::Gloss]),
            side: m.pick(&[RubySide::Over, RubySide::Under, RubySide::After]),
            content: m.inlines(depth),
        };
        let pairs =
            self.some(2, |m| RubyPair { base: m.inlines(depth), readings: m.some(3, reading) });
        Ruby { attr, pairs }
    }

    fn choice(&mut self, attr: Attr, depth: u32) -> Choice {
        const KINDS: [ChoiceKind; 4] = [
            ChoiceKind::Apparatus,
            ChoiceKind::Correction,
            ChoiceKind::Regularisation,
            ChoiceKind::Expansion,
        ];
        Choice {
            attr,
            kind: self.pick(&KINDS),
            variants: self.some(3, |m| Variant {
                attr: m.attr(),
                role: m.string(&["", "lem", "rdg", "sic", "corr", "abbr", "a b"]),
                witnesses: m.some(2, |m| m.string(&NAMES)),
                content: m.inlines(depth),
            }),
            chosen: self.pick(&[0, 1, 9]),
        }
    }

    fn name(&mut self, attr: Attr, depth: u32) -> Name {
        const KINDS: [NameKind; 8] = [
            NameKind::Person,
            NameKind::Organisation,
            NameKind::Place,
            NameKind::Office,
            NameKind::Work,
            NameKind::Date,
            NameKind::Dynasty,
            NameKind::Role,
        ];
        Name {
            attr,
            kind: self.pick(&KINDS),
            target: self.perhaps(3, |m| m.string(&IDS)),
            value: self.perhaps(3, |m| m.string(&["", "2014-02-30", "2014", "a b"])),
            content: self.inlines(depth),
        }
    }

    fn milestone(&mut self, attr: Attr) -> Milestone {
        let unit = match self.below(5) {
            0 => MilestoneUnit::Column,
            1 => MilestoneUnit::Line,
            2 => MilestoneUnit::Other(self.string(&NAMES)),
            _ => MilestoneUnit::Page,
        };
        let label = self.perhaps(2, |m| m.string(&["1", "1", "2", "", "iv", "0", "题", "-1"]));
        Milestone { attr, unit, label, edition: self.perhaps(4, |m| m.string(&NAMES)) }
    }

    fn note(&mut self, attr: Attr, depth: u32) -> Note {
        const KINDS: [NoteKind; 4] =
            [NoteKind::Footnote, NoteKind::Endnote, NoteKind::Margin, NoteKind::Inline];
        Note {
            attr,
            kind: self.pick(&KINDS),
            marker: self.inlines(depth),
            references: self.some(1, |m| m.string(&IDS)),
            blocks: self.blocks(depth),
            ..Note::default()
        }
    }

    // --- blocks ---

    fn blocks(&mut self, depth: u32) -> Vec<Block> {
        self.some(3, |m| m.block(depth))
    }

    /// What is to hold gaps and residue alone, and sometimes does not.
    fn lead(&mut self, depth: u32) -> Vec<Block> {
        self.perhaps(8, |m| m.blocks(depth)).unwrap_or_default()
    }

    fn block(&mut self, depth: u32) -> Block {
        let attr = self.attr();
        let Some(depth) = depth.checked_sub(1) else {
            return Block::Paragraph(Paragraph { attr, content: self.inlines(0) });
        };
        match self.below(28) {
            26 => Block::PageBreak(Box::new(PageBreak { attr, content: self.inlines(depth) })),
            27 => Block::Admonition(Box::new(Admonition {
                attr,
                kind: self.pick(&[AdmonitionKind::Note, AdmonitionKind::Warning]),
                label: self.inlines(depth),
                blocks: self.blocks(depth),
            })),
            0 => Block::Title(self.title(attr, depth)),
            1 => Block::Credit(Box::new(self.credit(attr, depth))),
            2 | 22 => Block::Section(Box::new(self.section(attr, depth))),
            3 => Block::Quotation(Box::new(self.quotation(attr, depth))),
            4 => Block::Epigraph(Box::new(self.quotation(attr, depth))),
            5 => Block::List(Box::new(self.list(attr, depth))),
            6 => Block::DefinitionList(Box::new(DefinitionList {
                attr,
                items: self.some(2, |m| Definition {
                    attr: m.attr(),
                    lead: m.lead(depth),
                    term: m.inlines(depth),
                    blocks: m.blocks(depth),
                }),
            })),
            7 | 23 => Block::Table(Box::new(self.table(attr, depth))),
            8 => Block::Figure(Box::new(Figure {
                attr,
                numbered: self.perhaps(6, |m| m.once_in(2)),
                images: self.some(2, Self::image),
                caption: self.inlines(depth),
            })),
            9 => Block::Verse(self.verse(attr, depth)),
            10 => Block::Speech(Box::new(Speech {
                attr,
                speaker: self.inlines(depth),
                blocks: self.blocks(depth),
            })),
            11 => Block::Code(Box::new(CodeBlock {
                attr,
                language: self.perhaps(2, |m| m.string(&NAMES)),
                content: self.inlines(depth),
            })),
            12 => Block::Math(Box::new(MathBlock {
                attr,
                numbered: self.perhaps(3, |m| m.once_in(2)),
                content: self.inlines(depth),
                ..MathBlock::default()
            })),
            13 | 24 => Block::Note(Box::new(self.note(attr, depth))),
            14 => Block::ThematicBreak(ThematicBreak { attr, content: self.inlines(depth) }),
            15 => Block::Aligned(Aligned {
                attr,
                align: self.alignment(),
                blocks: self.blocks(depth),
            }),
            16 => Block::Contents(Box::new(self.contents(attr, depth))),
            17 => Block::Residue(Box::new(Residue {
                attr,
                kind: self.string(&NAMES),
                content: self.inlines(depth),
            })),
            18 => Block::Milestone(Box::new(self.milestone(attr))),
            19 => Block::Foreign(Box::new(ForeignBlock {
                attr,
                name: self.string(&NAMES),
                blocks: self.blocks(depth),
            })),
            20 => Block::Gap(self.gap()),
            _ => Block::Paragraph(Paragraph { attr, content: self.inlines(depth) }),
        }
    }

    fn title_kind(&mut self) -> TitleKind {
        const KINDS: [TitleKind; 6] = [
            TitleKind::Main,
            TitleKind::Sub,
            TitleKind::Leading,
            TitleKind::Parallel,
            TitleKind::Alternative,
            TitleKind::Volume,
        ];
        self.pick(&KINDS)
    }

    fn title(&mut self, attr: Attr, depth: u32) -> TitleBlock {
        let parts = self.some(3, |m| TitlePart {
            kind: m.title_kind(),
            lead: m.lead(depth),
            content: m.inlines(depth),
        });
        TitleBlock { attr, parts }
    }

    fn credit(&mut self, attr: Attr, depth: u32) -> Credit {
        const KINDS: [CreditKind; 9] = [
            CreditKind::Byline,
            CreditKind::Closing,
            CreditKind::Source,
            CreditKind::Dateline,
            CreditKind::Editor,
            CreditKind::Publisher,
            CreditKind::Salutation,
            CreditKind::Signature,
            CreditKind::Other,
        ];
        Credit { attr, kind: self.pick(&KINDS), content: self.inlines(depth) }
    }

    fn section(&mut self, attr: Attr, depth: u32) -> Section {
        const KINDS: [SectionKind; 9] = [
            SectionKind::Section,
            SectionKind::Volume,
            SectionKind::Chapter,
            SectionKind::Preface,
            SectionKind::Notes,
            SectionKind::Notes,
            SectionKind::Bibliography,
            SectionKind::Index,
            SectionKind::Poem,
        ];
        Section {
            attr,
            kind: self.pick(&KINDS),
            number: self.perhaps(3, |m| m.string(&TEXTS)),
            level: self.perhaps(4, |m| m.pick(&[0, 1, 9, 255])),
            numbered: self.perhaps(6, |m| m.once_in(2)),
            heading: self.inlines(depth),
            blocks: self.blocks(depth),
        }
    }

    fn quotation(&mut self, attr: Attr, depth: u32) -> Quotation {
        Quotation { attr, blocks: self.blocks(depth), attribution: self.inlines(depth) }
    }

    fn list(&mut self, attr: Attr, depth: u32) -> List {
        let kind = match self.below(3) {
            0 => ListKind::Bulleted,
            1 => ListKind::Task,
            _ => ListKind::Ordered {
                start: self.pick(&[0, 1, 7, u32::MAX]),
                style: self.pick(&[
                    NumberStyle::Decimal,
                    NumberStyle::Chinese,
                    NumberStyle::Circled,
                    NumberStyle::UpperRoman,
                ]),
                marker: self.pick(&[ListMarker::Period, ListMarker::Bare]),
            },
        };
        let items = self.some(3, |m| ListItem {
            attr: m.attr(),
            lead: m.lead(depth),
            marker: m.perhaps(3, |m| m.inlines(depth)).unwrap_or_default(),
            checked: m.perhaps(3, |m| m.once_in(2)),
            blocks: m.blocks(depth),
        });
        List { attr, kind, items }
    }

    fn table(&mut self, attr: Attr, depth: u32) -> Table {
        Table {
            attr,
            numbered: self.perhaps(6, |m| m.once_in(2)),
            rules: self.perhaps(6, |m| m.pick(&[TableRules::None, TableRules::Grid])),
            caption: self.inlines(depth),
            columns: self.some(3, |m| TableColumn {
                align: m.perhaps(2, Self::alignment),
                width: m.perhaps(3, |m| m.pick(&[0.0, 0.5, 1.0, 7.0, -1.0])),
            }),
            head: self.some(1, |m| m.row(depth)),
            body: self.some(3, |m| m.row(depth)),
            foot: self.some(1, |m| m.row(depth)),
        }
    }

    fn row(&mut self, depth: u32) -> Row {
        Row {
            attr: self.attr(),
            lead: self.lead(depth),
            cells: self.some(3, |m| Cell {
                attr: m.attr(),
                header: m.once_in(4),
                row_span: m.perhaps(4, |m| m.pick(&[0, 1, 2, 3, 900])),
                column_span: m.perhaps(4, |m| m.pick(&[0, 1, 2, 3, 900])),
                align: m.perhaps(4, Self::alignment),
                blocks: m.blocks(depth),
            }),
        }
    }

    fn alignment(&mut self) -> Alignment {
        self.pick(&[Alignment::Start, Alignment::Center, Alignment::End, Alignment::Justify])
    }

    fn verse(&mut self, attr: Attr, depth: u32) -> Verse {
        let line = |m: &mut Self| VerseLine {
            attr: m.attr(),
            lead: m.lead(depth),
            content: m.inlines(depth),
        };
        let stanzas = self.some(2, |m| Stanza {
            attr: m.attr(),
            lead: m.lead(depth),
            lines: m.some(2, line),
        });
        Verse { attr, stanzas }
    }

    fn contents(&mut self, attr: Attr, depth: u32) -> Contents {
        let entries = self.some(2, |m| ContentsEntry {
            lead: m.lead(depth),
            level: m.perhaps(3, |m| m.pick(&[0, 1, 9])),
            target: m.perhaps(3, |m| m.string(&IDS)),
            content: m.inlines(depth),
        });
        Contents { attr, heading: self.inlines(depth), entries }
    }
}

/// The requested run: a folder, how many documents, and the seed of the first.
#[expect(clippy::disallowed_methods, reason = "requested by whoever runs the validators")]
fn request() -> Option<(String, u64, u64)> {
    let request = std::env::var("PAIBAN_DEGENERATE").ok()?;
    let mut parts = request.split(':');
    let folder = parts.next()?.to_owned();
    let mut number = |or| parts.next().map_or(or, |part| part.parse().expect("a number"));
    Some((folder, number(500), number(0)))
}

/// A few are made into every form here; the validators judge many.
#[test]
fn degenerate_documents_become_files_of_every_form() {
    if let Some((folder, count, first)) = request() {
        std::fs::create_dir_all(&folder).unwrap();
        for seed in first..first + count {
            let path = Path::new(&folder).join(format!("{seed:06}.json"));
            std::fs::write(path, output::json::write(&document(seed))).unwrap();
        }
        return;
    }
    for seed in 0..40 {
        let json = output::json::write(&document(seed));
        let input = Input { name: None, bytes: json.as_bytes().into() };
        let (options, context) = (Options::default(), Context::default());
        paiban::convert(&input, &OutputFormat::ALL, &options, &context)
            .unwrap_or_else(|error| panic!("document {seed}: {:?}", error.diagnostic()));
    }
}
