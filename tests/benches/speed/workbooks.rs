//! Reports as workbooks: merged and framed as printed, figures as numbers, a cell of its own for what stays empty.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::offices::Written;
use crate::report::{Cell, Inside, Report};

pub(crate) fn xlsx(report: &Report) -> Vec<u8> {
    let mut book = Workbook::new();
    // The same bytes every time.
    let made = ExcelDateTime::from_ymd(2025, 1, 20).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let framed = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_font_name("宋体");
    let grouped = framed.clone().set_num_format("#,##0.####");
    let sheet = book.add_worksheet();
    let mut row = 0;
    for words in [&report.office.title, &report.office.source] {
        sheet.write_string(row, 0, words).expect("a cell is written");
        row += 1;
    }
    for table in &report.tables {
        sheet.write_string(row + 1, 0, &table.label).expect("a cell is written");
        row += 2;
        for cells in &table.rows {
            for cell in cells {
                let is_grouped = matches!(&cell.content, Inside::Value(Written::Figure { has_separators: true, .. }));
                put(sheet, row, cell, if is_grouped { &grouped } else { &framed });
            }
            row += 1;
        }
    }
    book.save_to_buffer().expect("a workbook is written")
}

fn put(sheet: &mut Worksheet, row: u32, cell: &Cell, format: &Format) {
    let column = u16::try_from(cell.column).expect("a form is narrow");
    let last_column = u16::try_from(cell.column + cell.across - 1).expect("a form is narrow");
    let last_row = row + u32::try_from(cell.down).expect("a form is short") - 1;
    if (last_row, last_column) != (row, column) {
        sheet.merge_range(row, column, last_row, last_column, "", format).expect("cells are merged");
    }
    let written = match &cell.content {
        Inside::Words(words) => sheet.write_string_with_format(row, column, words, format),
        Inside::Value(Written::Nothing("")) => sheet.write_blank(row, column, format),
        Inside::Value(Written::Nothing(sign)) => sheet.write_string_with_format(row, column, *sign, format),
        Inside::Value(Written::Figure { whole, decimals, .. }) => {
            let number: f64 = format!("{whole}{decimals}").parse().expect("a figure");
            sheet.write_number_with_format(row, column, number, format)
        }
    };
    written.expect("a cell is written");
}
