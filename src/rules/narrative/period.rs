//! The year and the dates that a text names: whether the report is of the year it says, and was made when that was over.

use std::sync::LazyLock;

use regex::Captures;
use serde::Deserialize;

use super::pattern::Pattern;
use super::scope::Whose;
use super::sentence::folded;
use crate::model::{Narrative, Paragraph, Place};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DateRecord {
    period: Pattern,
    until: Pattern,
    period_about: Vec<String>,
    period_own: Vec<String>,
    period_other: Vec<String>,
    made: Pattern,
    document: Pattern,
    signer: Pattern,
    signed: Pattern,
}

static DATES: LazyLock<DateRecord> = LazyLock::new(|| embedded!("rules/narrative/dates"));

/// How far from the end of a text a signature stands, in paragraphs.
const SIGNATURE: usize = 5;
/// Longer paragraphs are not above a date that signs.
const MAX_SIGNATURE_CHARS: usize = 40;

/// A sentence about years or dates, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The sentence as printed.
    pub sentence: String,
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub says: Says,
}

/// What a sentence says of years or dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The figures cover the first of January of a year to the last of December of a year.
    Period(u16, u16),
    /// The report was made: year, month, day.
    Made(u16, u8, u8),
}

/// Every period and every date of making that a text names.
#[must_use]
pub fn dates(narrative: &Narrative, whose: Whose) -> Vec<Dated> {
    let paragraphs = &narrative.paragraphs;
    let mut found = Vec::new();
    let last_sentence = paragraphs.iter().rposition(|paragraph| paragraph.text.contains('。'));
    let mut is_signed = false;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        periods(paragraph, &mut found);
        let above = at.checked_sub(1).map(|above| paragraphs[above].text.as_str());
        let is_last = at + SIGNATURE >= paragraphs.len() || last_sentence.is_some_and(|last| last < at);
        // A date alone below the signature is that of the page, or of another article that it leads to.
        let can_sign = !is_signed && is_last && above.is_some_and(|line| signs(line, whose));
        // 生成日期, 发布时间.
        if !can_sign && !paragraph.text.contains(['期', '间']) {
            continue;
        }
        let text = folded(&paragraph.text);
        let signed = DATES.signed.captures(&text).filter(|_| can_sign);
        is_signed |= signed.is_some();
        let made = DATES.made.captures(&text).filter(|made| {
            let before = &text[..made.get(0).map_or(0, |made| made.start())];
            let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
            !(is_of_document(before) || before.is_empty() && above.is_some_and(is_of_document))
        });
        if let Some(says) = made.or(signed).as_ref().and_then(date_of) {
            let (place, sentence) = (paragraph.place_at(0).clone(), paragraph.text.trim().to_owned());
            found.push(Dated { sentence, place, says });
        }
    }
    found
}

/// Whether a line can be the signature above a date.
fn signs(line: &str, whose: Whose) -> bool {
    let is_short = line.chars().filter(|c| !c.is_whitespace()).count() <= MAX_SIGNATURE_CHARS;
    let is_own = |line: &str| whose.agency.is_some_and(|agency| line.starts_with(&folded(agency)));
    let line = if is_short { folded(line) } else { return false };
    DATES.signer.is_match(&line) || is_own(&line) && !line.contains([',', ';', ':'])
}

/// Whether some words end as the title of an article that is no report.
fn is_of_document(words: &str) -> bool {
    DATES.document.is_match(&folded(words))
}

/// The periods that the sentences of a paragraph name as the report's.
fn periods(paragraph: &Paragraph, found: &mut Vec<Dated>) {
    if !paragraph.text.contains(['年', '.', '．']) {
        return;
    }
    let mut from = 0;
    for sentence in paragraph.text.split_inclusive('。') {
        let place = paragraph.place_at(from).clone();
        from += sentence.len();
        // 12月31日, and nothing of the many sentences without.
        if !sentence.contains(['月', '.', '．']) || !sentence.contains(['2', '２']) {
            continue;
        }
        let flat = folded(sentence);
        let has = |words: &[String]| words.iter().any(|word| flat.contains(word.as_str()));
        let is_about = has(&DATES.period_about) && !has(&DATES.period_other);
        let period = DATES.period.captures(&flat).or_else(|| DATES.until.captures(&flat)).filter(|_| is_about);
        let is_own = |says: &Says| !matches!(says, Says::Period(from, to) if from != to) || has(&DATES.period_own);
        if let Some(says) = period.as_ref().and_then(period_of).filter(is_own) {
            found.push(Dated { sentence: sentence.trim().to_owned(), place, says });
        }
    }
}

fn period_of(found: &Captures) -> Option<Says> {
    let from = found.get(1)?.as_str().parse().ok()?;
    let to = found.get(2).map_or(Some(from), |year| year.as_str().parse().ok())?;
    Some(Says::Period(from, to))
}

fn date_of(found: &Captures) -> Option<Says> {
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let (month, day) = (part(2)?.parse().ok()?, part(3)?.parse().ok()?);
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    part(1)?.parse().ok().filter(|_| is_date).map(|year| Says::Made(year, month, day))
}
