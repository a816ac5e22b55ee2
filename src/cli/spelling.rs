//! Settings as the command writes them: the library's messages name `page.paper`, its users
//! `--paper`.

use crate::diag::{Diagnostic, Language};

/// Options whose name is not the last word of their setting.
const OPTIONS: [(&str, &str); 9] = [
    ("meta.authors", "author"),
    ("meta.identifiers", "identifier"),
    ("meta.language", "lang"),
    ("page.numbering", "number-headings"),
    ("pdf.standard", "pdf-standard"),
    ("tei.profile", "tei-profile"),
    ("assets", "resource-path"),
    ("formats", "to"),
    ("limits", "limit"),
];

/// A diagnostic's message with the command's option names.
pub(super) fn message(found: &Diagnostic, language: Language) -> String {
    found.message_spelled(language, setting)
}

/// A diagnostic's help with the command's option names.
pub(super) fn help(found: &Diagnostic, language: Language) -> String {
    found.help_spelled(language, setting)
}

/// The option for a setting, with a suggested value.
fn setting(name: &str, value: Option<&str>, language: Language) -> String {
    let in_chinese = language == Language::Chinese;
    match name {
        "accounts" if in_chinese => return "--ledger 文件".to_owned(),
        "accounts" => return "--ledger FILE".to_owned(),
        "convert" => return "--no-book".to_owned(),
        "Input::new" if in_chinese => return "标准输入（paiban convert -）".to_owned(),
        "Input::new" => return "standard input: paiban convert -".to_owned(),
        "fonts" => return "--font".to_owned(),
        "read.decisions" => return "paiban inspect --write-sidecar".to_owned(),
        "schema/model.json" => return "`paiban schema model`".to_owned(),
        "schema/style.json" => return "`paiban schema style`".to_owned(),
        _ => {}
    }
    let value = value.unwrap_or_default();
    match name.split_once('.') {
        Some(("fonts", role)) => return format!("--font {role}={value}"),
        Some(("limits", limit)) => return format!("--limit {limit}={value}"),
        _ => {}
    }
    let option = match OPTIONS.iter().find(|(known, _)| *known == name) {
        Some((_, option)) => option,
        None => match name.split_once('.') {
            Some(("read" | "meta" | "display" | "page" | "pdf" | "epub" | "tei", option)) => {
                option
            }
            _ => return name.to_owned(),
        },
    };
    format!("--{option} {value}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::args::Cli;
    use crate::diag::Code;

    /// The words in all messages and helps that look like options.
    fn options_named() -> Vec<String> {
        let languages = [Language::English, Language::Chinese];
        let messages = Code::ALL.iter().flat_map(|code| {
            let found = Diagnostic::new(*code, []);
            languages.map(|it| format!("{} {}", message(&found, it), help(&found, it)))
        });
        // Options of other programs are excluded.
        let own = messages.filter(|it| !it.contains("soffice") && !it.contains("xmllint"));
        own.flat_map(|it| {
            it.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
                .filter(|word| word.starts_with("--"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
    }

    #[test]
    fn messages_name_options_that_there_are() {
        let command = Cli::command();
        let all: Vec<String> = std::iter::once(&command)
            .chain(command.get_subcommands())
            .flat_map(clap::Command::get_arguments)
            .filter_map(|it| it.get_long().map(|long| format!("--{long}")))
            .collect();
        let named = options_named();
        assert!(named.len() > 50, "{named:?}");
        for option in named {
            assert!(all.contains(&option), "{option}");
        }
    }

    /// Settings without an option: they are set in front matter, style sheets or sidecar files.
    const WITHOUT: [&str; 6] = [
        "display.ascii-letters",
        "page.caption-numbers",
        "page.margins",
        "page.toc-depth",
        "read.decided-for",
        "read.decisions",
    ];

    #[test]
    fn every_setting_has_an_option_or_is_known_to_have_none() {
        let command = Cli::command();
        let convert = command.find_subcommand("convert").unwrap();
        let has = |long: &str| convert.get_arguments().any(|it| it.get_long() == Some(long));
        let settings = serde_json::to_value(crate::config::Options::default()).unwrap();
        let (mut names, mut without) = (Vec::new(), Vec::new());
        for (group, leaves) in settings.as_object().unwrap() {
            for leaf in leaves.as_object().unwrap().keys() {
                let name = format!("{group}.{leaf}");
                let option = setting(&name, None, Language::English);
                without.extend(
                    (!option.strip_prefix("--").is_some_and(has)).then(|| name.clone()),
                );
                names.push(name);
            }
        }
        without.sort();
        assert_eq!(without, WITHOUT);
        for (name, option) in OPTIONS {
            assert!(names.iter().any(|it| it == name) || !name.contains('.'), "{name}");
            assert!(has(option), "{option}");
        }
    }

    #[test]
    fn settings_are_options() {
        let english = |name, value| setting(name, value, Language::English);
        assert_eq!(english("page.paper", None), "--paper");
        assert_eq!(english("read.from", Some("text")), "--from text");
        assert_eq!(english("limits.depth", Some("N")), "--limit depth=N");
        assert_eq!(english("fonts.body", Some("FILE")), "--font body=FILE");
        assert_eq!(english("SOURCE_DATE_EPOCH", None), "SOURCE_DATE_EPOCH");
    }
}
