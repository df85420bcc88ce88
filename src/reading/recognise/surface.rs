//! A grid with its labels folded: every cell is looked at once, whatever the number of editions.

use std::sync::Arc;

use super::vocabulary::{Known, Vocabulary};
use crate::model::Place;
use crate::reading::cells::grid::{Grid, GridCell, GridRow};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;

/// A grid and its folded labels.
#[derive(Debug)]
pub(in crate::reading) struct Surface<'g> {
    pub(in crate::reading) grid: &'g Grid,
    pub(in crate::reading) lines: Vec<Line<'g>>,
}

/// A row of a grid; of one that holds two rows of a form, either.
#[derive(Debug)]
pub(in crate::reading) struct Line<'g> {
    pub(in crate::reading) row: &'g GridRow,
    /// How many cells of the row lie before its end, as [`GridRow::width`].
    pub(in crate::reading) width: Option<u32>,
    pub(in crate::reading) cells: Vec<Word<'g>>,
}

/// A cell of a row: a value, or words.
#[derive(Debug)]
pub(in crate::reading) struct Word<'g> {
    pub(in crate::reading) cell: &'g GridCell,
    /// The folded label; `None` for a cell that is meant as a value.
    pub(in crate::reading) label: Option<Arc<Known>>,
}

impl<'g> Surface<'g> {
    /// The surface of a grid.
    pub(in crate::reading) fn new(grid: &'g Grid, vocabulary: &Vocabulary) -> Self {
        let word = |cell: &'g GridCell| {
            let is_value = number::is_meant(&cell.text, cell.kind);
            // No label of any form is longer than a hundred characters; a narrative is not worth folding.
            let label =
                (!is_value).then(|| if cell.text.len() > 600 { Arc::default() } else { vocabulary.known(&cell.text) });
            Word { cell, label }
        };
        let line = |row: &'g GridRow| Line { row, width: row.width, cells: row.cells.iter().map(word).collect() };
        let lines = grid.rows.iter().map(line).flat_map(|line| line.apart(|label| vocabulary.is_row(label)));
        Self { grid, lines: lines.collect() }
    }

    /// The place of a column on a line.
    pub(in crate::reading) fn place(&self, line: usize, column: u32) -> Place {
        self.grid.place(self.lines[line].row.index, column)
    }
}

/// What a word can be among the row labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum RowWord {
    /// A row with figures.
    Line,
    /// A heading over rows.
    Heading,
    /// No row of any form.
    None,
}

impl Line<'_> {
    /// The rows that ran into one line, each with a label and figures behind it: `规章 2 0 11 行政规范性文件 109 489 597`.
    fn apart(mut self, is_row: impl Fn(&Known) -> bool) -> Vec<Self> {
        let mut seen: Vec<&str> = Vec::new();
        let mut borders = Vec::new();
        let is_value = |at: usize| self.cells.get(at).is_some_and(|word| word.label.is_none());
        for at in 0..self.cells.len() {
            let is_between = seen.is_empty() || (is_value(at - 1) && is_value(at + 1));
            let label = self.cells[at].label.as_deref().filter(|label| is_between && is_row(label));
            let Some(label) = label else { continue };
            // The same label again is another year or agency beside this one.
            if seen.contains(&label.folded.body.as_str()) {
                return vec![self];
            }
            borders.extend(Some(at).filter(|_| !seen.is_empty()));
            seen.push(&label.folded.body);
        }
        let mut lines = Vec::with_capacity(1 + borders.len());
        for border in borders.into_iter().rev() {
            let cells = self.cells.split_off(border);
            let column = cells[0].cell.column;
            lines.push(Self { row: self.row, width: self.width, cells });
            self.width = self.width.map(|width| width.min(column));
        }
        lines.push(self);
        lines.reverse();
        lines
    }
}

impl Line<'_> {
    /// The cell with the row's label, and whether it is known. The label is the last known one before the figures: text
    /// after it stands where a figure belongs, and a number before it is the row's number (行次). Under a known heading
    /// alone, the last words are the label, whatever they are.
    pub(in crate::reading) fn row_label(&self, sense: impl Fn(&Known) -> RowWord) -> Option<(usize, bool)> {
        let start = self.cells.iter().position(|word| word.label.is_some())?;
        let end = self.cells[start..].iter().position(|word| word.label.is_none());
        let end = end.map_or(self.cells.len(), |end| start + end);
        let words = || (start..end).rev().filter_map(|at| Some((at, sense(self.cells[at].label.as_deref()?))));
        let line = words().find(|(_, word)| *word == RowWord::Line).map(|(at, _)| at);
        let is_heading_last = words().next().is_some_and(|(_, word)| word == RowWord::Heading);
        match line {
            Some(at) => Some((at, true)),
            None if is_heading_last => Some((end - 1, true)),
            // Words after figures are a remark.
            None if start > 0 => None,
            // 件 and 条 stand in a column of units.
            None => (start..end).rev().find(|at| !LEXICON.is_unit(&self.cells[*at].cell.text)).map(|at| (at, false)),
        }
    }

    /// Whether a figure stands right of a cell.
    pub(in crate::reading) fn has_value_after(&self, at: usize) -> bool {
        self.cells[at + 1..].iter().any(|word| word.label.is_none())
    }

    /// Whether a label of any form stands right of a cell.
    pub(in crate::reading) fn has_known_word_after(&self, at: usize) -> bool {
        let mut labels = self.cells[at + 1..].iter().filter_map(|word| word.label.as_deref());
        labels.any(|label| !label.meanings.is_empty())
    }

    /// Whether it holds values and no words.
    pub(in crate::reading) fn is_values(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|word| word.label.is_none())
    }

    /// How many cells are meant as values.
    pub(in crate::reading) fn value_count(&self) -> usize {
        self.cells.iter().filter(|word| word.label.is_none()).count()
    }
}
