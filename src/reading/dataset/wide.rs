//! Wide data sets: a row is a filing, a column a cell.

use std::sync::Arc;

use compact_str::CompactString;

use super::super::grid::GridRow;
use super::super::problem::{Problem, ReadError};
use super::header::Column;
use super::names::Name;
use super::plain::Plain;
use super::rows::Rows;
use super::{Halt, Sheet, Take, Value};
use crate::model::{Observation, ObservationKind};

/// Hands on a record for each row below the header.
pub(super) fn walk(rows: &dyn Rows, sheet: &Sheet, columns: &[(u32, Arc<Name>)], take: &mut Take) -> Result<(), Halt> {
    let mut once = sheet.seen.clone();
    let kinds = sheet.header.columns(columns.iter().map(|(column, _)| (*column, ())));
    let mut is_stray_said = false;
    let plain = Plain::of(sheet, columns).map(Arc::new);
    rows.walk(&mut |row| {
        if row.index() <= sheet.header.row {
            return Ok(());
        }
        if let Some(mut record) = plain.as_ref().and_then(|plain| plain.record(&row, sheet)) {
            record.seen.append(&mut once);
            return take(record);
        }
        let Some(row) = row.cells() else { return Ok(()) };
        let mut record = sheet.record(&row);
        record.error = record.error.or_else(|| ragged(&row, sheet));
        if record.error.is_none() {
            record.seen.append(&mut once);
            if !is_stray_said && let Some(stray) = stray(&row, sheet, &kinds) {
                record.seen.push(stray);
                is_stray_said = true;
            }
            record.extend(values(row, sheet, columns));
        }
        take(record)
    })
}

/// The cells of a row. Of a column that the row does not fill the cell is blank.
pub(super) fn values(row: GridRow, sheet: &Sheet, columns: &[(u32, Arc<Name>)]) -> Vec<Value> {
    let index = row.index;
    let mut cells = row.cells.into_iter().peekable();
    let mut values = Vec::with_capacity(columns.len());
    for (column, name) in columns {
        while cells.next_if(|cell| cell.column < *column).is_some() {}
        let cell = cells.next_if(|cell| cell.column == *column);
        let (text, kind) =
            cell.map_or((CompactString::default(), super::CellKind::Text), |cell| (cell.text, cell.kind));
        values.extend(Value::new(name, text, kind, Some(sheet.origin.place(index, *column))));
    }
    values
}

/// In a text, a row that is shorter or longer than the header lost a separator or has one too many, and nobody knows
/// where: its figures could stand under any column.
pub(super) fn ragged(row: &GridRow, sheet: &Sheet) -> Option<ReadError> {
    let (width, header) = (row.width?, sheet.header.width?);
    let is_over = row.cells.last().is_some_and(|cell| cell.column >= header);
    (width < header || is_over)
        .then(|| ReadError::new(Problem::RaggedRecord).with("fields", width).with("expected", header))
}

/// Something in a column without a name.
fn stray(row: &GridRow, sheet: &Sheet, columns: &[Column<()>]) -> Option<Observation> {
    let is_unnamed = |column: u32| matches!(columns.get(column as usize), None | Some(Column::Unnamed));
    let cell = row.cells.iter().find(|cell| is_unnamed(cell.column))?;
    Some(Observation {
        printed: cell.text.to_string(),
        place: Some(sheet.origin.place(row.index, cell.column)),
        ..Observation::new(ObservationKind::ColumnNotInForm)
    })
}
