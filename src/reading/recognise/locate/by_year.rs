//! Which year each table of a report is of, where it prints some twice: 2022年行政复议、行政诉讼情况 and then that of 2023年.
//!
//! The walk begins another filing wherever a table comes again, and whatever stood above it is left behind. Here the tables
//! of one report are sorted: each table of the form once for the report's own year, with or without a line that says so, and
//! all others for the years that lines above them name, in whatever order they stand. A line that names another year speaks of
//! the tables below it. A table that comes only once, under the title that the form gives it, is the report's all the same where
//! other figures stand between: the line was about these. Without any, nobody knows, and it is not read.
//!
//! The report's title, and with it agency and year, goes to the tables of its year, or of the year asked for; those of other years
//! have lost it. What comes again without a word of a year is nobody's, and stands for itself.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::beside::{named_by_sheet, tab_year};
use super::super::captions::Caption;
use super::super::surface::{GridLine, Surface};
use super::super::versions::Version;
use super::super::vocabulary::{TableKey, Vocabulary};
use super::found::{Found, Section};
use crate::reading::recognise::place::LineAt;

/// A table, and the filing that the walk gave it to.
struct Table {
    filing: usize,
    section: Section,
    said: Said,
    title: Title,
}

/// What something says that a table is of, and what that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    /// The line above the first table of its filing.
    Above(Version),
    /// The name of its sheet.
    Sheet(Version),
    /// The line above it, which may be about something else.
    Line(Version),
    /// The line above it, which says so and nothing else, or is the title of a table besides.
    Plainly(Version),
}

/// Whether the title that the form gives a table stands above it, below the line that names a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    Missing,
    There,
    /// Other figures stand between the line and the title: the line may be about these.
    Parted,
}

impl Table {
    /// What something says that it is of.
    fn version(&self) -> Option<Version> {
        match self.said {
            Said::Nothing => None,
            Said::Above(version) | Said::Sheet(version) | Said::Line(version) | Said::Plainly(version) => Some(version),
        }
    }

    /// Whether that is said of it alone.
    fn has_own(&self) -> bool {
        !matches!(self.said, Said::Nothing | Said::Above(_))
    }

    /// Whether its sheet says that it is of another year.
    fn is_by_sheet_of_other(&self, year: u16) -> bool {
        matches!(self.said, Said::Sheet(_)) && self.is_of_other(year)
    }

    /// Whether something says that it is of another year.
    fn is_of_other(&self, year: u16) -> bool {
        self.version().is_some_and(|version| version != Version::Year(year))
    }
}

/// What is known of the years of a file's reports before their tables are sorted.
pub(super) struct Years {
    /// The year that the run asks for.
    pub(super) asked: Option<u16>,
    /// Its reports are chapters under the names of agencies.
    pub(super) is_compilation: bool,
}

/// The filings of a file, with the tables of each report sorted by their years. Of a report with tables of the year asked for,
/// these are the report's.
pub(super) fn by_year(all: Vec<Found>, surfaces: &[Surface], vocabulary: &Vocabulary, years: &Years) -> Vec<Found> {
    let mut sorted = Vec::with_capacity(all.len());
    let mut report: Vec<Found> = Vec::new();
    for found in all {
        if report.last().is_some_and(|last| last.report.number != found.report.number) {
            sorted.extend(of_report(std::mem::take(&mut report), surfaces, vocabulary, years));
        }
        report.push(found);
    }
    sorted.extend(of_report(report, surfaces, vocabulary, years));
    sorted
}

fn of_report(mut report: Vec<Found>, surfaces: &[Surface], vocabulary: &Vocabulary, years: &Years) -> Vec<Found> {
    let asked = years.asked;
    let agencies: HashSet<&String> = report.iter().filter_map(|found| found.agency.as_ref()).collect();
    let of_title = report.iter().find_map(|found| found.year.or(found.report.year));
    let Some(year) = of_title.or(asked).filter(|_| agencies.len() <= 1) else { return report };
    let tables = tables(&mut report, year, surfaces, vocabulary);
    let first = report.iter().position(|found| found.agency.is_some() || found.year.is_some()).unwrap_or(0);
    // Below the name of a chapter stand the tables of its agency, and a line further down may begin the sum of all of them.
    let is_silent = |table: &Table| table.filing != first || table.said == Said::Nothing;
    if years.is_compilation && tables.iter().all(is_silent) {
        return restored(report, tables);
    }
    let is_there = |asked: &u16| tables.iter().any(|table| !table.is_of_other(*asked));
    let mut years = asked.filter(is_there).into_iter().chain([year]);
    // What no line gives to the year asked for is of the title's.
    let is_sure = |of: u16, shares: &Shares| of == year || shares.nobodys.is_empty();
    let shares = years.find_map(|of| Some((of, Shares::of(&tables, of, first).filter(|shares| is_sure(of, shares))?)));
    let Some((year, Shares { own, nobodys })) = shares else { return restored(report, tables) };
    // Where sheets have a title each, its own.
    let named =
        own.iter().map(|at| tables[*at].filing).filter(|at| report[*at].agency.is_some()).min().unwrap_or(first);
    let other = Found {
        report: report[named].report,
        is_of_head: report[named].is_of_head,
        tab: report.iter().find_map(|found| found.tab.clone()),
        ..Found::default()
    };
    let mut head = std::mem::replace(&mut report[named], other.with(Vec::new()));
    (head.year, head.caption) = (head.year.or(Some(year)), None);
    head.heading = head.heading.or_else(|| report.first_mut()?.heading.take());
    let mut sets: BTreeMap<(usize, Option<Version>), Vec<Section>> = BTreeMap::new();
    for (at, table) in tables.into_iter().enumerate() {
        let version = table.version();
        if own.contains(&at) {
            let is_said = table.has_own() && version == Some(Version::Year(year));
            head.caption = head.caption.or(table.section.caption.filter(|_| is_said));
            head.sections.push(table.section);
        } else if nobodys.contains(&at) {
            report[table.filing].sections.push(table.section);
        } else {
            sets.entry((table.filing, version)).or_default().push(table.section);
        }
    }
    report.retain(|found| !found.sections.is_empty());
    report.push(head);
    report.extend(sets.into_values().map(|sections| {
        let caption = sections.first().and_then(|section| section.caption);
        let set = Found { caption, ..other.with(sections) };
        Found { year: tab_year(surfaces, &set), ..set }
    }));
    report.sort_by_key(|found| found.sections.first().and_then(|section| section.lines.first().copied()));
    report
}

/// Whose the tables of a report are, by position, where they are not as the walk has them. All others are of other years.
struct Shares {
    own: HashSet<usize>,
    /// They come again without a word of a year, or stand beside such: nobody knows whose they are.
    nobodys: HashSet<usize>,
}

impl Shares {
    /// In a report of a year, whose title stands above a filing.
    fn of(tables: &[Table], year: u16, titled: usize) -> Option<Self> {
        let all: HashSet<usize> = (0..tables.len()).collect();
        let own = chosen(tables, &all, year);
        let is_known = |at: usize| own.iter().any(|own| tables[*own].section.table == tables[at].section.table);
        let silent = all.iter().copied().filter(|at| tables[*at].said == Said::Nothing);
        let repeated: HashSet<usize> = silent.clone().filter(|at| !own.contains(at) && is_known(*at)).collect();
        // Beside those below the title stand the report's.
        let are_beside =
            |at: usize, other: usize| tables[at].filing == tables[other].filing && tables[at].filing != titled;
        let is_beside = |at: usize| repeated.iter().any(|other| *other == at || are_beside(at, *other));
        let nobodys: HashSet<usize> = silent.filter(|at| is_beside(*at)).collect();
        let known: HashSet<usize> = all.difference(&nobodys).copied().collect();
        let is_any = |is: &dyn Fn(&Table) -> bool| known.iter().any(|at| is(&tables[*at]));
        let are_several = is_any(&|table| table.filing != titled || table.is_by_sheet_of_other(year));
        let own = chosen(tables, &known, year);
        // Where nothing would be left but what is said to be of other years, all of it is the report's.
        let is_left = own.iter().map(|at| &tables[*at]).any(|table| !table.has_own() || !table.is_of_other(year));
        (are_several && is_left && is_any(&|table| table.said != Said::Nothing)).then_some(Self { own, nobodys })
    }
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
    let is_own = |caption: Caption| caption.version(Some(year)) == Some(Version::Year(year));
    let is_certain = report.iter().any(|found| found.caption.is_some_and(is_own));
    // A later year is that in which the report was put up, unless a line names the report's.
    let is_likely = |version: &Version| is_certain || *version <= Version::Year(year) || *version == Version::Replaced;
    let of_caption = |caption: Caption| caption.version(Some(year)).filter(is_likely);
    let mut tables = Vec::new();
    // What a line says of the tables below it, it says of the next ones too, until another line does or the tables begin again.
    let is_clear = |caption: &Caption| caption.is_plain || caption.is_heading;
    let (mut said, mut last) = (None, None);
    for (filing, found) in report.iter_mut().enumerate() {
        let goes_on = found.sections.first().is_some_and(|first| Some(first.table) > last);
        let inherited = found.caption.filter(|caption| is_certain || is_clear(caption)).or(said.filter(|_| goes_on));
        let mut lines = found.sections.iter().filter_map(|section| section.caption);
        said = lines.rfind(is_clear).or(inherited);
        last = found.sections.last().map(|section| section.table);
        let inherited = inherited.and_then(of_caption);
        for section in std::mem::take(&mut found.sections) {
            let of_line = section.caption.and_then(|caption| {
                let is_plain = caption.is_plain && caption.is_near || caption.is_heading;
                of_caption(caption).map(if is_plain { Said::Plainly } else { Said::Line })
            });
            let of_sheet = || named_by_sheet(sheet(&section, surfaces)?, Some(year)).map(Said::Sheet);
            let said = of_line.or_else(of_sheet).or(inherited.map(Said::Above)).unwrap_or(Said::Nothing);
            let title = title(&section, surfaces, vocabulary);
            tables.push(Table { filing, section, said, title });
        }
    }
    tables
}

/// The name of the sheet that a table stands on.
fn sheet<'s>(section: &Section, surfaces: &'s [Surface]) -> Option<&'s str> {
    surfaces[section.lines.first()?.grid].grid.sheet()
}

/// Whether a table stands under its title, as the form prints it, with no figures and no line between that names a year.
fn title(section: &Section, surfaces: &[Surface], vocabulary: &Vocabulary) -> Title {
    let Some(first) = section.lines.first() else { return Title::Missing };
    let is_title = |line: &GridLine| line.titles().any(|title| vocabulary.key(title) == section.table);
    let above = (0..=first.grid).rev().flat_map(|grid| {
        let end = if grid == first.grid { first.line + 1 } else { surfaces[grid].lines.len() };
        (0..end).rev().map(move |line| LineAt { grid, line })
    });
    let from = section.caption.map(|caption| caption.at);
    let mut near = above.take_while(|at| Some(*at) > from).map(|at| &surfaces[at.grid].lines[at.line]);
    let is_first = |line: &GridLine| std::ptr::eq(line.row, surfaces[first.grid].lines[first.line].row);
    let has_values = |line: &GridLine| line.value_count() > 0;
    match near.find(|line| is_title(line) || (has_values(line) && !is_first(line))).is_some_and(is_title) {
        true if from.is_some() && near.any(has_values) => Title::Parted,
        true => Title::There,
        false => Title::Missing,
    }
}

/// Which of some tables are the report's own, by position.
fn chosen(tables: &[Table], of: &HashSet<usize>, year: u16) -> HashSet<usize> {
    let all = || (0..tables.len()).filter(|at| of.contains(at));
    let mut chosen: HashMap<TableKey, usize> = HashMap::new();
    let is_of_year = |table: &Table| table.version() == Some(Version::Year(year));
    let steps: [&dyn Fn(&Table) -> bool; 3] = [
        &|table: &Table| table.has_own() && is_of_year(table),
        &|table: &Table| !table.has_own() && is_of_year(table),
        &|table: &Table| table.said == Said::Nothing,
    ];
    for is_chosen in steps {
        for at in all().filter(|at| is_chosen(&tables[*at])) {
            chosen.entry(tables[at].section.table).or_insert(at);
        }
    }
    let is_other = |at: &usize| tables[*at].is_of_other(year) && chosen.contains_key(&tables[*at].section.table);
    let others = || all().filter(is_other);
    // The filings with a set of tables of another year: some come again without a line of their own. In others a table comes
    // again under its title, with or without a set.
    let sets: HashSet<usize> = others().filter(|at| !tables[*at].has_own()).map(|at| tables[at].filing).collect();
    let is_titled = |at: &usize| tables[*at].title != Title::Missing;
    let likely: HashSet<usize> = others().filter(is_titled).map(|at| tables[at].filing).collect();
    // A line says a year over a table that is of that year: so do others like it.
    let is_plain = |at: usize| matches!(tables[at].said, Said::Plainly(_));
    let is_meant = all().any(|at| is_plain(at) && is_of_year(&tables[at])) || others().any(is_plain);
    let left: HashSet<TableKey> = all().map(|at| tables[at].section.table).collect();
    let single: Vec<usize> = left
        .into_iter()
        .filter(|key| !chosen.contains_key(key))
        .filter_map(|key| {
            let may_be = |at: &usize| tables[*at].section.table == key && !tables[*at].is_by_sheet_of_other(year);
            let mut same = all().filter(may_be);
            let first = same.next().filter(|at| !sets.contains(&tables[*at].filing))?;
            let table = &tables[first];
            let is_own = match (same.next().is_some(), table.has_own()) {
                // Where it comes twice, it is the first, unless a line says plainly that this is of another year too.
                (true, true) => !is_plain(first) || first == 0,
                (true, false) => true,
                (false, true) => table.title == Title::Parted && !is_meant,
                (false, false) => !likely.contains(&table.filing),
            };
            Some(first).filter(|_| is_own).filter(is_titled)
        })
        .collect();
    chosen.into_values().chain(single).collect()
}
