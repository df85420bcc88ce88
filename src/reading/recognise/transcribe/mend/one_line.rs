//! The values of a table that the form prints on one line, where a text breaks them into several: one below the other,
//! each beside or under its column's label, one group a line, or wrapped wherever the page ended.
//!
//! They are put together only if they are all there, and each label between them is the next of the form.

use super::super::super::align::{Placed, Values};
use super::super::super::vocabulary::Known;
use super::super::TableReader;
use super::super::pieces::TableLine;
use super::runs::runs;
use crate::reading::recognise::place::LineAt;

/// The values of one line on their way together.
struct Gathered<'g> {
    cells: Vec<Placed<'g>>,
    line: Option<LineAt>,
    /// How many values each line gave that has values only.
    lengths: Vec<usize>,
    /// How many gave one beside its column's label.
    labelled: usize,
    /// The column labels on lines of their own since the last value.
    columns: Vec<usize>,
    /// The groups' labels, each with how many values stand above it.
    groups: Vec<(usize, usize)>,
}

impl<'g> TableReader<'_, 'g> {
    /// Whether a block is printed on one line, and a stretch has such lines and no other values: then labels of its groups
    /// above them, made of pieces or not, head them all.
    pub(super) fn is_all_of_one_line(&self, block: usize, stretch: &[TableLine<'g>]) -> bool {
        let one_line = self.one_line_block().filter(|(own, _)| *own == block);
        let mut lines = stretch.iter().filter_map(|piece| match piece {
            TableLine::Values(values) => Some(values.value_columns().count()),
            _ => None,
        });
        one_line.is_some_and(|(_, n)| lines.next() == Some(n) && lines.all(|length| length == n))
    }

    /// Whether values of a one-line block stand beside their columns' labels.
    pub(super) fn has_column_values(&self, stretch: &[TableLine<'g>]) -> bool {
        let block = self.one_line_block();
        block.is_some_and(|(block, _)| stretch.iter().any(|piece| self.column_value(block, piece).is_some()))
    }

    /// Puts the values of a table printed on one line together. Where that is not certain, lines of values stay as they
    /// are, and values beside their columns' labels are refused.
    pub(super) fn settle_one_line(&mut self, stretch: Vec<TableLine<'g>>, out: &mut Vec<TableLine<'g>>) {
        let Some((block, n)) = self.one_line_block() else {
            out.extend(stretch);
            return;
        };
        let whole = runs(&stretch, n).unwrap_or_default();
        let lines: Vec<_> = if whole.is_empty() {
            self.gathered(block, &stretch).into_iter().collect()
        } else {
            whole.into_iter().map(|run| run.values).collect()
        };
        let first = stretch.iter().find(|piece| self.column_value(block, piece).is_some());
        match first {
            Some(TableLine::Stranger { values, .. }) if lines.is_empty() => {
                let rows: Vec<usize> = self.printed_rows(block).to_vec();
                self.note_unassigned(block, &rows, values, n);
                self.blocks[block].unresolved.extend(rows);
            }
            _ if lines.is_empty() => {
                out.extend(stretch);
                return;
            }
            _ => {}
        }
        let is_used =
            |piece: &TableLine<'g>| matches!(piece, TableLine::Values(_)) || self.column_value(block, piece).is_some();
        out.extend(stretch.into_iter().filter(|piece| !is_used(piece)));
        out.extend(lines.into_iter().map(TableLine::Values));
    }

    /// The values of a stretch in the form's order, if it has each of them once.
    fn gathered(&self, block: usize, stretch: &[TableLine<'g>]) -> Option<Values<'g>> {
        let (rows, columns) = (self.printed_rows(block), self.printed_columns(block));
        let mut all = Gathered::new();
        for piece in stretch {
            match piece {
                TableLine::Values(values) => {
                    let is_plain = values.cells.iter().all(|placed| placed.is_value);
                    // One alone, without its label, is a page number.
                    let is_labelled = all.columns.len() == 1 && values.cells.len() == 1;
                    let expected = columns[all.cells.len() % columns.len()];
                    match values.cells.len() {
                        _ if !is_plain || (is_labelled && all.columns[0] != expected) => return None,
                        1 if !is_labelled => continue,
                        1 => all.labelled += 1,
                        length => all.lengths.push(length),
                    }
                    all.take(values.at, &values.cells);
                }
                TableLine::Stranger { word, values } => {
                    let (column, placed) = self.column_value(block, piece)?;
                    let group = self.line(values.at).cells[..*word].last();
                    let group = group.and_then(|group| self.group_called(block, group.label.as_deref()?));
                    // Beside each of its figures, or beside the first.
                    let group = group.filter(|row| all.groups.last().is_none_or(|(_, last)| last != row));
                    all.groups.extend(group.map(|row| (all.cells.len(), row)));
                    if column != columns[all.cells.len() % columns.len()] {
                        return None;
                    }
                    all.labelled += 1;
                    all.take(values.at, &[placed]);
                }
                TableLine::Words { at } => {
                    let labels = self.line(*at).cells.iter().filter_map(|word| word.label.as_deref());
                    let labels: Vec<&Known> = labels.collect();
                    let columns = labels.iter().filter_map(|label| self.column_called(block, label));
                    all.columns.extend(columns);
                    let groups = labels.iter().filter_map(|label| self.group_called(block, label));
                    all.groups.extend(groups.map(|row| (all.cells.len(), row)));
                }
                TableLine::Row { .. } | TableLine::Bare { .. } | TableLine::Stray(_) => return None,
            }
        }
        all.is_whole(rows, columns.len()).then(|| all.into_values()).flatten()
    }

    /// A column's label and one value beside it.
    fn column_value(&self, block: usize, piece: &TableLine<'g>) -> Option<(usize, Placed<'g>)> {
        let TableLine::Stranger { word, values } = piece else { return None };
        let label = self.line(values.at).cells[*word].label.as_deref()?;
        let column = self.column_called(block, label)?;
        match values.cells.as_slice() {
            [placed] if placed.is_value => Some((column, *placed)),
            _ => None,
        }
    }
}

impl<'g> Gathered<'g> {
    fn new() -> Self {
        let (lengths, columns, groups) = (Vec::new(), Vec::new(), Vec::new());
        Self { cells: Vec::new(), line: None, lengths, labelled: 0, columns, groups }
    }

    fn take(&mut self, line: LineAt, cells: &[Placed<'g>]) {
        self.line.get_or_insert(line);
        self.cells.extend(cells);
        self.columns.clear();
    }

    /// Whether every value is there: all beside labels, or one group a line, or lines that simply go on.
    fn is_whole(&self, rows: &[usize], columns: usize) -> bool {
        let is_all = self.cells.len() == rows.len() * columns;
        let goes_on = self.groups.iter().all(|(above, _)| *above == 0);
        let is_even = match self.labelled {
            0 => goes_on || self.lengths.iter().all(|length| length.is_multiple_of(columns)),
            labelled => labelled == self.cells.len(),
        };
        is_all && is_even && (goes_on || self.groups_follow(rows, columns))
    }

    /// Whether the labels between the values are those of the groups that begin there, one or several: a table that is cut
    /// in two names in front of each part what it holds. Above the first values all groups may have been named before.
    fn groups_follow(&self, rows: &[usize], columns: usize) -> bool {
        let mut parts = self.groups.chunk_by(|(one, _), (other, _)| one == other).peekable();
        while let Some(part) = parts.next() {
            let above = part[0].0;
            let end = parts.peek().map_or(self.cells.len(), |next| next[0].0);
            let held = (end - above) / columns;
            let named = &part[part.len().saturating_sub(held)..];
            let begun = rows.get(above / columns..).unwrap_or_default();
            let are_next = named.len() == held && named.iter().zip(begun).all(|((_, row), next)| row == next);
            // A label may come twice, as the caption of a table and in its header.
            let are_no_others = above == 0 || part.iter().all(|one| named.contains(one));
            let are_all = above == 0 && part.iter().map(|(_, row)| row).eq(rows);
            if !above.is_multiple_of(columns) || !(are_all || (are_next && are_no_others)) {
                return false;
            }
        }
        true
    }

    fn into_values(self) -> Option<Values<'g>> {
        let cells: Vec<_> = (0..).zip(self.cells).map(|(column, placed)| Placed { column, ..placed }).collect();
        Some(Values { at: self.line?, label: None, width: u32::try_from(cells.len()).ok(), cells })
    }
}
