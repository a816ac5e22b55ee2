//! The features by which a line is judged, as a table. To add one, add a row here; then retrain the
//! weights.

use super::forms::{Counted, FORMS, Series};
use super::scene::{Scene, Wardrobe, core};
use crate::input::text::dates;
use crate::input::text::lines::Unit;
use crate::input::text::pattern::patterns;
use crate::input::text::placed::Placed;
use crate::input::text::wrap;
use crate::text::script;

/// Common names of headings, folded.
const NAMES: &str = "引言 前言 序 序言 自序 序章 楔子 尾声 后记 跋 结语 结论 总结 小结 背景 简介 介绍 概述 概要 摘要 附录 附注 参考文献 参考资料 参考链接 参考 参见 致谢 说明 正文 目录 目的 意义 方法 讨论 结果 分析 展望 建议 优点 缺点 特点 安装 使用 配置 测试 示例 例子 注意事项 常见问题 写在前面 写在最后 开头 结尾 后续 其他 其它 补充 问题 资源 工具 资料 文章 言论 总则 附则 分则 前记 序文 绪论 结束语 编者按 导语 导言 作者简介 关于作者 内容简介 鸣谢 更新 更新日志 相关阅读 延伸阅读 科普 引子 缘起 由来";

patterns! {
    /// 标题：说明: a label and its text on one line.
    static LABELLED = r"^.{1,8}?[：:]\s*\S";
}

/// A candidate with what its features are computed from.
pub(super) struct CandidateLine<'s> {
    unit: &'s Unit<'s>,
    text: Placed<'s>,
    /// Its text without the number before it, if a title follows.
    rest: Placed<'s>,
    number: Option<Counted>,
    series: Option<Series>,
    wardrobe: &'s Wardrobe,
    above: Option<&'s Unit<'s>>,
    below: &'s Unit<'s>,
    /// Whether the previous line, the next, and the one after that are long.
    long: [bool; 3],
    at: usize,
    next_number: Option<Counted>,
    usual_length: usize,
    usual_indent: usize,
    usual_blank: usize,
    bare_length: usize,
    is_top: bool,
    among_chapters: bool,
}

/// A feature of a line.
pub(super) struct Feature {
    /// Its name in the table of weights and in reports.
    pub(super) name: &'static str,
    /// 0 or 1 for booleans, otherwise a share.
    pub(super) value: fn(&CandidateLine<'_>) -> f64,
}

macro_rules! features {
    ($($name:literal $line:ident => $value:expr;)+) => {
        &[$(Feature { name: $name, value: |$line| f64::from($value) }),+]
    };
}

/// The features: name, value.
pub(super) static FEATURES: &[Feature] = features![
    "bare-colon" l => l.is_bare() && l.ends("：:");
    "bare-comma" l => l.is_bare() && l.text.contains(['，', ',']);
    "bare-all-flush" l => l.is_bare() && l.is_flush();
    "bare-usual-length" l => l.is_bare() && l.unit.length.abs_diff(l.bare_length) <= 4;
    "bare-among-chapters" l => l.is_bare() && l.among_chapters;
    "white-above" l => l.unit.blank_before > l.usual_blank;
    "dress-once" l => l.wardrobe.members.len() == 1;
    "dress-adjacent" l => l.wardrobe.adjacent;
    "dress-before-text" l => l.wardrobe.before_text;
    "dress-length" l => (l.wardrobe.length / 30.0).min(1.0);
    "dress-2" l => l.wardrobe.members.len() >= 2;
    "dress-4" l => l.wardrobe.members.len() >= 4;
    "comma" l => l.text.contains(['，', ',']);
    "date" l => dates::first(l.text).is_some();
    "ends-quote" l => l.ends("”」’』");
    "ends-colon" l => l.ends("：:");
    "ends-exclaiming" l => core(l.text).ends_with(['！', '!']);
    "ends-bracket" l => l.ends(")）】]");
    "framed" l => l.text.starts_with(['【', '[', '〖']) && l.ends("】]〗");
    "ends-asking" l => l.ends("？?");
    "first-bare" l => l.is_bare() && l.at == 0;
    "top-series" l => l.is_top;
    "indented-as-text" l => l.unit.indent == l.usual_indent && l.usual_indent > 0;
    "label-and-text" l => LABELLED.is_match(l.rest);
    "length-41" l => l.unit.length > 40;
    "name" l => l.is_name();
    "next-but-one-text" l => l.long[2];
    "next-list" l => l.leads_list();
    "next-short" l => l.below.length <= 30 && !l.below.ends_sentence();
    "next-very-long" l => l.below.length >= (l.usual_length * 7 / 10).max(60);
    "length-twin" l => l.wardrobe.lengths.get(&l.unit.length).is_some_and(|n| *n > 1);
    "after-colon" l => l.above.is_some_and(|above| above.text.ends_with(['：', ':']));
    "after-list" l => l.above.is_some_and(|above| wrap::marker_length(&above.text).is_some());
    "after-text" l => l.long[0];
    "first-line" l => l.at == 0;
    "pronoun" l => l.text.contains(['我', '你', '他', '她', '您', '咱']);
    "bare-question-even" l => l.is_bare() && l.ends("？?") && !l.is_apart();
    "second-bare" l => l.is_bare() && l.at == 1;
    "series-of-list" l => l.series.is_some_and(|it| it.count >= 2 && (it.short < 0.5 || it.adjacent >= 0.5));
    "space" l => l.rest.contains(script::is_space);
    "stop-inside" l => l.has_stop_inside();
    "strong-series" l => l.is_strong() && l.series.is_some_and(|it| it.heads());
];

impl<'s> CandidateLine<'s> {
    /// The candidate at a position among the scene's.
    pub(super) fn of(scene: &'s Scene<'_, '_>, place: usize) -> Self {
        let at = scene.candidates[place];
        let unit = scene.lines[at];
        let text = unit.whole();
        let number = scene.numbers[at];
        let titled = number.filter(|number| FORMS[number.form].titled);
        let rest = titled.map_or(text, |number| {
            let marks = |c: char| "、，,：:．.)）〕".contains(c) || script::is_space(c);
            text.at(number.end..usize::MAX).trim_start_matches(marks)
        });
        let is_long = |at: Option<usize>| {
            at.and_then(|at| scene.long.get(at)).copied().unwrap_or_default()
        };
        let chapters = scene.series.iter().find(|(form, _)| FORMS[**form].name == "chapter");
        Self {
            unit,
            text,
            rest,
            number,
            series: number.and_then(|number| scene.series.get(&number.form)).copied(),
            wardrobe: &scene.wardrobes[&scene.dress[place]],
            above: at.checked_sub(1).map(|at| scene.lines[at]),
            below: scene.lines[at + 1],
            long: [is_long(at.checked_sub(1)), is_long(Some(at + 1)), is_long(Some(at + 2))],
            at,
            next_number: scene.numbers[at + 1],
            usual_length: scene.usual.length,
            usual_indent: scene.usual.indent,
            usual_blank: scene.usual.blank,
            bare_length: scene.bare_length,
            is_top: number.is_some_and(|number| scene.top == Some(number.form)),
            among_chapters: chapters.is_some_and(|(_, series)| series.count >= 3),
        }
    }

    fn is_bare(&self) -> bool {
        self.number.is_none()
    }

    fn ends(&self, marks: &str) -> bool {
        self.text.ends_with(|c: char| marks.contains(c))
    }

    /// Whether neither indent nor white space sets anything apart.
    fn is_flush(&self) -> bool {
        self.unit.indent == 0
            && self.usual_indent == 0
            && self.usual_blank == 0
            && self.unit.blank_before == 0
    }

    /// Whether white space or indent sets it apart from the paragraphs.
    fn is_apart(&self) -> bool {
        self.unit.blank_before > self.usual_blank
            || self.unit.indent < self.usual_indent
            || (self.at > 0 && self.below.blank_before < self.unit.blank_before)
    }

    fn is_name(&self) -> bool {
        let bare = self.rest.trim_matches(|c| "：: 。【】[]".contains(c));
        NAMES.split(' ').any(|name| name == bare.folded())
    }

    /// Whether a list begins below it.
    fn leads_list(&self) -> bool {
        let own = self.number.map(|number| number.form);
        wrap::marker_length(&self.below.text).is_some()
            || self
                .next_number
                .is_some_and(|next| FORMS[next.form].listing && Some(next.form) != own)
    }

    fn is_strong(&self) -> bool {
        self.number.is_some_and(|number| FORMS[number.form].strong)
    }

    fn has_stop_inside(&self) -> bool {
        let core = core(self.text);
        core.before(core.last_char()).contains(['。', '；', '？', '！'])
    }
}
