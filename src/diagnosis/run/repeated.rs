//! The same agency and year twice in a run, where no roster says who has to report: which of the filings counts is not
//! known, and every sum would have one too many.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

use super::trace::Digest;
use super::{Context, Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::Identity;
use crate::model::{ObservationKind, Transcript};
use crate::rules::{Check, Fact, Rule};

/// Who was heard of, and who more than once.
#[derive(Debug)]
pub(super) struct Repeated {
    rule: Arc<Rule>,
    /// By agency and year: the first filing.
    first: HashMap<(Identity, u16), First>,
    several: Vec<Several>,
}

/// A filing that is the only one of its agency and year so far, or the first of several.
#[derive(Debug)]
struct First {
    whom: Arc<Whom>,
    figures: u64,
    /// Where the others are.
    several: Option<u32>,
}

/// All filings of an agency for a year.
#[derive(Debug)]
struct Several {
    /// The second of them, in which somebody looks.
    second: Arc<Whom>,
    paths: Vec<String>,
    is_same: bool,
}

impl Repeated {
    /// If the run wants to hear of it.
    pub(super) fn new(assessor: &Assessor) -> Option<Self> {
        let rule = assessor.judged(Check::FilingRepeated)?;
        Some(Self { rule: Arc::clone(rule), first: HashMap::new(), several: Vec::new() })
    }
}

impl Watch for Repeated {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, _: &Context) -> Heard {
        let Some((identity, year)) = trace.identity.zip(filing.year) else { return Heard::default() };
        // A copy on a hidden sheet is said where it stands.
        let is_hidden = |transcript: &&Transcript| {
            transcript.observations.iter().any(|seen| seen.kind == ObservationKind::HiddenSheet)
        };
        if filing.transcript.as_ref().is_none_or(|transcript| is_hidden(&transcript)) {
            return Heard::default();
        }
        let Some(Digest { all: figures, .. }) = trace.digest else { return Heard::default() };
        match self.first.entry((identity, year)) {
            Slot::Vacant(new) => {
                new.insert(First { whom: Arc::clone(&trace.whom), figures, several: None });
            }
            Slot::Occupied(mut first) => {
                let first = first.get_mut();
                let at = *first.several.get_or_insert_with(|| {
                    let (paths, second) = (vec![first.whom.source.to_string()], Arc::clone(&trace.whom));
                    self.several.push(Several { second, paths, is_same: true });
                    u32::try_from(self.several.len() - 1).unwrap_or(u32::MAX)
                });
                if let Some(several) = self.several.get_mut(at as usize) {
                    several.paths.push(filing.source.to_string());
                    several.is_same &= first.figures == figures;
                }
            }
        }
        Heard::default()
    }

    fn close(&mut self, _: &Context) -> Vec<Remark> {
        let remark = |several: &Several| {
            let Several { second, paths, is_same } = several;
            let facts = Facts::because(if *is_same { "same" } else { "different" })
                .with(Fact::Agency, second.agency.as_deref().unwrap_or_default())
                .with(Fact::Year, second.year.unwrap_or_default())
                .with(Fact::Count, paths.len())
                .with(Fact::Paths, paths.join(", "))
                .about("repeated".to_owned());
            Remark::new(&self.rule, facts).concerning(Whom { edition: None, ..Whom::clone(second) })
        };
        self.several.iter().map(remark).collect()
    }
}
