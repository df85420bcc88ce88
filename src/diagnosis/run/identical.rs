//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance. The later year is the copy;
//! of one year it is whoever comes later. Filings that were named to be compared with (`--previous`) are known and not
//! judged.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive as _;

use super::{Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::{self, Facts};
use crate::diagnosis::identity::identity;
use crate::model::{FormEdition, Reason, Roster, Transcript};
use crate::rules::{Check, Fact, Rule};

/// The tables heard so far, by their digests. A tree grows leaf by leaf: a run may have half a million of them, and a hash map
/// is there twice for a moment when it grows.
#[derive(Debug)]
pub(super) struct HeardTables {
    rule: Arc<Rule>,
    /// So many different figures make a table worth comparing.
    enough: usize,
    /// Whose they were first, of those that were named to be compared with.
    beside: BTreeMap<u64, Arc<Whom>>,
    /// The same of those of the run.
    seen: BTreeMap<u64, Arc<Whom>>,
}

/// A table that was heard before, and whose it was first.
struct Met {
    table: usize,
    first: Arc<Whom>,
    /// That one was named to be compared with.
    is_beside: bool,
}

impl HeardTables {
    /// If the run wants to hear of it.
    pub(super) fn new(assessor: &Assessor) -> Option<Self> {
        let rule = assessor.catalogue().for_check(Check::IdenticalTable)?;
        // A threshold that no number reaches is one that no table does.
        let enough = assessor.policy().threshold(rule, "figures").ceil().to_usize().unwrap_or(usize::MAX);
        Some(Self { rule: Arc::clone(rule), enough, beside: BTreeMap::new(), seen: BTreeMap::new() })
    }

    /// Knows the tables of a filing that was named to be compared with.
    pub(super) fn learn(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) {
        self.met(filing, trace, assessor, true);
    }

    /// The tables of a filing that an earlier one has. The others are its own from now on.
    fn met(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor, is_beside: bool) -> Vec<Met> {
        let Some((edition, transcript)) = assessor.figures(filing) else { return Vec::new() };
        let mut met = Vec::new();
        let digests = trace.digest.iter().flat_map(|digest| digest.tables.iter()).enumerate();
        for (table, digest) in digests.filter(|(table, _)| is_varied(edition, *table, transcript, self.enough)) {
            if let Some(first) = self.beside.get(&digest.digest) {
                met.push(Met { table, first: Arc::clone(first), is_beside: true });
                continue;
            }
            let known = if is_beside { &mut self.beside } else { &mut self.seen };
            // Only who is the first with a table has to be remembered.
            match known.entry(digest.digest) {
                Slot::Occupied(first) => met.push(Met { table, first: Arc::clone(first.get()), is_beside: false }),
                Slot::Vacant(new) => drop(new.insert(Arc::clone(&trace.whom))),
            }
        }
        met
    }

    /// What is said of two filings with the same table: of the copy, with the other as its source.
    fn remark(&self, table: &str, copy: &Whom, original: &Whom, roster: Option<&Roster>) -> Option<Remark> {
        let is_one = is_one_agency(original, copy, roster);
        // The same filing twice is another matter.
        if is_one && original.year == copy.year {
            return None;
        }
        let reason = match (is_one, original.year) {
            (true, Some(_)) => Reason::Year,
            (true, None) => Reason::Yearless,
            (false, Some(_)) => Reason::Agency,
            (false, None) => Reason::AgencyYearless,
        };
        let facts = Facts::because(reason)
            .with(Fact::Other, original.agency.as_deref().unwrap_or_default())
            .with(Fact::OtherYear, year(original))
            .with(Fact::Source, &original.source)
            .resting_on(named(original))
            // Which of the two is the copy is not known where they are of one year.
            .or_of(finding::fingerprint(original.owner(), original.year, &self.rule, table), &named(copy))
            .about(table.to_owned());
        Some(Remark::new(&self.rule, facts))
    }
}

impl Watch for HeardTables {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Heard {
        let met = self.met(filing, trace, assessor, false);
        let Some((edition, _)) = assessor.figures(filing).filter(|_| !met.is_empty()) else { return Heard::default() };
        let roster = assessor.policy().roster.as_deref();
        let remark = |Met { table, first, is_beside }: Met| {
            let own = &trace.whom;
            let is_later = first.year.zip(own.year).is_some_and(|(first, own)| first > own) && !is_beside;
            let (copy, original) = if is_later { (&first, own) } else { (own, &first) };
            let remark = self.remark(&edition.tables[table].id, copy, original, roster)?;
            let remark = Remark { table: Some(table), ..remark };
            // The digest holds the edition, so that the copy is on this one too.
            let concerning = |remark: Remark| remark.concerning(Whom::clone(copy)).in_edition(&edition.id);
            Some(if is_later { concerning(remark) } else { remark })
        };
        met.into_iter().filter_map(remark).collect::<Vec<_>>().into()
    }
}

fn year(whom: &Whom) -> String {
    whom.year.map(|year| year.to_string()).unwrap_or_default()
}

/// What an explanation calls a filing.
fn named(whom: &Whom) -> String {
    let Some(agency) = &whom.agency else { return whom.source.file() };
    format!("{agency} {}", year(whom)).trim_end().to_owned()
}

/// Whether there are so many different figures in a table that are not zero.
fn is_varied(edition: &FormEdition, table: usize, transcript: &Transcript, enough: usize) -> bool {
    // What an extension adds is compared only where it is named.
    let own = edition.cells_of(table).filter(|cell| !edition.cells[*cell].added);
    let figures = own.filter_map(|cell| transcript.entries[cell].as_ref()?.number());
    let mut different = Vec::new();
    for figure in figures.filter(|figure| !figure.is_zero()) {
        if different.len() == enough {
            break;
        }
        if !different.contains(&figure) {
            different.push(figure);
        }
    }
    different.len() >= enough
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(one: &Whom, other: &Whom, roster: Option<&Roster>) -> bool {
    match (one.agency.as_deref(), other.agency.as_deref()) {
        (Some(one), Some(other)) => identity(one, roster) == identity(other, roster),
        _ => true,
    }
}
