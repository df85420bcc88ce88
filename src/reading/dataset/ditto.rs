//! What a row says by 同上 or 〃: that its agency, or its year, is that of the row above.

use super::Halt;
use super::rows::Row;
use crate::reading::cells::grid::GridCell;
use crate::reading::cells::lexicon::LEXICON;

/// No word for it is longer, in bytes.
const LONGEST: usize = 6;

/// What the rows so far have in the columns that say whose they are.
pub(super) struct Ditto {
    columns: Vec<(u32, Option<String>)>,
}

impl Ditto {
    /// Of these columns.
    pub(super) fn of(columns: impl Iterator<Item = u32>) -> Self {
        Self { columns: columns.map(|column| (column, None)).collect() }
    }

    /// Hands on the next row with what stands above in place of the words for it; where nothing does it is blank.
    pub(super) fn hand_on(&mut self, row: Row, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        let mut meant = Vec::new();
        for (column, above) in &mut self.columns {
            match row.cell(*column) {
                Some(cell) if cell.text.len() <= LONGEST && LEXICON.ditto.iter().any(|word| word == cell.text) => {
                    meant.push((cell, above.clone()));
                }
                cell => match (cell, &mut *above) {
                    (Some(cell), Some(above)) if cell.text == above.as_str() => {}
                    (cell, above) => *above = cell.map(|cell| cell.text.to_owned()),
                },
            }
        }
        if meant.is_empty() {
            return each(row);
        }
        let mut own = row.with(std::iter::empty());
        own.cells.retain(|own| meant.iter().all(|(cell, _)| cell.column != own.column));
        for (cell, above) in meant {
            own.cells.extend(above.map(|text| GridCell { column: cell.column, text, kind: cell.kind }));
        }
        own.settle();
        each(Row::of_sheet(&own, row.notes))
    }
}
