//! Cells of a grid by where they stand: one, a rectangle of them, and whole lines that nobody sees.

use std::ops::RangeInclusive;

/// A cell of a grid: its row and its column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::reading) struct Position {
    /// Its row.
    pub(in crate::reading) row: u32,
    /// Its column.
    pub(in crate::reading) column: u32,
}

/// A rectangle of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Area {
    /// Its rows.
    pub(in crate::reading) rows: RangeInclusive<u32>,
    /// Its columns.
    pub(in crate::reading) columns: RangeInclusive<u32>,
}

impl Area {
    /// Its cell at the top and the left.
    #[must_use]
    pub(in crate::reading) fn first(&self) -> Position {
        Position { row: *self.rows.start(), column: *self.columns.start() }
    }
}

/// Rows and columns that a person who looks at a sheet does not see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct HiddenLines {
    /// Rows, from 0, in order.
    pub(in crate::reading) rows: Vec<u32>,
    /// Columns, from 0, as spans in order of their first.
    pub(in crate::reading) columns: Vec<RangeInclusive<u32>>,
}

impl HiddenLines {
    /// Puts the lines in order, each once.
    pub(in crate::reading) fn settle(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.columns.sort_unstable_by_key(|span| (*span.start(), *span.end()));
        // So that a column can be looked up, spans that lie over each other are one.
        self.columns.dedup_by(|later, first| {
            let is_over = later.start() <= first.end();
            if is_over {
                *first = *first.start()..=*first.end().max(later.end());
            }
            is_over
        });
    }

    /// Whether there is none.
    pub(in crate::reading) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty()
    }

    /// Whether a cell is in one of them; they are in order.
    pub(in crate::reading) fn hold(&self, row: u32, column: u32) -> bool {
        self.hold_row(row) || self.hold_column(column)
    }

    /// Whether a row is one of them.
    pub(in crate::reading) fn hold_row(&self, row: u32) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    /// Whether a column is in one of them.
    pub(in crate::reading) fn hold_column(&self, column: u32) -> bool {
        let after = self.columns.partition_point(|span| *span.start() <= column);
        after.checked_sub(1).is_some_and(|at| self.columns[at].contains(&column))
    }
}
