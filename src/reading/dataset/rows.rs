//! The rows of a data set, as they stand on their surface.

use std::sync::Arc;

use super::Halt;
use super::seen::RowNotes;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::{CellKind, GridCell, GridRow, Origin, trimmed};
use crate::reading::cells::spread::MergedRows;
use crate::reading::formats::delimited::unmarked;
use crate::reading::formats::records::Fields;

/// The rows of one surface, as often as they are asked for.
pub(super) trait Rows {
    /// Hands on each row that holds something, from the top.
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt>;
    /// What the rows and columns are called.
    fn origin(&self) -> &Origin;
    /// Whether its author hid it.
    fn is_hidden(&self) -> bool;
    /// Its merged cells. They are asked for only where a row lacks something that one may hold for.
    fn merged(&self) -> Result<Arc<MergedRows>, ReadError>;
}

/// The rows of a surface from one of them on.
pub(super) struct Below<'r> {
    pub(super) rows: &'r dyn Rows,
    /// The first of them, from 0.
    pub(super) begin: u32,
}

impl Rows for Below<'_> {
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        self.rows.walk(&mut |row| if row.index < self.begin { Ok(()) } else { each(row) })
    }

    fn origin(&self) -> &Origin {
        self.rows.origin()
    }

    fn is_hidden(&self) -> bool {
        self.rows.is_hidden()
    }

    fn merged(&self) -> Result<Arc<MergedRows>, ReadError> {
        self.rows.merged()
    }
}

/// A row where it stands; its texts are borrowed from there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'r> {
    /// Its position on the surface, from 0.
    pub(super) index: u32,
    /// How many cells it has, blank ones included; `None` on a sheet.
    pub(super) width: Option<u32>,
    cells: RowCells<'r>,
    /// What a person sees of it besides.
    pub(super) notes: RowNotes<'r>,
}

#[derive(Debug, Clone, Copy)]
enum RowCells<'r> {
    Fields(Fields<'r>),
    Grid(&'r [GridCell]),
}

/// A cell that holds something.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowCell<'r> {
    pub(super) column: u32,
    pub(super) text: &'r str,
    pub(super) kind: CellKind,
    /// The character of its line that it begins with, of a text.
    pub(super) start: Option<u32>,
}

impl<'r> Row<'r> {
    /// A record of a delimited text.
    pub(super) fn of_fields(index: u32, fields: Fields<'r>) -> Self {
        Self {
            index,
            width: u32::try_from(fields.len()).ok(),
            cells: RowCells::Fields(fields),
            notes: RowNotes::default(),
        }
    }

    /// A row of a sheet, with what is known of it.
    pub(super) fn of_sheet(row: &'r GridRow, notes: RowNotes<'r>) -> Self {
        Self { notes, ..Self::from(row) }
    }

    /// A row of a sheet that holds nothing, but of which something is known.
    pub(super) fn blank(index: u32, notes: RowNotes<'r>) -> Self {
        Self { index, width: None, cells: RowCells::Grid(&[]), notes }
    }

    /// Whether it holds nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.cells().next().is_none()
    }

    /// The cells that hold something, from left to right.
    pub(super) fn cells(&self) -> impl Iterator<Item = RowCell<'r>> {
        let (fields, grid): (Option<Fields>, &[GridCell]) = match self.cells {
            RowCells::Fields(fields) => (Some(fields), &[]),
            RowCells::Grid(cells) => (None, cells),
        };
        let texts = (0..).zip(fields.into_iter().flat_map(Fields::iter));
        let fields = texts.map(move |(column, field)| {
            let start = fields.and_then(|fields| fields.start(column as usize));
            RowCell { column, text: text_of(field), kind: CellKind::Text, start }
        });
        let grid =
            grid.iter().map(|cell| RowCell { column: cell.column, text: &cell.text, kind: cell.kind, start: None });
        fields.filter(|cell| !cell.text.is_empty()).chain(grid)
    }

    /// What a column holds, if anything.
    pub(super) fn cell(&self, column: u32) -> Option<RowCell<'r>> {
        match self.cells {
            RowCells::Fields(fields) => {
                let text = text_of(fields.get(column as usize)?);
                let start = fields.start(column as usize);
                (!text.is_empty()).then_some(RowCell { column, text, kind: CellKind::Text, start })
            }
            RowCells::Grid(cells) => {
                let cell = &cells[cells.binary_search_by_key(&column, |cell| cell.column).ok()?];
                Some(RowCell { column, text: &cell.text, kind: cell.kind, start: None })
            }
        }
    }

    /// The first cell that holds something in this column or behind it.
    pub(super) fn behind(&self, column: u32) -> Option<RowCell<'r>> {
        match self.cells {
            RowCells::Fields(fields) => {
                (column..u32::try_from(fields.len()).ok()?).find_map(|column| self.cell(column))
            }
            RowCells::Grid(cells) => {
                self.cell(cells[cells.partition_point(|cell| cell.column < column)..].first()?.column)
            }
        }
    }

    /// Its cells, with others in columns that hold nothing, as a row of a sheet.
    pub(super) fn with(&self, others: impl Iterator<Item = GridCell>) -> GridRow {
        let own =
            self.cells().map(|RowCell { column, text, kind, .. }| GridCell { column, text: text.to_owned(), kind });
        let mut row =
            GridRow { index: self.index, width: self.width, cells: own.chain(others).collect(), starts: Vec::new() };
        row.settle();
        row
    }

    /// The text in a column that may be there.
    pub(super) fn text(&self, column: Option<u32>) -> Option<&'r str> {
        self.cell(column?).map(|cell| cell.text)
    }
}

impl<'r> From<&'r GridRow> for Row<'r> {
    fn from(row: &'r GridRow) -> Self {
        Self { index: row.index, width: row.width, cells: RowCells::Grid(&row.cells), notes: RowNotes::default() }
    }
}

/// The text of a field, as it stands in a cell.
fn text_of(field: &str) -> &str {
    unmarked(trimmed(field))
}
