//! Recognises persons' names and offices by their form. All texts are folded.

use super::placed::Placed;
use crate::text::script;

/// Family names of one character that begin nearly every Chinese name.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈代生束鹿宿习";

/// Family names of two characters.
const COMPOUND: [&str; 19] = [
    "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟",
    "公孙", "慕容", "令狐", "长孙", "宇文", "端木", "百里", "呼延",
];

/// Ancient masters (先秦诸子) and others known without a family name.
const MASTERS: [&str; 19] = [
    "老子",
    "庄子",
    "孔子",
    "孟子",
    "荀子",
    "墨子",
    "列子",
    "管子",
    "孙子",
    "韩非子",
    "鬼谷子",
    "冰心",
    "巴金",
    "茅盾",
    "老舍",
    "三毛",
    "鹿桥",
    "玄奘",
    "佚名",
];

/// Last words of offices and affiliations.
const OFFICES: [&str; 70] = [
    "大使",
    "代办",
    "领事",
    "总统",
    "首相",
    "将军",
    "书记",
    "主任",
    "部长",
    "省长",
    "市长",
    "县长",
    "区长",
    "州长",
    "镇长",
    "乡长",
    "局长",
    "处长",
    "科长",
    "院长",
    "校长",
    "所长",
    "会长",
    "社长",
    "行长",
    "厅长",
    "司长",
    "署长",
    "主席",
    "总理",
    "委员",
    "常委",
    "教授",
    "研究员",
    "院士",
    "博士",
    "硕士",
    "研究生",
    "博士生",
    "讲师",
    "教师",
    "学者",
    "专家",
    "顾问",
    "记者",
    "编辑",
    "主编",
    "总编",
    "评论员",
    "通讯员",
    "特约评论员",
    "发言人",
    "代表",
    "秘书长",
    "秘书",
    "经理",
    "总裁",
    "董事长",
    "总监",
    "理事长",
    "理事",
    "工程师",
    "律师",
    "法官",
    "检察官",
    "检察长",
    "作家",
    "诗人",
    "医师",
    "负责人",
];

/// Words of two to four characters that begin with a family name but are not names.
const NOT_NAMES: [&str; 47] = [
    "全集", "全本", "全部", "全套", "全篇", "方法", "方案", "方式", "高度", "高考", "安全",
    "常识", "常态", "成果", "成绩", "成为", "任务", "时间", "时代", "文学", "文化", "文章",
    "文件", "关于", "和平", "明天", "全文", "简介", "计划", "平台", "国家", "海洋", "党建",
    "党员", "成长", "连载", "盖章", "关门", "关上", "关灯", "节选", "完结", "全书", "某年",
    "献给", "简历", "章程",
];

/// Whether this has the form of one person's name: two to four Han that begin with a family name,
/// or a transcribed name with its dots. White space inside is ignored.
pub(super) fn is_person(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !script::is_space(*c)).collect();
    let length = bare.chars().count();
    let dotted = |c: char| matches!(c, '·' | '•' | '・' | '．' | '‧');
    if bare.chars().any(dotted) {
        let parts: Vec<&str> = bare.split(dotted).collect();
        return length <= 16
            && parts.iter().all(|part| {
                !part.is_empty()
                    && part.chars().all(|c| script::is_han(c) || c.is_ascii_alphabetic())
            });
    }
    if !(2..=4).contains(&length) || !bare.chars().all(script::is_han) {
        return false;
    }
    if NOT_NAMES.iter().any(|word| bare.starts_with(word)) {
        return false;
    }
    if MASTERS.contains(&bare.as_str()) {
        return true;
    }
    if COMPOUND.iter().any(|name| bare.starts_with(name)) {
        return length >= 3;
    }
    length <= 3 && bare.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

/// Whether this may be a signature without a family name: a pen name, a Western name.
pub(super) fn is_signature(text: &str) -> bool {
    let length = text.chars().count();
    (2..=12).contains(&length)
        && text.chars().all(|c| {
            script::is_han(c)
                || script::is_latin(c)
                || matches!(c, '·' | '.' | ' ' | '・' | '•')
        })
}

/// Whether this may be a name in Latin letters, Jesus M. Gonzalez-Barahona, or a handle on a site,
/// geekpi.
pub(super) fn is_latin_name(text: &str) -> bool {
    /// The maximum number of words, and the longest name.
    const WORDS: usize = 5;
    const LONGEST: usize = 40;
    let fits = |c: char| script::is_latin(c) || c.is_ascii_digit() || ".'’-_ ".contains(c);
    text.len() >= 2
        && text.len() <= LONGEST
        && text.starts_with(script::is_latin)
        && text.chars().all(fits)
        && text.split(' ').count() <= WORDS
}

/// Whether this is a transcribed name by its parts: 安娜-布朗, 欧·亨利.
pub(super) fn is_transcribed(text: &str) -> bool {
    let mut parts = text.split(['-', '·']).peekable();
    text.contains(['-', '·'])
        && text.chars().count() <= 16
        && parts.all(|part| {
            (2..=4).contains(&part.chars().count()) && part.chars().all(script::is_han)
        })
}

/// Whether this may be a pen name (笔名) after a label that announces one.
pub(super) fn is_pen_name(text: &str) -> bool {
    (2..=4).contains(&text.chars().count())
        && text.chars().all(script::is_han)
        && !NOT_NAMES.iter().any(|word| text.starts_with(word))
        && !text.ends_with(['科', '处', '室', '组', '社', '网', '报', '台', '班', '局'])
}

/// Splits 浙江省委常委、宁波市委书记刘奇 or 新闻发言人 武平 into office and name.
pub(super) fn after_office(text: Placed<'_>) -> Option<(Placed<'_>, Placed<'_>)> {
    let by_space =
        text.rfind_char(script::is_space).map(|space| (text.before(space), text.after(space)));
    let by_word = OFFICES
        .iter()
        .filter_map(|office| text.rfind_word(office))
        .max_by_key(|word| word.range().end)
        .map(|word| (text.until(word), text.after(word)));
    [by_space, by_word].into_iter().flatten().find_map(|(office, name)| {
        let office = office.trim_end_matches(script::is_space);
        let is_head = is_office(office.folded()) || is_organisation(office.folded());
        (is_head && is_person(name.folded())).then_some((office, name))
    })
}

/// Whether a text ends in the word of an office or is the name of an institution.
pub(super) fn is_office(text: &str) -> bool {
    const INSTITUTIONS: [&str; 22] = [
        "大学",
        "学院",
        "小学",
        "中学",
        "学校",
        "党校",
        "幼儿园",
        "文化馆",
        "研究院",
        "研究所",
        "研究中心",
        "中心",
        "公司",
        "集团",
        "医院",
        "法院",
        "检察院",
        "协会",
        "学会",
        "委员会",
        "出版社",
        "报社",
    ];
    OFFICES.iter().chain(&INSTITUTIONS).any(|word| text.ends_with(word))
}

/// Whether a text ends as the name of an organisation that signs documents.
pub(super) fn is_organisation(text: &str) -> bool {
    const ENDS: [&str; 30] = [
        "委员会",
        "国务院",
        "办公厅",
        "办公室",
        "检察院",
        "厅",
        "协会",
        "学会",
        "联合会",
        "大学",
        "学院",
        "银行",
        "编辑部",
        "人民政府",
        "政府",
        "法院",
        "部",
        "局",
        "院",
        "署",
        "会议",
        "大会",
        "总会",
        "公司",
        "集团",
        "出版社",
        "中心",
        "委",
        "联盟",
        "工会",
    ];
    let length = text.chars().count();
    (3..=40).contains(&length)
        && ENDS.iter().any(|end| text.ends_with(end))
        && text
            .chars()
            .all(|c| script::is_han(c) || script::is_space(c) || "（）()、".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::placed::Text;

    #[test]
    fn names_by_shape() {
        for name in
            ["刘奇", "陈鸿", "白居易", "欧阳修", "高尔基·马克西姆", "张 三", "武平", "老子"]
        {
            assert!(is_person(name), "{name}");
        }
        for word in ["前言", "基本案情", "方法论", "总则", "继承编", "处理结果"]
        {
            assert!(!is_person(word), "{word}");
        }
    }

    #[test]
    fn latin_names_and_handles() {
        for name in ["Mike Dolan", "Jesus M. Gonzalez-Barahona", "liuxiaodou0618", "CN-QUAN"] {
            assert!(is_latin_name(name), "{name}");
        }
        for text in ["A", "3 apples", "www.example.com/a", "one, two"] {
            assert!(!is_latin_name(text), "{text}");
        }
    }

    #[test]
    fn office_and_name_part() {
        for (text, name) in [
            ("浙江省委常委、宁波市委书记刘奇", "刘奇"),
            ("中国载人航天工程新闻发言人 武平", "武平"),
            ("北京大学教授王小明", "王小明"),
            ("教育部發言人陳大文", "陳大文"),
        ] {
            let text = Text::new(text);
            let found = after_office(text.whole()).map(|(_, name)| name.as_str());
            assert_eq!(found, Some(name));
        }
        assert!(after_office(Text::new("北京大学").whole()).is_none());
    }
}
