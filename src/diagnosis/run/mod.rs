//! What one filing cannot show: who did not submit and who submitted twice, what last year says, what the sum of all
//! subordinates says, which explanations answer nothing.
//!
//! A [`Desk`] hears of every filing, in the order of the input, and hands each to its watches. A [`Watch`] keeps the little
//! it needs of a filing and remarks on it, or at the end on the run. A remark on a filing becomes one of its findings; one
//! on the run belongs to no filing: it is an [`Assessment`] of its own, without figures, whose source is the line of the
//! list, or the filing, that it speaks of.

mod aggregation;
mod answers;
mod continuity;
mod figures;
mod gap;
mod identical;
mod plausible;
mod previous;
mod repeated;
mod roll;

pub use answers::Answers;
pub use previous::Previous;
pub(super) use previous::{Identity, identity};

use std::fmt::Debug;
use std::sync::Arc;

use super::assess::Assessor;
use super::assessment::{Assessment, Source};
use super::finding::{Detail, Facts, Finding, FoundCell};
use super::localise::Evidence;
use super::settle;
use crate::model::{CellIndex, FormEdition, Place, Transcript};
use crate::rules::{Check, Rule};
use aggregation::Aggregation;
use answers::Orphans;
use continuity::History;
use plausible::Plausible;
use repeated::Repeated;
use roll::RollCall;

/// Listens to a run.
pub(super) trait Watch: Debug + Send {
    /// Takes note of a filing and says what strikes it.
    fn hear(&mut self, filing: &Assessment, desk: &Context) -> Heard;

    /// Takes note of what an earlier watch found at the end. That is no filing.
    fn note(&mut self, _: &Assessment) {}

    /// Says what only the run as a whole shows.
    fn close(&mut self, _: &Context) -> Vec<Remark> {
        Vec::new()
    }
}

/// What a watch says of a filing.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) remarks: Vec<Remark>,
    /// What it knows of the filing's cells from elsewhere.
    pub(super) evidence: Option<Evidence>,
}

impl From<Vec<Remark>> for Heard {
    fn from(remarks: Vec<Remark>) -> Self {
        Self { remarks, evidence: None }
    }
}

/// What struck a watch.
#[derive(Debug)]
pub(super) struct Remark {
    pub(super) rule: Arc<Rule>,
    pub(super) table: Option<usize>,
    pub(super) cells: Vec<FoundCell>,
    /// Where it is, when no single cell says so.
    pub(super) place: Option<Place>,
    pub(super) facts: Facts,
    /// Whom it concerns, where that is not the filing at hand.
    pub(super) whom: Option<Whom>,
}

/// Whom a remark concerns: the line of a list, or a filing that was heard before.
#[derive(Debug, Clone)]
pub(super) struct Whom {
    pub(super) source: Source,
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    /// The edition of the cells it speaks of, where it speaks of any.
    pub(super) edition: Option<Arc<str>>,
}

/// What watches judge by.
pub(super) struct Context<'a> {
    pub(super) assessor: &'a Assessor<'a>,
}

impl Context<'_> {
    /// The rule of a check, if the run wants to hear of it.
    pub(super) fn rule(&self, check: Check) -> Option<&Arc<Rule>> {
        self.assessor.wanted(check)
    }

    /// The figures of a filing and the form they stand in, where that is certain.
    pub(super) fn figures<'f>(&'f self, filing: &'f Assessment) -> Option<(&'f FormEdition, &'f Transcript)> {
        let edition = self.assessor.forms().get(filing.edition.as_ref()?)?;
        filing.transcript.as_ref().map(|transcript| (edition, transcript))
    }
}

impl Remark {
    pub(super) fn new(rule: &Arc<Rule>, facts: Facts) -> Self {
        Self { rule: Arc::clone(rule), table: None, cells: Vec::new(), place: None, facts, whom: None }
    }

    /// It speaks of these cells of a filing.
    pub(super) fn of_cells(mut self, edition: &FormEdition, filing: &Transcript, cells: &[CellIndex]) -> Self {
        self.cells = FoundCell::all(edition, filing, cells);
        self.table = self.cells.first().map(|found| edition.cell(found.cell).table);
        self
    }

    pub(super) fn concerning(self, whom: Whom) -> Self {
        Self { whom: Some(whom), ..self }
    }
}

/// Where the filings of a run come together.
#[derive(Debug)]
pub struct Desk<'a> {
    assessor: &'a Assessor<'a>,
    watches: Vec<Box<dyn Watch>>,
    found: Vec<Assessment>,
}

impl<'a> Desk<'a> {
    /// The desk of a run, with what is known from earlier years, and the superiors whose parts its filings are.
    #[must_use]
    pub fn new(assessor: &'a Assessor<'a>, mut previous: Previous, superiors: Vec<Assessment>) -> Self {
        let policy = assessor.policy();
        let mut watches: Vec<Box<dyn Watch>> = Vec::new();
        // Who has nothing to say need not listen, nor remember what it heard.
        let mut rules = assessor.catalogue().rules().iter();
        let speaks = rules.any(|rule| History::says(&rule.trigger) && policy.wants(rule));
        let tables = previous.take_tables(assessor);
        if previous.is_asked_for || speaks {
            watches.push(Box::new(History::new(previous)));
        }
        watches.extend(Plausible::new(assessor).map(|watch| Box::new(watch) as Box<dyn Watch>));
        watches.extend(tables.map(|watch| Box::new(watch) as Box<dyn Watch>));
        watches.extend(Repeated::new(assessor).map(|watch| Box::new(watch) as Box<dyn Watch>));
        let aggregation = Aggregation::new(policy.roster.clone(), superiors);
        watches.extend(aggregation.map(|watch| Box::new(watch) as Box<dyn Watch>));
        watches
            .extend(policy.roster.iter().map(|roster| Box::new(RollCall::new(Arc::clone(roster))) as Box<dyn Watch>));
        watches
            .extend(policy.answers.iter().map(|answers| Box::new(Orphans::new(Arc::clone(answers))) as Box<dyn Watch>));
        Self { assessor, watches, found: Vec::new() }
    }

    /// Hears of a filing, and adds what its watches have to say of it.
    pub fn hear(&mut self, filing: &mut Assessment) {
        let context = Context { assessor: self.assessor };
        for at in 0..self.watches.len() {
            let heard = self.watches[at].hear(filing, &context);
            filing.has_year_before |= heard.evidence.is_some();
            self.add(heard.remarks, Some(filing), at);
            if let Some(evidence) = heard.evidence.filter(|_| !filing.diagnoses.is_empty()) {
                self.assessor.diagnose_again(filing, evidence);
            }
        }
    }

    /// Ends the run, and gives what belongs to it and to no filing. A later watch hears of what an earlier one found.
    #[must_use]
    pub fn close(mut self) -> Vec<Assessment> {
        let context = Context { assessor: self.assessor };
        for at in 0..self.watches.len() {
            let remarks = self.watches[at].close(&context);
            self.add(remarks, None, at);
        }
        self.found
    }

    /// Remarks on the filing at hand are findings of it; others stand alone.
    fn add(&mut self, remarks: Vec<Remark>, mut filing: Option<&mut Assessment>, from: usize) {
        let policy = self.assessor.policy();
        let mut is_changed = false;
        let here = filing.as_ref().map(|filing| Arc::clone(&filing.source.path)).unwrap_or_default();
        let is_wanted = |remark: &Remark| {
            let file = remark.whom.as_ref().map_or(&here, |whom| &whom.source.path);
            policy.wants_of(&remark.rule, file)
        };
        for remark in remarks.into_iter().filter(is_wanted) {
            let mut finding = Finding::of_run(&remark.rule, Detail::Stated(remark.facts));
            finding.severity = policy.severity(&remark.rule);
            finding.table = remark.table;
            finding.cells = remark.cells;
            finding.place = remark.place;
            match (remark.whom, filing.as_deref_mut()) {
                (None, Some(filing)) => {
                    let owner = filing.agency.as_deref().unwrap_or(&filing.source.path);
                    finding.edition = filing.edition.clone().unwrap_or_default();
                    finding.sign_as(owner, filing.year);
                    let mut findings = vec![finding];
                    self.assessor.settle_answers(&mut findings, owner, filing.year);
                    filing.findings.extend(findings);
                    is_changed = true;
                }
                (whom, _) => {
                    let whom =
                        whom.unwrap_or(Whom { source: Source::default(), agency: None, year: None, edition: None });
                    let owner = whom.agency.as_deref().unwrap_or(&whom.source.path);
                    finding.edition = whom.edition.clone().unwrap_or_default();
                    finding.sign_as(owner, whom.year);
                    let mut findings = vec![finding];
                    self.assessor.settle_answers(&mut findings, owner, whom.year);
                    let Whom { source, agency, year, edition } = whom;
                    let found = Assessment { source, agency, year, edition, findings, ..Assessment::default() };
                    self.watches[from + 1..].iter_mut().for_each(|watch| watch.note(&found));
                    self.found.push(found);
                }
            }
        }
        if let Some(filing) = filing.filter(|_| is_changed) {
            settle::sort(&mut filing.findings);
        }
    }
}
