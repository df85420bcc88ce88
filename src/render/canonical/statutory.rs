//! Filings as the law prints them: the lines of a text, or a sheet of a workbook each.

use std::io::{self, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::field::Field;
use super::names::{SheetNames, fields, title};
use super::rows::Rows;
use super::sheet::{Area, Looks, SECTION_HEIGHT, TITLE_HEIGHT, draw, lay_on_paper, put, put_field, put_merged};
use super::spacing::Spacing;
use super::{Filed, Writer, refused, save};
use crate::forms::Forms;
use crate::model::CellIndex;
use crate::render::printed::{Content, PrintedTable};

/// Every filing below the one before, with its title. All lines are equally wide, as a spreadsheet program saves them
/// and data tools expect.
pub(super) struct StatutoryText<R> {
    rows: R,
    width: usize,
}

impl<R: Rows> StatutoryText<R> {
    pub(super) fn new(forms: &Forms, rows: R) -> Self {
        let tables = forms.editions().iter().flat_map(|form| (0..form.tables.len()).map(move |at| (form, at)));
        Self { rows, width: tables.map(|(form, at)| PrintedTable::blank(form, at).width).max().unwrap_or(1) }
    }
}

impl<R: Rows> Writer for StatutoryText<R> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        line(&mut self.rows, self.width, &title(filing.agency, filing.year))?;
        field_lines(&mut self.rows, self.width, filing.agency, filing.year)?;
        for table in tables(filing) {
            line(&mut self.rows, self.width, "")?;
            lines(&mut self.rows, self.width, &table, |index| filing.field(index))?;
        }
        line(&mut self.rows, self.width, "")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.rows.finish()
    }
}

/// The tables that a filing has.
fn tables<'f>(filing: &Filed<'f>) -> Vec<PrintedTable<'f>> {
    (0..filing.form.tables.len()).filter_map(|at| PrintedTable::filed(filing.form, at, filing.transcript)).collect()
}

/// A line with words at its beginning.
pub(in crate::render) fn line(rows: &mut impl Rows, width: usize, words: &str) -> io::Result<()> {
    let mut fields = vec![Field::Blank; width.max(2)];
    fields[0] = Field::text(words);
    rows.row(&fields)
}

/// The lines with the fields for agency and year, filled in as far as these are known.
pub(in crate::render) fn field_lines(
    rows: &mut impl Rows,
    width: usize,
    agency: Option<&str>,
    year: Option<u16>,
) -> io::Result<()> {
    fields(agency, year).into_iter().try_for_each(|(words, typed)| {
        let mut row = vec![Field::Blank; width.max(2)];
        (row[0], row[1]) = (Field::text(words), typed);
        rows.row(&row)
    })
}

/// The lines of a table under its title. What is merged in print stands in its first field, the others are blank.
pub(in crate::render) fn lines<'v>(
    rows: &mut impl Rows,
    width: usize,
    table: &PrintedTable,
    value: impl Fn(CellIndex) -> Field<'v>,
) -> io::Result<()> {
    line(rows, width, table.form.label.printed())?;
    for printed in &table.rows {
        let mut fields = vec![Field::Blank; width];
        for cell in &printed.cells {
            fields[cell.column] = match cell.content {
                Content::Value(index) => value(index),
                content => Field::Text(content.words().to_owned().into()),
            };
        }
        rows.row(&fields)?;
    }
    Ok(())
}

/// A sheet for every filing, its tables equally wide below each other.
pub(super) struct StatutoryBook<W> {
    out: W,
    workbook: Workbook,
    names: SheetNames,
    looks: Looks,
}

impl<W: Write> StatutoryBook<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, workbook: Workbook::new(), names: SheetNames::default(), looks: Looks::new() }
    }
}

/// A sheet with a filing, and where each of its figures is.
pub(in crate::render) struct FiledSheet {
    pub(in crate::render) sheet: Worksheet,
    pub(in crate::render) places: Vec<(CellIndex, u32, u16)>,
    /// The first row below it, and its last column.
    pub(in crate::render) below: u32,
    pub(in crate::render) last: u16,
}

/// Draws a filing on a sheet; `look` says how the place of a figure looks.
pub(in crate::render) fn sheet<'l>(
    filing: &Filed,
    name: &str,
    looks: &'l Looks,
    look: impl Fn(CellIndex) -> &'l Format,
) -> Result<FiledSheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    let text = |index| filing.field(index).plain().into_owned();
    let tables = tables(filing);
    let spacing = Spacing::shared(&tables, text);
    spacing.set_columns(&mut sheet)?;
    let last = spacing.columns() - 1;
    put_merged(&mut sheet, (0, 0), (0, last), &title(filing.agency, filing.year), &looks.title)?;
    sheet.set_row_height(0, TITLE_HEIGHT)?;
    let mut top = 1;
    let typed = looks.field();
    for (words, field) in fields(filing.agency, filing.year) {
        let at = put_field(&mut sheet, &spacing, top, words, looks, &typed)?;
        put(&mut sheet, at, &field, &typed)?;
        top += 1;
    }
    let mut places = Vec::new();
    for table in &tables {
        put_merged(&mut sheet, (top, 0), (top, last), table.form.label.printed(), &looks.section)?;
        sheet.set_row_height(top, SECTION_HEIGHT)?;
        let area = Area { top: top + 1, edges: spacing.edges(table) };
        draw(&mut sheet, table, &area, &spacing.heights(table, &area, text), looks, &look)?;
        for (index, row, column) in table.values() {
            let (row, column) = area.at(row, column);
            put(&mut sheet, (row, column), &filing.field(index), look(index))?;
            places.push((index, row, column));
        }
        top = area.below(table);
    }
    lay_on_paper(&mut sheet, spacing.width());
    Ok(FiledSheet { sheet, places, below: top, last })
}

impl<W: Write> Writer for StatutoryBook<W> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        let look = |index| if filing.form.cell(index).total { &self.looks.total } else { &self.looks.value };
        let name = self.names.name(filing.agency, filing.year);
        let filed = sheet(filing, &name, &self.looks, look).map_err(refused)?;
        self.workbook.push_worksheet(filed.sheet);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        save(&mut self.workbook, &mut self.out)
    }
}
