//! The years that titles and names speak of, alone and joined, and those that are of a date; and what is not of a whole
//! year: 2023年上半年, 2023年1-6月, 一季度. The law asks for the year.

use crate::reading::cells::words::Words;
use std::ops::{Range, RangeInclusive};

use super::identify;
use crate::reading::cells::lexicon::LEXICON;

/// The years a report on government information disclosure can be of: the Regulations came into force in 2008.
pub const YEARS: std::ops::RangeInclusive<u16> = 2008..=2100;

/// The year that four digits name, if a report can be of it.
pub(in crate::reading) fn year_of(digits: &str) -> Option<u16> {
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|year| is_number && YEARS.contains(year))
}

/// The year that its first or last day stands for, as programs write a column of dates: 2023-12-31, 2023-01-01 00:00:00.
pub(in crate::reading) fn of_whole_year(text: &str) -> Option<u16> {
    let day = text.split([' ', 'T']).next()?;
    let (year, day) = day.split_once(['-', '/', '.'])?;
    let (month, day) = day.split_once(['-', '/', '.'])?;
    let is_whole = matches!((month.parse(), day.parse()), (Ok(1_u8), Ok(1_u8)) | (Ok(12), Ok(31)));
    year_of(year).filter(|_| is_whole)
}

/// The year that stands alone in brackets.
pub(super) fn bracketed_year(text: &str) -> Option<u16> {
    let mut inside = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    inside.find_map(year_of)
}

/// Several years, joined: `2022-2023年`, `2022年至2023年`, `2021、2022年度`.
pub(super) struct JoinedYears {
    pub(super) at: Range<usize>,
    /// The year that all of them are: 2023-2023.
    pub(super) only: Option<u16>,
}

pub(super) fn joined_years(text: &str) -> Option<JoinedYears> {
    let year_at = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        year_of(&text[..digits])
    };
    let without_unit = |text: &str| text.len() - text.trim_start_matches(['年', '度']).len();
    let is_first = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit());
    text.char_indices().filter(|(at, c)| c.is_ascii_digit() && is_first(*at)).find_map(|(at, _)| {
        let mut years = vec![year_at(&text[at..])?];
        let mut end = at + 4;
        loop {
            let rest = &text[end + without_unit(&text[end..])..];
            let joined = LEXICON.year_joins.behind(rest);
            let Some((next, year)) = joined.and_then(|next| Some((next, year_at(next)?))) else { break };
            end = text.len() - next.len() + 4;
            years.push(year);
        }
        let only = years.iter().all(|year| *year == years[0]).then_some(years[0]);
        let at = at..end + without_unit(&text[end..]);
        (years.len() > 1).then_some(JoinedYears { at, only })
    })
}

/// The text before a year, the year, and the text after `年` or `年度`; nothing in `outside` is that year, nor is that of a
/// date.
pub(super) fn split_year<'t>(text: &'t str, outside: &Range<usize>) -> Option<(&'t str, u16, &'t str)> {
    text.match_indices('年').find_map(|(at, _)| {
        let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        let year = year_of(&text[at - digits..at])?;
        let after = &text[at + '年'.len_utf8()..];
        if outside.contains(&(at - digits)) || is_of_date(after) {
            return None;
        }
        Some((&text[..at - digits], year, after.strip_prefix('度').unwrap_or(after)))
    })
}

/// The text before the year that a text ends with, and the year.
pub(super) fn split_last_year(text: &str) -> Option<(&str, u16)> {
    let text = text.strip_suffix('度').unwrap_or(text).strip_suffix('年')?;
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((before, year_of(&text[before.len()..])?))
}

/// The text before the first date of a text, its year, and whether it tells no day: 2023年12月 is a month.
pub(super) fn split_date(text: &str) -> Option<(&str, u16, bool)> {
    text.match_indices('年').find_map(|(at, sign)| {
        let after = &text[at + sign.len()..];
        let start = text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let year = year_of(&text[start..at]).filter(|_| is_of_date(after))?;
        let is_month = after.split_once('月').is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit()));
        Some((&text[..start], year, is_month))
    })
}

/// The year in a name that is no title; of several that are joined none, but one beside them. Of others that which is
/// called 年度 counts, then one with 年 behind it; where two of a kind differ nobody knows which it is.
pub(super) fn year_in(text: &str) -> Option<u16> {
    if let Some(JoinedYears { at, only: None }) = joined_years(text) {
        return split_year(text, &at).map(|(_, year, _)| year);
    }
    let numbers = || text.match_indices(|c: char| c.is_ascii_digit());
    let starts = numbers().map(|(at, _)| at).filter(|at| !text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    let years = starts.filter_map(|at| {
        let rest = &text[at..];
        let end = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let year = year_of(&rest[..end])?;
        Some((year, &rest[end..])).filter(|(_, behind)| !is_day(behind))
    });
    let called = |behind: &str| ["年度", "年", ""].into_iter().position(|word| behind.starts_with(word));
    let years: Vec<_> = years.map(|(year, behind)| (called(behind), year)).collect();
    let best = years.iter().min()?;
    let is_other = |(called, year): &(Option<usize>, u16)| *called == best.0 && *year != best.1;
    (!years.iter().any(is_other)).then_some(best.1)
}

/// The year that the name of a sheet or file begins with and writes with two digits: 22年, 23年度汇总.
pub(super) fn short_year(name: &str) -> Option<u16> {
    /// The Regulations are in force since 2008; 10年 and 30年 are spans.
    const KNOWN: RangeInclusive<u16> = 11..=29;
    let (digits, behind) = name.split_at_checked(2)?;
    let year = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    (behind.starts_with('年') && KNOWN.contains(&year) && !is_of_date(&behind['年'.len_utf8()..]))
        .then_some(2000 + year)
}

/// Whether what follows a year makes it that of a date: 2024-01-20, 2024.1.20, 2024年1月.
fn is_day(behind: &str) -> bool {
    if let Some(behind) = behind.strip_prefix('年') {
        return is_of_date(behind);
    }
    let mut numbers = behind.split(|c: char| !c.is_ascii_digit()).skip(1).map(str::len);
    let mut is_next = || numbers.next().is_some_and(|digits| (1..=2).contains(&digits));
    behind.starts_with(['-', '.', '_']) && is_next() && is_next()
}

/// Whether a character is a digit, or a Chinese one of a number of months or of a list.
pub(super) fn numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// What joins two months.
pub(super) const JOINS: [char; 7] = ['至', '到', '-', '—', '–', '~', '～'];

/// Whether words say that something is of a part of a year. `text` is without blanks and of half-width digits.
pub(super) fn is_of_part(text: &str) -> bool {
    let has = |words: &Words| words.are_in(text);
    let is_worded = has(&LEXICON.year_parts) && !has(&LEXICON.whole_years);
    is_worded || months(text).is_some_and(|of| of != (1, 12))
}

/// Whether a field in a column of years, months or periods is of a part of a year: 2023年上半年, 2023Q1, 2023-06, 6, 6月.
pub(in crate::reading) fn is_of_part_field(text: &str) -> bool {
    let text = identify::flat(text).to_uppercase();
    let (year, rest) = year_in_front(&text);
    let is_mark = LEXICON.part_marks.have(rest.trim_start_matches(['-', '/']));
    // 2023年12月 and 2023-12 are the end of the year that is reported on.
    let is_month = month(rest).is_some_and(|month| year.is_empty() || month != 12);
    is_of_part(&text) || is_mark || is_month
}

/// The year that a field is of as a whole: 2023, 2023年度, 2023年1-12月, 2023年1月1日至12月31日; not 2023年报送.
pub(in crate::reading) fn of_whole_field(text: &str) -> Option<u16> {
    let flat = identify::flat(text);
    let (year, rest) = year_in_front(&flat);
    // 202312 may be anything.
    let is_run_on = flat.len() - rest.len() == year.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    let rest = rest.trim_start_matches('度').replacen(&format!("{year}年"), "", 1);
    let is_whole = rest.is_empty() || is_whole_year(&rest) || (!is_run_on && month(&rest) == Some(12));
    year_of(year).filter(|_| is_whole).or_else(|| of_whole_year(text)).or_else(|| of_first_and_last(&flat))
}

/// The year of which a text has the first day and the last, or the first month and the last: 2023.1.1-2023.12.31,
/// 20230101-20231231, 2023.01-2023.12.
fn of_first_and_last(text: &str) -> Option<u16> {
    let [(year, first), (last_year, last)] = first_and_last(text)?;
    let is_whole = matches!((first, last), ((1, Some(1)), (12, Some(31))) | ((1, None), (12, None)));
    (year == last_year && is_whole).then_some(year)
}

/// Whether a field is a span of several years: 2022年1月1日至2023年12月31日.
pub(in crate::reading) fn is_of_several(text: &str) -> bool {
    first_and_last(&identify::flat(text)).is_some_and(|[(first, _), (last, _)]| first != last)
}

/// A day or a month, with its year.
type Dated = (u16, (u8, Option<u8>));

fn first_and_last(text: &str) -> Option<[Dated; 2]> {
    let is_between = |c: char| JOINS.contains(&c) || "./年月日起止".contains(c);
    let numbers: Vec<&str> = text.split(is_between).filter(|number| !number.is_empty()).collect();
    let (first, last) = match numbers[..] {
        [first, last] => (vec![first], vec![last]),
        [year, month, last_year, last_month] => (vec![year, month], vec![last_year, last_month]),
        [year, month, day, last_month, last_day] => (vec![year, month, day], vec![year, last_month, last_day]),
        [year, month, day, last_year, last_month, last_day] => {
            (vec![year, month, day], vec![last_year, last_month, last_day])
        }
        _ => return None,
    };
    Some([month_and_day(&first)?, month_and_day(&last)?])
}

/// The year of a date, with its month and day; of one that is run on, as programs write it: 20230101.
fn month_and_day(date: &[&str]) -> Option<Dated> {
    match *date {
        [date] if date.is_ascii() && date.len() == 8 => {
            Some((year_of(&date[..4])?, (date[4..6].parse().ok()?, Some(date[6..].parse().ok()?))))
        }
        [year, month] => Some((year_of(year)?, (month.parse().ok()?, None))),
        [year, month, day] => Some((year_of(year)?, (month.parse().ok()?, Some(day.parse().ok()?)))),
        _ => None,
    }
}

/// Whether words are of a whole year and nothing else: 全年, 1-12月, 1月1日至12月31日, 本年度.
pub(in crate::reading) fn is_whole_year(text: &str) -> bool {
    let text = identify::flat(text);
    let is_months = text.trim_end_matches('份').ends_with('月') && months(&text) == Some((1, 12));
    let days = text.strip_prefix("1月1日").and_then(|rest| rest.strip_suffix("12月31日"));
    let is_days = days.is_some_and(|join| !join.is_empty() && join.trim_matches(JOINS).is_empty());
    is_months
        || is_days
        || [&LEXICON.year_words, &LEXICON.whole_years, &LEXICON.this_year].into_iter().any(|words| words.have(&text))
}

/// Whether a field has a date in it: 2024年9月20日, 2024年1月报送.
pub(in crate::reading) fn has_date_field(text: &str) -> bool {
    has_date(&identify::flat(text))
}

/// Whether a field is a month and nothing else, with its year or without: 2024年1月, 2024-01, 6. Figures are of it or were
/// collected in it.
pub(in crate::reading) fn is_month_field(text: &str) -> bool {
    month(year_in_front(&identify::flat(text)).1).is_some()
}

/// The year that a field begins with, if it does, and what stands behind it.
fn year_in_front(text: &str) -> (&str, &str) {
    let (year, rest) = text.split_at_checked(4).filter(|(year, _)| year_of(year).is_some()).unwrap_or(("", text));
    (year, rest.trim_start_matches('年'))
}

/// The month that is all there is behind a year: 12月, -06, 6.
fn month(behind: &str) -> Option<u8> {
    let month = behind.trim_start_matches(['-', '/', '.']).trim_end_matches(['月', '份', '季']);
    month.parse().ok().filter(|number| (1..=2).contains(&month.len()) && (1..=12).contains(number))
}

/// Whether a year is followed by a month, as that of a date is: 2024年1月发布. It is not where a period begins with it:
/// 2023年1月至12月, 2023年1月1日至12月31日.
pub(super) fn is_of_date(behind: &str) -> bool {
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let Some((_, rest)) = behind.split_once('月').filter(|(month, _)| is_number(month)) else { return false };
    let rest = rest.split_once('日').filter(|(day, _)| is_number(day)).map_or(rest, |(_, rest)| rest);
    !rest.starts_with(JOINS) && !rest.starts_with('起')
}

/// Whether a text has the year of a date.
pub(super) fn has_date(text: &str) -> bool {
    text.match_indices('年').any(|(at, year)| is_of_date(&text[at + year.len()..]))
}

/// The months from which and to which: 1-6月, 1月至6月.
fn months(text: &str) -> Option<(u8, u8)> {
    text.match_indices('月').find_map(|(at, _)| {
        let (before, last) = number_behind(&text[..at])?;
        let before = before.strip_suffix(JOINS)?;
        let (_, first) = number_behind(before.strip_suffix('月').unwrap_or(before))?;
        Some((first, last))
    })
}

/// The text before the number of one or two digits that a text ends with, and the number.
fn number_behind(text: &str) -> Option<(&str, u8)> {
    let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some((&text[..start], text[start..].parse().ok().filter(|_| text.len() - start <= 2)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_year_is_told_from_a_year() {
        for text in
            ["2023年上半年", "2023年1-6月", "2023年1月至9月", "2023年第一季度", "一季度", "2023年7—12月", "半年报"]
        {
            assert!(is_of_part(text), "{text}");
        }
        for text in ["2023年", "2023年1-12月", "2023年1月至12月", "（2024年1月发布）", "2023年1月1日至12月31日", "年报"]
        {
            assert!(!is_of_part(text), "{text}");
        }
        assert!(!is_of_part("2023年1-4季度") && !is_of_part("四个季度合计"));
        for text in ["2023年上半年", "2023Q1", "2023h1", "2023-06", "2023/6", "2023年6月", "6", "6月份", "第一季度"]
        {
            assert!(is_of_part_field(text), "{text}");
        }
        for text in ["2023", "2023年", "2023年度", "2023-12", "2023年12月", "全年", "1-12月", "年报", ""] {
            assert!(!is_of_part_field(text), "{text}");
        }
    }

    #[test]
    fn a_field_is_of_a_whole_year_where_it_says_nothing_else() {
        for text in
            ["2023", "2023年", "２０２３年度", "2023年全年", "2023年1-12月", "2023年1月1日至2023年12月31日", "2023-12"]
        {
            assert_eq!(of_whole_field(text), Some(2023), "{text}");
        }
        for text in [
            "2023.1.1-2023.12.31",
            "2023.01.01—2023.12.31",
            "20230101-20231231",
            "2023-01-01至2023-12-31",
            "2023/1/1 ~ 2023/12/31",
            "2023.1.1-12.31",
            "2023.01-2023.12",
        ] {
            assert_eq!(of_whole_field(text), Some(2023), "{text}");
        }
        for text in [
            "2023.1.1-2023.6.30",
            "20230101-20230630",
            "2022.1.1-2023.12.31",
            "2023.1-2023.6",
            "20230101",
            "2023.1.12.31",
            "20230101-202312",
            "202301-202312",
            "2023.1.1-2023.12.31报送",
            "2022-2023",
        ] {
            assert_eq!(of_whole_field(text), None, "{text}");
        }
        for text in
            ["2023年报送", "2023年度上报", "202312", "2022-2023", "2023年1月1日至1月31日", "2023版", "全年", "23年"]
        {
            assert_eq!(of_whole_field(text), None, "{text}");
        }
        assert!(is_whole_year("全年") && is_whole_year("1月至12月") && !is_whole_year("1-11月") && !is_whole_year(""));
    }

    #[test]
    fn the_first_and_the_last_day_stand_for_a_year() {
        for text in ["2023-12-31", "2023/1/1", "2023-01-01 00:00:00", "2023-12-31T00:00:00", "2023.12.31"] {
            assert_eq!(of_whole_year(text), Some(2023), "{text}");
        }
        for text in ["2023-12", "2023-06-30", "2023", "12-31", "2023-12-31-1"] {
            assert_eq!(of_whole_year(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_of_a_date_is_none_of_a_report() {
        assert!(is_of_date("1月发布") && is_of_date("12月31日"));
        assert!(!is_of_date("1月1日至12月31日") && !is_of_date("1月1日—12月31日"));
        assert!(!is_of_date("1-12月") && !is_of_date("1月至12月") && !is_of_date("年度") && !is_of_date("2023月"));
    }
}
