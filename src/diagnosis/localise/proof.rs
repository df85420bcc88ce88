//! What arithmetic can see of an edition: computed from its relations, not claimed.

use std::collections::BTreeMap;

use super::search::{Branch, search_any};
use super::system::System;
use crate::model::{CellIndex, FormEdition};
use crate::rules::Plan;

/// What the relations that hang together can tell of their cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// The table, by position in the edition.
    pub table: usize,
    /// How many groups of relations are alike, this one among them: three in table 四.
    pub times: usize,
    /// Relations that hang together.
    pub relations: usize,
    /// How many of them do not follow from the others.
    pub independent: usize,
    /// The cells they connect.
    pub cells: usize,
    /// Cells whose error breaks the same relations in the same way as another's: it is noticed, but not told apart.
    pub alike: usize,
    /// The smallest error that breaks no relation: cells with the change of each.
    pub unseen: Vec<(CellIndex, i64)>,
}

/// The strength of each group of equations of an edition, alike ones counted together; and how many cells are in none.
#[must_use]
pub fn strengths(edition: &FormEdition) -> (Vec<Strength>, usize) {
    let plan = Plan::of(edition);
    let components = plan.printed_components().iter();
    let systems: Vec<System> = components.map(|component| System::blank(component, edition)).collect();
    let connected: usize = systems.iter().map(|system| system.cells.len()).sum();
    let mut groups: BTreeMap<[usize; 5], Strength> = BTreeMap::new();
    for system in &systems {
        let strength = strength(system, edition);
        let shape = [strength.table, strength.relations, strength.cells, strength.alike, strength.unseen.len()];
        groups.entry(shape).and_modify(|known| known.times += 1).or_insert(strength);
    }
    (groups.into_values().collect(), edition.printed_cells() - connected)
}

fn strength(system: &System, edition: &FormEdition) -> Strength {
    let mut branch = Branch::of(system);
    let independent = (0..system.cells.len()).filter(|at| branch.take_free(*at)).count();
    let signature = |at: usize| {
        let column: Vec<i32> = system.rows.iter().map(|row| row.coefficient(at)).collect();
        let is_mirrored = column.iter().find(|coefficient| **coefficient != 0).is_some_and(|first| *first < 0);
        if is_mirrored { column.iter().map(|coefficient| -coefficient).collect() } else { column }
    };
    let mut seen: BTreeMap<Vec<i32>, usize> = BTreeMap::new();
    for at in 0..system.cells.len() {
        *seen.entry(signature(at)).or_default() += 1;
    }
    Strength {
        table: system.cells.first().map_or(0, |cell| edition.cell(*cell).table),
        times: 1,
        relations: system.rows.len(),
        independent,
        cells: system.cells.len(),
        alike: seen.values().filter(|times| **times > 1).sum(),
        unseen: smallest_unseen(system),
    }
}

/// The smallest set of changes that breaks nothing: a change in one cell that others make up for. Every such set is
/// found from each of its cells, so a search from all cells finds the smallest; changes are scaled to be whole.
fn smallest_unseen(system: &System) -> Vec<(CellIndex, i64)> {
    /// A multiple of every coefficient that a correction may have to be divided by.
    const UNIT: i128 = 12;
    let made_up = (0..system.cells.len()).filter_map(|at| {
        let mut changed = system.clone();
        for row in &mut changed.rows {
            row.rest = -i128::from(row.coefficient(at)) * UNIT;
            row.terms.to_mut().retain(|term| term.at != at);
        }
        let others = search_any(&changed)?;
        let all = std::iter::once((at, UNIT)).chain(others.corrections);
        let mut error: Vec<_> = all.map(|(at, by)| (system.cells[at], i64::try_from(by / UNIT).unwrap_or(0))).collect();
        error.sort_unstable();
        Some(error)
    });
    made_up.min_by_key(Vec::len).unwrap_or_default()
}
