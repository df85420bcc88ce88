//! The fence before calamine: the stream of an `.xls` is walked once, and nothing of it goes on but values.
//!
//! calamine knows what a record stores: packed numbers, texts in a code page or in two widths, shared texts that are cut
//! into records anywhere. It does not ask how much of anything there can be. The *area* of a sheet is reserved whole, so
//! that two numbers in opposite corners of one are half a gigabyte; so is every size that is declared, and a shared text is
//! copied for each cell that refers to it; a formula or a name that ends early is a panic. So the walk notes where each
//! cell stands, how its format shows it, which lines are hidden and which cells are merged, and copies the bare value into a
//! sheet of its own making, which has no gaps and each shared text once. Formulas, drawings and declared sizes stay behind,
//! and with them every way found to make calamine abort or hang; of the looks of single characters `runs` takes note.
//!
//! Where calamine would be wrong in silence, the walk has decided: two cells in one place (for calamine the last stands,
//! here the first), two sheets of one name (the last), number formats of Excel 95 or beyond its list (no date), texts in
//! UTF-16 beside another code page, as Perl writes them (nonsense), a text that ends early (as far as it goes).

use std::ops::RangeInclusive;

use super::super::binary::Fields;
use super::super::paint::CellFont;
use super::super::styles::Styles;
use super::super::{damaged, position};
use super::records::{self, BiffRecord, BiffRecords};
use super::runs::{TextRuns, font_number};
use super::values::{StoredValues, ValueId, code_page, too_many};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{Area, HiddenLines, Position};

/// What a workbook was found to hold.
pub(super) struct Checked {
    /// A workbook of one sheet, in which the values stand one after the other.
    pub(super) values: Vec<u8>,
    /// The code page of its texts.
    pub(super) code_page: u16,
    /// The worksheets.
    pub(super) sheets: Vec<XlsSheet>,
    /// How cells look.
    pub(super) styles: Styles,
    /// How single characters of their texts look.
    pub(super) runs: TextRuns,
}

/// A worksheet, as far as it is no values.
pub(super) struct XlsSheet {
    /// Its name.
    pub(super) name: ValueId,
    /// A sheet its author hid.
    pub(super) is_hidden: bool,
    /// The lines its author hid.
    pub(super) hidden_lines: HiddenLines,
    /// Its merged cells.
    pub(super) merged: Vec<Area>,
    /// Its cells, in the order of the file.
    pub(super) cells: Vec<XlsCell>,
}

/// A cell with a value.
pub(super) struct XlsCell {
    /// Its row and column, from 0.
    pub(super) at: Position,
    /// Its format.
    pub(super) format: u16,
    /// What it holds.
    pub(super) value: ValueId,
    /// The number of the shared text that it holds.
    pub(super) shared: Option<u32>,
}

/// Walks the stream of a workbook.
///
/// # Errors
/// [`Problem::Encrypted`], and any [`Problem`] of a file that is damaged or larger than the [limits].
pub(super) fn check(stream: &[u8]) -> Result<Checked, ReadError> {
    let mut book = Book::read(stream)?;
    // Two sheets never share records; if ten thousand do, the file was made to cost time.
    let mut budget = stream.len();
    let mut sheets = Vec::new();
    for listed in std::mem::take(&mut book.listed) {
        let part = stream.get(listed.offset..).ok_or_else(|| damaged("a sheet is missing"))?;
        let name = book.values.text(&listed.name)?;
        let hidden_lines = HiddenLines::default();
        let mut sheet =
            XlsSheet { name, is_hidden: listed.is_hidden, hidden_lines, merged: Vec::new(), cells: Vec::new() };
        let used = book.sheet(part, &mut sheet)?;
        budget = budget.checked_sub(used).ok_or_else(|| damaged("two sheets share their cells"))?;
        sheet.hidden_lines.settle();
        sheets.push(sheet);
    }
    let (values, code_page) = (book.values.pack()?, book.values.code_page());
    Ok(Checked { values, code_page, sheets, styles: book.styles, runs: book.runs })
}

/// What the sheets of a workbook share, and the values that were found so far.
struct Book<'s> {
    styles: Styles,
    listed: Vec<BoundSheet>,
    values: StoredValues<'s>,
    runs: TextRuns,
    cells: usize,
}

/// A worksheet as the workbook lists it.
struct BoundSheet {
    offset: usize,
    is_hidden: bool,
    /// As cells have their texts.
    name: Vec<u8>,
}

impl<'s> Book<'s> {
    fn read(stream: &'s [u8]) -> Result<Self, ReadError> {
        let mut records = BiffRecords(Fields(stream));
        let values = StoredValues::new(code_page(records.next()?)?);
        let mut book =
            Self { styles: Styles::default(), listed: Vec::new(), values, runs: TextRuns::default(), cells: 0 };
        loop {
            let BiffRecord { kind, content } = records.next()?;
            let mut fields = Fields(content);
            match kind {
                records::EOF => return Ok(book),
                records::FILEPASS => return Err(ReadError::new(Problem::Encrypted)),
                records::CODEPAGE => book.values.declare(fields.u16()?),
                records::FORMAT => {
                    let id = u32::from(fields.u16()?);
                    book.styles.declare(id, &book.values.format_code(fields.0)?)?;
                }
                records::FONT => {
                    book.styles.push_font(CellFont::of_record(fields)?);
                }
                records::XF => {
                    let (font, number) = (font_number(fields.u16()?), fields.u16()?);
                    book.styles.push(u32::from(number), font)?;
                }
                records::BOUNDSHEET => book.list(fields)?,
                records::SST => {
                    let table = [vec![content], records.continued()?].concat();
                    book.values.share(table.clone())?;
                    book.runs = TextRuns::of(&table);
                }
                _ => {}
            }
        }
    }

    fn list(&mut self, mut fields: Fields<'_>) -> Result<(), ReadError> {
        let (offset, state, kind) = (fields.size()?, fields.u8()?, fields.u8()?);
        // The length of a name is one byte, that of a cell's text is two.
        let name = [&[fields.u8()?, 0], fields.0].concat();
        // Charts, dialogs and macros have no cells.
        if kind == 0 {
            self.listed.push(BoundSheet { offset, is_hidden: state & 3 != 0, name });
        }
        if self.listed.len() > limits::MAX_SHEETS {
            return Err(damaged(format!("more than {} sheets", limits::MAX_SHEETS)));
        }
        Ok(())
    }

    /// Walks the sheet that `part` begins with; how many bytes it took.
    fn sheet(&mut self, part: &[u8], sheet: &mut XlsSheet) -> Result<usize, ReadError> {
        let mut records = BiffRecords(Fields(part));
        let first = records.next()?;
        code_page(first)?;
        if Fields(first.content.get(2..).unwrap_or_default()).u16()? != records::WORKSHEET {
            return Ok(part.len() - records.left());
        }
        // Charts stand inside a sheet, with records that look like its cells.
        let mut nested = 0_usize;
        // The text that a formula results in comes in a record of its own.
        let mut formula = (Position { row: 0, column: 0 }, 0);
        loop {
            let BiffRecord { kind, content } = records.next()?;
            match kind {
                records::BOF => nested += 1,
                records::EOF if nested == 0 => return Ok(part.len() - records.left()),
                records::EOF => nested -= 1,
                _ if nested > 0 => {}
                records::ROW => sheet.hidden_lines.rows.extend(hidden_row(content)),
                records::COLINFO => sheet.hidden_lines.columns.extend(hidden_columns(content)),
                records::MERGEDCELLS => merged(Fields(content), &mut sheet.merged),
                records::MULRK => self.packed_numbers(Fields(content), sheet)?,
                records::STRING if records.continued()?.is_empty() => {
                    let value = self.values.text(content)?;
                    self.put(sheet, formula, (value, None))?;
                }
                // calamine would leave out the rest.
                records::STRING => return Err(damaged("a formula results in more text than a record holds")),
                kind if records::is_cell(kind) => {
                    let mut fields = Fields(content);
                    let head = Self::head(&mut fields)?;
                    if kind == records::FORMULA {
                        formula = head;
                    }
                    let shared = if kind == records::LABELSST { Fields(fields.0).u32().ok() } else { None };
                    if let Some(value) = self.value(kind, fields)? {
                        self.put(sheet, head, (value, shared))?;
                    }
                }
                _ => {}
            }
        }
    }

    /// What a cell holds, if it is not a formula that results in a text, which is a record of its own.
    fn value(&mut self, kind: u16, mut fields: Fields<'_>) -> Result<Option<ValueId>, ReadError> {
        let value = match kind {
            records::NUMBER => self.values.push(records::NUMBER, fields.take(8)?),
            records::RK => self.values.push(records::RK, fields.take(4)?),
            records::BOOLERR => {
                let (code, is_error) = (fields.u8()?, fields.u8()? != 0);
                self.values.push(records::BOOLERR, &[code, u8::from(is_error)])
            }
            records::LABELSST => self.values.shared_text(fields.u32()?),
            records::FORMULA => match fields.take(8)? {
                [kind @ (1 | 2), _, code, .., 0xFF, 0xFF] => self.values.push(records::BOOLERR, &[*code, kind - 1]),
                [.., 0xFF, 0xFF] => return Ok(None),
                number => self.values.push(records::NUMBER, number),
            },
            _ => self.values.text(fields.0),
        };
        value.map(Some)
    }

    /// Numbers side by side: a row, the first column, a format and a number for each, the last column.
    fn packed_numbers(&mut self, mut fields: Fields<'_>, sheet: &mut XlsSheet) -> Result<(), ReadError> {
        let (row, first) = (fields.u16()?, fields.u16()?);
        let mut column = u64::from(first);
        while fields.0.len() >= 6 {
            let format = fields.u16()?;
            let value = self.values.push(records::RK, fields.take(4)?)?;
            self.put(sheet, (position(u64::from(row), column)?, format), (value, None))?;
            column += 1;
        }
        Ok(())
    }

    /// What every cell begins with: row, column, format.
    fn head(fields: &mut Fields<'_>) -> Result<Head, ReadError> {
        let (row, column, format) = (fields.u16()?, fields.u16()?, fields.u16()?);
        Ok((position(u64::from(row), u64::from(column))?, format))
    }

    /// Puts a value in its place, with the number of the shared text that it is.
    fn put(
        &mut self,
        sheet: &mut XlsSheet,
        (at, format): Head,
        (value, shared): (ValueId, Option<u32>),
    ) -> Result<(), ReadError> {
        self.cells += 1;
        if self.cells > limits::MAX_CELLS {
            return Err(too_many());
        }
        sheet.cells.push(XlsCell { at, format, value, shared });
        Ok(())
    }
}

/// Where a cell stands, and its format.
type Head = (Position, u16);

/// The areas that this record says are merged. What is left of one that ends early is none.
fn merged(mut fields: Fields<'_>, areas: &mut Vec<Area>) {
    let Ok(count) = fields.u16() else { return };
    for _ in 0..count {
        let mut bound = || fields.u16().map(u32::from);
        let (Ok(top), Ok(bottom), Ok(left), Ok(right)) = (bound(), bound(), bound(), bound()) else { return };
        areas.push(Area { rows: top..=bottom, columns: left..=right });
    }
}

/// The row that this record says is hidden.
fn hidden_row(row: &[u8]) -> Option<u32> {
    let number = Fields(row).u16().ok()?;
    let flags = Fields(row.get(12..)?).u16().ok()?;
    (flags & 0x20 != 0).then_some(u32::from(number))
}

/// The columns that this record says are hidden: it says so, or they have no width.
fn hidden_columns(columns: &[u8]) -> Option<RangeInclusive<u32>> {
    let mut fields = Fields(columns);
    let (first, last, width) = (fields.u16().ok()?, fields.u16().ok()?, fields.u16().ok()?);
    let flags = Fields(columns.get(8..)?).u16().ok()?;
    (flags & 1 != 0 || width == 0).then_some(u32::from(first)..=u32::from(last))
}
