//! Whether a text is a report at all, or lies beside one: a manual, a dictionary of data, a list of contacts.
//!
//! Words of the forms stand in all of these. A report has several rows of one table, or the header of a table that is
//! printed without labels beside its figures.

use std::collections::{BTreeSet, HashMap};

use super::place::LineOfBlock;
use super::vocabulary::{LabelPart, Meaning, Vocabulary};
use crate::model::BlockAt;
use crate::reading::cells::grid::CellKind;
use crate::reading::cells::number;

/// So many rows of one table make a text a report.
const ENOUGH_ROWS: usize = 3;

/// So many columns of a table on one line make its header.
const ENOUGH_COLUMNS: usize = 3;

/// Longer cells are no label.
const LONGEST_LABEL: usize = 512;

/// A table of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct FormTable {
    edition: usize,
    table: usize,
}

impl FormTable {
    fn of(meaning: &Meaning) -> Self {
        Self { edition: meaning.edition, table: meaning.table }
    }
}

/// What was met of a text so far, cell by cell.
pub(in crate::reading) struct ReportSigns<'v> {
    vocabulary: &'v Vocabulary,
    /// A row counts only where a figure follows it: in a text that people write, its label alone is a mention.
    needs_figures: bool,
    rows: HashMap<FormTable, BTreeSet<LineOfBlock>>,
    columns: HashMap<FormTable, BTreeSet<LineOfBlock>>,
    /// The row that the cell before names.
    pending: Vec<Meaning>,
}

impl<'v> ReportSigns<'v> {
    /// Nothing met yet.
    pub(in crate::reading) fn new(vocabulary: &'v Vocabulary, needs_figures: bool) -> Self {
        Self { vocabulary, needs_figures, rows: HashMap::new(), columns: HashMap::new(), pending: Vec::new() }
    }

    /// A new line begins: a header is on one.
    pub(in crate::reading) fn line(&mut self) {
        self.columns.clear();
    }

    /// Takes a cell; whether that makes the text a report.
    pub(in crate::reading) fn cell(&mut self, text: &str) -> bool {
        if text.is_empty() || text.len() > LONGEST_LABEL {
            return false;
        }
        if number::is_meant(text, CellKind::Text) {
            return std::mem::take(&mut self.pending).iter().any(|meaning| self.has_row(meaning));
        }
        let known = self.vocabulary.known(text);
        self.pending = known.meanings.iter().filter(|meaning| meaning.is_row()).copied().collect();
        if !self.needs_figures && known.meanings.iter().filter(|meaning| meaning.is_row()).any(|row| self.has_row(row))
        {
            return true;
        }
        known.meanings.iter().any(|meaning| self.has_column(meaning))
    }

    fn has_row(&mut self, meaning: &Meaning) -> bool {
        let LabelPart::Row { block, line, .. } = meaning.part else { return false };
        let rows = self.rows.entry(FormTable::of(meaning)).or_default();
        rows.insert(LineOfBlock { block: BlockAt { table: meaning.table, block }, line });
        rows.len() >= ENOUGH_ROWS
    }

    fn has_column(&mut self, meaning: &Meaning) -> bool {
        let LabelPart::Column { block, line } = meaning.part else { return false };
        if !self.vocabulary.has_one_line(self.vocabulary.key(meaning)) {
            return false;
        }
        let columns = self.columns.entry(FormTable::of(meaning)).or_default();
        columns.insert(LineOfBlock { block: BlockAt { table: meaning.table, block }, line });
        columns.len() >= ENOUGH_COLUMNS
    }
}
