//! How a data set is written where it is not written as gouji would: for a notebook or a database.

use std::borrow::Cow;

use super::field::Field;
use super::{Filed, missing};
use crate::model::{Axis, CellIndex, CellSpec, Figure, FormEdition, Lang, Place};
use crate::render::words::phrases::phrase;

/// The column that marks a table in which blanks, signs for "none" and cells that a filing has not are one word: read as a
/// filing its blanks would count as zero, so the reader refuses whatever has such a column (`mark_columns` of its lexicon).
const MARK: &str = "gouji_na";

/// What a data set can say of where its figures come from, in a column each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The file.
    Source,
    /// The place of the figure in it; where a line is a filing, of its first.
    Place,
}

/// What is written otherwise than by default.
#[derive(Debug, Clone, Default)]
pub struct Dialect {
    /// The language of the header, in which cells are ids or paths of labels; English by default.
    pub header: Option<Lang>,
    /// Columns behind the others, in this order.
    pub with: Vec<Provenance>,
    /// Delimited text without a byte order mark.
    pub is_unmarked: bool,
    /// What stands for a cell without a figure.
    pub na: Option<String>,
}

/// The columns of a data set besides those of cells.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    Agency,
    Year,
    Edition,
    Cell,
    Value,
}

impl Dialect {
    /// What a column is called.
    pub(super) fn name(&self, column: Column) -> Field<'static> {
        let name = match column {
            Column::Agency => "csv-agency",
            Column::Year => "csv-year",
            Column::Edition => "csv-edition",
            Column::Cell => "record-cell",
            Column::Value => "record-value",
        };
        Field::text(phrase(name, self.lang()))
    }

    /// What the column of a cell is called.
    pub(super) fn cell_name<'f>(&self, form: &'f FormEdition, cell: &'f CellSpec) -> Cow<'f, str> {
        match self.lang() {
            Lang::En => Cow::Borrowed(&cell.id),
            Lang::Zh => Cow::Owned(label_path(form, cell)),
        }
    }

    /// The name of the column in front of all others, where there is one.
    pub(super) fn marks(&self) -> Option<Field<'static>> {
        self.na.as_ref().map(|_| Field::text(MARK))
    }

    /// What the marked column holds on each line.
    pub(super) fn mark(&self) -> Option<Field<'static>> {
        self.na.as_ref().map(|_| Field::text("1"))
    }

    /// The names of the columns of provenance.
    pub(super) fn provenance(&self) -> Vec<Field<'static>> {
        let name = |column: &Provenance| {
            let name = match column {
                Provenance::Source => "record-source",
                Provenance::Place => "csv-place",
            };
            Field::text(phrase(name, self.lang()))
        };
        self.with.iter().map(name).collect()
    }

    /// Where a figure of a filing stands.
    pub(super) fn whence(&self, filed: &Filed, place: Option<&Place>) -> Vec<Field<'static>> {
        let said = |column: &Provenance| match column {
            Provenance::Source => Field::Text(Cow::Owned(filed.source.path.to_string())),
            Provenance::Place => place.map_or(Field::Blank, |place| Field::Text(Cow::Owned(place.to_string()))),
        };
        self.with.iter().map(said).collect()
    }

    /// What is written of a cell; `None` where the filing has not got it.
    pub(super) fn field<'a>(&'a self, filed: &Filed<'a>, index: CellIndex) -> Option<Field<'a>> {
        let entry = filed.transcript.entry(index)?;
        let cell = filed.form.cell(index);
        let Some(na) = &self.na else { return Some(Field::of(entry, cell)) };
        Some(match (entry.figure, entry.in_unit(cell.unit)) {
            (Figure::Blank | Figure::Placeholder, _) => Field::text(na),
            // A table for research holds numbers, in the unit of its header.
            (Figure::Number(_), Some(number)) => Field::Number(number.normalize()),
            _ => Field::of(entry, cell),
        })
    }

    /// What stands for a cell that a filing has not, where its line has a place for it.
    pub(super) fn missing(&self) -> Field<'_> {
        self.na.as_deref().map_or_else(missing, Field::text)
    }

    fn lang(&self) -> Lang {
        self.header.unwrap_or(Lang::En)
    }
}

/// Whether a text begins as a table whose blanks are marked.
pub(in crate::render) fn is_for_research(head: &str) -> bool {
    let head = head.strip_prefix('\u{FEFF}').unwrap_or(head);
    head.strip_prefix(MARK).is_some_and(|rest| rest.starts_with(','))
}

/// A cell by the labels of its table, row and column, headings included: no two cells of a form have the same.
fn label_path(form: &FormEdition, cell: &CellSpec) -> String {
    fn line<'a>(axis: &'a Axis, at: usize, path: &mut Vec<&'a str>) {
        let spec = &axis.lines[at];
        spec.parent.into_iter().for_each(|above| line(axis, above, path));
        path.push(spec.label.printed());
    }
    let block = form.block_of(cell);
    let mut path = vec![form.tables[cell.table].label.printed()];
    line(&block.rows, cell.row, &mut path);
    line(&block.columns, cell.column, &mut path);
    path.join("/")
}
