//! Why a superior's figures are not the sums of its parts': the gaps of all cells together tell more than one of them.
//!
//! What an error in a part (or in the superior itself) makes of a cell is known from the part's own diagnosis, so every gap
//! may hold any of these besides its cause. What is left is explained by one cause for all cells: a part counted twice or
//! left out, a part that did not submit, several parts together; or by nothing, and then it says how far it was looked.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::CellFigures;
use crate::diagnosis::assessment::Source;
use crate::diagnosis::identity::Identity;
use crate::diagnosis::total::{Imprint, Line, Standing};
use crate::model::{CellIndex, Reason};

/// So many parts are tried in pairs, and so many in threes.
const PAIRS: usize = 400;
const TRIPLES: usize = 60;
/// So many errors of one cell are tried in every combination.
const COMBINED: usize = 8;

/// A subordinate's figures.
#[derive(Debug, Clone)]
pub(super) struct Subordinate {
    pub(super) name: String,
    pub(super) identity: Identity,
    /// Whose part the roster says it is.
    pub(super) standing: Standing,
    /// It was heard so many filings after the first.
    pub(super) at: usize,
    pub(super) source: Source,
    /// It tells an agency; else its sheet may be that of a total.
    pub(super) is_named: bool,
    pub(super) imprint: Imprint,
    pub(super) edition: Arc<str>,
    pub(super) figures: CellFigures,
    /// It reports a group as one line.
    pub(super) is_undivided: bool,
    /// By how much cells that are thought to be wrong should be more.
    pub(super) fixes: Vec<(CellIndex, Decimal)>,
}

impl Subordinate {
    /// Whose it is, where that is known.
    pub(super) fn agency(&self) -> Option<&str> {
        self.is_named.then_some(&self.name)
    }

    /// Itself among the filings of its file.
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            source: &self.source,
            agency: self.agency(),
            edition: &self.edition,
            imprint: self.imprint,
            is_listed: self.standing.superior().is_some(),
        }
    }
}

/// What explains the gaps of some cells, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    /// Which of the reasons in the rule's record.
    pub(super) reason: Reason,
    pub(super) who: Vec<String>,
    /// So many agencies, or sets of them, would explain it alike.
    pub(super) ways: usize,
    pub(super) cells: Vec<CellIndex>,
    /// Cells that hold errors besides, and whose.
    pub(super) beside: (usize, Vec<String>),
}

/// The figures of a superior beside the sums of its parts.
pub(super) struct Gaps<'g> {
    /// Per cell: the superior's figure, and the sum.
    pub(super) compared: &'g BTreeMap<CellIndex, (Decimal, Decimal)>,
    pub(super) parts: &'g [&'g Subordinate],
    /// Parts that have no filing.
    pub(super) missing: &'g [&'g str],
    /// Parts whose filing is on another edition of the form.
    pub(super) others: &'g [&'g str],
    /// By how much cells of the superior that are thought to be wrong should be more.
    pub(super) own: &'g [(CellIndex, Decimal)],
}

/// Errors that together make some of a gap. The superior itself has no name here.
#[derive(Debug, Clone, Default)]
struct Errors<'g> {
    sum: Decimal,
    whose: Vec<Option<&'g str>>,
}

/// Parts whose figures are the gap of every cell.
struct Fit<'g> {
    set: Vec<&'g Subordinate>,
    is_twice: bool,
}

impl<'g> Gaps<'g> {
    /// Every cell with a gap under what explains it; each cause once.
    pub(super) fn explained(&self) -> Vec<Cause> {
        let gaps: BTreeMap<CellIndex, Decimal> =
            self.compared.iter().map(|(cell, (figure, sum))| (*cell, figure - sum)).collect();
        let errors: BTreeMap<CellIndex, Vec<Errors>> = gaps.keys().map(|cell| (*cell, self.errors(*cell))).collect();
        let by_errors = |(cell, gap): (&CellIndex, &Decimal)| {
            let alone = errors[cell].iter().find(|errors| !errors.whose.is_empty() && errors.sum == *gap);
            Some((*cell, alone.filter(|_| !gap.is_zero())?))
        };
        let mut mended: BTreeMap<CellIndex, &Errors> = gaps.iter().filter_map(by_errors).collect();
        let mut open: Vec<CellIndex> = gaps
            .iter()
            .filter(|(cell, gap)| !gap.is_zero() && !mended.contains_key(cell))
            .map(|(cell, _)| *cell)
            .collect();
        let mut causes = Vec::new();
        if let Some(lead) = open.first().copied() {
            let fits = |sizes| self.fits(lead, sizes, &gaps, &errors);
            let missing = || self.of_absent(&open, &gaps, &errors);
            let found = of_parts(&fits(1..=1), &gaps, &errors).or_else(missing);
            let found = found.or_else(|| of_parts(&fits(2..=3), &gaps, &errors));
            if let Some(cause) = found {
                mended.retain(|cell, _| !cause.cells.contains(cell));
                open.retain(|cell| !cause.cells.contains(cell));
                causes.push(cause);
            }
        }
        let is_named = !causes.is_empty();
        causes.extend(of_errors(&mended));
        if !open.is_empty() {
            let reason = match self.parts.len() {
                _ if is_named => Reason::GapBeside,
                parts if parts <= TRIPLES => Reason::GapThree,
                parts if parts <= PAIRS => Reason::GapTwo,
                _ => Reason::GapOne,
            };
            causes.push(Cause { reason, who: Vec::new(), ways: 0, cells: open, beside: (0, Vec::new()) });
        }
        causes
    }

    /// What errors that were found already can make of the gap of a cell: nothing, or any of them together. With the right
    /// figures that much of the gap would be gone.
    fn errors(&self, cell: CellIndex) -> Vec<Errors<'g>> {
        fn of(fixes: &[(CellIndex, Decimal)], cell: CellIndex) -> impl Iterator<Item = Decimal> {
            fixes.iter().filter(move |(fixed, _)| *fixed == cell).map(|(_, by)| *by)
        }
        let parts = self.parts.iter().flat_map(|part| of(&part.fixes, cell).map(|by| (by, Some(part.name.as_str()))));
        let all: Vec<_> = parts.chain(of(self.own, cell).map(|by| (-by, None))).collect();
        let together = |chosen: &dyn Fn(usize) -> bool| {
            let chosen = all.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, error)| error);
            chosen.fold(Errors::default(), |mut errors, (by, whose)| {
                errors.sum += by;
                errors.whose.push(*whose);
                errors
            })
        };
        if all.len() <= COMBINED {
            // All of them first: that is the simplest story.
            return (0..1_u32 << all.len()).rev().map(|set| together(&|at| set & (1 << at) != 0)).collect();
        }
        let each = (0..all.len()).map(|one| together(&|at| at == one));
        [together(&|_| true)].into_iter().chain(each).chain([Errors::default()]).collect()
    }

    /// The sets of so many parts whose figures are the gap in every cell, but for errors: they were counted twice, or left
    /// out. Of the larger sets only where no smaller one is.
    fn fits(
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

    /// Parts that have no filing: the superior has what they would have, and no figure is below zero.
    fn of_absent(
        &self,
        open: &[CellIndex],
        gaps: &BTreeMap<CellIndex, Decimal>,
        errors: &BTreeMap<CellIndex, Vec<Errors>>,
    ) -> Option<Cause> {
        let is_more = |cell: &&CellIndex| errors[*cell].iter().any(|errors| gaps[*cell] > errors.sum);
        let cells: Vec<CellIndex> = open.iter().filter(is_more).copied().collect();
        let absent = [
            (Reason::OtherEdition, Reason::OtherEditionSeveral, self.others),
            (Reason::Missing, Reason::MissingSeveral, self.missing),
        ];
        let (one, several, who) = absent.into_iter().find(|(.., who)| !who.is_empty() && !cells.is_empty())?;
        let who: Vec<String> = who.iter().map(|name| (*name).to_owned()).collect();
        let reason = if who.len() == 1 { one } else { several };
        let beside = beside(cells.iter(), errors);
        Some(Cause { reason, ways: 1, who, cells, beside })
    }
}

/// What is said of parts whose figures are the gap. Of several that would do nobody knows which it is.
fn of_parts(
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

/// Cells that errors explain wholly: those of parts, and those of the superior itself.
fn of_errors(mended: &BTreeMap<CellIndex, &Errors>) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for (cell, errors) in mended {
        let is_own = errors.whose.iter().all(Option::is_none);
        let reason = if is_own { Reason::Own } else { Reason::Error };
        let at = causes.iter().position(|cause| cause.reason == reason).unwrap_or_else(|| {
            let (who, cells, beside) = (Vec::new(), Vec::new(), (0, Vec::new()));
            causes.push(Cause { reason, who, ways: 1, cells, beside });
            causes.len() - 1
        });
        causes[at].cells.push(*cell);
        add_names(&mut causes[at].who, errors);
    }
    causes
}

/// How many cells hold errors beside their cause, and whose: what is known of them is not all of it.
fn beside<'c>(
    cells: impl Iterator<Item = &'c CellIndex>,
    errors: &BTreeMap<CellIndex, Vec<Errors>>,
) -> (usize, Vec<String>) {
    let mut names = Vec::new();
    let holds = |cell: &&CellIndex| errors[*cell].first().is_some_and(|all| !all.whose.is_empty());
    let holding: Vec<_> = cells.filter(holds).collect();
    holding.iter().filter_map(|cell| errors[*cell].first()).for_each(|all| add_names(&mut names, all));
    (if names.is_empty() { 0 } else { holding.len() }, names)
}

/// The parts that errors are of, each once.
fn add_names(names: &mut Vec<String>, errors: &Errors) {
    for name in errors.whose.iter().flatten() {
        if !names.iter().any(|known| known == name) {
            names.push((*name).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: CellIndex = CellIndex(0);
    const B: CellIndex = CellIndex(1);

    fn part(name: &str, figures: [i64; 2], fixes: &[(CellIndex, i64)]) -> Subordinate {
        let figures = CellFigures::of(&[A, B].into(), |cell| Some(figures[cell.at()].into()));
        let fixes = fixes.iter().map(|(cell, by)| (*cell, (*by).into())).collect();
        let (name, edition) = (name.to_owned(), "2021".into());
        Subordinate {
            name,
            identity: 0,
            standing: Standing::Free,
            source: Source::default(),
            is_named: true,
            at: 0,
            imprint: Imprint::default(),
            edition,
            figures,
            is_undivided: false,
            fixes,
        }
    }

    /// Each cause in words: whom it names, and in how many cells.
    fn why(parts: &[Subordinate], missing: &[&str], superior: [i64; 2]) -> Vec<String> {
        let parts: Vec<&Subordinate> = parts.iter().collect();
        let sum = |cell: CellIndex| parts.iter().map(|part| part.figures.get(cell).unwrap_or_default()).sum();
        let compared = [A, B].into_iter().zip(superior).map(|(cell, figure)| (cell, (figure.into(), sum(cell))));
        let gaps = Gaps { compared: &compared.collect(), parts: &parts, missing, others: &[], own: &[] };
        let words = |cause: Cause| {
            let Cause { reason, who, cells, ways, beside, .. } = cause;
            let ways = if ways > 1 { format!(" of {ways}") } else { String::new() };
            let beside =
                if beside.0 > 0 { format!(", {} beside {}", beside.0, beside.1.join("+")) } else { String::new() };
            format!("{} {}{ways} in {}{beside}", reason.word(), who.join("+"), cells.len())
        };
        gaps.explained().into_iter().map(words).collect()
    }

    #[test]
    fn a_gap_in_all_cells_names_the_parts_that_make_it() {
        let parts = [part("甲", [3, 5], &[]), part("乙", [7, 0], &[(A, 2)]), part("丙", [10, 4], &[])];
        assert_eq!(why(&parts, &[], [20, 9]), [""; 0], "sums that are right");
        assert_eq!(why(&parts, &[], [23, 14]), ["twice 甲 in 2"]);
        assert_eq!(why(&parts, &[], [10, 5]), ["left_out 丙 in 2"]);
        assert_eq!(why(&parts, &[], [33, 18]), ["twice_sum 甲+丙 in 2"]);
    }

    #[test]
    fn errors_stand_for_themselves_and_beside_others() {
        let parts = [part("甲", [3, 5], &[]), part("乙", [7, 0], &[(A, 2)]), part("丙", [10, 4], &[(A, 5)])];
        assert_eq!(why(&parts, &[], [22, 9]), ["error 乙 in 1"]);
        assert_eq!(why(&parts, &[], [27, 9]), ["error 乙+丙 in 1"], "two errors in one cell");
        assert_eq!(why(&parts, &[], [25, 14]), ["twice 甲 in 2, 1 beside 乙+丙"], "3 + 2 in the first cell");
        assert_eq!(why(&parts, &["丁"], [29, 10]), ["missing 丁 in 2, 1 beside 乙+丙"]);
    }

    #[test]
    fn who_did_not_submit_is_named_where_other_cells_have_less() {
        let parts = [part("甲", [3, 5], &[]), part("乙", [7, 1], &[])];
        assert_eq!(why(&parts, &["丁"], [19, 6]), ["missing 丁 in 1"]);
        assert_eq!(
            why(&parts, &["丁"], [19, 5]),
            ["missing 丁 in 1", "gap_beside  in 1"],
            "nobody's figures are negative"
        );
        assert_eq!(why(&parts, &[], [19, 4]), ["gap_three  in 2"]);
    }

    #[test]
    fn of_several_that_would_do_all_are_said() {
        let parts = [part("甲", [3, 5], &[]), part("乙", [3, 5], &[]), part("丙", [1, 0], &[])];
        assert_eq!(why(&parts, &[], [10, 15]), ["twice_any 甲+乙 of 2 in 2"]);
        assert_eq!(why(&parts, &[], [11, 15]), ["twice_sets 甲+丙 of 2 in 2"]);
    }
}
