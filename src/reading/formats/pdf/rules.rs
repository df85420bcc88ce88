//! Lines that lie on each other become one, and lines that touch become the frame of a table.

use std::collections::HashMap;

use super::marks::{Frame, Length, Marks, POINT, Rule};

/// Lines this near are one: the sides of two cells, or the two strokes of a double line.
const SNAP: Length = 5 * POINT / 2;
/// Gaps this short are none: dashes, and corners that do not quite meet.
const GAP: Length = 3 * POINT;
/// What is shorter belongs to no table.
const SHORT: Length = 4 * POINT;

/// The lines of one table, each direction in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Lattice {
    pub(super) horizontal: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
}

impl Lattice {
    /// The smallest rectangle that holds it; `None` if it has no line.
    pub(super) fn frame(&self) -> Option<Frame> {
        let across =
            self.horizontal.iter().map(|rule| Frame { left: rule.from, top: rule.at, right: rule.to, bottom: rule.at });
        let down =
            self.upright.iter().map(|rule| Frame { left: rule.at, top: rule.from, right: rule.at, bottom: rule.to });
        across.chain(down).reduce(|a, b| a.join(&b))
    }
}

/// The lattices of a page: lines of both directions that touch.
pub(super) fn lattices(marks: &Marks) -> Vec<Lattice> {
    let horizontal = joined(&marks.horizontal);
    let upright = joined(&marks.upright);
    let mut groups = Groups::new(horizontal.len() + upright.len());
    for (h, across) in horizontal.iter().enumerate() {
        // They are in order: those before its beginning and behind its end are not asked.
        let first = upright.partition_point(|down| down.at < across.from - GAP);
        let crossing = upright.iter().enumerate().skip(first).take_while(|(_, down)| down.at <= across.to + GAP);
        for (v, down) in crossing {
            if (down.from - GAP..=down.to + GAP).contains(&across.at) {
                groups.join(h, horizontal.len() + v);
            }
        }
    }
    let mut lattices: Vec<Lattice> = Vec::new();
    let mut known: HashMap<usize, usize> = HashMap::new();
    let rules = horizontal.iter().map(|rule| (true, rule)).chain(upright.iter().map(|rule| (false, rule)));
    for (at, (is_horizontal, rule)) in rules.enumerate() {
        let place = *known.entry(groups.root(at)).or_insert_with(|| {
            lattices.push(Lattice::default());
            lattices.len() - 1
        });
        let lattice = &mut lattices[place];
        if is_horizontal { lattice.horizontal.push(*rule) } else { lattice.upright.push(*rule) }
    }
    let is_crossed = |lattice: &Lattice| !lattice.horizontal.is_empty() && !lattice.upright.is_empty();
    let (mut lattices, alone): (Vec<_>, Vec<_>) = lattices.into_iter().partition(is_crossed);
    take_sides(&mut lattices, &alone);
    lattices
}

/// Gives a table the upright lines beside it that are exactly as long as it is high: the sides of cells that begin on a
/// page before and end on a later one cross no line of this page.
fn take_sides(lattices: &mut [Lattice], alone: &[Lattice]) {
    /// Columns of labels of a form, with the sides of their table.
    const FEW: usize = 4;
    let mut known: HashMap<(Length, Length), Option<usize>> = HashMap::new();
    let key = |top: Length, bottom: Length| (top / GAP, bottom / GAP);
    for (at, lattice) in lattices.iter().enumerate() {
        if let Some(frame) = lattice.frame() {
            // Two tables beside each other: whose side a line is, nobody knows.
            known.entry(key(frame.top, frame.bottom)).and_modify(|found| *found = None).or_insert(Some(at));
        }
    }
    let mut taken: Vec<Vec<Rule>> = vec![Vec::new(); lattices.len()];
    for side in alone.iter().flat_map(|lattice| &lattice.upright) {
        let mut near = [-GAP, 0, GAP].into_iter().flat_map(|a| [-GAP, 0, GAP].map(|b| key(side.from + a, side.to + b)));
        if let Some(at) = near.find_map(|key| known.get(&key).copied().flatten()) {
            taken[at].push(*side);
        }
    }
    for (lattice, sides) in lattices.iter_mut().zip(taken).filter(|(_, sides)| sides.len() <= FEW) {
        lattice.upright.extend(sides);
        lattice.upright.sort_unstable();
    }
}

/// Lines that lie near each other get one place, and pieces that touch become one.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = rules.to_vec();
    rules.sort_unstable();
    let mut out = Vec::new();
    let mut rest = rules.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let near = rest.iter().take_while(|rule| rule.at - first.at <= SNAP).count();
        let (cluster, others) = rest.split_at_mut(near);
        // The place of the longest stands for all.
        let at = cluster.iter().max_by_key(|rule| (rule.to - rule.from, -rule.at)).map_or(first.at, |rule| rule.at);
        cluster.sort_unstable_by_key(|rule| (rule.from, rule.to));
        let mut open: Option<Rule> = None;
        for rule in cluster.iter() {
            match &mut open {
                Some(open) if rule.from <= open.to + GAP => open.to = open.to.max(rule.to),
                _ => out.extend(open.replace(Rule { at, ..*rule })),
            }
        }
        out.extend(open);
        rest = others;
    }
    out.retain(|rule| rule.to - rule.from >= SHORT);
    out
}

/// Things that belong together, found pair by pair.
#[derive(Debug)]
pub(super) struct Groups(Vec<usize>);

impl Groups {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The first of those that `at` belongs to.
    pub(super) fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (first, second) = (a.min(b), a.max(b));
        self.0[second] = first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: Length, from: Length, to: Length) -> Rule {
        Rule { at, from, to }
    }

    #[test]
    fn pieces_of_a_line_are_one_line() {
        let pieces = [rule(1_000, 0, 500), rule(1_100, 510, 3_000), rule(1_000, 5_000, 6_000), rule(4_000, 0, 100)];
        assert_eq!(joined(&pieces), [rule(1_100, 0, 3_000), rule(1_100, 5_000, 6_000)]);
    }

    #[test]
    fn lines_as_long_as_a_table_is_high_are_its_sides() {
        let marks = Marks {
            horizontal: vec![rule(1_000, 5_000, 9_000), rule(3_000, 5_000, 9_000)],
            upright: vec![rule(0, 0, 5_000), rule(5_000, 0, 5_000), rule(9_000, 0, 5_000), rule(500, 0, 2_000)],
            ..Marks::default()
        };
        let lattices = lattices(&marks);
        assert_eq!(lattices.len(), 1);
        assert_eq!(lattices[0].upright.iter().map(|rule| rule.at).collect::<Vec<_>>(), [0, 5_000, 9_000]);
    }

    #[test]
    fn only_lines_that_touch_are_a_table() {
        let marks = Marks {
            horizontal: vec![rule(0, 0, 5_000), rule(5_000, 0, 5_000), rule(20_000, 0, 5_000)],
            upright: vec![rule(0, 0, 5_000), rule(5_000, 0, 4_900)],
            ..Marks::default()
        };
        let lattices = lattices(&marks);
        assert_eq!(lattices.len(), 1);
        assert_eq!(lattices[0].frame(), Some(Frame { left: 0, top: 0, right: 5_000, bottom: 5_000 }));
    }
}
