//! What it means. The one pipeline from a file to its findings ([`assess`](Assessor::assess)), and what a run makes of
//! them ([`Report`]).
//!
//! Where relations are broken, [`localise()`] says which cell is likely wrong: a [`Suspect`] (疑似差错) with what it should
//! be, every explanation that is as small, and how sure it is.
//!
//! What one filing cannot show (other years, other agencies, who did not submit, what was explained) comes together at the
//! [`Desk`] of a run.
//!
//! Two years, or a filing and its resubmission, are held beside each other by [`Sides`].
//!
//! What the filings of many agencies add up to (汇总) comes together in a [`Gathering`].
//!
//! The parts stand in an order, each using only those before it (a test holds it): `finding`, `identity`, `localise`,
//! `assessment`, `answers`, `policy` (which findings a run wants), `cell_checks` and `formulas`, `assess` with `confront` and
//! `narrate`, `report`, `total`, `run`, `contrast`.
//!
//! A [`Finding`] (审核发现) is about the data; an error means that a file could not be assessed at all. Findings carry
//! facts, not sentences: `render` says them in the language asked for.

#[cfg(any(doc, doctest))]
#[doc = include_str!("why_a_finding.md")]
pub mod why_a_finding {}

mod answers;
mod assess;
mod assessment;
mod cell_checks;
mod confront;
mod contrast;
mod finding;
mod formulas;
mod identity;
mod localise;
mod narrate;
mod policy;
mod report;
mod run;
mod total;

pub use answers::Answers;
pub use assess::Assessor;
pub use assessment::{Assessment, Checked, CodeCounts, Narrated, Source, Status, Unlisted};
pub use contrast::{Compared, Contrast, ContrastKind, Era, Lone, Named, Pair, Reported, Sides, Turned, percent};
pub use finding::{BlankTotal, Detail, Facts, Finding, FoundCell, TermValue, Twin};
pub use localise::{
    Certainty, Diagnosis, Evidence, SharedLine, Slip, SlipRecord, Strength, Suspect, SuspectCell, localise, strengths,
};
pub use policy::{FileIgnore, Policy};
pub use report::{Because, Closed, Report, Skipped, Summary};
pub use run::{Desk, Previous};
pub use total::{
    Count, Gathered, Gathering, LeftOut, Part, PartFigures, Prefer, Refusal, Said, SumRemark, Total, Unclear, Why,
    Wish, superior_filings, superior_names,
};
