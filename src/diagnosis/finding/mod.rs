//! A finding: one rule that fired at one place.

mod detail;
mod equation;
mod grounds;
mod signature;

pub use detail::{BlankTotal, Detail, Facts, TermValue, Twin};
pub(super) use signature::{Extent, fingerprint, tell_apart};

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{CellIndex, Explanation, FormEdition, Place, Transcript};
use crate::rules::{Rule, Severity};

/// One audit finding (审核发现).
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that fired.
    pub rule: Arc<Rule>,
    /// The edition it speaks of, by id; a record can say its own words of it.
    pub edition: Arc<str>,
    /// How grave it is in this run.
    pub severity: Severity,
    /// The table, by position in the edition.
    pub table: Option<usize>,
    /// The cells it is about, in the form's order.
    pub cells: Vec<FoundCell>,
    /// Where it is when no single cell says so, as the label of a row that is not in the form.
    pub place: Option<Place>,
    /// What exactly was found.
    pub detail: Detail,
    /// The finding's identity over corrections elsewhere: 16 hexadecimal digits.
    pub fingerprint: Arc<str>,
    /// A warning that its agency has explained.
    pub explained: bool,
    /// What the agency says of it; of no effect unless it is `explained`.
    pub explanation: Option<Arc<Explanation>>,
    /// The lines of all explanations that speak of it: several may have one of its cells each.
    pub answered_by: Vec<u32>,
}

/// A cell of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCell {
    /// The cell.
    pub cell: CellIndex,
    /// Its stable name.
    pub id: Arc<str>,
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// Its figure, or its text where it is none; `None` when blank.
    pub value: Option<String>,
    /// The two sides that should be equal in this cell, of a finding that lists several such.
    pub sums: Option<(Decimal, Decimal)>,
}

impl FoundCell {
    /// These cells of a filing, in the form's order.
    pub(super) fn all(edition: &FormEdition, filing: &Transcript, cells: &[CellIndex]) -> Vec<Self> {
        let found = cells.iter().map(|cell| Self {
            cell: *cell,
            id: edition.cell(*cell).id.clone(),
            place: filing.place(*cell),
            value: filing.quoted(*cell),
            sums: None,
        });
        let mut found: Vec<_> = found.collect();
        // Nearly always they are.
        if !found.is_sorted_by_key(|found| found.cell) {
            found.sort_unstable_by_key(|found| found.cell);
        }
        found
    }
}

impl Finding {
    /// A finding about `cells`; its fingerprint is set by [`Finding::sign`].
    pub(super) fn new(
        rule: &Arc<Rule>,
        edition: &FormEdition,
        filing: &Transcript,
        cells: &[CellIndex],
        detail: Detail,
    ) -> Self {
        let cells = FoundCell::all(edition, filing, cells);
        let table = cells.first().map(|found| edition.cell(found.cell).table);
        Self { edition: edition.id.clone(), table, cells, ..Self::of_run(rule, detail) }
    }

    /// A finding about no filing.
    pub(super) fn of_run(rule: &Arc<Rule>, detail: Detail) -> Self {
        Self {
            rule: Arc::clone(rule),
            edition: Arc::default(),
            severity: rule.severity,
            table: None,
            cells: Vec::new(),
            place: None,
            detail,
            fingerprint: Arc::default(),
            explained: false,
            explanation: None,
            answered_by: Vec::new(),
        }
    }

    /// Whether it lists cells of one cause: what is said of some of them is said of it.
    pub(super) fn lists_cells(&self) -> bool {
        match &self.detail {
            Detail::BlankTotals(_) => true,
            Detail::Observed(seen) => Extent::of(seen.kind).is_some(),
            _ => self.cells.iter().any(|cell| cell.sums.is_some()),
        }
    }

    /// The ids of its cells, joined by `;`.
    #[must_use]
    pub fn cell_ids(&self) -> String {
        self.cells.iter().map(|cell| &*cell.id).collect::<Vec<_>>().join(";")
    }

    /// What it would be of another filing.
    pub(super) fn twin(&self) -> Option<&Twin> {
        match &self.detail {
            Detail::Stated(facts) => facts.twin.as_ref(),
            _ => None,
        }
    }
}

/// By severity, table, row, column, code: the order in which officers work through a list.
pub(super) fn sort(findings: &mut [Finding]) {
    fn place(finding: &Finding) -> impl Ord {
        let first = finding.cells.first().map(|cell| cell.cell);
        (finding.severity, finding.table, first, &finding.rule.code, &finding.fingerprint)
    }
    findings.sort_by(|one, other| place(one).cmp(&place(other)));
}
