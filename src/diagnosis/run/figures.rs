//! The figures of some cells of a filing, for as long as a run may come back to them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::model::CellIndex;

/// Figures by cell, each list in the form's order. Most of a small agency are zero, so only the others are kept; nearly all
/// of these are counts, which take a quarter of the room of a decimal.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    counts: Box<[(CellIndex, u32)]>,
    others: Box<[(CellIndex, Decimal)]>,
    /// Cells without a figure.
    none: Box<[CellIndex]>,
}

impl Figures {
    /// The figures of these cells.
    pub(super) fn of(cells: &[CellIndex], figure: impl Fn(CellIndex) -> Option<Decimal>) -> Self {
        let (mut counts, mut others, mut none) = (Vec::with_capacity(cells.len()), Vec::new(), Vec::new());
        for cell in cells {
            match figure(*cell) {
                None => none.push(*cell),
                Some(figure) if figure.is_zero() => {}
                Some(figure) => match figure.to_u32().filter(|count| Decimal::from(*count) == figure) {
                    Some(count) => counts.push((*cell, count)),
                    None => others.push((*cell, figure)),
                },
            }
        }
        counts.sort_unstable_by_key(|(cell, _)| *cell);
        others.sort_unstable_by_key(|(cell, _)| *cell);
        none.sort_unstable();
        Self { counts: counts.into(), others: others.into(), none: none.into() }
    }

    /// The figure of one of the cells; `None` where there is none.
    pub(super) fn get(&self, cell: CellIndex) -> Option<Decimal> {
        if self.none.binary_search(&cell).is_ok() {
            return None;
        }
        let count = self.counts.binary_search_by_key(&cell, |(known, _)| *known).map(|at| self.counts[at].1.into());
        let other = || self.others.binary_search_by_key(&cell, |(known, _)| *known).map(|at| self.others[at].1);
        Some(count.or_else(|_| other()).unwrap_or(Decimal::ZERO))
    }
}
