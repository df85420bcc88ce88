//! What a row says by 同上 or 〃: that its agency, or its year, is that of the row above. Below a total it is nobody's.

use super::Halt;
use super::header::Header;
use super::rows::Row;
use crate::reading::cells::grid::GridCell;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::totals::total_of;

/// No word for it is longer, in bytes.
const LONGEST: usize = 6;

/// What the rows so far have in the columns that say whose they are.
pub(super) struct Ditto {
    columns: Vec<(u32, Option<String>)>,
    agency: Option<u32>,
}

impl Ditto {
    /// Of the columns of a data set that say whose a row is.
    pub(super) fn of(header: &Header) -> Self {
        Self { columns: header.whose().map(|column| (column, None)).collect(), agency: header.agency }
    }

    /// Hands on the next row with what stands above in place of the words for it; where nothing does it is blank.
    pub(super) fn hand_on(&mut self, row: Row, each: &mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<(), Halt> {
        let mut meant = Vec::new();
        for (column, above) in &mut self.columns {
            match row.cell(*column) {
                Some(cell) if cell.text.len() <= LONGEST && LEXICON.ditto.have(cell.text) => {
                    let is_total = |text: &String| self.agency == Some(*column) && total_of(text).is_some();
                    meant.push((cell, above.clone().filter(|text| !is_total(text))));
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
