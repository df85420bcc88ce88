//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance.

use std::borrow::Cow;
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher as _;
use std::sync::Arc;

use foldhash::quality::FixedState;
use rust_decimal::prelude::ToPrimitive as _;

use super::previous::identity;
use super::whose::Whose;
use super::{Context, Heard, Remark, Watch};
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::model::{Entry, FormEdition, Roster, Transcript};
use crate::rules::{Check, Trigger};

/// The tables heard so far, by a hash of their figures.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The filing that had the table first. A tree would need half the memory, of some twenty bytes a table, and cost as
    /// much as all the rest of the comparison.
    seen: HashMap<u64, u32, FixedState>,
    filings: Vec<Arc<Whose>>,
}

impl Tables {
    /// Whether it is the one who says what a rule is set off by.
    pub(super) fn says(trigger: &Trigger) -> bool {
        matches!(trigger, Trigger::Check(Check::IdenticalTable))
    }
}

impl Watch for Tables {
    fn hear(&mut self, filing: &Assessment, context: &Context) -> Heard {
        let Some(((edition, transcript), rule)) = context.figures(filing).zip(context.rule(Check::IdenticalTable))
        else {
            return Heard::default();
        };
        let threshold = context.assessor.policy().threshold(rule, "figures");
        // A threshold that no number reaches is one that no table does.
        let enough = threshold.ceil().to_usize().unwrap_or(usize::MAX);
        let mut remarks = Vec::new();
        let mut own = None;
        for (at, table) in edition.tables.iter().enumerate() {
            let Some(digest) = digest(edition, at, transcript, enough) else { continue };
            // Only who is the first with a table has to be remembered.
            let first = match self.seen.entry(digest) {
                Slot::Occupied(seen) => *seen.get(),
                Slot::Vacant(new) => {
                    let number = *own.get_or_insert_with(|| {
                        self.filings.push(Arc::clone(&context.whose));
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
                .with("other", first.agency().unwrap_or_default())
                .with("other_year", year)
                .with("source", first.source())
                .about(table.id.clone());
            // The same filing twice is another matter.
            if !(is_one && first.year == filing.year) {
                remarks.push(Remark { table: Some(at), ..Remark::new(rule, facts) });
            }
        }
        remarks.into()
    }
}

/// What is the same of two tables when they are, if there are so many different figures in it that are not zero.
fn digest(edition: &FormEdition, table: usize, transcript: &Transcript, enough: usize) -> Option<u64> {
    /// What a cell says, the same for every way to write it: a count, or one of these.
    const NOTHING: i64 = -1;
    const OTHER: i64 = -2;
    let cells = edition.cells_of(table);
    let mut others: Vec<(i128, u32)> = Vec::new();
    let words: Cow<[i64]> = if let Some((counts, is_count)) = transcript.entries.only_counts() {
        let (counts, is_count) = (&counts[cells.clone()], &is_count[cells]);
        let word = |(count, is_count): (&i64, &bool)| if *is_count { *count } else { NOTHING };
        if is_count.contains(&false) { counts.iter().zip(is_count).map(word).collect() } else { counts.into() }
    } else {
        let word = |entry: &Option<Entry>| {
            let number = entry.as_ref().and_then(Entry::number).map(|number| number.normalize());
            let Some(number) = number else { return NOTHING };
            let count = i64::try_from(number.mantissa()).ok().filter(|count| *count >= 0 && number.scale() == 0);
            count.unwrap_or_else(|| {
                others.push((number.mantissa(), number.scale()));
                OTHER
            })
        };
        transcript.entries[cells].iter().map(word).collect()
    };
    let mut different: Vec<i64> = Vec::with_capacity(words.len());
    let mut counts = words.iter().filter(|word| **word > 0);
    while different.len() < enough {
        match counts.next() {
            Some(count) if different.contains(count) => {}
            Some(count) => different.push(*count),
            None => break,
        }
    }
    let different_others = others.iter().collect::<HashSet<_>>().len();
    if different.len() + different_others < enough {
        return None;
    }
    Some(FixedState::default().hash_one((&edition.id, table, &words, &others)))
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &Whose, filing: &Assessment, roster: Option<&Roster>) -> bool {
    match (first.agency(), filing.agency.as_deref()) {
        (Some(first), Some(agency)) => identity(first, roster) == identity(agency, roster),
        _ => true,
    }
}
