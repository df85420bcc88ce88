//! `.xlsb`: the parts of an `.xlsx` as binary records. Excel offers it for large workbooks.
//!
//! A record is a type in one or two bytes, a length in one to four, and its fields. A position past the grid, a text
//! that does not exist and a length past the end are damage.

use super::super::grid::{CellKind, GridBuilder};
use super::super::problem::ReadError;
use super::binary::{Fields, error_text, utf16};
use super::package::Package;
use super::relations::{Relations, main_part};
use super::strings::SharedStrings;
use super::styles::Styles;
use super::xlsx::{Listed, worksheets};
use super::{damaged, number, origin, position};

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
    pub(super) const FORMAT: u16 = 44;
    pub(super) const CELL_FORMAT: u16 = 47;
    pub(super) const CELL_RICH_TEXT: u16 = 62;
    pub(super) const DATA_BEGIN: u16 = 145;
    pub(super) const DATA_END: u16 = 146;
    pub(super) const SHEET: u16 = 156;
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

fn list(content: &[u8]) -> Result<Vec<Listed>, ReadError> {
    let mut part = Fields(content);
    let mut sheets = Vec::new();
    while let Some((kind, mut fields)) = next(&mut part)? {
        if kind == record::SHEET {
            let hidden = fields.u32()? & 3 != 0;
            fields.u32()?;
            let relation = text(&mut fields)?;
            sheets.push(Listed { name: text(&mut fields)?, hidden, relation });
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
                styles.declare(id, &text(&mut fields)?);
            }
            record::CELL_FORMATS_BEGIN => in_formats = true,
            record::CELL_FORMATS_END => in_formats = false,
            record::CELL_FORMAT if in_formats => {
                fields.u16()?;
                styles.push(u32::from(fields.u16()?));
            }
            _ => {}
        }
    }
    Ok(styles)
}

fn sheet(content: &[u8], strings: &SharedStrings, styles: &Styles, cells: &mut GridBuilder) -> Result<(), ReadError> {
    let mut part = Fields(content);
    let (mut row, mut column) = (0, 0_u64);
    let mut in_data = false;
    while let Some((kind, mut fields)) = next(&mut part)? {
        match kind {
            record::DATA_BEGIN => {
                in_data = true;
                continue;
            }
            record::DATA_END => return Ok(()),
            _ if !in_data => continue,
            record::ROW => {
                (row, column) = (u64::from(fields.u32()?), 0);
                position(row, column)?;
                continue;
            }
            record::CELL_BLANK..=record::FORMULA_ERROR | record::CELL_RICH_TEXT => column = u64::from(fields.u32()?),
            record::SHORT_BLANK..=record::SHORT_SHARED => {}
            _ => continue,
        }
        let at = position(row, column)?;
        column += 1;
        let format = usize::try_from(fields.u32()? & 0x00FF_FFFF).map_err(damaged)?;
        let date = styles.is_date(format);
        match kind {
            record::CELL_PACKED | record::SHORT_PACKED => number::push(cells, at, fields.packed()?, date)?,
            record::CELL_REAL | record::SHORT_REAL | record::FORMULA_REAL => {
                number::push(cells, at, fields.f64()?, date)?;
            }
            record::CELL_ERROR | record::SHORT_ERROR | record::FORMULA_ERROR => {
                cells.push(at.0, at.1, error_text(fields.u8()?), CellKind::Error)?;
            }
            record::CELL_BOOL | record::SHORT_BOOL | record::FORMULA_BOOL => {
                cells.push(at.0, at.1, if fields.u8()? == 0 { "FALSE" } else { "TRUE" }, CellKind::Text)?;
            }
            record::CELL_TEXT | record::SHORT_TEXT | record::FORMULA_TEXT => {
                cells.push(at.0, at.1, &text(&mut fields)?, CellKind::Text)?;
            }
            record::CELL_RICH_TEXT => {
                fields.u8()?;
                cells.push(at.0, at.1, &text(&mut fields)?, CellKind::Text)?;
            }
            record::CELL_SHARED | record::SHORT_SHARED => {
                cells.push(at.0, at.1, strings.get(fields.size()?)?, CellKind::Text)?;
            }
            _ => {}
        }
    }
    Err(damaged("a sheet ends early"))
}
