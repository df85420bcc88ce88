//! What is wrong with single cells, for the renderers that draw the form.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::diagnosis::{Assessment, Detail, Finding};
use crate::model::CellIndex;
use crate::rules::{Severity, Side};

/// As many explanations may mark their cells; more would mark the whole form.
const FEW: usize = 3;

/// How much is wrong with a cell, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Mark {
    /// An error is about it.
    Wrong,
    /// A warning is about it.
    Doubtful,
    /// It is one of the items that do not make their total.
    Part,
    /// A note is about it.
    Noted,
}

/// One cell that is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The gravest of what is said of it; none where it is only suspect.
    pub(super) mark: Option<Mark>,
    /// The findings it takes part in, by position.
    pub(super) findings: Vec<usize>,
    /// It is likely wrong.
    pub(super) suspect: Option<Proposal>,
}

/// What a cell that is likely wrong should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proposal {
    /// This figure.
    Figure(Decimal),
    /// One of several explanations changes it; which, nothing says.
    Open,
}

/// Every cell of a filing that something is said of.
pub(super) fn marks(filing: &Assessment) -> BTreeMap<CellIndex, Marked> {
    let mut marks = BTreeMap::new();
    let unmarked = || Marked { mark: None, findings: Vec::new(), suspect: None };
    for (at, finding) in filing.findings.iter().enumerate() {
        for (cell, mark) in marked_by(finding) {
            let marked: &mut Marked = marks.entry(cell).or_insert_with(unmarked);
            marked.mark = Some(marked.mark.map_or(mark, |graver| graver.min(mark)));
            marked.findings.push(at);
        }
    }
    for (cell, proposal) in proposals(filing) {
        marks.entry(cell).or_insert_with(unmarked).suspect = Some(proposal);
    }
    marks
}

/// The cells of a finding. Of a relation it is the shorter side that is wrong to the eye, a total or a part; the many
/// items of the other side only take part. Where both sides are alike, both are.
fn marked_by(finding: &Finding) -> impl Iterator<Item = (CellIndex, Mark)> + '_ {
    let full = match finding.severity {
        Severity::Error => Mark::Wrong,
        Severity::Warning => Mark::Doubtful,
        Severity::Note => Mark::Noted,
    };
    let longer = match &finding.detail {
        Detail::Balance { terms, .. } => {
            let left = terms.iter().filter(|term| term.side == Side::Left).count();
            match left.cmp(&(terms.len() - left)) {
                std::cmp::Ordering::Less => Some(Side::Right),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(Side::Left),
            }
        }
        _ => None,
    };
    let takes_part = move |cell: CellIndex| match &finding.detail {
        Detail::Balance { terms, .. } => terms.iter().any(|term| term.cell == cell && Some(term.side) == longer),
        _ => false,
    };
    finding.cells.iter().map(move |found| (found.cell, if takes_part(found.cell) { Mark::Part } else { full }))
}

/// Cells that are likely wrong, with what they should be where that is likely too.
pub(super) fn proposals(filing: &Assessment) -> HashMap<CellIndex, Proposal> {
    let mut proposals = HashMap::new();
    for diagnosis in &filing.diagnoses {
        match diagnosis.best() {
            Some(best) => {
                proposals.extend(best.cells.iter().map(|cell| (cell.cell, Proposal::Figure(cell.proposed))));
            }
            None if diagnosis.suspects.len() <= FEW => {
                let cells = diagnosis.suspects.iter().flat_map(|one| &one.cells);
                proposals.extend(cells.map(|cell| (cell.cell, Proposal::Open)));
            }
            None => {}
        }
    }
    proposals
}
