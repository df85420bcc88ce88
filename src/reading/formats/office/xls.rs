//! `.xls`: a compound file with one stream of records, of Excel 97 to 2003 (`Workbook`) or Excel 5 and 95 (`Book`). WPS
//! calls it `.et`.
//!
//! [`bounds`] walks the stream and hands calamine the bare values; what calamine makes of each
//! is put where it stood. [`runs`] tells which characters of a text a person does not count.

mod bounds;
mod records;
mod runs;
mod values;

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xls, XlsOptions};

use super::container::Container;
use super::styles::Styles;
use super::{damaged, number, origin};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, GridBuilder, Note};
use crate::reading::cells::grid::CellKind;
use bounds::XlsCell;
use runs::TextRuns;
use values::ValueId;

/// The streams that hold a workbook, that of Excel 97 and later first.
pub(super) const STREAMS: [&str; 2] = ["Workbook", "Book"];

/// Reads every worksheet.
///
/// # Errors
/// As [`read`](super::read).
pub(super) fn read(mut file: Container<'_>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    // A file for both generations of Excel has both; the newer one holds all of the text.
    let stream = file.stream(STREAMS.into_iter().find(|name| file.has(name)).unwrap_or(STREAMS[0]))?;
    let checked = bounds::check(&stream)?;
    // What was walked is let go before calamine makes its own of it.
    drop((file, stream));
    let mut options = XlsOptions::default();
    options.force_codepage = Some(checked.code_page);
    let mut book = Xls::new_with_options(Cursor::new(checked.values), options).map_err(damaged)?;
    let range = book.worksheet_range_at(0).transpose().map_err(damaged)?.unwrap_or_default();
    drop(book);
    // A value that calamine passed over, as a shared text that does not exist, is none that may count as a blank.
    let lost = || damaged("a cell refers to a text that does not exist");
    let value = |id: ValueId| range.get_value(id.place()).filter(|value| !value.is_empty()).ok_or_else(lost);
    for sheet in checked.sheets {
        let name = value(sheet.name)?.as_string().unwrap_or_default().replace('\0', "");
        grids.begin(origin(&name)?, sheet.is_hidden);
        for cell in &sheet.cells {
            push(grids, (&checked.styles, &checked.runs), cell, value(cell.value)?)?;
        }
        if let Some(grid) = grids.current() {
            (grid.hidden_lines, grid.merged) = (sheet.hidden_lines, sheet.merged);
        }
    }
    Ok(())
}

fn push(
    grids: &mut GridBuilder,
    (styles, runs): (&Styles, &TextRuns),
    cell: &XlsCell,
    value: &Data,
) -> Result<(), ReadError> {
    let format = usize::from(cell.format);
    if let (Data::String(text), Some(number)) = (value, cell.shared)
        && let Some(seen) = runs.seen(number, text, styles, format)
    {
        styles.put_seen(grids, cell.at, format, (&seen.text, CellKind::Text))?;
        return if seen.left_out.is_empty() { Ok(()) } else { grids.note(Note::LeftOut(cell.at, &seen.left_out)) };
    }
    let mut put = |text: &str, kind: CellKind| styles.put(grids, cell.at, format, (text, kind));
    match value {
        Data::String(text) => put(text, CellKind::Text),
        Data::Bool(is_true) => put(if *is_true { "TRUE" } else { "FALSE" }, CellKind::Text),
        Data::Error(error) => put(&error.to_string(), CellKind::Error),
        number => {
            let number = number.as_f64().ok_or_else(|| damaged("a value is of no known kind"))?;
            let (text, kind) = number::stored(number, styles.is_date(format));
            put(&text, kind)
        }
    }
}

#[cfg(test)]
mod tests;
