//! The model that our archive gives is the model that the text gave.

use paiban::config::{Options, TeiProfile};
use paiban::context::Limits;
use paiban::model::Document;
use serde_json::Value;

use super::write;
use crate::support::corpus_texts;

fn read(name: Option<String>, bytes: &[u8]) -> Document {
    let input = paiban::Input { name, bytes: bytes.into() };
    paiban::read(&input, &Options::default(), &Limits::default()).unwrap().document
}

/// The places in which two values differ, as paths.
fn differences(path: &str, a: &Value, b: &Value, out: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let of = |map: &serde_json::Map<String, Value>| {
                    map.get(key).cloned().unwrap_or(Value::Null)
                };
                differences(&format!("{path}/{key}"), &of(a), &of(b), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&format!("{path}/{index}"), a, b, out);
            }
        }
        _ if a == b => {}
        _ => out.push(format!("{path}: {a:.160} / {b:.160}")),
    }
}

#[test]
fn the_archive_is_read_to_the_model_of_the_text() {
    let mut wrong = String::new();
    for (name, bytes) in corpus_texts() {
        let first = read(Some(name.clone()), &bytes);
        let (xml, _) = write(&first, TeiProfile::All);
        let second = read(None, xml.as_bytes());
        let value = |document: &Document| serde_json::to_value(document).unwrap();
        let mut found = Vec::new();
        differences("", &value(&first), &value(&second), &mut found);
        for line in found.iter().take(8) {
            wrong.push_str(&format!("{name}{line}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
