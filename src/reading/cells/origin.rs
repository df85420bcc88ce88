//! Where the cells of a grid are, in the words of a place.

use std::sync::Arc;

use crate::model::Place;

/// What the rows and columns of a grid are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) enum Origin {
    /// A sheet of this name: `Sheet1!D7`.
    Sheet(Arc<str>),
    /// Lines and fields: `line 12, field 4`.
    Text,
    /// A table of a page, by its number from 1: `table 3, row 7, column 2`.
    Table(u32),
    /// What stands on another surface with its rows as columns, below so many rows that are as they were.
    Turned { of: Box<Origin>, below: u32 },
    /// A table of printed pages, as the pieces that page breaks left of it, from top to bottom.
    Pages(Arc<[PagePiece]>),
}

/// What stands of a table on one printed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) struct PagePiece {
    /// The page, from 1.
    pub(in crate::reading) page: u32,
    /// Which table of the page it is, from 1.
    pub(in crate::reading) table: u32,
    /// The row of the whole table that it begins with, from 0.
    pub(in crate::reading) row: u32,
}

impl Origin {
    /// The place of a cell.
    #[must_use]
    pub(in crate::reading) fn place(&self, row: u32, column: u32) -> Place {
        match self {
            Self::Sheet(sheet) => Place::Sheet { sheet: Arc::clone(sheet), row, column },
            Self::Text => Place::Line { line: row.saturating_add(1), field: column.saturating_add(1), character: None },
            Self::Table(table) => {
                Place::Cell { table: *table, row: row.saturating_add(1), column: column.saturating_add(1) }
            }
            Self::Turned { of, below } => match row.checked_sub(*below) {
                Some(turned) => of.place(column.saturating_add(*below), turned),
                None => of.place(row, column),
            },
            Self::Pages(pieces) => {
                let piece = pieces.iter().rev().find(|piece| piece.row <= row).or(pieces.first());
                let (page, table, first) = piece.map_or((1, 1, 0), |piece| (piece.page, piece.table, piece.row));
                let row = row.saturating_sub(first).saturating_add(1);
                Place::Printed { page, table, row, column: column.saturating_add(1) }
            }
        }
    }

    /// The place of a cell, of a text with the character that it begins with.
    #[must_use]
    pub(in crate::reading) fn place_from(&self, row: u32, column: u32, start: Option<u32>) -> Place {
        match self.place(row, column) {
            Place::Line { line, field, .. } => Place::Line { line, field, character: start },
            other => other,
        }
    }

    /// The name of the sheet, if it is one.
    #[must_use]
    pub(in crate::reading) fn sheet(&self) -> Option<&Arc<str>> {
        match self {
            Self::Sheet(name) => Some(name),
            Self::Turned { of, .. } => of.sheet(),
            Self::Text | Self::Table(_) | Self::Pages(_) => None,
        }
    }

    /// The number of a row, from 1, where people count it so.
    #[must_use]
    pub(in crate::reading) fn line(&self, row: u32) -> Option<u32> {
        if matches!(self, Self::Turned { .. }) { None } else { Some(row.saturating_add(1)) }
    }
}
