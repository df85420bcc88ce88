//! What a merged cell says of the rows below its first: offices write the name of an agency once and merge it over its
//! years, or a superior over its bodies. A blank that is not merged says nothing.

use std::collections::HashMap;

use super::grid::{Area, Position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// The merged cells of a surface that take up several rows, by their first cell: the last row of each.
#[derive(Debug, Default)]
pub(in crate::reading) struct MergedRows(HashMap<Position, u32>);

impl MergedRows {
    /// Those among `areas`.
    pub(in crate::reading) fn of(areas: &[Area]) -> Result<Self, ReadError> {
        let mut merged = Self::default();
        areas.iter().try_for_each(|area| merged.add(area))?;
        Ok(merged)
    }

    /// Adds one. Of two that begin in one cell the first stands.
    ///
    /// # Errors
    /// [`Problem::TooManyCells`] when there are more than only a hostile file has.
    pub(in crate::reading) fn add(&mut self, area: &Area) -> Result<(), ReadError> {
        if area.rows.start() < area.rows.end() {
            self.0.entry(area.first()).or_insert(*area.rows.end());
        }
        if self.0.len() > limits::MAX_KEYED_RECORDS {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_KEYED_RECORDS));
        }
        Ok(())
    }

    /// Whether the cell that begins at `first` takes up its column down to this row or further.
    fn reaches(&self, first: Position, row: u32) -> bool {
        self.0.get(&first).is_some_and(|last| *last >= row)
    }
}

/// The columns of a list whose merged cells hold for all their rows, while its rows come from the top. Of each it keeps
/// what was filled in last.
#[derive(Debug)]
pub(in crate::reading) struct Spread<T> {
    columns: Vec<(u32, Option<Filled<T>>)>,
}

#[derive(Debug)]
struct Filled<T> {
    row: u32,
    held: T,
}

impl<T> Spread<T> {
    /// Of these columns.
    pub(in crate::reading) fn over(columns: impl Iterator<Item = u32>) -> Self {
        Self { columns: columns.map(|column| (column, None)).collect() }
    }

    /// Takes the next row: `cell` gives what it has in a column. Returns whether one of the columns is blank that was filled
    /// further up, so that a merged cell may hold for it.
    pub(in crate::reading) fn take(&mut self, row: u32, mut cell: impl FnMut(u32) -> Option<T>) -> bool {
        let mut may_be_covered = false;
        for (column, filled) in &mut self.columns {
            match cell(*column) {
                Some(held) => *filled = Some(Filled { row, held }),
                None => may_be_covered |= filled.is_some(),
            }
        }
        may_be_covered
    }

    /// The columns in which a merged cell from further up holds for this row, the last that was taken, and what it holds.
    pub(in crate::reading) fn held<'s>(
        &'s self,
        row: u32,
        merged: &'s MergedRows,
    ) -> impl Iterator<Item = (u32, &'s T)> {
        self.columns.iter().filter_map(move |(column, filled)| {
            let filled = filled.as_ref().filter(|filled| filled.row < row)?;
            merged.reaches(Position { row: filled.row, column: *column }, row).then_some((*column, &filled.held))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_holds_for_its_rows_and_a_blank_one_for_none() {
        let area = |rows, columns| Area { rows, columns };
        let merged = MergedRows::of(&[area(1..=3, 0..=0), area(5..=5, 0..=1), area(1..=2, 1..=4)]).expect("a few");
        let mut spread = Spread::over([0, 1].into_iter());
        let mut held = Vec::new();
        for (row, texts) in
            [(1, ["a", "b"]), (2, ["", ""]), (3, ["", ""]), (4, ["", ""]), (5, ["c", "d"]), (6, ["", ""])]
        {
            let cell = |column: u32| Some(texts[column as usize]).filter(|text| !text.is_empty());
            if spread.take(row, cell) {
                held.push((row, spread.held(row, &merged).map(|(column, text)| (column, *text)).collect::<Vec<_>>()));
            }
        }
        let expected = [(2, vec![(0, "a"), (1, "b")]), (3, vec![(0, "a")]), (4, vec![]), (6, vec![])];
        assert_eq!(held, expected);
    }
}
