//! What a cell holds: a figure, nothing, a sign for nothing, or something that is no figure.

use std::fmt;

use compact_str::CompactString;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Place;

/// What stands in a cell. A printed figure is never repaired or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Nothing was entered.
    Blank,
    /// A sign for "none": `/ - — 无`.
    Placeholder,
    /// An exact figure, in the unit it was printed in.
    Number(Decimal),
    /// Something that cannot be read as a figure.
    Unreadable,
}

/// One reported value (填报值): the figure, how it was printed, where, and the unit its own cell or header declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it reads as.
    pub figure: Figure,
    /// The text of the cell, trimmed.
    pub printed: CompactString,
    /// Where it stands; `None` for a blank that has no cell of its own in the file.
    pub place: Option<Place>,
    /// The money unit printed in the cell or its header, where one is.
    pub unit: Option<Unit>,
}

impl Entry {
    /// The printed figure as an exact number, in its own unit.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The printed figure where it is a count: a whole number not below zero, without a unit.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        let number = self.number().filter(|number| number.scale() == 0 && self.unit.is_none())?;
        u64::try_from(number.mantissa()).ok()
    }

    /// The figure in the form's unit: `251000元` under a 万元 header counts as 25.1. Only rules use it; what is shown is
    /// always the printed figure.
    #[must_use]
    pub fn in_unit(&self, form: Option<Unit>) -> Option<Decimal> {
        let number = self.number()?;
        match (self.unit, form) {
            (Some(own), Some(form)) if own != form => number.checked_mul(own.yuan())?.checked_div(form.yuan()),
            _ => Some(number),
        }
    }

    /// The unit of a figure that is not in the form's: `251000元` under a header that says 万元, or under one that says
    /// none.
    #[must_use]
    pub fn foreign_unit(&self, form: Option<Unit>) -> Option<Unit> {
        self.unit.filter(|own| self.number().is_some() && Some(*own) != form)
    }

    /// How the value is quoted in a result: the plain decimal, else the text as printed; `None` when blank.
    #[must_use]
    pub fn quoted(&self) -> Option<CompactString> {
        match self.figure {
            Figure::Number(number) => Some(quoted(number)),
            Figure::Blank => None,
            Figure::Placeholder | Figure::Unreadable => Some(self.printed.clone()),
        }
    }
}

/// A figure as it is quoted: an exact decimal without trailing zeros.
#[must_use]
pub fn plain(number: Decimal) -> String {
    let mut text = String::with_capacity(16);
    push_plain(&mut text, number);
    text
}

/// The same where many are kept: most need no memory of their own.
#[must_use]
pub fn quoted(number: Decimal) -> CompactString {
    let mut text = CompactString::default();
    push_plain(&mut text, number);
    text
}

/// Writes a figure behind a text, as [`plain`] quotes it. Nearly all figures are whole.
pub fn push_plain(text: &mut impl fmt::Write, number: Decimal) {
    // A text takes everything.
    let _ = match i64::try_from(number.mantissa()) {
        Ok(whole) if number.scale() == 0 => text.write_str(itoa::Buffer::new().format(whole)),
        _ => write!(text, "{}", number.normalize()),
    };
}

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Unit {
    /// 元
    #[serde(rename = "元")]
    Yuan,
    /// 千元
    #[serde(rename = "千元")]
    ThousandYuan,
    /// 万元, the unit of the form's fees.
    #[serde(rename = "万元")]
    WanYuan,
    /// 亿元
    #[serde(rename = "亿元")]
    YiYuan,
}

impl Unit {
    /// The unit that `word` names.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "元" => Self::Yuan,
            "千元" => Self::ThousandYuan,
            "万元" => Self::WanYuan,
            "亿元" => Self::YiYuan,
            _ => return None,
        })
    }

    /// The word the form prints.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::ThousandYuan => "千元",
            Self::WanYuan => "万元",
            Self::YiYuan => "亿元",
        }
    }

    fn yuan(self) -> Decimal {
        Decimal::from(match self {
            Self::Yuan => 1_u32,
            Self::ThousandYuan => 1_000,
            Self::WanYuan => 10_000,
            Self::YiYuan => 100_000_000,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_in_yuan_counts_in_the_unit_of_the_form_and_stays_as_printed() {
        let entry = Entry {
            figure: Figure::Number(Decimal::from(251_000)),
            printed: "251000元".into(),
            place: None,
            unit: Some(Unit::Yuan),
        };
        assert_eq!(entry.in_unit(Some(Unit::WanYuan)).map(|n| n.normalize().to_string()).as_deref(), Some("25.1"));
        assert_eq!(entry.quoted().as_deref(), Some("251000"));
        assert_eq!([Some(Unit::WanYuan), None].map(|form| entry.foreign_unit(form)), [Some(Unit::Yuan); 2]);
        assert_eq!(entry.foreign_unit(Some(Unit::Yuan)), None);
    }

    #[test]
    fn a_figure_is_quoted_without_trailing_zeros() {
        for (figure, quoted) in
            [("1200", "1200"), ("-40", "-40"), ("12.50", "12.5"), ("3.00", "3"), ("-0", "0"), ("-0.0", "0")]
        {
            assert_eq!(plain(figure.parse().expect("a figure")), quoted);
        }
        for widest in [Decimal::MAX, Decimal::MIN] {
            assert_eq!(plain(widest), widest.to_string());
        }
    }
}
