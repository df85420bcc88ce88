//! Pages and documents: paragraphs, and tables whose cells are laid out one after the other.
//!
//! What web pages and Word documents share. Cells go where browsers put them, each span bounded. A table that holds
//! another table in a cell only lays out the page: its text is text, unless that is no more than what the cell says, which
//! systems that fill a form field by field wrap in a table of its own (`inner`). The surfaces come out in the order in which
//! they begin, so that a title stands before its table. What a page hides as a whole is a surface that nobody sees.

mod cell;
mod draft;
mod inner;
mod said;

use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::build::GridBuilder;
use crate::reading::cells::grid::{Grid, LeftOut, Position};
use cell::OpenCell;
pub(in crate::reading) use cell::Picture;
pub(in crate::reading) use draft::RowGroup;
use draft::{Draft, TableDraft};

/// How deep tables may stand inside tables; content systems use three or four.
const MAX_DEPTH: usize = 64;
/// Columns that one cell may span, as browsers limit it.
const MAX_COLSPAN: u32 = 1_000;
/// Rows that one cell may span, as browsers limit it.
const MAX_ROWSPAN: u32 = 65_534;
/// Grid positions that cells over several rows may cover in one page.
const MAX_SPANNED: u64 = 20_000_000;

/// A page or document under way.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is of what comes, or of the paragraph under way")]
pub(in crate::reading) struct Page {
    surfaces: Vec<Draft>,
    open: Vec<OpenTable>,
    /// The paragraph under way, outside of data tables.
    paragraph: String,
    /// Some of it stands on its line.
    has_level: bool,
    /// Some of it is in no link.
    has_plain: bool,
    /// What comes is in a link to another page.
    is_in_link: bool,
    paragraphs: u32,
    tables: u32,
    bytes: usize,
    cells: usize,
    spanned: u64,
    /// What comes is seen by nobody.
    is_hidden: bool,
    /// Why the page is refused; nothing that comes after it counts.
    pub(in crate::reading) failure: Option<ReadError>,
}

/// A table under way.
struct OpenTable {
    draft: usize,
    row: Option<u32>,
    column: u32,
    cell: Option<OpenCell>,
    /// The row under way is not part of the page.
    dropped: bool,
    /// Per column: the first row that a cell from above leaves free.
    free_from: Vec<u32>,
    /// Columns that were described ahead of the rows.
    described: u32,
}

impl Page {
    /// Begins a table; the cell it stands in only lays out the page.
    pub(in crate::reading) fn begin_table(&mut self) {
        if self.open.len() >= MAX_DEPTH || self.surfaces.len() >= limits::MAX_SHEETS {
            let reason = format!("more than {MAX_DEPTH} tables inside each other, or {} in all", limits::MAX_SHEETS);
            self.failure = Some(ReadError::new(Problem::Damaged).with("reason", reason));
            return;
        }
        let reached = match self.surfaces.last() {
            Some(Draft::Text { lines, .. }) => (self.surfaces.len(), lines.len()),
            _ => (self.surfaces.len(), 0),
        };
        self.end_paragraph();
        self.take_out_text(reached);
        self.tables += 1;
        let (number, is_hidden) = (self.tables, self.is_hidden);
        self.surfaces.push(Draft::Table(Box::new(TableDraft { number, is_hidden, ..TableDraft::default() })));
        let draft = self.surfaces.len() - 1;
        let free_from = Vec::new();
        self.open.push(OpenTable { draft, row: None, column: 0, cell: None, dropped: false, free_from, described: 0 });
    }

    /// Makes text beside the tables of what the cell under way holds: a table begins in it. That text is seen as far as
    /// its own table is, whatever the one that begins.
    fn take_out_text(&mut self, reached: (usize, usize)) {
        let Some(table) = self.open.last_mut() else { return };
        let Some(cell) = table.cell.as_mut() else { return };
        // Behind a label it is a table with figures, and not one that lays out the page.
        let has_label = |draft: &TableDraft| draft.cells.iter().rev().any(|(row, ..)| Some(*row) == table.row);
        let is_first = cell.inside.is_none();
        if is_first && matches!(self.surfaces.get(table.draft), Some(Draft::Table(draft)) if has_label(draft)) {
            cell.keep_figure();
        }
        cell.inside.get_or_insert(reached);
        cell.settle_unknown();
        self.has_plain |= !cell.text.trim().is_empty();
        self.paragraph.push_str(&std::mem::take(&mut cell.text));
        let own = matches!(self.surfaces.get(table.draft), Some(Draft::Table(draft)) if draft.is_hidden);
        let inner = std::mem::replace(&mut self.is_hidden, own);
        self.end_paragraph();
        self.is_hidden = inner;
    }

    /// Ends the table under way.
    pub(in crate::reading) fn end_table(&mut self) {
        self.close_cell();
        self.end_paragraph();
        if let Some(ended) = self.open.pop() {
            self.take_wrapped(ended.draft);
        }
    }

    /// Begins a group of rows of the table under way.
    pub(in crate::reading) fn begin_rows(&mut self, group: RowGroup) {
        self.close_cell();
        let Some(table) = self.open.last() else { return };
        let next = table.row.map_or(0, |row| row + u32::from(!table.dropped));
        if let Some(Draft::Table(draft)) = self.surfaces.get_mut(table.draft) {
            draft.begin_rows(next, group);
        }
    }

    /// Begins a row.
    pub(in crate::reading) fn begin_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.open.last_mut() {
            // A row that was dropped leaves its place to the next.
            let dropped = std::mem::take(&mut table.dropped);
            table.row = Some(table.row.map_or(0, |row| row + u32::from(!dropped)));
            table.column = 0;
        }
    }

    /// Says that nobody sees the row under way.
    pub(in crate::reading) fn hide_row(&mut self) {
        let Some((draft, row)) = self.open.last().and_then(|table| Some((table.draft, table.row?))) else { return };
        if let Some(Draft::Table(table)) = self.surfaces.get_mut(draft) {
            table.hidden_rows.push(row);
        }
    }

    /// Begins a cell over so many columns and rows; zero rows means all that are left.
    pub(in crate::reading) fn begin_cell(&mut self, colspan: u32, rowspan: u32) {
        self.close_cell();
        let Some(table) = self.open.last_mut() else { return };
        let row = *table.row.get_or_insert(0);
        let is_taken = |column: u32| table.free_from.get(column as usize).is_some_and(|free| *free > row);
        let mut column = table.column;
        while is_taken(column) {
            column += 1;
        }
        let rowspan = if rowspan == 0 { MAX_ROWSPAN } else { rowspan.min(MAX_ROWSPAN) };
        let end = column + colspan.clamp(1, MAX_COLSPAN);
        if rowspan > 1 {
            self.spanned += u64::from(end - column);
            table.free_from.resize(table.free_from.len().max(end as usize), 0);
            table.free_from[column as usize..end as usize].fill(row + rowspan);
        }
        table.column = end;
        table.cell = Some(OpenCell::at(column, rowspan));
        self.cells += 1;
        if self.cells > limits::MAX_CELLS || self.bytes > limits::MAX_CELL_TEXT_BYTES || self.spanned > MAX_SPANNED {
            self.failure = Some(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS));
        } else if end > limits::MAX_COLUMNS {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            self.failure = Some(error.with("line", u64::from(row) + 1));
        }
    }

    /// Says that nobody sees the cell under way: what it holds is none of what counts.
    pub(in crate::reading) fn hide_cell(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.is_unseen = true;
        }
    }

    /// Describes the next columns of a table, ahead of its rows.
    pub(in crate::reading) fn columns(&mut self, count: u32, is_hidden: bool) {
        let Some(table) = self.open.last_mut() else { return };
        let first = table.described;
        table.described = (first + count.clamp(1, MAX_COLSPAN)).min(limits::MAX_COLUMNS);
        if let Some(Draft::Table(draft)) = self.surfaces.get_mut(table.draft)
            && is_hidden
            && first < table.described
        {
            draft.hidden_columns.push(first..=table.described - 1);
        }
    }

    /// Says of the cell under way that it goes over so many columns.
    pub(in crate::reading) fn span(&mut self, colspan: u32) {
        if let Some(table) = self.open.last_mut()
            && let Some(cell) = &table.cell
        {
            table.column = cell.column + colspan.clamp(1, MAX_COLSPAN);
        }
    }

    /// Says of the cell under way that it goes over so many rows, of which each has a cell for it.
    pub(in crate::reading) fn span_rows(&mut self, rows: u32) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.rows = rows.clamp(1, MAX_ROWSPAN);
        }
    }

    /// Says of the cell under way that the one above is merged over it.
    pub(in crate::reading) fn merge_up(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.is_below = true;
        }
    }

    /// Says that the row under way is not part of the page.
    pub(in crate::reading) fn drop_row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.dropped = true;
        }
    }

    /// Leaves columns of the row under way without a cell.
    pub(in crate::reading) fn skip_columns(&mut self, columns: u32) {
        if let Some(table) = self.open.last_mut() {
            table.column += columns.min(MAX_COLSPAN);
        }
    }

    /// Ends the cell under way.
    pub(in crate::reading) fn close_cell(&mut self) {
        let taken = self.open.last_mut().and_then(|table| table.cell.take());
        let Some(mut cell) = taken else { return };
        cell.settle();
        if cell.inside.is_some() {
            self.end_paragraph();
            self.take_figure(&mut cell);
            self.wrap(&cell);
        }
        let Some(table) = self.open.last_mut() else { return };
        let Some(Draft::Table(draft)) = self.surfaces.get_mut(table.draft) else { return };
        let row = table.row.unwrap_or(0);
        draft.widths.resize(draft.widths.len().max(row as usize + 1), 0);
        draft.widths[row as usize] = draft.widths[row as usize].max(table.column);
        draft.merge(row, &cell, table.column);
        let is_kept = cell.inside.is_none() && !table.dropped;
        if cell.inside.is_some() && !table.dropped && !cell.own.is_empty() {
            draft.cells.push((row, cell.column, std::mem::take(&mut cell.own)));
        }
        if is_kept && !cell.left_out.trim().is_empty() {
            let of_whose = if cell.is_unseen { &mut draft.unseen } else { &mut draft.left_out };
            of_whose.push(LeftOut { row, column: cell.column, text: cell.left_out.trim().to_owned() });
        }
        if is_kept && cell.is_picture() && !cell.is_unseen {
            draft.pictures.push(Position { row, column: cell.column });
        }
        if is_kept && !cell.text.trim().is_empty() {
            draft.cells.push((row, cell.column, cell.text));
        }
    }

    /// Ends everything that is open: a page that was cut off, or one of several.
    pub(in crate::reading) fn end_tables(&mut self) {
        while !self.open.is_empty() {
            self.close_cell();
            self.open.pop();
        }
        self.end_paragraph();
    }

    /// The surfaces, in the order in which they began.
    ///
    /// # Errors
    /// What went wrong on the way, or a page over the budget.
    pub(in crate::reading) fn finish(mut self) -> Result<Vec<Grid>, ReadError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.end_tables();
        // Hidden text beside no hidden table is a button or a note, and nobody's title.
        let is_table = |surface: &Draft| matches!(surface, Draft::Table(table) if table.holds_any());
        if !self.surfaces.iter().any(|surface| surface.is_hidden() && is_table(surface)) {
            self.surfaces.retain(|surface| !matches!(surface, Draft::Text { is_hidden: true, .. }));
        }
        let mut builder = GridBuilder::default();
        self.surfaces.into_iter().try_for_each(|surface| surface.put(&mut builder))?;
        Ok(builder.finish())
    }
}
