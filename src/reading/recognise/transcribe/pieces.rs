//! What the lines of a table are, each by itself.

use std::borrow::Cow;

use super::super::align::{Placed, Values};
use super::super::surface::{GridLine, RowWord, Word};
use super::super::vocabulary::{Known, LabelPart, Meaning};
use super::wording::Period;
use super::{RowLine, TableReader};
use crate::model::{Layout, LineSpec, Ordinal, Place, Role};
use crate::reading::recognise::place::{LineAt, RowAt};

/// One line of a table, or what was made of several.
pub(super) enum TableLine<'g> {
    /// A row of a block with its values, or blank.
    Row { block: usize, row: RowLine<'g> },
    /// The label of a row with nothing beside it, in a text: its values may stand on another line.
    Bare { block: usize, row: RowLine<'g> },
    /// Values beside words that are no row of the form.
    Stranger { word: usize, values: Values<'g> },
    /// Values without any words.
    Values(Values<'g>),
    /// Values without any words that are no row's.
    Stray(Values<'g>),
    /// Titles, headers and other words.
    Words { at: LineAt },
}

/// A row's label, as found.
#[derive(Debug, Clone, Default)]
pub(super) struct LabelSeen<'g> {
    /// Its words as printed; empty where the row has none of its own.
    pub(super) printed: Cow<'g, str>,
    /// Where it stands.
    pub(super) place: Option<Place>,
    /// How closely it is the form's: its words with their list mark, its words, an alias with the list mark, an alias.
    pub(super) closeness: u8,
}

impl TableLine<'_> {
    /// The row of the form that it is.
    pub(super) fn row(&self) -> Option<RowAt> {
        match self {
            Self::Row { block, row } | Self::Bare { block, row } => Some(RowAt { block: *block, row: row.row }),
            _ => None,
        }
    }
}

impl LabelSeen<'_> {
    /// The words of the form with their list mark.
    pub(super) const EXACT: u8 = 3;
    /// Other words, by a character.
    pub(super) const ONE_OFF: u8 = 0;

    pub(super) fn closeness(label: &Known, line: &LineSpec) -> u8 {
        let form = line.label.folded();
        let marked = u8::from(label.folded.ordinal == form.ordinal);
        if label.folded.body == form.body { 2 + marked } else { marked }
    }
}

impl<'g> TableLine<'g> {
    /// Its values, if it has no words.
    pub(super) fn values(&self) -> Option<&Values<'g>> {
        if let Self::Values(values) | Self::Stray(values) = self { Some(values) } else { None }
    }
}

impl<'g> TableReader<'_, 'g> {
    /// Whether the rows of the lines have their labels right of their figures: some have, with more than the number of a
    /// row there, and none has a figure on the other side.
    pub(super) fn labels_are_right(&self, lines: &[LineAt]) -> bool {
        let mut is_right = false;
        for at in lines {
            let line = self.line(*at);
            let Some((cell, true)) = line.row_label(|label| self.row_word(label)) else { continue };
            if line.has_value_after(cell) {
                return false;
            }
            is_right |= line.cells[..cell].iter().filter(|word| word.label.is_none()).count() > 1;
        }
        is_right
    }

    /// Whether a line has the label of a row, of a block that the form prints on one line, and most of the figures of that row.
    pub(super) fn are_by_rows(&self, lines: &[LineAt]) -> bool {
        let Some((block, _)) = self.one_line_block() else { return false };
        let n = self.printed_columns(block).len();
        lines.iter().any(|at| {
            let line = self.line(*at);
            let label = line.row_label(|label| self.row_word(label)).filter(|(_, is_known)| *is_known);
            label.is_some_and(|(cell, _)| {
                let values = values_of(line, *at, Some(line.cells[cell].cell.column));
                let count = values.value_columns().count();
                2 * count > n && count <= n && values.cells.iter().all(|placed| placed.is_value)
            })
        })
    }

    /// The pieces of the lines, in their order.
    pub(super) fn pieces(&self, lines: &[LineAt]) -> Vec<TableLine<'g>> {
        let mut last = None;
        let piece = |&at: &LineAt| {
            let piece = self.piece(at, last);
            last = piece.row().or(last);
            piece
        };
        lines.iter().map(piece).collect()
    }

    fn piece(&self, at: LineAt, last: Option<RowAt>) -> TableLine<'g> {
        let line = self.line(at);
        let is_row =
            |line: &GridLine| line.row_label(|label| self.row_word(label)).is_some_and(|(_, is_known)| is_known);
        if line.is_numbering() || (line.is_years() && !is_row(line)) {
            return TableLine::Words { at };
        }
        let Some((cell, is_known)) = line.row_label(|label| self.row_word(label)) else {
            return if line.value_count() > 0 {
                TableLine::Values(values_of(line, at, None))
            } else {
                TableLine::Words { at }
            };
        };
        let word = &line.cells[cell];
        // In a copy with its labels on the right, a label's figures stand left of it.
        let is_right = self.has_right_labels && is_known && has_figures_left(line, cell);
        let has_values = line.has_value_after(cell) || is_right;
        let found = word.label.as_deref().filter(|_| is_known).and_then(|label| self.row_of(label, last));
        let Some(RowAt { block, row }) = found else {
            let values = values_of(line, at, Some(word.cell.column));
            if has_values && !is_known && self.is_beside_one_line(word, &values) {
                return TableLine::Values(values);
            }
            let above = last.filter(|_| !is_known && has_values && Period::of_word(word, self.year).is_some());
            if let Some(RowAt { block, row }) = above {
                // The second of two lines of a row, one a year.
                let label = LabelSeen { closeness: LabelSeen::EXACT, ..LabelSeen::default() };
                let mut values = values;
                values.cells.insert(0, placed(word, at));
                return TableLine::Row { block, row: RowLine { row, values, label, by_order: false } };
            }
            return if has_values { TableLine::Stranger { word: cell, values } } else { TableLine::Words { at } };
        };
        let spec = self.block_spec(block);
        // One figure a line, of a table that the form prints on one: 行政复议 | 结果维持 | 34.
        let column = line.cells.get(cell + 1).filter(|word| spec.layout == Layout::OneLine && self.is_column(word));
        if let Some(column) = column.filter(|_| has_values) {
            let values = values_of(line, at, Some(column.cell.column));
            return TableLine::Stranger { word: cell + 1, values };
        }
        let is_on_one_line = spec.layout == Layout::OneLine && !self.is_by_rows;
        let is_header = !has_values && (is_on_one_line || self.is_column(word));
        let is_heading = matches!(spec.rows.lines[row].role, Role::Heading { .. });
        if is_header || (is_heading && !has_values) {
            return TableLine::Words { at };
        }
        let column = word.cell.column;
        let values = if is_right { values_left_of(line, at, column) } else { values_of(line, at, Some(column)) };
        let label = self.label_seen(word, at, &spec.rows.lines[row]);
        let row = RowLine { row, values, label, by_order: false };
        // In a text, a label that ends its line has no cells beside it, not even blank ones.
        match line.width {
            Some(width) if !has_values && width == column + 1 => TableLine::Bare { block, row },
            _ => TableLine::Row { block, row },
        }
    }

    /// Whether words stand beside the figures of a table that is printed on one line: 数量, the year, or something else. 合计 is
    /// the label of a column too, and has most of the figures behind it only where it is what the line is called.
    fn is_beside_one_line(&self, word: &Word<'g>, values: &Values<'g>) -> bool {
        let Some((_, n)) = self.one_line_block() else { return false };
        let is_column = word.label.as_deref().is_some_and(|label| self.parts(label).next().is_some());
        let is_name = !is_column || values.cells.iter().all(|placed| placed.is_value);
        is_name && 2 * values.value_columns().count() > n
    }

    pub(super) fn label_seen(&self, word: &Word<'g>, at: LineAt, line: &LineSpec) -> LabelSeen<'g> {
        LabelSeen {
            printed: Cow::Borrowed(&word.cell.text),
            place: Some(self.place(at, word.cell.column)),
            closeness: word.label.as_deref().map_or(0, |label| LabelSeen::closeness(label, line)),
        }
    }

    /// The meanings of a label in this table. One that names a year has its meaning in reports of one year alone.
    pub(super) fn parts<'s>(&'s self, label: &'s Known) -> impl Iterator<Item = (LabelPart, Option<Ordinal>)> + 's {
        let is_of_this_year = label.of_year.is_none() || label.of_year == self.year;
        let mine = move |m: &&Meaning| is_of_this_year && m.edition == self.edition_at && m.table == self.table;
        label.meanings.iter().filter(mine).map(|m| (m.part, m.ordinal))
    }

    /// What a label is among the rows of this table.
    pub(super) fn row_word(&self, label: &Known) -> RowWord {
        RowWord::of(self.parts(label).map(|(part, _)| part))
    }

    /// The column with cells of a block that a label names.
    pub(super) fn column_called(&self, block: usize, label: &Known) -> Option<usize> {
        let columns = &self.block_spec(block).columns;
        self.parts(label).find_map(|(part, _)| match part {
            LabelPart::Column { block: of, line } if of == block && columns.lines[line].has_cells() => Some(line),
            _ => None,
        })
    }

    /// The row of a block, headings of their own left out, that a label names.
    pub(super) fn group_called(&self, block: usize, label: &Known) -> Option<usize> {
        self.parts(label).find_map(|(part, _)| match part {
            LabelPart::Row { block: of, line, heading: false } if of == block => Some(line),
            _ => None,
        })
    }

    /// Whether a label names a column of this table, or a heading over some.
    pub(super) fn is_of_columns(&self, label: &Known) -> bool {
        self.parts(label).any(|(part, _)| matches!(part, LabelPart::Column { .. }))
    }

    /// The block of the table that is printed on one line, and how many cells it has.
    pub(super) fn one_line_block(&self) -> Option<(usize, usize)> {
        let blocks = &self.edition.tables[self.table].blocks;
        let block = blocks.iter().position(|block| block.layout == Layout::OneLine)?;
        Some((block, self.printed_rows(block).len() * self.printed_columns(block).len()))
    }

    /// The row a label names: of several with the same words the one with the same list mark, of these the one under the
    /// same line as the row before, else the next in the form's order.
    pub(super) fn row_of(&self, label: &Known, last: Option<RowAt>) -> Option<RowAt> {
        let rows: Vec<_> = self
            .parts(label)
            .filter_map(|(part, ordinal)| match part {
                LabelPart::Row { block, line, .. } => Some((RowAt { block, row: line }, ordinal)),
                _ => None,
            })
            .collect();
        let marked: Vec<_> = rows.iter().filter(|(_, ordinal)| *ordinal == label.folded.ordinal).collect();
        let among: Vec<_> = if marked.is_empty() { rows.iter().collect() } else { marked };
        let near: Vec<_> = among.iter().filter(|(row, _)| self.is_near(*row, last)).copied().collect();
        let among = if near.is_empty() { among } else { near };
        let next = among.iter().find(|(row, _)| last.is_none_or(|last| *row > last));
        next.or(among.first()).map(|(row, _)| *row)
    }

    /// Whether a row stands directly under the row before, or under a line that this one stands under too.
    fn is_near(&self, RowAt { block, row }: RowAt, last: Option<RowAt>) -> bool {
        let rows = &self.block_spec(block).rows;
        let (Some(RowAt { row: last, .. }), Some(parent)) =
            (last.filter(|last| last.block == block), rows.lines[row].parent)
        else {
            return false;
        };
        last == parent || rows.is_under(last, Some(parent))
    }

    fn is_column(&self, word: &Word) -> bool {
        word.label.as_deref().is_some_and(|label| label.folded.ordinal.is_none() && self.is_of_columns(label))
    }
}

/// Whether figures stand left of a cell and none right of it.
fn has_figures_left(line: &GridLine, cell: usize) -> bool {
    !line.has_value_after(cell) && line.cells[..cell].iter().any(|word| word.label.is_none())
}

/// The figures left of a label.
pub(super) fn values_left_of<'g>(line: &GridLine<'g>, at: LineAt, label: u32) -> Values<'g> {
    let left = line.cells.iter().filter(|word| word.cell.column < label && word.label.is_none());
    Values { at, label: None, cells: left.map(|word| placed(word, at)).collect(), width: line.width }
}

/// The cells right of a label, or all of them.
pub(super) fn values_of<'g>(line: &GridLine<'g>, at: LineAt, label: Option<u32>) -> Values<'g> {
    let right = line.cells.iter().filter(|word| label.is_none_or(|label| word.cell.column > label));
    Values { at, label, cells: right.map(|word| placed(word, at)).collect(), width: line.width }
}

/// A cell of line `at` where it stands.
pub(super) fn placed<'g>(word: &Word<'g>, at: LineAt) -> Placed<'g> {
    Placed { column: word.cell.column, at, cell: word.cell, is_value: word.label.is_none() }
}
