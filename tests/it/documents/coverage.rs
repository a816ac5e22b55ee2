//! Which parts of a JSON Schema an instance never uses.

use std::collections::BTreeSet;

use serde_json::Value;

/// The fields and enum values of `schema` that do not occur in `value`, as `Record.field`,
/// `Enum = value`.
pub(super) fn missing(schema: &Value, value: &Value) -> Vec<String> {
    let mut walk = Walk { root: schema, wanted: BTreeSet::new(), seen: BTreeSet::new() };
    let name = "Document";
    walk.want(name, schema);
    for (name, schema) in schema["$defs"].as_object().expect("a schema with definitions") {
        walk.want(name, schema);
    }
    walk.see(name, schema, value);
    walk.wanted.difference(&walk.seen).cloned().collect()
}

struct Walk<'a> {
    root: &'a Value,
    wanted: BTreeSet<String>,
    seen: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    /// Notes what a definition offers.
    fn want(&mut self, name: &str, schema: &Value) {
        for field in fields(schema) {
            self.wanted.insert(format!("{name}.{field}"));
        }
        for branch in branches(schema) {
            let Some(label) = label(branch) else { continue };
            self.wanted.extend(fields(branch).map(|field| format!("{name} {label}.{field}")));
            self.wanted.insert(format!("{name} = {label}"));
        }
        for value in schema["enum"].as_array().into_iter().flatten() {
            self.wanted.insert(format!("{name} = {}", plain(value)));
        }
    }

    /// Notes what `value` uses of it.
    fn see(&mut self, name: &str, schema: &'a Value, value: &Value) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or(reference);
            let root = self.root;
            self.see(name, &root["$defs"][name], value);
        }
        if schema["enum"].is_array() {
            self.seen.insert(format!("{name} = {}", plain(value)));
        }
        for branch in branches(schema).filter(|branch| fits(branch, value)) {
            let label = label(branch);
            self.seen.extend(label.iter().map(|label| format!("{name} = {label}")));
            let inner = label.map_or(name.to_owned(), |label| format!("{name} {label}"));
            self.see(&inner, branch, value);
        }
        for (field, inner) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = value.get(field) {
                self.seen.insert(format!("{name}.{field}"));
                self.see(field, inner, value);
            }
        }
        if let Some(items) = schema.get("items") {
            for item in value.as_array().into_iter().flatten() {
                self.see(name, items, item);
            }
        }
    }
}

fn fields(schema: &Value) -> impl Iterator<Item = &String> {
    schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys())
}

fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten())
}

/// What tells a branch from its siblings: its tag, its constant, its one key.
fn label(branch: &Value) -> Option<String> {
    let tag = &branch["properties"]["type"]["const"];
    let constant = if tag.is_null() { &branch["const"] } else { tag };
    match constant {
        Value::Null => branch["required"].get(0).map(plain),
        value => Some(plain(value)),
    }
}

fn fits(branch: &Value, value: &Value) -> bool {
    let tag = &branch["properties"]["type"]["const"];
    if !tag.is_null() {
        return value["type"] == *tag;
    }
    if !branch["const"].is_null() {
        return branch["const"] == *value;
    }
    if let Some(values) = branch["enum"].as_array() {
        return values.contains(value);
    }
    match branch["type"].as_str() {
        Some("null") => value.is_null(),
        Some("object") => value.is_object(),
        Some("string") => value.is_string(),
        _ => !value.is_null(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
