//! The one shape that every format is read into: sparse rows of cells that remember where they stood.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::model::Place;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// A surface with cells: a sheet, or a text with fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Grid {
    /// Where its cells are, in the words of a [`Place`].
    pub(in crate::reading) origin: Origin,
    /// A sheet its author hid.
    pub(in crate::reading) hidden: bool,
    /// The rows and columns its author hid. So far they are read like all others.
    pub(in crate::reading) hidden_lines: HiddenLines,
    /// Its first row heads a data set. Of a workbook whose sheets can be streamed it then holds only that row.
    pub(in crate::reading) is_data_set: bool,
    /// The rows that hold something, from top to bottom.
    pub(in crate::reading) rows: Vec<GridRow>,
    /// What stands in cells that a person does not count, and is no part of their text: row, column and that text.
    pub(in crate::reading) left_out: Vec<LeftOut>,
}

/// Text of a cell that a person does not count: struck out, hidden, raised, deleted with changes tracked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct LeftOut {
    /// Its row, from 0.
    pub(in crate::reading) row: u32,
    /// Its column, from 0.
    pub(in crate::reading) column: u32,
    /// What it says.
    pub(in crate::reading) text: String,
}

/// Rows and columns that a person who looks at a sheet does not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct HiddenLines {
    /// Rows, from 0, in order.
    pub(in crate::reading) rows: Vec<u32>,
    /// Columns, from 0, as spans in order of their first.
    pub(in crate::reading) columns: Vec<RangeInclusive<u32>>,
}

impl HiddenLines {
    /// Puts the lines in order, each once.
    pub(in crate::reading) fn settle(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.columns.sort_unstable_by_key(|span| (*span.start(), *span.end()));
        self.columns.dedup();
    }
}

/// What the rows and columns of a grid are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) enum Origin {
    /// A sheet of this name: `Sheet1!D7`.
    Sheet(Arc<str>),
    /// Lines and fields: `line 12, field 4`.
    Text,
    /// A table of a page, by its number from 1: `table 3, row 7, column 2`.
    Table(u32),
    /// A table of printed pages, as the pieces that page breaks left of it, from top to bottom.
    Pages(Arc<[Piece]>),
}

/// What stands of a table on one printed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct Piece {
    /// The page, from 1.
    pub(in crate::reading) page: u32,
    /// Which table of the page it is, from 1.
    pub(in crate::reading) table: u32,
    /// The row of the whole table that it begins with, from 0.
    pub(in crate::reading) row: u32,
}

/// One row of a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct GridRow {
    /// Its position on the surface, from 0.
    pub(in crate::reading) index: u32,
    /// How many cells it has in the file, blank ones included; `None` for a sheet, whose blank cells are not in the
    /// file. A row of a text that lost a cell is told from a complete one by this.
    pub(in crate::reading) width: Option<u32>,
    /// The cells that hold something, from left to right.
    pub(in crate::reading) cells: Vec<GridCell>,
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct GridCell {
    /// Its column, from 0.
    pub(in crate::reading) column: u32,
    /// What it holds, as text without surrounding white space; a number in plain decimal notation.
    pub(in crate::reading) text: String,
    /// What the file said of it.
    pub(in crate::reading) kind: CellKind,
}

/// What a file says of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum CellKind {
    /// Characters; also everything a text file holds.
    Text,
    /// A number.
    Number,
    /// A number that is formatted as a date or time; its text is the number.
    Date,
    /// An error value, as `#REF!`.
    Error,
    /// A formula without a stored value; its text is the formula, with `=` in front.
    Uncomputed,
}

impl GridRow {
    /// Puts the cells in order. Where there are two at one position, the first stands.
    pub(in crate::reading) fn settle(&mut self) {
        self.cells.sort_by_key(|cell| cell.column);
        self.cells.dedup_by_key(|cell| cell.column);
    }
}

impl Grid {
    /// An empty grid.
    #[must_use]
    pub(in crate::reading) fn new(origin: Origin) -> Self {
        Self {
            origin,
            hidden: false,
            hidden_lines: HiddenLines::default(),
            is_data_set: false,
            rows: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// The place of a cell of this grid.
    #[must_use]
    pub(in crate::reading) fn place(&self, row: u32, column: u32) -> Place {
        self.origin.place(row, column)
    }

    /// The name of the sheet, if it is one.
    #[must_use]
    pub(in crate::reading) fn sheet(&self) -> Option<&str> {
        self.origin.sheet().map(AsRef::as_ref)
    }
}

impl Origin {
    /// The place of a cell.
    #[must_use]
    pub(in crate::reading) fn place(&self, row: u32, column: u32) -> Place {
        match self {
            Self::Sheet(sheet) => Place::Sheet { sheet: Arc::clone(sheet), row, column },
            Self::Text => Place::Line { line: row.saturating_add(1), field: column.saturating_add(1) },
            Self::Table(table) => {
                Place::Cell { table: *table, row: row.saturating_add(1), column: column.saturating_add(1) }
            }
            Self::Pages(pieces) => {
                let piece = pieces.iter().rev().find(|piece| piece.row <= row).or(pieces.first());
                let (page, table, first) = piece.map_or((1, 1, 0), |piece| (piece.page, piece.table, piece.row));
                let row = row.saturating_sub(first).saturating_add(1);
                Place::Printed { page, table, row, column: column.saturating_add(1) }
            }
        }
    }

    /// The name of the sheet, if it is one.
    #[must_use]
    pub(in crate::reading) fn sheet(&self) -> Option<&Arc<str>> {
        match self {
            Self::Sheet(name) => Some(name),
            Self::Text | Self::Table(_) | Self::Pages(_) => None,
        }
    }
}

/// What takes the cells of a surface as they are read.
pub(in crate::reading) trait Cells {
    /// Takes a cell; see [`GridBuilder::push`].
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError>;

    /// Notes text of a cell that a person does not count; blank text is none.
    fn leave_out(&mut self, _row: u32, _column: u32, _text: &str) {}

    /// Whether nothing more of the surface is wanted.
    fn is_done(&self) -> bool {
        false
    }
}

impl Cells for GridBuilder {
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError> {
        self.push(row, column, text, kind)
    }

    fn leave_out(&mut self, row: u32, column: u32, text: &str) {
        let text = trimmed(text);
        if let Some(grid) = self.grids.last_mut().filter(|_| !text.is_empty()) {
            grid.left_out.push(LeftOut { row, column, text: text.to_owned() });
        }
    }
}

/// Collects the cells of one file and stops at the budget: every reader fills its grids through one of these.
#[derive(Debug, Default)]
pub(in crate::reading) struct GridBuilder {
    grids: Vec<Grid>,
    cells: usize,
    bytes: usize,
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
        let last = self.grids.last_mut().and_then(|grid| grid.rows.last_mut());
        if let Some(last) = last.filter(|last| last.index == row) {
            last.width = last.width.max(Some(width));
        }
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
                    true
                }
            });
            grid.rows.iter_mut().for_each(GridRow::settle);
            grid.rows.retain(|row| !row.cells.is_empty());
            grid.left_out.sort_by_key(|left_out| (left_out.row, left_out.column));
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

/// Without white space and invisible marks at the ends: ` 0`, U+00A0, U+3000, U+200B and the byte order mark.
pub(in crate::reading) fn trimmed(text: &str) -> &str {
    // Nearly every text is bare: a figure, or Chinese words.
    let is_bare = |end: Option<char>| matches!(end, Some('!'..='~' | '\u{3001}'..='\u{9FFF}'));
    if is_bare(text.chars().next()) && is_bare(text.chars().next_back()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
    })
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
