//! Which relations hang together: those that share cells, directly or through others.
//!
//! The matrix of table 三 is one component, each group of table 四 one of its own. What is wrong in one says nothing of
//! another. Which there are depends on the form and on which cells a filing has, never on its figures; so the plan
//! knows those of the printed form, and only a filing that reports a group undivided has others.

use super::linear::Side;
use super::plan::Plan;
use crate::model::{CellIndex, Comparator};

/// Relations that hang together, as equations between their cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The table they stand in, by position in the edition.
    pub table: usize,
    /// Their cells, in the form's order.
    pub cells: Vec<CellIndex>,
    /// The relations, in the order of the plan: Σ coefficient · value = 0.
    pub equations: Vec<Equation>,
}

/// The terms of an equation, by position.
pub type Equation = Box<[EquationTerm]>;

/// A term of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EquationTerm {
    /// Its cell, by position among those of the component.
    pub at: usize,
    /// What that cell's value is taken times: 1 on the left side of a relation, -1 on the right.
    pub coefficient: i32,
}

impl Component {
    /// The components of `plan` in a filing without the cells that are `absent`, in the order of the plan.
    pub(super) fn all(plan: &Plan, absent: &[bool]) -> Vec<Self> {
        let mut links = Links::between(absent.len());
        // Per equation: its table, its terms.
        let mut equations: Vec<(usize, Vec<(CellIndex, i32)>)> = Vec::new();
        for edit in plan.edits().iter().filter(|edit| edit.comparison == Comparator::Equal) {
            let present = plan.terms(edit).iter().filter(|term| !absent[term.cell.at()]);
            let coefficient = |side| if side == Side::Left { 1 } else { -1 };
            let mut terms: Vec<_> = present.map(|term| (term.cell, coefficient(term.side))).collect();
            terms.sort_unstable();
            equations.push((usize::from(edit.table), terms));
        }
        // A side without a cell says nothing of the other.
        let has_both = |terms: &[(CellIndex, i32)]| [1, -1].iter().all(|sign| terms.iter().any(|term| term.1 == *sign));
        equations.retain(|(_, terms)| has_both(terms));
        for pair in equations.iter().flat_map(|(_, terms)| terms.windows(2)) {
            links.join(pair[0].0.at(), pair[1].0.at());
        }
        let mut components: Vec<Self> = Vec::new();
        // Per cell that stands for a component: which one. Per cell: its position in its own.
        let mut numbers = vec![None; absent.len()];
        for (table, terms) in &equations {
            numbers[links.end(terms[0].0.at())].get_or_insert_with(|| {
                components.push(Self { table: *table, cells: Vec::new(), equations: Vec::new() });
                components.len() - 1
            });
        }
        let mut positions = vec![0; absent.len()];
        for (cell, position) in (0..).map(CellIndex).zip(&mut positions) {
            if let Some(number) = numbers[links.end(cell.at())] {
                *position = components[number].cells.len();
                components[number].cells.push(cell);
            }
        }
        for (_, terms) in equations {
            if let Some(number) = numbers[links.end(terms[0].0.at())] {
                let term =
                    |(cell, coefficient): (CellIndex, i32)| EquationTerm { at: positions[cell.at()], coefficient };
                components[number].equations.push(terms.into_iter().map(term).collect());
            }
        }
        components
    }
}

/// Per cell: another that it hangs together with, or itself.
struct Links(Vec<usize>);

impl Links {
    fn between(cells: usize) -> Self {
        Self((0..cells).collect())
    }

    /// The cell that stands for all that hang together with this one.
    fn end(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.end(one), self.end(other));
        self.0[other] = one;
    }
}

#[cfg(test)]
mod tests {
    use crate::forms::Forms;
    use crate::rules::Plan;

    #[test]
    fn the_matrix_hangs_together_and_each_group_of_table_four_by_itself() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        let form = forms.get("2021").expect("an embedded edition");
        let plan = Plan::of(form);
        let printed: Vec<bool> = form.cells.iter().map(|cell| cell.alternative).collect();
        let sizes = |absent: &[bool]| {
            let components = plan.components(absent);
            components.iter().map(|own| (own.equations.len(), own.cells.len())).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&printed), [(39, 25 * 7), (1, 5), (1, 5), (1, 5)]);
        // One row for the three of a group: seven cells for twenty-one, one sum of a row for three.
        let divided = |row: usize, rows: &crate::model::Axis| {
            rows.lines[row].parent.is_some_and(|parent| rows.lines[parent].is_undivided_heading())
        };
        let undivided: Vec<bool> = form.cells.iter().map(|cell| divided(cell.row, &form.block_of(cell).rows)).collect();
        assert_eq!(sizes(&undivided), [(37, 23 * 7), (1, 5), (1, 5), (1, 5)]);
    }
}
