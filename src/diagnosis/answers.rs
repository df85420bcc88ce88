//! Explanations (情况说明): which warning each of them answers, and whether it still holds.

use std::collections::HashMap;
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

/// What was said of a finding.
struct Answer<'a> {
    said: &'a Arc<Explanation>,
    /// The lines of all that was said of it.
    lines: Vec<u32>,
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

    /// What was said of a finding; of several explanations the one that speaks of its figures.
    fn find(&self, finding: &Finding, owner: &str, year: Option<u16>) -> Option<Answer<'_>> {
        let subject = || (agency_key(owner).into_owned(), year, finding.rule.code.clone());
        let of_it = || self.by_subject.get(&subject()).into_iter().flatten().copied();
        let ids = finding.cell_ids();
        let by_cells = || of_it().filter(|at| self.list[*at].cells == ids).collect();
        let found: Vec<usize> = self.by_fingerprint.get(&*finding.fingerprint).cloned().unwrap_or_else(by_cells);
        if found.is_empty() {
            return if finding.lists_cells() { self.of_cells(finding, of_it()) } else { None };
        }
        let answers = || found.iter().map(|at| &self.list[*at]);
        let said = answers().find(|one| holds(one, finding)).or_else(|| answers().next())?;
        Some(Answer { said, lines: vec![said.line], holds: Some(holds(said, finding)) })
    }

    /// Of a finding that lists cells of one cause: what was said of some of them at a time.
    fn of_cells(&self, finding: &Finding, candidates: impl Iterator<Item = usize>) -> Option<Answer<'_>> {
        let own: HashMap<&str, &str> =
            finding.cells.iter().map(|cell| (&*cell.id, cell.value.as_deref().unwrap_or_default())).collect();
        let is_part = |one: &&Arc<Explanation>| one.cells.split(';').all(|cell| own.contains_key(cell));
        let parts: Vec<_> = candidates.map(|at| &self.list[at]).filter(is_part).collect();
        let mut holds: HashMap<&str, bool> = HashMap::new();
        for one in &parts {
            for (cell, figure) in one.cells.split(';').zip(Grounds::of(&one.figures).own.split(';')) {
                *holds.entry(cell).or_default() |= own.get(cell).is_some_and(|own| is_same(figure, own));
            }
        }
        let is_whole = holds.len() == own.len();
        Some(Answer {
            said: parts.first()?,
            lines: parts.iter().map(|one| one.line).collect(),
            holds: is_whole.then(|| holds.values().all(|holds| *holds)),
        })
    }

    /// Marks the findings of a filing that are explained, and says which have to be explained anew: those in
    /// `reopened` speak of figures that have changed.
    pub(super) fn answer(&self, findings: &mut [Finding], owner: &str, year: Option<u16>) -> Vec<usize> {
        let mut reopened = Vec::new();
        for (at, finding) in findings.iter_mut().enumerate() {
            let Some(answer) = self.find(finding, owner, year) else { continue };
            finding.answered_by = answer.lines;
            let Some(holds) = answer.holds else { continue };
            finding.explanation = Some(Arc::clone(answer.said));
            if finding.severity == Severity::Warning {
                finding.explained = holds;
                reopened.extend((!holds).then_some(at));
            }
        }
        reopened
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

/// Whether an explanation speaks of what a finding rests on.
fn holds(said: &Explanation, finding: &Finding) -> bool {
    let Grounds { own, compared } = Grounds::of(&said.figures);
    let is_compared = |said: &str| is_same(said, &finding.compared().unwrap_or_default());
    is_same(own, &finding.cell_figures()) && compared.is_none_or(is_compared)
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
