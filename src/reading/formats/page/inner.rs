//! Tables in cells: those that lay out the page, and those that are no more than what their cell says.

use super::cell::{OpenCell, is_digit};
use super::draft::{Draft, TableDraft};
use super::{OpenTable, Page};
use crate::reading::cells::grid::{CellKind, LeftOut, Position};
use crate::reading::cells::number;

/// Characters that a figure with its unit has at most; what is longer, in tables in a cell, is no figure.
const MAX_FIGURE_CHARS: usize = 20;
/// Tables and texts in a cell that are looked at for its figure.
const MAX_INNER: usize = 16;
/// Rows of two cells and more that a table has at least whose cells are wrapped, each in a table of its own.
const MIN_ROWS: usize = 2;

impl Page {
    /// Makes what the tables in a cell hold its text, if that is no more than a figure and the table of the cell has
    /// words of its own: then it is no table that lays out a page.
    pub(super) fn take_figure(&mut self, cell: &mut OpenCell) {
        let Some((surfaces, lines)) = cell.inside else { return };
        let has_words = self.open.last().is_some_and(|table| match self.surfaces.get(table.draft) {
            Some(Draft::Table(draft)) => !draft.cells.is_empty(),
            _ => false,
        });
        if !has_words || self.surfaces.len() > surfaces + MAX_INNER {
            return;
        }
        let first = surfaces.saturating_sub(1);
        let own = Some(cell.own.as_str()).filter(|own| !own.is_empty());
        let (mut texts, mut left_out): (Vec<&str>, Vec<&str>) = (own.into_iter().collect(), Vec::new());
        for (at, surface) in self.surfaces.iter().enumerate().skip(first) {
            match surface {
                Draft::Text { lines: all, is_hidden } => {
                    let own = if at == first { lines.min(all.len()) } else { 0 };
                    let of_whose = if *is_hidden { &mut left_out } else { &mut texts };
                    of_whose.extend(all[own..].iter().map(|line| line.text.trim()));
                }
                Draft::Table(draft) if at > first => {
                    let of_whose = if draft.is_hidden { &mut left_out } else { &mut texts };
                    of_whose.extend(draft.cells.iter().map(|(.., text)| text.trim()));
                    left_out.extend(draft.left_out.iter().map(|one| one.text.as_str()));
                }
                Draft::Table(_) => {}
            }
            if texts.len().max(left_out.len()) > MAX_INNER {
                return;
            }
        }
        let text = texts.join("\n");
        // A hidden table beside no figure is one that lays out the page, or a report.
        if text.trim().is_empty() && self.surfaces[surfaces..].iter().any(Draft::is_hidden) {
            return;
        }
        let is_short = text.chars().count() <= MAX_FIGURE_CHARS;
        if !is_short || !(text.is_empty() || number::is_meant(&text, CellKind::Text) || text.contains(is_digit)) {
            return;
        }
        cell.left_out.push_str(&left_out.join(" "));
        (cell.text, cell.inside) = (text, None);
        self.surfaces.truncate(surfaces);
        if let Some(Draft::Text { lines: all, .. }) = self.surfaces.last_mut() {
            all.truncate(lines);
        }
    }

    /// Notes what a cell with tables in it holds: one table of one cell and nothing else, or more.
    pub(super) fn wrap(&mut self, cell: &OpenCell) {
        let Some((surfaces, lines)) = cell.inside else { return };
        let Some(OpenTable { draft, row, dropped, .. }) = self.open.last() else { return };
        let has_text = match surfaces.checked_sub(1).and_then(|at| self.surfaces.get(at)) {
            Some(Draft::Text { lines: all, .. }) => all.len() > lines,
            _ => false,
        };
        let has_text = has_text || !cell.own.is_empty();
        let wrapped = match self.surfaces.get(surfaces..) {
            Some([Draft::Table(inner)]) if !has_text && !*dropped && !cell.is_unseen && inner.is_one_cell() => {
                Some(Position { row: row.unwrap_or(0), column: cell.column })
            }
            _ => None,
        };
        if let Some(Draft::Table(draft)) = self.surfaces.get_mut(*draft) {
            match wrapped {
                Some(place) => draft.wrapped.push(place),
                None => draft.lays_out = true,
            }
        }
    }

    /// Makes what stands wrapped in the cells of a table that has ended their text, if all that stands in any of them is
    /// and the table is one by its rows: then it does not lay out the page.
    pub(super) fn take_wrapped(&mut self, draft: usize) {
        let count = self.surfaces.len().saturating_sub(draft + 1);
        let Some(Draft::Table(table)) = self.surfaces.get_mut(draft) else { return };
        let wrapped = std::mem::take(&mut table.wrapped);
        // Text between the cells stands beside the table.
        if wrapped.is_empty() || wrapped.len() != count || table.lays_out || table.rows_of_several(&wrapped) < MIN_ROWS
        {
            return;
        }
        let inner = self.surfaces.split_off(draft + 1);
        let Some(Draft::Table(table)) = self.surfaces.get_mut(draft) else { return };
        for (place, inner) in wrapped.into_iter().zip(inner) {
            if let Draft::Table(inner) = inner {
                table.take_cell(place, *inner);
            }
        }
        table.cells.sort_by_key(|(row, column, _)| (*row, *column));
    }
}

impl TableDraft {
    /// Whether it is one cell, or none, that a person sees.
    fn is_one_cell(&self) -> bool {
        let is_first = self.cells.iter().all(|(row, column, _)| (*row, *column) == (0, 0));
        let is_seen = !self.is_hidden && self.unseen.is_empty() && self.hidden_rows.is_empty();
        self.widths.len() <= 1 && is_first && is_seen && self.hidden_columns.is_empty()
    }

    /// How many of its rows have several cells, with those that are wrapped.
    fn rows_of_several(&self, wrapped: &[Position]) -> usize {
        let mut counts = vec![0_usize; self.widths.len()];
        let rows = self.cells.iter().map(|(row, ..)| *row).chain(wrapped.iter().map(|place| place.row));
        for row in rows {
            counts.get_mut(row as usize).into_iter().for_each(|count| *count += 1);
        }
        counts.into_iter().filter(|count| *count > 1).count()
    }

    /// Takes a table of one cell as one of its cells.
    fn take_cell(&mut self, Position { row, column }: Position, inner: Self) {
        self.cells.extend(inner.cells.into_iter().map(|(.., text)| (row, column, text)));
        self.left_out.extend(inner.left_out.into_iter().map(|one| LeftOut { row, column, text: one.text }));
        self.pictures.extend(inner.pictures.into_iter().map(|_| Position { row, column }));
    }
}
