//! Lines that look like headings and are speech, a beat of a story, or a field of a form: what a
//! careful reader leaves a paragraph although it is short.

use std::collections::BTreeMap;

use crate::input::text::lines::Unit;
use crate::input::text::pattern::patterns;
use crate::input::text::rules;

patterns! {
    /// A field of a form, a notice or a letter, with its value.
    static FIELD = r"^(?:地址|住址|电话|手机|传真|邮编|邮箱|网址|联系(?:人|电话|方式)|姓名|性别|年龄|民族|籍贯|出生(?:年月|日期)?|学历|专业|单位|部门|职[务称位]|日期|时间|地点|附件|主持人?|记录人?|出席|列席|参加人员?|抄送|主送|编号|文号|户名|账号|开户行|甲方|乙方|丙方|签[字名]|盖章|身份证号?|微信|[Qq]{2}|主题|事由)\s*[:：]\s*\S";
    /// The source of a piece: 据《贤愚经》.
    static SOURCE = r"^[（(]?(?:[据见]|[选摘录转引]自|出自|原载|载于?|引自)\s*《[^《》]{1,20}》.{0,12}$";
    /// How a scene of a story begins.
    static BEAT = r"^(?:[一二两三四五六七八九十几半数0-9]+(?:个多?|多)?(?:天|日|年|月|小时|分钟|秒钟?|周|星期)(?:[以之]?[后前]|过去了?)|第?[二三四五]天(?:[早晚]上|清晨|[上中下]午|傍晚)?|[当次]?[日天夜晚](?:亮|黑)?了?|天(?:亮|黑)了|[清早]晨|傍晚|深夜|半夜)$";
    /// How speech and the steps of a story begin.
    static VOICE = r"^(?:[我你您他她它咱俺]|没有?人|谁|这时|那时|忽然|突然|然后|于是|可是|但是|后来|终于|回到|嗯|啊|哦|噢|哈|嘿|唉|哎|喂|呸|好[吧的啊呀]|是[的啊呀]|不[，,]|砰|轰|啪|咚|叮)";
}

/// The longest line that a voice or a beat takes, in characters.
const SHORT: usize = 8;

/// What is known of a text for doubting its lines.
pub(super) struct Doubt<'t> {
    /// How often each short line comes.
    times: BTreeMap<&'t str, usize>,
    /// How many chapters with numbers part the text.
    chapters: usize,
    /// How many headings are about to be accepted.
    accepted: usize,
    usual_blank: usize,
    usual_indent: usize,
}

impl<'t> Doubt<'t> {
    /// Of a text whose paragraphs have so many blank lines and such an indent before them.
    pub(super) fn of(
        units: &'t [Unit<'_>],
        chapters: usize,
        accepted: usize,
        [usual_blank, usual_indent]: [usize; 2],
    ) -> Self {
        let mut times = BTreeMap::new();
        for unit in units.iter().filter(|unit| unit.length <= SHORT) {
            *times.entry(unit.whole_text()).or_default() += 1;
        }
        Self { times, chapters, accepted, usual_blank, usual_indent }
    }

    /// Whether a line that would be accepted is left a paragraph.
    pub(super) fn holds(&self, units: &[Unit<'_>], at: usize) -> bool {
        /// The longest line that says nothing where it comes again.
        const ECHO: usize = 3;
        let unit = &units[at];
        let text = unit.whole();
        if FIELD.is_match(text) || SOURCE.is_match(text) {
            return true;
        }
        if rules::numbered(text).is_some()
            || rules::named(text).is_some()
            || rules::is_common_name(text)
        {
            return false;
        }
        let times = self.times.get(unit.whole_text()).copied().unwrap_or_default();
        let again = times > 1 && unit.length <= ECHO;
        let trails = text.ends_with(['—', '…', '～', '~']);
        let told = again || trails || BEAT.is_match(text) || VOICE.is_match(text);
        // A chapter that has sections without numbers is seldom the only one.
        let stray = 2 * self.accepted <= self.chapters;
        !self.is_apart(units, at) && ((unit.length <= SHORT && told) || stray)
    }

    /// Whether white or an indent sets a line apart from the paragraphs around it.
    fn is_apart(&self, units: &[Unit<'_>], at: usize) -> bool {
        let blank = |unit: &Unit<'_>| unit.blank_before.min(3);
        let next = units.get(at + 1).map_or(self.usual_blank, blank);
        blank(&units[at]) != self.usual_blank
            || next != self.usual_blank
            || units[at].indent != self.usual_indent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::pattern::Pattern;
    use crate::input::text::placed::Text;

    #[test]
    fn fields_and_sources_and_beats() {
        let fits = |pattern: &Pattern, text: &str| pattern.is_match(Text::new(text).whole());
        for text in ["地址：青石巷17号", "联系人：周大勇", "附件：1.申请表", "姓名：周大勇"]
        {
            assert!(fits(&FIELD, text), "{text}");
        }
        assert!(!fits(&FIELD, "地址的故事") && !fits(&FIELD, "时间简史"));
        assert!(fits(&SOURCE, "据《贤愚经》") && !fits(&SOURCE, "《贤愚经》"));
        assert!(
            fits(&BEAT, "三天后") && fits(&BEAT, "第二天早上") && !fits(&BEAT, "三天的约定")
        );
    }
}
