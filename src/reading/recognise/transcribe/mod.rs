//! The lines of a filing to the cells of an edition.
//!
//! Each line is sorted by its labels into headers and rows; then each block finds where its columns are and its values
//! are read. What the edition has and the lines have not, and the other way round, is observed, not judged.

mod block;
mod continued;
mod header;
mod mend;
mod notes;
mod order;
mod periods;
mod pieces;
mod sort;
mod turned;
mod units;
mod wording;

pub(in crate::reading) use notes::path;

use std::collections::HashSet;

use super::align::Values;
use super::entry;
use super::locate::Found;
use super::surface::{GridLine, Surface, Word};
use super::vocabulary::{LabelPart, Vocabulary};
use crate::model::{
    Axis, Block, BlockAt, CellIndex, CellSpec, FormEdition, Observation, ObservationKind, Place, Table, TableStatus,
    Transcript,
};
use crate::reading::recognise::place::{LineAt, LineOfBlock};
use pieces::LabelSeen;

/// Reads the lines of `found` against an edition.
pub(in crate::reading) fn transcribe(
    surfaces: &[Surface],
    found: &Found,
    vocabulary: &Vocabulary,
    (edition_at, edition): (usize, &FormEdition),
    year: Option<u16>,
) -> Transcript {
    let mut out = Transcript::blank(edition, TableStatus::Missing);
    for table in 0..edition.tables.len() {
        let key = vocabulary.key_of(edition_at, table);
        let lines = found.sections.iter().filter(|section| section.table == key).flat_map(|section| &section.lines);
        let lines: Vec<LineAt> = lines.copied().collect();
        let mut reader = TableReader {
            surfaces,
            vocabulary,
            edition_at,
            edition,
            table,
            year,
            has_right_labels: false,
            is_by_rows: false,
            top: Vec::new(),
            is_scaled: false,
            is_turned: Vec::new(),
            blocks: Vec::new(),
            printed: Vec::new(),
            lacking: HashSet::new(),
            out: &mut out,
        };
        reader.read(&lines);
    }
    mark_absent(edition, &mut out);
    unsay_rows_that_are_there(edition, &mut out);
    out
}

/// An odd row is not the form's row under another name where that one stands in the table itself.
fn unsay_rows_that_are_there(edition: &FormEdition, out: &mut Transcript) {
    let is_there = |seen: &Observation| {
        seen.table.is_some_and(|table| {
            edition.table_cells(table).any(|(index, cell)| {
                out.entry(index).is_some() && edition.row_of(cell).label.printed() == seen.expected
            })
        })
    };
    let is_meant =
        |seen: &Observation| seen.kind == ObservationKind::RowNotInForm && !seen.expected.is_empty() && is_there(seen);
    let wrong: Vec<usize> =
        out.observations.iter().enumerate().filter(|(_, seen)| is_meant(seen)).map(|(at, _)| at).collect();
    for at in wrong {
        out.observations[at].expected.clear();
    }
}

/// A group is reported divided or undivided: whichever lines were not used are not part of this filing.
pub(in crate::reading) fn mark_absent(edition: &FormEdition, out: &mut Transcript) {
    let undivided: Vec<LineOfBlock> = out.observations.iter().filter_map(|seen| undivided(edition, seen)).collect();
    let is_absent = |cell: &CellSpec| {
        let is_undivided = |row: usize| undivided.contains(&LineOfBlock { block: cell.block_at(), line: row });
        if cell.alternative {
            return !is_undivided(cell.row);
        }
        let rows = &edition.block_of(cell).rows;
        rows.above(cell.row).any(|at| rows.lines[at].is_undivided_heading() && is_undivided(at))
    };
    out.absent = if undivided.is_empty() {
        edition.cells.iter().map(|cell| cell.alternative).collect()
    } else {
        edition.cells.iter().map(is_absent).collect()
    };
    let may_do_without = |table: &Table| table.is_optional || !table.levels.is_empty();
    if edition.cells.iter().any(|cell| cell.optional) || edition.tables.iter().any(may_do_without) {
        excuse(edition, out);
    }
}

/// What a filing may do without, and does without, is no part of its shape and not missing. Of a table that only some
/// agencies have to have, whoever knows the agency says that it is missing.
fn excuse(edition: &FormEdition, out: &mut Transcript) {
    use ObservationKind::{ColumnMissing, RowMissing, TableMissing};
    let is_of_a_gap = |seen: &Observation| matches!(seen.kind, RowMissing | ColumnMissing);
    let mut is_named = vec![false; edition.cells.len()];
    for cell in out.observations.iter().filter(|seen| !is_of_a_gap(seen)).flat_map(|seen| &seen.cells) {
        is_named[cell.at()] = true;
    }
    for (at, table) in edition.tables.iter().enumerate() {
        if out.tables[at] == TableStatus::Missing && (table.is_optional || !table.levels.is_empty()) {
            out.absent[edition.cells_of(at)].fill(true);
            continue;
        }
        for (block, spec) in table.blocks.iter().enumerate() {
            let rows = spec.rows.with_cells().filter(|row| spec.rows.lines[*row].is_optional);
            let of_row = |row| spec.columns.with_cells().map(move |column| (row, column)).collect::<Vec<_>>();
            let columns = spec.columns.with_cells().filter(|column| spec.columns.lines[*column].is_optional);
            let of_column = |column| spec.rows.with_cells().map(move |row| (row, column)).collect::<Vec<_>>();
            for line in rows.map(of_row).chain(columns.map(of_column)) {
                let cells = line
                    .into_iter()
                    .filter_map(|(row, column)| edition.cell_at(BlockAt { table: at, block }, row, column));
                let cells: Vec<CellIndex> = cells.collect();
                if cells.iter().all(|cell| out.entry(*cell).is_none() && !is_named[cell.at()]) {
                    for cell in cells {
                        out.absent[cell.at()] = true;
                    }
                }
            }
        }
    }
    let (absent, is_excused) = (&out.absent, |table: usize| edition.tables[table].is_optional);
    out.observations.retain(|seen| match seen.kind {
        TableMissing => !seen.table.is_some_and(is_excused),
        RowMissing | ColumnMissing => {
            seen.cells.is_empty() || !seen.cells.iter().all(|cell| absent[cell.at()] && edition.cell(*cell).optional)
        }
        _ => true,
    });
}

/// The block and the line of a group that was seen to be reported undivided.
fn undivided(edition: &FormEdition, seen: &Observation) -> Option<LineOfBlock> {
    let group = seen.cells.first().filter(|_| seen.kind == ObservationKind::GroupUndivided)?;
    let group = edition.cell(*group);
    Some(LineOfBlock { block: group.block_at(), line: group.row })
}

/// One block under way.
#[derive(Default)]
struct BlockLines<'g> {
    header_lines: Vec<LineAt>,
    rows: Vec<RowLine<'g>>,
    /// Lines of values without a row label.
    unlabelled: Vec<Values<'g>>,
    /// Rows whose values are there, but which are whose is not certain.
    unresolved: Vec<usize>,
}

impl BlockLines<'_> {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.unlabelled.is_empty() && self.unresolved.is_empty()
    }
}

/// A row of a block, as found.
#[derive(Clone)]
struct RowLine<'g> {
    row: usize,
    values: Values<'g>,
    label: LabelSeen<'g>,
    /// No label stands with its values: it is the row because of the rows above and below.
    by_order: bool,
}

impl RowLine<'_> {
    /// Whether no figure stands beside its label.
    fn is_blank(&self) -> bool {
        self.values.value_columns().next().is_none()
    }

    /// Whether it is a row of a text with values beside its label.
    fn is_of_text_with_values(&self) -> bool {
        self.values.width.is_some() && !self.is_blank()
    }
}

struct TableReader<'a, 'g> {
    surfaces: &'a [Surface<'g>],
    vocabulary: &'a Vocabulary,
    edition_at: usize,
    edition: &'a FormEdition,
    table: usize,
    /// The year of the report.
    year: Option<u16>,
    /// The labels of its rows stand right of the figures.
    has_right_labels: bool,
    /// A block that the form prints on one line has a label beside the figures of each row.
    is_by_rows: bool,
    /// What stands above the first block that has a header.
    top: Vec<LineAt>,
    /// What stands above the table says that things are counted by the hundred or more.
    is_scaled: bool,
    /// Per block: it was read, or refused, turned.
    is_turned: Vec<bool>,
    blocks: Vec<BlockLines<'g>>,
    /// Per block: its rows and columns, without those that a filing may do without and this one does not name.
    printed: Vec<(Vec<usize>, Vec<usize>)>,
    /// The cells of which it says that the filing has not got them.
    lacking: HashSet<CellIndex>,
    out: &'a mut Transcript,
}

impl<'a, 'g> TableReader<'a, 'g> {
    fn read(&mut self, lines: &[LineAt]) {
        let blocks = &self.edition.tables[self.table].blocks;
        self.blocks = blocks.iter().map(|_| BlockLines::default()).collect();
        self.printed = self.printed_lines(lines);
        let before = self.out.observations.len();
        self.is_turned = vec![false; blocks.len()];
        let mut lines = self.read_turned(lines);
        let columns: Vec<Vec<usize>> = self.printed.iter().map(|(_, columns)| columns.clone()).collect();
        let continued = self.take_continued(&mut lines);
        self.has_right_labels = self.labels_are_right(&lines);
        self.is_by_rows = self.are_by_rows(&lines);
        self.sort_lines(&lines);
        let has_header = self.blocks.iter().any(|block| !block.header_lines.is_empty());
        if !has_header && !self.is_turned.contains(&true) && self.blocks.iter().all(BlockLines::is_empty) {
            self.observe(ObservationKind::TableMissing, |seen, table| {
                table.label.printed().clone_into(&mut seen.expected);
            });
            return;
        }
        self.out.found(self.table);
        let first = self.blocks.iter().find(|block| !block.header_lines.is_empty());
        self.top = first.map(|first| first.header_lines.clone()).unwrap_or_default();
        self.is_scaled = self.stated_above(Word::states_scale).is_some();
        let order: Vec<usize> = self.blocks.iter().flat_map(|block| &block.rows).map(|row| row.row).collect();
        for at in 0..self.blocks.len() {
            let block = std::mem::take(&mut self.blocks[at]);
            if !self.is_turned[at] || !block.is_empty() {
                self.read_block(at, &block);
            }
        }
        for part in &continued {
            self.read_continued(part, &order);
        }
        for (block, columns) in self.printed.iter_mut().zip(columns) {
            block.1 = columns;
        }
        self.note_lacking();
        entry::summarise_blanks(self.out, self.edition, self.table, before);
        self.place_empty(before);
    }

    /// What the form says of a block.
    fn block_spec(&self, block: usize) -> &'a Block {
        self.edition.block(BlockAt { table: self.table, block })
    }

    fn cell_at(&self, (block, row, column): (usize, usize, usize)) -> Option<CellIndex> {
        self.edition.cell_at(BlockAt { table: self.table, block }, row, column)
    }

    /// The rows and columns of each block of which a filing that says these `lines` has figures.
    fn printed_lines(&self, lines: &[LineAt]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let blocks = &self.edition.tables[self.table].blocks;
        let may_do_without = |axis: &Axis| axis.lines.iter().any(|line| line.is_optional);
        let mut named = HashSet::new();
        if blocks.iter().any(|block| may_do_without(&block.rows) || may_do_without(&block.columns)) {
            let words = lines.iter().flat_map(|at| &self.line(*at).cells);
            for (part, _) in words.filter_map(|word| word.label.as_deref()).flat_map(|label| self.parts(label)) {
                match part {
                    LabelPart::Row { block, line, .. } => drop(named.insert((block, true, line))),
                    LabelPart::Column { block, line } => drop(named.insert((block, false, line))),
                    LabelPart::Title | LabelPart::Furniture => {}
                }
            }
        }
        let printed = |axis: &Axis, block: usize, is_row: bool| {
            let is_there = |line: &usize| !axis.lines[*line].is_optional || named.contains(&(block, is_row, *line));
            axis.printed().filter(is_there).collect()
        };
        let both = |(at, block): (usize, &Block)| (printed(&block.rows, at, true), printed(&block.columns, at, false));
        blocks.iter().enumerate().map(both).collect()
    }

    fn printed_rows(&self, block: usize) -> &[usize] {
        &self.printed[block].0
    }

    fn printed_columns(&self, block: usize) -> &[usize] {
        &self.printed[block].1
    }

    fn cells_of_column(&self, block: usize, column: usize) -> Vec<CellIndex> {
        self.printed_rows(block).iter().filter_map(|row| self.cell_at((block, *row, column))).collect()
    }

    fn cells_of_row(&self, block: usize, row: usize) -> Vec<CellIndex> {
        self.printed_columns(block).iter().filter_map(|column| self.cell_at((block, row, *column))).collect()
    }

    /// Where the values of a row begin.
    fn place_of(&self, values: &Values) -> Place {
        let first = values.cells.first();
        let (at, column) = first.map_or((values.at, 0), |placed| (placed.at, placed.cell.column));
        self.place(at, column)
    }

    /// A line. Like [`Self::place`] it takes the number of the grid and that of the line as one, so that a line of one grid
    /// is never looked for on another.
    fn line(&self, at: LineAt) -> &'a GridLine<'g> {
        &self.surfaces[at.grid].lines[at.line]
    }

    /// The place of a column on a line.
    fn place(&self, at: LineAt, column: u32) -> Place {
        self.surfaces[at.grid].place(at.line, column)
    }
}
