//! A filing as it is printed: title, source and tables, cell by cell, whatever the format.

use gouji::model::FormEdition;
use gouji::render::{Content, PrintedTable};

use crate::agencies::Filing;
use crate::offices::{Office, Written};

/// What half of the offices call the row 行政规范性文件.
const BRIEF: (&str, &str) = ("行政规范性文件", "规范性文件");

pub(crate) struct Report {
    pub(crate) office: Office,
    pub(crate) tables: Vec<Table>,
}

pub(crate) struct Table {
    pub(crate) label: String,
    pub(crate) width: usize,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell, where it begins and how far it reaches.
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) across: usize,
    pub(crate) down: usize,
    pub(crate) content: Inside,
}

pub(crate) enum Inside {
    Words(String),
    Value(Written),
}

impl Inside {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Value(written) => written.text(),
        }
    }
}

/// The form that is filled in.
pub(crate) struct Blank<'f> {
    form: &'f FormEdition,
    tables: Vec<PrintedTable<'f>>,
}

impl<'f> Blank<'f> {
    pub(crate) fn of(form: &'f FormEdition) -> Self {
        Self { form, tables: (0..form.tables.len()).map(|table| PrintedTable::blank(form, table)).collect() }
    }

    pub(crate) fn filled(&self, filing: &Filing, mut office: Office) -> Report {
        let mut tables = Vec::new();
        for printed in &self.tables {
            let rows = printed.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| Cell {
                    column: cell.column,
                    across: cell.colspan,
                    down: cell.rowspan,
                    content: self.inside(cell.content, filing, &mut office),
                });
                cells.collect()
            });
            let rows = rows.collect();
            tables.push(Table { label: printed.form.label.printed().to_owned(), width: printed.width, rows });
        }
        Report { office, tables }
    }

    fn inside(&self, content: Content, filing: &Filing, office: &mut Office) -> Inside {
        match content {
            Content::Value(cell) => Inside::Value(office.writes(self.form.cell(cell), filing.figure(cell))),
            other if office.is_brief && other.words() == BRIEF.0 => Inside::Words(BRIEF.1.to_owned()),
            other => Inside::Words(other.words().to_owned()),
        }
    }
}
