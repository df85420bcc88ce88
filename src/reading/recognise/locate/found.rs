//! What was found: the lines of each filing, table by table.

use std::collections::{HashMap, HashSet};

use super::super::captions::Caption;
use super::super::heading::{Heading, is_another};
use super::super::identify::flat;
use super::super::surface::Surface;
use super::super::vocabulary::{TableKey, Vocabulary};
use super::by_year::{Years, by_year};
use super::heard::{Heard, Marks};
use super::whose;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// A section without a header needs this many rows of its table; fewer are words that the form shares with others.
pub(super) const CONVINCING_ROWS: usize = 3;

/// The report that a filing stands in: what begins with a title of its own. It may have the tables of several years.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::reading) struct Report {
    /// Which one of the file.
    pub(in crate::reading) number: usize,
    /// The year of its title, or of the file.
    pub(in crate::reading) year: Option<u16>,
}

/// How a filing came to its agency; what outranks another stands below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::reading) enum Naming {
    /// A sentence or a mark names it that may be of another.
    #[default]
    Guessed,
    /// It is a line of its head and nothing else.
    Alone,
    /// The page says whose it is itself.
    Page,
    /// A title, a form or a signature says it.
    Said,
}

/// The lines of one filing.
#[derive(Debug, Default)]
pub(in crate::reading) struct Found {
    pub(in crate::reading) agency: Option<String>,
    pub(in crate::reading) naming: Naming,
    /// How that is spelled in the field of gouji's own forms; titles and marks are compared without blanks and widths.
    pub(super) spelled: Option<String>,
    /// A form's mark above its first row names it, and no title stands there.
    pub(super) is_of_mark: bool,
    /// What the page says of itself.
    pub(super) source: Option<String>,
    /// That is the agency of the report above the title of its tables.
    pub(super) is_borrowed: bool,
    /// It is named by a line of its head and nothing else, or the report before it is.
    pub(super) is_of_head: bool,
    pub(in crate::reading) year: Option<u16>,
    /// The heading above its first table, which is no title.
    pub(super) heading: Option<Heading>,
    /// The agency that the name of its sheet gives.
    pub(in crate::reading) tab: Option<String>,
    /// The words of its title, if that is of a part of the year.
    pub(in crate::reading) part: Option<String>,
    pub(in crate::reading) report: Report,
    /// The line above its tables that names their year.
    pub(in crate::reading) caption: Option<Caption>,
    /// Its tables, in the order they came.
    pub(in crate::reading) sections: Vec<Section>,
    /// Headers of tables printed on one line: without a line of values below, the table is there and empty.
    pub(super) bare: Vec<(TableKey, LineAt)>,
}

/// The lines of one table of a filing: headers, rows, and rows of no form between them.
#[derive(Debug)]
pub(in crate::reading) struct Section {
    pub(in crate::reading) table: TableKey,
    /// In reading order.
    pub(in crate::reading) lines: Vec<LineAt>,
    /// The line above it that names a year.
    pub(in crate::reading) caption: Option<Caption>,
    /// How often each row label was seen.
    pub(super) seen: HashMap<String, usize>,
    /// The labels of columns with figures that stand above its rows.
    pub(super) columns: HashSet<String>,
    /// Values of a line without row labels.
    pub(super) values: usize,
    /// A header or title of the table was seen.
    pub(super) headed: bool,
    /// A title, a header or another table stood between the last row and here.
    pub(super) broken: bool,
}

/// Drops what is no table after all, adds the empty ones, and joins what one agency filed for one year in parts. Figures
/// quoted a second time are the same agency's, where nothing says otherwise; other figures may be anybody's. Of tables of several
/// years those asked for are the report's.
pub(super) fn joined(all: Vec<Found>, surfaces: &[Surface], vocabulary: &Vocabulary, years: &Years) -> Vec<Found> {
    let all = by_year(convincing(whose::without_borrowed(whose::collected(all))), surfaces, vocabulary, years);
    let all = whose::told_apart(whose::named_by_headings(all), surfaces);
    let mut filings: Vec<Found> = Vec::new();
    let mut by_agency: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_set: HashMap<String, usize> = HashMap::new();
    let mut by_year: HashMap<(usize, u16), usize> = HashMap::new();
    for mut found in all {
        if let Some(before) = filings.last().filter(|before| found.repeats(before, surfaces)) {
            found.inherit(before);
        }
        let known = found.agency.as_ref().and_then(|agency| by_agency.get(agency));
        let set = found.sheet_set(surfaces);
        let of_set = set.as_ref().and_then(|set| by_set.get(set)).copied();
        let of_set = of_set.filter(|at| found.year.is_none_or(|year| filings[*at].year.is_none_or(|own| own == year)));
        let year = found.year_of_tables().map(|year| (found.report.number, year));
        let captioned = year.filter(|_| found.caption.is_some()).and_then(|year| by_year.get(&year).copied());
        let earlier = known.and_then(|known| found.part_of(known, &filings)).or(of_set).or(captioned);
        match earlier.map(|at| &mut filings[at]) {
            Some(earlier) if earlier.shares_no_table(&found) => {
                earlier.sections.append(&mut found.sections);
                earlier.year = earlier.year.or(found.year);
                earlier.caption = earlier.caption.or(found.caption);
            }
            _ => {
                set.map(|set| by_set.insert(set, filings.len()));
                if let Some(agency) = found.agency.clone() {
                    by_agency.entry(agency).or_default().push(filings.len());
                }
                by_year.extend(year.map(|year| (year, filings.len())));
                filings.push(found);
            }
        }
    }
    whose::of_their_years(whose::one_agencys(filings, surfaces), surfaces)
}

/// Those with tables, and of these the tables that are some, with those that are empty.
fn convincing(mut all: Vec<Found>) -> Vec<Found> {
    for found in &mut all {
        found.sections.retain(|section| section.headed || section.seen.len() >= CONVINCING_ROWS);
        for (table, line) in std::mem::take(&mut found.bare) {
            match found.sections.iter_mut().find(|section| section.table == table) {
                Some(section) if !section.seen.is_empty() => {}
                Some(section) => section.lines.push(line),
                None => found.sections.push(Section { lines: vec![line], ..Section::new(table) }),
            }
        }
    }
    all.retain(|found| !found.sections.is_empty());
    all
}

/// Gives reports their names that stand below their tables, each above those of the next: the first has none above it, the others
/// have marks and no titles, and a last mark stands below the last.
pub(super) fn named_below(found: &mut [Found], marks: &mut Marks) {
    let [first, others @ ..] = found else { return };
    let is_of_marks = !others.is_empty() && others.iter().all(|found| found.is_of_mark);
    if first.agency.is_some() || !is_of_marks || marks.form.is_none() {
        return;
    }
    let mut below = (marks.form.take(), marks.year());
    for found in found.iter_mut().rev() {
        let above = (found.agency.take(), found.year);
        (found.agency, found.naming, found.year) = (below.0, Naming::Said, below.1.or(found.year));
        below = above;
    }
}

impl Section {
    pub(super) fn new(table: TableKey) -> Self {
        Self {
            table,
            lines: Vec::new(),
            caption: None,
            seen: HashMap::new(),
            columns: HashSet::new(),
            values: 0,
            headed: false,
            broken: false,
        }
    }

    /// Its figures as printed.
    pub(in crate::reading) fn figures<'s>(&self, surfaces: &'s [Surface]) -> Vec<&'s str> {
        let lines = self.lines.iter().map(|LineAt { grid, line }| &surfaces[*grid].lines[*line]);
        let values = lines.flat_map(|line| line.cells.iter().filter(|word| word.label.is_none()));
        values.map(|word| word.cell.text.as_str()).collect()
    }
}

impl Found {
    /// Another of the same report and year, with tables of its own.
    pub(in crate::reading) fn with(&self, sections: Vec<Section>) -> Self {
        let (agency, naming, tab) = (self.agency.clone(), self.naming, self.tab.clone());
        let (spelled, year, report, caption) = (self.spelled.clone(), self.year, self.report, self.caption);
        Self { agency, naming, spelled, year, tab, report, caption, sections, ..Self::default() }
    }

    /// Takes what was heard above its first or next row: a title outranks a form, that a page, and that a line alone; a
    /// sentence and a mark that may be of another come last.
    pub(super) fn adopt(&mut self, heard: Heard) {
        let lead = heard.lead.clone().unwrap_or_default();
        let marks = heard.marks;
        let year = marks.year().or(lead.year);
        if let Some(title) = heard.title {
            self.part = heard.part.or(self.part.take());
            self.is_borrowed = title.is_borrowed;
            // The title right above outranks the one before.
            self.agency = self.agency.take().filter(|_| title.agency.is_none());
            self.name(title.agency, Naming::Said);
            self.year = title.year.or(self.year);
        } else if self.sections.is_empty() {
            self.is_of_mark = marks.form.is_some();
        }
        let alone = heard.alone.filter(|_| self.is_of_head);
        let typed = heard.fields.agency;
        self.name(typed.as_deref().map(flat), Naming::Said);
        self.spelled = typed.or(self.spelled.take());
        self.name(marks.form, Naming::Said);
        self.name(marks.source.clone(), Naming::Page);
        self.source = marks.source.or(self.source.take());
        self.is_of_head |= self.name(heard.head.or(alone), Naming::Alone);
        self.name(lead.agency.or(marks.other), Naming::Guessed);
        self.year = self.year.or(year);
        self.tab = self.tab.take().or(heard.tab);
        if self.sections.is_empty() {
            self.heading = heard.heading.or(self.heading.take());
            self.caption = heard.captions.first();
        }
    }

    /// Whose it is, letter for letter where that is typed in a field and nothing else outranks it.
    pub(in crate::reading) fn called(&self) -> Option<String> {
        let is_own = |spelled: &&String| self.agency.as_ref().is_some_and(|agency| *agency == flat(spelled));
        self.spelled.as_ref().filter(is_own).or(self.agency.as_ref()).cloned()
    }

    /// What it is called by its title or marks, or else by its heading; below the title of a place it may be either's.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        let is_of_place = self.agency.as_ref().is_none_or(|agency| LEXICON.is_region(agency));
        let heading = self.heading.as_ref().filter(|_| is_of_place).map(|heading| &heading.agency);
        self.agency.iter().chain(heading)
    }

    /// The year that the line above its tables names, or else its title.
    pub(super) fn year_of_tables(&self) -> Option<u16> {
        self.caption.map_or(self.year, |caption| caption.year(self.report.year))
    }

    /// Whether nothing above its tables has said for sure whose it is, and of which year.
    pub(super) fn is_unnamed(&self) -> bool {
        !self.sections.is_empty() && (self.naming == Naming::Guessed || self.year.is_none())
    }

    /// What stands below the last row can still name a filing that nothing above has named.
    pub(super) fn adopt_missing(&mut self, marks: Marks) {
        self.year = self.year.or(marks.year());
        if self.naming == Naming::Guessed {
            self.name(marks.form, Naming::Said);
            self.name(marks.source, Naming::Page);
        }
    }

    /// Takes the agency that signs below its tables, where nothing above certainly says another.
    pub(super) fn sign(&mut self, agency: String) {
        if !self.sections.is_empty() && self.agency.as_ref().is_none_or(|known| is_another(&agency, known)) {
            self.name(Some(agency), Naming::Said);
        }
    }

    /// Takes a name, if there is one and it outranks that which is known.
    fn name(&mut self, agency: Option<String>, naming: Naming) -> bool {
        let is_taken = agency.is_some() && (self.agency.is_none() || naming > self.naming);
        if is_taken {
            (self.agency, self.naming) = (agency, naming);
        }
        is_taken
    }

    /// Takes what the filing before is called, as far as it has no name of its own.
    fn inherit(&mut self, before: &Self) {
        if self.agency.is_none() && self.tab.is_none() {
            (self.agency, self.naming) = (before.agency.clone(), before.naming);
            self.spelled.clone_from(&before.spelled);
            self.year = self.year.or(before.year);
        }
    }

    /// Whether its tables are those of another filing, figure by figure, and no line says another year.
    fn repeats(&self, other: &Self, surfaces: &[Surface]) -> bool {
        let is_there = |section: &Section| {
            let same = other.sections.iter().find(|earlier| earlier.table == section.table);
            same.is_some_and(|earlier| earlier.figures(surfaces) == section.figures(surfaces))
        };
        self.agency.is_none() && !self.is_of_other_year(other) && self.sections.iter().all(is_there)
    }

    /// Which of the filings of its agency it may be a part of: the last for its year. On sheets that have a table each, with
    /// agencies one below the other, not every part names the year: then the only one.
    fn part_of(&self, known: &[usize], filings: &[Self]) -> Option<usize> {
        let is_year = |at: &&usize| filings[**at].year_of_tables() == self.year_of_tables();
        let same_year = known.iter().rev().find(|at| filings[**at].year == self.year && is_year(at));
        let only = known.first().filter(|at| known.len() == 1 && (self.year.is_none() || filings[**at].year.is_none()));
        same_year.or(only.filter(|at| !filings[**at].is_of_other_year(self))).copied()
    }

    /// Whether the lines above its tables and those of another say two years.
    fn is_of_other_year(&self, other: &Self) -> bool {
        self.year_of_tables().zip(other.year_of_tables()).is_some_and(|(mine, theirs)| mine != theirs)
    }

    /// The set that its sheet is of, by its name: of six sheets with a table each, 表二 to 表四 and 2022表二 to 2022表四, those
    /// are one filing that say the same beside their table. None where it says itself whose it is, or stands on several sheets.
    fn sheet_set(&self, surfaces: &[Surface]) -> Option<String> {
        let mut grids = self.sections.iter().flat_map(|section| &section.lines).map(|line| line.grid);
        let first = grids.next().filter(|_| self.agency.is_none())?;
        let name = surfaces[first].grid.sheet()?;
        let set = LEXICON.beside_table(name)?;
        grids.all(|grid| grid == first).then_some(set)
    }

    /// Whether another has each of its tables and no others, with other figures.
    pub(super) fn is_set_like(&self, other: &Self, surfaces: &[Surface]) -> bool {
        let tables = |found: &Self| found.sections.iter().map(|section| section.table).collect::<HashSet<TableKey>>();
        let figures = |found: &Self| -> Vec<_> {
            let tables = found.sections.iter().map(|section| (section.table, section.figures(surfaces)));
            tables.collect()
        };
        self.sections.len() > 1 && tables(self) == tables(other) && figures(self) != figures(other)
    }

    fn shares_no_table(&self, other: &Self) -> bool {
        let mine: HashSet<TableKey> = self.sections.iter().map(|section| section.table).collect();
        other.sections.iter().all(|section| !mine.contains(&section.table))
    }
}
