//! Which lines are headers, which are rows, and of which block.

use super::super::align::Placed;
use super::super::surface::Word;
use super::super::vocabulary::Known;
use super::mend::is_numbering;
use super::pieces::{TableLine, placed, values_left_of, values_of};
use super::{RowLine, TableReader, Values};
use crate::model::{LineSpec, ObservationKind};
use crate::reading::cells::grid::{CellKind, Origin};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;
use crate::reading::recognise::place::{LineAt, RowAt};

impl<'g> TableReader<'_, 'g> {
    /// Gives every line to the block whose row it is, with the header lines above it.
    pub(super) fn sort_lines(&mut self, lines: &[LineAt]) {
        let pieces = self.pieces(lines);
        let is_numbered = self.is_numbered(&pieces);
        let mut pending = Vec::new();
        // The block of the row that the line before is.
        let mut above = None;
        for piece in self.mend(pieces) {
            let row_above = above.take();
            match piece {
                TableLine::Row { block, row } | TableLine::Bare { block, row } => {
                    self.take_header(block, &mut pending);
                    self.blocks[block].rows.push(row);
                    match self.figure_left_of_last_row(block, is_numbered) {
                        Some(values) => self.refuse_last_row(block, &values),
                        None => above = Some(block),
                    }
                }
                TableLine::Stranger { word, values } => match row_above {
                    Some(block) if self.is_part_of_last_row(block, values.at, word) => {
                        self.refuse_last_row(block, &values);
                    }
                    Some(block) if self.names_its_figure(block, values.at) => self.refuse_last_row(block, &values),
                    _ => self.note_stranger(values.at, word),
                },
                TableLine::Values(values) => self.take_values_line(values, &mut pending),
                TableLine::Stray(values) => self.note_values(&values),
                TableLine::Words { at } => {
                    match row_above {
                        Some(block) if self.names_its_figure(block, at) => {
                            self.refuse_last_row(block, &values_of(self.line(at), at, None));
                        }
                        _ => self.note_run_together(at),
                    }
                    pending.push(at);
                }
            }
        }
        // Headers without a row below them: an empty table still is one.
        for block in 0..self.blocks.len() {
            let lines = &self.blocks[block];
            if lines.rows.is_empty() && lines.unlabelled.is_empty() && lines.header_lines.is_empty() {
                let columns = |line: &&LineAt| self.header_labels(block, **line).next().is_some();
                let headers: Vec<_> = pending.iter().filter(columns).copied().collect();
                if headers.iter().map(|line| self.header_labels(block, *line).count()).sum::<usize>() >= 2 {
                    self.blocks[block].header_lines = headers;
                }
            }
        }
    }

    /// A line of values without a label: the data of a block that is printed on one line.
    fn take_values_line(&mut self, values: Values<'g>, pending: &mut Vec<LineAt>) {
        let Some((block, _)) = self.one_line_block() else {
            self.note_stray_values(&values);
            return;
        };
        // A page number stands alone, above the header or below the table.
        let is_headed = |lines: &[LineAt]| lines.iter().any(|line| self.header_labels(block, *line).next().is_some());
        let is_expected = is_headed(pending) || is_headed(&self.blocks[block].header_lines);
        if values.value_columns().count() == 1 && (!is_expected || !self.blocks[block].unlabelled.is_empty()) {
            self.note_stray_values(&values);
            return;
        }
        self.take_header(block, pending);
        self.blocks[block].unlabelled.push(values);
    }

    /// Whether the words of a line stand below words that part the last row of a block from its figures: 准予, 不予 and 合计
    /// beside 行政许可. None of their figures is the row's by itself.
    fn is_part_of_last_row(&self, block: usize, at: LineAt, word: usize) -> bool {
        let column = self.line(at).cells[word].cell.column;
        let is_between = |row: &RowLine| {
            let figure = row.values.value_columns().next();
            let is_word = |placed: &&Placed| !placed.is_value && !LEXICON.is_unit(&placed.cell.text);
            let mut words = row.values.cells.iter().filter(is_word);
            row.values.at.grid == at.grid
                && figure.is_some_and(|figure| words.any(|placed| placed.column == column && column < figure))
        };
        self.blocks[block].rows.last().is_some_and(is_between)
    }

    /// Whether the last row of a block is blank, and a line below it has a figure behind the name of its column:
    /// 本年处理决定数量：2293 below 行政许可.
    fn names_its_figure(&self, block: usize, at: LineAt) -> bool {
        let is_blank = self.blocks[block].rows.last().is_some_and(RowLine::is_blank);
        let mut words = self.line(at).cells.iter().filter_map(|word| Some((word, word.label.as_deref()?)));
        is_blank
            && words.any(|(word, label)| match word.cell.text.split_once([':', '：']) {
                Some((name, figure)) => {
                    let is_figure = number::is_meant(figure.trim(), CellKind::Text);
                    is_figure && self.column_called(block, &self.vocabulary.known(name)).is_some()
                }
                None => self.line(at).value_count() > 0 && self.column_called(block, label).is_some(),
            })
    }

    /// Whether figures left of the labels are numbers of the rows or codes: rows with figures on the right have some too, or
    /// no row has figures on the right.
    fn is_numbered(&self, pieces: &[TableLine<'g>]) -> bool {
        let rows = pieces.iter().filter_map(|piece| match piece {
            TableLine::Row { row, .. } => Some(row),
            _ => None,
        });
        let mut filled = rows.filter(|row| !row.is_blank()).peekable();
        filled.peek().is_none() || filled.any(|row| !self.left_of(row).cells.is_empty())
    }

    /// The figures left of the label of a row.
    fn left_of(&self, row: &RowLine<'g>) -> Values<'g> {
        let label = row.values.label.unwrap_or(0);
        values_left_of(self.line(row.values.at), row.values.at, label)
    }

    /// The figure left of the label of the last row of a block, which is blank, where that may be its own: it stands under the
    /// name of a column, or is too large for the number of a row where no other row has one.
    fn figure_left_of_last_row(&self, block: usize, is_numbered: bool) -> Option<Values<'g>> {
        /// No form has as many rows.
        const MOST_ROWS: usize = 200;
        /// Lines of a header.
        const HEADER: usize = 8;
        let lines = &self.blocks[block];
        let left = self.left_of(lines.rows.last().filter(|row| row.is_blank())?);
        let is_number = |text: &str| text.parse::<usize>().is_ok_and(|number| number <= MOST_ROWS);
        let is_headed = |column: u32| {
            let header = lines.header_lines.iter().rev().take(HEADER);
            let mut words = header.flat_map(|at| self.header_labels(block, *at));
            words.any(|(_, word)| word.cell.column == column)
        };
        let is_own = |placed: &Placed| {
            let text = placed.cell.text.as_str();
            text.contains(|c: char| c.is_ascii_digit())
                && (is_headed(placed.column) || !(is_numbered || is_number(text)))
        };
        left.cells.iter().any(is_own).then_some(left)
    }

    /// Takes the last row of a block back: which figures are its own is not certain.
    fn refuse_last_row(&mut self, block: usize, values: &Values<'g>) {
        let Some(row) = self.blocks[block].rows.pop() else { return };
        let (n, is_blank) = (self.printed_columns(block).len(), row.is_blank());
        let values = if is_blank { values } else { &row.values };
        self.note_unassigned(block, &[row.row], values, n);
        self.blocks[block].unresolved.push(row.row);
    }

    /// Whether values are the number of a page: one of few digits, alone in front on a line of a text whose pages are
    /// numbered or that leaves a line free above or below it, or of printed pages. Sheets and the tables of documents have none.
    pub(super) fn is_page_number(&self, values: &Values<'g>) -> bool {
        /// No report has a thousand pages.
        const DIGITS: usize = 3;
        let [only] = values.cells.as_slice() else { return false };
        let at = values.at;
        let surface = &self.surfaces[at.grid];
        let is_in_front = match surface.grid.origin {
            Origin::Text => only.column == 0 && (surface.has_page_numbers || surface.is_apart(at.line)),
            Origin::Pages(_) => true,
            Origin::Sheet(_) | Origin::Turned { .. } | Origin::Table(_) => false,
        };
        is_in_front && only.cell.text.len() <= DIGITS
    }

    /// Values that no label and no row above or below claims.
    fn note_stray_values(&mut self, values: &Values<'g>) {
        let count = values.value_columns().count();
        if count > 0 && !self.is_page_number(values) && !is_numbering(values, count) {
            self.note_values(values);
        }
    }

    fn take_header(&mut self, block: usize, pending: &mut Vec<LineAt>) {
        let is_labelled = |line: &LineAt| self.header_labels(block, *line).next().is_some();
        // What stands where the labels of columns belong is a header too, whatever it says.
        let is_header = |line: &LineAt| is_labelled(line) || !self.strange_words(*line).is_empty();
        if pending.iter().any(is_header) {
            // A header repeated after a page break says the same again; one in other columns is another header.
            self.blocks[block].header_lines.append(pending);
        }
        pending.clear();
    }

    /// A row with figures that the form does not have.
    fn note_stranger(&mut self, at: LineAt, word: usize) {
        let word = &self.line(at).cells[word];
        let place = self.place(at, word.cell.column);
        let nearest = word.label.as_deref().map(|label| self.nearest_row(label)).unwrap_or_default();
        let printed = word.cell.text.clone();
        self.observe(ObservationKind::RowNotInForm, |seen, _| {
            (seen.printed, seen.expected, seen.place) = (printed, nearest, Some(place));
        });
    }

    /// A label and its figures without anything between (`规章000`): the row is there, and no figure of it can be told.
    fn note_run_together(&mut self, at: LineAt) {
        let Some(word) = self.line(at).cells.last() else { return };
        let label = self.vocabulary.run_together(&word.cell.text);
        let Some(RowAt { block, row }) = label.and_then(|label| self.row_of(&label, None)) else { return };
        let values = Values { at, label: None, cells: vec![placed(word, at)], width: None };
        let n = self.printed_columns(block).len();
        self.note_unassigned(block, &[row], &values, n);
        self.blocks[block].unresolved.push(row);
    }

    /// The label of the form that a misspelt one is nearest to; nothing where none is near. It is only suggested: a
    /// row is never read by a guess.
    pub(super) fn nearest_row(&self, label: &Known) -> String {
        const NEAR: f64 = 0.6;
        /// A file with more odd rows than this is not helped by names for them, and each costs a comparison with all.
        const MANY: usize = 200;
        if label.folded.body.chars().count() > 60 || self.out.observations.len() >= MANY {
            return String::new();
        }
        let lines = self.edition.tables[self.table].blocks.iter().flat_map(|block| &block.rows.lines);
        let likeness =
            |line: &LineSpec| strsim::normalized_damerau_levenshtein(&label.folded.body, &line.label.folded().body);
        let near = lines.filter(|line| line.has_cells()).map(|line| (likeness(line), line));
        let nearest = near.filter(|(likeness, _)| *likeness >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, line)| line.label.printed().to_owned()).unwrap_or_default()
    }

    /// The columns of a block that a line names, with their place in the file.
    pub(super) fn header_labels(&self, block: usize, at: LineAt) -> impl Iterator<Item = (usize, &Word<'g>)> {
        let cells = self.line(at).cells.iter();
        cells.filter_map(move |word| Some((self.column_called(block, word.label.as_deref()?)?, word)))
    }
}
