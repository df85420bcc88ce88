//! A sum under way, and what has to be said of it.

use std::collections::HashSet;
use std::io;

use super::count::{Count, Counted};
use super::gather::{HeardFiling, Notes};
use super::select::{Standing, standing};
use super::spool::Spooled;
use super::sum::{Sum, is_summed};
use super::whole::{Held, LeftOut, Part, Said, SumRemark, Total, Why};
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::identity::{Identity, identity};
use crate::model::{CellIndex, Filing, FormEdition};
use crate::reading::{TotalOf, total_of};
use crate::rules::Plan;

/// What goes into the sums of a run.
pub(super) struct Chosen<'a> {
    pub(super) year: u16,
    pub(super) edition: &'a FormEdition,
    pub(super) plan: &'a Plan,
    pub(super) parts: Vec<usize>,
    /// Of the same year and edition: what adds up all of them, by its name; none where there are several sums.
    pub(super) totals: Vec<usize>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A sum under way.
pub(super) struct Adding<'g, 'a> {
    pub(super) notes: &'g Notes<'a>,
    pub(super) chosen: &'g Chosen<'a>,
    pub(super) spooled: Spooled,
}

impl Adding<'_, '_> {
    pub(super) fn read(&mut self, part: usize) -> io::Result<Counted> {
        self.spooled.read(self.notes.heard[part].at, self.chosen.edition.cells.len())
    }

    pub(super) fn names(&self, parts: &[usize], is_meant: impl Fn(&HeardFiling) -> bool) -> Vec<String> {
        let heard = parts.iter().map(|part| &self.notes.heard[*part]);
        heard.filter(|heard| is_meant(heard)).map(HeardFiling::name).collect()
    }

    /// The members of the roster that should be in the sum and are not.
    pub(super) fn missing(&self, is_meant: impl Fn(Identity, Standing) -> bool) -> Option<SumRemark> {
        let roster = self.notes.roster()?;
        let there: HashSet<Identity> = self.chosen.parts.iter().map(|part| self.notes.heard[*part].identity).collect();
        let is_missing = |name: &str| {
            let own = identity(name, Some(roster));
            is_meant(own, standing(Some(roster), Some(name))) && !there.contains(&own)
        };
        let members = roster.members().iter().map(|member| &member.name);
        let who: Vec<String> = members.filter(|name| is_missing(name)).cloned().collect();
        (!who.is_empty()).then_some(SumRemark { said: Said::Missing, who, cells: Vec::new() })
    }

    /// The lines that add up all parts, by whether they have the figures of the sum.
    pub(super) fn totals(&mut self, sum: &Sum) -> io::Result<Vec<LeftOut>> {
        let chosen = self.chosen;
        let told = chosen.totals.iter().map(|total| {
            let is_right = sum.is_that_of(chosen.edition, &self.read(*total)?);
            let why = if is_right { Why::Total } else { Why::TotalDiffers };
            Ok(self.notes.heard[*total].left_out(why))
        });
        told.collect()
    }

    /// The part that is the sum of the others, of which two at least have figures: who adds up their superior with them
    /// has everything twice.
    pub(super) fn looks_superior(&mut self, sum: &Sum) -> io::Result<Option<SumRemark>> {
        let chosen = self.chosen;
        let (mut with_figures, mut who) = (0, Vec::new());
        for part in &chosen.parts {
            let counted = self.read(*part)?;
            let has_figures = counted.cells.iter().any(|count| count.amount().is_some_and(|amount| !amount.is_zero()));
            with_figures += usize::from(has_figures);
            if has_figures && sum.is_twice(chosen.edition, &counted) {
                who.push(self.notes.heard[*part].name());
            }
        }
        let is_meant = with_figures > 2 && !who.is_empty();
        Ok(is_meant.then_some(SumRemark { said: Said::LooksSuperior, who, cells: Vec::new() }))
    }

    /// The sum with all that has to be said of it.
    pub(super) fn total(
        &self,
        agency: Option<&str>,
        sum: &Sum,
        parts: &[usize],
        replaced: &[(String, &Sum)],
        mut remarks: Vec<SumRemark>,
    ) -> Total {
        let Chosen { year, edition, .. } = self.chosen;
        let filing = Filing {
            agency: agency.map(str::to_owned),
            year: Some(*year),
            transcripts: vec![sum.transcript(edition)],
            ..Filing::default()
        };
        let filing = self.notes.assessor.assess_filing(&"".into(), filing);
        remarks.extend(self.remarks(&filing, sum, parts, replaced));
        let part = |part: &usize| {
            let heard = &self.notes.heard[*part];
            Part { source: heard.source.clone(), agency: heard.agency.clone(), figures: Held::At(heard.at) }
        };
        let counts = |sum: &Sum| {
            let count =
                |(cell, _)| sum.get(cell).filter(|_| is_summed(edition, cell)).map_or(Count::Blank, Count::Number);
            edition.each_cell().map(count).collect()
        };
        let of_sum = |(name, sum): &(String, &Sum)| Part {
            source: Source::default(),
            agency: Some(name.clone()),
            figures: Held::Sum(counts(sum)),
        };
        let parts = parts.iter().map(part).chain(replaced.iter().map(of_sum)).collect();
        Total { filing, parts, left_out: Vec::new(), remarks }
    }

    /// What has to be said of a sum, `filing`, and of its parts.
    fn remarks(&self, filing: &Assessment, sum: &Sum, parts: &[usize], replaced: &[(String, &Sum)]) -> Vec<SumRemark> {
        let edition = self.chosen.edition;
        let mut remarks = Vec::new();
        let mut say = |said, who: Vec<String>, cells: Vec<CellIndex>| {
            if !who.is_empty() || !cells.is_empty() {
                remarks.push(SumRemark { said, who, cells });
            }
        };
        say(Said::Replaced, replaced.iter().map(|(name, _)| name.clone()).collect(), Vec::new());
        say(Said::Errors, self.names(parts, |heard| heard.has_errors), Vec::new());
        // Cells that the same parts leave open are said together.
        let mut unknown: Vec<(&[usize], Vec<CellIndex>)> = Vec::new();
        for (cell, parts) in sum.unknown(edition) {
            match unknown.iter_mut().find(|(known, _)| *known == parts) {
                Some((_, cells)) => cells.push(cell),
                None => unknown.push((parts, vec![cell])),
            }
        }
        for (parts, cells) in unknown {
            say(Said::Unknown, self.names(parts, |_| true), cells);
        }
        let is_group = |heard: &HeardFiling| heard.agency.as_deref().and_then(total_of) == Some(TotalOf::Group);
        let is_listed = |heard: &HeardFiling| heard.standing.superior().is_some();
        say(Said::Groups, self.names(parts, |heard| is_group(heard) && !is_listed(heard)), Vec::new());
        let has_roster = self.notes.roster().is_some();
        say(
            Said::Unlisted,
            self.names(parts, |heard| has_roster && heard.standing == Standing::Unlisted && heard.agency.is_some()),
            Vec::new(),
        );
        say(Said::Unnamed, self.names(parts, |heard| heard.agency.is_none()), Vec::new());
        say(Said::Yearless, self.names(parts, |heard| heard.year.is_none()), Vec::new());
        say(Said::Undivided, self.names(parts, |heard| heard.is_undivided), Vec::new());
        say(Said::BlankTotals, self.names(parts, |heard| heard.has_blank_totals), Vec::new());
        let is_there = |cell: &CellIndex| filing.transcript.as_ref().is_some_and(|sum| sum.entry(*cell).is_some());
        let reserved = edition.comparisons.reserved.iter().copied().filter(is_there).collect();
        say(Said::Reserved, Vec::new(), reserved);
        remarks
    }
}
