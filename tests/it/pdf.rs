//! The PDF writer: pages made by hand, so that each construct is tested without layout.

mod conformance;
mod damage;
mod fallback;
mod images;
mod metadata;
mod structure;
mod text;

use std::path::{Path, PathBuf};
use std::process::Command;

use paiban::config::{Attached, Options, PdfStandard};
use paiban::context::Context;
use paiban::font::FaceId;
use paiban::identity::Identity;
use paiban::layout::frame::{
    Artifact, Element, ElementId, Glyph, ImageItem, Item, LinkArea, LinkTarget, ListNumbering,
    OutlineEntry, Owner, Page, PageLabel, PagePoint, Rule, Scope, Structure, StructureRole,
    Synthetic, TableSection, TextRun,
};
use paiban::model::{Agent, Document, Meta, Pieces, SourceInfo, Title};
use paiban::output::pdf::{self, Attachment, Relationship};

use crate::support::{validator, verdict};

/// Pages being built.
#[derive(Default)]
struct Desk {
    context: Context,
    structure: Structure,
    pages: Vec<Page>,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self::default();
        desk.element(None, StructureRole::Document);
        desk.page();
        desk
    }

    fn page(&mut self) {
        let number = u32::try_from(self.pages.len()).unwrap() + 1;
        self.pages.push(Page {
            index: number - 1,
            width: 595.28,
            height: 841.89,
            label: PageLabel { roman: false, number },
            items: Vec::new(),
        });
    }

    fn element(&mut self, parent: Option<ElementId>, role: StructureRole) -> ElementId {
        let id = ElementId(u32::try_from(self.structure.elements.len()).unwrap());
        self.structure.elements.push(Element {
            parent,
            role,
            id: None,
            lang: None,
            alt: None,
            span: None,
        });
        id
    }

    /// An element of the document itself.
    fn top(&mut self, role: StructureRole) -> ElementId {
        self.element(Some(ElementId(0)), role)
    }

    fn put(&mut self, item: Item) {
        self.pages.last_mut().unwrap().items.push(item);
    }

    /// A run of the body's face, each character by its own glyph; returns where it ends.
    fn text(&mut self, owner: Owner, x: f32, y: f32, text: &str) -> f32 {
        let run = self.run(owner, x, y, text);
        let end = x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
        self.put(Item::Text(run));
        end
    }

    fn run(&self, owner: Owner, x: f32, y: f32, text: &str) -> TextRun {
        const SIZE: f32 = 10.5;
        let face = FaceId(0);
        let glyphs = text.char_indices().map(|(start, c)| {
            let id = self.context.fonts.face(face).glyph(c).unwrap();
            let start = u32::try_from(start).unwrap();
            let end = start + u32::try_from(c.len_utf8()).unwrap();
            let advance = self.context.fonts.face(face).advance(id) * SIZE;
            Glyph { id, advance, dx: 0.0, dy: 0.0, text: start..end }
        });
        TextRun {
            owner,
            face,
            size: SIZE,
            colour: [0; 3],
            x,
            y,
            synthetic: Synthetic::default(),
            text: text.to_owned(),
            glyphs: glyphs.collect(),
            actual_text: None,
            pieces: Pieces::default(),
        }
    }

    fn write(self, options: &Options) -> Vec<u8> {
        self.write_with(options, &[])
    }

    fn write_with(self, options: &Options, attachments: &[Attachment]) -> Vec<u8> {
        let document = document();
        let identity = Identity::of(&document);
        let Self { context, structure, pages } = self;
        let mut pages = Some(pages);
        let source = &mut |sink: &mut dyn FnMut(Page)| {
            pages.take().unwrap().into_iter().for_each(sink);
            Ok((structure.clone(), Vec::new()))
        };
        pdf::write_pages(
            &document,
            &crate::support::pictures(&document),
            options,
            &context,
            &identity,
            attachments,
            source,
        )
        .unwrap()
        .bytes
    }
}

fn document() -> Document {
    let mut document = Document::new(Meta {
        titles: vec![Title { text: "题名".to_owned(), ..Title::default() }],
        agents: vec![Agent { name: "作者".to_owned(), ..Agent::default() }],
        language: Some("zh-Hans".to_owned()),
        ..Meta::default()
    });
    document.sources.push(SourceInfo {
        name: Some("手稿.txt".to_owned()),
        sha256: "0123456789abcdef".repeat(4),
        ..SourceInfo::default()
    });
    document
}

/// Every construct that layout can hand on, over two pages.
fn everything() -> Desk {
    let mut desk = Desk::new();
    let own = Owner::Element;
    let title = desk.top(StructureRole::Title);
    desk.text(own(title), 70.0, 90.0, "题名");
    let section = desk.top(StructureRole::Section);
    let heading = desk.element(Some(section), StructureRole::Heading(1));
    desk.text(own(heading), 70.0, 120.0, "第一章 Chapter");
    let paragraph = desk.element(Some(section), StructureRole::Paragraph);
    let end = desk.text(own(paragraph), 70.0, 150.0, "这是正文，");
    let link = desk.element(Some(paragraph), StructureRole::Link);
    let after = desk.text(own(link), end, 150.0, "链接");
    desk.put(Item::Link(LinkArea {
        owner: link,
        target: LinkTarget::Uri("https://例.cn/a b".into()),
        description: "链接".to_owned(),
        x: end,
        y: 140.0,
        width: after - end,
        height: 12.0,
    }));
    let end = desk.text(own(paragraph), after, 150.0, "后有注");
    let reference = desk.element(Some(paragraph), StructureRole::Reference);
    let to_note = desk.element(Some(reference), StructureRole::Link);
    desk.text(own(to_note), end, 147.0, "①");
    desk.put(Item::Link(LinkArea {
        owner: to_note,
        target: LinkTarget::Id("note-1".to_owned()),
        description: "注①".to_owned(),
        x: end,
        y: 140.0,
        width: 10.5,
        height: 12.0,
    }));
    let note = desk.element(Some(section), StructureRole::Note);
    let label = desk.element(Some(note), StructureRole::Label);
    let note_text = desk.element(Some(note), StructureRole::Paragraph);
    ruby(&mut desk, section);
    list(&mut desk, section);
    table(&mut desk, section);
    let split = desk.element(Some(section), StructureRole::Paragraph);
    desk.text(own(split), 70.0, 700.0, "这一段跨");
    let end = desk.text(own(label), 70.0, 750.0, "①");
    desk.text(own(note_text), end, 750.0, "注文。");
    desk.text(Owner::Artifact(Artifact::Footer), 300.0, 800.0, "1");
    desk.page();
    desk.text(own(split), 70.0, 90.0, "两页。");
    desk.text(Owner::Artifact(Artifact::Header), 300.0, 40.0, "页眉");
    desk.structure.places =
        vec![("note-1".to_owned(), PagePoint { page: 0, x: 70.0, y: 740.0 })];
    let bookmark = |title: &str, level, page, y| OutlineEntry {
        title: title.to_owned(),
        level,
        place: PagePoint { page, x: 70.0, y },
    };
    desk.structure.outline = vec![
        bookmark("第一章", 1, 0, 110.0),
        bookmark("一节", 2, 1, 80.0),
        bookmark("二章", 1, 1, 85.0),
    ];
    desk
}

fn ruby(desk: &mut Desk, section: ElementId) {
    let paragraph = desk.element(Some(section), StructureRole::Paragraph);
    let ruby = desk.element(Some(paragraph), StructureRole::Ruby);
    let base = desk.element(Some(ruby), StructureRole::RubyBase);
    let reading = desk.element(Some(ruby), StructureRole::RubyText);
    let end = desk.text(Owner::Element(base), 70.0, 200.0, "汉字");
    desk.text(Owner::Element(reading), 70.0, 188.0, "hànzì");
    desk.text(Owner::Element(paragraph), end, 200.0, "有注音。");
}

fn list(desk: &mut Desk, section: ElementId) {
    let list = desk.element(Some(section), StructureRole::List(ListNumbering::Decimal));
    for (mark, text, y) in [("1.", "甲", 230.0), ("2.", "乙", 250.0)] {
        let item = desk.element(Some(list), StructureRole::ListItem);
        let label = desk.element(Some(item), StructureRole::Label);
        desk.text(Owner::Element(label), 70.0, y, mark);
        let body = desk.element(Some(item), StructureRole::ListBody);
        let paragraph = desk.element(Some(body), StructureRole::Paragraph);
        desk.text(Owner::Element(paragraph), 90.0, y, text);
    }
}

fn table(desk: &mut Desk, section: ElementId) {
    let table = desk.element(Some(section), StructureRole::Table);
    let mut y = 300.0;
    for (part, texts) in
        [(TableSection::Head, ["项", "值"]), (TableSection::Body, ["甲", "乙"])]
    {
        let part_of_table = desk.element(Some(table), StructureRole::TableSection(part));
        let row = desk.element(Some(part_of_table), StructureRole::TableRow);
        for (text, x) in texts.into_iter().zip([70.0, 170.0]) {
            let scope = (part == TableSection::Head).then_some(Scope::Column);
            let cell = StructureRole::TableCell { scope, row_span: 1, column_span: 1 };
            let cell = desk.element(Some(row), cell);
            let paragraph = desk.element(Some(cell), StructureRole::Paragraph);
            desk.text(Owner::Element(paragraph), x, y, text);
        }
        let rule = Rule {
            owner: Owner::Artifact(Artifact::Layout),
            x: 70.0,
            y: y + 5.0,
            width: 200.0,
            height: 0.5,
            colour: [0x80; 3],
        };
        desk.put(Item::Rule(rule));
        y += 20.0;
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let options = Options::default();
    assert!(everything().write(&options) == everything().write(&options));
}

#[test]
fn every_construct_is_tagged() {
    let bytes = everything().write(&Options::default());
    insta::assert_snapshot!(pdf::dump(&bytes).unwrap());
}

/// What a program reads of a PDF, line by line, without the page breaks; none, said aloud, where
/// the program is absent.
fn extracted(program: &str, before: &[&str], after: &[&str], pdf: &Path) -> Option<String> {
    let Ok(output) = Command::new(program).args(before).arg(pdf).args(after).output() else {
        eprintln!("SKIPPED: {program} is absent, so it reads no text");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// A file for programs to read.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// What poppler reads.
fn by_poppler(pdf: &Path) -> Option<Vec<String>> {
    let text = extracted("pdftotext", &["-enc", "UTF-8", "-eol", "unix"], &["-"], pdf)?;
    Some(text.split(['\n', '\u{c}']).filter(|l| !l.is_empty()).map(str::to_owned).collect())
}

/// What MuPDF reads, without white space, of which it sees more than there is.
fn by_mupdf(pdf: &Path) -> Option<String> {
    let text = extracted("mutool", &["draw", "-q", "-F", "text", "-o", "-"], &[], pdf)?;
    Some(text.split_whitespace().collect())
}

/// Moves the glyphs of a run apart, in em: `gaps` before the characters named.
fn spread(run: &mut TextRun, gaps: &[(char, f32)]) {
    let text = run.text.clone();
    for index in 1..run.glyphs.len() {
        let start = run.glyphs[index].text.start as usize;
        let c = text[start..].chars().next().unwrap();
        if let Some((_, gap)) = gaps.iter().find(|(at, _)| *at == c) {
            run.glyphs[index - 1].advance += gap * run.size;
        }
    }
}

#[test]
fn gaps_are_not_spaces() {
    let mut desk = Desk::new();
    let paragraph = desk.top(StructureRole::Paragraph);
    let owner = Owner::Element(paragraph);
    let mut expected = Vec::new();
    let mut y = 80.0;
    let mut line = |desk: &mut Desk, text: &str, gaps: &[(char, f32)]| {
        let mut run = desk.run(owner, 70.0, y, text);
        spread(&mut run, gaps);
        desk.put(Item::Text(run));
        expected.push(text.to_owned());
        y += 20.0;
    };
    line(
        &mut desk,
        "中文English混排123测试",
        &[('E', 0.25), ('混', 0.25), ('1', 0.25), ('测', 0.25)],
    );
    line(
        &mut desk,
        "他说，《书》。“好”（括）",
        &[('《', -0.5), ('。', -0.5), ('“', -1.0), ('（', -0.5)],
    );
    let stretched: Vec<(char, f32)> = "两端对齐而拉开的行".chars().map(|c| (c, 0.2)).collect();
    line(&mut desk, "两端对齐而拉开的行", &stretched);
    line(&mut desk, "中 文 with real spaces", &[('w', 0.25)]);
    line(&mut desk, "A字B字C", &[('字', 0.25), ('B', 0.25), ('C', 0.25)]);
    let code = desk.element(Some(paragraph), StructureRole::Code);
    let end = desk.text(owner, 70.0, 200.0, "调用");
    let end = desk.text(Owner::Element(code), end + 2.6, 200.0, "fn main");
    desk.text(owner, end + 2.6, 200.0, "函数。");
    expected.push("调用fn main函数。".to_owned());
    let bytes = desk.write(&Options::default());
    let Some(text) = by_poppler(&file("gaps.pdf", &bytes)) else { return };
    assert_eq!(text, expected);
}

/// Characters that share a glyph with another in the bundled faces (`clreq.md` PDF-01), each
/// beside its double.
const DOUBLES: [&str; 4] = [
    "用户文件一立子方人，破折号——省略号……两字线⸺①②“引号”A-B·℃",
    "一⼀立⽴子⼦方⽅人⼈见⻅长⻓",
    "金金豈豈更更車車賈賈滑滑",
    "…⋯①➀•‧～〜／∕",
];

/// A thousand characters that the body's face has, picked evenly from all over Unicode.
fn characters(desk: &Desk) -> Vec<String> {
    let face = desk.context.fonts.face(FaceId(0));
    let ranges = ['\u{21}'..='\u{7e}', '\u{3400}'..='\u{9fff}', '\u{20000}'..='\u{2ffff}'];
    let all: Vec<char> = ranges
        .into_iter()
        .flatten()
        .filter(|c| face.glyph(*c).is_some() && !c.is_whitespace())
        .collect();
    let picked: Vec<char> = all.iter().step_by(all.len() / 1000).copied().collect();
    picked.chunks(40).map(|line| line.iter().collect()).collect()
}

#[test]
fn the_characters_set_are_the_characters_read() {
    let mut desk = Desk::new();
    let paragraph = desk.top(StructureRole::Paragraph);
    let lines: Vec<String> =
        DOUBLES.map(str::to_owned).into_iter().chain(characters(&desk)).collect();
    for (index, line) in (0u8..).zip(&lines) {
        desk.text(Owner::Element(paragraph), 60.0, 60.0 + 20.0 * f32::from(index), line);
    }
    let bytes = desk.write(&Options::default());
    let dump = pdf::dump(&bytes).unwrap();
    assert!(dump.contains(&lines.concat()), "{dump}");
    let pdf = file("characters.pdf", &bytes);
    if let Some(text) = by_poppler(&pdf) {
        assert_eq!(text, lines);
    }
    if let Some(text) = by_mupdf(&pdf) {
        assert_eq!(text, lines.concat());
    }
}

/// Validates files against a profile with veraPDF; each must pass.
fn assert_valid(program: &str, profile: &str, files: &[PathBuf]) {
    let Some((mut check, _)) = validator(program) else { return };
    check.args(["-p", profile]).args(files);
    if let Some(said) = verdict(check) {
        assert_eq!(said.matches("PASS").count(), files.len(), "{said}");
    }
}

fn attachments() -> [Attachment; 2] {
    [
        Attachment {
            name: "手稿.txt".to_owned(),
            description: "来源文件（GB18030）".to_owned(),
            media_type: "text/plain".to_owned(),
            relationship: Relationship::Source,
            data: b"source".to_vec(),
        },
        Attachment {
            name: "archive.tei.xml".to_owned(),
            description: "TEI".to_owned(),
            media_type: "application/tei+xml".to_owned(),
            relationship: Relationship::Alternative,
            data: b"<TEI/>".to_vec(),
        },
    ]
}

#[test]
fn every_standard_is_kept() {
    let mut accessible = Vec::new();
    for (standard, profile) in [
        (PdfStandard::A2u, "2u"),
        (PdfStandard::A2a, "2a"),
        (PdfStandard::A3a, "3a"),
        (PdfStandard::A4, "4"),
        (PdfStandard::A4f, "4f"),
    ] {
        let mut options = Options::default();
        options.pdf.standard = Some(standard);
        let mut desk = everything();
        desk.context.date = Some("2026-11-23T12:30:00Z".to_owned());
        let takes_files = matches!(standard, PdfStandard::A3a | PdfStandard::A4f);
        let bytes = if takes_files {
            options.pdf.attach = vec![Attached::Source, Attached::Tei];
            desk.write_with(&options, &attachments())
        } else {
            desk.write(&options)
        };
        let pdf = file(&format!("{}.pdf", standard.name()), &bytes);
        assert_valid("check-pdfa", profile, std::slice::from_ref(&pdf));
        if !matches!(standard, PdfStandard::A4 | PdfStandard::A4f) {
            accessible.push(pdf);
        }
    }
    assert_valid("check-pdfua", "ua1", &accessible);
}

#[test]
fn the_kitchen_sink_is_archived_and_accessible() {
    let document = crate::documents::kitchen_sink();
    let context = Context::default();
    let identity = Identity::of(&document);
    let written = pdf::write(&document, &Options::default(), &context, &identity, &[]);
    let bytes = written.unwrap().bytes;
    let pdf = file("kitchen-sink.pdf", &bytes);
    assert_valid("check-pdfa", "2a", std::slice::from_ref(&pdf));
    assert_valid("check-pdfua", "ua1", std::slice::from_ref(&pdf));
}

#[test]
fn private_use_is_reported() {
    let mut desk = Desk::new();
    let paragraph = desk.top(StructureRole::Paragraph);
    let mut run = desk.run(Owner::Element(paragraph), 70.0, 80.0, "外字在此");
    run.text.replace_range(0..3, "\u{E000}");
    desk.put(Item::Text(run));
    let bytes = desk.write(&Options::default());
    assert!(pdf::dump(&bytes).unwrap().contains("“\u{E000}字在此”"));
    // veraPDF asks for the ActualText of what private-use characters stand for.
    assert_valid("check-pdfa", "2a", &[file("private.pdf", &bytes)]);
}

#[test]
fn leaders_say_nothing() {
    let mut desk = Desk::new();
    let entry = desk.top(StructureRole::ContentsItem);
    let end = desk.text(Owner::Element(entry), 70.0, 80.0, "目录");
    let end = desk.text(Owner::Artifact(Artifact::Layout), end, 80.0, "………");
    desk.text(Owner::Element(entry), end, 80.0, "2");
    let bytes = desk.write(&Options::default());
    if let Some(text) = by_poppler(&file("leaders.pdf", &bytes)) {
        assert_eq!(text.concat().replace(' ', ""), "目录2");
    }
}
