//! Checks that somebody wrote for cells of his own choice, resolved for each form of the run.

use std::sync::Arc;

use super::assess::Assessor;
use super::settle::Policy;
use crate::model::{CellIndex, FormEdition};
use crate::rules::{Catalogue, Check, Rule};

/// A check on the cells of a form that its rule names.
#[derive(Debug)]
pub(super) struct OwnCheck {
    pub(super) check: Check,
    pub(super) rule: Arc<Rule>,
    pub(super) cells: Vec<CellIndex>,
    /// What these are a part of, where it asks for that.
    pub(super) of: Vec<CellIndex>,
}

impl OwnCheck {
    /// Those that a run wants to hear of and that name cells of a form.
    pub(super) fn all(catalogue: &Catalogue, policy: &Policy, form: &FormEdition) -> Vec<Self> {
        let cells = |names: &[String]| {
            let mut cells: Vec<CellIndex> = names.iter().flat_map(|name| form.cells_called(name)).collect();
            cells.sort_unstable();
            cells.dedup();
            cells
        };
        let wanted = catalogue.own_checks().filter(|(_, rule)| policy.wants(rule));
        let resolved = wanted.map(|(check, rule)| Self {
            check,
            rule: Arc::clone(rule),
            cells: cells(&rule.cells),
            of: cells(&rule.of),
        });
        resolved.filter(|own| !own.cells.is_empty()).collect()
    }
}

impl Assessor<'_> {
    /// The checks of a kind on cells of a form.
    pub(super) fn own_checks(&self, form: &FormEdition, check: Check) -> impl Iterator<Item = &OwnCheck> {
        self.own.get(&form.id).into_iter().flatten().filter(move |own| own.check == check)
    }

    /// The cells of a form that some check of somebody's own names.
    pub(super) fn own_cells(&self, form: &FormEdition) -> impl Iterator<Item = CellIndex> {
        self.own.get(&form.id).into_iter().flatten().flat_map(|own| &own.cells).copied()
    }
}
