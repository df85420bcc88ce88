//! What of a form can be held against other years and other agencies.

use super::CellIndex;

/// The comparisons that an edition declares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparisons {
    /// Figures that follow from last year's (跨期).
    pub continuities: Vec<Continuity>,
    /// Figures that seldom change much from one year to the next.
    pub steady: Vec<CellIndex>,
    /// Figures that only bodies with a certain power have: 规章.
    pub reserved: Vec<CellIndex>,
    /// Figures that a superior's report sums up from its subordinates'.
    pub aggregated: Vec<CellIndex>,
    /// What is left over at the end of the year, and what it is a part of.
    pub backlog: Option<Backlog>,
}

/// A figure that follows from last year's: Σ now − Σ less = Σ of last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuity {
    /// The relation, which names the rule that checks it.
    pub relation: String,
    /// This year's cells, added.
    pub now: Vec<CellIndex>,
    /// This year's cells, taken away.
    pub less: Vec<CellIndex>,
    /// Last year's cells by id, added: last year's form may be another edition.
    pub before: Vec<String>,
}

/// What is left over, as a part of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The part.
    pub part: Vec<CellIndex>,
    /// The whole.
    pub whole: Vec<CellIndex>,
}
