//! Rows, columns and sheets that nobody sees, and tables that a page hides. Officers hide last year's copy above this
//! year's, a column with a draft, a sheet with the template; now and then they hide a row of the form itself, of a body that
//! has nothing to report there. Content systems write the tables once more for narrow screens.
//!
//! So what can be seen is read first, and what is hidden only where nothing visible gives a cell: a line is taken in
//! if the whole file gives a cell on it that the visible part has not. What can be seen stays as it was read; a hidden copy
//! makes no filing of its own, while the hidden report of another agency does.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Recogniser;
use super::filings::OnGrids;
use super::identify::Title;
use crate::model::{CellIndex, Entry, Figure, Filing, Transcript};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{Grid, Position};

/// Something of a grid that nobody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unseen {
    /// A sheet, or a table or a text of a page, as a whole.
    Sheet(usize),
    Row(usize, u32),
    Column(usize, u32),
}

impl Recogniser<'_> {
    /// The filings on `grids`, which hold no data set.
    pub(in crate::reading) fn filings(&self, grids: &[Grid], file: &Title) -> Result<OnGrids, ReadError> {
        if !grids.iter().any(has_hidden_cells) {
            return self.filings_on(grids, file);
        }
        let read = |is_kept: &dyn Fn(Unseen) -> bool| self.filings_on(&cut(grids, is_kept), file);
        let visible = match read(&|_| false) {
            Ok(visible) => visible,
            Err(error) if matches!(error.problem, Problem::NoStatutoryTable | Problem::Concatenated) => {
                return self.filings_on(grids, file);
            }
            Err(error) => return Err(error),
        };
        let Ok(whole) = self.filings_on(grids, file) else { return Ok(visible) };
        let needed = needed(grids, &visible.filings, &whole.filings);
        let is_open = !needed.is_empty() || !visible.filings.iter().all(|filing| self.is_complete(filing));
        let mut best = visible.clone();
        if is_open {
            // Where the labels are hidden and not the figures, no cell says which lines are needed.
            let labels: [&dyn Fn(Unseen) -> bool; 2] =
                [&|unseen| matches!(unseen, Unseen::Column(..)), &|unseen| matches!(unseen, Unseen::Row(..))];
            let of_labels = labels.into_iter().map(read).filter_map(Result::ok);
            let candidates = read(&|unseen| needed.contains(&unseen)).into_iter().chain(of_labels).chain([whole]);
            for candidate in candidates {
                if keeps(&candidate.filings, &visible.filings) && given(&candidate.filings) > given(&best.filings) {
                    best = candidate;
                }
            }
        }
        // What is a table by what can be seen is one.
        best.known.iter_mut().zip(&visible.known).for_each(|(known, seen)| *known |= seen);
        Ok(best)
    }

    /// Whether a filing has every cell of its form.
    fn is_complete(&self, filing: &Filing) -> bool {
        let Some(transcript) = filing.transcripts.first() else { return false };
        let Some(edition) = self.forms.get(&transcript.edition) else { return false };
        let is_there = |cell| transcript.is_absent(cell) || is_given(transcript.entry(cell));
        edition.each_cell().all(|(cell, spec)| spec.alternative || is_there(cell))
    }
}

/// What of a grid nobody sees and a cell lies on.
fn unseen(at: usize, grid: &Grid, Position { row, column }: Position) -> impl Iterator<Item = Unseen> {
    let sheet = grid.hidden.then_some(Unseen::Sheet(at));
    let row = grid.hidden_lines.hold_row(row).then_some(Unseen::Row(at, row));
    let column = grid.hidden_lines.hold_column(column).then_some(Unseen::Column(at, column));
    [sheet, row, column].into_iter().flatten()
}

fn has_hidden_cells(grid: &Grid) -> bool {
    let lines = &grid.hidden_lines;
    let holds = |row: u32, column: u32| grid.hidden || lines.hold(row, column);
    (grid.hidden || !lines.is_empty())
        && grid.rows.iter().any(|row| row.cells.iter().any(|cell| holds(row.index, cell.column)))
}

/// What of a grid can be seen, if anything.
pub(in crate::reading) fn seen(grid: &Grid) -> Option<Cow<'_, Grid>> {
    if !has_hidden_cells(grid) {
        return Some(Cow::Borrowed(grid));
    }
    cut(std::slice::from_ref(grid), &|_| false).pop().filter(|seen| !seen.rows.is_empty()).map(Cow::Owned)
}

/// The grids without what is hidden, but for what is kept.
fn cut(grids: &[Grid], is_kept: &dyn Fn(Unseen) -> bool) -> Vec<Grid> {
    let cut = |(at, whole): (usize, &Grid)| {
        let mut grid = whole.clone();
        if !grid.hidden && grid.hidden_lines.is_empty() {
            return grid;
        }
        let is_seen = |row: u32, column: u32| unseen(at, whole, Position { row, column }).all(is_kept);
        for row in &mut grid.rows {
            let index = row.index;
            row.cells.retain(|cell| is_seen(index, cell.column));
        }
        grid.rows.retain(|row| !row.cells.is_empty());
        grid.left_out.retain(|left_out| is_seen(left_out.row, left_out.column));
        grid.pictures.retain(|at| is_seen(at.row, at.column));
        grid
    };
    grids.iter().enumerate().map(cut).collect()
}

/// The hidden lines and sheets on which the whole file has a cell that nothing visible gives.
fn needed(grids: &[Grid], visible: &[Filing], whole: &[Filing]) -> HashSet<Unseen> {
    let mut needed = HashSet::new();
    for filing in whole {
        let seen = counterpart(filing, visible);
        if seen.is_none() && !is_of_another(filing, visible) {
            continue;
        }
        let seen = seen.and_then(|seen| seen.transcripts.first());
        // The cells of a filing stand side by side.
        let mut last = 0;
        let Some(transcript) = filing.transcripts.first() else { continue };
        for (at, entry) in transcript.entries.iter().enumerate().filter(|(_, entry)| is_given(entry.as_ref())) {
            let is_seen = seen.is_some_and(|seen| {
                seen.edition == transcript.edition && is_given(seen.entries.get(at).and_then(Option::as_ref))
            });
            let Some(place) = entry.as_ref().and_then(|entry| entry.place.as_ref()).filter(|_| !is_seen) else {
                continue;
            };
            let on = (last..grids.len()).chain(0..last).find_map(|at| Some((at, grids[at].position(place)?)));
            let Some((at, cell)) = on else { continue };
            needed.extend(unseen(at, &grids[at], cell));
            last = at;
        }
    }
    needed
}

/// Whether a cell was given, if only as a blank with a place.
fn is_given(entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| entry.figure != Figure::Blank || entry.place.is_some())
}

/// How many cells were given.
fn given(filings: &[Filing]) -> usize {
    let of = |transcript: &Transcript| transcript.entries.iter().filter(|entry| is_given(entry.as_ref())).count();
    filings.iter().filter_map(|filing| filing.transcripts.first()).map(of).sum()
}

/// Whether two filings can be one: nothing known of them differs.
fn is_same(one: &Filing, other: &Filing) -> bool {
    let agrees = |a: Option<&String>, b: Option<&String>| a.is_none() || b.is_none() || a == b;
    let is_year = one.year.is_none() || other.year.is_none() || one.year == other.year;
    agrees(one.agency.as_ref(), other.agency.as_ref()) && is_year
}

/// The visible filing that a filing of the whole file is.
fn counterpart<'f>(filing: &Filing, visible: &'f [Filing]) -> Option<&'f Filing> {
    visible.iter().find(|seen| is_same(filing, seen))
}

/// Whether a filing is of an agency that no visible one can be of.
fn is_of_another(filing: &Filing, visible: &[Filing]) -> bool {
    let is_other = |seen: &Filing| seen.agency.is_some() && seen.agency != filing.agency;
    filing.agency.is_some() && visible.iter().all(is_other)
}

/// Whether some filings have everything that the visible ones have, and beside them only what is of other agencies.
fn keeps(filings: &[Filing], visible: &[Filing]) -> bool {
    let mut left: Vec<&Filing> = visible.iter().collect();
    for filing in filings {
        match left.iter().position(|seen| is_same(filing, seen) && has_all(filing, seen)) {
            Some(at) => drop(left.remove(at)),
            None if is_of_another(filing, visible) => {}
            None => return false,
        }
    }
    left.is_empty()
}

/// Whether a filing has every cell of a visible one, as it is there.
fn has_all(filing: &Filing, seen: &Filing) -> bool {
    let Some(seen) = seen.transcripts.first() else { return true };
    let Some(own) = filing.transcripts.iter().find(|own| own.edition == seen.edition) else { return false };
    let cells = (0..).map(CellIndex).take(seen.entries.len());
    cells.into_iter().all(|cell| !is_given(seen.entry(cell)) || seen.entry(cell) == own.entry(cell))
}
