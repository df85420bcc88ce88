//! Tables for people, with the widths of Chinese text.

use comfy_table::presets::{ASCII_MARKDOWN, UTF8_FULL, UTF8_FULL_CONDENSED};
use comfy_table::{ContentArrangement, Table};

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
