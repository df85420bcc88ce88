//! Delimited text: one report, or a data set of one filing a line.

use std::io::Write;

use encoding_rs::GB18030;
use gouji::model::FormEdition;

use crate::agencies::Filing;
use crate::offices::{Office, Writing};
use crate::report::Report;

/// Excel saves UTF-8 with it.
const MARK: &str = "\u{FEFF}";

/// A report as a spreadsheet saves it: merged cells once, the rows of a table equally long.
pub(crate) fn csv(report: &Report) -> Vec<u8> {
    let mut text = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut line = |words: &[String]| text.write_record(words).expect("a line is written");
    for words in [&report.office.title, &report.office.source] {
        if !words.is_empty() {
            line(std::slice::from_ref(words));
        }
    }
    for table in &report.tables {
        line(&[String::new()]);
        line(std::slice::from_ref(&table.label));
        for row in &table.rows {
            let mut words = vec![String::new(); table.width];
            for cell in row {
                words[cell.column] = cell.content.text();
            }
            line(&words);
        }
    }
    encoded(&text.into_inner().expect("a text"), report.office.is_gb, true)
}

/// Writes one filing a line, all in one encoding.
pub(crate) fn wide(
    form: &FormEdition,
    filings: impl Iterator<Item = Filing>,
    writing: Writing,
    is_gb: bool,
    mut out: impl Write,
) {
    let cells: Vec<_> = form.each_cell().filter(|(_, cell)| !cell.alternative).collect();
    let ids = cells.iter().map(|(_, cell)| cell.id.to_string());
    let header: Vec<String> = ["agency".to_owned(), "year".to_owned()].into_iter().chain(ids).collect();
    let mut write = |words: &[String], is_first: bool| {
        let mut text = csv::Writer::from_writer(Vec::new());
        text.write_record(words).expect("a line is written");
        let line = encoded(&text.into_inner().expect("a text"), is_gb, is_first);
        out.write_all(&line).expect("a line is written");
    };
    write(&header, true);
    for filing in filings {
        let mut office = Office::of(&filing, writing);
        let named = [office.agency.clone(), filing.year.to_string()].into_iter();
        let figures = cells.iter().map(|(index, cell)| office.writes(cell, filing.figure(*index)).text());
        write(&named.chain(figures).collect::<Vec<_>>(), false);
    }
}

fn encoded(text: &[u8], is_gb: bool, is_first: bool) -> Vec<u8> {
    let text = std::str::from_utf8(text).expect("it was text");
    match is_gb {
        true => GB18030.encode(text).0.into_owned(),
        false if is_first => [MARK, text].concat().into_bytes(),
        false => text.as_bytes().to_vec(),
    }
}
