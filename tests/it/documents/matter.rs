//! What is around the kitchen sink's text: metadata, images, and the source layer.

use paiban::model::{
    Agent, AgentRole, Asset, AssetKind, Block, Bytes, Date, DateKind, Document, Identifier,
    Inline, Meta, PartMut, RawBytes, Rights, Series, SourceInfo, Span, Title, TitleKind,
    source_text,
};
use sha2::{Digest, Sha256};

use super::fixture;

/// The character that stands for bytes that no encoding explains.
const RAW: char = '\u{FFFD}';

pub(super) fn meta() -> Meta {
    let title = |kind, text: &str, lang: Option<&str>| Title {
        kind,
        text: text.to_owned(),
        lang: lang.map(str::to_owned),
    };
    let date = |kind, text: &str, iso: Option<&str>| Date {
        kind,
        text: text.to_owned(),
        iso: iso.map(str::to_owned),
    };
    let identifier = |scheme: &str, value: &str| Identifier {
        scheme: scheme.to_owned(),
        value: value.to_owned(),
    };
    Meta {
        titles: vec![
            title(TitleKind::Leading, "排版样书", None),
            title(TitleKind::Main, "万物有文", None),
            title(TitleKind::Sub, "一本什么都有的小书", None),
            title(TitleKind::Parallel, "A Little Book of Everything", Some("en")),
            title(TitleKind::Alternative, "又名《百格图》", None),
            title(TitleKind::Volume, "第一卷", None),
        ],
        agents: agents(),
        dates: vec![
            date(DateKind::Published, "2014年9月23日", Some("2014-09-23")),
            date(DateKind::Written, "甲午秋", None),
            date(DateKind::Modified, "2015年3月", Some("2015-03")),
        ],
        language: Some("zh-Hans".to_owned()),
        identifiers: vec![
            identifier("isbn", "978-7-101-00307-9"),
            identifier("doi", "10.1000/182"),
            identifier("uri", "https://example.org/books/everything"),
            identifier("local", "样书-001"),
        ],
        sources: vec!["《群众》2014年第9期".to_owned()],
        publisher: Some("百格书局".to_owned()),
        rights: Rights {
            statement: Some("© 2014 百格书局 & 友人".to_owned()),
            licence: Some("https://creativecommons.org/licenses/by/4.0/".to_owned()),
        },
        series: Some(Series {
            name: "样书丛刊".to_owned(), position: Some("1".to_owned())
        }),
        subjects: vec!["排版".to_owned(), "中文".to_owned()],
        description: Some("每一种结构各见一次。".to_owned()),
        cover: Some("asset-png".to_owned()),
        extra: vec![("版次".to_owned(), "第1版".to_owned())],
    }
}

fn agents() -> Vec<Agent> {
    const AGENTS: [(AgentRole, &str); 9] = [
        (AgentRole::Author, "刘文"),
        (AgentRole::Translator, "王译"),
        (AgentRole::Editor, "陈编"),
        (AgentRole::Compiler, "周辑"),
        (AgentRole::Annotator, "吴注"),
        (AgentRole::Illustrator, "山本花子"),
        (AgentRole::Photographer, "Jane Roe"),
        (AgentRole::Reporter, "赵访"),
        (AgentRole::Contributor, "百格学会"),
    ];
    let mut agents: Vec<Agent> = AGENTS
        .iter()
        .zip(1..)
        .map(|((role, name), number)| Agent {
            id: format!("agent-{number}"),
            name: (*name).to_owned(),
            role: *role,
            ..Agent::default()
        })
        .collect();
    agents[0].office = Some("百格大学教授".to_owned());
    agents[3].dynasty = Some("清".to_owned());
    agents[5].lang = Some("ja".to_owned());
    agents[6].file_as = Some("Roe, Jane".to_owned());
    agents[6].lang = Some("en".to_owned());
    agents[8].organisation = true;
    agents
}

pub(super) fn assets() -> Vec<Asset> {
    let files = [
        ("png", AssetKind::Png),
        ("jpg", AssetKind::Jpeg),
        ("webp", AssetKind::Webp),
        ("gif", AssetKind::Gif),
        ("svg", AssetKind::Svg),
    ];
    let found = files.into_iter().map(|(name, kind)| {
        let href = format!("images/图.{name}");
        let data = std::fs::read(fixture(&href)).unwrap();
        let named = Asset::named(format!("asset-{name}"), href);
        Asset { kind, data: Some(Bytes(data)), ..named }
    });
    let address = "https://example.org/lost.png".to_owned();
    let lost = Asset { source: 1, ..Asset::named("asset-lost".to_owned(), address) };
    found.chain([lost]).collect()
}

/// Sets the place of every text and gap, and describes the file that they make together.
pub(super) fn place(document: &mut Document) {
    let mut at = 0;
    for blocks in [&mut document.front, &mut document.body, &mut document.back] {
        place_blocks(blocks, &mut at);
    }
    let text = source_text(document);
    let raw = text
        .match_indices(RAW)
        .map(|(at, _)| RawBytes { offset: u32::try_from(at).unwrap(), bytes: "FF".to_owned() })
        .collect();
    let mut bytes = vec![0xEF, 0xBB, 0xBF];
    for (index, part) in text.split(RAW).enumerate() {
        bytes.extend((index > 0).then_some(0xFF));
        bytes.extend(part.as_bytes());
    }
    document.sources = vec![
        SourceInfo {
            name: Some("万物有文.txt".to_owned()),
            format: "text".to_owned(),
            encoding: "UTF-8".to_owned(),
            bom: Some("EFBBBF".to_owned()),
            length: bytes.len() as u64,
            sha256: sha256(&bytes),
            newline: "LF".to_owned(),
            characters: text.chars().count() as u64,
            raw,
            verbatim: true,
            ..SourceInfo::default()
        },
        SourceInfo {
            name: Some("notes.bin".to_owned()),
            format: "unknown".to_owned(),
            encoding: "UTF-16LE".to_owned(),
            length: 4,
            sha256: sha256(b"\x2d\x4e\x87\x65"),
            sha256_utf8: Some(sha256("中文".as_bytes())),
            newline: "LF".to_owned(),
            characters: 2,
            original: Some(Bytes(b"\x2d\x4e\x87\x65".to_vec())),
            ..SourceInfo::default()
        },
        SourceInfo {
            name: Some("正文/第一章.xhtml".to_owned()),
            within: Some(1),
            format: "html".to_owned(),
            encoding: "UTF-8".to_owned(),
            length: 6,
            sha256: sha256("中文".as_bytes()),
            newline: "LF".to_owned(),
            ..SourceInfo::default()
        },
    ];
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn place_blocks(blocks: &mut [Block], at: &mut usize) {
    for block in blocks {
        if let Block::Gap(gap) = block {
            gap.span = Some(advance(at, &gap.text));
        }
        block.children_mut(&mut |part| place_part(part, at));
    }
}

fn place_part(part: PartMut<'_>, at: &mut usize) {
    match part {
        PartMut::Blocks(blocks) => place_blocks(blocks, at),
        PartMut::Inlines(inlines) => {
            for inline in inlines {
                match inline {
                    Inline::Text(text) => text.span = Some(advance(at, &text.text)),
                    Inline::Gap(gap) => gap.span = Some(advance(at, &gap.text)),
                    other => other.children_mut(&mut |part| place_part(part, at)),
                }
            }
        }
    }
}

fn advance(at: &mut usize, text: &str) -> Span {
    let start = *at;
    *at += text.len();
    Span::new(0, start, *at)
}
