//! Totals over agencies (汇总): who goes into the sum of a superior, what each cell of a filing counts as there, and the
//! sum itself. `gouji sum` writes it, and A501 holds a superior's own report against it; both ask here, so that a report
//! made by the one is never blamed by the other.
//!
//! | module | what it knows |
//! |---|---|
//! | `select` | whose part a filing is |
//! | `count` | what its cells count as: blanks, totals left blank, units, an undivided group |
//! | `subtotals` | which filings are the sums of others beside them |
//! | `sum` | the sum, exact, with what is blank in all parts and what nobody knows |
//! | `gather` | the filings of a run: they are added up and not kept, but on disk |
//! | `choose` | which year, which edition, which of two filings of one agency |
//! | `add`, `adding` | the sums, and what has to be said of them |
//! | `tree` | the superiors of a roster (`--by`), one above the other |
//! | `whole` | what came out: the filing, its parts, what was left out and why |

mod add;
mod adding;
mod choose;
mod count;
mod gather;
mod select;
mod spool;
mod subtotals;
mod sum;
mod superior;
mod tree;
mod whole;

pub use choose::{Prefer, Refusal};
pub use count::Count;
pub use gather::{Gathered, Gathering, PartFigures, Wish};
pub use superior::{Unclear, superior_filings};
pub use tree::superior_names;
pub use whole::{LeftOut, Part, Said, SumRemark, Total, Why};

pub(super) use count::{Counted, Group, groups};
pub(super) use gather::of_nobody;
pub(super) use select::{Collector, SheetTotals, Standing, standing};
pub(super) use subtotals::{Imprint, Line, subtotals};
