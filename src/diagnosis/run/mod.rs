//! What one filing cannot show: who did not submit and who submitted twice, what last year says, what the sum of all
//! subordinates says, which explanations answer nothing.
//!
//! A [`Desk`] hears of every filing, in the order of the input, and hands each to its watches. A [`Watch`] keeps the little
//! it needs of a filing and remarks on it, or at the end on the run. A remark on a filing becomes one of its findings; one
//! on the run belongs to no filing: it is an [`Assessment`] of its own, without figures, whose source is the line of the
//! list, or the filing, that it speaks of.

mod aggregation;
mod continuity;
mod explained;
mod figures;
mod gap;
mod identical;
mod plausible;
mod previous;
mod repeated;
mod roll;
mod subordinate;
mod trace;
mod uncompared;

pub use previous::Previous;

use std::fmt::Debug;
use std::sync::Arc;

use super::assess::Assessor;
use super::assessment::{Assessment, Source, Unlisted};
use super::finding::{self, Detail, Facts, Finding, FoundCell};
use super::localise::Evidence;
use super::report::{Closed, Skipped};
use crate::model::{CellIndex, FormEdition, Place, Transcript};
use crate::rules::{Check, Rule, Trigger};
use aggregation::Aggregation;
use continuity::History;
use explained::Explained;
use plausible::Plausible;
use repeated::Repeated;
use roll::RollCall;
use trace::Trace;

/// Listens to a run.
trait Watch: Debug + Send {
    /// Takes note of a filing and says what strikes it.
    fn hear(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Heard;

    /// Takes note of a file that was met and is no filing.
    fn pass_over(&mut self, _: &Skipped) {}

    /// Has the last word on a filing that everybody has spoken of, or on what was found beside it or at the end.
    fn settle(&mut self, _: &mut Assessment, _: &Assessor) {}

    /// Says what only the run as a whole shows.
    fn close(&mut self, _: &Assessor) -> Vec<Remark> {
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
    /// The edition of that one's cells, where it speaks of any.
    pub(super) edition: Option<Arc<str>>,
}

/// Whom a remark concerns: the line of a list, or a filing that was heard before.
#[derive(Debug, Clone, Default)]
pub(super) struct Whom {
    pub(super) source: Source,
    pub(super) agency: Option<Box<str>>,
    pub(super) year: Option<u16>,
}

impl Whom {
    /// Whom a filing concerns.
    pub(super) fn of(filing: &Assessment) -> Self {
        Self { source: filing.source.clone(), agency: filing.agency.as_deref().map(Into::into), year: filing.year }
    }

    /// What its findings are signed by: the agency, or where no agency is known the path.
    pub(super) fn owner(&self) -> &str {
        self.agency.as_deref().unwrap_or(&self.source.path)
    }
}

impl Remark {
    pub(super) fn new(rule: &Arc<Rule>, facts: Facts) -> Self {
        Self { rule: Arc::clone(rule), table: None, cells: Vec::new(), place: None, facts, whom: None, edition: None }
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

    pub(super) fn in_edition(self, edition: &Arc<str>) -> Self {
        Self { edition: Some(Arc::clone(edition)), ..self }
    }
}

/// A watch of a run: what it speaks for, and how it begins. Who has nothing to say need not listen, nor remember what it
/// heard.
struct Post {
    checks: &'static [Check],
    /// Besides: the relations between this year's figures and last year's.
    has_continuities: bool,
    /// It has something to do whatever the run asks for, or nothing to remember.
    is_asked_for: fn(&Start) -> bool,
    begin: fn(&mut Start) -> Option<Box<dyn Watch>>,
}

/// What a run begins with.
struct Start<'a> {
    assessor: &'a Assessor<'a>,
    previous: Previous,
    superiors: Vec<Assessment>,
}

/// The watches, in the order in which they hear of a filing. A check that is neither of the text nor of the explanations
/// belongs to one of them.
static POSTS: [Post; 7] = [
    Post {
        checks: &[
            Check::PreviousMissing,
            Check::SharpChange,
            Check::SuddenZero,
            Check::UnitSuspect,
            // What a text says of the change on last year.
            Check::NarrativeMismatch,
        ],
        has_continuities: true,
        // Last year's filings tell what is likely wrong.
        is_asked_for: |start| start.previous.is_asked_for,
        begin: |start| {
            let tables = start.previous.take_tables(start.assessor);
            let previous = std::mem::take(&mut start.previous);
            start.previous.tables = tables;
            Some(Box::new(History::new(previous)))
        },
    },
    Post {
        checks: &[Check::OpeningNegative, Check::PowerExceeded, Check::LargeBacklog],
        has_continuities: false,
        is_asked_for: |_| true,
        begin: |start| Some(Box::new(Plausible::new(start.assessor.policy().roster.clone()))),
    },
    Post {
        checks: &[Check::IdenticalTable],
        has_continuities: false,
        is_asked_for: |_| false,
        begin: |start| Some(Box::new(start.previous.take_tables(start.assessor)?)),
    },
    Post {
        checks: &[Check::FilingRepeated],
        // A roster has its roll call.
        has_continuities: false,
        is_asked_for: |_| false,
        begin: |start| match start.assessor.policy().roster {
            Some(_) => None,
            None => Some(Box::new(Repeated::new(start.assessor)?)),
        },
    },
    Post {
        checks: &[Check::AggregateMismatch, Check::AggregateUncompared],
        has_continuities: false,
        is_asked_for: |_| false,
        begin: |start| {
            let superiors = start.superiors.clone();
            Some(Box::new(Aggregation::new(start.assessor.policy().roster.clone(), superiors)?))
        },
    },
    Post {
        checks: &[Check::AgencyMissing, Check::AgencyDuplicated, Check::AgencyUnlisted],
        has_continuities: false,
        is_asked_for: |_| false,
        begin: |start| Some(Box::new(RollCall::new(start.assessor.policy().roster.clone()?, &start.superiors))),
    },
    Post {
        checks: &[Check::ExplanationOrphan, Check::ExplanationReopened],
        has_continuities: false,
        is_asked_for: |start| start.assessor.policy().answers.is_some(),
        begin: |start| Some(Box::new(Explained::new(start.assessor.policy().answers.clone()?))),
    },
];

impl Post {
    /// Whether the run asks for any of its rules, or for it otherwise. Who is not asked listens to no filing and keeps none:
    /// what several filings show beside each other is not found, and not counted, where no rule of it is selected.
    fn is_wanted(&self, start: &Start) -> bool {
        let speaks = |trigger: &Trigger| match trigger {
            Trigger::Check(check) => self.checks.contains(check),
            Trigger::Continuity(_) => self.has_continuities,
            _ => false,
        };
        let mut rules = start.assessor.catalogue().rules().iter();
        (self.is_asked_for)(start) || rules.any(|rule| speaks(&rule.trigger) && start.assessor.policy().asks_for(rule))
    }
}

/// Where the filings of a run come together.
///
/// # Example
/// ```
/// # let forms = gouji::forms::Forms::embedded()?;
/// # let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// # let catalogue = gouji::rules::Catalogue::embedded()?;
/// # let assessor = gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default())?;
/// let mut desk = gouji::diagnosis::Desk::new(&assessor, gouji::diagnosis::Previous::default(), Vec::new());
/// let text = "某局2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
///     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
/// for path in ["a.txt", "b.txt"] {
///     assessor.assess(path, Ok(text.into())).iter_mut().for_each(|filing| desk.hear(filing));
/// }
/// let found = desk.close().found;
/// assert_eq!(found[0].findings[0].rule.code, "A505", "one agency and year twice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Desk<'a> {
    assessor: &'a Assessor<'a>,
    watches: Vec<Box<dyn Watch>>,
    closed: Closed,
}

impl<'a> Desk<'a> {
    /// The desk of a run, with what is known from earlier years, and the superiors whose parts its filings are.
    #[must_use]
    pub fn new(assessor: &'a Assessor<'a>, previous: Previous, superiors: Vec<Assessment>) -> Self {
        let mut start = Start { assessor, previous, superiors };
        let watches = POSTS.iter().filter(|post| post.is_wanted(&start)).collect::<Vec<_>>();
        let watches = watches.into_iter().filter_map(|post| (post.begin)(&mut start)).collect();
        Self { assessor, watches, closed: Closed::default() }
    }

    /// Takes note of a file that was met and is no filing, where that may be one that somebody sent.
    pub fn pass_over(&mut self, skipped: &Skipped) {
        self.watches.iter_mut().for_each(|watch| watch.pass_over(skipped));
    }

    /// Hears of a filing, and adds what its watches have to say of it.
    pub fn hear(&mut self, filing: &mut Assessment) {
        if self.watches.is_empty() {
            return;
        }
        let trace = Trace::of(filing, self.assessor);
        for at in 0..self.watches.len() {
            let heard = self.watches[at].hear(filing, &trace, self.assessor);
            filing.has_year_before |= heard.evidence.is_some();
            self.add(heard.remarks, Some(filing));
            if let Some(evidence) = heard.evidence.filter(|_| !filing.diagnoses.is_empty()) {
                self.assessor.diagnose_again(filing, evidence);
            }
        }
        self.watches.iter_mut().for_each(|watch| watch.settle(filing, self.assessor));
    }

    /// Ends the run, and gives what belongs to it and to no filing.
    #[must_use]
    pub fn close(mut self) -> Closed {
        for at in 0..self.watches.len() {
            let remarks = self.watches[at].close(self.assessor);
            self.add(remarks, None);
        }
        self.closed
    }

    /// Remarks on the filing at hand are findings of it; others stand alone.
    fn add(&mut self, remarks: Vec<Remark>, mut filing: Option<&mut Assessment>) {
        let policy = self.assessor.policy();
        for remark in remarks {
            let mut finding = Finding::of_run(&remark.rule, Detail::Stated(remark.facts));
            finding.severity = policy.severity(&remark.rule);
            finding.table = remark.table;
            finding.cells = remark.cells;
            finding.place = remark.place;
            let own = filing.as_deref_mut().filter(|_| remark.whom.is_none());
            let here = |filing: &Assessment| (Whom::of(filing), filing.edition.clone());
            let (whom, edition) = match remark.whom {
                Some(whom) => (whom, remark.edition),
                None => own.as_deref().map(here).unwrap_or_default(),
            };
            finding.edition = edition.clone().unwrap_or_default();
            finding.sign_as(whom.owner(), whom.year);
            let mut findings = vec![finding];
            let mut unlisted = Unlisted::default();
            policy.set_aside(&mut findings, &whom.source.path, &mut unlisted);
            if let Some(filing) = own {
                filing.unlisted.add(&unlisted);
                filing.findings.extend(findings);
                finding::sort(&mut filing.findings);
                continue;
            }
            if !findings.is_empty() {
                let Whom { source, agency, year } = whom;
                let agency = agency.map(Into::into);
                let mut found = Assessment { source, agency, year, edition, findings, ..Assessment::default() };
                self.watches.iter_mut().for_each(|watch| watch.settle(&mut found, self.assessor));
                self.closed.unlisted.add(&found.unlisted);
                self.closed.found.push(found);
            }
            self.closed.unlisted.add(&unlisted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Catalogue, Scope};

    #[test]
    fn every_check_belongs_to_one_watch() {
        let catalogue = Catalogue::embedded().expect("the records are sound");
        for rule in catalogue.rules() {
            let Trigger::Check(check) = rule.trigger else { continue };
            let posts = POSTS.iter().filter(|post| post.checks.contains(&check)).count();
            assert!(posts == 1 || posts == 0 && check.scope() == Scope::Text, "{rule}: {posts}");
        }
    }
}
