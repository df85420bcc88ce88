//! The same table in two filings (雷同): figures that vary so much are hardly equal by chance.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Context, Heard, Remark, Watch};
use crate::diagnosis::assess::{Assessment, Source};
use crate::diagnosis::finding::Facts;
use crate::model::{Figure, agency_key};
use crate::rules::Check;

/// The tables heard so far, by a hash of their figures.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The filing that had the table first.
    seen: HashMap<u64, u32>,
    filings: Vec<Whose>,
}

#[derive(Debug)]
struct Whose {
    agency: Option<Box<str>>,
    year: Option<u16>,
    source: Source,
}

impl Watch for Tables {
    fn hear(&mut self, filing: &Assessment, context: &Context) -> Heard {
        let Some(((edition, transcript), rule)) = context.figures(filing).zip(context.rule(Check::IdenticalTable))
        else {
            return Heard::default();
        };
        let threshold = context.assessor.policy().threshold(rule, "figures");
        let mut remarks = Vec::new();
        let mut own = None;
        for (at, table) in edition.tables.iter().enumerate() {
            let mut hasher = DefaultHasher::new();
            (&edition.id, at).hash(&mut hasher);
            let mut figures = BTreeSet::new();
            for (cell, _) in edition.each_cell().filter(|(_, spec)| spec.table == at) {
                match transcript.entry(cell).map(|entry| &entry.figure) {
                    Some(Figure::Number(number)) => {
                        number.normalize().hash(&mut hasher);
                        figures.insert(number.normalize());
                    }
                    _ => 0_u8.hash(&mut hasher),
                }
            }
            figures.retain(|figure| !figure.is_zero());
            if threshold > figures.len().into() {
                continue;
            }
            let number = *own.get_or_insert_with(|| {
                let (agency, source) = (filing.agency.as_deref().map(Into::into), filing.source.clone());
                self.filings.push(Whose { agency, year: filing.year, source });
                u32::try_from(self.filings.len() - 1).unwrap_or(u32::MAX)
            });
            let first = *self.seen.entry(hasher.finish()).or_insert(number);
            let Some(first) = self.filings.get(first as usize).filter(|_| first != number) else { continue };
            let year = first.year.map(|year| year.to_string()).unwrap_or_default();
            let facts = Facts::because(if is_one_agency(first, filing) { "year" } else { "agency" })
                .with("other", first.agency.as_deref().unwrap_or_default())
                .with("other_year", year)
                .with("source", &first.source)
                .about(table.id.clone());
            // The same filing twice is another matter.
            if !(is_one_agency(first, filing) && first.year == filing.year) {
                remarks.push(Remark { table: Some(at), ..Remark::new(rule, facts) });
            }
        }
        remarks.into()
    }
}

/// Whether two filings may be of one agency; who is not known may be anybody.
fn is_one_agency(first: &Whose, filing: &Assessment) -> bool {
    match (&first.agency, &filing.agency) {
        (Some(first), Some(agency)) => agency_key(first) == agency_key(agency),
        _ => true,
    }
}
