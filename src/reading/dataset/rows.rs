//! The rows of a data set, as they stand on their surface.

use super::super::delimited::unmarked;
use super::super::grid::{CellKind, GridCell, GridRow, Origin, trimmed};
use super::super::limits;
use super::super::line::Line;
use super::super::problem::{Problem, ReadError};
use super::Halt;

/// The rows of one surface, as often as they are asked for.
pub(super) trait Rows {
    /// Hands on each row, from the top.
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt>;
    /// What the rows and columns are called.
    fn origin(&self) -> &Origin;
    /// Whether its author hid it.
    fn is_hidden(&self) -> bool;

    /// Hands on the cells of each row that holds something, from the top.
    fn cells(&self, each: &mut dyn FnMut(GridRow) -> Result<(), Halt>) -> Result<(), Halt> {
        self.walk(&mut |row| row.cells().map_or(Ok(()), &mut *each))
    }
}

/// A row as its surface has it.
pub(super) enum Row<'t> {
    /// It is there as cells.
    Cells(GridRow),
    /// A line of text, which is cut into cells for whoever asks for them.
    Line(Line<'t>),
}

impl Row<'_> {
    /// Its position on the surface, from 0.
    pub(super) fn index(&self) -> u32 {
        match self {
            Self::Cells(row) => row.index,
            Self::Line(line) => line.index,
        }
    }

    /// Its cells, if it holds something.
    pub(super) fn cells(self) -> Option<GridRow> {
        let row = match self {
            Self::Cells(row) => row,
            Self::Line(line) => cells_of(line),
        };
        (!row.cells.is_empty()).then_some(row)
    }
}

/// The cells of a line, which is too short for a field that is too long.
fn cells_of(line: Line) -> GridRow {
    let (mut cells, mut width) = (Vec::new(), 0);
    for field in line.fields() {
        cells.extend(cell(width, field.text()));
        width += 1;
    }
    GridRow { index: line.index, width: Some(width), cells }
}

/// The text of a field, as it stands in a cell.
pub(super) fn text_of(field: &str) -> &str {
    unmarked(trimmed(field))
}

/// A field that holds something.
fn cell(column: u32, field: &str) -> Option<GridCell> {
    let text = text_of(field);
    (!text.is_empty()).then(|| GridCell { column, text: text.into(), kind: CellKind::Text })
}

/// The fields of a record that hold something.
///
/// # Errors
/// [`Problem::TextTooLong`].
pub(super) fn cells<S: AsRef<str>>(fields: &[S]) -> Result<Vec<GridCell>, ReadError> {
    let mut cells = Vec::with_capacity(fields.len());
    for (column, field) in (0..).zip(fields) {
        if field.as_ref().len() > limits::MAX_FIELD_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
        }
        cells.extend(cell(column, field.as_ref()));
    }
    Ok(cells)
}
