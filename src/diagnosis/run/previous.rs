//! What is kept of a filing for the years beside it: the few figures that can be held against theirs. A run may have
//! hundreds of thousands of filings, so it is little.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use compact_str::CompactString;
use foldhash::quality::FixedState;
use rust_decimal::Decimal;

use super::packed::{Packed, Shared};
use super::whose::Whose;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::{Assessment, Source};
use crate::forms::Forms;
use crate::model::{CellIndex, Figure, FormEdition, Place, Roster, Transcript, agency_key, cells_within};
use crate::rules::narrative::{ClaimedChange, claimed_cells};
use crate::rules::{BlankPolicy, value};

/// Filings of the years beside those that are checked.
#[derive(Debug, Default)]
pub struct Previous {
    /// The last filing of each agency.
    filings: HashMap<Identity, Box<Past>, FixedState>,
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

/// The cells that are kept of the filings of an edition.
#[derive(Debug)]
struct Kept {
    edition: CompactString,
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
    /// What was kept of the same agency before.
    earlier: Option<Box<Past>>,
}

impl Past {
    pub(super) fn year(&self) -> u16 {
        // What is of no year is not kept.
        self.whose.year.unwrap_or_default()
    }

    /// All filings that are kept of its agency, from this one back. An agency has few: one for each year.
    fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |past| past.earlier.as_deref())
    }

    /// The filing for a year.
    pub(super) fn find(&self, year: u16) -> Option<&Self> {
        self.all().find(|past| past.year() == year)
    }

    /// Whether an earlier filing is known, the year before `year` left out.
    pub(super) fn has_gap_before(&self, year: u16) -> bool {
        self.all().any(|past| (2..6).contains(&i32::from(year).saturating_sub(past.year().into())))
    }
}

/// What is kept of a filing, to be held against that of another year.
#[derive(Debug)]
pub(super) struct Opened<'p> {
    pub(super) year: u16,
    past: &'p Past,
    shared: &'p Shared,
}

impl Opened<'_> {
    /// The figure of a cell; `None` where none was printed.
    pub(super) fn figure(&self, cell: CellIndex) -> Option<Decimal> {
        self.past.figures.figure(self.past.kept.tables + self.at(cell)?)
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
        self.past.figures.figure(table).filter(|_| table < self.past.kept.tables)
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
        whose.note_folder(&mut self.folder);
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
        let largest = (0..kept.tables).map(|table| largest(edition, table, transcript));
        let exact = |cell| printed(cell, edition, transcript, blank);
        let figures = self.shared.pack(largest, &transcript.entries, &kept.cells, exact);
        let changes = Some(&filing.narrated.changes).filter(|changes| !changes.is_empty());
        let changes = changes.map(|changes| Arc::new(changes.clone()));
        let identity = identity(agency, assessor.policy().roster.as_deref());
        Some((identity, Past { whose: Arc::clone(whose), kept, figures, changes, earlier: None }))
    }

    /// Keeps it. Of two for one year nobody knows which counts; the first stands.
    pub(super) fn keep(&mut self, identity: Identity, past: Past) {
        match self.filings.entry(identity) {
            Slot::Vacant(new) => drop(new.insert(Box::new(past))),
            Slot::Occupied(last) if last.get().find(past.year()).is_some() => {}
            Slot::Occupied(mut last) => {
                let earlier = std::mem::replace(last.get_mut(), Box::new(past));
                last.get_mut().earlier = Some(earlier);
            }
        }
    }

    /// Its figures, to be looked at.
    pub(super) fn open<'p>(&'p self, past: &'p Past) -> Opened<'p> {
        Opened { year: past.year(), past, shared: &self.shared }
    }

    /// What is kept of an agency: the filing that came last, and through it the others.
    pub(super) fn of(&self, identity: Identity) -> Option<&Past> {
        self.filings.get(&identity).map(Box::as_ref)
    }
}

/// The largest figure of a table; nothing where there is none, or one that cannot be read.
fn largest(edition: &FormEdition, table: usize, transcript: &Transcript) -> Option<Decimal> {
    let cells = edition.cells_of(table);
    if let Some((counts, gaps)) = transcript.entries.only_counts() {
        let is_empty = cells_within(gaps, &cells).len() == cells.len();
        return (!is_empty).then(|| max(&counts[cells]).into());
    }
    let mut largest = None;
    for entry in transcript.entries[cells].iter().flatten() {
        match &entry.figure {
            Figure::Number(number) => largest = largest.max(Some(number.abs())),
            Figure::Unreadable => return None,
            Figure::Blank | Figure::Placeholder => {}
        }
    }
    largest
}

/// The cells of an edition that its own comparisons name, those that another edition's name as last year's, and those of
/// which sentences claim a change.
fn kept(edition: &FormEdition, forms: &Forms) -> Kept {
    let own = &edition.comparisons;
    let now = own.continuities.iter().flat_map(|one| one.now.iter().chain(&one.less)).chain(&own.steady).copied();
    let continuities = forms.editions().iter().flat_map(|edition| &edition.comparisons.continuities);
    let before = continuities.flat_map(|one| &one.before).filter_map(|id| edition.index.get(id.as_str()).copied());
    let mut cells: Vec<CellIndex> = now.chain(before).chain(claimed_cells(edition)).collect();
    cells.sort_unstable();
    cells.dedup();
    Kept { edition: edition.id.clone(), cells: cells.into(), tables: edition.tables.len() }
}

/// The figure that was printed in a cell, in the form's unit. A blank is no figure here, whatever it counts as in a sum.
fn printed(cell: CellIndex, edition: &FormEdition, transcript: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    let is_printed = transcript.entry(cell).is_some_and(|entry| matches!(entry.figure, Figure::Number(_)));
    value(cell, edition, transcript, blank).filter(|_| is_printed)
}

/// The largest of some counts, zero of none. Four at a time: one by one, each would wait for the last.
fn max(counts: &[i64]) -> i64 {
    let (fours, rest) = counts.as_chunks::<4>();
    let most = fours.iter().fold([0; 4], |most, four| std::array::from_fn(|at| four[at].max(most[at])));
    most.into_iter().chain(rest.iter().copied()).fold(0, i64::max)
}
