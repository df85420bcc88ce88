//! Summaries as offices keep them for people: a head of several rows, whose words stand over each other, above a row for each
//! agency; or the indicators below each other, in one column or in several, and an agency in each column.
//!
//! Either is made into what a data set is, with one row that heads it: the words over a column are its name, from the top to
//! the bottom, and what has its agencies side by side is turned. A summary is told by its agencies and by the cells that its
//! columns name: a statutory table, whose columns name applicants and results, is none.

use std::collections::BTreeSet;
use std::ops::Range;

use super::body;
use super::top::{self, TopRow, is_title};
use super::year_of_field;
use crate::model::{Unit, fold};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::{Area, CellKind, Grid, GridCell, GridRow, HiddenLines, LeftOut, Origin, Position};
use crate::reading::cells::lexicon::{ColumnRole, LEXICON};
use crate::reading::cells::number;
use crate::reading::recognise::Recogniser;
use crate::reading::recognise::year_words::YearWords;

/// Rows that a head may have.
const MOST_LEVELS: usize = 6;

/// Columns in the first of which the agencies stand, or the numbers of the rows before them.
const MOST_BEFORE: u32 = 3;

/// Rows of titles above a head.
const MOST_TITLES: usize = TopRow::MOST_TITLES;

/// Rows of records by which a summary is told.
const MOST_TOLD: usize = 200;

/// Cells of the form that the columns of a summary name. Fewer are an extract.
const ENOUGH: usize = 5;

/// The data sets that a grid is once each head is one row, if it is a summary, or several below each other; or the grid as it is,
/// if its head has gaps and is one row all the same.
///
/// # Errors
/// As [`TopRow::read`].
pub(in crate::reading) fn summaries(grid: &Grid, recogniser: &Recogniser) -> Result<Vec<Grid>, ReadError> {
    let column = agency_column(grid);
    let upright = || {
        let column = column?;
        apart(grid, column).iter().map(|block| headed(block, column, recogniser)).collect::<Option<Vec<_>>>()
    };
    let turned = || {
        let turned = turned(grid)?;
        Some(vec![headed(&turned, agency_column(&turned)?, recogniser)?])
    };
    if let Some(summaries) = upright().or_else(turned) {
        return Ok(summaries);
    }
    let is_headed = column.is_some() && top::header(grid, recogniser)?.is_some();
    Ok(is_headed.then(|| grid.clone()).into_iter().collect())
}

/// The blocks of a grid that has its head again further down, each with the titles above its head.
fn apart(grid: &Grid, column: u32) -> Vec<Grid> {
    let has_figures = |row: &GridRow| row.cells.iter().any(|cell| number::is_meant(&cell.text, cell.kind));
    let is_head = |row: &GridRow| row.text(column).is_some_and(is_agency) && row.cells.len() > 2 && !has_figures(row);
    let mut blocks = Vec::new();
    let mut begin = 0;
    for (at, _) in grid.rows.iter().enumerate().filter(|(_, row)| is_head(row)) {
        let titles = grid.rows[begin..at].iter().rev().take_while(|row| row.cells.len() == 1).count();
        if grid.rows[begin..at].iter().any(has_figures) {
            blocks.push(begin..at - titles);
            begin = at - titles;
        }
    }
    blocks.push(begin..grid.rows.len());
    blocks.into_iter().map(|rows| Grid { rows: grid.rows[rows].to_vec(), ..grid.clone() }).collect()
}

/// Whether a grid is a summary with a row for each agency, and its head has several rows.
pub(super) fn is_headed(grid: &Grid, recogniser: &Recogniser) -> bool {
    let Some(column) = agency_column(grid) else { return false };
    head(grid, column).is_some_and(|head| head.len() > 1) && headed(grid, column, recogniser).is_some()
}

/// The rows of the head above the first agency.
fn head(grid: &Grid, column: u32) -> Option<Range<usize>> {
    // What heads the column, or the numbers of the others: 序号 | 1 | 2 | 3.
    let is_head = |text: &str| LEXICON.column_role(text).is_some() || LEXICON.numbering_names.have(text);
    let is_told = |row: &GridRow| row.text(column).is_some_and(is_head);
    let is_record = |row: &GridRow| {
        let has_figures = row.cells.iter().any(|cell| cell.column > column && number::is_meant(&cell.text, cell.kind));
        has_figures && row.text(column).is_some_and(|text| !number::is_meant(text, CellKind::Text)) && !is_told(row)
    };
    let first = grid.rows.iter().take(MOST_TITLES + MOST_LEVELS).position(is_record)?;
    let is_title = |row: &GridRow| is_title(&row.into());
    let titles = grid.rows[..first].iter().position(|row| !is_title(row))?;
    Some(titles..first).filter(|head| head.len() <= MOST_LEVELS)
}

/// A summary with a row for each agency, with its head in one row.
fn headed(grid: &Grid, column: u32, recogniser: &Recogniser) -> Option<Grid> {
    let Range { start: titles, end: first } = head(grid, column)?;
    let (head, records) = (&grid.rows[titles..first], &grid.rows[first..]);
    let mut names = Head::of(grid, head, column).names(recogniser);
    name_times(&mut names, records, column);
    let with_figures: BTreeSet<u32> = records
        .iter()
        .take(MOST_TOLD)
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.column > column && number::is_meant(&cell.text, cell.kind))
        .map(|cell| cell.column)
        .collect();
    let known = names.iter().filter(|name| name.is_known && with_figures.contains(&name.column)).count();
    if known < ENOUGH || 2 * known < with_figures.len() {
        return None;
    }
    let last = &head[head.len() - 1];
    let called = head.iter().filter_map(|row| row.text(column)).find(|text| is_agency(text));
    let called = called.unwrap_or(LEXICON.name_of(ColumnRole::Agency));
    let width = head.iter().filter_map(|row| row.width).max();
    let mut row = GridRow { index: last.index, width, ..GridRow::default() };
    row.cells.push(GridCell { column, text: called.to_owned(), kind: CellKind::Text });
    row.cells.extend(names.into_iter().map(|name| name.cell));
    row.settle();
    let rows = grid.rows[..titles].iter().cloned().chain([row]).chain(records.iter().cloned()).collect();
    Some(Grid { rows, ..grid.clone() })
}

/// Gives a column between the agencies and their figures its name that says of which year or time each row is: 2022年, 上年.
fn name_times(names: &mut Vec<ColumnName>, records: &[GridRow], agency: u32) {
    let Some(end) = names.iter().filter(|name| name.is_known).map(|name| name.column).min() else { return };
    for column in agency + 1..end {
        let texts = || records.iter().take(MOST_TOLD).filter_map(|row| row.text(column));
        let is_year = texts().all(|text| year_of_field(text).is_some());
        if texts().next().is_none() || !(is_year || texts().all(|text| YearWords::of(&fold(text).body).is_some())) {
            continue;
        }
        let called = LEXICON.name_of(if is_year { ColumnRole::Year } else { ColumnRole::Period });
        let cell = GridCell { column, text: called.to_owned(), kind: CellKind::Text };
        names.retain(|name| name.column != column);
        names.push(ColumnName { column, cell, is_known: false });
    }
}

/// Whether a word heads the agencies and nothing else.
fn is_agency(word: &str) -> bool {
    LEXICON.column_role(word) == Some(ColumnRole::Agency)
}

/// Whether a text names an agency where nothing says so.
fn is_named(text: &str) -> bool {
    LEXICON.ends_as_agency(text)
}

/// The column of the agencies: one that is called so above the first figures, or one with several of them below each other.
fn agency_column(grid: &Grid) -> Option<u32> {
    let has_figures = |row: &&GridRow| row.cells.iter().any(|cell| number::is_meant(&cell.text, cell.kind));
    let rows = grid.rows.iter().take(MOST_TITLES + MOST_LEVELS).take_while(|row| !has_figures(row));
    let cells = rows.flat_map(|row| row.cells.iter().take_while(|cell| cell.column < MOST_BEFORE));
    let called: Vec<&GridCell> = cells.filter(|cell| is_agency(&cell.text)).collect();
    let has_several = |column: u32| {
        let named = grid.rows.iter().take(MOST_TOLD).filter_map(|row| row.text(column));
        named.filter(|text| is_named(text)).nth(1).is_some()
    };
    // 单位 may be the unit; where agencies stand below it, what stands before it are their places or their kinds.
    let told = called.iter().find(|cell| !LEXICON.is_vague_column(&cell.text));
    let told = told.or_else(|| called.iter().find(|cell| has_several(cell.column)));
    told.map(|cell| cell.column).or_else(|| (0..MOST_BEFORE).find(|column| has_several(*column)))
}

/// The rows of a head, from the top.
struct Head<'g> {
    grid: &'g Grid,
    /// Those that name something.
    levels: Vec<&'g GridRow>,
    /// A row of nothing but units.
    units: Option<&'g GridRow>,
    /// The column of the agencies.
    agency: u32,
}

/// What a column is called.
struct ColumnName {
    column: u32,
    cell: GridCell,
    /// It is a cell of a form.
    is_known: bool,
}

impl<'g> Head<'g> {
    /// Rows that number the columns say nothing.
    fn of(grid: &'g Grid, rows: &'g [GridRow], agency: u32) -> Self {
        let all = |row: &GridRow, is_one: fn(&str) -> bool| {
            let mut behind = row.cells.iter().filter(|cell| cell.column > agency).peekable();
            behind.peek().is_some() && behind.all(|cell| is_one(&cell.text))
        };
        let is_unit = |row: &GridRow| all(row, |text| LEXICON.is_unit(text) || LEXICON.is_placeholder(text));
        // Years are no numbers of columns.
        let is_number = |row: &GridRow| all(row, |text| body::number(text).is_some_and(|number| number < 1_000));
        let units = rows.iter().find(|row| is_unit(row));
        // 一、县直部门 directly below a head heads those that follow.
        let is_group = |row: &GridRow| row.cells.iter().all(|cell| cell.column <= agency);
        let levels = rows.iter().filter(|row| !is_unit(row) && !is_number(row) && !is_group(row)).collect();
        Self { grid, levels, units, agency }
    }

    /// The name of each column that has one.
    fn names(&self, recogniser: &Recogniser) -> Vec<ColumnName> {
        let columns: BTreeSet<u32> = self.levels.iter().flat_map(|row| &row.cells).map(|cell| cell.column).collect();
        let mut before: Vec<Option<&GridCell>> = vec![None; self.levels.len()];
        let mut names = Vec::new();
        for column in columns.into_iter().filter(|column| *column != self.agency) {
            let over = self.over(column, &before);
            let mut path: Vec<&str> = over.iter().flatten().map(|cell| cell.text.as_str()).collect();
            path.dedup();
            let unit = self.units.and_then(|units| units.text(column)).and_then(Unit::named);
            let called = |path: &[&str]| {
                let name = path.join("/");
                unit.map_or(name.clone(), |unit| format!("{name}（{}）", unit.word()))
            };
            // What stands over all columns of a table or of a chapter may be in nobody's form.
            let is_droppable =
                |word: &str| !LEXICON.has_other_thing(word) && word.chars().filter(char::is_ascii_digit).count() < 4;
            let from = path.iter().position(|word| !is_droppable(word)).map_or(path.len(), |at| at + 1).min(path.len());
            let known = (0..from).map(|from| called(&path[from..])).find(|name| recogniser.name(name).is_known());
            let is_known = known.is_some();
            let cell = GridCell { column, text: known.unwrap_or_else(|| called(&path)), kind: CellKind::Text };
            names.push(ColumnName { column, cell, is_known });
            before = over;
        }
        names
    }

    /// The cell of each level that stands over a column: its own, or that of the column before it, if it reaches so far.
    fn over(&self, column: u32, before: &[Option<&'g GridCell>]) -> Vec<Option<&'g GridCell>> {
        let own = |level: usize| self.levels[level].cell(column);
        let mut over: Vec<Option<&GridCell>> = Vec::with_capacity(self.levels.len());
        for level in 0..self.levels.len() {
            let is_same = |at: usize| over[at].map(|cell| cell.column) == before[at].map(|cell| cell.column);
            let has_own_below = (level + 1..self.levels.len()).any(|below| own(below).is_some());
            let reaches = |cell: &&GridCell| column > self.agency && has_own_below && self.reaches(level, cell, column);
            let left = || before[level].filter(reaches).filter(|_| (0..level).all(is_same));
            over.push(own(level).or_else(left));
        }
        over
    }

    /// Whether a cell reaches a column: as far as it is merged, or, where it is not, to the next.
    fn reaches(&self, level: usize, cell: &GridCell, column: u32) -> bool {
        let first = Position { row: self.levels[level].index, column: cell.column };
        let area = self.grid.merged.iter().find(|area| area.first() == first);
        area.is_none_or(|area| area.columns.contains(&column))
    }
}

/// A grid with its rows as columns below its titles, if the agencies stand side by side on one of its first rows.
fn turned(grid: &Grid) -> Option<Grid> {
    let mut rows = grid.rows.iter().take(MOST_TITLES + MOST_LEVELS);
    let head = rows.find(|row| row.cells.iter().filter(|cell| is_named(&cell.text)).nth(1).is_some())?.index;
    let (titles, body): (Vec<&GridRow>, Vec<&GridRow>) = grid.rows.iter().partition(|row| row.index < head);
    let end = body.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column + 1).max()?;
    let mut turned: Vec<GridRow> =
        (0..end).map(|column| GridRow { index: head + column, ..GridRow::default() }).collect();
    for row in &body {
        for cell in &row.cells {
            turned[cell.column as usize].cells.push(GridCell { column: row.index - head, ..cell.clone() });
        }
    }
    // 备注, 占比 and 较上年增减 beside the agencies are none.
    let is_other = |text: &str| LEXICON.has_other_thing(text) || LEXICON.note_marks.have(text);
    turned.retain(|row| !row.cells.is_empty() && !row.text(0).is_some_and(is_other));
    let at = |position: Position| match position.row.checked_sub(head) {
        Some(row) => Position { row: head + position.column, column: row },
        None => position,
    };
    let mut shown: Vec<_> = grid.shown.iter().map(|(position, shown)| (at(*position), shown.clone())).collect();
    shown.sort_by_key(|(position, _)| *position);
    let left_out = grid.left_out.iter().map(|one| {
        let Position { row, column } = at(Position { row: one.row, column: one.column });
        LeftOut { row, column, text: one.text.clone() }
    });
    let mut left_out: Vec<LeftOut> = left_out.collect();
    left_out.sort_by_key(|one| (one.row, one.column));
    let merged = grid.merged.iter().filter(|area| *area.rows.start() >= head).map(|area| Area {
        rows: head + area.columns.start()..=head + area.columns.end(),
        columns: area.rows.start() - head..=area.rows.end() - head,
    });
    let mut hidden = HiddenLines {
        rows: grid
            .hidden_lines
            .columns
            .iter()
            .flat_map(|span| span.clone().take_while(|at| *at < end))
            .map(|at| head + at)
            .collect(),
        columns: grid.hidden_lines.rows.iter().filter_map(|row| row.checked_sub(head)).map(|row| row..=row).collect(),
    };
    hidden.settle();
    Some(Grid {
        hidden: grid.hidden,
        hidden_lines: hidden,
        // The numbers of the agencies above them are no titles.
        rows: titles.into_iter().filter(|row| row.cells.len() == 1).cloned().chain(turned).collect(),
        left_out,
        shown,
        merged: merged.collect(),
        ..Grid::new(Origin::Turned { of: Box::new(grid.origin.clone()), below: head })
    })
}
