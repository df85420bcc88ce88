//! How people and programs write a figure: signs, separators, units, marks. Each way that has to be seen through is a
//! reason for the remark on it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::super::grid::CellKind;
use super::super::lexicon::LEXICON;
use super::{MAX_PLACES, MAX_WHOLE_DIGITS, SeenThrough, normalised};
use crate::model::{ObservationKind, Reason, Unit, fold};

/// Without the marks by which a spreadsheet keeps a figure as text: `="16"` in an export, `'16` as it is typed.
pub(super) fn bare<'t>(text: &'t str, remarks: &mut Vec<SeenThrough>) -> &'t str {
    let inner =
        text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).or_else(|| text.strip_prefix(['\'', '’']));
    let Some(inner) = inner.filter(|inner| inner.starts_with(|c: char| c.is_ascii_digit() || c == '-')) else {
        return text;
    };
    remarks.push(normalised(Reason::TextMarks));
    inner
}

/// A number that a workbook stores with more digits than it keeps: a double such as 3.3333333333333335, which nobody
/// typed. Rounded to the fifteen digits that Excel keeps, then to the places that a figure may have.
pub(super) fn stored(text: &str, kind: CellKind) -> Option<Decimal> {
    let (whole, places) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    if kind != CellKind::Number || places.len() <= MAX_PLACES || whole.len() > MAX_WHOLE_DIGITS {
        return None;
    }
    let number: Decimal = text.parse().ok()?;
    let kept = number.round_sf(u32::try_from(MAX_WHOLE_DIGITS).ok()?)?;
    Some(kept.round_dp(u32::try_from(MAX_PLACES).ok()?).normalize())
}

/// The figure and its unit, with remarks on whatever was unusual; or why it is no figure.
pub(super) fn parse(
    text: &str,
    whole: bool,
    remarks: &mut Vec<SeenThrough>,
) -> Result<(Decimal, Option<Unit>), Reason> {
    // Only the full-width forms of ASCII: NFKC would read 2² as 22.
    let is_narrow = text.chars().all(|c| narrow(c) == c);
    let flat = if is_narrow { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(narrow).collect::<String>()) };
    if !is_narrow && text.chars().any(|c| ('０'..='９').contains(&c)) {
        remarks.push(normalised(Reason::FullWidth));
    }
    let (negative, rest) = split_sign(&flat, remarks);
    if negative && text.starts_with('－') {
        remarks.push(normalised(Reason::MinusVariant));
    }
    let digits_end = rest
        .char_indices()
        .find(|&(_, c)| !(c.is_ascii_digit() || c == ',' || c == '.' || c.is_whitespace()))
        .map_or(rest.len(), |(at, _)| at);
    let (number, suffix) = rest.split_at(digits_end);
    let (suffix, is_less) = sign_behind(suffix, remarks);
    let unit = split_suffix(suffix, whole, remarks)?;
    let (whole_part, places) = split_number(number.trim(), remarks)?;
    if whole_part.len() > MAX_WHOLE_DIGITS || places.len() > MAX_PLACES {
        return Err(Reason::TooLong);
    }
    if whole && !places.is_empty() && places.bytes().all(|b| b == b'0') {
        remarks.push(normalised(Reason::DecimalZero));
    }
    if whole_part.len() > 1 && whole_part.starts_with('0') {
        remarks.push(normalised(Reason::LeadingZeros));
    }
    let plain = if places.is_empty() { whole_part } else { format!("{whole_part}.{places}") };
    let mut number: Decimal = plain.parse().map_err(|_| Reason::NotANumber)?;
    if negative || is_less {
        number.set_sign_negative(true);
    }
    // −0 is 0 and prints as 0.
    Ok((if number.is_zero() { number.abs() } else { number }, unit))
}

fn narrow(c: char) -> char {
    match c {
        '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    }
}

fn split_sign<'a>(text: &'a str, remarks: &mut Vec<SeenThrough>) -> (bool, &'a str) {
    let mut rest = text.chars();
    let (negative, remark) = match rest.next() {
        Some('+') => (false, Some(Reason::PlusSign)),
        Some('-') => (true, None),
        Some('−' | '﹣' | '–' | '‐' | '‑') => (true, Some(Reason::MinusVariant)),
        Some('增') => (false, Some(Reason::WordsSign)),
        Some('减') => (true, Some(Reason::WordsSign)),
        _ => return (false, text),
    };
    remarks.extend(remark.map(normalised));
    let rest = rest.as_str();
    let whole_word = if remark == Some(Reason::WordsSign) { rest.strip_prefix(['加', '少', '长']) } else { None };
    (negative, whole_word.unwrap_or(rest).trim_start())
}

/// What stands behind a figure without the word for its sign, and whether that says less: of 本年增/减 offices write 5（减）.
fn sign_behind<'t>(suffix: &'t str, remarks: &mut Vec<SeenThrough>) -> (&'t str, bool) {
    let bracketed = suffix.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let mut said = Vec::new();
    let sign = bracketed.map(|(before, inside)| (before, inside.trim(), split_sign(inside.trim(), &mut said)));
    match sign {
        Some((before, inside, (negative, ""))) if !inside.is_empty() => {
            remarks.push(normalised(Reason::WordsSign));
            (before, negative)
        }
        _ => (suffix, false),
    }
}

/// What may follow a figure: a unit, then a remark in brackets. Officers put the unit into these as well, `251000（元）`; what
/// they say of another time, `10（上年）`, or of a multiple, `12（万件）`, makes the figure none of the cell's.
fn split_suffix(suffix: &str, whole: bool, remarks: &mut Vec<SeenThrough>) -> Result<Option<Unit>, Reason> {
    let (word, bracket) = suffix.split_at(suffix.find('(').unwrap_or(suffix.len()));
    let (word, bracket) = (word.trim(), bracket.trim());
    let inside = if bracket.is_empty() { None } else { Some(bracketed(bracket)?) };
    let stated = inside.and_then(|inside| stated_unit(bracket, inside));
    let is_remark = inside.is_some() && stated.is_none();
    let is_count = |word: &str| LEXICON.count_units.have(word);
    let word = match &stated {
        Some(unit) if word.is_empty() => unit,
        // 3件（份） counts the same twice, 12元（万元） does not.
        Some(unit) if word != unit && !(is_count(word) && is_count(unit)) => return Err(Reason::NotANumber),
        _ => word,
    };
    let unit = Unit::named(word).filter(|_| !whole);
    if unit.is_some() || is_count(word) {
        remarks.push(SeenThrough { kind: ObservationKind::UnitInCell, reason: None });
    } else if !word.is_empty() {
        return Err(Reason::NotANumber);
    }
    if inside.is_some_and(|inside| LEXICON.is_other_time(inside)) {
        return Err(Reason::NotANumber);
    }
    if is_remark {
        // `(3)` alone is accounting for −3 or a footnote: the caller has no digits then and refuses it.
        remarks.push(normalised(Reason::Remark));
    }
    Ok(unit)
}

/// What stands in the one pair of brackets that a text is; in several, as in `(上年)12(本年)`, stands more than a remark.
fn bracketed(text: &str) -> Result<&str, Reason> {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).ok_or(Reason::NotANumber)?;
    let mut depth = 1_usize;
    for c in inside.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Err(Reason::TwoNumbers);
        }
    }
    Ok(inside.trim())
}

/// The unit that brackets state, of whatever: `(元)`, `(单位:件)`, `(万件)`, `(%)`.
fn stated_unit(bracket: &str, inside: &str) -> Option<String> {
    /// No unit is longer.
    const LONGEST: usize = 4;
    let is_word = inside.chars().count() <= LONGEST && !inside.chars().any(|c| c.is_ascii_digit());
    let is_unit = LEXICON.is_unit(inside) || (is_word && LEXICON.is_strange_unit(inside));
    fold(bracket).unit.or_else(|| is_unit.then(|| inside.to_owned()))
}

/// Whole digits and decimal places, thousands separators removed where they stand as they should.
fn split_number(text: &str, remarks: &mut Vec<SeenThrough>) -> Result<(String, String), Reason> {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || (text.contains('.') && places.is_empty()) || !places.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Reason::NotANumber);
    }
    let is_separator = |c: char| c == ',' || c.is_whitespace();
    let groups: Vec<&str> = whole.split(is_separator).collect();
    if groups.len() > 1 {
        let spaced = whole.contains(char::is_whitespace);
        if whole.contains('\n') {
            // Two lines of a cell are no groups of one figure.
            return Err(Reason::TwoNumbers);
        }
        if spaced && whole.contains(',') {
            return Err(Reason::NotANumber);
        }
        let well_formed = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
        if !well_formed {
            return Err(if spaced { Reason::TwoNumbers } else { Reason::NotANumber });
        }
        remarks.push(normalised(if spaced { Reason::Spaces } else { Reason::Thousands }));
    }
    let digits = groups.concat();
    if digits.bytes().all(|b| b.is_ascii_digit()) { Ok((digits, places.to_owned())) } else { Err(Reason::NotANumber) }
}
