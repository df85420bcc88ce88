//! The one pipeline: bytes to filings, filings to findings.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::finding::{Detail, Facts, Finding, TermValue};
use super::localise::{Diagnosis, Evidence, localise};
use super::settle::{self, Policy};
use crate::forms::Forms;
use crate::model::{CellIndex, Comparison, Figure, Filing, FormEdition, ObservationKind, Transcript};
use crate::reading::{DataSet, Problem, ReadError, Reader, Record, Source as Bytes, limits};
use crate::rules::{Bound, Catalogue, CatalogueError, Check, Line, Plan, Severity, Side, Verdict, value};

/// Where a filing came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The path as given.
    pub path: String,
    /// The sheet, where it stands on one.
    pub sheet: Option<String>,
    /// The line of a data set, from 1.
    pub record: Option<u32>,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        self.sheet.iter().try_for_each(|sheet| write!(f, " [{sheet}]"))?;
        self.record.iter().try_for_each(|record| write!(f, " #{record}"))
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
    pub edition: Option<String>,
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
    /// Why it could not be assessed.
    pub error: Option<ReadError>,
}

/// How much of a filing was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Balance relations that hold.
    pub held: usize,
    /// Balance relations that do not.
    pub violated: usize,
    /// Balance relations that nobody can judge: something is missing, unreadable, or a total is blank.
    pub undetermined: usize,
    /// Cells that were read.
    pub cells: usize,
}

/// How much of a text was checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrated {
    /// Sentences that were read.
    pub sentences: usize,
    /// Sums, shares and claims in them that could be told.
    pub told: usize,
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
    pub fn unassessed(path: String, error: ReadError) -> Self {
        Self { source: Source { path, ..Source::default() }, error: Some(error), ..Self::default() }
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

/// Assesses files: the reader, the plans of all editions, the rules and the wishes of a run. Shared by all threads.
#[derive(Debug)]
pub struct Assessor<'f> {
    reader: Reader<'f>,
    plans: HashMap<String, Plan>,
    pub(super) catalogue: Catalogue,
    pub(super) policy: Policy,
}

impl<'f> Assessor<'f> {
    /// An assessor of what `reader` reads.
    ///
    /// # Errors
    /// [`CatalogueError::NoRule`] when a form has a relation that no rule checks.
    pub fn new(reader: Reader<'f>, catalogue: Catalogue, policy: Policy) -> Result<Self, CatalogueError> {
        let mut plans = HashMap::new();
        for edition in reader.forms().editions() {
            let plan = Plan::of(edition);
            catalogue.covers(&edition.id, &plan)?;
            plans.insert(edition.id.clone(), plan);
        }
        Ok(Self { reader, plans, catalogue, policy })
    }

    /// The reader.
    #[must_use]
    pub fn reader(&self) -> &Reader<'f> {
        &self.reader
    }

    /// The rules.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The wishes of the run.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The forms it assesses against.
    #[must_use]
    pub fn forms(&self) -> &'f Forms {
        self.reader.forms()
    }

    /// Assesses every filing in the bytes of a file; a file that cannot be read is one unassessed filing.
    #[must_use]
    pub fn assess(&self, path: &str, bytes: Result<Vec<u8>, ReadError>) -> Vec<Assessment> {
        let (mut filings, data) = self.open(path, bytes.map(Bytes::from));
        if let Some(data) = data {
            let mut count = 0;
            let read = self.reader.each_record(&data, |record| {
                count += 1;
                filings.push(self.assess_record(path, record));
                count <= limits::MAX_FILINGS
            });
            let too_many = || ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_FILINGS);
            if let Err(error) = if count > limits::MAX_FILINGS { Err(too_many()) } else { read } {
                filings.push(Assessment::unassessed(path.to_owned(), error));
            }
        }
        filings
    }

    /// Assesses the filings in the statutory tables of a file; those of a data set are still where they stand, for
    /// [`Reader::each_record`] and [`Assessor::assess_record`].
    #[must_use]
    pub fn open<'a>(&self, path: &str, source: Result<Bytes<'a>, ReadError>) -> (Vec<Assessment>, Option<DataSet<'a>>) {
        let name = path.rsplit(['/', '\\']).next();
        let assessed = source.and_then(|source| self.reader.contents(source, name)).and_then(|contents| {
            let mut findings = 0;
            let assess = |filing| {
                let assessment = self.assess_filing(path, filing);
                findings += assessment.findings.len();
                if findings > limits::MAX_FINDINGS {
                    return Err(ReadError::new(Problem::TooManyFindings).with("limit", limits::MAX_FINDINGS));
                }
                Ok(assessment)
            };
            let filings: Result<_, _> = contents.filings.into_iter().map(assess).collect();
            Ok((filings?, contents.data))
        });
        assessed.unwrap_or_else(|error| (vec![Assessment::unassessed(path.to_owned(), error)], None))
    }

    /// Assesses a record of a data set; one that cannot be read is an unassessed filing.
    #[must_use]
    pub fn assess_record(&self, path: &str, record: Record) -> Assessment {
        match self.reader.transcribe(record) {
            Ok(filing) => self.assess_filing(path, filing),
            Err(unread) => Assessment {
                source: Source { path: path.to_owned(), sheet: unread.sheet, record: unread.record },
                agency: unread.agency,
                year: unread.year,
                ..Assessment::unassessed(path.to_owned(), unread.error)
            },
        }
    }

    fn assess_filing(&self, path: &str, filing: Filing) -> Assessment {
        let owner = filing.agency.clone().unwrap_or_else(|| path.to_owned());
        let mut verdicts = filing.transcripts.iter().filter_map(|transcript| {
            let edition = self.forms().get(&transcript.edition)?;
            let (mut findings, checked) = self.confront(edition, transcript);
            findings.retain(|finding| self.policy.keeps(finding, edition));
            for finding in &mut findings {
                finding.severity = self.policy.severity(&finding.rule);
                finding.sign(&owner, filing.year, edition);
            }
            Some((findings, checked))
        });
        let (mut findings, checked) = verdicts.next().unwrap_or_default();
        // Between two editions only what both say is certain: of the same cells, or, where their lines differ, of the
        // same table (a group that one edition divides is missing in both, though not by the same rows).
        for (others, _) in verdicts {
            let said: HashSet<_> = others.iter().map(|finding| finding.fingerprint.as_str()).collect();
            let own: HashSet<_> = findings.iter().map(|finding| finding.fingerprint.clone()).collect();
            let differing: HashSet<_> = others
                .iter()
                .filter(|finding| !own.contains(&finding.fingerprint))
                .map(|finding| (finding.rule.code.as_str(), finding.table))
                .collect();
            findings.retain(|finding| {
                said.contains(finding.fingerprint.as_str())
                    || differing.contains(&(finding.rule.code.as_str(), finding.table))
            });
        }
        let (told, narrated) = self.narrate(&filing, &owner);
        findings.extend(told);
        settle::sort(&mut findings);
        settle::tell_apart(&mut findings);
        self.settle_answers(&mut findings, &owner, filing.year);
        let determined = filing.transcripts.len() == 1;
        let transcript = filing.transcripts.into_iter().next();
        // Where every relation holds there is nothing to explain.
        let is_open = checked.violated + checked.undetermined > 0;
        let diagnoses = transcript.as_ref().filter(|_| determined && is_open);
        let none = Evidence::default();
        let diagnoses = diagnoses.map(|transcript| self.diagnose(transcript, &findings, &none)).unwrap_or_default();
        Assessment {
            source: Source { path: path.to_owned(), sheet: filing.sheet, record: filing.record },
            agency: filing.agency,
            year: filing.year,
            edition: transcript.as_ref().filter(|_| determined).map(|transcript| transcript.edition.clone()),
            transcript,
            checked,
            narrated,
            findings,
            diagnoses,
            error: None,
        }
    }

    /// Marks what the agency has explained, and says where the figures have changed since.
    pub(super) fn settle_answers(&self, findings: &mut Vec<Finding>, owner: &str, year: Option<u16>) {
        let reopened = self.answer(findings, owner, year);
        let rule = self.catalogue.for_check(Check::ExplanationReopened).filter(|rule| self.policy.wants(rule));
        let Some(rule) = rule.filter(|_| !reopened.is_empty()) else { return };
        for at in reopened {
            let explained = &findings[at];
            let Some(explanation) = explained.explanation.as_ref() else { continue };
            let facts = Facts::default()
                .with("subject", &explained.rule.code)
                .with("explanation", &explanation.reason)
                .with("old", &explanation.figures)
                .with("new", explained.cell_figures())
                .about(explained.fingerprint.clone());
            let mut reopened = Finding::of_run(rule, Detail::Stated(facts));
            reopened.edition.clone_from(&explained.edition);
            reopened.table = explained.table;
            reopened.cells.clone_from(&explained.cells);
            reopened.severity = self.policy.severity(rule);
            reopened.sign_as(owner, year);
            findings.push(reopened);
        }
        settle::sort(findings);
    }

    /// Marks what the agency has explained, and gives the positions of those whose figures have changed since.
    fn answer(&self, findings: &mut [Finding], owner: &str, year: Option<u16>) -> Vec<usize> {
        self.policy.answers.as_ref().map(|answers| answers.answer(findings, owner, year)).unwrap_or_default()
    }

    /// Which cells explain the broken relations that the run wants to hear of.
    fn diagnose(&self, filing: &Transcript, findings: &[Finding], evidence: &Evidence) -> Vec<Diagnosis> {
        let Some((edition, plan)) = self.forms().get(&filing.edition).zip(self.plans.get(&filing.edition)) else {
            return Vec::new();
        };
        let mut diagnoses = localise(edition, plan, filing, self.policy.blank, evidence);
        diagnoses.retain_mut(|diagnosis| diagnosis.gather(findings));
        diagnoses
    }

    /// The same, with what is known of the cells from elsewhere.
    pub(super) fn diagnose_again(&self, filing: &mut Assessment, evidence: &Evidence) {
        if let Some(transcript) = &filing.transcript {
            filing.diagnoses = self.diagnose(transcript, &filing.findings, evidence);
        }
    }

    /// Everything that the rules have to say of a transcript.
    fn confront(&self, edition: &FormEdition, filing: &Transcript) -> (Vec<Finding>, Checked) {
        let mut findings = Vec::new();
        let mut checked = Checked { cells: filing.read_cells(), ..Checked::default() };
        self.balances(edition, filing, &mut findings, &mut checked);
        self.bounds(edition, filing, &mut findings);
        self.blank_totals(edition, filing, &mut findings);
        for seen in &filing.observations {
            let Some(rule) = self.catalogue.for_observation(seen.kind) else { continue };
            let detail = Detail::Observed(seen.clone());
            let mut finding = Finding::new(rule, edition, filing, &seen.cells, detail);
            finding.table = finding.table.or(seen.table);
            finding.place.clone_from(&seen.place);
            findings.push(finding);
        }
        (findings, checked)
    }

    fn balances(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>, checked: &mut Checked) {
        let plan = &self.plans[&edition.id];
        for edit in plan.edits() {
            match plan.confront(edit, edition, filing, self.policy.blank) {
                Verdict::Holds => checked.held += 1,
                Verdict::Undetermined => checked.undetermined += 1,
                Verdict::Inapplicable => {}
                Verdict::Violated { left, right } => {
                    checked.violated += 1;
                    let Some(rule) = self.catalogue.for_relation(plan.relation(edit)) else { continue };
                    let present = plan.terms(edit).iter().filter(|term| !filing.is_absent(term.cell));
                    let terms: Vec<_> = present
                        .map(|term| TermValue {
                            cell: term.cell,
                            side: term.side,
                            value: value(term.cell, edition, filing, self.policy.blank).unwrap_or_default(),
                        })
                        .collect();
                    let cells: Vec<_> = terms.iter().map(|term| term.cell).collect();
                    let block = usize::from(edit.block);
                    let (line, comparison) = (edit.line, edit.comparison);
                    let detail = Detail::Balance { line, block, comparison, terms, left, right };
                    findings.push(Finding::new(rule, edition, filing, &cells, detail));
                }
            }
        }
    }

    fn bounds(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>) {
        for (index, cell) in edition.each_cell() {
            let Some(number) = filing.entry(index).and_then(crate::model::Entry::number) else { continue };
            let broken = [
                (Bound::NonNegative, number.is_sign_negative() && !number.is_zero() && !cell.value.may_be_negative()),
                (Bound::Whole, number.scale() > 0 && cell.value.is_whole() && !number.fract().is_zero()),
            ];
            for (bound, _) in broken.into_iter().filter(|(_, broken)| *broken) {
                let Some(rule) = self.catalogue.for_bound(bound) else { continue };
                findings.push(Finding::new(rule, edition, filing, &[index], Detail::Bound));
            }
        }
    }

    /// Totals left blank, with what their items make. A table that is blank altogether is said once, elsewhere.
    fn blank_totals(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>) {
        let Some(rule) = self.catalogue.for_blank_total() else { return };
        let plan = &self.plans[&edition.id];
        let is_empty = |table| {
            let mut seen = filing.observations.iter();
            seen.any(|seen| seen.kind == ObservationKind::TableEmpty && seen.table == Some(table))
        };
        for (index, cell) in edition.each_cell() {
            let blank = filing.entry(index).is_some_and(|e| matches!(e.figure, Figure::Blank | Figure::Placeholder));
            if !cell.total || !blank || is_empty(cell.table) {
                continue;
            }
            let (mut by_row, mut by_column, mut at_least) = (None, None, None);
            for edit in plan.edits() {
                let terms = plan.terms(edit);
                let mut right = terms.iter().filter(|term| term.side == Side::Right);
                if right.next().is_some_and(|term| term.cell == index) && right.next().is_none() {
                    let items = terms.iter().filter(|term| term.side == Side::Left);
                    let items = items.filter(|term| !filing.is_absent(term.cell)).map(|term| term.cell);
                    let sum = self.sum(items, edition, filing);
                    match (edit.comparison, edit.line) {
                        (Comparison::AtMost, _) => at_least = at_least.max(sum),
                        (Comparison::Equal, Line::Row(_)) => by_row = sum,
                        (Comparison::Equal, Line::Column(_)) => by_column = sum,
                    }
                }
            }
            let detail = Detail::BlankTotal { by_row, by_column, at_least };
            findings.push(Finding::new(rule, edition, filing, &[index], detail));
        }
    }

    fn sum(
        &self,
        mut cells: impl Iterator<Item = CellIndex>,
        edition: &FormEdition,
        filing: &Transcript,
    ) -> Option<Decimal> {
        cells.try_fold(Decimal::ZERO, |sum, cell| Some(sum + value(cell, edition, filing, self.policy.blank)?))
    }
}

/// An assessor is shared by the threads of a run.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Assessor<'static>>();
    shared::<Arc<Finding>>();
};
