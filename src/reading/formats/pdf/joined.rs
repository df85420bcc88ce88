//! Tables that a page break cut, put together again.

use std::collections::{BTreeMap, HashMap};

use super::cells::{RuledCell, Table};
use super::marks::Length;
use super::pages::{NEAR, position};
use crate::reading::cells::grid::{CellKind, PagePiece};
use crate::reading::cells::number;

/// As many edges in the same places are no chance: rows without all columns do not reach as far as others do.
const SHARED: usize = 4;

/// A table that has the pieces of the pages it goes over.
pub(super) struct Joined {
    pub(super) pieces: Vec<PagePiece>,
    pub(super) table: Table,
}

impl Joined {
    /// Whether a table at the top of `page` is the rest of this one.
    pub(super) fn goes_on_in(&self, below: &Table, page: u32) -> bool {
        let is_next = self.pieces.last().is_some_and(|piece| piece.page + 1 == page);
        let has = |edges: &[Length], at: Length| edges.iter().any(|edge| (edge - at).abs() <= NEAR);
        let (mine, its) = (&self.table.edges, &below.edges);
        let shared = its.iter().filter(|edge| has(mine, **edge)).count();
        let ends = |edges: &[Length]| edges.first().copied().zip(edges.last().copied());
        let is_as_wide = ends(mine)
            .zip(ends(its))
            .is_some_and(|(mine, its)| (mine.0 - its.0).abs() <= NEAR && (mine.1 - its.1).abs() <= NEAR);
        self.table.is_ruled
            && below.is_ruled
            && is_next
            && (is_as_wide || shared >= SHARED)
            && (shared == its.len() || mine.iter().all(|edge| has(its, *edge)))
    }

    pub(super) fn append(&mut self, below: Table, (page, number): (u32, u32), is_label: &impl Fn(&str) -> bool) {
        self.drop_stub();
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
        let first_row_of_its_own = first_row + repeated(&self.table.cells, &cells, first_row);
        let rows = BrokenRows { last: last_row, first: first_row_of_its_own };
        mend(&mut self.table.cells, &mut cells, rows, is_label);
        self.pieces.push(PagePiece { page, table: number, row: position(first_row) });
        self.table.cells.extend(cells);
        self.table.rows += below.rows;
        self.table.edges = edges;
    }
}

impl Joined {
    /// Takes off the rows at the end in which nothing stands: the sides of a row that goes on over the page reach below its
    /// last line.
    fn drop_stub(&mut self) {
        let table = &mut self.table;
        while table.rows > 1 {
            let last = table.rows - 1;
            let is_blank = |cell: &&RuledCell| cell.row == last && cell.text.is_empty() && cell.left_out.is_empty();
            let begun = table.cells.iter().filter(|cell| cell.row == last);
            if begun.clone().count() == 0 || !begun.clone().all(|cell| is_blank(&cell)) {
                break;
            }
            table.cells.retain(|cell| cell.row != last);
            table.cells.iter_mut().for_each(|cell| cell.last_row = cell.last_row.min(last - 1));
            table.rows -= 1;
        }
    }

    /// Puts together the halves of labels that a line parts in their own column only, as programs draw the border of a
    /// group too far down: `（七）` above `总计`, beside figures that go over both.
    pub(super) fn mend_labels(&mut self, is_label: &impl Fn(&str) -> bool) {
        let cells = &mut self.table.cells;
        let by_place: HashMap<(usize, usize), usize> =
            (0..).zip(cells.iter()).map(|(at, cell): (usize, &RuledCell)| ((cell.row, cell.column), at)).collect();
        // For each row: where its cells begin, from left to right.
        let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for cell in cells.iter() {
            columns.entry(cell.row).or_default().push(cell.column);
        }
        for up in 0..cells.len() {
            let Some(down) = by_place.get(&(cells[up].last_row + 1, cells[up].column)).copied() else { continue };
            let begins_beside = columns[&cells[down].row].iter().any(|column| *column > cells[up].column);
            let beside = columns[&cells[up].row].iter().filter(|column| **column > cells[up].column);
            let beside = beside.filter_map(|column| by_place.get(&(cells[up].row, *column)));
            let has_figure = beside.clone().any(|at| number::is_meant(&cells[*at].text, CellKind::Text));
            if has_figure && !begins_beside && is_cut(&cells[up], &cells[down], is_label) {
                join(cells, up, down);
            }
        }
    }
}

/// How many rows a table at the top of a page repeats of the one it goes on: its header.
fn repeated(above: &[RuledCell], below: &[RuledCell], first_row: usize) -> usize {
    /// A header has three rows, and some a title.
    const MOST: usize = 6;
    let row = |cells: &[RuledCell], at: usize| -> Vec<(usize, String)> {
        let own = cells.iter().filter(|cell| cell.row == at && !cell.text.is_empty());
        own.map(|cell| (cell.column, cell.text.clone())).collect()
    };
    let is_repeated = |at: &usize| {
        let own = row(below, first_row + at);
        !own.is_empty() && own == row(above, *at)
    };
    (0..MOST).take_while(is_repeated).count()
}

/// Whether a text is nothing but digits, on however many lines.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'\n')
}

/// Whether two texts are the halves of a label. A figure is none, though one in front of a label looks like its number: below
/// the last row of a page stands the head again (`0` above `申请人情况`).
fn is_cut(up: &RuledCell, down: &RuledCell, is_label: &impl Fn(&str) -> bool) -> bool {
    let whole = format!("{}{}", up.text, down.text);
    let are_whole = || is_label(&up.text) && is_label(&down.text);
    !is_digits(&up.text) && !up.text.is_empty() && !down.text.is_empty() && is_label(&whole) && !are_whole()
}

fn join(cells: &mut [RuledCell], up: usize, down: usize) {
    let (text, left_out) = (std::mem::take(&mut cells[down].text), std::mem::take(&mut cells[down].left_out));
    cells[up].text.push_str(&text);
    cells[up].left_out.push_str(&left_out);
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

/// The last row of a page and the first one of the next that is not repeated.
struct BrokenRows {
    last: usize,
    first: usize,
}

/// Two cells of one column that the break may have cut: above it and below it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Halves {
    up: usize,
    down: usize,
}

/// Puts together what the break cut: a label that is one only with the words on the next page, and with a row's own
/// label the whole row, if only one half of it has figures. A row whose label is all on one page and whose figures are all
/// on the other is one as well; and where nothing but digits stands below figures, these were too long for their columns and
/// go on there, as they go on below themselves in a cell.
fn mend(
    above: &mut [RuledCell],
    below: &mut [RuledCell],
    BrokenRows { last, first }: BrokenRows,
    is_label: &impl Fn(&str) -> bool,
) {
    let ends: Vec<usize> = (0..above.len()).filter(|at| above[*at].last_row == last).collect();
    let halves: Vec<Halves> = ends
        .iter()
        .filter_map(|up| {
            let down = below.iter().position(|other| other.row == first && other.column == above[*up].column)?;
            Some(Halves { up: *up, down })
        })
        .collect();
    let of = |is: &dyn Fn(&RuledCell, &RuledCell) -> bool| -> Vec<Halves> {
        halves.iter().copied().filter(|pair| is(&above[pair.up], &below[pair.down])).collect()
    };
    let cut = of(&|up, down| is_cut(up, down, is_label));
    // What is of one row only: its own label, and its figures.
    let row = of(&|up, down| up.row == last && down.last_row == first);
    let is_figure = |cell: &RuledCell| !cell.text.is_empty() && number::is_meant(&cell.text, CellKind::Text);
    let is_word = |cell: &RuledCell| !cell.text.is_empty() && !is_figure(cell);
    let own_above = || above.iter().filter(|cell| cell.row == last);
    let own_below = || below.iter().filter(|cell| cell.row == first);
    let figures = (own_above().any(is_figure), own_below().any(is_figure));
    let words = (own_above().any(is_word), own_below().any(is_word));
    let is_free = |pair: &Halves| above[pair.up].text.is_empty() || below[pair.down].text.is_empty();
    let is_row_cut = cut.iter().any(|pair| row.contains(pair)) && figures != (true, true);
    let is_row_parted = row.iter().all(is_free)
        && matches!((words, figures), ((true, false), (false, true)) | ((false, true), (true, false)));
    let is_rest = |cell: &RuledCell| {
        let mut own = row.iter().filter(|pair| below[pair.down].column == cell.column);
        let are_digits = |pair: &Halves| is_digits(&above[pair.up].text) && is_digits(&cell.text);
        cell.text.is_empty() || own.any(|pair| cut.contains(pair) || are_digits(pair))
    };
    // Not every figure is that long: a row of digits alone numbers the columns. The label of a group may go on beside it.
    let is_short = |pair: &Halves| below[pair.down].text.is_empty() && is_figure(&above[pair.up]);
    let is_row_wrapped = words.0
        && figures == (true, true)
        && row.iter().any(is_short)
        && own_below().filter(|cell| cell.last_row == first).all(is_rest);
    for pair in halves {
        if cut.contains(&pair) || ((is_row_cut || is_row_parted || is_row_wrapped) && row.contains(&pair)) {
            let Halves { up, down } = pair;
            let (text, left_out) = (std::mem::take(&mut below[down].text), std::mem::take(&mut below[down].left_out));
            if is_row_wrapped && is_digits(&above[up].text) && !text.is_empty() {
                above[up].text.push('\n');
            }
            above[up].text.push_str(&text);
            above[up].left_out.push_str(&left_out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::Frame;
    use super::*;

    fn cell(row: usize, column: usize, last_row: usize, text: &str) -> RuledCell {
        RuledCell { row, column, last_row, text: text.to_owned(), ..RuledCell::default() }
    }

    #[test]
    fn a_label_that_a_page_break_cut_is_mended() {
        let is_label =
            |text: &str| ["（四）无法提供", "5.要求行政机关确认或重新出具已获取信息", "2.重复申请"].contains(&text);
        let mut above = [cell(0, 0, 1, "（四）无"), cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, "3")];
        let mut below = [cell(2, 0, 3, "法提供"), cell(2, 1, 2, "3.其他"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
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
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
        assert_eq!(
            (&*above[0].text, &*above[1].text, &*below[1].text),
            ("5.要求行政机关确认或重新出具已获取信息", "4", "")
        );
    }

    #[test]
    fn a_row_with_its_label_on_one_page_and_its_figures_on_the_next_is_one() {
        let is_label = |text: &str| text == "2.重复申请";
        let mut above = [cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, ""), cell(1, 3, 1, "")];
        let mut below = [cell(2, 1, 2, ""), cell(2, 2, 2, "4"), cell(2, 3, 2, "7")];
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
        assert_eq!((&*above[1].text, &*above[2].text, &*below[1].text), ("4", "7", ""));
        // A row without figures, and one without a label, are two.
        let mut above = [cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, "")];
        let mut below = [cell(2, 1, 2, "3.其他"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
        assert_eq!((&*above[1].text, &*below[1].text), ("", "4"));
    }

    /// What the row of a narrow table has on the next page is the last digits of its figures, and perhaps of its label.
    #[test]
    fn figures_that_go_on_over_a_page_break_are_whole() {
        let is_label = |text: &str| ["1.本机关不掌握相关政府信息", "3.其他"].contains(&text);
        for (up, down) in [("1.本机关不掌握相关政府信息", ""), ("1.本机关不掌握相关", "政府信息")]
        {
            let mut above = [cell(1, 1, 1, up), cell(1, 2, 1, "15"), cell(1, 3, 1, "0"), cell(1, 4, 1, "18")];
            let mut below = [
                cell(2, 0, 9, "法提供"),
                cell(2, 1, 2, down),
                cell(2, 2, 2, "1"),
                cell(2, 3, 2, ""),
                cell(2, 4, 2, "3"),
            ];
            mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
            let read: Vec<&str> = above.iter().map(|cell| &*cell.text).collect();
            assert_eq!(read, ["1.本机关不掌握相关政府信息", "15\n1", "0", "18\n3"]);
            assert!(below[1..].iter().all(|cell| cell.text.is_empty()));
        }
        let mut above = [cell(1, 1, 1, "1.本机关不掌握相关政府信息"), cell(1, 2, 1, "15")];
        let mut below = [cell(2, 1, 2, "3.其他"), cell(2, 2, 2, "1")];
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
        assert_eq!((&*above[1].text, &*below[1].text), ("15", "1"));
    }

    #[test]
    fn a_label_in_two_cells_beside_figures_in_one_is_one() {
        let is_label = |text: &str| ["（七）总计", "总计", "1.属于国家秘密", "2.重复申请"].contains(&text);
        let table = |cells: Vec<RuledCell>| {
            let table = Table {
                frame: Frame::default(),
                edges: vec![0, 1, 2],
                rows: 2,
                cells,
                is_ruled: true,
                breaks: Vec::new(),
            };
            let mut joined = Joined { pieces: Vec::new(), table };
            joined.mend_labels(&is_label);
            joined.table.cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>()
        };
        assert_eq!(
            table(vec![cell(0, 0, 0, "（七）"), cell(1, 0, 1, "总计"), cell(0, 1, 1, "5")]),
            ["（七）总计", "", "5"]
        );
        let two_rows = vec![cell(0, 0, 0, "（七）"), cell(1, 0, 1, "总计"), cell(0, 1, 0, "5"), cell(1, 1, 1, "6")];
        assert_eq!(table(two_rows), ["（七）", "总计", "5", "6"]);
    }

    /// Word repeats the head of a table on every page.
    #[test]
    fn a_figure_above_a_repeated_head_is_no_part_of_it() {
        let is_label = |text: &str| text.trim_start_matches('0') == "申请人情况";
        let mut above = [cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, "0")];
        let mut below = [cell(2, 2, 2, "申请人情况")];
        mend(&mut above, &mut below, BrokenRows { last: 1, first: 2 }, &is_label);
        assert_eq!((&*above[1].text, &*below[0].text), ("0", "申请人情况"));
    }

    #[test]
    fn the_sides_of_a_row_that_goes_on_are_no_row() {
        let cells = vec![cell(0, 0, 1, "三"), cell(0, 1, 0, "1.属于"), cell(1, 1, 1, ""), cell(1, 2, 1, "")];
        let (frame, edges) = (Frame::default(), vec![0, 1, 2, 3]);
        let table = Table { frame, edges, rows: 2, cells, is_ruled: true, breaks: Vec::new() };
        let mut joined = Joined { pieces: Vec::new(), table };
        joined.drop_stub();
        assert_eq!((joined.table.rows, joined.table.cells.len(), joined.table.cells[0].last_row), (1, 2, 0));
    }
}
