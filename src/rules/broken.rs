//! Figures that a copy broke over the lines of their cell: `11` and below it `8`.
//!
//! Narrow columns of documents do that, and so do files made from them. A line break does not say whether the lines are
//! one figure or two. They are one where they look like one that was too long for its column, and a relation of the form
//! holds with it and with none of its lines; else the cell stays unreadable, and that is said.

use super::linear::Verdict;
use super::plan::Plan;
use super::values::{BlankPolicy, Values};
use crate::model::{CellIndex, Entry, Figure, FormEdition, Observation, ObservationKind, Reason, Transcript};

impl Plan {
    /// Reads the figures of a filing that stand on several lines of a cell, as far as the relations say what they are. One
    /// that is read may decide the next.
    pub fn read_broken(&self, edition: &FormEdition, filing: &mut Transcript) {
        let mut open = broken(filing);
        loop {
            let before = open.len();
            open.retain(|(at, cell)| {
                let whole = self.whole(edition, filing, *cell);
                let is_open = whole.is_none();
                if !is_open {
                    filing.entries[cell.at()] = whole;
                    filing.observations[*at].kind = ObservationKind::NormalisedNumber;
                }
                is_open
            });
            if open.len() == before {
                return;
            }
        }
    }

    /// The figure that the lines of a cell are together.
    fn whole(&self, edition: &FormEdition, filing: &mut Transcript, cell: CellIndex) -> Option<Entry> {
        let entry = filing.entry(cell)?.clone();
        let printed = entry.printed();
        let lines: Vec<&str> = printed.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        let (last, others) = lines.split_last()?;
        // A figure too long for its column fills each line but the last.
        let length = others.first()?.len();
        if others.iter().any(|line| line.len() != length) || last.len() > length {
            return None;
        }
        let as_figure = |digits: &str| {
            let number = digits.parse().ok()?;
            Some(Entry::new(Figure::Number(number), &printed, entry.place.clone(), entry.unit))
        };
        let mut holds = |digits: &str| {
            filing.entries[cell.at()] = as_figure(digits);
            let values = Values::of(edition, filing, BlankPolicy::Zero);
            filing.entries[cell.at()] = Some(entry.clone());
            let mut edits = self.edits().iter().filter(|edit| self.terms(edit).iter().any(|term| term.cell == cell));
            edits.any(|edit| self.confront(edit, &values) == Verdict::Holds)
        };
        let whole = lines.concat();
        let is_certain = holds(&whole) && !lines.iter().any(|line| holds(line));
        is_certain.then(|| as_figure(&whole)).flatten()
    }
}

/// The observations of cells whose lines are figures, and these cells.
fn broken(filing: &Transcript) -> Vec<(usize, CellIndex)> {
    let is_broken =
        |seen: &Observation| seen.kind == ObservationKind::UnreadableNumber && seen.reason == Some(Reason::BrokenLines);
    let seen = filing.observations.iter().enumerate().filter(|(_, seen)| is_broken(seen));
    seen.filter_map(|(at, seen)| Some((at, *seen.cells.first()?))).collect()
}
