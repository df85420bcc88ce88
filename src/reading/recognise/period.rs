//! The period that a text covers: 2023年1月1日至12月31日.

use super::identify::flat;
use super::years::{JOINS, year_of};

/// The report year in the period a text covers: `2023年1月1日至12月31日`, `2023.1.1-2023.12.31`.
pub(in crate::reading) fn period(text: &str) -> Option<u16> {
    /// Bytes of a line that says it in figures alone; in a sentence these may be anything.
    const LONGEST: usize = 120;
    if !text.contains('月') {
        return (text.len() <= LONGEST && text.contains("12")).then(|| in_figures(&flat(text))).flatten();
    }
    let text = flat(text);
    let at = text.find("年1月1日")?;
    let year = year_of(text[..at].get(at.checked_sub(4)?..)?)?;
    let behind = &text[at + "年1月1日".len()..];
    let is_to_the_end = behind.starts_with(JOINS) && behind.contains("12月31日");
    (is_to_the_end || behind.contains(['至', '起'])).then_some(year)
}

/// The year from whose first day to whose last a flat text says in figures.
fn in_figures(text: &str) -> Option<u16> {
    let starts = text
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    starts.map(|(at, _)| &text[at..]).find_map(|text| {
        let (digits, rest) = text.split_at_checked(4)?;
        let year = year_of(digits)?;
        let sign = rest.chars().next().filter(|sign| matches!(sign, '.' | '/' | '-'))?;
        let first = [format!("{sign}1{sign}1"), format!("{sign}01{sign}01")];
        let rest = first.iter().find_map(|day| rest.strip_prefix(day.as_str()))?;
        let last = rest.trim_start_matches(JOINS);
        let last = last
            .strip_prefix(digits)
            .filter(|_| last.len() < rest.len())?
            .strip_prefix(&format!("{sign}12{sign}31"))?;
        (!last.starts_with(|c: char| c.is_ascii_digit())).then_some(year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_gives_the_report_year() {
        for text in [
            "统计期限为2022年1月1日至2022年12月31日。",
            "统计时间：2022年1月1日—2022年12月31日",
            "（2022年1月1日-12月31日）",
            "统计期间：2022.1.1-2022.12.31",
            "2022/01/01—2022/12/31",
        ] {
            assert_eq!(period(text), Some(2022), "{text}");
        }
        for text in ["2022年1月6日", "2022年1月1日—6月30日", "2022.1.1-2023.12.31", "2022.1.1", "2022.1.1-12.311"]
        {
            assert_eq!(period(text), None, "{text}");
        }
    }
}
