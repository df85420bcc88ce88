//! Balance edits (勾稽关系) as linear equations over cells.

use rust_decimal::Decimal;

use crate::model::CellIndex;

/// One term of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The cell.
    pub cell: CellIndex,
    /// On which side of the equation it stands.
    pub side: Side,
}

/// A side of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The items, or the first sum.
    Left,
    /// The total, or the second sum.
    Right,
}

/// One balance edit: Σ left = Σ right, over the terms `first..first + count` of its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceEdit {
    /// The relation of the form, by position in the plan's names; it names the rule.
    pub relation: u16,
    /// The table, by position in the edition.
    pub table: u16,
    /// The block, by position in the table.
    pub block: u16,
    /// The line along which the relation is repeated: a column when it sums rows, a row when it sums columns.
    pub line: Line,
    pub(super) first: u32,
    pub(super) count: u32,
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
    /// Both sides are equal.
    Holds,
    /// The sides differ.
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
