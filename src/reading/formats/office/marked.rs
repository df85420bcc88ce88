//! Documents whose tables are marks in a row of paragraphs: `.doc` and `.rtf`.
//!
//! There is no element for a table in these. A paragraph says how deep in tables it stands and whether it ends a cell or
//! a row, and with the end of a row comes where the borders of its cells are, in twentieths of a point. So rows are
//! kept until their table ends; then the borders of all its rows tell the columns, as a person sees them: a cell that
//! reaches over three columns of another row stands over these. Borders that were dragged by hand miss each other by a
//! hair, and Writer rounds them row by row, so near ones are one.

use std::rc::Rc;

use super::super::page::{Page, Picture};
use super::borders::{BorderShape, Columns, Down};
use super::damaged;
use super::look::Look;
use super::paragraph::{PICTURE, Paragraph};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::Grid;

/// How deep tables may stand inside tables.
const MAX_DEPTH: usize = 32;

/// A document under way.
#[derive(Default)]
pub(super) struct Marked {
    page: Page,
    /// The paragraph under way; where it stands is told at its end.
    paragraph: Paragraph,
    /// What is written in boxes that are anchored in it.
    boxed: String,
    /// The tables under way, each in a cell of the one before.
    open: Vec<Table>,
    tables: usize,
    /// Paragraphs, cells and rows that have ended.
    ends: usize,
    bytes: usize,
}

/// What the end of a paragraph ends besides.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// Nothing.
    Paragraph,
    /// A cell.
    Cell,
    /// A row whose cells are placed so, if that is known.
    Row(Option<Rc<BorderShape>>),
    /// The same of a row whose end was deleted with changes tracked: Word deletes a row with all that stands in it, Writer
    /// from the end of the row above on, which stays.
    DeletedRow(Option<Rc<BorderShape>>),
}

#[derive(Default)]
struct Table {
    rows: Vec<MarkedRow>,
    /// The cells of the row under way that have ended.
    cells: Vec<MarkedCell>,
    cell: MarkedCell,
}

/// There can be half a million, so it is no larger than it has to be.
struct MarkedRow {
    shape: Option<Rc<BorderShape>>,
    cells: Box<[MarkedCell]>,
}

#[derive(Default)]
struct MarkedCell {
    text: String,
    /// What nobody counts of it.
    left_out: String,
    /// What is written in boxes that are anchored in it.
    boxed: Option<Box<str>>,
    /// Tables in it, each with the place in the text where it stands.
    inner: Vec<(usize, Table)>,
}

impl Marked {
    /// A document whose tables and paragraphs come after those of a page.
    pub(super) fn on(page: Page) -> Self {
        Self { page, ..Self::default() }
    }

    /// Adds text to the paragraph under way, as far as it counts.
    pub(super) fn text(&mut self, text: &str, look: Look) {
        self.paragraph.push(text, look);
    }

    /// Adds text of a box that is anchored in the paragraph, as far as it counts.
    pub(super) fn boxed(&mut self, text: &str, look: Look) {
        if look.is_unseen() {
            self.paragraph.push(text, look);
        } else if self.boxed.len() <= limits::MAX_NARRATIVE_BYTES {
            self.boxed.push_str(text);
        }
    }

    /// Adds a picture that stands in the text of the paragraph.
    pub(super) fn picture(&mut self, look: Look) {
        self.paragraph.push_picture(look);
    }

    /// Begins a new line of the paragraph.
    pub(super) fn break_line(&mut self) {
        self.paragraph.break_line();
    }

    /// How many cells the row under way has, in the table that is so deep.
    pub(super) fn cells_of_row(&self, level: usize) -> usize {
        let table = level.checked_sub(1).and_then(|at| self.open.get(at));
        table.map_or(0, |table| table.cells.len() + 1)
    }

    /// Ends the paragraph, which stands in `level` tables.
    ///
    /// # Errors
    /// A document beyond the limits.
    pub(super) fn end(&mut self, level: usize, end: End) -> Result<(), ReadError> {
        if level > MAX_DEPTH {
            return Err(damaged(format!("more than {MAX_DEPTH} tables inside each other")));
        }
        if self.paragraph.is_endless {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
        }
        self.bytes += self.paragraph.text.len() + 1;
        // A paragraph costs as much as a cell, though it be blank.
        self.ends += 1;
        if self.ends > limits::MAX_CELLS || self.bytes > limits::MAX_CELL_TEXT_BYTES {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS));
        }
        self.stand_in(level)?;
        let (paragraph, left_out) = self.paragraph.take();
        let boxed = std::mem::take(&mut self.boxed);
        self.bytes += boxed.len();
        if let Some(table) = self.open.last_mut() {
            table.cell.left_out.push_str(&left_out);
            if !boxed.is_empty() {
                let before = table.cell.boxed.take().map(|before| before.into_string() + "\n");
                table.cell.boxed = Some((before.unwrap_or_default() + &boxed).into());
            }
        }
        let Some(table) = self.open.last_mut() else {
            lines(&mut self.page, &paragraph);
            return self.page.failure.clone().map_or(Ok(()), Err);
        };
        match end {
            End::Paragraph => table.text(&paragraph, true),
            End::Cell => {
                table.text(&paragraph, false);
                table.end_cell();
            }
            End::Row(shape) => {
                table.text(paragraph.trim(), false);
                table.end_row(shape);
            }
            End::DeletedRow(shape) if table.holds_any() => table.end_row(shape),
            End::DeletedRow(_) => (table.cells, table.cell) = Default::default(),
        }
        Ok(())
    }

    /// The surfaces of the document.
    ///
    /// # Errors
    /// A document beyond the limits.
    pub(super) fn finish(self) -> Result<Vec<Grid>, ReadError> {
        self.into_page()?.finish()
    }

    /// The page with all of the document on it.
    pub(super) fn into_page(mut self) -> Result<Page, ReadError> {
        if !self.paragraph.text.is_empty() || self.paragraph.is_endless {
            let level = self.open.len();
            self.end(level, End::Paragraph)?;
        }
        self.stand_in(0)?;
        self.page.end_tables();
        Ok(self.page)
    }

    /// Ends and begins tables until so many are open.
    fn stand_in(&mut self, level: usize) -> Result<(), ReadError> {
        while self.open.len() > level {
            let Some(mut table) = self.open.pop() else { break };
            table.end_row(None);
            match self.open.last_mut() {
                Some(outer) => outer.cell.inner.push((outer.cell.text.len(), table)),
                None => write(table, &mut self.page),
            }
        }
        while self.open.len() < level {
            self.open.push(Table::default());
            // One paragraph can begin as many tables as are allowed inside each other.
            self.tables += 1;
            if self.tables > limits::MAX_SHEETS {
                return Err(damaged(format!("more than {} tables", limits::MAX_SHEETS)));
            }
        }
        Ok(())
    }
}

impl Table {
    fn text(&mut self, text: &str, ends_line: bool) {
        self.cell.text.push_str(text);
        if ends_line && !self.cell.text.is_empty() {
            self.cell.text.push('\n');
        }
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
    }

    /// Whether anything in the row under way counts.
    fn holds_any(&self) -> bool {
        let mut cells = self.cells.iter().chain([&self.cell]);
        cells.any(|cell| !cell.text.trim().is_empty() || !cell.inner.is_empty() || cell.boxed.is_some())
    }

    fn end_row(&mut self, shape: Option<Rc<BorderShape>>) {
        // Text behind the last cell: a row that was cut off, or a program that leaves out the last mark.
        if !self.cell.text.is_empty() || !self.cell.inner.is_empty() {
            self.end_cell();
        }
        if !self.cells.is_empty() {
            self.rows.push(MarkedRow { shape, cells: std::mem::take(&mut self.cells).into() });
        }
    }
}

/// Writes a table cell by cell, each at its columns.
fn write(table: Table, page: &mut Page) {
    let columns = Columns::of(&table.rows.iter().filter_map(|row| Some((row.shape.as_ref()?, row.cells.len()))));
    // The columns at which a cell begins that is merged with the one above.
    let mut merging: Vec<u32> = Vec::new();
    page.begin_table();
    for row in table.rows {
        if page.failure.is_some() {
            return;
        }
        page.begin_row();
        let shape = row.shape.as_deref();
        let (mut next, mut merged) = (0, Vec::new());
        let mut cells = row.cells.into_iter().enumerate().peekable();
        while let Some((at, cell)) = cells.next() {
            let placed = shape.and_then(|shape| shape.cells.get(at));
            let mut right = placed.map(|cell| cell.right);
            let mut covered = Vec::new();
            while let Some(over) = cells.peek().and_then(|(at, _)| shape?.cells.get(*at)).filter(|cell| cell.follows) {
                right = Some(over.right);
                covered.extend(cells.next().map(|(_, cell)| cell));
            }
            let first = shape.zip(placed).map_or(next, |(shape, _)| columns.at(shape.left_of(at)).max(next));
            let last = right.map_or(first + 1, |right| columns.at(right).max(first + 1));
            let down = placed.map_or(Down::Alone, |cell| cell.down);
            let is_below = down == Down::Follows && merging.binary_search(&first).is_ok();
            if is_below || down == Down::First {
                merged.push(first);
            }
            page.skip_columns(first - next);
            page.begin_cell(last - first, 1);
            content(cell, page, Look { covered: is_below, ..Look::default() });
            for cell in covered {
                content(cell, page, Look { covered: true, ..Look::default() });
            }
            if is_below {
                page.merge_up();
            }
            page.close_cell();
            next = last;
        }
        merging = merged;
    }
    page.end_table();
}

fn content(cell: MarkedCell, page: &mut Page, look: Look) {
    let mut before = 0;
    for (place, table) in cell.inner {
        told(page, &cell.text[before..place], look);
        write(table, page);
        before = place;
    }
    told(page, &cell.text[before..], look);
    page.leave_out(&cell.left_out);
    if let Some(boxed) = cell.boxed {
        if look.is_unseen() { page.leave_out(&boxed) } else { page.boxed(&boxed) }
    }
}

/// The lines of a cell, if a person counts them.
fn told(page: &mut Page, text: &str, look: Look) {
    if look.is_unseen() { page.leave_out(text) } else { lines(page, text) }
}

fn lines(page: &mut Page, text: &str) {
    for line in text.split('\n') {
        for (at, part) in line.split(PICTURE).enumerate() {
            if at > 0 {
                page.picture(Picture::Unsaid);
            }
            page.text(part);
        }
        page.break_line();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::cells::grid::Origin;
    use crate::reading::formats::office::borders::CellShape;

    fn shape(left: i32, rights: &[i32]) -> BorderShape {
        let cells = rights.iter().map(|right| CellShape { right: *right, ..CellShape::default() }).collect();
        BorderShape { left, cells }
    }

    /// Each table of a document as row, column and text of its cells.
    fn tables(marked: Marked) -> Vec<Vec<(u32, u32, String)>> {
        let grids = marked.finish().expect("within the limits");
        let tables = grids.iter().filter(|grid| matches!(grid.origin, Origin::Table(_)));
        let cells = |grid: &Grid| {
            let rows = grid.rows.iter();
            rows.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell.column, cell.text.clone()))).collect()
        };
        tables.map(cells).collect()
    }

    fn row(marked: &mut Marked, level: usize, cells: &[&str], shape: Option<BorderShape>) {
        for cell in cells {
            marked.text(cell, Look::default());
            marked.end(level, End::Cell).expect("within the limits");
        }
        marked.end(level, End::Row(shape.map(Rc::new))).expect("within the limits");
    }

    fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
        (row, column, text.to_owned())
    }

    #[test]
    fn borders_tell_the_columns_and_a_hair_is_none() {
        let mut marked = Marked::default();
        row(&mut marked, 1, &["wide", "c"], Some(shape(-108, &[2000, 3000])));
        row(&mut marked, 1, &["a", "b", "c"], Some(shape(-113, &[1000, 2013, 3000])));
        row(&mut marked, 1, &["b"], Some(shape(1010, &[2013])));
        assert_eq!(
            tables(marked),
            [[cell(0, 0, "wide"), cell(0, 2, "c"), cell(1, 0, "a"), cell(1, 1, "b"), cell(1, 2, "c"), cell(2, 1, "b")]]
        );
    }

    #[test]
    fn cells_narrower_than_a_hair_stay_apart() {
        let mut marked = Marked::default();
        row(&mut marked, 1, &["a", "b", "c"], Some(shape(0, &[20, 40, 1000])));
        row(&mut marked, 1, &["a", "b", "c", "d"], Some(shape(0, &[20, 20, 10])));
        let expected = [(0, 0, "a"), (0, 1, "b"), (0, 2, "c"), (1, 0, "a"), (1, 1, "b"), (1, 2, "c"), (1, 3, "d")];
        let read = tables(marked).remove(0);
        let texts: Vec<_> = read.iter().map(|(row, _, text)| (*row, text.as_str())).collect();
        assert_eq!(texts, expected.map(|(row, _, text)| (row, text)));
        assert!(read.windows(2).all(|two| two[0].0 < two[1].0 || two[0].1 < two[1].1), "{read:?}");
    }

    #[test]
    fn what_a_merged_cell_lies_over_is_not_seen() {
        let mut marked = Marked::default();
        let mut first = shape(0, &[1000, 2000, 3000]);
        first.cells[0].down = Down::First;
        first.cells[2].follows = true;
        row(&mut marked, 1, &["三", "申请人", "under"], Some(first));
        let mut second = shape(0, &[1000, 2000, 3000]);
        second.cells[0].down = Down::Follows;
        // There is no cell above that it could belong to: it is one like any other.
        second.cells[1].down = Down::Follows;
        row(&mut marked, 1, &["under", "1", "2"], Some(second));
        assert_eq!(tables(marked), [[cell(0, 0, "三"), cell(0, 1, "申请人"), cell(1, 1, "1"), cell(1, 2, "2")]]);
    }

    #[test]
    fn a_table_in_a_cell_is_a_table_and_its_surroundings_are_text() {
        let mut marked = Marked::default();
        marked.text("before", Look::default());
        marked.end(0, End::Paragraph).expect("within the limits");
        marked.text("above", Look::default());
        marked.end(1, End::Paragraph).expect("within the limits");
        row(&mut marked, 2, &["规章", "1"], None);
        marked.text("below", Look::default());
        marked.end(1, End::Cell).expect("within the limits");
        marked.end(1, End::Row(None)).expect("within the limits");
        let grids = marked.finish().expect("within the limits");
        let texts: Vec<_> = grids.iter().flat_map(|grid| &grid.rows).flat_map(|row| &row.cells).collect();
        let texts: Vec<_> = texts.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["before", "above", "规章", "1", "below"]);
    }

    #[test]
    fn rows_that_were_deleted_are_not_there() {
        let mut marked = Marked::default();
        row(&mut marked, 1, &["1"], None);
        marked.text("2", Look { deleted: true, ..Look::default() });
        marked.end(1, End::Cell).expect("within the limits");
        marked.end(1, End::DeletedRow(None)).expect("within the limits");
        row(&mut marked, 1, &["3"], None);
        assert_eq!(tables(marked), [[cell(0, 0, "1"), cell(1, 0, "3")]]);
    }

    #[test]
    fn a_paragraph_without_end_is_refused() {
        let mut marked = Marked::default();
        marked.text(&"x".repeat(limits::MAX_NARRATIVE_BYTES), Look::default());
        marked.text("x", Look { hidden: true, ..Look::default() });
        marked.end(1, End::Paragraph).expect("within the limits");
        marked.text(&"x".repeat(limits::MAX_NARRATIVE_BYTES + 1), Look::default());
        assert!(marked.finish().is_err_and(|error| error.problem == Problem::TextTooLong));
    }

    #[test]
    fn tables_in_tables_without_end_are_refused() {
        let mut marked = Marked::default();
        assert!(marked.end(MAX_DEPTH, End::Cell).is_ok());
        assert!(marked.end(MAX_DEPTH + 1, End::Cell).is_err());
        let mut again = Marked::default();
        let refused = (0..limits::MAX_SHEETS)
            .find_map(|_| again.end(MAX_DEPTH, End::Paragraph).and_then(|()| again.end(1, End::Paragraph)).err());
        assert!(refused.is_some_and(|error| error.to_string().contains("tables")));
        for _ in 0..limits::MAX_CELLS {
            if let Err(error) = marked.end(1, End::Cell) {
                assert_eq!(error.problem, Problem::TooManyCells);
                return;
            }
        }
        panic!("cells without end");
    }
}
