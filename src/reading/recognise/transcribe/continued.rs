//! Tables cut by their columns: a wide table 3 is printed with the first of its columns, and below or on the next page with the
//! others, under a header of their own, with the labels of its rows or without.
//!
//! The parts are joined by their rows: where both have the same labels, or the second has none and as many lines of figures as
//! the first has rows. Whatever else stands there is nobody's.

use super::super::align::Values;
use super::super::surface::Word;
use super::pieces::{LabelSeen, TableLine, values_of};
use super::{BlockLines, RowLine, TableReader};
use crate::model::Layout;
use crate::reading::recognise::place::LineAt;

/// A part of a block, with columns that the parts above it have not.
pub(super) struct Continued {
    block: usize,
    columns: Vec<usize>,
    header: Vec<LineAt>,
    lines: Vec<LineAt>,
}

impl TableReader<'_, '_> {
    /// Takes off the lines of a table the parts that go on with other columns, and these off what is read above them.
    pub(super) fn take_continued(&mut self, lines: &mut Vec<LineAt>) -> Vec<Continued> {
        let blocks = &self.edition.tables[self.table].blocks;
        let Some(block) = blocks.iter().position(|block| block.layout != Layout::OneLine) else { return Vec::new() };
        if blocks.len() > 1 {
            return Vec::new();
        }
        let (mut parts, mut seen) = (Vec::<Continued>::new(), Vec::<usize>::new());
        let (mut columns, mut header, mut end) = (Vec::new(), Vec::new(), lines.len());
        let mut has_rows = false;
        for (at, line) in lines.iter().enumerate() {
            let named = self.columns_named(block, *line);
            if !named.is_empty() || (!header.is_empty() && self.is_of_header(*line)) {
                columns.extend(named);
                header.push(*line);
                continue;
            }
            let (columns, header) = (std::mem::take(&mut columns), std::mem::take(&mut header));
            if has_rows && !columns.is_empty() && columns.iter().all(|column| !seen.contains(column)) {
                end = end.min(at - header.len());
                parts.push(Continued { block, columns: columns.clone(), header, lines: vec![*line] });
            } else if let Some(part) = parts.last_mut() {
                part.lines.extend(header);
                part.lines.push(*line);
            }
            has_rows |= !seen.is_empty() || !columns.is_empty();
            seen.extend(columns);
        }
        lines.truncate(end);
        let is_continued = |column: &usize| parts.iter().any(|part| part.columns.contains(column));
        self.printed[block].1.retain(|column| !is_continued(column));
        parts
    }

    /// The columns that a line of a header names. 3.其他 is a row.
    fn columns_named(&self, block: usize, at: LineAt) -> Vec<usize> {
        if self.line(at).value_count() > 0 {
            return Vec::new();
        }
        let is_unmarked = |word: &Word| word.label.as_deref().is_some_and(|label| label.folded.ordinal.is_none());
        self.header_labels(block, at).filter(|(_, word)| is_unmarked(word)).map(|(column, _)| column).collect()
    }

    /// Whether a line below one of a header may go on with that.
    fn is_of_header(&self, at: LineAt) -> bool {
        let line = self.line(at);
        line.value_count() == 0 && line.row_label(|label| self.row_word(label)).is_none_or(|(_, is_known)| !is_known)
    }

    /// Reads a part with the rows of the first, in their order.
    pub(super) fn read_continued(&mut self, part: &Continued, order: &[usize]) {
        let block = part.block;
        self.printed[block].1.clone_from(&part.columns);
        let pieces = self.pieces(&part.lines);
        let first = pieces.iter().find_map(TableLine::values).cloned();
        let rows = continued_rows(pieces, block, order);
        let is_missing = |row: &usize| !order.contains(row);
        let unresolved = self.printed_rows(block).iter().copied().filter(is_missing).collect();
        if let Some(rows) = rows {
            let header_lines = part.header.clone();
            self.read_block(block, &BlockLines { header_lines, rows, unlabelled: Vec::new(), unresolved });
            return;
        }
        let nowhere = || part.lines.first().map(|at| values_of(self.line(*at), *at, None));
        if let Some(values) = first.or_else(nowhere) {
            self.note_unassigned(block, order, &values, part.columns.len());
        }
    }
}

/// The rows of a part, if they are those of the first one.
fn continued_rows<'g>(pieces: Vec<TableLine<'g>>, block: usize, order: &[usize]) -> Option<Vec<RowLine<'g>>> {
    let mut labelled: Vec<RowLine> = Vec::new();
    let mut unlabelled: Vec<Values> = Vec::new();
    for piece in pieces {
        match piece {
            TableLine::Row { block: of, row } | TableLine::Bare { block: of, row } if of == block => labelled.push(row),
            TableLine::Values(values) => unlabelled.push(values),
            TableLine::Words { .. } => {}
            _ => return None,
        }
    }
    if unlabelled.is_empty() {
        return labelled.iter().map(|row| row.row).eq(order.iter().copied()).then_some(labelled);
    }
    let label = LabelSeen { closeness: LabelSeen::EXACT, ..LabelSeen::default() };
    let by_order =
        |(values, row): (Values<'g>, &usize)| RowLine { row: *row, values, label: label.clone(), by_order: true };
    let are_all = labelled.is_empty() && unlabelled.len() == order.len();
    are_all.then(|| unlabelled.into_iter().zip(order).map(by_order).collect())
}
