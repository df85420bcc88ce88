//! Words that say of what year figures are and nothing else, as reports print them over these: 上年数, 2022年, 历年累计, 更正前.

use crate::reading::cells::words::Words;
use std::ops::RangeInclusive;

use super::spellings::bracketed;
use super::years;
use crate::model::fold;
use crate::reading::cells::lexicon::LEXICON;

/// The year that words name, whatever the report's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum YearWords {
    /// 本年
    This,
    /// 上年
    Last,
    /// 历年
    Other,
    /// 更正前: of the report's year, and no longer so.
    Replaced,
    /// 2022年
    Named(u16),
}

impl YearWords {
    /// Of folded words that name a year and nothing else.
    pub(in crate::reading) fn of(body: &str) -> Option<Self> {
        let bare = LEXICON.figure_words.before(body);
        let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(body);
        let is_in = |words: &Words| words.have(bare) || words.have(body);
        if is_in(&LEXICON.this_year) {
            return Some(Self::This);
        }
        if is_in(&LEXICON.last_year) {
            return Some(Self::Last);
        }
        if is_in(&LEXICON.other_years) {
            return Some(Self::Other);
        }
        if is_in(&LEXICON.replaced) {
            return Some(Self::Replaced);
        }
        let (named, rest) = leading_year(bare)?;
        rest.is_empty().then_some(Self::Named(named))
    }
}

/// Folded words that name a year with each word of the forms in its place that it may stand for, and the report's year that
/// follows: 2023年新收 is 本年新收 of a report of 2023, and 结转2024年度 is 结转下年度 of it.
pub(super) fn in_words_of_the_form(body: &str) -> impl Iterator<Item = (u16, String)> + '_ {
    let is_digit = |c: char| c.is_ascii_digit();
    let year = body.match_indices('年').find_map(|(at, _)| {
        let before = body[..at].trim_end_matches(is_digit);
        let year = leading_year(&body[before.len()..])?;
        (before.len() + 4 == at).then_some((before, year))
    });
    year.into_iter().flat_map(move |(before, (year, rest))| {
        kinds().into_iter().flat_map(move |(words, then)| {
            words.iter().map(move |word| (year + 1 - then, format!("{before}{word}{rest}")))
        })
    })
}

/// The words of the forms for the report's year, the one before and the one after, each with how many years after the one before.
fn kinds() -> [(&'static Words, u16); 3] {
    [(&LEXICON.this_year, 1), (&LEXICON.last_year, 0), (&LEXICON.next_year, 2)]
}

/// The folded words of a label of the form with the year in brackets that they mean, and the report's year that follows:
/// 上一年项目数量（2019年） and （指2019年事项数） are of a report of 2020.
pub(super) fn explained(text: &str) -> Option<(u16, String)> {
    let (bare, inside) = bracketed(text)?;
    let (bare, inside) = (fold(bare).body, fold(inside).body);
    let (year, rest) = leading_year(LEXICON.meant_marks.behind(&inside).unwrap_or(&inside))?;
    let then = kinds().into_iter().find(|(words, _)| words.are_in(&bare)).map_or(1, |(_, then)| then);
    (!rest.contains(|c: char| c.is_ascii_digit())).then(|| (year + 1 - then, bare))
}

/// The year with which folded words begin, and what follows.
pub(super) fn leading_year(body: &str) -> Option<(u16, &str)> {
    /// A column may be of years before those of any report.
    const YEARS: RangeInclusive<u16> = 2000..=*years::YEARS.end();
    let (digits, rest) = body.split_at_checked(4)?;
    let year = digits.parse().ok().filter(|year| YEARS.contains(year))?;
    Some((year, rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(rest)))
}
