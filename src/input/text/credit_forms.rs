//! The forms of credit lines: labels before a colon, and patterns of what stands without one.

use std::sync::LazyLock;

use super::pattern::Pattern;
use crate::model::AgentRole;

/// What a label before a colon introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Agent(AgentRole),
    Source,
    Date,
    Publisher,
    /// 关键词: what the work is about.
    Subjects,
    /// 浏览次数, 字号 …: nothing that is kept.
    Other,
}

/// Labels of fields. The longer stand before those that they begin with.
pub(super) const LABELS: [(&str, Field); 25] = [
    (
        "责任编[辑校]|责任编辑|责编|编辑|编者|主编|值班编辑|编审|审核|校对",
        Field::Agent(AgentRole::Editor),
    ),
    ("译\\s*者|翻\\s*译", Field::Agent(AgentRole::Translator)),
    (
        "作\\s*者单位|指导(?:教师|老师)|导\\s*师|学\\s*号|专\\s*业(?:名称|班级)?|学?科\\s*专\\s*业|学科专业|研究方向|[院学]\\s*[系院]|系\\s*别|班\\s*级|年\\s*级|学位类别|答辩日期|分类号|密\\s*级",
        Field::Other,
    ),
    ("关键[词字]|主题词|Key ?[Ww]ords", Field::Subjects),
    (
        "组配分类|发布机构|信息分类|内容概述|信息索引|公开(?:方式|类别|范围|目录|属性)|效力状态|名\\s*称|定\\s*价|开\\s*本|印\\s*张|页\\s*数|装\\s*帧|丛\\s*书|收件人|抄送|文\\s*献\\s*号|原刊地名|原刊期号|分类名|复印期号|级\\s*别|类\\s*别|版\\s*本|原标题|原题|中图分类号|文献标[识志]码|文章编号|收稿日期|修回日期|基金项目|通[讯信]作者|DOI|doi",
        Field::Other,
    ),
    (
        "(?:本文|原文)?作\\s*者|著\\s*者|原\\s*著|撰\\s*文|撰\\s*稿|执\\s*笔|供稿|主讲人?|演讲者|发言人|[发寄]件人",
        Field::Agent(AgentRole::Author),
    ),
    ("本报记者|记\\s*者|通讯员", Field::Agent(AgentRole::Author)),
    ("摄\\s*影|摄", Field::Agent(AgentRole::Photographer)),
    ("插\\s*[图画]|绘\\s*[图者]|封面绘制|配图", Field::Agent(AgentRole::Illustrator)),
    ("口\\s*述|讲\\s*述", Field::Agent(AgentRole::Author)),
    ("整\\s*理|记\\s*录|采访|采\\s*访", Field::Agent(AgentRole::Contributor)),
    ("注\\s*释|校\\s*注|点\\s*校", Field::Agent(AgentRole::Annotator)),
    (
        "(?:本文|文章|稿件|信息|新闻|资料|内容|消息)?来\\s*源|原文出处|稿\\s*源|转自|原\\s*载|原刊|出\\s*处|摘\\s*自|选\\s*自|刊于|来自",
        Field::Source,
    ),
    (
        "(?:发布|发表|播出|上传|出版|发文|成文|生效|发稿|更新|提交|完成|写作|撰写|成文|录入|添加|公布|刊发|首发|印发|最后修改|作品)?(?:时间|日期)|发布于|发表于|写于",
        Field::Date,
    ),
    ("出\\s*版\\s*社|出版者|发行", Field::Publisher),
    (
        "(?:浏览|阅读|点击|访问)(?:次数|量|数)?|人气|评论数?|字\\s*[号数体]|[分类]+[别型]|所属|栏目|频道|状态|(?:内容)?标签|搜索关键字|进度|文号|发文机关|发文字号|索引号|主题分类|有效性|来函|版次|版面",
        Field::Other,
    ),
    ("作?词", Field::Agent(AgentRole::Author)),
    ("作?曲|编曲|演唱|原唱", Field::Agent(AgentRole::Contributor)),
    ("文|Text|By|BY", Field::Agent(AgentRole::Author)),
    ("图|图片|Photo", Field::Agent(AgentRole::Photographer)),
    ("译", Field::Agent(AgentRole::Translator)),
    ("编", Field::Agent(AgentRole::Editor)),
    ("绘", Field::Agent(AgentRole::Illustrator)),
    ("书号|ISBN", Field::Other),
    ("图\\s*源|扫\\s*图|扫\\s*图|修\\s*图|录\\s*入|嵌\\s*字|润\\s*色|后期", Field::Other),
];

pub(super) static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    let groups: Vec<String> =
        LABELS.iter().enumerate().map(|(i, (words, _))| format!("(?P<l{i}>{words})")).collect();
    // 【 作  者 】 and 『状态: are labels of records.
    Pattern::new(format!(
        r"(?:[【\[『]\s*)?(?:{})\s*(?:[】\]』]\s*[:：]?|[:：/|│丨︱])",
        groups.join("|")
    ))
});

const DYNASTIES: &str = "先秦|春秋|战国|秦|两汉|西汉|东汉|汉|三国|魏|蜀|吴|西晋|东晋|晋|南北朝|南朝|北朝|宋|齐|梁|陈|北魏|隋|唐|五代|南唐|后蜀|北宋|南宋|辽|金|元|明|清|近代|现代|民国";
const DEEDS: &str =
    "原著|编著|主编|编译|译注|校注|选注|编撰|编次|撰文|著|撰|编|译|注|述|辑|校|评|绘|作|文|续";

pub(super) static DYNASTY_NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]*";
    Pattern::new(format!(
        r"^(?:[【\[（(〔]{sp}(?P<a>{DYNASTIES}){sp}[】\]）)〕]|(?P<b>{DYNASTIES}){sp}[·.]){sp}(?P<name>\p{{Han}}{{2,4}}|\p{{Han}}{{1,2}}[\s\u{{3000}}]+\p{{Han}}{{1,2}}){sp}(?P<deed>{DEEDS})?$"
    ))
});
/// 明　董說　著: white space alone behind a dynasty, which may be a family name, too.
pub(super) static DYNASTY_SPACE_NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]+";
    Pattern::new(format!(
        r"^(?P<a>{DYNASTIES}){sp}(?P<name>\p{{Han}}{{2,4}}){sp}(?P<deed>{DEEDS})$"
    ))
});
/// 姚秦天竺三藏鳩摩羅什譯: who brought a sutra into Chinese.
pub(super) static TRIPITAKA: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]*";
    Pattern::new(format!(
        r"^(?P<a>后汉|曹魏|西晋|东晋|姚秦|后秦|北凉|刘宋|元魏|北魏|萧齐|萧梁|梁|陈|隋|大?唐|大?宋|大?元|大?明){sp}(?:\p{{Han}}{{1,12}}?)?(?:三藏|沙门|居士|比丘)(?:法师)?{sp}(?P<name>\p{{Han}}{{2,5}}?)等?{sp}(?:奉{sp}[诏制敕])?{sp}(?P<deed>译|撰|述|造|集|编)$"
    ))
});
/// ［奥］弗兰茨·卡夫卡 著: a country in brackets, then a name.
pub(super) static COUNTRY_NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]*";
    Pattern::new(format!(
        r"^[【\[（(〔]{sp}(?P<a>\p{{Han}}{{1,5}}){sp}[】\]）)〕]{sp}(?P<name>[\p{{Han}}A-Za-z·.]{{2,24}}?){sp}(?P<deed>{DEEDS})$"
    ))
});
/// ［美］欧·亨利: without a word for what they did, known by the country.
pub(super) static COUNTRY_ALONE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[【\[（(〔]\s*(?P<a>美国?|英国?|法国?|德国?|俄|俄罗斯|苏|前?苏联|日本?|意|意大利|奥|奥地利|西|西班牙|葡|葡萄牙|印|印度|加|加拿大|澳|澳大利亚|爱尔兰|波|波兰|捷|捷克|匈|匈牙利|丹|丹麦|挪|挪威|瑞典?|瑞士|比|比利时|荷|荷兰|阿根廷|哥伦比亚|智利|秘鲁|墨西哥|巴西|韩国?|以色列|埃及|土耳其|古?希腊|古罗马|黎巴嫩|南非|美国|英国|法国|德国|苏联)\s*[】\]）)〕]\s*(?P<name>[\p{Han}A-Za-z·.\s]{2,24})$",
    )
});
pub(super) static NAME_DEED: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]";
    Pattern::new(format!(
        r"^(?P<name>[\p{{Han}}·]{{2,20}}?|\p{{Han}}{{1,2}}{sp}{{1,3}}\p{{Han}}{{1,2}})(?:[（(【\[]{sp}*(?P<dyn>{DYNASTIES}|\p{{Han}}{{1,2}}){sp}*[】\])）])?(?:{sp}+|{sp}*等{sp}*)(?P<deed>{DEEDS})$"
    ))
});
pub(super) static REPORTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(【\[]?\s*[□■◎○●▲△◆◇★☆]?\s*(?P<office>(?:\p{Han}{2,10}?)?(?:特约)?(?:本报|本刊|本网|新华社|新华网|中新社|人民网|央视)?\p{Han}{0,6}?(?:记者|特派员|通讯员|评论员|撰稿人))[\s\u{3000}:：]*(?P<names>[\p{Han}·\s\u{3000}、，,]{2,40}?)\s*(?:摄|报道|撰文|/\p{Han}{1,12}(?:报道|报导|电))?[】\])）]?$",
    )
});
/// 新华社北京1月14日电（记者 …）, 本报讯（记者…）
pub(super) static REPORT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(【\[]?(?:\p{Han}{0,8}(?:社|报|网|刊|台))[\p{Han}0-9]{0,14}?(?:电|讯|消息|报道)?[】\])）]?[\s\u{3000}]*[（(【](?P<office>\p{Han}{0,6}?记者)?[\s\u{3000}:：]*(?P<names>[^（()）】]{2,50}?)(?:[\s\u{3000}]*(?:整合|报道|文|摄|综合))?[）)】]",
    )
});
pub(super) static CLOSING: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(\[【]\s*(?:本文|文章)?(?:作者|笔者|执笔者|执笔人?)(?P<verb>单位|简介|系|为|是|现任|[:：\s\u{3000}]|)\s*[:：为]?\s*(?P<rest>.{2,}?)[。.]?\s*[）)\]】]$",
    )
});
pub(super) static NAME_OFFICE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?P<name>\p{Han}{2,4})(?:[，,：:\s\u{3000}]*(?:系|为|是|现任|现为)|[，,：:\s\u{3000}]+)(?P<office>\p{Han}.{2,60})$",
    )
});
/// Times of day, days of the week, pages of a paper.
pub(super) static CLOCK: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?|第?[0-9A-Z]{1,4}版|星期[一二三四五六日天])$",
    )
});
/// What a page lets one do, in words.
pub(super) static BUTTON: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[\[【]?(?:纠错|编辑|责编|打印|收藏|关闭|分享|评论|字体|字号|举报|大|中|小)[\]】]?$",
    )
});
/// Names of papers, journals and sites, with an issue.
pub(super) static MEDIUM: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:《[^《》]{1,20}》(?:\(?[0-9]{4}年?[^\s。]{0,14}|[^\s。]{0,8}[0-9]{0,4}期?)?|\p{Han}{1,14}(?:网|报|社|周刊|月刊|杂志|新闻|在线|客户端|频道|电台|电视台|公众号)网?)$",
    )
});
pub(super) static ADOPTION: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"(?:通过|公布|发布|施行|修正|修订|批准|颁布|印发|生效)[）)\]】]?$")
});
pub(super) static DOCUMENT_NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(]?[\p{Han}（）()A-Za-z]{1,16}[\[〔【(（]\d{4}[\]〕】)）]\s*第?\s*\d+\s*号[）)]?$|^[（(〔\[]?(?:\d{4}年?)[〕\]）)]?\s*第\s*\d{1,4}\s*[期号]$|^第\s*\d{1,4}\s*期(?:[（(]总第?\s*\d+\s*期[）)])?$|^[\p{Han}]{2,20}(?:令|公告)?第\s*[\d一二三四五六七八九十百]+\s*号$|^(?:指导性?案例|检例)\s*第?\s*\d+\s*号$|^[（(]\d{4}[)）][\p{Han}\d]{2,14}号$|^No\.\s*\d+[A-Za-z]?$",
    )
});
pub(super) static COLOPHON: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"^\p{Han}{2}\p{Han}*(?:谨?[题识序书撰跋][于识书]|谨[识志序])\p{Han}*[。]?$")
});

/// 原载《译林》1996年第3期, without a colon.
pub(super) static PRINTED_IN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(【\[]?\s*(?:本文|此文)?(?:原载|[刊载]于|[摘选转]自|选自|首发于)于?\s*(?P<name>《[^《》]{1,20}》[^。，]{0,24}?)(?:[，,][^。]{0,20})?\s*[）)】\]]?[。.]?$",
    )
});
/// …，作者：钟明）, behind the name of a journal.
pub(super) static AUTHOR_AFTER: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[，,；;\s]*(?:作者|文)\s*[:：/]\s*(?P<name>[^，,。）)】\]]{2,20}?)\s*[）)】\]]?[。.]?$",
    )
});

/// （新华社北京4月30日电）
pub(super) static WIRE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(]\s*(?:据)?(?P<agency>新华社|中新社|中新网|新华网|本报)\p{Han}{2,10}\d{1,2}月\d{1,2}日[电讯]\s*[）)]$",
    )
});

/// 关键词　民事　交通事故
pub(super) static KEYWORDS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[【\[]?(?:关[\s\u{3000}]*键[\s\u{3000}]*[词字])[】\]]?[\s\u{3000}]+(?P<words>[^。！？，：:]{2,60})$",
    )
});

pub(super) static ACCOUNT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^原创\s*[:：]?\s*(?P<name>[^\s。，]{2,12})(?:\s+[^\s。]{2,16})?\s+(?P<date>\d{4}[/.年-]\d{1,2}[/.月-]\d{1,2}日?|\d{1,2}月\d{1,2}日|[今昨前]天|\d{1,2}(?:天|小时|分钟)前)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$",
    )
});

pub(super) static ABOUT_AUTHOR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(\[【]?(?:第一|通[讯信])?作者(?:简介|单位|介绍|信息)[】\])）]?[:：]?\S.+$",
    )
});
/// （1.北京大学中文系，北京 100871）
pub(super) static AFFILIATION: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(]?\s*(?:[0-9]{1,2}[.、]?\s*)?\p{Han}{2}\p{Han}*(?:大学|学院|研究院|研究所|中心|公司|医院|学校|中学|小学|党校|局|院|系)[^。]*[0-9]{6}[^。]*$",
    )
});
/// （此件公开发布）, （联系人：…）, 抄送：…, …2019年2月27日印发: what an office says of its paper.
pub(super) static OFFICE_NOTE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:[（(](?:此件|信息公开|公开属性|公开方式|联系人|联系电话)[^（）()]{2,40}[)）]|(?:抄\s*[送报]|分送|报送|主题词|受文者|[正副]本)\s*[:：].{2,100}|(?:代理)?(?:审\s*判\s*[长员]|陪\s*审\s*员|书\s*记\s*员)\s+\S.{0,12}|\p{Han}[^。]{2,40}[\s\u{3000}]+(?:\d{4}年\d{1,2}月\d{1,2}日|[〇○一二三四五六七八九十年月日]{8,12})\s*印\s*发?)$",
    )
});
