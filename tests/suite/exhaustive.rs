//! What is named as the smallest explanation is what a search without any cleverness finds.

use std::collections::BTreeSet;

use gouji::diagnosis::{Diagnosis, Evidence, localise};
use gouji::model::{CellIndex, Comparator, FormEdition};
use gouji::rules::{BlankPolicy, Plan, Side};

use crate::slips::{Dice, Matrix, SCALES};
use crate::support::{FORMS, share};

/// Corrected cells, each with the right value.
type Explanation = Vec<(CellIndex, i128)>;

/// A matrix with its relations written out, one coefficient for every cell of the form.
struct Naive {
    equations: Vec<Vec<i128>>,
    /// By how much each is out.
    rests: Vec<i128>,
    /// Those that are in any equation.
    cells: Vec<CellIndex>,
    values: Vec<i128>,
}

impl Naive {
    fn of(form: &FormEdition, plan: &Plan, matrix: &Matrix) -> Self {
        let values: Vec<i128> = matrix.figures.iter().map(|figure| i128::from(*figure)).collect();
        let equations: Vec<Vec<i128>> = plan
            .printed()
            .filter(|edit| edit.comparison == Comparator::Equal)
            .map(|edit| {
                let mut equation = vec![0; values.len()];
                plan.terms(edit)
                    .iter()
                    .for_each(|term| equation[term.cell.at()] = if term.side == Side::Left { 1 } else { -1 });
                equation
            })
            .collect();
        let rest = |equation: &Vec<i128>| -equation.iter().zip(&values).map(|(c, value)| c * value).sum::<i128>();
        let rests = equations.iter().map(rest).collect();
        let is_in_any = |cell: &CellIndex| equations.iter().any(|equation| equation[cell.at()] != 0);
        // A row that only some offices print is not there.
        let cells = form.each_cell().filter(|(_, cell)| !cell.alternative).map(|(cell, _)| cell).filter(is_in_any);
        let cells = cells.collect();
        Self { equations, rests, cells, values }
    }

    fn is_broken(&self) -> bool {
        self.rests.iter().any(|rest| *rest != 0)
    }

    /// The explanations by one cell: what one equation asks for, all have to.
    fn singles(&self) -> BTreeSet<Explanation> {
        let asked = |cell: &CellIndex| {
            let own = self.equations.iter().zip(&self.rests).find(|(equation, _)| equation[cell.at()] != 0);
            own.and_then(|(equation, rest)| self.checked(&[(*cell, rest * equation[cell.at()])]))
        };
        self.cells.iter().filter_map(asked).collect()
    }

    /// The explanations by two cells: from every two equations that determine them.
    fn pairs(&self) -> BTreeSet<Explanation> {
        let mut found = BTreeSet::new();
        for (at, a) in self.cells.iter().enumerate() {
            for b in &self.cells[at + 1..] {
                let rows: Vec<(i128, i128, i128)> = self
                    .equations
                    .iter()
                    .zip(&self.rests)
                    .map(|(equation, rest)| (equation[a.at()], equation[b.at()], *rest))
                    .filter(|(in_a, in_b, _)| (*in_a, *in_b) != (0, 0))
                    .collect();
                let determined = rows.iter().find_map(|one| {
                    let other = rows.iter().find(|other| one.0 * other.1 != one.1 * other.0)?;
                    let by = one.0 * other.1 - one.1 * other.0;
                    let (x, y) = (one.2 * other.1 - one.1 * other.2, one.0 * other.2 - one.2 * other.0);
                    (x % by == 0 && y % by == 0).then_some((x / by, y / by))
                });
                found.extend(determined.and_then(|(x, y)| self.checked(&[(*a, x), (*b, y)])));
            }
        }
        found
    }

    /// The right values, if these corrections satisfy every equation and leave nothing below zero.
    fn checked(&self, corrections: &[(CellIndex, i128)]) -> Option<Explanation> {
        let satisfies = self.equations.iter().zip(&self.rests).all(|(equation, rest)| {
            corrections.iter().map(|(cell, by)| equation[cell.at()] * by).sum::<i128>() == *rest
        });
        let right: Explanation = corrections.iter().map(|(cell, by)| (*cell, self.values[cell.at()] + by)).collect();
        let is_possible = corrections.iter().all(|(_, by)| *by != 0) && right.iter().all(|(_, value)| *value >= 0);
        (satisfies && is_possible).then_some(right)
    }
}

fn named(diagnosis: &Diagnosis) -> BTreeSet<Explanation> {
    let right = |suspect: &gouji::diagnosis::Suspect| {
        let cells = suspect.cells.iter();
        cells.map(|cell| (cell.cell, i128::try_from(cell.proposed).expect("a whole number"))).collect()
    };
    diagnosis.suspects.iter().map(right).collect()
}

#[test]
fn every_smallest_explanation_is_named_and_no_other() {
    let mut dice = Dice::new(20_261_122);
    // Cases that one cell explains, two cells, more.
    let mut sizes = [0; 3];
    for edition in ["2021", "2019"] {
        let form = FORMS.get(edition).expect("an embedded edition");
        let plan = Plan::of(form);
        for case in 0..share(1_500) {
            let mut matrix = Matrix::random(form, &plan, SCALES[case % SCALES.len()], &mut dice);
            for _ in 0..=case % 4 {
                // A small matrix, so that errors meet in their lines and several sets explain them.
                let cell = matrix.cell(dice.roll(6), dice.roll(7));
                let by = i64::try_from(dice.roll(7)).expect("small") - 3;
                matrix.figures[cell.at()] = (matrix.figures[cell.at()] + by).max(0);
            }
            let naive = Naive::of(form, &plan, &matrix);
            let diagnoses = localise(form, &plan, &matrix.transcript(), BlankPolicy::Zero, &Evidence::default());
            assert_eq!(!diagnoses.is_empty(), naive.is_broken(), "{edition} {case}");
            let Some(first) = diagnoses.first() else { continue };
            let (singles, found) = (naive.singles(), named(first));
            let smallest = if singles.is_empty() { naive.pairs() } else { singles };
            let Some(size) = smallest.first().map(Vec::len) else {
                sizes[2] += 1;
                assert!(found.iter().all(|cells| cells.len() > 2), "{edition} {case}: {found:?}");
                continue;
            };
            sizes[size - 1] += 1;
            assert_eq!(found, smallest, "{edition} {case}");
        }
    }
    assert!(sizes.iter().all(|cases| *cases > 4), "{sizes:?}");
}
