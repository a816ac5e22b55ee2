//! Numbers of paragraphs as Word shows them (ISO/IEC 29500-1, 17.9).
//!
//! Takes the definitions of lists and, paragraph by paragraph, its list and level; returns its
//! number as text. Lists of one definition share a count; a list with a start override begins again
//! at its first paragraph.

use std::collections::{BTreeMap, BTreeSet};

use super::number_formats::written;
use super::tree::OoxmlElement;

/// The number of levels of a list.
const LEVELS: usize = 9;

/// The label of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The number or sign.
    pub(super) text: String,
    /// Whether it is a bullet.
    pub(super) is_bullet: bool,
    /// Its level, 0 the highest.
    pub(super) level: u8,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// With `%1` for the number of the first level.
    text: String,
    /// The level, from 1, after which it begins again; 0 for never.
    restart: Option<u8>,
    /// The separator between number and text: `tab`, `space`, `nothing`.
    suffix: String,
    /// Whether all numbers in it are digits.
    is_legal: bool,
    /// The paragraph style that it belongs to.
    style: Option<String>,
}

/// A list.
#[derive(Clone, Debug, Default)]
struct List {
    definition: u32,
    /// Start values that override those of the definition, by level.
    starts: BTreeMap<u8, u32>,
    levels: BTreeMap<u8, Level>,
}

/// All lists of a document and their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<u32, BTreeMap<u8, Level>>,
    lists: BTreeMap<u32, List>,
    /// The counters of each definition's levels; `None` for a level that restarts.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose start override was applied.
    begun: BTreeSet<(u32, u8)>,
}

impl Numbering {
    /// Reads the lists of a part. `of_style` returns the list of a numbering style.
    pub(super) fn read(root: &OoxmlElement, of_style: impl Fn(&str) -> Option<u32>) -> Self {
        let mut numbering = Self::default();
        let mut links = Vec::new();
        for definition in root.all("w:abstractNum").chain(root.all("w:listDef")) {
            let id = definition.get("abstractNumId").or_else(|| definition.get("listDefId"));
            let Some(id) = id.and_then(|id| id.parse().ok()) else { continue };
            numbering.definitions.insert(id, levels(definition));
            if let Some(style) = definition.val("w:numStyleLink") {
                links.push((id, style.to_owned()));
            }
        }
        for list in root.all("w:num").chain(root.all("w:list")) {
            let id =
                list.get("numId").or_else(|| list.get("ilfo")).and_then(|it| it.parse().ok());
            let definition = list.number("w:abstractNumId").or_else(|| list.number("w:ilst"));
            let (Some(id), Some(definition)) = (id, definition) else { continue };
            let mut own = List { definition, ..List::default() };
            for change in list.all("w:lvlOverride") {
                let Some(level) = change.get("ilvl").and_then(|it| it.parse().ok()) else {
                    continue;
                };
                if let Some(start) = change.number("w:startOverride") {
                    own.starts.insert(level, start);
                }
                own.levels.extend(levels(change));
            }
            numbering.lists.insert(id, own);
        }
        for (definition, style) in links {
            let target = of_style(&style).and_then(|list| numbering.lists.get(&list));
            let target = target.and_then(|it| numbering.definitions.get(&it.definition));
            if let Some(levels) = target.cloned() {
                numbering.definitions.insert(definition, levels);
            }
        }
        numbering
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, list: u32, style: &str) -> Option<u8> {
        let definition = self.definitions.get(&self.lists.get(&list)?.definition)?;
        let mut levels = definition.iter();
        levels.find(|(_, it)| it.style.as_deref() == Some(style)).map(|(level, _)| *level)
    }

    /// The number of the next paragraph of a list; `None` if there is no such list.
    pub(super) fn next(&mut self, list: u32, level: u8) -> Option<Label> {
        let own = self.lists.get(&list)?;
        let level = level.min(u8::try_from(LEVELS - 1).unwrap_or_default());
        let definition = self.definitions.get(&own.definition);
        let at = |level: u8| {
            own.levels.get(&level).or_else(|| definition.and_then(|it| it.get(&level)))
        };
        let this = at(level)?;
        let counts = self.counts.entry(own.definition).or_default();
        let index = usize::from(level);
        let restart = own.starts.get(&level).filter(|_| self.begun.insert((list, level)));
        counts[index] = Some(match (restart, counts[index]) {
            (Some(start), _) => *start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => this.start,
        });
        for above in 0..level {
            let start = at(above).map_or(1, |it| it.start);
            counts[usize::from(above)].get_or_insert(start);
        }
        for below in level + 1..=8 {
            let after = at(below).and_then(|it| it.restart);
            if after.is_none_or(|after| after != 0 && level < after) {
                counts[usize::from(below)] = None;
            }
        }
        let is_bullet = this.format == "bullet";
        let mut text = String::new();
        let mut signs = this.text.chars().peekable();
        while let Some(c) = signs.next() {
            let named = signs.peek().and_then(|it| it.to_digit(10)).filter(|_| c == '%');
            let Some(named) = named.and_then(|it| u8::try_from(it).ok()?.checked_sub(1)) else {
                text.push(c);
                continue;
            };
            signs.next();
            let count = counts[usize::from(named)].unwrap_or(1);
            let format = at(named).map_or("decimal", |it| it.format.as_str());
            let format = if this.is_legal && format != "none" { "decimal" } else { format };
            text.push_str(&written(format, count));
        }
        if !is_bullet && this.suffix != "nothing" && needs_space(&text) {
            text.push(' ');
        }
        Some(Label { text, is_bullet, level })
    }
}

/// Whether a number and its text need a space between them: not after a mark as wide as a Han.
fn needs_space(label: &str) -> bool {
    label.chars().next_back().is_some_and(|last| !"、．。）】］：，　 ".contains(last))
}

/// The levels of a definition or an override.
fn levels(parent: &OoxmlElement) -> BTreeMap<u8, Level> {
    let levels = parent.all("w:lvl").filter_map(|level| {
        let format = level.val("w:numFmt").map(str::to_owned);
        let format = format.or_else(|| level.val("w:nfc").map(format_of_2003)).or_else(|| {
            // A format of Word 2010 is in an alternative, with a fallback for older programs.
            level.find("w:numFmt").and_then(|it| it.get("val")).map(str::to_owned)
        });
        let read = Level {
            start: level.number("w:start").unwrap_or(0),
            format: format.unwrap_or_else(|| "decimal".to_owned()),
            text: level.val("w:lvlText").unwrap_or_default().to_owned(),
            restart: level.number("w:lvlRestart"),
            suffix: level.val("w:suff").unwrap_or("tab").to_lowercase(),
            is_legal: level.switch("w:isLgl").unwrap_or(false),
            style: level.val("w:pStyle").map(str::to_owned),
        };
        Some((level.get("ilvl")?.parse().ok()?, read))
    });
    levels.collect()
}

/// Word 2003 identifies formats by number.
fn format_of_2003(number: &str) -> String {
    let name = match number {
        "1" => "upperRoman",
        "2" => "lowerRoman",
        "3" => "upperLetter",
        "4" => "lowerLetter",
        "10" => "ideographDigital",
        "11" => "japaneseCounting",
        "14" => "decimalFullWidth",
        "17" => "ideographEnclosedCircle",
        "18" => "decimalEnclosedCircle",
        "23" => "bullet",
        "30" => "ideographTraditional",
        "31" => "ideographZodiac",
        "33" => "taiwaneseCounting",
        "37" => "chineseCounting",
        "38" => "chineseLegalSimplified",
        "39" => "chineseCountingThousand",
        "255" => "none",
        _ => "decimal",
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(n: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}\
             <w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn numbering(levels: &str, lists: &str) -> Numbering {
        let part = format!(
            "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>\
             <w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{lists}</w:numbering>"
        );
        Numbering::read(&OoxmlElement::parse(&part).expect("well-formed"), |_| None)
    }

    fn list(id: u32, change: &str) -> String {
        format!("<w:num w:numId='{id}'><w:abstractNumId w:val='0'/>{change}</w:num>")
    }

    fn labels(numbering: &mut Numbering, paragraphs: &[(u32, u8)]) -> Vec<String> {
        let next = |(list, level): &(u32, u8)| numbering.next(*list, *level);
        paragraphs.iter().filter_map(next).map(|it| it.text).collect()
    }

    #[test]
    fn levels_begin_anew_below_a_higher_one() {
        let levels = level(0, "chineseCountingThousand", "%1、", "")
            + &level(1, "chineseCountingThousand", "（%2）", "");
        let mut numbering = numbering(&levels, &list(1, ""));
        let found = labels(&mut numbering, &[(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)]);
        assert_eq!(found, ["一、", "（一）", "（二）", "二、", "（一）"]);
    }

    #[test]
    fn a_level_that_never_restarts_counts_on() {
        let levels = level(0, "chineseCounting", "第%1章", "")
            + &level(1, "chineseCounting", "第%2条", "<w:lvlRestart w:val='0'/>");
        let mut numbering = numbering(&levels, &list(1, ""));
        let found = labels(&mut numbering, &[(1, 0), (1, 1), (1, 0), (1, 1)]);
        assert_eq!(found, ["第一章 ", "第一条 ", "第二章 ", "第二条 "]);
    }

    #[test]
    fn legal_numbers_are_digits_throughout() {
        let levels = level(0, "chineseCounting", "第%1章", "")
            + &level(1, "decimal", "%1.%2", "<w:isLgl/>");
        let mut numbering = numbering(&levels, &list(1, ""));
        assert_eq!(labels(&mut numbering, &[(1, 0), (1, 1)]), ["第一章 ", "1.1 "]);
    }

    #[test]
    fn lists_of_one_definition_count_on_unless_restarted() {
        let lists = list(1, "")
            + &list(
                2,
                "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>",
            )
            + &list(3, "");
        let mut numbering = numbering(&level(0, "decimal", "%1.", ""), &lists);
        let found = labels(&mut numbering, &[(1, 0), (1, 0), (3, 0), (2, 0), (2, 0)]);
        assert_eq!(found, ["1. ", "2. ", "3. ", "1. ", "2. "]);
    }

    #[test]
    fn an_override_may_have_a_format_of_its_own() {
        let change = format!(
            "<w:lvlOverride w:ilvl='0'>{}</w:lvlOverride>",
            level(0, "ideographTraditional", "%1．", "")
        );
        let mut numbering = numbering(&level(0, "decimal", "%1.", ""), &list(1, &change));
        assert_eq!(labels(&mut numbering, &[(1, 0), (1, 0)]), ["甲．", "乙．"]);
    }
}
