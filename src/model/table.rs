//! A table of the form and its blocks.

use super::{Axis, CellIndex, Comparator, Label, Text, ValueKind};

/// One statutory table (表).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The table's part of a cell name, as `requests`.
    pub id: String,
    /// The section title of the report template, verbatim.
    pub label: Label,
    /// Other titles seen.
    pub aliases: Vec<Label>,
    /// What officers call it: 表三.
    pub brief: Text,
    /// The words in the corner of the header, where the form prints some.
    pub corner: Option<String>,
    /// A filing may do without it.
    pub is_optional: bool,
    /// Only agencies of these levels (层级 of the roster) have to have it; everybody where none is named.
    pub levels: Vec<String>,
    /// It is not of the form but of an extension of it.
    pub is_added: bool,
    /// The grids it is made of; most tables are one.
    pub blocks: Vec<Block>,
}

impl Table {
    /// Whether an agency of this level has to have it, as far as that is known.
    #[must_use]
    pub fn is_asked_of(&self, level: Option<&str>) -> bool {
        let is_of_level = || level.is_some_and(|level| self.levels.iter().any(|own| own == level));
        !self.is_optional && (self.levels.is_empty() || is_of_level())
    }
}

/// A grid of rows and columns with one header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The line above the header, as 第二十条第（一）项.
    pub heading: Option<Label>,
    /// What the header prints over the row labels, as 信息内容.
    pub stub: Option<Label>,
    /// What the header prints over a column of units (单位) between the labels and the figures, and other words copies
    /// have there; nothing where the form has no such column.
    pub measures: Vec<Label>,
    /// What its cells hold, unless a line says otherwise.
    pub value: ValueKind,
    /// How it is printed.
    pub layout: Layout,
    /// The first of its cells; the others follow row by row.
    pub first_cell: CellIndex,
    /// The rows.
    pub rows: Axis,
    /// The columns.
    pub columns: Axis,
    /// Relations that the trees of the axes cannot say.
    pub balances: Vec<Balance>,
}

/// How a block lies on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A label at the left of every row.
    Rows,
    /// All rows beside each other on one line, their labels above the column labels (table 四).
    OneLine,
}

/// A declared balance relation: Σ plus = Σ minus, or ≤, for each line of one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The relation, which names the rule that checks it.
    pub relation: String,
    /// How its sides must lie.
    pub comparison: Comparator,
    /// Lines on the left side.
    pub plus: Vec<usize>,
    /// Lines on the right side.
    pub minus: Vec<usize>,
    /// Along which axis it repeats.
    pub each: BalanceEach,
}

/// The axis along which a declared balance repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BalanceEach {
    /// `plus` and `minus` are rows; the relation holds in every column.
    Column,
    /// `plus` and `minus` are columns; the relation holds in every row.
    Row,
}
