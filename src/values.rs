//! Values of YAML, TOML and JSON as one tree, all scalars as they are written.
//!
//! Takes text, returns a [`Value`], or a reason and its place. Tabs of YAML are spaces, as for
//! Hexo, where YAML would have none; its anchors and tags are not followed.

use saphyr_parser::{Event, Parser, ScalarStyle};

/// How deep values may nest.
const DEEPEST: usize = 8;

/// A value of YAML or TOML, all scalars as they are written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// The values, or why there are none and at which byte.
pub(crate) type ParsedValue = Result<Value, (String, usize)>;

/// TOML 1.0.
pub(crate) fn toml(text: &str) -> ParsedValue {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        (error.message().to_owned(), error.span().map_or(0, |span| span.start))
    })?;
    Ok(of_toml(toml::Value::Table(table), 0))
}

fn of_toml(value: toml::Value, depth: usize) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Array(values) if depth < DEEPEST => {
            Value::List(values.into_iter().map(|value| of_toml(value, depth + 1)).collect())
        }
        toml::Value::Table(table) if depth < DEEPEST => Value::Map(
            table.into_iter().map(|(key, value)| (key, of_toml(value, depth + 1))).collect(),
        ),
        toml::Value::Integer(number) => Value::Text(number.to_string()),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Boolean(truth) => Value::Text(truth.to_string()),
        toml::Value::Datetime(date) => Value::Text(date.to_string()),
        toml::Value::Array(_) | toml::Value::Table(_) => Value::Text(String::new()),
    }
}

/// JSON (RFC 8259).
pub(crate) fn json(text: &str) -> ParsedValue {
    let value = serde_json::from_str(text).map_err(|error: serde_json::Error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        (error.to_string(), lines.map(str::len).sum::<usize>() + error.column())
    })?;
    Ok(of_json(value, 0))
}

fn of_json(value: serde_json::Value, depth: usize) -> Value {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => Value::Text(text),
        Json::Array(values) if depth < DEEPEST => {
            Value::List(values.into_iter().map(|value| of_json(value, depth + 1)).collect())
        }
        Json::Object(map) if depth < DEEPEST => Value::Map(
            map.into_iter().map(|(key, value)| (key, of_json(value, depth + 1))).collect(),
        ),
        Json::Number(number) => Value::Text(number.to_string()),
        Json::Bool(truth) => Value::Text(truth.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => Value::Text(String::new()),
    }
}

/// YAML as it is, else with its tabs as spaces.
pub(crate) fn yaml(text: &str) -> ParsedValue {
    read_yaml(text).or_else(|error| match text.contains('\t') {
        true => read_yaml(&without_tabs(text)).map_err(|_| error),
        false => Err(error),
    })
}

/// YAML with tabs as spaces: two for each that indents, as Hexo has it, one for each other.
fn without_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let indent = &line[..line.len() - content.len()];
        out.push_str(&indent.replace('\t', "  "));
        out.push_str(&content.replace('\t', " "));
    }
    out
}

/// An open collection, and the key that waits for its value.
enum OpenCollection {
    List(Vec<Value>),
    Map(Vec<(String, Value)>, Option<String>),
}

fn read_yaml(text: &str) -> ParsedValue {
    let mut open: Vec<OpenCollection> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = byte_of(text, error.marker().index());
            (error.info().to_owned(), at)
        })?;
        let too_deep = || {
            let at = byte_of(text, span.start.index());
            (format!("values nest deeper than {DEEPEST}"), at)
        };
        let value = match event {
            Event::Scalar(value, style, ..) if is_null(&value, style) => {
                match open.last() {
                    // A key is a word whatever it means.
                    Some(OpenCollection::Map(_, None)) => Value::Text(value.into_owned()),
                    _ => Value::Text(String::new()),
                }
            }
            Event::Scalar(value, ..) => Value::Text(value.into_owned()),
            Event::Alias(_) => Value::Text(String::new()),
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEEPEST => {
                return Err(too_deep());
            }
            Event::SequenceStart(..) => {
                open.push(OpenCollection::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(OpenCollection::Map(Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(OpenCollection::List(values)) => Value::List(values),
                Some(OpenCollection::Map(pairs, _)) => Value::Map(pairs),
                None => continue,
            },
            Event::DocumentEnd => break,
            _ => continue,
        };
        match open.last_mut() {
            Some(OpenCollection::List(values)) => values.push(value),
            Some(OpenCollection::Map(pairs, key)) => match key.take() {
                Some(key) => pairs.push((key, value)),
                None => *key = Some(value.text()),
            },
            None => root = Some(value),
        }
    }
    Ok(root.unwrap_or(Value::Map(Vec::new())))
}

/// Whether a scalar says that there is nothing (YAML 1.2 §10.3.2).
fn is_null(value: &str, style: ScalarStyle) -> bool {
    style == ScalarStyle::Plain && matches!(value, "~" | "null" | "Null" | "NULL")
}

/// The byte of a text's character.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

impl Value {
    /// All of it in one line.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::List(values) => {
                let texts: Vec<String> = values.iter().map(Self::text).collect();
                texts.join("、")
            }
            Self::Map(pairs) => {
                let texts: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.text()))
                    .collect();
                texts.join("; ")
            }
        }
    }

    /// Its parts: those of a list, else itself alone.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::List(values) => values.iter().collect(),
            other => vec![other],
        }
    }

    /// The words of a key, if there are any.
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        Some(self.value(key)?.text()).filter(|value| !value.is_empty())
    }

    /// The value of a key.
    pub(crate) fn value(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().find(|(known, _)| known == key).map(|(_, it)| it),
            _ => None,
        }
    }
}
