//! How a comparison (对比) is said: results of their own type, each format told of the whole when it is there. What they
//! share is `words` (names, figures, changes), `beside` (the form with both figures in every cell) and `sentences`.

mod beside;
mod book;
mod csv;
mod doubled;
mod json;
mod page;
mod sentences;
mod table;
mod words;

use std::io::{self, Write};

use super::Style;
use crate::diagnosis::Contrast;
pub use words::{contrast_notes, contrast_summary};

/// The schema of the results; it is also how an earlier result is known for one.
const SCHEMA: &str = "gouji-compare/1";

/// Whether a text begins as a result of a comparison does.
pub(super) fn is_own(head: &str) -> bool {
    let is_of_schema = (head.starts_with('{') || head.starts_with("<!DOCTYPE html>")) && head.contains(SCHEMA);
    is_of_schema || csv::beginnings().iter().any(|line| head.starts_with(line))
}

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
