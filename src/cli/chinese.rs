//! Help and usage errors in Chinese, for the same definitions.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::forms;

/// The descriptions of commands.
const COMMANDS: &[(&str, &str)] = &[
    ("paiban", "将中文稿件排版为 PDF、EPUB 和 TEI 存档"),
    ("convert", "转换稿件"),
    ("inspect", "显示识别结果，不写文件"),
    ("init", "为文件夹生成成书计划（paiban.toml），列出其中的文件"),
    ("restore", "由 TEI 存档逐字节还原原稿"),
    ("schema", "输出文档、选项或样式的 JSON Schema"),
    ("completions", "输出命令行补全脚本"),
    ("man", "输出手册页"),
];

/// The descriptions of arguments, by id; `{forms}` is replaced by the input formats, `{patterns}` by
/// the default patterns for folders.
const ARGUMENTS: &[(&str, &str)] = &[
    (
        "input",
        "稿件：文件、文件夹（含其中全部文件）或通配符（'a/**/*.txt'）；
- 表示标准输入",
    ),
    ("folder", "书的文件夹，不存在则新建 [默认: 当前文件夹]"),
    ("output", "输出文件夹，或单个文件，或 -（标准输出）[默认: output]"),
    ("to", "格式：pdf、epub、tei、dc、json [默认: pdf,epub,tei]"),
    ("sums", "同时写出 SHA256SUMS"),
    ("bag", "另把每份稿件及其文件装成 BagIt 包（名称.bag），供存档"),
    ("lines", "把文件的每一行排成一段，逐行输出 JSON：文字、宽度、字形（单位 em）"),
    ("measure", "行长：5.5em、100mm [默认: 依样式]"),
    ("indent", "段首缩进 [默认: 依样式]"),
    ("structured", "排版识别出的段落，而非文件的各行"),
    ("pdf", "描述一份 PDF：标签及其文字、书签、字体、附件"),
    ("from", "输入格式：{forms}，\n自动判断有误时使用"),
    ("encoding", "输入编码（gb18030、big5、utf-16le 等），自动判断有误时使用"),
    ("headings", "纯文本中作为标题的行：正则表达式，可加级别（^【.+】$=2）；可重复"),
    ("headings_only", "只将 --headings 匹配的行视为标题"),
    ("no_headings", "不识别纯文本中的标题"),
    ("residue", "纯文本中不属于正文的内容：正则表达式，可匹配整行或行中一段；可重复"),
    ("rules", "纯文本的标题与残留规则（TOML），例如某网站的规则；可重复，先列出的优先"),
    ("keep_residue", "在正文中保留翻页、横幅等残留内容"),
    ("title_line", "题名所在行的行号，从 1 开始"),
    ("no_sidecar", "不读取修正识别结果的 文件.paiban.toml"),
    ("filter", "写出前用程序修改文档（JSON）；可重复，依次执行\n例如 'python3 filter.py'"),
    ("filter_timeout", "每个过滤程序的运行时限（秒） [默认: 60]"),
    ("write_sidecar", "将识别结果写入 文件.paiban.toml，修改后随稿件读取"),
    ("title", "题名，取代识别结果"),
    ("author", "作者；可重复"),
    ("lang", "语言（BCP 47）：zh-Hans、zh-Hant、ja 等"),
    ("date", "日期，也作为文件日期：2014、2014-09、2014-09-23"),
    ("publisher", "出版者"),
    ("identifier", "标识符：isbn:978…、doi:10…、uri:https://…；可重复"),
    ("rights", "权利说明"),
    ("licence", "许可协议的网址"),
    ("preset", "基础样式：article、handout、book、large-print、tc-book"),
    ("style", "样式表（TOML），叠加在基础样式上；说明见 paiban schema style"),
    ("paper", "纸张：A4、A5、B5、16开、32开、210x297mm 等"),
    ("size", "正文字号：五号、小四、12pt 等"),
    ("toc", "生成目录"),
    ("no_toc", "不生成目录 [默认: 章节多时生成]"),
    (
        "header",
        "每页的页眉：中 或 左|右 或 左|中|右；可用 {title} {author} {chapter}
{section} {page} {pages} {date}，'' 表示不要页眉",
    ),
    ("footer", "每页的页脚，写法相同：'第 {page} 页 / 共 {pages} 页'"),
    (
        "number_headings",
        "给没有编号的标题编号：none、decimal（1.1）、chapter（第一章）、
chinese（一、）[默认: 依样式]",
    ),
    ("punctuation", "汉字之间的半角标点：fullwidth 改为全角，keep 不改 [默认: fullwidth]"),
    (
        "spaces",
        "汉字之间的空格：keep 保留，drop 删除，auto 保留，
但每个字之间都有空格时删除 [默认: auto]",
    ),
    (
        "line_ends",
        "Markdown 段内换行：keep 保留，join 合并，
auto 只保留逐条、落款等处的换行 [默认: auto]",
    ),
    (
        "font",
        "字体；角色：body、strong、heading、emphasis、code、
strong-code、latin；#N 为字体集中第 N 个，从 0 开始",
    ),
    ("font_dir", "字体文件夹，供其他字体缺字时使用"),
    ("system_fonts", "同时使用本机字体；不同机器的输出可能不同"),
    (
        "pdf_standard",
        "PDF 标准：a-2a、a-2u、a-3a、a-4、a-4f、none；
除 a-4、a-4f 外均兼 PDF/UA-1 [默认: a-2a，或依附件而定]",
    ),
    ("attach", "PDF 附件：source（原稿）、tei（存档）"),
    ("cover", "电子书封面图片，取代自动绘制的封面"),
    ("resource_path", "除稿件文件夹外，可读取图片的文件夹；可重复"),
    ("css", "电子书样式表（CSS），在自带样式之后读取"),
    ("vertical", "电子书竖排，自右向左"),
    ("a11y_certified_by", "认证电子书符合 WCAG 2.2 AA 级的个人或机构"),
    ("page_list", "电子书列出 PDF 的页码，便于互相引用"),
    (
        "embed_fonts",
        "电子书嵌入所用字体：subset 仅所用字符，full 全部
[默认: 不嵌入，用阅读器的字体]",
    ),
    ("math", "电子书的公式：mathml，或 svg（每式一图） [默认: mathml]"),
    ("tei_profile", "TEI 的模式：all（tei_all）或 simple [默认: all]"),
    ("reviewed_by", "审校者；省略则 TEI 标为草稿"),
    ("tag_entities", "在 TEI 正文中标出日期和书名"),
    ("no_embed_source", "正文无法还原原稿时，也不将其嵌入 TEI"),
    (
        "include",
        "只处理文件夹中的这些文件；可重复
[默认: {patterns} 等]",
    ),
    ("exclude", "排除这些文件和文件夹；可重复"),
    ("jobs", "同时转换的份数 [默认: 处理器核数]"),
    ("force", "未更改的稿件也重新转换"),
    ("all", "将书的全部文件写入此文件夹"),
    ("book", "将文件夹中的各篇，或所列的各个文件，合成一本书"),
    ("no_book", "不成书，逐个转换书中的文件"),
    ("keep_going", "有章节无法读取时也成书，在该处插入一页说明"),
    (
        "limit",
        "放宽或收紧上限：bytes、depth、blocks、notes、images、\nsamples、entries、unpacked、ratio、memory；可重复",
    ),
    ("report", "每份稿件写一行 JSON 报告"),
    ("ledger", "列出每个字符在各输出中的去向，每处一行 JSON"),
    ("quiet", "只显示错误"),
    ("verbose", "显示全部信息"),
    ("deny", "出现此诊断（或任一警告：warnings）时以状态 1 退出"),
    ("allow", "不显示此诊断"),
    ("file", "文件；- 表示标准输入"),
    ("format", "text 便于阅读，json 供程序使用 [默认: text]"),
    ("of", "model（文档）、config（选项）或 style（样式）"),
    ("shell", "bash、elvish、fish、powershell、zsh"),
    ("command", "命令名，如 convert；省略则为总览"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

/// Headings of groups of options.
const HEADINGS: &[(&str, &str)] = &[
    ("About the work", "作品信息"),
    ("Look", "版面"),
    ("Files", "文件"),
    ("With --lines", "与 --lines 一起使用"),
    ("Many manuscripts", "批量"),
    ("Messages", "消息"),
];

const EXAMPLES: &str = "\
示例：
  paiban 文章.txt                 PDF、EPUB、TEI 三种，写到 output/
  paiban 稿 -o 书 --to pdf        整个文件夹，只要 PDF，写到 书/
  paiban inspect 文章.txt         查看识别结果

只给出文件或文件夹即为转换，选项见 paiban convert --help。
与命令同名的文件须写明路径：./convert
";

const EXIT_STATUS: &str = "
退出状态：
   0  完成
   1  完成，但有被 --deny 的警告，或部分输入失败
   2  命令用法有误
   3  输入无法读取
   4  输入内容有误
   5  超出限制
   6  缺字体或图片
   7  无法写出
  70  程序内部错误
 130  被中断

环境变量：
  LC_ALL、LC_MESSAGES、LANG  首个非空值以 zh 开头时使用中文，否则使用英文
  SOURCE_DATE_EPOCH          未指定 --date 时的文件日期
  NO_COLOR                   不使用颜色
";

const CONVERT_EXAMPLES: &str = "\
示例：
  paiban 文章.txt --author 刘奇 --date 2014-09-23
  paiban 旧稿.txt --encoding gb18030 --paper 16开 --size 小四
  cat 文章.txt | paiban convert - --to pdf -o - > 文章.pdf
  paiban convert 文章.txt --to json -o - | my-filter |
    paiban convert - --from json -o 文章.epub
  paiban convert 稿 -o 书 --exclude 草稿 --report 书.jsonl
";

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

fn find(table: &'static [(&str, &str)], key: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
}

/// The command in Chinese.
pub(super) fn translate(command: Command) -> Command {
    let examples = command.clone().after_help(EXAMPLES);
    let mut command = examples
        .after_long_help(format!("{EXAMPLES}{EXIT_STATUS}"))
        .subcommand_help_heading("命令");
    command.build();
    command = one(command);
    let names: Vec<String> =
        command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let sub = if name == "convert" { sub.after_help(CONVERT_EXAMPLES) } else { sub };
            one(sub)
        });
    }
    command
}

fn one(command: Command) -> Command {
    let about = find(COMMANDS, command.get_name());
    let command = match about {
        Some(about) => command.about(about).long_about(about),
        None => command,
    };
    command.help_template(TEMPLATE).mut_args(argument)
}

fn argument(argument: Arg) -> Arg {
    let Some(help) = find(ARGUMENTS, argument.get_id().as_str()) else { return argument };
    let heading = match argument.get_help_heading() {
        Some(heading) => find(HEADINGS, heading).unwrap_or("选项"),
        None if argument.is_positional() => "参数",
        None => "选项",
    };
    let help = help
        .replace("{forms}", &forms::ids("、"))
        .replace("{patterns}", &forms::default_patterns("、"));
    argument
        .help(help.clone())
        .long_help(help)
        .help_heading(heading)
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// A usage error in one or two lines; `None` if there is no translation.
pub(super) fn explain(error: &clap::Error) -> Option<String> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => Some(value.clone()),
        Some(ContextValue::Strings(values)) => Some(values.join("、")),
        _ => None,
    };
    let argument = context(ContextKind::InvalidArg);
    let similar = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(context);
    let mut out = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("错误：未知命令 {}", context(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::UnknownArgument => format!("错误：未知选项 {}", argument?),
        ErrorKind::InvalidValue => {
            match context(ContextKind::InvalidValue).filter(|it| !it.is_empty()) {
                Some(value) => format!("错误：{} 不接受值 {value}", argument?),
                None => format!("错误：{} 缺少值", argument?),
            }
        }
        ErrorKind::ValueValidation => {
            format!("错误：{} 不接受值 {}", argument?, context(ContextKind::InvalidValue)?)
        }
        ErrorKind::MissingRequiredArgument => format!("错误：缺少 {}", argument?),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg)?;
            format!("错误：{} 与 {other} 不能同时使用", argument?)
        }
        _ => return None,
    };
    if let Some(values) = context(ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        out.push_str(&format!("\n  可用的值：{values}"));
    }
    if let Some(similar) = similar {
        out.push_str(&format!("\n提示：是不是 {similar}？"));
    }
    out.push_str("\n使用 --help 查看帮助\n");
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::{Arg, Command, CommandFactory as _};

    use super::{ARGUMENTS, COMMANDS, EXIT_STATUS, HEADINGS, translate};
    use crate::cli::args::{self, Cli};
    use crate::config::Preset;
    use crate::context::Limit;
    use crate::font::Role;

    fn built(mut command: Command) -> Command {
        command.build();
        command
    }

    /// The program and its commands, except hidden ones.
    fn commands(whole: &Command) -> impl Iterator<Item = &Command> {
        std::iter::once(whole).chain(whole.get_subcommands()).filter(|it| !it.is_hide_set())
    }

    /// The values that an option takes, by its definition or by the type that its text is parsed
    /// as.
    fn words(argument: &Arg) -> Vec<String> {
        let names = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        match argument.get_id().as_str() {
            "font" => names(&Role::ALL.map(Role::name)),
            "limit" => names(&Limit::ALL.map(|limit| limit.name)),
            "preset" => names(&Preset::ALL.map(Preset::name)),
            _ if !argument.get_action().takes_values() => Vec::new(),
            _ => {
                let values = argument.get_possible_values();
                let shown = values.iter().filter(|value| !value.is_hide_set());
                shown.map(|value| value.get_name().to_owned()).collect()
            }
        }
    }

    #[test]
    fn commands_arguments_and_headings_have_chinese_and_no_other_has() {
        let command = built(Cli::command());
        let (mut names, mut ids, mut headings) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for command in commands(&command) {
            names.insert(command.get_name());
            for argument in command.get_arguments() {
                ids.insert(argument.get_id().as_str());
                headings.extend(argument.get_help_heading());
            }
        }
        let translated = |table: &[(&'static str, &str)]| -> BTreeSet<&str> {
            table.iter().map(|(known, _)| *known).collect()
        };
        assert_eq!(translated(COMMANDS), names);
        assert_eq!(translated(ARGUMENTS), ids);
        assert_eq!(translated(HEADINGS), headings);
        translate(command).debug_assert();
    }

    #[test]
    fn help_names_every_word_that_an_option_takes() {
        let (english, chinese) = (built(Cli::command()), built(translate(Cli::command())));
        let mut missing = Vec::new();
        for command in commands(&english).chain(commands(&chinese)) {
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                // Otherwise clap lists them.
                let is_listed = !argument.is_hide_possible_values_set()
                    && !argument.get_possible_values().is_empty();
                // The second style is that of the first.
                let is_short = argument.get_id() == "preset" && command.get_name() == "inspect";
                if is_listed || is_short {
                    continue;
                }
                let named: Vec<&str> = help
                    .split(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c)))
                    .map(|word| word.trim_matches('.'))
                    .collect();
                let lacking = words(argument).into_iter().filter(|it| !named.contains(&&**it));
                missing.extend(lacking.map(|it| format!("{} {it}: {help}", argument.get_id())));
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn both_languages_list_the_same_exit_statuses() {
        let numbers = |text: &str| -> Vec<u8> {
            text.lines().filter_map(|it| it.split_whitespace().next()?.parse().ok()).collect()
        };
        let english = numbers(args::EXIT_STATUS);
        assert_eq!(english, numbers(EXIT_STATUS));
        assert_eq!(english, [0, 1, 2, 3, 4, 5, 6, 7, 70, 130]);
    }
}
