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
//! | `seen` | what a person sees of the cells of a workbook, where that is not what they hold |
//! | `fill`, `gaps` | a record to a filing; what the filing lacks |

mod body;
mod ditto;
mod divided;
mod fill;
mod gaps;
mod header;
mod json;
mod keys;
mod long;
mod record;
mod rows;
mod seen;
mod sheet;
mod summary;
mod text;
mod top;
mod wide;

use std::sync::Arc;

use crate::model::{CellIndex, FormEdition, Observation, ObservationKind, Reason, Unit};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::bytes::source::Source;
use crate::reading::cells::grid::{CellKind, Grid, Origin};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::totals::total_of;
use crate::reading::formats::office;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::identify::{self, Title};
use crate::reading::recognise::names::Name;
use crate::reading::recognise::years;
use body::{Body, UnitNote};
use header::{CellLayout, Header};
use long::LongColumns;
use record::Heard;
pub use record::Record;
use rows::{Row, Rows};
use top::Above;

pub(super) use json::is_json;
pub(super) use sheet::is_header;
pub(super) use summary::summary;
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
    pub(super) fn of_grid(grid: Grid, file: &Title) -> Self {
        Self { parts: vec![DataPart::Grid(grid)], file: file.clone() }
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
        let walked = self.parts.iter().try_for_each(|part| match part {
            DataPart::Json(source) => json::walk(source, recogniser, &mut take),
            DataPart::Text(rows) => self.rows(rows, recogniser, &mut take),
            DataPart::Sheet(rows) => self.rows(rows, recogniser, &mut take),
            DataPart::Grid(rows) => self.rows(rows, recogniser, &mut take),
        });
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
        let (header, above) = top::read(rows, recogniser, &self.file)?;
        let sheet = Sheet::of(recogniser, rows, &header, &above, &self.file);
        let rows = Body::new(rows, &header);
        // What is known only behind the last record is said of it: the rows that are none.
        let mut last: Option<Record> = None;
        let mut hold = |record: Record| last.replace(record).map_or(Ok(()), &mut *take);
        match &header.layout {
            CellLayout::Wide { cells, units } => wide::walk(&rows, &sheet, (cells, units), &mut hold)?,
            CellLayout::Long { cells, value, unit } => {
                long::walk(&rows, &sheet, LongColumns { cells, value: *value, unit: *unit }, &mut hold)?;
            }
        }
        if let Some(mut record) = last {
            record.seen.append(&mut rows.aside());
            take(record)?;
        }
        // The records have been handed on.
        match rows.unit_note().and_then(|note| sheet.misread_in(&note)) {
            Some(record) => take(record),
            None => Ok(()),
        }
    }
}

/// What the records of one surface share.
struct Sheet<'s> {
    recogniser: &'s Recogniser<'s>,
    header: &'s Header,
    origin: &'s Origin,
    /// The agency and year of records whose data set has no column for them: as the sheet or the file is named.
    named: Title,
    /// The unit of money that a line above its header states.
    unit: Option<Unit>,
    /// What is said once, of the first record.
    seen: Vec<Observation>,
}

impl<'s> Sheet<'s> {
    fn of(recogniser: &'s Recogniser<'s>, rows: &'s dyn Rows, header: &'s Header, above: &Above, file: &Title) -> Self {
        let origin = rows.origin();
        let named = top::named(rows, above, file);
        let is_taken = |edition: usize, cell| match &header.layout {
            CellLayout::Wide { cells, .. } => cells.iter().any(|(_, name)| name.cell(edition) == Some(cell)),
            CellLayout::Long { .. } => true,
        };
        // Of a header with hundreds of columns of its own none is misspelt.
        let is_few = header.strangers.len() <= 60;
        let meant = |printed: &str| if is_few { recogniser.nearest_name(printed, is_taken) } else { String::new() };
        let strangers = header.strangers.iter().map(|(column, printed)| Observation {
            printed: printed.clone(),
            expected: meant(printed),
            place: Some(origin.place(header.row, *column)),
            ..Observation::new(ObservationKind::ColumnNotInForm)
        });
        let hidden = origin
            .sheet()
            .filter(|_| rows.is_hidden())
            .map(|name| Observation { printed: name.to_string(), ..Observation::new(ObservationKind::HiddenSheet) });
        Self { recogniser, header, origin, named, unit: above.unit, seen: strangers.chain(hidden).collect() }
    }

    /// What a row says of its time besides its year, where it is understood. The year that the data set or its file is named
    /// after holds, whatever a column says.
    fn period<'r>(&self, row: &Row<'r>) -> Option<(&'r str, Heard)> {
        let header = self.header;
        let text = row.text(header.period)?;
        let years = record::years_beside(self.recogniser, row.text(header.year), self.named.year);
        Some((text, record::heard(text, header.told, years)?))
    }

    /// What stands in for the records of a data set whose sums are in another unit than they were read in.
    fn misread_in(&self, UnitNote { row, printed, unit }: &UnitNote) -> Option<Record> {
        let editions = self.recogniser.forms.editions();
        let read_in = |name: &Name| {
            let money = |(at, cell): (usize, &Option<CellIndex>)| editions[at].cell((*cell)?).unit;
            let form = name.cells.iter().enumerate().find_map(money)?;
            Some(name.unit.or(self.unit).unwrap_or(form))
        };
        let read = match &self.header.layout {
            CellLayout::Wide { cells, .. } => cells.iter().find_map(|(_, name)| read_in(name)),
            // A row may have a unit of its own.
            CellLayout::Long { unit: Some(_), .. } => None,
            CellLayout::Long { .. } => {
                let form = || editions.iter().flat_map(FormEdition::each_cell).find_map(|(_, cell)| cell.unit);
                self.unit.or_else(form)
            }
        };
        let read = read.filter(|read| read != unit)?;
        let error = ReadError::new(Problem::UnitBelow).with("printed", printed.as_str()).with("unit", read.word());
        let mut record = Record::of(self.recogniser, self.origin.line(*row), None, (None, None), None);
        (record.origin, record.error) = (Some(self.origin.clone()), Some(error));
        Some(record)
    }

    /// The column of the time, which is none of a data set where it says nothing that is understood.
    fn unheard(&self, row: &Row) -> Option<u32> {
        self.header.period.filter(|column| row.cell(*column).is_some() && self.period(row).is_none())
    }

    /// That a column is none of a data set.
    fn is_stranger(&self, (column, name): &(u32, String)) -> Observation {
        Observation {
            printed: name.clone(),
            place: Some(self.origin.place(self.header.row, *column)),
            ..Observation::new(ObservationKind::ColumnNotInForm)
        }
    }

    /// The record that begins on `row`, without its cells.
    fn record(&self, row: &Row) -> Record {
        let header = self.header;
        let [agency, year, edition, _] = header.whose().map(|column| row.text(column));
        // A year that was typed as a date is shown as one: 2023年, and stored as its last day.
        let date = header.year.and_then(|column| row.cell(column)).filter(|cell| cell.kind == CellKind::Date);
        let dated = date.and_then(|cell| office::year_of_serial(cell.text)).map(|year| year.to_string());
        let year = dated.as_deref().or(year);
        let period = self.period(row);
        // A name alone that was struck out is that of the figures that stand beside it all the same.
        let struck = || row.notes.left_out.iter().find(|one| Some(one.column) == header.agency);
        // 合计 may stand before the column, where the numbers of the rows are, or be merged over both.
        let total =
            || row.cells().next().filter(|cell| Some(cell.column) < header.agency && total_of(cell.text).is_some());
        let agency = match header.agency {
            Some(_) => {
                agency.or_else(|| Some(total()?.text)).map(str::to_owned).or_else(|| Some(struck()?.text.clone()))
            }
            None => self.named.agency.clone(),
        };
        let mut record = Record::of(self.recogniser, self.origin.line(row.index), agency, (year, period), edition);
        if header.year.is_none() {
            record.year = record.year.or(self.named.year);
        }
        if let Some(status) = row.text(header.status).filter(|status| LEXICON.is_void(status)) {
            let error = || ReadError::new(Problem::SetAside).with("printed", status);
            record.error = record.error.take().or_else(|| Some(error()));
        }
        let blank = |column: Option<u32>, reason| Observation {
            reason: Some(reason),
            place: column.map(|column| self.origin.place(row.index, column)),
            ..Observation::new(ObservationKind::KeyBlank)
        };
        if header.agency.is_some() && record.agency.is_none() {
            record.seen.push(blank(header.agency, Reason::AgencyBlank));
        }
        if header.year.is_some() && record.year.is_none() && record.error.is_none() {
            record.seen.push(blank(header.year, Reason::YearBlank));
        }
        record.origin = Some(self.origin.clone());
        record.stranger = match header.layout {
            CellLayout::Wide { .. } => ObservationKind::ColumnNotInForm,
            CellLayout::Long { .. } => ObservationKind::RowNotInForm,
        };
        record
    }
}

/// The year in a column of years: `2023`, `2023年度`, `２０２３`; of `2023预算` or `2023（上年）` it is none.
pub(super) fn year_of_field(text: &str) -> Option<u16> {
    let is_of_it = |_: &u16| years::is_of_part_field(text) || !LEXICON.has_other_thing(text);
    years::year_of(text).or_else(|| years::of_whole_year(text)).or_else(|| identify::name(text).year.filter(is_of_it))
}
