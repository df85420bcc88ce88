//! Figures that a copy broke over the lines of their cell: `11` and below it `8`.
//!
//! Narrow columns of documents do that, and so do files made from them. A line break does not say whether the lines are
//! one figure or two. They are one where they look like one that was too long for its column, and a relation of the form
//! holds with it and with none of its lines; else the cell stays unreadable, and that is said.

use super::linear::{BalanceEdit, Verdict};
use super::plan::Plan;
use super::values::{BlankPolicy, Values};
use crate::model::{CellIndex, Entry, Figure, FormEdition, Observation, ObservationKind, Reason, Transcript};

impl Plan {
    /// Reads the figures of a filing that stand on several lines of a cell, as far as the relations say what they are. One
    /// that is read may decide the next; where each waits for another, all of them are one figure each if every relation holds
    /// then that has any of them.
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
                break;
            }
        }
        // Of what no relation has nothing can be told.
        open.retain(|(_, cell)| self.edits_with(*cell).next().is_some());
        if open.len() > 1 && self.are_whole(edition, filing, &open) {
            for (at, cell) in open {
                filing.entries[cell.at()] = filing.entry(cell).and_then(joined);
                filing.observations[at].kind = ObservationKind::NormalisedNumber;
            }
        }
    }

    /// The figure that the lines of a cell are together.
    fn whole(&self, edition: &FormEdition, filing: &mut Transcript, cell: CellIndex) -> Option<Entry> {
        let entry = filing.entry(cell)?.clone();
        let whole = joined(&entry)?;
        let lines = lines_of(&entry);
        let mut holds = |figure: Option<Entry>| {
            filing.entries[cell.at()] = figure;
            let values = Values::of(edition, filing, BlankPolicy::Zero);
            filing.entries[cell.at()] = Some(entry.clone());
            self.edits_with(cell).any(|edit| self.confront(edit, &values) == Verdict::Holds)
        };
        let is_certain = holds(Some(whole.clone())) && !lines.iter().any(|line| holds(as_figure(&entry, line)));
        is_certain.then_some(whole)
    }

    /// Whether the lines of several cells are one figure in each: every relation holds then that has any of them. Where it
    /// does with the first lines or with the last ones as well, they may be the figures of two years.
    fn are_whole(&self, edition: &FormEdition, filing: &Transcript, open: &[(usize, CellIndex)]) -> bool {
        let holds = |figure: &dyn Fn(&Entry) -> Option<Entry>| {
            let mut tried = filing.clone();
            for (_, cell) in open {
                tried.entries[cell.at()] = filing.entry(*cell).and_then(figure);
            }
            let values = Values::of(edition, &tried, BlankPolicy::Zero);
            open.iter().all(|(_, cell)| {
                let verdicts = || self.edits_with(*cell).map(|edit| self.confront(edit, &values));
                let is_broken = |verdict: Verdict| matches!(verdict, Verdict::Violated { .. });
                tried.entry(*cell).is_some()
                    && verdicts().any(|verdict| verdict == Verdict::Holds)
                    && !verdicts().any(is_broken)
            })
        };
        let line = |entry: &Entry, at: fn(&[String]) -> Option<&String>| as_figure(entry, at(&lines_of(entry))?);
        holds(&joined)
            && !holds(&|entry| line(entry, <[String]>::first))
            && !holds(&|entry| line(entry, <[String]>::last))
    }

    fn edits_with(&self, cell: CellIndex) -> impl Iterator<Item = &BalanceEdit> {
        self.edits().iter().filter(move |edit| self.terms(edit).iter().any(|term| term.cell == cell))
    }
}

/// The lines of a cell that hold something.
fn lines_of(entry: &Entry) -> Vec<String> {
    let printed = entry.printed();
    printed.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The figure that a cell's lines are together, if it looks like one that was too long for its column: it fills each line but
/// the last.
fn joined(entry: &Entry) -> Option<Entry> {
    let lines = lines_of(entry);
    let (last, others) = lines.split_last()?;
    let length = others.first()?.len();
    let is_one = others.iter().all(|line| line.len() == length) && last.len() <= length;
    is_one.then(|| as_figure(entry, &lines.concat())).flatten()
}

fn as_figure(entry: &Entry, digits: &str) -> Option<Entry> {
    let number = digits.parse().ok()?;
    Some(Entry::new(Figure::Number(number), &entry.printed(), entry.place.clone(), entry.unit))
}

/// The observations of cells whose lines are figures, and these cells.
fn broken(filing: &Transcript) -> Vec<(usize, CellIndex)> {
    let is_broken =
        |seen: &Observation| seen.kind == ObservationKind::UnreadableNumber && seen.reason == Some(Reason::BrokenLines);
    let seen = filing.observations.iter().enumerate().filter(|(_, seen)| is_broken(seen));
    seen.filter_map(|(at, seen)| Some((at, *seen.cells.first()?))).collect()
}
