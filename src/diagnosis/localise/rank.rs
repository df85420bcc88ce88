//! Which of several equally small explanations is the likeliest.

use super::Evidence;
use super::search::Solution;
use super::slip::{Slip, of_digits};
use super::system::{CellEquation, System};
use crate::model::{CellIndex, CellSpec, Figure, Transcript};

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
pub(super) fn rank(system: &System, solutions: Vec<Solution>, filing: &Transcript, evidence: &Evidence) -> Vec<Ranked> {
    let beside = Beside { system, filing, evidence };
    let mut ranked: Vec<Ranked> = solutions.into_iter().map(|solution| beside.weigh(solution)).collect();
    let totals = |ranked: &Ranked| ranked.solution.corrections.iter().filter(|(at, _)| beside.spec(*at).total).count();
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
    pub(super) system: &'a System<'a>,
    pub(super) filing: &'a Transcript,
    pub(super) evidence: &'a Evidence,
}

impl Beside<'_> {
    fn spec(&self, at: usize) -> &CellSpec {
        self.system.edition.cell(self.system.cells[at])
    }

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
        let supported = |(at, _): &&(usize, i128)| self.evidence.supported.contains(&self.system.cells[*at]);
        weight += SUPPORT * u32::try_from(solution.corrections.iter().filter(supported).count()).unwrap_or(0);
        Ranked { solution, slip, weight }
    }

    /// The likeliest slip that gives one reported figure for the right one.
    pub(super) fn single(&self, at: usize, by: i128) -> Slip {
        let cell = self.system.cells[at];
        let Some(reported) = self.system.value(at) else { return Slip::Unreadable };
        if self.filing.figure(cell) == Some(Figure::Blank) {
            return Slip::LeftBlank;
        }
        let change = self.evidence.formulas.get(&cell);
        if change.is_some_and(|change| change.is_none_or(|change| change == self.system.figure(by))) {
            return Slip::TotalFormula;
        }
        let proposed = reported + by;
        let mut slips: Vec<Slip> = of_digits(reported, proposed, self.system.step(at)).into_iter().collect();
        if self.evidence.last_year.get(&cell).is_some_and(|last| *last == self.system.figure(reported)) {
            slips.push(Slip::LastYear);
        }
        if reported != 0 {
            let is_same = |cell: Option<CellIndex>| cell.and_then(|cell| self.value(cell)) == Some(reported);
            if [-1, 1].iter().any(|step| is_same(self.neighbour(cell, 0, *step))) {
                slips.push(Slip::NeighbourColumn);
            }
            if [-1, 1].iter().any(|step| is_same(self.neighbour(cell, *step, 0))) {
                slips.push(Slip::NeighbourRow);
            }
        }
        slips.extend(self.of_total(at, by));
        slips.push(Slip::Other);
        slips.into_iter().min_by_key(|slip| (slip.record().weight, *slip)).unwrap_or(Slip::Other)
    }

    /// What may have happened to a sum.
    fn of_total(&self, at: usize, by: i128) -> Option<Slip> {
        if !self.spec(at).total {
            return None;
        }
        let is_sum_here = |row: &&CellEquation| {
            row.coefficient(at) < 0 && row.terms.iter().filter(|term| term.coefficient < 0).count() == 1
        };
        let sums: Vec<&CellEquation> = self.system.rows.iter().filter(is_sum_here).collect();
        let has_item = |of: i128| {
            let mut items = sums.iter().flat_map(|row| row.terms.iter()).filter(|term| term.coefficient > 0);
            of != 0 && items.any(|item| self.system.value(item.at) == Some(of))
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
        let own = self.spec(at);
        let is_on_line =
            |of: &CellSpec| of.block_at() == own.block_at() && (of.row == own.row || of.column == own.column);
        let mut others = self.system.with_value_of(at).filter(|other| *other != at).map(|other| self.spec(other));
        others.any(|of| of.total && is_on_line(of))
    }

    /// What may have happened to two figures together.
    fn pair(&self, (a, by_a): (usize, i128), (b, by_b): (usize, i128)) -> Option<(Slip, u32)> {
        let (first, second) = (self.system.cells[a], self.system.cells[b]);
        let (was_a, was_b) = (self.system.value(a)?, self.system.value(b)?);
        let (one, other) = (self.spec(a), self.spec(b));
        let (same_row, same_column) = (one.row == other.row, one.column == other.column);
        let is_beside = |rows: i32, columns: i32| {
            [-1, 1].iter().any(|step| self.neighbour(first, rows * step, columns * step) == Some(second))
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
        let step = self.system.step(a);
        let many = u32::from(by_a.abs() > step) + u32::from(by_a.abs() > 10 * step);
        Some((slip, slip.record().weight + 2 * many))
    }

    fn value(&self, cell: CellIndex) -> Option<i128> {
        self.system.value(self.system.position(cell)?)
    }

    /// The printed cell so many rows down and columns right.
    fn neighbour(&self, cell: CellIndex, rows: i32, columns: i32) -> Option<CellIndex> {
        let spec = self.system.edition.cell(cell);
        let block = self.system.edition.block_of(spec);
        let step = |axis: &crate::model::Axis, line: usize, by: i32| -> Option<usize> {
            match by {
                0 => Some(line),
                1.. => axis.printed().find(|at| *at > line),
                _ => axis.printed().take_while(|at| *at < line).last(),
            }
        };
        let (row, column) = (step(&block.rows, spec.row, rows)?, step(&block.columns, spec.column, columns)?);
        self.system.edition.cell_at(spec.block_at(), row, column)
    }
}
