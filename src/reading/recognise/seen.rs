//! What a person sees in the cells of a filing, where that is not what the file holds: text that does not count, figures
//! that are shown as others, lines that are hidden.

use super::locate::Found;
use super::merged::take_out_merged;
use super::surface::Surface;
use super::{Recogniser, formulas};
use crate::model::{
    CellIndex, CellSpec, Entry, FormEdition, Observation, ObservationKind, Place, Reason, Transcript, Unit,
};
use crate::reading::cells::grid::{Grid, Position, Shown};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

impl Recogniser<'_> {
    /// Says of each cell what a person sees of it, where that is not what was read.
    pub(super) fn note_seen(&self, surfaces: &[Surface], found: &Found, transcript: &mut Transcript) {
        let Some(edition) = self.forms.get(&transcript.edition) else { return };
        let mut lines: Vec<LineAt> = found.sections.iter().flat_map(|section| &section.lines).copied().collect();
        lines.sort_unstable();
        let mut grids: Vec<usize> = lines.iter().map(|at| at.grid).collect();
        grids.dedup();
        let grids: Vec<&Grid> = grids.into_iter().map(|grid| surfaces[grid].grid).collect();
        take_out_merged(edition, transcript, &grids);
        let placed = placed(edition, transcript, &grids);
        let mut seen = Vec::new();
        note_shown(edition, transcript, &placed, &mut seen);
        note_hidden(edition, transcript, &placed, &mut seen);
        transcript.observations.append(&mut seen);
        transcript.formulas = formulas::of_totals(edition, &placed);
        let mut rows: Vec<(usize, u32)> =
            lines.iter().map(|LineAt { grid, line }| (*grid, surfaces[*grid].lines[*line].row.index)).collect();
        rows.dedup();
        for (grid, row) in rows {
            note_left_out(surfaces[grid].grid, row, edition, transcript);
        }
    }
}

/// A cell of the form, and where it stands.
pub(super) struct PlacedCell<'g> {
    pub(super) cell: CellIndex,
    pub(super) grid: &'g Grid,
    pub(super) at: Position,
}

/// The cells of a filing that stand on some grids.
fn placed<'g>(edition: &FormEdition, transcript: &Transcript, grids: &[&'g Grid]) -> Vec<PlacedCell<'g>> {
    let of = |cell: CellIndex| {
        let place = transcript.entry(cell)?.place.as_ref()?;
        grids.iter().find_map(|grid| Some(PlacedCell { cell, grid, at: grid.position(place)? }))
    };
    // Nearly all files show what they hold, and hold what was typed.
    let is_needed = |grid: &&Grid| {
        is_hidden_table(grid) || !grid.shown.is_empty() || !grid.hidden_lines.is_empty() || !grid.formulas.is_empty()
    };
    if !grids.iter().any(is_needed) {
        return Vec::new();
    }
    edition.each_cell().filter_map(|(cell, _)| of(cell)).collect()
}

/// Figures that their number formats show as others.
fn note_shown(edition: &FormEdition, transcript: &Transcript, placed: &[PlacedCell], seen: &mut Vec<Observation>) {
    for PlacedCell { cell, grid, at } in placed {
        let shown = grid.shown(*at).and_then(|shown| shown_otherwise(edition, transcript, *cell, shown));
        let place = || Some(grid.place(at.row, at.column));
        seen.extend(shown.map(|shown| Observation { place: place(), ..shown }));
    }
}

/// That a cell shows another figure than it stores, if it does.
pub(in crate::reading) fn shown_otherwise(
    edition: &FormEdition,
    transcript: &Transcript,
    cell: CellIndex,
    shown: &Shown,
) -> Option<Observation> {
    let spec = edition.cell(cell);
    let reason = differs(transcript.entry(cell)?, spec, shown)?;
    Some(Observation {
        table: Some(spec.table),
        cells: vec![cell],
        printed: shown.text.clone(),
        reason: Some(reason),
        ..Observation::new(ObservationKind::ShownOtherwise)
    })
}

/// Why a cell shows another figure than it stores, if it does: a figure in another unit than the form's is one.
fn differs(entry: &Entry, spec: &CellSpec, shown: &Shown) -> Option<Reason> {
    let number = entry.number()?;
    if shown.is_figure {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_no_word = |c: char| c.is_whitespace() || "()（）-−+".contains(c);
        let [before, behind] = [shown.text.split(is_digit).next(), shown.text.rsplit(is_digit).next()]
            .map(|beside| beside.unwrap_or_default().trim_matches(is_no_word));
        let is_yuan = LEXICON.is_yuan_sign(before) || LEXICON.is_yuan_sign(behind);
        let unit = if behind == "万" { Some(Unit::WanYuan) } else { Unit::named(behind) };
        let unit = unit.or(is_yuan.then_some(Unit::Yuan));
        let is_other = LEXICON.is_currency(before) || LEXICON.is_currency(behind);
        let is_another = match spec.unit {
            // Of a column in 元 a format with 元 says nothing new.
            Some(own) => is_other || unit.is_some_and(|unit| unit != entry.unit.unwrap_or(own)),
            None => is_other || unit.is_some() || LEXICON.is_count_scale(behind) || LEXICON.is_scaled_count(behind),
        };
        // Nothing is nothing in any unit.
        return (is_another && !number.is_zero()).then_some(Reason::InUnit);
    }
    match shown.text.as_str() {
        "" if number.is_zero() => None,
        "" => Some(Reason::Hidden),
        _ => Some(Reason::Figure),
    }
}

/// Whether a grid is a table of a page that nobody sees: all of its rows are hidden. Of a hidden sheet the name is said.
fn is_hidden_table(grid: &Grid) -> bool {
    grid.hidden && grid.sheet().is_none()
}

/// Figures that stand in hidden rows and columns: they were read because nothing visible gives them.
fn note_hidden(edition: &FormEdition, transcript: &Transcript, placed: &[PlacedCell], seen: &mut Vec<Observation>) {
    let is_hidden = |one: &&PlacedCell| {
        let is_filled = transcript.quoted(one.cell).is_some();
        is_filled && (is_hidden_table(one.grid) || one.grid.hidden_lines.hold(one.at.row, one.at.column))
    };
    let hidden: Vec<&PlacedCell> = placed.iter().filter(is_hidden).collect();
    for table in 0..edition.tables.len() {
        let mine: Vec<_> = hidden.iter().filter(|one| edition.cell(one.cell).table == table).collect();
        let Some(first) = mine.first() else { continue };
        let place = Some(first.grid.place(first.at.row, first.at.column));
        seen.push(Observation { place, ..hidden_lines(table, mine.iter().map(|one| one.cell).collect()) });
    }
}

/// That cells of a table stand in hidden rows or columns.
pub(in crate::reading) fn hidden_lines(table: usize, cells: Vec<CellIndex>) -> Observation {
    Observation { table: Some(table), cells, ..Observation::new(ObservationKind::HiddenLines) }
}

/// That in a cell stands text that a person does not count.
pub(in crate::reading) fn left_out(edition: &FormEdition, cell: CellIndex, text: &str) -> Observation {
    Observation {
        table: Some(edition.cell(cell).table),
        cells: vec![cell],
        printed: text.to_owned(),
        ..Observation::new(ObservationKind::TextNotShown)
    }
}

/// Says of each cell of a row in which something stands that a person does not count.
fn note_left_out(grid: &Grid, row: u32, edition: &FormEdition, transcript: &mut Transcript) {
    let first = grid.left_out.partition_point(|left_out| left_out.row < row);
    for left_out in grid.left_out[first..].iter().take_while(|left_out| left_out.row == row) {
        let place = grid.place(left_out.row, left_out.column);
        // The form may have no cell where a merged one covers some: then it is the merged one that holds more.
        let covering = || {
            grid.covering(Position { row: left_out.row, column: left_out.column })
                .map(|at| grid.place(at.row, at.column))
        };
        let cell = cell_at(edition, transcript, &place);
        let cell = cell.or_else(|| cell_at(edition, transcript, &covering()?));
        let Some(cell) = cell else { continue };
        let seen = self::left_out(edition, cell, &left_out.text);
        transcript.observations.push(Observation { place: Some(place), ..seen });
    }
}

/// The cell of the form that stands at a place: one that was read there, or, where nothing is left of it, the one in the row
/// and the column of others.
fn cell_at(edition: &FormEdition, transcript: &Transcript, place: &Place) -> Option<CellIndex> {
    let placed =
        || edition.each_cell().filter_map(|(cell, spec)| Some((cell, spec, transcript.entry(cell)?.place.as_ref()?)));
    if let Some((cell, ..)) = placed().find(|(.., own)| *own == place) {
        return Some(cell);
    }
    let (_, above, _) = placed().find(|(.., own)| own.at_row(place.row()) == *place)?;
    let is_beside = |spec: &CellSpec| spec.block_at() == above.block_at();
    let (_, beside, _) = placed().find(|(_, spec, own)| own.row() == place.row() && is_beside(spec))?;
    edition.cell_at(above.block_at(), beside.row, above.column)
}
