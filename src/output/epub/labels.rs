//! The few words that an e-book says of its own accord, in the language of the work.

/// Words of headings, navigation and descriptions.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) cover: &'static str,
    pub(super) title_page: &'static str,
    pub(super) contents: &'static str,
    pub(super) landmarks: &'static str,
    pub(super) pages: &'static str,
    pub(super) text: &'static str,
    pub(super) colophon: &'static str,
    /// After the title of a chapter that goes on in another file.
    pub(super) continued: &'static str,
    /// Of a link from a note back to its mark.
    pub(super) back: &'static str,
    pub(super) done: &'static str,
    pub(super) open: &'static str,
    pub(super) untitled: &'static str,
    /// Before the other readings of a place.
    pub(super) variant: &'static str,
    pub(super) published: &'static str,
    pub(super) publisher: &'static str,
    pub(super) source: &'static str,
    pub(super) series: &'static str,
    pub(super) rights: &'static str,
    pub(super) licence: &'static str,
    pub(super) identifier: &'static str,
    pub(super) file: &'static str,
    pub(super) made_with: &'static str,
    pub(super) faces: &'static str,
    pub(super) faces_licence: &'static str,
    pub(super) summary: Summary,
    /// Roles of agents, by MARC relator.
    pub(super) roles: [(&'static str, &'static str); 9],
}

/// Sentences of the accessibility summary.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) text: &'static str,
    pub(super) described: &'static str,
    pub(super) undescribed: &'static str,
}

impl Labels {
    /// The words in the language of this tag: Chinese in either script, Japanese, else English.
    pub(super) fn of(language: &str) -> &'static Self {
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

const SIMPLIFIED: Labels = Labels {
    cover: "封面",
    title_page: "扉页",
    contents: "目录",
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

const TRADITIONAL: Labels = Labels {
    cover: "封面",
    title_page: "扉頁",
    contents: "目錄",
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

const JAPANESE: Labels = Labels {
    cover: "表紙",
    title_page: "扉",
    contents: "目次",
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

const ENGLISH: Labels = Labels {
    cover: "Cover",
    title_page: "Title page",
    contents: "Contents",
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
