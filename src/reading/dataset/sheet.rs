//! Rows of a sheet: walked in its package, or kept whole where a format cannot be walked.

use std::ops::RangeInclusive;
use std::sync::{Arc, OnceLock};

use super::Halt;
use super::rows::{Row, Rows};
use super::seen::RowNotes;
use super::top::TopRow;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::Source;
use crate::reading::cells::build::{Cells, Note, Wanted};
use crate::reading::cells::grid::{
    CellKind, Grid, GridCell, GridRow, HiddenLines, LeftOut, Origin, Position, Shown, trimmed,
};
use crate::reading::cells::spread::MergedRows;
use crate::reading::formats::office;
use crate::reading::recognise::Recogniser;

/// Whether a row of a sheet, below so many that did not tell, heads a data set; `None` where the rows below it tell.
///
/// # Errors
/// [`Problem::ColumnsAmbiguous`] for a header in which two columns are the same thing.
pub(in crate::reading) fn is_header(
    row: &GridRow,
    above: usize,
    recogniser: &Recogniser,
) -> Result<Option<bool>, ReadError> {
    Ok(match TopRow::read(&row.into(), recogniser)? {
        TopRow::Title if above < TopRow::MOST_TITLES => None,
        // What has more of its head below is read whole.
        top => Some(matches!(top, TopRow::Header(header) if !header.has_gaps())),
    })
}

/// A sheet of an `.xlsx`, where it stands.
#[derive(Debug)]
pub(super) struct Streamed<'a> {
    source: Arc<Source<'a>>,
    /// Its place among the worksheets.
    at: usize,
    origin: Origin,
    hidden: bool,
    merged: OnceLock<Arc<MergedRows>>,
}

impl<'a> Streamed<'a> {
    pub(super) fn new(source: Arc<Source<'a>>, at: usize, grid: &Grid) -> Self {
        Self { source, at, origin: grid.origin.clone(), hidden: grid.hidden, merged: OnceLock::new() }
    }
}

impl Rows for Streamed<'_> {
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        let mut gather = Gather { each, row: GridRow::default(), seen: SeenOfRow::default(), bytes: 0, halted: None };
        office::stream(&self.source, self.at, &mut gather)?;
        gather.hand_on();
        gather.halted.map_or(Ok(()), Err)
    }

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// They stand behind the cells, so that the sheet is walked once more for them; hardly any has a key that is blank.
    fn merged(&self) -> Result<Arc<MergedRows>, ReadError> {
        if let Some(merged) = self.merged.get() {
            return Ok(Arc::clone(merged));
        }
        let mut only = OnlyMerged::default();
        office::stream(&self.source, self.at, &mut only)?;
        Ok(Arc::clone(self.merged.get_or_init(|| Arc::new(only.0))))
    }
}

impl Rows for Grid {
    fn walk(&self, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        // A row of which nothing counts is no row of a grid.
        let mut left_out = self.left_out.chunk_by(|one, other| one.row == other.row).peekable();
        for row in &self.rows {
            while let Some(of_row) = left_out.next_if(|of_row| of_row[0].row <= row.index) {
                if of_row[0].row < row.index {
                    each(struck(of_row))?;
                }
            }
            each(Row::of_sheet(row, RowNotes::of(self, row.index)))?;
        }
        left_out.map(struck).try_for_each(each)
    }

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn is_hidden(&self) -> bool {
        self.hidden
    }

    fn merged(&self) -> Result<Arc<MergedRows>, ReadError> {
        MergedRows::of(&self.merged).map(Arc::new)
    }
}

/// Takes the merged cells of a sheet and nothing else of it.
#[derive(Default)]
struct OnlyMerged(MergedRows);

impl Cells for OnlyMerged {
    fn push(&mut self, _: u32, _: u32, _: &str, _: CellKind) -> Result<(), ReadError> {
        Ok(())
    }

    fn note(&mut self, note: Note<'_>) -> Result<(), ReadError> {
        if let Note::Merged(area) = note { self.0.add(&area) } else { Ok(()) }
    }
}

/// A row that holds nothing but text that does not count.
fn struck(left_out: &[LeftOut]) -> Row<'_> {
    let index = left_out.first().map_or(0, |first| first.row);
    Row::blank(index, RowNotes { left_out, ..RowNotes::default() })
}

/// What is known of the row that is gathered, and the columns that nobody sees.
#[derive(Default)]
struct SeenOfRow {
    shown: Vec<(Position, Shown)>,
    left_out: Vec<LeftOut>,
    hidden: HiddenLines,
    /// Hidden columns that were not put in order yet.
    unsettled: usize,
}

impl SeenOfRow {
    /// Takes columns that nobody sees. A hostile sheet may have them described a million times.
    fn hide(&mut self, columns: RangeInclusive<u32>) {
        self.hidden.columns.push(columns);
        self.unsettled += 1;
        if self.unsettled > limits::MAX_COLUMNS as usize {
            self.settle();
        }
    }

    fn settle(&mut self) {
        if self.unsettled > 0 {
            self.hidden.settle();
            self.unsettled = 0;
        }
    }
}

/// Gathers cells into rows, and hands on each row when the next one begins.
struct Gather<'e> {
    each: &'e mut dyn FnMut(Row) -> Result<(), Halt>,
    row: GridRow,
    seen: SeenOfRow,
    bytes: usize,
    halted: Option<Halt>,
}

impl Gather<'_> {
    fn hand_on(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        self.bytes = 0;
        self.seen.settle();
        let SeenOfRow { shown, left_out, hidden, .. } = &self.seen;
        if !(row.cells.is_empty() && left_out.is_empty()) && self.halted.is_none() {
            row.settle();
            let notes = RowNotes { shown, left_out, hidden: Some(hidden) };
            self.halted = (self.each)(Row::of_sheet(&row, notes)).err();
        }
        self.seen.shown.clear();
        self.seen.left_out.clear();
    }

    /// Begins a row, if it is another than that under way.
    fn begin(&mut self, row: u32) {
        if self.row.index != row {
            self.hand_on();
            self.row.index = row;
        }
    }

    /// Takes note of so many bytes more of the row.
    fn grow(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.bytes += bytes;
        if bytes > limits::MAX_FIELD_BYTES || self.bytes > limits::MAX_RECORD_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
        }
        // A row has no more cells than a sheet has columns, unless it names some of them again and again.
        let noted = self.seen.shown.len().max(self.seen.left_out.len());
        if self.row.cells.len().max(noted) > limits::MAX_COLUMNS as usize {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            return Err(error.with("line", u64::from(self.row.index) + 1));
        }
        Ok(())
    }
}

impl Cells for Gather<'_> {
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        self.begin(row);
        self.grow(text.len())?;
        self.row.cells.push(GridCell { column, text: text.into(), kind });
        Ok(())
    }

    fn note(&mut self, note: Note<'_>) -> Result<(), ReadError> {
        match note {
            Note::LeftOut(Position { row, column }, text) if !trimmed(text).is_empty() => {
                self.begin(row);
                self.grow(text.len())?;
                self.seen.left_out.push(LeftOut { row, column, text: trimmed(text).to_owned() });
            }
            Note::Shown(at, shown) => {
                self.begin(at.row);
                self.grow(shown.text.len())?;
                self.seen.shown.push((at, shown));
            }
            Note::HiddenRow(row) => {
                self.begin(row);
                self.seen.hidden.rows = vec![row];
            }
            Note::HiddenColumns(columns) => self.seen.hide(columns),
            Note::LeftOut(..) | Note::Formula(..) | Note::Merged(_) => {}
        }
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        Wanted::Seen
    }

    fn is_done(&self) -> bool {
        self.halted.is_some()
    }
}
