//! The generated words of a document, in the language of the work: headings, labels of figures and
//! boxes, navigation.
//!
//! One table for pages, e-books and archives. Takes a language tag (BCP 47), returns its words.

/// Words of headings, navigation, labels and descriptions.
#[derive(Debug)]
pub struct Words {
    /// The cover.
    pub cover: &'static str,
    /// The title page.
    pub title_page: &'static str,
    /// The table of contents.
    pub contents: &'static str,
    /// The heading of the table of contents on pages, spaced as headings of two characters are.
    pub contents_heading: &'static str,
    /// The heading of endnotes for which the document has no place.
    pub notes: &'static str,
    /// Before the number of a figure.
    pub figure: &'static str,
    /// Before the number of a table.
    pub table: &'static str,
    /// Around the number of an equation.
    pub equation: [&'static str; 2],
    /// Around that number beside the equation.
    pub equation_number: [&'static str; 2],
    /// Around the number of a section that is written in digits.
    pub section: [&'static str; 2],
    /// Around the number of a page that a reference prints.
    pub page: [&'static str; 2],
    /// The label of a box: to know, to do better, to succeed, to avoid harm, to know the risks.
    pub admonitions: [&'static str; 5],
    /// Around the description of an image that cannot be shown.
    pub lost_image: [&'static str; 2],
    /// The landmarks of the navigation.
    pub landmarks: &'static str,
    /// The list of pages.
    pub pages: &'static str,
    /// The text itself.
    pub text: &'static str,
    /// The colophon.
    pub colophon: &'static str,
    /// After the title of a chapter that continues in another file.
    pub continued: &'static str,
    /// Of a link from a note back to its mark.
    pub back: &'static str,
    /// Of a task that is done.
    pub done: &'static str,
    /// Of a task that is not.
    pub open: &'static str,
    /// The title of a work that has none.
    pub untitled: &'static str,
    /// Before the other readings of a place.
    pub variant: &'static str,
    /// Its date.
    pub published: &'static str,
    /// Who published it.
    pub publisher: &'static str,
    /// Where it was published before.
    pub source: &'static str,
    /// Its series.
    pub series: &'static str,
    /// Its rights.
    pub rights: &'static str,
    /// Its licence.
    pub licence: &'static str,
    /// Its identifier.
    pub identifier: &'static str,
    /// The file that it was made from.
    pub file: &'static str,
    /// The program that made it.
    pub made_with: &'static str,
    /// Its faces.
    pub faces: &'static str,
    /// Their licence.
    pub faces_licence: &'static str,
    /// Sentences on accessibility.
    pub summary: Summary,
    /// Roles of agents, by MARC relator.
    pub roles: [(&'static str, &'static str); 9],
}

/// Sentences of the accessibility summary.
#[derive(Debug)]
pub struct Summary {
    /// That the text can be reflowed.
    pub text: &'static str,
    /// That all images are described.
    pub described: &'static str,
    /// That some are not.
    pub undescribed: &'static str,
}

impl Words {
    /// The words in the language of this tag: Chinese in either script, Japanese, else English. A
    /// text of unknown language counts as Chinese.
    pub fn of(language: &str) -> &'static Self {
        let tag = language.to_ascii_lowercase();
        let is = |prefix: &str| tag == prefix || tag.starts_with(&format!("{prefix}-"));
        if ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].iter().any(|prefix| is(prefix)) {
            &TRADITIONAL
        } else if ["zh", "cmn", "yue", "lzh", "und"].iter().any(|prefix| is(prefix)) {
            &SIMPLIFIED
        } else if is("ja") {
            &JAPANESE
        } else {
            &ENGLISH
        }
    }
}

const SIMPLIFIED: Words = Words {
    cover: "封面",
    title_page: "扉页",
    contents: "目录",
    contents_heading: "目　录",
    notes: "注释",
    figure: "图",
    table: "表",
    equation: ["式（", "）"],
    equation_number: ["（", "）"],
    section: ["第", "节"],
    page: ["第 ", " 页"],
    admonitions: ["说明", "提示", "重要", "警告", "注意"],
    lost_image: ["［图：", "］"],
    landmarks: "导览",
    pages: "页码",
    text: "正文",
    colophon: "版本说明",
    continued: "（续）",
    back: "返回正文",
    done: "已完成",
    open: "未完成",
    untitled: "无题",
    variant: "异文",
    published: "出版日期",
    publisher: "出版者",
    source: "来源",
    series: "丛书",
    rights: "权利",
    licence: "许可",
    identifier: "标识",
    file: "底本文件",
    made_with: "制作",
    faces: "字体",
    faces_licence: "字体许可",
    summary: Summary {
        text: "全书为可重排文字，按阅读顺序排列，有目录，各级标题皆有标记。",
        described: "图像均有文字说明。",
        undescribed: "部分图像没有文字说明。",
    },
    roles: [
        ("aut", "著"),
        ("trl", "译"),
        ("edt", "编"),
        ("com", "编选"),
        ("ann", "注"),
        ("ill", "绘"),
        ("pht", "摄影"),
        ("rpt", "报道"),
        ("ctb", "参与"),
    ],
};

const TRADITIONAL: Words = Words {
    cover: "封面",
    title_page: "扉頁",
    contents: "目錄",
    contents_heading: "目　錄",
    notes: "注釋",
    figure: "圖",
    table: "表",
    equation: ["式（", "）"],
    equation_number: ["（", "）"],
    section: ["第", "節"],
    page: ["第 ", " 頁"],
    admonitions: ["說明", "提示", "重要", "警告", "注意"],
    lost_image: ["［圖：", "］"],
    landmarks: "導覽",
    pages: "頁碼",
    text: "正文",
    colophon: "版本說明",
    continued: "（續）",
    back: "返回正文",
    done: "已完成",
    open: "未完成",
    untitled: "無題",
    variant: "異文",
    published: "出版日期",
    publisher: "出版者",
    source: "來源",
    series: "叢書",
    rights: "權利",
    licence: "授權",
    identifier: "識別碼",
    file: "底本檔案",
    made_with: "製作",
    faces: "字型",
    faces_licence: "字型授權",
    summary: Summary {
        text: "全書為可重排文字，按閱讀順序排列，有目錄，各級標題皆有標記。",
        described: "圖像均有文字說明。",
        undescribed: "部分圖像沒有文字說明。",
    },
    roles: [
        ("aut", "著"),
        ("trl", "譯"),
        ("edt", "編"),
        ("com", "編選"),
        ("ann", "註"),
        ("ill", "繪"),
        ("pht", "攝影"),
        ("rpt", "報導"),
        ("ctb", "參與"),
    ],
};

const JAPANESE: Words = Words {
    cover: "表紙",
    title_page: "扉",
    contents: "目次",
    contents_heading: "目　次",
    notes: "注",
    figure: "図",
    table: "表",
    equation: ["式（", "）"],
    equation_number: ["（", "）"],
    section: ["第", "節"],
    page: ["", " ページ"],
    admonitions: ["注記", "ヒント", "重要", "警告", "注意"],
    lost_image: ["［図：", "］"],
    landmarks: "案内",
    pages: "ページ",
    text: "本文",
    colophon: "奥付",
    continued: "（続き）",
    back: "本文に戻る",
    done: "済",
    open: "未",
    untitled: "無題",
    variant: "異文",
    published: "出版日",
    publisher: "出版者",
    source: "出典",
    series: "叢書",
    rights: "権利",
    licence: "ライセンス",
    identifier: "識別子",
    file: "底本ファイル",
    made_with: "制作",
    faces: "書体",
    faces_licence: "書体の使用許諾",
    summary: Summary {
        text: "本文はリフロー可能なテキストで、読み順に並び、目次と見出しがあります。",
        described: "画像にはすべて代替テキストがあります。",
        undescribed: "代替テキストのない画像があります。",
    },
    roles: [
        ("aut", "著"),
        ("trl", "訳"),
        ("edt", "編"),
        ("com", "編"),
        ("ann", "注"),
        ("ill", "絵"),
        ("pht", "写真"),
        ("rpt", "報告"),
        ("ctb", "協力"),
    ],
};

const ENGLISH: Words = Words {
    cover: "Cover",
    title_page: "Title page",
    contents: "Contents",
    contents_heading: "Contents",
    notes: "Notes",
    figure: "Figure ",
    table: "Table ",
    equation: ["Equation (", ")"],
    equation_number: ["(", ")"],
    section: ["Section ", ""],
    page: ["page ", ""],
    admonitions: ["Note", "Tip", "Important", "Warning", "Caution"],
    lost_image: ["[image: ", "]"],
    landmarks: "Landmarks",
    pages: "Pages",
    text: "Text",
    colophon: "Colophon",
    continued: " (continued)",
    back: "back to the text",
    done: "done",
    open: "to do",
    untitled: "Untitled",
    variant: "variant",
    published: "Published",
    publisher: "Publisher",
    source: "Source",
    series: "Series",
    rights: "Rights",
    licence: "Licence",
    identifier: "Identifier",
    file: "Source file",
    made_with: "Made with",
    faces: "Fonts",
    faces_licence: "Licence of the fonts",
    summary: Summary {
        text: "All text can be reflowed and stands in reading order, with a table of contents \
               and marked headings.",
        described: "All images have descriptions.",
        undescribed: "Some images have no description.",
    },
    roles: [
        ("aut", "author"),
        ("trl", "translator"),
        ("edt", "editor"),
        ("com", "compiler"),
        ("ann", "annotator"),
        ("ill", "illustrator"),
        ("pht", "photographer"),
        ("rpt", "reporter"),
        ("ctb", "contributor"),
    ],
};

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_those_of_the_language_and_its_script() {
        for (tag, contents, note) in [
            ("zh-Hans", "目录", "说明"),
            ("zh-Hant-TW", "目錄", "說明"),
            ("zh-HK", "目錄", "說明"),
            ("und", "目录", "说明"),
            ("ja", "目次", "注記"),
            ("de", "Contents", "Note"),
        ] {
            let words = Words::of(tag);
            assert_eq!((words.contents, words.admonitions[0]), (contents, note), "{tag}");
        }
    }
}
