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
use crate::model::{Entry, FormEdition, Roster, Transcript};
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
    // What an extension adds is compared only where it is named.
    let cells = edition.cells_of(table);
    let entries = || transcript.entries[cells.clone()].iter().zip(&edition.cells[cells.clone()]);
    let own = || entries().filter(|(_, cell)| !cell.added);
    let figures = || own().map(|(entry, _)| entry.as_ref().and_then(Entry::number));
    let mut different = Vec::new();
    for figure in figures().flatten().filter(|figure| !figure.is_zero()) {
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
        // Equal figures are equal however they were printed: an entry holds 2.50 as 2.5. A figure has at most fifteen
        // digits before its point and ten behind it, so that what does not fit into the half of its mantissa is rare.
        for figure in figures() {
            let Some(figure) = figure else {
                hasher.write_u64(u64::MAX);
                continue;
            };
            match u64::try_from(figure.mantissa()) {
                Ok(whole) if figure.scale() == 0 => hasher.write_u64(whole),
                _ => (figure.mantissa(), figure.scale()).hash(&mut hasher),
            }
        }
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
