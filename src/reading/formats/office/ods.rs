//! ODF spreadsheets, of Calc, WPS and Excel: one part with all sheets, rows and cells in order.
//!
//! A cell says how often it repeats and so does a row, and every file ends in a million blank rows said that way.
//! Blanks only move the position; what holds something is repeated cell by cell into the bounded grid, so a 0.8 KB
//! file with a text repeated a billion times stops at the budget (in calamine it aborts at 6 GiB, which is why this
//! is a reader of our own and no pre-check: that would have to expand the same repeats).

use std::collections::HashSet;

use quick_xml::events::BytesStart;

use super::package::Package;
use super::xml::{Node, Nodes, attribute, attributes, decode};
use super::{calendar, damaged, number, origin, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, GridBuilder, trimmed};

/// The type that the first part of a package declares; templates add `-template`.
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Whether a package declares to be an ODF spreadsheet.
pub(super) fn is_spreadsheet(package: &mut Package<'_>) -> Result<bool, ReadError> {
    declares(package, SPREADSHEET)
}

/// Whether a package declares to be an ODF file of this type.
pub(super) fn declares(package: &mut Package<'_>, kind: &[u8]) -> Result<bool, ReadError> {
    if !package.has("content.xml") {
        return Ok(false);
    }
    if let Some(declared) = package.part("mimetype")? {
        return Ok(declared.trim_ascii().starts_with(kind));
    }
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    Ok(manifest.windows(kind.len()).any(|window| window == kind))
}

/// Reads every sheet.
pub(super) fn read(package: &mut Package<'_>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(b"encryption-data".len()).any(|window| window == b"encryption-data") {
        return Err(ReadError::new(Problem::Encrypted));
    }
    let text = decode(package.required("content.xml")?)?;
    let mut nodes = Nodes::new(&text);
    let mut hidden = HashSet::new();
    let mut style = String::new();
    let mut sheets = 0;
    while let Some(node) = nodes.next()? {
        let Node::Open(element) = node else { continue };
        match name(&element) {
            "style:style" => style = attribute(&element, "style:name")?.unwrap_or_default().into_owned(),
            "style:table-properties" if attribute(&element, "table:display")?.as_deref() == Some("false") => {
                hidden.insert(style.clone());
            }
            "table:table" => {
                let sheet = attribute(&element, "table:name")?.unwrap_or_default();
                let style = attribute(&element, "table:style-name")?.unwrap_or_default();
                sheets += 1;
                if sheets > limits::MAX_SHEETS {
                    return Err(damaged(format!("more than {} sheets", limits::MAX_SHEETS)));
                }
                grids.begin(origin(&sheet)?, hidden.contains(&*style));
                rows(&mut nodes, grids)?;
            }
            // Copies of cells that are no sheet: earlier values, other files, pivot tables.
            "table:tracked-changes" | "table:dde-links" | "table:data-pilot-tables" => nodes.skip()?,
            _ => {}
        }
    }
    Ok(())
}

fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.name().into_inner()
}

/// Reads the rows of a sheet, also those in groups, up to the end of the sheet.
fn rows(nodes: &mut Nodes<&[u8]>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    let mut next_row = 0_u64;
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => match name(&element) {
                "table:table-row" => {
                    let repeats = repeats(&element, "table:number-rows-repeated")?;
                    let cells = row(nodes)?;
                    if !cells.is_empty() {
                        push(&cells, next_row, repeats, grids)?;
                    }
                    next_row = next_row.saturating_add(repeats);
                }
                "table:table-row-group" | "table:table-header-rows" | "table:table-rows" => {}
                _ => nodes.skip()?,
            },
            Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(())
}

fn push(cells: &[Cell], first_row: u64, rows: u64, grids: &mut GridBuilder) -> Result<(), ReadError> {
    for row in first_row..first_row.saturating_add(rows) {
        for cell in cells {
            for column in cell.column..cell.column.saturating_add(cell.repeats) {
                let (row, column) = position(row, column)?;
                grids.push(row, column, &cell.text, cell.kind)?;
            }
        }
    }
    Ok(())
}

/// A cell that holds something.
struct Cell {
    column: u64,
    repeats: u64,
    text: String,
    kind: CellKind,
}

fn row(nodes: &mut Nodes<&[u8]>) -> Result<Vec<Cell>, ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    let mut cells = Vec::new();
    let mut column = 0_u64;
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => match name(&element) {
                "table:table-cell" => {
                    let repeats = repeats(&element, "table:number-columns-repeated")?;
                    let declared = Declared::read(&element)?;
                    let (text, kind) = declared.content(paragraphs(nodes)?);
                    // As the grid sees it: a blank that is repeated must not cost a step for each.
                    if !trimmed(&text).is_empty() {
                        cells.push(Cell { column, repeats, text, kind });
                    }
                    column = column.saturating_add(repeats);
                }
                // Under a merged cell; LibreOffice keeps what was there before the merge, and nobody sees it.
                "table:covered-table-cell" => {
                    column = column.saturating_add(repeats(&element, "table:number-columns-repeated")?);
                    nodes.skip()?;
                }
                _ => nodes.skip()?,
            },
            Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(cells)
}

fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u64, ReadError> {
    let Some(text) = attribute(element, name)? else {
        return Ok(1);
    };
    let repeats: u32 = text.trim().parse().map_err(|_| damaged(format!("a cell or row repeats {text} times")))?;
    Ok(u64::from(repeats.max(1)))
}

/// What the attributes of a cell say.
#[derive(Default)]
struct Declared {
    kind: String,
    value: String,
    formula: Option<String>,
    is_error: bool,
}

impl Declared {
    fn read(element: &BytesStart<'_>) -> Result<Self, ReadError> {
        let mut declared = Self::default();
        attributes(element, |key, value| {
            match key {
                "office:value-type" => declared.kind = value.into_owned(),
                "calcext:value-type" => declared.is_error = value == "error",
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => declared.value = value.into_owned(),
                "table:formula" => declared.formula = Some(value.into_owned()),
                _ => {}
            }
            Ok(())
        })?;
        Ok(declared)
    }

    /// Text and kind of the cell, given the text that it shows.
    fn content(self, paragraphs: Option<String>) -> (String, CellKind) {
        // LibreOffice says of an empty result only that it has an empty paragraph.
        let computed = paragraphs.is_some();
        let shown = paragraphs.unwrap_or_default();
        let serial = |serial: Option<f64>| match serial.and_then(number::plain) {
            Some(serial) => (serial, CellKind::Date),
            None => (self.value.clone(), CellKind::Text),
        };
        // Before LibreOffice 4.1 a failed formula was the number 0 that shows `#REF!` or `Err:522`.
        if self.is_error || self.formula.is_some() && is_error(shown.trim()) {
            return (shown, CellKind::Error);
        }
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => {
                match self.value.trim().parse::<f64>().ok().and_then(number::plain) {
                    Some(number) => (number, CellKind::Number),
                    None => (self.value, CellKind::Text),
                }
            }
            "date" => serial(calendar::serial_of_date(&self.value)),
            "time" => serial(calendar::serial_of_duration(&self.value)),
            "boolean" => (self.value.to_uppercase(), CellKind::Text),
            "string" if shown.is_empty() => (self.value, CellKind::Text),
            _ => match self.formula {
                Some(formula) if self.kind.is_empty() && !computed => {
                    let start = formula.find('=').unwrap_or(0);
                    (format!("={}", formula[start..].trim_start_matches('=')), CellKind::Uncomputed)
                }
                _ => (shown, CellKind::Text),
            },
        }
    }
}

fn is_error(shown: &str) -> bool {
    matches!(shown, "#NULL!" | "#DIV/0!" | "#VALUE!" | "#REF!" | "#NAME?" | "#NUM!" | "#N/A")
        || shown.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
}

/// The paragraphs of a cell, one a line; comments and drawings that are anchored in it are not its text.
fn paragraphs(nodes: &mut Nodes<&[u8]>) -> Result<Option<String>, ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    let mut text: Option<String> = None;
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) if matches!(name(&element), "text:p" | "text:h") => {
                let text = text.get_or_insert_default();
                if !text.is_empty() {
                    text.push('\n');
                }
                paragraph(nodes, text)?;
            }
            Some(Node::Open(_)) => nodes.skip()?,
            Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(text)
}

fn paragraph(nodes: &mut Nodes<&[u8]>, text: &mut String) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => match name(&element) {
                "text:s" => {
                    let count = attribute(&element, "text:c")?.and_then(|count| count.trim().parse().ok()).unwrap_or(1);
                    let room = limits::MAX_FIELD_BYTES.saturating_sub(text.len());
                    text.extend(std::iter::repeat_n(' ', room.min(count)));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "office:annotation" | "text:note" | "text:ruby-text" | "draw:frame" => nodes.skip()?,
                _ => {}
            },
            Some(Node::Text(piece)) => text.push_str(&piece),
            Some(Node::Empty(_) | Node::Close(_)) => {}
            None => break,
        }
    }
    Ok(())
}
