//! What the records of one surface have in common: its header, what it is called, the unit of its money.

use super::body::UnitNote;
use super::header::{CellLayout, Header};
use super::record::{self, Heard, Record};
use super::regions;
use super::rows::{Row, Rows};
use super::top::{self, Above};
use crate::model::{CellIndex, FormEdition, Observation, ObservationKind, Reason, Unit};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Origin};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::totals::total_of;
use crate::reading::formats::office;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::identify::Title;
use crate::reading::recognise::names::Name;

/// What the records of one surface share.
pub(super) struct Common<'s> {
    pub(super) recogniser: &'s Recogniser<'s>,
    pub(super) header: &'s Header,
    pub(super) origin: &'s Origin,
    /// The agency and year of records whose data set has no column for them: as the sheet or the file is named.
    pub(super) named: Title,
    /// The unit of money that a line above its header states.
    pub(super) unit: Option<Unit>,
    /// What is said once, of the first record.
    pub(super) seen: Vec<Observation>,
}

impl<'s> Common<'s> {
    pub(super) fn of(
        recogniser: &'s Recogniser<'s>,
        rows: &'s dyn Rows,
        header: &'s Header,
        above: &Above,
        file: &Title,
    ) -> Self {
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

    /// What a row says of its time besides its year, in each column for it that says something, and what is understood of it.
    /// The year that the data set or its file is named after holds, whatever a column says.
    fn times<'r>(&self, row: &Row<'r>) -> impl Iterator<Item = (u32, &'r str, Option<Heard>)> {
        let (row, recogniser, header, named) = (*row, self.recogniser, self.header, self.named.year);
        header.times.iter().filter_map(move |(told, column)| {
            let text = row.text(Some(*column))?;
            let years = record::years_beside(recogniser, row.text(header.year), named);
            Some((*column, text, record::heard(text, *told, years)))
        })
    }

    /// What stands in for the records of a data set whose sums are in another unit than they were read in.
    pub(super) fn misread_in(&self, UnitNote { row, printed, unit }: &UnitNote) -> Option<Record> {
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
        let mut record = Record::of(self.recogniser, self.origin.line(*row), None, (None, &[]), None);
        (record.origin, record.error) = (Some(self.origin.clone()), Some(error));
        Some(record)
    }

    /// The columns of the time that say nothing on a row that is understood: where one does nowhere else it is none of a data
    /// set.
    pub(super) fn unheard(&self, row: &Row) -> impl Iterator<Item = u32> {
        self.times(row).filter(|(.., heard)| heard.is_none()).map(|(column, ..)| column)
    }

    /// That a column is none of a data set.
    pub(super) fn is_stranger(&self, (column, name): &(u32, String)) -> Observation {
        Observation {
            printed: name.clone(),
            place: Some(self.origin.place(self.header.row, *column)),
            ..Observation::new(ObservationKind::ColumnNotInForm)
        }
    }

    /// The record that begins on `row`, without its cells.
    pub(super) fn record(&self, row: &Row) -> Record {
        let header = self.header;
        let [agency, year, edition, region] =
            [header.agency, header.year, header.edition, header.region].map(|column| row.text(column));
        // A year that was typed as a date is shown as one: 2023年, and stored as its last day.
        let date = header.year.and_then(|column| row.cell(column)).filter(|cell| cell.kind == CellKind::Date);
        let dated = date.and_then(|cell| office::year_of_serial(cell.text)).map(|year| year.to_string());
        let year = dated.as_deref().or(year);
        let times: Vec<_> = self.times(row).filter_map(|(_, text, heard)| Some((text, heard?))).collect();
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
        let agency = match region {
            Some(region) => agency.map(|agency| regions::of_region(region, &agency)),
            None => agency,
        };
        let mut record = Record::of(self.recogniser, self.origin.line(row.index), agency, (year, &times), edition);
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
