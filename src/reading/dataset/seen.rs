//! What a person sees of the cells of a data set in a workbook, where that is not what they hold: a figure that its number
//! format shows as another, text that was struck out, rows and columns that are hidden.
//!
//! It comes with each row and goes into its record. White letters are not among it: whether something is behind them is
//! said only below the last row.

use super::record::Given;
use crate::model::{CellIndex, FormEdition, Observation, Reason, Transcript};
use crate::reading::cells::grid::{Grid, HiddenLines, LeftOut, Origin, Position, Shown};
use crate::reading::recognise::seen;

/// What is known of a row besides what its cells hold; of a text that is nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RowNotes<'r> {
    /// What cells show instead of what they hold, in order.
    pub(super) shown: &'r [(Position, Shown)],
    /// Text that does not count, in order.
    pub(super) left_out: &'r [LeftOut],
    /// The lines of its surface that nobody sees.
    pub(super) hidden: Option<&'r HiddenLines>,
}

impl<'r> RowNotes<'r> {
    /// Those of a row of a grid that is there whole.
    pub(super) fn of(grid: &'r Grid, row: u32) -> Self {
        let (shown, left_out) = (&grid.shown, &grid.left_out);
        let shown = shown.partition_point(|(at, _)| at.row < row)..shown.partition_point(|(at, _)| at.row <= row);
        let left_out = left_out.partition_point(|one| one.row < row)..left_out.partition_point(|one| one.row <= row);
        Self { shown: &grid.shown[shown], left_out: &grid.left_out[left_out], hidden: Some(&grid.hidden_lines) }
    }

    /// What a person sees of a cell of the row.
    pub(super) fn of_cell(self, at: Position) -> impl Iterator<Item = SeenCell> {
        let shown =
            self.shown.iter().filter(move |(own, _)| *own == at).map(|(_, shown)| SeenCell::Shown(shown.clone()));
        let left_out = self.left_out.iter().filter(move |own| own.column == at.column);
        let left_out = left_out.map(|left_out| SeenCell::LeftOut(left_out.text.clone()));
        let is_hidden = self.hidden.is_some_and(|hidden| hidden.hold(at.row, at.column));
        shown.chain(left_out).chain(is_hidden.then_some(SeenCell::Hidden))
    }

    /// That a row holds nothing but what was struck out, and so is no record.
    pub(super) fn struck_row(self, origin: &Origin) -> Option<Observation> {
        let first = self.left_out.first()?;
        let texts: Vec<&str> = self.left_out.iter().map(|one| one.text.as_str()).take(2).collect();
        Some(Observation::aside(Reason::Struck, texts.join(" "), Some(origin.place(first.row, first.column))))
    }
}

/// What a person sees of a cell.
#[derive(Debug, Clone)]
pub(super) enum SeenCell {
    /// Another text than it holds.
    Shown(Shown),
    /// This besides, which does not count.
    LeftOut(String),
    /// Nothing: its row or column is hidden.
    Hidden,
}

/// Says of the cells of a table what a person sees of them.
pub(super) fn note(out: &mut Transcript, edition: &FormEdition, table: usize, cells: &[(CellIndex, Given)]) {
    let mut hidden: Vec<(CellIndex, Given)> = Vec::new();
    for (index, value) in cells {
        for one in value.seen() {
            let seen = match one {
                SeenCell::Shown(shown) => seen::shown_otherwise(edition, out, *index, shown),
                SeenCell::LeftOut(text) => Some(seen::left_out(edition, *index, text)),
                SeenCell::Hidden => {
                    hidden.extend(value.is_filled().then_some((*index, *value)));
                    None
                }
            };
            out.observations.extend(seen.map(|seen| Observation { place: value.place(), ..seen }));
        }
    }
    if let Some((_, first)) = hidden.first() {
        let cells = hidden.iter().map(|(index, _)| *index).collect();
        out.observations.push(Observation { place: first.place(), ..seen::hidden_lines(table, cells) });
    }
}
