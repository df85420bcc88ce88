//! Balance edits (勾稽关系) as linear relations over cells.

use rust_decimal::Decimal;

use crate::model::{BlockAt, CellIndex, Comparator};

/// One term of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The cell.
    pub cell: CellIndex,
    /// On which side of the relation it stands.
    pub side: Side,
}

/// A side of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The items, the first sum, or the part.
    Left,
    /// The total, the second sum, or the whole.
    Right,
}

/// One balance edit: Σ left = Σ right, or Σ left ≤ Σ right, over the terms `first..first + count` of its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceEdit {
    /// The relation of the form, by position in the plan's names; it names the rule.
    pub relation: u16,
    /// How its sides must lie.
    pub comparison: Comparator,
    /// The table, by position in the edition.
    pub table: u16,
    /// The block, by position in the table.
    pub block: u16,
    /// The line along which the relation is repeated: a column when it sums rows, a row when it sums columns.
    pub line: Line,
    pub(super) first: u32,
    pub(super) count: u32,
    /// How many of them, the first, are those of the left side.
    pub(super) left: u32,
}

impl BalanceEdit {
    /// The block that it stands in.
    #[must_use]
    pub fn block_at(&self) -> BlockAt {
        BlockAt { table: self.table.into(), block: self.block.into() }
    }
}

/// A line of either axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A row of the block.
    Row(u16),
    /// A column of the block.
    Column(u16),
}

/// What became of an edit (三值): a printed figure is never repaired before it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The sides lie as they must.
    Holds,
    /// They do not.
    Violated {
        /// Σ left.
        left: Decimal,
        /// Σ right.
        right: Decimal,
    },
    /// A value is missing, blank where a total belongs, or unreadable.
    Undetermined,
    /// No cell of the edit belongs to the filing's shape.
    Inapplicable,
}
