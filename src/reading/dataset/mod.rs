//! Data sets: the filings of many agencies and years in one file, made by machines for machines.
//!
//! Three layouts are known. *Wide*: a row is a filing, a column a cell. *Long*: a row is one cell of a filing. And the
//! JSON of gouji itself, with the cells it read. Each is lowered to the same thing, a [`Record`]: whose figures of which
//! year, and a text for each cell that is there. One function, [`Reader::transcribe`](super::Reader::transcribe), reads
//! a record against the editions of the form, and from there on a record is a filing like any other.
//!
//! A data set may be larger than memory. Its rows are walked where they stand, by `text`, `sheet` or `json`, and each
//! record is handed on as soon as it is complete; of a long file the keys are kept, and the cells only of records whose
//! rows do not stand together.
//!
//! | module | what it knows |
//! |---|---|
//! | `top` | the lines above a data set, up to the row that heads it |
//! | `header` | whether a row heads a data set, and what its columns are |
//! | `body` | the rows below it, and which of them are no records |
//! | `ditto` | 同上 for the agency or the year |
//! | `divided` | the second row of a header, that divides its columns |
//! | `summary` | heads of several rows, and agencies side by side, as offices keep them |
//! | `rows` | rows as they stand |
//! | `text`, `sheet` | rows of delimited text and of workbooks |
//! | `wide`, `long`, `json` | rows and documents to records |
//! | `keys` | what the keys of a record of JSON tell besides its cells |
//! | `record` | the figures of one agency and year |
//! | `regions` | a column of regions, that an agency's name may need |
//! | `common` | what the records of one surface have in common |
//! | `seen` | what a person sees of the cells of a workbook, where that is not what they hold |
//! | `joined` | filings whose tables stand on a sheet each |
//! | `fill` | a record to a filing |

mod body;
mod common;
mod ditto;
mod divided;
mod fill;
mod header;
mod joined;
mod json;
mod keys;
mod long;
mod record;
mod regions;
mod rows;
mod seen;
mod sheet;
mod summary;
mod text;
mod top;
mod wide;

use std::sync::Arc;

use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::Source;
use crate::reading::cells::grid::Grid;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::identify::{self, Title};
use crate::reading::recognise::years;
use body::Body;
use common::Common;
use header::CellLayout;
use long::LongColumns;
pub use record::Record;
use rows::{Below, Rows};
use top::Above;

pub(super) use json::is_json;
pub(super) use sheet::is_header;
pub(super) use summary::summaries;
pub(super) use top::goes_on;

/// Whether a text that begins with `head` is a delimited data set. A header that is wrong is a header.
pub(super) fn is_delimited(head: &[u8], recogniser: &Recogniser) -> bool {
    text::recognise(head, recogniser).map_or(true, |shape| shape.is_some())
}

/// A data set that was recognised, where it stands.
#[derive(Debug)]
pub struct DataSet<'a> {
    parts: Vec<DataPart<'a>>,
    /// What the file's name says of all its records.
    file: Title,
}

#[derive(Debug)]
enum DataPart<'a> {
    Text(text::Delimited<'a>),
    Sheet(sheet::Streamed<'a>),
    Grid(Grid),
    Json(Source<'a>),
}

impl DataPart<'_> {
    /// Its rows, if it is of such.
    fn rows(&self) -> Option<&dyn Rows> {
        match self {
            Self::Text(rows) => Some(rows),
            Self::Sheet(rows) => Some(rows),
            Self::Grid(rows) => Some(rows),
            Self::Json(_) => None,
        }
    }
}

/// A record that cannot be read, and whose it is.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The agency, where one is known.
    pub agency: Option<String>,
    /// The report year, where one is known.
    pub year: Option<u16>,
    /// The sheet it stands on.
    pub sheet: Option<Arc<str>>,
    /// The line it begins on, from 1.
    pub record: Option<u32>,
    /// Why it cannot be read.
    pub error: ReadError,
}

/// Why a walk over a data set ends early.
#[derive(Debug)]
enum Halt {
    /// Whoever takes the records wants no more.
    Enough,
    Failed(ReadError),
}

impl From<ReadError> for Halt {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

/// Takes each record as it is complete.
type Take<'t> = dyn FnMut(Record) -> Result<(), Halt> + 't;

impl<'a> DataSet<'a> {
    /// The data set that a text or JSON document is, if it is one; the source otherwise.
    pub(super) fn of_text(
        source: Source<'a>,
        head: &[u8],
        recogniser: &Recogniser,
        file: &Title,
    ) -> Result<Result<Self, Source<'a>>, ReadError> {
        let part = if json::is_json(head) {
            DataPart::Json(source)
        } else if let Some(shape) = text::recognise(head, recogniser)? {
            DataPart::Text(text::Delimited::new(source, shape)?)
        } else {
            return Ok(Err(source));
        };
        Ok(Ok(Self { parts: vec![part], file: file.clone() }))
    }

    /// The data set that a text is as a whole.
    pub(super) fn of_grids(grids: Vec<Grid>, file: &Title) -> Self {
        Self { parts: grids.into_iter().map(DataPart::Grid).collect(), file: file.clone() }
    }

    /// The data set on sheets of a workbook, each with its place among the worksheets. Those of a format that cannot be
    /// walked are there whole, and summaries.
    pub(super) fn of_sheets(source: Source<'a>, sheets: Vec<(usize, Grid)>, is_walked: bool, file: &Title) -> Self {
        let source = Arc::new(source);
        let part = |(at, grid): (usize, Grid)| {
            if is_walked && grid.is_data_set {
                DataPart::Sheet(sheet::Streamed::new(Arc::clone(&source), at, &grid))
            } else {
                DataPart::Grid(grid)
            }
        };
        Self { parts: sheets.into_iter().map(part).collect(), file: file.clone() }
    }

    /// Hands on each record, in the order of the file, until `take` wants no more.
    pub(super) fn walk(&self, recogniser: &Recogniser, take: &mut dyn FnMut(Record) -> bool) -> Result<(), ReadError> {
        let mut count = 0_u64;
        let mut take = |record: Record| {
            count += 1;
            if take(record) { Ok(()) } else { Err(Halt::Enough) }
        };
        let walked = if self.is_of_tables(recogniser) {
            self.walk_joined(recogniser, &mut take)
        } else {
            self.parts.iter().try_for_each(|part| match part {
                DataPart::Json(source) => json::walk(source, recogniser, &mut take),
                part => part.rows().map_or(Ok(()), |rows| self.rows(rows, recogniser, &mut take)),
            })
        };
        match walked {
            Err(Halt::Failed(error)) => Err(error),
            Ok(()) if count == 0 => Err(ReadError::new(match self.parts.as_slice() {
                [DataPart::Json(_)] => Problem::NoStatutoryTable,
                _ => Problem::NoRecords,
            })),
            Ok(()) | Err(Halt::Enough) => Ok(()),
        }
    }

    fn rows(&self, rows: &dyn Rows, recogniser: &Recogniser, take: &mut Take) -> Result<(), Halt> {
        let (mut from, mut stated) = (Some(0), Above::default());
        while let Some(begin) = from {
            from = self.block(&Below { rows, begin }, recogniser, &mut stated, take)?;
        }
        Ok(())
    }

    /// Hands on the records below one header, and says which row has the next. What is stated above a header holds for the next
    /// too, where that has nothing of the kind above it.
    fn block(
        &self,
        rows: &dyn Rows,
        recogniser: &Recogniser,
        stated: &mut Above,
        take: &mut Take,
    ) -> Result<Option<u32>, Halt> {
        let (mut header, mut above) = top::read(rows, recogniser, &self.file)?;
        above.inherit(stated);
        regions::settle(&mut header, rows, recogniser)?;
        let common = Common::of(recogniser, rows, &header, &above, &self.file);
        let rows = Body::new(rows, &header, recogniser);
        // What is known only behind the last record is said of it: the rows that are none.
        let mut last: Option<Record> = None;
        let mut hold = |record: Record| last.replace(record).map_or(Ok(()), &mut *take);
        match &header.layout {
            CellLayout::Wide { cells, units } => wide::walk(&rows, &common, (cells, units), &mut hold)?,
            CellLayout::Long { cells, value, unit } => {
                long::walk(&rows, &common, LongColumns { cells, value: *value, unit: *unit }, &mut hold)?;
            }
        }
        if let Some(mut record) = last {
            record.seen.append(&mut rows.aside());
            take(record)?;
        }
        // The records have been handed on.
        if let Some(record) = rows.unit_note().and_then(|note| common.misread_in(&note)) {
            take(record)?;
        }
        let next = rows.next();
        *stated = above;
        Ok(next)
    }
}

/// The year in a column of years: `2023`, `2023年度`, `２０２３`; of `2023预算`, `2023（上年）` or 2022年1月至2023年12月 it is none.
pub(super) fn year_of_field(text: &str) -> Option<u16> {
    let is_of_it =
        |_: &u16| years::is_of_part_field(text) || (!LEXICON.has_other_thing(text) && !years::is_of_several(text));
    years::year_of(text).or_else(|| years::of_whole_year(text)).or_else(|| identify::name(text).year.filter(is_of_it))
}
