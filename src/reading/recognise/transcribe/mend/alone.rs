//! Labels of a grid with nothing beside them, next to figures that stand alone on their lines.
//!
//! A report that was pasted into one column, or whose labels are merged over the lines of their figures, is read as a text
//! is: labels and values by turns. Figures right of where the labels stand may be the second line of a label that is merged
//! over two, or have lost a label of their own: nobody knows whose they are, and none of these rows is blank.

use std::collections::{BTreeSet, HashSet};

use super::super::super::align::Values;
use super::super::TableReader;
use super::super::pieces::TableLine;
use super::blocks::borders;
use crate::reading::cells::grid::CellKind;
use crate::reading::recognise::place::RowAt;

impl TableLine<'_> {
    /// Whether it is the label of a row with no figure beside it.
    pub(super) fn is_alone(&self) -> bool {
        match self {
            Self::Bare { .. } => true,
            Self::Row { row, .. } => row.is_blank(),
            _ => false,
        }
    }
}

/// Labels without figures and lines of figures without a label that nothing else stands between.
struct Gathering {
    labels: Vec<usize>,
    values: Vec<usize>,
}

impl<'g> TableReader<'_, 'g> {
    /// Takes blank rows for labels whose values stand elsewhere, where values stand alone next to them and not right of
    /// them. Also says whether there were any.
    pub(super) fn set_labels_apart(&self, pieces: Vec<TableLine<'g>>) -> (Vec<TableLine<'g>>, bool) {
        let is_row = |at: &usize| matches!(pieces[*at], TableLine::Row { .. });
        let apart: HashSet<usize> = self
            .gatherings(&pieces)
            .into_iter()
            .filter(|all| !all.values.iter().any(|at| is_right_of(&pieces, &all.labels, *at)))
            .flat_map(|all| all.labels)
            .filter(is_row)
            .collect();
        let has_new = !apart.is_empty();
        let taken = pieces.into_iter().enumerate().map(|(at, piece)| match piece {
            TableLine::Row { block, row } if apart.contains(&at) => TableLine::Bare { block, row },
            piece => piece,
        });
        (taken.collect(), has_new)
    }

    /// Refuses labels without figures where values are left next to them that are nobody's.
    pub(super) fn refuse_labels_apart(&mut self, pieces: Vec<TableLine<'g>>) -> Vec<TableLine<'g>> {
        let mut gone = HashSet::new();
        for Gathering { labels, values } in self.gatherings(&pieces) {
            let runs = values.chunk_by(|one, next| one + 1 == *next);
            let near: BTreeSet<usize> = runs.flat_map(|run| nearest(&labels, run)).collect();
            let rows: Vec<RowAt> = near.iter().filter_map(|at| pieces[*at].row()).collect();
            if let Some(first) = pieces[values[0]].values() {
                self.leave_open(&rows, first);
            }
            gone.extend(near.into_iter().chain(values));
        }
        pieces.into_iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, piece)| piece).collect()
    }

    /// The labels without figures that have lines of figures without a label next to them, with these.
    fn gatherings(&self, pieces: &[TableLine<'g>]) -> Vec<Gathering> {
        let headers = borders(pieces, |at| self.is_header(at));
        let is_open = |at: &usize| match &pieces[*at] {
            TableLine::Row { row, .. } => row.is_blank(),
            TableLine::Stranger { .. } => false,
            _ => !headers[*at],
        };
        let has_beside = pieces.iter().any(|piece| matches!(piece, TableLine::Row { row, .. } if !row.is_blank()));
        let (mut all, mut from) = (Vec::new(), 0);
        while from < pieces.len() {
            let to = from + (from..pieces.len()).take_while(is_open).count();
            let labels: Vec<usize> = (from..to).filter(|at| pieces[*at].is_alone()).collect();
            let is_of_a_row = |at: &usize| {
                let is_above = labels.first().is_none_or(|first| at < first);
                pieces[*at].values().is_some_and(|values| !self.is_of_no_row(values, is_above, has_beside))
            };
            let values: Vec<usize> = (from..to).filter(is_of_a_row).collect();
            all.extend(
                Some(Gathering { labels, values }).filter(|all| !all.labels.is_empty() && !all.values.is_empty()),
            );
            from = to + 1;
        }
        all
    }

    /// Whether values without a label need not be any row's: a date below a table, the numbers of the columns above all
    /// labels, the number of a page where other figures stand beside their labels.
    fn is_of_no_row(&self, values: &Values<'g>, is_above: bool, has_beside: bool) -> bool {
        let is_date = values.cells.iter().any(|placed| placed.cell.kind == CellKind::Date);
        is_date || (is_above && counts_up(values)) || (has_beside && self.is_page_number(values))
    }

    /// Says of rows that values may be theirs, and takes these for nobody's.
    pub(super) fn leave_open(&mut self, rows: &[RowAt], values: &Values<'g>) {
        for block in 0..self.blocks.len() {
            let rows: Vec<usize> = rows.iter().filter(|row| row.block == block).map(|row| row.row).collect();
            if !rows.is_empty() {
                let n = self.printed_columns(block).len();
                self.note_unassigned(block, &rows, values, n);
                self.blocks[block].unresolved.extend(rows);
            }
        }
    }
}

/// Whether values stand right of the label of a grid next to them, above or else below.
fn is_right_of(pieces: &[TableLine], labels: &[usize], at: usize) -> bool {
    let after = labels.partition_point(|label| *label < at);
    let nearest = after.checked_sub(1).or(Some(after)).and_then(|label| labels.get(label));
    match (nearest.map(|label| &pieces[*label]), pieces[at].values()) {
        (Some(TableLine::Row { row, .. }), Some(values)) => {
            let first = values.value_columns().next();
            row.values.at.grid == values.at.grid && row.values.label < first
        }
        _ => false,
    }
}

/// As many labels above a run of values as it has lines, and as many below.
fn nearest(labels: &[usize], run: &[usize]) -> Vec<usize> {
    let after = labels.partition_point(|label| *label < run[0]);
    let (above, below) = labels.split_at(after);
    above.iter().rev().take(run.len()).chain(below.iter().take(run.len())).copied().collect()
}

/// Whether values are 1, 2, 3 and so on.
fn counts_up(values: &Values) -> bool {
    values.cells.len() > 1 && values.figures().zip(1..).all(|(text, number)| text.parse() == Ok(number))
}
