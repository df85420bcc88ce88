//! What agencies have explained: which finding each explanation answers, which have to be given anew, and those that answer
//! nothing: what they speak of was corrected, or is an error, which no words mend.
//!
//! A filing is heard out first. Only when all that was found of it is known, by itself and beside others, is it known too
//! which explanations are of none of its findings by their fingerprints.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::answers::{Answers, Taken, grounds_now};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::{self, Detail, Facts, Finding};
use crate::model::{Explanation, Reason};
use crate::rules::{Check, Fact, Severity};

/// The explanations of a run.
#[derive(Debug)]
pub(super) struct Explained {
    answers: Arc<Answers>,
    taken: Taken,
    /// By line: whether a finding was met that the explanation can speak of.
    met: BTreeMap<u32, bool>,
}

impl Explained {
    pub(super) fn new(answers: Arc<Answers>) -> Self {
        Self { answers, taken: Taken::default(), met: BTreeMap::new() }
    }
}

/// An explanation of a finding whose figures have changed since.
fn reopened(explained: &Finding, owner: &str, year: Option<u16>, assessor: &Assessor) -> Option<Finding> {
    let rule = assessor.catalogue().for_check(Check::ExplanationReopened)?;
    let explanation = explained.explanation.as_ref()?;
    let facts = Facts::default()
        .with(Fact::Subject, &explained.rule.code)
        .with(Fact::Explanation, &explanation.reason)
        .with(Fact::Old, &explanation.figures)
        .with(Fact::New, grounds_now(explanation, explained))
        .about(explained.fingerprint.to_string());
    let mut reopened = Finding::of_run(rule, Detail::Stated(facts));
    reopened.edition.clone_from(&explained.edition);
    reopened.table = explained.table;
    reopened.cells.clone_from(&explained.cells);
    reopened.severity = assessor.policy().severity(rule);
    reopened.sign_as(owner, year);
    Some(reopened)
}

impl Watch for Explained {
    fn hear(&mut self, _: &Assessment, _: &Trace, _: &Assessor) -> Heard {
        Heard::default()
    }

    fn settle(&mut self, found: &mut Assessment, assessor: &Assessor) {
        let (agency, year) = (found.agency.clone(), found.year);
        let owner = agency.as_deref().unwrap_or(&found.source.path);
        let changed = self.answers.answer(&mut found.findings, owner, year, &mut self.taken);
        for finding in &found.findings {
            for line in &finding.answered_by {
                *self.met.entry(*line).or_default() |= finding.severity != Severity::Error;
            }
        }
        let anew = changed.iter().filter_map(|at| reopened(&found.findings[*at], owner, year, assessor));
        let mut anew: Vec<Finding> = anew.collect();
        assessor.policy().set_aside(&mut anew, &found.source.path, &mut found.unlisted);
        if !anew.is_empty() {
            found.findings.extend(anew);
            finding::sort(&mut found.findings);
        }
    }

    fn close(&mut self, assessor: &Assessor) -> Vec<Remark> {
        let Some(rule) = assessor.catalogue().for_check(Check::ExplanationOrphan) else { return Vec::new() };
        // An agency that filed twice has the same row twice, and one of the two answers for both.
        let says = |one: &Arc<Explanation>| (one.fingerprint.clone(), one.cells.clone(), one.figures.clone());
        let is_met = |one: &&Arc<Explanation>| self.met.get(&one.line) == Some(&true) && !one.fingerprint.is_empty();
        let met: HashSet<_> = self.answers.list.iter().filter(is_met).map(says).collect();
        // Of what is not listed nobody can say that it is gone.
        let is_listed = |one: &&Arc<Explanation>| {
            assessor.catalogue().find(&one.code).is_none_or(|rule| assessor.policy().wants(rule))
        };
        let open = self.answers.list.iter().filter(|one| is_listed(one) && !met.contains(&says(one)));
        let orphans = open.filter_map(|one| {
            let reason = match self.met.get(&one.line) {
                Some(true) => return None,
                Some(false) => Reason::Error,
                None => Reason::Nothing,
            };
            let year = one.year.map(|year| format!(" {year}")).unwrap_or_default();
            let owner = format!("{}{year} ", one.agency);
            let facts = Facts::because(reason).with(Fact::Line, one.line).with(Fact::Owner, owner.trim_start());
            let facts = facts.with(Fact::Code, &one.code).about(format!("{}:{}", one.fingerprint, one.cells));
            let source = Source { path: self.answers.path.as_str().into(), sheet: None, record: Some(one.line) };
            let agency = Some(one.agency.as_str()).filter(|agency| !agency.is_empty()).map(Into::into);
            Some(Remark::new(rule, facts).concerning(Whom { source, agency, year: one.year }))
        });
        orphans.collect()
    }
}
