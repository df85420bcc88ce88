//! Reports as workbooks.

use std::fmt::Write as _;
use std::io::Write as _;

use super::documents::package;
use super::merges;

/// How figures are entered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Figures {
    Numbers,
    TextWithBlanks,
}

type Sheet = Vec<Vec<String>>;

/// Sheets with the merged cells of the form, beginning at a row and column.
pub(super) fn xlsx(sheets: &[Sheet], figures: Figures, (down, right): (u32, u16)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new();
    for rows in sheets {
        let sheet = book.add_worksheet();
        for (row, column, tall, wide) in merges(rows) {
            let at = |row: usize| down + u32::try_from(row).expect("a small table");
            let beside = |column: usize| right + u16::try_from(column).expect("a small table");
            let last = (at(row + tall - 1), beside(column + wide - 1));
            sheet.merge_range(at(row), beside(column), last.0, last.1, "", &format).expect("a merged cell");
        }
        for (row, cells) in (down..).zip(rows) {
            for (column, cell) in (right..).zip(cells) {
                match (cell.parse::<f64>(), figures) {
                    _ if cell.is_empty() => {}
                    (Ok(number), Figures::Numbers) => drop(sheet.write_number(row, column, number)),
                    (Ok(_), Figures::TextWithBlanks) => drop(sheet.write_string(row, column, format!(" {cell}\u{a0}"))),
                    (Err(_), _) => drop(sheet.write_string(row, column, cell)),
                }
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// `BIFF8` records in a compound file, numbers as numbers.
pub(super) fn xls(rows: &Sheet) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let length = u16::try_from(body.len()).expect("a short record");
        [&kind.to_le_bytes(), &length.to_le_bytes(), body].concat()
    };
    let begin = |kind: u16| record(0x0809, &[&0x0600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let mut sheet = begin(0x0010);
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            let at = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            match cell.parse::<f64>() {
                _ if cell.is_empty() => {}
                Ok(number) => sheet.extend(record(0x0203, &[at, number.to_le_bytes().to_vec()].concat())),
                Err(_) => {
                    let length = u16::try_from(cell.encode_utf16().count()).expect("a short text");
                    sheet.extend(record(0x0204, &[at, length.to_le_bytes().to_vec(), vec![1], wide(cell)].concat()));
                }
            }
        }
    }
    sheet.extend(record(0x000A, &[]));
    let name = "统计表";
    let bound = |offset: u32| {
        let head = [&offset.to_le_bytes()[..], &[0, 0, 3, 1]].concat();
        record(0x0085, &[head, wide(name)].concat())
    };
    let mut globals = begin(0x0005);
    let end = record(0x000A, &[]);
    let offset = globals.len() + bound(0).len() + end.len();
    globals.extend(bound(u32::try_from(offset).expect("a short stream")));
    globals.extend(end);
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a compound file");
    let mut stream = file.create_stream("/Workbook").expect("a stream");
    stream.write_all(&[globals, sheet].concat()).expect("it is written");
    stream.flush().expect("it is written");
    drop(stream);
    file.into_inner().into_inner()
}

/// An `OpenDocument` sheet with spans and covered cells.
pub(super) fn ods(rows: &Sheet) -> Vec<u8> {
    let spans = merges(rows);
    let mut table = String::new();
    for (row, cells) in rows.iter().enumerate() {
        table += "<table:table-row>";
        for (column, cell) in cells.iter().enumerate() {
            let begins = spans.iter().find(|m| (m.0, m.1) == (row, column));
            let is_covered =
                spans.iter().any(|m| (m.0..m.0 + m.2).contains(&row) && (m.1..m.1 + m.3).contains(&column));
            let span = begins.map_or(String::new(), |merge| {
                format!(" table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"", merge.2, merge.3)
            });
            let _ = match cell.parse::<f64>() {
                _ if is_covered && begins.is_none() => write!(table, "<table:covered-table-cell/>"),
                _ if cell.is_empty() => write!(table, "<table:table-cell/>"),
                Ok(_) => write!(
                    table,
                    "<table:table-cell office:value-type=\"float\" office:value=\"{cell}\"><text:p>{cell}</text:p></table:table-cell>"
                ),
                Err(_) => write!(
                    table,
                    "<table:table-cell{span} office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"
                ),
            };
        }
        if cells.is_empty() {
            table += "<table:table-cell table:number-columns-repeated=\"1024\"/>";
        }
        table += "</table:table-row>";
    }
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"统计表\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}
