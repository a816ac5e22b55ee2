//! Settings in Python's form: the library's messages name `page.toc-depth`, its users `toc_depth`.

use paiban::diag::{Diagnostic, Language};
use serde_json::{Value, json};

use crate::options;

/// A diagnostic as a record, its message and help with Python's names.
pub(crate) fn record(found: &Diagnostic) -> Value {
    let mut record = json!(found);
    let found = found.harmless();
    record["message"] = found.message_spelled(Language::English, setting).into();
    let help = found.help_spelled(Language::English, setting);
    if !help.is_empty() {
        record["help"] = help.into();
    }
    record
}

/// A setting, with a value if one is suggested. Fonts and sidecars have no parameter; the command,
/// which the package includes, has options for them.
fn setting(name: &str, value: Option<&str>, _: Language) -> String {
    let (group, leaf) = name.split_once('.').unwrap_or((name, ""));
    let parameter = match group {
        "accounts" => return "Result.ledger".to_owned(),
        "convert" => return "paiban.convert".to_owned(),
        "Input::new" => return "paiban.convert(data)".to_owned(),
        "schema/model" => return "`paiban schema model`".to_owned(),
        "schema/style" => return "`paiban schema style`".to_owned(),
        "fonts" => {
            let value = value.unwrap_or_default();
            return format!("`paiban convert --font {leaf}={value}`");
        }
        "limits" => {
            let Some(value) = value else { return "limits".to_owned() };
            return format!("limits={{{leaf:?}: {value}}}");
        }
        "read" if leaf == "decisions" => {
            return "`paiban inspect --write-sidecar`".to_owned();
        }
        "read" if leaf == "from" => "input_format".to_owned(),
        "assets" => "resource_path".to_owned(),
        "formats" => "to".to_owned(),
        _ if options::is_group(group) => options::snake(leaf),
        _ => return name.to_owned(),
    };
    match value.map(|value| value.split(',').collect::<Vec<_>>()).as_deref() {
        None => parameter,
        Some([value]) => format!("{parameter}={value:?}"),
        Some(values) => format!("{parameter}={values:?}"),
    }
}
