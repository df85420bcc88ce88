//! The formula of a total, as far as it says which cells it adds up.

use super::{CellIndex, Place};

/// What the formula of a total adds up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalFormula {
    /// The total.
    pub total: CellIndex,
    /// The cells of the form in it, each with how often it is added; less than none where it is taken off.
    pub cells: Vec<(CellIndex, i32)>,
    /// Figures in it that are no cell of the form.
    pub others: Vec<Place>,
    /// Numbers that stand in the formula itself, with their signs.
    pub numbers: Vec<String>,
}
