//! Tables beside a report's that are none of it: another year's, which a report prints once more under `附：2021年情况`, those
//! of a part of the year on a sheet of their own, and the sample that shows how a form is filled in. They are no filings,
//! with whatever they lack as errors, and none of this year's.

use super::Recogniser;
use super::captions::Caption;
use super::identify;
use super::locate::Found;
use super::surface::Surface;
use super::versions::{self, Version};
use super::years::is_of_part;
use crate::model::{Observation, Place, Reason};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// A table that is not read.
pub(super) struct Beside {
    /// The filing it stands beside, by position.
    pub(super) filing: usize,
    why: Reason,
    /// The words that say so: a line above it, or the name of its sheet.
    words: String,
    /// Of another year.
    year: Option<u16>,
    place: Option<Place>,
}

impl Beside {
    /// What is said of it.
    pub(super) fn observation(&self) -> Observation {
        let expected = self.year.map(|year| year.to_string()).unwrap_or_default();
        Observation { expected, ..Observation::aside(self.why, self.words.clone(), self.place.clone()) }
    }

    /// The sheet of a sample or of figures that others took the place of, and what is of a part of the year by its title or
    /// its sheet.
    fn by_name(surfaces: &[Surface], found: &Found) -> Option<Self> {
        let tab = tab(surfaces, found);
        let sample = tab.filter(|tab| LEXICON.is_sample(tab)).map(|tab| (Reason::Sample, tab));
        let part = found.part.as_deref().or(tab.filter(|tab| is_of_part(&identify::flat(tab))));
        let is_replaced = |tab: &&str| versions::of_sheet(tab, None) == Some(Version::Replaced);
        let replaced = tab.filter(is_replaced).map(|tab| (Reason::Replaced, tab));
        let (why, words) = sample.or(part.map(|words| (Reason::PartOfYear, words))).or(replaced)?;
        Some(Self { filing: 0, why, words: words.to_owned(), year: None, place: None })
    }

    /// Whether something else is left: of figures that were replaced, a filing of the same agency and year.
    fn is_beside(&self, one: &Found, all: &[Found]) -> bool {
        let is_other = |found: &&Found| !std::ptr::eq(*found, one);
        let mut others = all.iter().filter(is_other);
        others.any(|found| self.why != Reason::Replaced || is_twin(one, found))
    }

    /// A form that nobody filled in, of an agency and year that another of the file is of: workbooks keep the sheet that was
    /// handed out.
    fn blank(surfaces: &[Surface], one: &Found, all: &[Found]) -> Option<Self> {
        /// A year that any report may be of, to tell 上年 from 本年.
        const ANY: u16 = 2000;
        let is_filled = |found: &Found| found.sections.iter().any(|section| !section.figures(surfaces).is_empty());
        let year = |found: &Found| Some(found.report.year.unwrap_or(ANY));
        let version = |found: &Found| tab(surfaces, found).and_then(|name| named_by_sheet(name, year(found)));
        let may_be = |found: &Found| is_twin(one, found) && version(one) == version(found);
        let has_filled_twin = !is_filled(one) && all.iter().any(|found| may_be(found) && is_filled(found));
        let at = has_filled_twin.then(|| one.sections.first()?.lines.first().copied()).flatten()?;
        let cell = surfaces[at.grid].lines[at.line].cells.first()?.cell;
        let words = tab(surfaces, one).unwrap_or(cell.text.trim()).to_owned();
        let place = Some(surfaces[at.grid].place(at.line, cell.column));
        Some(Self { filing: 0, why: Reason::BlankForm, words, year: None, place })
    }
}

/// Whether another filing may be that of the same agency and year: whatever says whose one is, or of which year, says so of both.
fn is_twin(one: &Found, other: &Found) -> bool {
    one.agency.as_ref().is_none_or(|name| other.agency.as_ref() == Some(name))
        && one.year.is_none_or(|year| other.year == Some(year))
        && one.tab == other.tab
}

/// The name of the sheet on which a filing begins.
fn tab<'s>(surfaces: &'s [Surface], found: &Found) -> Option<&'s str> {
    found.sections.first()?.lines.first().and_then(|line| surfaces[line.grid].grid.sheet())
}

/// The year that its name says: 2022年, 上年.
pub(super) fn tab_year(surfaces: &[Surface], found: &Found) -> Option<u16> {
    named_by_sheet(tab(surfaces, found)?, found.report.year)?.year()
}

/// What the name of a sheet says that its tables are of, in a report of that year.
pub(super) fn named_by_sheet(name: &str, report: Option<u16>) -> Option<Version> {
    identify::name(name).year.map(Version::Year).or_else(|| versions::of_sheet(name, report))
}

/// The year that a line above its tables is and nothing else, where nothing names one: 2023年度, and on a sheet 2023年, which on
/// a page may be when that was put up.
pub(super) fn captioned_year(surfaces: &[Surface], found: &Found) -> Option<u16> {
    let caption = found.caption.filter(|caption| caption.is_plain && caption.is_near && found.report.year.is_none())?;
    let LineAt { grid, line } = caption.at;
    let word = surfaces[grid].lines[line].cells.first()?;
    let is_sheet = surfaces[grid].grid.sheet().is_some();
    caption.year(None).filter(|_| is_sheet || word.cell.text.contains("年度"))
}

/// Whether filings stand on sheets that are named after years and nothing else, each after another: they are one agency's.
pub(super) fn are_of_years(surfaces: &[Surface], found: &[Found]) -> bool {
    let year = |one: &Found| versions::plain_year(tab(surfaces, one)?, one.report.year);
    let mut years: Vec<Option<u16>> = found.iter().map(year).collect();
    years.sort_unstable();
    years.dedup();
    years.len() == found.len() && years.first().is_some_and(Option::is_some)
}

/// A line above the tables of a filing that names another year than `year`.
fn by_caption(
    surfaces: &[Surface],
    (found, caption): (&Found, Option<Caption>),
    year: Option<u16>,
    why: Reason,
) -> Option<Beside> {
    let caption = caption.filter(|_| year.is_some())?;
    let version = caption.version(found.report.year)?;
    let (why, named) = match version {
        Version::Year(named) if Some(named) == year => return None,
        Version::Year(named) => (why, Some(named)),
        Version::Replaced => (Reason::Replaced, None),
    };
    let LineAt { grid, line } = caption.at;
    let word = surfaces[grid].lines[line].cells.first()?;
    let place = Some(surfaces[grid].place(line, word.cell.column));
    Some(Beside { filing: 0, why, words: word.cell.text.trim().to_owned(), year: named, place })
}

impl Recogniser<'_> {
    /// For each of what was found: what it is, if it is none of the report. Of another year it is where a line above its
    /// table names another year than the file has; a report of another year has a title of its own and stays. So does
    /// everything where nothing would be left.
    pub(super) fn beside(&self, surfaces: &[Surface], found: &[Found]) -> Vec<Option<Beside>> {
        let mut known = None;
        let mut others: Vec<_> = found
            .iter()
            .map(|one| {
                let named = Beside::by_name(surfaces, one).filter(|named| named.is_beside(one, found));
                let aside = named.or_else(|| Beside::blank(surfaces, one, found));
                if aside.is_some() {
                    return aside;
                }
                let tab = tab_year(surfaces, one);
                let own = self.options.year.or(one.year).or(tab).or(one.report.year).or(known);
                let other = by_caption(surfaces, (one, one.caption), own, Reason::OtherYear);
                if other.is_some() && one.year.is_none() && tab.is_none() {
                    return other;
                }
                known = own.or(known);
                None
            })
            .collect();
        if others.iter().all(Option::is_some) {
            others.fill_with(|| None);
        }
        let read: Vec<usize> = (0..found.len()).filter(|at| others[*at].is_none()).collect();
        for (at, other) in others.iter_mut().enumerate() {
            let Some(other) = other else { continue };
            let before = read.iter().rev().find(|read| **read < at);
            let after = read.iter().find(|read| **read > at);
            let is_near = |read: &&usize| found[**read].report.number == found[at].report.number;
            let near = before.filter(is_near).or(after.filter(is_near));
            other.filing = near.or(before).or(after).copied().unwrap_or(0);
        }
        others
    }

    /// What is said of a filing that is read though it is of a part of the year by its title or its sheet, or of another
    /// year by the line above its tables: there is no other.
    pub(super) fn only_others(&self, surfaces: &[Surface], found: &Found) -> Vec<Observation> {
        let part = Beside::by_name(surfaces, found).filter(|part| part.why == Reason::PartOfYear);
        let part = part.map(|part| Beside { why: Reason::OnlyPart, ..part });
        let year = found.year.or(tab_year(surfaces, found)).or(found.report.year);
        let is_of_all = |caption: &Caption| caption.is_plain && caption.is_near;
        let mut said: Vec<Caption> = found.caption.into_iter().filter(is_of_all).collect();
        // A heading kept from last year's report is that of its table alone, and so is a line between two tables.
        let of_table = found.sections.iter().filter_map(|section| section.caption);
        said.extend(of_table.filter(|caption| caption.is_heading || is_of_all(caption)));
        said.dedup_by_key(|caption| caption.at);
        let of = |caption| by_caption(surfaces, (found, Some(caption)), year, Reason::OnlyOtherYear);
        // A later year is that in which the report was put up.
        let is_before = |other: &Beside| {
            self.options.year.is_none() && other.year.zip(year).is_some_and(|(other, own)| other < own)
        };
        let other: Vec<Beside> = said.into_iter().filter_map(of).filter(is_before).collect();
        part.iter().chain(&other).map(Beside::observation).collect()
    }
}
