//! All smallest sets of cells whose correction satisfies every equation.
//!
//! A broken equation without a corrected cell has a wrong cell among its own; so the search branches on the cells of
//! the shortest broken equation, takes the chosen cell out of all others by elimination, and goes on with what is then
//! broken. Every set of a size is found that way, each with the only corrections that satisfy it; sizes are tried from
//! the smallest. Unreadable cells and blank totals are taken out first: they can be anything, and cost nothing.
//!
//! Two things save nearly all of the work. The last cell of a set needs no elimination: it is in every equation that is
//! still broken and in no other. And what the chosen cells do not touch the rest have to mend, which is seen beforehand.

use std::collections::BTreeSet;

use super::system::{CellEquation, System};
use crate::rules::EquationTerm;

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

/// Searches a system from the equations that are left when its open cells are taken out.
pub(super) fn search(system: &System, root: &mut Branch) -> Outcome {
    let mut reach = None;
    for size in 0..=MAX_CELLS {
        if size > 1 {
            let reach: &Reach = reach.get_or_insert_with(|| Reach::of(root));
            if !reach.suffices(&[], size) {
                continue;
            }
        }
        let mut search = Search { system, reach: reach.as_ref(), found: BTreeSet::new(), branches: 0 };
        search.descend(root, &mut Vec::new(), size);
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
    match search(system, &mut Branch::of(system)) {
        Outcome::Solved(solutions) => solutions.into_iter().next(),
        Outcome::Unexplained | Outcome::GivenUp => None,
    }
}

/// The equations once some cells are taken out of them.
pub(super) struct Branch<'c> {
    /// Equations between the cells that are left.
    rows: Vec<CellEquation<'c>>,
    /// Per cell: how many of them it is in.
    times: Vec<i32>,
    /// Cells taken out, in that order.
    taken: Vec<Taken<'c>>,
}

/// A cell taken out, with what it takes to put it back.
struct Taken<'c> {
    cell: usize,
    /// It may turn out to be right.
    is_free: bool,
    /// The equation that gives it, and where that stood.
    pivot: (usize, CellEquation<'c>),
    /// The other equations that had it, as they were.
    others: Vec<(usize, CellEquation<'c>)>,
}

impl<'c> Branch<'c> {
    /// The equations of a system, without the cells that have no readable value.
    pub(super) fn of(system: &System<'c>) -> Self {
        let mut root = Self { rows: system.rows.clone(), times: vec![0; system.cells.len()], taken: Vec::new() };
        root.rows.iter().for_each(|row| count(&mut root.times, row, 1));
        for at in system.open() {
            root.take_free(*at);
        }
        root
    }

    /// Takes a cell out that may turn out to be right; `false` if no equation that is left has it.
    pub(super) fn take_free(&mut self, cell: usize) -> bool {
        self.take(cell, true)
    }

    fn take(&mut self, cell: usize, is_free: bool) -> bool {
        let with_cell = (0..self.rows.len()).filter(|at| self.rows[*at].coefficient(cell) != 0);
        let Some(at) = with_cell.min_by_key(|at| self.rows[*at].terms.len()) else { return false };
        let pivot = self.rows.swap_remove(at);
        count(&mut self.times, &pivot, -1);
        let with_cell = (0..self.rows.len()).filter(|at| self.rows[*at].coefficient(cell) != 0);
        let others: Vec<usize> = with_cell.collect();
        let others = others.into_iter().map(|at| {
            let without = self.rows[at].without(cell, &pivot);
            (at, self.replace(at, without))
        });
        let others = others.collect();
        self.taken.push(Taken { cell, is_free, pivot: (at, pivot), others });
        true
    }

    /// Puts the cell back that was taken out last.
    fn put_back(&mut self) {
        let Some(Taken { pivot: (at, pivot), others, .. }) = self.taken.pop() else { return };
        for (at, row) in others {
            self.replace(at, row);
        }
        count(&mut self.times, &pivot, 1);
        self.rows.push(pivot);
        let last = self.rows.len() - 1;
        self.rows.swap(at, last);
    }

    fn replace(&mut self, at: usize, row: CellEquation<'c>) -> CellEquation<'c> {
        count(&mut self.times, &row, 1);
        let before = std::mem::replace(&mut self.rows[at], row);
        count(&mut self.times, &before, -1);
        before
    }

    /// The shortest broken equation.
    pub(super) fn broken(&self) -> Option<&CellEquation<'c>> {
        self.rows.iter().filter(|row| row.rest != 0).min_by_key(|row| row.terms.len())
    }

    /// The two corrections that mend every equation, the first of them in this cell of a broken one. `None` where that takes
    /// an elimination. Most often it does not: the cell stands in an equation that holds and shares nothing else with the
    /// broken one, and only a second cell there can take back what the first one changes in it.
    fn pairs(&self, broken: &CellEquation, cell: usize) -> Option<Vec<[(usize, i128); 2]>> {
        let is_apart =
            |row: &&CellEquation| row.terms.iter().all(|term| term.at == cell || broken.coefficient(term.at) == 0);
        let mut held = self.rows.iter().filter(|row| row.rest == 0 && row.coefficient(cell) != 0);
        let held = held.find(is_apart)?;
        let coefficient = i128::from(broken.coefficient(cell));
        if broken.rest % coefficient != 0 {
            return Some(Vec::new());
        }
        let by = broken.rest / coefficient;
        // What the second has to mend: it is in all of these equations and in no other.
        let rest = |row: &CellEquation| row.rest - i128::from(row.coefficient(cell)) * by;
        let open: Vec<&CellEquation> = self.rows.iter().filter(|row| rest(row) != 0).collect();
        let others = held.terms.iter().filter(|other| usize::try_from(self.times[other.at]) == Ok(open.len()));
        let pair = |other: &EquationTerm| {
            let own_by = rest(held) / i128::from(other.coefficient);
            let mends = |row: &&CellEquation| i128::from(row.coefficient(other.at)) * own_by == rest(row);
            open.iter().all(mends).then_some([(cell, by), (other.at, own_by)])
        };
        Some(others.filter(|other| other.at != cell).filter_map(pair).collect())
    }

    /// The cells of a broken equation that alone mend every broken one and break none.
    fn menders(&self, broken: &CellEquation) -> Vec<usize> {
        let all: Vec<&CellEquation> = self.rows.iter().filter(|row| row.rest != 0).collect();
        let is_in_no_other = |term: &&EquationTerm| usize::try_from(self.times[term.at]) == Ok(all.len());
        let mends_all = |term: &&EquationTerm| all.iter().all(|row| broken.is_mended_with(row, **term));
        broken.terms.iter().filter(is_in_no_other).filter(mends_all).map(|term| term.at).collect()
    }
}

/// Counts the cells of an equation that comes or goes.
fn count(times: &mut [i32], row: &CellEquation, by: i32) {
    for term in row.terms.as_ref() {
        times[term.at] += by;
    }
}

/// What more cells can mend: too little, and a branch is hopeless.
struct Reach<'c> {
    broken: Vec<CellEquation<'c>>,
    /// How many equations a cell is in at most.
    most: usize,
}

impl<'c> Reach<'c> {
    fn of(root: &Branch<'c>) -> Self {
        let broken = root.rows.iter().filter(|row| row.rest != 0).cloned().collect();
        let most = root.times.iter().max().and_then(|most| usize::try_from(*most).ok()).unwrap_or(0);
        Self { broken, most }
    }

    /// Whether `left` more cells may mend all that the chosen ones do not touch.
    fn suffices(&self, chosen: &[usize], left: usize) -> bool {
        let is_open = |row: &&CellEquation| chosen.iter().all(|at| row.coefficient(*at) == 0);
        let mut open = self.broken.iter().filter(is_open);
        match (left, open.next()) {
            (1, Some(first)) => {
                let others: Vec<&CellEquation> = open.collect();
                first.terms.iter().any(|term| others.iter().all(|row| first.is_mended_with(row, *term)))
            }
            (_, Some(_)) => open.count() < left * self.most,
            (_, None) => true,
        }
    }
}

struct Search<'s, 'c> {
    system: &'s System<'c>,
    /// For more than one cell.
    reach: Option<&'s Reach<'c>>,
    found: BTreeSet<Solution>,
    branches: usize,
}

impl Search<'_, '_> {
    fn descend(&mut self, branch: &mut Branch, chosen: &mut Vec<usize>, left: usize) {
        self.branches += 1;
        let Some(broken) = branch.broken() else {
            // Fewer cells than asked for would have been found before.
            if left == 0 {
                self.found.extend(solve(self.system, branch, None));
            }
            return;
        };
        if left == 0 || self.branches > MAX_BRANCHES {
            return;
        }
        if left == 1 {
            let menders = branch.menders(broken);
            self.branches += menders.len();
            self.found.extend(menders.into_iter().filter_map(|last| solve(self.system, branch, Some((last, broken)))));
            return;
        }
        let is_whole = branch.taken.is_empty() && self.system.open().is_empty();
        let broken = broken.clone();
        for cell in broken.terms.iter().map(|term| term.at) {
            chosen.push(cell);
            if self.reach.is_some_and(|reach| !reach.suffices(chosen, left - 1)) {
                self.branches += 1;
            } else if let Some(pairs) = (left == 2 && is_whole).then(|| branch.pairs(&broken, cell)).flatten() {
                self.branches += 1 + pairs.len();
                self.found.extend(pairs.into_iter().filter_map(|pair| pair_solution(self.system, pair)));
            } else if branch.take(cell, false) {
                self.descend(branch, chosen, left - 1);
                branch.put_back();
            }
            chosen.pop();
        }
    }
}

/// Two corrections that satisfy every equation, if they leave no impossible value.
fn pair_solution(system: &System, mut corrections: [(usize, i128); 2]) -> Option<Solution> {
    let is_allowed = |(at, by): &(usize, i128)| system.allows(*at, system.value(*at).unwrap_or(0) + by);
    corrections.sort_unstable();
    let is_solution = corrections.iter().all(is_allowed);
    is_solution.then(|| Solution { corrections: corrections.into(), found: Vec::new() })
}

/// The corrections that satisfy every equation, if they are whole, not zero, and leave no impossible value. The `last`
/// cell, with an equation that gives it, still stands in the equations of the branch.
pub(super) fn solve(system: &System, branch: &Branch, last: Option<(usize, &CellEquation)>) -> Option<Solution> {
    let is_taken = |at: &&usize| branch.taken.iter().any(|taken| taken.cell == **at);
    let mut undetermined: Vec<usize> = system.open().iter().filter(|at| !is_taken(at)).copied().collect();
    let mut solution = Solution { corrections: Vec::new(), found: Vec::new() };
    let taken = branch.taken.iter().rev().map(|taken| (taken.cell, taken.is_free, &taken.pivot.1));
    // The last cell taken out stands in the equations of those before it, never the other way round.
    for (cell, is_free, row) in last.map(|(cell, row)| (cell, false, row)).into_iter().chain(taken) {
        // A free cell whose equation has a free cell that nothing determines.
        if undetermined.iter().any(|other| row.coefficient(*other) != 0) {
            undetermined.push(cell);
            continue;
        }
        let solved = solution.corrections.iter().chain(&solution.found);
        let known: i128 = solved.map(|(at, value)| i128::from(row.coefficient(*at)) * value).sum();
        let (coefficient, rest) = (i128::from(row.coefficient(cell)), row.rest - known);
        if rest % coefficient != 0 {
            return None;
        }
        let value = rest / coefficient;
        let sum = system.value(cell).unwrap_or(0) + value;
        if !system.allows(cell, sum) || (value == 0 && !is_free) {
            return None;
        }
        if is_free { &mut solution.found } else { &mut solution.corrections }.push((cell, value));
    }
    solution.found.sort_unstable();
    solution.corrections.sort_unstable();
    Some(solution)
}
