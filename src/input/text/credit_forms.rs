//! The forms of credit lines: labels before a colon, from the table of rules, and patterns of
//! unlabelled ones.

use std::sync::LazyLock;

use super::pattern::{Pattern, patterns};
use super::table::{self, Rule, RuleKind};

/// The rules for labels, in the order in which they are tried.
pub(super) fn labels() -> impl Iterator<Item = &'static Rule> {
    table::of(RuleKind::Byline)
}

pub(super) static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    let groups: Vec<String> =
        labels().enumerate().map(|(i, rule)| format!("(?P<l{i}>{})", rule.pattern)).collect();
    // 【 作  者 】 and 『状态: are labels of records.
    Pattern::new(format!(
        r"(?:[【\[『“]\s*)?(?:{})\s*(?:[】\]』]\s*[:：]?|[:：/|│丨︱])",
        groups.join("|")
    ))
});

const DYNASTIES: &str = "先秦|西周|东周|春秋|战国|秦|两汉|西汉|东汉|汉|三国|魏|蜀|吴|西晋|东晋|晋|南北朝|南朝|北朝|宋|齐|梁|陈|北魏|隋|唐|五代|南唐|后蜀|北宋|南宋|辽|金|元|明|清|近代|现代|民国";
const DEEDS: &str =
    "原著|编著|主编|编译|译注|校注|选注|编撰|编次|撰文|著|撰|编|译|注|述|辑|校|评|绘|作|文|续";

/// The pen names (别号) of old authors, by their last words: 酌元亭主人, 天花藏主人.
const PEN_NAME: &str =
    r"\p{Han}{2,5}(?:主人|[道山散闲]人|居士|外史|[野逸]史|先生|客|生|叟|翁|子)";

pub(super) static DYNASTY_NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]*";
    Pattern::new(format!(
        r"^(?:[【\[（(〔]{sp}(?P<a>{DYNASTIES}){sp}[】\]）)〕]|(?P<b>{DYNASTIES}){sp}[·.]){sp}(?P<name>\p{{Han}}{{2,4}}|{PEN_NAME}|\p{{Han}}{{1,2}}[\s\u{{3000}}]+\p{{Han}}{{1,2}}){sp}(?:[（(]\p{{Han}}{{2,6}}[)）]?{sp})?(?P<deed>{DEEDS})?$"
    ))
});
/// 清 落魄道人, alone below a title or behind it: a dynasty decides, without a verb.
pub(super) static DYNASTY_ALONE: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]+";
    Pattern::new(format!(r"^(?P<a>{DYNASTIES}){sp}(?P<name>\p{{Han}}{{2,4}}|{PEN_NAME})$"))
});
/// 明　董說　著: only white space after a dynasty, which may be a family name, too.
pub(super) static DYNASTY_SPACE_NAME: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]+";
    Pattern::new(format!(
        r"^(?P<a>{DYNASTIES}){sp}(?P<name>\p{{Han}}{{2,4}}?)[\s\u{{3000}}]*(?P<deed>{DEEDS})$"
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
patterns! {
    /// The country before a name.
    pub(super) static COUNTRY = r"^[【\[（(〔]\s*\p{Han}{1,5}\s*[】\]）)〕]\s*";
    /// The place of the author.
    pub(super) static FROM = r"\s*[（(]来自[^（）()]{2,16}[)）]$";
    /// ［美］欧·亨利: without a verb, recognised by the country; the translator may follow: （林小满 译）.
    pub(super) static COUNTRY_ALONE = r"^[【\[（(〔]\s*(?P<a>美国?|英国?|法国?|德国?|俄|俄罗斯|苏|前?苏联|日本?|意|意大利|奥|奥地利|西|西班牙|葡|葡萄牙|印|印度|加|加拿大|澳|澳大利亚|爱尔兰|波|波兰|捷|捷克|匈|匈牙利|丹|丹麦|挪|挪威|瑞典?|瑞士|比|比利时|荷|荷兰|阿根廷|哥伦比亚|智利|秘鲁|墨西哥|巴西|韩国?|以色列|埃及|土耳其|古?希腊|古罗马|黎巴嫩|南非|美国|英国|法国|德国|苏联)\s*[】\]）)〕]\s*(?P<name>[\p{Han}A-Za-z·.\s]{2,24}?)\s*(?:[（(]\s*(?P<translator>\p{Han}{2,4})\s*译\s*[）)])?$";
}

pub(super) static NAME_DEED: LazyLock<Pattern> = LazyLock::new(|| {
    let sp = r"[\s\u{3000}]";
    Pattern::new(format!(
        r"^(?P<name>[\p{{Han}}·]{{2,20}}?|\p{{Han}}{{1,2}}{sp}{{1,3}}\p{{Han}}{{1,2}})(?:[（(【\[]{sp}*(?P<dyn>{DYNASTIES}|\p{{Han}}{{1,2}}){sp}*[】\])）])?(?:{sp}+|{sp}*等{sp}*)(?P<deed>{DEEDS})$"
    ))
});
patterns! {
    pub(super) static REPORTER = r"^[（(【\[]?\s*[□■◎○●▲△◆◇★☆]?\s*(?P<office>(?:\p{Han}{2,10}?)?(?:特约)?(?:本报|本刊|本网|新华社|新华网|中新社|人民网|央视)?\p{Han}{0,6}?(?:记者|特派员|通讯员|评论员|撰稿人))[\s\u{3000}:：]*(?P<names>[\p{Han}·\s\u{3000}、，,]{2,40}?)\s*(?:摄|报道|撰文|/\p{Han}{1,12}(?:报道|报导|电))?[】\])）]?$";
    /// 新华社北京1月14日电（记者 …）, 本报讯（记者…）
    pub(super) static REPORT = r"^[（(【\[]?(?:\p{Han}{0,8}(?:社|报|网|刊|台))[\p{Han}0-9]{0,14}?(?:电|讯|消息|报道)?[】\])）]?[\s\u{3000}]*[（(【](?P<office>\p{Han}{0,6}?记者)?[\s\u{3000}:：]*(?P<names>[^（()）】]{2,50}?)(?:[\s\u{3000}]*(?:整合|报道|文|摄|综合))?[）)】]";
    pub(super) static CLOSING = r"^[（(\[【]\s*(?:本文|文章)?(?:作者|笔者|执笔者|执笔人?)(?P<verb>单位|简介|系|为|是|现任|[:：\s\u{3000}]|)\s*[:：为]?\s*(?P<rest>.{2,}?)[。.]?\s*[）)\]】]$";
    pub(super) static NAME_OFFICE = r"^(?P<name>\p{Han}{2,4})(?:[，,：:\s\u{3000}]*(?:系|为|是|现任|现为)|[，,：:\s\u{3000}]+)(?P<office>\p{Han}.{2,60})$";
    /// Times of day, days of the week, pages of a paper.
    pub(super) static CLOCK = r"^(?:[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?|第?[0-9A-Z]{1,4}版|星期[一二三四五六日天])$";
    /// The buttons of a page, in words.
    pub(super) static BUTTON = r"^[\[【]?(?:纠错|编辑|责编|打印|收藏|关闭|分享|评论|字体|字号|举报|大|中|小)[\]】]?$";
    /// Names of papers, journals and sites, with an issue.
    pub(super) static MEDIUM = r"^(?:《[^《》]{1,20}》(?:\(?[0-9]{4}年?[^\s。]{0,14}|[^\s。]{0,8}[0-9]{0,4}期?)?|\p{Han}{1,14}(?:网|报|社|周刊|月刊|杂志|新闻|在线|客户端|频道|电台|电视台|公众号)网?)$";
    pub(super) static ADOPTION = r"(?:(?:通过|公布|发布|施行|修正|修订|批准|颁布|印发|生效)[）)\]】]?|(?:初|二|三|定|完|脱|草|改)稿|写毕|改定|改毕)[。.]?$|在.{2,50}(?:报告|讲话|发言|演讲|讲演|演说|致辞|谈话)[）)\]】]?$";
    pub(super) static DOCUMENT_NUMBER = r"^[（(]?[\p{Han}（）()A-Za-z]{1,16}[\[〔【(（]\d{4}[\]〕】)）]\s*第?\s*\d+\s*号[）)]?$|^[（(〔\[]?(?:\d{4}年?)[〕\]）)]?\s*第\s*\d{1,4}\s*[期号]$|^第\s*\d{1,4}\s*期(?:[（(]总第?\s*\d+\s*期[）)])?$|^[\p{Han}]{2,20}(?:令|公告)?第\s*[\d一二三四五六七八九十百]+\s*号$|^(?:指导性?案例|检例)\s*第?\s*\d+\s*号$|^[（(]\d{4}[)）][\p{Han}\d]{2,14}号$|^No\.\s*\d+[A-Za-z]?$";
    pub(super) static COLOPHON = r"^\p{Han}{2}\p{Han}*(?:谨?[题识序书撰跋][于识书]|谨[识志序])\p{Han}*[。]?$";
    /// 原载《译林》1996年第3期, without a colon.
    pub(super) static PRINTED_IN = r"^[（(【\[]?\s*(?:本文|此文)?(?:原载|[刊载]于|[摘选转]自|选自|首发于)于?\s*(?P<name>《[^《》]{1,20}》[^。，]{0,24}?)(?:[，,][^。]{0,20})?\s*[）)】\]]?[。.]?$";
    /// …，作者：钟明）, after the name of a journal.
    pub(super) static AUTHOR_AFTER = r"^[，,；;\s]*(?:作者|文)\s*[:：/]\s*(?P<name>[^，,。）)】\]]{2,20}?)\s*[）)】\]]?[。.]?$";
    /// （新华社北京4月30日电）
    pub(super) static WIRE = r"^[（(]\s*(?:据)?(?P<agency>新华社|中新社|中新网|新华网|本报)\p{Han}{2,10}\d{1,2}月\d{1,2}日[电讯]\s*[）)]$";
    /// 关键词　民事　交通事故
    pub(super) static KEYWORDS = r"^[【\[]?(?:关[\s\u{3000}]*键[\s\u{3000}]*[词字])[】\]]?[\s\u{3000}]+(?P<words>[^。！？，：:]{2,60})$";
    pub(super) static ACCOUNT = r"^原创\s*[:：]?\s*(?P<name>[^\s。，]{2,12})(?:\s+(?P<source>[^\s。]{2,16}))?\s+(?P<date>\d{4}[/.年-]\d{1,2}[/.月-]\d{1,2}日?|\d{1,2}月\d{1,2}日|[今昨前]天|\d{1,2}(?:天|小时|分钟)前)(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$";
    pub(super) static ABOUT_AUTHOR = r"^[（(\[【]?(?:第一|通[讯信])?作者(?:简介|单位|介绍|信息)[】\])）]?[:：]?\S.+$";
    /// （1.北京大学中文系，北京 100871）
    pub(super) static AFFILIATION = r"^[（(]?\s*(?:[0-9]{1,2}[.、]?\s*)?\p{Han}{2}\p{Han}*(?:大学|学院|研究院|研究所|中心|公司|医院|学校|中学|小学|党校|局|院|系)[^。]*[0-9]{6}[^。]*$";
    /// 本文由某某网原创编译，荣誉推出: the publisher of an article.
    pub(super) static TRANSLATED = r"^[（(]?(?:本文|本译文)由[^。]{2,30}(?:编译|翻译|译出|授权|供稿)[^。]{0,30}[。]?[）)]?$";
    /// （此件公开发布）, 共印300份, （联系人：…）, 抄送：…, …2019年2月27日印发: an office's notes on its paper.
    pub(super) static OFFICE_NOTE = r"^(?:[（(](?:此件|信息公开|公开属性|公开方式|联系人|联系电话)[^（）()]{2,40}[)）]|(?:抄\s*[送报]|分送|报送|主题词|受文者|[正副]本)\s*[:：].{2,100}|打字[人员]?\s*[:：]\s*\p{Han}{2,4}(?:\s+校对[人员]?\s*[:：]\s*\p{Han}{2,4})?|[（(]?共?印\s*\d{1,5}\s*份[)）]?|[（(]?本件与原本核对无异[)）]?|(?:代理)?(?:审\s*判\s*[长员]|陪\s*审\s*员|书\s*记\s*员)\s+\S.{0,12}|\p{Han}[^。]{2,40}[\s\u{3000}]+(?:\d{4}年\d{1,2}月\d{1,2}日|[〇○一二三四五六七八九十年月日]{8,12})\s*印\s*发?)$";
}
