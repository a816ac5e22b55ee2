//! An `xml:id` names a text, not a place: it stays when other paragraphs come, go or change.

use std::collections::BTreeMap;

use paiban::config::{Options, TeiProfile};
use paiban::context::Limits;

use super::write;

/// The `xml:id`s of paragraphs and divisions of a text, by how their content begins.
fn ids(text: &str) -> BTreeMap<String, String> {
    let input = paiban::Input { name: None, bytes: text.as_bytes().into() };
    let document =
        paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document;
    let (xml, _) = write(&document, TeiProfile::All);
    let body = &xml[xml.find("<text").unwrap()..];
    let mut found = BTreeMap::new();
    for piece in body.split("xml:id=\"").skip(1) {
        let (id, rest) = piece.split_once('"').unwrap();
        let mut plain = String::new();
        for part in rest.split('>').skip(1) {
            plain.push_str(part.split('<').next().unwrap());
            if plain.trim().chars().count() > 3 {
                break;
            }
        }
        assert!(found.insert(id.to_owned(), plain.trim().to_owned()).is_none(), "{id} twice");
    }
    found
}

const TEXT: &str = "山居记\n\n第一章 春\n\n　　春天来了，山上的花都开了。\n　　他说：“好。”\n　　我们走到河边去看水。\n\n第二章 秋\n\n　　秋天来了，树叶一片一片落下来。\n　　他说：“好。”\n　　天黑以前我们回家了。\n";

#[test]
fn ids_stay_when_others_change() {
    let before = ids(TEXT);
    assert!(before.len() >= 8, "{before:?}");
    for (from, to) in [
        // One more before them, one less, one changed, another heading, more space.
        ("　　春天来了", "　　从前有一座山，很少有人来。\n　　春天来了"),
        ("　　我们走到河边去看水。\n", ""),
        ("树叶一片一片落下来", "树叶黄了又红了"),
        ("第一章 春\n", "第一章 早春\n"),
        ("\n\n第二章", "\n\n\n\n第二章"),
    ] {
        let changed = TEXT.replacen(from, to, 1);
        assert_ne!(changed, TEXT);
        let after = ids(&changed);
        let lost: Vec<_> = before
            .iter()
            .filter(|(id, text)| {
                let touched = from.contains(text.as_str()) || text.contains(from.trim());
                let touched = touched || text.chars().take(4).all(|c| from.contains(c));
                let touched = touched || (from.starts_with('树') && text.starts_with("秋天"));
                !touched && after.get(*id) != Some(text)
            })
            .collect();
        assert!(lost.is_empty(), "{from}: {lost:?}\n{before:?}\n{after:?}");
    }
}
