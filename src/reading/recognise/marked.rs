//! Whose report it is, and of which year, where a word before it says so: `填报单位：某县教育局` in one cell, or that word in a
//! cell and the name in the next, as the heads of forms in workbooks are ruled.

use super::identify::{flat, narrow};
use super::years::{of_whole_field, year_of};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::words::Words;

/// What stands behind a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marked {
    /// Whose form it is.
    Form(String),
    /// Whose page it is.
    Source(String),
    /// Whose form it may be, if that stands above the tables.
    Head(String),
    Year(u16),
}

/// What kind of mark a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Of a page: the name of a body follows.
    Source,
    /// Of a form: whatever name follows is meant.
    Form,
    /// A word that may be of anything but the body whose tables follow.
    Head,
}

impl Mark {
    /// Of a word alone.
    fn of(word: &str) -> Option<Self> {
        let kinds = [
            (&LEXICON.source_marks, Self::Source),
            (&LEXICON.form_marks, Self::Form),
            (&LEXICON.head_marks, Self::Head),
        ];
        kinds.into_iter().find(|(marks, _)| marks.have(word)).map(|(_, kind)| kind)
    }

    /// Of the word that a text ends with.
    fn ending(text: &str) -> Option<Self> {
        let bare = flat(text);
        let ends = |marks: &Words| marks.end(&bare);
        if ends(&LEXICON.form_marks) {
            return Some(Self::Form);
        }
        if ends(&LEXICON.source_marks) {
            return Some(Self::Source);
        }
        let is_end = |c: char| matches!(c, '|' | ',' | '，' | '。' | ';' | '；' | ')' | ':');
        let clause = text.rsplit(is_end).next().unwrap_or(text);
        [flat(clause), clause.split_whitespace().last()?.to_owned()].iter().find_map(|word| Self::of(word))
    }

    /// The agency that a name behind it is, if it is one; without a colon the mark may head a column.
    fn names(self, name: &str, has_colon: bool) -> Option<Marked> {
        match self {
            Self::Form if has_colon => LEXICON.is_name(name).then(|| Marked::Form(name.to_owned())),
            Self::Form => (LEXICON.is_agency(name) && LEXICON.is_name(name)).then(|| Marked::Form(name.to_owned())),
            Self::Source => LEXICON.is_agency(name).then(|| Marked::Source(name.to_owned())),
            Self::Head => LEXICON.is_body(name).then(|| Marked::Head(name.to_owned())),
        }
    }
}

/// The agency in a line that names it: `来源:某市民政局`, `填报单位（盖章）某县教育局`.
pub(super) fn agency(text: &str) -> Option<Marked> {
    if !text.contains([':', '：', ')', '）']) {
        return None;
    }
    let text: String = text.chars().map(narrow).collect();
    text.match_indices([':', ')']).find_map(|(at, sign)| {
        let end = if sign == ")" { at + 1 } else { at };
        let (before, is_sealed) = without_seal(&text[..end]);
        let mark = Mark::ending(before).filter(|_| is_sealed || sign == ":")?;
        let has_colon = sign == ":" || text[at + 1..].trim_start().starts_with(':');
        let after = text[at + 1..].trim_start_matches(|c: char| c.is_whitespace() || c == ':');
        let after = after
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map_or(after, |(seal, rest)| if is_seal(seal) { rest.trim_start() } else { after });
        // What follows the name: other facts of the page, or (盖章).
        let is_end = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | '，' | '(' | ')');
        mark.names(after.split(is_end).next()?, has_colon)
    })
}

/// The year in a line that names it: `统计年度：2023`, or behind the agency. What goes on before the mark names another: 上年度：2022.
pub(super) fn year(text: &str) -> Option<u16> {
    if !text.contains([':', '：']) {
        return None;
    }
    let text: String = text.chars().map(narrow).collect();
    let split =
        |mark: &String| text.split_once(mark.as_str()).filter(|(before, _)| !before.ends_with(char::is_alphanumeric));
    let is_end = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | '，' | '(' | ')');
    let Some((_, after)) = LEXICON.year_marks.iter().find_map(split) else {
        // 填报单位：某县教育局  2023年度.
        let years = || text.split(is_end).filter(|word| word.ends_with("年度")).find_map(one_year);
        return years().filter(|_| agency(&text).is_some());
    };
    let field = after.trim_start().split(is_end).next()?;
    one_year(field).or_else(|| of_whole_field(field).filter(|_| field.contains('月')))
}

/// What a cell that is nothing but a mark says with the cells behind it. Of two agencies or years side by side it says
/// neither.
pub(super) fn beside<'c>(text: &str, mut next: impl Iterator<Item = &'c str>) -> Option<Marked> {
    if text.len() > LONGEST {
        return None;
    }
    let next_cell = next.next()?;
    let text = flat(text);
    if let Some((mark, _)) = alone(&text) {
        let name = flat(next_cell);
        let is_other = next.next().map(flat).is_some_and(|other| LEXICON.is_agency(&other));
        return mark.names(without_seal(&name).0, text.ends_with(':')).filter(|_| !is_other);
    }
    let own = text.strip_suffix(':').unwrap_or(&text);
    let is_year = LEXICON.year_marks.iter().any(|mark| mark.strip_suffix(':') == Some(own));
    let year = one_year(next_cell).filter(|_| is_year)?;
    next.next().and_then(one_year).is_none().then_some(Marked::Year(year))
}

/// Whether a text says of a form who fills it in, or asks for that: 填报单位：某县教育局, 填报单位（盖章）.
pub(super) fn is_of_form(text: &str) -> bool {
    text.len() <= LONGEST
        && (alone(&flat(text)).is_some_and(|(mark, _)| mark == Mark::Form)
            || matches!(agency(text), Some(Marked::Form(_))))
}

/// What a cell that is nothing but a mark says with the line below it. 单位 alone heads a column of anything.
pub(super) fn above(text: &str, below: &str) -> Option<Marked> {
    if text.len() > LONGEST || below.len() > LONGEST {
        return None;
    }
    let (mark, is_plain) = alone(&flat(text))?;
    let name = flat(below);
    mark.names(without_seal(&name).0, false).filter(|_| mark != Mark::Head || !is_plain)
}

/// Bytes of a cell that is a mark, blanks between its characters included; none is longer.
const LONGEST: usize = 60;

/// The mark that a flat text is, and whether it is the word alone, without a colon or a place for a seal.
fn alone(text: &str) -> Option<(Mark, bool)> {
    let (word, _) = without_seal(text.strip_suffix(':').unwrap_or(text));
    Some((Mark::of(word)?, word == text))
}

/// A text without the words for a seal in brackets at its end, and whether it had them.
fn without_seal(text: &str) -> (&str, bool) {
    let sealed = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).filter(|(_, seal)| is_seal(seal));
    sealed.map_or((text, false), |(text, _)| (text.trim_end(), true))
}

/// Whether words are what a form asks for where the name goes: 盖章, 单位全称.
pub(super) fn is_asked_for(words: &str) -> bool {
    is_seal(words) || LEXICON.blank_names.have(words)
}

fn is_seal(words: &str) -> bool {
    let words = flat(words);
    LEXICON.seals.have(&words)
}

/// The year that a text is and nothing else: `2023`, `２０２３年`, `2023年度`.
fn one_year(text: &str) -> Option<u16> {
    /// Bytes; a sentence is no year.
    const LONGEST: usize = 40;
    let text = (text.len() <= LONGEST).then(|| flat(text))?;
    let digits = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(&text);
    year_of(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_line_names_the_agency() {
        let source = "日期:2022-01-14 09:25 来源:白石市民政局 字体:[ 大 中 小 ] 打印";
        assert_eq!(agency(source), Some(Marked::Source("白石市民政局".to_owned())));
        let expected = Some(Marked::Form("白石市民政局".to_owned()));
        for text in [
            "填表单位：白石市民政局（盖章）",
            "填报单位（盖章）：白石市民政局",
            "填报单位(签章) 白石市民政局",
            "填报单位：（公章）白石市民政局",
            "填 报 单 位：白石市民政局",
            "报送单位（盖章）：白石市民政局",
        ] {
            assert_eq!(agency(text), expected, "{text}");
        }
        let expected = Some(Marked::Head("白石市民政局".to_owned()));
        for text in [
            "单位：白石市民政局",
            "单  位：白石市民政局",
            "编制单位：白石市民政局",
            "2023年度  报告单位：白石市民政局",
            "机关名称：白石市民政局",
            "部门名称（公章）白石市民政局",
        ] {
            assert_eq!(agency(text), expected, "{text}");
        }
        assert_eq!(agency("填报单位：城关"), Some(Marked::Form("城关".to_owned())));
        for text in [
            "来源：本站",
            "填报单位：（盖章）",
            "填报单位：加盖公章",
            "填报单位：____",
            "填报单位：2023",
            "填报单位：（盖章） 负责人 张三",
            "填报单位：填报日期",
            "填报单位：合计",
            "填报单位：全县",
            "填报单位：同上",
            "填报单位：见附件",
            "填报单位：万元",
            "填报单位：制表人",
            "填报单位：张三",
            "单位：万元",
            "单位：件、万元",
            "责任单位：白石市民政局",
            "部门：办公室",
            "单位：各镇人民政府",
            "（单位）白石市民政局",
        ] {
            assert_eq!(agency(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_may_stand_above_the_name() {
        let expected = Some(Marked::Form("白石市民政局".to_owned()));
        assert_eq!(above("填报单位（公章）", "白石市民政局"), expected);
        assert_eq!(above("填报单位", "白石市民政局"), expected);
        assert_eq!(above("单位：", "白石市民政局"), Some(Marked::Head("白石市民政局".to_owned())));
        assert_eq!(above("单位", "白石市民政局"), None, "the head of a column");
        assert_eq!(above("填报单位", "规章"), None);
    }

    #[test]
    fn a_line_names_the_year_behind_its_mark() {
        for text in [
            "统计年度：2023",
            "报告期：2023年",
            "填报单位：白石市民政局  统计年度: ２０２３ 年",
            "（报告年度：2023年度）",
            "统计时段：2023年1-12月",
            "报告期：2023年1月1日至2023年12月31日",
            "填报单位：白石市民政局　　2023年度",
            "单位：白石市民政局（2023年度）",
        ] {
            assert_eq!(year(text), Some(2023), "{text}");
        }
        for text in [
            "上年度：2022",
            "统计年度：2022-2023",
            "统计年度：2023-01-10",
            "报告期：2023年1-6月",
            "填报单位：白石市民政局　　2023年",
            "索引号：000014349/2024-00021  年份：2024",
            "年度：2024",
        ] {
            assert_eq!(year(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_alone_speaks_of_the_next_cell() {
        let said = |cells: &[&str]| beside(cells[0], cells[1..].iter().copied());
        assert_eq!(said(&["填报单位", "白石市民政局"]), Some(Marked::Form("白石市民政局".to_owned())));
        assert_eq!(said(&["填 报 单 位：", "白石市民政局", "年度"]), Some(Marked::Form("白石市民政局".to_owned())));
        assert_eq!(said(&["单位", "白石市民政局"]), Some(Marked::Head("白石市民政局".to_owned())));
        assert_eq!(said(&["统计年度", "2023"]), Some(Marked::Year(2023)));
        assert_eq!(said(&["报告年度", "2023年", "单位：件"]), Some(Marked::Year(2023)));
        for cells in [
            &["统计年度", "2022", "2023"][..],
            &["年份", "2024"],
            &["统计年度", "2022-2023"],
            &["填报单位", "年度"],
            &["科室", "2023"],
            &["单位", "件"],
            &["单位", "白石市民政局", "白石市教育局"],
        ] {
            assert_eq!(said(cells), None, "{cells:?}");
        }
    }
}
