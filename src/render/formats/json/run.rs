//! What belongs to a run as `gouji/1` writes it: what it adds up to, and the findings that are of no filing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnosis::{Report, Skipped};
use crate::render::finding_json::FindingJson;
use crate::render::said::SaidRun;
use crate::render::source_json::SourceJson;
use crate::rules::Severity;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Closing<'a> {
    pub(super) summary: SummaryJson<'a>,
    pub(super) findings: Vec<ConcernJson<'a>>,
}

/// What belongs to the run and not to one filing, and the line of the list that it speaks of.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RunFinding"))]
pub(super) struct ConcernJson<'a> {
    source: SourceJson<'a>,
    agency: Option<&'a str>,
    year: Option<u16>,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Summary"))]
pub(super) struct SummaryJson<'a> {
    files: usize,
    /// What was met and passed over, by path.
    skipped: Vec<&'a str>,
    /// The same, with the reason.
    skipped_because: Vec<SkippedJson<'a>>,
    filings: usize,
    pass: usize,
    with_errors: usize,
    with_warnings: usize,
    unassessed: usize,
    by_severity: BySeverity,
    by_code: &'a BTreeMap<String, usize>,
    /// Findings that were not listed because the run ignores their rules, by code.
    ignored: &'a BTreeMap<String, usize>,
    /// How many findings were not listed, because the run ignores their rules or did not ask for them.
    unlisted: usize,
    /// The run was broken off; so many inputs were not looked at.
    interrupted: Option<usize>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Skipped"))]
struct SkippedJson<'a> {
    path: &'a str,
    kind: &'static str,
}

impl<'a> SkippedJson<'a> {
    fn new(skipped: &'a Skipped) -> Self {
        Self { path: &skipped.path, kind: skipped.because.word() }
    }
}

/// Of `jsonl`, where a list named the paths: the answer to one that gave no filing.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct SkippedLine<'a> {
    source: SourceJson<'a>,
    #[cfg_attr(test, schemars(extend("const" = "skipped")))]
    status: &'static str,
    /// Why: as of `skipped_because`, or `opened` of a folder, an archive or a pattern whose files have lines of their own.
    kind: &'static str,
}

impl<'a> SkippedLine<'a> {
    pub(super) fn new(skipped: &'a Skipped) -> Self {
        Self { source: SourceJson::of_path(&skipped.path), status: "skipped", kind: skipped.because.word() }
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BySeverity {
    error: usize,
    warning: usize,
    note: usize,
}

impl<'a> Closing<'a> {
    pub(super) fn new(run: SaidRun<'a>) -> Self {
        let findings = run.findings().map(|said| ConcernJson {
            source: SourceJson::of(&said.filing.assessment.source),
            agency: said.filing.assessment.agency.as_deref(),
            year: said.filing.assessment.year,
            finding: FindingJson::new(said),
        });
        Self { summary: SummaryJson::new(run.report), findings: findings.collect() }
    }
}

impl<'a> SummaryJson<'a> {
    fn new(report: &'a Report) -> Self {
        let summary = report.summary();
        let count = |severity| summary.by_severity.get(&severity).copied().unwrap_or(0);
        Self {
            files: report.files,
            skipped: report.skipped.iter().map(|one| one.path.as_str()).collect(),
            skipped_because: report.skipped.iter().map(SkippedJson::new).collect(),
            filings: report.filings(),
            pass: summary.pass,
            with_errors: summary.with_errors,
            with_warnings: summary.with_warnings,
            unassessed: summary.unassessed,
            by_severity: BySeverity {
                error: count(Severity::Error),
                warning: count(Severity::Warning),
                note: count(Severity::Note),
            },
            by_code: &summary.by_code,
            ignored: &summary.unlisted.ignored,
            unlisted: summary.unlisted.findings,
            interrupted: report.left,
        }
    }
}
