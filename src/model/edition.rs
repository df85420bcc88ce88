//! An edition of the statutory form.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Block, BlockAt, CellIndex, CellSpec, Comparisons, LineSpec, Table, Text};

/// One edition of the form (报表格式): what a report of certain years must hold.
///
/// # Example
/// ```
/// let forms = gouji::forms::Forms::embedded()?;
/// let form = forms.get("2021").expect("an edition that is built in");
/// let cell = form.index["requests.received.total"];
/// assert_eq!(form.row_of(form.cell(cell)).id, "received");
/// assert!(form.cell(cell).total);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct FormEdition {
    /// Its name on the command line and in results, as `2021`.
    pub id: Arc<str>,
    /// What extends it, where something does: the name of the extension. Its cells stand among the others.
    pub extension: Option<Arc<str>>,
    /// A title for people.
    pub title: Text,
    /// The document that prescribes it (文号).
    pub document: String,
    /// What to know of the words of this form, as where they were taken from.
    pub remark: Option<Text>,
    /// The report years it is for.
    pub years: YearRange,
    /// Its tables, in printed order.
    pub tables: Vec<Table>,
    /// Its cells: table by table, block by block, row by row.
    pub cells: Vec<CellSpec>,
    /// Cell names to positions in `cells`.
    pub index: HashMap<Arc<str>, CellIndex>,
    /// What can be held against other years and other agencies.
    pub comparisons: Comparisons,
}

/// Report years, both ends included; no end means "until further notice".
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearRange {
    /// The first report year.
    pub from: u16,
    /// The last report year.
    pub to: Option<u16>,
}

impl YearRange {
    /// Whether reports of `year` use the edition.
    #[must_use]
    pub fn contains(&self, year: u16) -> bool {
        self.distance(year) == 0
    }

    /// How many years lie between `year` and these: none if it is one of them.
    #[must_use]
    pub fn distance(&self, year: u16) -> u16 {
        let behind = self.to.map_or(0, |to| year.saturating_sub(to));
        self.from.saturating_sub(year).max(behind)
    }
}

impl FormEdition {
    /// What a cell is.
    #[must_use]
    pub fn cell(&self, cell: CellIndex) -> &CellSpec {
        &self.cells[cell.at()]
    }

    /// All cells with their indices.
    pub fn each_cell(&self) -> impl Iterator<Item = (CellIndex, &CellSpec)> {
        (0_u16..).map(CellIndex).zip(&self.cells)
    }

    /// The positions of a table's cells.
    #[must_use]
    pub fn cells_of(&self, table: usize) -> Range<usize> {
        let first = |table: usize| {
            let blocks = self.tables.get(table..).into_iter().flatten().flat_map(|table| &table.blocks);
            blocks.map(|block| block.first_cell.at()).next().unwrap_or(self.cells.len())
        };
        first(table)..first(table + 1)
    }

    /// The cells of a table, with their indices.
    pub fn table_cells(&self, table: usize) -> impl Iterator<Item = (CellIndex, &CellSpec)> {
        let cells = self.cells_of(table);
        let first = u16::try_from(cells.start).unwrap_or(u16::MAX);
        (first..).map(CellIndex).zip(&self.cells[cells])
    }

    /// One of its blocks.
    ///
    /// # Panics
    /// When it has no such table or block.
    #[must_use]
    pub fn block(&self, at: BlockAt) -> &Block {
        &self.tables[at.table].blocks[at.block]
    }

    /// All its blocks, in printed order.
    pub fn each_block(&self) -> impl Iterator<Item = (BlockAt, &Block)> {
        (0..self.tables.len()).flat_map(|table| self.blocks_of(table))
    }

    /// The blocks of one of its tables, in printed order.
    pub fn blocks_of(&self, table: usize) -> impl Iterator<Item = (BlockAt, &Block)> {
        let blocks = self.tables[table].blocks.iter().enumerate();
        blocks.map(move |(block, spec)| (BlockAt { table, block }, spec))
    }

    /// The cells of one of its blocks.
    pub fn cells_of_block(&self, block: &Block) -> impl Iterator<Item = CellIndex> {
        let count = block.rows.ranked() * block.columns.ranked();
        (block.first_cell.0..).map(CellIndex).take(count)
    }

    /// The cell at a row and column of a block.
    #[must_use]
    pub fn cell_at(&self, block: BlockAt, row: usize, column: usize) -> Option<CellIndex> {
        let grid = self.block(block);
        let (row, column) = (grid.rows.rank(row)?, grid.columns.rank(column)?);
        // Cells are laid out row by row from the first of their block.
        let offset = row.checked_mul(grid.columns.ranked())?.checked_add(column)?;
        Some(CellIndex(grid.first_cell.0 + u16::try_from(offset).ok()?))
    }

    /// The block a cell belongs to.
    #[must_use]
    pub fn block_of(&self, cell: &CellSpec) -> &Block {
        self.block(cell.block_at())
    }

    /// The row of a cell.
    #[must_use]
    pub fn row_of(&self, cell: &CellSpec) -> &LineSpec {
        &self.block_of(cell).rows.lines[cell.row]
    }

    /// The column of a cell.
    #[must_use]
    pub fn column_of(&self, cell: &CellSpec) -> &LineSpec {
        &self.block_of(cell).columns.lines[cell.column]
    }

    /// The cells with such a name: an id, or an id with a `*` for whatever fits there; in the form's order.
    #[must_use]
    pub fn cells_called(&self, name: &str) -> Vec<CellIndex> {
        let Some((front, back)) = name.split_once('*') else {
            return self.index.get(name).copied().into_iter().collect();
        };
        let fits = |id: &str| id.len() >= front.len() + back.len() && id.starts_with(front) && id.ends_with(back);
        self.each_cell().filter(|(_, cell)| fits(&cell.id)).map(|(index, _)| index).collect()
    }

    /// How many cells the printed form has (groups divided, as it prints them).
    #[must_use]
    pub fn printed_cells(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.alternative).count()
    }
}
