//! The same agency and year twice in a run, where no roster says who has to report: which of the filings counts is not
//! known, and every sum would have one too many.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;

use super::identical::write_figures;
use super::{Context, Heard, Remark, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::{Identity, identity};
use crate::model::{Entry, ObservationKind, Transcript};
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
    source: Source,
    figures: u64,
    /// Where the others are.
    several: Option<u32>,
}

/// All filings of an agency for a year.
#[derive(Debug)]
struct Several {
    agency: String,
    year: u16,
    /// Its second filing, in which somebody looks.
    second: Source,
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
    fn hear(&mut self, filing: &Assessment, _: &Context) -> Heard {
        let Some((agency, year)) = filing.agency.as_ref().zip(filing.year) else { return Heard::default() };
        // A copy on a hidden sheet is said where it stands.
        let is_hidden = |transcript: &&Transcript| {
            transcript.observations.iter().any(|seen| seen.kind == ObservationKind::HiddenSheet)
        };
        let Some(transcript) = filing.transcript.as_ref().filter(|transcript| !is_hidden(transcript)) else {
            return Heard::default();
        };
        let mut hasher = DefaultHasher::new();
        let figures = transcript.entries.iter().map(|entry| entry.as_ref().and_then(Entry::number));
        write_figures(figures, &mut hasher);
        let figures = hasher.finish();
        match self.first.entry((identity(agency, None), year)) {
            Slot::Vacant(new) => {
                new.insert(First { source: filing.source.clone(), figures, several: None });
            }
            Slot::Occupied(mut first) => {
                let first = first.get_mut();
                let at = *first.several.get_or_insert_with(|| {
                    let (paths, second) = (vec![first.source.to_string()], filing.source.clone());
                    self.several.push(Several { agency: agency.clone(), year, second, paths, is_same: true });
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
            let Several { agency, year, second, paths, is_same } = several;
            let facts = Facts::because(if *is_same { "same" } else { "different" })
                .with(Fact::Agency, agency)
                .with(Fact::Year, year)
                .with(Fact::Count, paths.len())
                .with(Fact::Paths, paths.join(", "))
                .about("repeated".to_owned());
            let (source, agency) = (second.clone(), Some(agency.clone()));
            Remark::new(&self.rule, facts).concerning(Whom { source, agency, year: Some(*year), edition: None })
        };
        self.several.iter().map(remark).collect()
    }
}
