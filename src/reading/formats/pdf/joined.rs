//! Tables that a page break cut, put together again.

use super::cells::{Cell, Table};
use super::marks::Length;
use super::pages::{NEAR, position};
use crate::reading::cells::grid::{CellKind, Piece};
use crate::reading::cells::number;

/// A table that has the pieces of the pages it goes over.
pub(super) struct Joined {
    pub(super) pieces: Vec<Piece>,
    pub(super) table: Table,
}

impl Joined {
    /// Whether a table at the top of `page` is the rest of this one.
    pub(super) fn goes_on_in(&self, below: &Table, page: u32) -> bool {
        let is_next = self.pieces.last().is_some_and(|piece| piece.page + 1 == page);
        let has = |edges: &[Length], at: Length| edges.iter().any(|edge| (edge - at).abs() <= NEAR);
        let (mine, its) = (&self.table.edges, &below.edges);
        let ends = |edges: &[Length]| edges.first().copied().zip(edges.last().copied());
        let is_as_wide = ends(mine)
            .zip(ends(its))
            .is_some_and(|(mine, its)| (mine.0 - its.0).abs() <= NEAR && (mine.1 - its.1).abs() <= NEAR);
        self.table.is_ruled
            && below.is_ruled
            && is_next
            && is_as_wide
            && (its.iter().all(|edge| has(mine, *edge)) || mine.iter().all(|edge| has(its, *edge)))
    }

    pub(super) fn append(&mut self, below: Table, (page, number): (u32, u32), is_label: &impl Fn(&str) -> bool) {
        let edges = union(&self.table.edges, &below.edges);
        let column = |own: &[Length], at: usize| {
            own.get(at).and_then(|x| edges.iter().position(|edge| (edge - x).abs() <= NEAR)).unwrap_or(at)
        };
        for cell in &mut self.table.cells {
            cell.column = column(&self.table.edges, cell.column);
        }
        let (first_row, last_row) = (self.table.rows, self.table.rows - 1);
        let mut cells = below.cells;
        for cell in &mut cells {
            cell.column = column(&below.edges, cell.column);
            cell.row += first_row;
            cell.last_row += first_row;
        }
        mend(&mut self.table.cells, &mut cells, (last_row, first_row), is_label);
        self.pieces.push(Piece { page, table: number, row: position(first_row) });
        self.table.cells.extend(cells);
        self.table.rows += below.rows;
        self.table.edges = edges;
    }
}

/// The edges of both, each once.
fn union(a: &[Length], b: &[Length]) -> Vec<Length> {
    let mut all: Vec<Length> = a.to_vec();
    for edge in b {
        if !all.iter().any(|known| (known - edge).abs() <= NEAR) {
            all.push(*edge);
        }
    }
    all.sort_unstable();
    all
}

/// Puts together what the break cut: a label that is one only with the words on the next page, and with a row's own
/// label the whole row, if only one half of it has figures.
fn mend(above: &mut [Cell], below: &mut [Cell], (last, first): (usize, usize), is_label: &impl Fn(&str) -> bool) {
    let pairs: Vec<(usize, usize)> = above
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.last_row == last)
        .filter_map(|(up, cell)| {
            let down = below.iter().position(|other| other.row == first && other.column == cell.column)?;
            Some((up, down))
        })
        .collect();
    let is_cut = |up: &Cell, down: &Cell| {
        let whole = format!("{}{}", up.text, down.text);
        let are_whole = is_label(&up.text) && is_label(&down.text);
        !up.text.is_empty() && !down.text.is_empty() && is_label(&whole) && !are_whole
    };
    let cut: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|(up, down)| is_cut(&above[*up], &below[*down])).collect();
    // The label of a row takes up one row on each side; that of a group more.
    let is_row = cut.iter().any(|(up, down)| above[*up].row == last && below[*down].last_row == first);
    let has_figure =
        |cells: &[Cell], at: usize| !cells[at].text.is_empty() && number::is_meant(&cells[at].text, CellKind::Text);
    let figures_above = pairs.iter().any(|(up, _)| has_figure(above, *up));
    let figures_below = pairs.iter().any(|(_, down)| has_figure(below, *down));
    for (up, down) in pairs {
        let whole_row = is_row && !(figures_above && figures_below);
        if cut.contains(&(up, down)) || (whole_row && below[down].last_row == first && above[up].row == last) {
            let (text, left_out) = (std::mem::take(&mut below[down].text), std::mem::take(&mut below[down].left_out));
            above[up].text.push_str(&text);
            above[up].left_out.push_str(&left_out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: usize, column: usize, last_row: usize, text: &str) -> Cell {
        Cell { row, column, last_row, text: text.to_owned(), ..Cell::default() }
    }

    #[test]
    fn a_label_that_a_page_break_cut_is_mended() {
        let is_label =
            |text: &str| ["（四）无法提供", "5.要求行政机关确认或重新出具已获取信息", "2.重复申请"].contains(&text);
        let mut above = [cell(0, 0, 1, "（四）无"), cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, "3")];
        let mut below = [cell(2, 0, 3, "法提供"), cell(2, 1, 2, "3.其他"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, (1, 2), &is_label);
        assert_eq!(
            (&*above[0].text, &*below[0].text, &*below[1].text, &*below[2].text),
            ("（四）无法提供", "", "3.其他", "4")
        );
    }

    #[test]
    fn a_row_that_a_page_break_cut_is_mended() {
        let is_label = |text: &str| text == "5.要求行政机关确认或重新出具已获取信息";
        let mut above = [cell(1, 1, 1, "5.要求行政机关确认或重"), cell(1, 2, 1, "")];
        let mut below = [cell(2, 1, 2, "新出具已获取信息"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, (1, 2), &is_label);
        assert_eq!(
            (&*above[0].text, &*above[1].text, &*below[1].text),
            ("5.要求行政机关确认或重新出具已获取信息", "4", "")
        );
    }
}
