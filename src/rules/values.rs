//! What the cells of a filing count as, and what that makes of an edit.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::linear::{BalanceEdit, Term, Verdict};
use super::plan::Plan;
use crate::model::{CellIndex, Figure, FormEdition, Transcript};

/// How blank items count (`--blank`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlankPolicy {
    /// As zero; every blank is said.
    #[default]
    Zero,
    /// As unknown: an edit that holds one is undetermined.
    Missing,
}

/// What the cells of a filing count as in the edits of its form, worked out once: a cell is in several.
#[derive(Debug)]
pub struct Values<'f> {
    /// Per cell: zero where it is no whole number.
    numbers: Cow<'f, [i64]>,
    /// Per cell: what kind of value it is, one of the bits below.
    kinds: Box<[u8]>,
    /// Those that are no whole numbers of 64 bits.
    exact: Vec<(CellIndex, Decimal)>,
}

/// The filing's shape has no such cell.
const ABSENT: u8 = 1;
const WHOLE: u8 = 2;
const EXACT: u8 = 4;
/// It makes every edit undetermined.
const UNKNOWN: u8 = 8;

impl<'f> Values<'f> {
    /// The values of a filing, blanks counted as `blank` says.
    #[must_use]
    pub fn of(edition: &FormEdition, filing: &'f Transcript, blank: BlankPolicy) -> Self {
        let (counts, is_count) = filing.entries.counts().unzip();
        let (is_count, cells) = (is_count.unwrap_or_default(), edition.cells.len());
        let mut values = Self {
            numbers: counts.map_or_else(|| vec![0; cells].into(), Cow::Borrowed),
            kinds: vec![WHOLE; cells].into(),
            exact: Vec::new(),
        };
        for (cell, absent) in (0..).map(CellIndex).zip(&filing.absent) {
            // Nearly all are counts.
            if !absent && is_count.get(cell.at()) == Some(&true) {
                continue;
            }
            let value = if *absent { None } else { value(cell, edition, filing, blank) };
            let number =
                value.filter(|value| value.scale() == 0).and_then(|value| i64::try_from(value.mantissa()).ok());
            values.kinds[cell.at()] = match (value, number) {
                _ if *absent => ABSENT,
                (None, _) => UNKNOWN,
                (_, Some(_)) => WHOLE,
                (Some(value), None) => {
                    values.exact.push((cell, value));
                    EXACT
                }
            };
            let number = number.unwrap_or_default();
            if values.numbers[cell.at()] != number {
                values.numbers.to_mut()[cell.at()] = number;
            }
        }
        values
    }

    /// What a cell counts as; `None` where that is not known.
    #[must_use]
    pub fn get(&self, cell: CellIndex) -> Option<Decimal> {
        match self.kinds[cell.at()] {
            WHOLE => Some(self.numbers[cell.at()].into()),
            EXACT => self.exact.binary_search_by_key(&cell, |(cell, _)| *cell).ok().map(|at| self.exact[at].1),
            _ => None,
        }
    }

    /// The sum of some cells in whole numbers, and of what kinds they are.
    fn sum(&self, terms: &[Term]) -> (i128, u8) {
        terms.iter().fold((0, 0), |(sum, kinds), term| {
            (sum + i128::from(self.numbers[term.cell.at()]), kinds | self.kinds[term.cell.at()])
        })
    }

    /// The sum of some cells of which all are known.
    fn exact_sum(&self, terms: &[Term]) -> Decimal {
        terms.iter().filter_map(|term| self.get(term.cell)).sum()
    }

    /// What these cells count as in whole numbers; `None` when those do not fit, which bounded input does not do.
    #[must_use]
    pub fn shifted(&self, cells: &[CellIndex]) -> Option<Shifted> {
        let is_exact = |cell: &&CellIndex| self.kinds[cell.at()] == EXACT;
        let own_places = |cell: &CellIndex| self.get(*cell).map(|value| value.normalize().scale());
        let places =
            if self.exact.is_empty() { None } else { cells.iter().filter(is_exact).filter_map(own_places).max() };
        let places = places.unwrap_or(0);
        let mut shifted = Shifted { numbers: vec![0; cells.len()], unknown: Vec::new(), places };
        for (at, (cell, number)) in cells.iter().zip(&mut shifted.numbers).enumerate() {
            let (own, by) = match self.kinds[cell.at()] {
                WHOLE => (self.numbers[cell.at()].into(), places),
                EXACT => {
                    self.get(*cell).map(|value| value.normalize()).map(|own| (own.mantissa(), places - own.scale()))?
                }
                _ => {
                    shifted.unknown.push(at);
                    continue;
                }
            };
            *number = if by == 0 { own } else { own.checked_mul(10_i128.checked_pow(by)?)? };
        }
        Some(shifted)
    }
}

/// What some cells count as, in units of the last decimal place that any of them has.
#[derive(Debug, Clone)]
pub struct Shifted {
    /// Per cell; zero where that is not known.
    pub numbers: Vec<i128>,
    /// The positions of the cells of which it is not known.
    pub unknown: Vec<usize>,
    /// How many places that are.
    pub places: u32,
}

impl Plan {
    /// Confronts an edit with what the cells of a filing count as.
    #[must_use]
    pub fn confront(&self, edit: &BalanceEdit, values: &Values) -> Verdict {
        let [left, right] = self.sides(edit);
        // Nearly every filing has nothing but counts: whole numbers of fifteen digits, whose sums fit.
        let ((left_sum, left_kinds), (right_sum, right_kinds)) = (values.sum(left), values.sum(right));
        let kinds = left_kinds | right_kinds;
        if kinds & UNKNOWN != 0 {
            return Verdict::Undetermined;
        }
        if kinds & EXACT != 0 {
            let (left, right) = (values.exact_sum(left), values.exact_sum(right));
            let holds = edit.comparison.holds(&left, &right);
            return if holds { Verdict::Holds } else { Verdict::Violated { left, right } };
        }
        match (kinds & WHOLE != 0, edit.comparison.holds(&left_sum, &right_sum)) {
            (false, _) => Verdict::Inapplicable,
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::Violated { left: whole(left_sum), right: whole(right_sum) },
        }
    }
}

/// A sum of whole numbers.
fn whole(sum: i128) -> Decimal {
    Decimal::from_i128_with_scale(sum, 0)
}

/// What a cell counts as in an edit; `None` makes the edit undetermined. A blank or placeholder item is zero, a blank or
/// placeholder total is unknown: real reports leave the totals of small rows blank.
#[must_use]
pub fn value(cell: CellIndex, edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    if let Some(count) = filing.entries.count(cell) {
        return Some(count.into());
    }
    let spec = edition.cell(cell);
    let entry = filing.entry(cell)?;
    match entry.figure {
        Figure::Number(_) => entry.in_unit(spec.unit),
        Figure::Placeholder if !spec.total => Some(Decimal::ZERO),
        Figure::Blank if !spec.total && blank == BlankPolicy::Zero => Some(Decimal::ZERO),
        _ => None,
    }
}
