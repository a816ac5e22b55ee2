//! Converts the user's arguments to the library's options; an invalid value is an error that says
//! what is valid.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::args::{Convert, Limiting, LookArgs, ReadingArgs, Standards, WorkArgs};
use super::files;
use crate::config::{
    DisplayOptions, EpubOptions, HeadingPattern, Invalid, MetaOptions, Options, PageOptions,
    PdfOptions, ReadOptions, TeiOptions,
};
use crate::context::{Limit, Limits};
use crate::diag::{Code, Error, Language, Result};
use crate::layout::StyleSheet;
use crate::model::{Bytes, Identifier, RunningLine};
use crate::text::language;

/// The options of a conversion.
///
/// # Errors
///
/// An invalid value.
pub(super) fn of_convert(args: &Convert, language: Language) -> Result<Options> {
    let options = Options {
        read: of_reading(&args.reading, language)?,
        meta: of_work(&args.work, language)?,
        display: of_display(&args.look),
        page: of_page(&args.look)?,
        pdf: of_pdf(&args.standards),
        epub: of_epub(&args.standards)?,
        tei: of_tei(&args.standards),
    };
    // Errors that no input can resolve are reported before any input is read.
    StyleSheet::of(&options.page)?;
    options.check()?;
    for folder in &args.standards.resource_path {
        fs::read_dir(folder).map_err(|error| files::unreadable(folder, &error))?;
    }
    Ok(options)
}

/// How an input is read.
///
/// # Errors
///
/// An invalid pattern, or a file of rules that can't be read or is invalid.
pub(super) fn of_reading(reading: &ReadingArgs, language: Language) -> Result<ReadOptions> {
    let options = ReadOptions {
        from: reading.from,
        encoding: reading.encoding.clone(),
        headings: reading
            .headings
            .iter()
            .map(|given| heading_pattern(given, language))
            .collect::<Result<_>>()?,
        no_headings: reading.no_headings,
        headings_only: reading.headings_only,
        residue: reading.residue.clone(),
        rules: reading.rules.iter().map(|path| rules_file(path)).collect::<Result<_>>()?,
        keep_residue: reading.keep_residue,
        title_line: reading.title_line.and_then(|line| usize::try_from(line).ok()),
        line_ends: reading.line_ends,
        ..ReadOptions::default()
    };
    crate::input::check(&options)?;
    Ok(options)
}

/// `REGEX[=LEVEL]`: a number after the last equals sign is a level.
fn heading_pattern(given: &str, language: Language) -> Result<HeadingPattern> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let leveled = given.rsplit_once('=').filter(|(_, level)| is_number(level));
    let Some((pattern, level)) = leveled else {
        return Ok(HeadingPattern { pattern: given.to_owned(), level: None });
    };
    let level = level.parse::<u8>().ok().filter(|level| (1..=9).contains(level));
    let Some(level) = level else {
        let help = match language {
            Language::English => {
                "a level is 1 to 9; an equals sign of the pattern is written [=]"
            }
            Language::Chinese => "级别为 1 至 9；表达式中的等号请写成 [=]",
        };
        return Err(Error::new(Code::OptionValue, [&"read.headings", &given, &help]));
    };
    Ok(HeadingPattern { pattern: pattern.to_owned(), level: Some(level) })
}

/// The suffix of sidecar files.
const SIDECAR: &str = ".paiban.toml";

/// The file beside an input that overrides what is recognised in it.
pub(super) fn sidecar(input: &Path) -> PathBuf {
    let mut name = input.as_os_str().to_owned();
    name.push(SIDECAR);
    PathBuf::from(name)
}

/// Whether a file is the sidecar of an existing input.
pub(super) fn is_sidecar(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.strip_suffix(SIDECAR).is_some_and(|input| Path::new(input).is_file())
}

/// The sidecar file of an input, if any.
///
/// # Errors
///
/// A file that can't be read, or is not a regular file.
pub(super) fn sidecar_text(input: &Path) -> Result<Option<String>> {
    let path = sidecar(input);
    if files::is_standard(input) || fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let bytes = files::read(&path, &Limits::default())?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::new(Code::SidecarMalformed, [&"it is not UTF-8"]))?;
    Ok(Some(text))
}

/// `options` with the decisions of a sidecar file.
///
/// # Errors
///
/// A malformed one.
pub(super) fn with_sidecar(options: &Options, sidecar: Option<&str>) -> Result<Options> {
    let mut options = options.clone();
    if let Some(text) = sidecar {
        crate::input::sidecar::parse(text, &mut options.read)?;
    }
    Ok(options)
}

/// The limits, with those of `--limit`.
///
/// # Errors
///
/// An unknown limit, a value that is not a number or is greater than the maximum.
pub(super) fn limits(given: &Limiting, language: Language) -> Result<Limits> {
    let mut limits = Limits::default();
    for text in &given.limit {
        let set = text
            .split_once('=')
            .and_then(|(name, value)| Some((Limit::from_name(name)?, value.parse().ok()?)));
        let (limit, value) = set.ok_or_else(|| {
            let names = Limit::ALL.map(|limit| limit.name).join(", ");
            let help = match language {
                Language::English => format!("write NAME=NUMBER; the names are {names}"),
                Language::Chinese => format!("请写成 名称=数目，名称有 {names}"),
            };
            Error::new(Code::OptionValue, [&"limits", text, &help])
        })?;
        if value > limit.greatest {
            let (name, greatest) = (limit.name, limit.greatest);
            let help = match language {
                Language::English => format!("{name} can be {greatest} at most"),
                Language::Chinese => format!("{name} 最大为 {greatest}"),
            };
            return Err(Error::new(Code::OptionValue, [&"limits", text, &help]));
        }
        limit.set(&mut limits, value);
    }
    Ok(limits)
}

fn of_display(look: &LookArgs) -> DisplayOptions {
    DisplayOptions {
        punctuation: look.punctuation.unwrap_or_default(),
        spaces: look.spaces,
        ..DisplayOptions::default()
    }
}

fn of_page(look: &LookArgs) -> Result<PageOptions> {
    let toc = match (look.toc, look.no_toc) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        (false, false) => None,
    };
    Ok(PageOptions {
        preset: typed("page.preset", look.preset.as_deref())?,
        style: look.style.as_deref().map(style_sheet).transpose()?,
        paper: typed("page.paper", look.paper.as_deref())?,
        size: typed("page.size", look.size.as_deref())?,
        toc,
        header: look.header.as_deref().map(running_line),
        footer: look.footer.as_deref().map(running_line),
        numbering: look.number_headings,
        ..PageOptions::default()
    })
}

/// Parses the value of a setting, if given.
///
/// # Errors
///
/// An invalid value.
pub(super) fn typed<T: FromStr<Err = Invalid>>(
    setting: &str,
    text: Option<&str>,
) -> Result<Option<T>> {
    let refuse = |text| {
        move |error: Invalid| Error::new(Code::OptionValue, [&setting, &text, &error.takes()])
    };
    text.map(|text| text.parse().map_err(refuse(text))).transpose()
}

/// `centre`, `left|right` or `left|centre|right`.
fn running_line(given: &str) -> RunningLine {
    let mut parts = given.splitn(3, '|').map(|part| part.trim().to_owned());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(left), Some(center), Some(right)) => RunningLine { left, center, right },
        (Some(left), Some(right), None) => {
            RunningLine { left, right, ..RunningLine::default() }
        }
        (center, ..) => {
            RunningLine { center: center.unwrap_or_default(), ..RunningLine::default() }
        }
    }
}

pub(super) fn style_sheet(path: &Path) -> Result<String> {
    let bytes = files::read(path, &Limits::default())?;
    String::from_utf8(bytes).map_err(|_| Error::new(Code::StyleSheet, [&"it is not UTF-8"]))
}

fn rules_file(path: &Path) -> Result<String> {
    let bytes = files::read(path, &Limits::default())?;
    String::from_utf8(bytes).map_err(|_| Error::new(Code::RulesFile, [&"it is not UTF-8"]))
}

fn of_pdf(standards: &Standards) -> PdfOptions {
    PdfOptions { standard: standards.pdf_standard, attach: standards.attach.clone() }
}

fn of_epub(standards: &Standards) -> Result<EpubOptions> {
    let read = |path: &Path| files::read(path, &Limits::default());
    Ok(EpubOptions {
        cover: standards.cover.as_deref().map(read).transpose()?.map(Bytes),
        css: standards.css.as_deref().map(style_sheet).transpose()?,
        vertical: standards.vertical,
        a11y_certified_by: standards.a11y_certified_by.clone(),
        page_list: standards.page_list,
        embed_fonts: standards.embed_fonts.unwrap_or_default(),
        math: standards.math,
    })
}

fn of_tei(standards: &Standards) -> TeiOptions {
    TeiOptions {
        profile: standards.tei_profile.unwrap_or_default(),
        reviewed_by: standards.reviewed_by.clone(),
        no_embed_source: standards.no_embed_source,
        tag_entities: standards.tag_entities,
    }
}

fn of_work(work: &WorkArgs, language: Language) -> Result<MetaOptions> {
    let refuse = |setting: &str, value: &str, takes: Takes| {
        Error::new(Code::OptionValue, [&setting, &value, &takes.text(language)])
    };
    let identifiers = work
        .identifier
        .iter()
        .map(|value| {
            let read = identifier(value)
                .ok_or_else(|| refuse("meta.identifiers", value, Takes::Identifier))?;
            match has_check_digit(&read) {
                true => Ok(read),
                false => Err(refuse("meta.identifiers", value, Takes::Number)),
            }
        })
        .collect::<Result<_>>()?;
    if let Some(tag) = work.lang.as_deref().filter(|tag| !language::is_tag(tag)) {
        return Err(refuse("meta.language", tag, Takes::Language));
    }
    if let Some(uri) = work.licence.as_deref().filter(|uri| !is_uri(uri)) {
        return Err(refuse("meta.licence", uri, Takes::Uri));
    }
    let refuse_date = |text| move |_: Invalid| refuse("meta.date", text, Takes::Date);
    let date =
        work.date.as_deref().map(|it| it.parse().map_err(refuse_date(it))).transpose()?;
    Ok(MetaOptions {
        title: work.title.clone(),
        authors: work.author.clone(),
        language: work.lang.clone(),
        identifiers,
        rights: work.rights.clone(),
        licence: work.licence.clone(),
        publisher: work.publisher.clone(),
        date,
    })
}

/// The kinds of values that need an explanation.
#[derive(Clone, Copy, Debug)]
enum Takes {
    Identifier,
    /// A number with a check digit.
    Number,
    Language,
    Uri,
    Date,
}

impl Takes {
    fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Identifier, Language::English) => {
                "write SCHEME:VALUE, for instance isbn:9787101003079"
            }
            (Self::Identifier, Language::Chinese) => "请写成 类型:值，例如 isbn:9787101003079",
            (Self::Number, Language::English) => {
                "an ISBN has 10 or 13 digits, an ISSN 8, and the last one checks the others"
            }
            (Self::Number, Language::Chinese) => {
                "ISBN 为 10 或 13 位，ISSN 为 8 位，末位须与前面各位相符"
            }
            (Self::Language, Language::English) => {
                "write a language tag such as zh-Hans, zh-Hant, ja or en"
            }
            (Self::Language, Language::Chinese) => {
                "请写语言标签，例如 zh-Hans、zh-Hant、ja、en"
            }
            (Self::Uri, Language::English) => {
                "write an address, for instance https://creativecommons.org/licenses/by/4.0/"
            }
            (Self::Uri, Language::Chinese) => {
                "请写网址，例如 https://creativecommons.org/licenses/by/4.0/"
            }
            (Self::Date, Language::English) => "write 2014, 2014-09 or 2014-09-23",
            (Self::Date, Language::Chinese) => "请写成 2014、2014-09 或 2014-09-23",
        }
    }
}

/// `isbn:978…`; a URL is a `uri` as a whole.
fn identifier(text: &str) -> Option<Identifier> {
    let (scheme, value) = text.split_once(':')?;
    let known =
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let (scheme, value) = match scheme {
        "http" | "https" => ("uri", text),
        _ => (scheme, value.trim()),
    };
    (known && !value.is_empty())
        .then(|| Identifier { scheme: scheme.to_ascii_lowercase(), value: value.to_owned() })
}

/// Whether the check digit of a number is correct (ISO 2108 annex A, ISO 3297 annex A); other
/// identifiers have none.
fn has_check_digit(identifier: &Identifier) -> bool {
    let lengths: &[usize] = match identifier.scheme.as_str() {
        "isbn" => &[10, 13],
        "issn" => &[8],
        _ => return true,
    };
    let last = |at: usize, count: usize| at + 1 == count && count != 13;
    let signs: Vec<char> =
        identifier.value.chars().filter(|c| !matches!(c, '-' | ' ' | '‐' | '–')).collect();
    let digits: Option<Vec<u32>> = signs
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            'X' | 'x' if last(at, signs.len()) => Some(10),
            c => c.to_digit(10),
        })
        .collect();
    let Some(digits) = digits.filter(|digits| lengths.contains(&digits.len())) else {
        return false;
    };
    let count = digits.len();
    if count == 13 {
        let weighed =
            digits.iter().zip([1, 3].iter().cycle()).map(|(digit, weight)| digit * weight);
        return weighed.sum::<u32>().is_multiple_of(10);
    }
    let weighed = digits.iter().zip((1..=count).rev());
    let sum: usize =
        weighed.map(|(digit, weight)| usize::try_from(*digit).unwrap_or(0) * weight).sum();
    sum.is_multiple_of(11)
}

/// An absolute URI: a scheme, a colon and no white space (RFC 3986 §4.3).
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut bytes = scheme.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && !rest.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::{identifier, is_uri, running_line};

    #[test]
    fn bars_part_a_header() {
        let read = |text| {
            let line = running_line(text);
            [line.left, line.center, line.right]
        };
        assert_eq!(read("内部资料"), ["", "内部资料", ""]);
        assert_eq!(read("甲 | {page}"), ["甲", "", "{page}"]);
        assert_eq!(read("甲|乙|丙|丁"), ["甲", "乙", "丙|丁"]);
        assert_eq!(read("||右"), ["", "", "右"]);
        assert_eq!(read(""), ["", "", ""]);
    }

    #[test]
    fn identifiers_have_a_scheme() {
        let read = |text| identifier(text).map(|it| (it.scheme, it.value));
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(read("ISBN: 978-7"), pair("isbn", "978-7"));
        assert_eq!(read("https://a.cn/b"), pair("uri", "https://a.cn/b"));
        assert_eq!(read("uri:urn:x:1"), pair("uri", "urn:x:1"));
        assert_eq!(read("9787"), None);
        assert_eq!(read("isbn:"), None);
    }

    #[test]
    fn numbers_of_books_check_themselves() {
        let fits = |text: &str| identifier(text).is_some_and(|it| super::has_check_digit(&it));
        for good in [
            "isbn:9787101003079",
            "isbn:978-7-101-00307-9",
            "isbn:7-101-00304-4",
            "isbn:080442957X",
            "issn:0317-8471",
            "issn:2434-561X",
            "doi:10.1/2",
        ] {
            assert!(fits(good), "{good}");
        }
        for bad in
            ["isbn:123", "isbn:9787101003078", "isbn:X804429570", "issn:0317-8472", "isbn:文"]
        {
            assert!(!fits(bad), "{bad}");
        }
    }

    #[test]
    fn levels_of_headings_are_one_to_nine() {
        let level = |given| super::heading_pattern(given, crate::diag::Language::English);
        assert_eq!(level("^第=2").map(|it| it.level), Ok(Some(2)));
        assert_eq!(level("a=b").map(|it| it.level), Ok(None));
        assert!(level(".*=0").is_err() && level(".*=10").is_err() && level("a=256").is_err());
    }

    #[test]
    fn uris_are_absolute() {
        assert!(is_uri("https://creativecommons.org/licenses/by/4.0/"));
        assert!(!is_uri("CC-BY-4.0"));
        assert!(!is_uri("https://a b"));
    }
}
