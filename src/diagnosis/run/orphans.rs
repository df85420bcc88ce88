//! Explanations that answer nothing: what they speak of was corrected, or is an error, which no words mend.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::answers::Answers;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::model::Reason;
use crate::rules::{Check, Fact, Severity};

/// Explanations that answer nothing.
#[derive(Debug)]
pub(super) struct Orphans {
    answers: Arc<Answers>,
    /// By line: whether a finding was met that the explanation can speak of.
    met: BTreeMap<u32, bool>,
}

impl Orphans {
    pub(super) fn new(answers: Arc<Answers>) -> Self {
        Self { answers, met: BTreeMap::new() }
    }
}

impl Watch for Orphans {
    fn hear(&mut self, filing: &Assessment, _: &Trace, _: &Assessor) -> Heard {
        self.note(filing);
        Heard::default()
    }

    fn note(&mut self, found: &Assessment) {
        for finding in &found.findings {
            for line in &finding.answered_by {
                *self.met.entry(*line).or_default() |= finding.severity != Severity::Error;
            }
        }
    }

    fn close(&mut self, assessor: &Assessor) -> Vec<Remark> {
        let Some(rule) = assessor.judged(Check::ExplanationOrphan) else { return Vec::new() };
        let orphans = self.answers.list.iter().filter_map(|one| {
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
