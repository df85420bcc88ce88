//! What is kept of a filing that is part of a superior's.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::figures::CellFigures;
use crate::diagnosis::assessment::Source;
use crate::diagnosis::identity::Identity;
use crate::diagnosis::total::{Imprint, Line, Standing};
use crate::model::CellIndex;

/// A subordinate's figures.
#[derive(Debug, Clone)]
pub(super) struct Subordinate {
    pub(super) name: String,
    pub(super) identity: Identity,
    /// Whose part the roster says it is.
    pub(super) standing: Standing,
    /// It was heard so many filings after the first.
    pub(super) at: usize,
    pub(super) source: Source,
    /// It tells an agency; else its sheet may be that of a total.
    pub(super) is_named: bool,
    pub(super) imprint: Imprint,
    pub(super) edition: Arc<str>,
    pub(super) figures: CellFigures,
    /// It reports a group as one line.
    pub(super) is_undivided: bool,
    /// By how much cells that are thought to be wrong should be more.
    pub(super) fixes: Vec<(CellIndex, Decimal)>,
}

impl Subordinate {
    /// Whose it is, where that is known.
    pub(super) fn agency(&self) -> Option<&str> {
        self.is_named.then_some(&self.name)
    }

    /// Itself among the filings of its file.
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            source: &self.source,
            agency: self.agency(),
            edition: &self.edition,
            imprint: self.imprint,
            is_listed: self.standing.superior().is_some(),
        }
    }
}
