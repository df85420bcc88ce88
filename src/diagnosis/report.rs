//! A whole run: its filings and what they add up to.

use std::collections::BTreeMap;

use super::assess::{Assessment, Status};
use super::finding::Finding;
use crate::rules::Severity;

/// The result of a run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Files that were opened.
    pub files: usize,
    /// Files of a walked folder that are no filings, by path.
    pub skipped: Vec<String>,
    /// The filings, in input order.
    pub filings: Vec<Assessment>,
    /// What belongs to the run and not to one filing.
    pub findings: Vec<Finding>,
}

/// The counts of a run. `pass + with_errors + with_warnings + unassessed` is the number of filings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Filings without an error or an unexplained warning.
    pub pass: usize,
    /// Filings with at least one error.
    pub with_errors: usize,
    /// Filings with warnings and no error.
    pub with_warnings: usize,
    /// Filings that could not be assessed.
    pub unassessed: usize,
    /// Findings by severity.
    pub by_severity: BTreeMap<Severity, usize>,
    /// Findings by rule code.
    pub by_code: BTreeMap<String, usize>,
}

impl Report {
    /// All findings of the run.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.filings.iter().flat_map(|filing| &filing.findings).chain(&self.findings)
    }

    /// The counts.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            summary.by_severity.insert(severity, 0);
        }
        for filing in &self.filings {
            let has_error = filing.findings.iter().any(|finding| finding.severity == Severity::Error);
            *match filing.status() {
                Status::Unassessed => &mut summary.unassessed,
                Status::Pass => &mut summary.pass,
                Status::Findings if has_error => &mut summary.with_errors,
                Status::Findings => &mut summary.with_warnings,
            } += 1;
        }
        for finding in self.all_findings() {
            *summary.by_severity.entry(finding.severity).or_default() += 1;
            *summary.by_code.entry(finding.rule.code.clone()).or_default() += 1;
        }
        summary
    }

    /// Whether a finding that is not explained reaches `threshold`.
    #[must_use]
    pub fn reaches(&self, threshold: Severity) -> bool {
        self.all_findings().any(|finding| !finding.explained && finding.severity <= threshold)
    }
}
