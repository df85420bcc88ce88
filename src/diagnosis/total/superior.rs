//! The superior's own filing, against which the sum of the others is held (`--aggregate`).

use std::collections::{BTreeMap, HashSet};

use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::identity::identity;
use crate::model::Roster;

/// Why the filings of a file are no superior's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// It holds several filings for one year: the first such, how many, and whose, each once.
    Several {
        /// The year; `None` of filings that tell none.
        year: Option<u16>,
        /// How many there are.
        count: usize,
        /// Whose.
        who: Vec<String>,
    },
    /// None of its filings is that of the agency that was named; these it has, each once.
    Nobodys(Vec<String>),
    /// A filing tells no year, so that nothing can be held against it.
    Yearless,
    /// Several editions of the form fit a filing equally.
    EditionOpen,
    /// Nothing is filled in.
    Empty,
}

/// The superior's filing for each year, of those that a file holds; `agency` names the superior, where that was asked for.
///
/// # Errors
/// Where that is not clear: a file of a superior may have its parts on further sheets.
pub fn superior_filings(
    mut filings: Vec<Assessment>,
    agency: Option<&str>,
    roster: Option<&Roster>,
) -> Result<Vec<Assessment>, Unclear> {
    filings.retain(|filing| filing.transcript.is_some());
    if let Some(agency) = agency {
        let is_meant = |filing: &Assessment| {
            filing.agency.as_deref().is_some_and(|own| identity(own, roster) == identity(agency, roster))
        };
        if filings.iter().any(is_meant) {
            filings.retain(is_meant);
        } else if several_of_a_year(&filings).is_none() {
            // What its only filing calls itself is overruled.
            for filing in &mut filings {
                filing.agency = Some(agency.to_owned());
            }
        } else {
            return Err(Unclear::Nobodys(names(filings.iter())));
        }
    }
    if let Some(several) = several_of_a_year(&filings) {
        return Err(several);
    }
    if filings.iter().any(|filing| filing.year.is_none()) {
        return Err(Unclear::Yearless);
    }
    if filings.iter().any(|filing| filing.edition.is_none()) {
        return Err(Unclear::EditionOpen);
    }
    let has_figures = |filing: &Assessment| {
        let entries = filing.transcript.iter().flat_map(|transcript| transcript.entries.iter().flatten());
        entries.filter(|entry| entry.number().is_some()).count() > 0
    };
    if !filings.is_empty() && !filings.iter().any(has_figures) {
        return Err(Unclear::Empty);
    }
    Ok(filings)
}

/// The first year for which there are several, and whose they are.
fn several_of_a_year(filings: &[Assessment]) -> Option<Unclear> {
    let mut years: BTreeMap<Option<u16>, Vec<&Assessment>> = BTreeMap::new();
    for filing in filings {
        years.entry(filing.year).or_default().push(filing);
    }
    let (year, of_it) = years.into_iter().find(|(_, of_it)| of_it.len() > 1)?;
    Some(Unclear::Several { year, count: of_it.len(), who: names(of_it.into_iter()) })
}

/// What they are called, each once.
fn names<'f>(filings: impl Iterator<Item = &'f Assessment>) -> Vec<String> {
    let mut known = HashSet::new();
    filings.map(Assessment::name).filter(|name| known.insert(name.clone())).collect()
}
