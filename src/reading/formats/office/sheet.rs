//! The cells of one worksheet of an `.xlsx`, in one walk.
//!
//! Positions are optional in the format: a row or cell without `r` follows the one before it (some web exporters leave
//! them out). A formula whose result was never computed has no value: openpyxl writes such cells, and until Excel has
//! opened the file they are neither a number nor a blank.

use quick_xml::events::BytesStart;

use super::strings::{RichText, SharedStrings, rich_text, unescaped};
use super::styles::Styles;
use super::xml::{Events, Node, Nodes, attribute, attributes, local};
use super::{calendar, damaged, number, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Cells};

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
    let mut cell = Cell::default();
    while !cells.is_done() {
        let Some(node) = nodes.next()? else { break };
        match node {
            // A row or cell without content counts all the same.
            Node::Empty(element) if in_data => match local(&element) {
                "row" => next_row = row_number(&element)?.unwrap_or(next_row) + 1,
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
                    row = row_number(&element)?.unwrap_or(next_row);
                    (next_row, next_column) = (row + 1, 0);
                }
                "c" => {
                    cell.open(&element)?;
                    let (at_row, at_column) = cell.reference.unwrap_or((row, next_column));
                    next_column = at_column + 1;
                    cell.fill(&mut nodes)?;
                    cell.push(position(at_row, at_column)?, strings, styles, cells)?;
                }
                _ => {}
            },
            Node::Open(element) => in_data = local(&element) == "sheetData",
            Node::Close(element) if element.local_name().into_inner() == "sheetData" => in_data = false,
            Node::Empty(_) | Node::Close(_) | Node::Text(_) => {}
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
struct Cell {
    reference: Option<(u64, u64)>,
    style: usize,
    stored: Stored,
    formula: Option<String>,
    has_value: bool,
    value: String,
    /// What a person does not count of a text that stands in the cell itself.
    left_out: String,
}

impl Cell {
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
                    "f" => plain_text(nodes, self.formula.get_or_insert_default())?,
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
                    "f" => self.formula = self.formula.take().or(Some(String::new())),
                    _ => {}
                },
                Some(Node::Close(_) | Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn push(
        &self,
        (row, column): (u32, u32),
        strings: &SharedStrings,
        styles: &Styles,
        cells: &mut impl Cells,
    ) -> Result<(), ReadError> {
        let value = self.value.trim();
        cells.leave_out(row, column, &self.left_out);
        match (self.stored, &self.formula) {
            // A formula whose result is the empty text says so: `t="str"` and an empty value.
            (Stored::Text, _) if self.has_value => cells.push(row, column, &unescaped(&self.value), CellKind::Text),
            (_, Some(formula)) if value.is_empty() => {
                cells.push(row, column, &format!("={formula}"), CellKind::Uncomputed)
            }
            _ if value.is_empty() => Ok(()),
            (Stored::Shared, _) => {
                let index = value.parse().map_err(|_| damaged(format!("a cell refers to the text {value}")))?;
                cells.leave_out(row, column, strings.left_out(index).unwrap_or_default());
                cells.push(row, column, strings.get(index)?, CellKind::Text)
            }
            // Unescaped where the runs were joined.
            (Stored::Inline | Stored::Text, _) => cells.push(row, column, value, CellKind::Text),
            (Stored::Bool, _) => cells.push(row, column, if value == "0" { "FALSE" } else { "TRUE" }, CellKind::Text),
            (Stored::Error, _) => cells.push(row, column, value, CellKind::Error),
            (Stored::Date, _) => match calendar::serial_of_date(value).and_then(number::plain) {
                Some(serial) => cells.push(row, column, &serial, CellKind::Date),
                None => cells.push(row, column, value, CellKind::Text),
            },
            (Stored::Number, _) => number::push_text(cells, (row, column), value, styles.is_date(self.style)),
        }
    }
}

fn plain_text(nodes: &mut Nodes<impl Events>, text: &mut String) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Text(piece)) => text.push_str(&piece),
            Some(_) => {}
            None => break,
        }
        // In pieces, with a comment between each, a text could be longer than any event.
        if text.len() as u64 > limits::MAX_PART_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_PART_BYTES));
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
    position(row, 0).map(|(row, _)| Some(u64::from(row)))
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
