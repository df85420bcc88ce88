//! Wide data sets: a row is a filing, a column a cell.

use std::sync::Arc;

use super::common::Common;
use super::header::Header;
use super::record::{At, Record};
use super::rows::{Row, RowCell, Rows};
use super::{Halt, Take};
use crate::model::{Observation, ObservationKind};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::CellKind;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::names::Name;

/// Hands on a record for each row below the header.
pub(super) fn walk(
    rows: &dyn Rows,
    common: &Common,
    (columns, units): (&[(u32, Name)], &[u32]),
    take: &mut Take,
) -> Result<(), Halt> {
    let mut once = common.seen.clone();
    let mut is_stray_said = false;
    let mut unsure: Vec<&(u32, String)> = common.header.unsure.iter().collect();
    let in_unit = |(_, name): &(u32, Name)| Arc::new(Name { unit: name.unit.or(common.unit), ..name.clone() });
    let names: Arc<Vec<Arc<Name>>> = Arc::new(columns.iter().map(in_unit).collect());
    let columns: Vec<u32> = columns.iter().map(|(column, _)| *column).collect();
    let unsure_name = |column: u32| common.header.unsure.iter().find(|(own, _)| *own == column).map(|(_, name)| name);
    let is_of_money = |column: u32| unsure_name(column).is_some_and(|name| LEXICON.is_money_unit_column(name));
    rows.walk(&mut |row| {
        let mut record = common.record(&row);
        let mut unheard = Vec::new();
        for column in units {
            let Some(text) = row.text(Some(*column)) else { continue };
            if record.of_unit(text) {
                continue;
            }
            // A word for the unit of the sums that nobody knows: 角.
            if is_of_money(*column) {
                record.refuse_unit(text);
            } else {
                unheard.push(*column);
            }
        }
        unheard.extend(common.unheard(&row));
        record.error = record.error.or_else(|| ragged(&row, common));
        if record.error.is_none() {
            record.seen.append(&mut once);
            record.names = Arc::clone(&names);
            fill(&mut record, &row, &columns);
            unsure.retain(|known| {
                let is_unheard = unheard.contains(&known.0);
                if is_unheard {
                    record.seen.push(common.is_stranger(known));
                }
                !is_unheard
            });
            if !is_stray_said && let Some(cell) = stray(&row, common.header) {
                record.seen.push(Observation {
                    printed: cell.text.to_owned(),
                    place: Some(common.origin.place_from(row.index, cell.column, cell.start)),
                    ..Observation::new(ObservationKind::ColumnNotInForm)
                });
                is_stray_said = true;
            }
        }
        take(record)
    })
}

/// Gives a record the cells of its row. Of a column that the row does not fill the cell is blank.
fn fill(record: &mut Record, row: &Row, columns: &[u32]) {
    record.reserve(columns.len());
    for (name, column) in columns.iter().enumerate() {
        let cell = row.cell(*column);
        let (text, kind) = cell.map_or(("", CellKind::Text), |cell| (cell.text, cell.kind));
        let at = At { row: row.index, column: *column, start: cell.and_then(|cell| cell.start) };
        record.push(name, text, kind, at);
        record.see(at, row.notes);
    }
}

/// The first thing on a row that stands in a column without a name.
fn stray<'r>(row: &Row<'r>, header: &Header) -> Option<RowCell<'r>> {
    let inside = header.unnamed.iter().find_map(|column| row.cell(*column));
    inside.or_else(|| row.behind(header.end))
}

/// In a text, a row that is shorter or longer than the header lost a separator or has one too many, and nobody knows
/// where: its figures could stand under any column.
fn ragged(row: &Row, common: &Common) -> Option<ReadError> {
    let (width, header) = (row.width?, common.header.width?);
    let is_over = width > header && row.cells().any(|cell| cell.column >= header);
    (width < header || is_over)
        .then(|| ReadError::new(Problem::RaggedRecord).with("fields", width).with("expected", header))
}
