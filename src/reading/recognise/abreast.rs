//! Tables beside each other on the same rows of a sheet, each under its title: table 4 right of table 2. Read line by line, the
//! figures of one would be columns of the other that the form does not have.
//!
//! They are taken apart only where both have figures and a column is free between them from their titles on, down to the next
//! title or to a cell that is merged over both.

use std::ops::Range;

use super::surface::GridLine;
use super::vocabulary::{Meaning, TableKey, Vocabulary};
use crate::reading::cells::grid::Area;

/// The lines of a grid with tables that stand beside each other below each other.
pub(super) fn apart<'g>(lines: Vec<GridLine<'g>>, merged: &[Area], vocabulary: &Vocabulary) -> Vec<GridLine<'g>> {
    /// Tables that are taken apart; a sheet has some dozen.
    const MOST: usize = 64;
    let mut all = Vec::with_capacity(lines.len());
    let mut rest = lines;
    for _ in 0..MOST {
        let found = (0..rest.len()).find_map(|at| abreast(&rest, at, merged, vocabulary));
        let Some((stretch, column)) = found else { break };
        let below = rest.split_off(stretch.end);
        let mut left = std::mem::replace(&mut rest, below);
        let right = left[stretch.start..].iter_mut().map(|line| line.split_off(column));
        let right: Vec<GridLine> = right.filter(|line| !line.cells.is_empty()).collect();
        left.retain(|line| !line.cells.is_empty());
        all.append(&mut left);
        // There may be a third.
        rest.splice(0..0, right);
    }
    all.append(&mut rest);
    all
}

/// The lines of two tables whose titles stand on a line, and the column in which the second begins.
fn abreast(lines: &[GridLine], at: usize, merged: &[Area], vocabulary: &Vocabulary) -> Option<(Range<usize>, u32)> {
    let mut titles = titles(&lines[at], vocabulary);
    let (_, first) = titles.next()?;
    let (column, _) = titles.find(|(_, table)| *table != first)?;
    let free = column.checked_sub(1)?;
    let title = lines[at].row.index;
    let is_over_both = |area: &&Area| area.columns.start() < &column && area.columns.end() >= &free;
    let below = merged.iter().filter(is_over_both).filter(|area| *area.rows.end() >= title);
    let last = below.map(|area| *area.rows.start()).min();
    let is_below =
        |line: &GridLine| last.is_some_and(|last| line.row.index >= last) || is_titled(line, column, vocabulary);
    let end = lines[at + 1..].iter().position(is_below).map_or(lines.len(), |below| at + 1 + below);
    let is_free = |line: &GridLine| line.cells.iter().all(|word| word.cell.column != free);
    let are_apart = last.is_none_or(|last| last > title) && lines[at..end].iter().all(is_free);
    let has_figure = |is_of: &dyn Fn(u32) -> bool| {
        let mut words = lines[at..end].iter().flat_map(|line| &line.cells);
        words.any(|word| word.label.is_none() && is_of(word.cell.column))
    };
    let are_filled = || has_figure(&|at| at < column) && has_figure(&|at| at >= column);
    (are_apart && are_filled()).then_some((at..end, column))
}

/// Whether the title of a table stands on a line left of a column.
fn is_titled(line: &GridLine, column: u32, vocabulary: &Vocabulary) -> bool {
    titles(line, vocabulary).any(|(at, _)| at < column)
}

/// The titles of statutory tables on a line: where each stands, and of which table it is.
fn titles(line: &GridLine, vocabulary: &Vocabulary) -> impl Iterator<Item = (u32, TableKey)> {
    line.cells.iter().filter_map(|word| {
        let meanings = &word.label.as_deref()?.meanings;
        let title = meanings.iter().find(|meaning: &&Meaning| meaning.is_title())?;
        Some((word.cell.column, vocabulary.key(title)))
    })
}
