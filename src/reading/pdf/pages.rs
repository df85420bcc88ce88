//! The pages of a file as one run of text and tables: what is printed on every page is left out, and tables that a page
//! break cut are put together again.

use std::collections::HashMap;

use super::super::grid::{CellKind, Grid, GridBuilder, Origin, Piece};
use super::super::problem::{Problem, ReadError};
use super::Meaning;
use super::cells::{Cell, Layout, Table};
use super::columns;
use super::guard::too_complex;
use super::limits;
use super::lines::{self, TextLine, UNKNOWN};
use super::marks::{Glyph, Length, Marks, POINT};
use super::rules;

/// Edges this near are the same.
const NEAR: Length = 4 * POINT;
/// Cells in fonts that do not say what they hold; fewer are boxes to tick and other signs.
const UNKNOWN_CELLS: usize = 3;
/// How far from the top or bottom what is printed on every page stands, in parts of the page.
const MARGIN: Length = 8;

/// What stands on a page, from top to bottom.
#[derive(Debug)]
enum Block {
    Line(TextLine),
    Table(Table),
}

/// A page as blocks.
#[derive(Debug)]
struct Sheet {
    height: Length,
    blocks: Vec<Block>,
}

/// A table that has the pieces of the pages it goes over.
struct Joined {
    pieces: Vec<Piece>,
    table: Table,
}

/// Something to put into a grid.
enum Part {
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
    for sheet in &mut sheets {
        sheet.blocks = with_columns(std::mem::take(&mut sheet.blocks), meaning);
    }
    let is_label = &|words: &str| meaning(words) != Meaning::None;
    let mut builder = GridBuilder::default();
    let mut line_number = 0;
    for part in parts(sheets, is_label) {
        match part {
            Part::Text(lines) => {
                builder.begin(Origin::Text, false);
                for line in lines {
                    let cells = super::super::blanks::split(&line, is_label);
                    for (column, cell) in (0..).zip(&cells) {
                        builder.push(line_number, column, cell, CellKind::Text)?;
                    }
                    builder.widen(line_number, u32::try_from(cells.len()).unwrap_or(u32::MAX));
                    line_number += 1;
                }
            }
            Part::Table(Joined { pieces, table }) => {
                builder.begin(Origin::Pages(pieces.into()), false);
                let width = u32::try_from(table.edges.len() - 1).unwrap_or(u32::MAX);
                for cell in &table.cells {
                    let (row, column) = (position(cell.row), position(cell.column));
                    builder.push(row, column, &cell.text, CellKind::Text)?;
                    builder.widen(row, width);
                }
            }
        }
    }
    Ok(builder.finish())
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn sheet(marks: &Marks) -> Result<Sheet, ReadError> {
    let mut layouts = Vec::new();
    for lattice in rules::lattices(marks) {
        layouts.extend(Layout::of(&lattice)?);
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
    let mut blocks: Vec<Block> = lines::lines(&outside).into_iter().map(Block::Line).collect();
    let tables = layouts.into_iter().zip(&inside).map(|(layout, glyphs)| layout.fill(glyphs));
    // Lines that nothing stands between are an ornament.
    blocks.extend(tables.filter(|table| table.cells.iter().any(|cell| !cell.text.is_empty())).map(Block::Table));
    blocks.sort_by_key(|block| match block {
        Block::Line(line) => (line.frame.center().1, line.frame.left),
        Block::Table(table) => (table.frame.top, table.frame.left),
    });
    Ok(Sheet { height: marks.height, blocks })
}

/// The blocks of a page with the tables that stand in its lines of text.
fn with_columns(blocks: Vec<Block>, meaning: &impl Fn(&str) -> Meaning) -> Vec<Block> {
    let (mut out, mut lines) = (Vec::new(), Vec::new());
    let end_lines = |lines: &mut Vec<TextLine>, out: &mut Vec<Block>| {
        out.extend(columns::tables(std::mem::take(lines), meaning).into_iter().map(|found| match found {
            columns::Found::Line(line) => Block::Line(line),
            columns::Found::Table(table) => Block::Table(table),
        }));
    };
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(line),
            Block::Table(table) => {
                end_lines(&mut lines, &mut out);
                out.push(Block::Table(table));
            }
        }
    }
    end_lines(&mut lines, &mut out);
    out
}

/// Refuses a page with a table in a font that does not say which characters its glyphs are.
fn refuse_unknown(sheet: &Sheet, page: u32) -> Result<(), ReadError> {
    let tables = sheet.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let unknown = tables.flat_map(|table| &table.cells).filter(|cell| cell.is_unknown).count();
    let lines = sheet.blocks.iter().filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None });
    let words: Vec<char> = lines.flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace()).collect();
    let lost = words.iter().filter(|c| **c == UNKNOWN).count();
    if unknown >= UNKNOWN_CELLS || lost * 5 > words.len().max(20) {
        return Err(ReadError::new(Problem::FontWithoutText).with("page", page));
    }
    Ok(())
}

/// Leaves out what is printed on every page, except the first time, and the numbers of the pages.
fn drop_furniture(sheets: &mut [Sheet]) {
    let key = |line: &TextLine| (without_page_number(&line.text), line.frame.center().1 / NEAR);
    let mut times: HashMap<(String, Length), usize> = HashMap::new();
    for sheet in sheets.iter() {
        for line in sheet.edge_lines() {
            *times.entry(key(line)).or_default() += 1;
        }
    }
    let mut seen: HashMap<(String, Length), usize> = HashMap::new();
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        sheet.blocks.retain(|block| match block {
            Block::Line(line) if is_at_edge(line, height) => {
                let key = key(line);
                let is_repeated = times.get(&key).is_some_and(|times| *times > 1);
                let earlier = seen.entry(key).or_default();
                *earlier += 1;
                !is_page_number(&line.text) && !(is_repeated && *earlier > 1)
            }
            _ => true,
        });
    }
}

impl Sheet {
    fn edge_lines(&self) -> impl Iterator<Item = &TextLine> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) if is_at_edge(line, self.height) => Some(line),
            _ => None,
        })
    }
}

fn is_at_edge(line: &TextLine, height: Length) -> bool {
    let y = line.frame.center().1;
    y < height / MARGIN || y > height - height / MARGIN
}

/// A line without the numbers in it that may be a page's: a year stays, for a title of another year is another title.
fn without_page_number(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let years: String = words.filter(|run| run.len() > 3).collect();
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).chain(years.chars()).collect()
}

/// `- 3 -`, `第 3 页 共 5 页`, `3 / 5`.
fn is_page_number(text: &str) -> bool {
    let has_digit = text.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let is_mark = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || c.is_whitespace() || "-—–－·/第页共".contains(c);
    has_digit && text.chars().count() <= 16 && text.chars().all(is_mark)
}

/// The blocks of all pages in reading order, tables over several pages put together.
fn parts(sheets: Vec<Sheet>, is_label: &impl Fn(&str) -> bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (sheet, page) in sheets.into_iter().zip(1..) {
        let mut number = 0;
        for (at, block) in sheet.blocks.into_iter().enumerate() {
            match (block, parts.last_mut()) {
                (Block::Line(line), Some(Part::Text(lines))) => lines.push(line.text),
                (Block::Line(line), _) => parts.push(Part::Text(vec![line.text])),
                (Block::Table(table), last) => {
                    number += 1;
                    match last {
                        Some(Part::Table(above)) if at == 0 && above.goes_on_in(&table, page) => {
                            above.append(table, (page, number), is_label);
                        }
                        _ => {
                            let pieces = vec![Piece { page, table: number, row: 0 }];
                            parts.push(Part::Table(Joined { pieces, table }));
                        }
                    }
                }
            }
        }
    }
    parts
}

impl Joined {
    /// Whether a table at the top of `page` is the rest of this one.
    fn goes_on_in(&self, below: &Table, page: u32) -> bool {
        let is_next = self.pieces.last().is_some_and(|piece| piece.page + 1 == page);
        let has = |edges: &[Length], at: Length| edges.iter().any(|edge| (edge - at).abs() <= NEAR);
        let (mine, its) = (&self.table.edges, &below.edges);
        let ends = |edges: &[Length]| edges.first().copied().zip(edges.last().copied());
        let is_as_wide = ends(mine).zip(ends(its)).is_some_and(|(mine, its)| {
            (mine.0 - its.0).abs() <= NEAR && (mine.1 - its.1).abs() <= NEAR
        });
        self.table.is_ruled && below.is_ruled && is_next && is_as_wide && (its.iter().all(|edge| has(mine, *edge)) || mine.iter().all(|edge| has(its, *edge)))
    }

    fn append(&mut self, below: Table, (page, number): (u32, u32), is_label: &impl Fn(&str) -> bool) {
        let edges = union(&self.table.edges, &below.edges);
        let column = |own: &[Length], at: usize| {
            own.get(at).and_then(|x| edges.iter().position(|edge| (edge - x).abs() <= NEAR)).unwrap_or(at)
        };
        for cell in &mut self.table.cells {
            cell.column = column(&self.table.edges, cell.column);
        }
        let (first_row, last_row) = (self.table.rows, self.table.rows - 1);
        let mut cells = below.cells;
        for cell in &mut cells {
            cell.column = column(&below.edges, cell.column);
            cell.row += first_row;
            cell.last_row += first_row;
        }
        mend(&mut self.table.cells, &mut cells, (last_row, first_row), is_label);
        self.pieces.push(Piece { page, table: number, row: position(first_row) });
        self.table.cells.extend(cells);
        self.table.rows += below.rows;
        self.table.edges = edges;
    }
}

/// The edges of both, each once.
fn union(a: &[Length], b: &[Length]) -> Vec<Length> {
    let mut all: Vec<Length> = a.to_vec();
    for edge in b {
        if !all.iter().any(|known| (known - edge).abs() <= NEAR) {
            all.push(*edge);
        }
    }
    all.sort_unstable();
    all
}

/// Puts together what the break cut: a label that is one only with the words on the next page, and with a row's own
/// label the whole row, if only one half of it has figures.
fn mend(above: &mut [Cell], below: &mut [Cell], (last, first): (usize, usize), is_label: &impl Fn(&str) -> bool) {
    let pairs: Vec<(usize, usize)> = above
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.last_row == last)
        .filter_map(|(up, cell)| {
            let down = below.iter().position(|other| other.row == first && other.column == cell.column)?;
            Some((up, down))
        })
        .collect();
    let is_cut = |up: &Cell, down: &Cell| {
        let whole = format!("{}{}", up.text, down.text);
        !up.text.is_empty() && !down.text.is_empty() && is_label(&whole) && !(is_label(&up.text) && is_label(&down.text))
    };
    let cut: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|(up, down)| is_cut(&above[*up], &below[*down])).collect();
    // The label of a row takes up one row on each side; that of a group more.
    let is_row = cut.iter().any(|(up, down)| above[*up].row == last && below[*down].last_row == first);
    let has_figure = |cells: &[Cell], at: usize| cells[at].text.contains(|c: char| c.is_ascii_digit()) && !is_label(&cells[at].text);
    let figures_above = pairs.iter().any(|(up, _)| has_figure(above, *up));
    let figures_below = pairs.iter().any(|(_, down)| has_figure(below, *down));
    for (up, down) in pairs {
        let whole_row = is_row && !(figures_above && figures_below);
        if cut.contains(&(up, down)) || (whole_row && below[down].last_row == first && above[up].row == last) {
            let text = std::mem::take(&mut below[down].text);
            above[up].text.push_str(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_known() {
        for text in ["-3-", "— 3 —", "第 3 页 共 5 页", "3 / 5", "３"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["三、", "- -", "2023年政府信息公开工作年度报告", "第二十条第（一）项"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    fn cell(row: usize, column: usize, last_row: usize, text: &str) -> Cell {
        Cell { row, column, last_row, text: text.to_owned(), is_unknown: false }
    }

    #[test]
    fn a_label_that_a_page_break_cut_is_mended() {
        let is_label = |text: &str| ["（四）无法提供", "5.要求行政机关确认或重新出具已获取信息", "2.重复申请"].contains(&text);
        let mut above = [cell(0, 0, 1, "（四）无"), cell(1, 1, 1, "2.重复申请"), cell(1, 2, 1, "3")];
        let mut below = [cell(2, 0, 3, "法提供"), cell(2, 1, 2, "3.其他"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, (1, 2), &is_label);
        assert_eq!((&*above[0].text, &*below[0].text, &*below[1].text, &*below[2].text), ("（四）无法提供", "", "3.其他", "4"));
    }

    #[test]
    fn a_row_that_a_page_break_cut_is_mended() {
        let is_label = |text: &str| text == "5.要求行政机关确认或重新出具已获取信息";
        let mut above = [cell(1, 1, 1, "5.要求行政机关确认或重"), cell(1, 2, 1, "")];
        let mut below = [cell(2, 1, 2, "新出具已获取信息"), cell(2, 2, 2, "4")];
        mend(&mut above, &mut below, (1, 2), &is_label);
        assert_eq!((&*above[0].text, &*above[1].text, &*below[1].text), ("5.要求行政机关确认或重新出具已获取信息", "4", ""));
    }
}
