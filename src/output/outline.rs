//! The outline of a text: what was recognised, for people to check and for `paiban inspect --format
//! json`.

use serde::Serialize;

use crate::config::{InputFormat, Place};
use crate::model::{
    AgentRole, Attr, Block, Claim, CreditKind, Document, Inline, Part, SectionKind, TitleKind,
    Verdict, numbered, plain_text,
};
use crate::source::Source;

/// Rules for lines with numbers that often belong to paragraphs: they count as paragraphs, even if
/// they are headings.
const ENUMERATED: [&str; 3] = ["parentheses", "decimal", "digit-parentheses"];

/// The outline of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outline {
    /// The main title.
    pub title: Option<String>,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The first date, in ISO 8601 if it could be parsed.
    pub date: Option<String>,
    /// The previous publication.
    pub source: Option<String>,
    /// The language (BCP 47).
    pub language: Option<String>,
    /// The encoding of the input.
    pub encoding: Option<String>,
    /// The headings, in order.
    pub headings: Vec<OutlineHeading>,
    /// Lines that are not part of the work.
    pub residue: Vec<String>,
    /// The number of paragraphs, without verse, notes, references and headings.
    pub paragraph_count: usize,
    /// Headings that were run in with a paragraph.
    pub split_glued: Vec<String>,
    /// The body, one block per line.
    pub text: String,
    /// The claims about a plain text, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<OutlineClaim>,
}

/// A claim of a rule about a piece of the text, and its verdict.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OutlineClaim {
    /// Its first line, from 1.
    pub line: usize,
    /// Its first column in that line, from 1.
    pub column: usize,
    /// Its first characters.
    pub text: String,
    /// The claimed role.
    pub role: &'static str,
    /// The level of an accepted heading, 1 the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The rule.
    pub rule: String,
    /// The confidence, in percent.
    pub confidence: u8,
    /// Whether it was applied.
    pub accepted: bool,
    /// Why not: `unsure`, `outweighed by` a rule of the same round, `late behind` one of an earlier
    /// round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The claims of a text in the form of an outline.
pub fn claims(claims: &[Claim], source: &Source) -> Vec<OutlineClaim> {
    /// The maximum number of characters shown.
    const SHOWN: usize = 40;
    let shown = |claim: &Claim| {
        let (line, column) = source.line_column(claim.start);
        let text = source.text.get(claim.start..claim.end).unwrap_or_default();
        OutlineClaim {
            line,
            column,
            text: text.trim().chars().take(SHOWN).collect(),
            role: claim.role,
            level: claim.level,
            rule: claim.rule.clone(),
            confidence: claim.confidence,
            accepted: claim.verdict == Verdict::Accepted,
            reason: match &claim.verdict {
                Verdict::Accepted => None,
                Verdict::Unsure => Some("unsure".to_owned()),
                Verdict::Outweighed(rule) => Some(format!("outweighed by {rule}")),
                Verdict::Late(rule) => Some(format!("late behind {rule}")),
            },
        }
    };
    claims.iter().map(shown).collect()
}

/// One heading of an outline.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OutlineHeading {
    /// Its level, 1 the first below the title.
    pub level: usize,
    /// Its text.
    pub text: String,
    /// Its line, from 1.
    pub line: Option<usize>,
    /// Its first column in that line, from 1.
    pub column: Option<usize>,
    /// The number of its paragraph, in web pages and e-books.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<usize>,
    /// The rule that found it.
    pub reason: Option<String>,
    /// The confidence of the reader, in percent.
    pub confidence: Option<u8>,
}

/// The outline of a document; line numbers come from `sources`, indexed as in spans.
pub fn outline(document: &Document, sources: &[Source]) -> Outline {
    let meta = &document.meta;
    let mut outline = Outline {
        title: meta.title(TitleKind::Main).map(str::to_owned),
        subtitle: meta.title(TitleKind::Sub).map(str::to_owned),
        authors: meta.agents_with(AgentRole::Author).map(|agent| agent.name.clone()).collect(),
        date: meta.dates.first().map(|date| date.iso.clone().unwrap_or(date.text.clone())),
        source: meta.sources.first().cloned(),
        language: meta.language.clone(),
        encoding: document
            .sources
            .iter()
            .map(|source| source.encoding.clone())
            .find(|encoding| !encoding.is_empty()),
        ..Outline::default()
    };
    let format = document.sources.first().and_then(|it| InputFormat::from_id(&it.format));
    let numbers = match format.map(InputFormat::place) {
        Some(Place::Block) => numbered(document),
        _ => Vec::new(),
    };
    let headings = numbers.into_iter().filter(|it| matches!(it.block, Block::Section(_)));
    let numbers: Vec<usize> = headings.map(|it| it.number).collect();
    let numbers = numbers.into_iter();
    let mut walk =
        OutlineWalk { outline: &mut outline, sources, numbers, level: 0, apart: false };
    document.blocks().for_each(|block| walk.block(block));
    outline
}

struct OutlineWalk<'w> {
    outline: &'w mut Outline,
    sources: &'w [Source],
    /// The numbers of the paragraphs of the next headings.
    numbers: std::vec::IntoIter<usize>,
    level: usize,
    /// Whether paragraphs are not counted: those of notes and references.
    apart: bool,
}

impl OutlineWalk<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Section(section) => {
                let paragraph = match section.heading.is_empty() {
                    true => None,
                    false => self.numbers.next(),
                };
                self.heading(&section.attr, &section.heading, paragraph);
                self.level += 1;
                let before = self.apart;
                self.apart |= section.kind == SectionKind::Bibliography;
                section.blocks.iter().for_each(|block| self.block(block));
                self.apart = before;
                self.level -= 1;
            }
            Block::Paragraph(paragraph) => {
                self.outline.paragraph_count += usize::from(!self.apart);
                self.line(&paragraph.content);
            }
            Block::Credit(credit) if credit.kind == CreditKind::Salutation => {
                self.outline.paragraph_count += 1;
                self.line(&credit.content);
            }
            Block::Credit(credit) => self.inner_residue(&credit.content),
            Block::Residue(residue) => {
                let text = plain_text(&residue.content);
                self.outline.residue.push(text.trim().to_owned());
            }
            Block::Contents(_) | Block::Title(_) | Block::Gap(_) => {}
            Block::Note(note) => {
                let before = std::mem::replace(&mut self.apart, true);
                note.blocks.iter().for_each(|block| self.block(block));
                self.apart = before;
            }
            other => other.children(&mut |part| match part {
                Part::Blocks(blocks) => blocks.iter().for_each(|block| self.block(block)),
                Part::Inlines(inlines) => self.line(inlines),
            }),
        }
    }

    fn heading(&mut self, attr: &Attr, heading: &[Inline], paragraph: Option<usize>) {
        let text = plain_text(heading).trim().to_owned();
        let recognition = attr.recognition.as_deref();
        let rule = recognition.map(|recognition| recognition.rule.clone());
        if rule.as_deref().is_some_and(|rule| rule.starts_with("glued")) {
            self.outline.split_glued.push(text.clone());
        }
        let enumerated = rule.as_deref().is_some_and(|rule| ENUMERATED.contains(&rule));
        self.outline.paragraph_count += usize::from(enumerated);
        let place = attr.span.and_then(|span| {
            let source = self.sources.get(usize::from(span.source))?;
            Some(source.line_column(span.start as usize))
        });
        self.line(heading);
        self.outline.headings.push(OutlineHeading {
            level: self.level + 1,
            text,
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            paragraph,
            reason: rule,
            confidence: recognition.map(|recognition| recognition.confidence),
        });
    }

    fn line(&mut self, inlines: &[Inline]) {
        let text = plain_text(inlines);
        if !text.trim().is_empty() {
            self.outline.text.push_str(text.trim());
            self.outline.text.push('\n');
        }
        self.inner_residue(inlines);
    }

    /// Visible residue inside a line: escape sequences are omitted.
    fn inner_residue(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if let Inline::Residue(residue) = inline
                && residue.kind != "escape"
            {
                self.outline.residue.push(plain_text(&residue.content));
            }
        }
    }
}
