//! The blank form to fill in: as a workbook with one sheet a table, or as plain text.
//!
//! What an officer types is validated as it is typed, and what follows from it is computed: the axes of the form say
//! which cell is the total of which, and its declared balances what must be equal, so neither a sum nor a check is
//! written by hand. A total stays empty until one of its items is there: gouji reads the stored empty text as a blank,
//! not as zero.
//!
//! Agency and year are typed once, in fields above the title of the first sheet, or in the text below its title; of a
//! workbook every title is made of them, in words that the reader knows again.

pub(super) mod checks;
mod computed;
mod sheet;

use std::io::{self, Write};

use rust_xlsxwriter::{Workbook, quote_sheet_name};

use super::canonical::field::Field;
use super::canonical::names::SheetNames;
use super::canonical::rows::{DelimitedRows, Rows};
use super::canonical::statutory::{field_lines, line, lines};
use super::canonical::{FORM_LANG, FileKind, refused, save};
use super::printed::PrintedTable;
use super::words::phrases::{fill, phrase};
use crate::model::{FormEdition, Lang};
use sheet::BlankSheet;

/// Writes the blank form of an edition. Its labels are the law's; `lang` is the language of the hints.
///
/// # Errors
/// When the writer fails, or the form breaks a limit of a workbook.
pub fn template<'o>(edition: &FormEdition, kind: FileKind, lang: Lang, out: Box<dyn Write + 'o>) -> io::Result<()> {
    match kind {
        FileKind::Csv => text(edition, out),
        FileKind::Xlsx => workbook(edition, lang, out),
    }
}

fn text(edition: &FormEdition, out: impl Write) -> io::Result<()> {
    let tables = tables(edition);
    let width = tables.iter().map(|table| table.width).max().unwrap_or(1);
    let mut rows = DelimitedRows::new(out, true)?;
    let title = fill(phrase("report-title", FORM_LANG), |fact| match fact {
        "agency" => Some(phrase("fill-in-agency", FORM_LANG)),
        _ => Some(phrase("fill-in-year", FORM_LANG)),
    });
    line(&mut rows, width, &title)?;
    field_lines(&mut rows, width, None, None)?;
    for table in &tables {
        line(&mut rows, width, "")?;
        lines(&mut rows, width, table, |_| Field::Blank)?;
    }
    rows.finish()
}

fn workbook(edition: &FormEdition, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let mut names = SheetNames::default();
    let mut first_title = None;
    for (at, table) in tables(edition).iter().enumerate() {
        let name = names.name(Some(&table.form.brief.zh), None);
        let sheet = BlankSheet::new(edition, table, lang, at == 0);
        let (sheet, title) = sheet.draw(at, &name, first_title.as_deref()).map_err(refused)?;
        first_title.get_or_insert_with(|| format!("{}!{title}", quote_sheet_name(&name)));
        workbook.push_worksheet(sheet);
    }
    save(&mut workbook, &mut out)
}

fn tables(edition: &FormEdition) -> Vec<PrintedTable<'_>> {
    (0..edition.tables.len()).map(|at| PrintedTable::blank(edition, at)).collect()
}
