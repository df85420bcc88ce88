//! What others take for the same files, nothing checked: the least that a check can come near.

use std::fs::File;
use std::hint::black_box;
use std::path::Path;

use calamine::Reader as _;
use csv::{ByteRecord, Reader, ReaderBuilder};
use gouji::model::FormEdition;
use gouji::rules::{Plan, Side};

/// calamine's own reading of every sheet.
pub(crate) fn read_workbook(path: &Path) {
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    for name in book.sheet_names() {
        black_box(book.worksheet_range(&name).expect("a sheet"));
    }
}

/// The csv crate's reading of the records as bytes, which asks for no encoding.
pub(crate) fn read_text(path: &Path) {
    let fields: usize = opened(path).byte_records().map(|record| record.expect("a record").len()).sum();
    black_box(fields);
}

fn opened(path: &Path) -> Reader<File> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).expect("a text")
}

/// "Read and sum": a data set cut by the csv crate, all its figures parsed, all relations of the form summed in place.
/// It knows the columns beforehand, keeps no place, finds nothing and explains nothing.
pub(crate) struct Sums {
    /// Per relation, the columns behind the first two with their signs.
    relations: Vec<Vec<(usize, i64)>>,
    columns: usize,
}

impl Sums {
    pub(crate) fn of(form: &FormEdition) -> Self {
        let cells: Vec<_> = form.each_cell().filter(|(_, cell)| !cell.alternative).map(|(index, _)| index).collect();
        let plan = Plan::of(form);
        let relations = plan.printed().map(|edit| {
            let terms = plan.terms(edit).iter().filter_map(|term| {
                let column = cells.iter().position(|cell| *cell == term.cell)?;
                Some((column, if term.side == Side::Left { 1 } else { -1 }))
            });
            terms.collect()
        });
        Self { relations: relations.collect(), columns: cells.len() }
    }

    /// How many records break a relation.
    pub(crate) fn broken(&self, path: &Path) -> usize {
        let (mut reader, mut record, mut broken) = (opened(path), ByteRecord::new(), 0);
        let mut figures = vec![0; self.columns];
        while reader.read_byte_record(&mut record).expect("a record") {
            figures.iter_mut().zip(record.iter().skip(2)).for_each(|(slot, field)| *slot = figure(field));
            let sum = |relation: &Vec<(usize, i64)>| relation.iter().map(|(at, sign)| sign * figures[*at]).sum::<i64>();
            broken += usize::from(self.relations.iter().any(|relation| sum(relation) != 0));
        }
        broken
    }
}

/// A figure in ten-thousandths; zero for blanks, signs and the words of a header.
fn figure(field: &[u8]) -> i64 {
    let (digits, sign) = field.strip_prefix(b"-").map_or((field, 1), |digits| (digits, -1));
    let (mut value, mut decimals) = (0, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = 10 * value + i64::from(byte - b'0');
                decimals = decimals.map(|decimals: u32| decimals + 1);
            }
            b'.' => decimals = Some(0),
            b',' => {}
            _ => return 0,
        }
    }
    sign * value * 10_i64.pow(4 - decimals.unwrap_or(0).min(4))
}
