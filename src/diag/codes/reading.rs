//! Codes of what readers find: bytes, plain text, Markdown and the model's JSON.

macro_rules! reading {
    ($next:ident $($later:ident)*; $($before:tt)*) => { $next! { $($later)*; $($before)*
    // src: bytes to characters
    SourceEmpty "src-001" error(Malformed) {
        "the file is empty", "文件是空的";
        "check that the right file was named", "请检查文件名是否正确"
    }
    SourceBinary "src-002" error(Malformed) {
        "this is not text but {0}", "这不是文本，而是{0}";
        "save it as plain text (UTF-8) first; to read it as text anyway, use {@read.encoding}",
        "请先另存为纯文本（UTF-8）；若确是文本，请用 {@read.encoding} 指明编码"
    }
    SourceOldWord "src-007" error(Malformed) {
        "this is {0}, which is not read", "这是{0}，不支持这种格式";
        "convert it first: soffice --headless --convert-to docx FILE",
        "请先转换：soffice --headless --convert-to docx 文件"
    }
    SourceEncrypted "src-008" error(Malformed) {
        "this document is encrypted", "这份文档已加密";
        "open it with its password and save it without, as .docx", "请用密码打开，另存为不加密的 .docx"
    }
    SourceUndecodable "src-003" warning {
        "not valid {1}, kept as found: {0} bytes, the first here",
        "有 {0} 个字节不是有效的 {1}，已原样保留，第一个在此处";
        "if the text looks wrong, name its encoding with {@read.encoding}", "若文字不对，请用 {@read.encoding} 指明编码"
    }
    SourceEncodingUnread "src-006" error(Malformed) {
        "the file is in {0}, an encoding that is not read", "不支持文件的编码 {0}";
        "save it as UTF-8, for instance with iconv -f {0} -t UTF-8 FILE > NEW",
        "请另存为 UTF-8，例如 iconv -f {0} -t UTF-8 文件 > 新文件"
    }
    SourceEncodingGuessed "src-004" note {
        "the encoding was taken to be {0} ({1} % sure)", "按 {0} 编码读取（可信度 {1}%）";
        "name another with {@read.encoding}", "可用 {@read.encoding} 指定其他编码"
    }
    SourceControls "src-005" error(Malformed) {
        "this is not text: {0} % of it are control characters or undecodable bytes",
        "这不是文本：控制字符或无法解码的字节占 {0}%";
        "to read it as text all the same, name its encoding with {@read.encoding}",
        "若确是文本，请用 {@read.encoding} 指明编码"
    }

    // con: containers
    ContainerBroken "con-001" error(Malformed) {
        "the file is damaged and cannot be unpacked: {0}", "文件已损坏，无法解压：{0}";
        "download or save it again", "请重新下载或另存"
    }
    ContainerEntries "con-002" error(Limit) {
        "the file holds {0} files, more than {1}", "文件内含 {0} 个文件，超过 {1}";
        "raise the limit with {@limits.entries=N} if it is trustworthy", "若来源可靠，请用 {@limits.entries=N} 放宽"
    }
    ContainerUnpacked "con-003" error(Limit) {
        "the file unpacks to more than {0} bytes", "文件解压后超过 {0} 字节";
        "raise the limit with {@limits.unpacked=N} if it is trustworthy", "若来源可靠，请用 {@limits.unpacked=N} 放宽"
    }
    ContainerRatio "con-004" error(Limit) {
        "{0} in the file unpacks to more than {1} times its length", "文件内的 {0} 解压后超过压缩时的 {1} 倍";
        "raise the limit with {@limits.ratio=N} if it is trustworthy", "若来源可靠，请用 {@limits.ratio=N} 放宽"
    }
    ContainerLocked "con-005" error(Malformed) {
        "{0} in the file is encrypted", "文件内的 {0} 已加密";
        "save it without a password", "请另存为不加密的文件"
    }
    BookPart "con-006" error(Malformed) {
        "the e-book has no {0} that can be read", "电子书缺少可读的 {0}";
        "download or save it again", "请重新下载或另存"
    }
    BookLocked "con-007" error(Malformed) {
        "the e-book is protected: {0} is encrypted", "电子书有版权保护：{0} 已加密";
        "it can be read in the program that it was bought for alone", "只能用购买时指定的程序阅读"
    }
    BookMember "con-008" warning {
        "the e-book names {0}, which is not in it", "电子书指明的 {0} 不在其中";
        "download it again if text is missing", "若缺少内容，请重新下载"
    }
    BookHeading "con-009" note {
        "the contents name “{0}” where the text has no heading; one was made",
        "目录中的“{0}”在正文中没有标题，已按目录加上";
        "", ""
    }
    BookUnread "con-010" warning {
        "{0} in the e-book was not read: {1}", "电子书中的 {0} 未能读取：{1}";
        "the book itself is kept in the archive", "原书整个存于存档中"
    }
    BookUnlisted "con-011" warning {
        "{0} of the e-book is not in its reading order; it was not read",
        "电子书中的 {0} 不在阅读顺序中，未读入";
        "the book itself is kept in the archive", "原书整个存于存档中"
    }
    BookOrder "con-012" warning {
        "the reading order of the e-book names “{0}”, which is not one of its files",
        "电子书的阅读顺序指明“{0}”，文件清单中没有";
        "download it again if text is missing", "若缺少内容，请重新下载"
    }

    // wrd: Word documents
    WordNoText "wrd-001" error(Malformed) {
        "the document has no text: {0} is missing or holds no body", "文档中没有正文：{0} 缺失或无正文";
        "open and save it again with Word, WPS or LibreOffice", "请用 Word、WPS 或 LibreOffice 打开后重新保存"
    }
    WordNoPart "wrd-002" warning {
        "{0} is missing or damaged; the document was read without it", "{0} 缺失或损坏，已忽略";
        "open and save it again with Word, WPS or LibreOffice", "请用 Word、WPS 或 LibreOffice 打开后重新保存"
    }
    WordNoNote "wrd-003" warning {
        "the mark of note {0} has no note; it was left out", "注释 {0} 只有注码没有内容，已略去";
        "check the notes of the document", "请检查文档中的注释"
    }
    WordLeftOut "wrd-004" warning {
        "left out, since it is not read: {0}", "不支持此类内容，已略去：{0}";
        "replace it by a picture or by text", "请改用图片或文字"
    }
    WordExternal "wrd-005" warning {
        "a picture outside the document was not fetched: {0}", "文档之外的图片，未获取：{0}";
        "embed it in the document", "请将图片嵌入文档"
    }
    WordPicture "wrd-006" warning {
        "a picture of a form that is not read was left out: {0}", "不支持此种格式的图片，已略去：{0}";
        "save it as PNG, JPEG or SVG (EMF and WMF are drawings of Windows)",
        "请另存为 PNG、JPEG 或 SVG（EMF、WMF 是 Windows 图元文件）"
    }
    WordColumns "wrd-007" note {
        "the document has columns; its text was set in one", "文档有分栏，已排为单栏";
        "", ""
    }
    WordSections "wrd-008" note {
        "sections of the document have other paper; the paper of the longest was taken for all",
        "文档各节纸张不同，已全部采用最长一节的纸张";
        "choose another with {@page.paper}", "可用 {@page.paper} 指定"
    }
    SourceMixed "src-009" warning {
        "the file is in two encodings, each read as what it is: most is {0}, but {1} are the bytes {2}",
        "文件混用两种编码，已分段按各自编码读取：大部分是 {0}，以下字节是 {1}：{2}";
        "save the file as UTF-8; if the text looks wrong, name its encoding with {@read.encoding}",
        "请另存为 UTF-8；若文字不对，请用 {@read.encoding} 指明编码"
    }

    // txt: plain text
    Doubtful "txt-001" warning {
        "{0} was taken for a heading by the rule {1}, which is {2} % sure",
        "按规则 {1} 将“{0}”视为标题，可信度 {2}%";
        "overrule it in a sidecar file: {@read.decisions}",
        "可在旁注文件中改正：{@read.decisions}"
    }
    SidecarMalformed "txt-002" error(Malformed) {
        "the sidecar file cannot be read: {0}", "旁注文件无法读取：{0}";
        "write a new one with {@read.decisions}",
        "可用 {@read.decisions} 重新生成"
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
        "按规则 {1} 将“{0}”视为题名，可信度 {2}%";
        "overrule it with {@read.title-line}, or in a sidecar file: {@read.decisions}",
        "可用 {@read.title-line} 指定，或在旁注文件中改正：{@read.decisions}"
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
        "正文未见题名，取自文件名：“{0}”，可信度 {1}%";
        "overrule it with {@meta.title}", "可用 {@meta.title} 另行指定"
    }

    TitleLineUnplaced "txt-010" warning {
        "{@read.title-line} {0} has no effect: there is no text on that line", "{@read.title-line} {0} 无效：该行没有文字";
        "count lines from 1, blank ones too", "行号从 1 开始，空行也计入"
    }
    EscapesLeftOut "txt-009" note {
        "{0} commands to a terminal (escape sequences) are not shown, the first here",
        "有 {0} 处终端控制序列（ESC）不显示，第一处在此";
        "the archive keeps them", "存档中仍保留"
    }
    SpacesNoise "txt-011" warning {
        "nearly all Chinese characters have spaces between them, which were left out",
        "汉字之间几乎都有空格，已视为噪音删除";
        "if they are meant, keep them with {@display.spaces=keep}", "如确需保留，请用 {@display.spaces=keep} 保留"
    }

    // md: Markdown
    MarkdownFrontMatter "md-001" warning {
        "the {0} front matter cannot be read: {1}", "{0} 文首元数据无法读取：{1}";
        "correct it: nothing of it was used as metadata", "请改正：其中内容未计入元数据"
    }
    MarkdownFrontMatterKey "md-005" warning {
        "“{0}” in the front matter is not valid: {1}", "文首元数据中的“{0}”写法有误：{1}";
        "correct it; a value in one line was used as written, and the other keys count",
        "请改正；单行的值已照原样采用，其余各项不受影响"
    }
    MarkdownTag "md-002" warning {
        "the HTML element {0} has no place in a document; its text was kept",
        "HTML 元素 {0} 在文档中没有对应，已保留其文字";
        "ruby, sub, sup, br, img and table are read", "可用的有 ruby、sub、sup、br、img、table"
    }
    FrontMatterValue "md-013" warning {
        "{0} cannot be “{1}”; it was read as if it were not said", "{0} 不能是“{1}”，已按未设置处理";
        "docs/markdown.md has the values of each key", "各键的值见 docs/markdown.md"
    }
    FrontMatterKeys "md-008" warning {
        "keys of the front matter that are not understood, kept as metadata alone: {0}", "文首元数据中未能理解的键，仅作为元数据保留：{0}";
        "docs/markdown.md lists the keys", "可用的键见 docs/markdown.md"
    }
    MarkdownUnclosed "md-009" warning {
        "the container that begins here is never closed", "此处开始的容器没有结束标记";
        "put a line of ::: where it is to end; until then it reaches to the end of what contains it",
        "请在其结束处另起一行写 :::；目前一直延续到所在部分的末尾"
    }
    MarkdownGrid "md-010" warning {
        "the bars of this table are not below one another; its cells were counted by them",
        "此表的竖线上下未对齐，已按竖线的个数划分单元格";
        "put each bar below the + of the border; a Chinese character takes two columns",
        "请让竖线与边框中的 + 上下对齐，一个汉字占两列"
    }
    MarkdownWiki "md-011" warning {
        "nothing in the document is called “{0}”; links to other pages are their text",
        "文档中没有“{0}”，指向其他页面的双链已作为文字保留";
        "such a link may name a heading of the same document", "双链可以指向同一文档中的标题"
    }
    MarkdownColour "md-012" warning {
        "colours of text are not kept; the text is", "不保留文字颜色，只保留文字";
        "to set text apart, make it strong, or mark it: ==重点==", "如需突出，可用加粗，或用 ==重点== 标记"
    }
    MarkdownTemplate "md-014" warning {
        "tags of site generators are not run; “{0}” stays a text", "不执行站点生成器的标签，“{0}”作为文字保留";
        "write what it makes, or take it out", "请改写为它所生成的内容，或将其删去"
    }
    MarkdownStyleSheet "md-015" warning {
        "the style sheet in the text is not used, except for its page breaks",
        "正文中的样式表除分页外不起作用";
        "{@page.style} takes a style sheet of pages: docs/styles.md", "版面样式请用 {@page.style}，见 docs/styles.md"
    }
    MarkdownCells "md-004" warning {
        "the row has more cells than the table has columns; “{0}” was left out",
        "此行单元格多于表格列数，“{0}”已略去";
        "add cells to the heading row", "请给表头补足单元格"
    }

    // bok: books of many files
    PlanMalformed "bok-001" error(Malformed) {
        "{0} is no plan of a book: {1}", "{0} 不是成书计划：{1}";
        "correct it, or convert its files one by one ({@convert})",
        "请改正，或逐个转换其中的文件（{@convert}）"
    }
    PlanKeys "bok-002" warning {
        "{0} has keys that mean nothing here: {1}", "{0} 中有不起作用的键：{1}";
        "", ""
    }
    IncludeMissing "bok-003" warning {
        "{0}, which {1} includes, is not there; the directive is left as it is",
        "{1} 要包含的 {0} 不存在；指令原样保留";
        "check the name, the lines or the anchor", "请检查文件名、行号或锚点"
    }
    IncludeOutside "bok-004" warning {
        "{0}, which {1} includes, is outside the folder of the book; it is not read",
        "{1} 要包含的 {0} 在书的文件夹之外，未读取";
        "move it into the folder", "请把它移到文件夹内"
    }
    IncludeCircular "bok-005" warning {
        "{0} includes itself, or nests too deep, in {1}; the directive is left as it is",
        "{1} 中 {0} 循环包含自身或嵌套过深；指令原样保留";
        "", ""
    }
    ReferenceLost "bok-006" warning {
        "the link to {0} in {1} leads to no chapter of the book; it is set as text",
        "{1} 中的链接 {0} 不指向书中任何一章，已按文字排出";
        "", ""
    }
    ChapterMissing "bok-007" error(Unreadable) {
        "the chapter {0} cannot be read: {1}", "无法读取章节 {0}：{1}";
        "correct the file or the plan, or use --keep-going for a page that reports it",
        "请改正文件或计划，或用 --keep-going 在该处排一页说明"
    }
    ChapterUnlisted "bok-008" warning {
        "files in the folder that are not in the book, since its plan does not name them: {0}",
        "文件夹中有未收入本书的文件（计划中没有列出）：{0}";
        "add them to the plan if they belong to the book", "如属本书，请在计划中补上"
    }
    PlanOthers "bok-009" note {
        "the book is made by {0}; not by {1}", "已按 {0} 成书，未使用 {1}";
        "", ""
    }

    ChapterOutside "bok-010" error(Unreadable) {
        "the chapter {0} is outside the folder of the book", "章节 {0} 在书的文件夹之外";
        "move it into the folder", "请把它移到文件夹内"
    }
    ChapterSkipped "bok-011" warning {
        "the chapter {0} cannot be read ({1}); a page in its place reports it",
        "无法读取章节 {0}（{1}）；该处排了一页说明";
        "correct the file or the plan", "请改正文件或计划"
    }
    RestoreOutside "bok-012" error(Malformed) {
        "the archive names the file {0}, which leads out of the folder; nothing was written",
        "存档中的文件 {0} 会写到文件夹之外；没有写任何文件";
        "", ""
    }
    PlanExists "bok-013" error(Output) {
        "{0} is there already", "{0} 已存在";
        "edit it; it was left as it is", "请直接修改该文件；原文件没有改动"
    }

    TitleOfFolder "bok-014" note {
        "the book has no title; the name of its folder was taken: {0}",
        "全书未见题名，取自文件夹名：“{0}”";
        "overrule it with {@meta.title}, or title in paiban.toml",
        "可用 {@meta.title} 或 paiban.toml 中的 title 另行指定"
    }

    PlanOfFile "bok-015" error(Usage) {
        "{0} is the name of a file; a plan is for the folder of a book",
        "{0} 是文件名；成书计划属于整本书的文件夹";
        "name its folder: paiban init {1}", "请指定其所在的文件夹：paiban init {1}"
    }

    // doc: the model and its JSON
    JsonMalformed "doc-001" error(Malformed) {
        "this JSON is not a paiban document: {0}", "这份 JSON 不是 paiban 文档：{0}";
        "compare it with {@schema/model.json}; to set it as plain text, use {@read.from=text}",
        "请对照 {@schema/model.json}；若要当作纯文本排版，请加 {@read.from=text}"
    }
    JsonVersion "doc-002" error(Malformed) {
        "this document is of version {0}, newer than this paiban reads", "此文档版本为 {0}，高于本程序支持的版本";
        "update paiban", "请升级 paiban"
    }
    JsonForeign "doc-004" warning {
        "this JSON is not a paiban document and was read as plain text",
        "这份 JSON 不是 paiban 文档，已按纯文本读取";
        "to see what a document looks like, convert a text with {@formats=json}",
        "可用 {@formats=json} 转换一份文本，以作参照"
    }
    JsonNesting "doc-005" error(Limit) {
        "the JSON nests deeper than {0} arrays and objects", "JSON 的嵌套超过 {0} 层";
        "check the program that wrote it, or raise the limit with {@limits.depth=N}",
        "请检查生成它的程序，或用 {@limits.depth=N} 放宽"
    }
    TooManyBlocks "doc-006" error(Limit) {
        "the document has {0} blocks, more than {1}", "文档有 {0} 块，超过 {1}";
        "divide it into parts, or raise the limit with {@limits.blocks=N}",
        "请分成几份，或用 {@limits.blocks=N} 放宽"
    }
    TooManyNotes "doc-007" error(Limit) {
        "the document has {0} notes, more than {1}", "文档有 {0} 条注释，超过 {1}";
        "divide it into parts, or raise the limit with {@limits.notes=N}",
        "请分成几份，或用 {@limits.notes=N} 放宽"
    }
    TooManyImages "doc-008" error(Limit) {
        "the document has {0} images, more than {1}", "文档有 {0} 张图片，超过 {1}";
        "divide it into parts, or raise the limit with {@limits.images=N}",
        "请分成几份，或用 {@limits.images=N} 放宽"
    }
    TooMuchMemory "doc-015" error(Limit) {
        "the document would take about {0} bytes of memory, more than {1}",
        "文档约需 {0} 字节内存，超过 {1}";
        "divide it into parts, or raise the limit with {@limits.memory=N}",
        "请分成几份，或用 {@limits.memory=N} 放宽"
    }
    NothingToSet "doc-009" error(Malformed) {
        "there is neither text nor image in it, so nothing was written", "其中没有文字，也没有图片，未写出任何文件";
        "check that the right file was named", "请检查文件名是否正确"
    }
    LinkNameless "doc-013" warning {
        "a link without an address leads nowhere; its text was kept", "链接没有写出地址，只保留其文字";
        "write the address between the parentheses", "请在括号中写出地址"
    }
    ReferenceNowhere "doc-014" warning {
        "nothing in the document has the name that “{0}” refers to; it is shown as it is written",
        "文档中没有“{0}”所指的对象，已照原样显示";
        "assign that name to the figure, table or heading, for instance {#fig:name}",
        "请给所指的图、表或标题加上这个名称，例如 {#fig:名称}"
    }
    ImageNameless "doc-010" warning {
        "the image has no address; its description is used", "图片没有地址，以文字说明代替";
        "name its file, for instance ![…](image.png)", "请写出图片文件名，例如 ![…](图片.png)"
    }
    Cancelled "doc-016" error(Denied) {
        "the conversion was cancelled", "转换已取消";
        "", ""
    }
    TooDeep "doc-003" warning {
        "structure deeper than {0} levels was flattened", "超过 {0} 层的结构已展平";
        "its text is kept; to keep its structure, raise the limit with {@limits.depth=N}",
        "文字都在；如需保留结构，可用 {@limits.depth=N} 放宽"
    }
    NoteInContents "doc-012" warning {
        "the note “{0}” is in a table of contents, which a PDF and an e-book generate; they don't have it",
        "注释“{0}”在目录中，PDF 与电子书的目录是重新编制的，其中没有此注";
        "put its mark into the heading that it is about", "请把注码放到它所注的标题里"
    }
    NoteUncalled "doc-011" note {
        "no mark in the text leads to the note {0}; it is shown where it is",
        "正文中没有注码指向注释 {0}，已在原处显示";
        "put its mark where it belongs", "请在相应处加上注码"
    }
    } };
}

pub(super) use reading;
