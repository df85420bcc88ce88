//! The form with both figures in every cell.
//!
//! It is the new form; what only the old filing says of it is in it too. Lines that only another, older form has are no
//! part of it and are listed apart.

use std::collections::BTreeMap;

use super::words;
use crate::diagnosis::{Compared, Era, Pair, Reported};
use crate::model::{CellIndex, FormEdition, Lang};
use crate::render::Style;
use crate::render::words::phrases::phrase;

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
    old_form: &'p FormEdition,
    cells: BTreeMap<CellIndex, Both<'p>>,
}

impl<'p> Beside<'p> {
    pub(super) fn of(pair: &'p Pair, style: Style<'p>) -> Option<Self> {
        let (form, old_form) = (pair.form(Era::New, style.forms)?, pair.form(Era::Old, style.forms)?);
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
        Some(Self { form, old_form, cells: compared.chain(new).chain(old).collect() })
    }

    pub(super) fn get(&self, cell: CellIndex) -> Option<Both<'p>> {
        self.cells.get(&cell).copied()
    }

    /// What a side says in a cell, in words; that it has no such cell is said by whether its form has one.
    pub(super) fn words(&self, cell: CellIndex, era: Era, lang: Lang) -> String {
        let both = self.get(cell);
        let reported = both.and_then(|both| if era == Era::Old { both.old } else { both.new });
        reported.map_or_else(|| self.absent(cell, era, lang).to_owned(), words::reported)
    }

    /// The word for a cell that a side has not.
    pub(super) fn absent(&self, cell: CellIndex, era: Era, lang: Lang) -> &'static str {
        let spec = self.form.cell(cell);
        let is_in_form = !spec.alternative && (era == Era::New || self.old_form.index.contains_key(&spec.id));
        if is_in_form { phrase("cell-missing", lang) } else { "—" }
    }
}
