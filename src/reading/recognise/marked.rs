//! Whose report it is, and of which year, where a word before it says so: `填报单位：某县教育局` in one cell, or that word in a
//! cell and the name in the next, as the heads of forms in workbooks are ruled.

use super::identify::flat;
use super::years::year_of;
use crate::reading::cells::lexicon::LEXICON;

/// What stands behind a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marked {
    Agency(String),
    Year(u16),
}

/// The agency in a line that names the source: `来源:某市民政局`.
pub(super) fn agency(text: &str) -> Option<String> {
    let of_form = || behind(text, &LEXICON.form_marks, |_| true).filter(|name| LEXICON.is_name(name));
    let of_page = || behind(text, &LEXICON.source_marks, |_| true).filter(|name| LEXICON.is_agency(name));
    of_form().or_else(of_page)
}

/// The year in a line that names it: `统计年度：2023`. What goes on before the mark names another: 上年度：2022.
pub(super) fn year(text: &str) -> Option<u16> {
    one_year(&behind(text, &LEXICON.year_marks, |before| !before.ends_with(char::is_alphanumeric))?)
}

/// What a cell that is nothing but a mark says with the cells behind it. Of two years side by side it says neither.
pub(super) fn beside<'c>(text: &str, mut next: impl Iterator<Item = &'c str>) -> Option<Marked> {
    /// Bytes, blanks between its characters included; no mark is longer.
    const LONGEST: usize = 60;
    if text.len() > LONGEST {
        return None;
    }
    let next_cell = next.next()?;
    let text = flat(text);
    let is_one_of = |marks: &[String]| {
        let own = text.strip_suffix(':').unwrap_or(&text);
        marks.iter().any(|mark| mark.strip_suffix(':') == Some(own))
    };
    let is_of_form = is_one_of(&LEXICON.form_marks);
    if is_of_form || is_one_of(&LEXICON.source_marks) {
        let agency = flat(next_cell);
        // Without a colon it may head a column.
        let is_name = LEXICON.is_agency(&agency) || (is_of_form && text.ends_with(':') && LEXICON.is_name(&agency));
        return is_name.then_some(Marked::Agency(agency));
    }
    let year = one_year(next_cell).filter(|_| is_one_of(&LEXICON.year_marks))?;
    next.next().and_then(one_year).is_none().then_some(Marked::Year(year))
}

/// The word behind the first of `marks` that a text holds, where what stands before it allows.
fn behind(text: &str, marks: &[String], is_allowed: impl Fn(&str) -> bool) -> Option<String> {
    if !text.contains([':', '：']) {
        return None;
    }
    let text = text.replace('：', ":");
    let split = |mark: &String| text.split_once(mark.as_str()).filter(|(before, _)| is_allowed(before));
    let (_, after) = marks.iter().find_map(split)?;
    // What follows the name: other facts of the page, or （盖章）.
    let is_end = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | '，' | '(' | ')' | '（' | '）');
    after.trim_start().split(is_end).next().map(str::to_owned)
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
        let expected = Some("白石市民政局".to_owned());
        assert_eq!(agency("日期:2022-01-14 09:25 来源:白石市民政局 字体:[ 大 中 小 ] 打印"), expected);
        assert_eq!(agency("填表单位：白石市民政局（盖章）"), expected);
        assert_eq!(agency("填报单位（盖章）：白石市民政局"), expected);
        assert_eq!(agency("填报单位：城关").as_deref(), Some("城关"));
        for text in
            ["单位：万元", "来源：本站", "填报单位：（盖章）", "填报单位：加盖公章", "填报单位：____", "填报单位：2023"]
        {
            assert_eq!(agency(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_names_the_year_behind_its_mark() {
        for text in [
            "统计年度：2023",
            "报告期：2023年",
            "填报单位：白石市民政局  统计年度: ２０２３ 年",
            "（报告年度：2023年度）",
        ] {
            assert_eq!(year(text), Some(2023), "{text}");
        }
        for text in [
            "上年度：2022",
            "统计年度：2022-2023",
            "报告期：2023年1月1日至2023年12月31日",
            "统计年度：2023-01-10",
            "索引号：000014349/2024-00021  年份：2024",
            "年度：2024",
        ] {
            assert_eq!(year(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_alone_speaks_of_the_next_cell() {
        let said = |cells: &[&str]| beside(cells[0], cells[1..].iter().copied());
        assert_eq!(said(&["填报单位", "白石市民政局"]), Some(Marked::Agency("白石市民政局".to_owned())));
        assert_eq!(said(&["填 报 单 位：", "白石市民政局", "年度"]), Some(Marked::Agency("白石市民政局".to_owned())));
        assert_eq!(said(&["统计年度", "2023"]), Some(Marked::Year(2023)));
        assert_eq!(said(&["报告年度", "2023年", "单位：件"]), Some(Marked::Year(2023)));
        for cells in [
            &["统计年度", "2022", "2023"][..],
            &["年份", "2024"],
            &["统计年度", "2022-2023"],
            &["填报单位", "年度"],
            &["科室", "2023"],
        ] {
            assert_eq!(said(cells), None, "{cells:?}");
        }
    }
}
