//! All balance edits of an edition, derived from the trees of its axes and lowered to one flat list of terms.
//!
//! Nobody writes the sums down. A line that is the total of a group gives, for every line of the other axis, the edit
//! "Σ items of the group = total"; a whole gives "Σ parts = whole", or "part ≤ whole" for each part (其中); a declared
//! balance gives one edit for every line it is repeated along. Edition 2021 has 42 that way (7 + 7 + 25 + 3), edition
//! 2019 has 40, edition 2014 has 7 sums and 4 of 其中. A group that may be reported undivided adds the edit of its own
//! row, which applies only to filings that use it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::component::Component;
use super::linear::{BalanceEdit, Line, Side, Term, Verdict};
use crate::model::{Axis, BalanceEach, Block, CellIndex, CellSpec, Comparison, Figure, FormEdition, Role, Transcript};

/// The balance edits of one edition.
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

/// How blank items count (`--blank`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlankPolicy {
    /// As zero; every blank is said.
    #[default]
    Zero,
    /// As unknown: an edit that holds one is undetermined.
    Missing,
}

impl Plan {
    /// Derives the edits of `edition`, in the order of its tables; declared balances first, then totals and wholes of
    /// rows, then those of columns.
    #[must_use]
    pub fn of(edition: &FormEdition) -> Self {
        let mut derive = Derive { edition, plan: Self::default(), terms: Vec::new() };
        for (table, spec) in edition.tables.iter().enumerate() {
            for (block, grid) in spec.blocks.iter().enumerate() {
                derive.declared(table, block, grid);
                derive.totals(table, block, &grid.rows, &grid.columns, Line::Column);
                derive.totals(table, block, &grid.columns, &grid.rows, Line::Row);
            }
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

    /// Confronts an edit with what the cells of a filing count as.
    #[must_use]
    pub fn confront(&self, edit: &BalanceEdit, values: &Values) -> Verdict {
        // Nearly every filing has nothing but counts: whole numbers of fifteen digits, whose sums fit.
        let (mut left, mut right) = (0_i128, 0_i128);
        let mut applicable = false;
        for term in self.terms(edit) {
            let side = if term.side == Side::Left { &mut left } else { &mut right };
            match values.0[term.cell.at()] {
                Value::Absent => continue,
                Value::Whole(number) => *side += i128::from(number),
                Value::Exact(_) => return self.confront_exactly(edit, values),
                Value::Unknown => return Verdict::Undetermined,
            }
            applicable = true;
        }
        match (applicable, edit.comparison.holds(&left, &right)) {
            (false, _) => Verdict::Inapplicable,
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::Violated { left: whole(left), right: whole(right) },
        }
    }

    /// The same for an edit with decimals.
    fn confront_exactly(&self, edit: &BalanceEdit, values: &Values) -> Verdict {
        let (mut left, mut right) = (Decimal::ZERO, Decimal::ZERO);
        for term in self.terms(edit).iter().filter(|term| !matches!(values.0[term.cell.at()], Value::Absent)) {
            let Some(value) = values.get(term.cell) else { return Verdict::Undetermined };
            match term.side {
                Side::Left => left += value,
                Side::Right => right += value,
            }
        }
        if edit.comparison.holds(&left, &right) { Verdict::Holds } else { Verdict::Violated { left, right } }
    }
}

/// What the cells of a filing count as in the edits of its form, worked out once: a cell is in several.
#[derive(Debug)]
pub struct Values(Box<[Value]>);

#[derive(Debug, Clone, Copy)]
enum Value {
    /// The filing's shape has no such cell.
    Absent,
    /// It makes every edit undetermined.
    Unknown,
    Whole(i64),
    Exact(Decimal),
}

impl Values {
    /// The values of a filing, blanks counted as `blank` says.
    #[must_use]
    pub fn of(edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Self {
        let value = |(cell, _): (CellIndex, &CellSpec)| {
            // Nearly all are counts.
            if let Some(count) = filing.entries.count(cell).filter(|_| !filing.is_absent(cell)) {
                return i64::try_from(count).map_or(Value::Exact(count.into()), Value::Whole);
            }
            match value(cell, edition, filing, blank) {
                _ if filing.is_absent(cell) => Value::Absent,
                None => Value::Unknown,
                Some(value) if value.scale() == 0 => {
                    i64::try_from(value.mantissa()).map_or(Value::Exact(value), Value::Whole)
                }
                Some(value) => Value::Exact(value),
            }
        };
        Self(edition.each_cell().map(value).collect())
    }

    /// What a cell counts as; `None` where that is not known.
    #[must_use]
    pub fn get(&self, cell: CellIndex) -> Option<Decimal> {
        match self.0[cell.at()] {
            Value::Absent | Value::Unknown => None,
            Value::Whole(number) => Some(number.into()),
            Value::Exact(value) => Some(value),
        }
    }

    /// What these cells count as in whole numbers; `None` when those do not fit, which bounded input does not do.
    #[must_use]
    pub fn shifted(&self, cells: &[CellIndex]) -> Option<Shifted> {
        let own_places = |cell: &CellIndex| match self.0[cell.at()] {
            Value::Exact(value) => value.normalize().scale(),
            Value::Absent | Value::Unknown | Value::Whole(_) => 0,
        };
        let places = cells.iter().map(own_places).max().unwrap_or(0);
        let mut shifted = Shifted { numbers: vec![0; cells.len()], unknown: Vec::new(), places };
        for (at, (cell, number)) in cells.iter().zip(&mut shifted.numbers).enumerate() {
            let (own, by) = match self.0[cell.at()] {
                Value::Whole(own) => (own.into(), places),
                Value::Exact(own) => (own.normalize().mantissa(), places - own.normalize().scale()),
                Value::Absent | Value::Unknown => {
                    shifted.unknown.push(at);
                    continue;
                }
            };
            *number = if by == 0 { own } else { own.checked_mul(10_i128.checked_pow(by)?)? };
        }
        Some(shifted)
    }
}

/// What some cells count as, in units of the last decimal place that any of them has.
#[derive(Debug, Clone)]
pub struct Shifted {
    /// Per cell; zero where that is not known.
    pub numbers: Vec<i128>,
    /// The positions of the cells of which it is not known.
    pub unknown: Vec<usize>,
    /// How many places that are.
    pub places: u32,
}

/// A sum of whole numbers.
fn whole(sum: i128) -> Decimal {
    Decimal::from_i128_with_scale(sum, 0)
}

/// What a cell counts as in an edit; `None` makes the edit undetermined. A blank or placeholder item is zero, a blank or
/// placeholder total is unknown: real reports leave the totals of small rows blank.
#[must_use]
pub fn value(cell: CellIndex, edition: &FormEdition, filing: &Transcript, blank: BlankPolicy) -> Option<Decimal> {
    if let Some(count) = filing.entries.count(cell) {
        return Some(count.into());
    }
    let spec = edition.cell(cell);
    let entry = filing.entry(cell)?;
    match entry.figure {
        Figure::Number(_) => entry.in_unit(spec.unit),
        Figure::Placeholder if !spec.total => Some(Decimal::ZERO),
        Figure::Blank if !spec.total && blank == BlankPolicy::Zero => Some(Decimal::ZERO),
        _ => None,
    }
}

struct Derive<'e> {
    edition: &'e FormEdition,
    plan: Plan,
    terms: Vec<Term>,
}

impl Derive<'_> {
    fn declared(&mut self, table: usize, block: usize, grid: &Block) {
        for balance in &grid.balances {
            let (along, line): (&Axis, fn(u16) -> Line) = match balance.each {
                BalanceEach::Column => (&grid.columns, Line::Column),
                BalanceEach::Row => (&grid.rows, Line::Row),
            };
            for at in along.with_cells() {
                let line = line(narrow(at));
                let sides = (&balance.plus[..], &balance.minus[..]);
                self.push(&balance.relation, Comparison::Equal, (table, block), line, sides);
            }
        }
    }

    fn totals(&mut self, table: usize, block: usize, summed: &Axis, along: &Axis, line: fn(u16) -> Line) {
        for (total, spec) in summed.lines.iter().enumerate() {
            let (of, comparison, relation) = match &spec.role {
                Role::TotalOf { of, relation } => (*of, Comparison::Equal, relation),
                Role::Whole { parts, relation } => (Some(total), *parts, relation),
                Role::Item | Role::Heading { .. } => continue,
            };
            let items: Vec<usize> = summed.summands(of).collect();
            // A sum is one relation over all items; that no part exceeds its whole is one for each part.
            let at_once = match comparison {
                Comparison::Equal => items.len().max(1),
                Comparison::AtMost => 1,
            };
            for left in items.chunks(at_once) {
                for at in along.with_cells() {
                    self.push(relation, comparison, (table, block), line(narrow(at)), (left, &[total]));
                }
            }
        }
    }

    fn push(
        &mut self,
        relation: &str,
        comparison: Comparison,
        (table, block): (usize, usize),
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
                self.edition.cell_at(table, block, row, column)
            });
            self.terms.extend(cells.map(|cell| Term { cell, side }));
        }
        let grid = &self.edition.tables[table].blocks[block];
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
            table: narrow(table),
            block: narrow(block),
            line,
            first: u32::try_from(first).unwrap_or(u32::MAX),
            count: u32::try_from(self.terms.len() - first).unwrap_or(0),
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
