//! Titles and names of what is not of a whole year: 2023年上半年, 2023年1-6月, 一季度. The law asks for the year.

use crate::reading::cells::lexicon::LEXICON;

/// What joins two months.
const JOINS: [char; 7] = ['至', '到', '-', '—', '–', '~', '～'];

/// Whether words say that something is of a part of a year. `text` is without blanks and of half-width digits.
pub(super) fn is_of_part(text: &str) -> bool {
    LEXICON.year_parts.iter().any(|word| text.contains(word.as_str())) || months(text).is_some_and(|of| of != (1, 12))
}

/// Whether a year is followed by a month, as that of a date is: 2024年1月发布. It is not where a period begins with it:
/// 2023年1月至12月, 2023年1月1日至12月31日.
pub(super) fn is_of_date(behind: &str) -> bool {
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let Some((_, rest)) = behind.split_once('月').filter(|(month, _)| is_number(month)) else { return false };
    let rest = rest.split_once('日').filter(|(day, _)| is_number(day)).map_or(rest, |(_, rest)| rest);
    !rest.starts_with(JOINS) && !rest.starts_with('起')
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
    }

    #[test]
    fn a_year_of_a_date_is_none_of_a_report() {
        assert!(is_of_date("1月发布") && is_of_date("12月31日"));
        assert!(!is_of_date("1月1日至12月31日") && !is_of_date("1月1日—12月31日"));
        assert!(!is_of_date("1-12月") && !is_of_date("1月至12月") && !is_of_date("年度") && !is_of_date("2023月"));
    }
}
