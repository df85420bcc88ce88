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
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::finding::Facts;
use crate::model::{CellIndex, Entry, FormEdition, Roster, Transcript, cells_within};
use crate::rules::{Check, Rule};

/// The tables heard so far, by a hash of their figures.
#[derive(Debug)]
pub(super) struct Tables {
    rule: Arc<Rule>,
    /// So many different figures make a table worth comparing.
    enough: usize,
    /// The filing that had the table first. A tree would need half the memory, of some twenty bytes a table, and cost as
    /// much as all the rest of the comparison.
    seen: HashMap<u64, u32, FixedState>,
    filings: Vec<Arc<Whose>>,
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
                remarks.push(Remark { table: Some(at), ..Remark::new(&self.rule, facts) });
            }
        }
        remarks.into()
    }
}

/// What is the same of two tables when they are, if there are so many different figures in it that are not zero.
fn digest(edition: &FormEdition, table: usize, transcript: &Transcript, enough: usize) -> Option<u64> {
    let cells = edition.cells_of(table);
    let said = match transcript.entries.only_counts() {
        Some((counts, gaps)) => {
            let gaps = cells_within(gaps, &cells).into();
            Said { counts: counts[cells].into(), gaps, others: Vec::new() }
        }
        None => Said::of(&transcript.entries[cells.clone()], cells.start),
    };
    said.has_different(enough).then(|| FixedState::default().hash_one((&edition.id, table, &said)))
}

/// What the cells of a table say, the same for every way to write it.
#[derive(Hash)]
struct Said<'t> {
    /// Per cell its count; zero for one of those below.
    counts: Cow<'t, [i64]>,
    /// The cells in which no figure stands.
    gaps: Cow<'t, [CellIndex]>,
    /// Figures that are no count, by their digits and decimal places.
    others: Vec<(CellIndex, i128, u32)>,
}

impl Said<'_> {
    fn of(entries: &[Option<Entry>], first: usize) -> Self {
        let cells = (0..).map(CellIndex).skip(first);
        let (mut gaps, mut others) = (Vec::new(), Vec::new());
        let count = |(cell, entry): (CellIndex, &Option<Entry>)| {
            let Some(number) = entry.as_ref().and_then(Entry::number).map(|number| number.normalize()) else {
                gaps.push(cell);
                return 0;
            };
            let count = i64::try_from(number.mantissa()).ok().filter(|count| *count >= 0 && number.scale() == 0);
            count.unwrap_or_else(|| {
                others.push((cell, number.mantissa(), number.scale()));
                0
            })
        };
        let counts = cells.zip(entries).map(count).collect();
        Self { counts, gaps: gaps.into(), others }
    }

    /// Whether it has so many different figures that are not zero.
    fn has_different(&self, enough: usize) -> bool {
        let counts = || self.counts.iter().copied().filter(|count| *count > 0);
        // What differs in its last bits is different; nearly always that is enough.
        let ends = counts().fold(0_u64, |ends, count| ends | 1 << (count & 63));
        if ends.count_ones() as usize >= enough {
            return true;
        }
        let others: HashSet<_> = self.others.iter().map(|(_, digits, places)| (digits, places)).collect();
        counts().collect::<HashSet<_>>().len() + others.len() >= enough
    }
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &Whose, filing: &Assessment, roster: Option<&Roster>) -> bool {
    match (first.agency(), filing.agency.as_deref()) {
        (Some(first), Some(agency)) => identity(first, roster) == identity(agency, roster),
        _ => true,
    }
}
