//! Two years, or a filing and its resubmission, held beside each other (对比).
//!
//! [`Sides`] hears of the filings on either side, and [`Sides::compare`] matches them (`matching`) and says of each
//! [`Pair`] what its cells were and are (`cells`), and which findings came and went (`findings`). Nothing is judged here:
//! what may not change from one year to the next is a matter of the rules.

mod cells;
mod findings;
mod matching;

use std::sync::Arc;

use super::assessment::{Assessment, Source};
use crate::forms::Forms;
use crate::model::{FormEdition, Roster};
pub use cells::{Compared, Lone, Reported, percent};
pub use findings::Turned;
use matching::{FilingShelf, Matched};

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Era {
    /// What was.
    Old,
    /// What is.
    New,
}

/// What two filings of an agency are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContrastKind {
    /// Two years.
    Years,
    /// One year, submitted twice.
    Resubmission,
}

impl ContrastKind {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Years => "years",
            Self::Resubmission => "resubmission",
        }
    }
}

/// A filing that is named and not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Where it stands.
    pub source: Source,
    /// The agency, where one is known.
    pub agency: Option<String>,
    /// The report year, where one is known.
    pub year: Option<u16>,
    /// The edition, where it is certain.
    pub edition: Option<Arc<str>>,
}

impl From<Assessment> for Named {
    fn from(filing: Assessment) -> Self {
        Self { source: filing.source, agency: filing.agency, year: filing.year, edition: filing.edition }
    }
}

/// Two filings beside each other.
#[derive(Debug)]
pub struct Pair {
    /// What they are to each other.
    pub kind: ContrastKind,
    /// The earlier filing.
    pub old: Assessment,
    /// The later one.
    pub new: Assessment,
    /// They were matched because there was no other on either side, though they are called otherwise.
    pub by_default: bool,
    /// The cells that both have, in the order of the new form.
    pub cells: Vec<Compared>,
    /// The cells that only the old filing has, in the order of its form.
    pub only_old: Vec<Lone>,
    /// The cells that only the new filing has.
    pub only_new: Vec<Lone>,
    /// What became of the findings.
    pub findings: Turned,
}

impl Pair {
    fn of(matched: Matched, forms: &Forms) -> Option<Self> {
        let Matched { kind, old, new, by_default } = matched;
        let (before, after) = (cells::FilledForm::of(&old, forms)?, cells::FilledForm::of(&new, forms)?);
        let (cells, only_old, only_new) = cells::compare(&before, &after);
        let findings = Turned::of(&old.findings, before.form, &new.findings, after.form);
        Some(Self { kind, old, new, by_default, cells, only_old, only_new, findings })
    }

    /// The agency, as it is called now.
    #[must_use]
    pub fn agency(&self) -> Option<&str> {
        self.new.agency.as_deref().or(self.old.agency.as_deref())
    }

    /// The cells that say another thing than before.
    pub fn changed(&self) -> impl Iterator<Item = &Compared> {
        self.cells.iter().filter(|cell| cell.is_changed)
    }

    /// The largest changes, at most so many. Totals and what is part of no total come before items, whose changes are in
    /// them.
    #[must_use]
    pub fn largest(&self, count: usize) -> Vec<&Compared> {
        let mut changed: Vec<_> = self.changed().filter(|cell| cell.change.is_some()).collect();
        changed.sort_by_key(|cell| (cell.is_item, std::cmp::Reverse(cell.change.map(|change| change.abs()))));
        changed.truncate(count);
        changed
    }

    /// Whether the old filing is for a later year than the new one: the two may have been named the wrong way round.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.old.year.zip(self.new.year).is_some_and(|(old, new)| old > new)
    }

    /// The form whose cells a side speaks of.
    #[must_use]
    pub fn form<'f>(&self, era: Era, forms: &'f Forms) -> Option<&'f FormEdition> {
        let filing = match era {
            Era::Old => &self.old,
            Era::New => &self.new,
        };
        forms.get(&filing.transcript.as_ref()?.edition)
    }
}

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Contrast {
    /// The pairs: agencies in the order of the new side.
    pub pairs: Vec<Pair>,
    /// Filings of agencies that only the old side has.
    pub only_old: Vec<Named>,
    /// Filings of agencies that only the new side has.
    pub only_new: Vec<Named>,
    /// Of two filings of one agency and year on one side the first counts; these are the others.
    pub repeated: Vec<(Era, Named)>,
    /// Filings of agencies that were compared by other years.
    pub other_years: Vec<(Era, Named)>,
    /// What could not be read.
    pub unread: Vec<(Era, Assessment)>,
}

impl Contrast {
    /// How many pairs are of a kind.
    #[must_use]
    pub fn count(&self, kind: ContrastKind) -> usize {
        self.pairs.iter().filter(|pair| pair.kind == kind).count()
    }

    /// How many cells changed, in all pairs.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.pairs.iter().map(|pair| pair.changed().count()).sum()
    }
}

/// The filings on either side, until all are there.
#[derive(Debug, Default)]
pub struct Sides {
    old: FilingShelf,
    new: FilingShelf,
    unread: Vec<(Era, Assessment)>,
}

impl Sides {
    /// Takes note that a side is one file: if it holds one filing, that is the one that is meant.
    pub fn is_file(&mut self, era: Era) {
        self.shelf(era).is_file = true;
    }

    /// Hears of a filing.
    pub fn hear(&mut self, era: Era, filing: Assessment) {
        let is_read = filing.transcript.as_ref().is_some_and(|transcript| transcript.read_cells() > 0);
        if is_read {
            self.shelf(era).filings.push(filing);
        } else {
            self.unread.push((era, filing));
        }
    }

    fn shelf(&mut self, era: Era) -> &mut FilingShelf {
        match era {
            Era::Old => &mut self.old,
            Era::New => &mut self.new,
        }
    }

    /// Holds what was heard against each other. Agencies are those of the roster, by whichever of their names.
    #[must_use]
    pub fn compare(self, forms: &Forms, roster: Option<&Roster>) -> Contrast {
        let Self { old, new, unread } = self;
        let mut contrast = Contrast { unread, ..Contrast::default() };
        for matched in matching::match_all(old, new, roster, &mut contrast) {
            contrast.pairs.extend(Pair::of(matched, forms));
        }
        contrast
    }
}
