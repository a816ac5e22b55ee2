//! Codes of the command line and what it touches: options, files and filters.

macro_rules! command {
    ($next:ident $($later:ident)*; $($before:tt)*) => { $next! { $($later)*; $($before)*
    // cfg: options and the command line
    OptionValue "cfg-001" error(Usage) {
        "option {0} does not take the value {1}", "选项 {0} 不接受值 {1}";
        "{2}", "{2}"
    }
    StyleSheet "cfg-002" error(Usage) {
        "the style sheet cannot be used: {0}", "样式表无法使用：{0}";
        "compare it with {@schema/style.json}", "请对照 {@schema/style.json}"
    }

    RulesFile "cfg-003" error(Usage) {
        "the rules cannot be used: {0}", "规则无法使用：{0}";
        "write [[rule]] with id, kind and pattern", "请写 [[rule]]，其中有 id、kind、pattern"
    }
    OptionsContradict "cfg-004" error(Usage) {
        "{0} and {1} contradict each other", "{0} 与 {1} 不能同时使用";
        "leave one of them out", "请去掉其中一个"
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
        "divide it into parts, or raise the limit with {@limits.bytes=N}",
        "请分成几个文件，或用 {@limits.bytes=N} 放宽"
    }
    OutputUnwritable "fil-006" error(Output) {
        "{0} cannot be written: {1}", "无法写入 {0}：{1}";
        "choose another folder with -o; what was there before is unchanged",
        "请用 -o 另选文件夹；原有文件没有改动"
    }
    OutputDiskFull "fil-007" error(Output) {
        "the disk is full, so {0} was not written", "磁盘已满，{0} 没有写入";
        "make room, or choose a folder on another disk with -o; what was there before is unchanged",
        "请清理磁盘，或用 -o 选择其他磁盘上的文件夹；原有文件没有改动"
    }
    OutputClash "fil-008" error(Usage) {
        "{0} and {1} would both be written to {2}", "{0} 与 {1} 会写到同一个文件 {2}";
        "rename one of them, or convert them into two folders with -o; nothing was written",
        "请改名，或用 -o 分别写到两个文件夹；尚未写入任何文件"
    }
    OutputNamesakes "fil-035" note {
        "{0} and {1} have one name; the names of their outputs keep the extension",
        "{0} 与 {1} 同名，输出文件名保留原扩展名";
        "", ""
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
        "the image {0} was not fetched: paiban uses no network", "未获取图片 {0}：本程序不访问网络";
        "save it beside the manuscript and name the file", "请存到稿件旁边，再写文件名"
    }
    AssetOutside "fil-017" warning {
        "the image {0} lies outside the manuscript's folder and was not read",
        "图片 {0} 在稿件文件夹之外，未读取";
        "name its folder with {@assets}", "可用 {@assets} 指定其文件夹"
    }
    FolderEmpty "fil-018" error(Unreadable) {
        "there is no manuscript in {0}", "{0} 中没有稿件";
        "files that end in .txt or .md are taken; name others with --include, for instance --include '*.tei.xml'",
        "只处理以 .txt、.md 结尾的文件；其他文件请用 --include 指定，例如 --include '*.tei.xml'"
    }
    PatternEmpty "fil-019" error(Unreadable) {
        "no file matches {0}", "没有文件符合 {0}";
        "* matches any characters of a name, ** any folders", "* 代表名称中的任意字符，** 代表任意层文件夹"
    }
    FileChanging "fil-020" error(Unreadable) {
        "{0} changes while it is read", "读取 {0} 期间，文件被修改";
        "wait until it is written, then run the same command again", "请待其写完后重新运行"
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
        "save its content to a file; a manuscript may also come through {@Input::new}",
        "请先把内容存成文件；稿件也可经{@Input::new}读取"
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
    BagForeign "fil-034" error(Usage) {
        "{0} is there already and is no bag of paiban", "{0} 已存在，但不是本程序写出的 BagIt 包";
        "rename or delete it, or choose another folder with -o; nothing was written",
        "请先给它改名或删除，或用 -o 另选文件夹；尚未写入任何文件"
    }
    OutputNamesFold "fil-029" warning {
        "{0} and {1} are one file on systems that fold names, such as Windows and macOS",
        "{0} 与 {1} 仅大小写或字符组合形式不同，在 Windows、macOS 上会成为同一个文件";
        "rename one of the manuscripts before the files go there", "复制到那里之前，请先给其中一份稿件改名"
    }
    AssetMissing "fil-033" warning {
        "the image {0} was not found", "未找到图片 {0}";
        "put the file where the text names it, or name its folder with {@assets}", "请将文件放在文中所写的位置，或用 {@assets} 指定其文件夹"
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
        "used the font {0} of {1}, sha256 {2}", "使用字体 {0}（{1}），sha256 {2}";
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
        "请检查名称；脚本须写明解释程序，例如 --filter 'python3 filter.py'"
    }
    FilterUnrunnable "flt-002" error(Usage) {
        "the filter {0} cannot be run: {1}", "过滤程序 {0} 无法运行：{1}";
        "a script that is no program needs one before it, for instance --filter 'python3 filter.py'",
        "脚本若不能直接运行，须写明解释程序，例如 --filter 'python3 filter.py'"
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
        "the filter {0} did not end within {1} s", "过滤程序 {0} 未在 {1} 秒内结束";
        "give it more time with --filter-timeout", "可用 --filter-timeout 延长时间"
    }
    FilterAnswer "flt-005" error(Malformed) {
        "what the filter {0} answered is not a document: {1}", "过滤程序 {0} 的输出不是文档：{1}";
        "it must write the whole document to standard output, as {@schema/model.json} describes it",
        "它须将整份文档写到标准输出，格式见 {@schema/model.json}"
    }
    FilterVersion "flt-006" error(Malformed) {
        "the filter {0} answered with a document of version {1}, newer than this paiban reads",
        "过滤程序 {0} 输出的文档版本为 {1}，高于本程序支持的版本";
        "it should leave the version as it was given", "它应保留收到的版本号"
    }
    FilterSaid "flt-007" note {
        "the filter {0} says: {1}", "过滤程序 {0} 的输出：{1}";
        "", ""
    }
    } };
}

pub(super) use command;
