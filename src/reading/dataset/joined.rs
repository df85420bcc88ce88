//! A workbook with a table on each sheet, 主动公开, 依申请公开 and 复议诉讼, and the same agencies on all of them: what they have
//! of one agency and year is one filing.
//!
//! Sheets are taken for that where their columns have no cell in common. They are read one after the other, so that the
//! records are kept until the last has been, as many as fit.

use std::collections::{HashMap, HashSet};

use super::header::CellLayout;
use super::record::Record;
use super::{DataPart, DataSet, Halt, Take, top};
use crate::model::{CellIndex, agency_key};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::recognise::Recogniser;

impl DataSet<'_> {
    /// Whether its sheets have different cells of the same filings.
    pub(super) fn is_of_tables(&self, recogniser: &Recogniser) -> bool {
        let mut cells: HashSet<(usize, CellIndex)> = HashSet::new();
        let mut are_others = |part: &DataPart| {
            let Some(rows) = part.rows() else { return false };
            let Ok((header, _)) = top::read(rows, recogniser, &self.file) else { return false };
            let CellLayout::Wide { cells: columns, .. } = &header.layout else { return false };
            let own = columns.iter().flat_map(|(_, name)| name.cells.iter().enumerate());
            let own: Vec<_> = own.filter_map(|(edition, cell)| Some((edition, (*cell)?))).collect();
            let are_new = header.agency.is_some() && own.iter().all(|cell| !cells.contains(cell));
            cells.extend(own);
            are_new
        };
        self.parts.len() > 1 && self.parts.iter().all(&mut are_others)
    }

    /// Hands on the records of its sheets as one of each agency and year.
    pub(super) fn walk_joined(&self, recogniser: &Recogniser, take: &mut Take) -> Result<(), Halt> {
        let mut joined = Joined::default();
        for (at, part) in self.parts.iter().enumerate() {
            let Some(rows) = part.rows() else { continue };
            self.rows(rows, recogniser, &mut |record| joined.add(at, record).map_err(Halt::from))?;
        }
        joined.records.into_iter().try_for_each(take)
    }
}

/// Whose a record is: agency, year and edition.
type Key = (String, Option<u16>, Option<String>);

/// The records so far.
#[derive(Default)]
struct Joined {
    records: Vec<Record>,
    /// Which one is whose, and the sheet that the last of it stood on.
    known: HashMap<Key, (usize, usize)>,
    cells: usize,
}

impl Joined {
    /// Adds a record of a sheet. A second of one agency on a sheet is another.
    ///
    /// # Errors
    /// [`Problem::TooScattered`] when there are more than are kept.
    fn add(&mut self, sheet: usize, record: Record) -> Result<(), ReadError> {
        self.cells += record.count();
        if self.cells > limits::MAX_JOINED_CELLS {
            return Err(ReadError::new(Problem::TooScattered).with("limit", limits::MAX_JOINED_CELLS));
        }
        let agency = record.agency.as_deref().filter(|_| record.error.is_none());
        let Some(key) = agency.map(|agency| (agency_key(agency).into_owned(), record.year, record.edition.clone()))
        else {
            self.records.push(record);
            return Ok(());
        };
        match self.known.get_mut(&key) {
            Some((at, last)) if *last != sheet => {
                *last = sheet;
                self.records[*at].join(record);
            }
            _ => {
                self.known.insert(key, (self.records.len(), sheet));
                self.records.push(record);
            }
        }
        Ok(())
    }
}
