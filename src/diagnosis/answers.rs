//! Explanations (情况说明): which warning each of them answers, and whether it still holds.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::finding::Finding;
use crate::model::{Explanation, agency_key};
use crate::rules::Severity;

/// The explanations of a run, to be found by the findings they answer.
#[derive(Debug, Default)]
pub struct Answers {
    pub(super) path: String,
    pub(super) list: Vec<Arc<Explanation>>,
    by_fingerprint: HashMap<String, Vec<usize>>,
    /// By agency, year and code: a spreadsheet program may take a fingerprint for a number, and what is one finding now may
    /// have been explained cell by cell.
    by_subject: HashMap<Subject, Vec<usize>>,
}

type Subject = (String, Option<u16>, String);

/// What has become of the explanations so far, by their positions.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// Those whose own fingerprint a finding has.
    met: HashSet<usize>,
    /// Those whose fingerprint none has had, and the one finding that each of them speaks of nevertheless.
    lent: HashMap<usize, Arc<str>>,
}

impl Taken {
    /// Whether an explanation may be of a finding with another fingerprint than its own.
    fn is_free(&self, at: usize, finding: &Finding) -> bool {
        !self.met.contains(&at) && self.lent.get(&at).is_none_or(|lent| *lent == finding.fingerprint)
    }
}

/// What was said of a finding.
struct Answer<'a> {
    said: &'a Arc<Explanation>,
    /// All that was said of it.
    all: Vec<usize>,
    /// Its figures are those that were explained; `None` where only some of its cells were.
    holds: Option<bool>,
}

impl Answers {
    /// The explanations of a file.
    #[must_use]
    pub fn new(path: String, list: Vec<Explanation>) -> Self {
        let mut answers = Self { path, ..Self::default() };
        for (at, one) in list.into_iter().enumerate() {
            if !one.fingerprint.is_empty() {
                answers.by_fingerprint.entry(one.fingerprint.clone()).or_default().push(at);
            }
            if !one.cells.is_empty() {
                let subject = (agency_key(&one.agency).into_owned(), one.year, one.code.clone());
                answers.by_subject.entry(subject).or_default().push(at);
            }
            answers.list.push(Arc::new(one));
        }
        answers
    }

    /// Whether they say what this one says.
    #[must_use]
    pub fn say(&self, other: &Explanation) -> bool {
        let is_of_it = |one: &Explanation| {
            let is_one = !one.fingerprint.is_empty() && one.fingerprint == other.fingerprint;
            is_one
                || (&one.code, one.year, &one.cells) == (&other.code, other.year, &other.cells)
                    && agency_key(&one.agency) == agency_key(&other.agency)
        };
        self.list.iter().any(|one| one.reason == other.reason && is_of_it(one))
    }

    /// What was said of a finding under its fingerprint, or under that of its twin beside the same two filings.
    fn own(&self, finding: &Finding) -> Option<Answer<'_>> {
        let own = self.said_of(&finding.fingerprint).iter().copied();
        let of_twin = finding.twin().into_iter().flat_map(|twin| {
            let is_of_both = |at: &usize| self.compared(*at).is_some_and(|said| is_same(said, &twin.compared));
            self.said_of(&twin.fingerprint).iter().copied().filter(is_of_both)
        });
        self.best(&own.chain(of_twin).collect::<Vec<_>>(), finding)
    }

    fn said_of(&self, fingerprint: &str) -> &[usize] {
        self.by_fingerprint.get(fingerprint).map_or(&[], Vec::as_slice)
    }

    fn compared(&self, at: usize) -> Option<&str> {
        Grounds::of(&self.list[at].figures).compared
    }

    /// Whether an explanation speaks of what a finding rests on. Of two filings alike each may have been explained beside a
    /// third, which came first then.
    fn holds(&self, at: usize, finding: &Finding) -> bool {
        let is_own = is_same(Grounds::of(&self.list[at].figures).own, &finding.cell_figures());
        let is_compared = |said: &str| {
            let mut of_twin = finding.twin().into_iter().flat_map(|twin| self.said_of(&twin.fingerprint));
            is_same(said, &finding.compared().unwrap_or_default())
                || of_twin.any(|twin| self.compared(*twin).is_some_and(|other| is_same(other, said)))
        };
        is_own && self.compared(at).is_none_or(is_compared)
    }

    /// What else was said of a finding: a fingerprint may be lost or of old.
    fn lent(&self, finding: &Finding, owner: &str, year: Option<u16>, taken: &Taken) -> Option<Answer<'_>> {
        let subject = (agency_key(owner).into_owned(), year, finding.rule.code.clone());
        let of_it = self.by_subject.get(&subject)?.iter().copied();
        let free: Vec<usize> = of_it.filter(|at| taken.is_free(*at, finding)).collect();
        let ids = finding.cell_ids();
        let same: Vec<usize> = free.iter().copied().filter(|at| self.list[*at].cells == ids).collect();
        let of_cells = || finding.lists_cells().then(|| self.of_cells(finding, free.into_iter())).flatten();
        self.best(&same, finding).or_else(of_cells)
    }

    /// Of several explanations of a finding the one that speaks of its figures.
    fn best(&self, found: &[usize], finding: &Finding) -> Option<Answer<'_>> {
        let at = *found.iter().find(|at| self.holds(**at, finding)).or_else(|| found.first())?;
        Some(Answer { said: &self.list[at], all: vec![at], holds: Some(self.holds(at, finding)) })
    }

    /// Of a finding that lists cells of one cause: what was said of some of them at a time.
    fn of_cells(&self, finding: &Finding, candidates: impl Iterator<Item = usize>) -> Option<Answer<'_>> {
        let own: HashMap<&str, &str> =
            finding.cells.iter().map(|cell| (&*cell.id, cell.value.as_deref().unwrap_or_default())).collect();
        let is_part = |one: &&Arc<Explanation>| one.cells.split(';').all(|cell| own.contains_key(cell));
        let parts: Vec<_> = candidates.map(|at| (at, &self.list[at])).filter(|(_, one)| is_part(one)).collect();
        let mut holds: HashMap<&str, bool> = HashMap::new();
        for (_, one) in &parts {
            for (cell, figure) in one.cells.split(';').zip(Grounds::of(&one.figures).own.split(';')) {
                *holds.entry(cell).or_default() |= own.get(cell).is_some_and(|own| is_same(figure, own));
            }
        }
        let is_whole = holds.len() == own.len();
        Some(Answer {
            said: parts.first()?.1,
            all: parts.iter().map(|(at, _)| *at).collect(),
            holds: is_whole.then(|| holds.values().all(|holds| *holds)),
        })
    }

    /// Marks the findings of a filing that are explained, all of them together, and gives the positions of those that have
    /// to be explained anew: the figures have changed. An explanation whose fingerprint none has stands for one finding at
    /// most, rather for one that has its figures.
    pub(super) fn answer(
        &self,
        findings: &mut [Finding],
        owner: &str,
        year: Option<u16>,
        taken: &mut Taken,
    ) -> Vec<usize> {
        let of_them = findings.iter().filter_map(|finding| self.by_fingerprint.get(&*finding.fingerprint));
        taken.met.extend(of_them.flatten());
        let mut open: Vec<usize> = (0..findings.len()).collect();
        let mut reopened = Vec::new();
        open.retain(|at| match self.own(&findings[*at]) {
            Some(answer) => {
                reopened.extend(answer.mark(&mut findings[*at], &self.list).then_some(*at));
                false
            }
            None => true,
        });
        for is_certain in [true, false] {
            open.retain(|at| {
                let finding = &mut findings[*at];
                let answer = self.lent(finding, owner, year, taken);
                let Some(answer) = answer.filter(|answer| !is_certain || answer.holds == Some(true)) else {
                    return true;
                };
                taken.lent.extend(answer.all.iter().map(|one| (*one, Arc::clone(&finding.fingerprint))));
                reopened.extend(answer.mark(finding, &self.list).then_some(*at));
                false
            });
        }
        reopened.sort_unstable();
        reopened
    }
}

impl Answer<'_> {
    /// Marks the finding; says whether it has to be explained anew.
    fn mark(&self, finding: &mut Finding, list: &[Arc<Explanation>]) -> bool {
        finding.answered_by = self.all.iter().map(|at| list[*at].line).collect();
        let Some(holds) = self.holds else { return false };
        finding.explanation = Some(Arc::clone(self.said));
        let is_asked = finding.severity == Severity::Warning;
        finding.explained = is_asked && holds;
        is_asked && !holds
    }
}

/// The figures that an explanation speaks of, as [`Finding::grounds`] has them.
struct Grounds<'a> {
    own: &'a str,
    /// `None` where it was given of the figures of the cells alone, as all were once.
    compared: Option<&'a str>,
}

impl<'a> Grounds<'a> {
    fn of(figures: &'a str) -> Self {
        match figures.split_once('|') {
            Some((own, compared)) => Self { own, compared: Some(compared) },
            None => Self { own: figures, compared: None },
        }
    }
}

/// What a finding rests on now, as far as an explanation speaks of it.
pub(super) fn grounds_now(said: &Explanation, finding: &Finding) -> String {
    match Grounds::of(&said.figures).compared {
        Some(_) => finding.grounds(),
        None => finding.cell_figures(),
    }
}

/// Whether two lists of figures are one, however the numbers are written.
fn is_same(a: &str, b: &str) -> bool {
    let number = |text: &str| text.trim().replace(',', "").parse::<Decimal>().ok();
    let is_equal = |a: &str, b: &str| a.trim() == b.trim() || number(a).is_some_and(|a| Some(a) == number(b));
    a.split(';').count() == b.split(';').count() && a.split(';').zip(b.split(';')).all(|(a, b)| is_equal(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_compared_as_figures() {
        assert!(is_same("1,808;0;", "1808; 0.0;"));
        assert!(!is_same("1;2", "1;3") && !is_same("1;2", "1;2;"));
        assert!(is_same("", "") && !is_same("", "0"));
    }
}
