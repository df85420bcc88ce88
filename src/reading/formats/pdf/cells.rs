//! The cells of a ruled table. Where two fields of its lattice share a side that is mostly not drawn, they are one cell.

use super::guard::too_complex;
use super::limits;
use super::lines;
use super::marks::{Frame, Glyph, Length, POINT, Rule};
use super::rules::{Groups, Lattice};
use crate::reading::bytes::problem::ReadError;

/// A table whose sides are not drawn reaches this much beyond its outermost line, if it does.
const OPEN: Length = 6 * POINT;

/// A glyph stands on a border whose distance from its middle is no more than its height divided by this.
const NEAR_BORDER: Length = 4;

/// A table of a page.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) frame: Frame,
    /// Where its columns begin and end, from left to right.
    pub(super) edges: Vec<Length>,
    /// How many rows it has.
    pub(super) rows: usize,
    /// Its cells, from top to bottom and left to right.
    pub(super) cells: Vec<RuledCell>,
    /// Its cells are those that its lines draw.
    pub(super) is_ruled: bool,
    /// The rows that the pages after the first begin with, if it was found over several.
    pub(super) breaks: Vec<usize>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RuledCell {
    /// The first row and column it takes up, from 0.
    pub(super) row: usize,
    pub(super) column: usize,
    /// The last row it takes up.
    pub(super) last_row: usize,
    pub(super) text: String,
    /// What stands in it and is not counted.
    pub(super) left_out: String,
    /// It holds glyphs, and no font says what any of them is.
    pub(super) is_unknown: bool,
    /// It goes over several rows, and what stands in it stands on the border of two: it is of neither of them.
    pub(super) is_between: bool,
}

/// The frame of a table and its fields, before anything stands in them.
pub(super) struct FieldPlan {
    frame: Frame,
    xs: Vec<Length>,
    ys: Vec<Length>,
    /// For each field, by row and column: the cell it belongs to.
    cell_of: Vec<usize>,
    cells: Vec<RuledCell>,
}

impl FieldPlan {
    /// The cells of a lattice; `None` for one that has a single cell, which is a frame around something.
    pub(super) fn of(lattice: &Lattice) -> Result<Option<Self>, ReadError> {
        let Some(frame) = lattice.frame() else { return Ok(None) };
        let xs = edges(&lattice.upright, &lattice.horizontal);
        let ys = edges(&lattice.horizontal, &lattice.upright);
        if xs.len() < 2 || ys.len() < 2 {
            return Ok(None);
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        if columns.saturating_mul(rows) > limits::MAX_TABLE_CELLS {
            return Err(too_complex("cells of a table", limits::MAX_TABLE_CELLS));
        }
        let mut groups = Groups::new(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let field = row * columns + column;
                let right = || covered(&lattice.upright, xs[column + 1], (ys[row], ys[row + 1]));
                let below = || covered(&lattice.horizontal, ys[row + 1], (xs[column], xs[column + 1]));
                if column + 1 < columns && !right() {
                    groups.join(field, field + 1);
                }
                if row + 1 < rows && !below() {
                    groups.join(field, field + columns);
                }
            }
        }
        let mut cells: Vec<RuledCell> = Vec::new();
        let mut cell_of = vec![usize::MAX; columns * rows];
        for field in 0..cell_of.len() {
            // The first field of a group is its topmost; of these the leftmost.
            let root = groups.root(field);
            if cell_of[root] == usize::MAX {
                cell_of[root] = cells.len();
                let (row, column) = (root / columns, root % columns);
                cells.push(RuledCell { row, column, last_row: row, ..RuledCell::default() });
            }
            cell_of[field] = cell_of[root];
            let cell = &mut cells[cell_of[field]];
            cell.last_row = cell.last_row.max(field / columns);
        }
        Ok((cells.len() > 1).then_some(Self { frame, xs, ys, cell_of, cells }))
    }

    pub(super) fn frame(&self) -> Frame {
        self.frame
    }

    /// Whether a point is in the table.
    pub(super) fn holds(&self, point: (Length, Length)) -> bool {
        self.frame.contains(point)
    }

    /// The table with what stands in its cells: a glyph is where its centre is.
    pub(super) fn fill(mut self, glyphs: &[&Glyph]) -> Table {
        let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); self.cells.len()];
        for glyph in glyphs {
            let (x, y) = glyph.frame.center();
            let field = |edges: &[Length], at| edges.partition_point(|edge| *edge <= at).clamp(1, edges.len() - 1) - 1;
            let field = field(&self.ys, y) * (self.xs.len() - 1) + field(&self.xs, x);
            inside[self.cell_of[field]].push(glyph);
        }
        for (cell, glyphs) in self.cells.iter_mut().zip(&inside) {
            cell.text = lines::text(glyphs);
            cell.left_out = lines::left_out(glyphs);
            let mut seen = glyphs.iter().filter(|glyph| !glyph.is_blank() && !glyph.is_left_out).peekable();
            cell.is_unknown = seen.peek().is_some() && seen.all(|glyph| glyph.text.is_empty());
            let borders = self.ys.get(cell.row + 1..=cell.last_row).unwrap_or_default();
            let is_on = |glyph: &Glyph| {
                borders
                    .iter()
                    .any(|border| (glyph.frame.center().1 - border).abs() * NEAR_BORDER <= glyph.frame.height())
            };
            let mut counted = glyphs.iter().filter(|glyph| !glyph.is_blank() && !glyph.is_left_out).peekable();
            cell.is_between = counted.peek().is_some() && counted.all(|glyph| is_on(glyph));
        }
        Table {
            frame: self.frame,
            rows: self.ys.len() - 1,
            edges: self.xs,
            cells: self.cells,
            is_ruled: true,
            breaks: Vec::new(),
        }
    }
}

/// Where the fields of a table begin and end: at its own lines, and where those across reach beyond the outermost.
fn edges(own: &[Rule], across: &[Rule]) -> Vec<Length> {
    let mut edges: Vec<Length> = own.iter().map(|rule| rule.at).collect();
    edges.sort_unstable();
    edges.dedup();
    if let (Some(first), Some(last)) = (edges.first().copied(), edges.last().copied()) {
        let reach = |from: Option<Length>, far: bool| from.filter(|_| far);
        let begin = across.iter().map(|rule| rule.from).min();
        let end = across.iter().map(|rule| rule.to).max();
        edges.extend(reach(begin, begin.is_some_and(|begin| first - begin > OPEN)));
        edges.extend(reach(end, end.is_some_and(|end| end - last > OPEN)));
        edges.sort_unstable();
    }
    edges
}

/// Whether most of a side is drawn.
fn covered(rules: &[Rule], at: Length, (from, to): (Length, Length)) -> bool {
    let drawn: Length =
        rules.iter().filter(|rule| rule.at == at).map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0)).sum();
    drawn * 2 > to - from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lattice(horizontal: &[(Length, Length, Length)], upright: &[(Length, Length, Length)]) -> Lattice {
        let rules = |rules: &[(Length, Length, Length)]| {
            rules.iter().map(|(at, from, to)| Rule { at: *at, from: *from, to: *to }).collect()
        };
        Lattice { horizontal: rules(horizontal), upright: rules(upright) }
    }

    fn glyph(text: &str, x: Length, y: Length) -> Glyph {
        let frame = Frame { left: x - 250, top: y - 500, right: x + 250, bottom: y + 500 };
        Glyph { text: text.to_owned(), frame, em: 1_000, ..Glyph::default() }
    }

    /// Two rows of two; the left one goes over both rows.
    fn merged() -> FieldPlan {
        let lattice = lattice(
            &[(0, 0, 10_000), (2_000, 5_000, 10_000), (4_000, 0, 10_000)],
            &[(0, 0, 4_000), (5_000, 0, 4_000), (10_000, 0, 4_000)],
        );
        FieldPlan::of(&lattice).expect("small").expect("a table")
    }

    #[test]
    fn fields_without_a_line_between_are_one_cell() {
        let glyphs = [glyph("三", 2_000, 2_100), glyph("1", 7_000, 900), glyph("2", 7_000, 3_000)];
        let table = merged().fill(&glyphs.iter().collect::<Vec<_>>());
        let cells: Vec<_> =
            table.cells.iter().map(|cell| (cell.row, cell.column, cell.last_row, &*cell.text)).collect();
        assert_eq!(cells, [(0, 0, 1, "三"), (0, 1, 0, "1"), (1, 1, 1, "2")]);
    }

    #[test]
    fn what_stands_on_the_border_of_two_rows_is_of_neither() {
        let is_between = |y: Length, left_out: bool| {
            let glyph = Glyph { is_left_out: left_out, ..glyph("8", 2_000, y) };
            merged().fill(&[&glyph]).cells[0].is_between
        };
        assert!(is_between(2_000, false) && is_between(2_200, false) && is_between(1_800, false));
        assert!(!is_between(1_500, false) && !is_between(3_000, false) && !is_between(2_000, true));
        let single = [glyph("1", 7_000, 900), glyph("2", 7_000, 2_000)];
        let table = merged().fill(&single.iter().collect::<Vec<_>>());
        assert!(table.cells.iter().all(|cell| !cell.is_between));
    }

    #[test]
    fn a_table_without_its_outer_sides_has_the_cells_beyond() {
        let open = lattice(&[(0, 0, 10_000), (2_000, 0, 10_000)], &[(5_000, 0, 2_000)]);
        let table = FieldPlan::of(&open).expect("small").expect("a table").fill(&[]);
        assert_eq!(table.edges, [0, 5_000, 10_000]);
    }

    #[test]
    fn a_frame_is_no_table() {
        let frame = lattice(&[(0, 0, 10_000), (2_000, 0, 10_000)], &[(0, 0, 2_000), (10_000, 0, 2_000)]);
        assert!(FieldPlan::of(&frame).expect("small").is_none());
    }
}
