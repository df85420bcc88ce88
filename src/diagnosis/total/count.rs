//! What each cell of a filing counts as in a sum.
//!
//! As in the balance relations a blank item is zero and a blank total what its items make, and money counts in the form's
//! unit. Two things are of sums alone: what a form keeps for bodies with a certain power (规章) is never added up, and a
//! group that one filing reports undivided and another divided is added up all the same, in the last of its items: the
//! forms end a group with 3.其他.

use rust_decimal::Decimal;

use crate::model::{Axis, CellIndex, Figure, FormEdition, Transcript};
use crate::rules::{BlankPolicy, Plan, Values};

/// What a cell of a filing counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// The filing lacks the line, where its shape has it.
    Missing,
    /// Nobody knows: something is printed that is no figure, or a total is blank whose items are not known.
    Unknown,
    /// Nothing is printed; it adds nothing.
    Blank,
    /// It adds this.
    Number(Decimal),
}

impl Count {
    /// How much it adds; `None` where nobody knows.
    pub(in crate::diagnosis) fn amount(self) -> Option<Decimal> {
        match self {
            Self::Missing | Self::Unknown => None,
            Self::Blank => Some(Decimal::ZERO),
            Self::Number(number) => Some(number),
        }
    }
}

/// What the cells of a filing count as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diagnosis) struct Counted {
    /// Per cell of the edition.
    pub(in crate::diagnosis) cells: Box<[Count]>,
    /// It reports a group as one line.
    pub(in crate::diagnosis) is_undivided: bool,
    /// It leaves totals blank, for which their items stand in.
    pub(in crate::diagnosis) has_blank_totals: bool,
}

impl Counted {
    /// What the cells of `filing` count as.
    pub(in crate::diagnosis) fn of(edition: &FormEdition, plan: &Plan, filing: &Transcript) -> Self {
        let values = Values::of(edition, filing, BlankPolicy::Zero).with_totals_made(plan, edition, filing);
        let mut has_blank_totals = false;
        let count = |index: CellIndex| match filing.entry(index).map(|entry| entry.figure) {
            None if filing.is_absent(index) => Count::Blank,
            None => Count::Missing,
            Some(Figure::Number(_)) => values.get(index).map_or(Count::Unknown, Count::Number),
            Some(Figure::Blank | Figure::Placeholder) if !edition.cell(index).total => Count::Blank,
            Some(Figure::Unreadable) if !edition.cell(index).total => Count::Unknown,
            Some(_) => {
                let own = values.get(index);
                has_blank_totals |= own.is_some_and(|number| !number.is_zero());
                own.map_or(Count::Unknown, |number| if number.is_zero() { Count::Blank } else { Count::Number(number) })
            }
        };
        let mut cells: Box<[Count]> = (0..).map(CellIndex).take(edition.cells.len()).map(count).collect();
        let mut is_undivided = false;
        for group in groups(edition) {
            if filing.entry(group.whole).is_some() {
                is_undivided = true;
                cells[group.last().at()] = cells[group.whole.at()];
            }
            cells[group.whole.at()] = Count::Blank;
        }
        Self { cells, is_undivided, has_blank_totals }
    }

    /// What a cell counts as.
    pub(in crate::diagnosis) fn get(&self, cell: CellIndex) -> Count {
        self.cells[cell.at()]
    }
}

/// A group of one column that may be reported as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::diagnosis) struct Group {
    /// The cell of the line that stands for the group.
    pub(in crate::diagnosis) whole: CellIndex,
    /// Those of its items.
    pub(in crate::diagnosis) items: Vec<CellIndex>,
}

impl Group {
    /// The item that takes what a filing reports of the group as a whole.
    pub(in crate::diagnosis) fn last(&self) -> CellIndex {
        self.items.last().copied().unwrap_or(self.whole)
    }
}

/// The groups of an edition that may be reported as one line, each once for every column.
pub(in crate::diagnosis) fn groups(edition: &FormEdition) -> Vec<Group> {
    let mut groups = Vec::new();
    for (at, block) in edition.each_block() {
        let cell = |row, column| edition.cell_at(at, row, column);
        let of_axis = |axis: &Axis, other: &Axis, cell: &dyn Fn(usize, usize) -> Option<CellIndex>| {
            let wholes = (0..axis.lines.len()).filter(|line| axis.lines[*line].is_undivided_heading());
            let group = |whole: usize, along: usize| {
                let items = axis.printed().filter(|item| axis.is_under(*item, Some(whole)));
                Some(Group { whole: cell(whole, along)?, items: items.filter_map(|item| cell(item, along)).collect() })
            };
            wholes.flat_map(|whole| other.printed().filter_map(move |along| group(whole, along))).collect::<Vec<_>>()
        };
        groups.extend(of_axis(&block.rows, &block.columns, &cell));
        groups.extend(of_axis(&block.columns, &block.rows, &|column, row| cell(row, column)));
    }
    groups
}
