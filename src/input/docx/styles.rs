//! Properties of paragraphs and runs with inheritance (ISO/IEC 29500-1, 17.7.2): those of the
//! document, of the style and of its base styles, and their own.
//!
//! Takes the parts for styles and the theme, returns properties, and the role that a style
//! declares: title, headings and their levels, contents, captions.

use std::collections::BTreeMap;

use super::tree::OoxmlElement;
use crate::model::Alignment;

/// The maximum length of a chain of base styles; longer ones are cycles.
const CHAIN: usize = 32;

/// Properties of a run; `None` if not set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunProperties {
    /// The character style.
    pub(super) style: Option<String>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    /// In half points.
    pub(super) size: Option<u32>,
    /// The font of Han.
    pub(super) face: Option<String>,
    /// The kind of underline; `none` for none.
    pub(super) underline: Option<String>,
    /// The kind of emphasis mark (着重号); `none` for none.
    pub(super) emphasis: Option<String>,
    pub(super) strike: Option<bool>,
    /// `superscript`, `subscript` or `baseline`.
    pub(super) position: Option<String>,
    pub(super) highlight: Option<String>,
    /// Whether it is hidden.
    pub(super) hidden: Option<bool>,
    /// Whether it is two lines in one (双行合一).
    pub(super) two_in_one: bool,
}

/// Properties of a paragraph; `None` if not set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ParagraphProperties {
    pub(super) style: Option<String>,
    /// 0 for the first level, 9 for text.
    pub(super) outline: Option<u8>,
    /// The list; 0 for none.
    pub(super) list: Option<u32>,
    pub(super) level: Option<u8>,
    pub(super) align: Option<Alignment>,
    pub(super) page_break_before: Option<bool>,
}

/// The declared role of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Title,
    Subtitle,
    /// A heading of a level, 1 the highest.
    Heading(u8),
    /// An entry of the file's own table of contents.
    Contents,
    ContentsHeading,
    Caption,
}

#[derive(Clone, Debug, Default)]
struct StyleDefinition {
    name: String,
    based_on: Option<String>,
    run: RunProperties,
    paragraph: ParagraphProperties,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    run: RunProperties,
    paragraph: ParagraphProperties,
    by_id: BTreeMap<String, StyleDefinition>,
    /// The default style of paragraphs.
    default: Option<String>,
    theme: Theme,
}

/// The fonts of Han in a theme.
#[derive(Debug, Default)]
pub(super) struct Theme {
    major: Option<String>,
    minor: Option<String>,
}

impl Theme {
    /// The fonts of a part.
    pub(super) fn read(root: &OoxmlElement) -> Self {
        let font = |name: &str| {
            let fonts = root.find(name)?;
            let named = fonts.child("a:ea").and_then(|it| it.get("typeface"));
            let of_script = || {
                let mut fonts = fonts.all("a:font");
                fonts.find(|it| it.get("script") == Some("Hans"))?.get("typeface")
            };
            named.filter(|it| !it.is_empty()).or_else(of_script).map(str::to_owned)
        };
        Self { major: font("a:majorFont"), minor: font("a:minorFont") }
    }

    fn font(&self, name: &str) -> Option<String> {
        if name.starts_with("major") { self.major.clone() } else { self.minor.clone() }
    }
}

impl Styles {
    /// The styles of a part.
    pub(super) fn read(root: &OoxmlElement, theme: Theme) -> Self {
        let mut styles = Self { theme, ..Self::default() };
        let defaults = root.child("w:docDefaults");
        if let Some(run) = defaults.and_then(|it| it.at(&["w:rPrDefault", "w:rPr"])) {
            styles.run = styles.run_properties(run);
        }
        if let Some(paragraph) = defaults.and_then(|it| it.at(&["w:pPrDefault", "w:pPr"])) {
            styles.paragraph = paragraph_properties(paragraph);
        }
        for style in root.all("w:style") {
            let Some(id) = style.get("styleId") else { continue };
            let own = StyleDefinition {
                name: style.val("w:name").unwrap_or_default().to_owned(),
                based_on: style.val("w:basedOn").map(str::to_owned),
                run: style
                    .child("w:rPr")
                    .map(|it| styles.run_properties(it))
                    .unwrap_or_default(),
                paragraph: style.child("w:pPr").map(paragraph_properties).unwrap_or_default(),
            };
            let is_default =
                style.get("default").is_some_and(|it| matches!(it, "1" | "true" | "on"));
            if is_default && style.get("type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), own);
        }
        styles
    }

    /// The style with this identifier and its base styles, in order.
    fn chain<'a>(
        &'a self,
        id: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a StyleDefinition)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(CHAIN)
    }

    /// The list that a numbering style names.
    pub(super) fn list_of(&self, id: &str) -> Option<u32> {
        self.by_id.get(id)?.paragraph.list
    }

    /// A paragraph's properties with inheritance, and the style that its list comes from, if it is
    /// not its own.
    pub(super) fn paragraph(
        &self,
        node: Option<&OoxmlElement>,
    ) -> (ParagraphProperties, Option<String>) {
        let own = node.map(paragraph_properties).unwrap_or_default();
        let style = own.style.as_deref().filter(|id| self.by_id.contains_key(*id));
        let style = style.or(self.default.as_deref()).map(str::to_owned);
        let mut all = ParagraphProperties { style: style.clone(), ..own };
        let mut list_of = None;
        for (id, style) in self.chain(style.as_deref()) {
            if all.list.is_none() && style.paragraph.list.is_some() {
                list_of = Some(id.to_owned());
            }
            all = over(all, &style.paragraph);
        }
        (over(all, &self.paragraph), list_of)
    }

    /// The run properties inherited from a paragraph style.
    pub(super) fn run_of_paragraph(&self, style: Option<&str>) -> RunProperties {
        let chain = self.chain(style);
        let all = chain.fold(RunProperties::default(), |all, (_, it)| run_over(all, &it.run));
        run_over(all, &self.run)
    }

    /// A run's properties over those of its paragraph's style.
    pub(super) fn run(
        &self,
        node: Option<&OoxmlElement>,
        inherited: &RunProperties,
    ) -> RunProperties {
        let own = node.map(|it| self.run_properties(it)).unwrap_or_default();
        let style = own.style.clone();
        let all = self.chain(style.as_deref()).fold(own, |all, (_, it)| run_over(all, &it.run));
        run_over(all, inherited)
    }

    /// The declared role of a paragraph, and its origin: its own outline level, then that of each
    /// style, or the style's name. A level of text (9) ends the search.
    pub(super) fn declared(
        &self,
        own: Option<u8>,
        style: Option<&str>,
    ) -> Option<(Declared, String)> {
        if let Some(level) = own {
            return (level < 9).then(|| {
                (Declared::Heading(level + 1), format!("outline-level-{}", level + 1))
            });
        }
        for (_, style) in self.chain(style) {
            let by_name = by_name(&style.name);
            if let Some(found) = by_name.filter(|it| !matches!(it, Declared::Heading(_))) {
                return Some((found, format!("style-{}", style.name)));
            }
            let level = style.paragraph.outline;
            if level.is_some_and(|level| level >= 9) {
                return None;
            }
            let by_level = level.map(|level| Declared::Heading(level + 1));
            if let Some(found) = by_level.or(by_name) {
                return Some((found, format!("style-{}", style.name)));
            }
        }
        None
    }

    fn run_properties(&self, node: &OoxmlElement) -> RunProperties {
        let fonts = node.child("w:rFonts");
        let font = |name: &str| fonts.and_then(|it| it.get(name));
        let themed = font("eastAsiaTheme").and_then(|name| self.theme.font(name));
        RunProperties {
            style: node.val("w:rStyle").map(str::to_owned),
            bold: node.switch("w:b"),
            italic: node.switch("w:i"),
            size: node.number("w:sz"),
            face: themed
                .or_else(|| font("eastAsia").or_else(|| font("fareast")).map(str::to_owned)),
            underline: node.val("w:u").map(str::to_owned),
            emphasis: node.val("w:em").map(str::to_owned),
            strike: node.switch("w:strike").or_else(|| node.switch("w:dstrike")),
            position: node.val("w:vertAlign").map(str::to_owned),
            highlight: node.val("w:highlight").map(str::to_owned),
            hidden: node.switch("w:vanish"),
            two_in_one: node
                .child("w:eastAsianLayout")
                .and_then(|it| it.get("combine"))
                .is_some_and(|it| matches!(it, "1" | "true" | "on")),
        }
    }
}

fn paragraph_properties(node: &OoxmlElement) -> ParagraphProperties {
    let list = node.child("w:numPr").or_else(|| node.child("w:listPr"));
    let align = node.val("w:jc").and_then(|jc| match jc {
        "center" => Some(Alignment::Center),
        "right" | "end" => Some(Alignment::End),
        "left" | "start" | "both" | "distribute" => Some(Alignment::Start),
        _ => None,
    });
    ParagraphProperties {
        style: node.val("w:pStyle").map(str::to_owned),
        outline: node.number("w:outlineLvl"),
        list: list.and_then(|it| it.number("w:numId").or_else(|| it.number("w:ilfo"))),
        level: list.and_then(|it| it.number("w:ilvl")),
        align,
        page_break_before: node.switch("w:pageBreakBefore"),
    }
}

fn over(own: ParagraphProperties, base: &ParagraphProperties) -> ParagraphProperties {
    ParagraphProperties {
        style: own.style,
        outline: own.outline.or(base.outline),
        list: own.list.or(base.list),
        level: own.level.or(base.level),
        align: own.align.or(base.align),
        page_break_before: own.page_break_before.or(base.page_break_before),
    }
}

fn run_over(own: RunProperties, base: &RunProperties) -> RunProperties {
    RunProperties {
        style: own.style,
        bold: own.bold.or(base.bold),
        italic: own.italic.or(base.italic),
        size: own.size.or(base.size),
        face: own.face.or_else(|| base.face.clone()),
        underline: own.underline.or_else(|| base.underline.clone()),
        emphasis: own.emphasis.or_else(|| base.emphasis.clone()),
        strike: own.strike.or(base.strike),
        position: own.position.or_else(|| base.position.clone()),
        highlight: own.highlight.or_else(|| base.highlight.clone()),
        hidden: own.hidden.or(base.hidden),
        two_in_one: own.two_in_one || base.two_in_one,
    }
}

/// The names of headings in the languages of Word and WPS, before the number of the level.
const HEADINGS: [&str; 16] = [
    "heading",
    "标题",
    "標題",
    "见出し",
    "見出し",
    "제목",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "заголовок",
    "kop",
    "rubrik",
    "nagłówek",
    "overskrift",
    "otsikko",
];

/// The role of a style by its name, ignoring case and spaces. The names that Word itself writes are
/// English in every language (17.7.4.9); those written by people and other programs are not.
fn by_name(name: &str) -> Option<Declared> {
    let name: String = name.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let level = |text: &str| text.parse().ok().filter(|level| (1..=9).contains(level));
    if let Some(level) = HEADINGS.iter().find_map(|it| level(name.strip_prefix(it)?)) {
        return Some(Declared::Heading(level));
    }
    // 一级标题 is a common custom name.
    if let Some(of_people) = name.strip_suffix("级标题").or_else(|| name.strip_suffix("級標題"))
    {
        let at = "一二三四五六七八九".chars().position(|c| of_people == c.to_string());
        let at = at.and_then(|at| u8::try_from(at + 1).ok()).or_else(|| level(of_people));
        return at.map(Declared::Heading);
    }
    Some(match name.as_str() {
        "title" | "标题" | "標題" | "题名" | "表題" | "제목" | "titel" | "文档标题"
        | "公文标题" => Declared::Title,
        "subtitle" | "副标题" | "副標題" | "副題" | "부제" | "untertitel" | "sous-titre" => {
            Declared::Subtitle
        }
        "tocheading" | "toc标题" | "目录标题" => Declared::ContentsHeading,
        "caption" | "题注" | "標號" | "図表番号" => Declared::Caption,
        _ if ["toc", "目录", "目錄"]
            .iter()
            .any(|it| name.strip_prefix(it).and_then(level).is_some()) =>
        {
            Declared::Contents
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_by_name_in_any_language() {
        for (name, expected) in [
            ("heading 1", Some(Declared::Heading(1))),
            ("Heading 3", Some(Declared::Heading(3))),
            ("标题 2", Some(Declared::Heading(2))),
            ("標題2", Some(Declared::Heading(2))),
            ("見出し 1", Some(Declared::Heading(1))),
            ("Überschrift 4", Some(Declared::Heading(4))),
            ("三级标题", Some(Declared::Heading(3))),
            ("Title", Some(Declared::Title)),
            ("标题", Some(Declared::Title)),
            ("副标题", Some(Declared::Subtitle)),
            ("toc 2", Some(Declared::Contents)),
            ("TOC Heading", Some(Declared::ContentsHeading)),
            ("题注", Some(Declared::Caption)),
            ("Normal", None),
            ("正文", None),
            ("heading 10", None),
        ] {
            assert_eq!(by_name(name), expected, "{name}");
        }
    }

    fn styles(all: &str) -> Styles {
        let part = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>\
             {all}</w:styles>"
        );
        Styles::read(&OoxmlElement::parse(&part).expect("well-formed"), Theme::default())
    }

    #[test]
    fn levels_are_inherited_and_text_ends_the_search() {
        let styles = styles(
            "<w:style w:styleId='2'><w:name w:val='heading 1'/></w:style>\
             <w:style w:styleId='a'><w:name w:val='章'/><w:basedOn w:val='2'/></w:style>\
             <w:style w:styleId='b'><w:name w:val='正文样式'/><w:basedOn w:val='2'/>\
             <w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>",
        );
        let level = |own, id| styles.declared(own, Some(id)).map(|(it, _)| it);
        assert_eq!(level(None, "a"), Some(Declared::Heading(1)));
        assert_eq!(level(None, "b"), None);
        assert_eq!(level(Some(2), "b"), Some(Declared::Heading(3)));
        assert_eq!(level(Some(9), "a"), None);
    }

    #[test]
    fn circles_of_styles_end() {
        let styles = styles(
            "<w:style w:styleId='a'><w:name w:val='甲'/><w:basedOn w:val='b'/></w:style>\
             <w:style w:styleId='b'><w:name w:val='乙'/><w:basedOn w:val='a'/></w:style>",
        );
        assert_eq!(styles.declared(None, Some("a")), None);
        assert_eq!(styles.run_of_paragraph(Some("a")), RunProperties::default());
    }
}
