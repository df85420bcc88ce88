//! What is unlikely of a filing by itself: last year's stock below zero, figures that only others have, a large part of
//! the cases carried over.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Heard, Remark, Trace, Watch};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::cell_checks::CellCheck;
use crate::diagnosis::finding::Facts;
use crate::model::{CellIndex, FormEdition, Roster, Transcript, agency_key, plain};
use crate::rules::{BlankPolicy, Check, Fact, Rule, sum};

/// Judges filings one by one.
#[derive(Debug)]
pub(super) struct Plausible {
    /// Says at which level an agency is.
    roster: Option<Arc<Roster>>,
}

impl Plausible {
    pub(super) fn new(roster: Option<Arc<Roster>>) -> Self {
        Self { roster }
    }

    /// Whether it is certain that an agency cannot make rules (规章): by its level on the roster, else by its name.
    fn is_without_power(&self, agency: &str, rule: &Rule) -> bool {
        let is_among =
            |name: &str, text: &str| rule.words.get(name).is_some_and(|words| words.iter().any(|w| w == text));
        let member = self.roster.as_ref().and_then(|roster| roster.member(agency));
        if let Some(level) = member.and_then(|member| member.level.as_deref()) {
            return is_among("levels_without", level);
        }
        let key = agency_key(agency);
        let ends = |name: &str| {
            rule.words.get(name).is_some_and(|words| words.iter().any(|word| key.ends_with(word.as_str())))
        };
        ends("names_without") && !ends("names_with")
    }
}

impl Watch for Plausible {
    fn hear(&mut self, filing: &Assessment, _: &Trace, assessor: &Assessor) -> Heard {
        let Some((edition, transcript)) = assessor.figures(filing) else { return Heard::default() };
        let case = Case { edition, transcript, blank: assessor.policy().blank };
        let opening = assessor.catalogue().for_check(Check::OpeningNegative);
        let mut remarks: Vec<_> = opening.into_iter().flat_map(|rule| case.openings(rule)).collect();
        for check in assessor.cell_checks(edition, Check::LargeBacklog) {
            let threshold = |name| assessor.policy().threshold(&check.rule, name);
            remarks.extend(case.backlog(check, threshold("cases"), threshold("share")));
        }
        remarks.extend(assessor.cell_checks(edition, Check::PowerExceeded).filter_map(|check| {
            let reserved = case.positive(&check.cells);
            let is_meant = !reserved.is_empty() && self.is_without_power(filing.agency.as_deref()?, &check.rule);
            is_meant.then(|| Remark::new(&check.rule, Facts::default()).of_cells(edition, transcript, &reserved))
        }));
        remarks.into()
    }
}

/// A filing and what it is judged by.
struct Case<'c> {
    edition: &'c FormEdition,
    transcript: &'c Transcript,
    blank: BlankPolicy,
}

impl Case<'_> {
    fn sum(&self, cells: &[CellIndex]) -> Option<Decimal> {
        sum(cells, self.edition, self.transcript, self.blank)
    }

    /// What this year's figures make of last year's is a count and not below zero.
    fn openings(&self, rule: &Arc<Rule>) -> impl Iterator<Item = Remark> {
        let stocks = self.edition.comparisons.continuities.iter().filter(|one| !one.less.is_empty());
        stocks.filter_map(|one| {
            let (now, less) = self.sum(&one.now).zip(self.sum(&one.less))?;
            (now < less).then(|| {
                let cells: Vec<_> = one.now.iter().chain(&one.less).copied().collect();
                let facts = Facts::default().with(Fact::Opening, (now - less).normalize());
                Remark::new(rule, facts).of_cells(self.edition, self.transcript, &cells)
            })
        })
    }

    fn backlog(&self, check: &CellCheck, cases: Decimal, share: Decimal) -> Option<Remark> {
        let (part, whole) = self.sum(&check.cells).zip(self.sum(&check.of))?;
        if whole < cases || part <= share * whole {
            return None;
        }
        // whole > 0: it is not less than part, or the threshold of cases is.
        let percent = (part * Decimal::ONE_HUNDRED).checked_div(whole)?.round_dp(1);
        let facts = Facts::default().with(Fact::Part, part.normalize()).with(Fact::Whole, whole.normalize());
        let facts = facts.with(Fact::Percent, percent.normalize()).resting_on(plain(whole));
        Some(Remark::new(&check.rule, facts).of_cells(self.edition, self.transcript, &check.cells))
    }

    /// Those of some cells that are above zero: of the reserved ones, those that only bodies with a power have.
    fn positive(&self, cells: &[CellIndex]) -> Vec<CellIndex> {
        let is_positive = |cell: &&CellIndex| self.sum(&[**cell]).is_some_and(|figure| figure > Decimal::ZERO);
        cells.iter().filter(is_positive).copied().collect()
    }
}
