//! The figures of some cells of a filing, for as long as a run may come back to them.

use rust_decimal::Decimal;

use crate::model::CellIndex;

/// Figures by cell. Most of a small agency are zero, so only the others are kept, and which cells have none.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    /// Those that are not zero, in the form's order.
    some: Box<[(CellIndex, Decimal)]>,
    /// Cells without a figure, in the form's order.
    none: Box<[CellIndex]>,
}

impl Figures {
    /// The figures of these cells.
    pub(super) fn of(cells: &[CellIndex], figure: impl Fn(CellIndex) -> Option<Decimal>) -> Self {
        let (mut some, mut none) = (Vec::with_capacity(cells.len()), Vec::new());
        for cell in cells {
            match figure(*cell) {
                Some(figure) if figure.is_zero() => {}
                Some(figure) => some.push((*cell, figure)),
                None => none.push(*cell),
            }
        }
        some.sort_unstable_by_key(|(cell, _)| *cell);
        none.sort_unstable();
        Self { some: some.into(), none: none.into() }
    }

    /// The figure of one of the cells; `None` where there is none.
    pub(super) fn get(&self, cell: CellIndex) -> Option<Decimal> {
        if self.none.binary_search(&cell).is_ok() {
            return None;
        }
        let found = self.some.binary_search_by_key(&cell, |(known, _)| *known);
        Some(found.map_or(Decimal::ZERO, |at| self.some[at].1))
    }
}
