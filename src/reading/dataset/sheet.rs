//! Rows of a sheet: walked in its package, or kept whole where a format cannot be walked.

use std::sync::{Arc, OnceLock};

use super::Halt;
use super::header::TopRow;
use super::rows::{Row, Rows};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::Source;
use crate::reading::cells::build::{Cells, Note};
use crate::reading::cells::grid::{CellKind, Grid, GridCell, GridRow, Origin, trimmed};
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
        top => Some(matches!(top, TopRow::Header(_))),
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
        let mut gather = Gather { each, row: GridRow::default(), bytes: 0, halted: None };
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
        self.rows.iter().map(Row::from).try_for_each(each)
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

/// Gathers cells into rows, and hands on each row when the next one begins.
struct Gather<'e> {
    each: &'e mut dyn FnMut(Row) -> Result<(), Halt>,
    row: GridRow,
    bytes: usize,
    halted: Option<Halt>,
}

impl Gather<'_> {
    fn hand_on(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        self.bytes = 0;
        if !row.cells.is_empty() && self.halted.is_none() {
            row.settle();
            self.halted = (self.each)(Row::from(&row)).err();
        }
    }
}

impl Cells for Gather<'_> {
    fn push(&mut self, row: u32, column: u32, text: &str, kind: CellKind) -> Result<(), ReadError> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        if self.row.index != row {
            self.hand_on();
            self.row.index = row;
        }
        self.bytes += text.len();
        if text.len() > limits::MAX_FIELD_BYTES || self.bytes > limits::MAX_RECORD_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
        }
        // A row has no more cells than a sheet has columns, unless it names some of them again and again.
        if self.row.cells.len() > limits::MAX_COLUMNS as usize {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            return Err(error.with("line", u64::from(row) + 1));
        }
        self.row.cells.push(GridCell { column, text: text.into(), kind });
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.halted.is_some()
    }
}
