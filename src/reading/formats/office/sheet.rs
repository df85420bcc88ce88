//! The cells of one worksheet of an `.xlsx`, in one walk.
//!
//! Positions are optional in the format: a row or cell without `r` follows the one before it (some web exporters leave
//! them out). A formula whose result was never computed has no value: openpyxl writes such cells, and until Excel has
//! opened the file they are neither a number nor a blank.
//!
//! Columns are described before the cells, merged cells after them; a row or column of no height or width to speak of is as
//! hidden as one that says so. A formula that is filled over an area is written once, in its first cell, and has a number.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::strings::{RichText, SharedStrings, fits, rich_text, unescaped};
use super::styles::Styles;
use super::xml::{Events, Node, Nodes, attribute, attributes, local};
use super::{calendar, damaged, number, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note};
use crate::reading::cells::grid::{Area, CellKind, Formula, Position};

/// Hands the cells of a worksheet on as they come, until no more are wanted.
pub(super) fn read(
    nodes: Nodes<impl Events>,
    strings: &SharedStrings,
    styles: &Styles,
    cells: &mut impl Cells,
) -> Result<(), ReadError> {
    let mut nodes = nodes.terse();
    let (mut row, mut next_row, mut next_column) = (0_u64, 0_u64, 0_u64);
    let mut in_data = false;
    let mut cell = CellElement::default();
    let mut shared = HashMap::new();
    while !cells.is_done() {
        let Some(node) = nodes.next()? else { break };
        match node {
            // A row or cell without content counts all the same.
            Node::Empty(element) if in_data => match local(&element) {
                "row" => next_row = begin_row(&element, next_row, cells)? + 1,
                "c" => {
                    cell.open(&element)?;
                    let (at_row, at_column) = cell.reference.unwrap_or((row, next_column));
                    next_column = at_column + 1;
                    position(at_row, at_column)?;
                }
                _ => {}
            },
            Node::Open(element) if in_data => match local(&element) {
                "row" => {
                    row = begin_row(&element, next_row, cells)?;
                    (next_row, next_column) = (row + 1, 0);
                }
                "c" => {
                    cell.open(&element)?;
                    let (at_row, at_column) = cell.reference.unwrap_or((row, next_column));
                    next_column = at_column + 1;
                    cell.fill(&mut nodes)?;
                    let at = position(at_row, at_column)?;
                    if cells.takes_notes()
                        && let Some(formula) = cell.formula_of(at, &mut shared)
                    {
                        cells.note(Note::Formula(at, formula))?;
                    }
                    cell.push(at, strings, styles, cells)?;
                }
                _ => {}
            },
            Node::Open(element) | Node::Empty(element) => match local(&element) {
                "sheetData" => in_data = true,
                "col" => note_columns(&element, cells)?,
                "mergeCell" => note_merged(&element, cells)?,
                _ => {}
            },
            Node::Close(element) if element.local_name().into_inner() == "sheetData" => in_data = false,
            Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(())
}

/// How a cell says that its value is stored.
#[derive(Debug, Clone, Copy, Default)]
enum Stored {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Date,
}

/// What a cell element says; its buffers serve every cell of the sheet.
#[derive(Default)]
struct CellElement {
    reference: Option<(u64, u64)>,
    style: usize,
    stored: Stored,
    formula: Option<String>,
    /// The number of a formula that cells share.
    shared: Option<u32>,
    has_value: bool,
    value: String,
    /// What a person does not count of a text that stands in the cell itself.
    left_out: String,
}

impl CellElement {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        *self = Self { value: std::mem::take(&mut self.value), ..Self::default() };
        self.value.clear();
        attributes(element, |key, value| {
            match key {
                "r" => self.reference = Some(reference(&value)?),
                "s" => self.style = value.trim().parse().map_err(|_| damaged(format!("the cell format {value}")))?,
                "t" => {
                    self.stored = match &*value {
                        "s" => Stored::Shared,
                        "inlineStr" => Stored::Inline,
                        "str" => Stored::Text,
                        "b" => Stored::Bool,
                        "e" => Stored::Error,
                        "d" => Stored::Date,
                        _ => Stored::Number,
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Reads the content of the cell up to its end.
    fn fill(&mut self, nodes: &mut Nodes<impl Events>) -> Result<(), ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) => match local(&element) {
                    "v" => {
                        self.has_value = true;
                        plain_text(nodes, &mut self.value)?;
                    }
                    "f" => {
                        self.shared = shared_number(&element)?;
                        plain_text(nodes, self.formula.get_or_insert_default())?;
                    }
                    "is" => {
                        let mut rich = RichText::default();
                        rich_text(nodes, &mut rich)?;
                        self.value.push_str(&unescaped(&rich.text));
                        self.left_out.push_str(&unescaped(&rich.left_out));
                    }
                    _ => nodes.skip()?,
                },
                Some(Node::Empty(element)) => match local(&element) {
                    "v" => self.has_value = true,
                    "f" => {
                        self.shared = shared_number(&element)?;
                        self.formula.get_or_insert_default();
                    }
                    _ => {}
                },
                Some(Node::Close(_) | Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The formula of the cell, as it is written here or in the first of the cells that share it.
    fn formula_of(&self, at: Position, shared: &mut HashMap<u32, Formula>) -> Option<Formula> {
        let text = self.formula.as_ref()?;
        if text.is_empty() {
            return shared.get(&self.shared?).cloned();
        }
        if text.len() > limits::MAX_FORMULA_BYTES {
            return None;
        }
        let formula = Formula { text: Arc::from(text.as_str()), of: at };
        if let Some(number) = self.shared {
            shared.entry(number).or_insert_with(|| formula.clone());
        }
        Some(formula)
    }

    fn push(
        &self,
        at: Position,
        strings: &SharedStrings,
        styles: &Styles,
        cells: &mut impl Cells,
    ) -> Result<(), ReadError> {
        let value = self.value.trim();
        let mut put = |text: &str, kind: CellKind| styles.put(cells, at, self.style, (text, kind));
        match (self.stored, &self.formula) {
            // A formula whose result is the empty text says so: `t="str"` and an empty value.
            (Stored::Text, _) if self.has_value => put(&unescaped(&self.value), CellKind::Text)?,
            (_, Some(formula)) if value.is_empty() => put(&format!("={formula}"), CellKind::Uncomputed)?,
            _ if value.is_empty() => {}
            (Stored::Shared, _) => {
                let index = value.parse().map_err(|_| damaged(format!("a cell refers to the text {value}")))?;
                put(strings.get(index)?, CellKind::Text)?;
                if let Some(left_out) = strings.left_out(index) {
                    cells.note(Note::LeftOut(at, left_out))?;
                }
            }
            // Unescaped where the runs were joined.
            (Stored::Inline | Stored::Text, _) => put(value, CellKind::Text)?,
            (Stored::Bool, _) => put(if value == "0" { "FALSE" } else { "TRUE" }, CellKind::Text)?,
            (Stored::Error, _) => put(value, CellKind::Error)?,
            (Stored::Date, _) => match calendar::serial_of_date(value).and_then(number::plain) {
                Some(serial) => put(&serial, CellKind::Date)?,
                None => put(value, CellKind::Text)?,
            },
            (Stored::Number, _) => {
                let (text, kind) = number::stored_as_text(value, styles.is_date(self.style));
                put(&text, kind)?;
            }
        }
        if self.left_out.is_empty() { Ok(()) } else { cells.note(Note::LeftOut(at, &self.left_out)) }
    }
}

/// Notes a row that begins, if nobody sees it; its number from 0.
fn begin_row(element: &BytesStart<'_>, next: u64, cells: &mut impl Cells) -> Result<u64, ReadError> {
    let row = row_number(element)?.unwrap_or(next);
    if cells.takes_notes() && is_unseen(element, "ht")? {
        cells.note(Note::HiddenRow(position(row, 0)?.row))?;
    }
    Ok(row)
}

/// Notes columns that nobody sees.
fn note_columns(element: &BytesStart<'_>, cells: &mut impl Cells) -> Result<(), ReadError> {
    let number = |name: &str| -> Result<Option<u64>, ReadError> {
        let Some(text) = attribute(element, name)? else { return Ok(None) };
        let number = text.trim().parse::<u64>().ok().and_then(|number| number.checked_sub(1));
        number.map(Some).ok_or_else(|| damaged(format!("the column {text}")))
    };
    let (Some(first), Some(last)) = (number("min")?, number("max")?) else { return Ok(()) };
    if !is_unseen(element, "width")? || first >= u64::from(limits::MAX_COLUMNS) {
        return Ok(());
    }
    let last = last.min(u64::from(limits::MAX_COLUMNS) - 1);
    cells.note(Note::HiddenColumns(position(0, first)?.column..=position(0, last)?.column))
}

/// Whether a line says that it is hidden, or has no height or width to speak of.
fn is_unseen(element: &BytesStart<'_>, size: &str) -> Result<bool, ReadError> {
    /// Half a point, or half a digit: no line of text fits in, and one that was dragged together has less.
    const LEAST: f64 = 0.5;
    let mut is_unseen = false;
    attributes(element, |key, value| {
        is_unseen |= match key {
            "hidden" => matches!(value.trim(), "1" | "true"),
            key if key == size => value.trim().parse::<f64>().is_ok_and(|size| size < LEAST),
            _ => false,
        };
        Ok(())
    })?;
    Ok(is_unseen)
}

/// Notes the area of a merged cell.
fn note_merged(element: &BytesStart<'_>, cells: &mut impl Cells) -> Result<(), ReadError> {
    let Some(area) = attribute(element, "ref")? else { return Ok(()) };
    let Some((first, last)) = area.split_once(':') else { return Ok(()) };
    let (first, last) = (reference(first)?, reference(last)?);
    let (first, last) = (position(first.0, first.1)?, position(last.0, last.1)?);
    cells.note(Note::Merged(Area { rows: first.row..=last.row, columns: first.column..=last.column }))
}

fn shared_number(element: &BytesStart<'_>) -> Result<Option<u32>, ReadError> {
    if attribute(element, "t")?.as_deref() != Some("shared") {
        return Ok(None);
    }
    Ok(attribute(element, "si")?.and_then(|number| number.trim().parse().ok()))
}

fn plain_text(nodes: &mut Nodes<impl Events>, text: &mut String) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Text(piece)) => {
                fits(text.len() + piece.len())?;
                text.push_str(&piece);
            }
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}

fn row_number(element: &BytesStart<'_>) -> Result<Option<u64>, ReadError> {
    let Some(text) = attribute(element, "r")? else {
        return Ok(None);
    };
    let number: u64 = text.trim().parse().map_err(|_| damaged(format!("the row number {text}")))?;
    let row = number.checked_sub(1).ok_or_else(|| damaged("a row has the number 0"))?;
    position(row, 0).map(|at| Some(u64::from(at.row)))
}

/// Row and column of `D7`, from 0.
fn reference(text: &str) -> Result<(u64, u64), ReadError> {
    let wrong = || damaged(format!("the cell reference {text}"));
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return Err(wrong());
    }
    let column = text[..letters]
        .bytes()
        .fold(0_u64, |column, letter| column * 26 + u64::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u64 = text[letters..].parse().map_err(|_| wrong())?;
    Ok((row.checked_sub(1).ok_or_else(wrong)?, column - 1))
}
