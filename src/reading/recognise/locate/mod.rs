//! Which lines of a file belong to which table of which filing.
//!
//! Nothing is read by position: a line belongs to a table because its label, or the header above it, is one of that
//! table's. A table that comes again begins the next filing, and so does a title, a source line or a sheet that names
//! another agency; a row that comes again within one run of lines is a duplicate and stays where it is. Whose the lines
//! are is decided when a row comes: what was heard since the last one (title, source, period) is the new filing's if the
//! row begins one. What a line *says* is for [`super::transcribe`].

mod borders;
mod by_year;
mod found;
mod heard;
mod owner;
mod sense;
mod under_way;
mod whose;

use std::collections::{HashMap, HashSet};

use super::beside::named_by_sheet;
use super::captions::{Caption, Captions};
use super::chapters::Chapters;
use super::identify;
use super::quoted::Quotations;
use super::surface::{GridLine, Surface};
use super::versions::Version;
use super::vocabulary::{TableKey, Vocabulary};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;
pub(in crate::reading) use borders::{borders, heard};
use by_year::Years;
use found::Report;
pub(in crate::reading) use found::{Found, Naming, Section};
use found::{joined, named_below};
use heard::{Heard, LineSaid, Marks};
use owner::Owner;
use sense::{Around, RowSeen, Sense};

/// What a title or header since the last row has named.
#[derive(Debug, Clone, Copy)]
struct Hint {
    table: TableKey,
    by_columns: bool,
}

/// Walks the surfaces of a file, whose name may say a year, as the run may ask for one. What quotes the tables of the file is passed over.
pub(super) fn locate(
    surfaces: &[Surface],
    vocabulary: &Vocabulary,
    (file_year, asked): (Option<u16>, Option<u16>),
    quotations: &Quotations,
    chapters: &Chapters,
) -> Vec<Found> {
    let mut walk = LineWalk {
        vocabulary,
        chapters,
        found: vec![Found::default()],
        pending: Vec::new(),
        hint: None,
        columns: HashSet::new(),
        last: None,
        heard: Heard::default(),
        begun: 1,
        version: None,
        is_told_by_sheet: false,
        bare: Vec::new(),
        apart: false,
        caption: None,
        report: Report { number: 0, year: file_year },
        file_year,
        named: HashMap::new(),
    };
    for (grid, surface) in surfaces.iter().enumerate() {
        if quotations.are_all_of(grid, surface) {
            continue;
        }
        walk.begin_grid(grid, surfaces);
        let mut previous: Option<&str> = None;
        let columns = columns_of_values(surface);
        for (at, line) in surface.lines.iter().enumerate() {
            let is_values =
                |at: Option<usize>| at.and_then(|at| surface.lines.get(at)).is_some_and(GridLine::is_values);
            let beside_values = is_values(at.checked_sub(1)) || is_values(at.checked_add(1));
            let around = Around { beside_values, column: columns[at], ..Around::default() };
            let at = LineAt { grid, line: at };
            if !quotations.hold(at) {
                walk.line(at, line, previous, around);
            }
            previous = line.cells.first().map(|word| word.cell.text.as_str());
        }
    }
    joined(walk.finish(), surfaces, vocabulary, &Years { asked, is_compilation: !chapters.is_empty() })
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

struct LineWalk<'v> {
    vocabulary: &'v Vocabulary,
    chapters: &'v Chapters,
    found: Vec<Found>,
    /// Lines since the last row: titles and headers of whatever comes next.
    pending: Vec<LineAt>,
    hint: Option<Hint>,
    /// The labels of columns with figures on these lines.
    columns: HashSet<(TableKey, String)>,
    /// The table of the last row.
    last: Option<TableKey>,
    heard: Heard,
    /// Filings that had rows on this grid.
    begun: usize,
    /// Headers of tables printed on one line, since the last row.
    bare: Vec<(TableKey, LineAt)>,
    /// What the name of the sheet says that its tables are of.
    version: Option<Version>,
    /// The sheet is named after a table, and after a year, or that before it was: its tables are told from those there.
    is_told_by_sheet: bool,
    /// The grid before held several filings without saying whose: nothing on the next joins one of them.
    apart: bool,
    /// The line above the row under way that names a year.
    caption: Option<Caption>,
    /// The report that the filing under way stands in.
    report: Report,
    file_year: Option<u16>,
    /// The filings of each name.
    named: HashMap<String, Vec<usize>>,
}

impl LineWalk<'_> {
    /// Begins a grid. On a page the labels above it may be its own: systems that keep the header of a table in view print it
    /// as a table by itself, and a table cut in two has the words for either half in the text above. So may a unit: 单位：元
    /// is a paragraph above the table.
    fn begin_grid(&mut self, at: usize, surfaces: &[Surface]) {
        let grid = surfaces[at].grid;
        let line = |at: &LineAt| &surfaces[at.grid].lines[at.line];
        // Between a unit and its table stands no other.
        let states_unit = |of: &LineAt| of.grid + 1 == at && line(of).states_money();
        let is_of_page = |at: &LineAt| grid.sheet().is_none() && surfaces[at.grid].grid.hidden == grid.hidden;
        self.pending.retain(|at| is_of_page(at) && (line(at).names_lines() || states_unit(at)));
        if !self.pending.iter().any(|at| line(at).names_lines()) {
            self.hint = None;
        }
        // What stands below the tables of a sheet says nothing of the next.
        if grid.sheet().is_some() && self.last.is_some() {
            let marks = std::mem::take(&mut self.heard.marks);
            self.current().adopt_missing(marks);
        }
        self.columns.clear();
        self.last = None;
        self.apart = self.begun > 1;
        self.begun = 1;
        let year = self.heard.title.as_ref().and_then(|title| title.year).or(self.report.year);
        let version = grid.sheet().and_then(|name| named_by_sheet(name, year));
        let names_table = grid.sheet().is_some_and(|name| LEXICON.beside_table(name).is_some());
        self.is_told_by_sheet = names_table && (version.is_some() || version != self.version);
        self.version = version;
        self.heard.tab = grid.sheet().and_then(|name| identify::name(name).agency);
        if grid.sheet().is_some() {
            self.heard.captions = Captions::default();
        }
        for section in &mut self.current().sections {
            section.broken = true;
        }
    }

    fn line(&mut self, at: LineAt, line: &GridLine, previous: Option<&str>, around: Around) {
        let is_unnamed = self.heard.title.is_none() && self.found.last().is_some_and(Found::is_unnamed);
        let marks = if is_unnamed { std::mem::take(&mut self.heard.marks) } else { Marks::default() };
        let said = self.heard.listen(line, previous, self.chapters.title(at));
        // What stands above the title of the next report may be what stands below the tables of one that nothing above named.
        if is_unnamed && matches!(said, LineSaid::Title) {
            self.current().adopt_missing(marks);
        } else {
            self.heard.marks = marks.or(std::mem::take(&mut self.heard.marks));
        }
        match said {
            // What stands above the title of a report, as the fields of a cover, is no line of its tables.
            LineSaid::Title => {
                if self.hint.is_none() {
                    self.pending.clear();
                }
                // The same title stands on every page.
                let current = self.found.last().filter(|current| !current.sections.is_empty());
                if current.is_none_or(|current| self.heard.is_of_another_report(current)) {
                    self.heard.captions = Captions::default();
                }
            }
            // No line of a table, whatever is typed there.
            LineSaid::Field => return,
            // A signature stands below the tables it signs.
            LineSaid::Signature(agency) => self.current().sign(agency),
            // A year beside the name of another agency is none of this report's.
            LineSaid::Heading if self.is_headed_by_another() == Some(true) => {
                self.heard.captions = Captions::default();
            }
            // Years below the labels of columns are those of columns.
            LineSaid::Heading | LineSaid::Nothing if self.hint.is_none_or(|hint| !hint.by_columns) => {
                // The report's own name beside a year heads no other.
                if self.is_headed_by_another() == Some(false) {
                    self.heard.heading = None;
                }
                self.heard.captions.listen(at, line, self.vocabulary);
            }
            LineSaid::Heading | LineSaid::Nothing => {}
        }
        let hint = self.hint.map(|hint| (hint.table, hint.by_columns));
        let named = self.hint.map(|hint| hint.table).or(self.last);
        // Whatever stands in a table before the next header is the table's.
        let inside = self.last.filter(|last| self.hint.is_none_or(|hint| hint.table == *last));
        let is_by_rows = self.hint.is_none() && inside.is_some_and(|table| self.is_by_rows(table));
        match (sense::sense(self.vocabulary, line, Around { named, hint, is_by_rows, ..around }), inside) {
            (Sense::Row(row), _) => self.row(at, row.table, Ok(&row)),
            (Sense::Values(table), _) => self.row(at, table, Err(line.value_count())),
            (Sense::Stranger, Some(table)) => self.push(at, table),
            (Sense::Loose, Some(table)) if self.goes_on(table, line, around) => self.push_values(at, table, line),
            // A second line of figures is somebody's too: it is the table's, to be said.
            (Sense::Loose, Some(table)) if self.is_second_line(table, line) => self.push_values(at, table, line),
            (Sense::Loose, _) => match self.hint.map(|hint| hint.table).filter(|table| self.goes_on_in_columns(*table))
            {
                Some(table) => self.push_values(at, table, line),
                None => self.pending.push(at),
            },
            (Sense::Stranger, _) => self.pending.push(at),
            (Sense::Header(header), _) => {
                if let Some(table) = inside.filter(|table| header.is_none() && self.is_last_piece(at, line, *table)) {
                    self.push(at, table);
                    return;
                }
                let labels = line.cells.iter().filter_map(|word| word.label.as_deref());
                for label in labels.filter(|label| !label.meanings.is_empty()) {
                    let tables = self.vocabulary.tables_with_column(label);
                    self.columns.extend(tables.map(|table| (table, label.folded.body.clone())));
                }
                if let Some((table, columns, is_title)) = header {
                    // Words above a title are none of its table's.
                    if is_title {
                        self.pending.clear();
                        self.columns.clear();
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

    /// Gives values without words to a table that is under way.
    fn push_values(&mut self, at: LineAt, table: TableKey, line: &GridLine) {
        self.push(at, table);
        if let Some(section) = self.current().sections.iter_mut().find(|section| section.table == table) {
            section.values += line.value_count();
        }
    }

    /// A row: its label, or how many values stand without one.
    fn row(&mut self, at: LineAt, table: TableKey, label: Result<&RowSeen, usize>) {
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
            section.values += label.err().unwrap_or(0);
            *section.seen.entry(body).or_default() += 1;
            section.headed |= is_headed;
            section.broken = false;
        }
    }

    /// Begins the next filing with a row of `table`. A header without values above belongs to the filing before, unless
    /// it is this row's own.
    fn begin_filing(&mut self, table: TableKey) {
        let bare = std::mem::take(&mut self.bare);
        let (own, above): (Vec<_>, Vec<_>) = bare.into_iter().partition(|bare| bare.0 == table);
        self.current().bare.extend(above);
        let is_of_another =
            |current: &Found| self.heard.is_of_another_report(current) || self.heard.name_of_another(current).is_some();
        if self.apart || self.found.last().is_some_and(is_of_another) {
            let year = self.heard.heading.as_ref().and_then(|heading| heading.year);
            self.report = Report { number: self.report.number + 1, year: year.or(self.file_year) };
        }
        let is_of_head = self.current().is_of_head;
        self.found.push(Found { is_of_head, ..Found::default() });
        // Tables that say their year are known by it, and go on where the next grid begins.
        self.begun += usize::from(self.heard.captions.nearest().is_none() && !self.is_told_by_sheet);
        self.apart = false;
        self.bare = own;
        self.go_on();
    }

    /// Gives the filing under way what stood above a row of it.
    fn go_on(&mut self) {
        let (bare, heard) = (std::mem::take(&mut self.bare), std::mem::take(&mut self.heard));
        self.heard.tab.clone_from(&heard.tab);
        let is_of_title = heard.title.is_some();
        self.caption = heard.captions.first();
        self.current().adopt(heard);
        if is_of_title || self.report.year.is_none() {
            self.report.year = self.current().year.or(self.report.year);
        }
        let report = self.report;
        let current = self.current();
        current.report = report;
        let names: Vec<String> = current.names().cloned().collect();
        let at = self.found.len() - 1;
        for name in names {
            let known = self.named.entry(name).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
        self.current().bare.extend(bare);
    }

    /// Gives a line, and the headers above it, to a table of the filing under way.
    fn push(&mut self, at: LineAt, table: TableKey) {
        let (mut pending, caption) = (std::mem::take(&mut self.pending), self.caption.take());
        let columns: Vec<_> = self.columns.drain().filter(|(of, _)| *of == table).collect();
        let sections = &mut self.current().sections;
        let at_section = sections.iter().position(|section| section.table == table).unwrap_or_else(|| {
            sections.push(Section { caption, ..Section::new(table) });
            sections.len() - 1
        });
        sections[at_section].lines.append(&mut pending);
        sections[at_section].columns.extend(columns.into_iter().map(|(_, label)| label));
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

    /// What was heard after the last row is the last filing's.
    fn finish(mut self) -> Vec<Found> {
        let mut marks = std::mem::take(&mut self.heard.marks);
        let bare = std::mem::take(&mut self.bare);
        named_below(&mut self.found, &mut marks);
        self.current().adopt_missing(marks);
        self.current().bare.extend(bare);
        self.found
    }
}
