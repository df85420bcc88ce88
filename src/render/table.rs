//! Tables for people, with the widths of Chinese text.

use std::io::{self, Write};

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, Width};
use unicode_width::UnicodeWidthStr;

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

/// Rows that are drawn at a time.
const PIECE: usize = 1_000;

/// Writes a table like [`ruled`] of rows whose cells are broken into lines already. A run may have hundreds of thousands of
/// filings, so it is drawn piece by piece, unless it is wider than there is room: then nobody knows its columns before.
pub(super) fn write_long<R: Iterator<Item = Vec<String>>>(
    out: &mut dyn Write,
    width: u16,
    header: &[&str],
    rows: impl Fn() -> R,
) -> io::Result<()> {
    let mut widest: Vec<usize> = header.iter().map(|title| widest_line(title)).collect();
    for row in rows() {
        for (widest, cell) in widest.iter_mut().zip(&row) {
            *widest = (*widest).max(widest_line(cell));
        }
    }
    let is_known = widest.iter().sum::<usize>() + 3 * widest.len() < usize::from(width);
    let piece = if is_known { PIECE } else { usize::MAX };
    let mut rows = rows().peekable();
    let mut is_first = true;
    while rows.peek().is_some() {
        let mut table = ruled(width, if is_first { header } else { &[] });
        for row in rows.by_ref().take(piece) {
            table.add_row(row);
        }
        for (at, widest) in widest.iter().enumerate().filter(|_| is_known) {
            if let Some(column) = table.column_mut(at) {
                let width = Width::Fixed(u16::try_from(widest + 2).unwrap_or(u16::MAX));
                column.set_constraint(ColumnConstraint::Absolute(width));
            }
        }
        // Where it goes on, there is a line as between any two rows.
        let mut style = UTF8_FULL;
        if !is_first {
            style.top_border = style.row_separator;
        }
        if rows.peek().is_some() {
            style.bottom_border = LineStyle::none();
        }
        table.load_style(style);
        is_first = false;
        writeln!(out, "{table}")?;
    }
    Ok(())
}

/// The width of the widest line of a text.
fn widest_line(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of more rows than are drawn at a time looks like one table.
    #[test]
    fn a_long_table_is_one_table() {
        let rows = || (0..PIECE + 2).map(|at| vec![format!("某局\n第 {at} 号"), at.to_string()]);
        // There is no room for it in the second.
        for width in [80, 18] {
            let mut out = Vec::new();
            write_long(&mut out, width, &["单位", "件数"], rows).expect("memory takes everything");
            let mut whole = ruled(width, &["单位", "件数"]);
            for row in rows() {
                whole.add_row(row);
            }
            assert!(String::from_utf8(out).expect("a text") == format!("{whole}\n"), "{width}");
        }
    }
}
