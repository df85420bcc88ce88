//! ODF spreadsheets, of Calc, WPS and Excel: one part with all sheets, rows and cells in order.
//!
//! A cell says how often it repeats and so does a row, and every file ends in a million blank rows said that way.
//! Blanks only move the position; what holds something is repeated cell by cell into the bounded grid, so a 0.8 KB
//! file with a text repeated a billion times stops at the budget (in calamine it aborts at 6 GiB, which is why this
//! is a reader of our own and no pre-check: that would have to expand the same repeats).

mod cell;
mod styles;

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::package::Package;
use super::styles::put;
use super::xml::{Node, Nodes, attribute, attributes, decode};
use super::{damaged, origin, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, GridBuilder, Note};
use crate::reading::cells::grid::{Area, Formula, Position, trimmed};
use cell::{Declared, OdsCell, paragraphs};
use styles::{Look, OdsStyles};

/// The type that the first part of a package declares; templates add `-template`.
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Whether a package declares to be an ODF spreadsheet.
pub(super) fn is_spreadsheet(package: &mut Package<'_>) -> Result<bool, ReadError> {
    package.declares(SPREADSHEET)
}

/// Reads every sheet.
pub(super) fn read(package: &mut Package<'_>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    package.refuse_locked_odf()?;
    let mut styles = OdsStyles::default();
    if let Some(part) = package.part("styles.xml")? {
        let text = decode(part)?;
        let mut nodes = Nodes::new(&text);
        while let Some(node) = nodes.next()? {
            let Node::Open(element) = node else { continue };
            if let Some(begun) = styles.take(&element)? {
                styles.number(&mut nodes, begun)?;
            }
        }
    }
    let text = decode(package.required("content.xml")?)?;
    let mut nodes = Nodes::new(&text);
    let mut sheets = 0;
    while let Some(node) = nodes.next()? {
        let Node::Open(element) = node else { continue };
        match name(&element) {
            "table:table" => {
                let sheet = attribute(&element, "table:name")?.unwrap_or_default();
                let style = attribute(&element, "table:style-name")?.unwrap_or_default();
                sheets += 1;
                if sheets > limits::MAX_SHEETS {
                    return Err(damaged(format!("more than {} sheets", limits::MAX_SHEETS)));
                }
                grids.begin(origin(&sheet)?, styles.hidden_sheets.contains(&*style));
                OdsSheet { styles: &mut styles, grids, columns: Vec::new(), row_style: None }.read(&mut nodes)?;
            }
            // Copies of cells that are no sheet: earlier values, other files, pivot tables.
            "table:tracked-changes" | "table:dde-links" | "table:data-pilot-tables" => nodes.skip()?,
            _ => {
                if let Some(begun) = styles.take(&element)? {
                    styles.number(&mut nodes, begun)?;
                }
            }
        }
    }
    Ok(())
}

fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.name().into_inner()
}

/// A sheet under way.
struct OdsSheet<'a> {
    styles: &'a mut OdsStyles,
    grids: &'a mut GridBuilder,
    /// The styles of columns, each up to a column: what cells look like that do not say.
    columns: Vec<(u64, Option<Rc<Look>>)>,
    /// The style of the cells of the row that do not say.
    row_style: Option<Rc<Look>>,
}

impl OdsSheet<'_> {
    /// Reads the rows of the sheet, also those in groups, up to its end.
    fn read(&mut self, nodes: &mut Nodes<&[u8]>) -> Result<(), ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        let (mut next_row, mut next_column) = (0_u64, 0_u64);
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) => match name(&element) {
                    "table:table-column" => {
                        let line = LineLook::read(&element)?;
                        self.column(&line, next_column)?;
                        next_column = next_column.saturating_add(line.repeats);
                    }
                    "table:table-row" => {
                        let LineLook { repeats, is_hidden, style } = LineLook::read(&element)?;
                        self.row_style = style.map(|named| self.styles.look(&named));
                        let cells = self.row(nodes)?;
                        if !cells.is_empty() {
                            self.push(&cells, next_row, repeats, is_hidden)?;
                        }
                        next_row = next_row.saturating_add(repeats);
                    }
                    "table:table-row-group"
                    | "table:table-header-rows"
                    | "table:table-rows"
                    | "table:table-column-group"
                    | "table:table-header-columns"
                    | "table:table-columns" => {}
                    _ => nodes.skip()?,
                },
                Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Notes columns that nobody sees, and what their cells look like.
    fn column(&mut self, line: &LineLook<'_>, first: u64) -> Result<(), ReadError> {
        let end = first.saturating_add(line.repeats).min(u64::from(limits::MAX_COLUMNS));
        if first < end && line.is_hidden {
            let (first, last) = (position(0, first)?.column, position(0, end - 1)?.column);
            self.grids.note(Note::HiddenColumns(first..=last))?;
        }
        let look = line.style.as_ref().map(|named| self.styles.look(named));
        self.columns.push((end, look));
        Ok(())
    }

    /// What a cell looks like that stands in this column.
    fn look(&mut self, named: Option<&str>, column: u64) -> Option<Rc<Look>> {
        if let Some(named) = named {
            return Some(self.styles.look(named));
        }
        let of_column = || self.columns.get(self.columns.partition_point(|(end, _)| *end <= column));
        self.row_style.clone().or_else(|| of_column().and_then(|(_, look)| look.clone()))
    }

    fn row(&mut self, nodes: &mut Nodes<&[u8]>) -> Result<Vec<OdsCell>, ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        let mut cells: Vec<OdsCell> = Vec::new();
        let mut column = 0_u64;
        // What the last cell holds that is not covered: programs repeat it in those that it covers.
        let mut held = String::new();
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) => {
                    let is_covered = match name(&element) {
                        "table:table-cell" => false,
                        // Under a merged cell; LibreOffice keeps what was there before the merge, and nobody sees it.
                        "table:covered-table-cell" => true,
                        _ => {
                            nodes.skip()?;
                            continue;
                        }
                    };
                    let (declared, style) = Declared::read(&element)?;
                    let look = self.look(style.as_deref(), column);
                    let mut cell = declared.content(column, look, paragraphs(nodes, self.styles)?);
                    column = column.saturating_add(cell.repeats);
                    if is_covered && trimmed(&cell.text) == trimmed(&held) {
                        cell.text.clear();
                    } else if is_covered || cell.look.as_ref().is_some_and(|look| look.is_struck) {
                        cell.left_out.insert_str(0, &cell.text);
                        cell.text.clear();
                    }
                    if !is_covered {
                        held.clone_from(&cell.text);
                    }
                    // As the grid sees it: a blank that is repeated must not cost a step for each.
                    if !trimmed(&cell.text).is_empty() || !trimmed(&cell.left_out).is_empty() {
                        cells.push(cell);
                    }
                }
                Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(cells)
    }

    fn push(&mut self, cells: &[OdsCell], first_row: u64, rows: u64, is_hidden: bool) -> Result<(), ReadError> {
        for row in first_row..first_row.saturating_add(rows) {
            if is_hidden {
                self.grids.note(Note::HiddenRow(position(row, 0)?.row))?;
            }
            for cell in cells {
                for column in cell.column..cell.column.saturating_add(cell.repeats) {
                    self.put(cell, position(row, column)?)?;
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, cell: &OdsCell, at: Position) -> Result<(), ReadError> {
        if !cell.left_out.is_empty() {
            self.grids.note(Note::LeftOut(at, &cell.left_out))?;
        }
        if let Some(text) = cell.formula.as_ref().filter(|text| text.len() <= limits::MAX_FORMULA_BYTES) {
            self.grids.note(Note::Formula(at, Formula { text: Arc::clone(text), of: at }))?;
        }
        if cell.spans != (1, 1) {
            let last = |first: u32, span: u64, count: u32| {
                first.saturating_add(u32::try_from(span - 1).unwrap_or(u32::MAX)).min(count - 1)
            };
            let rows = at.row..=last(at.row, cell.spans.0, limits::MAX_ROWS);
            let columns = at.column..=last(at.column, cell.spans.1, limits::MAX_COLUMNS);
            self.grids.note(Note::Merged(Area { rows, columns }))?;
        }
        match cell.look.as_ref().and_then(|look| look.format.as_ref()) {
            Some(format) => put(self.grids, at, format, (&cell.text, cell.kind)),
            None => self.grids.push(at.row, at.column, &cell.text, cell.kind),
        }
    }
}

/// What a row or column says of itself.
struct LineLook<'e> {
    repeats: u64,
    is_hidden: bool,
    /// The style of its cells that do not say.
    style: Option<Cow<'e, str>>,
}

impl<'e> LineLook<'e> {
    fn read(element: &'e BytesStart<'_>) -> Result<Self, ReadError> {
        let mut line = Self { repeats: 1, is_hidden: false, style: None };
        attributes(element, |key, value| {
            match key {
                "table:number-columns-repeated" | "table:number-rows-repeated" => line.repeats = repeats(&value)?,
                "table:visibility" => line.is_hidden = value != "visible",
                "table:default-cell-style-name" => line.style = Some(value),
                _ => {}
            }
            Ok(())
        })?;
        Ok(line)
    }
}

/// How often a cell or line is there, or how far it reaches.
fn repeats(text: &str) -> Result<u64, ReadError> {
    let repeats: u32 = text.trim().parse().map_err(|_| damaged(format!("a cell or row repeats {text} times")))?;
    Ok(u64::from(repeats.max(1)))
}
