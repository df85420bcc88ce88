//! Rows whose label and values do not stand on one line.
//!
//! Text made by OCR, or taken from the text layer of a PDF, prints labels on the line before or after their values, in
//! two or three pieces, one value a line, or not at all. Such values are read only where one reading is possible:
//!
//! * the pieces of a label around its values, where together they are one label of the form;
//! * a label that is one of the form but for one character, in its place;
//! * labels and values by turns, where a stretch of them begins and ends so that each value line has one label;
//! * values without labels between two rows of the form, as many as the form has rows between those two;
//! * the values of a table printed on one line, however they are broken into lines.
//!
//! A row of a grid is the same: a sheet with one cell a row, a label merged over the line above its values. So a label
//! that has nothing beside it is no blank row where values stand alone next to it.
//!
//! Where two of these disagree, or none applies, the rows are left unassigned and said. A figure alone may be the number
//! of a page: where a row has one figure, and rows elsewhere in the table have theirs beside their label, it is nobody's.

mod alone;
mod blocks;
mod join;
mod one_line;
mod runs;
mod slips;

use std::collections::HashSet;

use super::super::align::Values;
use super::super::vocabulary::LabelPart;
use super::pieces::{LabelSeen, TableLine};
use super::{RowLine, TableReader};
use crate::reading::recognise::place::{LineAt, RowAt};
use blocks::borders;
use join::Mark;
pub(super) use runs::is_numbering;
use runs::{ValueRun, by_label, runs};

/// What a stretch of pieces stands between.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    /// The row above it, as block and line.
    above: Option<RowAt>,
    /// The row below it.
    below: Option<RowAt>,
    /// Elsewhere in the table figures stand beside their labels.
    has_values_beside: bool,
}

impl Bounds {
    /// The block that the rows above and below share.
    fn block(self) -> Option<usize> {
        self.above.zip(self.below).filter(|(above, below)| above.block == below.block).map(|(above, _)| above.block)
    }

    /// Whether a row of the form stands between them.
    fn holds(self, row: RowAt) -> bool {
        self.above.is_none_or(|above| above < row) && self.below.is_none_or(|below| row < below)
    }
}

/// What the values of a stretch are, as far as that is certain.
struct Reading<'g> {
    block: usize,
    /// The labels of the block in it, and the pieces that they are made of.
    marks: Vec<Mark<'g>>,
    used: HashSet<usize>,
    /// The rows of the form that belong between the rows above and below it.
    between: Vec<usize>,
    /// Its values by row, or those that are no row of the block.
    runs: Result<Vec<ValueRun<'g>>, Values<'g>>,
    /// The row of each.
    rows: Option<Vec<usize>>,
}

impl<'g> TableReader<'_, 'g> {
    /// Makes rows of labels and values that stand apart.
    pub(super) fn mend(&mut self, pieces: Vec<TableLine<'g>>) -> Vec<TableLine<'g>> {
        let pieces = self.read_slips(self.join_pieces(pieces));
        if pieces.iter().all(|piece| !matches!(piece, TableLine::Stranger { .. } | TableLine::Values(_))) {
            return pieces;
        }
        let (pieces, has_new) = self.set_labels_apart(pieces);
        let borders = borders(&pieces, |at| self.is_border(at));
        let is_beside = |piece: &TableLine| match piece {
            TableLine::Row { row, .. } => row.is_of_text_with_values() || (has_new && !row.is_blank()),
            _ => false,
        };
        let has_values_beside = pieces.iter().any(is_beside);
        let (mut out, mut stretch, mut above) = (Vec::new(), Vec::new(), None);
        for (piece, is_border) in pieces.into_iter().zip(borders) {
            let below = match &piece {
                TableLine::Row { block, row } => Some(RowAt { block: *block, row: row.row }),
                TableLine::Words { .. } if is_border => None,
                _ => {
                    stretch.push(piece);
                    continue;
                }
            };
            self.settle(std::mem::take(&mut stretch), Bounds { above, below, has_values_beside }, &mut out);
            above = below;
            out.push(piece);
        }
        self.settle(stretch, Bounds { above, below: None, has_values_beside }, &mut out);
        self.refuse_labels_apart(out)
    }

    /// Whether a header stands between two blocks here: nothing is read across it.
    fn is_border(&self, at: LineAt) -> bool {
        self.edition.tables[self.table].blocks.len() > 1 && self.is_header(at)
    }

    /// Whether words are of a header or a title.
    fn is_header(&self, at: LineAt) -> bool {
        let mut labels = self.line(at).cells.iter().filter_map(|word| word.label.as_deref());
        labels.any(|label| self.parts(label).any(|(part, _)| !matches!(part, LabelPart::Row { .. })))
    }

    /// Gives the values of a stretch to rows, or says that it cannot be done.
    fn settle(&mut self, stretch: Vec<TableLine<'g>>, bounds: Bounds, out: &mut Vec<TableLine<'g>>) {
        let (stretch, doubtful) = self.set_doubtful_aside(stretch);
        if !stretch.iter().any(|piece| matches!(piece, TableLine::Values(_))) && !self.has_column_values(&stretch) {
            out.extend(stretch);
            return;
        }
        let (marks, used) = self.marks(&stretch);
        let mut blocks = marks.iter().map(|mark| mark.block);
        let own = blocks.next().filter(|first| blocks.all(|block| block == *first));
        if own.is_none() && !marks.is_empty() {
            self.settle_blocks(stretch, &marks, bounds, &doubtful, out);
            return;
        }
        let block = own.or(bounds.block()).filter(|block| !self.is_all_of_one_line(*block, &stretch));
        match block {
            Some(block) => {
                let reading = self.reading(&stretch, (marks, used), block, bounds, &doubtful);
                self.take_reading(&stretch, reading, out);
            }
            None => self.settle_one_line(stretch, out),
        }
    }

    /// What the values of a stretch are, whose labels are all of one block.
    fn reading(
        &self,
        stretch: &[TableLine<'g>],
        (marks, used): (Vec<Mark<'g>>, HashSet<usize>),
        block: usize,
        bounds: Bounds,
        doubtful: &[RowAt],
    ) -> Reading<'g> {
        let marks = self.rows_among(marks, block, bounds);
        let rows = self.printed_rows(block).iter().copied();
        let is_between = |row: &usize| bounds.block().is_some() && bounds.holds(RowAt { block, row: *row });
        let between: Vec<usize> = rows.filter(is_between).collect();
        let n = self.printed_columns(block).len();
        let runs = runs(stretch, n);
        let is_doubtful = between.iter().any(|row| doubtful.contains(&RowAt { block, row: *row }));
        let order = Some(between.as_slice()).filter(|_| !is_doubtful);
        let rows = runs.as_ref().ok().and_then(|runs| self.rows_of(stretch, runs, (&marks, &used), order));
        let rows = rows.filter(|_| n > 1 || !bounds.has_values_beside);
        Reading { block, marks, used, between, runs, rows }
    }

    /// Makes rows of a stretch as it was read, or refuses it.
    fn take_reading(&mut self, stretch: &[TableLine<'g>], reading: Reading<'g>, out: &mut Vec<TableLine<'g>>) {
        let Reading { block, marks, used, between, runs, rows } = reading;
        out.extend(stretch.iter().enumerate().filter_map(|(at, piece)| match piece {
            TableLine::Words { at: line } if !used.contains(&at) => Some(TableLine::Words { at: *line }),
            TableLine::Stranger { word, values } => Some(TableLine::Stranger { word: *word, values: values.clone() }),
            _ => None,
        }));
        match (rows, runs) {
            (Some(rows), Ok(runs)) => {
                let row = |(row, run)| TableLine::Row { block, row: row_of_run(row, run, &marks) };
                out.extend(rows.into_iter().zip(runs).map(row));
            }
            (_, runs) => {
                let rows = marks.iter().map(|mark| mark.row).chain(between).collect();
                self.refuse(stretch, runs.err(), (block, rows), out);
            }
        }
    }

    /// The labels of a stretch that are rows of a block there. One out of the order of its neighbours belongs to values
    /// further on; and a group's label above those of its rows is not a row, though it may be one elsewhere.
    fn rows_among(&self, mut marks: Vec<Mark<'g>>, block: usize, bounds: Bounds) -> Vec<Mark<'g>> {
        marks.retain(|mark| mark.block == block && bounds.holds(RowAt { block, row: mark.row }));
        let rows = &self.block_spec(block).rows;
        let is_heading_of = |mark: &Mark, next: &Mark| {
            rows.lines[mark.row].is_undivided_heading() && rows.is_under(next.row, Some(mark.row))
        };
        let headings: Vec<usize> =
            marks.windows(2).filter(|pair| is_heading_of(&pair[0], &pair[1])).map(|pair| pair[0].at).collect();
        marks.retain(|mark| !headings.contains(&mark.at));
        marks
    }

    /// The row of each run, by the labels it takes turns with and by the order of the form, as far as these tell.
    fn rows_of(
        &self,
        stretch: &[TableLine<'g>],
        runs: &[ValueRun<'g>],
        (marks, used): (&[Mark<'g>], &HashSet<usize>),
        order: Option<&[usize]>,
    ) -> Option<Vec<usize>> {
        let is_label_like = |at: usize| match &stretch[at] {
            TableLine::Words { at: line } => !used.contains(&at) && self.is_label_like(*line),
            _ => false,
        };
        let by_label = by_label(marks, runs, stretch.len(), is_label_like);
        let by_order = order.filter(|order| !order.is_empty() && runs.len() == order.len()).map(<[usize]>::to_vec);
        match (by_label, by_order) {
            (Some(labels), Some(order)) if labels != order => None,
            (labels, order) => labels.or(order),
        }
    }

    /// A label without values is a blank row, or that of values nearby; but if values under unknown words stand next to
    /// it they may be its own, and it is neither.
    fn set_doubtful_aside(&mut self, stretch: Vec<TableLine<'g>>) -> (Vec<TableLine<'g>>, Vec<RowAt>) {
        let stranger = |at: usize| match stretch.get(at) {
            Some(TableLine::Stranger { values, .. }) => Some(values.clone()),
            _ => None,
        };
        let mut doubtful: Vec<(RowAt, Values<'g>)> = Vec::new();
        for (at, piece) in stretch.iter().enumerate() {
            let TableLine::Bare { block, row } = piece else { continue };
            if doubtful.iter().any(|(known, ..)| *known == RowAt { block: *block, row: row.row }) {
                continue;
            }
            let words = |at: &usize| matches!(stretch.get(*at), Some(TableLine::Words { .. }));
            let after = (at + 1..stretch.len()).find(|at| !words(at)).and_then(stranger);
            let before = (0..at).rev().find(|at| !words(at)).and_then(stranger);
            doubtful.extend(after.or(before).map(|values| (RowAt { block: *block, row: row.row }, values)));
        }
        let rows: Vec<RowAt> = doubtful.iter().map(|(row, ..)| *row).collect();
        for (RowAt { block, row }, values) in doubtful {
            let n = self.printed_columns(block).len();
            self.note_unassigned(block, &[row], &values, n);
            self.blocks[block].unresolved.push(row);
        }
        let is_doubtful = |piece: &TableLine| match piece {
            TableLine::Bare { block, row } => rows.contains(&RowAt { block: *block, row: row.row }),
            _ => false,
        };
        (stretch.into_iter().filter(|piece| !is_doubtful(piece)).collect(), rows)
    }

    /// Values that could not be given to rows: the rows they may belong to are unresolved, not missing and not blank. What
    /// is said is where values are too few or too many, if that is known, or where they begin.
    fn refuse(
        &mut self,
        stretch: &[TableLine<'g>],
        odd: Option<Values<'g>>,
        (block, mut rows): (usize, Vec<usize>),
        out: &mut Vec<TableLine<'g>>,
    ) {
        let n = self.printed_columns(block).len();
        let values = stretch.iter().filter_map(|piece| match piece {
            TableLine::Values(values) => Some(values),
            _ => None,
        });
        let is_row = |values: &Values| n == 1 || values.value_columns().count() > 1;
        let first = values.clone().find(|values| is_row(values));
        rows.sort_unstable();
        rows.dedup();
        let Some(values) = first.or(values.clone().next().filter(|_| !rows.is_empty())) else { return };
        if rows.is_empty() {
            out.extend(Some(TableLine::Stray(values.clone())).filter(|_| !is_numbering(values, n)));
            return;
        }
        match odd {
            Some(odd) => self.note_odd_values(block, &rows, &odd, n),
            None => self.note_unassigned(block, &rows, values, n),
        }
        self.blocks[block].unresolved.extend(rows);
    }
}

/// The row that a run of values is.
fn row_of_run<'g>(row: usize, run: ValueRun<'g>, marks: &[Mark<'g>]) -> RowLine<'g> {
    let mark = marks.iter().find(|mark| mark.row == row);
    let exact = LabelSeen { closeness: LabelSeen::EXACT, ..LabelSeen::default() };
    let label = mark.map_or(exact, |mark| mark.label.clone());
    RowLine { row, values: run.values, label, by_order: mark.is_none() }
}
