//! Where the cells of a row are: the properties of the mark that ends it.

use super::super::binary::Fields;
use super::super::borders::{BorderShape, CellShape, Down};
use super::sprms::Sprms;

/// Numbers of properties of rows.
const DEFINE: u16 = 0xD608;
const MERGE: u16 = 0x5624;
const SPLIT: u16 = 0x5625;
const MERGE_DOWN: u16 = 0xD62B;
const INSERT: u16 = 0x7621;
const DELETE: u16 = 0x5622;
const WIDEN: u16 = 0x7623;

/// What is said of a cell takes up so many bytes; the last ones of a row may be left out.
const CELL: usize = 20;
/// Of the first two of them: merged sideways, and downwards.
const SIDEWAYS: u16 = 3;
const DOWNWARDS: u16 = 3 << 5;
const DOWN_BELOW: u16 = 1;

/// A row as its properties define and then change it.
#[derive(Debug, Default)]
struct WordRow {
    left: i32,
    cells: Vec<WordCell>,
}

#[derive(Debug, Clone, Copy, Default)]
struct WordCell {
    width: i32,
    sideways: u16,
    down: u16,
}

/// The shape that a list of properties gives a row of so many cells, if it gives one.
pub(super) fn shape(lists: [&[u8]; 2], cells: usize) -> Option<BorderShape> {
    let mut row = WordRow::default();
    for (kind, value) in lists.into_iter().flat_map(Sprms) {
        let range = |row: &WordRow| {
            let (first, end) = (usize::from(*value.first()?), usize::from(*value.get(1)?).min(row.cells.len()));
            (first <= end).then_some(first..end)
        };
        match kind {
            DEFINE => row = WordRow::define(value)?,
            MERGE_DOWN => {
                if let [at, flags, ..] = value
                    && let Some(cell) = row.cells.get_mut(usize::from(*at))
                {
                    cell.down = u16::from(flags & 3);
                }
            }
            // The first of those that are merged has another mark than the rest.
            MERGE => {
                for (at, cell) in
                    range(&row).and_then(|range| row.cells.get_mut(range)).into_iter().flatten().enumerate()
                {
                    cell.sideways = if at == 0 { 1 } else { 2 };
                }
            }
            SPLIT => {
                let cells = range(&row).and_then(|range| row.cells.get_mut(range));
                cells.into_iter().flatten().for_each(|cell| cell.sideways = 0);
            }
            DELETE => drop(range(&row).map(|range| row.cells.drain(range))),
            WIDEN => {
                let width =
                    Fields(value.get(2..).unwrap_or_default()).u16().map_or(0, |width| width.cast_signed().into());
                let cells = range(&row).and_then(|range| row.cells.get_mut(range));
                cells.into_iter().flatten().for_each(|cell| cell.width = width);
            }
            INSERT => {
                if let [at, count, ..] = value {
                    let width =
                        Fields(value.get(2..).unwrap_or_default()).u16().map_or(0, |width| width.cast_signed().into());
                    let at = usize::from(*at).min(row.cells.len());
                    let new = WordCell { width, ..WordCell::default() };
                    let room = usize::from(u8::MAX).saturating_sub(row.cells.len());
                    row.cells.splice(at..at, std::iter::repeat_n(new, room.min(usize::from(*count))));
                }
            }
            _ => {}
        }
    }
    row.cells.truncate(cells);
    (!row.cells.is_empty()).then(|| row.shape())
}

impl WordRow {
    /// A count of cells, their borders from the left of the first to the right of the last, and what is said of each.
    fn define(value: &[u8]) -> Option<Self> {
        let mut fields = Fields(value);
        let count = usize::from(fields.u8().ok()?);
        let mut borders = Fields(fields.take(2 * (count + 1)).ok()?);
        let mut border = || borders.u16().map_or(0, |border| i32::from(border.cast_signed()));
        let left = border();
        let mut before = left;
        let mut described = fields.0.chunks(CELL);
        let cells = (0..count).map(|_| {
            let right = border();
            let flags = described.next().and_then(|cell| Fields(cell).u16().ok()).unwrap_or(0);
            let width = right - before;
            before = right;
            WordCell { width, sideways: flags & SIDEWAYS, down: (flags & DOWNWARDS) >> 5 }
        });
        let cells = cells.collect();
        Some(Self { left, cells })
    }

    fn shape(&self) -> BorderShape {
        let mut right = self.left;
        // Two descriptions of the format give the first of several merged cells and those that follow it opposite
        // marks, and there are files of either kind. Of cells side by side that are merged, the leftmost is the first.
        let mut first = 0;
        let cells = self.cells.iter().map(|cell| {
            right += cell.width;
            let follows = cell.sideways != 0 && first != 0 && !is_same(cell.sideways, first);
            if !follows {
                first = cell.sideways;
            }
            let down = match cell.down {
                0 => Down::Alone,
                DOWN_BELOW => Down::Follows,
                _ => Down::First,
            };
            CellShape { right, follows, down }
        });
        let cells = cells.collect();
        BorderShape { left: self.left, cells }
    }
}

/// Whether two marks of cells that are merged sideways are of one kind: one, or two and three.
fn is_same(mark: u16, other: u16) -> bool {
    (mark == 1) == (other == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(number: u16, value: &[u8]) -> Vec<u8> {
        [&number.to_le_bytes(), value].concat()
    }

    /// A row with these borders, and marks for its first cells.
    fn row(borders: &[i16], marks: &[u16]) -> Vec<u8> {
        let mut value = vec![u8::try_from(borders.len() - 1).expect("a short row")];
        value.extend(borders.iter().flat_map(|border| border.to_le_bytes()));
        for mark in marks {
            value.extend(mark.to_le_bytes());
            value.resize(value.len() + CELL - 2, 0);
        }
        let length = u16::try_from(value.len() + 1).expect("a short row").to_le_bytes();
        property(DEFINE, &[&length[..], &value].concat())
    }

    fn shaped(lists: &[Vec<u8>]) -> Vec<(i32, bool, Down)> {
        let shape = shape([&lists.concat(), &[]], 63).expect("a shape");
        shape.cells.iter().map(|cell| (cell.right, cell.follows, cell.down)).collect()
    }

    #[test]
    fn merged_cells_are_told_by_either_description_of_the_format() {
        let alone = |right| (right, false, Down::Alone);
        let follows = |right| (right, true, Down::Alone);
        for marks in [[1, 2, 2, 1, 2, 0], [2, 1, 1, 2, 1, 0], [3, 1, 1, 3, 1, 0]] {
            assert_eq!(
                shaped(&[row(&[-5, 10, 20, 30, 40, 50, 60], &marks)]),
                [alone(10), follows(20), follows(30), alone(40), follows(50), alone(60)],
                "{marks:?}"
            );
        }
        let marks = [3 << 5, 1 << 5, 0];
        let expected = [(10, false, Down::First), (20, false, Down::Follows), alone(30)];
        assert_eq!(shaped(&[row(&[0, 10, 20, 30], &marks)]), expected);
    }

    #[test]
    fn a_row_is_changed_after_it_was_defined() {
        let whole = row(&[0, 10, 20, 30], &[]);
        let alone = |right| (right, false, Down::Alone);
        let change = |number, value: &[u8]| shaped(&[whole.clone(), property(number, value)]);
        assert_eq!(change(MERGE, &[1, 3]), [alone(10), alone(20), (30, true, Down::Alone)]);
        assert_eq!(change(DELETE, &[0, 1]), [alone(10), alone(20)]);
        assert_eq!(change(INSERT, &[1, 2, 5, 0]), [alone(10), alone(15), alone(20), alone(30), alone(40)]);
        assert_eq!(change(WIDEN, &[0, 2, 1, 0]), [alone(1), alone(2), alone(12)]);
        assert_eq!(change(MERGE_DOWN, &[2, 2, 1]), [alone(10), alone(20), (30, false, Down::Follows)]);
        let split = [whole.clone(), property(MERGE, &[0, 3]), property(SPLIT, &[0, 3])];
        assert_eq!(shaped(&split), [alone(10), alone(20), alone(30)]);
    }

    #[test]
    fn rows_of_nonsense_have_no_shape() {
        for value in [&[][..], &[9, 1], &[0, 0, 0], &[2, 0, 0, 5, 0]] {
            let length = u16::try_from(value.len() + 1).expect("a short row").to_le_bytes();
            let list = property(DEFINE, &[&length[..], value].concat());
            assert_eq!(shape([&list, &[]], 9), None, "{value:?}");
        }
        let changes =
            [property(DELETE, &[5, 1]), property(MERGE, &[200, 255]), property(INSERT, &[255, 255, 255, 255])];
        assert!(shape([&changes.concat(), &[]], 9).is_some());
    }
}
