//! A printed table with two figures in every place: each column of figures is two, one a year, with the years over them.
//! A table that is printed on one line (表四, fifteen figures across) has two lines instead, the years beside them.

use crate::diagnosis::Era;
use crate::model::CellIndex;
use crate::render::printed::{Content, PrintedCell, PrintedRow, PrintedTable, RowPart};

/// A table laid out for two years.
#[derive(Debug)]
pub(super) struct Doubled<'f> {
    pub(super) table: PrintedTable<'f>,
    /// The place of every figure, by row and column.
    pub(super) places: Vec<(CellIndex, Era, usize, usize)>,
}

impl<'f> Doubled<'f> {
    /// A table with these names for its sides.
    pub(super) fn of(table: &PrintedTable<'f>, sides: [&'f str; 2]) -> Self {
        if table.label_columns == 0 { below(table, sides) } else { beside(table, sides) }
    }
}

/// Two columns for each.
fn beside<'f>(table: &PrintedTable<'f>, sides: [&'f str; 2]) -> Doubled<'f> {
    let labels = table.label_columns;
    let at = |column: usize| if column <= labels { column } else { labels + 2 * (column - labels) };
    let (mut rows, mut places): (Vec<PrintedRow>, Vec<_>) = (Vec::new(), Vec::new());
    for (number, row) in table.rows.iter().enumerate() {
        let opens_body = row.part == RowPart::Body
            && number.checked_sub(1).is_some_and(|above| table.rows[above].part == RowPart::Header);
        if opens_body {
            years(&mut rows, row, labels, at, sides);
        }
        let mut made = PrintedRow { part: row.part, cells: Vec::new() };
        for cell in &row.cells {
            let (column, colspan) = (at(cell.column), at(cell.column + cell.colspan) - at(cell.column));
            match cell.content {
                Content::Value(index) if colspan > 1 => {
                    let half = colspan / 2;
                    for (era, column) in [(Era::Old, column), (Era::New, column + half)] {
                        places.push((index, era, rows.len(), column));
                        made.cells.push(PrintedCell { column, colspan: half, ..*cell });
                    }
                }
                _ => made.cells.push(PrintedCell { column, colspan, ..*cell }),
            }
        }
        rows.push(made);
    }
    let table = PrintedTable { form: table.form, label_columns: labels, width: at(table.width), rows };
    Doubled { table, places }
}

/// The line of years between a header and the first line of figures below it. The corner of the header grows by it.
fn years<'f>(
    rows: &mut Vec<PrintedRow<'f>>,
    body: &PrintedRow<'f>,
    labels: usize,
    at: impl Fn(usize) -> usize,
    sides: [&'f str; 2],
) {
    let header = rows.iter().rposition(|row| row.part != RowPart::Header).map_or(0, |above| above + 1);
    for cell in rows[header..].iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.column < labels) {
        cell.rowspan += 1;
    }
    let figures = body
        .cells
        .iter()
        .filter(|cell| cell.column >= labels && matches!(cell.content, Content::Value(_) | Content::Crossed));
    let cells = figures.flat_map(|cell| {
        let (column, half) = (at(cell.column), (at(cell.column + cell.colspan) - at(cell.column)) / 2);
        [(sides[0], column), (sides[1], column + half)].map(|(words, column)| PrintedCell {
            column,
            colspan: half,
            rowspan: 1,
            content: Content::Corner(words),
        })
    });
    let cells = cells.collect();
    rows.push(PrintedRow { part: RowPart::Header, cells });
}

/// Two lines for each, with a column of years at the left.
fn below<'f>(table: &PrintedTable<'f>, sides: [&'f str; 2]) -> Doubled<'f> {
    let (mut rows, mut places): (Vec<PrintedRow>, Vec<_>) = (Vec::new(), Vec::new());
    for (number, row) in table.rows.iter().enumerate() {
        let moved = |cell: &PrintedCell<'f>| PrintedCell { column: cell.column + 1, ..*cell };
        let corner = |rowspan, content| PrintedCell { column: 0, colspan: 1, rowspan, content };
        match row.part {
            RowPart::Body => {
                for (era, side) in [(Era::Old, sides[0]), (Era::New, sides[1])] {
                    let mut cells = vec![corner(1, Content::Corner(side))];
                    for cell in &row.cells {
                        if let Content::Value(index) = cell.content {
                            places.push((index, era, rows.len(), cell.column + 1));
                        }
                        cells.push(moved(cell));
                    }
                    rows.push(PrintedRow { part: RowPart::Body, cells });
                }
            }
            RowPart::Heading => {
                let cells = row.cells.iter().map(|cell| PrintedCell { colspan: cell.colspan + 1, ..*cell }).collect();
                rows.push(PrintedRow { part: RowPart::Heading, cells });
            }
            RowPart::Header => {
                let is_first = number.checked_sub(1).is_none_or(|above| table.rows[above].part != RowPart::Header);
                let depth = table.rows[number..].iter().take_while(|row| row.part == RowPart::Header).count();
                let first = is_first.then(|| corner(depth, Content::Empty));
                let cells = first.into_iter().chain(row.cells.iter().map(moved)).collect();
                rows.push(PrintedRow { part: RowPart::Header, cells });
            }
        }
    }
    let table = PrintedTable { form: table.form, label_columns: 1, width: table.width + 1, rows };
    Doubled { table, places }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::forms::Forms;

    /// Whatever the form: the cells tile a rectangle, and every figure has a place on either side.
    #[test]
    fn cells_tile_a_rectangle_and_every_figure_stands_twice() {
        let forms = Forms::embedded().expect("the embedded forms keep the laws");
        for form in forms.editions() {
            for at in 0..form.tables.len() {
                let single = PrintedTable::blank(form, at);
                let doubled = Doubled::of(&single, ["2023", "2024"]);
                let table = &doubled.table;
                let mut taken = HashSet::new();
                for (row, printed) in table.rows.iter().enumerate() {
                    for cell in &printed.cells {
                        for place in (0..cell.rowspan)
                            .flat_map(|down| (0..cell.colspan).map(move |over| (row + down, cell.column + over)))
                        {
                            assert!(taken.insert(place), "{} table {at}: {place:?}", form.id);
                        }
                    }
                }
                assert_eq!(taken.len(), table.rows.len() * table.width, "{} table {at}", form.id);
                let figures: HashSet<_> = single.values().map(|(cell, ..)| cell).collect();
                assert_eq!(doubled.places.len(), 2 * figures.len());
                for era in [Era::Old, Era::New] {
                    let own: HashSet<_> =
                        doubled.places.iter().filter(|place| place.1 == era).map(|place| place.0).collect();
                    assert_eq!(own, figures);
                }
                let values: HashSet<_> = table.values().map(|(_, row, column)| (row, column)).collect();
                assert!(doubled.places.iter().all(|(.., row, column)| values.contains(&(*row, *column))));
            }
        }
    }
}
