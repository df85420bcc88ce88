//! Data sets: one filing a line, or one cell a line.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use super::dialect::{Column, Dialect};
use super::field::Field;
use super::rows::Rows;
use super::{Filed, Writer};
use crate::forms::Forms;
use crate::model::{CellSpec, FormEdition};

/// One filing a line: `agency,year,<cell>…,edition`.
pub(super) struct Wide<'f, R> {
    forms: &'f Forms,
    rows: R,
    dialect: Dialect,
    filings: Vec<ResearchRecord>,
}

/// A filing that waits for the header.
struct ResearchRecord {
    agency: Option<String>,
    year: Option<u16>,
    edition: Option<String>,
    /// The edition whose cells these are.
    form: Arc<str>,
    /// Per cell of the edition; `None` is a cell that the filing has not.
    fields: Vec<Option<Field<'static>>>,
    /// Where it comes from, as far as that is asked for.
    whence: Vec<Field<'static>>,
}

impl<'f, R> Wide<'f, R> {
    pub(super) fn new(forms: &'f Forms, rows: R, dialect: Dialect) -> Self {
        Self { forms, rows, dialect, filings: Vec::new() }
    }

    /// The cells of the header, each with the newest of the used editions that has it: of every edition that is used, table
    /// by table. A table that no filing has is left out, and so is the undivided line of a group that all of them divide.
    fn columns(&self) -> Vec<(&'f FormEdition, &'f CellSpec)> {
        let used: Vec<&FormEdition> =
            self.forms.editions().iter().filter(|form| self.of_form(form).next().is_some()).collect();
        let mut tables: Vec<&str> = Vec::new();
        for table in used.iter().flat_map(|form| &form.tables) {
            if !tables.contains(&table.id.as_str()) {
                tables.push(&table.id);
            }
        }
        let mut columns: Vec<(&FormEdition, &CellSpec)> = Vec::new();
        for table in tables {
            for form in &used {
                let mine = || form.each_cell().filter(|(_, cell)| form.tables[cell.table].id == table);
                let is_filed = |at: usize| self.of_form(form).any(|filing| filing.fields[at].is_some());
                if !mine().any(|(index, _)| is_filed(index.at())) {
                    continue;
                }
                let mine = mine().filter(|(index, cell)| !cell.alternative || is_filed(index.at()));
                let is_new = |cell: &CellSpec| !columns.iter().any(|(_, known)| known.id == cell.id);
                let new = mine.map(|(_, cell)| (*form, cell)).filter(|(_, cell)| is_new(cell));
                columns.append(&mut new.collect());
            }
        }
        columns
    }

    /// What the column of a cell is called: by labels only where every edition that has the cell calls it so.
    fn name(&self, form: &'f FormEdition, cell: &'f CellSpec) -> Cow<'f, str> {
        let name = self.dialect.cell_name(form, cell);
        let used = self.forms.editions().iter().filter(|form| self.of_form(form).next().is_some());
        let mut others = used.filter_map(|form| Some((form, *form.index.get(&cell.id)?)));
        let is_shared = others.all(|(form, index)| self.dialect.cell_name(form, form.cell(index)) == name);
        if is_shared { name } else { Cow::Borrowed(&cell.id) }
    }

    fn of_form(&self, form: &FormEdition) -> impl Iterator<Item = &ResearchRecord> {
        self.filings.iter().filter(|filing| filing.form == form.id)
    }
}

impl<R: Rows> Writer for Wide<'_, R> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        let fields = filing.form.each_cell().map(|(index, _)| {
            self.dialect.field(filing, index).map(|field| match field {
                Field::Text(text) => Field::Text(Cow::Owned(text.into_owned())),
                Field::Number(number) => Field::Number(number),
                Field::Blank => Field::Blank,
            })
        });
        let fields = fields.collect();
        let first = filing.transcript.entries.iter().flatten().find_map(|entry| entry.place.as_ref());
        self.filings.push(ResearchRecord {
            agency: filing.agency.map(str::to_owned),
            year: filing.year,
            edition: filing.edition.map(str::to_owned),
            form: filing.form.id.clone(),
            fields,
            whence: self.dialect.whence(filing, first),
        });
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let columns = self.columns();
        let dialect = self.dialect.clone();
        let mut header: Vec<Field> = dialect.marks().into_iter().collect();
        header.extend([Column::Agency, Column::Year].map(|column| dialect.name(column)));
        header.extend(columns.iter().map(|(form, cell)| Field::Text(self.name(form, cell))));
        header.push(dialect.name(Column::Edition));
        header.extend(dialect.provenance());
        self.rows.row(&header)?;
        for filing in std::mem::take(&mut self.filings) {
            let Some(form) = self.forms.get(&filing.form) else { continue };
            let mut row: Vec<Field> = dialect.mark().into_iter().collect();
            row.extend([Field::name(filing.agency.as_deref()), Field::number(filing.year)]);
            row.extend(columns.iter().map(|(_, cell)| {
                let field = form.index.get(&cell.id).and_then(|index| filing.fields[index.at()].clone());
                field.unwrap_or_else(|| dialect.missing())
            }));
            row.push(Field::name(filing.edition.as_deref()));
            row.extend(filing.whence);
            self.rows.row(&row)?;
        }
        self.rows.finish()
    }
}

/// One cell a line: `agency,year,cell,value,edition`.
pub(super) struct Long<R> {
    rows: R,
    dialect: Dialect,
    begun: bool,
}

impl<R: Rows> Long<R> {
    pub(super) fn new(rows: R, dialect: Dialect) -> Self {
        Self { rows, dialect, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        let columns = [Column::Agency, Column::Year, Column::Cell, Column::Value, Column::Edition];
        let mut header: Vec<Field> = self.dialect.marks().into_iter().collect();
        header.extend(columns.map(|column| self.dialect.name(column)));
        header.extend(self.dialect.provenance());
        self.rows.row(&header)
    }
}

impl<R: Rows> Writer for Long<R> {
    fn filing(&mut self, filing: &Filed) -> io::Result<()> {
        self.begin()?;
        for (index, cell) in filing.form.each_cell() {
            let Some(field) = self.dialect.field(filing, index) else { continue };
            let place = filing.transcript.entry(index).and_then(|entry| entry.place.as_ref());
            let mut row: Vec<Field> = self.dialect.mark().into_iter().collect();
            row.extend([Field::name(filing.agency), Field::number(filing.year), Field::text(&cell.id), field]);
            row.push(Field::name(filing.edition));
            row.extend(self.dialect.whence(filing, place));
            self.rows.row(&row)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin()?;
        self.rows.finish()
    }
}
