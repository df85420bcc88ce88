//! Figures of a filing, for as long as a run may come back to them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::CellIndex;

/// Figures in a given order. Nearly all are small counts, which take an eighth of the room of a decimal; a run may keep
/// some of hundreds of thousands of filings. Equal figures are equal here however they are printed: an entry holds 2.50 as
/// 2.5.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Figures {
    /// By position: a small count, or a sign for what is none ([`NONE`], [`OTHER`]).
    counts: Box<[u16]>,
    /// What is no small count, each with its position.
    others: Box<[(u16, Decimal)]>,
}

/// There is no figure.
const NONE: u16 = u16::MAX;
/// It is among the others.
const OTHER: u16 = NONE - 1;

impl Figures {
    /// These figures; `None` where there is none.
    pub(super) fn of(figures: impl Iterator<Item = Option<Decimal>>) -> Self {
        let mut others = Vec::new();
        let count = |(at, figure): (u16, Option<Decimal>)| {
            let Some(figure) = figure else { return NONE };
            match u16::try_from(figure.mantissa()) {
                Ok(count) if figure.scale() == 0 && count < OTHER => count,
                _ => {
                    others.push((at, figure));
                    OTHER
                }
            }
        };
        let counts: Vec<u16> = (0..).zip(figures).map(count).collect();
        // Each in a box of its own size: a list that is shrunk where it lies may keep the room that it grew to.
        Self { counts: counts.as_slice().into(), others: others.as_slice().into() }
    }

    /// The largest, whatever its sign; `None` where there is none.
    pub(super) fn largest(&self) -> Option<Decimal> {
        let counts = self.counts.iter().copied().filter(|count| *count < OTHER).max();
        let others = self.others.iter().map(|(_, figure)| figure.abs()).max();
        counts.map(Decimal::from).max(others)
    }

    /// The figure at a position; `None` where there is none.
    pub(super) fn get(&self, at: usize) -> Option<Decimal> {
        match *self.counts.get(at)? {
            NONE => None,
            OTHER => {
                let found = self.others.binary_search_by_key(&at, |(at, _)| usize::from(*at)).ok()?;
                Some(self.others[found].1)
            }
            count => Some(count.into()),
        }
    }
}

/// The figures of some cells.
#[derive(Debug, Clone)]
pub(super) struct CellFigures {
    /// In order; the filings of an edition have them in common.
    cells: Arc<[CellIndex]>,
    figures: Figures,
}

impl CellFigures {
    /// The figures of these cells, which stand in order.
    pub(super) fn of(cells: &Arc<[CellIndex]>, figure: impl Fn(CellIndex) -> Option<Decimal>) -> Self {
        Self { cells: Arc::clone(cells), figures: Figures::of(cells.iter().map(|cell| figure(*cell))) }
    }

    /// The figure of a cell; `None` where there is none.
    pub(super) fn get(&self, cell: CellIndex) -> Option<Decimal> {
        self.figures.get(self.cells.binary_search(&cell).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_come_back_as_they_were_kept() {
        let figures = ["0", "12", "65533", "65534", "65535", "-1", "12.5", "999999999999999", "-1000000000000000"];
        let figures: Vec<Option<Decimal>> =
            figures.iter().map(|figure| figure.parse().ok()).chain([None, Some(Decimal::ONE)]).collect();
        let kept = Figures::of(figures.iter().copied());
        assert_eq!((0..figures.len()).map(|at| kept.get(at)).collect::<Vec<_>>(), figures);
        assert_eq!(kept.others.len(), 6, "the rest is kept small");
        assert_eq!(kept.largest(), "1000000000000000".parse().ok(), "whatever its sign");
        assert_eq!(Figures::of([None].into_iter()).largest(), None);
    }
}
