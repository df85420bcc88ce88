//! Which year each table of a report is of, where it prints some twice: 2022年行政复议、行政诉讼情况 and then that of 2023年.
//!
//! The walk begins another filing wherever a table comes again, and whatever stood above it is left behind. Here the tables
//! of one report are sorted: each table of the form once for the report's own year, with or without a line that says so, and
//! all others for the years that lines above them name, in whatever order they stand. A line that names another year speaks of
//! the tables below it. A table that comes only once, under the title that the form gives it, is the report's all the same where
//! other figures stand between: the line was about these. Without any, nobody knows, and it is not read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::beside::named_by_sheet;
use super::super::captions::Caption;
use super::super::surface::{GridLine, Surface};
use super::super::versions::Version;
use super::super::vocabulary::{TableKey, Vocabulary};
use super::found::{Found, Section};
use crate::reading::recognise::place::LineAt;

/// A table, and the filing that the walk gave it to.
#[expect(clippy::struct_excessive_bools, reason = "each is something else that is known of a table")]
struct Table {
    filing: usize,
    section: Section,
    /// What the line above it says that it is of, or its sheet.
    own: Option<Version>,
    /// What the line above the first table of its filing says.
    inherited: Option<Version>,
    /// It is the sheet that says so.
    is_by_sheet: bool,
    /// A line says so and nothing else, or is the title of a table besides.
    is_plain: bool,
    /// It stands under its title, and that below the line that names the year.
    is_titled: bool,
    /// Other figures stand between that line and the title: it may be about these.
    is_parted: bool,
    /// It is one of the report's own year.
    is_of_report: bool,
}

impl Table {
    /// What something says that it is of.
    fn version(&self) -> Option<Version> {
        self.own.or(self.inherited)
    }

    /// Whether its sheet says that it is of another year.
    fn is_by_sheet_of(&self, year: u16) -> bool {
        self.is_by_sheet && self.is_of_other(year)
    }

    /// Whether that is another than the year of the report.
    fn is_of_other(&self, year: u16) -> bool {
        self.version().is_some_and(|version| version != Version::Year(year))
    }
}

/// The filings of a file, with the tables of each report sorted by their years.
pub(super) fn by_year(all: Vec<Found>, surfaces: &[Surface], vocabulary: &Vocabulary) -> Vec<Found> {
    let mut sorted = Vec::with_capacity(all.len());
    let mut report: Vec<Found> = Vec::new();
    for found in all {
        if report.last().is_some_and(|last| last.report.number != found.report.number) {
            sorted.extend(of_report(std::mem::take(&mut report), surfaces, vocabulary));
        }
        report.push(found);
    }
    sorted.extend(of_report(report, surfaces, vocabulary));
    sorted
}

fn of_report(mut report: Vec<Found>, surfaces: &[Surface], vocabulary: &Vocabulary) -> Vec<Found> {
    let agencies: HashSet<&String> = report.iter().filter_map(|found| found.agency.as_ref()).collect();
    let year = report.iter().find_map(|found| found.year.or(found.report.year));
    let Some(year) = year.filter(|_| agencies.len() <= 1) else { return report };
    let mut tables = tables(&mut report, year, surfaces, vocabulary);
    if report.len() == 1 && !tables.iter().any(|table| table.is_by_sheet && table.is_of_other(year)) {
        return restored(report, tables);
    }
    choose(&mut tables, year);
    // Where nothing would be left, all of it is the report's.
    if !tables.iter().any(|table| table.is_of_report) {
        return restored(report, tables);
    }
    let is_settled = |table: &Table| table.is_of_report || table.is_of_other(year);
    // Tables that come again without a word of a year are nobody knows whose.
    if tables.iter().any(|table| !is_settled(table)) || tables.iter().all(|table| table.version().is_none()) {
        return restored(report, tables);
    }
    let named = report.iter().position(|found| found.agency.is_some() || found.year.is_some()).unwrap_or(0);
    // The walk may have told them apart as they are.
    if tables.iter().all(|table| table.is_of_report == (table.filing == named)) {
        return restored(report, tables);
    }
    let (own, others): (Vec<_>, Vec<_>) = tables.into_iter().partition(|table| table.is_of_report);
    let mut sets: BTreeMap<(usize, Option<Version>), Vec<Section>> = BTreeMap::new();
    for table in others {
        sets.entry((table.filing, table.version())).or_default().push(table.section);
    }
    let mut filings: Vec<Found> = Vec::new();
    let caption =
        own.iter().find(|table| table.own == Some(Version::Year(year))).and_then(|table| table.section.caption);
    let (report_of, is_of_head) = (report[named].report, report[named].is_of_head);
    let mut head = std::mem::take(&mut report[named]);
    head.sections = own.into_iter().map(|table| table.section).collect();
    (head.year, head.caption) = (head.year.or(Some(year)), caption);
    filings.push(head);
    for sections in sets.into_values() {
        let caption = sections.first().and_then(|section| section.caption);
        let tab = report.iter().find_map(|found| found.tab.clone());
        filings.push(Found { report: report_of, is_of_head, caption, tab, sections, ..Found::default() });
    }
    filings.sort_by_key(|found| found.sections.first().and_then(|section| section.lines.first().copied()));
    filings
}

/// The filings with their tables as they were.
fn restored(mut report: Vec<Found>, tables: Vec<Table>) -> Vec<Found> {
    for table in tables {
        report[table.filing].sections.push(table.section);
    }
    report
}

/// Takes the tables off the filings of a report.
fn tables(report: &mut [Found], year: u16, surfaces: &[Surface], vocabulary: &Vocabulary) -> Vec<Table> {
    // A later year is that in which the report was put up.
    let is_likely = |version: &Version| *version <= Version::Year(year) || *version == Version::Replaced;
    let mut tables = Vec::new();
    // What a line says of the tables below it, it says of the next ones too, until another line does or the tables begin again.
    let is_clear = |caption: &Caption| caption.is_plain || caption.is_heading;
    let (mut said, mut last) = (None, None);
    for (filing, found) in report.iter_mut().enumerate() {
        let goes_on = found.sections.first().is_some_and(|first| Some(first.table) > last);
        let inherited = found.caption.filter(is_clear).or(said.filter(|_| goes_on));
        let mut lines = found.sections.iter().filter_map(|section| section.caption);
        said = lines.rfind(is_clear).or(inherited);
        last = found.sections.last().map(|section| section.table);
        let inherited = inherited.and_then(|caption| caption.version(Some(year))).filter(is_likely);
        for section in std::mem::take(&mut found.sections) {
            let captioned = section.caption.and_then(|caption| caption.version(Some(year))).filter(is_likely);
            let of_sheet = || named_by_sheet(sheet(&section, surfaces)?, Some(year));
            let own = captioned.or_else(of_sheet);
            let is_by_sheet = captioned.is_none() && own.is_some();
            let is_plain =
                section.caption.is_some_and(|caption| caption.is_plain && caption.is_near || caption.is_heading);
            let (is_titled, is_parted) = under_title(&section, surfaces, vocabulary);
            let is_of_report = false;
            tables.push(Table {
                filing,
                section,
                own,
                inherited,
                is_by_sheet,
                is_plain,
                is_titled,
                is_parted,
                is_of_report,
            });
        }
    }
    tables
}

/// The name of the sheet that a table stands on.
fn sheet<'s>(section: &Section, surfaces: &'s [Surface]) -> Option<&'s str> {
    surfaces[section.lines.first()?.grid].grid.sheet()
}

/// Whether a table stands under its title, as the form prints it, with no figures and no line between that names a year; and
/// whether figures stand between that line and the title.
fn under_title(section: &Section, surfaces: &[Surface], vocabulary: &Vocabulary) -> (bool, bool) {
    let Some(first) = section.lines.first() else { return (false, false) };
    let is_title = |line: &GridLine| line.titles().any(|title| vocabulary.key(title) == section.table);
    let above = (0..=first.grid).rev().flat_map(|grid| {
        let end = if grid == first.grid { first.line + 1 } else { surfaces[grid].lines.len() };
        (0..end).rev().map(move |line| LineAt { grid, line })
    });
    let from = section.caption.map(|caption| caption.at);
    let mut near = above.take_while(|at| Some(*at) > from).map(|at| &surfaces[at.grid].lines[at.line]);
    let is_first = |line: &GridLine| std::ptr::eq(line.row, surfaces[first.grid].lines[first.line].row);
    let has_values = |line: &GridLine| line.value_count() > 0;
    let is_titled = near.find(|line| is_title(line) || (has_values(line) && !is_first(line))).is_some_and(is_title);
    (is_titled, is_titled && from.is_some() && near.any(has_values))
}

/// Tells which tables are the report's own.
fn choose(tables: &mut [Table], year: u16) {
    let mut chosen: HashMap<TableKey, usize> = HashMap::new();
    for is_chosen in [
        (|table, year| table.own == Some(Version::Year(year))) as fn(&Table, u16) -> bool,
        |table, year| table.inherited == Some(Version::Year(year)) && table.own.is_none(),
        |table, _| table.version().is_none(),
    ] {
        for (at, table) in tables.iter().enumerate().filter(|(_, table)| is_chosen(table, year)) {
            chosen.entry(table.section.table).or_insert(at);
        }
    }
    let is_there = |at: usize, chosen: &HashMap<TableKey, usize>| chosen.contains_key(&tables[at].section.table);
    let is_other = |at: usize| tables[at].is_of_other(year);
    let others = || (0..tables.len()).filter(|at| is_other(*at) && is_there(*at, &chosen));
    // The filings with a set of tables of another year: some come again without a line of their own. In others a table comes
    // again under its title, with or without a set.
    let sets: HashSet<usize> = others().filter(|at| tables[*at].own.is_none()).map(|at| tables[at].filing).collect();
    let likely: HashSet<usize> = others().filter(|at| tables[*at].is_titled).map(|at| tables[at].filing).collect();
    // A line says a year over a table that is of that year: so do others like it.
    let is_said = |table: &Table| table.is_plain && table.own == Some(Version::Year(year));
    let is_meant = tables.iter().any(is_said) || others().any(|at| tables[at].own.is_some() && tables[at].is_plain);
    let left: HashSet<TableKey> = tables.iter().map(|table| table.section.table).collect();
    let single: Vec<(TableKey, usize)> = left
        .into_iter()
        .filter(|key| !chosen.contains_key(key))
        .filter_map(|key| {
            let may_be = |at: &usize| tables[*at].section.table == key && !tables[*at].is_by_sheet_of(year);
            let all: Vec<usize> = (0..tables.len()).filter(may_be).collect();
            let first = *all.first().filter(|at| !sets.contains(&tables[**at].filing))?;
            let table = &tables[first];
            let is_own = match (all.len() > 1, table.own.is_some()) {
                // Where it comes twice, it is the first, unless a line says plainly that this is of another year too.
                (true, true) => !table.is_plain || first == 0,
                (true, false) => true,
                (false, true) => table.is_parted && !is_meant,
                (false, false) => !likely.contains(&table.filing),
            };
            let own = Some(first).filter(|_| is_own);
            Some((key, own.filter(|at| tables[*at].is_titled)?))
        })
        .collect();
    chosen.extend(single);
    for at in chosen.into_values() {
        tables[at].is_of_report = true;
    }
}
