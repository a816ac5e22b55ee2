//! Text that is not part of the work: pagers, banners, site lines, statistics.

use std::sync::LazyLock;

use super::adverts;
use super::claims::{Claim, View};
use super::furniture;
use super::lines::Unit;
use super::pattern::{Pattern, Table};
use super::placed::Placed;
use super::role::Role;
use crate::text::script;

/// The longest residue line, in characters: site notices are a sentence or two.
const LONGEST: usize = 120;

/// The longest advertisement, in characters.
const LONGEST_ADVERT: usize = 200;

/// How far from the end of the text a footer may begin, in units.
const FOOTER_UNITS: usize = 30;

/// Lines that are residue wherever they stand. White space at both ends is gone.
const ANYWHERE: [(&str, &str); 92] = [
    ("pager", r"^(?:分?页|页|页码)\s*[:：]?\s*(?:[\[(【]?\d+[\])】]?\s*)*$"),
    (
        "pager",
        r"^(?:[共第]?\s*\[?\d+\]?\s*[页条/]?\s*)*(?:[上下]一[页章回节]|[首尾末]页|返回(?:首页|顶部|目录|列表|书页))(?:[\s\d\[\]()（）【】|/·…<>«»:：,，-]|[上下]一[页章回节]|[首尾末]页|返回(?:首页|顶部|目录|列表|书页)|目录|加入(?:书签|收藏)|[第共页])*$",
    ),
    ("pager", r"^(?:上一[篇条则]|下一[篇条则])\s*[:：].{0,80}$"),
    (
        "page-number",
        r"^[—–·\s-]*(?:第\s*)?\d{1,4}\s*页(?:\s*[,，/]?\s*(?:共\s*\d+\s*页)?)?[—–·\s-]*$",
    ),
    ("page-number", r"^[-—–]\s*\d{1,4}\s*[-—–]$"),
    ("page-number", r"^(?i:page)\s*\d+(?:\s*(?:of|/)\s*\d+)?$"),
    (
        "site",
        r"^(?:您?的?当前(?:的|所在的?)?位置|本页位置|您(?:现在)?的位置|您现在所在的位置|所在位置)\s*[:：].{0,80}$",
    ),
    ("site", r"^首\s*页\s*(?:[>»›/]|&gt;|-|—|→).{0,80}$"),
    ("site", r"^\S{1,12}(?:\s*[>»›]\s*\S{1,20}){2,}$"),
    ("pager", r"^(?:[\[【(（]\d{1,2}[\]】)）]\s*){2,}$"),
    ("pager", r"^[\d\s\[\]]*(?:[上下]一页)?\s*(?:余下|阅读)全文$"),
    ("share", r"^关注.{2,8}(?:网|微信|公众号|微博|客户端)$"),
    (
        "share",
        r"^(?:请|立即|点此|点击)?(?:安装|下载|打开|扫描?二维码|扫码)(?:上|看|关注)?.{2,20}(?:客户端|APP|App|[网台报])(?:[^。]{0,40})$",
    ),
    ("share", r"^[^。]{2,20}客户端下载.{0,24}$"),
    ("pager", r"^上一[章页回节].{0,60}下一[章页回节].{0,12}$"),
    ("pager", r"^[（(]快捷键.{1,80}$"),
    ("pager", r"^[（(【]?第\s*\d+\s*/\s*\d+\s*页[)）】]?$"),
    ("pager", r"^分节阅读\s*\d+$"),
    ("site", r"^首页\s*[|｜].{2,80}$"),
    (
        "markup",
        r"^(?:</?(?:br|p|div|span|font|center|table|tr|td|b|i|img|hr)(?-u:\b)[^<>]{0,160}>\s*)+$",
    ),
    ("share", r"^正文已结束.{0,24}$"),
    ("site", r"^标签\s+[^。：:]{2,60}$"),
    ("share", r"^[（(【]?(?:转载|转发)?请支持独立网站.{0,80}$|^(?:转载|转发)请注明.{2,90}$"),
    (
        "site",
        r"^[（(【]?(?:以上|本文)(?:内容|观点)?(?:仅|只)代表作者(?:个人|本人)?(?:观点|立场)?[^。]{0,24}[。]?[）)】]?$",
    ),
    ("share", r"^点击进入.{2,20}[>»]+$"),
    ("site", r"^[>»›]\s*\S{1,12}$"),
    ("site", r"^\S{1,10}\s*[>»›]\s*(?:正文|文章|详情)$"),
    ("banner", r"^[-=<>—]*[<>]{2,}$"),
    (
        "banner",
        r"^[—=_*~\s-]{2,}.{0,24}(?:开始|结束|上传|整理|制作|下载|书籍|小说).{0,10}[—=_*~\s-]{2,}$",
    ),
    ("site", r"^字\s*[号体](?:大小)?(?:\s*[:：].{0,40}|[\s\[【(（]+[大中小].{0,30})$"),
    (
        "site",
        r"^[\[【(（]?(?:大|中|小|打印|收藏|关闭|返回|复制链接)[\]】)）]?(?:\s*[|/]?\s*[\[【(（]?(?:大|中|小|超大|默认|打印|关闭|收藏|返回|纠错|评论|分享|推荐)(?:本[页文稿])?(?:窗口)?[\]】)）]?)+\s*[|]?$",
    ),
    ("site", r"^[^。，！？]{0,12}免费[^。，！？]{0,8}下载[^。，！？]{0,12}$"),
    ("site", r"^.{0,30}(?:TXT|txt)(?:小说|电子书|下载|论坛).{0,40}$"),
    (
        "site",
        r"^[^。“”「」]{0,80}(?:版权所有|All Rights Reserved|Copyright ?(?:©|\(c\))|ICP[备证]|京公网安备|公网安备)[^。“”「」]{0,80}[。]?$",
    ),
    (
        "site",
        r"^(?:主办|主管|承办|协办|技术支持|网站标识码|邮政?编码?|联系电话|地址)(?:单位)?\s*[:：].{2,100}(?:版权|©|ICP|备案|技术支持|标识码|主办单位).*$",
    ),
    (
        "site",
        r"^[^。]{0,80}(?:只看(?:该作者|楼主)|倒序浏览|阅读权限|发短消息|精华\s*\d+\s*积分|积分\s*\d+|(?:发表|回复|最后编辑)于\s*\d{4}-).{0,60}$",
    ),
    (
        "site",
        r"^(?:楼\s*主|沙发|板凳|地板|第?\s*\d{1,5}\s*[楼#])(?:\s*[:：#][^。！？]{0,100}|\s+\S{1,20}\s+\d{4}[-/年].{0,30})$",
    ),
    ("site", r"^作者\s*[:：].{1,30}回复(?:日期|时间)\s*[:：]\s*\d{4}.{0,40}$"),
    (
        "site",
        r"^(?:来自|发自)(?:我的)?\s*\S{0,12}(?:浏览器|客户端|手机版?|手机|iPhone|iPad|Android|Touch)$",
    ),
    (
        "site",
        r"^[（(【\[]?(?:免责声明|版权声明|特别声明|郑重声明|声明|注意|提示)[】\]]?\s*[:：].{0,80}(?:本[网站平][站台]?|转载|侵权|仅代表|版权).{0,60}$",
    ),
    ("site", r"^.{0,30}(?:24|二十四)\s*小时之?内删除.{0,16}$"),
    (
        "site",
        r"^.{0,50}(?:仅供|只供)(?:个人)?(?:学习|试[阅读]|交流|预览).{0,10}(?:使用|用途|之用|交流|禁).{0,24}$",
    ),
    (
        "share",
        r"^[（(【\[]?(?:[Pp][Ss]\s*[:：])?[^。，]{0,8}(?:跪求|求)(?:推荐票?|收藏|月票|红票|鲜花|打赏|订阅|点击|评论)[^。]{0,24}[）)】\]]?$",
    ),
    (
        "share",
        r"^(?:请|快)?点击(?:上方|下方|蓝字|标题下|左上角|右上角|“阅读原文”|阅读原文).{0,30}$",
    ),
    (
        "share",
        r"^[^。、，0-9]{0,16}(?:点个?[“「]?(?:在看|赞|关注)[”」]?|点亮[“「]?在看[”」]?|阅读原文)[^、，。]{0,10}$",
    ),
    ("banner", r"^[—=_*·~\s-]*(?:THE\s+)?END[—=_*·~.\s-]*$"),
    (
        "running-head",
        r"^第?\s*\d{1,3}\s*卷\s*[,，]?\s*第?\s*\d{1,3}\s*期\s.{0,90}(?:Vol\.?\s*\d+.{0,40})?$",
    ),
    ("site", r"^\p{Han}{1,10}(?:网|频道|论坛|社区|在线)\s*(?:[>»›]|&gt;|->)\s*[^。]{1,50}$"),
    ("statistics", r"^(?:本[章书文节回]|全[书文])总?字数\s*[:：]?\s*[0-9,，]+.{0,8}$"),
    (
        "statistics",
        r"^(?:更新(?:时间|日期)?|最后更新|首发时间|最近更新)\s*[:：]?\s*\d{2,4}[-/年.].{0,30}$",
    ),
    (
        "statistics",
        r"^(?:(?:浏览|阅读|点击|访问|围观|评论|回复|人气|在看|点赞|赞)(?:次数|数|量|人数)?\s*[:：]?\s*[0-9,，.]+\s*[万w]?\+?\s*次?[\s|]*)+$",
    ),
    (
        "statistics",
        r"^(?:(?:阅读|评论|收藏|转载|喜欢|推荐|赠金笔|分享)\s*[(（]\d*[)）]\s*[┊|\s]*)+(?:[┊|\s]*(?:顶▼?|打印|举报|收藏|分享|圈子))*$",
    ),
    (
        "statistics",
        r"^[0-9,，.]+\s*[万wk]?\s*人?(?:赞同|觉得|喜欢|收藏)了?该?(?:回答|文章|这篇).{0,10}$",
    ),
    (
        "statistics",
        r"^(?:最后)?(?:编辑|发布|创作|修改)于\s*(?:\d{4}-\d{2}-\d{2}|昨天|今天)[\s\d:：]*(?:[·]\s*(?:IP\s*属地)?\s*\S{2,8})?$",
    ),
    (
        "share",
        r"^[▲\s]*赞同\s*[0-9,.]*\s*[万k]?.{0,12}(?:添加评论|条评论|评论|分享|收藏|喜欢).{0,40}$",
    ),
    (
        "share",
        r"^(?:分享(?:到|至|按钮|让更多人看到)[^。！？]{0,30}|(?:分享|转发|点赞|关注我们|推荐阅读)\s*[:：]?\d*|(?:扫一扫|扫码|微信扫|长按.{0,8}(?:识别|关注)|关注(?:公众号|微信)|推荐阅读\s*[:：]|点击查看|打开.{0,6}(?:APP|App|客户端))[^。]{0,30})$",
    ),
    (
        "share",
        r"^(?:分享到|QQ空间|新浪微博|腾讯微博|微信|人人网|复制链接|朋友圈|微博|QQ好友)(?:[\s|/、，]*(?:QQ空间|新浪微博|腾讯微博|微信|人人网|复制链接|朋友圈|微博|QQ好友))*$",
    ),
    (
        "banner",
        r"^[—=_*~\s-]*(?:章节内容开始|章节内容结束|正文开始|正文结束|本章完|本书完|未完待续)[—=_*~\s-]*$",
    ),
    (
        "banner",
        r"^[\[【（(]\s*(?:本[章节回卷书文篇集](?:完|终|结束)|全[文书]完|全[文书]终|未完待续|待续|完|完结)\s*[\]】）)]$",
    ),
    ("site", r"^[大中小]字号$"),
    ("site", r"^本站.{0,50}(?:侵权|侵犯|版权|删除|网友上传|转载).{0,40}$"),
    ("pager", r"^(?:前|后|上|下)一篇\s*[:：].{0,60}$"),
    ("site", r"^今天是\s*[:：]?\s*[0-9]{4}年.{0,24}$"),
    ("site", r"^[\[【(（]\s*字[体号]\s*[:：].{0,20}[\]】)）]$"),
    (
        "site",
        r"^(?:[\[【(（]\s*(?:打印|关闭|返回|收藏|推荐|复制|加入|字体|我要|发表|查看|回复|引用|顶部|TOP)[^\]】)）]{0,8}[\]】)）]\s*)+$",
    ),
    ("site", r"^(?:维基百科，自由的百科全书|跳转[至到]\s*[:：].{0,30}|来自.{2,12}百科)$"),
    ("share", r"^更多[^。]{0,24}(?:点击|进入|请关注|查看)[^。]{0,24}[>»…\s]*$"),
    ("pager", r"^查看完整版本\s*[:：].{0,100}$"),
    (
        "site",
        r"^(?:回复|举报|支持|反对|收藏|评分|使用道具|TOP|顶端|引用|道具|顶|踩|分享|淘帖|鲜花|鸡蛋|打印|编辑|只看楼主|楼主|埋红包|送礼|电梯直达|跳转到指定楼层|发短消息|加为好友)(?:[\s|/·]+(?:回复|举报|支持|反对|收藏|评分|使用道具|TOP|顶端|引用|道具|顶|踩|分享|淘帖|鲜花|鸡蛋|打印|编辑|只看楼主|楼主|埋红包|送礼|电梯直达|跳转到指定楼层|发短消息|加为好友)(?:\(?\d+\)?)?)+$",
    ),
    (
        "site",
        r"^(?:举报|使用道具|跳转到指定楼层|电梯直达|只看楼主|赞\s*\d*|赏|查看评论|隐藏边栏|用微信扫码二维码|我要评论|发表评论)$",
    ),
    ("site", r"^(?:调整字体|字体大小|正文字体|文字大小|放大字体|缩小字体|[TA][+-])$"),
    ("site", r"^(?i:powered by\s.{2,}|(?:copyright\s*)?(?:©|\(c\))\s*\d{4}.*)$"),
    (
        "site",
        r"^本(?:[书文]|作品)(?:由|来自)[^。，]{1,24}(?:整理|制作|提供|校对|扫描|录入|发布|下载|上传|首发)[^。]{0,10}[。]?$",
    ),
    ("pager", r"^[（(【\[]?本[章节]未完[^。]{0,24}[。]?[）)】\]]?$"),
    // Pages of a board (水木, 一塌糊涂), of Project Gutenberg, and of the sutras of CBETA.
    (
        "site",
        r"^发信人\s*[:：].{1,60}[,，]\s*信区\s*[:：].{1,30}$|^发信人\s*[:：].{1,60}[,，]\s*(?:信区|看板)\s*[:：].{1,30}$",
    ),
    ("site", r"^(?:发信站|转信站)\s*[:：].{4,80}$"),
    (
        "site",
        r"^【\s*(?:以下文字转载自|原文由|在.{1,30}的大作中提到).{0,40}】$|^【\s*在.{1,40}的大作中提到[:：]?\s*】$",
    ),
    ("site", r"^※\s*(?:来源|修改|转载|发信站|编辑|文章网址)\s*[:：].{2,80}$"),
    ("site", r"^作者\s+\S.{1,90}\s(?:看板|站内)\s+\S{1,20}$"),
    ("site", r"^时间\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s.{10,24}$"),
    ("site", r"^◆\s*From\s*[:：].{4,60}$"),
    (
        "site",
        r"^(?:推|→|嘘)\s+\S{2,16}\s*[:：].{0,90}[0-9]{2}/[0-9]{2}(?:\s+[0-9]{2}:[0-9]{2})?$",
    ),
    ("statistics", r"^[★☆]{3,5}\s.{0,30}\d{4}-\d{2}-\d{2}.{0,40}$"),
    ("statistics", r"^\d+\s*有用\s*\d*\s*没用.{0,20}$"),
    ("site", r"^【(?:经文资讯|版本记录|编辑说明|原始资料|其[它他]事项)】.{2,110}$"),
    ("site", r"^(?:(?:E-?text )?(?:[Pp]roduced|[Pp]repared) by\s.{2,80})$"),
    ("share", r"^设为星标[，,。！]?.{0,30}$"),
    (
        "site",
        r"^(?:打印本[页文]|关闭窗口|关闭本页|收藏本[页文]|返回上一页|我要纠错|网页打印|页面打印|返回列表)$",
    ),
    (
        "site",
        r"^(?:打印|关闭|打印本[页文]|关闭窗口|关闭本页|加入收藏|收藏本[页文]|返回顶部|返回上一页|我要纠错|网页打印|页面打印|下载全文|返回列表)(?:[\s|/·]+(?:打印|关闭|打印本[页文]|关闭窗口|关闭本页|加入收藏|收藏本[页文]|返回顶部|返回上一页|我要纠错|网页打印|页面打印|下载全文|返回列表))+$",
    ),
    ("share", r"^点击(?:关键词|查看|阅读)?(?:往期|更多|下文).{0,20}$"),
    ("banner", r"^[┌┐└┘├┤│─━┏┓┗┛┃═╔╗╚╝║╭╮╯╰]{3,}$"),
    ("banner", r"^[│┃║].*[│┃║]$"),
];

/// What Project Gutenberg puts before a text, up to the first of these, and behind it, from the
/// second on.
const FRAME_OPENS: &str = r"^\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG";
const FRAME_CLOSES: &str =
    r"^(?:\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)";

/// Who posts, and when, above each post of one author.
const POST: &str = r"^作者\s*[:：]\s*\S{1,30}\s+(?:提交|发表)(?:日期|时间)\s*[:：]";

/// Lines after which a page has only its footer; looked for near the end.
const FOOTER: &str = r"^(?:友情链接|相关(?:稿件|新闻|链接|阅读|报道|文章|专题|推荐|文件)|热门(?:推荐|文章|新闻)|延伸阅读|推荐阅读|往期(?:推荐|精选|回顾|文章|精彩|好文)|网友评论|最新评论|我要评论|发表评论|猜你喜欢|大家都在看|热点推荐|精彩推荐|更多(?:新闻|精彩)|网站地图|关于我们|联系我们|扫一扫.*|分享到[^。的]{0,20}|主办单位.*|责任编辑.*|\[?返回顶部\]?)[:：]?\s*>*$";

/// The editor of the text, in a footer: a person, not an account of the site.
static EDITOR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[（(【\[]?责任?编[辑校]?\s*[:：]\s*(?:[\p{Han}A-Za-z·]{2,4}|[A-Za-z]{2,16})\s*[）)】\]]?$",
    )
});

/// 【正文】 below the labelled lines of a record.
static RECORD_TEXT: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^[【\[]\s*正\s*文\s*[】\]]$"));
static RECORD_LINE: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"^[【\[]\s*\p{Han}(?:\s*\p{Han}){1,5}\s*[】\]]\s*[^\s。]"));

/// An address and nothing else.
static ADDRESS: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"^(?:https?://|www\.)\S+$"));

/// Residue at the head of a page: the site's own names before the title.
const HEAD: &str = r"^(?:[■◆●▪►▶☆★]\s*\S{2,12}|.{2,12}(?:网|频道|资讯|在线|论坛)(?:首页)?)$";

static ANYWHERE_TABLE: LazyLock<Table> = LazyLock::new(|| {
    let patterns = ANYWHERE.iter().map(|(_, pattern)| *pattern);
    Table::new(patterns.chain(adverts::WORDED))
});
static FOOTER_LINE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(FOOTER));
static HEAD_LINE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(HEAD));
static OPENS: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(FRAME_OPENS));
static CLOSES: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(FRAME_CLOSES));
static POST_LINE: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(POST));

/// Claims residue lines, by their words and by the company that they keep.
pub(super) fn claims<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    view.draft(mark)
}

fn mark(units: &mut Vec<Unit<'_>>) {
    adverts::part_titles(units);
    for unit in units.iter_mut().filter(|unit| unit.is_body()) {
        let kind = if unit.length <= LONGEST_ADVERT { kind_of(unit.whole()) } else { None };
        if let Some(kind) = kind {
            unit.set(Role::Residue(kind), kind, 90);
        } else if furniture::is_bar(unit.whole()) {
            unit.set(Role::Residue("site"), "buttons", 85);
        } else if adverts::has_address(unit.whole()) {
            unit.set(Role::Residue("site"), "advert", 85);
        }
    }
    adverts::part_signatures(units);
    mark_addresses(units);
    mark_rules(units);
    mark_record_text(units);
    mark_frames(units);
    mark_uploads(units);
    mark_posts(units);
    mark_pager_numbers(units);
    mark_banners(units);
    mark_edges(units);
}

/// Everything outside of the lines between which Project Gutenberg sets a text.
fn mark_frames(units: &mut [Unit<'_>]) {
    let outside = |unit: &mut Unit<'_>| unit.set(Role::Residue("site"), "frame", 95);
    if let Some(at) = units.iter().position(|unit| OPENS.is_match(unit.whole())) {
        units[..=at].iter_mut().for_each(outside);
    }
    if let Some(at) =
        units.iter().position(|unit| unit.is_body() && CLOSES.is_match(unit.whole()))
    {
        units[at..].iter_mut().for_each(outside);
    }
}

/// What a download site writes above the line after which its users' files begin.
fn mark_uploads(units: &mut [Unit<'_>]) {
    /// How many units it writes at most.
    const LINES: usize = 12;
    let begins = units.iter().take(LINES).position(|unit| {
        unit.whole().find_word("上传").is_some()
            && unit.whole().find_word("开始").is_some()
            && matches!(unit.role, Role::Residue(_))
    });
    if let Some(at) = begins {
        for unit in units[..at].iter_mut().filter(|unit| unit.is_body()) {
            unit.set(Role::Residue("site"), "above-upload", 80);
        }
    }
}

/// The heads of the posts after the first, and the signatures of a board: from `--` to the line
/// ※ 来源.
fn mark_posts(units: &mut [Unit<'_>]) {
    /// The longest signature, in units.
    const SIGNATURE: usize = 12;
    let posts =
        units.iter_mut().filter(|unit| unit.is_body() && POST_LINE.is_match(unit.whole()));
    posts.skip(1).for_each(|unit| unit.set(Role::Residue("site"), "post", 85));
    for at in (0..units.len()).filter(|at| *units[*at].text == *"--").collect::<Vec<_>>() {
        let nearby = &units[at..units.len().min(at + SIGNATURE)];
        // A line ※ of the text's own closes no signature.
        let closes = |unit: &Unit<'_>| {
            unit.text.starts_with('※') && matches!(unit.role, Role::Residue(_))
        };
        if let Some(end) = nearby.iter().position(closes) {
            let signature = units[at..at + end].iter_mut();
            signature.for_each(|unit| unit.set(Role::Residue("site"), "signature", 85));
        }
    }
}

/// The label of the text in a record, which has a line for each field above it.
fn mark_record_text(units: &mut [Unit<'_>]) {
    let at = units.iter().position(|unit| RECORD_TEXT.is_match(unit.whole()));
    let Some(at) = at.filter(|at| *at > 0) else { return };
    if RECORD_LINE.is_match(units[at - 1].whole()) {
        units[at].set(Role::Residue("banner"), "record", 85);
    }
}

/// An address alone on a line is the page's at either end of a text; within it is one that the
/// author names.
fn mark_addresses(units: &mut [Unit<'_>]) {
    /// How far from the ends, in units.
    const EDGE: usize = 6;
    let count = units.len();
    for (at, unit) in units.iter_mut().enumerate() {
        let edge = at < EDGE || at + EDGE >= count;
        if edge && unit.is_body() && ADDRESS.is_match(unit.whole()) {
            unit.set(Role::Residue("site"), "address", 80);
        }
    }
}

/// Drawn lines beside what a site says frame that.
fn mark_rules(units: &mut [Unit<'_>]) {
    let drawn =
        |unit: &Unit<'_>| unit.length >= 5 && !unit.text.contains(char::is_alphanumeric);
    let site =
        |unit: Option<&Unit<'_>>| unit.is_some_and(|unit| unit.role == Role::Residue("site"));
    for at in 0..units.len() {
        let beside = site(units.get(at + 1)) || (at > 0 && site(units.get(at - 1)));
        if units[at].is_body() && drawn(&units[at]) && beside {
            units[at].set(Role::Residue("banner"), "banner", 80);
        }
    }
}

/// Lines of signs before the first words and after the last frame what the site says.
fn mark_edges(units: &mut [Unit<'_>]) {
    let drawn = |unit: &Unit<'_>| {
        unit.is_body() && unit.length >= 5 && !unit.text.contains(char::is_alphanumeric)
    };
    let residue = |unit: &Unit<'_>| matches!(unit.role, Role::Residue(_));
    let lead = units.iter().take_while(|unit| residue(unit) || drawn(unit)).count();
    let words = units.len() - lead;
    let trail = units.iter().rev().take(words);
    let trail = trail.take_while(|unit| residue(unit) || drawn(unit)).count();
    // A line of signs alone may be one to sign on.
    let end =
        units.len() - if units[units.len() - trail..].iter().any(residue) { trail } else { 0 };
    for at in (0..lead).chain(end..units.len()) {
        if drawn(&units[at]) {
            units[at].set(Role::Residue("banner"), "banner", 80);
        }
    }
}

fn kind_of(text: Placed<'_>) -> Option<&'static str> {
    match ANYWHERE.get(ANYWHERE_TABLE.first(text)?) {
        Some((kind, _)) => (text.length() <= LONGEST).then_some(*kind),
        // Behind these the table has the words of advertising, which may be longer.
        None => Some("site"),
    }
}

/// `[1]` `[2]` on lines of their own right after a pager are its numbers.
fn mark_pager_numbers(units: &mut [Unit<'_>]) {
    for at in 1..units.len() {
        let follows = units[at - 1].role == Role::Residue("pager");
        let bare =
            |c: char| c.is_ascii_digit() || " []()【】>…".contains(c) || script::is_space(c);
        if follows && units[at].is_body() && units[at].text.chars().all(bare) {
            units[at].set(Role::Residue("pager"), "pager", 85);
        }
    }
}

/// What stands between two drawn lines of residue, if it is little. Words such as 本章完 draw
/// no line: between two of them lies a chapter.
fn mark_banners(units: &mut [Unit<'_>]) {
    let mut open: Option<usize> = None;
    for at in 0..units.len() {
        let drawn = !units[at].text.contains(char::is_alphanumeric);
        if units[at].role != Role::Residue("banner") || !drawn {
            continue;
        }
        if let Some(from) = open.filter(|from| at - from <= 6) {
            let inside = from + 1..at;
            if inside.clone().all(|at| units[at].length <= 40) {
                inside.for_each(|at| units[at].set(Role::Residue("banner"), "banner", 85));
            }
        }
        open = Some(at);
    }
}

/// Marks the site's own lines before the title, which is `title`.
pub(super) fn mark_head(units: &mut [Unit<'_>], title: usize) {
    for unit in units[..title].iter_mut().filter(|unit| unit.is_body()) {
        if HEAD_LINE.is_match(unit.whole()) {
            unit.set(Role::Residue("site"), "site-head", 70);
        }
    }
}

/// Whether a line before the title is the site's own.
pub(super) fn is_head(text: Placed<'_>) -> bool {
    HEAD_LINE.is_match(text)
}

/// Claims the footer of a saved page: from a line that begins one, all short lines to the end.
pub(super) fn footer<'a>(view: &View<'_, 'a>) -> Vec<Claim<'a>> {
    let units = view.units;
    let from = units.len().saturating_sub(FOOTER_UNITS);
    let Some(start) = (from.max(1)..units.len()).find(|at| {
        units[*at].length <= LONGEST
            && FOOTER_LINE
                .is_match(units[*at].whole().trim_matches(|c: char| "（）()[]【】".contains(c)))
            && units[*at..].iter().all(|unit| unit.length <= LONGEST && !long_prose(unit))
    }) else {
        return Vec::new();
    };
    let framed = |unit: &&Unit<'_>| unit.is_body() && !EDITOR.is_match(unit.whole());
    let footer = units[start..].iter().filter(framed);
    footer.map(|unit| unit.claim(Role::Residue("site"), "site-footer", 80)).collect()
}

/// A paragraph of the work, by its length and its end.
fn long_prose(unit: &Unit<'_>) -> bool {
    unit.length > 40 && unit.ends_sentence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    fn kind_of(text: &str) -> Option<&'static str> {
        let text = Text::new(text);
        super::kind_of(text.whole())
            .or_else(|| adverts::is_advert(text.whole()).then_some("site"))
    }

    #[test]
    fn every_pattern_compiles_and_needs_some_word() {
        assert!(ANYWHERE_TABLE.is_sound());
        assert_eq!(ANYWHERE_TABLE.wordless(), [] as [usize; 0], "such are tried on every line");
    }

    #[test]
    fn residue_lines_by_kind() {
        for (text, kind) in [
            ("页:", "pager"),
            ("頁︰", "pager"),
            ("本站所有小說均由網友上傳，如有侵權請聯繫我們刪除。", "site"),
            ("更多ＴＸＴ小說下載請訪問：ｗｗｗ．ｅxample．ｃom", "site"),
            ("上一页 [1] [2] 下一页", "pager"),
            ("第 3 页", "page-number"),
            ("- 12 -", "page-number"),
            ("首页 > 专题报道 > 新闻发布会", "site"),
            ("字号: [大] [中] [小] [打印]", "site"),
            ("更多TXT小说下载请访问：http://www.4020.cn", "site"),
            ("主办单位：山西医科大学纪检监察室 版权所有", "site"),
            ("本章字数:7529", "statistics"),
            ("扫一扫在手机打开当前页", "share"),
            ("┌───────┐", "banner"),
            ("(本章完)", "banner"),
            ("手机用户请到m.xxxx.com阅读。", "site"),
            ("天才一秒记住本站地址：www.abcde.com。", "site"),
            ("发表于 2013-10-12 21:33:05 | 只看该作者 |倒序浏览", "site"),
            ("【打印本页】【关闭窗口】", "site"),
            ("查看完整版本: [转帖]论担当", "pager"),
            ("Powered by Discuz! X2.5", "site"),
            ("© 2001-2012 Comsenz Inc.", "site"),
            ("本书由『云书斋』整理制作", "site"),
            ("更多好书请访问 www.yunshuzhai.cn", "site"),
            ("本章未完，请点击下一页继续阅读", "pager"),
            ("楼主：夜行的猫　时间：2009-07-21 23:14:00　点击：18432　回复：327", "site"),
            ("作者：夜行的猫 回复日期：2009-07-21 23:40:12", "site"),
            ("来自UC浏览器", "site"),
            ("您当前的位置： 首页 >> 政务公开 >> 政策解读", "site"),
            ("共 3 页 首页 上一页 下一页 尾页", "pager"),
            ("更多精彩内容，请点击进入军事频道>>>>>", "share"),
            ("举报 | 楼主 | 埋红包", "site"),
            ("免责声明：本文仅代表作者个人观点，与本网无关。", "site"),
            ("下载后请在24小时内删除", "site"),
            ("本文由某某录入组整理，仅供个人学习交流使用，禁作商业用途", "site"),
            ("(求推荐票，求收藏！)", "share"),
            ("点击上方“城市笔记”关注我们", "share"),
            ("喜欢就点个在看吧", "share"),
            ("长按二维码关注", "share"),
            ("- END -", "banner"),
            ("上一章 返回目錄 下一章", "pager"),
            ("求是理论网 > 2013年第18期", "site"),
            ("发信人: jianghu (江湖夜雨), 信区: Reading", "site"),
            ("※ 来源:·水木社区 newsmth.net·[FROM: 202.112.58.*]", "site"),
            ("打印本页 关闭窗口", "site"),
            ("阅读(1532)┊ 评论 (36)┊ 收藏(2) ┊转载(5)  ┊ 顶▼ ┊打印┊举报", "statistics"),
            ("阅读 10万+", "statistics"),
            ("点击：48213　回复：1024", "statistics"),
            ("1,204 人赞同了该回答", "statistics"),
            ("编辑于 2016-08-12 21:33", "statistics"),
            ("赞同 1204 添加评论 分享 收藏 感谢收起", "share"),
            ("设为星标，每天与你分享城市故事", "share"),
            ("前一篇：清明", "pager"),
            ("小字号", "site"),
            ("作者  windmill (風車)                    看板  Book", "site"),
            ("時間  Tue Mar 12 21:03:44 2013", "site"),
            ("推 redleaf:推好文                       03/12 21:30", "site"),
            ("128有用 12没用", "statistics"),
            ("本站所有小说均由网友上传，如有侵权请联系我们删除。", "site"),
            ("第35卷第4期　　江南大学学报（社会科学版）　　Vol.35 No.4", "running-head"),
        ] {
            assert_eq!(kind_of(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_residue() {
        for text in [
            "他翻到第3页。",
            "首页上写着一行字。",
            "微信是一种工具。",
            "一页一页地读",
            "她坐在沙发上，一言不发。",
            "沙发",
            "楼主是个老人，守着这座楼过了一辈子。",
            "分享快乐",
            "转发这条消息的人越来越多。",
            "关注我们身边的普通人",
            "字体设计是一门艺术",
            "本书由三部分组成",
            "本文由来已久",
            "这本书可以免费下载。",
            "求收藏家割爱，是一件难事。",
            "位置：城北三里，背山面水。",
            "我与互联网",
            "打印",
            "推门：他走了进去。",
            "作者  风车",
            "本站位于城北，每天有三十趟列车经过。",
            "赞同的人举手，不赞同的人也举手。",
            "阅读使人充实",
            "编辑于他是一种生活。",
            "“版权所有，翻印必究。”扉页上这样写着。",
            "一秒记住一个单词，是他的本事。",
            "分享到的快乐是双倍的。",
            "4. 评论互动：点赞、点踩、举报等。",
            "评论互动包括点赞、点踩、举报等。",
            "联系电话：0571-88886666",
            "联系电话：13800138000　　联系人：王师傅",
            "详情请登录小区网站www.example.com或关注微信公众号“翠湖家园”查询。",
            "[2] 李小梅：《盐田》，http://www.example.com/a.html，2010年3月访问。",
            "A",
            "今天是个好日子，大家都来了，屋子里坐得满满的，连站的地方也没有了。",
        ] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }
}
