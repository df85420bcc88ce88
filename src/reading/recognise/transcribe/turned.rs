//! Tables turned by a quarter: the applicants are the rows of table 3, and what became of their requests the columns.
//!
//! Both kinds of labels are the form's, so a figure is that of the label above it and the label beside it. Where one of
//! the two is not certain nothing of the block is read, and that is one sentence and not one a row.

use std::collections::HashSet;

use super::super::align::Values;
use super::super::surface::{GridLine, Word};
use super::super::vocabulary::Known;
use super::TableReader;
use super::pieces::values_of;
use super::units::InUnit;
use crate::model::{Layout, ObservationKind};
use crate::reading::recognise::place::LineAt;

/// A block that is turned.
struct Turned<'g> {
    /// Where the rows of the form are: column of the file and row.
    rows: Vec<(u32, usize)>,
    /// Its lines: which column of the form, and their values.
    lines: Vec<(usize, Values<'g>)>,
}

impl<'g> TableReader<'_, 'g> {
    /// Reads the blocks that are turned. Returns the lines that are left.
    pub(super) fn read_turned(&mut self, lines: &[LineAt]) -> Vec<LineAt> {
        let mut left = lines.to_vec();
        for block in 0..self.edition.tables[self.table].blocks.len() {
            let Some(turned) = self.turned(block, &left) else { continue };
            let (Some((_, first)), Some((_, last))) = (turned.lines.first(), turned.lines.last()) else { continue };
            let (first, last) = (first.at, last.at);
            // What stands above its lines is its header.
            left.retain(|line| {
                let is_above = *line < first && self.has_row_labels(block, *line);
                !is_above && !(first..=last).contains(line)
            });
            self.enter_turned(block, &turned);
        }
        left
    }

    fn enter_turned(&mut self, block: usize, turned: &Turned<'g>) {
        let spec = self.block_spec(block);
        let (rows, columns) = (self.printed_rows(block).to_vec(), self.printed_columns(block).to_vec());
        let is_placed =
            |values: &Values| values.value_columns().all(|at| turned.rows.iter().any(|(place, _)| *place == at));
        let named = |of: &mut dyn Iterator<Item = usize>| of.collect::<HashSet<_>>().len();
        let is_once = named(&mut turned.rows.iter().map(|(_, row)| *row)) == turned.rows.len()
            && named(&mut turned.lines.iter().map(|(column, _)| *column)) == turned.lines.len();
        self.is_turned[block] = true;
        if !is_once || !turned.lines.iter().all(|(_, values)| is_placed(values)) {
            self.note_unassigned(block, &rows, &turned.lines[0].1, rows.len());
            return;
        }
        for (column, values) in &turned.lines {
            for (place, row) in &turned.rows {
                self.enter((block, *row, *column), values, Some(*place), &InUnit::Known(None));
            }
        }
        for row in rows.iter().filter(|row| turned.rows.iter().all(|(_, other)| other != *row)) {
            let (cells, expected) = (self.cells_of_row(block, *row), super::path(&spec.rows, *row));
            self.observe(ObservationKind::RowMissing, |seen, _| (seen.cells, seen.expected) = (cells, expected));
        }
        for column in columns.iter().filter(|column| turned.lines.iter().all(|(other, _)| other != *column)) {
            let (cells, expected) = (self.cells_of_column(block, *column), super::path(&spec.columns, *column));
            self.observe(ObservationKind::ColumnMissing, |seen, _| (seen.cells, seen.expected) = (cells, expected));
        }
    }

    /// The block as it stands there, if it is turned: several labels of its rows stand on a line without figures, and
    /// labels of its columns in front of figures below.
    fn turned(&self, block: usize, lines: &[LineAt]) -> Option<Turned<'g>> {
        /// Fewer lines may be of something else.
        const ENOUGH: usize = 2;
        if self.block_spec(block).layout != Layout::Rows {
            return None;
        }
        let found: Vec<_> = lines.iter().filter_map(|line| self.turned_line(block, *line)).collect();
        let first = found.first()?.1.at;
        // 其他 and 总计 are rows as well.
        let is_of_columns = |at: LineAt| self.label_beside(at).is_some_and(|(_, label)| !self.is_row_of(block, label));
        if found.iter().filter(|(_, values)| is_of_columns(values.at)).count() < ENOUGH {
            return None;
        }
        let header: Vec<LineAt> = lines.iter().copied().filter(|line| *line < first).collect();
        if !header.iter().any(|line| self.has_row_labels(block, *line)) {
            return None;
        }
        let mut words: Vec<&Word<'g>> = header.iter().flat_map(|at| &self.line(*at).cells).collect();
        words.sort_by_key(|word| word.cell.column);
        let (mut rows, mut last): (Vec<(u32, usize)>, _) = (Vec::new(), None);
        for word in words {
            let Some(label) = word.label.as_deref().filter(|label| self.is_row_of(block, label)) else { continue };
            if let Some(at) = self.row_of(label, last).filter(|at| at.block == block) {
                last = Some(at);
                rows.push((word.cell.column, at.row));
            }
        }
        // A heading over rows that are named stands for these, and has no figures of its own.
        let axis = &self.block_spec(block).rows;
        let holds_named = |row: usize| rows.iter().any(|(_, other)| axis.is_under(*other, Some(row)));
        let headings: Vec<usize> = rows.iter().map(|(_, row)| *row).filter(|row| holds_named(*row)).collect();
        rows.retain(|(_, row)| !headings.contains(row));
        Some(Turned { rows, lines: found })
    }

    /// A line of several figures behind the label of a column.
    fn turned_line(&self, block: usize, at: LineAt) -> Option<(usize, Values<'g>)> {
        const SEVERAL: usize = 2;
        let (place, label) = self.label_beside(at).filter(|(_, label)| label.folded.ordinal.is_none())?;
        let column = self.column_called(block, label)?;
        let values = values_of(self.line(at), at, Some(place));
        (values.value_columns().count() >= SEVERAL).then_some((column, values))
    }

    /// The label in front of the figures of a line, and its column.
    fn label_beside(&self, at: LineAt) -> Option<(u32, &Known)> {
        let line = self.line(at);
        let first = line.cells.iter().position(|word| word.label.is_none())?;
        let word = line.cells[..first].last()?;
        Some((word.cell.column, word.label.as_deref()?))
    }

    /// Whether a line without figures names several rows of a block.
    fn has_row_labels(&self, block: usize, at: LineAt) -> bool {
        const SEVERAL: usize = 2;
        let line: &GridLine = self.line(at);
        let labels = line.cells.iter().filter_map(|word| word.label.as_deref());
        line.value_count() == 0 && labels.filter(|label| self.is_row_of(block, label)).count() >= SEVERAL
    }

    fn is_row_of(&self, block: usize, label: &Known) -> bool {
        self.group_called(block, label).is_some()
    }
}
