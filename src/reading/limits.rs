//! What a file may cost before it is refused. A statutory form has about 300 cells; the limits leave room for a workbook
//! with some thousand agencies and keep every file under 256 MB of memory and two seconds.

/// The largest file that is read whole, in bytes (`--max-file-size`).
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// Cells with content in one file.
pub const MAX_CELLS: usize = 500_000;

/// Filings in one file that is read whole.
pub const MAX_FILINGS: usize = 2_000;

/// Text in the cells of one file, in bytes.
pub const MAX_CELL_TEXT_BYTES: usize = 32 << 20;

/// Text in one cell, in bytes. Excel holds 32,767 characters in a cell, at most four bytes each.
pub const MAX_FIELD_BYTES: usize = 4 * 32_767;

/// Rows of a sheet, as Excel has them.
pub const MAX_ROWS: u32 = 1_048_576;

/// Columns of a sheet or fields of a line, as Excel has them.
pub const MAX_COLUMNS: u32 = 16_384;

/// The name of a sheet, in bytes.
pub const MAX_SHEET_NAME_BYTES: usize = 1_024;

/// Sheets of a workbook.
pub const MAX_SHEETS: usize = 10_000;

/// Parts of a zip package.
pub const MAX_PACKAGE_PARTS: usize = 50_000;

/// One part of a package, expanded, in bytes.
pub const MAX_PART_BYTES: u64 = 64 << 20;

/// All parts of a package that are read, expanded, in bytes.
pub const MAX_PACKAGE_BYTES: u64 = 128 << 20;

/// Shared strings of a workbook.
pub const MAX_SHARED_STRINGS: usize = 500_000;

/// How deep the elements of an XML part may nest.
pub const MAX_XML_DEPTH: usize = 256;
