//! What is kept of a filing for the years beside it: the few figures that can be held against theirs. A run may have
//! hundreds of thousands of filings, so it is little.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::Figures;
use super::identical::HeardTables;
use super::{Trace, Whom};
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::identity::Identity;
use crate::model::{CellIndex, Figure, FormEdition, Place, Transcript};
use crate::rules::narrative::{ClaimedChange, claimed_cells};
use crate::rules::{BlankPolicy, value};

/// Filings of the years beside those that are checked.
#[derive(Debug, Default)]
pub struct Previous {
    /// The last filing of each agency.
    filings: HashMap<Identity, Box<Past>>,
    /// Filings that were named for one agency and year and differ: which of them counts is not known.
    rivals: HashMap<(Identity, u16), Vec<Arc<Whom>>>,
    /// Those of the filings that were met last, each once: files of one program are laid out alike.
    kept: Vec<Arc<Kept>>,
    /// Their tables, by which a copy is known.
    pub(super) tables: Option<HeardTables>,
    /// Some were named for this: a filing without one is told so.
    pub(super) is_asked_for: bool,
}

/// As many ways in which filings are laid out are looked through for one that a filing has in common with others.
const LAYOUTS: usize = 32;

/// The cells that are kept of the filings of an edition.
#[derive(Debug)]
struct Kept {
    edition: Arc<str>,
    cells: Arc<[CellIndex]>,
    /// Where they stand, from the row of the first on: the records of a data set have these in common.
    places: Box<[Option<Place>]>,
}

/// What is kept of a filing.
#[derive(Debug)]
pub(super) struct Past {
    pub(super) whom: Arc<Whom>,
    pub(super) year: u16,
    kept: Arc<Kept>,
    /// Those of the kept cells, and behind them the largest of each table.
    figures: Figures,
    /// The row from which its places are counted.
    row: u32,
    /// What its text says of the change on the year before; few texts do.
    pub(super) changes: Box<[ClaimedChange]>,
    /// It stood where nobody sees it.
    is_hidden: bool,
    /// What was kept of the same agency before.
    earlier: Option<Box<Past>>,
}

impl Past {
    /// All filings that are kept of its agency, from this one back. An agency has few: one for each year.
    fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |past| past.earlier.as_deref())
    }

    /// The filing for a year.
    pub(super) fn find(&self, year: u16) -> Option<&Self> {
        self.all().find(|past| past.year == year)
    }

    /// The filing for a year, if nobody sees it.
    fn find_hidden(&mut self, year: u16) -> Option<&mut Self> {
        let mut past = self;
        while past.year != year {
            past = past.earlier.as_deref_mut()?;
        }
        Some(past).filter(|past| past.is_hidden)
    }

    /// Whether another one has the same figures, of those that are kept.
    fn has_figures_of(&self, other: &Self) -> bool {
        self.kept.edition == other.kept.edition && self.figures == other.figures
    }

    /// Whether an earlier filing is known, the year before `year` left out.
    pub(super) fn has_gap_before(&self, year: u16) -> bool {
        self.all().any(|past| (2..6).contains(&i32::from(year).saturating_sub(past.year.into())))
    }

    /// The figure of a cell; `None` where none was printed.
    pub(super) fn figure(&self, cell: CellIndex) -> Option<Decimal> {
        self.figures.get(self.at(cell)?)
    }

    /// Where a figure stood.
    pub(super) fn place(&self, cell: CellIndex) -> Option<Place> {
        self.kept.places[self.at(cell)?].as_ref().map(|place| place.at_row(place.row().wrapping_add(self.row)))
    }

    fn at(&self, cell: CellIndex) -> Option<usize> {
        self.kept.cells.binary_search(&cell).ok()
    }

    /// The edition of its cells.
    pub(super) fn edition(&self) -> &Arc<str> {
        &self.kept.edition
    }

    /// The largest figure of a table; `None` where its figures are not certain.
    pub(super) fn largest(&self, table: usize) -> Option<Decimal> {
        self.figures.get(self.kept.cells.len() + table)
    }
}

impl Previous {
    /// A place for filings that were named to be compared with.
    #[must_use]
    pub fn asked_for() -> Self {
        Self { is_asked_for: true, ..Self::default() }
    }

    /// Keeps a filing that was named to be compared with, if it is certain whose it is.
    pub fn remember(&mut self, filing: &Assessment, assessor: &Assessor) {
        let trace = Trace::of(filing, assessor);
        self.tables = self.take_tables(assessor);
        if let Some(tables) = &mut self.tables {
            tables.learn(filing, &trace, assessor);
        }
        if let Some((identity, past)) = self.past(filing, &trace, assessor) {
            self.note_rival(identity, &past);
            self.keep(identity, past);
        }
    }

    /// Notes that a filing differs from the one that is kept of its agency and year. A copy that nobody sees is none.
    fn note_rival(&mut self, identity: Identity, past: &Past) {
        let known = self.of(identity).and_then(|known| known.find(past.year));
        let is_rival = |known: &&Past| !known.is_hidden && !past.is_hidden && !known.has_figures_of(past);
        let Some(known) = known.filter(is_rival).map(|known| Arc::clone(&known.whom)) else { return };
        let rivals = self.rivals.entry((identity, past.year)).or_insert_with(|| vec![known]);
        rivals.push(Arc::clone(&past.whom));
    }

    /// The filings that were named for an agency and year, where they differ.
    pub(super) fn rivals(&self, identity: Identity, year: u16) -> Option<&[Arc<Whom>]> {
        self.rivals.get(&(identity, year)).map(Vec::as_slice)
    }

    /// The tables that are known of them, for the watch over those of the run.
    pub(super) fn take_tables(&mut self, assessor: &Assessor) -> Option<HeardTables> {
        self.tables.take().or_else(|| HeardTables::new(assessor))
    }

    /// What is to be kept of a filing, if it is certain whose it is.
    pub(super) fn past(&mut self, filing: &Assessment, trace: &Trace, assessor: &Assessor) -> Option<(Identity, Past)> {
        let (identity, year) = trace.identity.zip(filing.year)?;
        let (edition, transcript) = assessor.forms().get(filing.edition.as_ref()?).zip(filing.transcript.as_ref())?;
        let (row, kept) = self.kept(edition, transcript, assessor);
        let blank = assessor.policy().blank;
        let figures = kept.cells.iter().map(|cell| printed(*cell, edition, transcript, blank));
        let largest = trace.digest.iter().flat_map(|digest| digest.tables.iter().map(|table| table.largest));
        let past = Past {
            whom: Arc::clone(&trace.whom),
            year,
            figures: Figures::of(figures.chain(largest)),
            row,
            changes: filing.narrated.changes.clone().into(),
            is_hidden: transcript.is_hidden(),
            earlier: None,
            kept,
        };
        Some((identity, past))
    }

    /// The cells that are kept of a filing, where they stand, and from which row on.
    fn kept(&mut self, edition: &FormEdition, transcript: &Transcript, assessor: &Assessor) -> (u32, Arc<Kept>) {
        let of_edition = || self.kept.iter().filter(|kept| kept.edition == edition.id);
        let known = of_edition().next().map(|kept| Arc::clone(&kept.cells));
        let cells = known.unwrap_or_else(|| kept_cells(edition, assessor).into());
        let place = |cell: &CellIndex| transcript.entry(*cell)?.place.as_ref();
        let row = cells.iter().find_map(place).map_or(0, Place::row);
        let is_same = |(known, own): (&Option<Place>, Option<&Place>)| match (known, own) {
            (Some(known), Some(own)) => known.shares_column(own) && known.row().wrapping_add(row) == own.row(),
            (known, own) => known.is_none() && own.is_none(),
        };
        let is_alike = |kept: &&Arc<Kept>| kept.places.iter().zip(cells.iter().map(place)).all(is_same);
        if let Some(alike) = of_edition().rev().find(is_alike) {
            return (row, Arc::clone(alike));
        }
        let from_row = |own: &Place| own.at_row(own.row().wrapping_sub(row));
        let places = cells.iter().map(|cell| place(cell).map(from_row)).collect();
        let new = Arc::new(Kept { edition: edition.id.clone(), cells: Arc::clone(&cells), places });
        if self.kept.len() == LAYOUTS {
            self.kept.remove(0);
        }
        self.kept.push(Arc::clone(&new));
        (row, new)
    }

    /// Keeps it. Of two for one year nobody knows which counts; the first stands, unless only the other one is seen.
    pub(super) fn keep(&mut self, identity: Identity, past: Past) {
        match self.filings.entry(identity) {
            Slot::Vacant(new) => drop(new.insert(Box::new(past))),
            Slot::Occupied(mut last) if last.get().find(past.year).is_some() => {
                if let Some(hidden) = last.get_mut().find_hidden(past.year).filter(|_| !past.is_hidden) {
                    let earlier = hidden.earlier.take();
                    *hidden = Past { earlier, ..past };
                }
            }
            Slot::Occupied(mut last) => {
                let earlier = std::mem::replace(last.get_mut(), Box::new(past));
                last.get_mut().earlier = Some(earlier);
            }
        }
    }

    /// What is kept of an agency: the filing that came last, and through it the others.
    pub(super) fn of(&self, identity: Identity) -> Option<&Past> {
        self.filings.get(&identity).map(Box::as_ref)
    }
}

/// The cells of an edition that its own comparisons or checks name, those that another edition's name as last year's, and
/// those of which sentences claim a change.
fn kept_cells(edition: &FormEdition, assessor: &Assessor) -> Vec<CellIndex> {
    let forms = assessor.forms();
    let own = &edition.comparisons;
    let now = own.continuities.iter().flat_map(|one| one.now.iter().chain(&one.less)).chain(&own.steady).copied();
    let continuities = forms.editions().iter().flat_map(|edition| &edition.comparisons.continuities);
    let before = continuities.flat_map(|one| &one.before).filter_map(|id| edition.index.get(id.as_str()).copied());
    let mut cells: Vec<CellIndex> =
        now.chain(before).chain(claimed_cells(edition)).chain(assessor.checked_cells(edition)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// The figure that was printed in a cell, in the form's unit. A blank is no figure here, whatever it counts as in a sum.
fn printed(cell: CellIndex, edition: &FormEdition, transcript: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    let is_printed = matches!(transcript.figure(cell), Some(Figure::Number(_)));
    value(cell, edition, transcript, blank).filter(|_| is_printed)
}
