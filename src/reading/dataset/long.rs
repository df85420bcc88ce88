//! Long data sets: a row is one cell of a filing, and the rows of a filing stand together.
//!
//! A first walk keeps a digest of each key, agency and year, and finds those whose rows do not stand together. Only of
//! these are the cells kept, by a second walk, and a bounded number of them. The last walk hands on each filing when its
//! rows end, and one whose rows are scattered where the first of them stands.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::common::Common;
use super::record::{At, Record};
use super::rows::{Row, Rows};
use super::{Halt, Take};
use crate::model::{Observation, ObservationKind, Unit};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::CellKind;
use crate::reading::recognise::names::{Name, Remembered};

/// The columns that name a cell, and those of its value and the unit of that.
#[derive(Debug, Clone, Copy)]
pub(super) struct LongColumns<'h> {
    pub(super) cells: &'h [u32],
    pub(super) value: u32,
    pub(super) unit: Option<u32>,
}

/// Hands on a record for each agency and year.
pub(super) fn walk(rows: &dyn Rows, common: &Common, columns: LongColumns, take: &mut Take) -> Result<(), Halt> {
    let mut reading = LongReading { common, columns, names: Remembered::new(common.recogniser) };
    let scattered = scattered(rows, common)?;
    let mut kept = if scattered.is_empty() { HashMap::new() } else { reading.keep(rows, &scattered)? };
    let mut once = common.seen.clone();
    let mut unsure: Vec<&(u32, String)> = common.header.unsure.iter().collect();
    let mut note = Some(Observation::new(ObservationKind::RecordsScattered));
    let mut hand_on = |mut record: Record| {
        if record.error.is_none() {
            record.seen.append(&mut once);
        }
        take(record)
    };
    let mut current: Option<(Key, Record)> = None;
    rows.walk(&mut |row| {
        let key = key(&row, common);
        if current.as_ref().is_none_or(|(current, _)| *current != key) {
            if let Some((_, record)) = current.take() {
                hand_on(record)?;
            }
            if scattered.contains(&digest(&key)) {
                // Handed on where its first row stands; the others are in it.
                let Some(mut record) = kept.remove(&key) else { return Ok(()) };
                if record.error.is_none() {
                    record.seen.extend(note.take());
                }
                return hand_on(record);
            }
            let mut record = common.record(&row);
            for column in common.unheard(&row).filter(|_| record.error.is_none()) {
                let known = unsure.iter().position(|(known, _)| *known == column);
                record.seen.extend(known.map(|at| common.is_stranger(unsure.remove(at))));
            }
            current = Some((key, record));
        }
        if let Some((_, record)) = &mut current {
            reading.add(record, &row)?;
        }
        Ok(())
    })?;
    current.map_or(Ok(()), |(_, record)| hand_on(record))
}

/// What says whose a row is and of what time, as printed.
type Key = Vec<Option<Box<str>>>;

fn key(row: &Row, common: &Common) -> Key {
    common.header.whose().map(|column| row.text(Some(column)).map(Into::into)).collect()
}

/// Eight bytes of each key are kept, whatever its length. Two keys of one digest would only be kept as if their rows
/// were scattered: what belongs together is told by the keys themselves.
fn digest(key: &Key) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// The keys whose rows do not stand together, as digests.
fn scattered(rows: &dyn Rows, common: &Common) -> Result<HashSet<u64>, Halt> {
    let (mut seen, mut scattered) = (HashSet::new(), HashSet::new());
    let mut current: Option<Key> = None;
    rows.walk(&mut |row| {
        let key = key(&row, common);
        if current.as_ref() != Some(&key) {
            let digest = digest(&key);
            if !seen.insert(digest) {
                scattered.insert(digest);
            }
            if seen.len() > limits::MAX_KEYED_RECORDS {
                return Err(ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_KEYED_RECORDS).into());
            }
            current = Some(key);
        }
        Ok(())
    })?;
    Ok(scattered)
}

/// Reads rows into records.
struct LongReading<'s> {
    common: &'s Common<'s>,
    columns: LongColumns<'s>,
    names: Remembered<'s>,
}

impl LongReading<'_> {
    /// The records of the keys that are scattered, whole.
    fn keep(&mut self, rows: &dyn Rows, scattered: &HashSet<u64>) -> Result<HashMap<Key, Record>, Halt> {
        let mut kept: HashMap<Key, Record> = HashMap::new();
        let (mut cells, mut bytes) = (0_usize, 0_usize);
        rows.walk(&mut |row| {
            let key = key(&row, self.common);
            if !scattered.contains(&digest(&key)) {
                return Ok(());
            }
            cells += 1;
            bytes += row.cells().map(|cell| cell.text.len()).sum::<usize>();
            if cells > limits::MAX_SCATTERED_CELLS || bytes > limits::MAX_CELL_TEXT_BYTES {
                return Err(ReadError::new(Problem::TooScattered).with("limit", limits::MAX_SCATTERED_CELLS).into());
            }
            let record = kept.entry(key).or_insert_with(|| self.common.record(&row));
            self.add(record, &row).map_err(Halt::from)
        })?;
        Ok(kept)
    }

    /// Adds the cell on a row.
    fn add(&mut self, record: &mut Record, row: &Row) -> Result<(), ReadError> {
        if record.count() >= limits::MAX_RECORD_CELLS || record.weight() > limits::MAX_RECORD_BYTES {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_RECORD_CELLS));
        }
        let LongColumns { cells, value, unit } = self.columns;
        let printed: Vec<&str> = cells.iter().filter_map(|column| row.text(Some(*column))).collect();
        let name = self.name(&printed);
        let cell = row.cell(value);
        let (text, kind) = cell.map_or(("", CellKind::Text), |cell| (cell.text, cell.kind));
        let at = At { row: row.index, column: value, start: cell.and_then(|cell| cell.start) };
        // What a line above the header states holds where neither the row nor the name does.
        let stated = self.common.unit.filter(|_| name.unit.is_none()).map(Unit::word);
        record.push_named(name, text, kind, at, row.text(unit).or(stated));
        record.see(at, row.notes);
        Ok(())
    }

    /// What a row names, in one column or in several that agree: 指标代码 beside 指标名称.
    fn name(&mut self, printed: &[&str]) -> Arc<Name> {
        let found: Vec<Arc<Name>> = printed.iter().map(|printed| self.names.find(printed)).collect();
        let mut known = found.iter().filter(|name| name.is_known());
        match known.next() {
            Some(first) if known.all(|other| agree(first, other)) => Arc::clone(first),
            Some(_) => Arc::new(Name::of_nothing(&printed.join(" / "))),
            None => self.names.find(&printed.join(" / ")),
        }
    }
}

/// Whether two names are the same cell in every edition that has both.
fn agree(first: &Name, second: &Name) -> bool {
    let mut both = first.cells.iter().zip(&second.cells);
    both.all(|(first, second)| first.is_none() || second.is_none() || first == second)
}
