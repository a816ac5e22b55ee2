//! Settings: each has one name, and messages call it by that name.

use std::collections::BTreeSet;

use paiban::context::Limit;
use paiban::diag::{Code, Diagnostic, Language};
use serde_json::Value;

/// The settings of the schema as `section.leaf`.
fn settings() -> Vec<(String, String)> {
    let schema: Value = serde_json::from_str(include_str!("../../schema/config.json")).unwrap();
    let sections = schema["properties"].as_object().unwrap();
    let mut settings = Vec::new();
    for (section, at) in sections {
        let name = at["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let leaves = schema["$defs"][name]["properties"].as_object().unwrap();
        settings.extend(leaves.keys().map(|leaf| (section.clone(), leaf.clone())));
    }
    settings
}

/// So that a front end may do without sections: `paper` for `page.paper`, in snake case.
#[test]
fn the_last_words_of_settings_are_unique() {
    let settings = settings();
    assert!(settings.len() > 35, "{settings:?}");
    let leaves: BTreeSet<String> =
        settings.iter().map(|(_, leaf)| leaf.replace('-', "_")).collect();
    assert_eq!(leaves.len(), settings.len(), "{settings:?}");
}

#[test]
fn messages_name_settings_that_there_are() {
    fn marked(setting: &str, value: Option<&str>, _: Language) -> String {
        format!("⟦{setting}⟧{}", value.unwrap_or_default())
    }
    let mut known: BTreeSet<String> =
        settings().into_iter().map(|(section, leaf)| format!("{section}.{leaf}")).collect();
    known.extend(Limit::ALL.map(|limit| format!("limits.{}", limit.name)));
    known.extend(paiban::font::Role::ALL.map(|role| format!("fonts.{}", role.name())));
    let others = [
        "Input::new",
        "accounts",
        "assets",
        "convert",
        "formats",
        "schema/model.json",
        "schema/style.json",
    ];
    known.extend(others.map(str::to_owned));
    let mut named = 0;
    for code in Code::ALL {
        let found = Diagnostic::new(*code, []);
        for language in [Language::English, Language::Chinese] {
            let said = found.message_spelled(language, marked);
            let said = said + &found.help_spelled(language, marked);
            for part in said.split('⟦').skip(1) {
                let setting = part.split('⟧').next().unwrap();
                assert!(known.contains(setting), "{}: {setting}", code.id());
                named += 1;
            }
        }
    }
    assert!(named > 60);
}
