//! How much of the structure of published texts is recovered (`tests/fixtures/gold`): a small part of
//! what the corpus measures, for clones without it.

use std::collections::BTreeMap;
use std::path::Path;

use paiban::config::ReadOptions;
use paiban::output::outline::outline;
use serde::Deserialize;

use crate::readers::read;

/// What a text is to be read as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Expected {
    file: String,
    title: String,
    authors: Vec<String>,
    #[serde(default)]
    optional_authors: Vec<String>,
    #[serde(default)]
    headings: Vec<(usize, String)>,
    /// Headings that may be found or not.
    #[serde(default)]
    optional: Vec<String>,
}

#[derive(Deserialize)]
struct Gold {
    text: Vec<Expected>,
}

/// What was found of a field, in all texts.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn add<T: Ord>(
        &mut self,
        expected: impl Iterator<Item = T>,
        found: impl Iterator<Item = T>,
    ) {
        let mut left: BTreeMap<T, usize> = BTreeMap::new();
        expected.for_each(|it| *left.entry(it).or_default() += 1);
        for it in found {
            match left.get_mut(&it).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    self.right += 1;
                }
                None => self.wrong += 1,
            }
        }
        self.missed += left.values().sum::<usize>();
    }

    /// The F1 measure, in percent.
    fn percent(&self) -> usize {
        let all = 2 * self.right + self.wrong + self.missed;
        (200 * self.right).checked_div(all).unwrap_or(100)
    }
}

fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn published_texts_are_recovered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gold");
    let gold = std::fs::read_to_string(folder.join("gold.toml")).expect("a table");
    let gold: Gold = toml::from_str(&gold).expect("expectations");
    let (mut titles, mut authors) = (Score::default(), Score::default());
    let (mut headings, mut levels) = (Score::default(), Score::default());
    for expected in &gold.text {
        let bytes = std::fs::read(folder.join(&expected.file)).expect("a text");
        let (source, document) = read(&expected.file, &bytes, &ReadOptions::default());
        let found = outline(&document, &[source]);
        let title = found.title.as_deref().map(key);
        titles.add([key(&expected.title)].into_iter(), title.into_iter());
        let names = found.authors.iter().filter(|it| !expected.optional_authors.contains(it));
        authors.add(expected.authors.iter(), names);
        let optional: Vec<String> = expected.optional.iter().map(|it| key(it)).collect();
        let all = || found.headings.iter().map(|it| (it.level, key(&it.text)));
        let counted = || all().filter(|(_, text)| !optional.contains(text));
        let expected = || expected.headings.iter().map(|(level, text)| (*level, key(text)));
        headings.add(expected().map(|(_, text)| text), counted().map(|(_, text)| text));
        levels.add(expected(), counted());
    }
    let scores =
        [("title", titles), ("authors", authors), ("headings", headings), ("levels", levels)];
    for (field, score) in scores {
        assert!(score.percent() >= 95, "{field}: {score:?}");
    }
}
