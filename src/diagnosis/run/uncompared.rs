//! What a superior is not held against: nothing, where it has no parts of its year and edition, and parts that tell no year.

use std::fmt::Display;
use std::sync::Arc;

use super::subordinate::Subordinate;
use super::{Remark, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::Identity;
use crate::diagnosis::total::{Collector, Imprint, Line, SheetTotals, Standing, subtotals};
use crate::model::Reason;
use crate::rules::{Check, Fact};

/// A filing that tells no year: whose, as its roster has it, and where.
#[derive(Debug)]
pub(super) struct Yearless {
    pub(super) identity: Identity,
    pub(super) standing: Standing,
    pub(super) agency: Option<String>,
    pub(super) source: Source,
    /// So many filings that tell their years were heard before it.
    pub(super) at: usize,
    pub(super) edition: Arc<str>,
    pub(super) imprint: Imprint,
}

impl Yearless {
    /// Itself among the filings of its file.
    fn line(&self) -> Line<'_> {
        let is_listed = self.standing.superior().is_some();
        Line {
            source: &self.source,
            agency: self.agency.as_deref(),
            edition: &self.edition,
            imprint: self.imprint,
            is_listed,
        }
    }
}

/// What is said of a superior that nothing could be held against; `others` have filings on another edition of the form.
pub(super) fn uncompared(superior: &Assessment, others: &[&str], assessor: &Assessor) -> Vec<Remark> {
    let facts = match others {
        [] => Facts::because(Reason::NoParts),
        others => {
            let reason = if others.len() > NAMED { Reason::OtherEditionMany } else { Reason::OtherEdition };
            Facts::because(reason)
                .with(Fact::Who, quoted(others))
                .with(Fact::Named, others.len())
                .resting_on(others.join("、"))
        }
    };
    said(superior, facts.about(String::new()), assessor)
}

/// What is said of parts of a superior that were not added because they tell no year. One that is the sum of those beside it
/// is no part; `beside` are those that tell the superior's, in the order in which they were heard.
pub(super) fn yearless(
    superior: &Assessment,
    filings: &[Yearless],
    beside: &[&Subordinate],
    (collector, sheets): (&Collector, &SheetTotals),
    assessor: &Assessor,
) -> Vec<Remark> {
    let is_part = |filing: &&Yearless| {
        let total = sheets.total(filing.agency.as_deref(), &filing.source).map(Standing::Total);
        collector.leaves_out(filing.identity, total.unwrap_or(filing.standing)).is_none()
    };
    let parts: Vec<&Yearless> = filings.iter().filter(is_part).collect();
    let others = beside.iter().map(|part| (part.at, None, part.line()));
    let mut lines: Vec<_> = others.chain(parts.iter().map(|part| (part.at, Some(*part), part.line()))).collect();
    lines.sort_by_key(|(at, own, _)| (*at, own.is_some()));
    let found = subtotals(&lines.iter().map(|(.., line)| *line).collect::<Vec<_>>(), true);
    let who = lines.iter().zip(found).filter(|(_, found)| found.is_none()).filter_map(|((_, own, _), _)| *own);
    let who: Vec<String> = who.map(|filing| filing.source.name_or(filing.agency.as_deref())).collect();
    if who.is_empty() {
        return Vec::new();
    }
    let reason = if who.len() > NAMED { Reason::YearlessMany } else { Reason::Yearless };
    let facts = Facts::because(reason).with(Fact::Who, quoted(&who)).with(Fact::Named, who.len());
    let facts = facts.resting_on(who.join("、"));
    said(superior, facts.about(Reason::Yearless.word().to_owned()), assessor)
}

fn said(superior: &Assessment, facts: Facts, assessor: &Assessor) -> Vec<Remark> {
    let Some((rule, year)) = assessor.catalogue().for_check(Check::AggregateUncompared).zip(superior.year) else {
        return Vec::new();
    };
    let remark = Remark::new(rule, facts.with(Fact::Year, year)).concerning(Whom::of(superior));
    vec![Remark { edition: superior.edition.clone(), ..remark }]
}

/// So many names stand for all in a sentence.
pub(super) const NAMED: usize = 5;

pub(super) fn quoted(names: &[impl Display]) -> String {
    let names: Vec<_> = names.iter().take(NAMED).map(|name| format!("“{name}”")).collect();
    names.join("、")
}
