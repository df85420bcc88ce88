//! What only a run as a whole can show: who did not submit, who submitted twice, which explanations answer nothing.
//!
//! A [`Watch`] hears of every filing, in the order of the input, keeps the little it needs of each, and says at the end
//! what it found. Such a finding belongs to no filing: it is an [`Assessment`] of its own, without figures, whose source
//! is the line of the list that it speaks of.

mod answers;
mod roll;

pub use answers::Answers;

use std::fmt::Debug;
use std::sync::Arc;

use super::assess::{Assessment, Source};
use super::finding::{Detail, Facts, Finding};
use super::settle::Policy;
use crate::rules::{Catalogue, Check, Rule};
use answers::Orphans;
use roll::RollCall;

/// Listens to a run.
pub(super) trait Watch: Debug + Send {
    /// Takes note of a filing.
    fn hear(&mut self, filing: &Assessment);
    /// What was found, each with the line of the list that it speaks of.
    fn close(&mut self) -> Vec<Concern>;
}

/// What a watch found.
#[derive(Debug)]
pub(super) struct Concern {
    pub(super) check: Check,
    /// The list and the line of it that it speaks of, or the filing.
    pub(super) source: Source,
    pub(super) agency: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) facts: Facts,
}

/// The watches of a run, and how their findings are graded.
#[derive(Debug, Default)]
pub(super) struct Watches {
    all: Vec<Box<dyn Watch>>,
    policy: Policy,
    rules: Vec<(Check, Arc<Rule>)>,
}

impl Watches {
    /// What a policy asks to watch.
    pub(super) fn of(policy: &Policy, catalogue: &Catalogue) -> Self {
        let roll = policy.roster.as_ref().map(|roster| Box::new(RollCall::new(Arc::clone(roster))) as Box<dyn Watch>);
        let answers = policy.answers.as_ref().map(|one| Box::new(Orphans::new(Arc::clone(one))) as Box<dyn Watch>);
        let checks = Check::ALL.iter().filter(|check| check.is_of_run());
        let rules = checks.filter_map(|check| Some((*check, Arc::clone(catalogue.for_check(*check)?)))).collect();
        Self { all: roll.into_iter().chain(answers).collect(), policy: policy.clone(), rules }
    }

    pub(super) fn hear(&mut self, filing: &Assessment) {
        self.all.iter_mut().for_each(|watch| watch.hear(filing));
    }

    /// What all of them found and the policy asks for. A later watch hears of what an earlier one found.
    pub(super) fn close(&mut self) -> Vec<Assessment> {
        let mut found = Vec::new();
        for at in 0..self.all.len() {
            let concerns: Vec<_> = self.all[at].close().into_iter().filter_map(|one| self.said(one)).collect();
            for concern in &concerns {
                self.all[at + 1..].iter_mut().for_each(|watch| watch.hear(concern));
            }
            found.extend(concerns);
        }
        found
    }

    /// A concern as a finding, if the policy asks for it.
    fn said(&self, concern: Concern) -> Option<Assessment> {
        let (_, rule) = self.rules.iter().find(|(check, rule)| *check == concern.check && self.policy.wants(rule))?;
        let mut finding = Finding::of_run(rule, Detail::Stated(concern.facts));
        finding.severity = self.policy.severity(rule);
        let Concern { source, agency, year, .. } = concern;
        let owner = agency.as_deref().unwrap_or(&source.path);
        finding.sign_as(owner, year);
        let mut findings = vec![finding];
        if let Some(answers) = &self.policy.answers {
            answers.answer(&mut findings, owner, year);
        }
        Some(Assessment { source, agency, year, findings, ..Assessment::default() })
    }
}
