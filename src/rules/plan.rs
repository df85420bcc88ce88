//! All balance edits of an edition, derived from the trees of its axes and lowered to one flat list of terms.
//!
//! Nobody writes the sums down. A line that is the total of a group gives, for every line of the other axis, the edit
//! "Σ items of the group = total"; a whole gives "Σ parts = whole", or "part ≤ whole" for each part (其中); a declared
//! balance gives one edit for every line it is repeated along. Edition 2021 has 42 that way (7 + 7 + 25 + 3), edition
//! 2019 has 40, edition 2014 has 7 sums and 4 of 其中. A group that may be reported undivided adds the edit of its own
//! row, which applies only to filings that use it.

use std::borrow::Cow;

use super::component::Component;
use super::linear::{BalanceEdit, Line, Side, Term};
use crate::model::{Axis, BalanceEach, Block, BlockAt, CellIndex, Comparator, FormEdition, Role};

/// The balance edits of one edition.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let form = forms.get("2021").expect("an edition that is built in");
/// let plan = gouji::rules::Plan::of(form);
/// let cases = plan.printed().filter(|edit| plan.relation(edit) == "case-total");
/// assert_eq!(cases.count(), 3, "reconsideration, and litigation with and without it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Plan {
    edits: Vec<BalanceEdit>,
    terms: Box<[Term]>,
    relations: Vec<String>,
    /// Per edit: it concerns only filings that report a group undivided.
    alternative: Vec<bool>,
    /// Per cell: the printed form does not have it.
    unprinted: Vec<bool>,
    /// Which relations hang together in the printed form.
    components: Vec<Component>,
}

impl Plan {
    /// Derives the edits of `edition`, in the order of its tables; declared balances first, then totals and wholes of
    /// rows, then those of columns.
    #[must_use]
    pub fn of(edition: &FormEdition) -> Self {
        let mut derive = Derive { edition, plan: Self::default(), terms: Vec::new() };
        for (block, grid) in edition.each_block() {
            derive.declared(block, grid);
            derive.totals(block, &grid.rows, &grid.columns, Line::Column);
            derive.totals(block, &grid.columns, &grid.rows, Line::Row);
        }
        derive.plan.terms = derive.terms.into_boxed_slice();
        derive.plan.unprinted = edition.cells.iter().map(|cell| cell.alternative).collect();
        derive.plan.components = Component::all(&derive.plan, &derive.plan.unprinted);
        derive.plan
    }

    /// The edits that every complete filing has.
    pub fn printed(&self) -> impl Iterator<Item = &BalanceEdit> {
        self.edits.iter().zip(&self.alternative).filter(|(_, alternative)| !**alternative).map(|(edit, _)| edit)
    }

    /// All edits, those of undivided groups included.
    #[must_use]
    pub fn edits(&self) -> &[BalanceEdit] {
        &self.edits
    }

    /// The name of an edit's relation.
    #[must_use]
    pub fn relation(&self, edit: &BalanceEdit) -> &str {
        &self.relations[usize::from(edit.relation)]
    }

    /// The names of all relations.
    #[must_use]
    pub fn relations(&self) -> &[String] {
        &self.relations
    }

    /// The terms of an edit, left side first.
    #[must_use]
    pub fn terms(&self, edit: &BalanceEdit) -> &[Term] {
        let first = edit.first as usize;
        &self.terms[first..first + edit.count as usize]
    }

    /// The terms of either side, left and right.
    pub(super) fn sides(&self, edit: &BalanceEdit) -> [&[Term]; 2] {
        let (left, right) = self.terms(edit).split_at(edit.left as usize);
        [left, right]
    }

    /// The one cell that an edit makes of others, a total or a whole, and these others; `None` where it makes none.
    #[must_use]
    pub fn total_of(&self, edit: &BalanceEdit) -> Option<(CellIndex, &[Term])> {
        let [items, total] = self.sides(edit);
        let &[Term { cell, .. }] = total else { return None };
        Some((cell, items))
    }

    /// Which relations hang together in a filing without these cells, per cell of the edition.
    #[must_use]
    pub fn components(&self, absent: &[bool]) -> Cow<'_, [Component]> {
        if absent == self.unprinted { Cow::Borrowed(&self.components) } else { Component::all(self, absent).into() }
    }

    /// The same for the printed form.
    #[must_use]
    pub fn printed_components(&self) -> &[Component] {
        &self.components
    }
}

struct Derive<'e> {
    edition: &'e FormEdition,
    plan: Plan,
    terms: Vec<Term>,
}

impl Derive<'_> {
    fn declared(&mut self, block: BlockAt, grid: &Block) {
        for balance in &grid.balances {
            let (along, line): (&Axis, fn(u16) -> Line) = match balance.each {
                BalanceEach::Column => (&grid.columns, Line::Column),
                BalanceEach::Row => (&grid.rows, Line::Row),
            };
            for at in along.with_cells() {
                let line = line(narrow(at));
                let sides = (&balance.plus[..], &balance.minus[..]);
                self.push(&balance.relation, balance.comparison, block, line, sides);
            }
        }
    }

    fn totals(&mut self, block: BlockAt, summed: &Axis, along: &Axis, line: fn(u16) -> Line) {
        for (total, spec) in summed.lines.iter().enumerate() {
            let (of, comparison, relation) = match &spec.role {
                Role::TotalOf { of, relation } => (*of, Comparator::Equal, relation),
                Role::Whole { parts, relation } => (Some(total), *parts, relation),
                Role::Item | Role::Heading { .. } => continue,
            };
            let items: Vec<usize> = summed.summands(of).collect();
            // A sum is one relation over all items; that no part exceeds its whole is one for each part.
            let at_once = match comparison {
                Comparator::Equal => items.len().max(1),
                Comparator::AtMost => 1,
            };
            for left in items.chunks(at_once) {
                for at in along.with_cells() {
                    self.push(relation, comparison, block, line(narrow(at)), (left, &[total]));
                }
            }
        }
    }

    fn push(
        &mut self,
        relation: &str,
        comparison: Comparator,
        block: BlockAt,
        line: Line,
        (left, right): (&[usize], &[usize]),
    ) {
        let first = self.terms.len();
        for (side, lines) in [(Side::Left, left), (Side::Right, right)] {
            let cells = lines.iter().filter_map(|at| {
                let (row, column) = match line {
                    Line::Row(row) => (usize::from(row), *at),
                    Line::Column(column) => (*at, usize::from(column)),
                };
                self.edition.cell_at(block, row, column)
            });
            self.terms.extend(cells.map(|cell| Term { cell, side }));
        }
        let lefts = self.terms[first..].iter().filter(|term| term.side == Side::Left).count();
        let grid = self.edition.block(block);
        self.plan.alternative.push(match line {
            Line::Row(row) => grid.rows.lines[usize::from(row)].is_undivided_heading(),
            Line::Column(column) => grid.columns.lines[usize::from(column)].is_undivided_heading(),
        });
        let known = self.plan.relations.iter().position(|name| name == relation).unwrap_or_else(|| {
            self.plan.relations.push(relation.to_owned());
            self.plan.relations.len() - 1
        });
        self.plan.edits.push(BalanceEdit {
            relation: narrow(known),
            comparison,
            table: narrow(block.table),
            block: narrow(block.block),
            line,
            first: u32::try_from(first).unwrap_or(u32::MAX),
            count: u32::try_from(self.terms.len() - first).unwrap_or(0),
            left: u32::try_from(lefts).unwrap_or(0),
        });
    }
}

/// A form has at most 65535 cells, so every position in it fits.
fn narrow(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Forms;

    #[test]
    fn the_trees_give_the_mandatory_sums_of_each_edition() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for (id, count) in [("2021", 7 + 7 + 25 + 3), ("2019", 7 + 7 + 23 + 3), ("2014", 7 + 4)] {
            assert_eq!(Plan::of(forms.get(id).expect(id)).printed().count(), count, "{id}");
        }
    }
}
