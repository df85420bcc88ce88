//! Data sets: one filing a line, or one cell a line.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::field::Field;
use super::rows::Rows;
use super::{Filed, Writer, missing};
use crate::forms::Forms;
use crate::model::FormEdition;

/// One filing a line: `agency,year,<cell>…,edition`.
pub(super) struct Wide<'f, R> {
    forms: &'f Forms,
    rows: R,
    filings: Vec<Record>,
}

/// A filing that waits for the header.
struct Record {
    agency: Option<String>,
    year: Option<u16>,
    edition: Option<String>,
    /// The edition whose cells these are.
    form: Arc<str>,
    /// Per cell of the edition; `None` is a cell that the filing has not.
    fields: Vec<Option<Field<'static>>>,
}

impl<'f, R> Wide<'f, R> {
    pub(super) fn new(forms: &'f Forms, rows: R) -> Self {
        Self { forms, rows, filings: Vec::new() }
    }

    /// The cells of the header: of every edition that is used, table by table. A table that no filing has is left out,
    /// and so is the undivided line of a group that all of them divide.
    fn columns(&self) -> Vec<&'f str> {
        let used: Vec<&FormEdition> =
            self.forms.editions().iter().filter(|form| self.of_form(form).next().is_some()).collect();
        let mut tables: Vec<&str> = Vec::new();
        for table in used.iter().flat_map(|form| &form.tables) {
            if !tables.contains(&table.id.as_str()) {
                tables.push(&table.id);
            }
        }
        let mut columns: Vec<&str> = Vec::new();
        for table in tables {
            for form in &used {
                let mine = || form.each_cell().filter(|(_, cell)| form.tables[cell.table].id == table);
                let is_filed = |at: usize| self.of_form(form).any(|filing| filing.fields[at].is_some());
                if !mine().any(|(index, _)| is_filed(index.at())) {
                    continue;
                }
                let mine = mine().filter(|(index, cell)| !cell.alternative || is_filed(index.at()));
                let new = mine.map(|(_, cell)| &*cell.id).filter(|id| !columns.contains(id));
                columns.append(&mut new.collect());
            }
        }
        columns
    }

    fn of_form(&self, form: &FormEdition) -> impl Iterator<Item = &Record> {
        self.filings.iter().filter(|filing| filing.form == form.id)
    }
}

impl<R: Rows> Writer for Wide<'_, R> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        let fields = filing.form.each_cell().map(|(index, cell)| {
            filing.transcript.entry(index).map(|entry| match Field::of(entry, cell) {
                Field::Text(text) => Field::Text(Cow::Owned(text.into_owned())),
                Field::Number(number) => Field::Number(number),
                Field::Blank => Field::Blank,
            })
        });
        self.filings.push(Record {
            agency: filing.agency.map(str::to_owned),
            year: filing.year,
            edition: filing.edition.map(str::to_owned),
            form: filing.form.id.clone(),
            fields: fields.collect(),
        });
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let columns = self.columns();
        let header = ["agency", "year"].into_iter().chain(columns.iter().copied()).chain(["edition"]);
        self.rows.row(&header.map(Field::text).collect::<Vec<_>>())?;
        for filing in std::mem::take(&mut self.filings) {
            let Some(form) = self.forms.get(&filing.form) else { continue };
            let mut row = vec![Field::name(filing.agency.as_deref()), year(filing.year)];
            row.extend(columns.iter().map(|id| {
                let field = form.index.get(*id).and_then(|index| filing.fields[index.at()].clone());
                field.unwrap_or_else(missing)
            }));
            row.push(Field::name(filing.edition.as_deref()));
            self.rows.row(&row)?;
        }
        self.rows.finish()
    }
}

/// One cell a line: `agency,year,cell,value,edition`.
pub(super) struct Long<R> {
    rows: R,
    begun: bool,
}

impl<R: Rows> Long<R> {
    pub(super) fn new(rows: R) -> Self {
        Self { rows, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.rows.row(&["agency", "year", "cell", "value", "edition"].map(Field::text))
    }
}

impl<R: Rows> Writer for Long<R> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        self.begin()?;
        for (index, cell) in filing.form.each_cell() {
            let Some(entry) = filing.transcript.entry(index) else { continue };
            self.rows.row(&[
                Field::name(filing.agency),
                year(filing.year),
                Field::text(&cell.id),
                Field::of(entry, cell),
                Field::name(filing.edition),
            ])?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin()?;
        self.rows.finish()
    }
}

fn year(year: Option<u16>) -> Field<'static> {
    year.map_or(Field::Blank, |year| Field::Number(Decimal::from(year)))
}
