//! Word documents of 1997 to 2003, `.doc` and `.dot`, and what WPS writes as `.wps` and `.wpt`.
//!
//! The text is a row of characters, of which some are marks: 0x07 ends a cell or a row, 0x0D a paragraph, 0x13 to 0x15 hold
//! a field. Everything else is said elsewhere, of places in the file: which characters are deleted, which paragraph stands
//! in how many tables, where the borders of the cells of a row are.
//!
//! | module | what it knows |
//! |---|---|
//! | `fib` | the head: which version, where everything is |
//! | `pieces` | which runs of the file are the text, also after a fast save |
//! | `bins` | which properties the text at a place has |
//! | `sprms` | the properties of characters and paragraphs |
//! | `rows` | the properties of rows: borders, merged cells |
//! | `styles` | looks that come from a style |
//! | `boxes` | which text stands in which box, and where the box is anchored |
//! | `pictures` | how large a picture in the text is |
//! | `text` | the walk through the text |
//!
//! What is not text proper (footnotes, headers, comments, text boxes) stands behind it and is not read, but for boxes that
//! are anchored in a cell; what a person does
//! not see of it is left out in [`look`](super::look). A file that is locked, or of Word 95 or before, is refused.
//!
//! # Why not a crate
//! One reads these documents, `office_oxide` (0.1.16), and holds: 1,586 damaged copies of a report cost it no crash, 30 ms
//! and 7 MB at most. But of the documents of Writer it makes tables by exact borders, which Writer rounds row by row: table 四
//! gets a sixteenth column, and 未经复议直接起诉 stands one column off. Text that is struck through twice is text to it
//! (`9999件`), a table in a cell is flattened into the cell (`E 1 | 2 3 | 4 F`), and of the damaged copies 138 were read
//! with the figures lost. It is 115,000 lines for six formats, and takes a processor three and a half minutes to compile.
//! What is here are twelve hundred, tests aside.

mod bins;
mod boxes;
mod fib;
mod pictures;
mod pieces;
mod rows;
mod sprms;
mod styles;
#[cfg(test)]
mod tests;
mod text;

use self::fib::Fib;
use self::pieces::Pieces;
use self::text::TextWalk;
use super::container::Container;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;

/// The stream with the text and the pages of properties.
pub(super) const DOCUMENT: &str = "WordDocument";

/// Reads the document.
///
/// # Errors
/// [`Problem::Encrypted`](crate::reading::bytes::problem::Problem::Encrypted),
/// [`Problem::OldDocument`](crate::reading::bytes::problem::Problem::OldDocument) for Word 95 and before, and any problem of a
/// file that is damaged or beyond the limits.
pub(super) fn read(mut container: Container<'_>) -> Result<Vec<Grid>, ReadError> {
    let document = container.stream(DOCUMENT)?;
    let fib = Fib::read(&document)?;
    let table = container.stream(fib.table_stream)?;
    let pieces = Pieces::read(fib.pieces.of(&table)?)?;
    TextWalk::new(&fib, &document, &table, &mut container)?.take(&pieces, &fib)
}
