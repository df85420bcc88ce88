//! The columns of a table whose rows say where their borders are, each for itself.

use std::rc::Rc;

/// Borders no further apart than this, in twentieths of a point, are one: a cell as narrow, one millimetre, holds nothing.
const HAIR: i64 = 57;

/// Where the cells of a row are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BorderShape {
    /// The left border of the first cell.
    pub(super) left: i32,
    /// The cells from left to right.
    pub(super) cells: Vec<CellShape>,
}

/// Where a cell is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CellShape {
    /// Its right border.
    pub(super) right: i32,
    /// The cell before it is merged over it.
    pub(super) follows: bool,
    /// It is merged with the cells above or below.
    pub(super) down: Down,
}

/// How a cell is merged downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Down {
    /// Not at all.
    #[default]
    Alone,
    /// It is the first of those that are merged.
    First,
    /// The cell above is merged over it.
    Follows,
}

impl BorderShape {
    /// The left border of a cell.
    pub(super) fn left_of(&self, at: usize) -> i32 {
        at.checked_sub(1).and_then(|before| self.cells.get(before)).map_or(self.left, |cell| cell.right)
    }
}

/// The columns of a table, by the borders where they begin.
pub(super) struct Columns(Vec<i32>);

impl Columns {
    /// The columns of rows of these shapes, of which each has so many cells.
    pub(super) fn of<'s>(shaped: &(impl Iterator<Item = (&'s Rc<BorderShape>, usize)> + Clone)) -> Self {
        let mut borders = Vec::new();
        let mut before: Option<&Rc<BorderShape>> = None;
        for (shape, cells) in shaped.clone() {
            // A shape is mostly that of the row above.
            if !before.is_some_and(|before| Rc::ptr_eq(before, shape) || before == shape) {
                borders.push(shape.left);
                borders.extend(shape.cells.iter().take(cells).map(|cell| cell.right));
            }
            before = Some(shape);
        }
        borders.sort_unstable();
        borders.dedup();
        let all = Self(borders);
        let mut near = all.0.clone();
        let mut kept: Option<i32> = None;
        near.retain(|border| {
            let is_new = kept.is_none_or(|kept| i64::from(*border) - i64::from(kept) > HAIR);
            kept = if is_new { Some(*border) } else { kept };
            is_new
        });
        let near = Self(near);
        // Unless there are cells as narrow.
        let is_apart = |(shape, cells): (&Rc<BorderShape>, usize)| {
            let each = shape.cells.iter().take(cells).enumerate();
            each.into_iter().all(|(at, cell)| near.at(shape.left_of(at)) < near.at(cell.right))
        };
        if shaped.clone().all(is_apart) { near } else { all }
    }

    /// The column that begins at a border.
    pub(super) fn at(&self, border: i32) -> u32 {
        let before = self.0.partition_point(|column| *column <= border);
        u32::try_from(before.saturating_sub(1)).unwrap_or(u32::MAX)
    }
}
