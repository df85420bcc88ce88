//! Which value of a row belongs to which column.
//!
//! Published copies keep their merged cells or lose them, have blank columns between, or begin a row one cell further
//! right when it carries a group label. So columns are found in the strongest way that *all* rows of a block agree with:
//! under their header cells; else in a band of columns that every complete row fills; else at a fixed distance from the
//! label; else by counting a complete row. A row that fits none of these is left unassigned: values are never guessed. Where
//! the header says where all columns are, that is one that lacks a figure and has another beside the table.

mod header;

use crate::reading::cells::grid::GridCell;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;
use crate::reading::recognise::place::LineAt;
pub(in crate::reading) use header::{BlockHeader, Order};

/// A row of values.
#[derive(Debug, Clone)]
pub(in crate::reading) struct Values<'g> {
    /// The line that it begins on.
    pub(in crate::reading) at: LineAt,
    /// The column of the row's label, where it has one on the same line.
    pub(in crate::reading) label: Option<u32>,
    /// The cells right of the label.
    pub(in crate::reading) cells: Vec<Placed<'g>>,
    /// Cells in the row, blank ones included. A sheet has no such thing: its blank cells are not in the file.
    pub(in crate::reading) width: Option<u32>,
}

/// A cell of a row of values.
#[derive(Debug, Clone, Copy)]
pub(in crate::reading) struct Placed<'g> {
    /// Its column; where values stand below each other, their order.
    pub(in crate::reading) column: u32,
    /// The line that it stands on: values joined to one row may stand on lines of several grids.
    pub(in crate::reading) at: LineAt,
    pub(in crate::reading) cell: &'g GridCell,
    /// It is meant as a value.
    pub(in crate::reading) is_value: bool,
}

/// Columns of the file; a form has some hundred cells in a dozen of them.
#[derive(Debug, Default)]
pub(in crate::reading) struct Columns(Vec<bool>);

impl Columns {
    /// These columns, in any order.
    pub(in crate::reading) fn of(columns: impl Iterator<Item = u32>) -> Self {
        let mut all = Vec::new();
        for column in columns {
            let at = column as usize;
            if all.len() <= at {
                all.resize(at + 1, false);
            }
            all[at] = true;
        }
        Self(all)
    }

    /// Whether a column is one of them.
    pub(in crate::reading) fn contains(&self, column: u32) -> bool {
        self.0.get(column as usize).is_some_and(|is_one| *is_one)
    }

    /// The columns, from the left.
    fn iter(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.0).filter(|(_, is_one)| **is_one).map(|(column, _)| column)
    }
}

/// Where the columns of a block are.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reading) enum Alignment {
    /// Under the header's labels; `None` is a column that the file has not.
    Header(Vec<Option<u32>>),
    /// In the columns that every complete row fills.
    Band(Vec<u32>),
    /// The first value this many cells after the label, the others following. With the label's column and the width of
    /// every complete row: a row with blanks must be shaped like one of them.
    Offset(u32, Vec<(Option<u32>, Option<u32>)>),
    /// Only complete rows can be read.
    Count,
    /// Nothing is certain.
    None,
}

impl Alignment {
    /// The strongest alignment that all `rows` of a block with `n` columns agree with.
    pub(in crate::reading) fn find(header: &BlockHeader, rows: &[Values], n: usize) -> Self {
        if let Some(columns) = under_header(header, rows, n) {
            return Self::Header(columns);
        }
        // What the words contradict is not counted off against them, nor what they say is of something else.
        if header.order == Order::Contradicted || header.is_foreign {
            return Self::None;
        }
        // A row with more figures than columns has one that is no column's, and so has a table that begins with the
        // numbers of its rows: then no row can be counted off.
        let is_over = rows.iter().any(|row| row.value_columns().count() > n);
        if is_over || header.has_extra || are_numbered(rows) {
            return Self::None;
        }
        let complete: Vec<_> = rows.iter().filter(|row| row.value_columns().count() == n).collect();
        let Some(first) = complete.first() else { return Self::Count };
        let band: Vec<u32> = first.value_columns().collect();
        // One word among the figures is a slip; several are a column of remarks that some row filled with a number.
        let words = rows.iter().flat_map(Values::word_columns).filter(|column| band.contains(column)).count();
        if words > 1 {
            return Self::None;
        }
        if complete.iter().all(|row| row.value_columns().eq(band.iter().copied())) {
            return Self::Band(band);
        }
        let offset = |row: &Values| {
            let columns: Vec<u32> = row.value_columns().collect();
            let is_run = columns.windows(2).all(|pair| pair[1] == pair[0] + 1);
            // Values without a label beside them stand as if it were left of the first cell.
            let label = row.label.map_or(0, |label| label + 1);
            columns[0].checked_sub(label).filter(|_| is_run)
        };
        match offset(first) {
            Some(distance) if complete.iter().all(|row| offset(row) == Some(distance)) => {
                Self::Offset(distance, complete.iter().map(|row| (row.label, row.width)).collect())
            }
            _ => Self::Count,
        }
    }

    /// For each row the columns of the file that hold its values, one per column of the form; `None` when the row does
    /// not fit. Where one row does not, blanks may have been squeezed out of any: then only complete rows are read.
    pub(in crate::reading) fn assign(
        &self,
        header: &BlockHeader,
        rows: &[Values],
        n: usize,
    ) -> Vec<Option<Vec<Option<u32>>>> {
        let arranged = |found: Vec<Option<u32>>| {
            let is_under_labels = matches!(self, Self::Header(_));
            if is_under_labels { found } else { header.order.arrange(found) }
        };
        let mut found: Vec<_> = rows.iter().map(|row| self.columns_of(header, row, n).map(arranged)).collect();
        if !matches!(self, Self::Header(_)) && found.iter().any(Option::is_none) {
            for (row, columns) in rows.iter().zip(&mut found) {
                if (1..n).contains(&row.value_columns().count()) {
                    *columns = None;
                }
            }
        }
        found
    }

    fn columns_of(&self, header: &BlockHeader, row: &Values, n: usize) -> Option<Vec<Option<u32>>> {
        // Figures that ran into one cell: which of them is whose, and how far the others moved, nobody knows.
        if row.cells.iter().any(|placed| placed.is_value && number::are_several(&placed.cell.text)) {
            return None;
        }
        let columns = match self {
            Self::Header(columns) => return under_labels(header, columns, row),
            Self::Band(band) if row.label.is_none_or(|label| label < band[0]) => {
                band.iter().copied().map(Some).collect()
            }
            Self::Offset(distance, shapes) if shapes.contains(&(row.label, row.width)) => {
                (row.label.map_or(0, |label| label + 1).checked_add(*distance)?..).take(n).map(Some).collect()
            }
            Self::Count => row.by_count(n)?,
            // Where its figures would be does not matter where there are none.
            Self::Band(_) | Self::Offset(..) if row.cells.is_empty() => vec![None; n],
            Self::Band(_) | Self::Offset(..) | Self::None => return None,
        };
        let is_at_home = row.value_columns().all(|at| columns.contains(&Some(at)));
        // In a text, a row that ends before its last column lost a cell, and nobody knows which.
        let last = columns.iter().flatten().max();
        let is_whole = row.value_columns().next().is_none() || row.width.is_none_or(|width| last < Some(&width));
        (is_at_home && is_whole).then_some(columns)
    }
}

impl Values<'_> {
    pub(in crate::reading) fn value_columns(&self) -> impl Iterator<Item = u32> + '_ {
        self.cells.iter().filter(|cell| cell.is_value).map(|cell| cell.column)
    }

    /// Its values as printed.
    pub(in crate::reading) fn figures(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(|cell| cell.is_value).map(|cell| cell.cell.text.as_str())
    }

    /// The columns in which something else than a value stands.
    pub(in crate::reading) fn word_columns(&self) -> impl Iterator<Item = u32> + '_ {
        self.cells.iter().filter(|cell| !cell.is_value).map(|cell| cell.column)
    }

    /// Whether a figure, and not only a sign for "none", stands in a column of the form as far as these are known.
    pub(in crate::reading) fn has_figure(&self, header: &BlockHeader) -> bool {
        let all_known = header.known.iter().all(Option::is_some);
        let is_ours = |placed: &Placed| !all_known || header.known.contains(&Some(placed.column));
        let mut values = self.cells.iter().filter(|placed| placed.is_value);
        values.any(|placed| is_ours(placed) && !LEXICON.is_placeholder(&placed.cell.text))
    }

    /// The cells as printed, for a person to see.
    pub(in crate::reading) fn printed(&self) -> String {
        self.cells.iter().map(|placed| placed.cell.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// A row that is complete by itself: as many values as columns, or as many cells, or nothing at all.
    pub(in crate::reading) fn by_count(&self, n: usize) -> Option<Vec<Option<u32>>> {
        let values: Vec<_> = self.value_columns().map(Some).collect();
        if values.len() == n {
            return Some(values);
        }
        let start = self.label.map_or(0, |label| label + 1);
        let columns: Vec<_> = (start..self.width.unwrap_or(start)).map(Some).collect();
        if columns.len() == n {
            return Some(columns);
        }
        values.is_empty().then(|| vec![None; n])
    }
}

/// Whether the first figures of the rows are 1, 2, 3 and so on: a column of row numbers without a header.
fn are_numbered(rows: &[Values]) -> bool {
    const ENOUGH: usize = 5;
    let first = |row: &Values| {
        let first = row.cells.iter().find(|placed| placed.is_value)?;
        first.cell.text.parse::<usize>().ok()
    };
    let numbers: Vec<Option<usize>> = rows.iter().map(first).collect();
    numbers.len() >= ENOUGH && numbers.windows(2).all(|pair| pair[0].is_some() && pair[1] == pair[0].map(|n| n + 1))
}

/// The header's columns, if every row agrees with them.
fn under_header(header: &BlockHeader, rows: &[Values], n: usize) -> Option<Vec<Option<u32>>> {
    let known: Vec<u32> = header.known.iter().flatten().copied().collect();
    let leftmost = known.iter().min().copied()?;
    // A label among the columns means that the copy lost its merged cells and its header is shifted.
    if header.conflict || rows.iter().any(|row| row.label.is_some_and(|label| label >= leftmost)) {
        return None;
    }
    let mut columns = header.known.clone();
    let missing: Vec<usize> = (0..n).filter(|at| columns[*at].is_none()).collect();
    let is_known = |column: &u32| known.contains(column);
    let values =
        rows.iter().flat_map(|row| &row.cells).filter(|placed| placed.is_value && !header.is_for_others(placed));
    let filled = Columns::of(values.map(|placed| placed.column));
    let named: Vec<u32> = header.strangers.keys().copied().filter(|at| filled.contains(*at) && !is_known(at)).collect();
    // A column label spelt otherwise is the one of the missing that its words may be, and never one that they are not.
    // A column left of all others that the form knows (行次) fills no gap.
    for at in missing.iter().copied() {
        let mut likely = named.iter().filter(|column| header.likely.get(column) == Some(&at));
        columns[at] = likely.next().copied();
        if likely.next().is_some() {
            return None;
        }
    }
    let is_gap_over_figures = |column: &u32| *column > leftmost && !columns.contains(&Some(*column));
    if columns.contains(&None) && !header.is_foreign && named.iter().any(is_gap_over_figures) {
        return None;
    }
    let has_label = |column: &u32| columns.contains(&Some(*column)) || named.contains(column);
    let mut strays = filled.iter().filter(|column| !has_label(column));
    strays.all(|stray| is_beside(header, &columns, stray, rows)).then_some(columns)
}

/// Whether a column without a label that has figures is none of the table's: it stands right of it, as what somebody works out
/// beside a table to check it, or remarks under a head that is printed once. On a sheet a figure is in the column where it
/// was typed; in a text or on a page whole rows may have moved to the right from under their labels. On the page below that of
/// its header a table may have other columns; it has not where figures stand in those of the labels.
fn is_beside(header: &BlockHeader, columns: &[Option<u32>], stray: u32, rows: &[Values]) -> bool {
    let is_sheet = rows.iter().all(|row| row.width.is_none());
    let below: Vec<&Values> = rows.iter().filter(|row| !header.is_above(row)).collect();
    let is_one = below.is_empty() || below.iter().any(|row| row.value_columns().any(|at| columns.contains(&Some(at))));
    is_one && columns.iter().all(|column| column.is_some_and(|column| is_sheet || column < stray))
}

/// The columns of a row under the labels of its header. Below a label that is merged over several a figure may stand under any of
/// these. `None` for a row that has several under one label, or one where no label is: on a sheet only where it lacks another
/// or has it between them, as of last year, but in a text it may be the last of a row that moved, or the end of 1,234.
fn under_labels(header: &BlockHeader, columns: &[Option<u32>], row: &Values) -> Option<Vec<Option<u32>>> {
    let mut found = columns.to_vec();
    for column in found.iter_mut().flatten() {
        let Some(last) = header.spans.get(column) else { continue };
        let has_own = |at: &u32| at != column && columns.contains(&Some(*at));
        let mut under = row.value_columns().filter(|at| (*column..=*last).contains(at) && !has_own(at));
        match (under.next(), under.next()) {
            (Some(only), None) => *column = only,
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
    }
    let is_filled = |column: &u32| row.value_columns().any(|at| at == *column);
    let may_have_others = row.width.is_none() && found.iter().flatten().all(is_filled);
    let is_between =
        |at: u32| found.iter().flatten().any(|one| *one < at) && found.iter().flatten().any(|one| at < *one);
    let is_in_doubt =
        |placed: &Placed| header.is_stray(placed, &found) && (!may_have_others || is_between(placed.column));
    if row.cells.iter().any(is_in_doubt) {
        return None;
    }
    // In a text, a row that ends before its last column lost a cell, and nobody knows which.
    let is_cut = row.width.is_some_and(|width| found.iter().flatten().max() >= Some(&width));
    (!is_cut || row.value_columns().next().is_none()).then_some(found)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::reading::cells::grid::CellKind;

    fn cells(row: &[(u32, &str)]) -> Vec<GridCell> {
        row.iter()
            .map(|(column, text)| GridCell { column: *column, text: (*text).into(), kind: CellKind::Text })
            .collect()
    }

    fn values(label: u32, width: u32, cells: &[GridCell]) -> Values<'_> {
        let placed =
            cells.iter().map(|cell| Placed { column: cell.column, at: LineAt::default(), cell, is_value: true });
        Values { at: LineAt::default(), label: Some(label), cells: placed.collect(), width: Some(width) }
    }

    fn header(known: &[Option<u32>]) -> BlockHeader {
        BlockHeader { known: known.to_vec(), ..BlockHeader::default() }
    }

    #[test]
    fn a_blank_cell_under_its_header_stays_in_its_column() {
        let cells = cells(&[(3, "5"), (5, "5")]);
        let rows = [values(0, 6, &cells)];
        let found = Alignment::find(&header(&[Some(3), Some(4), Some(5)]), &rows, 3);
        assert_eq!(found.columns_of(&BlockHeader::default(), &rows[0], 3), Some(vec![Some(3), Some(4), Some(5)]));
    }

    #[test]
    fn a_figure_of_a_sheet_without_a_label_is_nobodys_where_it_may_be_that_of_a_blank_one() {
        let header = header(&[Some(2), Some(4)]);
        // The row of the numbers of rows left of the figures, last year between them, a sum beside them; and what they come to.
        let whole = Some(vec![Some(2), Some(4)]);
        for (row, found) in [
            (vec![(1, "3"), (2, "5"), (4, "6")], whole.clone()),
            (vec![(2, "5"), (4, "6"), (5, "11")], whole.clone()),
            (vec![(1, "3"), (4, "6")], None),
            (vec![(2, "5"), (5, "11")], None),
            (vec![(2, "5"), (3, "4"), (4, "6")], None),
            (vec![(2, "5")], whole),
        ] {
            let cells = cells(&row);
            let row = Values { width: None, ..values(0, 0, &cells) };
            let alignment = Alignment::find(&header, std::slice::from_ref(&row), 2);
            assert!(matches!(alignment, Alignment::Header(_)), "{cells:?}");
            assert_eq!(alignment.columns_of(&header, &row, 2), found, "{cells:?}");
        }
    }

    #[test]
    fn a_table_on_two_pages_has_one_header_where_its_columns_are_the_same() {
        let header = BlockHeader { grids: BTreeSet::from([0]), ..header(&[Some(1), Some(2)]) };
        let (row, own, other) =
            (cells(&[(1, "5"), (2, "6")]), cells(&[(1, "5"), (3, "11")]), cells(&[(3, "5"), (4, "6")]));
        let below = |row| Values { at: LineAt { grid: 1, line: 0 }, ..values(0, 5, row) };
        let found = Alignment::find(&header, &[values(0, 5, &row), below(&own)], 2);
        assert_eq!(found.columns_of(&header, &below(&own), 2), None);
        assert_eq!(Alignment::find(&header, &[below(&other)], 2), Alignment::Band(vec![3, 4]));
    }

    #[test]
    fn a_header_that_lost_its_merged_cells_is_not_trusted() {
        // The group label takes a cell on the second row only, so everything there stands one further right.
        let (a, b) = (cells(&[(1, "1"), (2, "2"), (3, "3")]), cells(&[(2, "4"), (3, "5"), (4, "9")]));
        let rows = [values(0, 5, &a), values(1, 5, &b)];
        let found = Alignment::find(&header(&[Some(1), Some(2), Some(3)]), &rows, 3);
        assert!(matches!(found, Alignment::Offset(0, _)));
        assert_eq!(found.columns_of(&BlockHeader::default(), &rows[1], 3), Some(vec![Some(2), Some(3), Some(4)]));
    }

    #[test]
    fn a_short_row_of_a_flattened_copy_is_not_guessed() {
        let (a, b) = (cells(&[(1, "1"), (2, "2"), (3, "3")]), cells(&[(2, "4"), (3, "5")]));
        let (full, shifted) = (values(0, 4, &a), values(1, 4, &b));
        let found = Alignment::find(&BlockHeader::default(), &[full, shifted], 3);
        // Its two values could be any two of the three columns, unless a third cell is there and blank.
        assert_eq!(found.columns_of(&BlockHeader::default(), &values(1, 4, &b), 3), None);
        assert_eq!(found.columns_of(&BlockHeader::default(), &values(0, 3, &b[..1]), 3), None);
        assert_eq!(
            found.columns_of(&BlockHeader::default(), &values(0, 4, &a[..2]), 3),
            Some(vec![Some(1), Some(2), Some(3)])
        );
    }

    #[test]
    fn columns_in_another_order_are_read_only_under_their_labels() {
        let cells = cells(&[(1, "1"), (2, "2")]);
        let rows = [values(0, 3, &cells)];
        let mut shuffled = header(&[Some(2), Some(1)]);
        shuffled.order = Order::Contradicted;
        assert_eq!(Alignment::find(&shuffled, &rows, 2), Alignment::Header(vec![Some(2), Some(1)]));
        shuffled.conflict = true;
        assert_eq!(Alignment::find(&shuffled, &rows, 2), Alignment::None);
        // A copy that lost its merged cells, but whose words say the order.
        shuffled.order = Order::Words(vec![1, 0]);
        let found = Alignment::find(&shuffled, &rows, 2);
        assert_eq!(found.assign(&shuffled, &rows, 2), [Some(vec![Some(2), Some(1)])]);
    }
}
