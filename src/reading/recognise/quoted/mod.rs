//! Tables in the text of a report that quote lines of a statutory table: what became of the requests in two years, 行政复议 and
//! 行政诉讼 by year, the decisions of each kind. Reports print them between their sentences, with rows of the form under heads
//! of their own.
//!
//! A table is taken for a quotation only where nothing can be lost with it: it has a head of its own, and no more than half of
//! the form's table; all that it has stands in another table of the same report, with no line between the two that names
//! another agency or year, which is whole in one piece; and where it has columns of the form, they stand over the same figures
//! there, or over rows that the form does not have, as the quarters of the year. Above the first title of a statutory table a
//! report has none of them, so there the figures may differ, and that is said. Parts of a table printed on one line that come to
//! all of it are quotations only with its figures: they may be this year's beside last year's. Sheets are never taken for one: a sheet that
//! holds a part of a table may be anybody's.

mod share;
mod stretch;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Recogniser;
use super::chapters::Chapters;
use super::locate::{self, Found};
use super::surface::{GridLine, Surface, Word, lines};
use super::versions;
use super::vocabulary::TableKey;
use crate::model::{Observation, Reason};
use crate::reading::recognise::place::LineAt;
pub(super) use share::Extent;
use share::{Share, different};
use stretch::{Stretch, most_values};

/// A table that quotes another.
#[derive(Debug)]
struct Quotation {
    stretch: Stretch,
    /// A line of the table that it quotes.
    of: LineAt,
    /// Where the first label stands that it has of that.
    first: LineAt,
    cell: usize,
    /// The title of the statutory table.
    title: String,
    /// It has other figures than that.
    differs: bool,
}

impl Quotation {
    /// What is said of it.
    fn observation(&self, surfaces: &[Surface]) -> Observation {
        let surface = &surfaces[self.first.grid];
        let word = &surface.lines[self.first.line].cells[self.cell];
        let place = surface.place(self.first.line, word.cell.column);
        let expected = self.title.clone();
        let why = match (self.stretch.corrects(surfaces), self.differs) {
            (true, _) => Reason::Corrected,
            (false, true) => Reason::QuotedOtherwise,
            (false, false) => Reason::Quoted,
        };
        Observation { expected, ..Observation::aside(why, word.cell.text.trim(), Some(place)) }
    }
}

/// The tables of a file that quote others, in its order.
#[derive(Debug, Default)]
pub(super) struct Quotations(Vec<Quotation>);

impl Quotations {
    /// Whether a line is of one.
    pub(super) fn hold(&self, at: LineAt) -> bool {
        let next = self.0.partition_point(|quotation| quotation.stretch.first() <= at);
        next.checked_sub(1).is_some_and(|last| self.0[last].stretch.holds(at))
    }

    /// Whether one stands on a grid.
    pub(super) fn are_on(&self, grid: usize) -> bool {
        self.0.iter().any(|quotation| quotation.stretch.grid == grid)
    }

    /// Whether one is all of a grid.
    pub(super) fn are_all_of(&self, grid: usize, surface: &Surface) -> bool {
        let all = Stretch { grid, lines: 0..surface.lines.len() };
        self.0
            .binary_search_by_key(&all.first(), |quotation| quotation.stretch.first())
            .is_ok_and(|at| self.0[at].stretch == all)
    }

    /// What is said of those that quote a table of a filing.
    pub(super) fn of(&self, found: &Found, surfaces: &[Surface]) -> Vec<Observation> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let lines: HashSet<LineAt> = found.sections.iter().flat_map(|section| &section.lines).copied().collect();
        let own = self.0.iter().filter(|quotation| lines.contains(&quotation.of));
        own.map(|quotation| quotation.observation(surfaces)).collect()
    }
}

impl Recogniser<'_> {
    /// The tables of a file that quote others.
    pub(super) fn quotations(&self, surfaces: &[Surface], chapters: &Chapters) -> Quotations {
        /// Whole tables that are looked at; a file has some hundred filings.
        const MOST: usize = 200;
        let stretches = Stretch::all(surfaces);
        if stretches.len() < 2 {
            return Quotations::default();
        }
        let extents = &self.extents;
        let shares: Vec<Vec<Share>> = stretches.iter().map(|stretch| self.shares(surfaces, stretch)).collect();
        let values: Vec<usize> = stretches.iter().map(|stretch| most_values(surfaces, stretch)).collect();
        let is_whole = |at: usize, key: TableKey| extents[key].is_whole(&shares[at][key], values[at]);
        let of_table = |key: TableKey| (0..stretches.len()).filter(|at| is_whole(*at, key)).take(MOST).collect();
        let wholes: Vec<Vec<usize>> = (0..extents.len()).map(of_table).collect();
        if wholes.iter().all(Vec::is_empty) {
            return Quotations::default();
        }
        let borders = OnceCell::new();
        let borders = || borders.get_or_init(|| locate::borders(surfaces, chapters)).as_slice();
        let report = |at: usize| borders().partition_point(|border| *border <= stretches[at].first());
        let titles = OnceCell::new();
        let titles = || titles.get_or_init(|| self.titles_of_tables(surfaces)).as_slice();
        let is_in_front = |at: usize| {
            let begins = report(at).checked_sub(1).map(|last| borders()[last]).unwrap_or_default();
            let next = titles().partition_point(|title| *title < begins);
            titles().get(next).is_some_and(|title| stretches[at].first() < *title)
        };
        // Several parts that come to more than half of a table may be it, cut into pieces.
        let are_few = |key: TableKey, of: usize| {
            let parts = (0..stretches.len()).filter(|at| report(*at) == report(of) && !wholes[key].contains(at));
            let rows = parts.flat_map(|at| shares[at][key].rows.iter().map(|(.., label)| label.folded.body.as_str()));
            let whole = wholes[key].iter().find(|whole| report(**whole) == report(of));
            whole.is_some_and(|whole| 2 * different(rows) <= shares[*whole][key].row_count())
        };
        // So may parts of a table printed on one line that come to nearly all of its figures, with others than it has.
        let are_whole = |key: TableKey, of: usize| {
            let is_part = |at: &usize| shares[*at][key].first().is_some() && !wholes[key].contains(at);
            let parts = (0..stretches.len()).filter(|at| report(*at) == report(of)).filter(is_part);
            // The same part stands in several sections.
            let parts: HashMap<_, usize> = parts.map(|at| (stretches[at].figures(surfaces), values[at])).collect();
            extents[key].comes_to_whole(parts.into_values().sum())
        };
        let is_read = |key: TableKey, at: usize, whole: usize| {
            !are_whole(key, at) || stretches[at].has_figures_of(&stretches[whole], surfaces)
        };
        let quotation = |(at, stretch): (usize, &Stretch)| {
            // 其他 and 总计 stand in tables of all kinds.
            let own: Vec<TableKey> = (0..extents.len()).filter(|key| shares[at][*key].first().is_some()).collect();
            let is_part =
                |key: &TableKey| extents[*key].is_part(&shares[at][*key], values[at]) && !shares[at][*key].is_titled;
            if own.is_empty() || values[at] == 0 || !own.iter().all(is_part) || !stretch.has_head(surfaces) {
                return None;
            }
            let whole = |key: TableKey, of: &dyn Fn(&Share) -> bool| {
                let mut of_report =
                    wholes[key].iter().filter(|whole| report(**whole) == report(at) && is_read(key, at, **whole));
                of_report.find(|whole| of(&shares[**whole][key])).map(|whole| (key, *whole))
            };
            let same = |key: &TableKey| whole(*key, &|whole| whole.has_all(&shares[at][*key], surfaces));
            let other = |key: &TableKey| {
                let whole = whole(*key, &|whole| whole.has_rows(&shares[at][*key]))?;
                are_few(*key, at).then_some(whole)
            };
            let quoted = own.iter().map(same).collect::<Option<Vec<_>>>();
            let differs = quoted.is_none();
            let others = || is_in_front(at).then(|| own.iter().map(other).collect()).flatten();
            let quoted = quoted.or_else(others)?;
            let (key, whole) = *quoted.first()?;
            let (first, cell, _) = shares[at][key].first()?;
            let of = shares[whole][key].rows.first()?.0;
            Some(Quotation { stretch: stretch.clone(), of, first, cell, title: self.title_of(key), differs })
        };
        Quotations(stretches.iter().enumerate().filter_map(quotation).collect())
    }

    /// The lines of a file that are titles of statutory tables, with or without a year, or name that of a table: what stands
    /// below may be one.
    fn titles_of_tables(&self, surfaces: &[Surface]) -> Vec<LineAt> {
        let is_called = |word: &Word| versions::is_of_table(&word.cell.text, &self.vocabulary);
        let is_title = |line: &GridLine| line.titles().next().is_some() || line.only().is_some_and(is_called);
        lines(surfaces).filter(|(_, line)| is_title(line)).map(|(at, _)| at).collect()
    }

    fn title_of(&self, key: TableKey) -> String {
        let mut editions = self.forms.editions().iter().enumerate().rev();
        let table = editions.find_map(|(at, form)| Some(&form.tables[self.vocabulary.table_in(at, key)?]));
        table.map(|table| table.label.printed().to_owned()).unwrap_or_default()
    }
}
