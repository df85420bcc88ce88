//! What it means. The one pipeline from a file to its findings ([`assess`](Assessor::assess)), and what a run makes of
//! them ([`Report`]).
//!
//! Where relations are broken, [`localise()`] says which cell is likely wrong: a [`Suspect`] (疑似差错) with what it should
//! be, every explanation that is as small, and how sure it is.
//!
//! What one filing cannot show (other years, other agencies, who did not submit, what was explained) comes together at the
//! [`Desk`] of a run.
//!
//! A [`Finding`] (审核发现) is about the data; an error means that a file could not be assessed at all. Findings carry
//! facts, not sentences: `render` says them in the language asked for.

mod assess;
mod assessment;
mod confront;
mod finding;
mod formulas;
mod localise;
mod narrate;
mod report;
mod run;
mod settle;

pub use assess::Assessor;
pub use assessment::{Assessment, Checked, Narrated, Source, Status};
pub use finding::{BlankTotal, Detail, Facts, Finding, FoundCell, TermValue};
pub use localise::{
    Certainty, Diagnosis, Evidence, SharedLines, Slip, SlipRecord, Strength, Suspect, SuspectCell, localise, strengths,
};
pub use report::{Because, Report, Skipped, Summary};
pub use run::{Answers, Desk, Previous};
pub use settle::{FileIgnore, Policy};
