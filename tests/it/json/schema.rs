//! Whether JSON keeps to a JSON Schema (2020-12), by the keywords that ours have: any other ends
//! the test, so that none is passed over.

use serde_json::Value;

/// The first place where `value` does not keep to the schema, and what it breaks there.
pub(super) fn fault(schema: &Value, value: &Value) -> Option<String> {
    Check { root: schema }.fault(schema, value)
}

struct Check<'a> {
    root: &'a Value,
}

impl<'a> Check<'a> {
    fn fault(&self, schema: &'a Value, value: &Value) -> Option<String> {
        let rules = schema.as_object().expect("rules");
        rules.iter().find_map(|(keyword, rule)| match keyword.as_str() {
            "properties" => rule.as_object()?.iter().find_map(|(name, inner)| {
                let found = self.fault(inner, value.get(name)?)?;
                Some(format!("/{name}{found}"))
            }),
            "prefixItems" => self.items(value, 0, |index| rule.get(index)),
            "items" => {
                let before = schema["prefixItems"].as_array().map_or(0, Vec::len);
                self.items(value, before, |_| Some(rule))
            }
            "$ref" => {
                let place = rule.as_str()?.strip_prefix('#').expect("a reference inside");
                self.fault(self.root.pointer(place).expect("a definition"), value)
            }
            "oneOf" => self.one_of(rule.as_array()?, value),
            "anyOf" => {
                let taken = |branch| self.fault(branch, value).is_none();
                (!rule.as_array()?.iter().any(taken)).then(|| violation(keyword, rule, value))
            }
            _ => {
                (!holds(schema, keyword, rule, value)).then(|| violation(keyword, rule, value))
            }
        })
    }

    fn items(
        &self,
        value: &Value,
        from: usize,
        rule: impl Fn(usize) -> Option<&'a Value>,
    ) -> Option<String> {
        value.as_array()?.iter().enumerate().skip(from).find_map(|(index, item)| {
            let found = self.fault(rule(index)?, item)?;
            Some(format!("/{index}{found}"))
        })
    }

    /// A branch for another `type` than the value's is not gone into.
    fn one_of(&self, branches: &'a [Value], value: &Value) -> Option<String> {
        let is_other = |branch: &Value| {
            let tag = &branch["properties"]["type"]["const"];
            !tag.is_null() && value.get("type").is_some_and(|violation| violation != tag)
        };
        let faults: Vec<_> = branches
            .iter()
            .filter(|branch| !is_other(branch))
            .map(|branch| self.fault(branch, value))
            .collect();
        match faults.as_slice() {
            [alone] => alone.clone(),
            several => {
                let taken = several.iter().filter(|fault| fault.is_none()).count();
                (taken != 1).then(|| format!(": {taken} branches take {value:.60}"))
            }
        }
    }
}

fn violation(keyword: &str, rule: &Value, value: &Value) -> String {
    format!(": {keyword} {rule}, and there is {value}").chars().take(200).collect()
}

/// Whether a value keeps to a rule that does not look into its parts.
fn holds(schema: &Value, keyword: &str, rule: &Value, value: &Value) -> bool {
    let length = value.as_array().map(|items| items.len() as f64);
    let within = |bound: Option<f64>, found: Option<f64>, keeps: fn(f64, f64) -> bool| {
        found.is_none_or(|found| keeps(found, bound.expect("a number")))
    };
    match keyword {
        // What describes, and what `minimum` and `maximum` say again.
        "$schema" | "$defs" | "title" | "description" | "default" | "format" => true,
        "type" => match rule {
            Value::Array(types) => types.iter().any(|rule| is_a(rule, value)),
            rule => is_a(rule, value),
        },
        "const" => value == rule,
        "enum" => rule.as_array().is_some_and(|values| values.contains(value)),
        "required" => value.as_object().is_none_or(|fields| {
            let names = rule.as_array().into_iter().flatten();
            names.filter_map(Value::as_str).all(|name| fields.contains_key(name))
        }),
        "additionalProperties" => {
            assert_eq!(*rule, Value::Bool(false), "further fields with rules of their own");
            let mut fields = value.as_object().into_iter().flat_map(|fields| fields.keys());
            fields.all(|name| schema["properties"].get(name).is_some())
        }
        "minItems" => within(rule.as_f64(), length, |found, bound| found >= bound),
        "maxItems" => within(rule.as_f64(), length, |found, bound| found <= bound),
        "minimum" => within(rule.as_f64(), value.as_f64(), |found, bound| found >= bound),
        "maximum" => within(rule.as_f64(), value.as_f64(), |found, bound| found <= bound),
        other => panic!("the schema says {other}, which is not looked at"),
    }
}

fn is_a(rule: &Value, value: &Value) -> bool {
    match rule.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type is called {other}"),
    }
}
