//! What a file may cost before it is refused. A statutory form has about 300 cells; the limits leave room for a workbook
//! with some thousand agencies and keep every file under 256 MB of memory and two seconds.

/// The largest file that is read whole, in bytes (`--max-file-size`).
pub const MAX_FILE_BYTES: u64 = 32 << 20;

/// Cells with content in one file.
pub const MAX_CELLS: usize = 500_000;

/// Filings in one file that is read whole.
pub const MAX_FILINGS: usize = 2_000;

/// Things to point out in one file: what the reader saw through, and what the rules find. Each costs about a kilobyte,
/// and one cell of a file, a few bytes long, can be several.
pub const MAX_FINDINGS: usize = 50_000;

/// Cells that are looked at to find those under merged ones, of one sheet.
pub const MAX_COVERED_CELLS: usize = 8 * MAX_CELLS;

/// Text in the cells of one file, in bytes.
pub const MAX_CELL_TEXT_BYTES: usize = 32 << 20;

/// Text in one cell, in bytes. Excel holds 32,767 characters in a cell, at most four bytes each.
pub const MAX_FIELD_BYTES: usize = 4 * 32_767;

/// A formula that is looked at, in bytes. One that adds up every cell of a form by name has about a thousand.
pub const MAX_FORMULA_BYTES: usize = 2_048;

/// Number formats of a workbook. Excel takes some two hundred.
pub const MAX_NUMBER_FORMATS: usize = 10_000;

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

/// Files of a zip archive. A county has some hundred bodies, a province some thousand.
pub const MAX_ARCHIVE_FILES: usize = 10_000;

/// Shared strings of a workbook.
pub const MAX_SHARED_STRINGS: usize = 500_000;

/// How deep the elements of an XML part may nest.
pub const MAX_XML_DEPTH: usize = 256;

/// One part of a package that is walked and not kept, expanded, in bytes: a sheet of a data set.
pub const MAX_STREAMED_PART_BYTES: u64 = 8 << 30;

/// How far such a part may expand, in times of what it takes up packed. A sheet of figures expands some ten times, and
/// nothing at all expands more than a thousand times.
pub const MAX_STREAM_RATIO: u64 = 100;

/// How much of a text is looked at to tell whether it is a data set, in bytes: a header with a path of labels over each
/// of three hundred columns has about sixty thousand.
pub const HEAD_BYTES: usize = 1 << 20;

/// One record of a data set, in bytes of the file: a row, or a filing of a JSON document with its findings.
pub const MAX_RECORD_BYTES: usize = 8 << 20;

/// Cells of one record of a data set. A form has about 300.
pub const MAX_RECORD_CELLS: usize = 20_000;

/// Records of a data set with one cell a row, of which the keys are kept.
pub const MAX_KEYED_RECORDS: usize = 2_000_000;

/// Cells that are kept of records whose rows do not stand together.
pub const MAX_SCATTERED_CELLS: usize = 500_000;

/// Cells that are kept of the records of a workbook with a table on each sheet: ten thousand agencies.
pub const MAX_JOINED_CELLS: usize = 2_000_000;

/// Text around the tables of one file that is read for what it says, in bytes. A report of ten thousand words has thirty
/// thousand.
pub const MAX_NARRATIVE_BYTES: usize = 1 << 20;
