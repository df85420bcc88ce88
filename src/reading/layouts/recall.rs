//! A file read as one of its layout was read before.

use super::super::digits;
use super::super::grid::{Grid, GridCell, GridRow, Origin};
use super::super::identify::{self, Title};
use super::super::narrative;
use super::super::number;
use super::super::vocabulary::Vocabulary;
use super::{Content, Layout, Recalled, Row};
use crate::model::{CellIndex, Entries, Entry, Figure, Filing, FormEdition, Offset, Pattern, Transcript, fold};

/// So many figures that go up one by one could be the numbers of rows or columns.
const COUNTED: usize = 5;

impl Layout {
    /// The filing on `grids`, if they are laid out so.
    pub(super) fn read<'g>(
        &'g self,
        grids: &'g [Grid],
        edition: &'g FormEdition,
        vocabulary: &'g Vocabulary,
    ) -> Option<Recalled> {
        let is_like = |(grid, (origin, rows)): (&Grid, &(Origin, Vec<Row>))| {
            let is_any_sheet = self.is_one_sheet && grid.sheet().is_some();
            grid.rows.len() == rows.len() && (is_any_sheet || grid.origin == *origin) && !grid.hidden
        };
        if grids.len() != self.grids.len() || !grids.iter().zip(&self.grids).all(is_like) {
            return None;
        }
        let mut reading = Reading {
            edition,
            vocabulary,
            named: self.named.clone(),
            title: None,
            pattern: &self.pattern,
            counts: vec![0; self.pattern.cells()].into(),
            others: Vec::new(),
            down: Counted::default(),
            along: Counted::default(),
        };
        for (grid, (_, rows)) in grids.iter().zip(&self.grids) {
            for (row, known) in grid.rows.iter().zip(rows) {
                reading.row(grid, row, known)?;
            }
        }
        let sheet = grids.first().filter(|_| self.is_one_sheet).and_then(|grid| grid.origin.sheet());
        let at = Offset { rows: 0, sheet: sheet.cloned() };
        let mut entries = Entries::alike(&self.pattern, reading.counts, at);
        for (index, entry) in reading.others {
            entries[index.at()] = Some(entry);
        }
        let tab = sheet.map_or(self.tab.clone(), |sheet| identify::name(sheet).agency);
        let sheet = sheet.map_or(self.sheet.clone(), |sheet| Some(sheet.to_string()));
        let filing = Filing {
            year: self.year,
            sheet,
            transcripts: vec![Transcript { entries, ..self.read.clone() }],
            narrative: narrative::of_rows(grids, &self.told),
            ..Filing::default()
        };
        Some(Recalled { named: reading.named, tab, filing })
    }
}

/// A file under way into the cells of a layout.
struct Reading<'e> {
    edition: &'e FormEdition,
    vocabulary: &'e Vocabulary,
    named: Title,
    title: Option<&'e str>,
    pattern: &'e Pattern,
    /// Per cell of the form.
    counts: Box<[i64]>,
    /// What is more than a count.
    others: Vec<(CellIndex, Entry)>,
    /// The first figures of the rows.
    down: Counted,
    /// All figures, row by row.
    along: Counted,
}

impl<'e> Reading<'e> {
    /// Reads a row, if it is laid out as `known`.
    fn row(&mut self, grid: &Grid, row: &'e GridRow, known: &Row) -> Option<()> {
        if (row.index, row.width, row.cells.len()) != (known.index, known.width, known.cells.len()) {
            return None;
        }
        let mut is_first = true;
        for (cell, known) in row.cells.iter().zip(&known.cells) {
            if (cell.column, cell.kind) != (known.column, known.kind) {
                return None;
            }
            match &known.content {
                Content::Words(words) if cell.text != **words => return None,
                Content::Words(_) => {}
                Content::Title => self.title(cell)?,
                Content::Figure(index, unit) => {
                    let (figure, number) = figure(cell, self.edition.cell(*index).value.is_whole())?;
                    if self.along.goes_on(number) || (is_first && self.down.goes_on(number)) {
                        return None;
                    }
                    is_first = false;
                    if let Some(count) = number.filter(|_| self.pattern.is_count(*index)) {
                        self.counts[index.at()] = count.cast_signed();
                    } else {
                        let (printed, place) = (cell.text.clone(), Some(grid.place(row.index, cell.column)));
                        self.others.push((*index, Entry { figure, printed, place, unit: *unit }));
                    }
                }
            }
        }
        Some(())
    }

    /// Reads the title, which may come again.
    fn title(&mut self, cell: &'e GridCell) -> Option<()> {
        if self.title.is_none() {
            self.named.agency = Some(agency_in(cell, self.named.year, self.vocabulary)?);
        }
        let title = self.title.get_or_insert(&cell.text);
        (*title == cell.text).then_some(())
    }
}

/// The figure of a cell that holds nothing else: digits, with a decimal point or a minus sign. Also as a whole number.
fn figure(cell: &GridCell, whole: bool) -> Option<(Figure, Option<u64>)> {
    if let Some(number) = digits::plain(&cell.text, cell.kind) {
        return Some((Figure::Number(number.into()), Some(number)));
    }
    let digits = cell.text.strip_prefix('-').unwrap_or(&cell.text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let reading = is_plain.then(|| number::read(&cell.text, cell.kind, whole))?;
    let is_figure = matches!(reading.figure, Figure::Number(_)) && reading.remarks.is_empty();
    is_figure.then_some((reading.figure, None))
}

/// The agency in a title that names this year and is no label.
pub(super) fn agency_in(cell: &GridCell, year: Option<u16>, vocabulary: &Vocabulary) -> Option<String> {
    let title = identify::title(None, &cell.text).filter(|title| title.year == year && year.is_some())?;
    let is_label = number::is_meant(&cell.text, cell.kind) || !vocabulary.meanings(&fold(&cell.text)).is_empty();
    title.agency.filter(|_| !is_label)
}

/// Figures one after the other that go up by one.
#[derive(Debug, Default)]
struct Counted {
    last: Option<u64>,
    times: usize,
}

impl Counted {
    /// Whether so many have come that they could be numbers of rows or columns.
    fn goes_on(&mut self, figure: Option<u64>) -> bool {
        let Some(figure) = figure else { return false };
        let is_next = self.last.is_some_and(|last| last.checked_add(1) == Some(figure));
        self.times = if is_next { self.times + 1 } else { 1 };
        self.last = Some(figure);
        self.times >= COUNTED
    }
}
