//! What a page is made of as far as it has come, and what it comes to: texts and tables, with what nobody sees of them.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::cell::OpenCell;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::GridBuilder;
use crate::reading::cells::grid::{Area, CellKind, LeftOut, Origin, Position};

/// A surface under way.
pub(super) enum Draft {
    /// Paragraphs, and whether nobody sees them.
    Text {
        lines: Vec<TextLine>,
        is_hidden: bool,
    },
    Table(Box<TableDraft>),
}

/// A paragraph.
pub(super) struct TextLine {
    /// Which of the page, from 1.
    pub(super) number: u32,
    pub(super) text: String,
    /// It is nothing but a link to another page.
    pub(super) is_link: bool,
}

/// A table under way.
#[derive(Default)]
pub(super) struct TableDraft {
    pub(super) number: u32,
    /// Nobody sees the table.
    pub(super) is_hidden: bool,
    /// Row, column and text.
    pub(super) cells: Vec<(u32, u32, String)>,
    /// Per row: how many columns it has.
    pub(super) widths: Vec<u32>,
    /// What nobody counts of its cells.
    pub(super) left_out: Vec<LeftOut>,
    /// Its cells that hold pictures and nothing else.
    pub(super) pictures: Vec<Position>,
    /// Rows and columns that a person does not see.
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<RangeInclusive<u32>>,
    /// Cells over several rows, from top to bottom.
    pub(super) merged: Vec<Area>,
    /// Cells that nobody sees: a hidden column, where nothing else stands in it.
    pub(super) unseen: Vec<LeftOut>,
    /// Its cells of which each holds a table of one cell and nothing else, and whether others hold tables too.
    pub(super) wrapped: Vec<Position>,
    pub(super) lays_out: bool,
    /// With which rows its parts begin, in the order in which they are written.
    pub(super) parts: Vec<(u32, RowGroup)>,
}

/// Rows of a table that stand together: they are shown in this order, however they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reading) enum RowGroup {
    /// Rows above all others.
    Head,
    /// Rows in their order.
    Body,
    /// Rows below all others.
    Foot,
}

impl Draft {
    /// Whether nobody sees it.
    pub(super) fn is_hidden(&self) -> bool {
        match self {
            Self::Text { is_hidden, .. } => *is_hidden,
            Self::Table(table) => table.is_hidden,
        }
    }

    /// Makes a grid of it.
    ///
    /// # Errors
    /// A surface over the budget.
    pub(super) fn put(self, builder: &mut GridBuilder) -> Result<(), ReadError> {
        match self {
            Self::Text { lines, is_hidden } => {
                builder.begin(Origin::Text, is_hidden);
                for line in &lines {
                    builder.push(line.number - 1, 0, &line.text, CellKind::Text)?;
                }
                if let Some(grid) = builder.current() {
                    grid.links = lines.iter().filter(|line| line.is_link).map(|line| line.number - 1).collect();
                }
                Ok(())
            }
            Self::Table(table) => table.put(builder),
        }
    }
}

impl TableDraft {
    /// Whether anything stands in it.
    pub(super) fn holds_any(&self) -> bool {
        !self.cells.is_empty() || !self.unseen.is_empty()
    }

    /// Notes where a cell is merged which ends before a column.
    pub(super) fn merge(&mut self, row: u32, cell: &OpenCell, end: u32) {
        /// Cells of a row; the one above stands no further back.
        const NEAR: usize = 1_000;
        let columns = cell.column..=end.saturating_sub(1).max(cell.column);
        if cell.is_below && row > 0 {
            let is_above = |area: &&mut Area| area.columns == columns && *area.rows.end() == row - 1;
            match self.merged.iter_mut().rev().take(NEAR).find(is_above) {
                Some(area) => area.rows = *area.rows.start()..=row,
                None => self.merged.push(Area { rows: row - 1..=row, columns }),
            }
        } else if cell.rows > 1 || columns.end() > columns.start() {
            self.merged.push(Area { rows: row..=row + cell.rows - 1, columns });
        }
    }

    fn put(mut self, builder: &mut GridBuilder) -> Result<(), ReadError> {
        self.take_unseen();
        self.arrange();
        self.merged.sort_unstable_by_key(Area::first);
        builder.begin(Origin::Table(self.number), self.is_hidden);
        for (row, column, text) in &self.cells {
            builder.push(*row, *column, text, CellKind::Text)?;
            builder.widen(*row, self.widths.get(*row as usize).copied().unwrap_or(0));
        }
        if let Some(grid) = builder.current() {
            grid.left_out = self.left_out;
            grid.pictures = self.pictures;
            grid.merged = self.merged;
            grid.hidden_lines.rows = self.hidden_rows;
            grid.hidden_lines.columns = self.hidden_columns;
        }
        Ok(())
    }

    /// Begins a group with a row.
    pub(super) fn begin_rows(&mut self, row: u32, group: RowGroup) {
        if self.parts.is_empty() {
            self.parts.push((0, RowGroup::Body));
        }
        if self.parts.last().is_some_and(|(_, last)| *last != group) {
            self.parts.push((row, group));
        }
    }

    /// Puts the rows in the order in which they are shown: the first head above, the first foot below, all others between.
    fn arrange(&mut self) {
        // What is written before any of them may be nothing at all.
        if let [(0, RowGroup::Body), (0, _), ..] = self.parts.as_slice() {
            self.parts.remove(0);
        }
        let mut seen: Vec<RowGroup> = Vec::new();
        for (_, group) in &mut self.parts {
            if seen.contains(group) {
                *group = RowGroup::Body;
            } else {
                seen.push(*group);
            }
        }
        if self.parts.is_sorted_by_key(|(_, group)| *group) {
            return;
        }
        let count = u32::try_from(self.widths.len()).unwrap_or(u32::MAX);
        let group = |row: u32| {
            let after = self.parts.partition_point(|(first, _)| *first <= row);
            after.checked_sub(1).map_or(RowGroup::Body, |at| self.parts[at].1)
        };
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_by_key(|row| group(*row));
        let mut places = vec![0; order.len()];
        for (place, row) in (0..).zip(&order) {
            places[*row as usize] = place;
        }
        let place = |row: &mut u32| *row = places.get(*row as usize).copied().unwrap_or(*row);
        self.cells.iter_mut().for_each(|(row, ..)| place(row));
        self.left_out.iter_mut().for_each(|left_out| place(&mut left_out.row));
        self.hidden_rows.iter_mut().for_each(place);
        // What goes over the rows of one group may not go over those of the next.
        self.merged.clear();
        self.widths = order.iter().map(|row| self.widths[*row as usize]).collect();
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
    }

    /// Tells what nobody sees: columns of which nothing is seen are hidden, and their cells are cells; any other is left
    /// out.
    fn take_unseen(&mut self) {
        let seen: HashSet<u32> = self.cells.iter().map(|(_, column, _)| *column).collect();
        let unseen = std::mem::take(&mut self.unseen);
        let (hidden, single): (Vec<_>, Vec<_>) = unseen.into_iter().partition(|cell| !seen.contains(&cell.column));
        self.left_out.extend(single);
        let columns: BTreeSet<u32> = hidden.iter().map(|cell| cell.column).collect();
        self.hidden_columns.extend(columns.into_iter().map(|column| column..=column));
        if !hidden.is_empty() {
            self.cells.extend(hidden.into_iter().map(|cell| (cell.row, cell.column, cell.text)));
            self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        }
    }
}
