//! The PDF writer: pages made by hand, so that each construct is tested without layout.

use paiban::config::Options;
use paiban::context::Context;
use paiban::font::FaceId;
use paiban::identity::Identity;
use paiban::layout::frame::{
    Artifact, Element, ElementId, Glyph, Item, LinkArea, LinkTarget, ListNumbering,
    OutlineEntry, Owner, Page, PageLabel, Place, Role, Rule, Scope, Structure, Synthetic,
    TableSection, TextRun,
};
use paiban::model::{Agent, Document, Meta, SourceInfo, Title};
use paiban::output::pdf;

/// Pages in the making.
#[derive(Default)]
struct Desk {
    context: Context,
    structure: Structure,
    pages: Vec<Page>,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self::default();
        desk.element(None, Role::Document);
        desk.page();
        desk
    }

    fn page(&mut self) {
        let number = u32::try_from(self.pages.len()).unwrap() + 1;
        self.pages.push(Page {
            width: 595.28,
            height: 841.89,
            label: PageLabel { roman: false, number },
            items: Vec::new(),
        });
    }

    fn element(&mut self, parent: Option<ElementId>, role: Role) -> ElementId {
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
    fn top(&mut self, role: Role) -> ElementId {
        self.element(Some(ElementId(0)), role)
    }

    fn put(&mut self, item: Item) {
        self.pages.last_mut().unwrap().items.push(item);
    }

    /// A run of the body's face, each character by its own glyph; gives where it ends.
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
        }
    }

    fn write(self, options: &Options) -> Vec<u8> {
        let document = document();
        let identity = Identity::of(&document);
        let Self { context, structure, pages } = self;
        let mut pages = Some(pages);
        let source = &mut |sink: &mut dyn FnMut(Page)| {
            pages.take().unwrap().into_iter().for_each(sink);
            Ok((structure.clone(), Vec::new()))
        };
        pdf::write_pages(&document, options, &context, &identity, &[], source).unwrap().0
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
    let title = desk.top(Role::Title);
    desk.text(own(title), 70.0, 90.0, "题名");
    let section = desk.top(Role::Section);
    let heading = desk.element(Some(section), Role::Heading(1));
    desk.text(own(heading), 70.0, 120.0, "第一章 Chapter");
    let paragraph = desk.element(Some(section), Role::Paragraph);
    let end = desk.text(own(paragraph), 70.0, 150.0, "这是正文，");
    let link = desk.element(Some(paragraph), Role::Link);
    let after = desk.text(own(link), end, 150.0, "链接");
    desk.put(Item::Link(LinkArea {
        owner: link,
        target: LinkTarget::Uri("https://例.cn/a b".to_owned()),
        description: "链接".to_owned(),
        x: end,
        y: 140.0,
        width: after - end,
        height: 12.0,
    }));
    let end = desk.text(own(paragraph), after, 150.0, "后有注");
    let reference = desk.element(Some(paragraph), Role::Reference);
    let to_note = desk.element(Some(reference), Role::Link);
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
    let note = desk.element(Some(section), Role::Note);
    let label = desk.element(Some(note), Role::Label);
    let note_text = desk.element(Some(note), Role::Paragraph);
    ruby(&mut desk, section);
    list(&mut desk, section);
    table(&mut desk, section);
    let split = desk.element(Some(section), Role::Paragraph);
    desk.text(own(split), 70.0, 700.0, "这一段跨");
    let end = desk.text(own(label), 70.0, 750.0, "①");
    desk.text(own(note_text), end, 750.0, "注文。");
    desk.text(Owner::Artifact(Artifact::Footer), 300.0, 800.0, "1");
    desk.page();
    desk.text(own(split), 70.0, 90.0, "两页。");
    desk.text(Owner::Artifact(Artifact::Header), 300.0, 40.0, "页眉");
    desk.structure.places = vec![("note-1".to_owned(), Place { page: 0, x: 70.0, y: 740.0 })];
    let bookmark = |title: &str, level, page, y| OutlineEntry {
        title: title.to_owned(),
        level,
        place: Place { page, x: 70.0, y },
    };
    desk.structure.outline = vec![
        bookmark("第一章", 1, 0, 110.0),
        bookmark("一节", 2, 1, 80.0),
        bookmark("二章", 1, 1, 85.0),
    ];
    desk
}

fn ruby(desk: &mut Desk, section: ElementId) {
    let paragraph = desk.element(Some(section), Role::Paragraph);
    let ruby = desk.element(Some(paragraph), Role::Ruby);
    let base = desk.element(Some(ruby), Role::RubyBase);
    let reading = desk.element(Some(ruby), Role::RubyText);
    let end = desk.text(Owner::Element(base), 70.0, 200.0, "汉字");
    desk.text(Owner::Element(reading), 70.0, 188.0, "hànzì");
    desk.text(Owner::Element(paragraph), end, 200.0, "有注音。");
}

fn list(desk: &mut Desk, section: ElementId) {
    let list = desk.element(Some(section), Role::List(ListNumbering::Decimal));
    for (mark, text, y) in [("1.", "甲", 230.0), ("2.", "乙", 250.0)] {
        let item = desk.element(Some(list), Role::ListItem);
        let label = desk.element(Some(item), Role::Label);
        desk.text(Owner::Element(label), 70.0, y, mark);
        let body = desk.element(Some(item), Role::ListBody);
        let paragraph = desk.element(Some(body), Role::Paragraph);
        desk.text(Owner::Element(paragraph), 90.0, y, text);
    }
}

fn table(desk: &mut Desk, section: ElementId) {
    let table = desk.element(Some(section), Role::Table);
    let mut y = 300.0;
    for (part, texts) in
        [(TableSection::Head, ["项", "值"]), (TableSection::Body, ["甲", "乙"])]
    {
        let part_of_table = desk.element(Some(table), Role::TableSection(part));
        let row = desk.element(Some(part_of_table), Role::TableRow);
        for (text, x) in texts.into_iter().zip([70.0, 170.0]) {
            let scope = (part == TableSection::Head).then_some(Scope::Column);
            let cell = Role::TableCell { scope, row_span: 1, column_span: 1 };
            let cell = desk.element(Some(row), cell);
            let paragraph = desk.element(Some(cell), Role::Paragraph);
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
