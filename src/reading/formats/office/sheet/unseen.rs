//! Cells whose letters have the colour of what is behind them, by the format of the cell.
//!
//! A format that a condition gives, the style of a table and a picture behind the sheet may show them all the same. They are
//! said behind the cells; where a sheet has one nothing is said of any cell.

use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note};
use crate::reading::cells::grid::{Position, Shown};

/// Elements that may put something else behind the cells of a sheet.
const GROUNDS: &[&str] = &["tablePart", "picture"];

/// The cells of a sheet that nobody sees, for all that their formats say.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    /// Where they are, and whether that counts the formats that conditions give.
    cells: Vec<(Position, bool)>,
    has_conditions: bool,
    is_unsure: bool,
}

impl Unseen {
    pub(super) fn add(&mut self, at: Position, is_by_condition: bool) {
        self.cells.push((at, is_by_condition));
    }

    /// Hears of an element behind the cells.
    pub(super) fn hear(&mut self, name: &str) {
        self.is_unsure |= GROUNDS.contains(&name);
        self.has_conditions |= name == "conditionalFormatting";
    }

    /// Notes that nothing is seen in the cells.
    pub(super) fn note(self, cells: &mut impl Cells) -> Result<(), ReadError> {
        let is_sure = |is_by_condition: bool| !self.is_unsure && (is_by_condition || !self.has_conditions);
        let nothing = || Shown { text: String::new(), is_figure: false };
        let mut all = self.cells.into_iter().filter(|(_, is_by_condition)| is_sure(*is_by_condition));
        all.try_for_each(|(at, _)| cells.note(Note::Shown(at, nothing())))
    }
}
