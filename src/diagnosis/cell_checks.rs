//! Checks on cells, resolved for each form of the run. A rule names the cells it looks at, or it means those that the form
//! itself names for a check of its kind; there can be any number of rules of a kind.

use std::sync::Arc;

use crate::model::{CellIndex, FormEdition};
use crate::rules::{Catalogue, Check, Rule};

/// A check on cells of a form.
#[derive(Debug)]
pub(super) struct CellCheck {
    pub(super) check: Check,
    pub(super) rule: Arc<Rule>,
    /// None where it looks at whole tables.
    pub(super) cells: Vec<CellIndex>,
    /// What these are a part of, where it asks for that.
    pub(super) of: Vec<CellIndex>,
}

impl CellCheck {
    /// Those that have cells in a form.
    pub(super) fn all(catalogue: &Catalogue, form: &FormEdition) -> Vec<Self> {
        let resolved = catalogue.cell_checks().map(|(check, rule)| {
            let (cells, of) = if rule.cells.is_empty() {
                of_the_form(check, form)
            } else {
                (named(&rule.cells, form), named(&rule.of, form))
            };
            Self { check, rule: Arc::clone(rule), cells, of }
        });
        resolved.filter(|own| !own.cells.is_empty() || own.is_of_tables()).collect()
    }

    /// Whether it looks at whole tables: it names no cells, and the form does not for checks of its kind.
    pub(super) fn is_of_tables(&self) -> bool {
        self.check == Check::SuddenZero && self.rule.cells.is_empty()
    }
}

/// The cells that a form names for checks of a kind, and what they are a part of.
fn of_the_form(check: Check, form: &FormEdition) -> (Vec<CellIndex>, Vec<CellIndex>) {
    let comparisons = &form.comparisons;
    let cells = match check {
        Check::SharpChange => comparisons.steady.clone(),
        // Only money is reported in one unit or another.
        Check::UnitSuspect => {
            comparisons.steady.iter().copied().filter(|cell| form.cell(*cell).unit.is_some()).collect()
        }
        Check::PowerExceeded => comparisons.reserved.clone(),
        Check::LargeBacklog => {
            let of = |backlog: &crate::model::Backlog| (backlog.part.clone(), backlog.whole.clone());
            return comparisons.backlog.as_ref().map(of).unwrap_or_default();
        }
        _ => Vec::new(),
    };
    (cells, Vec::new())
}

fn named(names: &[String], form: &FormEdition) -> Vec<CellIndex> {
    let mut cells: Vec<CellIndex> = names.iter().flat_map(|name| form.cells_called(name)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}
