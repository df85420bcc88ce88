//! Whose filings are that do not say so above their tables, as far as the others of the file tell.
//!
//! Files by table have table 2 of every agency, then table 3 of every agency. Where each table names its agency, the parts
//! of a filing are joined by it. Where nothing does, nobody knows whose table 3 the first one is: the walk gives it to the
//! agency of the last table 2, and here it is taken off again, to stand for itself and not among another's figures.

use std::collections::HashSet;

use super::super::beside::tab_year;
use super::super::heading::Heading;
use super::super::identify::flat;
use super::super::surface::Surface;
use super::super::vocabulary::TableKey;
use super::found::{Found, Naming, Section};
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::recognise::place::LineAt;

/// Of several tables with titles of their own below one report, as a list of departments has them, none is the report's agency's.
pub(super) fn without_borrowed(mut all: Vec<Found>) -> Vec<Found> {
    let is_nobodys = |found: &Found| !found.sections.is_empty() && found.agency.is_none() && found.tab.is_none();
    if all.iter().any(is_nobodys) {
        all.iter_mut().filter(|found| found.is_borrowed).for_each(|found| found.agency = None);
    }
    all
}

/// The title of a place over the tables of several of its agencies, each under its heading, is none of theirs: the first had its
/// name, and the others no year.
pub(super) fn collected(mut all: Vec<Found>) -> Vec<Found> {
    let is_headed = |found: &Found| found.heading.is_some() && found.tab.is_none();
    let mut rest = all.as_mut_slice();
    while let [first, others @ ..] = rest {
        let is_of_place = first.agency.as_ref().is_some_and(|agency| LEXICON.is_region(agency)) && is_headed(first);
        let count = others.iter().take_while(|found| found.naming == Naming::Guessed).count();
        let (below, next) = others.split_at_mut(count);
        if is_of_place && !below.is_empty() && below.iter().all(is_headed) {
            let year = first.year;
            (first.agency, first.naming) = (None, Naming::Guessed);
            for found in below {
                let of_heading = found.heading.as_ref().and_then(|heading| heading.year);
                found.year = found.year.or(of_heading).or(year);
            }
        }
        rest = next;
    }
    all
}

/// Of several filings, those that nothing else names are the agency's that is named above them, and of the year there.
pub(super) fn named_by_headings(mut all: Vec<Found>) -> Vec<Found> {
    let are_several = all.len() > 1;
    for found in all.iter_mut().filter(|found| are_several && found.agency.is_none() && found.tab.is_none()) {
        if let Some(Heading { agency, year, .. }) = found.heading.take() {
            found.agency = Some(agency);
            found.year = found.year.or(year);
        }
    }
    all
}

/// Sheets that are named after years are one agency's: of the filings of a report, those on such a sheet are its agency's.
pub(super) fn one_agencys(mut all: Vec<Found>, surfaces: &[Surface]) -> Vec<Found> {
    for report in all.chunk_by_mut(|one, next| one.report.number == next.report.number) {
        let whose = report.iter().find_map(|found| found.agency.clone());
        let is_nobodys = |found: &&mut Found| found.agency.is_none() && found.tab.is_none();
        for found in report.iter_mut().filter(is_nobodys).filter(|found| tab_year(surfaces, found).is_some()) {
            found.agency.clone_from(&whose);
        }
    }
    all
}

/// Whole sets of tables below each other are filings of their years, where lines of one kind stand above them, 云泽县民政局2022年
/// and 云泽县民政局2023年, and no title says which of them is the report; or where the second is of a later year than the title's:
/// a report prints last year's tables once more, and never next year's.
pub(super) fn of_their_years(mut all: Vec<Found>, surfaces: &[Surface]) -> Vec<Found> {
    for report in all.chunk_by_mut(|one, next| one.report.number == next.report.number) {
        let Some((first, others)) = report.split_first_mut() else { continue };
        let own = Line::above(first, surfaces);
        let known = first.year.or(first.report.year).or(own.as_ref().map(|line| line.year));
        for found in others.iter_mut().filter(|found| found.agency.is_none() && found.tab.is_none()) {
            let Some(line) = Line::above(found, surfaces).filter(|_| found.year.is_none()) else { continue };
            let is_alike = own.as_ref().is_some_and(|own| own.words == line.words && own.year != line.year);
            let is_of_its_own = match found.report.year {
                None => is_alike,
                Some(_) => known.is_some_and(|known| line.year > known),
            };
            if is_of_its_own && first.is_set_like(found, surfaces) {
                found.year = Some(line.year);
                (found.agency, found.naming) = (first.agency.clone(), first.naming);
                first.year = first.year.or(known);
            }
        }
    }
    all
}

/// The line above the tables of a filing that names their year, and can be about nothing else.
struct Line {
    year: u16,
    /// What it says besides.
    words: String,
}

impl Line {
    fn above(found: &Found, surfaces: &[Surface]) -> Option<Self> {
        let caption = found.caption.filter(|caption| caption.is_near)?;
        let LineAt { grid, line } = caption.at;
        let text = surfaces[grid].lines[line].cells.first()?.cell.text.as_str();
        let is_sure = caption.is_plain || Heading::of(text).is_some_and(|heading| heading.year.is_some());
        let year = caption.year(found.report.year).filter(|_| is_sure)?;
        Some(Self { year, words: flat(text).replacen(&year.to_string(), "", 1) })
    }
}

/// Takes apart filings without a name that begin with the table that the one before ends with, and go on with tables that
/// it has not. A table that is printed twice is one agency's.
pub(super) fn told_apart(all: Vec<Found>, surfaces: &[Surface]) -> Vec<Found> {
    let mut told: Vec<Found> = Vec::with_capacity(all.len());
    // What the filing before had, before it was taken apart.
    let mut before: HashSet<TableKey> = HashSet::new();
    for mut found in all {
        let tables = found.sections.iter().map(|section| section.table).collect();
        let last = told.last().and_then(|last: &Found| last.sections.last());
        let is_open = found.agency.is_none() && found.caption.is_none();
        let repeats = |last: &Section| {
            let first = found.sections.first().filter(|first| first.table == last.table);
            first.is_some_and(|first| first.figures(surfaces) != last.figures(surfaces))
        };
        let others = if is_open && last.is_some_and(repeats) {
            let (own, others) = found.sections.drain(..).partition(|section| before.contains(&section.table));
            found.sections = own;
            others
        } else {
            Vec::new()
        };
        before = tables;
        let apart = (!others.is_empty()).then(|| found.with(others));
        told.push(found);
        told.extend(apart);
    }
    told
}
