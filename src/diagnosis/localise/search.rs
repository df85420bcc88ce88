//! All smallest sets of cells whose correction satisfies every equation.
//!
//! A broken equation without a corrected cell has a wrong cell among its own; so the search branches on the cells of
//! the shortest broken equation, takes the chosen cell out of all others by elimination, and goes on with what is then
//! broken. Every set of a size is found that way, each with the only corrections that satisfy it; sizes are tried from
//! the smallest. Unreadable cells and blank totals are taken out first: they can be anything, and cost nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::system::{Row, System};

/// The largest number of wrong cells that is looked for.
pub(super) const MAX_CELLS: usize = 3;
/// A search is given up after so many branches; three cells take about two thousand.
const MAX_BRANCHES: usize = 40_000;

/// Cells of a system with their corrections, in the form's order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Solution {
    /// Position in the system, and what to add to the value.
    pub(super) corrections: Vec<(usize, i128)>,
    /// What stands in the cells without a readable value, where that is determined.
    pub(super) found: Vec<(usize, i128)>,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All sets of the smallest size, in the form's order.
    Solved(Vec<Solution>),
    /// No three cells or fewer explain it.
    Unexplained,
    /// Too many sets of cells: not all of them were tried.
    GivenUp,
}

/// Searches a system.
pub(super) fn search(system: &System) -> Outcome {
    let root = Branch::of(system);
    let mut reach = None;
    for size in 0..=MAX_CELLS {
        if size > 1 {
            reach.get_or_insert_with(|| Reach::of(&root.rows, system.cells.len()));
        }
        let mut search = Search { system, reach: reach.as_ref(), found: BTreeSet::new(), branches: 0 };
        search.descend(&root, &mut Vec::new(), size);
        if search.branches > MAX_BRANCHES {
            return Outcome::GivenUp;
        }
        if !search.found.is_empty() {
            return Outcome::Solved(search.found.into_iter().collect());
        }
    }
    Outcome::Unexplained
}

/// One smallest set of corrections that satisfies every equation.
pub(super) fn search_any(system: &System) -> Option<Solution> {
    match search(system) {
        Outcome::Solved(solutions) => solutions.into_iter().next(),
        Outcome::Unexplained | Outcome::GivenUp => None,
    }
}

/// The equations once some cells are taken out of them.
#[derive(Clone)]
pub(super) struct Branch {
    /// Equations between the cells that are left. Branches share those that no cell was taken out of.
    rows: Vec<Rc<Row>>,
    /// Cells taken out, each with the equation that gives it.
    taken: Vec<(usize, Rc<Row>)>,
    /// Which of these had no readable value.
    free: Vec<usize>,
}

impl Branch {
    /// The equations of a system, without the cells that have no readable value.
    pub(super) fn of(system: &System) -> Self {
        let mut root = Self { rows: system.rows.clone(), taken: Vec::new(), free: Vec::new() };
        for at in 0..system.cells.len() {
            if system.cells[at].value.is_none() {
                root.take_free(at);
            }
        }
        root
    }

    /// Takes a cell out that may turn out to be right.
    pub(super) fn take_free(&mut self, at: usize) -> bool {
        let is_taken = self.take(at);
        if is_taken {
            self.free.push(at);
        }
        is_taken
    }

    /// Takes a cell out; `false` if no equation that is left has it.
    fn take(&mut self, at: usize) -> bool {
        let with_cell = self.rows.iter().enumerate().filter(|(_, row)| row.coefficients[at] != 0);
        let Some((pivot, _)) = with_cell.min_by_key(|(_, row)| row.length) else { return false };
        let pivot = self.rows.swap_remove(pivot);
        for row in self.rows.iter_mut().filter(|row| row.coefficients[at] != 0) {
            Rc::make_mut(row).cancel(&pivot, at);
        }
        self.taken.push((at, pivot));
        true
    }

    /// The shortest broken equation.
    pub(super) fn broken(&self) -> Option<&Row> {
        self.rows.iter().map(Rc::as_ref).filter(|row| row.rest != 0).min_by_key(|row| row.length)
    }
}

/// How many broken equations a cell can mend at most: too many of them, and a branch is hopeless.
struct Reach {
    broken: Vec<bool>,
    /// Per cell: the equations it is in.
    of_cell: Vec<Vec<usize>>,
    most: usize,
}

impl Reach {
    fn of(rows: &[Rc<Row>], cells: usize) -> Self {
        let mut of_cell: Vec<Vec<usize>> = vec![Vec::new(); cells];
        for (number, row) in rows.iter().enumerate() {
            let with_cell = (0..cells).filter(|at| row.coefficients[*at] != 0);
            with_cell.for_each(|at| of_cell[at].push(number));
        }
        let most = of_cell.iter().map(Vec::len).max().unwrap_or(0);
        Self { broken: rows.iter().map(|row| row.rest != 0).collect(), of_cell, most }
    }

    /// Whether `left` more cells can mend all that the chosen ones do not touch.
    fn suffices(&self, chosen: &[usize], left: usize) -> bool {
        let is_touched = |row: &usize| chosen.iter().any(|at| self.of_cell[*at].contains(row));
        let open = (0..self.broken.len()).filter(|row| self.broken[*row] && !is_touched(row)).count();
        open <= left * self.most
    }
}

struct Search<'s> {
    system: &'s System,
    /// For more than one cell.
    reach: Option<&'s Reach>,
    found: BTreeSet<Solution>,
    branches: usize,
}

impl Search<'_> {
    fn descend(&mut self, branch: &Branch, chosen: &mut Vec<usize>, left: usize) {
        self.branches += 1;
        let Some(row) = branch.broken() else {
            // Fewer cells than asked for would have been found before.
            if left == 0 {
                self.found.extend(solve(self.system, branch));
            }
            return;
        };
        let is_hopeless = || self.reach.is_some_and(|reach| !reach.suffices(chosen, left));
        if left == 0 || self.branches > MAX_BRANCHES || is_hopeless() {
            return;
        }
        let candidates = (0..row.coefficients.len()).filter(|at| row.coefficients[*at] != 0);
        let candidates = candidates.filter(|at| left > 1 || mends_all(&branch.rows, row, *at));
        for at in candidates.collect::<Vec<_>>() {
            let mut next = branch.clone();
            if next.take(at) {
                chosen.push(at);
                self.descend(&next, chosen, left - 1);
                chosen.pop();
            }
        }
    }
}

/// The corrections that satisfy every equation, if they are whole, not zero, and leave no impossible value.
pub(super) fn solve(system: &System, branch: &Branch) -> Option<Solution> {
    let mut solved: Vec<(usize, i128)> = Vec::new();
    let is_taken = |at: &usize| branch.taken.iter().any(|(taken, _)| taken == at);
    let unreadable = (0..system.cells.len()).filter(|at| system.cells[*at].value.is_none());
    let mut undetermined: Vec<usize> = unreadable.filter(|at| !is_taken(at)).collect();
    // The last cell taken out stands in the equations of those before it, never the other way round.
    for (at, row) in branch.taken.iter().rev() {
        // A free cell whose equation has a free cell that nothing determines.
        if undetermined.iter().any(|other| row.coefficients[*other] != 0) {
            undetermined.push(*at);
            continue;
        }
        let known: i128 = solved.iter().map(|(at, value)| i128::from(row.coefficients[*at]) * value).sum();
        let coefficient = i128::from(row.coefficients[*at]);
        let rest = row.rest - known;
        if rest % coefficient != 0 {
            return None;
        }
        let value = rest / coefficient;
        let cell = &system.cells[*at];
        let (sum, is_free) = (cell.value.unwrap_or(0) + value, branch.free.contains(at));
        if sum % cell.step != 0 || (sum < 0 && !cell.is_signed) || (value == 0 && !is_free) {
            return None;
        }
        solved.push((*at, value));
    }
    let (mut found, mut corrections): (Vec<_>, Vec<_>) =
        solved.into_iter().partition(|(at, _)| branch.free.contains(at));
    found.sort_unstable();
    corrections.sort_unstable();
    Some(Solution { corrections, found })
}

/// Whether one cell alone mends every broken equation and breaks none.
fn mends_all(rows: &[Rc<Row>], broken: &Row, at: usize) -> bool {
    let (coefficient, rest) = (i128::from(broken.coefficients[at]), broken.rest);
    rows.iter().all(|row| row.rest * coefficient == rest * i128::from(row.coefficients[at]))
}
