//! The cells (指标) of an edition: stable names and small indices.

use std::sync::Arc;

use serde::Deserialize;

use super::Unit;

/// A cell of an edition, by its position in [`super::FormEdition::cells`]. Forms are small: `u16` is plenty, and the
/// loader refuses an edition that needs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellIndex(pub u16);

impl CellIndex {
    /// The index for use with slices.
    #[must_use]
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// A block of an edition: which of its tables, and which of the table's blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlockAt {
    /// The table, by position in the edition.
    pub table: usize,
    /// The block, by position in the table.
    pub block: usize,
}

/// What a cell of the form is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the cell")]
pub struct CellSpec {
    /// `table.row.column`, as `requests.denied.state_secret.natural_person`.
    pub id: Arc<str>,
    /// The table, by position in the edition.
    pub table: usize,
    /// The block, by position in the table.
    pub block: usize,
    /// The row, by position in the block's rows.
    pub row: usize,
    /// The column, by position in the block's columns.
    pub column: usize,
    /// What values are possible.
    pub value: ValueKind,
    /// The unit of the form, for money.
    pub unit: Option<Unit>,
    /// The cell lies on a total line, in either direction.
    pub total: bool,
    /// The cell belongs to an undivided heading: it is there only in filings that report the group as one line.
    pub alternative: bool,
    /// A filing may do without the row or column it lies on.
    pub optional: bool,
    /// It is not of the form but of an extension of it: only what names it compares it.
    pub added: bool,
}

impl CellSpec {
    /// The block that it stands in.
    #[must_use]
    pub fn block_at(&self) -> BlockAt {
        BlockAt { table: self.table, block: self.block }
    }
}

/// What values a cell can hold; each kind implies its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    /// A count of things: an integer, not negative.
    Count,
    /// A change of a count (本年增/减): an integer of either sign.
    Change,
    /// An amount of money: a decimal, not negative.
    Amount,
}

impl ValueKind {
    /// Whether values are whole numbers.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self != Self::Amount
    }

    /// Whether values may be below zero.
    #[must_use]
    pub fn may_be_negative(self) -> bool {
        self == Self::Change
    }
}
