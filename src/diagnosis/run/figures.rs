//! Figures of a filing, for as long as a run may come back to them.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::CellIndex;

/// Figures in a given order. Most of a small agency are zero, so only the others are kept; nearly all of these are small
/// counts, which take an eighth of the room of a decimal. A run may keep some of hundreds of thousands of filings. Equal
/// figures are equal here however they are printed: an entry holds 2.50 as 2.5.
#[derive(Debug, Clone, Hash)]
pub(super) struct Figures {
    /// By position: small counts that are not zero, and signs for what is none.
    counts: Box<[(u16, u16)]>,
    /// By position: what is no small count.
    others: Box<[(u16, Decimal)]>,
}

/// There is no figure.
const NONE: u16 = u16::MAX;
/// It is among the others.
const OTHER: u16 = NONE - 1;

impl Figures {
    /// These figures; `None` where there is none.
    pub(super) fn of(figures: impl Iterator<Item = Option<Decimal>>) -> Self {
        let (mut counts, mut others) = (Vec::new(), Vec::new());
        for (at, figure) in (0..).zip(figures) {
            let small =
                figure.filter(|figure| figure.scale() == 0).and_then(|figure| figure.mantissa().try_into().ok());
            let count = match (figure, small) {
                (None, _) => NONE,
                (_, Some(count)) if count < OTHER => count,
                (Some(figure), _) => {
                    others.push((at, figure));
                    OTHER
                }
            };
            if count > 0 {
                counts.push((at, count));
            }
        }
        Self { counts: counts.into(), others: others.into() }
    }

    /// The largest, whatever its sign; zero where there is none.
    pub(super) fn largest(&self) -> Decimal {
        let counts = self.counts.iter().map(|(_, count)| *count).filter(|count| *count < OTHER).max();
        let others = self.others.iter().map(|(_, figure)| figure.abs()).max();
        counts.map(Decimal::from).max(others).unwrap_or_default()
    }

    /// The figure at one of the positions that were given; `None` where there is none. Any other reads as zero.
    pub(super) fn get(&self, at: usize) -> Option<Decimal> {
        let at = u16::try_from(at).ok()?;
        let Some(count) = kept(&self.counts, at) else { return Some(Decimal::ZERO) };
        match count {
            NONE => None,
            OTHER => kept(&self.others, at),
            count => Some(count.into()),
        }
    }
}

/// What a list in order keeps for a position.
fn kept<T: Copy>(list: &[(u16, T)], at: u16) -> Option<T> {
    list.binary_search_by_key(&at, |(known, _)| *known).ok().map(|found| list[found].1)
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
        let figures = ["0", "12", "65533", "65534", "65535", "-1", "12.5", "999999999999999"];
        let figures: Vec<Option<Decimal>> =
            figures.iter().map(|figure| figure.parse().ok()).chain([None, Some(Decimal::ONE)]).collect();
        let kept = Figures::of(figures.iter().copied());
        assert_eq!((0..figures.len()).map(|at| kept.get(at)).collect::<Vec<_>>(), figures);
        assert_eq!(kept.others.len(), 5, "the rest is kept small");
        assert_eq!(kept.largest(), figures.iter().flatten().max().copied().expect("a figure"));
        assert_eq!(Figures::of([None].into_iter()).largest(), Decimal::ZERO);
    }
}
