//! A cell of a file to an entry of the form, with what had to be seen through, and what the blanks of a table come to.
//! The same for a printed table and for a data set.

use crate::model::{
    CellIndex, CellSpec, Entry, Figure, FormEdition, Observation, ObservationKind, Place, Transcript, Unit,
};
use crate::reading::cells::grid::CellKind;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number::{self, SeenThrough};

/// A cell as the file has it.
pub(in crate::reading) struct Printed<'t> {
    pub(in crate::reading) text: &'t str,
    pub(in crate::reading) kind: CellKind,
    pub(in crate::reading) place: Option<Place>,
    /// The unit that its header, or the data set, declares.
    pub(in crate::reading) unit: Option<Unit>,
}

/// Reads a cell of `edition` into `out`. Text that is blank is a blank entry.
pub(in crate::reading) fn enter(out: &mut Transcript, edition: &FormEdition, index: CellIndex, cell: Printed) {
    let Printed { text, kind, place, unit } = cell;
    let spec = edition.cell(index);
    let original = LEXICON.original(text);
    let reading = match original {
        Some(original) => number::read_original(original, spec.value.is_whole()),
        None => number::read(text, kind, spec.value.is_whole()),
    };
    let text = original.unwrap_or(text);
    // 元 in a cell of 万元 is more than a unit left behind: the figure counts ten thousand times less.
    let is_foreign = reading.unit.zip(spec.unit).is_some_and(|(own, form)| own != form);
    // A formula is no text that somebody put there, nor is the word that stands for one.
    let shown = if reading.is_uncomputed() { "" } else { text };
    for SeenThrough { kind, reason } in reading.remarks {
        let is_foreign = is_foreign && kind == ObservationKind::UnitInCell;
        let mut seen = Observation::new(if is_foreign { ObservationKind::ForeignUnit } else { kind });
        if is_foreign {
            unit_words(edition, spec).clone_into(&mut seen.expected);
        }
        (seen.table, seen.cells, seen.reason) = (Some(spec.table), vec![index], reason);
        (seen.printed, seen.place) = (text.to_owned(), place.clone());
        out.observations.push(seen);
    }
    let unit = reading.unit.or(unit);
    out.entries[index.at()] = Some(Entry::new(reading.figure, shown, place, unit));
}

/// What the form prints of the unit of a cell: beside its row, or over its column.
pub(in crate::reading) fn unit_words<'e>(edition: &'e FormEdition, cell: &CellSpec) -> &'e str {
    let header = edition.column_of(cell).label.printed();
    edition.row_of(cell).measure.as_deref().unwrap_or(header)
}

/// Formulas without a value are one observation a table: all have one cause, a file that no office program saved.
fn summarise_uncomputed(out: &mut Transcript, before: usize) {
    let is_uncomputed = |seen: &Observation| seen.kind == ObservationKind::FormulaNotComputed;
    let Some(first) = out.observations[before..].iter().position(is_uncomputed) else { return };
    let mut at = 0;
    let mut cells = Vec::new();
    out.observations.retain(|seen| {
        at += 1;
        let is_of_it = at > before && is_uncomputed(seen);
        if is_of_it {
            cells.extend(&seen.cells);
        }
        !is_of_it || at == before + first + 1
    });
    cells.sort_unstable();
    out.observations[before + first].cells = cells;
}

/// Blank items are one observation a table, and so are formulas without a value; a table that is all blank is that and nothing else. What was observed of the
/// table stands behind the first `before` observations.
pub(in crate::reading) fn summarise_blanks(out: &mut Transcript, edition: &FormEdition, table: usize, before: usize) {
    summarise_uncomputed(out, before);
    let is_blank = |entry: &Entry| entry.figure == Figure::Blank;
    let read = &out.entries[edition.cells_of(table)];
    let blank: Vec<(CellIndex, &CellSpec)> = edition
        .table_cells(table)
        .zip(read)
        .filter(|(_, entry)| entry.as_ref().is_some_and(is_blank))
        .map(|(cell, _)| cell)
        .collect();
    if blank.is_empty() {
        return;
    }
    let unread = [ObservationKind::RowNotInForm, ObservationKind::ValuesUnassigned, ObservationKind::ColumnNotInForm];
    let has_strangers = out.observations[before..].iter().any(|seen| unread.contains(&seen.kind));
    let is_empty = !has_strangers && read.iter().flatten().all(is_blank);
    let kind = if is_empty { ObservationKind::TableEmpty } else { ObservationKind::BlankCell };
    let cells: Vec<CellIndex> =
        blank.iter().filter(|(_, cell)| is_empty || !cell.total).map(|(index, _)| *index).collect();
    if is_empty {
        out.observations.truncate(before);
    }
    if !cells.is_empty() {
        out.observations.push(Observation { table: Some(table), cells, ..Observation::new(kind) });
    }
}
