//! Reasons (原因) that systems and libraries report in English, translated to the language of the
//! message. Takes a value of a message that contains such a reason, returns it in Chinese as far as
//! the table has it, part by part; the rest is unchanged.

/// Each reason in English and in Chinese; `{}` matches a part, which may be a reason itself. The
/// first match is used.
const REASONS: &[(&str, &str)] = &[
    // places
    ("TOML parse error at line {}, column {}", "TOML 有误，在第 {} 行第 {} 列"),
    ("{} at line {} column {}", "{}（第 {} 行第 {} 列）"),
    // the system (std::io)
    ("No such file or directory", "文件或文件夹不存在"),
    ("Permission denied", "没有权限"),
    ("Operation not permitted", "不允许此操作"),
    ("Is a directory", "是文件夹"),
    ("is a directory", "是文件夹"),
    ("Not a directory", "路径中有一段不是文件夹"),
    ("Directory not empty", "文件夹不是空的"),
    ("No space left on device", "磁盘已满"),
    ("Disk quota exceeded", "超出磁盘配额"),
    ("Read-only file system", "磁盘是只读的"),
    ("Too many levels of symbolic links", "符号链接层数过多或成环"),
    ("Device or resource busy", "正被占用"),
    ("Text file busy", "文件正在运行"),
    ("File name too long", "文件名过长"),
    ("File too large", "文件过大"),
    ("Input/output error", "读写出错，存储设备可能有故障"),
    ("Too many open files", "打开的文件过多"),
    ("Cannot allocate memory", "内存不足"),
    ("Broken pipe", "管道已断"),
    ("Exec format error", "不是可运行的程序"),
    ("Invalid argument", "参数无效"),
    ("Invalid cross-device link", "不在同一磁盘上"),
    ("Stale file handle", "网络文件已失效"),
    ("it is closed", "已关闭"),
    ("unexpected end of file", "内容不完整"),
    ("failed to fill whole buffer", "内容不完整"),
    ("it is not UTF-8", "不是 UTF-8 编码"),
    // formulas
    ("\\{} is not a command that is known", "不认识命令 \\{}"),
    ("{} is not an environment that is known", "不认识环境 {}"),
    ("what is opened here is not closed", "此处开始的部分没有结束"),
    ("an argument is missing", "缺少参数"),
    ("two scripts are in one place", "同一处有两个上标或下标"),
    ("a delimiter is missing", "缺少定界符"),
    ("its macros make too much", "宏展开过多"),
    ("its groups are nested too deep", "嵌套过深"),
    ("it is too long", "公式过长"),
    // JSON (serde_json)
    ("EOF while parsing a value", "内容不完整，缺少值"),
    ("EOF while parsing a string", "内容不完整，字符串没有结束"),
    ("EOF while parsing a list", "内容不完整，数组没有结束"),
    ("EOF while parsing an object", "内容不完整，对象没有结束"),
    ("expected value", "此处应有值"),
    ("expected ident", "此处应为 true、false 或 null"),
    ("expected `{}` or `{}`", "此处应为 {} 或 {}"),
    ("expected `{}`", "此处应为 {}"),
    ("key must be a string", "键须为字符串"),
    ("trailing comma", "多了一个逗号"),
    ("trailing characters", "结尾之后还有内容"),
    ("invalid escape", "转义无效"),
    ("invalid number", "数字无效"),
    ("number out of range", "数字超出范围"),
    ("invalid unicode code point", "不是 Unicode 字符"),
    ("control character (\\u0000-\\u001F) found while parsing a string", "字符串中有控制字符"),
    ("recursion limit exceeded", "嵌套过深"),
    // values of any format (serde)
    ("missing field `{}`", "缺少 {}"),
    ("duplicate field `{}`", "{} 出现两次"),
    ("unknown field `{}`, expected one of {}", "没有 {} 这一项，可用的有 {}"),
    ("unknown field `{}`, expected {}", "没有 {} 这一项，可用的是 {}"),
    ("unknown field `{}`, there are no fields", "没有 {} 这一项"),
    ("unknown variant `{}`, expected one of {}", "没有 {} 这种取值，可用的有 {}"),
    ("unknown variant `{}`, expected {}", "没有 {} 这种取值，可用的是 {}"),
    ("invalid type: {}, expected {}", "类型应为{1}，却是{}"),
    ("invalid value: {}, expected {}", "取值应为{1}，却是{}"),
    ("invalid length {}, expected {}", "长度应为 {1}，却是 {}"),
    ("string \"{}\"", "字符串“{}”"),
    ("integer `{}`", "整数 {}"),
    ("floating point `{}`", "小数 {}"),
    ("boolean `{}`", "布尔值 {}"),
    ("a string", "字符串"),
    ("a boolean", "布尔值"),
    ("a sequence", "数组"),
    ("sequence", "数组"),
    ("a map", "表"),
    ("literal string", "带引号的字符串"),
    ("map", "表"),
    ("null", "空值"),
    ("struct {}", "{} 表"),
    ("in `{}`", "在 {} 中"),
    // TOML (toml)
    ("key with no value, expected `=`", "键没有值，应有 ="),
    ("key with no value", "键没有值"),
    ("duplicate key", "键重复"),
    ("missing value", "缺少值"),
    ("missing value for key", "键没有值"),
    ("missing assignment between key-value pairs{}", "键与值之间缺少 ={}"),
    ("missing comma between array elements{}", "数组各项之间缺少逗号{}"),
    ("missing comma between key-value pairs{}", "各项之间缺少逗号{}"),
    ("string values must be quoted{}", "字符串须加引号{}"),
    ("invalid unquoted key{}", "键须加引号{}"),
    ("unquoted keys cannot be empty{}", "缺少键{}"),
    ("unclosed table{}", "表名没有结束{}"),
    ("unclosed array table{}", "表名没有结束{}"),
    ("unclosed array{}", "数组没有结束{}"),
    ("unclosed inline table{}", "行内表没有结束{}"),
    ("invalid basic string{}", "字符串没有结束或有误{}"),
    ("invalid literal string{}", "字符串没有结束或有误{}"),
    ("unexpected key or value{}", "此处不应有键或值{}"),
    ("unexpected content{}", "此处不应有内容{}"),
    (", expected {}", "，应为 {}"),
    // YAML (saphyr)
    ("unexpected character: `{}'", "此处不能有 {}"),
    ("found unprintable character", "有不可见字符"),
    ("misplaced bracket", "括号位置不对"),
    ("invalid indentation", "缩进不对"),
    ("simple key expected{}", "此处应有键{}"),
    ("simple key expect ':'", "键后缺少冒号"),
    ("mapping values are not allowed in this context", "此处不能再有冒号"),
    ("block sequence entries are not allowed in this context", "此处不能有列表项"),
    ("did not find expected {}", "结构不完整，缺少 {}"),
    ("while scanning a quoted scalar, found unexpected end of stream", "引号没有结束"),
    ("while scanning a quoted scalar, {}", "引号内：{}"),
    ("while parsing a block mapping, {}", "各项之间：{}"),
    ("while parsing a flow sequence, {}", "方括号内：{}"),
    ("while parsing a flow mapping, {}", "花括号内：{}"),
    ("tabs disallowed{}", "此处不能用制表符{}"),
    ("unexpected eof", "内容不完整"),
    ("values nest deeper than {}", "嵌套超过 {} 层"),
    ("no key", "没有键"),
    // XML (quick-xml, and the reader's own)
    ("syntax error: {}", "{}"),
    ("ill-formed document: {}", "{}"),
    ("error while parsing attribute: {}", "属性有误：{}"),
    ("close tag `{}` does not match any open tag", "结束标记 {} 没有对应的开始标记"),
    ("expected `{}`, but `{}` was found", "此处应为 {}，却是 {}"),
    ("start tag not closed: `{}` not found before end of input", "开始标记没有结束，缺少 {}"),
    ("tag not closed: `>` not found before end of input", "标记没有结束，缺少 >"),
    ("comment not closed: `-->` not found before end of input", "注释没有结束，缺少 -->"),
    ("CDATA not closed: `]]>` not found before end of input", "CDATA 没有结束，缺少 ]]>"),
    ("DOCTYPE not closed: `>` not found before end of input", "DOCTYPE 没有结束，缺少 >"),
    (
        "processing instruction not closed: `?>` not found before end of input",
        "处理指令没有结束，缺少 ?>",
    ),
    (
        "XML declaration not closed: `?>` not found before end of input",
        "XML 声明没有结束，缺少 ?>",
    ),
    (
        "attribute value not closed: `{}` not found before end of input",
        "属性值没有结束，缺少 {}",
    ),
    ("unknown or missed symbol in markup", "标记中有无法识别的符号"),
    ("forbidden string `--` was found in a comment", "注释中不能有 --"),
    ("position {}: {}", "{1}"),
    ("duplicated attribute, previous declaration at position {}", "属性重复"),
    ("more than one root element", "有多个根元素"),
    ("it ends before its root element does", "内容不完整，根元素没有结束"),
    ("text outside the root", "根元素之外有文字"),
    ("unknown prefix", "前缀没有声明"),
    // patterns (regex)
    ("unclosed group", "括号没有结束"),
    ("unopened group", "括号没有开始"),
    ("unclosed character class", "方括号没有结束"),
    ("invalid character class range, {}", "方括号中的范围颠倒"),
    ("repetition operator missing expression", "量词之前没有内容"),
    ("repetition quantifier expects a valid decimal", "花括号中应为次数"),
    ("unclosed counted repetition", "花括号没有结束"),
    ("invalid repetition count range, {}", "次数的范围颠倒"),
    ("unrecognized escape sequence", "反斜线后的符号无法识别"),
    ("incomplete escape sequence, {}", "反斜线之后没有内容"),
    ("look-around, including look-ahead and look-behind, is not supported", "不支持前后断言"),
    ("backreferences are not supported", "不支持反向引用"),
    ("Unicode property not found", "没有这种 Unicode 属性"),
    // images
    ("its root element is not svg", "根元素不是 svg"),
    ("an element of it refers to itself", "有元素引用自身"),
    ("no samples", "没有像素"),
    ("no frame", "没有图像帧"),
    ("a cut frame", "图像帧不完整"),
    ("no image data", "没有图像数据"),
    ("no Huffman table", "缺少霍夫曼表"),
    ("an odd number of components", "颜色分量数不对"),
    ("too large", "过大"),
    ("IDAT or fdAT chunk is missing.", "没有图像数据"),
    ("Corrupt deflate stream. {}", "压缩数据已损坏"),
    ("Invalid PNG signature.", "不是 PNG"),
    ("CRC error: {}", "校验和不符"),
    // drawings: what is left out
    ("script", "脚本"),
    ("link", "链接"),
    ("animation", "动画"),
    ("outside reference", "外部引用"),
    ("outside entity", "外部实体"),
    ("style rule with @", "以 @ 开头的样式规则"),
    ("style value with escapes", "含转义的样式值"),
    ("foreign element", "其他语言的元素"),
    ("unknown element", "未知元素"),
    ("text", "文字"),
    ("filter", "滤镜"),
    // style sheets and sidecar files
    (
        "there is no preset {} to build on; those are {}",
        "base 所写的基础样式 {} 不存在，可用的有 {}",
    ),
    ("there must be a [heading.1]", "须有 [heading.1]"),
    ("a heading's level is 1 to 9", "标题级别为 1 至 9"),
    (
        "body.size must be 1pt to 1000pt or the name of a size",
        "body.size 须为 1pt 至 1000pt，或字号名",
    ),
    ("{} must be {} to {}", "{} 须为 {} 至 {}"),
    ("line {}, column {} is decided twice", "第 {} 行第 {} 列有两个不同的判断"),
    // lists of reasons
    ("{}, {}", "{}、{}"),
];

/// The reason in Chinese; unchanged if it is not in the table.
pub(super) fn in_chinese(reason: &str) -> String {
    reason
        .lines()
        .map(|line| known(line).unwrap_or_else(|| line.to_owned()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn known(reason: &str) -> Option<String> {
    REASONS.iter().find_map(|(english, chinese)| {
        let parts = parts(reason, english)?;
        let known: Vec<Option<String>> = parts.iter().map(|part| known(part)).collect();
        // An unknown reason may contain a comma.
        let is_list = !english.contains(char::is_alphabetic) && parts.len() > 1;
        if is_list && known.iter().any(Option::is_none) {
            return None;
        }
        let own = known.into_iter().zip(&parts);
        let parts: Vec<String> =
            own.map(|(known, part)| known.unwrap_or_else(|| (*part).to_owned())).collect();
        Some(fill(chinese, &parts))
    })
}

/// The parts of a text that match a pattern. The first of several parts extends to the last match
/// of the text after it, since the place in a file is at the end of a reason.
fn parts<'t>(text: &'t str, pattern: &str) -> Option<Vec<&'t str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty().then_some(parts);
    }
    let starts_open = pattern.starts_with("{}");
    while let Some(piece) = pieces.next() {
        let at = match (pieces.peek(), parts.is_empty() && starts_open) {
            (None, _) => rest.ends_with(piece).then(|| rest.len() - piece.len()),
            (Some(_), true) => rest.rfind(piece),
            (Some(_), false) => rest.find(piece),
        }?;
        // A pattern of placeholders only is no translation.
        if at == 0 && starts_open && parts.is_empty() {
            return None;
        }
        parts.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    Some(parts)
}

/// The pattern with its parts: `{1}` is the second, each `{}` the next one from the first.
fn fill(pattern: &str, parts: &[String]) -> String {
    let second = parts.get(1).map_or("", String::as_str);
    let mut parts = parts.iter();
    let mut pieces = pattern.split("{}");
    let mut out = pieces.next().unwrap_or_default().replace("{1}", second);
    for piece in pieces {
        out.push_str(parts.next().map_or("", String::as_str));
        out.push_str(&piece.replace("{1}", second));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{REASONS, in_chinese};

    #[test]
    fn reasons_are_translated() {
        for (english, chinese) in [
            ("No such file or directory", "文件或文件夹不存在"),
            ("expected value at line 1 column 13", "此处应有值（第 1 行第 13 列）"),
            (
                "invalid type: integer `3`, expected a string at line 2 column 5",
                "类型应为字符串，却是整数 3（第 2 行第 5 列）",
            ),
            (
                "unknown field `nothing`, expected one of `base`, `page`",
                "没有 nothing 这一项，可用的有 `base`, `page`",
            ),
            ("script, outside reference, link", "脚本、外部引用、链接"),
            (
                "ill-formed document: expected `</a>`, but `</b>` was found",
                "此处应为 </a>，却是 </b>",
            ),
            ("unexpected character: `%'", "此处不能有 %"),
            ("line 3, column 1 is decided twice", "第 3 行第 1 列有两个不同的判断"),
            ("what nobody knows", "what nobody knows"),
            ("what nobody knows at line 3 column 4", "what nobody knows（第 3 行第 4 列）"),
            (
                "TOML parse error at line 1, column 8\n  |\nduplicate key",
                "TOML 有误，在第 1 行第 8 列\n  |\n键重复",
            ),
        ] {
            assert_eq!(in_chinese(english), chinese);
        }
    }

    #[test]
    fn each_reason_has_the_parts_of_its_pattern() {
        for (english, chinese) in REASONS {
            let count = |text: &str| text.matches("{}").count();
            assert!(count(chinese) <= count(english), "{english}");
        }
    }
}
