//! What is kept of a filing for the years beside it: the few figures that can be held against theirs. A run may have
//! hundreds of thousands of filings, so it is little.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::packed::{Figures, Packed};
use super::whose::Whose;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::forms::Forms;
use crate::model::{CellIndex, Figure, FormEdition, Place, Roster, Transcript, agency_key};
use crate::rules::narrative::{ClaimedChange, claimed_cells};
use crate::rules::{BlankPolicy, value};

/// Filings of the years beside those that are checked, by agency and year.
#[derive(Debug, Default)]
pub struct Previous {
    filings: HashMap<(Identity, u16), Box<Past>>,
    /// By edition.
    kept: HashMap<String, Arc<Kept>>,
    sheets: HashSet<Arc<str>>,
    /// The folder that they come from now.
    folder: Arc<str>,
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
    tables: usize,
}

/// What is kept of a filing.
#[derive(Debug)]
pub(super) struct Past {
    whose: Arc<Whose>,
    kept: Arc<Kept>,
    figures: Packed,
    /// What its text says of the change on the year before; few texts do.
    changes: Option<Arc<Vec<ClaimedChange>>>,
}

/// What is kept of a filing, to be held against that of another year.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) year: u16,
    whose: Arc<Whose>,
    kept: Arc<Kept>,
    figures: Figures,
    changes: Option<Arc<Vec<ClaimedChange>>>,
}

impl Past {
    /// Its figures, to be looked at.
    pub(super) fn open(&self) -> Opened {
        Opened {
            // What is of no year is not kept.
            year: self.whose.year.unwrap_or_default(),
            whose: Arc::clone(&self.whose),
            kept: Arc::clone(&self.kept),
            figures: self.figures.unpack(self.kept.cells.len(), self.kept.tables),
            changes: self.changes.clone(),
        }
    }
}

impl Opened {
    /// The figure of a cell; `None` where none was printed.
    pub(super) fn figure(&self, cell: CellIndex) -> Option<Decimal> {
        self.found(cell).map(|(figure, _)| *figure)
    }

    /// Where a figure stood that is not zero.
    pub(super) fn place(&self, cell: CellIndex) -> Option<&Place> {
        self.found(cell)?.1.as_ref()
    }

    fn found(&self, cell: CellIndex) -> Option<&(Decimal, Option<Place>)> {
        self.figures.cells.get(self.kept.cells.binary_search(&cell).ok()?)?.as_ref()
    }

    /// The edition of its cells.
    pub(super) fn edition(&self) -> &str {
        &self.kept.edition
    }

    /// The largest figure of a table; `None` where its figures are not certain.
    pub(super) fn largest(&self, table: usize) -> Option<Decimal> {
        self.figures.largest.get(table).copied().flatten()
    }

    /// What its text says of the change on the year before.
    pub(super) fn changes(&self) -> &[ClaimedChange] {
        self.changes.as_deref().map_or(&[], Vec::as_slice)
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
        let whose = Whose::of(filing, &self.folder);
        self.folder = whose.folder();
        self.keep(filing, &whose, assessor);
    }

    /// The same, and gives the filing to be held against others.
    pub(super) fn keep(
        &mut self,
        filing: &Assessment,
        whose: &Arc<Whose>,
        assessor: &Assessor,
    ) -> Option<(Identity, Opened)> {
        let (agency, year) = filing.agency.as_ref().zip(filing.year)?;
        let (edition, transcript) = assessor.forms().get(filing.edition.as_ref()?).zip(filing.transcript.as_ref())?;
        let identity = identity(agency, assessor.policy().roster.as_deref());
        let kept = match self.kept.get(&edition.id) {
            Some(kept) => Arc::clone(kept),
            None => {
                Arc::clone(self.kept.entry(edition.id.clone()).or_insert(Arc::new(kept(edition, assessor.forms()))))
            }
        };
        let figures = figures(&kept, edition, transcript, assessor.policy().blank);
        let changes = Some(&filing.narrated.changes).filter(|changes| !changes.is_empty());
        let changes = changes.map(|changes| Arc::new(changes.clone()));
        if let Entry::Vacant(new) = self.filings.entry((identity, year)) {
            let mut figures = figures.pack();
            figures.share_sheets(|sheet| {
                let known = self.sheets.get(sheet).unwrap_or(sheet).clone();
                self.sheets.insert(Arc::clone(&known));
                known
            });
            let (whose, kept, changes) = (Arc::clone(whose), Arc::clone(&kept), changes.clone());
            new.insert(Box::new(Past { whose, kept, figures, changes }));
        }
        Some((identity, Opened { year, whose: Arc::clone(whose), kept, figures, changes }))
    }

    /// The filing of an agency for a year.
    pub(super) fn find(&self, identity: Identity, year: u16) -> Option<Opened> {
        self.filings.get(&(identity, year)).map(|past| past.open())
    }

    /// Whether an earlier filing of an agency is known, a year left out.
    pub(super) fn has_gap_before(&self, identity: Identity, year: u16) -> bool {
        (2..6).filter_map(|years| year.checked_sub(years)).any(|year| self.filings.contains_key(&(identity, year)))
    }
}

/// The figures of the kept cells.
fn figures(kept: &Kept, edition: &FormEdition, transcript: &Transcript, blank: BlankPolicy) -> Figures {
    let printed = |cell: &CellIndex| {
        let figure = printed_figure(*cell, edition, transcript, blank)?;
        let place = || transcript.entry(*cell).and_then(|entry| entry.place.clone());
        Some((figure, if figure.is_zero() { None } else { place() }))
    };
    let mut largest = vec![None; edition.tables.len()];
    let mut whole: Vec<Option<i128>> = vec![None; edition.tables.len()];
    let mut doubtful = vec![false; edition.tables.len()];
    for (cell, spec) in edition.each_cell() {
        match transcript.entry(cell).map(|entry| &entry.figure) {
            // Nearly all are whole, and compared as such.
            Some(Figure::Number(number)) if number.scale() == 0 => {
                whole[spec.table] = whole[spec.table].max(Some(number.mantissa().abs()));
            }
            Some(Figure::Number(number)) => largest[spec.table] = largest[spec.table].max(Some(number.abs())),
            Some(Figure::Unreadable) => doubtful[spec.table] = true,
            _ => {}
        }
    }
    let whole = whole.into_iter().map(|figure| figure.map(|figure| Decimal::from_i128_with_scale(figure, 0)));
    let largest = largest.into_iter().zip(whole).map(|(figure, whole)| figure.max(whole));
    let largest = largest.zip(doubtful).map(|(figure, doubtful)| figure.filter(|_| !doubtful));
    Figures { cells: kept.cells.iter().map(printed).collect(), largest: largest.collect() }
}

/// The cells of an edition that its own comparisons name, those that another edition's name as last year's, and those of
/// which sentences claim a change.
fn kept(edition: &FormEdition, forms: &Forms) -> Kept {
    let own = &edition.comparisons;
    let now = own.continuities.iter().flat_map(|one| one.now.iter().chain(&one.less)).chain(&own.steady).copied();
    let continuities = forms.editions().iter().flat_map(|edition| &edition.comparisons.continuities);
    let before = continuities.flat_map(|one| &one.before).filter_map(|id| edition.index.get(id).copied());
    let mut cells: Vec<CellIndex> = now.chain(before).chain(claimed_cells(edition)).collect();
    cells.sort_unstable();
    cells.dedup();
    Kept { edition: edition.id.clone(), cells: cells.into(), tables: edition.tables.len() }
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
