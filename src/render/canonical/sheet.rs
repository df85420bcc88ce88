//! A printed table on a sheet: borders, merged cells, print setup.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::field::Field;
use super::spacing::Spacing;
use crate::model::CellIndex;
use crate::render::printed::{Content, PrintedTable, RowPart};

/// Rows of a sheet under its header, as Excel has them.
pub(in crate::render) const MAX_ROWS: u32 = 1_048_575;
/// Characters that a cell of a workbook holds.
const MAX_CELL_CHARS: usize = 32_767;
/// A4, as spreadsheet programs number it.
const A4: u8 = 9;
/// A table wider than this is printed across the paper. Upright, a little more than a page is shrunk to fit.
const UPRIGHT: f64 = 130.0;
/// The font every office in the country has.
pub(in crate::render) const FONT: &str = "宋体";

/// The rows of a title and of a table's name, in points.
pub(in crate::render) const TITLE_HEIGHT: f64 = 36.0;
pub(in crate::render) const SECTION_HEIGHT: f64 = 30.0;

/// How wide the words of a field for agency or year are, and how high its row.
const FIELD_LABEL: f64 = 12.0;
const FIELD_HEIGHT: f64 = 24.0;

/// How the cells of a form look.
#[derive(Debug, Clone)]
pub(in crate::render) struct Looks {
    pub(in crate::render) title: Format,
    pub(in crate::render) section: Format,
    header: Format,
    label: Format,
    group: Format,
    pub(in crate::render) value: Format,
    pub(in crate::render) total: Format,
}

impl Looks {
    pub(in crate::render) fn new() -> Self {
        let text = Format::new()
            .set_font_name(FONT)
            .set_font_size(10.5)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let cell = text.clone().set_border(FormatBorder::Thin);
        let centred = cell.clone().set_align(FormatAlign::Center);
        let shade = |format: Format, color: u32| format.set_background_color(Color::RGB(color));
        Self {
            title: text.clone().set_font_size(16).set_bold().set_align(FormatAlign::Center),
            section: text.clone().set_font_size(12).set_bold(),
            header: shade(centred.clone(), 0x00F2_F2F2),
            label: cell.set_indent(1),
            group: centred.clone(),
            total: shade(centred.clone(), 0x00ED_EDED),
            value: centred,
        }
    }

    /// The place of what is typed in a field for an agency or a year.
    pub(in crate::render) fn field(&self) -> Format {
        self.section.clone().set_align(FormatAlign::Left).set_border_bottom(FormatBorder::Thin)
    }
}

/// Where a table lies on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Area {
    /// Its first row.
    pub(in crate::render) top: u32,
    /// The column of the sheet at which each of its columns begins, and the end.
    pub(in crate::render) edges: Vec<u16>,
}

impl Area {
    /// Where a row and column of the table are on the sheet.
    pub(in crate::render) fn at(&self, row: usize, column: usize) -> (u32, u16) {
        (self.row(row), self.edges[column])
    }

    /// The first row below the table.
    pub(in crate::render) fn below(&self, table: &PrintedTable) -> u32 {
        self.row(table.rows.len())
    }

    fn row(&self, row: usize) -> u32 {
        self.top.saturating_add(u32::try_from(row).unwrap_or(u32::MAX))
    }
}

/// Draws a table without its figures; `value` says how the place of a figure looks.
pub(in crate::render) fn draw<'l>(
    sheet: &mut Worksheet,
    table: &PrintedTable,
    area: &Area,
    heights: &[f64],
    looks: &'l Looks,
    value: impl Fn(CellIndex) -> &'l Format,
) -> Result<(), XlsxError> {
    for (row, (printed, height)) in table.rows.iter().zip(heights).enumerate() {
        sheet.set_row_height(area.row(row), *height)?;
        for cell in &printed.cells {
            let format = match cell.content {
                Content::Value(index) => value(index),
                _ if printed.part != RowPart::Body => &looks.header,
                Content::Measure(_) | Content::Crossed => &looks.group,
                _ if cell.rowspan > 1 => &looks.group,
                _ => &looks.label,
            };
            let (top, left) = area.at(row, cell.column);
            let (bottom, right) = (area.row(row + cell.rowspan) - 1, area.edges[cell.column + cell.colspan] - 1);
            put_merged(sheet, (top, left), (bottom, right), cell.content.words(), format)?;
        }
    }
    Ok(())
}

/// Writes words into a cell, or into several as one.
pub(in crate::render) fn put_merged(
    sheet: &mut Worksheet,
    first: (u32, u16),
    last: (u32, u16),
    words: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let words = shown(words);
    if first == last {
        sheet.write_string_with_format(first.0, first.1, words, format)?;
    } else {
        sheet.merge_range(first.0, first.1, last.0, last.1, &words, format)?;
    }
    Ok(())
}

/// Draws the field for an agency or a year on a row: its words, and beside them a place of this look. Returns where that is.
pub(in crate::render) fn put_field(
    sheet: &mut Worksheet,
    spacing: &Spacing,
    row: u32,
    words: &str,
    looks: &Looks,
    place: &Format,
) -> Result<(u32, u16), XlsxError> {
    let column = spacing.columns_within(FIELD_LABEL);
    let last = (spacing.columns() - 1).max(column);
    let label = looks.section.clone().set_align(FormatAlign::Right);
    put_merged(sheet, (row, 0), (row, column - 1), words, &label)?;
    put_merged(sheet, (row, column), (row, last), "", place)?;
    sheet.set_row_height(row, FIELD_HEIGHT)?;
    Ok((row, column))
}

/// Writes a field: an exact figure as a number, everything else as text that nothing computes.
pub(in crate::render) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    format: &Format,
) -> Result<(), XlsxError> {
    match (field, field.stored()) {
        (_, Some(number)) => sheet.write_number_with_format(row, column, number, format),
        (Field::Blank, _) => sheet.write_blank(row, column, format),
        (field, None) => sheet.write_string_with_format(row, column, shown(&field.plain()), format),
    }?;
    Ok(())
}

/// As much of a text as a cell holds. Only a delimited text has cells that are longer.
pub(in crate::render) fn shown(text: &str) -> Cow<'_, str> {
    // No character takes more UTF-16 units than bytes.
    if text.len() <= MAX_CELL_CHARS {
        return Cow::Borrowed(text);
    }
    let mut room = MAX_CELL_CHARS;
    let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|rest| room = rest).is_some();
    Cow::Owned(text.chars().take_while(fits).collect())
}

/// A4, upright or across, one page wide, centred.
pub(in crate::render) fn lay_on_paper(sheet: &mut Worksheet, width: f64) {
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
    if width > UPRIGHT {
        sheet.set_landscape();
    }
}
