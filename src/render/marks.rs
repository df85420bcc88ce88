//! What is wrong with single cells: the one place that decides it, for everything that draws the form. A format gives a
//! mark its look (a colour, a sign in front) and prints what the cell should be; it decides nothing.
//!
//! Red is for the cell that is wrong, not for the sum that shows it: a total that does not add up is where a slip comes to
//! light, and mostly not where it was made.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::diagnosis::{Assessment, BlankTotal, Certainty, Detail, Diagnosis, Finding};
use crate::model::{CellIndex, Lang};
use crate::render::words::phrases::phrase;
use crate::rules::{Severity, Side};

/// What is said of a cell, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mark {
    /// It is wrong: no other correction makes everything balance, or what stands in it is itself an error.
    Wrong,
    /// It may be wrong: one of several corrections changes it, or one that is only likely.
    Candidate,
    /// It is a sum that does not add up, or one of two figures that should be equal.
    Sum,
    /// A warning is about it.
    Doubtful,
    /// It was read with a note.
    Noted,
}

impl Mark {
    /// The sign of a mark, where nothing can be said by colour; a note has none.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Wrong => "✗",
            Self::Candidate => "»",
            Self::Sum => "≠",
            Self::Doubtful => "!",
            Self::Noted => "",
        }
    }

    /// What it means, for the legend.
    pub(super) fn words(self, lang: Lang) -> &'static str {
        let name = match self {
            Self::Wrong => "mark-wrong",
            Self::Candidate => "mark-candidate",
            Self::Sum => "mark-sum",
            Self::Doubtful => "mark-doubtful",
            Self::Noted => "mark-noted",
        };
        phrase(name, lang)
    }
}

/// One cell of which something is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marked {
    /// The gravest of what is said of it; none of an item of a sum that does not add up: twenty of these would hide the
    /// one that is wrong.
    pub(super) mark: Option<Mark>,
    /// It is such an item.
    pub(super) is_item: bool,
    /// The findings it takes part in, by position.
    pub(super) findings: Vec<usize>,
    /// What it should be, where one figure is likely.
    pub(super) proposed: Option<Decimal>,
}

impl Marked {
    fn add(&mut self, mark: Option<Mark>) {
        self.mark = self.mark.into_iter().chain(mark).min();
    }
}

/// The cells of a filing of which something is said.
pub(super) type Marks = BTreeMap<CellIndex, Marked>;

/// Every cell of a filing that something is said of.
pub(super) fn marks(filing: &Assessment) -> Marks {
    let mut marks = Marks::new();
    for (at, finding) in filing.findings.iter().enumerate() {
        for (found, cell) in finding.cells.iter().enumerate() {
            let marked = marks.entry(cell.cell).or_default();
            let mark = mark_by(finding, cell.cell);
            marked.is_item |= mark.is_none();
            marked.add(mark);
            marked.findings.push(at);
            if let Detail::BlankTotals(totals) = &finding.detail {
                marked.proposed = totals.get(found).and_then(BlankTotal::proposed);
            }
        }
    }
    for diagnosis in &filing.diagnoses {
        suspect(diagnosis, &mut marks);
    }
    // A row that is missing has no cells to mark.
    marks.retain(|cell, _| filing.transcript.as_ref().is_some_and(|transcript| !transcript.is_absent(*cell)));
    marks
}

/// The marks that are in use, for the legend.
pub(super) fn used(marks: &Marks) -> BTreeSet<Mark> {
    marks.values().filter_map(|marked| marked.mark).collect()
}

/// What a finding says of one of its cells.
fn mark_by(finding: &Finding, cell: CellIndex) -> Option<Mark> {
    if let Detail::Balance { terms, .. } = &finding.detail {
        // The shorter side is the sum; where both are alike (a flow, a part and its whole), both sides are.
        let of = |side| terms.iter().filter(|term| term.side == side).count();
        let (left, right) = (of(Side::Left), of(Side::Right));
        let longer = if left > right { Side::Left } else { Side::Right };
        let is_item = left != right && terms.iter().any(|term| term.cell == cell && term.side == longer);
        return (!is_item).then_some(Mark::Sum);
    }
    Some(match finding.severity {
        Severity::Error => Mark::Wrong,
        Severity::Warning => Mark::Doubtful,
        Severity::Note => Mark::Noted,
    })
}

/// The cells whose correction explains broken relations: wrong if they alone do, else all candidates alike.
fn suspect(diagnosis: &Diagnosis, marks: &mut Marks) {
    let Some(first) = diagnosis.suspects.first() else { return };
    if first.certainty == Certainty::Only {
        for cell in &first.cells {
            let marked = marks.entry(cell.cell).or_default();
            marked.add(Some(Mark::Wrong));
            marked.proposed = Some(cell.proposed);
        }
        return;
    }
    // What is likelier by the slip than as small as the others is one by itself.
    let is_as_small = |cells: usize| diagnosis.best().is_none_or(|best| best.cells.len() == cells);
    for cell in diagnosis.suspects.iter().filter(|one| is_as_small(one.cells.len())).flat_map(|one| &one.cells) {
        marks.entry(cell.cell).or_default().add(Some(Mark::Candidate));
    }
    for cell in diagnosis.best().into_iter().flat_map(|best| &best.cells) {
        marks.entry(cell.cell).or_default().proposed = Some(cell.proposed);
    }
}
