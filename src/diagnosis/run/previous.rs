//! What is kept of a filing for the years beside it: the few figures that can be held against theirs. A run may have
//! hundreds of thousands of filings, so it is little.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use foldhash::quality::FixedState;
use rust_decimal::Decimal;

use super::packed::{Figures, Packed, Printed, Shared};
use super::whose::Whose;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::forms::Forms;
use crate::model::{CellIndex, Figure, FormEdition, Place, Roster, Transcript, agency_key};
use crate::rules::narrative::{ClaimedChange, claimed_cells};
use crate::rules::{BlankPolicy, value};

/// Filings of the years beside those that are checked.
#[derive(Debug, Default)]
pub struct Previous {
    /// By a hash of agency and year.
    filings: HashMap<u64, Box<Past>, FixedState>,
    /// One for each edition that was met.
    kept: Vec<Arc<Kept>>,
    shared: Shared,
    /// The folder that they come from now.
    folder: Arc<str>,
    /// Some were named for this: a filing without one is told so.
    pub(super) is_asked_for: bool,
}

/// By what an agency is known: a hash of the name that it has on the roster, however it is called now.
pub(super) type Identity = u64;

/// The identity of an agency. Who wants two names to be one agency can make them so: that spoils a comparison and no
/// check.
pub(super) fn identity(agency: &str, roster: Option<&Roster>) -> Identity {
    let listed = roster.and_then(|roster| roster.find(agency).map(|at| roster.members()[at].name.as_str()));
    FixedState::default().hash_one(agency_key(listed.unwrap_or(agency)))
}

/// Of what agency and year a filing is, as a hash.
fn key(agency: Identity, year: u16) -> u64 {
    FixedState::default().hash_one((agency, year))
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
    /// The largest figure of each table, then those of the kept cells.
    figures: Packed,
    /// What its text says of the change on the year before; few texts do.
    changes: Option<Arc<Vec<ClaimedChange>>>,
}

impl Past {
    pub(super) fn year(&self) -> u16 {
        // What is of no year is not kept.
        self.whose.year.unwrap_or_default()
    }
}

/// What is kept of a filing, to be held against that of another year.
#[derive(Debug)]
pub(super) struct Opened<'p> {
    pub(super) year: u16,
    past: &'p Past,
    shared: &'p Shared,
    figures: Figures,
}

impl Opened<'_> {
    /// The figure of a cell; `None` where none was printed.
    pub(super) fn figure(&self, cell: CellIndex) -> Option<Decimal> {
        self.figures[self.past.kept.tables + self.at(cell)?]
    }

    /// Where a figure stood.
    pub(super) fn place(&self, cell: CellIndex) -> Option<Place> {
        self.shared.place(&self.past.figures, self.at(cell)?)
    }

    fn at(&self, cell: CellIndex) -> Option<usize> {
        self.past.kept.cells.binary_search(&cell).ok()
    }

    /// The edition of its cells.
    pub(super) fn edition(&self) -> &str {
        &self.past.kept.edition
    }

    /// The largest figure of a table; `None` where its figures are not certain.
    pub(super) fn largest(&self, table: usize) -> Option<Decimal> {
        self.figures.get(table).copied().flatten()
    }

    /// What its text says of the change on the year before.
    pub(super) fn changes(&self) -> &[ClaimedChange] {
        self.past.changes.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Where the filing came from.
    pub(super) fn source(&self) -> Source {
        self.past.whose.source()
    }
}

impl Previous {
    /// A place for filings that were named to be compared with.
    #[must_use]
    pub fn asked_for() -> Self {
        Self { is_asked_for: true, ..Self::default() }
    }

    /// Keeps a filing, if it is certain whose it is.
    pub fn remember(&mut self, filing: &Assessment, assessor: &Assessor) {
        let whose = Whose::of(filing, &self.folder);
        self.folder = whose.folder();
        if let Some((identity, past)) = self.pack(filing, &whose, assessor) {
            self.keep(identity, past);
        }
    }

    /// What is to be kept of a filing, if it is certain whose it is.
    pub(super) fn pack(
        &mut self,
        filing: &Assessment,
        whose: &Arc<Whose>,
        assessor: &Assessor,
    ) -> Option<(Identity, Past)> {
        let (agency, _) = filing.agency.as_ref().zip(filing.year)?;
        let (edition, transcript) = assessor.forms().get(filing.edition.as_ref()?).zip(filing.transcript.as_ref())?;
        let known = self.kept.iter().find(|kept| kept.edition == edition.id).cloned();
        let kept = known.unwrap_or_else(|| {
            self.kept.push(Arc::new(kept(edition, assessor.forms())));
            Arc::clone(&self.kept[self.kept.len() - 1])
        });
        let blank = assessor.policy().blank;
        let figures = kept.cells.iter().map(|cell| printed(*cell, edition, transcript, blank));
        let largest = (0..kept.tables).map(|table| largest(edition, table, transcript));
        let figures = largest.chain(figures);
        let figures = self.shared.pack(figures, &transcript.entries, &kept.cells);
        let changes = Some(&filing.narrated.changes).filter(|changes| !changes.is_empty());
        let changes = changes.map(|changes| Arc::new(changes.clone()));
        let identity = identity(agency, assessor.policy().roster.as_deref());
        Some((identity, Past { whose: Arc::clone(whose), kept, figures, changes }))
    }

    /// Keeps it. Of two for one year nobody knows which counts; the first stands.
    pub(super) fn keep(&mut self, identity: Identity, past: Past) {
        self.filings.entry(key(identity, past.year())).or_insert_with(|| Box::new(past));
    }

    /// Its figures, to be looked at.
    pub(super) fn open<'p>(&'p self, past: &'p Past) -> Opened<'p> {
        let figures = Shared::figures(&past.figures, past.kept.tables + past.kept.cells.len());
        Opened { year: past.year(), past, shared: &self.shared, figures }
    }

    /// The filing of an agency for a year.
    pub(super) fn find(&self, identity: Identity, year: u16) -> Option<Opened<'_>> {
        self.filings.get(&key(identity, year)).map(|past| self.open(past))
    }

    /// Whether an earlier filing of an agency is known, a year left out.
    pub(super) fn has_gap_before(&self, identity: Identity, year: u16) -> bool {
        let mut years = (2..6).filter_map(|years| year.checked_sub(years));
        years.any(|year| self.filings.contains_key(&key(identity, year)))
    }
}

/// The largest figure of a table; nothing where there is none, or one that cannot be read.
fn largest(edition: &FormEdition, table: usize, transcript: &Transcript) -> Printed {
    let cells = edition.cells_of(table);
    if let Some((counts, is_count)) = transcript.entries.only_counts() {
        let largest = counts[cells.clone()].iter().max().filter(|_| is_count[cells].contains(&true));
        return largest.map_or(Printed::Nothing, |largest| Printed::Count(largest.unsigned_abs()));
    }
    let mut largest = None;
    for entry in transcript.entries[cells].iter().flatten() {
        match &entry.figure {
            Figure::Number(number) => largest = largest.max(Some(number.abs())),
            Figure::Unreadable => return Printed::Nothing,
            Figure::Blank | Figure::Placeholder => {}
        }
    }
    largest.into()
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
fn printed(cell: CellIndex, edition: &FormEdition, transcript: &Transcript, blank: BlankPolicy) -> Printed {
    if let Some(count) = transcript.entries.count(cell) {
        return Printed::Count(count);
    }
    let is_printed = transcript.entry(cell).is_some_and(|entry| matches!(entry.figure, Figure::Number(_)));
    value(cell, edition, transcript, blank).filter(|_| is_printed).into()
}
