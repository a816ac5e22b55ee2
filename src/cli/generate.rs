//! Files generated from the program: schemas, completions, manual pages, and generated files of the
//! project.

use std::path::Path;

use clap::CommandFactory as _;

use super::args::{Cli, SchemaOf};
use super::files::{self, Placement};
use super::{DONE, spelling};
use crate::context::Limit;
use crate::diag::{Code, Diagnostic, Error, Exit, Language, Result, Severity};
use crate::estimate;
use crate::layout::StyleSheet;
use crate::model::Depth;
use crate::output::json;

/// Prints a JSON Schema.
///
/// # Errors
///
/// Standard output that can't be written.
pub(super) fn schema(of: SchemaOf) -> Result<u8> {
    files::write_standard(schema_text(of).as_bytes())?;
    Ok(DONE)
}

fn schema_text(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Model => json::schema(),
        SchemaOf::Config => json::options_schema(),
        SchemaOf::Style => StyleSheet::schema(),
    };
    let mut text = serde_json::to_string_pretty(schema.as_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// Prints completions.
///
/// # Errors
///
/// Standard output that can't be written.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "paiban", &mut text);
    files::write_standard(&text)?;
    Ok(DONE)
}

/// Prints a manual page.
///
/// # Errors
///
/// A command that doesn't exist, standard output that can't be written.
pub(super) fn man(name: Option<&str>) -> Result<u8> {
    let mut command = Cli::command();
    command.build();
    let page = match name {
        None => command,
        Some(name) => command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Error::new(Code::OptionValue, [&"man", &name, &"paiban --help"]))?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page)
        .render(&mut text)
        .map_err(|error| Error::new(Code::Fault, [&error]))?;
    files::write_standard(&text)?;
    Ok(DONE)
}

/// Writes the project's generated files under `folder`.
///
/// # Errors
///
/// A file that can't be written.
pub(super) fn project_files(folder: &Path) -> Result<u8> {
    let mut placement = Placement::default();
    placement
        .write(&folder.join("schema/model.json"), schema_text(SchemaOf::Model).as_bytes())?;
    placement
        .write(&folder.join("schema/config.json"), schema_text(SchemaOf::Config).as_bytes())?;
    placement
        .write(&folder.join("schema/style.json"), schema_text(SchemaOf::Style).as_bytes())?;
    placement.write(&folder.join("docs/diagnostics.md"), diagnostics().as_bytes())?;
    placement.write(&folder.join("docs/limits.md"), limits().as_bytes())?;
    placement.write(&folder.join("docs/math.md"), crate::math::page().as_bytes())?;
    placement.place()?;
    Ok(DONE)
}

/// The table of limits.
fn limits() -> String {
    let mut out = String::from(
        "# Limits · 上限\n\nMade by `paiban generate` from `src/context.rs`. An input beyond a limit \
         is refused before the costly\nwork begins, with a code of its own; \
         `--limit NAME=N` sets another.\n\n\
         | name | counts | 计数 | limit | at most | code |\n\
         | --- | --- | --- | ---: | ---: | --- |\n",
    );
    for limit in Limit::ALL {
        let greatest = match limit.greatest {
            u64::MAX => String::new(),
            greatest => greatest.to_string(),
        };
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {greatest} | {} |\n",
            limit.name,
            limit.counts,
            limit.counts_chinese,
            limit.default_value(),
            limit.code.id()
        ));
    }
    out.push_str(&format!(
        "\n`depth` has a maximum since trees are walked by recursion. XML and JSON that nest deeper \
         than\nany tree of that depth takes, more than six to a level, are refused ({}, {}): with the \
         usual depth,\nfrom {} elements or brackets on.\n",
        Code::XmlLimit.id(),
        Code::JsonNesting.id(),
        Depth::default().nesting() + 1,
    ));
    out.push_str(
        "\n## Memory · 内存\n\n`memory` is compared with an estimate, so that a document is refused \
         on every machine or on none:\nthe number of items of each kind, times the most that one takes in \
         any output. A text whose lines and tags\nalone take more is refused before it is read.\n\n\
         | of each | 每一项 | bytes · 字节 |\n| --- | --- | ---: |\n",
    );
    for cost in estimate::COSTS {
        let row = format!("| {} | {} | {} |\n", cost.counts, cost.counts_chinese, cost.bytes);
        out.push_str(&row);
    }
    out.push_str(&format!(
        "| lines of a text, before it is read | 读入前：文本的每行 | {} |\n\
         | tags of markup, before it is read | 读入前：标记语言的每个标签 | {} |\n",
        estimate::SOURCE_LINE,
        estimate::SOURCE_TAG,
    ));
    out.push_str(MEASURED);
    out
}

/// The measurements behind the costs: `/usr/bin/time -f %M`, less the 20 MB of a document of one
/// line.
const MEASURED: &str = "
What the costs rest on: peak memory of a release build (GNU time's), to PDF, less the 20 MB of a document
of one line; before is version 0.1 as it was when every object of a PDF was kept until its end.

| document · 文档 | before, MB | measured, MB | estimate, MB |
| --- | ---: | ---: | ---: |
| 100,000 lines of two characters | 695 | 142 | 193 |
| 600,000 lines of two characters | 4,100 | 730 | 1,158 |
| 20,000 paragraphs with a note each | 931 | 157 | 220 |
| 100,000 paragraphs with a note each | 4,719 | 758 | 1,100 |
| 1,000,000 characters in one paragraph | 82 | 85 | 90 |
| one picture of 8,000 by 8,000 samples | 187 | 187 | 515 |
";

/// The list of all codes, one table per family.
fn diagnostics() -> String {
    let mut out = String::from(
        "# Diagnostics\n\nMade by `paiban generate` from `src/diag/codes/`. `{0}` stands for a \
         value.\nErrors end the work with the exit status named; `--deny CODE` makes a warning \
         end it with status 1,\n`--allow CODE` hides it.\n",
    );
    let mut family = "";
    for code in Code::ALL {
        let own = code.id().split('-').next().unwrap_or_default();
        if own != family {
            family = own;
            out.push_str(&format!(
                "\n## {family}: {}\n\n| code | grade | message | 说明 | what to do | 怎么办 |\n\
                 | --- | --- | --- | --- | --- | --- |\n",
                family_name(family)
            ));
        }
        let grade = match code.severity() {
            severity @ Severity::Error => {
                format!("{}, {}", severity.name(), status(code.exit()))
            }
            severity => severity.name().to_owned(),
        };
        let (en, zh) = (Language::English, Language::Chinese);
        // Without values the placeholders stay.
        let found = Diagnostic::new(*code, []);
        let cells = [
            spelling::message(&found, en),
            spelling::message(&found, zh),
            spelling::help(&found, en),
            spelling::help(&found, zh),
        ]
        .map(|cell| cell.replace('|', "\\|"));
        out.push_str(&format!("| {} | {grade} | {} |\n", code.id(), cells.join(" | ")));
    }
    out
}

fn status(exit: Exit) -> u8 {
    exit as u8
}

fn family_name(family: &str) -> &'static str {
    match family {
        "cfg" => "options",
        "fil" => "files",
        "src" => "bytes to characters",
        "txt" => "plain text",
        "htm" => "web pages",
        "md" => "Markdown",
        "doc" => "documents and their JSON",
        "fnt" => "fonts",
        "lay" => "layout",
        "pdf" => "the PDF",
        "epb" => "the EPUB",
        "xml" => "XML",
        "tei" => "the TEI archive",
        "led" => "the ledger",
        _ => "others",
    }
}
