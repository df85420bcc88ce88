//! Years in titles and names of files that are not the report's: those of a document's number, 某民发〔2024〕3号, of the form's
//! edition, 2021年版, of the body's founding, and of when a report was handed in or put up, 2024年1月15日, 2024年上报, 2024.1.
//! They are taken out, with the words that belong to them, so that what is left names the report's year and its agency.

use crate::reading::cells::words::Words;
use std::borrow::Cow;
use std::ops::Range;

use super::years::{is_of_date, split_year, year_of};
use crate::reading::cells::lexicon::LEXICON;

/// A text without the years that are never the report's: those of documents, of a form's edition, of a body's founding.
pub(super) fn without_others(text: &str) -> Cow<'_, str> {
    without(text, |text, year| document(text, year).or_else(|| event(text, year)))
}

/// The same without the times at which something was handed in or put up.
pub(super) fn without_times(text: &str) -> Cow<'_, str> {
    let text = without_others(text);
    let bare = without(&text, time);
    if let Cow::Owned(bare) = bare { Cow::Owned(bare) } else { text }
}

/// A text with a mark in place of what `found` takes around the years in it.
fn without(text: &str, found: fn(&str, usize) -> Option<Range<usize>>) -> Cow<'_, str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut kept = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(is_digit).filter(|(at, _)| !text[..*at].ends_with(is_digit)) {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        let Some(Range { start, end }) = year_of(&text[at..at + digits]).and_then(|_| found(text, at)) else {
            continue;
        };
        if start >= done {
            kept.push_str(&text[done..start]);
            kept.push('-');
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[done..]);
    Cow::Owned(kept)
}

/// The number of a document around its year, with the sign of who issued it: 某民发〔2024〕3号, 苏政办函(2024)第15号.
fn document(text: &str, year: usize) -> Option<Range<usize>> {
    const BRACKETS: [(char, char); 5] = [('〔', '〕'), ('(', ')'), ('[', ']'), ('【', '】'), ('﹝', '﹞')];
    /// Characters that name who issued it, and what it is.
    const SIGN: usize = 8;
    let (before, behind) = (&text[..year], &text[year + 4..]);
    let (before, behind) = BRACKETS
        .into_iter()
        .find_map(|(open, close)| Some((before.strip_suffix(open)?, behind.strip_prefix(close)?)))?;
    let number = behind.trim_start_matches('第');
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix('号').filter(|_| rest.len() < number.len())?;
    let sign = before.trim_end_matches(char::is_alphabetic).len();
    let is_sign = before[sign..].chars().count() <= SIGN && !LEXICON.is_agency(&before[sign..]);
    Some(if is_sign { sign } else { before.len() }..text.len() - rest.len())
}

/// A year with the words that make it that of a form or of a body, and the brackets around them: (2021年成立). The only year
/// of a text is the report's all the same, unless forms are called by it or brackets say what was done then.
fn event(text: &str, year: usize) -> Option<Range<usize>> {
    let behind = bare(&text[year + 4..]);
    if LEXICON.places_like_events.begin(behind) {
        return None;
    }
    let after = |words: &'static Words| words.behind(behind);
    let of_form = after(&LEXICON.form_events);
    let rest = of_form.or_else(|| after(&LEXICON.body_events))?;
    let range = year..text.len() - rest.len();
    let is_in_brackets = text[..year].ends_with('(') && rest.starts_with(')');
    let is_sure = match of_form {
        Some(_) => LEXICON.edition_years.have(&text[year..year + 4]),
        None => is_in_brackets,
    };
    // 2022年更名为…, 2023年设立的… go on with the name.
    let is_done = of_form.is_some() || !rest.starts_with(char::is_alphabetic);
    let is_event = is_sure || (is_done && names_another_year(text, &range));
    is_event.then(|| if is_in_brackets { range.start - 1..range.end + 1 } else { range })
}

/// Whether a text has a year besides that in `range` which may be the report's.
fn names_another_year(text: &str, range: &Range<usize>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    text.match_indices(is_digit).filter(|(at, _)| !text[..*at].ends_with(is_digit) && !range.contains(at)).any(
        |(at, _)| {
            let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
            let is_year = year_of(&text[at..at + digits]).is_some();
            is_year && document(text, at).is_none() && time(text, at).is_none()
        },
    )
}

/// The date that begins with a year, or the year, with the word for what was done then.
fn time(text: &str, year: usize) -> Option<Range<usize>> {
    let behind = &text[year + 4..];
    let date = date(behind);
    let rest = date.unwrap_or_else(|| bare(behind));
    let done = LEXICON.handing_in.behind(rest);
    // 2023年报送审稿 is a draft of 2023年报; 2024年报送2023年度报表 names the report's year besides.
    let is_report = |rest: &str| behind.starts_with("年报") && split_year(rest, &(0..0)).is_none();
    // 2024年编制的2023年度报告.
    let done = done.map(|rest| rest.strip_prefix('的').unwrap_or(rest));
    let rest = done.filter(|rest| date.is_some() || !is_report(rest)).or(date)?;
    Some(year..text.len() - rest.len())
}

fn bare(behind: &str) -> &str {
    behind.strip_prefix("年度").or_else(|| behind.strip_prefix('年')).unwrap_or(behind)
}

/// What follows the month, or the day, that stands behind a year: 年1月15日, -01-15, .1.
fn date(behind: &str) -> Option<&str> {
    if let Some(behind) = behind.strip_prefix('年') {
        let (_, rest) = behind.split_once('月').filter(|_| is_of_date(behind))?;
        let day = number(rest).and_then(|rest| rest.strip_prefix('日'));
        return Some(day.unwrap_or(rest));
    }
    let sign = behind.chars().next().filter(|sign| matches!(sign, '-' | '.' | '_'))?;
    let month = number(&behind[1..])?;
    let day = month.strip_prefix(sign).and_then(number).unwrap_or(month);
    // 2023.1-12月, 2023-1-2024-1 are no dates.
    (!day.starts_with(['-', '.', '至', '~', '—', '月'])).then_some(day)
}

/// What follows a number of one or two digits.
fn number(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(text.len() - rest.len())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_of_the_report_is_taken_out() {
        for (text, left) in [
            ("某民发〔2024〕3号-某县民政局2023年度统计表", "--某县民政局2023年度统计表"),
            ("某县民政局〔2024〕第12号", "某县民政局-"),
            ("某县民政局2024年上报2023年度报表", "某县民政局-2023年度报表"),
            ("2024年度上报某县民政局2023年度", "-某县民政局2023年度"),
            ("2024年1月报送某县民政局2023年度年报", "-某县民政局2023年度年报"),
            ("2024年1月15日日照市民政局", "-日照市民政局"),
            ("2024.1某县民政局2023年统计表", "-某县民政局2023年统计表"),
            ("2024-01-20某县民政局", "-某县民政局"),
            ("2024年编制的某县民政局2023年统计表", "-某县民政局2023年统计表"),
            ("某县民政局(2021年成立)2023年统计表", "某县民政局-2023年统计表"),
            ("某县民政局2023年统计表(2021年版)", "某县民政局2023年统计表-"),
            ("2021版表-某县民政局", "-表-某县民政局"),
            ("某县民政局2023年统计表(2022年版)", "某县民政局2023年统计表-"),
            ("某县民政局2022年设立,2023年统计表", "某县民政局-,2023年统计表"),
        ] {
            assert_eq!(without_times(text), left, "{text}");
        }
        for text in [
            "某县民政局2023年1-12月",
            "某县民政局2023年1月至12月",
            "2023.1-12月某县民政局",
            "2022-2023某县民政局",
            "政府信息公开工作年度报告(2023)某县民政局",
            "20240120某县民政局",
            "某县民政局2023年版政府信息公开工作年度报告",
            "某县民政局2023年设立政府信息公开工作年度报告",
            "2023年版纳州民政局政府信息公开工作年度报告(2023年)",
            "2022年更名为某县教体局2023年政府信息公开工作年度报告",
            "某县民政局2023年报送审稿(2024修改)",
            "某县民政局2023年报送2024",
        ] {
            assert_eq!(without_times(text), text);
        }
    }
}
