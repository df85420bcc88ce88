//! The sum of filings of one edition, cell by cell.
//!
//! Whole numbers of a decimal place that no figure goes beyond are added: a figure has at most ten places, and one in 元
//! gets four more in 万元. So a sum is exact, whatever the order of its parts, and needs as much room for a million parts
//! as for one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::count::{Count, Counted};
use crate::model::{
    CellIndex, Comparator, Entry, Figure, FormEdition, TableStatus, Transcript, plain, scaled, unscaled,
};
use crate::rules::Plan;

/// Decimal places that are added up.
const PLACES: u32 = 14;

/// A sum under way.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    cells: Box<[SumCell]>,
    /// By cell: the parts of which it is not known, as who adds up counts them.
    unknown: BTreeMap<CellIndex, Vec<usize>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct SumCell {
    amount: i128,
    /// Some part has the line.
    is_there: bool,
    /// Some part has a figure there.
    is_printed: bool,
    is_unknown: bool,
}

impl Sum {
    /// A sum of nothing yet.
    pub(super) fn of(edition: &FormEdition) -> Self {
        Self { cells: vec![SumCell::default(); edition.cells.len()].into(), unknown: BTreeMap::new() }
    }

    /// Adds a part.
    pub(super) fn add(&mut self, part: usize, counted: &Counted) {
        for ((cell, count), index) in self.cells.iter_mut().zip(&counted.cells).zip(0_u16..) {
            cell.is_there |= *count != Count::Missing;
            match count {
                Count::Blank => {}
                Count::Number(number) => {
                    cell.is_printed = true;
                    let sum = units(*number).and_then(|units| cell.amount.checked_add(units));
                    match sum {
                        Some(sum) => cell.amount = sum,
                        None => self.unknown.entry(CellIndex(index)).or_default().push(part),
                    }
                }
                Count::Missing | Count::Unknown => self.unknown.entry(CellIndex(index)).or_default().push(part),
            }
        }
    }

    /// Adds another sum, that of a member without a filing of its own.
    pub(super) fn add_sum(&mut self, other: &Self) {
        for (cell, own) in self.cells.iter_mut().zip(&other.cells) {
            cell.is_there |= own.is_there;
            cell.is_printed |= own.is_printed;
            cell.is_unknown |= own.is_unknown;
            match cell.amount.checked_add(own.amount) {
                Some(sum) => cell.amount = sum,
                None => cell.is_unknown = true,
            }
        }
        for (cell, parts) in &other.unknown {
            self.unknown.entry(*cell).or_default().extend(parts);
        }
    }

    /// Ends the sum: what is not known of a part is not known of the whole, unless no part has the line at all; and a
    /// total that all parts left blank is there where one of its items is.
    pub(super) fn end(&mut self, plan: &Plan) {
        for cell in self.unknown.keys() {
            self.cells[cell.at()].is_unknown |= self.cells[cell.at()].is_there;
        }
        loop {
            let mut is_changed = false;
            for edit in plan.edits().iter().filter(|edit| edit.comparison == Comparator::Equal) {
                let Some((total, items)) = plan.total_of(edit) else { continue };
                let total = total.at();
                if !self.cells[total].is_printed && items.iter().any(|item| self.cells[item.cell.at()].is_printed) {
                    (self.cells[total].is_printed, is_changed) = (true, true);
                }
            }
            if !is_changed {
                return;
            }
        }
    }

    /// The cells of which nobody knows the sum, with the parts of which it is not known.
    pub(super) fn unknown(&self, edition: &FormEdition) -> impl Iterator<Item = (CellIndex, &[usize])> {
        let is_meant = |cell: CellIndex| self.cells[cell.at()].is_unknown && is_summed(edition, cell);
        let parts = |cell: CellIndex| self.unknown.get(&cell).map(Vec::as_slice).unwrap_or_default();
        edition
            .each_cell()
            .map(|(cell, _)| cell)
            .filter(move |cell| is_meant(*cell))
            .map(move |cell| (cell, parts(cell)))
    }

    /// The sum of a cell; `None` where it is blank or not known.
    pub(super) fn get(&self, cell: CellIndex) -> Option<Decimal> {
        let SumCell { amount, is_printed, is_unknown, .. } = self.cells[cell.at()];
        if is_printed && !is_unknown { decimal(amount) } else { None }
    }

    /// Whether a part's figures are those of all others together, in every cell that is known: it looks like their
    /// superior.
    pub(super) fn is_twice(&self, edition: &FormEdition, part: &Counted) -> bool {
        let own = |at: usize| part.cells[at].amount().and_then(units).and_then(|units| units.checked_mul(2));
        let mut known = self.cells.iter().enumerate().filter(|(at, cell)| {
            !cell.is_unknown && cell.is_there && u16::try_from(*at).is_ok_and(|at| is_summed(edition, CellIndex(at)))
        });
        let mut has_figure = false;
        known.all(|(at, cell)| {
            has_figure |= cell.amount != 0;
            own(at) == Some(cell.amount)
        }) && has_figure
    }

    /// Whether a line that adds up the parts has the figures of the sum, in every cell that both know.
    pub(super) fn is_that_of(&self, edition: &FormEdition, line: &Counted) -> bool {
        edition.each_cell().filter(|(cell, _)| is_summed(edition, *cell)).all(|(cell, _)| {
            let SumCell { amount, is_there, is_unknown, .. } = self.cells[cell.at()];
            let own = line.get(cell).amount().and_then(units);
            !is_there || is_unknown || own.is_none_or(|own| own == amount)
        })
    }

    /// The sum as a filing. What is kept for bodies with a certain power is left blank, and so is what nobody knows.
    pub(super) fn transcript(&self, edition: &FormEdition) -> Transcript {
        let mut transcript = Transcript::blank(edition, TableStatus::Missing);
        transcript.absent = edition.cells.iter().map(|cell| cell.alternative).collect();
        for (index, spec) in edition.each_cell().filter(|(_, spec)| !spec.alternative) {
            if !self.cells[index.at()].is_there {
                continue;
            }
            let figure = self.get(index).filter(|_| is_summed(edition, index));
            let entry = figure.map(|figure| Entry::new(Figure::Number(figure), &plain(figure), None, None));
            transcript.entries[index.at()] = Some(entry.unwrap_or_else(|| Entry::blank(None)));
            transcript.found(spec.table);
        }
        transcript
    }
}

/// Whether a cell is added up.
pub(super) fn is_summed(edition: &FormEdition, cell: CellIndex) -> bool {
    !edition.comparisons.reserved.contains(&cell) && !edition.cell(cell).alternative
}

/// A figure in units of the last place that is added up.
pub(super) fn units(number: Decimal) -> Option<i128> {
    let (number, places) = scaled(number);
    number.checked_mul(10_i128.checked_pow(PLACES.checked_sub(places)?)?)
}

fn decimal(number: i128) -> Option<Decimal> {
    unscaled(number, PLACES)
}
