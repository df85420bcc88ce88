//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive as _;

use super::previous::identity;
use super::{Context, Heard, Remark, Watch};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::model::{Entry, FormEdition, Roster, Transcript, scaled};
use crate::rules::{Check, Rule};

/// The tables heard so far, by a hash of their figures.
#[derive(Debug)]
pub(super) struct Tables {
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
    source: Source,
    agency: Option<Box<str>>,
    year: Option<u16>,
}

impl First {
    fn of(filing: &Assessment) -> Self {
        Self { source: filing.source.clone(), agency: filing.agency.as_deref().map(Into::into), year: filing.year }
    }
}

impl Tables {
    /// If the run wants to hear of it.
    pub(super) fn new(assessor: &Assessor) -> Option<Self> {
        let rule = assessor.wanted(Check::IdenticalTable)?;
        // A threshold that no number reaches is one that no table does.
        let enough = assessor.policy().threshold(rule, "figures").ceil().to_usize().unwrap_or(usize::MAX);
        Some(Self { rule: Arc::clone(rule), enough, seen: HashMap::default(), filings: Vec::new() })
    }
}

impl Watch for Tables {
    fn hear(&mut self, filing: &Assessment, context: &Context) -> Heard {
        let Some((edition, transcript)) = context.figures(filing) else { return Heard::default() };
        let mut remarks = Vec::new();
        let mut own = None;
        for (at, table) in edition.tables.iter().enumerate() {
            let Some(digest) = digest(edition, at, transcript, self.enough) else { continue };
            // Only who is the first with a table has to be remembered.
            let first = match self.seen.entry(digest) {
                Slot::Occupied(seen) => *seen.get(),
                Slot::Vacant(new) => {
                    let number = *own.get_or_insert_with(|| {
                        self.filings.push(First::of(filing));
                        u32::try_from(self.filings.len() - 1).unwrap_or(u32::MAX)
                    });
                    new.insert(number);
                    continue;
                }
            };
            let Some(first) = self.filings.get(first as usize).filter(|_| Some(first) != own) else { continue };
            let year = first.year.map(|year| year.to_string()).unwrap_or_default();
            let is_one = is_one_agency(first, filing, context.assessor.policy().roster.as_deref());
            let facts = Facts::because(if is_one { "year" } else { "agency" })
                .with("other", first.agency.as_deref().unwrap_or_default())
                .with("other_year", year)
                .with("source", &first.source)
                .about(table.id.clone());
            // The same filing twice is another matter.
            if !(is_one && first.year == filing.year) {
                remarks.push(Remark { table: Some(at), ..Remark::new(&self.rule, facts) });
            }
        }
        remarks.into()
    }
}

/// What is the same of two tables when their figures are, if there are so many different ones in it that are not zero.
fn digest(edition: &FormEdition, table: usize, transcript: &Transcript, enough: usize) -> Option<u64> {
    let entries = &transcript.entries[edition.cells_of(table)];
    // Equal figures are equal however they are written: 2.50 is 2.5.
    let figures = || entries.iter().map(|entry| entry.as_ref().and_then(Entry::number).map(scaled));
    let mut different = Vec::new();
    for figure in figures().flatten().filter(|(number, _)| *number != 0) {
        if different.len() == enough {
            break;
        }
        if !different.contains(&figure) {
            different.push(figure);
        }
    }
    (different.len() >= enough).then(|| {
        let mut hasher = DefaultHasher::new();
        (&edition.id, table).hash(&mut hasher);
        // A figure has so few digits that its places fit behind them.
        let said = |(number, places): (i128, u32)| number << 8 | i128::from(places);
        figures().for_each(|figure| hasher.write_i128(figure.map_or(i128::MIN, said)));
        hasher.finish()
    })
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &First, filing: &Assessment, roster: Option<&Roster>) -> bool {
    match (first.agency.as_deref(), filing.agency.as_deref()) {
        (Some(first), Some(agency)) => identity(first, roster) == identity(agency, roster),
        _ => true,
    }
}
