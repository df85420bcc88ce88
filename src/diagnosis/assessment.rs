//! What became of a filing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::finding::{Detail, Finding};
use super::localise::{Diagnosis, Evidence};
use crate::model::{CellIndex, ObservationKind, Transcript};
use crate::reading::ReadError;
use crate::rules::narrative::ClaimedChange;
use crate::rules::{Rule, Severity};

/// Where a filing came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The path as given; one copy for all that came from there.
    pub path: Arc<str>,
    /// The sheet, where it stands on one; one copy for all that stand there.
    pub sheet: Option<Arc<str>>,
    /// The line of a data set, from 1.
    pub record: Option<u32>,
}

impl Source {
    /// The file by its name and the sheet: what stays when a folder is moved, or a line put in further up.
    pub(super) fn file(&self) -> String {
        let name = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        self.sheet.iter().fold(name.to_owned(), |name, sheet| format!("{name} [{sheet}]"))
    }

    /// What to call what stands here: its agency, where it tells one, else the place.
    pub(crate) fn name_or(&self, agency: Option<&str>) -> String {
        agency.map_or_else(|| self.to_string(), str::to_owned)
    }
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        self.sheet.iter().try_for_each(|sheet| write!(f, " [{sheet}]"))?;
        self.record.iter().try_for_each(|record| write!(f, " #{record}"))
    }
}

/// How many, by the code of a rule.
pub type CodeCounts = BTreeMap<String, usize>;

/// Counts one more of a rule.
pub(super) fn count_one(rule: &Rule, counts: &mut CodeCounts) {
    match counts.get_mut(&rule.code) {
        Some(count) => *count += 1,
        None => drop(counts.insert(rule.code.clone(), 1)),
    }
}

/// What was found and is not listed: the run ignores the rules of it, or did not ask for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unlisted {
    /// How many findings.
    pub findings: usize,
    /// So many of them are relations that do not hold.
    pub relations: usize,
    /// By code, those whose rules it ignores.
    pub ignored: CodeCounts,
}

impl Unlisted {
    /// Counts one more.
    pub(super) fn count(&mut self, finding: &Finding, is_ignored: bool) {
        self.findings += 1;
        self.relations += usize::from(matches!(finding.detail, Detail::Balance { .. }));
        if is_ignored {
            count_one(&finding.rule, &mut self.ignored);
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        self.findings += other.findings;
        self.relations += other.relations;
        for (code, count) in &other.ignored {
            *self.ignored.entry(code.clone()).or_default() += count;
        }
    }
}

/// What became of one filing, or of a file that held none.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// Where it came from.
    pub source: Source,
    /// The agency, where one is known.
    pub agency: Option<String>,
    /// The report year, where one is known.
    pub year: Option<u16>,
    /// The edition; `None` when two fit equally, or nothing was read.
    pub edition: Option<Arc<str>>,
    /// The figures. With an undetermined edition, as the newest of the fitting editions reads them.
    pub transcript: Option<Transcript>,
    /// What was checked.
    pub checked: Checked,
    /// What was checked of the text around the tables.
    pub narrated: Narrated,
    /// The findings, in the order officers work through them.
    pub findings: Vec<Finding>,
    /// What explains the broken relations.
    pub diagnoses: Vec<Diagnosis>,
    /// What was found besides.
    pub unlisted: Unlisted,
    /// The filing of the year before was there to be compared with.
    pub has_year_before: bool,
    /// Why it could not be assessed.
    pub error: Option<ReadError>,
}

/// How much of a filing was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Balance relations that hold.
    pub held: usize,
    /// Balance relations that do not.
    pub violated: usize,
    /// Balance relations that nobody can judge: something is missing, unreadable, or a total is blank.
    pub undetermined: usize,
    /// How many of these each rule has, by its code.
    pub unjudged: CodeCounts,
    /// Cells that were read.
    pub cells: usize,
}

/// How much of a text was checked, and what it says that others can use.
#[derive(Debug, Clone, Default)]
pub struct Narrated {
    /// Sentences that were read.
    pub sentences: usize,
    /// Sums, shares and claims in them that could be told.
    pub told: usize,
    /// Cells whose printed figure a sentence repeats: they are less suspect.
    pub supported: Vec<CellIndex>,
    /// Changes on last year, which only its filing can bear out.
    pub changes: Vec<ClaimedChange>,
}

impl Narrated {
    /// What the text says of cells that may be wrong.
    pub(super) fn evidence(&self) -> Evidence {
        Evidence { supported: self.supported.iter().copied().collect(), ..Evidence::default() }
    }
}

/// The state of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// No error and no unexplained warning.
    Pass,
    /// Something was found.
    Findings,
    /// It could not be assessed.
    Unassessed,
}

impl Status {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Findings => "findings",
            Self::Unassessed => "unassessed",
        }
    }
}

impl Assessment {
    /// A file that could not be assessed.
    #[must_use]
    pub fn unassessed(path: impl Into<Arc<str>>, error: ReadError) -> Self {
        Self { source: Source { path: path.into(), ..Source::default() }, error: Some(error), ..Self::default() }
    }

    /// What to call it: its agency, where it tells one, else the place where it stands.
    pub(crate) fn name(&self) -> String {
        self.source.name_or(self.agency.as_deref())
    }

    /// The findings of what stands in the file and is in no cell that was read: figures that could not be assigned, a row
    /// that stands twice, rows and columns that the form has not, a table of another year. Whoever writes the cells
    /// elsewhere loses it.
    pub fn left_out(&self) -> impl Iterator<Item = &Finding> {
        use ObservationKind::{ColumnNotInForm, NotOfReport, RowDuplicated, RowNotInForm, ValuesUnassigned};
        let is_left_out =
            |kind| matches!(kind, ValuesUnassigned | RowDuplicated | RowNotInForm | ColumnNotInForm | NotOfReport);
        self.findings
            .iter()
            .filter(move |found| matches!(&found.detail, Detail::Observed(seen) if is_left_out(seen.kind)))
    }

    /// The state.
    #[must_use]
    pub fn status(&self) -> Status {
        let counts = |finding: &Finding| finding.severity != Severity::Note && !finding.explained;
        if self.error.is_some() {
            Status::Unassessed
        } else if self.findings.iter().any(counts) {
            Status::Findings
        } else {
            Status::Pass
        }
    }
}

impl Checked {
    /// Counts a relation that nobody can judge, for its rule.
    pub(super) fn leave_open(&mut self, rule: Option<&Arc<Rule>>) {
        self.undetermined += 1;
        let Some(rule) = rule else { return };
        count_one(rule, &mut self.unjudged);
    }
}
