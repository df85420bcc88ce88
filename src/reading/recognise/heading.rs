//! Headings that name an agency over its tables and are no title of a report: 2023年度 乙县民政局统计表, 单位：乙县民政局,
//! 二、乙县民政局2023年, 二、主动公开政府信息情况（乙县民政局）. Many lines have the name of an agency on them, so a heading has
//! a year besides, a mark or words that any table has, and nothing else; the name alone is that of who signs, or the first
//! half of a label. It names tables only in a file with those of several.

use super::bare_title::{bare_title, named, without_item_number};
use super::identify::flat;
use super::versions::without_words;
use super::years::{numeral, split_year};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::totals::total_of;

/// What a heading says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) agency: String,
    pub(super) year: Option<u16>,
    /// It has the words of a table behind the name.
    pub(super) is_worded: bool,
    /// It has a year, a mark or such words besides the name.
    is_more: bool,
}

impl Heading {
    /// Reads a line as a heading that says by itself that tables follow.
    pub(super) fn of(line: &str) -> Option<Self> {
        Self::read(line).filter(|heading| heading.is_more && LEXICON.is_agency(&heading.agency))
    }

    /// Reads a line that is the name of an agency, alone or with what a heading has besides.
    pub(super) fn read(line: &str) -> Option<Self> {
        /// Bytes, blanks between its characters included; a name and a few words.
        const LONGEST: usize = 120;
        if line.len() > LONGEST {
            return None;
        }
        let text = without_table(flat(line));
        let is_sentence = text.contains(['。', '，', '；', ',', ';', '、', '？', '|']) && !is_numbered(&text);
        if is_sentence || !LEXICON.may_name(&text) {
            return None;
        }
        let numbered = without_item_number(&text);
        let title = bare_title(numbered);
        // 附表1：云泽县民政局.
        let is_annex = title.len() < numbered.len() && LEXICON.annex_marks.begin(numbered);
        let unmarked = LEXICON.heading_marks.behind(title);
        let bare = unmarked.unwrap_or(title);
        let year = split_year(bare, &(0..0));
        let (before, year, after) = year.map_or((bare, None, ""), |(before, year, after)| (before, Some(year), after));
        let names: Vec<&str> = [before, after].map(name).into_iter().filter(|name| !name.is_empty()).collect();
        let [agency] = names[..] else { return None };
        // Behind another mark the name is that of anybody.
        let agency = named(agency).filter(|_| !agency.contains(':'))?;
        let is_agency = LEXICON.ends_as_agency(agency) && !LEXICON.is_generic(agency) && total_of(agency).is_none();
        let is_worded = agency.len() < before.len().max(after.len());
        let is_more = is_annex || unmarked.is_some() || year.is_some() || is_worded;
        is_agency.then(|| Self { agency: agency.to_owned(), year, is_worded, is_more })
    }

    /// Whether it names another agency than a report that is called so.
    pub(super) fn is_of_another(&self, known: &str) -> bool {
        is_another(&self.agency, known)
    }
}

/// Whether two names are certainly those of two agencies. 县政府办 may be 云泽县人民政府办公室: the signs of a short name stand
/// in the long one, in their order.
pub(super) fn is_another(name: &str, known: &str) -> bool {
    let is_short_for = |short: &str, long: &str| {
        let mut signs = long.chars();
        short.chars().all(|sign| signs.any(|other| other == sign))
    };
    !is_short_for(name, known) && !is_short_for(known, name)
}

/// A heading without the title of a table that stands behind its agency or in front of it: 二、主动公开政府信息情况（云泽县民政局）.
fn without_table(text: String) -> String {
    let Some(title) = LEXICON.table_title(&text) else { return text };
    let mut behind = &text[title.end..];
    while let Some(rest) = LEXICON.caption_words.behind(behind) {
        behind = rest;
    }
    format!("{}-{behind}", &text[..title.start])
}

/// The name in a part of a heading, without marks around it and words that any table has behind.
fn name(part: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric();
    let part = part.trim_matches(is_mark);
    let name = without_words(part);
    // 某县教育局年度报告.
    name.strip_suffix("年度").map_or(name, without_words).trim_matches(is_mark)
}

fn is_numbered(line: &str) -> bool {
    line.matches('、').count() == 1 && line.trim_start().trim_start_matches(numeral).starts_with('、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_that_of_the_same_agency() {
        let heading = Heading::of("单位：县政府办").expect("a heading");
        assert!(!heading.is_of_another("云泽县人民政府办公室") && heading.is_of_another("云泽县教育局"));
    }

    #[test]
    fn a_heading_has_nothing_but_an_agency_a_year_and_words_of_any_table() {
        for (line, year) in [
            ("2023年度 云泽县民政局统计表", Some(2023)),
            ("云泽县民政局政府信息公开统计表", None),
            ("云泽县民政局2022年", Some(2022)),
            ("附：云泽县民政局2022年情况", Some(2022)),
            ("单位：云泽县民政局", None),
            ("二、云泽县民政局2023年度", Some(2023)),
            ("附表1：云泽县民政局", None),
            ("二、主动公开政府信息情况（云泽县民政局）", None),
            ("四、政府信息公开行政复议、行政诉讼情况统计表（云泽县民政局）", None),
            ("云泽县民政局收到和处理政府信息公开申请情况表（2023年）", Some(2023)),
            ("三、2023年收到和处理政府信息公开申请情况（云泽县民政局）", Some(2023)),
        ] {
            let heading = Heading::of(line).map(|heading| (heading.agency, heading.year));
            assert_eq!(heading, Some(("云泽县民政局".to_owned(), year)), "{line}");
        }
        for line in [
            "云泽县民政局",
            "（二）云泽县民政局",
            // A label that goes on on the next line.
            "二、上年结转政府",
            "单位：件",
            "附：2022年情况",
            "三亚市民政局",
            "主管单位：云泽县民政局",
            "合计",
            "（二）存在的主要问题",
            "2023年，云泽县民政局",
            "云泽县民政局2023年与云泽县教育局",
            "2024年1月5日",
            "四、政府信息公开行政复议、行政诉讼情况",
            "三、收到和处理政府信息公开申请情况（责任单位：云泽县民政局）",
        ] {
            assert_eq!(Heading::of(line), None, "{line}");
        }
    }
}
