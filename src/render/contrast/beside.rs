//! The form with both figures in every cell.
//!
//! It is the new form; what only the old filing says of it is in it too. Lines that only another, older form has are no
//! part of it and are listed apart.

use std::collections::BTreeMap;

use crate::diagnosis::{Compared, Era, Pair, Reported};
use crate::model::{CellIndex, FormEdition};
use crate::render::Style;

/// What the two filings say in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Both<'p> {
    /// `None` where the old filing has no such cell.
    pub(super) old: Option<&'p Reported>,
    /// `None` where the new one has not.
    pub(super) new: Option<&'p Reported>,
    /// What came of comparing them.
    pub(super) compared: Option<&'p Compared>,
}

impl Both<'_> {
    pub(super) fn is_changed(self) -> bool {
        self.compared.is_some_and(|cell| cell.is_changed)
    }
}

/// The filled form of a pair.
#[derive(Debug)]
pub(super) struct Beside<'p> {
    pub(super) form: &'p FormEdition,
    cells: BTreeMap<CellIndex, Both<'p>>,
}

impl<'p> Beside<'p> {
    pub(super) fn of(pair: &'p Pair, style: Style<'p>) -> Option<Self> {
        let form = pair.form(Era::New, style.forms)?;
        let compared = pair
            .cells
            .iter()
            .map(|cell| (cell.cell, Both { old: Some(&cell.old), new: Some(&cell.new), compared: Some(cell) }));
        let new =
            pair.only_new.iter().map(|lone| (lone.cell, Both { old: None, new: Some(&lone.reported), compared: None }));
        let old = pair.only_old.iter().filter_map(|lone| {
            let cell = form.index.get(&lone.id)?;
            Some((*cell, Both { old: Some(&lone.reported), new: None, compared: None }))
        });
        Some(Self { form, cells: compared.chain(new).chain(old).collect() })
    }

    pub(super) fn get(&self, cell: CellIndex) -> Option<Both<'p>> {
        self.cells.get(&cell).copied()
    }
}
