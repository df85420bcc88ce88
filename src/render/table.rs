//! Tables for people, with the widths of Chinese text.

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::words::labels::words;
use crate::model::{Axis, Lang};

/// The narrowest column of figures: two Chinese characters.
pub(super) const MIN_COLUMN: usize = 4;

/// A table of findings: a line between any two, since each takes several.
pub(super) fn ruled(width: u16, header: &[&str]) -> Table {
    let mut table = bordered(width, header);
    table.load_style(UTF8_FULL);
    table
}

/// A bordered table that fits into `width` columns.
pub(super) fn bordered(width: u16, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    if !header.is_empty() {
        table.set_header(header);
    }
    table
}

/// A plain list in columns, never broken: what stands in it is searched for.
pub(super) fn listed(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    table
}

/// The label of a row of a form, further in the deeper its row is.
pub(super) fn form_label(rows: &Axis, row: usize, lang: Lang) -> String {
    // Spaces that do not break, or wrapping would eat the indent.
    format!("{}{}", "\u{a0}".repeat(2 * rows.depth(row)), words(&rows.lines[row], lang))
}

/// Lays the columns of figures of a form, which begin at `first`, to the right, each no wider than its widest figure.
pub(super) fn fit_figures(table: &mut Table, first: usize, widest: &[usize], width: u16) {
    // As in print, the headers of a wide table break after two characters, and row labels get the room.
    let narrow = if widest.len() > 4 { MIN_COLUMN } else { usize::from(width) };
    for (at, widest) in (first..).zip(widest) {
        fit(table, at, (*widest).max(narrow));
        if let Some(column) = table.column_mut(at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Makes a column no wider than that.
pub(super) fn fit(table: &mut Table, at: usize, widest: usize) {
    if let Some(column) = table.column_mut(at) {
        // The width of a column includes its padding.
        let width = Width::Fixed(u16::try_from(widest + 2).unwrap_or(u16::MAX));
        column.set_constraint(ColumnConstraint::UpperBoundary(width));
    }
}
