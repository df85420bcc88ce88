//! Labels of a grid with nothing beside them, next to figures that stand alone on their lines.
//!
//! A report that was pasted into one column, or whose labels are merged over the lines of their figures, is read as a text
//! is: labels and values by turns. Figures right of where the labels stand may be the second line of a label that is merged
//! over two, or have lost a label of their own: nobody knows whose they are, and none of these rows is blank.

use std::collections::HashSet;

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
            Self::Stranger { .. } | Self::Values(_) | Self::Words { .. } => false,
        }
    }
}

impl<'g> TableReader<'_, 'g> {
    /// Takes blank rows for labels whose values stand elsewhere, where values stand alone next to them, and refuses those
    /// whose values stand right of them. Also says whether there were any of the first.
    pub(super) fn set_labels_apart(&mut self, pieces: Vec<TableLine<'g>>) -> (Vec<TableLine<'g>>, bool) {
        let headers = borders(&pieces, |at| self.is_header(at));
        let is_open = |at: &usize| match &pieces[*at] {
            TableLine::Row { row, .. } => row.is_blank(),
            TableLine::Stranger { .. } => false,
            TableLine::Bare { .. } | TableLine::Values(_) | TableLine::Words { .. } => !headers[*at],
        };
        let (mut apart, mut refused, mut from) = (HashSet::new(), Vec::new(), 0);
        while from < pieces.len() {
            let to = from + (from..pieces.len()).take_while(is_open).count();
            let labels: Vec<usize> = (from..to).filter(|at| pieces[*at].is_alone()).collect();
            let values: Vec<usize> = (from..to).filter(|at| self.is_of_a_row(&pieces, *at, &labels)).collect();
            if values.iter().any(|at| is_right_of(&pieces, &labels, *at)) {
                let runs = values.chunk_by(|one, next| one + 1 == *next);
                refused.extend(runs.map(|run| (run.to_vec(), nearest(&labels, run))));
            } else if !values.is_empty() {
                apart.extend(labels.into_iter().filter(|at| matches!(pieces[*at], TableLine::Row { .. })));
            }
            from = to + 1;
        }
        let mut gone = HashSet::new();
        for (values, labels) in refused {
            let rows: Vec<RowAt> = labels.iter().filter(|at| gone.insert(**at)).filter_map(|at| pieces[*at].row()).collect();
            if let Some(TableLine::Values(first)) = values.first().map(|at| &pieces[*at]).filter(|_| !labels.is_empty()) {
                self.leave_open(&rows, first);
                gone.extend(values);
            }
        }
        let has_new = !apart.is_empty();
        let kept = pieces.into_iter().enumerate().filter(|(at, _)| !gone.contains(at));
        let taken = kept.map(|(at, piece)| match piece {
            TableLine::Row { block, row } if apart.contains(&at) => TableLine::Bare { block, row },
            piece => piece,
        });
        (taken.collect(), has_new)
    }

    /// Whether a piece is values without a label that must be some row's: no number of a page, no date below a table, and
    /// no numbers of the columns above the first of its `labels`.
    fn is_of_a_row(&self, pieces: &[TableLine<'g>], at: usize, labels: &[usize]) -> bool {
        let TableLine::Values(values) = &pieces[at] else { return false };
        let is_above = labels.first().is_none_or(|first| at < *first);
        let is_date = values.cells.iter().any(|placed| placed.cell.kind == CellKind::Date);
        !is_date && !self.is_page_number(values) && !(is_above && counts_up(values))
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
    match (nearest.map(|label| &pieces[*label]), &pieces[at]) {
        (Some(TableLine::Row { row, .. }), TableLine::Values(values)) => {
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
