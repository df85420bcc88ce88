//! Why a superior's figures are not the sums of its parts': the gaps of all cells together tell more than one of them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::Figures;
use super::previous::Identity;
use crate::model::CellIndex;

/// So many parts are tried in pairs, and so many in threes.
const PAIRS: usize = 400;
const TRIPLES: usize = 60;

/// A subordinate's figures.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) identity: Identity,
    pub(super) edition: Arc<str>,
    pub(super) figures: Figures,
    /// It reports a group as one line.
    pub(super) is_undivided: bool,
    /// By how much cells that are thought to be wrong should be more.
    pub(super) fixes: Vec<(CellIndex, Decimal)>,
}

/// What explains a gap, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    /// Which of the reasons in the rule's record.
    pub(super) reason: &'static str,
    pub(super) who: Vec<String>,
}

impl Why {
    fn new(reason: &'static str, who: &[&str]) -> Self {
        Self { reason, who: who.iter().map(|name| (*name).to_owned()).collect() }
    }
}

/// The figures of a superior beside the sums of its parts.
pub(super) struct Gaps<'g> {
    /// Per cell: the superior's figure, and the sum.
    pub(super) compared: &'g BTreeMap<CellIndex, (Decimal, Decimal)>,
    pub(super) parts: &'g [&'g Part],
    /// Parts that have no filing.
    pub(super) missing: &'g [&'g str],
    /// Parts whose filing is on another edition of the form.
    pub(super) others: &'g [&'g str],
    /// By how much cells of the superior that are thought to be wrong should be more.
    pub(super) own: &'g [(CellIndex, Decimal)],
}

impl Gaps<'_> {
    /// Every cell with a gap, and what explains it.
    pub(super) fn explained(&self) -> Vec<(CellIndex, Why)> {
        let gap = |(cell, (figure, sum)): (&CellIndex, &(Decimal, Decimal))| (*cell, figure - sum);
        let gaps: BTreeMap<CellIndex, Decimal> = self.compared.iter().map(gap).collect();
        let open = || gaps.iter().filter(|(_, gap)| !gap.is_zero()).map(|(cell, gap)| (*cell, *gap));
        let mut found: BTreeMap<CellIndex, Why> =
            open().filter_map(|(cell, gap)| Some((cell, self.of_error(cell, gap)?))).collect();
        // What errors explain says nothing of the rest.
        let rest: BTreeMap<CellIndex, Decimal> =
            gaps.iter().filter(|(cell, _)| !found.contains_key(cell)).map(|(cell, gap)| (*cell, *gap)).collect();
        let why = self.of_parts(&rest, 1..=1).or_else(|| self.of_absent(&rest)).or_else(|| self.of_parts(&rest, 2..=3));
        let why = why.unwrap_or(Why::new("gap", &[]));
        for (cell, _) in open() {
            found.entry(cell).or_insert_with(|| why.clone());
        }
        found.into_iter().collect()
    }

    /// An error that was found already, of a part or of the superior itself: with the right figure there is no gap.
    fn of_error(&self, cell: CellIndex, gap: Decimal) -> Option<Why> {
        let is_it = |fixes: &[(CellIndex, Decimal)], by: Decimal| fixes.contains(&(cell, by));
        let part = self.parts.iter().find(|part| is_it(&part.fixes, gap));
        part.map(|part| Why::new("error", &[&part.name]))
            .or_else(|| is_it(self.own, -gap).then(|| Why::new("own", &[])))
    }

    /// So many parts whose figures are the gap in every cell: they were counted twice, or left out.
    fn of_parts(&self, gaps: &BTreeMap<CellIndex, Decimal>, many: RangeInclusive<usize>) -> Option<Why> {
        let lead = gaps.iter().find(|(_, gap)| !gap.is_zero()).map(|(cell, gap)| (*cell, *gap))?;
        let figure = |part: &Part, cell| part.figures.get(cell).unwrap_or_default();
        let fits = |set: &[&Part], sign: Decimal| {
            let of = |cell: CellIndex| set.iter().map(|part| figure(part, cell)).sum::<Decimal>() * sign;
            of(lead.0) == lead.1 && gaps.iter().all(|(cell, gap)| of(*cell) == *gap)
        };
        let mut sets: Vec<Vec<&Part>> = self.parts.iter().map(|part| vec![*part]).collect();
        for (size, most) in [(1, PAIRS), (2, TRIPLES), (3, 0)] {
            let tried: &[_] = if many.contains(&size) { &sets } else { &[] };
            for (reason, sign) in [("twice", Decimal::ONE), ("left_out", Decimal::NEGATIVE_ONE)] {
                if let Some(set) = tried.iter().find(|set| fits(set, sign)) {
                    return Some(Why::new(reason, &set.iter().map(|part| part.name.as_str()).collect::<Vec<_>>()));
                }
            }
            if size == *many.end() || self.parts.len() > most {
                return None;
            }
            sets = self.larger(&sets);
        }
        None
    }

    /// The sets with one part more, each once.
    fn larger<'p>(&'p self, sets: &[Vec<&'p Part>]) -> Vec<Vec<&'p Part>> {
        let after = |set: &Vec<&'p Part>| {
            let last = self.parts.iter().position(|part| set.last().is_some_and(|last| std::ptr::eq(*last, *part)));
            self.parts[last.map_or(0, |at| at + 1)..].iter()
        };
        sets.iter().flat_map(|set| after(set).map(|part| set.iter().chain([part]).copied().collect())).collect()
    }

    /// Parts that are not in the sum: the superior has what they would have.
    fn of_absent(&self, gaps: &BTreeMap<CellIndex, Decimal>) -> Option<Why> {
        let is_more = gaps.values().all(|gap| *gap >= Decimal::ZERO);
        let absent = [("other_edition", self.others), ("missing", self.missing)];
        let (reason, who) = absent.into_iter().find(|(_, who)| is_more && !who.is_empty())?;
        Some(Why::new(reason, who))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: CellIndex = CellIndex(0);
    const B: CellIndex = CellIndex(1);

    fn part(name: &str, figures: [i64; 2], fixes: &[(CellIndex, i64)]) -> Part {
        let figures = Figures::of(&[A, B], |cell| Some(figures[cell.at()].into()));
        let fixes = fixes.iter().map(|(cell, by)| (*cell, (*by).into())).collect();
        let (name, edition) = (name.to_owned(), "2021".into());
        Part { name, identity: 0, edition, figures, is_undivided: false, fixes }
    }

    fn why(parts: &[Part], missing: &[&str], superior: [i64; 2]) -> Vec<(&'static str, String)> {
        let parts: Vec<&Part> = parts.iter().collect();
        let sum = |cell: CellIndex| parts.iter().map(|part| part.figures.get(cell).unwrap_or_default()).sum();
        let compared = [A, B].into_iter().zip(superior).map(|(cell, figure)| (cell, (figure.into(), sum(cell))));
        let gaps = Gaps { compared: &compared.collect(), parts: &parts, missing, others: &[], own: &[] };
        gaps.explained().into_iter().map(|(_, why)| (why.reason, why.who.join("+"))).collect()
    }

    #[test]
    fn a_gap_in_all_cells_names_the_parts_that_make_it() {
        let parts = [part("甲", [3, 5], &[]), part("乙", [7, 0], &[(A, 2)]), part("丙", [10, 4], &[])];
        assert_eq!(why(&parts, &[], [20, 9]), [], "sums that are right");
        assert_eq!(why(&parts, &[], [23, 14]), [("twice", "甲".to_owned()), ("twice", "甲".to_owned())]);
        assert_eq!(why(&parts, &[], [10, 5]).first(), Some(&("left_out", "丙".to_owned())));
        assert_eq!(why(&parts, &[], [33, 18]).first(), Some(&("twice", "甲+丙".to_owned())), "two of them");
        assert_eq!(why(&parts, &[], [22, 9]), [("error", "乙".to_owned())]);
        assert_eq!(why(&parts, &["丁"], [29, 10]).first(), Some(&("missing", "丁".to_owned())));
        assert_eq!(
            why(&parts, &["丁"], [19, 10]).first(),
            Some(&("gap", String::new())),
            "nobody's figures are negative"
        );
        assert_eq!(why(&parts, &[], [29, 10]).first(), Some(&("gap", String::new())));
    }
}
