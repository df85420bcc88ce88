//! What became of a filing, in one word: what every list of filings is sorted, counted and coloured by.

use crate::diagnosis::{Assessment, Report, Status};
use crate::model::Lang;
use crate::render::words::phrases::phrase;
use crate::rules::Severity;

/// What became of a filing, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) enum State {
    Unassessed,
    Errors,
    Warnings,
    Pass,
}

impl State {
    pub(in crate::render) const ALL: [Self; 4] = [Self::Unassessed, Self::Errors, Self::Warnings, Self::Pass];

    pub(in crate::render) fn of(filing: &Assessment) -> Self {
        let has_error = || filing.findings.iter().any(|finding| finding.severity == Severity::Error);
        match filing.status() {
            Status::Unassessed => Self::Unassessed,
            Status::Findings if has_error() => Self::Errors,
            Status::Findings => Self::Warnings,
            Status::Pass => Self::Pass,
        }
    }

    /// How many filings of a run came to it.
    pub(in crate::render) fn count(self, report: &Report) -> usize {
        let summary = report.summary();
        match self {
            Self::Unassessed => summary.unassessed,
            Self::Errors => summary.with_errors,
            Self::Warnings => summary.with_warnings,
            Self::Pass => summary.pass,
        }
    }

    pub(in crate::render) fn words(self, lang: Lang) -> &'static str {
        let name = match self {
            Self::Unassessed => "state-unassessed",
            Self::Errors => "state-errors",
            Self::Warnings => "state-warnings",
            Self::Pass => "state-pass",
        };
        phrase(name, lang)
    }

    /// The sign in front of a filing; colour only repeats it.
    pub(in crate::render) fn mark(self) -> &'static str {
        match self {
            Self::Unassessed => "？",
            Self::Errors => "✗",
            Self::Warnings => "!",
            Self::Pass => "✓",
        }
    }
}
