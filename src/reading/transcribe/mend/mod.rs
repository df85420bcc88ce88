//! Rows whose label and values do not stand on one line.
//!
//! Text made by OCR, or taken from the text layer of a PDF, prints labels on the line before or after their values, in
//! two or three pieces, one value a line, or not at all. Such values are read only where one reading is possible:
//!
//! * the pieces of a label around its values, where together they are one label of the form;
//! * labels and values by turns, where a stretch of them begins and ends so that each value line has one label;
//! * values without labels between two rows of the form, as many as the form has rows between those two.
//!
//! Where two of these disagree, or none applies, the rows are left unassigned and said.

mod join;
mod runs;

use super::super::align::Values;
use super::super::vocabulary::Part;
use super::pieces::{LabelSeen, Piece};
use super::{RowLine, TableReader};
use crate::model::{Layout, ObservationKind};
use join::Mark;
pub(super) use runs::is_numbering;
use runs::{by_label, runs};

/// A row whose values may be those under unknown words: the row, and the line and values of these.
type Doubtful<'g> = ((usize, usize), (usize, usize), Values<'g>);

/// A row of a block that stands above or below a stretch.
type Bound = Option<(usize, usize)>;

impl<'g> TableReader<'_, 'g> {
    /// Makes rows of labels and values that stand apart.
    pub(super) fn mend(&mut self, pieces: Vec<Piece<'g>>) -> Vec<Piece<'g>> {
        if pieces.iter().all(|piece| !matches!(piece, Piece::Stranger { .. } | Piece::Values { .. })) {
            return pieces;
        }
        let (mut out, mut stretch, mut above) = (Vec::new(), Vec::new(), None);
        for piece in self.join_pieces(pieces) {
            let row = match &piece {
                Piece::Row { block, row } => Some((*block, row.row)),
                Piece::Words { at } if self.is_border(*at) => None,
                _ => {
                    stretch.push(piece);
                    continue;
                }
            };
            self.settle(std::mem::take(&mut stretch), (above, row), &mut out);
            above = row;
            out.push(piece);
        }
        self.settle(stretch, (above, None), &mut out);
        out
    }

    /// Whether a header stands between two blocks here: nothing is read across it.
    fn is_border(&self, (grid, line): (usize, usize)) -> bool {
        self.edition.tables[self.table].blocks.len() > 1
            && self.surfaces[grid].lines[line]
                .cells
                .iter()
                .filter_map(|word| word.label.as_ref())
                .any(|label| self.parts(label).any(|(part, _)| !matches!(part, Part::Row { .. })))
    }

    /// Gives the values of a stretch between two rows (or borders) to rows, or says that it cannot be done.
    fn settle(&mut self, stretch: Vec<Piece<'g>>, (above, below): (Bound, Bound), out: &mut Vec<Piece<'g>>) {
        let (stretch, doubtful) = self.set_doubtful_aside(stretch);
        if !stretch.iter().any(|piece| matches!(piece, Piece::Values { .. })) {
            out.extend(stretch);
            return;
        }
        let (mut marks, used) = self.marks(&stretch);
        let beside = above.zip(below).filter(|(above, below)| above.0 == below.0).map(|(above, _)| above.0);
        let mut blocks = marks.iter().map(|mark| mark.block);
        let block = blocks.next().filter(|first| blocks.all(|block| block == *first)).or(beside);
        let Some(block) = block else {
            self.settle_one_line(stretch, out);
            return;
        };
        // A label out of the order of its neighbours belongs to values further on.
        let is_within = |row: usize| {
            above.is_none_or(|above| above < (block, row)) && below.is_none_or(|below| (block, row) < below)
        };
        marks.retain(|mark| mark.block == block && is_within(mark.row));
        let spec = &self.edition.tables[self.table].blocks[block];
        let lines = &spec.rows.lines;
        // A group's label above those of its rows is not a row, though it may be one elsewhere.
        let is_heading_of = |mark: &Mark, next: &Mark| {
            lines[mark.row].is_undivided_heading() && spec.rows.is_under(next.row, Some(mark.row))
        };
        let headings: Vec<usize> =
            marks.windows(2).filter(|pair| is_heading_of(&pair[0], &pair[1])).map(|pair| pair[0].at).collect();
        marks.retain(|mark| !headings.contains(&mark.at));
        let between: Vec<usize> = match beside {
            Some(_) => spec.rows.printed().filter(|row| is_within(*row)).collect(),
            None => Vec::new(),
        };
        let n = spec.columns.printed().count();
        let runs = runs(&stretch, n);
        let is_label_like = |at: usize| match &stretch[at] {
            Piece::Words { at: line } => !used.contains(&at) && self.is_label_like(*line),
            _ => false,
        };
        let by_label = runs.as_ref().and_then(|runs| by_label(&marks, runs, stretch.len(), is_label_like));
        let is_certain = !between.is_empty() && !between.iter().any(|row| doubtful.contains(&(block, *row)));
        let by_order = runs.as_ref().filter(|runs| is_certain && runs.len() == between.len());
        let by_order = by_order.map(|_| between.clone());
        let rows = match (by_label, by_order) {
            (Some(labels), Some(order)) if labels != order => None,
            (labels, order) => labels.or(order),
        };
        for (at, piece) in stretch.iter().enumerate() {
            match piece {
                Piece::Words { at: line } if !used.contains(&at) => out.push(Piece::Words { at: *line }),
                Piece::Stranger { at, word, values } => {
                    out.push(Piece::Stranger { at: *at, word: *word, values: values.clone() });
                }
                _ => {}
            }
        }
        match (rows, runs) {
            (Some(rows), Some(runs)) => {
                for (row, run) in rows.into_iter().zip(runs) {
                    let mark = marks.iter().find(|mark| mark.row == row);
                    let by_order = mark.is_none();
                    let exact = LabelSeen { closeness: LabelSeen::EXACT, ..LabelSeen::default() };
                    let label = mark.map_or(exact, |mark| mark.label.clone());
                    let row = RowLine { row, at: run.line, values: run.values, label, by_order };
                    out.push(Piece::Row { block, row });
                }
            }
            _ => self.refuse(&stretch, block, marks.iter().map(|mark| mark.row).chain(between).collect(), n),
        }
    }

    /// A label without values is a blank row, or that of values nearby; but if values under unknown words stand next to
    /// it they may be its own, and it is neither.
    fn set_doubtful_aside(&mut self, stretch: Vec<Piece<'g>>) -> (Vec<Piece<'g>>, Vec<(usize, usize)>) {
        let stranger = |at: usize| match stretch.get(at) {
            Some(Piece::Stranger { at, values, .. }) => Some((*at, values.clone())),
            _ => None,
        };
        let mut doubtful: Vec<Doubtful<'g>> = Vec::new();
        for (at, piece) in stretch.iter().enumerate() {
            let Piece::Bare { block, row } = piece else { continue };
            if doubtful.iter().any(|(known, ..)| *known == (*block, row.row)) {
                continue;
            }
            let words = |at: &usize| matches!(stretch.get(*at), Some(Piece::Words { .. }));
            let after = (at + 1..stretch.len()).find(|at| !words(at)).and_then(stranger);
            let before = (0..at).rev().find(|at| !words(at)).and_then(stranger);
            doubtful.extend(after.or(before).map(|(line, values)| ((*block, row.row), line, values)));
        }
        let rows: Vec<(usize, usize)> = doubtful.iter().map(|(row, ..)| *row).collect();
        for ((block, row), line, values) in doubtful {
            let n = self.edition.tables[self.table].blocks[block].columns.printed().count();
            self.note_unassigned(block, &[row], line, &values, n);
            self.blocks[block].unresolved.push(row);
        }
        let is_doubtful = |piece: &Piece| match piece {
            Piece::Bare { block, row } => rows.contains(&(*block, row.row)),
            _ => false,
        };
        (stretch.into_iter().filter(|piece| !is_doubtful(piece)).collect(), rows)
    }

    /// Values that could not be given to rows: the rows they may belong to are unresolved, not missing and not blank.
    fn refuse(&mut self, stretch: &[Piece<'g>], block: usize, mut rows: Vec<usize>, n: usize) {
        let first = stretch.iter().find_map(|piece| match piece {
            Piece::Values { at, values } if n == 1 || values.value_columns().count() > 1 => Some((*at, values)),
            _ => None,
        });
        let any = stretch.iter().find_map(|piece| match piece {
            Piece::Values { at, values } => Some((*at, values)),
            _ => None,
        });
        rows.sort_unstable();
        rows.dedup();
        let Some((at, values)) = first.or(any.filter(|_| !rows.is_empty())) else { return };
        if rows.is_empty() {
            if !is_numbering(values, n) {
                let (printed, place) = (values.printed(), self.place_of(at, values));
                self.observe(ObservationKind::RowNotInForm, |seen, _| {
                    (seen.printed, seen.place) = (printed, Some(place));
                });
            }
            return;
        }
        self.note_unassigned(block, &rows, at, values, n);
        self.blocks[block].unresolved.extend(rows);
    }

    /// The values of a table printed on one line may stand one below the other.
    fn settle_one_line(&self, stretch: Vec<Piece<'g>>, out: &mut Vec<Piece<'g>>) {
        let blocks = &self.edition.tables[self.table].blocks;
        let one_line = blocks.iter().find(|block| block.layout == Layout::OneLine);
        let n = one_line.map(|block| block.rows.printed().count() * block.columns.printed().count());
        let runs = n.and_then(|n| runs(&stretch, n)).unwrap_or_default();
        match runs.into_iter().next() {
            Some(run) => {
                out.extend(stretch.into_iter().filter(|piece| !matches!(piece, Piece::Values { .. })));
                out.push(Piece::Values { at: run.line, values: run.values });
            }
            None => out.extend(stretch),
        }
    }
}
