//! What words say of the tables below them or on their sheet: which year these are of, or that others took their place, as 上年,
//! 2022年主动公开情况, 表四草稿. Words that say that and nothing else are *plain*; a title of a table has a year besides.

use super::bare_title::{without_item_number, without_number};
use super::identify::{flat, is_worth_a_look};
use super::marked;
use super::period::period;
use super::surface::GridLine;
use super::vocabulary::{Meaning, Vocabulary};
use super::year_words::YearWords;
use super::years::{self, numeral, split_year};
use crate::reading::cells::lexicon::LEXICON;

/// What a line or a sheet says that the tables below it or on it are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reading) enum Version {
    Year(u16),
    /// Of the report's year, and no longer so: 更正前, 草稿.
    Replaced,
}

impl Version {
    /// What words mean in a report of a year.
    pub(super) fn of(said: YearWords, report: Option<u16>) -> Option<Self> {
        match said {
            YearWords::This => report.map(Self::Year),
            YearWords::Last => report.map(|year| Self::Year(year - 1)),
            YearWords::Named(year) => Some(Self::Year(year)),
            YearWords::Replaced => Some(Self::Replaced),
            YearWords::Other => None,
        }
    }

    pub(super) fn year(self) -> Option<u16> {
        if let Self::Year(year) = self { Some(year) } else { None }
    }
}

/// The year that the name of a sheet says, and nothing else but which table it holds, in a report of that year: 上年, 2022年,
/// 22年, 上年表二.
pub(super) fn plain_year(name: &str, report: Option<u16>) -> Option<u16> {
    of_sheet(name, report)?.year()
}

/// The same, and whether it says that others took the place of its figures: 表四草稿.
pub(super) fn of_sheet(name: &str, report: Option<u16>) -> Option<Version> {
    let said = |name: &str| only_version(name, report);
    said(name).or_else(|| said(&LEXICON.beside_table(name)?))
}

fn only_version(name: &str, report: Option<u16>) -> Option<Version> {
    /// Years between the report's and that of a table beside it.
    const NEAR: u16 = 10;
    let name = flat(name);
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // 01年报 is the first of several.
    let short = matches!(&name[digits..], "年" | "年度").then(|| years::year_of(&format!("20{}", &name[..digits])));
    if let Some(year) = short.flatten().filter(|_| digits == 2) {
        return report.filter(|report| report.abs_diff(year) <= NEAR).map(|_| Version::Year(year));
    }
    year_said(&name).filter(|(_, is_plain)| *is_plain).and_then(|(said, _)| Version::of(said, report))
}

/// The year that a line says and nothing else.
pub(super) fn plain_year_of(line: &GridLine) -> Option<YearWords> {
    let word = line.only()?;
    word.label.as_deref()?;
    year_said(&word.cell.text).filter(|(_, is_plain)| *is_plain).map(|(said, _)| said)
}

/// Whether a line that names a year is the title of a table besides, or says of itself that it names the year of one:
/// 四、2022年度政府信息公开行政复议、行政诉讼情况, 统计年度：2022年.
pub(super) fn is_heading(text: &str, vocabulary: &Vocabulary) -> bool {
    let text = flat(text);
    let is_title = |words: &str| is_called(words) || vocabulary.known(words).meanings.iter().any(Meaning::is_title);
    let text = without_mark(&text);
    let title = || split_year(text, &(0..0)).is_some_and(|(before, _, after)| is_title(&format!("{before}{after}")));
    marked::year(text).is_some() || title()
}

/// The year that a line names, and whether it says nothing else.
pub(super) fn year_said(text: &str) -> Option<(YearWords, bool)> {
    /// Bytes; a caption is a few words.
    const LONGEST: usize = 120;
    /// Words that name no year are few: （更正前）.
    const LONGEST_WITHOUT: usize = 30;
    let longest = if text.contains('年') { LONGEST } else { LONGEST_WITHOUT };
    if text.len() > longest || text.contains(['。', '，', '；', ',', ';']) {
        return None;
    }
    let text = flat(text);
    if let Some(said) = plain(&text) {
        return Some((said, true));
    }
    let text = without_mark(&text);
    let loose = loose(text).map(YearWords::Named).or_else(|| of_table(text));
    loose.map(|said| (said, false))
}

/// Whether a line names the year of a table and nothing else, or is what a table is called, with its year or without, behind its
/// number: 二、2023年主动公开政府信息情况, 二、主动公开情况.
pub(super) fn is_of_table(line: &str, vocabulary: &Vocabulary) -> bool {
    /// Bytes; a title is a few words.
    const LONGEST: usize = 120;
    if line.len() > LONGEST || line.contains(['。', '，', '；', ',', ';']) {
        return false;
    }
    let text = flat(line);
    plain(&text).is_some() || is_heading(&text, vocabulary) || is_called(without_item_number(&text))
}

/// What words say that stand before what a table is called: 上年主动公开情况.
fn of_table(text: &str) -> Option<YearWords> {
    let kinds = [(&LEXICON.last_year, YearWords::Last), (&LEXICON.this_year, YearWords::This)];
    kinds.into_iter().find(|(words, _)| words.behind(text).is_some_and(is_called)).map(|(_, said)| said)
}

/// Whether words are what a table is called, with words of any table: 主动公开情况, 政府信息公开行政复议、行政诉讼情况统计表.
fn is_called(words: &str) -> bool {
    LEXICON.beside_table(words).is_some_and(|left| is_words(&left))
}

/// The year that a line names besides what it is numbered with and words that any table has.
fn plain(text: &str) -> Option<YearWords> {
    let mut said = None;
    for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let part = without_mark(part);
        if part.is_empty() {
            continue;
        }
        match (year_and_words(part), said) {
            // 上年（2022年）.
            (Some(year), None) | (Some(year @ YearWords::Named(_)), Some(YearWords::This | YearWords::Last)) => {
                said = Some(year);
            }
            (None, _) if is_words(part) => {}
            _ => return None,
        }
    }
    said.filter(|said| *said != YearWords::Other)
}

/// Without `附件1`, `表二` or a bare number in front.
fn without_mark(part: &str) -> &str {
    without_number(LEXICON.annex_marks.behind(part).unwrap_or(part))
}

/// The year of `2023年总体情况`.
fn year_and_words(part: &str) -> Option<YearWords> {
    let mut rest = part;
    loop {
        if let Some(said) = YearWords::of(rest) {
            return Some(said);
        }
        rest = without_word(rest)?;
    }
}

fn is_words(part: &str) -> bool {
    without_words(part).is_empty()
}

/// A text without the words at its end that any table has.
pub(super) fn without_words(mut text: &str) -> &str {
    while let Some(rest) = without_word(text) {
        text = rest;
    }
    text
}

fn without_word(text: &str) -> Option<&str> {
    LEXICON.caption_words.before(text)
}

/// The year among other words. A date names a day, and a line with two years none of them.
fn loose(text: &str) -> Option<u16> {
    if let Some(year) = period(text).or_else(|| marked::year(text)) {
        return Some(year);
    }
    if !is_worth_a_look(&[], text) {
        return None;
    }
    let (before, year, after) = split_year(text, &(0..0))?;
    let is_date =
        after.starts_with(|c: char| c.is_ascii_digit()) || after.trim_start_matches(numeral).starts_with('月');
    let is_only = split_year(after, &(0..0)).is_none() && !before.contains('年');
    (!is_date && is_only).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_caption_names_a_year_and_nothing_else() {
        for text in [
            "附：2021年情况",
            "2021年",
            "（一）2021年情况",
            "（二〇二一年度）",
            "附件1：2021年数据",
            "附2：2021年",
            "一、2021年总体情况",
            "表（2021年度）",
            "二、2021年统计表",
            "2021 年政府信息公开情况",
        ] {
            assert_eq!(year_said(text), Some((YearWords::Named(2021), true)), "{text}");
        }
        for text in ["上年情况", "附件1：上年数据", "附：去年数", "上一年度数据（供对比）", "附表：上年同期数据"]
        {
            assert_eq!(year_said(text), Some((YearWords::Last, true)), "{text}");
        }
        assert_eq!(year_said("附件2：本年数据"), Some((YearWords::This, true)));
    }

    #[test]
    fn a_line_that_says_more_than_a_year_is_loose() {
        for text in
            ["2021年收到和处理政府信息公开申请情况", "与2021年相比", "统计年度：2021", "2021年1月1日至2021年12月31日"]
        {
            assert_eq!(year_said(text), Some((YearWords::Named(2021), false)), "{text}");
        }
        for text in [
            "2021年1月6日",
            "2021年12月31日止",
            "二〇二一年一月",
            "2020年和2021年情况",
            "2021年，我局认真做好各项工作。",
            "第二十条第（五）项",
            "1821年情况",
            "历年累计",
            "与上年相比",
            "上年结转",
        ] {
            assert_eq!(year_said(text), None, "{text}");
        }
    }
}
