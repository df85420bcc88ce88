//! Slips that spoil many cells at once, each tried as one hypothesis: everything wrong stands on one line, two columns
//! or rows changed places, or rows stand one off.

use super::Evidence;
use super::search::{Branch, Solution, solve};
use super::slip::Slip;
use super::system::System;
use crate::model::{Axis, Block, CellIndex};

/// The hypotheses that make everything balance.
pub(super) fn structured(system: &System, evidence: &Evidence) -> Vec<(Slip, Solution)> {
    let edition = system.edition;
    let Some(first) = system.cells.first() else { return Vec::new() };
    // What is laid out in one block can be typed one line off in it.
    let spec = edition.cell(*first);
    let is_here = |cell: CellIndex| edition.cell(cell).block_at() == spec.block_at();
    if !system.cells.iter().all(|cell| is_here(*cell)) {
        return Vec::new();
    }
    let block = edition.block_of(spec);
    let at = |row: usize, column: usize| system.position(edition.cell_at(spec.block_at(), row, column)?);
    let grid = Grid::new(system, block, evidence, &at);
    let mut found = grid.rearranged();
    found.extend(grid.on_one_line());
    found.sort_by(|a, b| (a.0.record().weight, &a.1).cmp(&(b.0.record().weight, &b.1)));
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// A block of a system: per row and column the position of the cell among the system's.
struct Grid<'s> {
    system: &'s System<'s>,
    evidence: &'s Evidence,
    rows: Vec<Vec<Option<usize>>>,
    /// Per cell: the equations it is in, with its coefficient.
    equations: Vec<Vec<(usize, i128)>>,
}

impl<'s> Grid<'s> {
    fn new(
        system: &'s System<'s>,
        block: &Block,
        evidence: &'s Evidence,
        at: &impl Fn(usize, usize) -> Option<usize>,
    ) -> Self {
        // A line that the filing does without is no line of what was typed.
        let lines = |axis: &Axis, is_there: &dyn Fn(usize) -> bool| {
            axis.printed().filter(|line| !axis.lines[*line].is_optional || is_there(*line)).collect::<Vec<_>>()
        };
        let columns = lines(&block.columns, &|column| block.rows.printed().any(|row| at(row, column).is_some()));
        let rows = lines(&block.rows, &|row| block.columns.printed().any(|column| at(row, column).is_some()));
        let rows = rows.into_iter().map(|row| columns.iter().map(|column| at(row, *column)).collect());
        let mut equations = vec![Vec::new(); system.cells.len()];
        for (row, equation) in system.rows.iter().enumerate() {
            equation.terms.iter().for_each(|term| equations[term.at].push((row, i128::from(term.coefficient))));
        }
        Self { system, evidence, rows: rows.collect(), equations }
    }

    fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    fn value(&self, at: Option<usize>) -> Option<i128> {
        self.system.value(at?)
    }

    /// Two columns over some rows, two rows, or some rows one off, put back where they belong. In a block that is many times
    /// as large as that of any form nobody sees such a slip, and there would be more hypotheses than time.
    fn rearranged(&self) -> Vec<(Slip, Solution)> {
        /// Table 3 has some seven thousand.
        const MOST: usize = 1 << 17;
        let mut found = Vec::new();
        let (height, width) = (self.rows.len(), self.width());
        if height.saturating_pow(2).saturating_mul(width.saturating_pow(2) + 6) / 4 > MOST {
            return found;
        }
        for top in 0..height {
            for bottom in top..height {
                for left in 0..width {
                    for right in left + 1..width {
                        let swap =
                            (top..=bottom).flat_map(|row| [((row, left), (row, right)), ((row, right), (row, left))]);
                        found.extend(self.hypothesis(Slip::SwappedColumns, swap));
                    }
                }
                if top == bottom {
                    continue;
                }
                let columns = 0..width;
                let swap = columns.clone().flat_map(|c| [((top, c), (bottom, c)), ((bottom, c), (top, c))]);
                found.extend(self.hypothesis(Slip::SwappedRows, swap));
                // What stands at the far end belongs at the near one, as where a blank row was typed too early.
                let row_below = |row: usize| if row == bottom { top } else { row + 1 };
                let down = (top..=bottom).flat_map(|row| columns.clone().map(move |c| ((row, c), (row_below(row), c))));
                found.extend(self.hypothesis(Slip::ShiftedBlock, down));
                let row_above = |row: usize| if row == top { bottom } else { row - 1 };
                let up = (top..=bottom).flat_map(|row| columns.clone().map(move |c| ((row, c), (row_above(row), c))));
                found.extend(self.hypothesis(Slip::ShiftedBlock, up));
            }
        }
        found
    }

    /// Whether everything balances when each first cell holds what the second one reports.
    fn hypothesis(
        &self,
        slip: Slip,
        moves: impl Iterator<Item = ((usize, usize), (usize, usize))>,
    ) -> Option<(Slip, Solution)> {
        let mut rest: Vec<i128> = self.system.rows.iter().map(|row| row.rest).collect();
        let mut corrections = Vec::new();
        for (to, from) in moves {
            let at = self.rows[to.0][to.1]?;
            let by = self.value(self.rows[from.0][from.1])? - self.value(Some(at))?;
            if by != 0 {
                corrections.push((at, by));
                self.equations[at].iter().for_each(|(row, coefficient)| rest[*row] -= coefficient * by);
            }
        }
        corrections.sort_unstable();
        let balances = corrections.len() > 1 && rest.iter().all(|rest| *rest == 0);
        balances.then_some((slip, Solution { corrections, found: Vec::new() }))
    }

    /// Everything wrong on one row or column: its right figures follow from all the others.
    fn on_one_line(&self) -> Vec<(Slip, Solution)> {
        let rows = self.rows.iter().cloned().map(|line| (false, line));
        let columns =
            (0..self.width()).map(|column| (true, self.rows.iter().map(|row| row[column]).collect::<Vec<_>>()));
        rows.chain(columns).filter_map(|(is_column, line)| self.on_line(is_column, &line)).collect()
    }

    fn on_line(&self, is_column: bool, line: &[Option<usize>]) -> Option<(Slip, Solution)> {
        let cells: Vec<usize> = line.iter().copied().collect::<Option<_>>()?;
        let mut branch = Branch::of(self.system);
        let all_follow = cells.iter().all(|at| branch.take_free(*at));
        if !all_follow || branch.broken().is_some() {
            return None;
        }
        let mut solution = solve(self.system, &branch, None)?;
        solution.found.retain(|(_, by)| *by != 0);
        solution.corrections = std::mem::take(&mut solution.found);
        let right = |at: &usize| {
            let by = solution.corrections.iter().find(|(of, _)| of == at).map_or(0, |(_, by)| *by);
            self.value(Some(*at)).unwrap_or(0) + by
        };
        let reported: Vec<i128> = cells.iter().map(|at| self.value(Some(*at)).unwrap_or(0)).collect();
        let right: Vec<i128> = cells.iter().map(right).collect();
        let is_last_year = |(at, _): &(usize, i128)| {
            let reported = self.system.value(*at).map(|value| self.system.figure(value));
            reported.is_some() && self.evidence.last_year.get(&self.system.cells[*at]).copied() == reported
        };
        let slip = match (is_shifted(&reported, &right), is_column) {
            _ if solution.corrections.iter().all(is_last_year) => Slip::LastYear,
            (true, true) => Slip::ShiftedColumn,
            (true, false) => Slip::ShiftedRow,
            (false, true) => Slip::OneColumn,
            (false, false) => Slip::OneRow,
        };
        (solution.corrections.len() > 1).then_some((slip, solution))
    }
}

/// Whether the stretch that differs holds the right figures, each one further on or one further back.
fn is_shifted(reported: &[i128], right: &[i128]) -> bool {
    let differing = |at: &usize| reported[*at] != right[*at];
    let (Some(first), Some(last)) = ((0..right.len()).find(differing), (0..right.len()).rfind(differing)) else {
        return false;
    };
    last > first
        && (reported[first + 1..=last] == right[first..last] || reported[first..last] == right[first + 1..=last])
}
