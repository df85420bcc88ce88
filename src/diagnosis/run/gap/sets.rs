//! Sets of parts whose figures are the gap of every cell: counted twice, or left out.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use super::errors::{Errors, beside};
use super::{Cause, Gaps, PAIRS, TRIPLES};
use crate::diagnosis::run::subordinate::Subordinate;
use crate::model::{CellIndex, Reason};

/// Parts whose figures are the gap of every cell.
pub(super) struct Fit<'g> {
    set: Vec<&'g Subordinate>,
    is_twice: bool,
}

impl<'g> Gaps<'g> {
    /// The sets of so many parts whose figures are the gap in every cell, but for errors: they were counted twice, or left
    /// out. Of the larger sets only where no smaller one is.
    pub(super) fn fits(
        &self,
        lead: CellIndex,
        sizes: RangeInclusive<usize>,
        gaps: &BTreeMap<CellIndex, Decimal>,
        errors: &BTreeMap<CellIndex, Vec<Errors>>,
    ) -> Vec<Fit<'g>> {
        let is_gap =
            |cell: CellIndex, figure: Decimal| errors[&cell].iter().any(|errors| gaps[&cell] - errors.sum == figure);
        let fits = |set: &[&Subordinate], sign: Decimal| {
            let of = |cell: CellIndex| set.iter().map(|part| figure(part, cell)).sum::<Decimal>() * sign;
            is_gap(lead, of(lead)) && gaps.keys().all(|cell| is_gap(*cell, of(*cell)))
        };
        let mut sets: Vec<Vec<&Subordinate>> = self.parts.iter().map(|part| vec![*part]).collect();
        for (size, most) in [(1, PAIRS), (2, TRIPLES), (3, 0)] {
            if sizes.contains(&size) {
                for (is_twice, sign) in [(true, Decimal::ONE), (false, Decimal::NEGATIVE_ONE)] {
                    let found = sets.iter().filter(|set| fits(set, sign));
                    let found: Vec<_> = found.map(|set| Fit { set: set.clone(), is_twice }).collect();
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
            if size == *sizes.end() || self.parts.len() > most {
                break;
            }
            sets = self.larger(&sets);
        }
        Vec::new()
    }

    /// The sets with one part more, each once.
    fn larger(&self, sets: &[Vec<&'g Subordinate>]) -> Vec<Vec<&'g Subordinate>> {
        let after = |set: &Vec<&'g Subordinate>| {
            let last = self.parts.iter().position(|part| set.last().is_some_and(|last| std::ptr::eq(*last, *part)));
            self.parts[last.map_or(0, |at| at + 1)..].iter()
        };
        sets.iter().flat_map(|set| after(set).map(|part| set.iter().chain([part]).copied().collect())).collect()
    }
}

/// What is said of parts whose figures are the gap. Of several that would do nobody knows which it is.
pub(super) fn of_parts(
    fits: &[Fit],
    gaps: &BTreeMap<CellIndex, Decimal>,
    errors: &BTreeMap<CellIndex, Vec<Errors>>,
) -> Option<Cause> {
    let first = fits.first()?;
    let reason = match (first.is_twice, first.set.len(), fits.len()) {
        (true, 1, 1) => Reason::Twice,
        (true, 1, _) => Reason::TwiceAny,
        (true, _, 1) => Reason::TwiceSum,
        (true, ..) => Reason::TwiceSets,
        (false, 1, 1) => Reason::LeftOut,
        (false, 1, _) => Reason::LeftOutAny,
        (false, _, 1) => Reason::LeftOutSum,
        (false, ..) => Reason::LeftOutSets,
    };
    let is_single = first.set.len() == 1;
    let named = fits.iter().take(if is_single { fits.len() } else { 1 }).flat_map(|fit| &fit.set);
    // Their figures are the same; a cell of which they have none is an error's.
    let theirs = |cell: CellIndex| first.set.iter().map(|part| figure(part, cell)).sum::<Decimal>();
    let is_theirs = |(cell, gap): &(&CellIndex, &Decimal)| !gap.is_zero() && !theirs(**cell).is_zero();
    let cells: Vec<CellIndex> = gaps.iter().filter(is_theirs).map(|(cell, _)| *cell).collect();
    let who = named.map(|part| part.name.clone()).collect();
    let beside = beside(cells.iter().filter(|cell| theirs(**cell) != gaps[*cell].abs()), errors);
    Some(Cause { reason, who, ways: fits.len(), cells, beside })
}

fn figure(part: &Subordinate, cell: CellIndex) -> Decimal {
    part.figures.get(cell).unwrap_or_default()
}
