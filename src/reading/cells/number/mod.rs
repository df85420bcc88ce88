//! A cell's text to an exact figure. Whatever is not plainly a figure is said: each way of writing that had to be seen
//! through is a remark, and what cannot be read is not guessed.

mod written;

use rust_decimal::Decimal;

use super::grid::CellKind;
use super::lexicon::LEXICON;
use crate::model::{Figure, ObservationKind, Reason, Unit, is_common};
use written::{bare, parse, stored};

/// Whole digits of a figure. Excel keeps fifteen significant digits, so a longer figure is not what was typed.
pub(in crate::reading) const MAX_WHOLE_DIGITS: usize = 15;
/// What stands in the text of a cell for what is seen there and cannot be read: a picture, a sign that nobody can tell.
pub(in crate::reading) const UNKNOWN: char = char::REPLACEMENT_CHARACTER;
/// Decimal places of a figure. With [`MAX_WHOLE_DIGITS`] every sum of a form stays exact.
const MAX_PLACES: usize = 10;

/// What a cell reads as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Reading {
    pub(in crate::reading) figure: Figure,
    /// A unit of money printed in the cell.
    pub(in crate::reading) unit: Option<Unit>,
    /// What had to be seen through.
    pub(in crate::reading) remarks: Vec<SeenThrough>,
}

/// Something that had to be seen through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct SeenThrough {
    pub(in crate::reading) kind: ObservationKind,
    /// How it came about, where that is said.
    pub(in crate::reading) reason: Option<Reason>,
}

/// A way of writing a figure that had to be seen through.
fn normalised(reason: Reason) -> SeenThrough {
    SeenThrough { kind: ObservationKind::NormalisedNumber, reason: Some(reason) }
}

impl Reading {
    fn of(figure: Figure) -> Self {
        Self { figure, unit: None, remarks: Vec::new() }
    }

    fn uncomputed() -> Self {
        Self::unreadable(ObservationKind::FormulaNotComputed, None)
    }

    /// Whether it is a formula of which nobody has the value.
    pub(in crate::reading) fn is_uncomputed(&self) -> bool {
        self.remarks.iter().any(|seen| seen.kind == ObservationKind::FormulaNotComputed)
    }

    fn unreadable(kind: ObservationKind, reason: Option<Reason>) -> Self {
        Self { figure: Figure::Unreadable, unit: None, remarks: vec![SeenThrough { kind, reason }] }
    }
}

/// Reads the text of a value cell. `whole` says that the form counts things there: then a unit of money is no unit.
pub(in crate::reading) fn read(text: &str, kind: CellKind, whole: bool) -> Reading {
    match kind {
        CellKind::Error => return Reading::unreadable(ObservationKind::FormulaError, Some(Reason::ErrorValue)),
        CellKind::Uncomputed => return Reading::uncomputed(),
        _ => {}
    }
    // Nearly every cell holds a bare figure: nothing to trim, nothing to see through.
    if let Some(number) = plain(text, whole).filter(|_| kind != CellKind::Date) {
        return Reading::of(Figure::Number(number));
    }
    let trimmed = super::grid::trimmed(text);
    if trimmed.is_empty() {
        return Reading::of(Figure::Blank);
    }
    if trimmed.len() < text.len() {
        return read(trimmed, kind, whole);
    }
    if is_error_value(text) {
        return Reading::unreadable(ObservationKind::FormulaError, Some(Reason::ErrorValue));
    }
    if LEXICON.is_placeholder(text) {
        let remarks = vec![SeenThrough { kind: ObservationKind::Placeholder, reason: None }];
        return Reading { remarks, ..Reading::of(Figure::Placeholder) };
    }
    if LEXICON.is_uncomputed(text) {
        return Reading::uncomputed();
    }
    if is_broken(text) {
        return Reading::unreadable(ObservationKind::UnreadableNumber, Some(Reason::BrokenLines));
    }
    let mut remarks = Vec::new();
    let text = bare(text, &mut remarks);
    if LEXICON.is_zero(text) {
        return Reading { remarks: vec![normalised(Reason::ZeroWord)], ..Reading::of(Figure::Number(Decimal::ZERO)) };
    }
    if let Some(number) = stored(text, kind) {
        return Reading { remarks: vec![normalised(Reason::BinaryTail)], ..Reading::of(Figure::Number(number)) };
    }
    match parse(text, whole, &mut remarks) {
        Ok((number, unit)) => {
            if kind == CellKind::Date {
                let reason = Some(Reason::DateFormat);
                remarks.push(SeenThrough { kind: ObservationKind::ShownOtherwise, reason });
            }
            Reading { figure: Figure::Number(number), unit, remarks }
        }
        Err(reason) => Reading::unreadable(ObservationKind::UnreadableNumber, Some(reason)),
    }
}

/// Reads what stands behind a mark that says that it is no figure: whatever it looks like, it stays unreadable.
pub(in crate::reading) fn read_original(text: &str, whole: bool) -> Reading {
    let reading = read(text, CellKind::Text, whole);
    if reading.figure == Figure::Unreadable {
        return reading;
    }
    Reading::unreadable(ObservationKind::UnreadableNumber, Some(Reason::NotANumber))
}

/// Whether a text that was no figure where it stood would be read as a figure, a sign for none or a blank in a cell of its
/// own, as the figure of a cell that is merged over several is.
#[must_use]
pub fn passes_for_value(text: &str, whole: bool) -> bool {
    read(text, CellKind::Text, whole).figure != Figure::Unreadable
}

/// Whether a text in place of a figure is read as one wherever it stands on a form. Others may be taken for a label, a year,
/// the number of a page or several figures.
#[must_use]
pub fn stands_for_itself(text: &str) -> bool {
    is_meant(text, CellKind::Text) && !are_several(text)
}

/// A figure with nothing to see through, as nearly every cell holds it: digits, and of money decimal places.
fn plain(text: &str, whole: bool) -> Option<Decimal> {
    if text.len() > MAX_WHOLE_DIGITS + 1 + MAX_PLACES {
        return None;
    }
    let (mut figure, mut digits, mut point) = (0_i128, 0, None);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => (figure, digits) = (10 * figure + i128::from(byte - b'0'), digits + 1),
            b'.' if point.is_none() && !whole => point = Some(digits),
            _ => return None,
        }
    }
    let before = point.unwrap_or(digits);
    let places = digits - before;
    let is_cut = point.is_some() && places == 0;
    let is_zero_in_front = before > 1 && text.starts_with('0');
    if !(1..=MAX_WHOLE_DIGITS).contains(&before) || places > MAX_PLACES || is_cut || is_zero_in_front {
        return None;
    }
    match point {
        None => i64::try_from(figure).ok().map(Decimal::from),
        Some(_) => Decimal::try_from_i128_with_scale(figure, u32::try_from(places).ok()?).ok(),
    }
}

/// Whether a text cell is meant as a value: a figure, a sign for none, an error value, or something without a Chinese
/// word in it that begins like a figure (`1O` with a letter O). `1.属于国家秘密` is not.
pub(in crate::reading) fn is_meant(text: &str, kind: CellKind) -> bool {
    match kind {
        CellKind::Number | CellKind::Date | CellKind::Error | CellKind::Uncomputed => true,
        CellKind::Text if text.bytes().all(|b| b.is_ascii_digit()) => true,
        CellKind::Text if is_page_number(text) => false,
        CellKind::Text if begins_with_word(text) => {
            let is_mark = LEXICON.is_absent(text) || LEXICON.is_uncomputed(text) || LEXICON.original(text).is_some();
            is_mark || LEXICON.is_placeholder(text) || LEXICON.is_zero(text)
        }
        CellKind::Text => {
            let figure = read(text, kind, false);
            let failed = figure.remarks.iter().any(|seen| seen.kind == ObservationKind::UnreadableNumber);
            let first_is_value =
                text.starts_with(|c: char| c.is_ascii_alphanumeric() || "+-−０１２３４５６７８９\u{FFFD}".contains(c));
            let has_words = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
            !failed || is_broken(text) || (first_is_value && text.len() <= 24 && !has_words) || are_several(text)
        }
    }
}

/// Whether a text is the number of a page as it stands at the foot of one: `- 3 -`, `3/12`, `Page 3`.
pub(in crate::reading) fn is_page_number(text: &str) -> bool {
    /// No report has more pages, and no page more digits.
    const LONGEST: usize = 16;
    if text.len() > LONGEST {
        return false;
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '－' | '―' | '.' | '·');
    let inner = text.strip_prefix(is_dash).and_then(|rest| rest.strip_suffix(is_dash));
    let inner = inner.or_else(|| text.strip_prefix("Page").or(text.strip_prefix("page")));
    let halves = text.split_once('/');
    inner.is_some_and(|inner| is_number(inner.trim()))
        || halves.is_some_and(|(page, pages)| is_number(page.trim()) && is_number(pages.trim()))
}

/// Whether what stands alone on the lines of a text numbers its pages: figures of few digits that go up by one.
pub(in crate::reading) fn number_pages<'t>(alone: impl Iterator<Item = &'t str>) -> bool {
    /// No report has a thousand pages.
    const DIGITS: usize = 3;
    let is_short = |text: &&str| (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut last = None;
    let mut numbers = alone.filter(is_short).filter_map(|text| text.parse::<u32>().ok());
    numbers.any(|number| last.replace(number).is_some_and(|last| last + 1 == number))
}

/// Whether a text begins with a Chinese word or a bracket, as most labels do, and so with no figure. 增 and 减 are signs.
fn begins_with_word(text: &str) -> bool {
    text.starts_with(|c: char| (is_common(c) || c == '（') && !matches!(c, '增' | '减'))
}

/// Whether the lines of a cell are digits, of money with a point, and nothing else: one figure in a narrow column, or several.
/// Which, the relations of the form may say.
fn is_broken(text: &str) -> bool {
    let is_digits = |line: &str| line.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.len() <= 2 * MAX_WHOLE_DIGITS && text.contains('\n') && text.split('\n').map(str::trim).all(is_digits)
}

/// Whether a cell holds several figures: then nothing in its row can be told.
pub(in crate::reading) fn are_several(text: &str) -> bool {
    /// As many as a form has columns, of fifteen digits each.
    const LONGEST: usize = 400;
    let is_figure = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'));
    let is_plain =
        text.len() <= LONGEST && text.contains(char::is_whitespace) && text.split_whitespace().all(is_figure);
    is_plain && !is_broken(text) && read(text, CellKind::Text, false).figure == Figure::Unreadable
}

fn is_error_value(text: &str) -> bool {
    ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"].contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> (Option<String>, Vec<&'static str>) {
        let reading = read(text, CellKind::Text, true);
        let number = match reading.figure {
            Figure::Number(number) => Some(number.normalize().to_string()),
            _ => None,
        };
        (number, reading.remarks.into_iter().map(|seen| seen.reason.map_or("", Reason::word)).collect())
    }

    #[test]
    fn figures_as_officers_write_them() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("0", "0", &[]),
            (" 0", "0", &[]),
            ("\u{a0}7\u{3000}", "7", &[]),
            ("\u{202D}3517\u{202C}", "3517", &[]),
            ("\u{2066}3517\u{2069}\u{200D}", "3517", &[]),
            ("\u{202A}\u{202B}１\u{202C}", "1", &["full-width"]),
            ("０", "0", &["full-width"]),
            ("1,808,595", "1808595", &["thousands"]),
            ("1，234", "1234", &["thousands"]),
            ("1 808 595", "1808595", &["spaces"]),
            ("+1036", "1036", &["plus-sign"]),
            ("-2", "-2", &[]),
            ("−3", "-3", &["minus-variant"]),
            ("－2", "-2", &["minus-variant"]),
            ("减4", "-4", &["words-sign"]),
            ("减少4项", "-4", &["words-sign", ""]),
            ("增加12", "12", &["words-sign"]),
            ("5（减）", "-5", &["words-sign"]),
            ("5（减少）", "-5", &["words-sign"]),
            ("5项（增）", "5", &["words-sign", ""]),
            ("5（减免）", "5", &["remark"]),
            ("59237.2449", "59237.2449", &[]),
            ("12.0", "12", &["decimal-zero"]),
            ("3件", "3", &[""]),
            ("3\n件", "3", &[""]),
            ("22（其中修订16件）", "22", &["remark"]),
            ("22（比上年减少3件）", "22", &["remark"]),
            ("22（含（上年）3件）", "22", &["remark"]),
            ("22（件）", "22", &[""]),
            ("22件（份）", "22", &[""]),
            ("007", "7", &["leading-zeros"]),
            ("-0", "0", &[]),
            ("零", "0", &["zero-word"]),
            ("〇", "0", &["zero-word"]),
            ("=\"16\"", "16", &["text-marks"]),
            ("'16", "16", &["text-marks"]),
            ("'1,234", "1234", &["text-marks", "thousands"]),
        ];
        for (printed, number, reasons) in cases {
            assert_eq!(text(printed), (Some((*number).to_owned()), reasons.to_vec()), "{printed}");
        }
    }

    #[test]
    fn what_is_no_figure_is_not_guessed() {
        for (printed, reason) in [
            ("1O", "not-a-number"),
            ("1,23", "not-a-number"),
            ("12,3456", "not-a-number"),
            // Shown the other way round, with a hyphen that may be a minus, and in two.
            ("\u{202E}7153\u{202C}", "not-a-number"),
            ("\u{AD}3517", "not-a-number"),
            ("3\u{202D}517", "not-a-number"),
            ("1 2", "two-numbers"),
            ("12\n260件", "two-numbers"),
            ("-12\n260", "two-numbers"),
            ("12\n260 300", "two-numbers"),
            ("１２\n２６０", "two-numbers"),
            ("1.2.3", "not-a-number"),
            ("(3)", "not-a-number"),
            ("1E+05", "not-a-number"),
            ("3万", "not-a-number"),
            ("3万元", "not-a-number"),
            ("约30", "not-a-number"),
            ("inf", "not-a-number"),
            ("=\"16", "not-a-number"),
            ("'a", "not-a-number"),
            ("3.3333333333333335", "too-long"),
            (".5", "not-a-number"),
            ("5.", "not-a-number"),
            ("2²", "not-a-number"),
            ("1234567890123456", "too-long"),
            ("#REF!", "error-value"),
            ("12（万件）", "not-a-number"),
            ("12（千）", "not-a-number"),
            ("12（%）", "not-a-number"),
            ("12（元）", "not-a-number"),
            ("10（上年）", "not-a-number"),
            ("10（上年数）", "not-a-number"),
            ("10（上年）12（本年）", "two-numbers"),
        ] {
            assert_eq!(text(printed), (None, vec![reason]), "{printed}");
        }
    }

    /// A unit of money counts in brackets as it does without, of a figure that a cell of money holds.
    #[test]
    fn a_unit_in_brackets_is_a_unit() {
        for printed in ["251000元", "251000（元）", "251000（单位：元）", "251000元（元）"] {
            let reading = read(printed, CellKind::Text, false);
            assert_eq!((reading.figure, reading.unit), (Figure::Number(251_000.into()), Some(Unit::Yuan)), "{printed}");
        }
        assert_eq!(read("12（美元）", CellKind::Text, false).figure, Figure::Unreadable);
        assert_eq!(read("12元（万元）", CellKind::Text, false).figure, Figure::Unreadable);
    }

    #[test]
    fn what_a_workbook_stores_is_rounded_to_what_it_keeps() {
        for (stored, number) in [
            ("3.3333333333333335", "3.3333333333"),
            ("0.30000000000000004", "0.3"),
            ("5123.7740000000003", "5123.774"),
            ("11.999999999999998", "12"),
            ("-2.2999999999999998", "-2.3"),
        ] {
            let reading = read(stored, CellKind::Number, false);
            assert_eq!(reading.figure, Figure::Number(number.parse().expect("a figure")), "{stored}");
            assert_eq!(reading.remarks, [normalised(Reason::BinaryTail)], "{stored}");
        }
        assert_eq!(read("1234567890123456.5", CellKind::Number, false).figure, Figure::Unreadable);
    }

    #[test]
    fn words_for_nothing_are_signs() {
        for word in ["不涉及", "暂无", "无此项", "NULL", "nan", "NaN", "无"] {
            assert_eq!(read(word, CellKind::Text, true).figure, Figure::Placeholder, "{word}");
            assert!(is_meant(word, CellKind::Text), "{word}");
        }
    }

    #[test]
    fn labels_are_not_meant_as_values() {
        for label in ["1.属于国家秘密", "3.其他", "其他", "一、本年新收", "第1项", "2023年"] {
            assert!(!is_meant(label, CellKind::Text), "{label}");
        }
        for value in ["1O", "O", "0", "\u{FFFD}2", "3件", "—", "#N/A", "1.2.3", "减4"] {
            assert!(is_meant(value, CellKind::Text), "{value}");
        }
    }

    #[test]
    fn money_keeps_its_unit() {
        assert_eq!(read("251000元", CellKind::Text, false).unit, Some(Unit::Yuan));
        assert_eq!(read("7.5 万元", CellKind::Text, false).unit, Some(Unit::WanYuan));
    }
}
