//! Which lines of a file belong to which table of which filing.
//!
//! Nothing is read by position: a line belongs to a table because its label, or the header above it, is one of that
//! table's. A table that comes again begins the next filing, and so does a title, a source line or a sheet that names
//! another agency; a row that comes again within one run of lines is a duplicate and stays where it is. Whose the lines
//! are is decided when a row comes: what was heard since the last one (title, source, period) is the new filing's if the
//! row begins one. What a line *says* is for [`super::transcribe`].

mod heard;
mod sense;

use std::collections::{HashMap, HashSet};

use super::grid::Grid;
use super::identify;
use super::surface::{Line, Surface};
use super::vocabulary::{TableKey, Vocabulary};
use heard::{Heard, Said};
use sense::{Around, RowSeen, Sense};

/// A section without a header needs this many rows of its table; fewer are words that the form shares with others.
const CONVINCING_ROWS: usize = 3;

/// The lines of one filing.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    /// The agency that the name of its sheet gives.
    pub(super) tab: Option<String>,
    /// Its tables, in the order they came.
    pub(super) sections: Vec<Section>,
    /// Headers of tables printed on one line: without a line of values below, the table is there and empty.
    bare: Vec<(TableKey, (usize, usize))>,
}

/// The lines of one table of a filing: headers, rows, and rows of no form between them.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) table: TableKey,
    /// `(grid, line)`, in reading order.
    pub(super) lines: Vec<(usize, usize)>,
    /// How often each row label was seen.
    seen: HashMap<String, usize>,
    /// A header or title of the table was seen.
    headed: bool,
    /// A title, a header or another table stood between the last row and here.
    broken: bool,
}

/// What a title or header since the last row has named.
#[derive(Debug, Clone, Copy)]
struct Hint {
    table: TableKey,
    by_columns: bool,
}

/// Whose a row is.
enum Owner {
    Current,
    Next,
    Nobody,
}

/// Walks the surfaces of a file.
pub(super) fn locate(surfaces: &[Surface], vocabulary: &Vocabulary) -> Vec<Found> {
    let mut walk = Walk {
        vocabulary,
        found: vec![Found::default()],
        pending: Vec::new(),
        hint: None,
        last: None,
        heard: Heard::default(),
        begun: 1,
        bare: Vec::new(),
        apart: false,
    };
    for (grid, surface) in surfaces.iter().enumerate() {
        walk.begin_grid(surface.grid);
        let mut previous: Option<&str> = None;
        let columns = columns_of_values(surface);
        for (at, line) in surface.lines.iter().enumerate() {
            let is_values = |at: Option<usize>| at.and_then(|at| surface.lines.get(at)).is_some_and(Line::is_values);
            let beside_values = is_values(at.checked_sub(1)) || is_values(at.checked_add(1));
            let around = Around { beside_values, column: columns[at], ..Around::default() };
            walk.line((grid, at), line, previous, around);
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    walk.finish()
}

/// For each line: how many lines from there on have one value and nothing else.
fn columns_of_values(surface: &Surface) -> Vec<usize> {
    let mut columns = vec![0; surface.lines.len()];
    for at in (0..columns.len()).rev() {
        let line = &surface.lines[at];
        if line.is_values() && line.value_count() == 1 {
            columns[at] = 1 + columns.get(at + 1).copied().unwrap_or(0);
        }
    }
    columns
}

struct Walk<'v> {
    vocabulary: &'v Vocabulary,
    found: Vec<Found>,
    /// Lines since the last row: titles and headers of whatever comes next.
    pending: Vec<(usize, usize)>,
    hint: Option<Hint>,
    /// The table of the last row.
    last: Option<TableKey>,
    heard: Heard,
    /// Filings that had rows on this grid.
    begun: usize,
    /// Headers of tables printed on one line, since the last row.
    bare: Vec<(TableKey, (usize, usize))>,
    /// The grid before held several filings without saying whose: nothing on the next joins one of them.
    apart: bool,
}

impl Walk<'_> {
    fn begin_grid(&mut self, grid: &Grid) {
        self.pending.clear();
        self.hint = None;
        self.last = None;
        self.apart = self.begun > 1;
        self.begun = 1;
        self.heard.tab = grid.sheet().and_then(|name| identify::name(name).agency);
        for section in &mut self.current().sections {
            section.broken = true;
        }
    }

    fn line(&mut self, at: (usize, usize), line: &Line, previous: Option<&str>, around: Around) {
        match self.heard.listen(line, previous) {
            // What stands above the title of a report, as the fields of a cover, is no line of its tables.
            Said::Title if self.hint.is_none() => self.pending.clear(),
            Said::Signature(agency) => {
                let current = self.current();
                if current.agency.is_none() && !current.sections.is_empty() {
                    // A signature stands below the tables it signs.
                    current.agency = Some(agency);
                }
            }
            Said::Title | Said::Nothing => {}
        }
        let hint = self.hint.map(|hint| (hint.table, hint.by_columns));
        let named = self.hint.map(|hint| hint.table).or(self.last);
        // Whatever stands in a table before the next header is the table's.
        let inside = self.last.filter(|last| self.hint.is_none_or(|hint| hint.table == *last));
        match (sense::sense(self.vocabulary, line, Around { named, hint, ..around }), inside) {
            (Sense::Row(row), _) => self.row(at, row.table, Some(&row)),
            (Sense::Values(table), _) => self.row(at, table, None),
            (Sense::Stranger, Some(table)) => self.push(at, table),
            (Sense::Loose, Some(table)) if self.goes_on(table, around) => self.push(at, table),
            (Sense::Stranger | Sense::Loose, _) => self.pending.push(at),
            (Sense::Header(header), _) => {
                if let Some(table) = inside.filter(|table| header.is_none() && self.is_last_piece(at, line, *table)) {
                    self.push(at, table);
                    return;
                }
                if let Some((table, columns, is_title)) = header {
                    // Words above a title are none of its table's.
                    if is_title {
                        self.pending.clear();
                    }
                    let by_columns = columns >= 2 || self.hint.is_some_and(|h| h.table == table && h.by_columns);
                    self.hint = Some(Hint { table, by_columns });
                    // Four column labels are a header, whatever follows.
                    if columns >= 4 && self.vocabulary.has_one_line(table) {
                        self.bare.push((table, at));
                    }
                }
                self.pending.push(at);
            }
        }
    }

    /// Whether words below the last values of a table may belong to the label of these.
    fn is_last_piece(&self, (grid, at): (usize, usize), line: &Line, table: TableKey) -> bool {
        /// Lines that a label is broken into after its values.
        const NEAR: usize = 3;
        let section = self.found.last().and_then(|found| found.sections.iter().find(|section| section.table == table));
        let last = section.and_then(|section| section.lines.last());
        let is_near = last.is_some_and(|last| last.0 == grid && at.saturating_sub(last.1) <= NEAR);
        let label = line.cells.first().and_then(|word| word.label.as_ref()).filter(|_| line.cells.len() == 1);
        let is_piece = || label.is_some_and(|label| self.vocabulary.is_piece(label));
        self.hint.is_none() && line.row.width.is_some() && is_near && is_piece()
    }

    /// Whether values without words go on with a table, rather than begin what a title announced.
    fn goes_on(&self, table: TableKey, around: Around) -> bool {
        let is_announced = self.hint.is_some() || self.is_other_filing();
        !is_announced && (around.column > 0 || !self.vocabulary.has_one_line(table))
    }

    fn row(&mut self, at: (usize, usize), table: TableKey, label: Option<&RowSeen>) {
        let is_headed = self.is_headed(table);
        match self.owner(table, label) {
            Owner::Nobody => {
                self.pending.push(at);
                return;
            }
            Owner::Next => self.begin_filing(table),
            Owner::Current => self.go_on(),
        }
        self.push(at, table);
        let current = self.current();
        if let Some(section) = current.sections.iter_mut().find(|section| section.table == table) {
            let body = label.map(|row| row.body.clone()).unwrap_or_default();
            *section.seen.entry(body).or_default() += 1;
            section.headed |= is_headed;
            section.broken = false;
        }
    }

    fn is_headed(&self, table: TableKey) -> bool {
        self.hint.is_some_and(|hint| hint.table == table)
    }

    /// Whose a row is: of the filing under way, or of the next if this one has it already or another is named above.
    fn owner(&mut self, table: TableKey, label: Option<&RowSeen>) -> Owner {
        let is_headed = self.is_headed(table);
        let broken = self.hint.is_some() || self.last != Some(table);
        let is_other = self.is_other_filing();
        // The title of a report on every page stands inside a table or between two, never above one that is done.
        let is_titled = is_headed && self.heard.title.is_some() && self.last.is_some_and(|last| last != table);
        let section = self.current().sections.iter_mut().find(|section| section.table == table);
        let mut comes_again = false;
        if let Some(section) = section {
            section.broken |= broken;
            let again = match label {
                Some(row) => section.seen.get(&row.body).is_some_and(|times| *times >= row.of),
                // A second line of values under a header of its own is the next filing's.
                None => is_headed && section.seen.contains_key(""),
            };
            let begins = is_headed && label.is_some_and(|row| row.is_first);
            if begins && !section.headed && section.seen.len() < 2 * CONVINCING_ROWS {
                // A few words that the form shares with some other table: the header says that the form begins here.
                section.lines.clear();
                section.seen.clear();
            } else {
                comes_again = (again || is_titled) && section.broken;
            }
        }
        match label {
            _ if is_other => Owner::Next,
            // One row of a table long past, without its header: a word that the form shares with what stands here.
            Some(row) if comes_again && !is_headed && !row.is_first => Owner::Nobody,
            _ if comes_again => Owner::Next,
            _ => Owner::Current,
        }
    }

    /// Whether what was heard since the last row names another filing than the one under way.
    fn is_other_filing(&self) -> bool {
        let current = self.found.last().filter(|current| !current.sections.is_empty());
        current.is_some_and(|current| self.apart || self.heard.is_of_another(current))
    }

    /// Begins the next filing with a row of `table`. A header without values above belongs to the filing before, unless
    /// it is this row's own.
    fn begin_filing(&mut self, table: TableKey) {
        let bare = std::mem::take(&mut self.bare);
        let (own, above): (Vec<_>, Vec<_>) = bare.into_iter().partition(|bare| bare.0 == table);
        self.current().bare.extend(above);
        self.found.push(Found::default());
        self.begun += 1;
        self.apart = false;
        self.bare = own;
        self.go_on();
    }

    /// Gives the filing under way what stood above a row of it.
    fn go_on(&mut self) {
        let (bare, heard) = (std::mem::take(&mut self.bare), std::mem::take(&mut self.heard));
        self.heard.tab.clone_from(&heard.tab);
        self.current().adopt(heard);
        self.current().bare.extend(bare);
    }

    /// Gives a line, and the headers above it, to a table of the filing under way.
    fn push(&mut self, at: (usize, usize), table: TableKey) {
        let mut pending = std::mem::take(&mut self.pending);
        let sections = &mut self.current().sections;
        let at_section = sections.iter().position(|section| section.table == table).unwrap_or_else(|| {
            sections.push(Section::new(table));
            sections.len() - 1
        });
        sections[at_section].lines.append(&mut pending);
        sections[at_section].lines.push(at);
        self.last = Some(table);
        self.hint = None;
    }

    fn current(&mut self) -> &mut Found {
        if self.found.is_empty() {
            self.found.push(Found::default());
        }
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Drops what is no table after all, adds the empty ones, and joins what one agency filed for one year in parts.
    fn finish(mut self) -> Vec<Found> {
        let heard = std::mem::take(&mut self.heard);
        let bare = std::mem::take(&mut self.bare);
        self.current().adopt_missing(heard);
        self.current().bare.extend(bare);
        let mut filings: Vec<Found> = Vec::new();
        let mut by_owner: HashMap<(String, u16), usize> = HashMap::new();
        for mut found in self.found {
            found.sections.retain(|section| section.headed || section.seen.len() >= CONVINCING_ROWS);
            for (table, line) in std::mem::take(&mut found.bare) {
                match found.sections.iter_mut().find(|section| section.table == table) {
                    Some(section) if !section.seen.is_empty() => {}
                    Some(section) => section.lines.push(line),
                    None => found.sections.push(Section { lines: vec![line], ..Section::new(table) }),
                }
            }
            if found.sections.is_empty() {
                continue;
            }
            let owner = found.agency.clone().zip(found.year);
            let earlier = owner.as_ref().and_then(|owner| by_owner.get(owner)).map(|at| &mut filings[*at]);
            match earlier {
                Some(earlier) if earlier.shares_no_table(&found) => earlier.sections.append(&mut found.sections),
                _ => {
                    if let Some(owner) = owner {
                        by_owner.insert(owner, filings.len());
                    }
                    filings.push(found);
                }
            }
        }
        filings
    }
}

impl Section {
    fn new(table: TableKey) -> Self {
        Self { table, lines: Vec::new(), seen: HashMap::new(), headed: false, broken: false }
    }
}

impl Found {
    /// Takes what was heard above its first or next row; a title outranks a source line.
    fn adopt(&mut self, heard: Heard) {
        if let Some(title) = heard.title {
            self.agency = title.agency.or(self.agency.take());
            self.year = title.year.or(self.year);
        }
        self.agency = self.agency.take().or(heard.source);
        self.year = self.year.or(heard.period);
        self.tab = self.tab.take().or(heard.tab);
    }

    /// What stands below the last row can still name a filing that nothing above has named.
    fn adopt_missing(&mut self, heard: Heard) {
        self.agency = self.agency.take().or(heard.source);
        self.year = self.year.or(heard.period);
    }

    fn shares_no_table(&self, other: &Self) -> bool {
        let mine: HashSet<TableKey> = self.sections.iter().map(|section| section.table).collect();
        other.sections.iter().all(|section| !mine.contains(&section.table))
    }
}
