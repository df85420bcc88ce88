//! The checks that need more than the tables of one filing: its sentences, lists that officers keep, other years, other
//! agencies. Each is here once, with the scope in which it looks; which watch of a run speaks for it stands in
//! [`diagnosis::run`](crate::diagnosis), and everything that is said of it in the record of its rule.

use serde::Deserialize;

/// What a rule checks beyond the form and the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// An agency of the roster has no filing.
    AgencyMissing,
    /// An agency of the roster has several filings for a year.
    AgencyDuplicated,
    /// The same agency and year twice, where there is no roster.
    FilingRepeated,
    /// A filing of nobody on the roster.
    AgencyUnlisted,
    /// An explanation that answers nothing.
    ExplanationOrphan,
    /// The figures changed since they were explained.
    ExplanationReopened,
    /// What follows from this year's figures for last year's is below zero.
    OpeningNegative,
    /// Nothing is there to compare with.
    PreviousMissing,
    /// A figure that only bodies with a certain power have.
    PowerExceeded,
    /// A figure many times that of last year, or a fraction of it.
    SharpChange,
    /// A table of zeros after one that was not.
    SuddenZero,
    /// A large part of the cases is carried over.
    LargeBacklog,
    /// A figure ten thousand times that of last year, or the reverse.
    UnitSuspect,
    /// The same table in two filings.
    IdenticalTable,
    /// A superior's figure is not the sum of its subordinates'.
    AggregateMismatch,
    /// A superior's figures stand beside nothing that they could be held against.
    AggregateUncompared,
    /// A sentence and the tables have different figures.
    NarrativeMismatch,
    /// The parts in a sentence do not come to their whole.
    NarrativePartsUnbalanced,
    /// The text covers another year than the report is of.
    YearMismatch,
    /// The report was made before its year was over.
    GeneratedBeforePeriodEnd,
}

/// What a check looks at.
///
/// # Example
/// ```
/// use gouji::rules::{Check, Scope};
/// assert_eq!(Check::AgencyMissing.scope(), Scope::Run);
/// assert_eq!(Check::SharpChange.scope(), Scope::YearBefore);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The sentences of a filing.
    Text,
    /// One filing, and the lists of the run.
    Filing,
    /// A filing and those of the years before.
    Years,
    /// A filing and last year's: it is silent where that is not there.
    YearBefore,
    /// All filings together: what it finds belongs to the run.
    Run,
}

impl Check {
    /// What it looks at.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::NarrativeMismatch
            | Self::NarrativePartsUnbalanced
            | Self::YearMismatch
            | Self::GeneratedBeforePeriodEnd => Scope::Text,
            Self::OpeningNegative | Self::PowerExceeded | Self::LargeBacklog | Self::ExplanationReopened => {
                Scope::Filing
            }
            Self::PreviousMissing | Self::IdenticalTable => Scope::Years,
            Self::SharpChange | Self::SuddenZero | Self::UnitSuspect => Scope::YearBefore,
            Self::AgencyMissing
            | Self::AgencyDuplicated
            | Self::FilingRepeated
            | Self::AgencyUnlisted
            | Self::ExplanationOrphan
            | Self::AggregateMismatch
            | Self::AggregateUncompared => Scope::Run,
        }
    }

    /// Its word in a record.
    #[must_use]
    pub fn word(self) -> String {
        let mut word = String::new();
        for c in format!("{self:?}").chars() {
            if c.is_uppercase() && !word.is_empty() {
                word.push('-');
            }
            word.extend(c.to_lowercase());
        }
        word
    }
}
