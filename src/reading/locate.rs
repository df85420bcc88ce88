//! Which lines of a file belong to which table of which filing.
//!
//! Nothing is read by position: a line belongs to a table because its label, or the header above it, is one of that
//! table's. A table that comes again begins the next filing, and so does a new report title; a row that comes again
//! within one run of lines is a duplicate and stays where it is. What a line *says* is for [`super::transcribe`].

use std::collections::HashMap;

use super::identify::{self, Title};
use super::surface::{Line, Surface};
use super::vocabulary::{Part, TableKey, Vocabulary};

/// The lines of one filing.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    /// The grids it has lines on, in order.
    pub(super) sections: Vec<Section>,
}

/// The lines of one table of a filing: headers, rows, and rows of no form between them.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) table: TableKey,
    /// `(grid, line)`, in reading order.
    pub(super) lines: Vec<(usize, usize)>,
    /// How often each row label was seen.
    seen: HashMap<String, usize>,
    /// A title, a header or another table stood between the last row and here.
    broken: bool,
}

/// Walks the surfaces of a file.
pub(super) fn locate(surfaces: &[Surface], vocabulary: &Vocabulary) -> Vec<Found> {
    let mut walk = Walk { vocabulary, found: vec![Found::default()], pending: Vec::new(), hint: None, last: None };
    for (grid, surface) in surfaces.iter().enumerate() {
        walk.begin_grid();
        let mut previous: Option<&str> = None;
        for (at, line) in surface.lines.iter().enumerate() {
            walk.line((grid, at), line, previous);
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    walk.found.retain(|found| !found.sections.is_empty());
    walk.found
}

struct Walk<'v> {
    vocabulary: &'v Vocabulary,
    found: Vec<Found>,
    /// Lines since the last row: titles and headers of whatever comes next.
    pending: Vec<(usize, usize)>,
    /// The table that a title or header since the last row has named.
    hint: Option<TableKey>,
    /// The table and grid of the last row.
    last: Option<(TableKey, usize)>,
}

/// What a line is, once its labels are looked up.
enum Sense {
    /// A row of a table, by its label.
    Row { table: TableKey, body: String, of: usize },
    /// Values under the header of a table that prints a block on one line.
    Values { table: TableKey },
    /// A row with values whose label no form has, inside a table.
    Stranger { table: TableKey },
    /// A header or title, of a table where that is clear.
    Header(Option<TableKey>),
}

impl Walk<'_> {
    fn begin_grid(&mut self) {
        self.pending.clear();
        self.hint = None;
        self.last = None;
        if let Some(found) = self.found.last_mut() {
            found.sections.iter_mut().for_each(|section| section.broken = true);
        }
    }

    fn line(&mut self, at: (usize, usize), line: &Line, previous: Option<&str>) {
        self.identify(line, previous);
        match self.sense(line) {
            Sense::Row { table, body, of } => self.row(at, table, Some((body, of))),
            Sense::Values { table } => {
                self.row(at, table, None);
                // One line of values has one header; the next needs its own.
                self.hint = None;
            }
            Sense::Stranger { table } => self.push(at, table),
            Sense::Header(table) => {
                if let Some(table) = table {
                    self.hint = Some(table);
                }
                self.pending.push(at);
            }
        }
    }

    /// Takes the agency and year a line names; a new title begins a new filing.
    fn identify(&mut self, line: &Line, previous: Option<&str>) {
        for word in &line.cells {
            let text = word.cell.text.as_str();
            if word.label.is_none() || text.len() > 2_000 || !identify::is_worth_a_look(previous, text) {
                continue;
            }
            if let Some(title) = identify::title(previous, text) {
                self.title(title);
                return;
            }
            let found = self.found.last_mut().expect("a walk always has a filing under way");
            if found.year.is_none() {
                found.year = identify::period(text);
            }
            if found.agency.is_none() {
                found.agency = identify::source_line(text).or_else(|| identify::signature(previous, text));
            }
        }
    }

    fn title(&mut self, title: Title) {
        let current = self.found.last_mut().expect("a walk always has a filing under way");
        let same = current.year == title.year && (title.agency.is_none() || current.agency == title.agency);
        if !current.sections.is_empty() && !same {
            self.found.push(Found { agency: title.agency, year: title.year, sections: Vec::new() });
            self.pending.clear();
            self.hint = None;
            self.last = None;
        } else {
            // The title outranks a source line above it.
            current.agency = title.agency.or(current.agency.take());
            current.year = title.year.or(current.year);
        }
    }

    fn sense(&self, line: &Line) -> Sense {
        let labels = line.leading_labels();
        let has_values = labels.len() < line.cells.len();
        let header = self.header(line);
        if let Some(label) = labels.last().and_then(|word| word.label.as_ref()) {
            let rows = self.vocabulary.meanings(label).iter().filter(|m| matches!(m.part, Part::Row { .. }));
            let mut tables: Vec<TableKey> = rows.clone().map(|m| self.vocabulary.key(m)).collect();
            tables.dedup();
            let named = self.hint.or(self.last.map(|(table, _)| table));
            let table = tables.iter().copied().find(|table| Some(*table) == named).or(tables.first().copied());
            // A label without values is a row of a blank form, but only inside its table, and not if it heads a column.
            let is_blank_row = !has_values
                && header.is_none()
                && table == named
                && !table.is_some_and(|table| self.vocabulary.has_one_line(table));
            if let Some(table) = table.filter(|_| has_values || is_blank_row) {
                let of = (0..).take_while(|edition| *edition < 16).map(|edition| {
                    rows.clone().filter(|m| m.edition == edition && self.vocabulary.key(m) == table).count()
                });
                return Sense::Row { table, body: label.body.clone(), of: of.max().unwrap_or(1) };
            }
            if has_values
                && header.is_none()
                && let Some((table, _)) = self.last.filter(|(table, _)| self.hint.is_none_or(|hint| hint == *table))
            {
                return Sense::Stranger { table };
            }
        } else if has_values && let Some(table) = self.hint.filter(|table| self.vocabulary.has_one_line(*table)) {
            return Sense::Values { table };
        }
        Sense::Header(header)
    }

    /// The table whose title, furniture or columns a line prints. A single column label names no table.
    fn header(&self, line: &Line) -> Option<TableKey> {
        let mut votes = vec![0_usize; self.vocabulary.table_count()];
        for word in &line.cells {
            let Some(label) = &word.label else { continue };
            let mut tables = [None; 8];
            for meaning in self.vocabulary.meanings(label) {
                let key = self.vocabulary.key(meaning);
                let weight = match meaning.part {
                    Part::Title => 4,
                    Part::Furniture | Part::Column { .. } => 1,
                    // Printed on one line, the rows of a table are part of its header.
                    Part::Row { .. } if self.vocabulary.has_one_line(key) => 1,
                    Part::Row { .. } => continue,
                };
                if let Some(slot) = tables.iter_mut().find(|slot| slot.is_none_or(|(other, _)| other == key)) {
                    *slot = Some((key, slot.map_or(weight, |(_, before)| weight.max(before))));
                }
            }
            for (key, weight) in tables.into_iter().flatten() {
                votes[key] += weight;
            }
        }
        let best = votes.iter().copied().max().filter(|votes| *votes >= 2)?;
        votes.iter().position(|votes| *votes == best)
    }

    fn row(&mut self, at: (usize, usize), table: TableKey, label: Option<(String, usize)>) {
        let broken = self.hint.is_some() || self.last.is_none_or(|(last, _)| last != table);
        let found = self.found.last_mut().expect("a walk always has a filing under way");
        if let Some(section) = found.sections.iter_mut().find(|section| section.table == table) {
            section.broken |= broken;
            let again = match &label {
                Some((body, of)) => section.seen.get(body).is_some_and(|times| times >= of),
                // A second line of values under a header of its own is the next filing's.
                None => self.hint.is_some() && section.seen.contains_key(""),
            };
            if section.broken && again {
                self.next_filing();
            }
        } else if let Some((last, grid)) = self.last {
            // Back to an earlier table on the same sheet without a title between: the next agency's.
            if grid == at.0 && self.vocabulary.rank(table) < self.vocabulary.rank(last) && self.hint.is_some() {
                self.next_filing();
            }
        }
        self.push(at, table);
        let found = self.found.last_mut().expect("a walk always has a filing under way");
        if let Some(section) = found.sections.iter_mut().find(|section| section.table == table) {
            let (body, _) = label.unwrap_or_default();
            *section.seen.entry(body).or_default() += 1;
            section.broken = false;
        }
    }

    fn next_filing(&mut self) {
        self.found.push(Found::default());
        self.last = None;
    }

    /// Gives a line, and the headers above it, to a table of the filing under way.
    fn push(&mut self, at: (usize, usize), table: TableKey) {
        let found = self.found.last_mut().expect("a walk always has a filing under way");
        let at_section = found.sections.iter().position(|section| section.table == table).unwrap_or_else(|| {
            found.sections.push(Section { table, lines: Vec::new(), seen: HashMap::new(), broken: false });
            found.sections.len() - 1
        });
        found.sections[at_section].lines.append(&mut self.pending);
        found.sections[at_section].lines.push(at);
        self.last = Some((table, at.0));
        self.hint = None;
    }
}
