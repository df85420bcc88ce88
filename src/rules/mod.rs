//! What must hold. This room never sees a file: it confronts the cells of a transcript with what the form implies.
//!
//! What the report says in sentences is confronted in [`narrative`].
//!
//! Three kinds of check cover the families B, V and S. A [`Plan`] holds the balance edits that [`Plan::of`] derives from
//! the form, and says of a figure on two lines of a cell what it is; the kind of value of a cell implies its [`Bound`]s; and what the
//! reader saw comes as observations. What needs more than a filing (families C, A, P and E) names a continuity of the form
//! or a [`Check`], and is carried out where the filings of a run come together. The [`Catalogue`] has one record per rule,
//! which says what sets it off, how grave it is, and everything that is said about it, so a new rule of a known kind is a
//! new file in `catalogue/` and nothing else.

#[cfg(any(doc, doctest))]
#[doc = include_str!("adding_a_rule.md")]
pub mod adding_a_rule {}

mod broken;
mod catalogue;
mod check;
mod component;
mod fact;
mod kind;
mod linear;
pub mod narrative;
mod own;
mod plan;
mod record;
mod values;

pub use catalogue::{Catalogue, CatalogueError};
pub use check::{Check, Scope};
pub use component::{Component, Equation, EquationTerm};
pub use fact::Fact;
pub use kind::Kind;
pub use linear::{BalanceEdit, Line, Side, Term, Verdict};
pub use plan::Plan;
pub use record::{Bound, Example, Local, Rule, Severity, Threshold, Trigger, Wording};
pub use values::{BlankPolicy, Shifted, Values, sum, value};
