//! What is written into a cell of a file.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::FORM_LANG;
use crate::model::{CellSpec, Entry, Figure};
use crate::reading::passes_for_value;
use crate::render::words::phrases::{fill, phrase};
use crate::render::words::spreadsheet::is_formula;

/// Significant digits that a spreadsheet program keeps of a number.
const EXACT_DIGITS: u32 = 15;

/// The content of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) enum Field<'a> {
    /// Nothing.
    Blank,
    /// An exact figure.
    Number(Decimal),
    /// Words, or text in place of a figure.
    Text(Cow<'a, str>),
}

impl<'a> Field<'a> {
    /// What is written of a value: the plain figure in the form's unit, else what was printed.
    pub(in crate::render) fn of(entry: &'a Entry, cell: &CellSpec) -> Self {
        match (entry.figure, entry.foreign_unit(cell.unit)) {
            (Figure::Blank, _) => Self::Blank,
            (Figure::Number(number), None) => Self::Number(number.normalize()),
            // A unit that the header declared moves into the cell: the form's own header says another.
            (Figure::Number(_), Some(unit)) if !entry.printed().contains(unit.word()) => {
                Self::Text(Cow::Owned(format!("{}{}", entry.printed(), unit.word())))
            }
            _ => Self::Text(unread(entry, cell)),
        }
    }

    /// Words.
    pub(in crate::render) fn text(words: &'a str) -> Self {
        Self::Text(Cow::Borrowed(words))
    }

    /// Words that came from anywhere; nothing where there are none.
    pub(in crate::render) fn words(words: String) -> Field<'static> {
        if words.is_empty() { Field::Blank } else { Field::Text(words.into()) }
    }

    /// A figure, where there is one.
    pub(in crate::render) fn number(number: Option<impl Into<Decimal>>) -> Self {
        number.map_or(Self::Blank, |number| Self::Number(number.into()))
    }

    /// A name, where there is one.
    pub(in crate::render) fn name(name: Option<&'a str>) -> Self {
        name.map_or(Self::Blank, Self::text)
    }

    /// The field as text.
    pub(in crate::render) fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }

    /// The field in a delimited text: text that a spreadsheet program would take for a formula is marked as text.
    pub(in crate::render) fn delimited(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) if is_like_a_formula(text) => Cow::Owned(format!("'{text}")),
            _ => self.plain(),
        }
    }

    /// The figure as a number of a workbook, where it is exactly that.
    pub(in crate::render) fn stored(&self) -> Option<f64> {
        let Self::Number(number) = self else { return None };
        let digits = number.normalize().mantissa().unsigned_abs();
        // The nearest binary number reads back to the same fifteen digits.
        if digits < 10_u128.pow(EXACT_DIGITS) { number.to_string().parse().ok() } else { None }
    }
}

/// The text of a value that is no figure. Of a formula without a stored value, which has none, it is the word from which
/// the reader knows it again: a blank would count as zero. What would pass for a value, as the figure of a merged cell
/// does, says that it is none.
pub(in crate::render) fn unread<'a>(entry: &'a Entry, cell: &CellSpec) -> Cow<'a, str> {
    let text = entry.printed();
    if entry.figure != Figure::Unreadable {
        text
    } else if text.is_empty() {
        Cow::Borrowed(phrase("cell-uncomputed", FORM_LANG))
    } else if passes_for_value(&text, cell.value.is_whole()) {
        said_to_be_no_figure(&text).into()
    } else {
        text
    }
}

/// A text with the words in front that say that it is no figure.
pub(super) fn said_to_be_no_figure(text: &str) -> String {
    fill(phrase("cell-original", FORM_LANG), |_| Some(text))
}

/// Whether a spreadsheet program would compute a text instead of showing it. A text that is already marked is marked
/// once more, because the reader takes one mark off.
fn is_like_a_formula(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_would_be_computed_is_marked_and_a_figure_never_is() {
        let delimited = |text: &str| Field::text(text).delimited().into_owned();
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("'=1", "''=1"),
            ("＝甲", "'＝甲"),
            ("1O", "1O"),
            ("'quoted", "'quoted"),
            ("——", "——"),
        ] {
            assert_eq!(delimited(text), written);
        }
        assert_eq!(Field::Number(Decimal::from(-8)).delimited(), "-8");
    }

    #[test]
    fn a_figure_is_a_number_of_a_workbook_only_where_it_stays_exact() {
        let stored = |text: &str| Field::Number(text.parse().expect("a decimal")).stored();
        assert_eq!(stored("59237.2449"), Some(59_237.244_9));
        assert_eq!(stored("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(stored("1234567890123456"), None);
        assert_eq!(stored("123456789012.34567"), None);
    }
}
