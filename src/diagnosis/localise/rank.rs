//! Which of several equally small explanations is the likeliest.

use super::Evidence;
use super::search::Solution;
use super::slip::{Slip, of_digits};
use super::system::System;
use crate::model::{CellIndex, FormEdition};

/// What one digit too few counts against a slip: between slips whose weights differ by less nobody can choose.
const CLEAR: u32 = 3;
/// What other evidence for a printed figure counts.
const SUPPORT: u32 = 12;

/// A solution with its slip.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    pub(super) solution: Solution,
    pub(super) slip: Slip,
    pub(super) weight: u32,
}

impl Ranked {
    /// A hypothesis of its own.
    pub(super) fn structured((slip, solution): (Slip, Solution)) -> Self {
        Self { solution, slip, weight: slip.record().weight }
    }
}

/// Solutions, the likeliest first: by slip, then items before totals, then in the form's order.
pub(super) fn rank(
    system: &System,
    solutions: Vec<Solution>,
    edition: &FormEdition,
    evidence: &Evidence,
) -> Vec<Ranked> {
    let beside = Beside { system, edition, evidence };
    let mut ranked: Vec<Ranked> = solutions.into_iter().map(|solution| beside.weigh(solution)).collect();
    let totals = |ranked: &Ranked| {
        let cells = ranked.solution.corrections.iter().map(|(at, _)| system.cells[*at].cell);
        cells.filter(|cell| edition.cell(*cell).total).count()
    };
    ranked.sort_by_cached_key(|one| (one.weight, totals(one), one.solution.clone()));
    ranked
}

/// Whether the first of several stands out by its slip.
pub(super) fn stands_out(ranked: &[Ranked]) -> bool {
    match ranked {
        [first, second, ..] => first.weight + CLEAR <= second.weight,
        _ => false,
    }
}

/// A system with what is known of the cells around each.
pub(super) struct Beside<'a> {
    pub(super) system: &'a System,
    pub(super) edition: &'a FormEdition,
    pub(super) evidence: &'a Evidence,
}

impl Beside<'_> {
    pub(super) fn weigh(&self, solution: Solution) -> Ranked {
        let singles = solution.corrections.iter().map(|(at, by)| self.single(*at, *by));
        let singles: Vec<Slip> = singles.collect();
        let mut weight = singles.iter().map(|slip| slip.record().weight).sum();
        let mut slip = match singles.as_slice() {
            [] => Slip::Unreadable,
            [one] => *one,
            _ => Slip::Other,
        };
        if let [a, b] = solution.corrections.as_slice()
            && let Some(pair) = self.pair(*a, *b)
            && pair.1 <= weight
        {
            (slip, weight) = pair;
        }
        let supported = |(at, _): &&(usize, i128)| self.evidence.supported.contains(&self.system.cells[*at].cell);
        weight += SUPPORT * u32::try_from(solution.corrections.iter().filter(supported).count()).unwrap_or(0);
        Ranked { solution, slip, weight }
    }

    /// The likeliest slip that gives one reported figure for the right one.
    pub(super) fn single(&self, at: usize, by: i128) -> Slip {
        let variable = &self.system.cells[at];
        let Some(reported) = variable.value else { return Slip::Unreadable };
        if variable.is_blank {
            return Slip::LeftBlank;
        }
        let proposed = reported + by;
        let mut slips: Vec<Slip> = of_digits(reported, proposed, variable.step).into_iter().collect();
        if self.evidence.last_year.get(&variable.cell).is_some_and(|last| *last == self.system.figure(reported)) {
            slips.push(Slip::LastYear);
        }
        if reported != 0 {
            let is_same = |cell: Option<CellIndex>| cell.and_then(|cell| self.value(cell)) == Some(reported);
            if [-1, 1].iter().any(|step| is_same(self.neighbour(variable.cell, 0, *step))) {
                slips.push(Slip::NeighbourColumn);
            }
            if [-1, 1].iter().any(|step| is_same(self.neighbour(variable.cell, *step, 0))) {
                slips.push(Slip::NeighbourRow);
            }
        }
        slips.extend(self.of_total(at, by));
        slips.push(Slip::Other);
        slips.into_iter().min_by_key(|slip| (slip.record().weight, *slip)).unwrap_or(Slip::Other)
    }

    /// What may have happened to a sum.
    fn of_total(&self, at: usize, by: i128) -> Option<Slip> {
        if !self.edition.cell(self.system.cells[at].cell).total {
            return None;
        }
        let is_sum_here = |coefficients: &[i32]| {
            coefficients[at] < 0 && coefficients.iter().filter(|coefficient| **coefficient < 0).count() == 1
        };
        let has_item = |of: i128| {
            let mut rows = self.system.rows.iter().filter(|row| is_sum_here(&row.coefficients));
            of != 0
                && rows.any(|row| {
                    let items = row.coefficients.iter().zip(&self.system.cells).filter(|(c, _)| **c > 0);
                    items.into_iter().any(|(_, cell)| cell.value == Some(of))
                })
        };
        if has_item(by) {
            Some(Slip::TotalWithoutItem)
        } else if has_item(-by) {
            Some(Slip::TotalWithItemTwice)
        } else {
            self.is_total_of_another_line(at).then_some(Slip::TotalOfAnotherLine)
        }
    }

    fn is_total_of_another_line(&self, at: usize) -> bool {
        let own = &self.system.cells[at];
        let spec = self.edition.cell(own.cell);
        self.system.cells.iter().filter(|other| other.cell != own.cell && other.value == own.value).any(|other| {
            let of = self.edition.cell(other.cell);
            of.total
                && (of.table, of.block) == (spec.table, spec.block)
                && (of.row == spec.row || of.column == spec.column)
        })
    }

    /// What may have happened to two figures together.
    fn pair(&self, (a, by_a): (usize, i128), (b, by_b): (usize, i128)) -> Option<(Slip, u32)> {
        let (first, second) = (&self.system.cells[a], &self.system.cells[b]);
        let (was_a, was_b) = (first.value?, second.value?);
        let (one, other) = (self.edition.cell(first.cell), self.edition.cell(second.cell));
        let (same_row, same_column) = (one.row == other.row, one.column == other.column);
        let is_beside = |rows: i32, columns: i32| {
            [-1, 1].iter().any(|step| self.neighbour(first.cell, rows * step, columns * step) == Some(second.cell))
        };
        let of = |slip: Slip| Some((slip, slip.record().weight));
        if was_a + by_a == was_b && was_b + by_b == was_a {
            // A figure that stands one line off leaves a zero behind.
            let leaves_zero = was_a == 0 || was_b == 0;
            return match () {
                () if leaves_zero && is_beside(1, 0) => of(Slip::OneRowOff),
                () if leaves_zero && is_beside(0, 1) => of(Slip::OneColumnOff),
                () => of(Slip::SwappedCells),
            };
        }
        let slip = match () {
            () if by_a == by_b && (same_row || same_column) && one.total != other.total => Slip::ItemAndTotal,
            () if by_a == -by_b && same_row => Slip::OtherColumn,
            () if by_a == -by_b && same_column => Slip::OtherRow,
            () => return None,
        };
        // One case is booked wrongly more often than many.
        let many = u32::from(by_a.abs() > first.step) + u32::from(by_a.abs() > 10 * first.step);
        Some((slip, slip.record().weight + 2 * many))
    }

    fn value(&self, cell: CellIndex) -> Option<i128> {
        let at = self.system.cells.binary_search_by_key(&cell, |variable| variable.cell).ok()?;
        self.system.cells[at].value
    }

    /// The printed cell so many rows down and columns right.
    fn neighbour(&self, cell: CellIndex, rows: i32, columns: i32) -> Option<CellIndex> {
        let spec = self.edition.cell(cell);
        let block = self.edition.block_of(spec);
        let step = |axis: &crate::model::Axis, line: usize, by: i32| -> Option<usize> {
            match by {
                0 => Some(line),
                1.. => axis.printed().find(|at| *at > line),
                _ => axis.printed().take_while(|at| *at < line).last(),
            }
        };
        let (row, column) = (step(&block.rows, spec.row, rows)?, step(&block.columns, spec.column, columns)?);
        self.edition.cell_at(spec.table, spec.block, row, column)
    }
}
