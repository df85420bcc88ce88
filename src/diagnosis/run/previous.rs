//! What is kept of a filing for the years beside it: the few figures that can be held against theirs. A run may have
//! hundreds of thousands of filings, so it is little.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Whose;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::forms::Forms;
use crate::model::{CellIndex, Figure, FormEdition, Place, Roster, Transcript, agency_key};
use crate::rules::{BlankPolicy, value};

/// Filings of the years beside those that are checked, by agency and year.
#[derive(Debug, Default)]
pub struct Previous {
    filings: HashMap<(Identity, u16), Arc<Past>>,
    kept: HashMap<String, Arc<Kept>>,
    /// Some were named for this: a filing without one is told so.
    pub(super) is_asked_for: bool,
}

/// By what an agency is known: a hash of the name that it has on the roster, however it is called now.
pub(super) type Identity = u64;

/// The identity of an agency.
pub(super) fn identity(agency: &str, roster: Option<&Roster>) -> Identity {
    let listed = roster.and_then(|roster| roster.find(agency).map(|at| roster.members()[at].name.as_str()));
    let mut hasher = DefaultHasher::new();
    agency_key(listed.unwrap_or(agency)).hash(&mut hasher);
    hasher.finish()
}

/// The cells that are kept of the filings of an edition.
#[derive(Debug)]
struct Kept {
    edition: String,
    cells: Box<[CellIndex]>,
}

/// What is kept of a filing.
#[derive(Debug)]
pub(super) struct Past {
    pub(super) year: u16,
    whose: Arc<Whose>,
    kept: Arc<Kept>,
    /// Those of them in which no figure was printed.
    unprinted: Box<[CellIndex]>,
    /// The printed figures that are not zero, in the form's unit, and where they stood.
    figures: Box<[(CellIndex, Decimal, Option<Place>)]>,
    /// By table: its largest printed figure; `None` where there is none, or one that cannot be read.
    largest: Box<[Option<Decimal>]>,
}

impl Past {
    /// The figure of a cell; `None` where none was printed.
    pub(super) fn figure(&self, cell: CellIndex) -> Option<Decimal> {
        let is_printed = self.kept.cells.binary_search(&cell).is_ok() && !self.unprinted.contains(&cell);
        is_printed.then(|| self.found(cell).map_or(Decimal::ZERO, |(_, figure, _)| *figure))
    }

    /// Where a figure stood that is not zero.
    pub(super) fn place(&self, cell: CellIndex) -> Option<&Place> {
        self.found(cell)?.2.as_ref()
    }

    fn found(&self, cell: CellIndex) -> Option<&(CellIndex, Decimal, Option<Place>)> {
        self.figures.iter().find(|(known, ..)| *known == cell)
    }

    /// The edition of its cells.
    pub(super) fn edition(&self) -> &str {
        &self.kept.edition
    }

    /// The largest figure of a table; `None` where its figures are not certain.
    pub(super) fn largest(&self, table: usize) -> Option<Decimal> {
        self.largest.get(table).copied().flatten()
    }

    /// Where the filing came from.
    pub(super) fn source(&self) -> Source {
        self.whose.source()
    }
}

impl Previous {
    /// A place for filings that were named to be compared with.
    #[must_use]
    pub fn asked_for() -> Self {
        Self { is_asked_for: true, ..Self::default() }
    }

    /// Keeps a filing, if it is certain whose it is. Of two for one year nobody knows which counts; the first stands.
    pub fn remember(&mut self, filing: &Assessment, assessor: &Assessor) {
        self.keep(filing, &Whose::of(filing, &filing.source.path.as_str().into()), assessor);
    }

    pub(super) fn keep(
        &mut self,
        filing: &Assessment,
        whose: &Arc<Whose>,
        assessor: &Assessor,
    ) -> Option<(Identity, Arc<Past>)> {
        let (agency, year) = filing.agency.as_ref().zip(filing.year)?;
        let (edition, transcript) = assessor.forms().get(filing.edition.as_ref()?).zip(filing.transcript.as_ref())?;
        let identity = identity(agency, assessor.policy().roster.as_deref());
        let past = Arc::new(self.past((whose, year), edition, transcript, assessor));
        self.filings.entry((identity, year)).or_insert_with(|| Arc::clone(&past));
        Some((identity, past))
    }

    /// The filing of an agency for a year.
    pub(super) fn find(&self, identity: Identity, year: u16) -> Option<&Arc<Past>> {
        self.filings.get(&(identity, year))
    }

    /// Whether an earlier filing of an agency is known, a year left out.
    pub(super) fn has_gap_before(&self, identity: Identity, year: u16) -> bool {
        (2..6).filter_map(|years| year.checked_sub(years)).any(|year| self.find(identity, year).is_some())
    }

    fn past(
        &mut self,
        (whose, year): (&Arc<Whose>, u16),
        edition: &FormEdition,
        transcript: &Transcript,
        assessor: &Assessor,
    ) -> Past {
        let blank = assessor.policy().blank;
        if !self.kept.contains_key(&edition.id) {
            self.kept.insert(edition.id.clone(), Arc::new(kept(edition, assessor.forms())));
        }
        let kept = &self.kept[&edition.id];
        let (mut unprinted, mut figures) = (Vec::new(), Vec::new());
        for cell in &kept.cells {
            match printed_figure(*cell, edition, transcript, blank) {
                None => unprinted.push(*cell),
                Some(figure) if figure.is_zero() => {}
                Some(figure) => {
                    figures.push((*cell, figure, transcript.entry(*cell).and_then(|entry| entry.place.clone())));
                }
            }
        }
        let mut largest = vec![None; edition.tables.len()];
        let mut doubtful = vec![false; edition.tables.len()];
        for (cell, spec) in edition.each_cell() {
            match transcript.entry(cell).map(|entry| &entry.figure) {
                Some(Figure::Number(number)) => largest[spec.table] = largest[spec.table].max(Some(number.abs())),
                Some(Figure::Unreadable) => doubtful[spec.table] = true,
                _ => {}
            }
        }
        let largest = largest.into_iter().zip(doubtful).map(|(figure, doubtful)| figure.filter(|_| !doubtful));
        Past {
            year,
            whose: Arc::clone(whose),
            kept: Arc::clone(kept),
            unprinted: unprinted.into(),
            figures: figures.into(),
            largest: largest.collect(),
        }
    }
}

/// The cells of an edition that its own comparisons name, and those that another edition's name as last year's.
fn kept(edition: &FormEdition, forms: &Forms) -> Kept {
    let own = &edition.comparisons;
    let now = own.continuities.iter().flat_map(|one| one.now.iter().chain(&one.less)).chain(&own.steady).copied();
    let continuities = forms.editions().iter().flat_map(|edition| &edition.comparisons.continuities);
    let before = continuities.flat_map(|one| &one.before).filter_map(|id| edition.index.get(id).copied());
    let mut cells: Vec<CellIndex> = now.chain(before).collect();
    cells.sort_unstable();
    cells.dedup();
    Kept { edition: edition.id.clone(), cells: cells.into() }
}

/// The figure that was printed in a cell, in the form's unit. A blank is no figure here, whatever it counts as in a sum.
fn printed_figure(
    cell: CellIndex,
    edition: &FormEdition,
    transcript: &Transcript,
    blank: BlankPolicy,
) -> Option<Decimal> {
    let is_printed = transcript.entry(cell).is_some_and(|entry| matches!(entry.figure, Figure::Number(_)));
    value(cell, edition, transcript, blank).filter(|_| is_printed)
}
