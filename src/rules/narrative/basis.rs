//! The cells whose figure a claim may be, as `claims.toml` names them, in an edition and a filing.

use rust_decimal::Decimal;

use super::changes::Terms;
use super::claims::Tables;
use super::wording::{BaseRecord, RECORDS};
use crate::model::{CellIndex, FormEdition};
use crate::rules::values::value;

/// The cells of a base with their signs; `None` where the edition has not got them, or the filing has no such table.
pub(super) fn terms(base: &BaseRecord, tables: Tables) -> Option<Terms> {
    let mut terms = Vec::new();
    for name in &base.cells {
        let (called, plus) = signed(name);
        let found = tables.edition.cells_called(called).into_iter().filter(|cell| !tables.filing.is_absent(*cell));
        let before = terms.len();
        terms.extend(found.map(|cell| (cell, plus)));
        if terms.len() == before {
            return None;
        }
    }
    Some(terms)
}

/// A name of cells in a record without its sign, and whether they are added.
fn signed(name: &str) -> (&str, bool) {
    name.strip_prefix('-').map_or((name, true), |rest| (rest, false))
}

/// The cells of an edition of which sentences claim anything: what of last year's filing a change is held against.
#[must_use]
pub fn claimed_cells(edition: &FormEdition) -> Vec<CellIndex> {
    let names = RECORDS.claim.iter().flat_map(|claim| &claim.bases).flat_map(|base| &base.cells);
    let mut cells: Vec<_> = names.flat_map(|name| edition.cells_called(signed(name).0)).collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// By how much what was done may be more than what was received, by the tables.
pub(super) fn carried(tables: Tables) -> Vec<Decimal> {
    let known = RECORDS.carried_over.iter().filter_map(|base| sum(&terms(base, tables)?, tables));
    known.filter(|over| !over.is_zero()).collect()
}

/// What the cells of a base come to; `None` where one of them is not known.
pub(super) fn sum(terms: &[(CellIndex, bool)], tables: Tables) -> Option<Decimal> {
    terms.iter().try_fold(Decimal::ZERO, |sum, (cell, plus)| {
        let value = value(*cell, tables.edition, tables.filing, tables.blank)?;
        Some(if *plus { sum + value } else { sum - value })
    })
}
