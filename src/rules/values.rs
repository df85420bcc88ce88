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
    kinds: Kinds<'f>,
    /// All kinds that there are.
    all_kinds: u8,
    /// The values of that kind.
    exact: Vec<(CellIndex, Decimal)>,
}

/// Per cell: what kind of value it is, one of the bits below.
#[derive(Debug)]
enum Kinds<'f> {
    /// A whole number, unless the filing's shape has no such cell.
    Plain(&'f [bool]),
    Each(Box<[u8]>),
}

/// The filing's shape has no such cell.
const ABSENT: u8 = 1;
/// A whole number, so small that those of a form, which has at most 2^16 cells, make no sum that does not fit.
const WHOLE: u8 = 2;
const MAX_WHOLE: u64 = 1 << 46;
/// Any other figure.
const EXACT: u8 = 4;
/// It makes every edit undetermined.
const UNKNOWN: u8 = 8;

/// Whether every cell is either absent or a count that is not too large.
fn are_plain(counts: &[i64], is_count: &[bool], absent: &[bool]) -> bool {
    let cells = is_count.iter().zip(absent);
    let is_neither = cells.fold(0, |any, (is_count, absent)| any | u8::from(is_count == absent));
    let all_bits = counts.iter().fold(0, |bits, count| bits | count);
    is_neither == 0 && all_bits.unsigned_abs() < MAX_WHOLE
}

impl<'f> Values<'f> {
    /// The values of a filing, blanks counted as `blank` says.
    #[must_use]
    pub fn of(edition: &FormEdition, filing: &'f Transcript, blank: BlankPolicy) -> Self {
        match filing.entries.counts() {
            Some((counts, is_count)) if are_plain(counts, is_count, &filing.absent) => Self {
                numbers: counts.into(),
                kinds: Kinds::Plain(&filing.absent),
                all_kinds: ABSENT | WHOLE,
                exact: Vec::new(),
            },
            _ => Self::one_by_one(edition, filing, blank),
        }
    }

    fn one_by_one(edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Self {
        let cells = edition.cells.len();
        let (mut numbers, mut kinds, mut exact) = (vec![0; cells], vec![WHOLE; cells], Vec::new());
        let whole = |number: i64| Some(number).filter(|number| number.unsigned_abs() < MAX_WHOLE);
        for (cell, (number, kind)) in (0..).map(CellIndex).zip(numbers.iter_mut().zip(&mut kinds)) {
            if filing.is_absent(cell) {
                *kind = ABSENT;
                continue;
            }
            // Nearly all are counts.
            if let Some(count) = filing.entries.count(cell).and_then(|count| whole(i64::try_from(count).ok()?)) {
                *number = count;
                continue;
            }
            let Some(value) = value(cell, edition, filing, blank) else {
                *kind = UNKNOWN;
                continue;
            };
            let own = i64::try_from(value.mantissa()).ok().filter(|_| value.scale() == 0).and_then(whole);
            *number = own.unwrap_or_default();
            if own.is_none() {
                exact.push((cell, value));
                *kind = EXACT;
            }
        }
        let all_kinds = kinds.iter().fold(0, |all, kind| all | kind);
        Self { numbers: numbers.into(), kinds: Kinds::Each(kinds.into()), all_kinds, exact }
    }

    fn kind(&self, cell: CellIndex) -> u8 {
        match &self.kinds {
            Kinds::Plain(absent) if absent[cell.at()] => ABSENT,
            Kinds::Plain(_) => WHOLE,
            Kinds::Each(kinds) => kinds[cell.at()],
        }
    }

    /// What a cell counts as; `None` where that is not known.
    #[must_use]
    pub fn get(&self, cell: CellIndex) -> Option<Decimal> {
        match self.kind(cell) {
            WHOLE => Some(self.numbers[cell.at()].into()),
            EXACT => self.exact.binary_search_by_key(&cell, |(cell, _)| *cell).ok().map(|at| self.exact[at].1),
            _ => None,
        }
    }

    /// The sum of some cells in whole numbers.
    fn sum(&self, terms: &[Term]) -> i64 {
        let numbers: &[i64] = &self.numbers;
        terms.iter().map(|term| numbers[term.cell.at()]).sum()
    }

    /// Whether some cell is of one of these kinds.
    fn has(&self, kinds: u8, terms: &[Term]) -> bool {
        self.all_kinds & kinds != 0 && terms.iter().any(|term| self.kind(term.cell) & kinds != 0)
    }

    /// The sum of some cells of which all are known.
    fn exact_sum(&self, terms: &[Term]) -> Decimal {
        terms.iter().filter_map(|term| self.get(term.cell)).sum()
    }

    /// What these cells, which the filing's shape has, count as in whole numbers; `None` when those do not fit, which bounded input does not do.
    #[must_use]
    pub fn shifted(&self, cells: &[CellIndex]) -> Option<Shifted> {
        if self.all_kinds & (EXACT | UNKNOWN) == 0 {
            let numbers = cells.iter().map(|cell| self.numbers[cell.at()].into()).collect();
            return Some(Shifted { numbers, unknown: Vec::new(), places: 0 });
        }
        let is_exact = |cell: &&CellIndex| self.kind(**cell) == EXACT;
        let own_places = |cell: &CellIndex| self.get(*cell).map(|value| value.normalize().scale());
        let places =
            if self.exact.is_empty() { None } else { cells.iter().filter(is_exact).filter_map(own_places).max() };
        let places = places.unwrap_or(0);
        let mut shifted = Shifted { numbers: vec![0; cells.len()], unknown: Vec::new(), places };
        for (at, (cell, number)) in cells.iter().zip(&mut shifted.numbers).enumerate() {
            let (own, by) = match self.kind(*cell) {
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
        let ([left, right], terms) = (self.sides(edit), self.terms(edit));
        if values.has(UNKNOWN, terms) {
            return Verdict::Undetermined;
        }
        if values.has(EXACT, terms) {
            let (left, right) = (values.exact_sum(left), values.exact_sum(right));
            let holds = edit.comparison.holds(&left, &right);
            return if holds { Verdict::Holds } else { Verdict::Violated { left, right } };
        }
        let (left, right) = (values.sum(left), values.sum(right));
        match edit.comparison.holds(&left, &right) {
            false => Verdict::Violated { left: left.into(), right: right.into() },
            true if left == 0 && right == 0 && !values.has(WHOLE, terms) => Verdict::Inapplicable,
            true => Verdict::Holds,
        }
    }
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

/// The sum of what some cells count as; `None` where that is not known of all.
#[must_use]
pub fn sum(cells: &[CellIndex], edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    // Nearly all are counts, which need no decimals.
    let mut counts = Some(0_u64);
    filing.entries.each_count(cells, |_, count| counts = counts.zip(count).and_then(|(sum, own)| sum.checked_add(own)));
    let exact = |sum: Decimal, cell: &CellIndex| sum.checked_add(value(*cell, edition, filing, blank)?);
    counts.map(Decimal::from).or_else(|| cells.iter().try_fold(Decimal::ZERO, exact))
}
