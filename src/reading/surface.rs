//! A grid with its labels folded: every cell is looked at once, whatever the number of editions.

use super::grid::{Grid, GridCell, GridRow};
use super::number;
use crate::model::{Folded, Place, fold};

/// A grid and its folded labels.
#[derive(Debug)]
pub(super) struct Surface<'g> {
    pub(super) grid: &'g Grid,
    pub(super) lines: Vec<Line<'g>>,
}

/// A row of a grid.
#[derive(Debug)]
pub(super) struct Line<'g> {
    pub(super) row: &'g GridRow,
    pub(super) cells: Vec<Word<'g>>,
}

/// A cell of a row: a value, or words.
#[derive(Debug)]
pub(super) struct Word<'g> {
    pub(super) cell: &'g GridCell,
    /// The folded label; `None` for a cell that is meant as a value.
    pub(super) label: Option<Folded>,
}

impl<'g> Surface<'g> {
    pub(super) fn new(grid: &'g Grid) -> Self {
        let word = |cell: &'g GridCell| {
            let is_value = number::is_meant(&cell.text, cell.kind);
            // No label of any form is longer than a hundred characters; a narrative is not worth folding.
            let label = (!is_value).then(|| if cell.text.len() > 600 { Folded::default() } else { fold(&cell.text) });
            Word { cell, label }
        };
        let lines = grid.rows.iter().map(|row| Line { row, cells: row.cells.iter().map(word).collect() });
        Self { grid, lines: lines.collect() }
    }

    /// The place of a column on a line.
    pub(super) fn place(&self, line: usize, column: u32) -> Place {
        self.grid.place(self.lines[line].row.index, column)
    }
}

impl<'g> Line<'g> {
    /// The cells before the first value: where the row's label is.
    pub(super) fn leading_labels(&self) -> &[Word<'g>] {
        let end = self.cells.iter().position(|word| word.label.is_none()).unwrap_or(self.cells.len());
        &self.cells[..end]
    }
}
