//! Errors that were found already, of parts and of the superior itself, and what they make of a gap.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Cause, Gaps};
use crate::model::{CellIndex, Reason};

/// So many errors of one cell are tried in every combination.
const COMBINED: usize = 8;

/// Errors that together make some of a gap. The superior itself has no name here.
#[derive(Debug, Clone, Default)]
pub(super) struct Errors<'g> {
    pub(super) sum: Decimal,
    pub(super) whose: Vec<Option<&'g str>>,
}

impl<'g> Gaps<'g> {
    /// What errors that were found already can make of the gap of a cell: nothing, or any of them together. With the right
    /// figures that much of the gap would be gone.
    pub(super) fn errors(&self, cell: CellIndex) -> Vec<Errors<'g>> {
        fn of(fixes: &[(CellIndex, Decimal)], cell: CellIndex) -> impl Iterator<Item = Decimal> {
            fixes.iter().filter(move |(fixed, _)| *fixed == cell).map(|(_, by)| *by)
        }
        let parts = self.parts.iter().flat_map(|part| of(&part.fixes, cell).map(|by| (by, Some(part.name.as_str()))));
        let all: Vec<_> = parts.chain(of(self.own, cell).map(|by| (-by, None))).collect();
        let together = |chosen: &dyn Fn(usize) -> bool| {
            let chosen = all.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, error)| error);
            chosen.fold(Errors::default(), |mut errors, (by, whose)| {
                errors.sum += by;
                errors.whose.push(*whose);
                errors
            })
        };
        if all.len() <= COMBINED {
            // All of them first: that is the simplest story.
            return (0..1_u32 << all.len()).rev().map(|set| together(&|at| set & (1 << at) != 0)).collect();
        }
        let each = (0..all.len()).map(|one| together(&|at| at == one));
        [together(&|_| true)].into_iter().chain(each).chain([Errors::default()]).collect()
    }
}

/// Cells that errors explain wholly: those of parts, and those of the superior itself.
pub(super) fn of_errors(mended: &BTreeMap<CellIndex, &Errors>) -> Vec<Cause> {
    let mut causes: Vec<Cause> = Vec::new();
    for (cell, errors) in mended {
        let is_own = errors.whose.iter().all(Option::is_none);
        let reason = if is_own { Reason::Own } else { Reason::Error };
        let at = causes.iter().position(|cause| cause.reason == reason).unwrap_or_else(|| {
            let (who, cells, beside) = (Vec::new(), Vec::new(), (0, Vec::new()));
            causes.push(Cause { reason, who, ways: 1, cells, beside });
            causes.len() - 1
        });
        causes[at].cells.push(*cell);
        add_names(&mut causes[at].who, errors);
    }
    causes
}

/// How many cells hold errors beside their cause, and whose: what is known of them is not all of it.
pub(super) fn beside<'c>(
    cells: impl Iterator<Item = &'c CellIndex>,
    errors: &BTreeMap<CellIndex, Vec<Errors>>,
) -> (usize, Vec<String>) {
    let mut names = Vec::new();
    let holds = |cell: &&CellIndex| errors[*cell].first().is_some_and(|all| !all.whose.is_empty());
    let holding: Vec<_> = cells.filter(holds).collect();
    holding.iter().filter_map(|cell| errors[*cell].first()).for_each(|all| add_names(&mut names, all));
    (if names.is_empty() { 0 } else { holding.len() }, names)
}

/// The parts that errors are of, each once.
fn add_names(names: &mut Vec<String>, errors: &Errors) {
    for name in errors.whose.iter().flatten() {
        if !names.iter().any(|known| known == name) {
            names.push((*name).to_owned());
        }
    }
}
