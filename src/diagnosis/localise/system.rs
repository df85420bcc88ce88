//! The equations that connect a broken relation, in exact integers.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::model::{CellIndex, Comparison, Figure, FormEdition, TableStatus, Transcript};
use crate::rules::{BalanceEdit, BlankPolicy, Plan, Side, Values};

/// The cells and equations that hang together with one broken relation, and nothing else.
#[derive(Debug, Clone)]
pub(super) struct System {
    pub(super) cells: Vec<Variable>,
    /// Equations between corrections: Σ coefficient · correction = rest.
    pub(super) rows: Vec<Rc<Row>>,
    /// Decimal places that every figure was shifted by, to be a whole number.
    pub(super) scale: u32,
}

/// A cell of a system.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable {
    pub(super) cell: CellIndex,
    /// What it counts as, shifted; `None` where nothing readable stands.
    pub(super) value: Option<i128>,
    /// Nothing was entered, and that counts as zero.
    pub(super) is_blank: bool,
    /// Values below zero are possible.
    pub(super) is_signed: bool,
    /// What its values are multiples of: one count, or the smallest decimal place.
    pub(super) step: i128,
}

/// One equation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Per cell of the system.
    pub(super) coefficients: Vec<i32>,
    pub(super) rest: i128,
    /// How many coefficients are not zero.
    pub(super) length: usize,
}

impl System {
    /// The systems of all relations that are broken or hold an unreadable cell, in the form's order. Relations that share
    /// no cell are apart.
    pub(super) fn all(edition: &FormEdition, plan: &Plan, filing: &Transcript, blank: BlankPolicy) -> Vec<Self> {
        // Of a table that is not there nothing is known, and a data set may have a hundred thousand filings without it.
        let is_there = |edit: &BalanceEdit| filing.tables.get(usize::from(edit.table)) != Some(&TableStatus::Missing);
        let edits: Vec<Vec<(CellIndex, i32)>> = plan
            .edits()
            .iter()
            .filter(|edit| edit.comparison == Comparison::Equal && is_there(edit))
            .map(|edit| {
                let present = plan.terms(edit).iter().filter(|term| !filing.is_absent(term.cell));
                present.map(|term| (term.cell, if term.side == Side::Left { 1 } else { -1 })).collect()
            })
            .filter(|terms: &Vec<_>| !terms.is_empty())
            .collect();
        let values = Values::of(edition, filing, blank);
        let values: Vec<Option<Decimal>> = edition.each_cell().map(|(cell, _)| values.get(cell)).collect();
        components(&edits, edition.cells.len())
            .into_iter()
            .filter(|component| {
                // A relation can be broken through a blank total that two of them share.
                let is_open = |(cell, _): &(CellIndex, i32)| values[cell.at()].is_none();
                let mut edits = component.iter().map(|edit| &edits[*edit]);
                edits.any(|edit| is_broken(edit, &values) || edit.iter().any(is_open))
            })
            .filter_map(|component| {
                let edits: Vec<&[(CellIndex, i32)]> = component.iter().map(|edit| edits[*edit].as_slice()).collect();
                Self::of(&edits, &values, edition, filing)
            })
            .collect()
    }

    /// The systems of these equations with nothing filled in, every change possible.
    pub(super) fn blank(edition: &FormEdition, plan: &Plan, edits: &[&BalanceEdit]) -> Vec<Self> {
        let edits: Vec<Vec<(CellIndex, i32)>> = edits
            .iter()
            .filter(|edit| edit.comparison == Comparison::Equal)
            .map(|edit| {
                let printed = plan.terms(edit).iter().filter(|term| !edition.cell(term.cell).alternative);
                printed.map(|term| (term.cell, if term.side == Side::Left { 1 } else { -1 })).collect()
            })
            .collect();
        let nothing = Transcript { entries: vec![None; edition.cells.len()].into(), ..Transcript::default() };
        let zeros = vec![Some(Decimal::ZERO); edition.cells.len()];
        let systems = components(&edits, edition.cells.len()).into_iter().filter_map(|component| {
            let edits: Vec<&[(CellIndex, i32)]> = component.iter().map(|edit| edits[*edit].as_slice()).collect();
            let mut system = Self::of(&edits, &zeros, edition, &nothing)?;
            system.cells.iter_mut().for_each(|variable| variable.is_signed = true);
            Some(system)
        });
        systems.collect()
    }

    /// The system of some edits; `None` when its figures do not fit, which bounded input does not do.
    fn of(
        edits: &[&[(CellIndex, i32)]],
        values: &[Option<Decimal>],
        edition: &FormEdition,
        filing: &Transcript,
    ) -> Option<Self> {
        let mut is_in = vec![false; edition.cells.len()];
        edits.iter().flat_map(|terms| *terms).for_each(|(cell, _)| is_in[cell.at()] = true);
        let cells: Vec<CellIndex> = edition.each_cell().map(|(cell, _)| cell).filter(|cell| is_in[cell.at()]).collect();
        // Counts are whole as they are.
        let plain = |value: Decimal| if value.scale() == 0 { value } else { value.normalize() };
        let scale = cells.iter().filter_map(|cell| values[cell.at()]).map(|value| plain(value).scale()).max();
        let scale = scale.unwrap_or(0);
        let shift = 10_i128.checked_pow(scale)?;
        let shifted = |value: Decimal| {
            let value = plain(value);
            value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?)
        };
        let variables = cells.iter().map(|cell| {
            let spec = edition.cell(*cell);
            Some(Variable {
                cell: *cell,
                value: values[cell.at()].map(|value| shifted(value).ok_or(())).transpose().ok()?,
                is_blank: filing.entry(*cell).is_some_and(|entry| entry.figure == Figure::Blank),
                is_signed: spec.value.may_be_negative(),
                step: if spec.value.is_whole() { shift } else { 1 },
            })
        });
        let variables: Vec<Variable> = variables.collect::<Option<_>>()?;
        // Per cell of the form: its position here.
        let mut positions = vec![0; edition.cells.len()];
        for (at, cell) in cells.iter().enumerate() {
            positions[cell.at()] = at;
        }
        let rows = edits.iter().map(|terms| {
            let mut row = Row { coefficients: vec![0; cells.len()], rest: 0, length: terms.len() };
            for (cell, coefficient) in *terms {
                let at = positions[cell.at()];
                row.coefficients[at] = *coefficient;
                row.rest -= i128::from(*coefficient) * variables[at].value.unwrap_or(0);
            }
            Rc::new(row)
        });
        Some(Self { rows: rows.collect(), cells: variables, scale })
    }

    /// A corrected value as a figure.
    pub(super) fn figure(&self, value: i128) -> Decimal {
        Decimal::try_from_i128_with_scale(value, self.scale).unwrap_or_default().normalize()
    }
}

impl Row {
    /// Takes `other` so many times that the coefficient at `at` vanishes.
    pub(super) fn cancel(&mut self, other: &Self, at: usize) {
        let (own, others) = (self.coefficients[at], other.coefficients[at]);
        if own == 0 {
            return;
        }
        self.length = 0;
        let mut common = 0;
        for (mine, theirs) in self.coefficients.iter_mut().zip(&other.coefficients) {
            *mine = *mine * others - *theirs * own;
            self.length += usize::from(*mine != 0);
            common = gcd(common, *mine);
        }
        self.rest = self.rest * i128::from(others) - other.rest * i128::from(own);
        // Equations of sums keep coefficients of one; others are kept small.
        if common > 1 && self.rest % i128::from(common) == 0 {
            self.coefficients.iter_mut().for_each(|mine| *mine /= common);
            self.rest /= i128::from(common);
        }
    }
}

fn gcd(a: i32, b: i32) -> i32 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Whether all values of an edit are known and its sides differ.
fn is_broken(terms: &[(CellIndex, i32)], values: &[Option<Decimal>]) -> bool {
    let sum = terms.iter().try_fold(Decimal::ZERO, |sum, (cell, sign)| {
        Some(if *sign > 0 { sum + values[cell.at()]? } else { sum - values[cell.at()]? })
    });
    sum.is_some_and(|sum| !sum.is_zero())
}

/// Groups edits that share cells, directly or through others.
fn components(edits: &[Vec<(CellIndex, i32)>], cells: usize) -> Vec<Vec<usize>> {
    let mut group_of_cell: Vec<Option<usize>> = vec![None; cells];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (edit, terms) in edits.iter().enumerate() {
        let mut known: Vec<usize> = terms.iter().filter_map(|(cell, _)| group_of_cell[cell.at()]).collect();
        known.sort_unstable();
        known.dedup();
        let group = known.first().copied().unwrap_or(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(edit);
        for other in known.into_iter().skip(1) {
            let mut moved = std::mem::take(&mut groups[other]);
            groups[group].append(&mut moved);
            for of in group_of_cell.iter_mut().filter(|of| **of == Some(other)) {
                *of = Some(group);
            }
        }
        for (cell, _) in terms {
            group_of_cell[cell.at()] = Some(group);
        }
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}
