//! What a filing of a data set lacks, or says that it lacks: rows, columns and single cells of a table that it has.

use crate::model::{BlockAt, CellIndex, FormEdition, Observation, ObservationKind, Transcript};

use super::transcribe::path;

/// Notes the cells of a block that are not given: whole rows first, then columns that the other rows lack, then what is
/// left cell by cell. The rows of a group that is reported `undivided` are none.
pub(in crate::reading) fn note(
    out: &mut Transcript,
    edition: &FormEdition,
    at: BlockAt,
    undivided: &[usize],
    is_given: impl Fn(CellIndex) -> bool,
) {
    let spec = edition.block(at);
    let is_there = |cell: CellIndex| is_given(cell) || edition.cell(cell).alternative;
    if undivided.is_empty() && edition.cells_of_block(spec).all(is_there) {
        return;
    }
    let columns = printed_columns(edition, at, &is_given);
    let is_row = |row: &usize| !undivided.iter().any(|heading| spec.rows.is_under(*row, Some(*heading)));
    let rows: Vec<usize> = spec.rows.printed().filter(is_row).chain(undivided.iter().copied()).collect();
    let cell = |row: usize, column: usize| edition.cell_at(at, row, column);
    let is_missing = |row: usize, column: usize| cell(row, column).is_some_and(|cell| !is_given(cell));
    let mut observe = |kind, cells: Vec<CellIndex>, expected| {
        out.observations.push(Observation { table: Some(at.table), cells, expected, ..Observation::new(kind) });
    };
    let (absent, present): (Vec<usize>, Vec<usize>) =
        rows.into_iter().partition(|row| columns.iter().all(|column| is_missing(*row, *column)));
    for row in absent {
        let cells = columns.iter().filter_map(|column| cell(row, *column)).collect();
        observe(ObservationKind::RowMissing, cells, path(&spec.rows, row));
    }
    for column in columns {
        let missing: Vec<usize> = present.iter().copied().filter(|row| is_missing(*row, column)).collect();
        if missing.len() > 1 && missing.len() == present.len() {
            let cells = missing.iter().filter_map(|row| cell(*row, column)).collect();
            observe(ObservationKind::ColumnMissing, cells, path(&spec.columns, column));
            continue;
        }
        for row in missing {
            let expected = format!("{} · {}", path(&spec.rows, row), path(&spec.columns, column));
            observe(ObservationKind::RowMissing, cell(row, column).into_iter().collect(), expected);
        }
    }
}

/// The columns of a block of which a filing has figures: of those that it may do without only the ones that are given.
pub(in crate::reading) fn printed_columns(
    edition: &FormEdition,
    at: BlockAt,
    is_given: impl Fn(CellIndex) -> bool,
) -> Vec<usize> {
    let spec = edition.block(at);
    let is_any_given =
        |column: usize| spec.rows.with_cells().filter_map(|row| edition.cell_at(at, row, column)).any(&is_given);
    let is_printed = |column: &usize| !spec.columns.lines[*column].is_optional || is_any_given(*column);
    spec.columns.printed().filter(is_printed).collect()
}
