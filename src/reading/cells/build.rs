//! How a grid is made: cells come in any order, and what else is known of a surface comes as notes.

use std::ops::RangeInclusive;

use super::grid::{Area, CellKind, Formula, Grid, GridCell, GridRow, LeftOut, Origin, Position, Shown, trimmed};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// What takes the cells of a surface as they are read.
pub(in crate::reading) trait Cells {
    /// Takes a cell; see [`GridBuilder::push`].
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError>;

    /// Takes something else that is known of the surface.
    fn note(&mut self, _note: Note<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    /// What is wanted besides the cells.
    fn wanted(&self) -> Wanted {
        Wanted::Cells
    }

    /// Whether nothing more of the surface is wanted.
    fn is_done(&self) -> bool {
        false
    }
}

/// What is wanted of a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reading) enum Wanted {
    /// Its cells, and which are merged.
    Cells,
    /// What a person sees of them as well, as far as it is known when they come.
    Seen,
    /// Their formulas too, and what is known of them only when all have come.
    All,
}

/// What is known of a surface beside what its cells hold.
#[derive(Debug)]
pub(in crate::reading) enum Note<'t> {
    /// Text of a cell that a person does not count; blank text is none.
    LeftOut(Position, &'t str),
    /// What a cell shows instead of what it holds.
    Shown(Position, Shown),
    /// The formula that makes the value of a cell.
    Formula(Position, Formula),
    /// A merged cell.
    Merged(Area),
    /// A row that nobody sees.
    HiddenRow(u32),
    /// Columns that nobody sees.
    HiddenColumns(RangeInclusive<u32>),
}

impl Cells for GridBuilder {
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError> {
        self.push(row, column, text, kind)
    }

    fn note(&mut self, note: Note<'_>) -> Result<(), ReadError> {
        self.bytes += match &note {
            Note::LeftOut(_, text) => text.len(),
            Note::Shown(_, shown) => shown.text.len(),
            // Cells that share a formula hold it together.
            Note::Formula(..) | Note::Merged(_) | Note::HiddenRow(_) | Note::HiddenColumns(_) => 32,
        };
        if self.bytes > limits::MAX_CELL_TEXT_BYTES {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS));
        }
        let Some(grid) = self.grids.last_mut() else { return Ok(()) };
        match note {
            Note::LeftOut(Position { row, column }, text) => {
                let text = trimmed(text);
                if !text.is_empty() {
                    grid.left_out.push(LeftOut { row, column, text: text.to_owned() });
                }
            }
            Note::Shown(at, shown) => grid.shown.push((at, shown)),
            Note::Formula(at, formula) => grid.formulas.push((at, formula)),
            Note::Merged(area) => grid.merged.push(area),
            Note::HiddenRow(row) => grid.hidden_lines.rows.push(row),
            Note::HiddenColumns(columns) => grid.hidden_lines.columns.push(columns),
        }
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        Wanted::All
    }
}

/// Collects the cells of one file and stops at the budget: every reader fills its grids through one of these.
#[derive(Debug, Default)]
pub(in crate::reading) struct GridBuilder {
    grids: Vec<Grid>,
    cells: usize,
    bytes: usize,
    /// Beginnings of cells on their lines.
    starts: usize,
}

impl GridBuilder {
    /// Begins the next surface.
    pub(in crate::reading) fn begin(&mut self, origin: Origin, hidden: bool) {
        self.grids.push(Grid { hidden, ..Grid::new(origin) });
    }

    /// Adds a cell to the current surface. Blank text is dropped; cells may come in any order.
    ///
    /// # Errors
    /// [`Problem::TooManyCells`] beyond the budget of a file, [`Problem::TextTooLong`] for a cell no program writes.
    pub(in crate::reading) fn push(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        kind: CellKind,
    ) -> Result<(), ReadError> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        if text.len() > limits::MAX_FIELD_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
        }
        self.cells += 1;
        self.bytes += text.len();
        if self.cells > limits::MAX_CELLS || self.bytes > limits::MAX_CELL_TEXT_BYTES {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS));
        }
        self.row(row).cells.push(GridCell { column, text: text.into(), kind });
        Ok(())
    }

    /// The surface being filled.
    pub(in crate::reading) fn current(&mut self) -> Option<&mut Grid> {
        self.grids.last_mut()
    }

    /// Says how many cells the row just filled has, blank ones included. A row without content is none.
    pub(in crate::reading) fn widen(&mut self, row: u32, width: u32) {
        if let Some(last) = self.last(row) {
            last.width = last.width.max(Some(width));
        }
    }

    /// The same of a line of a text, by the character that each of its cells begins with, from 1; 0 for one on a further line.
    pub(in crate::reading) fn widen_line(&mut self, row: u32, starts: impl ExactSizeIterator<Item = u32>) {
        self.widen(row, u32::try_from(starts.len()).unwrap_or(u32::MAX));
        // A line of blanks between its marks takes no memory.
        let count = self.starts + starts.len();
        if let Some(last) = self.last(row).filter(|_| count <= limits::MAX_CELLS) {
            last.starts.extend(starts);
            self.starts = count;
        }
    }

    /// The row just filled, if it is this one.
    fn last(&mut self, row: u32) -> Option<&mut GridRow> {
        self.grids.last_mut()?.rows.last_mut().filter(|last| last.index == row)
    }

    /// The grids, their rows and cells in order. Where a file has two cells at one position, the first stands.
    #[must_use]
    pub(in crate::reading) fn finish(mut self) -> Vec<Grid> {
        for grid in &mut self.grids {
            grid.rows.sort_by_key(|row| row.index);
            grid.rows.dedup_by(|later, first| {
                later.index == first.index && {
                    first.width = first.width.max(later.width);
                    first.cells.append(&mut later.cells);
                    first.starts.append(&mut later.starts);
                    true
                }
            });
            grid.rows.iter_mut().for_each(GridRow::settle);
            grid.rows.retain(|row| !row.cells.is_empty());
            grid.left_out.sort_by_key(|left_out| (left_out.row, left_out.column));
            grid.pictures.sort_unstable();
            grid.shown.sort_by_key(|(at, _)| *at);
            grid.formulas.sort_by_key(|(at, _)| *at);
            grid.hidden_lines.settle();
        }
        self.grids
    }

    fn row(&mut self, index: u32) -> &mut GridRow {
        if self.grids.is_empty() {
            self.begin(Origin::Text, false);
        }
        let at = self.grids.len() - 1;
        let rows = &mut self.grids[at].rows;
        if rows.last().is_none_or(|row| row.index != index) {
            // A row is about as long as the one before, in a form as on a hostile sheet with a million of one cell.
            let room = rows.last().map_or(1, |row| row.cells.len().min(16));
            rows.push(GridRow { index, cells: Vec::with_capacity(room), ..GridRow::default() });
        }
        let last = rows.len() - 1;
        &mut rows[last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_come_in_any_order_and_the_first_of_two_stands() {
        let mut builder = GridBuilder::default();
        builder.begin(Origin::Sheet("S".into()), false);
        for (row, column, text) in [(5, 2, "c"), (1, 1, "b"), (1, 0, "a"), (5, 2, "again"), (9, 9, " \u{a0} ")] {
            builder.push(row, column, text, CellKind::Text).expect("within the budget");
        }
        let grids = builder.finish();
        let rows: Vec<_> = grids[0]
            .rows
            .iter()
            .map(|row| (row.index, row.cells.iter().map(|cell| (cell.column, cell.text.as_str())).collect::<Vec<_>>()))
            .collect();
        assert_eq!(rows, [(1, vec![(0, "a"), (1, "b")]), (5, vec![(2, "c")])]);
    }
}
