//! A transcript confronted with its form: the balance relations, what the kinds of value allow, totals left blank, their
//! formulas, and what the reader saw.

use std::collections::HashMap;

use super::assess::Assessor;
use super::assessment::Checked;
use super::finding::{BlankTotal, Detail, Extent, Finding, TermValue};
use super::formulas;
use crate::model::{
    CellIndex, CellSpec, Comparator, Entry, Figure, FormEdition, Observation, ObservationKind, Transcript,
};
use crate::rules::{Bound, Line, Values, Verdict, sum};

impl Assessor<'_> {
    /// Everything that the rules have to say of a transcript.
    pub(super) fn confront(&self, edition: &FormEdition, filing: &Transcript) -> (Vec<Finding>, Checked) {
        let mut findings = Vec::new();
        let mut checked = Checked { cells: filing.read_cells(), ..Checked::default() };
        self.balances(edition, filing, &mut findings, &mut checked);
        self.bounds(edition, filing, &mut findings);
        self.blank_totals(edition, filing, &mut findings);
        if let Some(rule) = self.catalogue.for_total_formula() {
            findings.extend(formulas::findings(rule, edition, &self.plans[&edition.id], filing));
        }
        for seen in gathered(&filing.observations, edition) {
            let Some(rule) = self.catalogue.for_observation(seen.kind) else { continue };
            let (table, place, cells) = (seen.table, seen.place.clone(), seen.cells.clone());
            let mut finding = Finding::new(rule, edition, filing, &cells, Detail::Observed(seen));
            finding.table = finding.table.or(table);
            finding.place = place;
            findings.push(finding);
        }
        (findings, checked)
    }

    fn balances(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>, checked: &mut Checked) {
        let plan = &self.plans[&edition.id];
        let values = Values::of(edition, filing, self.policy.blank).with_totals_made(plan, edition, filing);
        for edit in plan.edits() {
            match plan.confront(edit, &values) {
                Verdict::Holds => checked.held += 1,
                Verdict::Undetermined => checked.leave_open(self.catalogue.for_relation(plan.relation(edit))),
                Verdict::Inapplicable => {}
                Verdict::Violated { left, right } => {
                    checked.violated += 1;
                    let Some(rule) = self.catalogue.for_relation(plan.relation(edit)) else { continue };
                    let present = plan.terms(edit).iter().filter(|term| !filing.is_absent(term.cell));
                    let terms: Vec<_> = present
                        .map(|term| TermValue {
                            cell: term.cell,
                            side: term.side,
                            value: values.get(term.cell).unwrap_or_default(),
                            is_made: values.is_made(term.cell),
                        })
                        .collect();
                    let cells: Vec<_> = terms.iter().map(|term| term.cell).collect();
                    let (line, at, comparison) = (edit.line, edit.block_at(), edit.comparison);
                    let detail = Detail::Balance { line, at, comparison, terms, left, right };
                    findings.push(Finding::new(rule, edition, filing, &cells, detail));
                }
            }
        }
    }

    fn bounds(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>) {
        for (index, cell) in edition.each_cell() {
            let Some(number) = filing.entry(index).and_then(Entry::number) else { continue };
            let broken = [
                (Bound::NonNegative, number.is_sign_negative() && !number.is_zero() && !cell.value.may_be_negative()),
                (Bound::Whole, number.scale() > 0 && cell.value.is_whole() && !number.fract().is_zero()),
            ];
            for (bound, _) in broken.into_iter().filter(|(_, broken)| *broken) {
                let Some(rule) = self.catalogue.for_bound(bound) else { continue };
                findings.push(Finding::new(rule, edition, filing, &[index], Detail::Bound));
            }
        }
    }

    /// The totals of each table left blank, with what their items make. A table that is blank altogether is said once,
    /// elsewhere.
    fn blank_totals(&self, edition: &FormEdition, filing: &Transcript, findings: &mut Vec<Finding>) {
        let Some(rule) = self.catalogue.for_blank_total() else { return };
        let is_empty = |table| {
            let mut seen = filing.observations.iter();
            seen.any(|seen| seen.kind == ObservationKind::TableEmpty && seen.table == Some(table))
        };
        for table in (0..edition.tables.len()).filter(|table| !is_empty(*table)) {
            let is_blank = |(index, cell): &(CellIndex, &CellSpec)| {
                let printed = filing.entry(*index).map(|entry| entry.figure);
                cell.total && matches!(printed, Some(Figure::Blank | Figure::Placeholder))
            };
            let cells: Vec<CellIndex> = edition.table_cells(table).filter(is_blank).map(|(index, _)| index).collect();
            if cells.is_empty() {
                continue;
            }
            let totals = cells.iter().map(|cell| self.blank_total(edition, filing, *cell)).collect();
            findings.push(Finding::new(rule, edition, filing, &cells, Detail::BlankTotals(totals)));
        }
    }

    /// What the items of a total make.
    fn blank_total(&self, edition: &FormEdition, filing: &Transcript, cell: CellIndex) -> BlankTotal {
        let plan = &self.plans[&edition.id];
        let mut total = BlankTotal::default();
        for edit in plan.edits() {
            let Some((_, items)) = plan.total_of(edit).filter(|(made, _)| *made == cell) else { continue };
            let items = items.iter().map(|term| term.cell).filter(|cell| !filing.is_absent(*cell));
            let sum = sum(&items.collect::<Vec<_>>(), edition, filing, self.policy.blank);
            match (edit.comparison, edit.line) {
                (Comparator::AtMost, _) => total.at_least = total.at_least.max(sum),
                (Comparator::Equal, Line::Row(_)) => total.by_row = sum,
                (Comparator::Equal, Line::Column(_)) => total.by_column = sum,
            }
        }
        total
    }
}

/// What the reader saw, that of one cause together: the first of them with the cells of all.
fn gathered(observations: &[Observation], edition: &FormEdition) -> Vec<Observation> {
    let mut all: Vec<Observation> = Vec::with_capacity(observations.len());
    let mut known = HashMap::new();
    for seen in observations {
        let cause = Extent::of(seen.kind).filter(|_| !seen.cells.is_empty());
        let cause = cause.map(|cause| (seen.kind, seen.table, cause.shared(seen, edition)));
        match cause.map(|cause| *known.entry(cause).or_insert(all.len())).filter(|at| *at < all.len()) {
            Some(at) => {
                all[at].cells.extend(&seen.cells);
                // Where the first of them stands is not where they are.
                all[at].place = None;
            }
            None => all.push(seen.clone()),
        }
    }
    all
}
