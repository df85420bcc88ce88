//! What several watches keep of a filing. It is made once, so that they have it in common.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Whom;
use super::figures::Figures;
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
    /// Two filings with the same have the same figures in every cell, and the same words where one cannot be read. What is
    /// no figure, blank or a sign for none, is alike.
    pub(super) all: u64,
    pub(super) tables: Box<[TableDigest]>,
}

/// What the figures of a table come to. What an extension adds is left out: that is compared only where it is named.
#[derive(Debug)]
pub(super) struct TableDigest {
    /// Two tables with the same are of one edition and have the same figures, however these are printed.
    pub(super) digest: u64,
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
    /// The largest figure of all tables, whatever its sign.
    pub(super) fn largest(&self) -> Option<Decimal> {
        self.tables.iter().filter_map(|table| table.largest).max_by_key(Decimal::abs)
    }

    fn of(edition: &FormEdition, transcript: &Transcript) -> Self {
        let mut all = DefaultHasher::new();
        let mut table = |table: usize| {
            let cells = edition.cells_of(table);
            let entries = |added: bool| {
                let all = transcript.entries[cells.clone()].iter().zip(&edition.cells[cells.clone()]);
                all.filter(move |(_, cell)| cell.added == added).map(|(entry, _)| entry.as_ref())
            };
            let figures = |added| Figures::of(entries(added).map(|entry| entry?.number()));
            let (own, added) = (figures(false), figures(true));
            let mut hasher = DefaultHasher::new();
            (&edition.id, table, &own).hash(&mut hasher);
            let digest = hasher.finish();
            let unread = |added| {
                let placed = entries(added).enumerate().filter_map(|(at, entry)| Some((at, entry?)));
                placed.filter(|(_, entry)| entry.figure == Figure::Unreadable)
            };
            let words: Vec<_> =
                unread(false).chain(unread(true)).map(|(at, entry): (usize, &Entry)| (at, entry.quoted())).collect();
            (digest, added, words).hash(&mut all);
            let is_readable = unread(false).next().is_none();
            TableDigest { digest, largest: own.largest().filter(|_| is_readable) }
        };
        let tables = (0..edition.tables.len()).map(&mut table).collect();
        Self { all: all.finish(), tables }
    }
}
