//! The equations that connect a broken relation, in exact integers.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::model::{CellIndex, FormEdition, unscaled};
use crate::rules::{Component, EquationTerm, Shifted, Values};

/// The cells and equations that hang together with one broken relation, and nothing else. What a cell is comes from the
/// form, so that of a filing there is only what its cells count as, and by how much each equation is out.
#[derive(Debug, Clone)]
pub(super) struct System<'c> {
    pub(super) edition: &'c FormEdition,
    /// The cells, in the form's order.
    pub(super) cells: &'c [CellIndex],
    /// What they count as, and where nothing readable stands.
    values: Shifted,
    /// Equations between corrections: Σ coefficient · correction = rest.
    pub(super) rows: Vec<CellEquation<'c>>,
    /// Corrections may leave any value, for there is nothing yet that they correct.
    is_blank: bool,
}

/// One equation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellEquation<'c> {
    /// Its terms, by position among the cells of the system; no coefficient is zero. Those of the form are borrowed from
    /// it.
    pub(super) terms: Cow<'c, [EquationTerm]>,
    pub(super) rest: i128,
}

impl<'c> System<'c> {
    /// The system of relations that hang together.
    pub(super) fn of(component: &'c Component, values: &Values, edition: &'c FormEdition) -> Self {
        let values = values.shifted(&component.cells);
        let rows = component.equations.iter().map(|terms| {
            let rest = terms.iter().fold(0, |rest, term| match term.coefficient {
                1.. => rest - values.numbers[term.at],
                _ => rest + values.numbers[term.at],
            });
            CellEquation { terms: Cow::Borrowed(terms), rest }
        });
        Self { edition, cells: &component.cells, rows: rows.collect(), values, is_blank: false }
    }

    /// The same with nothing filled in.
    pub(super) fn blank(component: &'c Component, edition: &'c FormEdition) -> Self {
        let rows = component.equations.iter().map(|terms| CellEquation { terms: Cow::Borrowed(terms), rest: 0 });
        let values = Shifted { numbers: vec![0; component.cells.len()], unknown: Vec::new(), places: 0 };
        Self { edition, cells: &component.cells, rows: rows.collect(), values, is_blank: true }
    }

    /// Whether an equation is broken, or may turn out to be through an open cell that another shares.
    pub(super) fn is_suspect(&self) -> bool {
        !self.open().is_empty() || self.rows.iter().any(|row| row.rest != 0)
    }

    /// The cells where nothing readable stands.
    pub(super) fn open(&self) -> &[usize] {
        &self.values.unknown
    }

    /// What a cell counts as, shifted; `None` where nothing readable stands.
    pub(super) fn value(&self, at: usize) -> Option<i128> {
        (!self.open().contains(&at)).then(|| self.values.numbers[at])
    }

    /// The cells that count as the same as this one; where nothing readable stands, all such.
    pub(super) fn with_value_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let (wanted, is_open) = (self.values.numbers[at], self.value(at).is_none());
        let equal = self.values.numbers.iter().enumerate().filter(move |(_, number)| **number == wanted);
        equal.map(|(at, _)| at).filter(move |at| self.value(*at).is_none() == is_open)
    }

    /// The position of a cell.
    pub(super) fn position(&self, cell: CellIndex) -> Option<usize> {
        self.cells.binary_search(&cell).ok()
    }

    /// Whether a cell can hold a value: a count is whole, and only a change is below zero.
    pub(super) fn allows(&self, at: usize, value: i128) -> bool {
        let is_signed = || self.edition.cell(self.cells[at]).value.may_be_negative();
        self.is_blank || (value % self.step(at) == 0 && (value >= 0 || is_signed()))
    }

    /// What the values of a cell are multiples of: one count, or the smallest decimal place.
    pub(super) fn step(&self, at: usize) -> i128 {
        let is_whole = self.values.places > 0 && self.edition.cell(self.cells[at]).value.is_whole();
        if is_whole { 10_i128.saturating_pow(self.values.places) } else { 1 }
    }

    /// A corrected value as a figure.
    pub(super) fn figure(&self, value: i128) -> Decimal {
        unscaled(value, self.values.places).unwrap_or_default()
    }
}

impl CellEquation<'_> {
    /// The coefficient of a cell, zero where the equation does not have it.
    pub(super) fn coefficient(&self, at: usize) -> i32 {
        let terms = self.terms.as_ref();
        // Nearly all are the sums of a row, whose cells stand side by side, and few of those have the cell.
        match (terms.first(), terms.last()) {
            (Some(first), Some(last)) if (first.at..=last.at).contains(&at) => {
                terms.binary_search_by_key(&at, |term| term.at).map_or(0, |found| terms[found].coefficient)
            }
            _ => 0,
        }
    }

    /// Whether a correction of one cell, with its coefficient here, that mends this equation satisfies `other` too.
    pub(super) fn is_mended_with(&self, other: &Self, own: EquationTerm) -> bool {
        other.rest * i128::from(own.coefficient) == self.rest * i128::from(other.coefficient(own.at))
    }

    /// Takes `other` so many times that the coefficient at `at`, which both have, vanishes.
    pub(super) fn without(&self, at: usize, other: &Self) -> Self {
        let (own, others) = (self.coefficient(at), other.coefficient(at));
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let mut theirs = other.terms.iter().copied().peekable();
        let alone = |their: EquationTerm| EquationTerm { coefficient: -their.coefficient * own, ..their };
        for mine in self.terms.iter().copied() {
            while let Some(before) = theirs.next_if(|their| their.at < mine.at) {
                terms.push(alone(before));
            }
            let their = theirs.next_if(|their| their.at == mine.at).map_or(0, |their| their.coefficient);
            let coefficient = mine.coefficient * others - their * own;
            if coefficient != 0 {
                terms.push(EquationTerm { coefficient, ..mine });
            }
        }
        terms.extend(theirs.map(alone));
        let mut rest = self.rest * i128::from(others) - other.rest * i128::from(own);
        // Equations of sums keep coefficients of one; others are kept small.
        let common = terms.iter().fold(0, |common, term| gcd(common, term.coefficient));
        if common > 1 && rest % i128::from(common) == 0 {
            for term in &mut terms {
                term.coefficient /= common;
            }
            rest /= i128::from(common);
        }
        Self { terms: terms.into(), rest }
    }
}

fn gcd(a: i32, b: i32) -> i32 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 && a != 1 {
        (a, b) = (b, a % b);
    }
    a
}
