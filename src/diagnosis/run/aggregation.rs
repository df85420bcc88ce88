//! Across agencies (汇总): a superior's figures are the sums of its subordinates'.
//!
//! Who is whose subordinate is said by the roster (`parent`), or by `--aggregate`, whose parts are the filings of the run.
//! Exempt bodies are left out, and so is what the form does not sum up (规章). Of an agency with two filings for a year the
//! first counts. A cell is compared where the superior and every part have a figure for it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::Figures;
use super::gap::{Cause, Gaps, Part};
use super::previous::{Identity, identity};
use super::{Context, Heard, Remark, Watch, Whom};
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::model::{CellIndex, FormEdition, Roster, Transcript};
use crate::rules::{Check, value};

/// Superiors and parts, until the run is over.
#[derive(Debug)]
pub(super) struct Aggregation {
    roster: Option<Arc<Roster>>,
    /// The superiors of `--aggregate`, by year; everybody else in the run is a part of them.
    named: Vec<Assessment>,
    /// Whom the roster names as a superior.
    parents: HashSet<Identity>,
    superiors: BTreeMap<(Identity, u16), Assessment>,
    /// By superior's identity where the roster says it, and year.
    parts: HashMap<(Option<Identity>, u16), Vec<Part>>,
    seen: HashSet<(Identity, u16)>,
}

impl Aggregation {
    /// A watch over the parts of `named`, and of the superiors on the roster; `None` where there is neither.
    pub(super) fn new(roster: Option<Arc<Roster>>, named: Vec<Assessment>) -> Option<Self> {
        let members = roster.iter().flat_map(|roster| roster.members());
        let parents = members.filter_map(|member| member.parent.as_deref());
        let parents: HashSet<_> = parents.map(|parent| identity(parent, roster.as_deref())).collect();
        if parents.is_empty() && named.is_empty() {
            return None;
        }
        let (superiors, parts, seen) = (BTreeMap::new(), HashMap::new(), HashSet::new());
        Some(Self { roster, named, parents, superiors, parts, seen })
    }

    /// The members of a superior that have no filing for a year.
    fn missing(&self, superior: Identity, year: u16) -> Vec<&str> {
        let Some(roster) = &self.roster else { return Vec::new() };
        let is_named = !self.named.is_empty();
        let members = roster.members().iter().filter(|member| !member.is_exempt);
        let of_it = members.filter(|member| {
            let parent = member.parent.as_deref().map(|parent| identity(parent, Some(roster)));
            let own = identity(&member.name, Some(roster));
            (parent == Some(superior) || (is_named && parent.is_none() && own != superior))
                && !self.seen.contains(&(own, year))
        });
        of_it.map(|member| member.name.as_str()).collect()
    }

    fn compare(&self, superior: &Assessment, parts: &[Part], context: &Context) -> Vec<Remark> {
        let Some((edition, transcript)) = context.figures(superior) else { return Vec::new() };
        let Some((rule, year)) = context.rule(Check::AggregateMismatch).zip(superior.year) else { return Vec::new() };
        let own = superior.agency.as_deref().map(|agency| identity(agency, self.roster.as_deref()));
        let parts: Vec<&Part> = parts.iter().filter(|part| Some(part.identity) != own).collect();
        if parts.is_empty() || parts.iter().any(|part| part.edition != edition.id) {
            return Vec::new();
        }
        let sum =
            |cell: CellIndex| parts.iter().try_fold(Decimal::ZERO, |sum, part| Some(sum + part.figures.get(cell)?));
        let blank = context.assessor.policy().blank;
        let compared = edition.comparisons.aggregated.iter().filter_map(|cell| {
            let figure = value(*cell, edition, transcript, blank)?;
            Some((*cell, (figure, sum(*cell)?)))
        });
        let compared: BTreeMap<CellIndex, (Decimal, Decimal)> = compared.collect();
        let missing = own.map(|own| self.missing(own, year)).unwrap_or_default();
        let gaps = Gaps { compared: &compared, parts: &parts, missing: &missing, own: &fixes(superior) };
        let whom = Whom {
            source: superior.source.clone(),
            agency: superior.agency.clone(),
            year: Some(year),
            edition: Some(edition.id.clone()),
        };
        let remark = |cause: Cause| {
            let mut remark = Remark::new(rule, said(&cause, parts.len())).of_cells(edition, transcript, &cause.cells);
            // It is one thing, in whichever tables its cells are.
            let is_one_table = remark.cells.iter().all(|found| Some(edition.cell(found.cell).table) == remark.table);
            remark.table = remark.table.filter(|_| is_one_table);
            for found in &mut remark.cells {
                found.sums = compared.get(&found.cell).copied();
            }
            remark.concerning(whom.clone())
        };
        gaps.explained().into_iter().map(remark).collect()
    }
}

impl Watch for Aggregation {
    fn hear(&mut self, filing: &Assessment, context: &Context) -> Heard {
        let Some((edition, transcript)) = context.figures(filing) else { return Heard::default() };
        let Some((agency, year)) = filing.agency.as_deref().zip(filing.year) else { return Heard::default() };
        let roster = self.roster.as_deref();
        let own = identity(agency, roster);
        if !self.seen.insert((own, year)) {
            return Heard::default();
        }
        if self.parents.contains(&own) {
            self.superiors.insert((own, year), filing.clone());
        }
        let member = roster.and_then(|roster| roster.find(agency).map(|at| &roster.members()[at]));
        if member.is_some_and(|member| member.is_exempt) {
            return Heard::default();
        }
        let parent = member.and_then(|member| member.parent.as_deref()).map(|parent| identity(parent, roster));
        if parent.is_some() || !self.named.is_empty() {
            let part = part(filing, agency, own, edition, transcript, context);
            // Those of a superior of their own are in its figures already.
            self.parts.entry((parent, year)).or_default().push(part);
        }
        Heard::default()
    }

    fn close(&mut self, context: &Context) -> Vec<Remark> {
        let mut remarks = Vec::new();
        for superior in &self.named {
            let Some(year) = superior.year else { continue };
            let own = superior.agency.as_deref().map(|agency| identity(agency, self.roster.as_deref()));
            let keys = if own.is_some() { vec![None, own] } else { vec![None] };
            let parts: Vec<Part> =
                keys.iter().filter_map(|key| self.parts.get(&(*key, year))).flatten().cloned().collect();
            remarks.extend(self.compare(superior, &parts, context));
        }
        for ((own, year), superior) in &self.superiors {
            if let Some(parts) = self.parts.get(&(Some(*own), *year)) {
                remarks.extend(self.compare(superior, parts, context));
            }
        }
        remarks
    }
}

/// What the sentence about a cause names. Of many names some stand for all.
fn said(cause: &Cause, parts: usize) -> Facts {
    const NAMED: usize = 5;
    let quoted = |names: &[String]| {
        let names: Vec<_> = names.iter().take(NAMED).map(|name| format!("“{name}”")).collect();
        names.join("、")
    };
    let reason = match cause.reason {
        "error" if cause.who.len() > NAMED => "error_many",
        "missing_several" if cause.who.len() > NAMED => "missing_many",
        "twice_any" if cause.ways > NAMED => "twice_many",
        "left_out_any" if cause.ways > NAMED => "left_out_many",
        reason => reason,
    };
    // Which errors were found changes as they are mended; the cause stays what it is.
    let who = if matches!(cause.reason, "error" | "own") { "" } else { &cause.who.join(";") };
    let facts = Facts::because(reason).with("who", quoted(&cause.who)).with("ways", cause.ways);
    let facts = facts.with("named", cause.who.len()).with("parts", parts).with("gaps", cause.cells.len());
    let facts = facts.about(format!("{}:{who}", cause.reason));
    match cause.beside {
        (0, _) => facts,
        (cells, ref names) => facts.with("beside", cells).with("others", quoted(names)).with("erring", names.len()),
    }
}

/// What is kept of a part: its figures that are summed up, and what is thought to be wrong with them.
fn part(
    filing: &Assessment,
    agency: &str,
    identity: Identity,
    edition: &FormEdition,
    transcript: &Transcript,
    context: &Context,
) -> Part {
    let blank = context.assessor.policy().blank;
    let figures = Figures::of(&edition.comparisons.aggregated, |cell| value(cell, edition, transcript, blank));
    let (name, edition) = (agency.to_owned(), edition.id.clone());
    Part { name, identity, edition, figures, fixes: fixes(filing) }
}

/// The corrections that are believed of a filing: by how much each cell should be more.
fn fixes(filing: &Assessment) -> Vec<(CellIndex, Decimal)> {
    let best = filing.diagnoses.iter().filter_map(|diagnosis| diagnosis.best());
    best.flat_map(|suspect| &suspect.cells).filter_map(|cell| Some((cell.cell, cell.change?))).collect()
}
