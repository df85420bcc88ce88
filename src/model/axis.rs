//! One axis of a block: its lines in printed order, as a tree.

use std::iter::{once, successors};

use serde::Deserialize;

use super::{Label, Text, Unit, ValueKind};

/// The rows or the columns of a block, in printed order. Parents come before their children.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let form = forms.get("2021").expect("an edition that is built in");
/// let applicants = &form.tables[1].blocks[0].columns;
/// let total = applicants.lines.iter().position(|line| line.is_total()).expect("a total");
/// assert_eq!(applicants.lines[total].id, "total");
/// assert_eq!(applicants.printed().count(), 7, "自然人, five kinds of bodies, 总计");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    /// The lines, headings and totals included.
    pub lines: Vec<LineSpec>,
    /// Per line: its position among those with cells.
    ranks: Vec<Option<usize>>,
    /// How many lines have cells.
    ranked: usize,
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
    /// What its cells hold, where the line says so and not its block.
    pub value: Option<ValueKind>,
    /// The unit of money of its cells.
    pub unit: Option<Unit>,
    /// What the form prints in the column of units beside the line: 件, 条, 人.
    pub measure: Option<String>,
    /// Item, heading, total or whole.
    pub role: Role,
    /// The heading or whole this line stands under.
    pub parent: Option<usize>,
    /// It counts in the totals and the whole it stands under.
    pub is_counted: bool,
    /// A filing may do without it.
    pub is_optional: bool,
    /// It is not of the form but of an extension of it.
    pub is_added: bool,
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
    /// A line with a figure of its own and with parts under it: 收到申请数 and the ways in which applications came.
    Whole {
        /// What the parts are to the whole: they add up to it, or none of them exceeds it (其中).
        parts: Comparator,
        /// The relation this makes, which names the rule that checks it.
        relation: String,
    },
}

/// How the two sides of a relation must lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// Left and right are the same.
    Equal,
    /// Left is not more than right.
    AtMost,
}

impl Comparator {
    /// Whether two sums lie as they must.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
        }
    }

    /// The sign of the relation.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "≤",
        }
    }

    /// The sign between two sums that break the relation.
    #[must_use]
    pub fn broken_sign(self) -> &'static str {
        match self {
            Self::Equal => "≠",
            Self::AtMost => ">",
        }
    }
}

impl LineSpec {
    /// Its words on the form, and those of copies.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        once(&self.label).chain(&self.aliases)
    }

    /// Whether the line has cells: all but headings do, and a heading that may be reported undivided.
    #[must_use]
    pub fn has_cells(&self) -> bool {
        !matches!(self.role, Role::Heading { undivided: false })
    }

    /// Whether the line is the total of something: of the items of a group, or of its own parts.
    #[must_use]
    pub fn is_total(&self) -> bool {
        matches!(self.role, Role::TotalOf { .. } | Role::Whole { .. })
    }

    /// Whether the line only groups others.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        matches!(self.role, Role::Heading { .. })
    }

    /// Whether the line is a heading that may stand in for its items.
    #[must_use]
    pub fn is_undivided_heading(&self) -> bool {
        matches!(self.role, Role::Heading { undivided: true })
    }
}

impl Axis {
    /// An axis of these lines.
    #[must_use]
    pub fn new(lines: Vec<LineSpec>) -> Self {
        let mut ranked = 0;
        let rank = |line: &LineSpec| {
            line.has_cells().then(|| {
                ranked += 1;
                ranked - 1
            })
        };
        let ranks = lines.iter().map(rank).collect();
        Self { lines, ranks, ranked }
    }

    /// The lines that a complete filing has cells for, in order: all but the headings.
    pub fn printed(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(|&at| !self.lines[at].is_heading())
    }

    /// All lines with cells, the undivided headings included.
    pub fn with_cells(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(|&at| self.lines[at].has_cells())
    }

    /// The position of a line among those with cells.
    #[must_use]
    pub fn rank(&self, line: usize) -> Option<usize> {
        self.ranks.get(line).copied().flatten()
    }

    /// How many lines have cells.
    #[must_use]
    pub fn ranked(&self) -> usize {
        self.ranked
    }

    /// Whether `line` stands under the heading or whole `group` (any depth); everything stands under `None`.
    #[must_use]
    pub fn is_under(&self, line: usize, group: Option<usize>) -> bool {
        group.is_none_or(|group| self.above(line).any(|at| at == group))
    }

    /// The headings and wholes that a line stands under, the nearest first.
    pub fn above(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        successors(self.lines[line].parent, |&at| self.lines[at].parent)
    }

    /// The lines that add up to a total of `group`: its items and wholes, and its undivided headings, which are zero or
    /// stand in for their items. A whole counts itself, so its parts do not count again.
    pub fn summands(&self, group: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(move |&at| {
            let line = &self.lines[at];
            let counts = matches!(line.role, Role::Item | Role::Whole { .. }) || line.is_undivided_heading();
            counts && line.is_counted && self.is_directly_in(at, group)
        })
    }

    /// Whether nothing but headings stands between `line` and `group`.
    fn is_directly_in(&self, line: usize, group: Option<usize>) -> bool {
        let mut above = self.lines[line].parent;
        while above != group {
            match above {
                Some(heading) if self.lines[heading].is_heading() => above = self.lines[heading].parent,
                _ => return false,
            }
        }
        true
    }

    /// How deep a line stands under headings and wholes.
    #[must_use]
    pub fn depth(&self, line: usize) -> usize {
        self.above(line).count()
    }
}
