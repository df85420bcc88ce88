//! How a comparison (对比) is said: results of their own type, each format told of the whole when it is there. What they
//! share is `words` (names, figures, changes), `beside` (the form with both figures in every cell) and `sentences`.

mod beside;
mod book;
mod csv;
mod doubled;
mod json;
mod page;
#[cfg(test)]
mod schema;
mod sentences;
mod table;
mod words;

use std::io::{self, Write};

use super::Style;
use crate::diagnosis::Contrast;
pub(super) use csv::beginnings;
pub use words::{contrast_notes, contrast_summary, unread_words};

/// The schema of the results; it is also how an earlier result is known for one.
pub(super) const SCHEMA: &str = "gouji-compare/1";

/// As many changes are listed first.
const LARGEST: usize = 10;

/// The formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContrastFormat {
    /// What an officer reads.
    Table,
    /// A list of cells for a spreadsheet program.
    Csv,
    /// The contract `gouji-compare/1`.
    Json,
    /// A page for people.
    Html,
    /// A workbook.
    Xlsx,
}

/// Writes a comparison.
///
/// # Errors
/// When the writer fails.
pub fn write_contrast(
    contrast: &Contrast,
    format: ContrastFormat,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ContrastFormat::Table => table::write(contrast, style, out),
        ContrastFormat::Csv => csv::write(contrast, style, out),
        ContrastFormat::Json => json::write(contrast, style, out),
        ContrastFormat::Html => page::write(contrast, style, out),
        ContrastFormat::Xlsx => book::write(contrast, style, out),
    }?;
    out.flush()
}
