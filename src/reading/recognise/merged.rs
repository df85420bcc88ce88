//! Figures in cells that are merged over several cells of the form: whoever typed 5 over two rows or two columns may have meant
//! 5 and 0, 2 and 3, or 5 twice. None of them is read, and that is one finding. Nothing over several cells is nothing in each.

use std::collections::BTreeMap;

use crate::model::{CellIndex, Entry, Figure, FormEdition, Observation, ObservationKind, Place, Reason, Transcript};
use crate::reading::cells::grid::{Grid, Position};

/// Takes out the figures of a filing, which stands on some grids, that may be those of several of its cells.
pub(super) fn take_out_merged(edition: &FormEdition, transcript: &mut Transcript, grids: &[&Grid]) {
    if grids.iter().all(|grid| grid.merged.is_empty()) {
        return;
    }
    let covering = |place: &Place| {
        let (grid, at) = grids.iter().enumerate().find_map(|(at, grid)| Some((at, grid.position(place)?)))?;
        let first = grids[grid].covering(at).filter(|first| *first != at)?;
        Some(((grid, first), grids[grid].place(first.row, first.column)))
    };
    let placed = |cell: CellIndex| transcript.entry(cell)?.place.as_ref();
    let is_blank = |cell: &CellIndex| transcript.figure(*cell) == Some(Figure::Blank);
    let mut below: BTreeMap<(usize, Position), (Place, Vec<CellIndex>)> = BTreeMap::new();
    for cell in edition.each_cell().map(|(cell, _)| cell).filter(is_blank) {
        if let Some((first, place)) = placed(cell).and_then(covering) {
            below.entry(first).or_insert_with(|| (place, Vec::new())).1.push(cell);
        }
    }
    let is_figure = |cell: CellIndex| transcript.entry(cell)?.number().filter(|number| !number.is_zero());
    let at = |place: &Place| edition.each_cell().find(|(cell, _)| placed(*cell) == Some(place)).map(|(cell, _)| cell);
    let merged = below.into_values().filter_map(|(place, cells)| {
        let first = at(&place).filter(|first| is_figure(*first).is_some())?;
        Some((first, cells))
    });
    for (first, cells) in merged.collect::<Vec<_>>() {
        let Some(entry) = transcript.entry(first).cloned() else { continue };
        let printed = entry.printed().into_owned();
        for seen in &mut transcript.observations {
            if seen.kind == ObservationKind::BlankCell {
                seen.cells.retain(|cell| !cells.contains(cell));
            }
        }
        transcript.observations.retain(|seen| seen.kind != ObservationKind::BlankCell || !seen.cells.is_empty());
        for cell in cells {
            let place = transcript.place(cell);
            transcript.entries[cell.at()] = Some(Entry::new(Figure::Unreadable, "", place, None));
        }
        let unread = Entry::new(Figure::Unreadable, &printed, entry.place.clone(), entry.unit);
        transcript.entries[first.at()] = Some(unread);
        transcript.observations.push(Observation {
            table: Some(edition.cell(first).table),
            cells: vec![first],
            printed,
            reason: Some(Reason::Merged),
            place: entry.place,
            ..Observation::new(ObservationKind::UnreadableNumber)
        });
    }
}
