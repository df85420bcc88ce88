//! Formulas of totals that leave out items or add others. What the reader found a formula to add up is held against the
//! relation of the form that makes the total: a total of two has one along its row and one along its column, and the formula
//! is meant for the one whose items it has most of.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::finding::{Detail, Facts, Finding};
use crate::model::{CellIndex, Comparator, FormEdition, Place, Reason, TotalFormula, Transcript};
use crate::rules::{BlankPolicy, Fact, Line, Plan, Rule, value};

/// Cells that a sentence names.
const NAMED: usize = 6;

/// What is wrong with the formula of a total.
struct Flaw<'f> {
    formula: &'f TotalFormula,
    line: Line,
    omitted: Vec<CellIndex>,
    /// Each with how often it is added that it should not.
    added: Vec<(CellIndex, i32)>,
}

/// The findings about formulas of totals.
pub(super) fn findings(rule: &Arc<Rule>, edition: &FormEdition, plan: &Plan, filing: &Transcript) -> Vec<Finding> {
    let finding = |flaw: Flaw| {
        let detail = Detail::Stated(flaw.facts(edition, filing));
        Finding::new(rule, edition, filing, &[flaw.formula.total], detail)
    };
    flaws(plan, filing).map(finding).collect()
}

/// By how much each total is out whose formula is wrong, where that is known.
pub(super) fn changes(
    edition: &FormEdition,
    plan: &Plan,
    filing: &Transcript,
    blank: BlankPolicy,
) -> HashMap<CellIndex, Option<Decimal>> {
    flaws(plan, filing).map(|flaw| (flaw.formula.total, flaw.change(edition, filing, blank))).collect()
}

fn flaws<'f>(plan: &'f Plan, filing: &'f Transcript) -> impl Iterator<Item = Flaw<'f>> {
    filing.formulas.iter().filter_map(move |formula| Flaw::of(formula, plan, filing))
}

impl<'f> Flaw<'f> {
    fn of(formula: &'f TotalFormula, plan: &Plan, filing: &Transcript) -> Option<Self> {
        let times: HashMap<CellIndex, i32> = formula.cells.iter().copied().collect();
        let is_added = |cell: &CellIndex| times.get(cell).is_some_and(|times| *times > 0);
        let makes_it = plan.edits().iter().filter_map(|edit| {
            let (total, items) = plan.total_of(edit)?;
            let items = items.iter().map(|term| term.cell).filter(|cell| !filing.is_absent(*cell));
            let is_its = total == formula.total && edit.comparison == Comparator::Equal;
            is_its.then(|| (edit.line, items.collect::<Vec<_>>()))
        });
        let (_, line, items) = makes_it
            .map(|(line, items)| (items.iter().filter(|cell| is_added(cell)).count(), line, items))
            .filter(|(count, ..)| *count > 0)
            .max_by_key(|(count, ..)| *count)?;
        let is_there = |cell: &CellIndex| filing.place(*cell).is_some();
        let omitted: Vec<_> = items.iter().copied().filter(|cell| !is_added(cell) && is_there(cell)).collect();
        let due = |cell: &CellIndex| i32::from(items.contains(cell) && is_added(cell));
        let added = formula.cells.iter().map(|(cell, times)| (*cell, times - due(cell)));
        let has_figure = |cell: CellIndex| filing.entry(cell).is_some_and(|entry| entry.number().is_some());
        let added: Vec<_> = added.filter(|(cell, times)| *times != 0 && has_figure(*cell)).collect();
        let is_wrong =
            !(omitted.is_empty() && added.is_empty() && formula.others.is_empty() && formula.numbers.is_empty());
        is_wrong.then_some(Self { formula, line, omitted, added })
    }

    fn facts(&self, edition: &FormEdition, filing: &Transcript) -> Facts {
        let label = |cell: &CellIndex| {
            let spec = edition.cell(*cell);
            let line = match self.line {
                Line::Column(_) => edition.row_of(spec),
                Line::Row(_) => edition.column_of(spec),
            };
            line.label.printed()
        };
        let name = |cell: CellIndex| {
            let at = filing.place(cell).as_ref().map(short).unwrap_or_default();
            format!("{at}（{}）", label(&cell))
        };
        // Rows may move: without their places.
        let cells = self.omitted.iter().map(|cell| format!("−{}", label(cell)));
        let cells = cells.chain(self.added.iter().map(|(cell, _)| format!("＋{}", label(cell))));
        let others = self.formula.others.iter().map(short).chain(self.formula.numbers.iter().cloned());
        let grounds: Vec<String> = cells.chain(others.map(|other| format!("＋{other}"))).collect();
        let omitted = self.omitted.iter().map(|cell| name(*cell)).collect();
        let added = self.added.iter().map(|(cell, _)| name(*cell));
        let added = added.chain(self.formula.others.iter().map(short)).chain(self.formula.numbers.iter().cloned());
        let added: Vec<String> = added.collect();
        let reason = match (self.omitted.is_empty(), added.is_empty()) {
            (false, true) => Reason::Omits,
            (true, _) => Reason::Adds,
            (false, false) => Reason::OmitsAndAdds,
        };
        Facts::because(reason)
            .with(Fact::Omitted, list(omitted))
            .with(Fact::Added, list(added))
            .resting_on(grounds.join("、"))
    }

    fn change(&self, edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
        if !self.formula.others.is_empty() || !self.formula.numbers.is_empty() {
            return None;
        }
        let omitted = self.omitted.iter().map(|cell| (*cell, 1));
        let added = self.added.iter().map(|(cell, times)| (*cell, -times));
        omitted.chain(added).try_fold(Decimal::ZERO, |sum, (cell, times)| {
            sum.checked_add(value(cell, edition, filing, blank)?.checked_mul(Decimal::from(times))?)
        })
    }
}

/// `J28` of `Sheet1!J28`.
fn short(place: &Place) -> String {
    let place = place.to_string();
    place.rsplit('!').next().unwrap_or_default().to_owned()
}

fn list(names: Vec<String>) -> String {
    let count = names.len();
    let mut list = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
    if count > NAMED {
        list.push('…');
    }
    list
}
