//! Which filing of the old side belongs to which of the new one.
//!
//! An agency has one identity, whatever it was called (`former` of the roster; without one the folded name). Where it has
//! a year on both sides, that is a resubmission; else the latest of the one is held against the latest of the other.
//! Nothing goes unnamed: what is left is listed with the reason.

use std::collections::HashMap;

use super::{Contrast, ContrastKind, Era};
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::identity::known_as;
use crate::model::Roster;

/// The filings of a side, in the order in which they were heard.
#[derive(Debug, Default)]
pub(super) struct FilingShelf {
    pub(super) filings: Vec<Assessment>,
    /// They stand in one file.
    pub(super) is_file: bool,
}

/// Two filings that belong together.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) kind: ContrastKind,
    pub(super) old: Assessment,
    pub(super) new: Assessment,
    pub(super) by_default: bool,
}

impl Matched {
    fn of(old: Assessment, new: Assessment) -> Self {
        // Where neither says its year, they are two versions of one report: who compares years has files that say them.
        let kind = if old.year == new.year { ContrastKind::Resubmission } else { ContrastKind::Years };
        Self { kind, old, new, by_default: false }
    }
}

/// Matches the filings of both sides; what is left goes to the lists of `contrast`.
pub(super) fn match_all(
    old: FilingShelf,
    new: FilingShelf,
    roster: Option<&Roster>,
    contrast: &mut Contrast,
) -> Vec<Matched> {
    let is_meant = |shelf: &FilingShelf| shelf.is_file && shelf.filings.len() == 1;
    if is_meant(&old) && is_meant(&new) {
        let pairs = old.filings.into_iter().zip(new.filings).map(|(old, new)| {
            let by_default = key(&old, roster) != key(&new, roster) && old.agency.is_some() && new.agency.is_some();
            Matched { by_default, ..Matched::of(old, new) }
        });
        return pairs.collect();
    }
    let mut before = grouped(old.filings, roster);
    let after = grouped(new.filings, roster);
    let places: HashMap<String, usize> =
        (0..).zip(&before).filter_map(|(at, group)| Some((group.key.clone()?, at))).collect();
    let mut pairs = Vec::new();
    for mut group in after {
        let same = group.key.as_ref().and_then(|key| places.get(key));
        let old = same.map(|at| std::mem::take(&mut before[*at].filings)).unwrap_or_default();
        let new = std::mem::take(&mut group.filings);
        if old.is_empty() {
            let first = first_of_each_year(new, Era::New, contrast);
            contrast.only_new.extend(first.into_iter().map(Into::into));
            continue;
        }
        let old = first_of_each_year(old, Era::Old, contrast);
        let new = first_of_each_year(new, Era::New, contrast);
        pairs.extend(match_years(old, new, contrast));
    }
    for group in before {
        let first = first_of_each_year(group.filings, Era::Old, contrast);
        contrast.only_old.extend(first.into_iter().map(Into::into));
    }
    pairs
}

/// The filings of an agency on one side; whoever is not known is alone.
struct AgencyFilings {
    key: Option<String>,
    filings: Vec<Assessment>,
}

fn grouped(filings: Vec<Assessment>, roster: Option<&Roster>) -> Vec<AgencyFilings> {
    let mut groups: Vec<AgencyFilings> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for filing in filings {
        let key = key(&filing, roster);
        if let Some(at) = key.as_ref().and_then(|key| known.get(key)) {
            groups[*at].filings.push(filing);
        } else {
            known.extend(key.clone().map(|key| (key, groups.len())));
            groups.push(AgencyFilings { key, filings: vec![filing] });
        }
    }
    groups
}

/// By what an agency is known.
fn key(filing: &Assessment, roster: Option<&Roster>) -> Option<String> {
    filing.agency.as_deref().map(|agency| known_as(agency, roster).into_owned())
}

fn first_of_each_year(filings: Vec<Assessment>, era: Era, contrast: &mut Contrast) -> Vec<Assessment> {
    let mut first: Vec<Assessment> = Vec::new();
    for filing in filings {
        let is_repeated = first.iter().any(|other| other.year == filing.year);
        if is_repeated { contrast.repeated.push((era, filing.into())) } else { first.push(filing) }
    }
    first
}

/// The filings of one agency: the years that both sides have, else the latest of each.
fn match_years(mut old: Vec<Assessment>, mut new: Vec<Assessment>, contrast: &mut Contrast) -> Vec<Matched> {
    old.sort_by_key(|filing| filing.year);
    new.sort_by_key(|filing| filing.year);
    let has = |filings: &[Assessment], year| filings.iter().any(|filing| filing.year == year);
    let both: Vec<_> = new.iter().map(|filing| filing.year).filter(|year| has(&old, *year)).collect();
    let is_resubmitted = !both.is_empty();
    let latest = [&old, &new].map(|filings| filings.last().and_then(|filing| filing.year));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for (era, filings, kept) in [(Era::Old, old, &mut before), (Era::New, new, &mut after)] {
        let latest = latest[usize::from(era == Era::New)];
        for filing in filings {
            let is_kept = if is_resubmitted { both.contains(&filing.year) } else { filing.year == latest };
            if is_kept { kept.push(filing) } else { contrast.other_years.push((era, filing.into())) }
        }
    }
    before.into_iter().zip(after).map(|(old, new)| Matched::of(old, new)).collect()
}
