//! The pages of a file as one run of text and tables: what is printed on every page is left out, and tables that a page
//! break cut are put together again.

use super::super::blanks;
use super::cells::{FieldPlan, Table};
use super::flow;
use super::furniture::drop_furniture;
use super::guard::too_complex;
use super::joined::Joined;
use super::lines::{self, TextLine, UNKNOWN};
use super::marks::{Glyph, Length, Marks, POINT};
use super::{Meaning, limits, rules};
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::build::{Cells, GridBuilder, Note};
use crate::reading::cells::grid::{Area, CellKind, Grid, LeftOut, Origin, PagePiece};

/// Edges this near are the same.
pub(super) const NEAR: Length = 4 * POINT;
/// Cells in fonts that do not say what they hold; fewer are boxes to tick and other signs.
const UNKNOWN_CELLS: usize = 3;
/// What stands on a page, from top to bottom.
#[derive(Debug)]
pub(super) enum PageBlock {
    Line(TextLine),
    Table(Table),
}

/// A page as blocks.
#[derive(Debug)]
pub(super) struct PrintedPage {
    pub(super) height: Length,
    pub(super) blocks: Vec<PageBlock>,
    /// How many tables that began on pages before go on on it.
    pub(super) goes_on: u32,
}

/// Something to put into a grid.
enum GridPart {
    Text(Vec<String>),
    Table(Joined),
}

/// Reads pages of marks. `meaning` says what words mean in any form.
pub(super) fn grids(pages: &[Marks], meaning: &impl Fn(&str) -> Meaning) -> Result<Vec<Grid>, ReadError> {
    let mut sheets = pages.iter().map(sheet).collect::<Result<Vec<_>, _>>()?;
    for (sheet, number) in sheets.iter().zip(1..) {
        refuse_unknown(sheet, number)?;
    }
    drop_furniture(&mut sheets);
    flow::find_tables(&mut sheets, meaning);
    let is_label = &|words: &str| meaning(words) != Meaning::None;
    let mut builder = GridBuilder::default();
    let mut line_number = 0;
    for part in parts(sheets, is_label) {
        match part {
            GridPart::Text(lines) => {
                builder.begin(Origin::Text, false);
                for line in lines {
                    let cells = blanks::split(&line, is_label);
                    for (column, cell) in (0..).zip(&cells) {
                        builder.push(line_number, column, cell, CellKind::Text)?;
                    }
                    builder.widen(line_number, u32::try_from(cells.len()).unwrap_or(u32::MAX));
                    line_number += 1;
                }
            }
            GridPart::Table(Joined { pieces, table }) => {
                builder.begin(Origin::Pages(pieces.into()), false);
                let width = u32::try_from(table.edges.len() - 1).unwrap_or(u32::MAX);
                for cell in &table.cells {
                    let (row, column) = (position(cell.row), position(cell.column));
                    builder.push(row, column, &cell.text, CellKind::Text)?;
                    builder.widen(row, width);
                    if let Some(grid) = builder.current().filter(|_| !cell.left_out.is_empty()) {
                        grid.left_out.push(LeftOut { row, column, text: cell.left_out.clone() });
                    }
                    if cell.is_between && cell.row < cell.last_row {
                        let area = Area { rows: row..=position(cell.last_row), columns: column..=column };
                        builder.note(Note::Merged(area))?;
                    }
                }
            }
        }
    }
    Ok(builder.finish())
}

pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn sheet(marks: &Marks) -> Result<PrintedPage, ReadError> {
    let mut layouts = Vec::new();
    for lattice in rules::lattices(marks) {
        layouts.extend(FieldPlan::of(&lattice)?);
        if layouts.len() > limits::MAX_TABLES {
            return Err(too_complex("tables of a page", limits::MAX_TABLES));
        }
    }
    // A table inside another takes what stands in it.
    layouts.sort_by_key(|layout| i64::from(layout.frame().width()) * i64::from(layout.frame().height()));
    let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); layouts.len()];
    let mut outside = Vec::new();
    for glyph in &marks.glyphs {
        match layouts.iter().position(|layout| layout.holds(glyph.frame.center())) {
            Some(layout) => inside[layout].push(glyph),
            None => outside.push(glyph),
        }
    }
    let mut blocks: Vec<PageBlock> = lines::lines(&outside).into_iter().map(PageBlock::Line).collect();
    let tables = layouts.into_iter().zip(&inside).map(|(layout, glyphs)| layout.fill(glyphs));
    // Lines that nothing stands between are an ornament.
    blocks.extend(tables.filter(|table| table.cells.iter().any(|cell| !cell.text.is_empty())).map(PageBlock::Table));
    blocks.sort_by_key(|block| match block {
        PageBlock::Line(line) => (line.frame.center().1, line.frame.left),
        PageBlock::Table(table) => (table.frame.top, table.frame.left),
    });
    Ok(PrintedPage { height: marks.height, blocks, goes_on: 0 })
}

/// Refuses a page with a table in a font that does not say which characters its glyphs are.
fn refuse_unknown(sheet: &PrintedPage, page: u32) -> Result<(), ReadError> {
    let tables =
        sheet.blocks.iter().filter_map(|block| if let PageBlock::Table(table) = block { Some(table) } else { None });
    let unknown = tables.flat_map(|table| &table.cells).filter(|cell| cell.is_unknown).count();
    let lines =
        sheet.blocks.iter().filter_map(|block| if let PageBlock::Line(line) = block { Some(line) } else { None });
    let words: Vec<char> = lines.flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace()).collect();
    let lost = words.iter().filter(|c| **c == UNKNOWN).count();
    if unknown >= UNKNOWN_CELLS || lost * 5 > words.len().max(20) {
        return Err(ReadError::new(Problem::FontWithoutText).with("page", page));
    }
    Ok(())
}

/// The blocks of all pages in reading order, tables over several pages put together.
fn parts(sheets: Vec<PrintedPage>, is_label: &impl Fn(&str) -> bool) -> Vec<GridPart> {
    let mut parts: Vec<GridPart> = Vec::new();
    for (sheet, page) in sheets.into_iter().zip(1..) {
        let mut number = sheet.goes_on;
        for (at, block) in sheet.blocks.into_iter().enumerate() {
            match (block, parts.last_mut()) {
                (PageBlock::Line(line), Some(GridPart::Text(lines))) => lines.push(line.text),
                (PageBlock::Line(line), _) => parts.push(GridPart::Text(vec![line.text])),
                (PageBlock::Table(table), last) => {
                    number += 1;
                    match last {
                        Some(GridPart::Table(above)) if at == 0 && above.goes_on_in(&table, page) => {
                            above.append(table, (page, number), is_label);
                        }
                        _ => {
                            let later = (page + 1..).zip(&table.breaks);
                            let later = later.map(|(page, row)| PagePiece { page, table: 1, row: position(*row) });
                            let first = PagePiece { page, table: number, row: 0 };
                            let pieces = std::iter::once(first).chain(later).collect();
                            parts.push(GridPart::Table(Joined { pieces, table }));
                        }
                    }
                }
            }
        }
    }
    for part in &mut parts {
        if let GridPart::Table(joined) = part {
            joined.mend_labels(is_label);
        }
    }
    parts
}
