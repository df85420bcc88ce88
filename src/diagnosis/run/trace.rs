//! What several watches keep of a filing. It is made once, so that they have it in common.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Whom;
use crate::diagnosis::assess::Assessor;
use crate::diagnosis::assessment::Assessment;
use crate::diagnosis::identity::{Identity, identity};
use crate::model::{Entry, Figure, FormEdition, Transcript};

/// What is kept of a filing.
#[derive(Debug)]
pub(super) struct Trace {
    pub(super) whom: Arc<Whom>,
    /// Who its agency is, where one is known.
    pub(super) identity: Option<Identity>,
    /// What its figures come to, where it has any.
    pub(super) digest: Option<Digest>,
}

/// What the figures of a filing come to.
#[derive(Debug)]
pub(super) struct Digest {
    /// Two filings with the same have the same figures in every cell.
    pub(super) all: u64,
    pub(super) tables: Box<[TableDigest]>,
}

/// What the figures of a table come to. What an extension adds is left out: that is compared only where it is named.
#[derive(Debug)]
pub(super) struct TableDigest {
    /// Two tables of one edition with the same have the same figures, however these are printed.
    pub(super) figures: u64,
    /// The largest one, whatever its sign; `None` where there is none, or one that cannot be read.
    pub(super) largest: Option<Decimal>,
}

impl Trace {
    /// What is kept of `filing`.
    pub(super) fn of(filing: &Assessment, assessor: &Assessor) -> Self {
        let digest = filing.transcript.as_ref().and_then(|transcript| {
            let edition = assessor.forms().get(&transcript.edition)?;
            Some(Digest::of(edition, transcript))
        });
        let roster = assessor.policy().roster.as_deref();
        let identity = filing.agency.as_ref().map(|agency| identity(agency, roster));
        Self { whom: Arc::new(Whom::of(filing)), identity, digest }
    }
}

impl Digest {
    fn of(edition: &FormEdition, transcript: &Transcript) -> Self {
        let mut all = DefaultHasher::new();
        let mut table = |table: usize| {
            let cells = edition.cells_of(table);
            let (mut own, mut added) = (TraceFigures::of(cells.len()), TraceFigures::of(0));
            for (entry, cell) in transcript.entries[cells.clone()].iter().zip(&edition.cells[cells]) {
                if cell.added { &mut added } else { &mut own }.push(entry.as_ref());
            }
            let mut hasher = DefaultHasher::new();
            (&edition.id, table, &own.counts, &own.others).hash(&mut hasher);
            let figures = hasher.finish();
            (figures, added.counts, added.others).hash(&mut all);
            TableDigest { figures, largest: own.largest() }
        };
        let tables = (0..edition.tables.len()).map(&mut table).collect();
        Self { all: all.finish(), tables }
    }
}

/// The figures of some cells. Equal figures are equal here however they are printed: an entry holds 2.50 as 2.5.
struct TraceFigures {
    /// Counts, as nearly all are, in the order of the cells, and signs for what is none.
    counts: Vec<u64>,
    /// What is no count.
    others: Vec<Decimal>,
    is_readable: bool,
}

impl TraceFigures {
    /// There is no figure. No count has more than fifteen digits.
    const NONE: u64 = u64::MAX;
    /// It is among the others.
    const OTHER: u64 = Self::NONE - 1;

    /// Room for so many.
    fn of(cells: usize) -> Self {
        Self { counts: Vec::with_capacity(cells), others: Vec::new(), is_readable: true }
    }

    fn push(&mut self, entry: Option<&Entry>) {
        self.is_readable &= entry.is_none_or(|entry| entry.figure != Figure::Unreadable);
        let count = entry.and_then(Entry::number).map_or(Self::NONE, |figure| match u64::try_from(figure.mantissa()) {
            Ok(count) if figure.scale() == 0 => count,
            _ => {
                self.others.push(figure);
                Self::OTHER
            }
        });
        self.counts.push(count);
    }

    fn largest(&self) -> Option<Decimal> {
        let counts = self.counts.iter().copied().filter(|count| *count < Self::OTHER).max();
        let others = self.others.iter().map(Decimal::abs).max();
        counts.map(Decimal::from).max(others).filter(|_| self.is_readable)
    }
}
