//! One block of a table: which of its lines are printed, and how they lie.

use std::ops::Range;

use super::Content;
use super::forest::Strip;
use crate::model::{Block, BlockAt, CellIndex, FormEdition, Layout};

/// A block with the lines that are printed of it.
pub(super) struct PrintedBlock<'f> {
    pub(super) block: &'f Block,
    at: BlockAt,
    /// The rows that have figures.
    pub(super) rows: Vec<usize>,
    columns: Vec<usize>,
    pub(super) shape: RowShape,
}

/// How the rows of a block lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowShape {
    /// Below each other, the labels of headings merged over them.
    Merged,
    /// Below each other beside a column of units, headings in rows of their own.
    List,
    /// Beside each other on one line.
    OneLine,
}

impl<'f> PrintedBlock<'f> {
    pub(super) fn of(edition: &'f FormEdition, at: BlockAt, has: impl Fn(CellIndex) -> bool) -> Self {
        let block = edition.block(at);
        let has_cell = |row, column| edition.cell_at(at, row, column).is_some_and(&has);
        let has_row = |row: &usize| block.columns.with_cells().any(|column| has_cell(*row, column));
        let rows: Vec<usize> = block.rows.with_cells().filter(has_row).collect();
        let has_column = |column: &usize| rows.iter().any(|row| has_cell(*row, *column));
        let columns: Vec<usize> = block.columns.with_cells().filter(has_column).collect();
        // Only a complete line can be counted off; with a row or column missing, each row has its label beside it.
        let is_complete =
            rows.iter().copied().eq(block.rows.printed()) && columns.iter().copied().eq(block.columns.printed());
        let shape = match block.layout {
            Layout::OneLine if is_complete => RowShape::OneLine,
            _ if block.measures.is_empty() => RowShape::Merged,
            _ => RowShape::List,
        };
        Self { block, at, rows, columns, shape }
    }

    fn row_labels(&self) -> Strip<'f> {
        Strip::of(&self.block.rows, &self.rows, Content::Row)
    }

    pub(super) fn header(&self) -> Strip<'f> {
        let columns = Strip::of(&self.block.columns, &self.columns, Content::Column);
        if self.shape == RowShape::OneLine { self.row_labels().over(&columns) } else { columns }
    }

    pub(super) fn label_columns(&self) -> usize {
        match self.shape {
            RowShape::Merged => self.row_labels().depth(),
            RowShape::List => 2,
            RowShape::OneLine => 0,
        }
    }

    pub(super) fn width(&self, label_columns: usize) -> usize {
        self.header().leaves() + if self.shape == RowShape::OneLine { 0 } else { label_columns }
    }

    /// What the header prints over the label columns.
    pub(super) fn corner(&self, labels: usize, words: Option<&'f str>) -> Vec<(Range<usize>, Content<'f>)> {
        let corner = match (&self.block.stub, words) {
            (Some(stub), _) => Content::Stub(stub),
            (None, Some(words)) => Content::Corner(words),
            (None, None) => Content::Empty,
        };
        match (self.shape, self.block.measures.first()) {
            (RowShape::OneLine, _) => Vec::new(),
            (RowShape::List, Some(measure)) => {
                vec![(0..labels - 1, corner), (labels - 1..labels, Content::Stub(measure))]
            }
            _ => vec![(0..labels, corner)],
        }
    }

    /// The lines that have a row of a list: those with figures and the headings over them.
    fn listed(&self) -> impl Iterator<Item = usize> + '_ {
        let axis = &self.block.rows;
        let is_over = move |heading| self.rows.iter().any(|row| axis.is_under(*row, Some(heading)));
        (0..axis.lines.len()).filter(move |at| self.rows.contains(at) || (axis.lines[*at].is_heading() && is_over(*at)))
    }

    /// Places what stands left of the figures: along the rows, and across the label columns.
    pub(super) fn place_labels(&self, labels: usize, put: &mut impl FnMut(Range<usize>, Range<usize>, Content<'f>)) {
        match self.shape {
            RowShape::OneLine => {}
            RowShape::Merged => {
                let rows: Vec<usize> = (0..=self.rows.len()).collect();
                self.row_labels().place(0, labels, &rows, put);
            }
            RowShape::List => {
                for (row, at) in self.listed().enumerate() {
                    let line = &self.block.rows.lines[at];
                    let measure = line.measure.as_deref().map_or(Content::Empty, Content::Measure);
                    put(row..row + 1, 0..labels - 1, Content::Row(line));
                    put(
                        row..row + 1,
                        labels - 1..labels,
                        if self.rows.contains(&at) { measure } else { Content::Crossed },
                    );
                }
            }
        }
    }

    /// What stands in the columns of figures, line by line as printed.
    pub(super) fn lines(&self, edition: &FormEdition) -> Vec<Vec<Content<'f>>> {
        let value = |row: usize, column: usize| {
            // Lines that have cells have one where they cross.
            edition.cell_at(self.at, row, column).map_or(Content::Empty, Content::Value)
        };
        let figures = |row: usize| self.columns.iter().map(move |column| value(row, *column));
        match self.shape {
            RowShape::Merged => self.rows.iter().map(|row| figures(*row).collect()).collect(),
            RowShape::OneLine => vec![self.rows.iter().flat_map(|row| figures(*row)).collect()],
            RowShape::List => {
                let crossed = || vec![Content::Crossed; self.columns.len()];
                let line = |row| if self.rows.contains(&row) { figures(row).collect() } else { crossed() };
                self.listed().map(line).collect()
            }
        }
    }
}
