//! What a run adds up to. It is fed filing by filing and keeps none of them: a data set has more filings than fit into
//! memory.

use std::collections::BTreeMap;

use super::assessment::{Assessment, CodeCounts, Status, Unlisted, count_one};
use super::finding::Finding;
use crate::rules::Severity;

/// What belongs to a run and to no filing.
#[derive(Debug, Default)]
pub struct Closed {
    /// What was found, each by itself.
    pub found: Vec<Assessment>,
    /// What was found besides.
    pub unlisted: Unlisted,
}

/// The tally of a run.
///
/// # Example
/// ```
/// # let forms = gouji::forms::Forms::embedded()?;
/// # let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// # let catalogue = gouji::rules::Catalogue::embedded()?;
/// # let assessor = gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default())?;
/// let mut report = gouji::diagnosis::Report::default();
/// let text = "某局2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
///     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
/// assessor.assess("report.txt", Ok(text.into())).iter().for_each(|filing| report.count(filing));
/// assert_eq!((report.filings(), report.summary().with_errors), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were opened.
    pub files: usize,
    /// What was met in walked folders and archives and is no filing.
    pub skipped: Vec<Skipped>,
    /// The run was broken off: how many inputs were not looked at.
    pub left: Option<usize>,
    filings: usize,
    concerns: Vec<Assessment>,
    summary: Summary,
    /// The gravest finding that is not explained.
    gravest: Option<Severity>,
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
    pub by_code: CodeCounts,
    /// What was found besides.
    pub unlisted: Unlisted,
}

/// A file, or a folder, that was met and passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why.
    pub because: Because,
}

/// Why something that was met is no filing; `kind` in results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A text without a statutory table: a manual, a list of contacts.
    NoTable,
    /// A picture.
    Picture,
    /// A kind of file that holds no report: a film, a program.
    UnknownKind,
    /// `--exclude` names it.
    Excluded,
    /// A link to a folder.
    Link,
    /// A result of gouji itself.
    OwnResult,
    /// A result of this run takes its place.
    Replaced,
    /// A folder, an archive or a pattern of a list: what it holds has been answered under names of its own.
    Opened,
}

impl Because {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoTable => "no-table",
            Self::Picture => "picture",
            Self::UnknownKind => "unknown-kind",
            Self::Excluded => "excluded",
            Self::Link => "link",
            Self::OwnResult => "own-result",
            Self::Replaced => "replaced",
            Self::Opened => "opened",
        }
    }
}

impl Report {
    /// Counts a filing.
    pub fn count(&mut self, filing: &Assessment) {
        self.filings += 1;
        let has_error = filing.findings.iter().any(|finding| finding.severity == Severity::Error);
        *match filing.status() {
            Status::Unassessed => &mut self.summary.unassessed,
            Status::Pass => &mut self.summary.pass,
            Status::Findings if has_error => &mut self.summary.with_errors,
            Status::Findings => &mut self.summary.with_warnings,
        } += 1;
        filing.findings.iter().for_each(|finding| self.count_finding(finding));
        self.summary.unlisted.add(&filing.unlisted);
    }

    /// Adds what belongs to the run and not to one filing.
    pub fn add(&mut self, closed: Closed) {
        let Closed { found: concerns, unlisted } = closed;
        self.summary.unlisted.add(&unlisted);
        concerns.iter().flat_map(|concern| &concern.findings).for_each(|finding| self.count_finding(finding));
        self.concerns.extend(concerns);
    }

    fn count_finding(&mut self, finding: &Finding) {
        *self.summary.by_severity.entry(finding.severity).or_default() += 1;
        count_one(&finding.rule, &mut self.summary.by_code);
        if !finding.explained {
            // The graver severity is the lesser one.
            self.gravest = Some(self.gravest.map_or(finding.severity, |gravest| gravest.min(finding.severity)));
        }
    }

    /// How many filings were counted.
    #[must_use]
    pub fn filings(&self) -> usize {
        self.filings
    }

    /// What belongs to the run and not to one filing: each with the list or filing it speaks of as its source, and one
    /// finding.
    #[must_use]
    pub fn concerns(&self) -> &[Assessment] {
        &self.concerns
    }

    /// The counts.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Whether a finding that is not explained reaches `threshold`.
    #[must_use]
    pub fn reaches(&self, threshold: Severity) -> bool {
        self.gravest.is_some_and(|gravest| gravest <= threshold)
    }
}
