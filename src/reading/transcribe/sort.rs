//! Which lines are headers, which are rows, and of which block.

use super::super::align::Values;
use super::super::surface::{Line, RowWord, Word};
use super::super::vocabulary::{Meaning, Part};
use super::{RowLine, TableReader};
use crate::model::{Folded, Layout, LineSpec, ObservationKind, Ordinal, Role};

impl<'g> TableReader<'_, 'g> {
    /// Gives every line to the block whose row it is, with the header lines above it.
    pub(super) fn sort_lines(&mut self, lines: &[(usize, usize)]) {
        let mut pending = Vec::new();
        let mut last: Option<(usize, usize)> = None;
        for &(grid, at) in lines {
            let line = &self.surfaces[grid].lines[at];
            let label = line.row_label(|label| self.row_word(label));
            let word = label.map(|(cell, _)| &line.cells[cell]);
            let has_values = label.is_none_or(|(cell, _)| line.has_value_after(cell));
            let found = word.filter(|_| label.is_some_and(|(_, known)| known)).and_then(|word| self.row_of(word, last));
            match (found, word) {
                (Some((block, row)), Some(word)) => {
                    let spec = &self.edition.tables[self.table].blocks[block];
                    let is_header = !has_values && (spec.layout == Layout::OneLine || self.is_column(word));
                    let is_heading = matches!(spec.rows.lines[row].role, Role::Heading { .. });
                    if is_header || (is_heading && !has_values) {
                        pending.push((grid, at));
                        continue;
                    }
                    self.take_header(block, &mut pending);
                    let values = values_of(line, Some(word.cell.column));
                    let closeness = closeness(word, &spec.rows.lines[row]);
                    self.blocks[block].rows.push(RowLine { row, at: (grid, at), values, closeness });
                    last = Some((block, row));
                }
                (None, Some(word)) if has_values => {
                    let place = self.surfaces[grid].place(at, word.cell.column);
                    let (printed, nearest) = (word.cell.text.clone(), self.nearest_row(word));
                    self.observe(ObservationKind::RowNotInForm, |seen, _| {
                        (seen.printed, seen.expected, seen.place) = (printed, nearest, Some(place));
                    });
                }
                (None, None) if line.value_count() > 0 => self.take_values_line(line, (grid, at), &mut pending),
                _ => pending.push((grid, at)),
            }
        }
        // Headers without a row below them: an empty table still is one.
        for block in 0..self.blocks.len() {
            let lines = &self.blocks[block];
            if lines.rows.is_empty() && lines.unlabelled.is_empty() && lines.header_lines.is_empty() {
                let columns = |line: &&(usize, usize)| self.header_labels(block, **line).next().is_some();
                let headers: Vec<_> = pending.iter().filter(columns).copied().collect();
                if headers.iter().map(|line| self.header_labels(block, *line).count()).sum::<usize>() >= 2 {
                    self.blocks[block].header_lines = headers;
                }
            }
        }
    }

    /// A line of values without a label: the data of a block that is printed on one line.
    pub(super) fn take_values_line(&mut self, line: &Line<'g>, at: (usize, usize), pending: &mut Vec<(usize, usize)>) {
        let blocks = &self.edition.tables[self.table].blocks;
        let Some(block) = blocks.iter().position(|block| block.layout == Layout::OneLine) else { return };
        // A page number stands alone above the header.
        let is_headed =
            |lines: &[(usize, usize)]| lines.iter().any(|line| self.header_labels(block, *line).next().is_some());
        if line.value_count() == 1 && !is_headed(pending) && !is_headed(&self.blocks[block].header_lines) {
            return;
        }
        self.take_header(block, pending);
        self.blocks[block].unlabelled.push((at, values_of(line, None)));
    }

    pub(super) fn take_header(&mut self, block: usize, pending: &mut Vec<(usize, usize)>) {
        let labelled = pending.iter().any(|line| self.header_labels(block, *line).next().is_some());
        if labelled {
            // A header repeated after a page break says the same again; one in other columns is another header.
            self.blocks[block].header_lines.append(pending);
        }
        pending.clear();
    }

    /// The meanings of a label in this table.
    pub(super) fn parts<'s>(&'s self, label: &'s Folded) -> impl Iterator<Item = (Part, Option<Ordinal>)> + 's {
        let mine = |m: &&Meaning| m.edition == self.edition_at && m.table == self.table;
        self.vocabulary.meanings(label).iter().filter(mine).map(|m| (m.part, m.ordinal))
    }

    /// The label of the form that a misspelt one is nearest to; nothing where none is near. It is only suggested: a
    /// row is never read by a guess.
    fn nearest_row(&self, word: &Word) -> String {
        const NEAR: f64 = 0.6;
        /// A file with more odd rows than this is not helped by names for them, and each costs a comparison with all.
        const MANY: usize = 200;
        let label = word.label.as_ref().filter(|label| label.body.chars().count() <= 60);
        let Some(label) = label.filter(|_| self.out.observations.len() < MANY) else { return String::new() };
        let lines = self.edition.tables[self.table].blocks.iter().flat_map(|block| &block.rows.lines);
        let likeness = |line: &LineSpec| strsim::normalized_damerau_levenshtein(&label.body, &line.label.folded().body);
        let near = lines.filter(|line| line.has_cells()).map(|line| (likeness(line), line));
        let nearest = near.filter(|(likeness, _)| *likeness >= NEAR).max_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, line)| line.label.printed().to_owned()).unwrap_or_default()
    }

    /// What a label is among the rows of this table.
    fn row_word(&self, label: &Folded) -> RowWord {
        let rows = self.parts(label).filter_map(|(part, _)| match part {
            Part::Row { heading, .. } => Some(heading),
            _ => None,
        });
        rows.fold(
            RowWord::None,
            |word, heading| if heading && word != RowWord::Line { RowWord::Heading } else { RowWord::Line },
        )
    }

    /// The row a label names: of several with the same words the one with the same list mark, else the next in the
    /// form's order.
    pub(super) fn row_of(&self, word: &Word, last: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let label = word.label.as_ref()?;
        let rows: Vec<_> = self
            .parts(label)
            .filter_map(|(part, ordinal)| match part {
                Part::Row { block, line, .. } => Some(((block, line), ordinal)),
                _ => None,
            })
            .collect();
        let marked: Vec<_> = rows.iter().filter(|(_, ordinal)| *ordinal == label.ordinal).collect();
        let among = if marked.is_empty() { rows.iter().collect() } else { marked };
        let next = among.iter().find(|(row, _)| last.is_none_or(|last| *row > last));
        next.or(among.first()).map(|(row, _)| *row)
    }

    pub(super) fn is_column(&self, word: &Word) -> bool {
        let label = word.label.as_ref();
        label.is_some_and(|label| {
            label.ordinal.is_none() && self.parts(label).any(|(part, _)| matches!(part, Part::Column { .. }))
        })
    }

    /// The columns of a block that a line names, with their place in the file.
    pub(super) fn header_labels(
        &self,
        block: usize,
        (grid, at): (usize, usize),
    ) -> impl Iterator<Item = (usize, &Word<'g>)> {
        let columns = &self.edition.tables[self.table].blocks[block].columns;
        self.surfaces[grid].lines[at].cells.iter().filter_map(move |word| {
            let label = word.label.as_ref()?;
            let column = self.parts(label).find_map(|(part, _)| match part {
                Part::Column { block: of, line } if of == block && columns.lines[line].has_cells() => Some(line),
                _ => None,
            });
            column.map(|column| (column, word))
        })
    }
}

/// How closely a label is the form's: its words with their list mark, its words, an alias with the list mark, an alias.
fn closeness(word: &Word, line: &LineSpec) -> u8 {
    let Some(label) = &word.label else { return 0 };
    let form = line.label.folded();
    let marked = u8::from(label.ordinal == form.ordinal);
    if label.body == form.body { 2 + marked } else { marked }
}

/// The cells right of a label.
fn values_of<'g>(line: &Line<'g>, label: Option<u32>) -> Values<'g> {
    let right = line.cells.iter().filter(|word| label.is_none_or(|label| word.cell.column > label));
    let (cells, is_value) = right.map(|word| (word.cell, word.label.is_none())).unzip();
    Values { label, cells, is_value, width: line.row.width }
}
