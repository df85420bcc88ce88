//! Cells whose letters have the colour of what is behind them, by the format of the cell.
//!
//! A format that a condition gives, the style of a table and a picture behind the sheet may show them all the same. They are
//! said behind the cells; where a sheet has one nothing is said of any cell.

use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note};
use crate::reading::cells::grid::{Position, Shown};

/// Elements that may put something else behind the cells of a sheet.
const GROUNDS: &[&str] = &["conditionalFormatting", "tablePart", "picture"];

/// The cells of a sheet that nobody sees, for all that their formats say.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    cells: Vec<Position>,
    is_unsure: bool,
}

impl Unseen {
    pub(super) fn add(&mut self, at: Position) {
        self.cells.push(at);
    }

    /// Hears of an element behind the cells.
    pub(super) fn hear(&mut self, name: &str) {
        self.is_unsure |= GROUNDS.contains(&name);
    }

    /// Notes that nothing is seen in the cells.
    pub(super) fn note(self, cells: &mut impl Cells) -> Result<(), ReadError> {
        let all = if self.is_unsure { Vec::new() } else { self.cells };
        let nothing = || Shown { text: String::new(), is_figure: false };
        all.into_iter().try_for_each(|at| cells.note(Note::Shown(at, nothing())))
    }
}
