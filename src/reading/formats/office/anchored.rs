//! What is drawn on a sheet of an Office Open XML workbook over a cell: a text box or a picture that stands there instead of
//! a figure. The cell below holds nothing, and a person sees one all the same.
//!
//! Only what lies over one cell, or over the border of some few, is taken: a seal, a logo and a banner are none of any. What
//! a cell itself holds stays what it is.

use std::ops::RangeInclusive;

use quick_xml::events::BytesStart;

use super::package::{Package, PartSize};
use super::relations::Relations;
use super::xml::{Events, Node, Nodes, attribute, local, local_end};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::GridBuilder;
use crate::reading::cells::grid::{Area, CellKind, Position, trimmed};
use crate::reading::formats::raised;

/// In the units of drawings, of which 12,700 are a point: how far a drawing reaches into a column or row and is not said to
/// lie over it; and where in its first row one begins that lies over the next. A row is fifteen points high.
const SPILL_COLUMN: i64 = 114_300;
const SPILL_ROW: i64 = 76_200;
const LATE_ROW: i64 = 120_000;
/// As high as a figure may be that lies over several cells: a centimetre.
const HIGHEST: i64 = 360_000;

/// Over the border of so many rows, or columns, it may lie.
const SIDE: usize = 2;

/// Notes on the sheet under way what is drawn over its cells. `part` is that sheet.
pub(super) fn note(package: &mut Package<'_>, part: &str, grids: &mut GridBuilder) -> Result<(), ReadError> {
    let relations = Relations::of(package, part)?;
    let Some(drawing) = relations.part("drawing").filter(|drawing| package.has(drawing)) else { return Ok(()) };
    if let Some(grid) = grids.current() {
        grid.merged.sort_unstable_by_key(Area::first);
    }
    package.stream(drawing, PartSize::Whole, |content| read(Nodes::over(content), grids))
}

/// Reads the drawings of a part.
fn read(mut nodes: Nodes<impl Events>, grids: &mut GridBuilder) -> Result<(), ReadError> {
    let mut open: Option<Anchor> = None;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if matches!(local(&element), "oneCellAnchor" | "twoCellAnchor") => {
                open = Some(Anchor::default());
            }
            Node::Close(element) if matches!(local_end(&element), "oneCellAnchor" | "twoCellAnchor") => {
                if let Some(anchor) = open.take() {
                    anchor.put(grids)?;
                }
            }
            Node::Open(element) => {
                if let Some(anchor) = &mut open {
                    anchor.take(&element)?;
                }
            }
            Node::Close(element) => {
                if let Some(anchor) = &mut open {
                    anchor.close(local_end(&element));
                }
            }
            Node::Text(text) => {
                if let Some(anchor) = &mut open {
                    anchor.hear(&text);
                }
            }
            Node::Empty(_) => {}
        }
    }
    Ok(())
}

/// A corner of a drawing: a cell, and how far into it.
#[derive(Debug, Clone, Copy, Default)]
struct Corner {
    row: u32,
    row_offset: i64,
    column: u32,
    column_offset: i64,
}

/// What a text is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Column,
    ColumnOffset,
    Row,
    RowOffset,
    /// Letters of a text box.
    Letters,
}

/// A drawing that is open, and the cells it is bound to.
#[derive(Debug, Default)]
struct Anchor {
    from: Corner,
    to: Option<Corner>,
    part: Option<Part>,
    height: Option<i64>,
    text: String,
    /// Boxes with text.
    boxes: usize,
    holds_picture: bool,
    is_hidden: bool,
    /// Some of its letters do not count as they stand.
    is_doubtful: bool,
}

impl Anchor {
    /// Takes an element of it.
    fn take(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.part = None;
        match local(element) {
            "to" => self.to = Some(Corner::default()),
            "col" => self.part = Some(Part::Column),
            "colOff" => self.part = Some(Part::ColumnOffset),
            "row" => self.part = Some(Part::Row),
            "rowOff" => self.part = Some(Part::RowOffset),
            "t" => self.part = Some(Part::Letters),
            "ext" => {
                let height = attribute(element, "cy")?.and_then(|height| height.trim().parse().ok());
                self.height = self.height.or(height);
            }
            "cNvPr" => self.is_hidden |= attribute(element, "hidden")?.is_some_and(|is| is == "1" || is == "true"),
            "txBody" => self.boxes += 1,
            "rPr" => {
                let says = |name: &str, nothing: &str| -> Result<bool, ReadError> {
                    Ok(attribute(element, name)?.is_some_and(|said| said != nothing))
                };
                self.is_doubtful |= says("strike", "noStrike")? || says("baseline", "0")?;
            }
            // A picture, and what was written with a pen.
            "pic" | "contentPart" => self.holds_picture = true,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.part = None;
        if name == "p" {
            self.push("\n");
        }
    }

    fn hear(&mut self, text: &str) {
        let corner = self.to.as_mut().unwrap_or(&mut self.from);
        let (number, offset) = (|| text.trim().parse::<u32>().ok(), || text.trim().parse::<i64>().ok());
        match self.part {
            Some(Part::Column) => corner.column = number().unwrap_or(corner.column),
            Some(Part::ColumnOffset) => corner.column_offset = offset().unwrap_or(corner.column_offset),
            Some(Part::Row) => corner.row = number().unwrap_or(corner.row),
            Some(Part::RowOffset) => corner.row_offset = offset().unwrap_or(corner.row_offset),
            Some(Part::Letters) => self.push(text),
            None => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.text.len() + text.len() <= limits::MAX_FIELD_BYTES {
            self.text.push_str(text);
        }
    }

    /// The rows and columns it lies over.
    fn area(&self) -> Area {
        let first = self.from;
        let Some(mut last) = self.to else {
            return Area { rows: first.row..=first.row, columns: first.column..=first.column };
        };
        if last.column > first.column && last.column_offset <= SPILL_COLUMN {
            last.column -= 1;
        }
        if last.row > first.row && last.row_offset <= SPILL_ROW {
            last.row -= 1;
        }
        let is_late = last.row > first.row && first.row_offset >= LATE_ROW;
        Area { rows: first.row + u32::from(is_late)..=last.row, columns: first.column..=last.column }
    }

    /// Puts it on the cells below it.
    fn put(self, grids: &mut GridBuilder) -> Result<(), ReadError> {
        let text = trimmed(&self.text);
        let Some(grid) = grids.current().filter(|_| !self.is_hidden && (self.holds_picture || !text.is_empty())) else {
            return Ok(());
        };
        let area = self.area();
        let (rows, columns) = (area.rows.clone().take(SIDE + 1), area.columns.clone().take(SIDE + 1));
        let all = rows.flat_map(|row| columns.clone().map(move |column| Position { row, column }));
        let mut cells: Vec<Position> = all.map(|at| grid.covering(at).unwrap_or(at)).collect();
        cells.retain(|at| at.row < limits::MAX_ROWS && at.column < limits::MAX_COLUMNS);
        cells.sort_unstable();
        cells.dedup();
        let is_large = |side: &RangeInclusive<u32>| side.clone().nth(SIDE).is_some();
        let is_high = self.height.is_some_and(|height| height > HIGHEST);
        let is_alone = cells.len() == 1 && (self.to.is_some() || !is_high);
        if !is_alone && (is_high || is_large(&area.rows) || is_large(&area.columns)) {
            return Ok(());
        }
        let is_figure = !self.holds_picture && !self.is_doubtful && self.boxes == 1 && raised::is_wordless(text);
        match cells.as_slice() {
            [at] if is_figure => grids.push(at.row, at.column, text, CellKind::Text),
            _ => {
                grid.pictures.append(&mut cells);
                Ok(())
            }
        }
    }
}
