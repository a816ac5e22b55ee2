//! The table of diagnostics: one entry a code, never reused. `docs/diagnostics.md` is made
//! from it.
//!
//! Wording: lower case, no full stop; what was found and what was done. The help says what to
//! do. `{0}`, `{1}` stand for the finding's values. An entry is
//! `Name "code" grade { en, zh; help en, help zh }`, its grade `note`, `warning` or
//! `error(Exit)`.

use super::{Exit, Language, Severity};

macro_rules! grade {
    (note) => {
        (Severity::Note, Exit::Denied)
    };
    (warning) => {
        (Severity::Warning, Exit::Denied)
    };
    (error($exit:ident)) => {
        (Severity::Error, Exit::$exit)
    };
}

macro_rules! codes {
    ($($name:ident $id:literal $grade:ident $(($exit:ident))? {
        $en:literal, $zh:literal; $help_en:literal, $help_zh:literal
    })+) => {
        /// What a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $en] $name,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable id: `fnt-001`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }

            pub(super) fn grade(self) -> (Severity, Exit) {
                match self { $(Self::$name => grade!($grade $(($exit))?)),+ }
            }

            /// The message, with places for values.
            pub fn message(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::English) => $en,
                      (Self::$name, Language::Chinese) => $zh),+
                }
            }

            /// What to do, with places for values; empty if there is nothing to do.
            pub fn help(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::English) => $help_en,
                      (Self::$name, Language::Chinese) => $help_zh),+
                }
            }
        }
    };
}

codes! {
    // cfg: options and the command line
    OptionValue "cfg-001" error(Usage) {
        "option {0} does not take the value {1}", "选项 {0} 不接受值 {1}";
        "{2}", "{2}"
    }
    StyleSheet "cfg-002" error(Usage) {
        "the style sheet cannot be used: {0}", "样式表无法使用：{0}";
        "compare it with `paiban schema style`", "请对照 `paiban schema style`"
    }

    RulesFile "cfg-003" error(Usage) {
        "the rules cannot be used: {0}", "规则无法使用：{0}";
        "write [[rule]] with id, kind and pattern", "请写 [[rule]]，其中有 id、kind、pattern"
    }

    // fil: files
    FileMissing "fil-001" error(Unreadable) {
        "{0} does not exist", "{0} 不存在";
        "check the name, or write its whole path", "请检查文件名，或写出完整路径"
    }
    FileMissingSimilar "fil-002" error(Unreadable) {
        "{0} does not exist", "{0} 不存在";
        "did you mean {1}?", "是不是 {1}？"
    }
    FileIsFolder "fil-003" error(Unreadable) {
        "{0} is a folder", "{0} 是文件夹";
        "name the files in it, for instance {1}", "请写出其中的文件，例如 {1}"
    }
    FileUnreadable "fil-004" error(Unreadable) {
        "{0} cannot be read: {1}", "无法读取 {0}：{1}";
        "check that you may read it", "请检查是否有读取权限"
    }
    FileTooLarge "fil-005" error(Limit) {
        "{0} has more than {1} bytes", "{0} 超过 {1} 字节";
        "divide it into parts, or raise the limit with --limit bytes=N",
        "请分成几个文件，或用 --limit bytes=N 放宽"
    }
    OutputUnwritable "fil-006" error(Output) {
        "{0} cannot be written: {1}", "无法写入 {0}：{1}";
        "choose another folder with -o; what stood there before is unchanged",
        "请用 -o 另选文件夹；原有文件没有改动"
    }
    OutputDiskFull "fil-007" error(Output) {
        "the disk is full, so {0} was not written", "磁盘已满，{0} 没有写入";
        "make room, or choose a folder on another disk with -o; what stood there before is unchanged",
        "请清理磁盘，或用 -o 选择其他磁盘上的文件夹；原有文件没有改动"
    }
    OutputClash "fil-008" error(Usage) {
        "{0} and {1} would both be written to {2}", "{0} 与 {1} 会写到同一个文件 {2}";
        "rename one of them, or convert them into two folders with -o; nothing was written",
        "请改名，或用 -o 分别写到两个文件夹；尚未写入任何文件"
    }
    OutputIsInput "fil-009" error(Usage) {
        "the output {0} would replace {1}, which this run reads", "输出 {0} 会覆盖本次要读取的 {1}";
        "choose another place or name for it; nothing was written", "请另选位置或名称；尚未写入任何文件"
    }
    OutputOneOnly "fil-010" error(Usage) {
        "{0} takes one input and one format", "{0} 只能接受一个输入和一种格式";
        "name one format, for instance --to pdf", "请只指定一种格式，例如 --to pdf"
    }
    OutputTerminal "fil-011" error(Usage) {
        "a {0} is not for a terminal", "{0} 不宜直接输出到终端";
        "redirect it: -o - > file, or leave -o - out", "请重定向：-o - > 文件，或去掉 -o -"
    }
    RestoreExists "fil-012" error(Output) {
        "{0} is there already, and differs from what was restored or cannot be read",
        "{0} 已存在，与还原的内容不同或无法读取";
        "choose another folder with -o; it was left as it is", "请用 -o 另选文件夹；原文件没有改动"
    }
    OutputNotFolder "fil-015" error(Usage) {
        "{0} is a file, not a folder", "{0} 是文件，不是文件夹";
        "name a folder with -o, or a file that ends in .pdf, .epub, .tei.xml or .json",
        "请用 -o 指定文件夹，或以 .pdf、.epub、.tei.xml、.json 结尾的文件"
    }
    AssetRemote "fil-016" warning {
        "the image {0} was not fetched: paiban uses no network", "未取图片 {0}：本程序不用网络";
        "save it beside the manuscript and name the file", "请存到稿件旁边，再写文件名"
    }
    AssetOutside "fil-017" warning {
        "the image {0} lies outside the manuscript's folder and was not read",
        "图片 {0} 在稿件文件夹之外，未读取";
        "name its folder with --resource-path", "可用 --resource-path 指定其文件夹"
    }
    FolderEmpty "fil-018" error(Unreadable) {
        "there is no manuscript in {0}", "{0} 中没有稿件";
        "files that end in .txt or .md are taken; name others with --include, for instance --include '*.tei.xml'",
        "只取以 .txt、.md 结尾的文件；其他文件请用 --include 指定，例如 --include '*.tei.xml'"
    }
    PatternEmpty "fil-019" error(Unreadable) {
        "no file matches {0}", "没有文件符合 {0}";
        "* matches any characters of a name, ** any folders", "* 代表名称中的任意字符，** 代表任意层文件夹"
    }
    FileChanging "fil-020" error(Unreadable) {
        "{0} changes while it is read", "读取 {0} 时，它正在改动";
        "wait until it is written, then run the same command again", "请等它写完，再运行同一命令"
    }
    JournalUnwritable "fil-021" warning {
        "the journal {0} cannot be written: {1}", "无法写入记录 {0}：{1}";
        "the next run converts again what this one has done", "下次运行会重新转换这次已完成的稿件"
    }
    OutputNameLong "fil-022" error(Output) {
        "the name {0} is longer than a file's may be", "文件名 {0} 过长";
        "shorten the name of the input", "请缩短稿件的文件名"
    }
    AssetEmbedded "fil-023" warning {
        "the image {0} in the text is cut off or damaged", "正文内嵌的图片 {0} 不完整或已损坏";
        "save it beside the manuscript and name the file", "请存到稿件旁边，再写文件名"
    }
    FileSpecial "fil-024" error(Unreadable) {
        "{0} is a pipe, a device or a socket and was not opened", "{0} 是管道、设备或套接字，没有打开";
        "save its content to a file; a manuscript may also come through standard input: paiban convert -",
        "请先把内容存成文件；稿件也可经标准输入读取：paiban convert -"
    }
    OutputSpecial "fil-025" error(Output) {
        "{0} is no regular file and was not replaced", "{0} 不是普通文件，没有替换";
        "remove the pipe, device or broken link there, or choose another place with -o",
        "请删除该处的管道、设备或失效链接，或用 -o 另选位置"
    }
    OutputIsImage "fil-026" error(Usage) {
        "{0} is an image, which no output replaces", "{0} 是图像，输出文件不会覆盖它";
        "choose another place or name for the output; nothing was written", "请为输出另选位置或名称；尚未写入任何文件"
    }
    OutputForeign "fil-032" error(Usage) {
        "{0} is there already, and paiban did not write it", "{0} 已存在，但不是本程序写出的文件";
        "rename or delete it, or choose another place with -o; nothing was written",
        "请先给它改名或删除，或用 -o 另选位置；尚未写入任何文件"
    }
    ReportForeign "fil-027" error(Usage) {
        "{0} is there already and is not a report of paiban", "{0} 已存在，但不是本程序的报告";
        "name another file with --report, or delete this one; nothing was written",
        "请用 --report 另写文件名，或先删除它；尚未写入任何文件"
    }
    SumsForeign "fil-028" error(Usage) {
        "{0} is there already and names files that paiban did not write", "{0} 已存在，所列并非都是本程序写出的文件";
        "choose another folder with -o, or delete the list; nothing was written",
        "请用 -o 另选文件夹，或先删除它；尚未写入任何文件"
    }
    OutputNamesFold "fil-029" warning {
        "{0} and {1} are one file on systems that fold names, such as Windows and macOS",
        "{0} 与 {1} 仅大小写或字符组合形式不同，在 Windows、macOS 上会成为同一个文件";
        "rename one of the manuscripts before the files go there", "拷到那里之前，请先给其中一份稿件改名"
    }
    AssetMissing "fil-033" warning {
        "the image {0} was not found", "未找到图片 {0}";
        "put the file where the text names it, or name its folder with --resource-path", "请将文件放在文中所写的位置，或用 --resource-path 指定其文件夹"
    }
    AssetNotImage "fil-030" warning {
        "{0} is no image, so nothing of it was taken into any output", "{0} 不是图像，未收入任何输出";
        "name a PNG, JPEG, GIF, WebP or SVG", "请改用 PNG、JPEG、GIF、WebP 或 SVG"
    }
    JournalLinked "fil-031" warning {
        "the journal {0} is a link or no regular file, so it is not used", "记录 {0} 是链接或不是普通文件，未使用";
        "delete it; until then each run converts everything again", "请删除它；在此之前每次运行都会全部重新转换"
    }
    FontUsed "fil-013" note {
        "used the font {0} of {1}, sha256 {2}", "用到字体 {0}（{1}），sha256 {2}";
        "", ""
    }
    Fault "fil-014" error(Internal) {
        "paiban met a fault of its own: {0}", "paiban 内部出错：{0}";
        "please report it with the input that led to it", "请附上出错的文件报告此问题"
    }

    // flt: filters
    FilterMissing "flt-001" error(Usage) {
        "there is no program {0} to filter with", "找不到过滤程序 {0}";
        "check its name; a script needs its program before it, for instance --filter 'python3 filter.py'",
        "请检查名称；脚本须写明用什么程序运行，例如 --filter 'python3 filter.py'"
    }
    FilterUnrunnable "flt-002" error(Usage) {
        "the filter {0} cannot be run: {1}", "过滤程序 {0} 无法运行：{1}";
        "a script that is no program needs one before it, for instance --filter 'python3 filter.py'",
        "脚本若不能直接运行，须写明用什么程序运行，例如 --filter 'python3 filter.py'"
    }
    FilterFailed "flt-003" error(Malformed) {
        "the filter {0} failed with status {1}", "过滤程序 {0} 失败，状态为 {1}";
        "it wrote:\n    {2}", "其输出：\n    {2}"
    }
    FilterKilled "flt-008" error(Malformed) {
        "the filter {0} was ended by signal {1}", "过滤程序 {0} 被信号 {1} 终止";
        "it wrote:\n    {2}", "其输出：\n    {2}"
    }
    FilterLate "flt-004" error(Limit) {
        "the filter {0} did not end within {1} s", "过滤程序 {0} 在 {1} 秒内没有结束";
        "give it more time with --filter-timeout", "可用 --filter-timeout 延长时间"
    }
    FilterAnswer "flt-005" error(Malformed) {
        "what the filter {0} answered is not a document: {1}", "过滤程序 {0} 给出的不是文档：{1}";
        "it must write the whole document to standard output, as `paiban schema model` describes it",
        "它须将整份文档写到标准输出，格式见 `paiban schema model`"
    }
    FilterVersion "flt-006" error(Malformed) {
        "the filter {0} answered with a document of version {1}, newer than this paiban reads",
        "过滤程序 {0} 给出的文档版本为 {1}，比本程序所能读取的新";
        "it should leave the version as it was given", "它应保留收到的版本号"
    }
    FilterSaid "flt-007" note {
        "the filter {0} says: {1}", "过滤程序 {0} 的输出：{1}";
        "", ""
    }

    // src: bytes to characters
    SourceEmpty "src-001" error(Malformed) {
        "the file is empty", "文件是空的";
        "check that the right file was named", "请检查文件名是否正确"
    }
    SourceBinary "src-002" error(Malformed) {
        "this is not text but {0}", "这不是文本，而是{0}";
        "save it as plain text (UTF-8) first; to read it as text all the same, give --encoding",
        "请先另存为纯文本（UTF-8）；若确是文本，请用 --encoding 指明编码"
    }
    SourceUndecodable "src-003" warning {
        "not valid {1}, kept as found: {0} bytes, the first here",
        "有 {0} 个字节不是有效的 {1}，已原样保留，第一个在此处";
        "if the text looks wrong, name its encoding with --encoding", "若文字不对，请用 --encoding 指明编码"
    }
    SourceEncodingUnread "src-006" error(Malformed) {
        "the file is in {0}, an encoding that is not read", "文件的编码是 {0}，本程序不读这种编码";
        "save it as UTF-8, for instance with iconv -f {0} -t UTF-8 FILE > NEW",
        "请另存为 UTF-8，例如 iconv -f {0} -t UTF-8 文件 > 新文件"
    }
    SourceEncodingGuessed "src-004" note {
        "the encoding was taken to be {0} ({1} % sure)", "按 {0} 编码读取（把握 {1}%）";
        "name another with --encoding", "可用 --encoding 指定其他编码"
    }
    SourceControls "src-005" error(Malformed) {
        "this is not text: {0} % of it are control characters or undecodable bytes",
        "这不是文本：控制字符或无法解码的字节占 {0}%";
        "to read it as text all the same, name its encoding with --encoding",
        "若确是文本，请用 --encoding 指明编码"
    }

    // txt: plain text
    Doubtful "txt-001" warning {
        "{0} was taken for a heading by the rule {1}, which is {2} % sure",
        "按规则 {1} 将“{0}”视为标题，把握 {2}%";
        "overrule it in a sidecar file: paiban inspect --write-sidecar",
        "可在旁注文件中改正：paiban inspect --write-sidecar"
    }
    SidecarMalformed "txt-002" error(Malformed) {
        "the sidecar file cannot be read: {0}", "旁注文件无法读取：{0}";
        "write a new one with paiban inspect --write-sidecar",
        "可用 paiban inspect --write-sidecar 重新生成"
    }
    SidecarStale "txt-003" warning {
        "the decisions were made for another version of this file", "旁注中的判断是针对此文件的另一版本作出的";
        "check them, then write the SHA-256 of this version into the sidecar: {0}",
        "请核对后将本版本的 SHA-256 写入旁注：{0}"
    }
    DecisionUnplaced "txt-004" warning {
        "there is no text at line {0}, column {1}, so a decision about it has no effect",
        "第 {0} 行第 {1} 列没有文字，有关它的判断无效";
        "correct the place in the sidecar file", "请改正旁注文件中的位置"
    }

    DoubtfulTitle "txt-005" warning {
        "{0} was taken for the title by the rule {1}, which is {2} % sure",
        "按规则 {1} 将“{0}”视为题名，把握 {2}%";
        "overrule it with --title-line, or in a sidecar file: paiban inspect --write-sidecar",
        "可用 --title-line 指定，或在旁注文件中改正：paiban inspect --write-sidecar"
    }
    SidecarExists "txt-006" error(Usage) {
        "{0} exists already, and may hold decisions of yours", "{0} 已存在，其中可能有您的判断";
        "edit it, or delete it to have it written anew", "请直接修改，或删除后重新生成"
    }
    SidecarOfInput "txt-007" error(Usage) {
        "standard input has no sidecar file", "标准输入没有旁注文件";
        "name the manuscript's file", "请指定稿件文件"
    }
    TitleOfFile "txt-008" note {
        "the text names no title; {0} was taken from the name of the file, which is {1} % sure",
        "正文未见题名，取自文件名：“{0}”，把握 {1}%";
        "overrule it with --title", "可用 --title 另行指定"
    }

    TitleLineUnplaced "txt-010" warning {
        "--title-line {0} has no effect: there is no text on that line", "--title-line {0} 无效：该行没有文字";
        "count lines from 1, blank ones too", "行数从 1 数起，空行也算"
    }
    EscapesLeftOut "txt-009" note {
        "{0} commands to a terminal (escape sequences) are not shown, the first here",
        "有 {0} 处终端控制序列（ESC）不显示，第一处在此";
        "the archive keeps them", "存档中仍保留"
    }
    SpacesNoise "txt-011" warning {
        "nearly all Chinese characters have spaces between them, which were left out",
        "汉字之间几乎都有空格，已视为杂质略去";
        "if they are meant, keep them with --spaces keep", "如果确有用意，请用 --spaces keep 保留"
    }

    // md: Markdown
    MarkdownFrontMatter "md-001" warning {
        "the {0} front matter cannot be read: {1}", "{0} 文前元数据无法读取：{1}";
        "mend it: nothing of it was taken into the metadata", "请改正：其中内容未计入元数据"
    }
    MarkdownFrontMatterKey "md-005" warning {
        "“{0}” in the front matter is not valid: {1}", "文前元数据中的“{0}”写法有误：{1}";
        "mend it; a value in one line was taken as it is written, and the other keys count",
        "请改正；单行的值已照原样采用，其余各项不受影响"
    }
    MarkdownTag "md-002" warning {
        "the HTML element {0} has no place in a document; its text was kept",
        "HTML 元素 {0} 在文档中没有对应，已保留其文字";
        "ruby, sub, sup, br, img and table are read", "可用的有 ruby、sub、sup、br、img、table"
    }
    MarkdownFormula "md-003" warning {
        "the formula is kept as TeX and shown as it is written", "公式以 TeX 保存，照原样显示";
        "where readers should not see TeX, put an image of the formula in its place",
        "如不宜让读者看到 TeX，请改用公式的图片"
    }
    FrontMatterKeys "md-008" warning {
        "keys of the front matter that are not understood, kept as metadata alone: {0}", "文首元数据中未能理解的键，仅作为元数据保留：{0}";
        "docs/markdown.md lists the keys", "可用的键见 docs/markdown.md"
    }
    MarkdownCells "md-004" warning {
        "the row has more cells than the table has columns; “{0}” was left out",
        "此行单元格多于表格列数，“{0}”已略去";
        "give the heading row as many cells", "请给表头补足单元格"
    }

    // doc: the model and its JSON
    JsonMalformed "doc-001" error(Malformed) {
        "this JSON is not a paiban document: {0}", "这份 JSON 不是 paiban 文档：{0}";
        "compare it with `paiban schema model`; to set it as plain text, give --from text",
        "请对照 `paiban schema model`；若要当作纯文本排版，请加 --from text"
    }
    JsonVersion "doc-002" error(Malformed) {
        "this document is of version {0}, newer than this paiban reads", "此文档版本为 {0}，比本程序所能读的新";
        "update paiban", "请升级 paiban"
    }
    JsonForeign "doc-004" warning {
        "this JSON is not a paiban document and was read as plain text",
        "这份 JSON 不是 paiban 文档，已按纯文本读取";
        "to see what a document looks like, convert a text with --to json",
        "可用 --to json 转换一份文本，看看 paiban 文档的样子"
    }
    JsonNesting "doc-005" error(Limit) {
        "the JSON nests deeper than {0} arrays and objects", "JSON 的嵌套超过 {0} 层";
        "check the program that wrote it, or raise the limit with --limit depth=N",
        "请检查生成它的程序，或用 --limit depth=N 放宽"
    }
    TooManyBlocks "doc-006" error(Limit) {
        "the document has {0} blocks, more than {1}", "文档有 {0} 块，超过 {1}";
        "divide it into parts, or raise the limit with --limit blocks=N",
        "请分成几份，或用 --limit blocks=N 放宽"
    }
    TooManyNotes "doc-007" error(Limit) {
        "the document has {0} notes, more than {1}", "文档有 {0} 条注释，超过 {1}";
        "divide it into parts, or raise the limit with --limit notes=N",
        "请分成几份，或用 --limit notes=N 放宽"
    }
    TooManyImages "doc-008" error(Limit) {
        "the document has {0} images, more than {1}", "文档有 {0} 张图片，超过 {1}";
        "divide it into parts, or raise the limit with --limit images=N",
        "请分成几份，或用 --limit images=N 放宽"
    }
    NothingToSet "doc-009" error(Malformed) {
        "there is neither text nor image in it, so nothing was written", "其中没有文字，也没有图片，未写出任何文件";
        "check that the right file was named", "请检查文件名是否正确"
    }
    LinkNameless "doc-013" warning {
        "a link without an address leads nowhere; its text was kept", "链接没有写出地址，只保留其文字";
        "write the address between the parentheses", "请在括号中写出地址"
    }
    ImageNameless "doc-010" warning {
        "the image has no address; its description is used", "图片没有地址，以文字说明代替";
        "name its file, for instance ![…](image.png)", "请写出图片文件名，例如 ![…](图片.png)"
    }
    TooDeep "doc-003" warning {
        "structure deeper than {0} levels was flattened", "超过 {0} 层的结构已展平";
        "its text is kept; to keep its structure, raise the limit with --limit depth=N",
        "文字都在；如需保留结构，可用 --limit depth=N 放宽"
    }
    NoteInContents "doc-012" warning {
        "the note “{0}” is in a table of contents, which a PDF and an e-book generate; they don't have it",
        "注释“{0}”在目录中，PDF 与电子书的目录是重新编制的，其中没有此注";
        "put its mark into the heading that it is about", "请把注码放到它所注的标题里"
    }
    NoteUncalled "doc-011" note {
        "no mark in the text leads to the note {0}; it is shown where it stands",
        "正文中没有注码指向注释 {0}，已在原处显示";
        "put its mark where it belongs", "请在相应处加上注码"
    }

    // fnt: fonts
    MissingGlyph "fnt-001" warning {
        "no font has the character {0} ({1})", "没有字体含有字符 {0}（{1}）";
        "give a font that has it with --font body=FILE", "可用 --font body=文件 指定含有该字的字体"
    }
    FontUnusable "fnt-002" error(Asset) {
        "{0} is not a font that paiban can use, or is damaged", "{0} 不是可用的字体文件，或已损坏";
        "give a TrueType or OpenType font (.ttf, .otf, .ttc)",
        "请指定 TrueType 或 OpenType 字体（.ttf、.otf、.ttc）"
    }
    FontIndex "fnt-003" error(Asset) {
        "{0} holds {1} faces, and none of number {2}", "{0} 含有 {1} 个字体，没有第 {2} 号";
        "faces are numbered from 0: --font body=FILE#0", "编号从 0 开始：--font body=文件#0"
    }
    FontRestricted "fnt-004" error(Asset) {
        "the licence of {0} does not allow it to be embedded in part", "字体 {0} 的许可不允许嵌入子集";
        "give another font, or ask its maker for a licence to embed it", "请改用其他字体，或向字体厂商取得嵌入许可"
    }
    FontSkipped "fnt-005" note {
        "{0} is not a font that paiban can use, or is damaged, and was left out",
        "{0} 不是可用的字体文件，或已损坏，已略过";
        "", ""
    }
    FontSkippedRestricted "fnt-006" warning {
        "{0} was left out: its licence does not allow it to be embedded in part",
        "字体 {0} 的许可不允许嵌入子集，已略过";
        "", ""
    }

    NoFonts "fnt-007" error(Asset) {
        "there is no font to set the text with", "没有可用的字体";
        "give one with --font body=FILE", "请用 --font body=文件 指定字体"
    }

    // lay: layout
    LayoutCannotExpress "lay-001" warning {
        "PDF cannot express {0}; its text was set as a paragraph", "PDF 无法表达 {0}，已按段落排出其文字";
        "", ""
    }

    PageTooSmall "lay-002" warning {
        "the page does not hold the lines that were asked for; it was set with {0} (characters × lines)",
        "版面容不下所要的行数或字数，已改排为 {0}（字×行）";
        "choose a larger paper, a smaller size or narrower margins", "请改用更大的纸张、更小的字号或更窄的页边"
    }
    TallerThanPage "lay-003" warning {
        "something is taller than a page; it was made smaller", "有内容高于一面，已缩小排入";
        "choose a larger paper or a smaller size", "请改用更大的纸张或更小的字号"
    }
    ImageUnusable "lay-004" warning {
        "the image {0} cannot be shown; its description was set instead", "图片 {0} 无法显示，已排出其文字说明";
        "give the image as PNG, JPEG, WebP, GIF or SVG", "请提供 PNG、JPEG、WebP、GIF 或 SVG 格式的图片"
    }
    TableCrowded "lay-005" warning {
        "the table has {0} columns, too many for the page; they are set very narrow",
        "表格有 {0} 列，版面太窄，各列已压缩";
        "choose a wider paper, or split the table", "请改用更宽的纸张，或拆分表格"
    }
    LineTooLong "lay-006" warning {
        "something is wider than its line; it was made smaller", "有内容宽于一行，已缩小排入";
        "choose a wider paper or a smaller size", "请改用更宽的纸张或更小的字号"
    }
    InvisibleCharacter "lay-007" warning {
        "the invisible character {0} has no place on a page and was left out of the PDF",
        "不可见字符 {0} 无法排印，PDF 中已略去";
        "see whether the encoding was guessed wrongly, or take it out of the source",
        "请检查编码是否有误，或从来源文件中删去"
    }
    WordParted "lay-008" warning {
        "{0} is longer than a line and has no place to break; it was broken where the line is full",
        "{0} 长于一行而无处可断，已在行满处断开";
        "put a space or a zero-width space (U+200B) where it may break", "请在可断之处加空格或零宽空格（U+200B）"
    }
    TypeTooLarge "lay-009" warning {
        "type of {0} pt is larger than the type area; it was set in {1} pt",
        "{0} pt 的字大于版心，已改用 {1} pt";
        "choose a larger paper or a smaller size", "请改用更大的纸张或更小的字号"
    }
    MarginsCrowded "lay-010" warning {
        "the margins have no room for running heads, page numbers or numbers of lines; they were left out",
        "页边容不下页眉、页码或行号，已略去";
        "choose wider margins", "请留更宽的页边"
    }
    NoteLong "lay-011" warning {
        "the note {0} is longer than a page; it goes on at the foot of the next ones",
        "注释 {0} 长于一面，余文续排于后面各页页下";
        "make it an endnote or an appendix", "请改为尾注或附录"
    }
    PageWish "lay-017" warning {
        "{0} cannot be “{1}”; the style's was used", "{0} 不能是“{1}”，已用样式的设置";
        "docs/markdown.md has the values of each key", "各键的值见 docs/markdown.md"
    }
    HeadingsNumbered "lay-018" warning {
        "no numbers were added: {0} of {1} headings have numbers of their own",
        "未加编号：{1} 个标题中有 {0} 个自带编号";
        "take the numbers out of the headings, or numbersections away", "请删去标题自带的编号，或不用 numbersections"
    }
    TemplateName "lay-019" warning {
        "{0} in a header or footer names nothing; it was printed as it stands",
        "页眉或页脚中的 {0} 不是可用的名称，已照原样排出";
        "the names are {title} {author} {chapter} {section} {page} {pages} {date}", "可用的名称：{title} {author} {chapter} {section} {page} {pages} {date}"
    }
    LinkAddress "lay-012" warning {
        "the link to {0} leads neither into the text nor to an address on the web; its text was set without it",
        "链接 {0} 既不指向文中之处，也不是网址，只排出其文字";
        "name an address on the web, or a place in the text", "请改为网址，或文中的位置"
    }

    // pdf: the PDF writer
    PdfAttachments "pdf-001" error(Usage) {
        "{0} does not allow attachments", "{0} 不允许附带文件";
        "choose a-3a, a-4f or none with --pdf-standard", "请用 --pdf-standard 选择 a-3a、a-4f 或 none"
    }
    PdfDamaged "pdf-002" error(Malformed) {
        "this PDF cannot be read: {0}", "无法读取这份 PDF：{0}";
        "", ""
    }
    PdfUnwritten "pdf-003" error(Internal) {
        "the PDF could not be put together: {0}", "无法生成 PDF：{0}";
        "this is a fault in paiban", "这是 paiban 自身的问题"
    }
    PdfLinkTarget "pdf-004" warning {
        "a link leads to {0}, which is nowhere in the text; it was left out",
        "链接目标 {0} 不在正文之中，已略去该链接";
        "", ""
    }
    PdfNoAlt "pdf-005" warning {
        "a figure has no alternative text; readers who cannot see it will hear only “{0}”",
        "插图缺少替代文字，视障读者只能听到“{0}”";
        "describe it, or mark it as decorative", "请为其写一句描述，或标明为装饰"
    }
    PdfHeadingDepth "pdf-006" note {
        "headings deeper than level 6 (here {0}) are paragraphs to most readers",
        "深于六级的标题（此处为 {0} 级）在多数阅读器中视同段落";
        "", ""
    }
    PdfUntitled "pdf-007" warning {
        "the work has no title; the PDF is called “{0}”", "作品没有题名，PDF 以“{0}”为名";
        "give one with --title", "请用 --title 指定"
    }
    PdfLanguage "pdf-008" warning {
        "{0} is not a language tag; it was left out of the PDF", "{0} 不是语言标签，已从 PDF 中略去";
        "write it as in BCP 47: zh-Hans, zh-Hant, en", "请按 BCP 47 书写：zh-Hans、zh-Hant、en"
    }
    ImageUndecodable "pdf-009" warning {
        "the image {0} cannot be shown: {1}; its description is used in its place",
        "图片 {0} 无法显示：{1}，已代以其文字说明";
        "save it anew as PNG, JPEG or SVG", "请重新存为 PNG、JPEG 或 SVG"
    }
    PdfDrawing "pdf-010" warning {
        "the drawing {0} has something that is not drawn: {1}", "图形 {0} 中有无法绘出的内容：{1}";
        "turn text and effects into paths, or save it as PNG", "请把文字与效果转为路径，或另存为 PNG"
    }
    ImageCut "pdf-011" warning {
        "the image {0} is cut off or damaged; what there is of it is shown",
        "图片 {0} 不完整或已损坏，只能显示一部分";
        "save it anew, or copy it again", "请重新保存或重新复制"
    }

    // epb: the EPUB writer
    EpubCannotExpress "epb-001" warning {
        "EPUB cannot express {0}; its text was kept", "EPUB 无法表达 {0}，已保留其文字";
        "", ""
    }
    EpubForbidden "epb-002" warning {
        "{1} characters {0} that XML forbids were left out", "已略去 {1} 个 XML 不允许的字符 {0}";
        "take them out of the source", "请从来源文件中删去"
    }
    EpubImageMissing "epb-003" warning {
        "the image {0} was not loaded; its description is shown instead", "图像 {0} 未能载入，以文字说明代替";
        "put the file where the text names it", "请把文件放在文中所指的位置"
    }
    EpubImageUnknown "epb-004" warning {
        "the file {0} is no image that e-books show; its description stands for it",
        "文件 {0} 不是电子书可显示的图像，以文字说明代替";
        "give a PNG, JPEG, GIF, WebP or SVG", "请提供 PNG、JPEG、GIF、WebP 或 SVG"
    }
    EpubNoDescription "epb-005" warning {
        "the image {0} has no description", "图像 {0} 没有文字说明";
        "describe it for those who can't see it, or mark it as decorative",
        "请为看不见的读者写明内容，或标明它只作装饰"
    }
    EpubDeadLink "epb-006" warning {
        "the link to {0} leads nowhere in the e-book; its text was kept",
        "链接 {0} 在电子书中没有目标，已保留其文字";
        "name an address on the web, or a place in the text", "请改为网址，或文中的位置"
    }
    EpubCoverUnknown "epb-007" error(Asset) {
        "the file given as cover is no image that e-books show", "指定的封面文件不是电子书可显示的图像";
        "give a PNG, JPEG, GIF, WebP or SVG", "请提供 PNG、JPEG、GIF、WebP 或 SVG"
    }
    EpubNoPages "epb-008" warning {
        "no PDF is made in this run, so the e-book lists no pages", "本次未生成 PDF，电子书不列页码";
        "make both: --to pdf,epub", "请同时生成两者：--to pdf,epub"
    }
    EpubFontWhole "epb-009" note {
        "the face {0} has outlines that e-books take whole only; all of it was put in",
        "字体 {0} 的轮廓格式只能整体嵌入电子书，已全部嵌入";
        "give a TrueType face for a smaller book", "如需较小的文件，请改用 TrueType 字体"
    }
    EpubFault "epb-010" error(Internal) {
        "the e-book could not be put together: {0}", "电子书无法合成：{0}";
        "this is a fault in paiban", "这是 paiban 本身的错误"
    }
    EpubDrawing "epb-011" warning {
        "the drawing {0} has what an e-book must not hold, and it was left out: {1}",
        "图形 {0} 中有不宜进入电子书的内容，已略去：{1}";
        "save the drawing as plain SVG, or as PNG", "请另存为普通 SVG 或 PNG"
    }
    EpubNoGlyph "epb-012" warning {
        "no embedded face has the character {0} ({1}); readers set it in a face of their own",
        "嵌入的字体都没有字符 {0}（{1}），由阅读器自带的字体显示";
        "give a font that has it with --font body=FILE", "可用 --font body=文件 指定含有该字的字体"
    }

    // xml: XML in and out
    XmlFault "xml-001" error(Internal) {
        "a writer made XML that is not well-formed: {0}", "写出的 XML 不合规范：{0}";
        "this is a fault in paiban; please report it", "这是 paiban 自身的错误，请报告"
    }
    XmlMalformed "xml-002" error(Malformed) {
        "this is not well-formed XML: {0} (line {1}, column {2})", "XML 不合规范：{0}（第 {1} 行第 {2} 列）";
        "check the file with an XML editor", "请用 XML 编辑器检查该文件"
    }
    XmlLimit "xml-003" error(Limit) {
        "the XML exceeds the limit for {0}, {1}", "XML 超出限度：{0} 至多 {1}";
        "where it is depth, raise it with --limit depth=N", "如为 depth，可用 --limit depth=N 放宽"
    }
    XmlForbidden "xml-004" warning {
        "{0} characters that XML forbids were left out of metadata and attributes",
        "元数据与属性中有 {0} 个 XML 禁用的字符，已略去";
        "", ""
    }

    // tei: the TEI writer
    TeiCannotExpress "tei-001" warning {
        "TEI cannot express {0}; its text was kept", "TEI 无法表达 {0}，已保留其文字";
        "", ""
    }
    TeiNotRestorable "tei-002" warning {
        "the text does not give the source back, so the archive makes no claim to",
        "正文已与来源文件不符，存档不再声明可还原";
        "", ""
    }
    TeiEmbedded "tei-003" note {
        "the source cannot be rebuilt from the text and was embedded whole",
        "来源文件无法由正文重建，已整体嵌入";
        "", ""
    }
    TeiRoot "tei-020" error(Malformed) {
        "this XML is not TEI: its root element is {0}", "这份 XML 不是 TEI：根元素是 {0}";
        "convert it to TEI P5, Markdown or plain text first; to set it with its tags, give --from text",
        "请先转换为 TEI P5、Markdown 或纯文本；如需连同标签一起排出，请用 --from text"
    }
    TeiP4 "tei-023" error(Malformed) {
        "this is TEI P4, which paiban does not read: its root element is {0}",
        "这是 TEI P4，本程序不能读取：根元素是 {0}";
        "convert it to TEI P5 first, for instance with the style sheet p4top5.xsl of the TEI Consortium",
        "请先转换为 TEI P5，例如用 TEI 联盟的样式表 p4top5.xsl"
    }
    TeiUnknownElement "tei-021" warning {
        "the element {0} has no construct in the model; the text of {1} of them was kept",
        "元素 {0} 在文档模型中没有对应结构，{1} 处的文字已保留";
        "", ""
    }
    TeiEntity "tei-022" warning {
        "the entity {0} is not expanded and stands in the text {1} times",
        "实体 {0} 未展开，在正文中原样出现 {1} 次";
        "write the character itself", "请直接写出该字符"
    }
    TeiLeftOut "tei-024" warning {
        "text in {0} has no place in the document and was left out: {1}",
        "元素 {0} 中的文字在文档模型中没有位置，已略去：{1}";
        "move it into a paragraph of the text if it belongs there", "若属正文，请移入正文的段落"
    }
    TeiIncluded "tei-025" warning {
        "the part {0} is another file and was not read", "{0} 是另一份文件，未读取";
        "put the parts into one file first, for instance with xmllint --xinclude",
        "请先合并为一份文件，例如用 xmllint --xinclude"
    }
    TeiUnwritten "tei-026" warning {
        "nothing says how to write the character {0}; 〓 was set in its place",
        "没有说明字符 {0} 如何书写，已用〓代替";
        "give it a mapping in the header (charDecl)", "请在文件头（charDecl）中写明对应的字符"
    }
    HtmlLeftOut "htm-001" note {
        "<{0}> is not shown by a page and was left out ({1} times)",
        "网页不显示的 <{0}> 未收入（{1} 处）";
        "the page itself is kept in the archive", "原网页整个存于存档中"
    }
    HtmlTooDeep "htm-002" error(Limit) {
        "the page nests thousands of elements in each other, or never closes them",
        "网页中嵌套或未关闭的元素有数千层，无法读取";
        "no page does: check that it was saved whole", "正常网页不会如此，请检查保存是否完整"
    }
    HtmlScripted "htm-003" error(Malformed) {
        "the page has no text of its own: a script would fill it in a browser",
        "网页本身没有文字，其内容要由浏览器中的脚本填入";
        "open it in a browser and save it from there, or copy its text",
        "请在浏览器中打开后另存，或复制其文字"
    }
    HtmlEncoding "htm-004" note {
        "the page says that it is in {0}, but its bytes are {1} and were read so",
        "网页自称编码为 {0}，但其字节是 {1}，已按后者读取";
        "if the text is garbled, give --encoding", "如有乱码，请用 --encoding 指定编码"
    }
    RestoreForeign "tei-013" error(Malformed) {
        "this is no TEI file, so nothing can be restored from it", "这不是 TEI 文件，无法由它还原";
        "name the .tei.xml file that paiban wrote", "请指定本程序写出的 .tei.xml 文件"
    }
    RestoreUnclaimed "tei-011" error(Malformed) {
        "this file does not say how to rebuild its source ({0})", "此文件没有说明如何还原来源文件（{0}）";
        "only archives written with a restore claim can be restored", "只有声明可还原的存档才能还原"
    }
    RestoreEncoding "tei-012" error(Malformed) {
        "this file gives “{0}” as the encoding of its source, which cannot be written",
        "此文件所记来源文件的编码“{0}”无法写出";
        "correct the encoding in its header (note type=\"encoding\"): a name of the WHATWG Encoding Standard without states, such as UTF-8 or GB18030",
        "请改正文件头中的编码（note type=\"encoding\"）：WHATWG 编码标准中无状态的编码，例如 UTF-8、GB18030"
    }
    RestoreMismatch "tei-010" error(Malformed) {
        "the restored bytes do not have the recorded length and SHA-256",
        "还原的字节与记录的长度和 SHA-256 不符";
        "the archive was changed after it was made", "存档在生成之后被改动过"
    }
}
