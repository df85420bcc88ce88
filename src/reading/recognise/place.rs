//! Where something stands: on the surfaces of a file, and in the block of a table of the form. Both are pairs of numbers,
//! and neither is ever the other.

use crate::model::BlockAt;

/// A line of a surface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::reading) struct LineAt {
    /// Which of the grids.
    pub(in crate::reading) grid: usize,
    /// Which of its lines that hold something.
    pub(in crate::reading) line: usize,
}

/// A row of a table of the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::reading) struct RowAt {
    /// Which of its blocks.
    pub(in crate::reading) block: usize,
    /// Which of the block's rows.
    pub(in crate::reading) row: usize,
}

/// A row or a column of a block of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::reading) struct LineOfBlock {
    pub(in crate::reading) block: BlockAt,
    /// Which of the block's rows, or of its columns.
    pub(in crate::reading) line: usize,
}
