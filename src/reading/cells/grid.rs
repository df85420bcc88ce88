//! The one shape that every format is read into: sparse rows of cells that remember where they stood.

use std::ops::RangeInclusive;
use std::sync::Arc;

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

/// A cell of a grid: its row and its column, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::reading) struct Position {
    /// Its row.
    pub(in crate::reading) row: u32,
    /// Its column.
    pub(in crate::reading) column: u32,
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

/// What is known of a cell, of a list in order.
fn found<T>(list: &[(Position, T)], at: Position) -> Option<&T> {
    list.binary_search_by_key(&at, |(at, _)| *at).ok().map(|found| &list[found].1)
}

/// Without white space and invisible marks at the ends: ` 0`, U+00A0, U+3000, U+200B and the byte order mark.
pub(in crate::reading) fn trimmed(text: &str) -> &str {
    // Nearly every text is bare: a figure, or Chinese words.
    let is_bare = |end: Option<char>| matches!(end, Some('!'..='~' | '\u{3001}'..='\u{9FFF}'));
    if is_bare(text.chars().next()) && is_bare(text.chars().next_back()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
    })
}
