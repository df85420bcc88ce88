//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
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
    let begin = |table| {
        let mut hasher = FixedState::default().build_hasher();
        (&edition.id, table).hash(&mut hasher);
        (hasher, Vec::with_capacity(enough.min(edition.cells.len())))
    };
    let mut tables: Vec<(_, Vec<Figure>)> = (0..edition.tables.len()).map(begin).collect();
    for (cell, spec) in edition.each_cell() {
        let (hasher, different) = &mut tables[spec.table];
        let figure = match transcript.entries.count(cell) {
            // Many cells: what is not said is zero.
            Some(0) => continue,
            Some(count) => Figure::Count(count),
            None => transcript.entry(cell).map_or(Figure::None, figure),
        };
        if figure == Figure::Count(0) {
            continue;
        }
        hasher.write_u16(cell.0);
        match figure {
            Figure::Count(count) => hasher.write_u64(count),
            other => other.hash(hasher),
        }
        if figure != Figure::None && different.len() < enough && !different.contains(&figure) {
            different.push(figure);
        }
    }
    tables.into_iter().map(|(hasher, different)| (different.len() >= enough).then(|| hasher.finish())).collect()
}

/// What a cell holds, the same for every way to write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Figure {
    None,
    Count(u64),
    /// As a whole number and its decimal places.
    Exact(i128, u32),
}

fn figure(entry: &Entry) -> Figure {
    let Some(number) = entry.number().map(|number| number.normalize()) else { return Figure::None };
    match (u64::try_from(number.mantissa()), number.scale()) {
        (Ok(count), 0) => Figure::Count(count),
        (_, places) => Figure::Exact(number.mantissa(), places),
    }
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &Whose, filing: &Assessment, roster: Option<&Roster>) -> bool {
    match (first.agency(), filing.agency.as_deref()) {
        (Some(first), Some(agency)) => identity(first, roster) == identity(agency, roster),
        _ => true,
    }
}
