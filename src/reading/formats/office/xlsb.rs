//! `.xlsb`: the parts of an `.xlsx` as binary records. Excel offers it for large workbooks.
//!
//! A record is a type in one or two bytes, a length in one to four, and its fields. A position past the grid, a text
//! that does not exist and a length past the end are damage.

use super::binary::{Fields, error_text, utf16};
use super::package::Package;
use super::paint::CellFont;
use super::relations::{ListedSheet, Relations, main_part, worksheets};
use super::strings::SharedStrings;
use super::styles::Styles;
use super::{anchored, damaged, number, origin, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, GridBuilder, Note};
use crate::reading::cells::grid::{Area, CellKind};

/// Types of records. A short cell stands right of the cell before it and does not say its column.
mod record {
    pub(super) const ROW: u16 = 0;
    pub(super) const CELL_BLANK: u16 = 1;
    pub(super) const CELL_PACKED: u16 = 2;
    pub(super) const CELL_ERROR: u16 = 3;
    pub(super) const CELL_BOOL: u16 = 4;
    pub(super) const CELL_REAL: u16 = 5;
    pub(super) const CELL_TEXT: u16 = 6;
    pub(super) const CELL_SHARED: u16 = 7;
    pub(super) const FORMULA_TEXT: u16 = 8;
    pub(super) const FORMULA_REAL: u16 = 9;
    pub(super) const FORMULA_BOOL: u16 = 10;
    pub(super) const FORMULA_ERROR: u16 = 11;
    pub(super) const SHORT_BLANK: u16 = 12;
    pub(super) const SHORT_PACKED: u16 = 13;
    pub(super) const SHORT_ERROR: u16 = 14;
    pub(super) const SHORT_BOOL: u16 = 15;
    pub(super) const SHORT_REAL: u16 = 16;
    pub(super) const SHORT_TEXT: u16 = 17;
    pub(super) const SHORT_SHARED: u16 = 18;
    pub(super) const SHARED_STRING: u16 = 19;
    pub(super) const FONT: u16 = 43;
    pub(super) const FORMAT: u16 = 44;
    pub(super) const CELL_FORMAT: u16 = 47;
    pub(super) const CELL_RICH_TEXT: u16 = 62;
    pub(super) const DATA_BEGIN: u16 = 145;
    pub(super) const DATA_END: u16 = 146;
    pub(super) const SHEET: u16 = 156;
    pub(super) const COLUMNS: u16 = 60;
    pub(super) const MERGED: u16 = 176;
    pub(super) const CELL_FORMATS_BEGIN: u16 = 617;
    pub(super) const CELL_FORMATS_END: u16 = 618;
}

/// Reads every worksheet.
pub(super) fn read(package: &mut Package<'_>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    let main = main_part(package)?;
    let listed = list(&package.required(&main)?)?;
    let relations = Relations::of(package, &main)?;
    let strings = match relations.part("sharedStrings") {
        Some(part) => shared_strings(&package.required(part)?)?,
        None => SharedStrings::default(),
    };
    let styles = match relations.part("styles") {
        Some(part) => cell_formats(&package.required(part)?)?,
        None => Styles::default(),
    };
    for (part, listed) in worksheets(&listed, &relations)? {
        grids.begin(origin(&listed.name)?, listed.hidden);
        sheet(&package.required(part)?, &strings, &styles, grids)?;
        anchored::note(package, part, grids)?;
    }
    Ok(())
}

/// The next record of a part, or nothing at its end.
fn next<'a>(part: &mut Fields<'a>) -> Result<Option<(u16, Fields<'a>)>, ReadError> {
    if part.0.is_empty() {
        return Ok(None);
    }
    let mut kind = u16::from(part.u8()?);
    if kind & 0x80 != 0 {
        kind = kind & 0x7F | u16::from(part.u8()? & 0x7F) << 7;
    }
    let mut length = 0;
    for shift in [0, 7, 14, 21] {
        let byte = part.u8()?;
        length |= usize::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Ok(Some((kind, Fields(part.take(length)?))))
}

fn text(fields: &mut Fields<'_>) -> Result<String, ReadError> {
    let length = fields.size()?;
    Ok(utf16(fields.take(length.saturating_mul(2))?))
}

fn list(content: &[u8]) -> Result<Vec<ListedSheet>, ReadError> {
    let mut part = Fields(content);
    let mut sheets = Vec::new();
    while let Some((kind, mut fields)) = next(&mut part)? {
        if kind == record::SHEET {
            let hidden = fields.u32()? & 3 != 0;
            fields.u32()?;
            let relation = text(&mut fields)?;
            sheets.push(ListedSheet { name: text(&mut fields)?, hidden, relation });
        }
    }
    Ok(sheets)
}

fn shared_strings(content: &[u8]) -> Result<SharedStrings, ReadError> {
    let mut part = Fields(content);
    let mut strings = SharedStrings::default();
    while let Some((kind, mut fields)) = next(&mut part)? {
        if kind == record::SHARED_STRING {
            fields.u8()?;
            strings.push(&text(&mut fields)?)?;
        }
    }
    Ok(strings)
}

fn cell_formats(content: &[u8]) -> Result<Styles, ReadError> {
    let mut part = Fields(content);
    let mut styles = Styles::default();
    let mut in_formats = false;
    while let Some((kind, mut fields)) = next(&mut part)? {
        match kind {
            record::FORMAT => {
                let id = u32::from(fields.u16()?);
                styles.declare(id, &text(&mut fields)?)?;
            }
            record::CELL_FORMATS_BEGIN => in_formats = true,
            record::CELL_FORMATS_END => in_formats = false,
            record::FONT => {
                fields.u16()?;
                let is_struck = fields.u16()? & 0x0008 != 0;
                styles.push_font(CellFont { is_struck, ..CellFont::default() });
            }
            record::CELL_FORMAT if in_formats => {
                fields.u16()?;
                let number = u32::from(fields.u16()?);
                styles.push(number, usize::from(fields.u16()?))?;
            }
            _ => {}
        }
    }
    Ok(styles)
}

fn sheet(content: &[u8], strings: &SharedStrings, styles: &Styles, cells: &mut GridBuilder) -> Result<(), ReadError> {
    let mut part = Fields(content);
    let (mut row, mut column) = (0, 0_u64);
    let (mut in_data, mut is_whole) = (false, false);
    while let Some((kind, mut fields)) = next(&mut part)? {
        match kind {
            record::DATA_BEGIN => {
                in_data = true;
                continue;
            }
            record::DATA_END => (in_data, is_whole) = (false, true),
            record::COLUMNS => {
                let (first, last, width) = (fields.u32()?, fields.u32()?, fields.u32()?);
                fields.u32()?;
                if (fields.u16()? & 1 != 0 || width == 0) && first < limits::MAX_COLUMNS {
                    cells.note(Note::HiddenColumns(first..=last.min(limits::MAX_COLUMNS - 1)))?;
                }
            }
            record::MERGED => {
                let (top, bottom, left, right) = (fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?);
                cells.note(Note::Merged(Area { rows: top..=bottom, columns: left..=right }))?;
            }
            _ if !in_data => {}
            record::ROW => {
                (row, column) = (u64::from(fields.u32()?), 0);
                let at = position(row, column)?;
                // A format and a height, then flags of the height: 0x10 says that there is none.
                if fields.0.get(7).is_some_and(|flags| flags & 0x10 != 0) {
                    cells.note(Note::HiddenRow(at.row))?;
                }
                continue;
            }
            record::CELL_BLANK..=record::FORMULA_ERROR | record::CELL_RICH_TEXT => column = u64::from(fields.u32()?),
            // A short cell stands right of the one before.
            _ => {}
        }
        let is_cell = matches!(
            kind,
            record::CELL_BLANK..=record::FORMULA_ERROR
                | record::SHORT_BLANK..=record::SHORT_SHARED
                | record::CELL_RICH_TEXT
        );
        if !in_data || !is_cell {
            continue;
        }
        let at = position(row, column)?;
        column += 1;
        let format = usize::try_from(fields.u32()? & 0x00FF_FFFF).map_err(damaged)?;
        if let Some((text, kind)) = held(kind, &mut fields, strings, styles.is_date(format))? {
            styles.put(cells, at, format, (&text, kind))?;
        }
    }
    if is_whole { Ok(()) } else { Err(damaged("a sheet ends early")) }
}

/// What a cell holds; `None` of a blank one.
fn held(
    kind: u16,
    fields: &mut Fields<'_>,
    strings: &SharedStrings,
    is_date: bool,
) -> Result<Option<(String, CellKind)>, ReadError> {
    let text_of = |text: &str| (text.to_owned(), CellKind::Text);
    Ok(Some(match kind {
        record::CELL_PACKED | record::SHORT_PACKED => number::stored(fields.packed()?, is_date),
        record::CELL_REAL | record::SHORT_REAL | record::FORMULA_REAL => number::stored(fields.f64()?, is_date),
        record::CELL_ERROR | record::SHORT_ERROR | record::FORMULA_ERROR => {
            (error_text(fields.u8()?).to_owned(), CellKind::Error)
        }
        record::CELL_BOOL | record::SHORT_BOOL | record::FORMULA_BOOL => {
            text_of(if fields.u8()? == 0 { "FALSE" } else { "TRUE" })
        }
        record::CELL_TEXT | record::SHORT_TEXT | record::FORMULA_TEXT => text_of(&text(fields)?),
        record::CELL_RICH_TEXT => {
            fields.u8()?;
            text_of(&text(fields)?)
        }
        record::CELL_SHARED | record::SHORT_SHARED => text_of(strings.get(fields.size()?)?),
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::bytes::problem::Problem;

    fn packed(kind: u16, content: &[u8]) -> Vec<u8> {
        let [low, high] = if kind < 0x80 { [kind, 0] } else { [kind & 0x7F | 0x80, kind >> 7] };
        let kind = [low, high].map(|byte| u8::try_from(byte).expect("seven bits"));
        let length = u8::try_from(content.len()).expect("a short record");
        assert!(length < 0x80);
        [&kind[..if high == 0 { 1 } else { 2 }], &[length], content].concat()
    }

    fn wide(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u32::try_from(units.len() / 2).expect("a short text");
        [&length.to_le_bytes()[..], &units].concat()
    }

    fn cell(kind: u16, column: u32, rest: &[u8]) -> Vec<u8> {
        packed(kind, &[&column.to_le_bytes()[..], &[0; 4], rest].concat())
    }

    fn read_sheet(records: &[Vec<u8>]) -> Result<Vec<String>, Problem> {
        let mut strings = SharedStrings::default();
        strings.push("二、").map_err(|error| error.problem)?;
        let mut grids = GridBuilder::default();
        let content = [packed(record::DATA_BEGIN, &[]), records.concat(), packed(record::DATA_END, &[])].concat();
        sheet(&content, &strings, &Styles::default(), &mut grids).map_err(|error| error.problem)?;
        let rows = grids.finish().pop().map(|grid| grid.rows).unwrap_or_default();
        let cells = rows.iter().flat_map(|row| {
            row.cells.iter().map(|cell| format!("{},{} {:?} {}", row.index, cell.column, cell.kind, cell.text))
        });
        Ok(cells.collect())
    }

    fn row(number: u32) -> Vec<u8> {
        packed(record::ROW, &[&number.to_le_bytes()[..], &[0; 8]].concat())
    }

    #[test]
    fn every_kind_of_cell_is_read_for_what_it_is() {
        let rich = [&[0][..], &wide("富")].concat();
        let read = read_sheet(&[
            row(4),
            cell(record::CELL_SHARED, 1, &[0; 4]),
            packed(record::SHORT_PACKED, &[&[0; 4][..], &50_u32.to_le_bytes()].concat()),
            cell(record::CELL_TEXT, 3, &wide("文")),
            cell(record::CELL_RICH_TEXT, 4, &rich),
            cell(record::CELL_BLANK, 5, &[]),
            row(1_048_575),
            cell(record::FORMULA_ERROR, 16_383, &[0x17]),
            cell(record::FORMULA_REAL, 0, &0.1_f64.to_le_bytes()),
            cell(record::FORMULA_BOOL, 1, &[1]),
            cell(record::CELL_REAL, 2, &f64::INFINITY.to_le_bytes()),
        ]);
        let expected = [
            "4,1 Text 二、",
            "4,2 Number 12",
            "4,3 Text 文",
            "4,4 Text 富",
            "1048575,0 Number 0.1",
            "1048575,1 Text TRUE",
            "1048575,2 Text inf",
            "1048575,16383 Error #REF!",
        ];
        assert_eq!(read, Ok(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn wild_positions_lengths_and_numbers_are_damage() {
        for records in [
            vec![row(1_048_576)],
            vec![row(u32::MAX)],
            vec![cell(record::CELL_BOOL, 16_384, &[1])],
            vec![cell(record::CELL_SHARED, 0, &[0xFF; 4])],
            vec![cell(record::CELL_TEXT, 0, &[0xFF, 0xFF, 0xFF, 0xFF, 0])],
            vec![cell(record::CELL_REAL, 0, &[0; 7])],
            vec![vec![7, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]],
            vec![vec![0xFF]],
        ] {
            assert_eq!(read_sheet(&records), Err(Problem::Damaged), "{records:?}");
        }
    }
}
