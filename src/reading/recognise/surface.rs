//! A grid with its labels folded: every cell is looked at once, whatever the number of editions.

use std::sync::Arc;

use super::abreast;
use super::place::LineAt;
use super::vocabulary::{Known, LabelPart, Meaning, Vocabulary};
use super::years::year_of;
use crate::model::{Place, Unit};
use crate::reading::cells::grid::{Grid, GridCell, GridRow, Origin, Position};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;

/// A grid and its folded labels.
#[derive(Debug)]
pub(in crate::reading) struct Surface<'g> {
    pub(in crate::reading) grid: &'g Grid,
    pub(in crate::reading) lines: Vec<GridLine<'g>>,
    /// Figures that stand alone in front on its lines number the pages of a text: they go up by one.
    pub(in crate::reading) has_page_numbers: bool,
}

/// A row of a grid; of one that holds two rows of a form, either.
#[derive(Debug)]
pub(in crate::reading) struct GridLine<'g> {
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

impl Word<'_> {
    /// The unit of money that it states: 单位：元, 注：收费金额单位为元.
    pub(in crate::reading) fn stated_money(&self) -> Option<Unit> {
        /// Characters of a note that states it; a sentence of a report that does is about something else.
        const LONGEST: usize = 60;
        let folded = &self.label.as_deref()?.folded;
        let unit = folded.unit.as_deref().and_then(Unit::named)?;
        (folded.body.chars().nth(LONGEST).is_none()).then_some(unit)
    }

    /// Whether its words state that things are counted by the hundred or more: 单位：万件、元, 本年处理决定数量/百件.
    pub(in crate::reading) fn states_scale(&self) -> bool {
        self.label.is_some() && LEXICON.has_scaled_count(&self.cell.text)
    }
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
        // A paragraph of a page has no cells besides those that hold something.
        let is_text = grid.origin == Origin::Text;
        let last = |row: &GridRow| row.cells.last().map(|cell| cell.column + 1).filter(|_| is_text);
        let line = |row: &'g GridRow| {
            let cells = row.cells.iter().map(word).collect();
            GridLine { row, width: row.width.or_else(|| last(row)), cells }
        };
        let lines = grid.rows.iter().map(line).flat_map(|line| line.apart(|label| vocabulary.is_row(label)));
        let mut lines = abreast::apart(lines.collect(), &grid.merged, vocabulary);
        drop_index(&mut lines);
        let has_page_numbers = has_page_numbers(&lines);
        Self { grid, lines, has_page_numbers }
    }

    /// Whether nothing stands on the row above a line, or on that below.
    pub(in crate::reading) fn is_apart(&self, line: usize) -> bool {
        let row = |at: usize| self.lines.get(at).map(|line| line.row.index);
        let has_gap =
            |above: Option<u32>, below: Option<u32>| above.zip(below).is_none_or(|(above, below)| above + 1 < below);
        has_gap(line.checked_sub(1).and_then(row), row(line)) || has_gap(row(line), row(line + 1))
    }

    /// Whether a column of a line holds a picture and no text; of a line whose columns are not known, any behind its label.
    pub(in crate::reading) fn has_picture(&self, line: usize, column: Option<u32>, label: Option<u32>) -> bool {
        let row = self.lines[line].row.index;
        let behind = Position { row, column: label.map_or(0, |label| label + 1) };
        let pictures = &self.grid.pictures;
        match column {
            Some(column) => pictures.binary_search(&Position { row, column }).is_ok(),
            None => pictures.get(pictures.partition_point(|at| *at < behind)).is_some_and(|at| at.row == row),
        }
    }

    /// The last column that a cell of a line is merged over.
    pub(in crate::reading) fn last_merged(&self, line: usize, column: u32) -> Option<u32> {
        let at = Position { row: self.lines[line].row.index, column };
        let area = self.grid.merged.iter().find(|area| area.first() == at)?;
        Some(*area.columns.end()).filter(|last| *last > column)
    }

    /// The place of a column on a line.
    pub(in crate::reading) fn place(&self, line: usize, column: u32) -> Place {
        self.grid.place_on(self.lines[line].row, column)
    }
}

/// Whether figures that stand alone in front on lines number the pages.
fn has_page_numbers(lines: &[GridLine]) -> bool {
    let alone = lines.iter().filter_map(|line| match line.cells.as_slice() {
        [only] if only.cell.column == 0 && only.label.is_none() => Some(only.cell.text.as_str()),
        _ => None,
    });
    number::number_pages(alone)
}

/// Takes a running number in front of the lines off them, as pandas writes an index and officers a 行号: it stands left of
/// labels, and counts the lines of the file.
fn drop_index(lines: &mut [GridLine]) {
    /// As many lines in a row; fewer may be figures that count up by chance.
    const ENOUGH: usize = 4;
    let number = |line: &GridLine| {
        let first = line.cells.first().filter(|word| word.label.is_none() && line.cells.len() > 1)?;
        let number: i64 = first.cell.text.parse().ok()?;
        Some((first.cell.column, number - i64::from(line.row.index)))
    };
    let mut at = 0;
    while at < lines.len() {
        let run = number(&lines[at]);
        let length = lines[at..].iter().take_while(|line| run.is_some() && number(line) == run).count();
        let labelled = lines[at..at + length].iter().filter(|line| line.cells[1].label.is_some()).count();
        if length >= ENOUGH && 2 * labelled > length {
            for line in &mut lines[at..at + length] {
                line.cells.remove(0);
            }
        }
        at += length.max(1);
    }
}

/// What a word can be among the row labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum RowWord {
    /// A row with figures.
    Row,
    /// A heading over rows.
    Heading,
    /// No row of any form.
    None,
}

impl RowWord {
    /// What a label is that has these meanings.
    pub(in crate::reading) fn of(parts: impl Iterator<Item = LabelPart>) -> Self {
        parts.fold(Self::None, |word, part| match (word, part) {
            (word, LabelPart::Title | LabelPart::Furniture | LabelPart::Column { .. }) => word,
            (Self::Row, _) | (_, LabelPart::Row { heading: false, .. }) => Self::Row,
            _ => Self::Heading,
        })
    }
}

impl GridLine<'_> {
    /// The rows that ran into one line, each with a label and figures behind it: `规章 2 0 11 行政规范性文件 109 489 597`.
    fn apart(mut self, is_row: impl Fn(&Known) -> bool) -> Vec<Self> {
        let mut seen: Vec<&str> = Vec::new();
        let mut borders = Vec::new();
        let is_value = |at: usize| self.cells.get(at).is_some_and(|word| word.label.is_none());
        // Of either the figure may be blank: 行政许可 | | 行政处罚 | 601.
        let is_behind_blank = |at: usize| {
            let [before, label] = [at - 1, at].map(|at| &self.cells[at]);
            let is_label = before.label.as_deref().is_some_and(&is_row);
            is_label && before.cell.column + 1 < label.cell.column
        };
        let is_before_blank = |at: usize| {
            let is_end = |width: u32| self.cells[at].cell.column + 1 < width;
            at + 1 == self.cells.len() && self.width.is_none_or(is_end)
        };
        let begins = |at: usize, is_first: bool| {
            is_first
                || (is_value(at + 1) && (is_value(at - 1) || is_behind_blank(at)))
                || (is_value(at - 1) && is_before_blank(at))
        };
        for at in 0..self.cells.len() {
            let label = self.cells[at].label.as_deref().filter(|label| begins(at, seen.is_empty()) && is_row(label));
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

/// All lines of the surfaces of a file, with their places.
pub(in crate::reading) fn lines<'s>(
    surfaces: &'s [Surface<'s>],
) -> impl Iterator<Item = (LineAt, &'s GridLine<'s>)> + 's {
    let of = |(grid, surface): (usize, &'s Surface<'s>)| {
        surface.lines.iter().enumerate().map(move |(line, words)| (LineAt { grid, line }, words))
    };
    surfaces.iter().enumerate().flat_map(of)
}

impl<'g> GridLine<'g> {
    /// What of it stands from a column on, as a line of its own.
    pub(super) fn split_off(&mut self, column: u32) -> Self {
        let at = self.cells.partition_point(|word| word.cell.column < column);
        let (cells, width) = (self.cells.split_off(at), self.width);
        self.width = width.map(|width| width.min(column));
        Self { row: self.row, width, cells }
    }

    /// The only cell that it has.
    pub(in crate::reading) fn only(&self) -> Option<&Word<'g>> {
        if let [word] = self.cells.as_slice() { Some(word) } else { None }
    }

    /// The titles of statutory tables that its words are.
    pub(in crate::reading) fn titles(&self) -> impl Iterator<Item = &Meaning> {
        let labels = self.cells.iter().filter_map(|word| word.label.as_deref());
        labels.flat_map(|label| &label.meanings).filter(|meaning| meaning.is_title())
    }

    /// The cell with the row's label, and whether it is known. The label is the last known one before the figures: text
    /// after it stands where a figure belongs, and a number before it is the row's number (行次). Under a known heading
    /// alone, the last words are the label, whatever they are.
    pub(in crate::reading) fn row_label(&self, sense: impl Fn(&Known) -> RowWord) -> Option<(usize, bool)> {
        let start = self.cells.iter().position(|word| word.label.is_some())?;
        let end = self.cells[start..].iter().position(|word| word.label.is_none());
        let end = end.map_or(self.cells.len(), |end| start + end);
        let words = || (start..end).rev().filter_map(|at| Some((at, sense(self.cells[at].label.as_deref()?))));
        let line = words().find(|(_, word)| *word == RowWord::Row).map(|(at, _)| at);
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

    /// Whether it numbers the columns, 1 to 15 or from 0 as programs do, or heads them with years: no figures either way.
    pub(in crate::reading) fn is_numbering(&self) -> bool {
        /// Three figures in a row that happen to count up are figures.
        const ENOUGH: usize = 5;
        let is_named = |word: &Word| word.label.is_none() || LEXICON.numbering_names.have(&word.cell.text);
        if !self.cells.iter().all(is_named) {
            return false;
        }
        let values: Vec<Option<u32>> =
            self.cells.iter().filter(|word| word.label.is_none()).map(|word| word.cell.text.parse().ok()).collect();
        let counts_up = values.windows(2).all(|pair| pair[1].is_some() && pair[1] == pair[0].map(|n| n + 1));
        let from = values.first().copied().flatten();
        counts_up && values.len() >= ENOUGH && matches!(from, Some(0 | 1))
    }

    /// Whether it heads columns with years: 2022 and 2023 side by side.
    pub(in crate::reading) fn is_years(&self) -> bool {
        let values = self.cells.iter().filter(|word| word.label.is_none());
        let year = |word: &Word| year_of(&word.cell.text);
        let Some(years) = values.map(year).collect::<Option<Vec<u16>>>() else { return false };
        let mut different = years.clone();
        different.sort_unstable();
        different.dedup();
        let are_near = different.first().zip(different.last()).is_some_and(|(first, last)| last - first < 10);
        different.len() > 1 && years.len().is_multiple_of(different.len()) && are_near
    }

    /// Whether it names rows or columns of a form.
    pub(in crate::reading) fn names_lines(&self) -> bool {
        let mut meanings = self.cells.iter().filter_map(|word| word.label.as_deref()).flat_map(|label| &label.meanings);
        meanings.any(Meaning::is_line)
    }

    /// Whether it states a unit of money and is no sentence of a report.
    pub(in crate::reading) fn states_money(&self) -> bool {
        self.cells.iter().any(|word| word.stated_money().is_some())
    }

    /// Whether it holds values and no words.
    pub(in crate::reading) fn is_values(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|word| word.label.is_none())
    }

    /// How many cells are meant as values.
    pub(in crate::reading) fn value_count(&self) -> usize {
        self.values().count()
    }

    /// The cells that are meant as values.
    pub(in crate::reading) fn values(&self) -> impl Iterator<Item = &Word<'g>> {
        self.cells.iter().filter(|word| word.label.is_none())
    }
}
