//! Codes of what layout and writers find: fonts, layout, PDF, e-books and XML.

macro_rules! writing {
    ($next:ident $($later:ident)*; $($before:tt)*) => { $next! { $($later)*; $($before)*
    // fnt: fonts
    MissingGlyph "fnt-001" warning {
        "no font has the character {0} ({1})", "没有字体含有字符 {0}（{1}）";
        "use a font that has it with {@fonts.body=FILE}", "可用 {@fonts.body=文件} 指定含有该字的字体"
    }
    FontUnusable "fnt-002" error(Asset) {
        "{0} is not a font that paiban can use, or is damaged", "{0} 不是可用的字体文件，或已损坏";
        "use a TrueType or OpenType font (.ttf, .otf, .ttc)",
        "请指定 TrueType 或 OpenType 字体（.ttf、.otf、.ttc）"
    }
    FontIndex "fnt-003" error(Asset) {
        "{0} holds {1} faces, and none of number {2}", "{0} 含有 {1} 个字体，没有第 {2} 号";
        "faces are numbered from 0: {@fonts.body=FILE#0}", "编号从 0 开始：{@fonts.body=文件#0}"
    }
    FontRestricted "fnt-004" error(Asset) {
        "the licence of {0} does not allow it to be embedded in part", "字体 {0} 的许可不允许嵌入子集";
        "use another font, or ask its maker for a licence to embed it", "请改用其他字体，或向字体厂商取得嵌入许可"
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
        "set one with {@fonts.body=FILE}", "请用 {@fonts.body=文件} 指定字体"
    }

    // lay: layout
    LayoutCannotExpress "lay-001" warning {
        "PDF cannot express {0}; its text was set as a paragraph", "PDF 无法表达 {0}，已按段落排出其文字";
        "", ""
    }

    PageTooSmall "lay-002" warning {
        "the page does not hold the requested lines; it was set with {0} (characters × lines)",
        "版面容不下指定的行数或字数，已改排为 {0}（字×行）";
        "choose a larger paper, a smaller size or narrower margins", "请改用更大的纸张、更小的字号或更窄的页边"
    }
    TallerThanPage "lay-003" warning {
        "something is taller than a page; it was made smaller", "有内容高于一页，已缩小排入";
        "choose a larger paper or a smaller size", "请改用更大的纸张或更小的字号"
    }
    ImageUnusable "lay-004" warning {
        "the image {0} cannot be shown; its description was set instead", "图片 {0} 无法显示，已排出其文字说明";
        "provide the image as PNG, JPEG, WebP, GIF or SVG", "请提供 PNG、JPEG、WebP、GIF 或 SVG 格式的图片"
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
        "the note {0} is longer than a page; it continues at the foot of the next ones",
        "注释 {0} 长于一页，其余部分续排于后面各页";
        "make it an endnote or an appendix", "请改为尾注或附录"
    }
    PageWish "lay-017" warning {
        "{0} cannot be “{1}”; the style's was used", "{0} 不能是“{1}”，已使用样式的设置";
        "docs/markdown.md has the values of each key", "各键的值见 docs/markdown.md"
    }
    HeadingsNumbered "lay-018" warning {
        "no numbers were added: {0} of {1} headings have numbers of their own",
        "未加编号：{1} 个标题中有 {0} 个自带编号";
        "take the numbers out of the headings, or numbersections away", "请删去标题自带的编号，或不用 numbersections"
    }
    TemplateName "lay-019" warning {
        "{0} in a header or footer names nothing; it was printed as it is",
        "页眉或页脚中的 {0} 不是可用的名称，已照原样排出";
        "the names are {title} {author} {chapter} {section} {page} {pages} {date}", "可用的名称：{title} {author} {chapter} {section} {page} {pages} {date}"
    }
    LinkAddress "lay-012" warning {
        "the link to {0} leads neither into the text nor to an address on the web; its text was set without it",
        "链接 {0} 既不指向文中之处，也不是网址，只排出其文字";
        "name an address on the web, or a place in the text", "请改为网址，或文中的位置"
    }

    // pdf: the PDF writer
    FormulaUnset "lay-013" warning {
        "the formula can't be set: {0}; its TeX is shown", "公式无法排出：{0}；已照原样显示其 TeX";
        "correct its TeX; docs/math.md lists the commands", "请改正 TeX；可用的命令见 docs/math.md"
    }
    PdfAttachments "pdf-001" error(Usage) {
        "{0} does not allow attachments", "{0} 不允许附带文件";
        "choose a-3a, a-4f or none with {@pdf.standard}", "请用 {@pdf.standard} 选择 a-3a、a-4f 或 none"
    }
    PdfDamaged "pdf-002" error(Malformed) {
        "this PDF cannot be read: {0}", "无法读取这份 PDF：{0}";
        "", ""
    }
    PdfUnwritten "pdf-003" error(Internal) {
        "the PDF could not be put together: {0}", "无法生成 PDF：{0}";
        "this is a fault in paiban", "这是 paiban 自身的错误，请报告"
    }
    PdfLinkTarget "pdf-004" warning {
        "a link leads to {0}, which is nowhere in the text; it was left out",
        "链接目标 {0} 不在正文之中，已略去该链接";
        "", ""
    }
    PdfNoAlt "pdf-005" warning {
        "a figure has no alternative text; only “{0}” is read aloud to those who cannot see it",
        "插图缺少替代文字，视障读者只能听到“{0}”";
        "describe it, or mark it as decorative", "请为其写一句描述，或标明为装饰"
    }
    PdfHeadingDepth "pdf-006" note {
        "headings deeper than level 6 (here {0}) are paragraphs to most readers",
        "深于六级的标题（此处为 {0} 级）在多数阅读器中视同段落";
        "", ""
    }
    PdfUntitled "pdf-007" warning {
        "the work has no title; the PDF is called “{0}”", "作品没有题名，PDF 标题为“{0}”";
        "set one with {@meta.title}", "请用 {@meta.title} 指定"
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
        "the image {0} is incomplete or damaged; the readable part is shown",
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
        "use a PNG, JPEG, GIF, WebP or SVG", "请提供 PNG、JPEG、GIF、WebP 或 SVG"
    }
    EpubNoDescription "epb-005" warning {
        "the image {0} has no description", "图像 {0} 没有文字说明";
        "describe it for those who can't see it, or mark it as decorative",
        "请为视障读者写明内容，或标明仅作装饰"
    }
    EpubDeadLink "epb-006" warning {
        "the link to {0} leads nowhere in the e-book; its text was kept",
        "链接 {0} 在电子书中没有目标，已保留其文字";
        "name an address on the web, or a place in the text", "请改为网址，或文中的位置"
    }
    EpubCoverUnknown "epb-007" error(Asset) {
        "the file given as cover is no image that e-books show", "指定的封面文件不是电子书可显示的图像";
        "use a PNG, JPEG, GIF, WebP or SVG", "请提供 PNG、JPEG、GIF、WebP 或 SVG"
    }
    EpubNoPages "epb-008" warning {
        "no PDF is made in this run, so the e-book lists no pages", "本次未生成 PDF，电子书不列页码";
        "make both: {@formats=pdf,epub}", "请同时生成两者：{@formats=pdf,epub}"
    }
    EpubFontWhole "epb-009" note {
        "the face {0} has outlines that e-books take whole only; all of it was put in",
        "字体 {0} 的轮廓格式只能整体嵌入电子书，已全部嵌入";
        "use a TrueType face for a smaller book", "如需较小的文件，请改用 TrueType 字体"
    }
    EpubFault "epb-010" error(Internal) {
        "the e-book could not be put together: {0}", "无法生成电子书：{0}";
        "this is a fault in paiban", "这是 paiban 自身的错误，请报告"
    }
    EpubDrawing "epb-011" warning {
        "the drawing {0} has what an e-book must not hold, and it was left out: {1}",
        "图形 {0} 中有不宜进入电子书的内容，已略去：{1}";
        "save the drawing as plain SVG, or as PNG", "请另存为普通 SVG 或 PNG"
    }
    EpubNoGlyph "epb-012" warning {
        "no embedded face has the character {0} ({1}); readers set it in a face of their own",
        "嵌入的字体都没有字符 {0}（{1}），由阅读器自带的字体显示";
        "use a font that has it with {@fonts.body=FILE}", "可用 {@fonts.body=文件} 指定含有该字的字体"
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
        "the XML exceeds the limit for {0}, {1}", "XML 超出限制：{0} 至多 {1}";
        "where it is depth, raise it with {@limits.depth=N}", "如为 depth，可用 {@limits.depth=N} 放宽"
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
        "the source can't be restored from the text, so the archive does not claim it",
        "正文已与来源文件不符，存档未声明可还原";
        "", ""
    }
    TeiEmbedded "tei-003" note {
        "the source cannot be rebuilt from the text and was embedded whole",
        "来源文件无法由正文重建，已整体嵌入";
        "", ""
    }
    TeiRoot "tei-020" error(Malformed) {
        "this XML is not TEI: its root element is {0}", "这份 XML 不是 TEI：根元素是 {0}";
        "convert it to TEI P5, Markdown or plain text first; to set it with its tags, use {@read.from=text}",
        "请先转换为 TEI P5、Markdown 或纯文本；如需连同标签一起排出，请用 {@read.from=text}"
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
        "the entity {0} is not expanded; it is in the text {1} times",
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
        "add a mapping in the header (charDecl)", "请在文件头（charDecl）中写明对应的字符"
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
        "网页声明的编码为 {0}，实际为 {1}，已按后者读取";
        "if the text is garbled, use {@read.encoding}", "如有乱码，请用 {@read.encoding} 指定编码"
    }
    HtmlAttributes "htm-005" error(Limit) {
        "a tag on line {0} of the page has more than {1} attributes",
        "网页第 {0} 行有一个标签的属性多于 {1} 个，无法读取";
        "no page does: check that it was saved whole", "正常网页不会如此，请检查保存是否完整"
    }
    MhtmlNoPage "htm-006" error(Malformed) {
        "the saved page holds no page: none of its parts is HTML", "网页存档中没有网页：没有一个部分是 HTML";
        "save it again from the browser", "请从浏览器重新保存"
    }
    MhtmlCut "htm-007" warning {
        "the saved page is cut off: its last boundary is missing", "网页存档不完整，缺少结尾标记";
        "save it again from the browser if text is missing", "若缺少内容，请从浏览器重新保存"
    }
    RestoreForeign "tei-013" error(Malformed) {
        "this is no TEI file, so nothing can be restored from it", "这不是 TEI 文件，无法用于还原";
        "name the .tei.xml file that paiban wrote", "请指定本程序写出的 .tei.xml 文件"
    }
    RestoreUnclaimed "tei-011" error(Malformed) {
        "this file does not say how to rebuild its source ({0})", "此文件没有说明如何还原来源文件（{0}）";
        "only archives written with a restore claim can be restored", "只有声明可还原的存档才能还原"
    }
    RestoreEncoding "tei-012" error(Malformed) {
        "this file names “{0}” as the encoding of its source, which cannot be written",
        "此文件所记来源文件的编码“{0}”无法写出";
        "correct the encoding in its header (note type=\"encoding\"): a name of the WHATWG Encoding Standard without states, such as UTF-8 or GB18030",
        "请改正文件头中的编码（note type=\"encoding\"）：WHATWG 编码标准中无状态的编码，例如 UTF-8、GB18030"
    }
    RestoreMismatch "tei-010" error(Malformed) {
        "the restored bytes do not have the recorded length and SHA-256",
        "还原的字节与记录的长度和 SHA-256 不符";
        "the archive was changed after it was made", "存档在生成之后被改动过"
    }
    Unaccounted "led-001" warning {
        "characters of the manuscript that are not in the {0}, for no known reason: {1}, the first here",
        "稿件中有 {1} 个字符没有出现在 {0} 中，原因不明，第一个在此处";
        "please look at this place; {@accounts} lists all of them",
        "请查看此处；{@accounts} 可列出全部"
    }
    } };
}

pub(super) use writing;
