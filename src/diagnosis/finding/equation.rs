//! The two sides of a finding that should be equal, in figures.

use rust_decimal::Decimal;

use super::{Detail, Facts, Finding};
use crate::model::{plain, push_plain};
use crate::rules::Side;

impl Finding {
    /// The sums of a balance: left, right, and left − right.
    #[must_use]
    pub fn sums(&self) -> Option<(Decimal, Decimal, Decimal)> {
        match self.detail {
            Detail::Balance { left, right, .. } | Detail::Stated(Facts { sums: Some((left, right)), .. }) => {
                Some((left, right, left - right))
            }
            _ => None,
        }
    }

    /// The equation with its figures, as `60 + 0 = 60 ≠ 61 + 0 = 61` or `9 > 7`. Of long sums only what is not zero is
    /// shown.
    #[must_use]
    pub fn equation(&self) -> Option<String> {
        let Detail::Balance { comparison, left, right, .. } = &self.detail else {
            return self.sums().map(|(left, right, _)| format!("{} ≠ {}", plain(left), plain(right)));
        };
        let mut text = self.side(Side::Left, *left)?;
        text.extend([" ", comparison.broken_sign(), " "]);
        text.push_str(&self.side(Side::Right, *right)?);
        Some(text)
    }

    fn side(&self, side: Side, sum: Decimal) -> Option<String> {
        let (sum, mut figures) = (plain(sum), self.figures(side)?);
        if figures != sum {
            figures.extend([" = ", &sum]);
        }
        Some(figures)
    }

    /// The figures of one side, joined by `+`.
    #[must_use]
    pub fn figures(&self, side: Side) -> Option<String> {
        /// A sum this long is read more easily without its zeros.
        const LONG: usize = 7;
        let Detail::Balance { terms, .. } = &self.detail else { return None };
        let values = || terms.iter().filter(|term| term.side == side).map(|term| term.value);
        let count = values().count();
        let is_long = count > LONG;
        let mut figures = String::with_capacity(8 * count);
        for value in values().filter(|value| !is_long || !value.is_zero()) {
            if !figures.is_empty() {
                figures.push_str(" + ");
            }
            push_plain(&mut figures, value);
        }
        Some(if figures.is_empty() { "0".to_owned() } else { figures })
    }
}
