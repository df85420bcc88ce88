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

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::align::{Placed, Values};
use super::pieces::{LabelSeen, Piece};
use super::{RowLine, TableReader};
use crate::model::{Layout, ObservationKind, fold};

/// Pieces that one label is looked for in, its own among them.
const MAX_PIECES: usize = 6;

/// A row of a block that stands above or below a stretch.
type Bound = Option<(usize, usize)>;

/// A label without values: of one line, or of several together.
struct Mark<'g> {
    /// The piece it begins at.
    at: usize,
    block: usize,
    row: usize,
    label: LabelSeen<'g>,
}

/// The values of one row, without a label beside them.
struct Run<'g> {
    /// The piece it begins at.
    at: usize,
    line: (usize, usize),
    values: Values<'g>,
}

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
            && self.surfaces[grid].lines[line].cells.iter().filter_map(|word| word.label.as_ref()).any(|label| {
                self.parts(label).any(|(part, _)| !matches!(part, super::super::vocabulary::Part::Row { .. }))
            })
    }

    /// The words of a line that is a piece of some label: its last words, if the form does not know them by themselves.
    fn fragment(&self, (grid, line): (usize, usize)) -> Option<&'g str> {
        let last = self.surfaces[grid].lines[line].cells.last()?;
        let label = last.label.as_ref()?;
        self.parts(label).next().is_none().then_some(last.cell.text.as_str())
    }

    /// Values whose label stands in pieces on their own line and on the lines around them.
    fn join_pieces(&self, pieces: Vec<Piece<'g>>) -> Vec<Piece<'g>> {
        let mut joined: Vec<Option<Piece<'g>>> = pieces.into_iter().map(Some).collect();
        for at in 0..joined.len() {
            let Some(Piece::Stranger { at: line, word, values }) = &joined[at] else { continue };
            let text = |at: usize| match joined.get(at)? {
                Some(Piece::Words { at }) => self.fragment(*at),
                // The first words of a label may be a short form of it.
                Some(Piece::Bare { row, .. }) => match &row.label.printed {
                    Cow::Borrowed(text) => Some(*text),
                    Cow::Owned(_) => None,
                },
                _ => None,
            };
            let before: Vec<&str> = (0..at).rev().map_while(text).take(MAX_PIECES - 1).collect();
            let after: Vec<&str> = (at + 1..joined.len()).map_while(text).take(MAX_PIECES - 1).collect();
            let own = &self.surfaces[line.0].lines[line.1].cells[..=*word];
            let mut found: Option<(usize, usize, Cow<'g, str>, (usize, usize))> = None;
            let mut rows = HashSet::new();
            for first in 0..own.len() {
                let own: String = own[first..].iter().map(|word| word.cell.text.as_str()).collect();
                for up in 0..=before.len() {
                    for down in 0..=after.len() {
                        let above: String = before[..up].iter().rev().copied().collect();
                        let words = format!("{above}{own}{}", after[..down].concat());
                        if let Some(row) = self.row_of(&fold(&words), None) {
                            if rows.insert(row) {
                                found = Some((up, down, Cow::Owned(words), row));
                            }
                        }
                    }
                }
            }
            let Some((up, down, words, (block, row))) = found.filter(|_| rows.len() == 1) else { continue };
            let label = self.joined_label(words, *line, (block, row));
            let row = RowLine { row, at: *line, values: values.clone(), label, by_order: false };
            for used in (at - up..at).chain(at + 1..=at + down) {
                joined[used] = None;
            }
            joined[at] = Some(Piece::Row { block, row });
        }
        joined.into_iter().flatten().collect()
    }

    fn joined_label(
        &self,
        words: Cow<'g, str>,
        (grid, line): (usize, usize),
        (block, row): (usize, usize),
    ) -> LabelSeen<'g> {
        let spec = &self.edition.tables[self.table].blocks[block].rows.lines[row];
        let column = self.surfaces[grid].lines[line].cells.first().map_or(0, |word| word.cell.column);
        LabelSeen {
            closeness: LabelSeen::closeness(&fold(&words), spec),
            printed: words,
            place: Some(self.surfaces[grid].place(line, column)),
        }
    }

    /// Gives the values of a stretch between two rows (or borders) to rows, or says that it cannot be done.
    fn settle(&mut self, stretch: Vec<Piece<'g>>, (above, below): (Bound, Bound), out: &mut Vec<Piece<'g>>) {
        if !stretch.iter().any(|piece| matches!(piece, Piece::Values { .. })) {
            self.settle_bare(stretch, out);
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
        let by_label = runs.as_ref().and_then(|runs| by_label(&marks, runs));
        let by_order = runs.as_ref().filter(|runs| !between.is_empty() && runs.len() == between.len());
        let by_order = by_order.map(|_| between.clone());
        let rows = match (by_label, by_order) {
            (Some(labels), Some(order)) if labels != order => None,
            (labels, order) => labels.or(order),
        };
        for (at, piece) in stretch.iter().enumerate() {
            if let Piece::Words { at: line } = piece
                && !used.contains(&at)
            {
                out.push(Piece::Words { at: *line });
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

    /// A label without values is a blank row, unless values under unknown words stand next to it.
    fn settle_bare(&mut self, stretch: Vec<Piece<'g>>, out: &mut Vec<Piece<'g>>) {
        let stranger = |at: usize| match stretch.get(at) {
            Some(Piece::Stranger { at, values, .. }) => Some((*at, values.clone())),
            _ => None,
        };
        let mut doubtful = Vec::new();
        for (at, piece) in stretch.iter().enumerate() {
            let Piece::Bare { block, row } = piece else { continue };
            let words = |at: &usize| matches!(stretch.get(*at), Some(Piece::Words { .. }));
            let after = (at + 1..stretch.len()).find(|at| !words(at)).and_then(stranger);
            let before = (0..at).rev().find(|at| !words(at)).and_then(stranger);
            doubtful.extend(after.or(before).map(|(line, values)| (at, *block, row.row, line, values)));
        }
        let is_doubtful = |at: usize| doubtful.iter().any(|(other, ..)| *other == at);
        out.extend(stretch.into_iter().enumerate().filter(|(at, _)| !is_doubtful(*at)).map(|(_, piece)| piece));
        for (_, block, row, line, values) in doubtful {
            let n = self.edition.tables[self.table].blocks[block].columns.printed().count();
            self.note_unassigned(block, &[row], line, &values, n);
            self.blocks[block].unresolved.push(row);
        }
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

    /// The labels of a stretch that are rows of the form, and the pieces they are made of.
    fn marks(&self, stretch: &[Piece<'g>]) -> (Vec<Mark<'g>>, HashSet<usize>) {
        let (mut marks, mut used) = (Vec::new(), HashSet::new());
        for at in 0..stretch.len() {
            let line = match &stretch[at] {
                Piece::Bare { block, row } => {
                    marks.push(Mark { at, block: *block, row: row.row, label: row.label.clone() });
                    continue;
                }
                Piece::Words { at: line } if !used.contains(&at) => *line,
                _ => continue,
            };
            // Values may stand between the pieces of a label.
            let words = (at..stretch.len()).filter(|at| !matches!(stretch[*at], Piece::Values { .. }));
            let words = words.map_while(|at| match &stretch[at] {
                Piece::Words { at: line } if !used.contains(&at) => Some((at, self.fragment(*line)?)),
                _ => None,
            });
            let words: Vec<(usize, &str)> = words.take(MAX_PIECES).collect();
            for length in (2..=words.len()).rev() {
                let text: String = words[..length].iter().map(|(_, text)| *text).collect();
                let Some((block, row)) = self.row_of(&fold(&text), None) else { continue };
                used.extend(words[..length].iter().map(|(at, _)| *at));
                let label = self.joined_label(Cow::Owned(text), line, (block, row));
                marks.push(Mark { at, block, row, label });
                break;
            }
        }
        (marks, used)
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

/// The rows of values in a stretch, each complete for a block of `n` columns; `None` where some values are not. A value
/// alone where several belong is a page number, and the numbers of the columns are no row.
fn runs<'g>(stretch: &[Piece<'g>], n: usize) -> Option<Vec<Run<'g>>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < stretch.len() {
        let Piece::Values { at: line, values } = &stretch[at] else {
            at += 1;
            continue;
        };
        let chain: Vec<Placed<'g>> = stretch[at..].iter().map_while(single).collect();
        let length = chain.len().max(1);
        if chain.len() > 1 && n > 1 {
            if chain.len() != n {
                return None;
            }
            let cells = (0..).zip(chain).map(|(column, placed)| Placed { column, ..placed }).collect();
            runs.push(Run { at, line: *line, values: Values { label: None, cells, width: u32::try_from(n).ok() } });
        } else if chain.len() == 1 && n > 1 {
            // A page number.
        } else if is_numbering(values, n) {
            // The numbers of the columns (栏次).
        } else if values.value_columns().next().is_some() && values.by_count(n).is_some() {
            let each = (at..at + length).filter_map(|at| match &stretch[at] {
                Piece::Values { at: line, values } => Some(Run { at, line: *line, values: values.clone() }),
                _ => None,
            });
            runs.extend(each);
        } else {
            return None;
        }
        at += length;
    }
    Some(runs)
}

/// The value of a line that has one and nothing else.
fn single<'g>(piece: &Piece<'g>) -> Option<Placed<'g>> {
    match piece {
        Piece::Values { values, .. } if values.cells.len() == 1 && values.width.is_none_or(|width| width == 1) => {
            values.cells.first().copied()
        }
        _ => None,
    }
}

/// Whether values are 1, 2, 3 up to the number of columns.
fn is_numbering(values: &Values, n: usize) -> bool {
    const ENOUGH: usize = 5;
    let numbers = values.cells.iter().map(|placed| placed.cell.text.parse::<usize>().ok());
    n >= ENOUGH && values.cells.len() == n && numbers.eq((1..=n).map(Some))
}

/// The row of each run where labels and runs take turns: the stretch begins with a label and ends with values, or begins
/// with values and ends with a label, and each run has one label.
fn by_label(marks: &[Mark], runs: &[Run]) -> Option<Vec<usize>> {
    let (first, last) = (runs.first()?.at, runs.last()?.at);
    let is_before = marks.first()?.at < first && marks.last()?.at < last;
    let is_after = marks.first()?.at > first && marks.last()?.at > last;
    if marks.len() != runs.len() || is_before == is_after || !marks.windows(2).all(|pair| pair[0].row < pair[1].row) {
        return None;
    }
    let takes_turns = |(at, (mark, run)): (usize, (&Mark, &Run))| {
        if is_before {
            mark.at < run.at && (at == 0 || mark.at > runs[at - 1].at)
        } else {
            mark.at > run.at && runs.get(at + 1).is_none_or(|next| mark.at < next.at)
        }
    };
    marks.iter().zip(runs).enumerate().all(takes_turns).then(|| marks.iter().map(|mark| mark.row).collect())
}
