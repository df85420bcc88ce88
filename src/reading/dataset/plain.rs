//! Wide data sets whose header is one edition of the form, cell for cell: then a row of plain figures is a filing as it
//! stands, and nothing has to be asked of its values.
//!
//! It is so only where one edition alone has every column and lacks none, so that no record could be of another, and
//! where no unit and no group reported undivided has to be seen through. Every other header, and every row with anything
//! else in it, goes the long way through [`super::fill`]; the two give the same filing.

use std::sync::Arc;

use compact_str::ToCompactString as _;

use super::super::Reader;
use super::super::grid::{GridRow, Origin};
use super::super::number;
use super::super::transcribe::mark_absent;
use super::fill::is_complete;
use super::names::Name;
use crate::model::{CellIndex, Entry, Figure, FormEdition, TableStatus, Transcript, Unit};

/// A header that is a form.
#[derive(Debug)]
pub(super) struct Plain {
    origin: Origin,
    edition: String,
    columns: Vec<(u32, CellIndex, Option<Unit>)>,
    blank: Transcript,
}

/// The figures of a row below such a header.
#[derive(Debug)]
pub(super) struct Figures {
    header: Arc<Plain>,
    row: u32,
    /// In the order of its columns.
    numbers: Box<[u64]>,
}

impl Plain {
    /// The form that some columns are, if they are one.
    pub(super) fn of(reader: &Reader, origin: &Origin, columns: &[(u32, Arc<Name>)]) -> Option<Self> {
        let given = |edition| columns.iter().filter_map(move |(_, name)| name.cell(edition));
        let complete = |(at, edition): &(usize, &FormEdition)| is_complete(edition, given(*at));
        let mut editions = reader.forms.editions().iter().enumerate().filter(complete);
        let (Some((at, edition)), None) = (editions.next(), editions.next()) else { return None };
        let column = |(column, name): &(u32, Arc<Name>)| {
            let index = name.cell(at)?;
            let cell = edition.cell(index);
            let unit = name.unit.filter(|_| cell.unit.is_some() || !cell.value.is_whole());
            let is_foreign = unit.is_some() && unit != cell.unit;
            (!cell.alternative && !is_foreign).then_some((*column, index, unit))
        };
        let columns: Vec<_> = columns.iter().map(column).collect::<Option<_>>()?;
        // One column for each cell that a filing prints; none twice.
        let printed = edition.each_cell().filter(|(_, cell)| !cell.alternative).count();
        if columns.len() != printed {
            return None;
        }
        let mut blank = Transcript::blank(edition, TableStatus::Present);
        mark_absent(edition, &mut blank);
        Some(Self { origin: origin.clone(), edition: edition.id.clone(), columns, blank })
    }

    /// The figures of a row, if it holds nothing else in these columns and is not of `edition` when that is another.
    pub(super) fn figures(self: &Arc<Self>, row: &GridRow, edition: Option<&str>) -> Option<Figures> {
        if edition.is_some_and(|edition| edition != self.edition) {
            return None;
        }
        let mut cells = row.cells.iter();
        let figure = |(column, ..): &(u32, CellIndex, Option<Unit>)| {
            let cell = cells.find(|cell| cell.column >= *column).filter(|cell| cell.column == *column)?;
            number::plain(&cell.text, cell.kind)
        };
        let numbers = self.columns.iter().map(figure).collect::<Option<_>>()?;
        Some(Figures { header: Arc::clone(self), row: row.index, numbers })
    }
}

impl Figures {
    /// The figures in the cells of the form.
    pub(super) fn transcript(&self) -> Transcript {
        let Plain { origin, columns, blank, .. } = &*self.header;
        let mut transcript = blank.clone();
        for ((column, index, unit), figure) in columns.iter().zip(&self.numbers) {
            transcript.entries[index.at()] = Some(Entry {
                figure: Figure::Number((*figure).into()),
                printed: figure.to_compact_string(),
                place: Some(origin.place(self.row, *column)),
                unit: *unit,
            });
        }
        transcript
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        size_of_val(&*self.numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::{Header, Layout};
    use super::super::wide::values;
    use super::super::{CellKind, GridRow, Sheet};
    use super::*;
    use crate::forms::Forms;
    use crate::reading::grid::GridCell;
    use crate::reading::identify::Title;
    use crate::reading::{ReadOptions, Reader};

    fn row(index: u32, texts: impl Iterator<Item = String>) -> GridRow {
        let cell = |(column, text): (u32, String)| GridCell { column, text: text.into(), kind: CellKind::Text };
        GridRow { index, width: None, cells: (0..).zip(texts).map(cell).collect() }
    }

    /// A plain row is the filing that it is by the long way, whatever its figures and its year.
    #[test]
    fn both_ways_lead_to_the_same_filing() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let reader = Reader::new(&forms, ReadOptions::default());
        for edition in forms.editions() {
            let names = edition.each_cell().filter(|(_, cell)| !cell.alternative).map(|(_, cell)| cell.id.clone());
            let names: Vec<String> = ["agency", "year"].map(str::to_owned).into_iter().chain(names).collect();
            let header = Header::read(&row(0, names.iter().cloned()), &reader).expect("a header").expect("a header");
            let sheet = Sheet {
                reader: &reader,
                header: &header,
                origin: &Origin::Text,
                named: Title::default(),
                seen: Vec::new(),
            };
            let Layout::Wide(columns) = &header.layout else { panic!("a column for each cell") };
            let plain = Arc::new(Plain::of(&reader, sheet.origin, columns).expect("all cells of an edition"));
            for (number, year) in (1_usize..).zip(["2015", "2019", "2020", "2021", "2024", ""]) {
                let figure = |at: usize| if number < 3 { 0 } else { at * number % 97 };
                let texts = (0..names.len() - 2).map(|at| figure(at).to_string());
                let row = row(7, ["某局", year].map(str::to_owned).into_iter().chain(texts));
                let row =
                    GridRow { cells: row.cells.into_iter().filter(|cell| !cell.text.is_empty()).collect(), ..row };
                let (mut short, mut long) = (sheet.record(&row), sheet.record(&row));
                short.figures = plain.figures(&row, None);
                assert!(short.figures.is_some());
                long.extend(values(row, &sheet, columns));
                let [short, long] = [short, long].map(|record| format!("{:?}", reader.transcribe(record)));
                assert_eq!(short, long, "{} {year}", edition.id);
            }
        }
    }
}
