//! Figures that a copy broke over the lines of their cell: `11` and below it `8`.
//!
//! Narrow columns of documents do that, and so do files made from them. A line break does not say whether the lines are
//! one figure or two. They are one where they look like one that was too long for its column, and a relation of the form
//! holds with it and with none of its lines; else the cell stays unreadable, and that is said.

use super::linear::Verdict;
use super::plan::Plan;
use super::values::{BlankPolicy, Values};
use crate::model::{CellIndex, Entry, Figure, FormEdition, Observation, ObservationKind, Transcript};

impl Plan {
    /// Reads the figures of a filing that stand on several lines of a cell, as far as the relations say what they are.
    pub fn read_broken(&self, edition: &FormEdition, filing: &mut Transcript) {
        let is_open = |kind, reason| kind == ObservationKind::UnreadableNumber && reason == Observation::BROKEN_LINES;
        loop {
            let open = (0..filing.observations.len())
                .filter(|at| is_open(filing.observations[*at].kind, filing.observations[*at].reason));
            let found = open.into_iter().find_map(|at| {
                let &[cell] = filing.observations[at].cells.as_slice() else { return None };
                Some((at, cell, self.whole(edition, filing, cell)?))
            });
            let Some((at, cell, whole)) = found else { return };
            filing.entries[cell.at()] = Some(whole);
            filing.observations[at].kind = ObservationKind::NormalisedNumber;
        }
    }

    /// The figure that the lines of a cell are together.
    fn whole(&self, edition: &FormEdition, filing: &Transcript, cell: CellIndex) -> Option<Entry> {
        let entry = filing.entry(cell)?;
        let printed = entry.printed();
        let lines: Vec<&str> = printed.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        let (first, last) = lines.first().zip(lines.last())?;
        // A figure too long for its column fills each line but the last.
        let is_one = lines[..lines.len() - 1].iter().all(|line| line.len() == first.len()) && last.len() <= first.len();
        if !is_one {
            return None;
        }
        let as_figure = |digits: &str| {
            let number = digits.parse().ok()?;
            Some(Entry::new(Figure::Number(number), &printed, entry.place.clone(), entry.unit))
        };
        let mut trial = filing.clone();
        let mut held = |digits: &str| -> Vec<u32> {
            trial.entries[cell.at()] = as_figure(digits);
            let values = Values::of(edition, &trial, BlankPolicy::Zero);
            let edits = self.edits().iter().filter(|edit| self.terms(edit).iter().any(|term| term.cell == cell));
            edits.filter(|edit| self.confront(edit, &values) == Verdict::Holds).map(|edit| edit.first).collect()
        };
        let of_lines: Vec<u32> = lines.iter().flat_map(|line| held(line)).collect();
        let joined = lines.concat();
        let is_certain = of_lines.is_empty() && !held(&joined).is_empty();
        is_certain.then(|| as_figure(&joined)).flatten()
    }
}
