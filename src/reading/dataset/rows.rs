//! The rows of a data set, as they stand on their surface.

use super::super::delimited::unmarked;
use super::super::grid::{CellKind, GridCell, GridRow, Origin, trimmed};
use super::super::limits;
use super::super::number;
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

/// A line of text without quotes, too short for too many fields or a field that is too long.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// Its number, from 0.
    pub(super) index: u32,
    pub(super) text: &'t str,
    pub(super) separator: u8,
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
            Self::Line(line) => line.cells(),
        };
        (!row.cells.is_empty()).then_some(row)
    }
}

impl<'t> Line<'t> {
    /// What stands between its separators, and the number it is if it is plain.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'t str, Option<u64>)> {
        let mut rest = Some(self.text);
        std::iter::from_fn(move || {
            let text = rest?;
            // Fields are too short for a search to pay.
            let (end, number) = number::plain_field(text.as_bytes(), self.separator);
            rest = text.get(end + 1..);
            Some((&text[..end], number))
        })
    }

    fn cells(self) -> GridRow {
        let mut row = GridRow { index: self.index, ..GridRow::default() };
        let mut width = 0;
        for (field, _) in self.fields() {
            row.cells.extend(cell(width, field));
            width += 1;
        }
        GridRow { width: Some(width), ..row }
    }
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
