//! Which cell is wrong, what it should be, and why we think so (差错定位).
//!
//! The relations of the form are an error-correcting code: a wrong cell breaks a set of them that no other cell breaks.
//! Which relations hang together the [`Plan`] knows, for that does not depend on figures. [`System`] holds those that do
//! with a broken one, as equations in exact integers; [`search`](self) finds all smallest sets of cells whose correction
//! satisfies every one; [`rank`](self) orders them by the slip of the pen that would explain them. Where several are
//! equally small, all are given: a guess is never presented as certain.

mod proof;
mod rank;
mod search;
mod slip;
mod structured;
mod system;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::finding::{Detail, Finding};
use crate::model::{BlockAt, CellIndex, Figure, FormEdition, ObservationKind, Place, TableStatus, Transcript};
use crate::rules::{BlankPolicy, Component, Plan, Values};
pub use proof::{Strength, strengths};
use rank::{Ranked, rank, stands_out};
use search::{Branch, MAX_CELLS, Outcome, search};
pub use slip::{Slip, SlipRecord};
use structured::structured;
use system::System;

/// What is known of cells from elsewhere: last year's report, the text, a superior's figures.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Cells whose printed figure something else supports; they are less suspect.
    pub supported: HashSet<CellIndex>,
    /// Last year's figures of the same cells.
    pub last_year: HashMap<CellIndex, Decimal>,
    /// Totals whose formulas are wrong, with how much that makes of each, where that is known.
    pub formulas: HashMap<CellIndex, Option<Decimal>>,
}

impl Evidence {
    /// With other evidence beside it.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.supported.extend(other.supported);
        self.last_year.extend(other.last_year);
        self.formulas.extend(other.formulas);
        self
    }
}

/// What explains the broken relations that hang together.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// The cells that the relations connect, in the form's order.
    pub cells: Vec<CellIndex>,
    /// The findings of these relations, by fingerprint.
    pub findings: Vec<Arc<str>>,
    /// A relation is broken; otherwise only an unreadable cell is to be explained.
    pub is_broken: bool,
    /// Not every set of three cells was tried, because there are too many: nothing is known to be the smallest.
    pub is_unsearched: bool,
    /// The explanations, the likeliest first: every smallest one of three cells or fewer, and in front of those that take
    /// three, or where there are none, the patterns that spoil many cells at once. None if nothing explains them.
    pub suspects: Vec<Suspect>,
}

/// One explanation (疑似差错): cells that, corrected together, make everything balance.
///
/// # Example
/// ```
/// # let forms = gouji::forms::Forms::embedded()?;
/// # let reader = gouji::reading::Reader::new(&forms, gouji::reading::ReadOptions::default());
/// # let catalogue = gouji::rules::Catalogue::embedded()?;
/// # let assessor = gouji::diagnosis::Assessor::new(reader, catalogue, gouji::diagnosis::Policy::default())?;
/// let text = "某局2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼\n\
///     结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计\n10|1|0|0|0|0|0|0|0|0|0|0|0|0|0";
/// let filings = assessor.assess("report.txt", Ok(text.into()));
/// let suspect = filings[0].diagnoses[0].best().expect("a likely slip");
/// assert_eq!(suspect.cells[0].proposed.to_string(), "11");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The cells, in the form's order.
    pub cells: Vec<SuspectCell>,
    /// The slip that explains it.
    pub slip: Slip,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A cell that is likely wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspectCell {
    /// The cell.
    pub cell: CellIndex,
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// Its figure as reported; `None` when blank.
    pub reported: Option<String>,
    /// What would make everything balance, in the form's unit.
    pub proposed: Decimal,
    /// How much that is more than what the cell counts as now; `None` where nothing readable stands.
    pub change: Option<Decimal>,
}

/// How sure an explanation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// No other set of cells as small explains it, and more than one relation says so.
    Only,
    /// Others are as small, but none by a slip as likely; or it is the one pattern that explains what no three cells do.
    Likely,
    /// One of several.
    Possible,
}

impl Certainty {
    /// The word of the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

/// What the reader says of a cell that holds no figure.
const UNREADABLE: [ObservationKind; 2] = [ObservationKind::UnreadableNumber, ObservationKind::FormulaError];

/// Explains the broken relations of a filing, those that hang together in one.
#[must_use]
pub fn localise(
    edition: &FormEdition,
    plan: &Plan,
    filing: &Transcript,
    blank: BlankPolicy,
    evidence: &Evidence,
) -> Vec<Diagnosis> {
    let components = plan.components(&filing.absent);
    // Of a table that is not there nothing is known, and a data set may have a hundred thousand filings without it.
    let is_there = |component: &&Component| filing.tables.get(component.table) != Some(&TableStatus::Missing);
    let values = Values::of(edition, filing, blank);
    let systems = components.iter().filter(is_there).map(|component| System::of(component, &values, edition));
    let diagnosis = |system: System| {
        let mut root = Branch::of(&system);
        // Also where only relations that share a blank total contradict each other.
        let is_broken = root.broken().is_some();
        let outcome = search(&system, &mut root);
        let is_unsearched = outcome == Outcome::GivenUp;
        let patterns = || structured(&system, evidence).into_iter();
        let ranked = match outcome {
            Outcome::Solved(solutions) => {
                let is_large = solutions.first().is_some_and(|one| one.corrections.len() == MAX_CELLS);
                let mut ranked = rank(&system, solutions, filing, evidence);
                // One hypothesis that explains as much is likelier than three slips.
                if is_large {
                    let whole = patterns().filter(|(slip, _)| slip.is_pattern());
                    ranked.splice(0..0, whole.map(Ranked::structured));
                }
                ranked
            }
            Outcome::Unexplained | Outcome::GivenUp => patterns().map(Ranked::structured).collect(),
        };
        let suspects = suspects(&system, &ranked, filing, is_unsearched);
        Diagnosis { cells: system.cells.to_vec(), findings: Vec::new(), is_broken, is_unsearched, suspects }
    };
    systems.filter(System::is_suspect).map(diagnosis).collect()
}

/// A line of the form that every explanation has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedLine {
    /// The block it lies in.
    pub block: BlockAt,
    /// Which of the block's rows or columns.
    pub line: usize,
    /// By how much its figures are wrong, where all explanations say the same.
    pub change: Option<Decimal>,
}

impl Diagnosis {
    /// Whether there is nothing to say: an unreadable cell that nothing else determines.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.suspects.is_empty() && !self.is_broken
    }

    /// Whether one explanation is to be believed before the others.
    #[must_use]
    pub fn best(&self) -> Option<&Suspect> {
        self.suspects.first().filter(|suspect| suspect.certainty != Certainty::Possible)
    }

    /// Of several explanations with as many cells: the columns that all of them name.
    #[must_use]
    pub fn shared_columns(&self, form: &FormEdition) -> Option<Vec<SharedLine>> {
        self.shared(|cell| {
            let spec = form.cell(cell);
            (spec.block_at(), spec.column)
        })
    }

    /// The rows that all explanations name.
    #[must_use]
    pub fn shared_rows(&self, form: &FormEdition) -> Option<Vec<SharedLine>> {
        self.shared(|cell| {
            let spec = form.cell(cell);
            (spec.block_at(), spec.row)
        })
    }

    fn shared(&self, line: impl Fn(CellIndex) -> (BlockAt, usize)) -> Option<Vec<SharedLine>> {
        let lines = |suspect: &Suspect| {
            let mut lines: Vec<_> = suspect.cells.iter().map(|cell| (line(cell.cell), cell.change)).collect();
            lines.sort_unstable();
            lines
        };
        let mut all = self.suspects.iter().map(lines);
        let first = all.next()?;
        let mut changes: Vec<Option<Decimal>> = first.iter().map(|(_, change)| *change).collect();
        for other in all {
            if !other.iter().map(|(line, _)| line).eq(first.iter().map(|(line, _)| line)) {
                return None;
            }
            for (common, (_, change)) in changes.iter_mut().zip(other) {
                *common = common.filter(|common| Some(*common) == change);
            }
        }
        let line = |(((block, line), _), change)| SharedLine { block, line, change };
        Some(first.into_iter().zip(changes).map(line).collect())
    }

    /// Takes the findings that it explains from those of the filing; `false` if the run does not want to hear of any.
    pub(super) fn gather(&mut self, findings: &[Finding]) -> bool {
        if !self.is_broken && self.suspects.is_empty() {
            return false;
        }
        let holds = |cell: CellIndex| self.cells.binary_search(&cell).is_ok();
        let is_of_it = |finding: &&Finding| match &finding.detail {
            Detail::Balance { .. } => finding.cells.iter().all(|found| holds(found.cell)),
            Detail::Observed(seen) if UNREADABLE.contains(&seen.kind) => seen.cells.iter().all(|cell| holds(*cell)),
            _ => false,
        };
        // Where no single relation is seen to be broken, the blank totals that hide it are what is explained.
        let is_blank = |finding: &&Finding| {
            matches!(finding.detail, Detail::BlankTotals(_)) && finding.cells.iter().any(|found| holds(found.cell))
        };
        self.findings = findings.iter().filter(is_of_it).map(|found| found.fingerprint.clone()).collect();
        if self.findings.is_empty() {
            self.findings = findings.iter().filter(is_blank).map(|found| found.fingerprint.clone()).collect();
        }
        !self.findings.is_empty()
    }
}

fn suspects(system: &System, ranked: &[Ranked], filing: &Transcript, is_unsearched: bool) -> Vec<Suspect> {
    let first_stands_out = stands_out(ranked);
    // One relation cannot tell one wrong cell from two that make up for each other, as in table 四: where two items are
    // wrong and the total would go below zero for either, only the total is left, and it is right.
    let is_alone = system.rows.len() == 1;
    let suspect = |(at, one): (usize, &Ranked)| {
        // What a blank total would be is said where it is found blank, and what a formula makes is seen when it is computed.
        let is_unreadable = |(at, _): &&(usize, i128)| {
            let cell = system.cells[*at];
            filing.figure(cell) == Some(Figure::Unreadable) && filing.quoted(cell).is_some()
        };
        let found = one.solution.corrections.iter().chain(one.solution.found.iter().filter(is_unreadable));
        let mut cells: Vec<SuspectCell> = found
            .map(|(at, by)| {
                let (cell, value) = (system.cells[*at], system.value(*at));
                SuspectCell {
                    cell,
                    place: filing.place(cell),
                    reported: filing.quoted(cell),
                    proposed: system.figure(value.unwrap_or(0) + by),
                    change: value.map(|_| system.figure(*by)),
                }
            })
            .collect();
        cells.sort_by_key(|cell| cell.cell);
        let certainty = match (ranked.len(), at) {
            (1, _) if one.solution.corrections.len() <= MAX_CELLS && !is_unsearched && !is_alone => Certainty::Only,
            (1, _) => Certainty::Likely,
            (_, 0) if first_stands_out => Certainty::Likely,
            _ => Certainty::Possible,
        };
        Suspect { cells, slip: one.slip, certainty }
    };
    let suspects = ranked.iter().enumerate().map(suspect);
    // Nothing is wrong but for an unreadable cell that nothing determines.
    suspects.filter(|suspect| !suspect.cells.is_empty()).collect()
}
