//! The one shape that every format is read into: sparse rows of cells that remember where they stood.

use std::sync::Arc;

pub(in crate::reading) use super::area::{Area, HiddenLines, Position};
pub(in crate::reading) use super::origin::{Origin, PagePiece};
use crate::model::Place;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// A surface with cells: a sheet, or a text with fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Grid {
    /// Where its cells are, in the words of a [`Place`].
    pub(in crate::reading) origin: Origin,
    /// A sheet its author hid, or a part of a page that nobody sees.
    pub(in crate::reading) hidden: bool,
    /// The rows and columns of it that nobody sees. They are read only where nothing visible gives a cell.
    pub(in crate::reading) hidden_lines: HiddenLines,
    /// Its first row heads a data set. Of a workbook whose sheets can be streamed it then holds only that row.
    pub(in crate::reading) is_data_set: bool,
    /// The rows that hold something, from top to bottom.
    pub(in crate::reading) rows: Vec<GridRow>,
    /// What stands in cells that a person does not count, and is no part of their text: row, column and that text.
    pub(in crate::reading) left_out: Vec<LeftOut>,
    /// Rows that are nothing but a link to another page, in order.
    pub(in crate::reading) links: Vec<u32>,
    /// Cells that hold a picture and no text, in order: what is seen there is not read.
    pub(in crate::reading) pictures: Vec<Position>,
    /// Cells that show another text than they hold, in order.
    pub(in crate::reading) shown: Vec<(Position, Shown)>,
    /// Cells whose value a formula makes, in order.
    pub(in crate::reading) formulas: Vec<(Position, Formula)>,
    /// The areas that its merged cells take up. Of each, a person sees the first cell only.
    pub(in crate::reading) merged: Vec<Area>,
}

/// What a person sees in a cell that holds something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Shown {
    /// That text, which may be none at all.
    pub(in crate::reading) text: String,
    /// It is the figure that is stored, with words around it.
    pub(in crate::reading) is_figure: bool,
}

/// A formula as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Formula {
    /// The formula, without `=`.
    pub(in crate::reading) text: Arc<str>,
    /// The cell that it was written for; in another, it means cells as far away as they are from there.
    pub(in crate::reading) of: Position,
}

/// Text of a cell that a person does not count: struck out, hidden, raised, deleted with changes tracked, covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct LeftOut {
    /// Its row, from 0.
    pub(in crate::reading) row: u32,
    /// Its column, from 0.
    pub(in crate::reading) column: u32,
    /// What it says.
    pub(in crate::reading) text: String,
}

/// One row of a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct GridRow {
    /// Its position on the surface, from 0.
    pub(in crate::reading) index: u32,
    /// How many cells it has in the file, blank ones included; `None` for a sheet, whose blank cells are not in the
    /// file. A row of a text that lost a cell is told from a complete one by this.
    pub(in crate::reading) width: Option<u32>,
    /// The cells that hold something, from left to right.
    pub(in crate::reading) cells: Vec<GridCell>,
    /// The character of its line that each cell of a text begins with, from 1, blank ones included; 0 for one on a further
    /// line. Where that is not known, nothing.
    pub(in crate::reading) starts: Vec<u32>,
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct GridCell {
    /// Its column, from 0.
    pub(in crate::reading) column: u32,
    /// What it holds, as text without surrounding white space; a number in plain decimal notation.
    pub(in crate::reading) text: String,
    /// What the file said of it.
    pub(in crate::reading) kind: CellKind,
}

/// What a file says of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum CellKind {
    /// Characters; also everything a text file holds.
    Text,
    /// A number.
    Number,
    /// A number that is formatted as a date or time; its text is the number.
    Date,
    /// An error value, as `#REF!`.
    Error,
    /// A formula without a stored value; its text is the formula, with `=` in front.
    Uncomputed,
}

impl GridRow {
    /// The cell in a column, if it holds something.
    pub(in crate::reading) fn cell(&self, column: u32) -> Option<&GridCell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &self.cells[at])
    }

    /// Its text.
    pub(in crate::reading) fn text(&self, column: u32) -> Option<&str> {
        self.cell(column).map(|cell| cell.text.as_str())
    }

    /// Puts the cells in order. Where there are two at one position, the first stands.
    pub(in crate::reading) fn settle(&mut self) {
        self.cells.sort_by_key(|cell| cell.column);
        self.cells.dedup_by_key(|cell| cell.column);
    }
}

impl Grid {
    /// An empty grid.
    #[must_use]
    pub(in crate::reading) fn new(origin: Origin) -> Self {
        Self {
            origin,
            hidden: false,
            hidden_lines: HiddenLines::default(),
            is_data_set: false,
            rows: Vec::new(),
            left_out: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            shown: Vec::new(),
            formulas: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// The cell that covers another.
    #[must_use]
    pub(in crate::reading) fn covering(&self, Position { row, column }: Position) -> Option<Position> {
        /// Merged cells that begin above or beside one on a form, which has some forty.
        const ENOUGH: usize = 1_000;
        let end = self.merged.partition_point(|area| *area.rows.start() <= row);
        let mut near = self.merged[..end].iter().rev().take(ENOUGH);
        let area = near.find(|area| area.rows.contains(&row) && area.columns.contains(&column))?;
        Some(area.first())
    }

    /// Takes out the cells that a merged one covers: nobody sees them, and what they held before the merge is no figure of
    /// the form. What they held is noted, unless it is what the merged cell holds, as programs write that repeat it.
    ///
    /// # Errors
    /// [`Problem::TooManyCells`] when so many areas lie over each other that only a hostile file has them.
    pub(in crate::reading) fn uncover(&mut self) -> Result<(), ReadError> {
        let mut budget = limits::MAX_COVERED_CELLS;
        self.merged.sort_unstable_by_key(Area::first);
        for area in &self.merged {
            let first = self.rows.partition_point(|row| row.index < *area.rows.start());
            let anchor = area.first();
            let mut held: Option<String> = None;
            for row in self.rows[first..].iter_mut().take_while(|row| row.index <= *area.rows.end()) {
                let start = row.cells.partition_point(|cell| cell.column < *area.columns.start());
                let end = row.cells.partition_point(|cell| cell.column <= *area.columns.end());
                budget = budget
                    .checked_sub(1 + if start < end { row.cells.len() } else { 0 })
                    .ok_or_else(|| ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS))?;
                let is_anchor = |cell: &GridCell| Position { row: row.index, column: cell.column } == anchor;
                if let Some(cell) = row.cells[start..end].first().filter(|cell| is_anchor(cell)) {
                    held = Some(cell.text.clone());
                }
                let start = start + usize::from(row.cells[start..end].first().is_some_and(is_anchor));
                for cell in row.cells.drain(start..end) {
                    if held.as_ref() != Some(&cell.text) {
                        self.left_out.push(LeftOut { row: row.index, column: cell.column, text: cell.text });
                    }
                }
            }
        }
        self.rows.retain(|row| !row.cells.is_empty());
        self.left_out.sort_by_key(|left_out| (left_out.row, left_out.column));
        Ok(())
    }

    /// The place of a cell of this grid.
    #[must_use]
    pub(in crate::reading) fn place(&self, row: u32, column: u32) -> Place {
        match self.rows.binary_search_by_key(&row, |row| row.index) {
            Ok(at) => self.place_on(&self.rows[at], column),
            Err(_) => self.origin.place(row, column),
        }
    }

    /// The place of a cell of a row of this grid.
    #[must_use]
    pub(in crate::reading) fn place_on(&self, row: &GridRow, column: u32) -> Place {
        let start = row.starts.get(column as usize).copied().filter(|start| *start > 0);
        self.origin.place_from(row.index, column, start)
    }

    /// The row and column of a place on this grid, from 0.
    #[must_use]
    pub(in crate::reading) fn position(&self, place: &Place) -> Option<Position> {
        let (row, column) = match (&self.origin, place) {
            (Origin::Sheet(own), Place::Sheet { sheet, row, column }) if own == sheet => (*row, *column),
            (Origin::Text, Place::Line { line, field, .. }) => (line.checked_sub(1)?, field.checked_sub(1)?),
            (Origin::Table(own), Place::Cell { table, row, column }) if own == table => {
                (row.checked_sub(1)?, column.checked_sub(1)?)
            }
            (Origin::Pages(pieces), Place::Printed { page, table, row, column }) => {
                let piece = pieces.iter().find(|piece| (piece.page, piece.table) == (*page, *table))?;
                (piece.row.checked_add(row.checked_sub(1)?)?, column.checked_sub(1)?)
            }
            _ => return None,
        };
        Some(Position { row, column })
    }

    /// What a cell shows instead of what it holds.
    #[must_use]
    pub(in crate::reading) fn shown(&self, at: Position) -> Option<&Shown> {
        found(&self.shown, at)
    }

    /// The formula that makes the value of a cell.
    #[must_use]
    pub(in crate::reading) fn formula(&self, at: Position) -> Option<&Formula> {
        found(&self.formulas, at)
    }

    /// The name of the sheet, if it is one.
    #[must_use]
    pub(in crate::reading) fn sheet(&self) -> Option<&str> {
        self.origin.sheet().map(AsRef::as_ref)
    }
}

/// What is known of a cell, of a list in order.
fn found<T>(list: &[(Position, T)], at: Position) -> Option<&T> {
    list.binary_search_by_key(&at, |(at, _)| *at).ok().map(|found| &list[found].1)
}

/// Without white space and invisible marks at the ends: ` 0`, U+00A0, U+3000, U+200B, the byte order mark, and the marks of
/// direction that Windows puts around what is copied from its dialogs. Not the one that turns digits round, U+202E, nor
/// U+00AD, which a page may print as a minus.
pub(in crate::reading) fn trimmed(text: &str) -> &str {
    // Nearly every text is bare: a figure, or Chinese words.
    let is_bare = |end: Option<char>| matches!(end, Some('!'..='~' | '\u{3001}'..='\u{9FFF}'));
    if is_bare(text.chars().next()) && is_bare(text.chars().next_back()) {
        return text;
    }
    text.trim_matches(|c: char| {
        let is_invisible =
            matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202D}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
        c.is_whitespace() || c.is_control() || is_invisible
    })
}
