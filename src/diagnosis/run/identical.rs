//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
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
    /// The filing that had the table first. A tree: a hash table of so many would at times be half empty, and need as much
    /// again whenever it grows.
    seen: BTreeMap<u64, u32>,
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
        for ((at, table), digest) in edition.tables.iter().enumerate().zip(digests(edition, transcript, enough)) {
            let Some(digest) = digest else { continue };
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

/// Per table: what is the same of two when they are, if there are so many different figures in it that are not zero.
fn digests(edition: &FormEdition, transcript: &Transcript, enough: usize) -> Vec<Option<u64>> {
    let begin = |_| Figures { words: Vec::with_capacity(edition.cells.len()), different: Vec::new() };
    let mut tables: Vec<Figures> = (0..edition.tables.len()).map(begin).collect();
    for (cell, spec) in edition.each_cell() {
        let figures = &mut tables[spec.table];
        match transcript.entries.count(cell) {
            Some(count) => figures.count(count, enough),
            None => figures.other(transcript.entry(cell), enough),
        }
    }
    let digest = |(table, figures): (usize, Figures)| {
        (figures.different.len() >= enough).then(|| FixedState::default().hash_one((&edition.id, table, figures.words)))
    };
    tables.into_iter().enumerate().map(digest).collect()
}

/// The figures of a table, the same for every way to write them.
struct Figures {
    /// A word for each cell: zero, nothing, or a count and one more. Another figure is four.
    words: Vec<u64>,
    /// Some of those that differ and are not zero.
    different: Vec<(i128, u32)>,
}

impl Figures {
    const NOTHING: u64 = 1;
    const OTHER: u64 = u64::MAX;

    fn count(&mut self, count: u64, enough: usize) {
        self.words.push(if count == 0 { 0 } else { count.saturating_add(1) });
        if count > 0 && self.different.len() < enough {
            self.note(count.into(), 0);
        }
    }

    /// Whatever is no plain count; a blank or a sign for none counts as nothing.
    fn other(&mut self, entry: Option<&Entry>, enough: usize) {
        let Some(number) = entry.and_then(Entry::number).map(|number| number.normalize()) else {
            return self.words.push(Self::NOTHING);
        };
        let (mantissa, places) = (number.mantissa(), number.scale());
        if let (Ok(count), 0) = (u64::try_from(mantissa), places) {
            return self.count(count, enough);
        }
        self.words.extend([Self::OTHER, places.into()]);
        self.words.extend(
            mantissa
                .to_le_bytes()
                .chunks_exact(8)
                .map(|half| half.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))),
        );
        if self.different.len() < enough {
            self.note(mantissa, places);
        }
    }

    fn note(&mut self, mantissa: i128, places: u32) {
        if !self.different.contains(&(mantissa, places)) {
            self.different.push((mantissa, places));
        }
    }
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &Whose, filing: &Assessment, roster: Option<&Roster>) -> bool {
    match (first.agency(), filing.agency.as_deref()) {
        (Some(first), Some(agency)) => identity(first, roster) == identity(agency, roster),
        _ => true,
    }
}
