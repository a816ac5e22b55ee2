//! What a web page has around its text (网页杂项): buttons, names of other sites, sizes of letters.
//! A line of several such words is residue anywhere; one alone is only where a page has them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::placed::Placed;
use crate::text::script;

/// Words that only pages have, folded. A newcomer adds one here.
const BUTTONS: &str = "
    首页 网站首页 返回首页 回到首页 设置首页 设为首页 网站地图 站点地图 加入收藏 收藏本站 联系我们 关于我们
    登录 登陆 注册 登录注册 免费注册 忘记密码 忘记密码？ 高级搜索 手机版 客户端 下载客户端 下载app 下载APP 打开APP RSS
    无障碍 长者模式 移动端 分享到 分享至 分享给好友 分享至好友和朋友圈 一键分享 转发 点赞 收藏 收藏本文 在看 打赏 赞赏
    已关注 加关注 举报 纠错 我要纠错 意见反馈 条评论 写评论 发表评论 我要评论 查看评论 网友评论 最新评论 热门评论 新闻评论
    参与评论 我来说几句 我有话说 跟帖 只看楼主 新浪微博 腾讯微博 微信好友 朋友圈 QQ QQ好友 QQ空间 Qzone 人人网 易信
    飞信 百度贴吧 展开全文 收起 收起全文 加载更多 点击加载更多 查看更多 阅读原文 复制链接 打印本页 打印本文 关闭窗口 返回顶部
    回到顶部 返回列表 返回目录 TOP Top 电子邮件 发送邮件 推荐阅读 相关阅读 相关新闻 相关推荐 热门推荐 猜你喜欢 上一篇 下一篇
    上一页 下一页 上一章 下一章 下一条 上一条 末页 尾页 字号 字体大小 调整字体 放大字体 缩小字体 语音播报 听新闻 听全文
    扫一扫 扫码阅读 手机看 用微信扫码二维码 用手机看 人气 阅读量 阅读数 浏览量 点击量 播放量 隐私政策 服务条款 用户协议
    找回密码 会员注册 立即注册 回帖 新手上路 中级会员 高级会员 注册会员 金牌会员 论坛元老 收听TA 发消息 电梯直达 倒序浏览
    只看大图 阅读模式 显示全部楼层 版权反馈 发布者微信 视力保护色 网站声明 免责声明 广告服务 在本站做广告 隐藏边栏 人参与 您的位置 当前位置 A T
";
/// Words that texts have, too: such a line needs a button among them, or its place on a page.
const LABELS: &str = "
    搜索 搜狗 退出 分享 转载 赞 踩 顶 喜欢 关注 订阅 投诉 反馈 评论 评论数 回复 引用 楼主 微博 微信 豆瓣 知乎 钉钉
    支付宝 更多 更多精彩 展开 全文 阅读全文 复制 链接 打印 关闭 返回 顶部 邮件 推荐 首篇 正文 字体 大 中 小 大号 中号
    小号 正常 放大 缩小 超大 标准 默认 繁体 简体 English 朗读 播放 暂停 二维码 手机阅读 图集 组图 视频 来源 编辑 责编
    作者 时间 日期 发布时间 阅读 浏览 点击 次 人 万 广告 版权声明 招聘信息 分钟 分钟阅读 阅读时间 预计阅读 已有 参与 行情
    正在阅读 APP 标签 查看 主题 帖子 积分 更新 发佈阅读 发布阅读
";

static KNOWN: LazyLock<BTreeMap<&str, bool>> = LazyLock::new(|| {
    let labels = LABELS.split_ascii_whitespace().map(|word| (word, false));
    labels.chain(BUTTONS.split_ascii_whitespace().map(|word| (word, true))).collect()
});

/// What a line of such words alone holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Words that only pages have.
    pub(super) buttons: usize,
    /// Words that texts have, too.
    pub(super) labels: usize,
    /// Words that no page is known by.
    pub(super) other: usize,
}

impl Words {
    /// How many of them pages have.
    pub(super) fn known(self) -> usize {
        self.buttons + self.labels
    }
}

/// The longest line of such words, in characters.
const LONGEST: usize = 80;

/// The words of a line, numbers aside; none for a long one.
pub(super) fn words(text: Placed<'_>) -> Option<Words> {
    if text.as_str().chars().nth(LONGEST).is_some() {
        return None;
    }
    let parts = |c: char| {
        script::is_space(c) || "|｜┊·/\\[]【】（）()<>»›：:，,、▼▲↓→+-—©^\"“”★☆.…&".contains(c)
    };
    let mut found = Words::default();
    for part in text.folded().split(parts) {
        let word = part.trim_matches(|c: char| c.is_ascii_digit());
        if word.is_empty() {
            continue;
        }
        match KNOWN.get(word) {
            Some(true) => found.buttons += 1,
            Some(false) => found.labels += 1,
            None => found.other += 1,
        }
        // Two such words make it a line of a text.
        if found.other > 1 {
            break;
        }
    }
    Some(found)
}

/// Whether a line is of such words in any place: a button, and another word.
pub(super) fn is_bar(text: Placed<'_>) -> bool {
    words(text).is_some_and(|found| found.other == 0 && found.buttons > 0 && found.known() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn lines_of_buttons() {
        let is_bar = |text: &str| super::is_bar(Text::new(text).whole());
        for text in [
            "A- A A+",
            "登录/注册",
            "搜索  网站地图 设置首页",
            "打印  字体： 放大 正常 缩小  分享到",
            "37评论   收藏",
            "【打印本页】【關閉窗口】",
        ] {
            assert!(is_bar(text), "{text}");
        }
        for text in ["打印机坏了 分享", "日期 时间 次", "分享", "收藏", "打印", "大、中、小"]
        {
            assert!(!is_bar(text), "{text}");
        }
    }

    #[test]
    fn numbers_count_for_nothing() {
        let words = |text: &str| super::words(Text::new(text).whole());
        assert_eq!(words("7 分钟"), Some(Words { labels: 1, ..Words::default() }));
        assert_eq!(words("326"), Some(Words::default()));
    }
}
