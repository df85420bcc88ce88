//! Why a superior's figures are not the sums of its parts': the gaps of all cells together tell more than one of them.
//!
//! What an error in a part (or in the superior itself) makes of a cell is known from the part's own diagnosis, so every gap
//! may hold any of these besides its cause. What is left is explained by one cause for all cells: a part counted twice or
//! left out, a part that did not submit, several parts together; or by nothing, and then it says how far it was looked.

mod errors;
mod sets;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::subordinate::Subordinate;
use crate::model::{CellIndex, Reason};
use errors::{Errors, beside, of_errors};
use sets::of_parts;

/// So many parts are tried in pairs, and so many in threes.
const PAIRS: usize = 400;
const TRIPLES: usize = 60;
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

impl Gaps<'_> {
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

#[cfg(test)]
mod tests {
    use super::super::figures::CellFigures;
    use super::*;
    use crate::diagnosis::assessment::Source;
    use crate::diagnosis::total::{Imprint, Standing};

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
