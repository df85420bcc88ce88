//! The cells of one worksheet of an `.xlsx`, in one walk.
//!
//! Positions are optional in the format: a row or cell without `r` follows the one before it (some web exporters leave
//! them out). A formula whose result was never computed has no value: openpyxl writes such cells, and until Excel has
//! opened the file they are neither a number nor a blank.
//!
//! Columns are described before the cells, merged cells after them; a row or column of no height or width to speak of is as
//! hidden as one that says so. A formula that is filled over an area is written once, in its first cell, and has a number.

mod cell;
mod condition;
mod unseen;

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::strings::SharedStrings;
use super::styles::Styles;
use super::xml::{Events, Node, Nodes, attribute, attributes, local, local_end};
use super::{damaged, position};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note, Wanted};
use crate::reading::cells::grid::Area;
use cell::CellElement;
pub(super) use condition::Conditions;
use unseen::Unseen;

/// Hands the cells of a worksheet on as they come, until no more are wanted.
pub(super) fn read(
    nodes: Nodes<impl Events>,
    strings: &SharedStrings,
    styles: &Styles,
    conditions: &Conditions,
    cells: &mut impl Cells,
) -> Result<(), ReadError> {
    let (mut nodes, mut styles) = (nodes.terse(), Cow::Borrowed(styles));
    let (mut row, mut next_row, mut next_column) = (0_u64, 0_u64, 0_u64);
    let mut in_data = false;
    let mut cell = CellElement::default();
    let mut shared = HashMap::new();
    let mut unseen = Unseen::default();
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
                    if cells.wanted() == Wanted::All
                        && let Some(formula) = cell.formula_of(at, &mut shared)
                    {
                        cells.note(Note::Formula(at, formula))?;
                    }
                    let formats = cell.number().map_or_else(Vec::new, |number| conditions.formats(at, number));
                    let is_certain = !formats.is_empty();
                    for format in formats {
                        cell.style = styles.to_mut().under(cell.style, format)?;
                    }
                    cell.push(at, strings, &styles, cells)?;
                    if cells.wanted() == Wanted::All && cell.is_unseen(strings, &styles) {
                        unseen.add(at, is_certain);
                    }
                }
                _ => {}
            },
            Node::Open(element) | Node::Empty(element) => match local(&element) {
                "sheetData" => in_data = true,
                "col" => note_columns(&element, cells)?,
                "mergeCell" => note_merged(&element, cells)?,
                name => unseen.hear(name),
            },
            Node::Close(element) if local_end(&element) == "sheetData" => in_data = false,
            Node::Close(_) | Node::Text(_) => {}
        }
    }
    unseen.note(cells)
}

/// Notes a row that begins, if nobody sees it; its number from 0.
fn begin_row(element: &BytesStart<'_>, next: u64, cells: &mut impl Cells) -> Result<u64, ReadError> {
    let row = row_number(element)?.unwrap_or(next);
    if cells.wanted() >= Wanted::Seen && is_unseen(element, "ht")? {
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
