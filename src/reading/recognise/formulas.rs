//! What the formulas of totals add up, in cells of the form. A sum of a sheet's own subtotals is what these add up.

use std::collections::{BTreeMap, HashMap};

use super::seen::PlacedCell;
use crate::model::{CellIndex, FormEdition, TotalFormula};
use crate::reading::cells::formula::Sum;
use crate::reading::cells::grid::{Area, CellKind, Formula, Grid, GridCell, Position};

/// Cells that a formula may take in before it is taken for none of a form.
const MAX_CELLS: u64 = 10_000;
/// Sums of sums of sums.
const MAX_DEPTH: usize = 4;

/// What the formulas of the totals of a filing add up.
pub(super) fn of_totals(edition: &FormEdition, placed: &[PlacedCell]) -> Vec<TotalFormula> {
    let mut formulas = Vec::new();
    for total in placed.iter().filter(|one| edition.cell(one.cell).total) {
        let Some(formula) = total.grid.formula(total.at) else { continue };
        let on_grid = placed.iter().filter(|one| std::ptr::eq(one.grid, total.grid));
        let form: HashMap<Position, CellIndex> = on_grid.map(|one| (one.at, one.cell)).collect();
        let mut added =
            Added { grid: total.grid, form, cells: BTreeMap::new(), numbers: Vec::new(), budget: MAX_CELLS };
        if added.add(formula, total.at, 1, 0).is_none() {
            continue;
        }
        let (mut cells, mut others) = (Vec::new(), Vec::new());
        for (at, times) in added.cells.into_iter().filter(|(_, times)| *times != 0) {
            match added.form.get(&at) {
                Some(cell) => cells.push((*cell, times)),
                None => others.push(total.grid.place(at.row, at.column)),
            }
        }
        formulas.push(TotalFormula { total: total.cell, cells, others, numbers: added.numbers });
    }
    formulas
}

/// What a formula was found to add up so far.
struct Added<'g> {
    grid: &'g Grid,
    form: HashMap<Position, CellIndex>,
    /// How often each cell is added.
    cells: BTreeMap<Position, i32>,
    numbers: Vec<String>,
    budget: u64,
}

impl Added<'_> {
    /// Adds what a formula adds; `None` if it is no sum, or one of more than a form has.
    fn add(&mut self, formula: &Formula, at: Position, times: i32, depth: usize) -> Option<()> {
        let moved = |line: u32, of: u32| i64::from(line) - i64::from(of);
        let sum = Sum::of(&formula.text, (moved(at.row, formula.of.row), moved(at.column, formula.of.column)))?;
        self.numbers.extend(sum.numbers);
        for (sign, area) in &sum.areas {
            self.area(area, times.checked_mul(*sign)?, depth)?;
        }
        Some(())
    }

    fn area(&mut self, area: &Area, times: i32, depth: usize) -> Option<()> {
        let count = |first: &u32, last: &u32| u64::from(last - first) + 1;
        let rows = count(area.rows.start(), area.rows.end());
        self.budget = self.budget.checked_sub(rows * count(area.columns.start(), area.columns.end()))?;
        let mut strangers = Vec::new();
        for row in area.rows.clone() {
            let cells = self.grid.rows.binary_search_by_key(&row, |row| row.index).ok();
            let cells = cells.map(|at| self.grid.rows[at].cells.as_slice()).unwrap_or_default();
            for column in area.columns.clone() {
                let at = Position { row, column };
                if self.form.contains_key(&at) {
                    *self.cells.entry(at).or_default() += times;
                } else if cells.iter().any(|cell| cell.column == column && is_figure(cell)) {
                    strangers.push(at);
                }
            }
        }
        for at in strangers {
            let formula = self.grid.formula(at).filter(|_| depth < MAX_DEPTH);
            let before = (self.cells.clone(), self.numbers.clone());
            if formula.and_then(|formula| self.add(formula, at, times, depth + 1)).is_none() {
                (self.cells, self.numbers) = before;
                *self.cells.entry(at).or_default() += times;
            }
        }
        Some(())
    }
}

/// Whether a cell holds what a sum adds: text is passed over, whatever it looks like.
fn is_figure(cell: &GridCell) -> bool {
    cell.kind == CellKind::Number
}
