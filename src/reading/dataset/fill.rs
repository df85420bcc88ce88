//! A record to a filing: its cells in those of an edition.
#![expect(clippy::redundant_closure_for_method_calls, reason = "a method of a type with a lifetime is no `fn`")]

use super::Unread;
use super::record::{Given, Record};
use super::seen;
use crate::model::{
    BlockAt, CellIndex, CellSpec, Filing, FormEdition, Observation, ObservationKind, TableStatus, Transcript,
};
use crate::reading::bytes::fence;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::editions::nearest;
use crate::reading::recognise::entry::{self, Printed};
use crate::reading::recognise::gaps;
use crate::reading::recognise::transcribe::mark_absent;

impl<'f> Recogniser<'f> {
    /// Reads a record of a data set against the editions of the form.
    ///
    /// # Errors
    /// When the record names a year or edition that there is none of, its fields cannot be told apart, or it was not
    /// assessed where it comes from.
    pub(in crate::reading) fn transcribe(&self, mut record: Record) -> Result<Filing, Box<Unread>> {
        let sheet = record.sheet().cloned();
        let (agency, year, line) = (record.agency.take(), record.year, record.line);
        let transcripts = match record.error.take() {
            Some(error) => Err(error),
            None => fence::fenced(|| Ok(self.transcripts(&record))),
        };
        match transcripts {
            Ok(transcripts) => Ok(Filing { agency, year, sheet, record: line, transcripts, ..Filing::default() }),
            Err(error) => Err(Box::new(Unread { agency, year, sheet, record: line, error })),
        }
    }

    fn transcripts(&self, record: &Record) -> Vec<Transcript> {
        let fill = |(at, edition)| Fill::new(at, edition, record).filled();
        let mut transcripts: Vec<_> = self.editions_of(record).into_iter().map(fill).collect();
        for transcript in &mut transcripts {
            transcript.observations.extend(record.seen.iter().cloned());
        }
        self.note_editions(&mut transcripts, record.year);
        transcripts
    }

    /// The edition that the record names, or those that have most of the cells in which it says something; zeros are
    /// often filled into whatever does not apply. Of several, those of which the record has every cell; of these, the
    /// year's; and without a year, those that have most of the cells it fills at all.
    fn editions_of(&self, record: &Record) -> Vec<(usize, &'f FormEdition)> {
        let all = self.forms.editions().iter().enumerate();
        if let Some(id) = &record.edition {
            return all.filter(|(_, edition)| *edition.id == **id).collect();
        }
        let count = |is: fn(Given) -> bool| {
            let mut counts = vec![0_usize; self.forms.editions().len()];
            for value in record.given().filter(|value| is(*value)) {
                for (count, cell) in counts.iter_mut().zip(&value.name().cells) {
                    *count += usize::from(cell.is_some());
                }
            }
            counts
        };
        let something = count(|given| given.is_something());
        let fitting = best(all.collect(), |(at, _)| something[*at]);
        let fitting = best(fitting, |(at, edition)| {
            is_complete(edition, record.given().filter_map(|value| value.name().cell(*at)))
        });
        if record.year.is_some_and(|year| fitting.iter().any(|(_, edition)| edition.years.contains(year))) {
            return nearest(fitting, record.year);
        }
        let filled = count(|given| given.is_filled());
        nearest(best(fitting, |(at, _)| filled[*at]), record.year)
    }
}

/// Those of `candidates` that score highest.
fn best<T, S: Ord>(candidates: Vec<T>, score: impl Fn(&T) -> S) -> Vec<T> {
    if candidates.len() < 2 {
        return candidates;
    }
    let scores: Vec<S> = candidates.iter().map(score).collect();
    let is_best = |at: usize| scores.iter().all(|score| *score <= scores[at]);
    candidates.into_iter().enumerate().filter(|(at, _)| is_best(*at)).map(|(_, candidate)| candidate).collect()
}

/// Whether `cells` are all of each table of which there is any; of a group that may be reported undivided the line or the
/// items.
pub(super) fn is_complete(edition: &FormEdition, cells: impl Iterator<Item = CellIndex>) -> bool {
    let mut given = vec![false; edition.cells.len()];
    for cell in cells {
        given[cell.at()] = true;
    }
    let tables: Vec<bool> = (0..edition.tables.len())
        .map(|table| edition.each_cell().any(|(index, cell)| cell.table == table && given[index.at()]))
        .collect();
    let is_given = |index: CellIndex, cell: &CellSpec| {
        let rows = &edition.block_of(cell).rows;
        let line = rows.above(cell.row).find(|heading| rows.lines[*heading].is_undivided_heading());
        let line = line.and_then(|line| edition.cell_at(cell.block_at(), line, cell.column));
        given[index.at()] || line.is_some_and(|line| given[line.at()])
    };
    tables.contains(&true)
        && edition
            .each_cell()
            .all(|(index, cell)| cell.alternative || cell.optional || !tables[cell.table] || is_given(index, cell))
}

/// A record under way into the cells of an edition.
struct Fill<'r> {
    at: usize,
    edition: &'r FormEdition,
    record: &'r Record,
    /// Per cell: the first value that the record has for it.
    given: Vec<Option<Given<'r>>>,
    out: Transcript,
}

impl<'r> Fill<'r> {
    fn new(at: usize, edition: &'r FormEdition, record: &'r Record) -> Self {
        let out = Transcript::blank(edition, TableStatus::Missing);
        Self { at, edition, record, given: vec![None; edition.cells.len()], out }
    }

    fn filled(mut self) -> Transcript {
        self.sort_values();
        for table in 0..self.edition.tables.len() {
            self.table(table);
        }
        mark_absent(self.edition, &mut self.out);
        self.out
    }

    /// Gives each value to its cell, and says what has none: a second value for a cell, and a cell of no edition or of
    /// another one.
    fn sort_values(&mut self) {
        for value in self.record.given() {
            let cell = value.name().cell(self.at);
            let kind = match cell {
                Some(cell) if self.given[cell.at()].is_none() => {
                    self.given[cell.at()] = Some(value);
                    continue;
                }
                Some(_) => ObservationKind::RowDuplicated,
                // A column that another edition has may stand there blank or with zeros in it.
                None if value.name().is_known() && !value.is_something() => continue,
                None => self.record.stranger,
            };
            self.out.observations.push(Observation {
                table: cell.map(|cell| self.edition.cell(cell).table),
                cells: cell.into_iter().collect(),
                printed: value.name().printed.clone(),
                place: value.place(),
                ..Observation::new(kind)
            });
        }
    }

    fn table(&mut self, table: usize) {
        if self.given[self.edition.cells_of(table)].iter().all(Option::is_none) {
            self.out.observations.push(Observation {
                table: Some(table),
                expected: self.edition.tables[table].label.printed().to_owned(),
                ..Observation::new(ObservationKind::TableMissing)
            });
            return;
        }
        self.out.found(table);
        let before = self.out.observations.len();
        for (at, _) in self.edition.blocks_of(table) {
            let undivided = self.settle_groups(at);
            let is_given = |cell: CellIndex| self.given[cell.at()].is_some();
            gaps::note(&mut self.out, self.edition, at, &undivided, is_given);
        }
        for (index, cell) in self.edition.table_cells(table) {
            let Some(value) = self.given[index.at()] else { continue };
            let is_money = cell.unit.is_some() || !cell.value.is_whole();
            let unit = value.unit().filter(|_| is_money);
            let foreign = unit.filter(|own| value.is_filled() && cell.unit.is_some_and(|form| form != *own));
            if let Some(own) = foreign {
                let is_of_column = value.name().unit == unit;
                let figure = format!("{}{}", value.text(), own.word());
                self.out.observations.push(Observation {
                    table: Some(table),
                    cells: vec![index],
                    printed: if is_of_column { value.name().printed.clone() } else { figure },
                    expected: entry::unit_words(self.edition, cell).to_owned(),
                    place: value.place(),
                    ..Observation::new(ObservationKind::ForeignUnit)
                });
            }
            let printed = Printed { text: value.text(), kind: value.kind(), place: value.place(), unit };
            entry::enter(&mut self.out, self.edition, index, printed);
        }
        entry::summarise_blanks(&mut self.out, self.edition, table, before);
        if self.record.has_seen() {
            let cells = self.edition.table_cells(table).filter_map(|(index, _)| Some((index, self.given[index.at()]?)));
            seen::note(&mut self.out, self.edition, table, &cells.collect::<Vec<_>>());
        }
    }

    /// Of each group that may be reported undivided, the line or its items, whichever the record fills. The others are
    /// not in the filing; where both are filled that is said, and they are never added up. Returns the groups that are
    /// reported undivided.
    fn settle_groups(&mut self, at: BlockAt) -> Vec<usize> {
        let edition = self.edition;
        let rows = &edition.block(at).rows;
        let mut undivided = Vec::new();
        for heading in (0..rows.lines.len()).filter(|at| rows.lines[*at].is_undivided_heading()) {
            let line = self.cells_of(at, |row| row == heading);
            let items = self.cells_of(at, |row| rows.is_under(row, Some(heading)));
            let any = |cells: &[CellIndex], is: fn(Given) -> bool| {
                cells.iter().any(|cell| self.given[cell.at()].is_some_and(is))
            };
            let weigh = |cells: &[CellIndex]| {
                (any(cells, |given| given.is_something()), any(cells, |given| given.is_filled()), any(cells, |_| true))
            };
            // What says something outweighs zeros, and zeros what is blank.
            let is_undivided = weigh(&line) > weigh(&items);
            let (kept, left) = if is_undivided { (&line, &items) } else { (&items, &line) };
            let label = rows.lines[heading].label.printed();
            if any(left, |given| given.is_filled()) {
                let first = left.iter().filter_map(|cell| self.given[cell.at()]).find(|given| given.is_filled());
                self.out.observations.push(Observation {
                    table: Some(at.table),
                    printed: first.map(|value| value.name().printed.clone()).unwrap_or_default(),
                    place: first.and_then(|value| value.place()),
                    ..Observation::new(ObservationKind::RowNotInForm)
                });
            }
            if is_undivided {
                let first = kept.iter().find_map(|cell| self.given[cell.at()]);
                self.out.observations.push(Observation {
                    table: Some(at.table),
                    place: first.and_then(|value| value.place()),
                    printed: label.to_owned(),
                    cells: kept.clone(),
                    ..Observation::new(ObservationKind::GroupUndivided)
                });
                undivided.push(heading);
            }
            for cell in left.clone() {
                self.given[cell.at()] = None;
            }
        }
        undivided
    }

    /// The cells in some rows of a block, in columns that a filing prints.
    fn cells_of(&self, at: BlockAt, of: impl Fn(usize) -> bool) -> Vec<CellIndex> {
        let spec = self.edition.block(at);
        let rows = spec.rows.with_cells().filter(|row| of(*row));
        let cell = |row, column| self.edition.cell_at(at, row, column);
        let columns = gaps::printed_columns(self.edition, at, |cell| self.given[cell.at()].is_some());
        rows.flat_map(|row| columns.iter().filter_map(move |column| cell(row, *column))).collect()
    }
}
