//! Every label of every form a run knows, by its folded words: what a cell of a file could be.

use std::collections::HashMap;

use crate::forms::Forms;
use crate::model::{Folded, Label, Layout, fold};

/// The labels of all editions.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<String, Vec<Meaning>>,
    /// Per edition and table: which table it is across editions, by id.
    tables: Vec<Vec<TableKey>>,
    one_line: Vec<bool>,
}

/// A table across editions: tables of the same id are the same.
pub(super) type TableKey = usize;

/// One thing a label can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) edition: usize,
    pub(super) table: usize,
    pub(super) part: Part,
    /// The list mark in the form, to tell labels of the same words apart.
    pub(super) ordinal: Option<crate::model::Ordinal>,
}

/// The part of a table that a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    /// A block's heading or stub.
    Furniture,
    Row {
        block: usize,
        line: usize,
        /// Without figures of its own, unless a subtotal.
        heading: bool,
    },
    Column {
        block: usize,
        line: usize,
    },
}

impl Vocabulary {
    pub(super) fn new(forms: &Forms) -> Self {
        let mut this = Self { words: HashMap::new(), tables: Vec::new(), one_line: Vec::new() };
        let mut keys: Vec<&str> = Vec::new();
        for (edition, form) in forms.editions().iter().enumerate() {
            let mut row = Vec::new();
            for (table, spec) in form.tables.iter().enumerate() {
                let key = keys.iter().position(|id| *id == spec.id).unwrap_or_else(|| {
                    keys.push(&spec.id);
                    this.one_line.push(false);
                    keys.len() - 1
                });
                row.push(key);
                this.one_line[key] |= spec.blocks.iter().any(|block| block.layout == Layout::OneLine);
                let mut add = |label: &Label, part| this.add(label, edition, table, part);
                add(&spec.label, Part::Title);
                spec.aliases.iter().for_each(|alias| add(alias, Part::Title));
                if let Some(corner) = &spec.corner {
                    add(&Label::new(corner), Part::Furniture);
                }
                for (block, grid) in spec.blocks.iter().enumerate() {
                    grid.heading.iter().chain(&grid.stub).for_each(|label| add(label, Part::Furniture));
                    for (line, spec) in grid.rows.lines.iter().enumerate() {
                        let part = Part::Row { block, line, heading: !spec.has_cells() };
                        std::iter::once(&spec.label).chain(&spec.aliases).for_each(|label| add(label, part));
                    }
                    for (line, spec) in grid.columns.lines.iter().enumerate() {
                        let part = Part::Column { block, line };
                        std::iter::once(&spec.label).chain(&spec.aliases).for_each(|label| add(label, part));
                    }
                }
            }
            this.tables.push(row);
        }
        this
    }

    fn add(&mut self, label: &Label, edition: usize, table: usize, part: Part) {
        let folded = label.folded();
        let meanings = self.words.entry(folded.body.clone()).or_default();
        if !meanings.iter().any(|m| (m.edition, m.table, m.part) == (edition, table, part)) {
            meanings.push(Meaning { edition, table, part, ordinal: folded.ordinal });
        }
    }

    /// What a label can be; nothing for words of no form.
    pub(super) fn meanings(&self, label: &Folded) -> &[Meaning] {
        self.words.get(&label.body).map_or(&[], Vec::as_slice)
    }

    /// The row label with which a text begins when a figure follows without anything between: `规章` of `规章000`.
    pub(super) fn run_together(&self, text: &str) -> Option<Folded> {
        /// Where figures may begin in a line; labels have a digit or two of their own.
        const BORDERS: usize = 8;
        /// Characters; no label is longer.
        const LONGEST: usize = 80;
        let mut last = '0';
        let mut borders = text.char_indices().take(LONGEST).filter(|(_, c)| {
            let before = std::mem::replace(&mut last, *c);
            c.is_ascii_digit() && !before.is_ascii()
        });
        borders.by_ref().take(BORDERS).map(|(at, _)| fold(&text[..at])).find(|label| {
            let is_row = |m: &Meaning| matches!(m.part, Part::Row { heading: false, .. });
            self.meanings(label).iter().any(is_row)
        })
    }

    /// The table of a meaning, across editions.
    pub(super) fn key(&self, meaning: &Meaning) -> TableKey {
        self.tables[meaning.edition][meaning.table]
    }

    /// The table of an edition, across editions.
    pub(super) fn key_of(&self, edition: usize, table: usize) -> TableKey {
        self.tables[edition][table]
    }

    /// How many different tables there are.
    pub(super) fn table_count(&self) -> usize {
        self.one_line.len()
    }

    /// Whether some edition prints a block of the table on one line, without row labels beside it.
    pub(super) fn has_one_line(&self, table: TableKey) -> bool {
        self.one_line[table]
    }

    /// Where a table is printed, in the first edition that has it.
    pub(super) fn rank(&self, table: TableKey) -> usize {
        self.tables.iter().find_map(|tables| tables.iter().position(|other| *other == table)).unwrap_or(0)
    }
}
