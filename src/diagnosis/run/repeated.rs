//! The same agency and year twice in a run, where no roster says who has to report: which of the filings counts is not
//! known, and every sum would have one too many.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::fmt::Display;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::{Identity, is_total};
use crate::model::{Reason, Transcript, plain};
use crate::rules::{Check, Fact, Rule};

/// Who was heard of, and who more than once.
#[derive(Debug)]
pub(super) struct Repeated {
    rule: Arc<Rule>,
    /// By agency and year.
    met: HashMap<(Identity, u16), Filings>,
    several: Vec<Several>,
}

/// The filings of an agency for a year. Of nearly all there is one.
#[derive(Debug)]
enum Filings {
    One {
        whom: Arc<Whom>,
        digest: u64,
        largest: Option<Decimal>,
    },
    /// Where in the list they are.
    Several(usize),
}

/// All filings of an agency for a year.
#[derive(Debug)]
struct Several {
    /// The digest of the first of them.
    digest: u64,
    /// The second, in which somebody looks.
    second: Arc<Whom>,
    filings: Vec<Filed>,
    is_same: bool,
}

/// Where a filing is, and the largest of its figures.
pub(super) type Filed = (Source, Option<Decimal>);

/// What is said of several filings of one agency and year, with a roster and without. It rests on how many there are, and on
/// their figures as far as these are kept: not on the order they come in, nor on what their files are called.
pub(super) fn several_facts(filings: &[Filed], is_same: bool) -> Facts {
    let sources: Vec<&Source> = filings.iter().map(|(source, _)| source).collect();
    let mut largest: Vec<Decimal> = filings.iter().map(|(_, largest)| largest.unwrap_or_default()).collect();
    largest.sort_unstable();
    let largest: Vec<String> = largest.into_iter().map(plain).collect();
    let facts = told_facts(&sources, Facts::because(if is_same { Reason::Same } else { Reason::Different }));
    facts.resting_on(largest.join(if is_same { " = " } else { " ≠ " }))
}

/// How many filings there are, and which.
pub(super) fn told_facts(told: &[impl Display], facts: Facts) -> Facts {
    let paths: Vec<String> = told.iter().map(ToString::to_string).collect();
    facts.with(Fact::Count, paths.len()).with(Fact::Paths, paths.join(", "))
}

impl Repeated {
    /// If the run wants to hear of it.
    pub(super) fn new(assessor: &Assessor) -> Option<Self> {
        let rule = assessor.catalogue().for_check(Check::FilingRepeated)?;
        Some(Self { rule: Arc::clone(rule), met: HashMap::new(), several: Vec::new() })
    }
}

impl Watch for Repeated {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, _: &Assessor) -> Heard {
        let Some((identity, year)) = trace.identity.zip(filing.year) else { return Heard::default() };
        // Each list has its own total. A copy on a hidden sheet is said where it stands.
        if is_total(filing.agency.as_deref()) || filing.transcript.as_ref().is_none_or(Transcript::is_hidden) {
            return Heard::default();
        }
        let Some(known) = &trace.digest else { return Heard::default() };
        let (digest, largest) = (known.all, known.largest());
        let mut met = match self.met.entry((identity, year)) {
            Slot::Vacant(new) => {
                new.insert(Filings::One { whom: Arc::clone(&trace.whom), digest, largest });
                return Heard::default();
            }
            Slot::Occupied(met) => met,
        };
        let at = match met.get() {
            Filings::Several(at) => *at,
            Filings::One { whom, digest, largest } => {
                let (filings, second) = (vec![(whom.source.clone(), *largest)], Arc::clone(&trace.whom));
                self.several.push(Several { digest: *digest, second, filings, is_same: true });
                let at = self.several.len() - 1;
                met.insert(Filings::Several(at));
                at
            }
        };
        let several = &mut self.several[at];
        several.filings.push((filing.source.clone(), largest));
        several.is_same &= several.digest == digest;
        Heard::default()
    }

    fn close(&mut self, _: &Assessor) -> Vec<Remark> {
        let remark = |several: &Several| {
            let Several { second, filings, is_same, .. } = several;
            let facts = several_facts(filings, *is_same)
                .with(Fact::Agency, second.agency.as_deref().unwrap_or_default())
                .with(Fact::Year, second.year.unwrap_or_default())
                .about("repeated".to_owned());
            Remark::new(&self.rule, facts).concerning(Whom::clone(second))
        };
        self.several.iter().map(remark).collect()
    }
}
