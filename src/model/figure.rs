//! What a cell holds: a figure, nothing, a sign for nothing, or something that is no figure.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::Place;

/// What stands in a cell. A printed figure is never repaired or replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
///
/// # Example
/// ```
/// use gouji::model::{Entry, Figure};
/// let entry = Entry::new(Figure::Number("1200".parse()?), "1,200", None, None);
/// assert_eq!(entry.printed(), "1,200", "as it was printed");
/// assert_eq!(entry.quoted().as_deref(), Some("1200"), "as it counts");
/// # Ok::<(), rust_decimal::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it reads as.
    pub figure: Figure,
    /// The money unit printed in the cell or its header, where one is.
    pub unit: Option<Unit>,
    /// Where it stands; `None` for a blank that has no cell of its own in the file.
    pub place: Option<Place>,
    /// The text of the cell, where it is not the plain writing of the figure: nearly all are.
    text: Option<Box<str>>,
}

impl Entry {
    /// A value printed as `text`, trimmed.
    #[must_use]
    pub fn new(figure: Figure, text: &str, place: Option<Place>, unit: Option<Unit>) -> Self {
        let is_plain = match figure {
            Figure::Blank => text.is_empty(),
            Figure::Number(number) => is_whole(text) || plain(number) == text,
            Figure::Placeholder | Figure::Unreadable => false,
        };
        // However it is written, it is one figure from here on.
        let figure = match figure {
            Figure::Number(number) if number.scale() > 0 => Figure::Number(number.normalize()),
            other => other,
        };
        Self { figure, unit, place, text: (!is_plain).then(|| text.into()) }
    }

    /// A value of which nothing was printed.
    #[must_use]
    pub fn blank(place: Option<Place>) -> Self {
        Self { figure: Figure::Blank, unit: None, place, text: None }
    }

    /// The text of the cell, trimmed.
    #[must_use]
    pub fn printed(&self) -> Cow<'_, str> {
        match (&self.text, self.figure) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Figure::Number(number)) => Cow::Owned(plain(number)),
            (None, _) => Cow::Borrowed(""),
        }
    }

    /// The printed figure as an exact number, in its own unit.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self.figure {
            Figure::Number(number) => Some(number),
            _ => None,
        }
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

    /// How the value is quoted in a result: the plain decimal, else the text as printed; `None` when blank, or where nothing
    /// is printed, as of a formula without a value.
    #[must_use]
    pub fn quoted(&self) -> Option<String> {
        match self.figure {
            Figure::Number(number) => Some(plain(number)),
            Figure::Blank => None,
            Figure::Placeholder | Figure::Unreadable => {
                Some(self.printed().into_owned()).filter(|text| !text.is_empty())
            }
        }
    }
}

/// Whether a text is a whole number as [`plain`] writes it.
fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'))
}

/// A figure as it is quoted: an exact decimal without trailing zeros.
#[must_use]
pub fn plain(number: Decimal) -> String {
    let mut text = String::with_capacity(16);
    push_plain(&mut text, number);
    text
}

/// A figure as a whole number of its last decimal place, and how many places it has: 2.50 is 25, with one place.
#[must_use]
pub fn scaled(number: Decimal) -> (i128, u32) {
    let number = if number.scale() > 0 { number.normalize() } else { number };
    (number.mantissa(), number.scale())
}

/// The figure that a number of its last decimal places is; `None` of one with more digits than a decimal has.
///
/// # Example
/// ```
/// use gouji::model::{scaled, unscaled};
/// assert_eq!(unscaled(1250, 2).map(scaled), Some((125, 1)));
/// ```
#[must_use]
pub fn unscaled(mut number: i128, mut places: u32) -> Option<Decimal> {
    while places > 0 && number % 10 == 0 {
        (number, places) = (number / 10, places - 1);
    }
    Decimal::try_from_i128_with_scale(number, places).ok()
}

/// Writes a figure behind a text, as [`plain`] quotes it. Nearly all figures are whole.
pub fn push_plain(text: &mut impl fmt::Write, number: Decimal) {
    // A text takes everything.
    let _ = match i64::try_from(number.mantissa()) {
        Ok(whole) if number.scale() == 0 => write!(text, "{whole}"),
        _ => write!(text, "{}", number.normalize()),
    };
}

/// A unit of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Unit {
    /// 元
    #[serde(rename = "元")]
    Yuan,
    /// 百元
    #[serde(rename = "百元")]
    HundredYuan,
    /// 千元
    #[serde(rename = "千元")]
    ThousandYuan,
    /// 万元, the unit of the form's fees.
    #[serde(rename = "万元")]
    WanYuan,
    /// 十万元
    #[serde(rename = "十万元")]
    TenWanYuan,
    /// 百万元
    #[serde(rename = "百万元")]
    HundredWanYuan,
    /// 千万元
    #[serde(rename = "千万元")]
    ThousandWanYuan,
    /// 亿元
    #[serde(rename = "亿元")]
    YiYuan,
}

impl Unit {
    /// All units, from the smallest to the largest.
    pub const ALL: [Self; 8] = [
        Self::Yuan,
        Self::HundredYuan,
        Self::ThousandYuan,
        Self::WanYuan,
        Self::TenWanYuan,
        Self::HundredWanYuan,
        Self::ThousandWanYuan,
        Self::YiYuan,
    ];

    /// The unit that `word` names: 万元, 人民币万元 as invoices have it, and 仟元 or 圆 as cheques have them.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        // Every word of a header is asked for, and hardly one is money.
        if !word.contains(['元', '圆']) {
            return None;
        }
        let bare = word.strip_prefix("人民币").or_else(|| word.strip_suffix("人民币")).unwrap_or(word);
        let plain = |c| match c {
            '圆' => '元',
            '佰' => '百',
            '仟' => '千',
            '萬' => '万',
            _ => c,
        };
        Self::ALL.into_iter().find(|unit| bare.chars().map(plain).eq(unit.word().chars()))
    }

    /// The word the form prints.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::HundredYuan => "百元",
            Self::ThousandYuan => "千元",
            Self::WanYuan => "万元",
            Self::TenWanYuan => "十万元",
            Self::HundredWanYuan => "百万元",
            Self::ThousandWanYuan => "千万元",
            Self::YiYuan => "亿元",
        }
    }

    fn yuan(self) -> Decimal {
        Decimal::from(match self {
            Self::Yuan => 1_u32,
            Self::HundredYuan => 100,
            Self::ThousandYuan => 1_000,
            Self::WanYuan => 10_000,
            Self::TenWanYuan => 100_000,
            Self::HundredWanYuan => 1_000_000,
            Self::ThousandWanYuan => 10_000_000,
            Self::YiYuan => 100_000_000,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_in_yuan_counts_in_the_unit_of_the_form_and_stays_as_printed() {
        let figure = Figure::Number(Decimal::from(251_000));
        let entry = Entry::new(figure, "251000元", None, Some(Unit::Yuan));
        assert_eq!(entry.printed(), "251000元");
        assert_eq!(entry.in_unit(Some(Unit::WanYuan)).map(|n| n.normalize().to_string()).as_deref(), Some("25.1"));
        assert_eq!(entry.quoted().as_deref(), Some("251000"));
        assert_eq!([Some(Unit::WanYuan), None].map(|form| entry.foreign_unit(form)), [Some(Unit::Yuan); 2]);
        assert_eq!(entry.foreign_unit(Some(Unit::Yuan)), None);
    }

    #[test]
    fn what_was_printed_is_kept_only_where_the_figure_does_not_say_it() {
        let number = |text: &str| Figure::Number(text.parse().expect("a figure"));
        for (figure, printed, is_kept) in [
            (number("12"), "12", false),
            (number("12.5"), "12.5", false),
            (number("-3"), "-3", false),
            (number("12.50"), "12.50", true),
            (number("7"), "007", true),
            (number("1808595"), "1,808,595", true),
            (Figure::Blank, "", false),
            (Figure::Placeholder, "/", true),
            (Figure::Unreadable, "1O", true),
        ] {
            let entry = Entry::new(figure, printed, None, None);
            assert_eq!((&*entry.printed(), entry.text.is_some()), (printed, is_kept));
        }
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
