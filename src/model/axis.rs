//! One axis of a block: its lines in printed order, as a tree.

use super::{Label, Text};

/// The rows or the columns of a block, in printed order. Parents come before their children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// The lines, headings and totals included.
    pub lines: Vec<LineSpec>,
}

/// One line of an axis: a row (行次) or a column (栏次).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSpec {
    /// The part of a cell's name that stands for this line, as `denied.state_secret`. A promise to scripts.
    pub id: String,
    /// The words of the form, verbatim.
    pub label: Label,
    /// Spellings seen in published copies.
    pub aliases: Vec<Label>,
    /// English, for `--lang en`.
    pub english: String,
    /// A short name for equations (第一项), where the form itself uses one.
    pub brief: Option<Text>,
    /// Item, heading or total.
    pub role: Role,
    /// The heading this line stands under.
    pub parent: Option<usize>,
}

/// What a line is to the lines around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A line of reported figures.
    Item,
    /// A line that only groups others. An `undivided` one may stand in for its items in older copies.
    Heading {
        /// The group may be reported as one line.
        undivided: bool,
    },
    /// The sum of the items under a heading, or of all items when `of` is `None`.
    TotalOf {
        /// The heading whose items it sums.
        of: Option<usize>,
        /// The balance relation this makes, which names the rule that checks it.
        relation: String,
    },
}

impl LineSpec {
    /// Whether the line has cells: items and totals do, and a heading that may be reported undivided.
    #[must_use]
    pub fn has_cells(&self) -> bool {
        !matches!(self.role, Role::Heading { undivided: false })
    }

    /// Whether the line is the total of something.
    #[must_use]
    pub fn is_total(&self) -> bool {
        matches!(self.role, Role::TotalOf { .. })
    }

    /// Whether the line is a heading that may stand in for its items.
    #[must_use]
    pub fn is_undivided_heading(&self) -> bool {
        matches!(self.role, Role::Heading { undivided: true })
    }
}

impl Axis {
    /// The lines that a complete filing has cells for, in order: items and totals.
    pub fn printed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(|&at| matches!(self.lines[at].role, Role::Item | Role::TotalOf { .. }))
    }

    /// All lines with cells, the undivided headings included.
    pub fn with_cells(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(|&at| self.lines[at].has_cells())
    }

    /// The position of a line among those with cells.
    #[must_use]
    pub fn rank(&self, line: usize) -> Option<usize> {
        self.lines.get(line)?.has_cells().then(|| self.lines[..line].iter().filter(|line| line.has_cells()).count())
    }

    /// Whether `line` stands under the heading `group` (any depth); everything stands under `None`.
    #[must_use]
    pub fn is_under(&self, line: usize, group: Option<usize>) -> bool {
        let Some(group) = group else { return true };
        let mut at = self.lines[line].parent;
        while let Some(parent) = at {
            if parent == group {
                return true;
            }
            at = self.lines[parent].parent;
        }
        false
    }

    /// The lines that add up to a total of `group`: its items, and its undivided headings, which are zero or stand in
    /// for theirs.
    pub fn summands(&self, group: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(move |&at| {
            let line = &self.lines[at];
            (line.role == Role::Item || line.is_undivided_heading()) && self.is_under(at, group)
        })
    }

    /// How deep a line stands under headings.
    #[must_use]
    pub fn depth(&self, line: usize) -> usize {
        std::iter::successors(self.lines[line].parent, |&at| self.lines[at].parent).count()
    }
}
