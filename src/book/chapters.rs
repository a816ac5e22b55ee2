//! The order of files that no plan orders: by their names, as people count (自然序).
//!
//! 第二章 comes before 第十章, 2 before 10; what comes before the first chapter (序, 前言, 楔子) goes
//! first, what comes after the last (后记, 跋, 附录) goes last.

use std::cmp::Ordering;

use super::{Entry, Matter, paths};
use crate::text::numeral;

/// How names of files begin that come before the chapters, and after them.
const FIRST: [&str; 19] = [
    "封面", "扉页", "版权", "题记", "题辞", "总序", "自序", "序言", "序章", "序", "前言",
    "引言", "引子", "导言", "楔子", "凡例", "目录", "目次", "preface",
];
const LAST: [&str; 12] = [
    "后记",
    "後記",
    "跋",
    "尾声",
    "尾聲",
    "终章",
    "附录",
    "附錄",
    "番外",
    "参考文献",
    "致谢",
    "appendix",
];

/// The sort key of a name: its folders and its name, each with its position before, among or after
/// the chapters, and a run of words and numbers.
pub type NaturalKey = Vec<(u8, Vec<NamePart>)>;

/// The key of a path.
pub fn natural_key(path: &str) -> NaturalKey {
    path.split('/').map(|name| (place(name), pieces(paths::stem(name)))).collect()
}

/// A piece of a name: a number, or the characters between two numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamePart {
    /// A number, Arabic, full-width or Chinese.
    Number(u64),
    /// Other characters.
    Word(String),
}

/// 0 for names that sort first, 2 for those that sort last, else 1.
fn place(name: &str) -> u8 {
    let name = name.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    match () {
        () if begins(&FIRST) || name == "readme.md" || name == "index.md" => 0,
        () if begins(&LAST) => 2,
        () => 1,
    }
}

fn pieces(name: &str) -> Vec<NamePart> {
    let mut out: Vec<NamePart> = Vec::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let run = |is: fn(char) -> bool| {
            let end = rest.find(|c| !is(c)).unwrap_or(rest.len());
            &rest[..end]
        };
        let (piece, length) = if c.is_ascii_digit() {
            let digits = run(|c| c.is_ascii_digit());
            (NamePart::Number(digits.parse().unwrap_or(u64::MAX)), digits.len())
        } else if numeral::is_numeral(c) {
            let run = run(numeral::is_numeral);
            let piece = match numeral::parse(run) {
                Some(number) => NamePart::Number(number.into()),
                None => NamePart::Word(run.to_owned()),
            };
            (piece, run.len())
        } else {
            let word = run(|c| !c.is_ascii_digit() && !numeral::is_numeral(c));
            (NamePart::Word(word.to_lowercase()), word.len())
        };
        out.push(piece);
        rest = &rest[length..];
    }
    out
}

/// A book of these files, in natural order. If there are folders, the files of each are in a part
/// named after it.
pub fn from_names(names: &[String]) -> Vec<Entry> {
    let mut sorted: Vec<(NaturalKey, &String)> =
        names.iter().map(|name| (natural_key(name), name)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    let mut out: Vec<Entry> = Vec::new();
    for (_, name) in sorted {
        let (folder, file) = name.rsplit_once('/').map_or(("", name.as_str()), |it| it);
        let matter = match place(file) {
            0 => Matter::Front,
            2 => Matter::Back,
            _ => Matter::Body,
        };
        let entry = Entry { file: Some(name.clone()), matter, ..Entry::default() };
        match folder {
            "" => out.push(entry),
            folder => {
                let title = paths::title(folder).to_owned();
                let is_same = out.last().is_some_and(|last| {
                    last.is_part && last.title.as_deref() == Some(title.as_str())
                });
                if !is_same {
                    let title = Some(title);
                    out.push(Entry { title, is_part: true, ..Entry::default() });
                }
                let part = out.last_mut().map(|part| &mut part.entries);
                part.into_iter().for_each(|it| {
                    it.push(Entry { matter: Matter::Body, ..entry.clone() });
                });
            }
        }
    }
    // Names that sort last in one folder and first in another keep the order of the folders.
    out.sort_by(|a, b| match (a.matter, b.matter) {
        (Matter::Front, Matter::Front) | (Matter::Back, Matter::Back) => Ordering::Equal,
        (Matter::Front, _) | (_, Matter::Back) => Ordering::Less,
        (Matter::Back, _) | (_, Matter::Front) => Ordering::Greater,
        _ => Ordering::Equal,
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_in_which_people_count() {
        let names = [
            "第十章 归来.txt",
            "后记.txt",
            "第二章 起雾.txt",
            "10.txt",
            "2.txt",
            "序.txt",
            "第一百零三章.txt",
            "第一章.txt",
        ];
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let entries = from_names(&names);
        let order: Vec<&str> =
            entries.iter().filter_map(|entry| entry.file.as_deref()).collect();
        assert_eq!(
            order,
            [
                "序.txt",
                "2.txt",
                "10.txt",
                "第一章.txt",
                "第二章 起雾.txt",
                "第十章 归来.txt",
                "第一百零三章.txt",
                "后记.txt"
            ]
        );
        assert_eq!(entries[0].matter, Matter::Front);
        assert_eq!(entries[7].matter, Matter::Back);
    }

    #[test]
    fn folders_are_parts() {
        let names = ["卷二/1.txt", "卷一/2.txt", "卷一/1.txt"].map(str::to_owned);
        let entries = from_names(&names);
        let titles: Vec<_> = entries.iter().map(|it| it.title.as_deref().unwrap()).collect();
        assert_eq!(titles, ["卷一", "卷二"]);
        assert_eq!(entries[0].entries[1].file.as_deref(), Some("卷一/2.txt"));
    }
}
