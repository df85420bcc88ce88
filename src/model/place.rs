//! Where in a file something was found.

use std::fmt;
use std::sync::Arc;

/// Where a value was found, in the words a person uses to go there. The wording is fixed English whatever the language
/// of the messages, because scripts read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A cell of a sheet, 0-based here and printed as `Sheet1!D7`.
    Sheet {
        /// The sheet's name as the workbook prints it.
        sheet: Arc<str>,
        /// The row, from 0.
        row: u32,
        /// The column, from 0.
        column: u32,
    },
    /// A field of a line of text, both from 1: `line 12, field 4`.
    Line {
        /// The line, from 1.
        line: u32,
        /// The field on that line, from 1.
        field: u32,
        /// The character of the line that it begins with, from 1, where that is known. A person counts fields; an editor
        /// goes to a character.
        character: Option<u32>,
    },
    /// A cell of a table of a page or document, all from 1: `table 3, row 7, column 2`.
    Cell {
        /// The table, by its number in the file.
        table: u32,
        /// The row of the table.
        row: u32,
        /// The column of the table.
        column: u32,
    },
    /// A cell of a table on a printed page, all from 1: `page 4, table 1, row 2, column 3`.
    Printed {
        /// The page.
        page: u32,
        /// The table, by its number on the page.
        table: u32,
        /// The row of what stands of the table on this page.
        row: u32,
        /// The column of the table.
        column: u32,
    },
}

impl Place {
    /// Its row or line.
    #[must_use]
    pub fn row(&self) -> u32 {
        match self {
            Self::Sheet { row, .. }
            | Self::Line { line: row, .. }
            | Self::Cell { row, .. }
            | Self::Printed { row, .. } => *row,
        }
    }

    /// Its column or field.
    #[must_use]
    pub fn column(&self) -> u32 {
        match self {
            Self::Sheet { column, .. }
            | Self::Line { field: column, .. }
            | Self::Cell { column, .. }
            | Self::Printed { column, .. } => *column,
        }
    }

    /// Whether another place is in the same column of the same sheet, text or table, in whatever row.
    #[must_use]
    pub fn shares_column(&self, other: &Self) -> bool {
        let is_on_one = match (self, other) {
            (Self::Sheet { sheet: a, .. }, Self::Sheet { sheet: b, .. }) => a == b,
            (Self::Line { .. }, Self::Line { .. }) => true,
            (Self::Cell { table: a, .. }, Self::Cell { table: b, .. }) => a == b,
            (Self::Printed { page: a, table: b, .. }, Self::Printed { page: c, table: d, .. }) => (a, b) == (c, d),
            _ => false,
        };
        is_on_one && self.column() == other.column()
    }

    /// The place in the same column of another row or line.
    #[must_use]
    pub fn at_row(&self, other: u32) -> Self {
        let mut place = self.clone();
        if let Self::Line { character, .. } = &mut place {
            *character = None;
        }
        match &mut place {
            Self::Sheet { row, .. }
            | Self::Line { line: row, .. }
            | Self::Cell { row, .. }
            | Self::Printed { row, .. } => *row = other,
        }
        place
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sheet { sheet, row, column } => {
                write!(f, "{sheet}!{}{}", column_letters(*column), u64::from(*row) + 1)
            }
            Self::Line { line, field, .. } => write!(f, "line {line}, field {field}"),
            Self::Cell { table, row, column } => write!(f, "table {table}, row {row}, column {column}"),
            Self::Printed { page, table, row, column } => {
                write!(f, "page {page}, table {table}, row {row}, column {column}")
            }
        }
    }
}

/// A spreadsheet's name for a column: 0 is `A`, 26 is `AA`.
fn column_letters(column: u32) -> String {
    let mut rest = u64::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_place_reads_as_a_person_would_say_it() {
        let sheet = Place::Sheet { sheet: "Sheet1".into(), row: 6, column: 3 };
        assert_eq!(sheet.to_string(), "Sheet1!D7");
        assert_eq!(Place::Line { line: 12, field: 4, character: Some(9) }.to_string(), "line 12, field 4");
        assert_eq!(Place::Cell { table: 3, row: 7, column: 2 }.to_string(), "table 3, row 7, column 2");
        let printed = Place::Printed { page: 4, table: 1, row: 2, column: 3 };
        assert_eq!(printed.to_string(), "page 4, table 1, row 2, column 3");
    }
}
