//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance. The later year is the copy;
//! of one year it is whoever comes later. Filings that were named to be compared with (`--previous`) are known and not
//! judged.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive as _;

use super::{Context, Heard, Remark, Trace, Watch, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::diagnosis::identity::identity;
use crate::model::{FormEdition, Roster, Transcript};
use crate::rules::{Check, Fact, Rule};

/// The tables heard so far, by a hash of their figures.
#[derive(Debug)]
pub(super) struct HeardTables {
    rule: Arc<Rule>,
    /// So many different figures make a table worth comparing.
    enough: usize,
    /// The filing that had the table first.
    seen: HashMap<u64, u32>,
    filings: Vec<First>,
}

/// A filing that was the first with one of its tables.
#[derive(Debug)]
struct First {
    whom: Arc<Whom>,
    /// It was named to be compared with.
    is_beside: bool,
}

impl HeardTables {
    /// If the run wants to hear of it.
    pub(super) fn new(assessor: &Assessor) -> Option<Self> {
        let rule = assessor.judged(Check::IdenticalTable)?;
        // A threshold that no number reaches is one that no table does.
        let enough = assessor.policy().threshold(rule, "figures").ceil().to_usize().unwrap_or(usize::MAX);
        Some(Self { rule: Arc::clone(rule), enough, seen: HashMap::default(), filings: Vec::new() })
    }

    /// Knows the tables of a filing that was named to be compared with.
    pub(super) fn learn(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) {
        self.met(filing, trace, &Context { assessor }, true);
    }

    /// The tables of a filing that an earlier one has, each with that one's number. The others are its own from now on.
    fn met(&mut self, filing: &Assessment, trace: &Trace, context: &Context, is_beside: bool) -> Vec<(usize, usize)> {
        let Some((edition, transcript)) = context.figures(filing) else { return Vec::new() };
        let (mut met, mut own) = (Vec::new(), None);
        let digests = trace.digest.iter().flat_map(|digest| digest.tables.iter()).enumerate();
        for (table, digest) in digests.filter(|(table, _)| is_varied(edition, *table, transcript, self.enough)) {
            // Only who is the first with a table has to be remembered.
            match self.seen.entry(digest.figures) {
                Slot::Occupied(seen) => met.push((table, *seen.get() as usize)),
                Slot::Vacant(new) => {
                    let number = *own.get_or_insert_with(|| {
                        self.filings.push(First { whom: Arc::clone(&trace.whom), is_beside });
                        u32::try_from(self.filings.len() - 1).unwrap_or(u32::MAX)
                    });
                    new.insert(number);
                }
            }
        }
        met.retain(|(_, first)| own.is_none_or(|own| own as usize != *first));
        met
    }

    /// What is said of two filings with the same table: of the copy, with the other as its source.
    fn remark(&self, table: &str, copy: &Whom, original: &Whom, roster: Option<&Roster>) -> Option<Remark> {
        let is_one = is_one_agency(original, copy, roster);
        // The same filing twice is another matter.
        if is_one && original.year == copy.year {
            return None;
        }
        let year = original.year.map(|year| year.to_string()).unwrap_or_default();
        let facts = Facts::because(if is_one { "year" } else { "agency" })
            .with(Fact::Other, original.agency.as_deref().unwrap_or_default())
            .with(Fact::OtherYear, year)
            .with(Fact::Source, &original.source)
            .about(table.to_owned());
        Some(Remark::new(&self.rule, facts))
    }
}

impl Watch for HeardTables {
    fn hear(&mut self, filing: &Assessment, trace: &Trace, context: &Context) -> Heard {
        let met = self.met(filing, trace, context, false);
        let Some((edition, _)) = context.figures(filing).filter(|_| !met.is_empty()) else { return Heard::default() };
        let roster = context.assessor.policy().roster.as_deref();
        let remark = |(table, first): (usize, usize)| {
            let First { whom: first, is_beside } = self.filings.get(first)?;
            let own = &trace.whom;
            let is_later = first.year.zip(own.year).is_some_and(|(first, own)| first > own) && !is_beside;
            let (copy, original) = if is_later { (first, own) } else { (own, first) };
            let remark = self.remark(&edition.tables[table].id, copy, original, roster)?;
            let remark = Remark { table: Some(table), ..remark };
            Some(if is_later { remark.concerning(Whom::clone(copy)) } else { remark })
        };
        met.into_iter().filter_map(remark).collect::<Vec<_>>().into()
    }
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
