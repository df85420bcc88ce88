//! Wide data sets whose header is one edition of the form, cell for cell: then a row of plain figures is a filing as it
//! stands, and nothing has to be asked of its values.
//!
//! It is so only where one edition alone has every column and lacks none, so that no record could be of another, and
//! where no unit and no group reported undivided has to be seen through. Every other header, and every row with anything
//! else in it, goes the long way through [`super::fill`]; the two give the same filing.

use std::sync::Arc;

use super::super::digits;
use super::super::grid::GridCell;
use super::super::line::Field;
use super::super::transcribe::mark_absent;
use super::fill::is_complete;
use super::header::Column;
use super::names::Name;
use super::rows::{Row, text_of};
use super::wide::ragged;
use super::{Record, Sheet};
use crate::model::{CellIndex, Entries, Entry, Figure, FormEdition, Offset, Pattern, TableStatus, Transcript};

/// A header that is a form.
#[derive(Debug)]
pub(super) struct Plain {
    /// What each column holds, as far as the header goes.
    columns: Vec<Column<CellIndex>>,
    /// How many hold a cell.
    cells: usize,
    pattern: Arc<Pattern>,
    /// A filing without its entries.
    read: Transcript,
}

/// The counts of a row below such a header.
#[derive(Debug)]
pub(super) struct Counts {
    header: Arc<Plain>,
    row: u32,
    by_cell: Box<[i64]>,
}

/// The fields of a row by what they are.
struct Sorted<'r> {
    /// Agency, year and edition.
    whose: [Option<&'r str>; 3],
    by_cell: Box<[i64]>,
    /// The column behind the last field.
    end: u32,
}

impl Plain {
    /// The form that some columns are, if they are one.
    pub(super) fn of(sheet: &Sheet, columns: &[(u32, Arc<Name>)]) -> Option<Self> {
        let given = |edition| columns.iter().filter_map(move |(_, name)| name.cell(edition));
        let complete = |(at, edition): &(usize, &FormEdition)| is_complete(edition, given(*at));
        let mut editions = sheet.reader.forms.editions().iter().enumerate().filter(complete);
        let (Some((at, edition)), None) = (editions.next(), editions.next()) else { return None };
        let column = |(column, name): &(u32, Arc<Name>)| {
            let index = name.cell(at)?;
            let cell = edition.cell(index);
            let unit = name.unit.filter(|_| cell.unit.is_some() || !cell.value.is_whole());
            let is_foreign = unit.is_some() && unit != cell.unit;
            (!cell.alternative && !is_foreign).then_some((*column, index, unit))
        };
        let cells: Vec<_> = columns.iter().map(column).collect::<Option<_>>()?;
        // One column for each cell that a filing prints; none twice.
        let printed = edition.each_cell().filter(|(_, cell)| !cell.alternative).count();
        if cells.len() != printed {
            return None;
        }
        let mut read = Transcript::blank(edition, TableStatus::Present);
        mark_absent(edition, &mut read);
        let mut entries = vec![None; edition.cells.len()];
        for (column, index, unit) in &cells {
            // As it stands on the first row.
            let (figure, place) = (Figure::Number(0.into()), Some(sheet.origin.place(0, *column)));
            entries[index.at()] = Some(Entry { figure, printed: "0".into(), place, unit: *unit });
        }
        let cells: Vec<_> = cells.into_iter().map(|(column, index, _)| (column, index)).collect();
        let pattern = Arc::new(Pattern::of(entries, cells.iter().map(|(_, index)| *index)));
        read.entries = Entries::default();
        Some(Self { cells: cells.len(), columns: sheet.header.columns(cells), pattern, read })
    }

    /// The record on a row that holds nothing but whose it is and plain figures.
    pub(super) fn record<'r>(self: &Arc<Self>, row: &'r Row, sheet: &Sheet) -> Option<Record> {
        let sorted = match row {
            Row::Line(line) => {
                let field = |field: Field<'r>| (field.number, move || text_of(field.text()));
                let sorted = self.sorted((0..).zip(line.fields().map(field)))?;
                Some(sorted).filter(|sorted| sheet.header.width.is_none_or(|width| sorted.end == width))
            }
            Row::Cells(row) => {
                let field = |cell: &'r GridCell| (digits::plain(&cell.text, cell.kind), || cell.text.as_str());
                let sorted = self.sorted(row.cells.iter().map(|cell| (cell.column, field(cell))))?;
                Some(sorted).filter(|_| ragged(row, sheet).is_none())
            }
        };
        let Sorted { whose, by_cell, .. } = sorted?;
        let mut record = sheet.record_of(row.index(), whose);
        let is_of_form = record.edition.as_ref().is_none_or(|edition| *edition == self.read.edition);
        record.counts = Some(Counts { header: Arc::clone(self), row: row.index(), by_cell });
        (is_of_form && record.error.is_none()).then_some(record)
    }

    /// The fields of a row by what they are.
    fn sorted<'r>(
        &self,
        fields: impl Iterator<Item = (u32, (Option<u64>, impl FnOnce() -> &'r str))>,
    ) -> Option<Sorted<'r>> {
        let mut sorted = Sorted { whose: [None; 3], by_cell: vec![0; self.pattern.cells()].into(), end: 0 };
        let mut given = 0;
        for (column, (number, text)) in fields {
            match self.columns.get(column as usize)? {
                Column::Cell(cell) => {
                    sorted.by_cell[cell.at()] = number?.cast_signed();
                    given += 1;
                }
                Column::Whose(at) => sorted.whose[*at] = Some(text()).filter(|text| !text.is_empty()),
                Column::Unnamed if !text().is_empty() => return None,
                Column::Unnamed | Column::Stranger => {}
            }
            sorted.end = column + 1;
        }
        (given == self.cells).then_some(sorted)
    }
}

impl Counts {
    /// The counts in the cells of the form.
    pub(super) fn transcript(self) -> Transcript {
        let Plain { pattern, read, .. } = &*self.header;
        let entries = Entries::alike(pattern, self.by_cell, Offset { rows: self.row, sheet: None });
        Transcript { entries, ..read.clone() }
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn weight(&self) -> usize {
        size_of_val(&*self.by_cell)
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::{Header, Layout};
    use super::super::wide::values;
    use super::*;
    use crate::forms::Forms;
    use crate::reading::grid::{CellKind, GridRow, Origin};
    use crate::reading::identify::Title;
    use crate::reading::line::Line;
    use crate::reading::{ReadOptions, Reader};

    fn row(index: u32, texts: impl Iterator<Item = String>) -> GridRow {
        let cell = |(column, text): (u32, String)| GridCell { column, text: text.into(), kind: CellKind::Text };
        GridRow { index, width: None, cells: (0..).zip(texts).map(cell).collect() }
    }

    /// A plain row is the filing that it is by the long way, as a line or as cells, whatever its figures and its year.
    #[test]
    fn all_ways_lead_to_the_same_filing() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let reader = Reader::new(&forms, ReadOptions::default());
        for edition in forms.editions() {
            let ids = edition.each_cell().filter(|(_, cell)| !cell.alternative).map(|(_, cell)| cell.id.to_string());
            let heads: Vec<String> = ["agency", "year"].map(str::to_owned).into_iter().chain(ids).collect();
            for origin in [Origin::Text, Origin::Sheet("数据".into())] {
                let header = row(0, heads.iter().cloned());
                let header = Header::read(&header, &reader).expect("a header").expect("a header");
                let (named, seen) = (Title::default(), Vec::new());
                let sheet = Sheet { reader: &reader, header: &header, origin: &origin, named, seen };
                let Layout::Wide(columns) = &header.layout else { panic!("a column for each cell") };
                let plain = Arc::new(Plain::of(&sheet, columns).expect("all cells of an edition"));
                for (number, year) in (1_usize..).zip(["2015", "2019", "2020", "2021", "2024", ""]) {
                    let figure = |at: usize| if number < 3 { 0 } else { at * number % 97 };
                    let texts = (0..heads.len() - 2).map(|at| figure(at).to_string());
                    let texts: Vec<_> = ["某局", year].map(str::to_owned).into_iter().chain(texts).collect();
                    let row = row(7, texts.iter().cloned());
                    let row =
                        GridRow { cells: row.cells.into_iter().filter(|cell| !cell.text.is_empty()).collect(), ..row };
                    let line = Line { index: 7, text: &texts.join(","), separator: b',' };
                    let short = [Row::Line(line), Row::Cells(row.clone())].map(|row| plain.record(&row, &sheet));
                    let mut long = sheet.record(&row);
                    long.extend(values(row, &sheet, columns));
                    let long = format!("{:?}", reader.transcribe(long));
                    for short in short {
                        let short = reader.transcribe(short.expect("a plain row"));
                        assert_eq!(format!("{short:?}"), long, "{} {year}", edition.id);
                    }
                }
            }
        }
    }

    /// What is not plain goes the long way.
    #[test]
    fn a_row_with_anything_else_is_not_plain() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let reader = Reader::new(&forms, ReadOptions::default());
        let edition = forms.get("2021").expect("an edition");
        let ids = edition.each_cell().filter(|(_, cell)| !cell.alternative).map(|(_, cell)| cell.id.to_string());
        let heads: Vec<_> = ["agency", "year", "备注"].map(str::to_owned).into_iter().chain(ids).collect();
        let header = GridRow { width: u32::try_from(heads.len() + 1).ok(), ..row(0, heads.iter().cloned()) };
        let header = Header::read(&header, &reader).expect("a header").expect("a header");
        let (named, seen) = (Title::default(), Vec::new());
        let sheet = Sheet { reader: &reader, header: &header, origin: &Origin::Text, named, seen };
        let Layout::Wide(columns) = &header.layout else { panic!("a column for each cell") };
        let plain = Arc::new(Plain::of(&sheet, columns).expect("all cells of an edition"));
        let zeros = "0,".repeat(heads.len() - 4);
        let is_plain = |text: &str| {
            let line = Line { index: 7, text, separator: b',' };
            plain.record(&Row::Line(line), &sheet).is_some()
        };
        for text in [format!("某局,2023,,{zeros}12,"), format!("某局,2023,见附件,{zeros}0, ")] {
            assert!(is_plain(&text), "{text}");
        }
        for (first, last) in [
            ("某局,2023,", "012,"),
            ("某局,2023,", ","),
            ("某局,2023,", "1.5,"),
            ("某局,2023,", "-1,"),
            ("某局,2023,", "1234567890123456,"),
            ("某局,2023,", "0,注"),
            ("某局,2023,", "0"),
            ("某局,2023,", "0,,"),
            ("某局,二〇,", "0,"),
        ] {
            assert!(!is_plain(&format!("{first},{zeros}{last}")), "{first} {last}");
        }
        // The same as cells, as a line with quotes is read: with all its fields, one too few and one too many.
        let cells = row(7, ["某局", "2023"].into_iter().chain(zeros.split_terminator(',')).map(str::to_owned));
        let cells =
            cells.cells.into_iter().map(|cell| GridCell { column: cell.column + u32::from(cell.column > 1), ..cell });
        let mut cells: Vec<_> = cells.collect();
        let full = header.width.expect("a text");
        cells.push(GridCell { column: full - 2, text: "12".into(), kind: CellKind::Text });
        for (width, is_whole) in [(full, true), (full - 1, false), (full + 1, true), (full - 2, false)] {
            let row = Row::Cells(GridRow { index: 7, width: Some(width), cells: cells.clone() });
            assert_eq!(plain.record(&row, &sheet).is_some(), is_whole, "{width} of {full} fields");
        }
    }
}
