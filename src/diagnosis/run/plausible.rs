//! What is unlikely of a filing by itself: last year's stock below zero, figures that only others have, a large part of
//! the cases carried over.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Context, Heard, Remark, Watch};
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::model::{CellIndex, FormEdition, Roster, Transcript, agency_key};
use crate::rules::{Check, Rule, Trigger, sum};

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

    /// Whether it is the one who says what a rule is set off by.
    pub(super) fn says(trigger: &Trigger) -> bool {
        use Check::{LargeBacklog, OpeningNegative, PowerExceeded};
        matches!(trigger, Trigger::Check(OpeningNegative | PowerExceeded | LargeBacklog))
    }

    /// Whether it is certain that an agency cannot make rules (规章): by its level on the roster, else by its name.
    fn is_without_power(&self, agency: &str, rule: &Rule) -> bool {
        let is_among =
            |name: &str, text: &str| rule.words.get(name).is_some_and(|words| words.iter().any(|w| w == text));
        let member = self.roster.as_ref().and_then(|roster| roster.find(agency).map(|at| &roster.members()[at]));
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

/// A filing and what it is judged by.
struct Case<'c> {
    edition: &'c FormEdition,
    transcript: &'c Transcript,
    context: &'c Context<'c>,
}

impl Watch for Plausible {
    fn hear(&mut self, filing: &Assessment, context: &Context) -> Heard {
        let Some((edition, transcript)) = context.figures(filing) else { return Heard::default() };
        let case = Case { edition, transcript, context };
        let mut remarks = case.openings();
        remarks.extend(case.backlog());
        let rule = context.rule(Check::PowerExceeded).zip(filing.agency.as_deref());
        let is_positive = |cell: &&CellIndex| case.sum(&[**cell]).is_some_and(|figure| figure > Decimal::ZERO);
        let cells: Vec<_> = edition.comparisons.reserved.iter().filter(is_positive).copied().collect();
        let has_some = |(rule, agency): &(&Arc<Rule>, &str)| !cells.is_empty() && self.is_without_power(agency, rule);
        let remark = rule.filter(has_some).map(|(rule, _)| Remark::new(rule, Facts::default()));
        remarks.extend(remark.map(|remark| remark.of_cells(edition, transcript, &cells)));
        remarks.into()
    }
}

impl Case<'_> {
    fn sum(&self, cells: &[CellIndex]) -> Option<Decimal> {
        sum(cells.iter().copied(), self.edition, self.transcript, self.context.assessor.policy().blank)
    }

    /// What this year's figures make of last year's is a count and not below zero.
    fn openings(&self) -> Vec<Remark> {
        let Some(rule) = self.context.rule(Check::OpeningNegative) else { return Vec::new() };
        let stocks = self.edition.comparisons.continuities.iter().filter(|one| !one.less.is_empty());
        let remark = |one: &crate::model::Continuity| {
            let opening = self.sum(&one.now)? - self.sum(&one.less)?;
            (opening < Decimal::ZERO).then(|| {
                let cells: Vec<_> = one.now.iter().chain(&one.less).copied().collect();
                let facts = Facts::default().with("opening", opening.normalize());
                Remark::new(rule, facts).of_cells(self.edition, self.transcript, &cells)
            })
        };
        stocks.filter_map(remark).collect()
    }

    fn backlog(&self) -> Option<Remark> {
        let rule = self.context.rule(Check::LargeBacklog)?;
        let backlog = self.edition.comparisons.backlog.as_ref()?;
        let (part, whole) = self.sum(&backlog.part).zip(self.sum(&backlog.whole))?;
        let threshold = |name| self.context.assessor.policy().threshold(rule, name);
        if whole < threshold("cases") || part <= threshold("share") * whole {
            return None;
        }
        // whole > 0: it is not less than part, or the threshold of cases is.
        let percent = (part * Decimal::ONE_HUNDRED).checked_div(whole)?.round_dp(1);
        let facts = Facts::default().with("part", part.normalize()).with("whole", whole.normalize());
        let facts = facts.with("percent", percent.normalize());
        Some(Remark::new(rule, facts).of_cells(self.edition, self.transcript, &backlog.part))
    }
}
