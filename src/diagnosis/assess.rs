//! The one pipeline: bytes to filings, filings to findings.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::assessment::{Assessment, Checked, Source, Unlisted};
use super::cell_checks::CellCheck;
use super::finding::{self, Finding};
use super::formulas;
use super::localise::{Diagnosis, Evidence, localise};
use super::policy::Policy;
use crate::forms::Forms;
use crate::model::{CellIndex, Filing, FormEdition, Transcript};
use crate::reading::{DataSet, Problem, ReadError, Reader, Record, Source as Bytes, Unread, limits};
use crate::rules::{Catalogue, CatalogueError, Check, Plan};

/// Assesses files: the reader, the plans of all editions, the rules and the wishes of a run. Shared by all threads.
///
/// # Example
/// ```
/// # let forms = gouji::forms::Forms::embedded()?;
/// # let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// # let catalogue = gouji::rules::Catalogue::embedded()?;
/// # let assessor = gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default())?;
/// let text = "某局2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
///     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
/// let filings = assessor.assess("report.txt", Ok(text.into()));
/// let codes: Vec<&str> = filings[0].findings.iter().map(|finding| finding.rule.code.as_str()).collect();
/// assert!(codes.contains(&"B104"), "{codes:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Assessor<'f> {
    reader: Reader<'f>,
    pub(super) plans: HashMap<Arc<str>, Plan>,
    /// Per edition: the checks on its cells.
    pub(super) cell_checks: HashMap<Arc<str>, Vec<CellCheck>>,
    pub(super) catalogue: Catalogue,
    pub(super) policy: Policy,
}

impl<'f> Assessor<'f> {
    /// An assessor of what `reader` reads.
    ///
    /// # Errors
    /// [`CatalogueError::NoRule`] when a form has a relation that no rule checks.
    pub fn new(reader: Reader<'f>, catalogue: Catalogue, policy: Policy) -> Result<Self, CatalogueError> {
        let (mut plans, mut cell_checks) = (HashMap::new(), HashMap::new());
        for edition in reader.forms().editions() {
            let plan = Plan::of(edition);
            catalogue.covers(&edition.id, &plan)?;
            plans.insert(edition.id.clone(), plan);
            cell_checks.insert(edition.id.clone(), CellCheck::all(&catalogue, edition));
        }
        Ok(Self { reader, plans, cell_checks, catalogue, policy })
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

    /// The figures of a filing and the form they stand in, where that is certain.
    pub(super) fn figures<'s>(&'s self, filing: &'s Assessment) -> Option<(&'s FormEdition, &'s Transcript)> {
        self.forms().get(filing.edition.as_ref()?).zip(filing.transcript.as_ref())
    }

    /// The checks of a kind on cells of a form.
    pub(super) fn cell_checks(&self, form: &FormEdition, check: Check) -> impl Iterator<Item = &CellCheck> {
        self.cell_checks.get(&form.id).into_iter().flatten().filter(move |own| own.check == check)
    }

    /// The cells of a form that some check names.
    pub(super) fn checked_cells(&self, form: &FormEdition) -> impl Iterator<Item = CellIndex> {
        self.cell_checks.get(&form.id).into_iter().flatten().flat_map(|own| &own.cells).copied()
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
            let (path, mut count) = (Arc::from(path), 0);
            let read = self.reader.each_record(&data, |record| {
                count += 1;
                filings.push(self.assess_record(&path, record));
                count <= limits::MAX_FILINGS
            });
            let too_many = || ReadError::new(Problem::TooManyFilings).with("limit", limits::MAX_FILINGS);
            if let Err(error) = if count > limits::MAX_FILINGS { Err(too_many()) } else { read } {
                filings.push(Assessment::unassessed(path, error));
            }
        }
        filings
    }

    /// Assesses the filings in the statutory tables of a file; those of a data set are still where they stand, for
    /// [`Reader::each_record`] and [`Assessor::assess_record`].
    #[must_use]
    pub fn open<'a>(&self, path: &str, source: Result<Bytes<'a>, ReadError>) -> (Vec<Assessment>, Option<DataSet<'a>>) {
        let name = path.rsplit(['/', '\\']).next();
        let path = Arc::from(path);
        let assessed = source.and_then(|source| self.reader.contents(source, name)).and_then(|contents| {
            let mut findings = 0;
            let assess = |filing| {
                let assessment = self.assess_filing(&path, filing);
                findings += assessment.findings.len();
                if findings > limits::MAX_FINDINGS {
                    return Err(ReadError::new(Problem::TooManyFindings).with("limit", limits::MAX_FINDINGS));
                }
                Ok(assessment)
            };
            let filings: Result<Vec<_>, _> = contents.filings.into_iter().map(assess).collect();
            let mut filings = filings?;
            filings.extend(contents.unread.into_iter().map(|unread| of_unread(&path, unread)));
            Ok((filings, contents.data))
        });
        assessed.unwrap_or_else(|error| (vec![Assessment::unassessed(Arc::clone(&path), error)], None))
    }

    /// Assesses a record of a data set; one that cannot be read is an unassessed filing.
    #[must_use]
    pub fn assess_record(&self, path: &Arc<str>, record: Record) -> Assessment {
        match self.reader.transcribe(record) {
            Ok(filing) => self.assess_filing(path, filing),
            Err(unread) => of_unread(path, *unread),
        }
    }

    pub(super) fn assess_filing(&self, path: &Arc<str>, mut filing: Filing) -> Assessment {
        for transcript in &mut filing.transcripts {
            if let Some((edition, plan)) =
                self.forms().get(&transcript.edition).zip(self.plans.get(&transcript.edition))
            {
                plan.read_broken(edition, transcript);
            }
        }
        let (mut findings, checked) = self.of_tables(&filing, path);
        let owner = filing.agency.as_deref().unwrap_or(path);
        let (told, narrated) = self.narrate(&filing, owner);
        findings.extend(told);
        let mut unlisted = Unlisted::default();
        self.policy.set_aside(&mut findings, path, &mut unlisted);
        finding::sort(&mut findings);
        finding::tell_apart(&mut findings);
        finding::sort(&mut findings);
        let determined = filing.transcripts.len() == 1;
        let transcript = filing.transcripts.into_iter().next();
        // Where every relation holds there is nothing to explain.
        let is_open = checked.violated + checked.undetermined > 0;
        let open = transcript.as_ref().filter(|_| determined && is_open);
        let explain = |transcript| self.diagnose(transcript, &findings, &narrated.evidence());
        let diagnoses = open.map(explain).unwrap_or_default();
        Assessment {
            source: Source { path: Arc::clone(path), sheet: filing.sheet, record: filing.record },
            agency: filing.agency,
            year: filing.year,
            edition: transcript.as_ref().filter(|_| determined).map(|transcript| transcript.edition.clone()),
            transcript,
            checked,
            narrated,
            findings,
            diagnoses,
            unlisted,
            has_year_before: false,
            error: None,
        }
    }

    /// What the tables of a filing give rise to. Between two editions only what both say is certain: of the same cells, or,
    /// where their lines differ, of the same table (a group that one edition divides is missing in both, though not by the
    /// same rows).
    fn of_tables(&self, filing: &Filing, path: &str) -> (Vec<Finding>, Checked) {
        let agency = filing.agency.as_deref();
        let mut verdicts = filing.transcripts.iter().filter_map(|transcript| {
            let edition = self.forms().get(&transcript.edition)?;
            let (mut findings, checked) = self.confront(edition, transcript);
            findings.retain(|finding| self.policy.keeps(finding, edition, agency));
            for finding in &mut findings {
                finding.severity = self.policy.severity(&finding.rule);
                finding.sign(agency.unwrap_or(path), filing.year, edition);
            }
            Some((findings, checked))
        });
        let (mut findings, checked) = verdicts.next().unwrap_or_default();
        for (others, _) in verdicts {
            let said: HashSet<_> = others.iter().map(|finding| &*finding.fingerprint).collect();
            let own: HashSet<_> = findings.iter().map(|finding| finding.fingerprint.clone()).collect();
            let differing: HashSet<_> = others
                .iter()
                .filter(|finding| !own.contains(&finding.fingerprint))
                .map(|finding| (finding.rule.code.as_str(), finding.table))
                .collect();
            findings.retain(|finding| {
                said.contains(&*finding.fingerprint) || differing.contains(&(finding.rule.code.as_str(), finding.table))
            });
        }
        (findings, checked)
    }

    /// Which cells explain the broken relations that the run wants to hear of.
    fn diagnose(&self, filing: &Transcript, findings: &[Finding], evidence: &Evidence) -> Vec<Diagnosis> {
        let Some((edition, plan)) = self.forms().get(&filing.edition).zip(self.plans.get(&filing.edition)) else {
            return Vec::new();
        };
        let mut evidence = evidence.clone();
        evidence.formulas = formulas::changes(edition, plan, filing, self.policy.blank);
        let mut diagnoses = localise(edition, plan, filing, self.policy.blank, &evidence);
        diagnoses.retain_mut(|diagnosis| diagnosis.gather(findings));
        diagnoses
    }

    /// The same, with what is known of the cells from elsewhere, beside what the filing's own text says of them.
    pub(super) fn diagnose_again(&self, filing: &mut Assessment, evidence: Evidence) {
        if let Some(transcript) = &filing.transcript {
            let evidence = evidence.and(filing.narrated.evidence());
            filing.diagnoses = self.diagnose(transcript, &filing.findings, &evidence);
        }
    }
}

/// What cannot be read, as a filing.
fn of_unread(path: &Arc<str>, unread: Unread) -> Assessment {
    Assessment {
        source: Source { path: Arc::clone(path), sheet: unread.sheet, record: unread.record },
        agency: unread.agency,
        year: unread.year,
        ..Assessment::unassessed(Arc::clone(path), unread.error)
    }
}

/// An assessor is shared by the threads of a run.
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Assessor<'static>>();
    shared::<Arc<Finding>>();
};
