//! What is observed on the way.

use std::collections::HashSet;
use std::iter::once;

use super::super::align::{Alignment, BlockHeader, Columns, Placed, Values};
use super::super::gaps;
use super::pieces::LabelSeen;
use super::wording::telling;
use super::{RowLine, TableReader};
use crate::model::{Axis, BlockAt, CellIndex, LineSpec, Observation, ObservationKind, Reason, Table, fold};
use crate::reading::bytes::limits;
use crate::reading::recognise::place::LineAt;

impl TableReader<'_, '_> {
    /// Rows of the form that the file has not, and groups it reports as one row. Rows whose values are there but could
    /// not be told apart have been said.
    pub(super) fn note_missing_rows(
        &mut self,
        block: usize,
        kept: &[RowLine],
        unresolved: &[usize],
        undivided: Vec<usize>,
    ) {
        let spec = self.block_spec(block);
        for row in self.printed_rows(block).to_vec() {
            let is_in_undivided = undivided.iter().any(|heading| spec.rows.is_under(row, Some(*heading)));
            if !is_in_undivided && !unresolved.contains(&row) && kept.iter().all(|found| found.row != row) {
                let cells = self.cells_of_row(block, row);
                let expected = path(&spec.rows, row);
                self.observe(ObservationKind::RowMissing, |seen, _| {
                    (seen.cells, seen.expected) = (cells, expected);
                });
            }
        }
        for heading in undivided {
            let cells = self.cells_of_row(block, heading);
            let row = kept.iter().find(|row| row.row == heading);
            let place = row.and_then(|row| row.label.place.clone());
            let printed = row.map(|row| row.label.printed.clone().into_owned()).unwrap_or_default();
            self.observe(ObservationKind::GroupUndivided, |seen, _| {
                (seen.cells, seen.printed, seen.place) = (cells, printed, place);
            });
        }
    }

    /// Columns that the file has not, and columns that the form has not beside the rows that are read.
    pub(super) fn note_columns(
        &mut self,
        block: usize,
        alignment: &Alignment,
        header: &BlockHeader,
        columns: &[usize],
        rows: &[&Values],
    ) {
        let spec = &self.block_spec(block).columns;
        let Alignment::Header(places) = alignment else {
            // The only column is found by its figures, and then the words over it are taken for its label.
            if let ([column], false, None) = (columns, *alignment == Alignment::None, header.known[0])
                && let Some((place, _)) = header.likely.first_key_value()
                && let Some(printed) = header.strangers.get(place)
            {
                let label = &spec.lines[*column].label;
                // 处理决定数量（件） says nothing else.
                if telling(&fold(printed).body) != telling(&label.folded().body) {
                    self.note_variant(printed, label.printed());
                }
            }
            return;
        };
        for (column, place) in columns.iter().zip(places) {
            if place.is_none() {
                let cells = self.cells_of_column(block, *column);
                let expected = path(spec, *column);
                self.observe(ObservationKind::ColumnMissing, |seen, _| {
                    (seen.cells, seen.expected) = (cells, expected);
                });
            }
        }
        let filled = Columns::of(rows.iter().flat_map(|row| &row.cells).map(|placed| placed.column));
        for (place, printed) in &header.strangers {
            let has_values = filled.contains(*place) && !places.contains(&Some(*place));
            let by_elimination = places.iter().position(|known| *known == Some(*place));
            if let Some(at) = by_elimination.filter(|at| header.known[*at].is_none()) {
                self.note_variant(printed, spec.lines[columns[at]].label.printed());
            } else if has_values {
                let printed = printed.clone();
                self.observe(ObservationKind::ColumnNotInForm, |seen, _| seen.printed = printed);
            }
        }
        let is_stray = |placed: &&Placed| header.is_stray(placed, places);
        if let Some(stray) = rows.iter().flat_map(|row| &row.cells).find(is_stray) {
            let printed = stray.cell.text.clone();
            self.observe(ObservationKind::ColumnNotInForm, |seen, _| seen.printed = printed);
        }
    }

    /// A column label that is taken for one of the form's.
    fn note_variant(&mut self, printed: &str, expected: &str) {
        self.observe(ObservationKind::LabelVariant, |seen, _| {
            printed.clone_into(&mut seen.printed);
            expected.clone_into(&mut seen.expected);
        });
    }

    /// Values of one or more rows that fit no columns for certain; `values` are the first of them.
    pub(super) fn note_unassigned(&mut self, block: usize, rows: &[usize], values: &Values, n: usize) {
        self.note_unassigned_because(None, block, rows, values, n);
    }

    /// As [`Self::note_unassigned`]: the values are too few or too many, so that those before and after are not certain.
    pub(super) fn note_odd_values(&mut self, block: usize, rows: &[usize], odd: &Values, n: usize) {
        let reason = if odd.cells.len() < n { Reason::TooFew } else { Reason::TooMany };
        let reason = (rows.len() > 1).then_some(reason);
        self.note_unassigned_because(reason, block, rows, odd, n);
    }

    fn note_unassigned_because(
        &mut self,
        reason: Option<Reason>,
        block: usize,
        rows: &[usize],
        values: &Values,
        n: usize,
    ) {
        let printed = values.printed();
        let place = Some(self.place_of(values)).filter(|_| !values.cells.is_empty());
        let cells = rows.iter().flat_map(|row| self.cells_of_row(block, *row)).collect();
        self.observe(ObservationKind::ValuesUnassigned, |seen, _| {
            (seen.printed, seen.expected, seen.place) = (printed, n.to_string(), place);
            (seen.cells, seen.reason) = (cells, reason);
        });
    }

    /// Values that are no row's of the form.
    pub(super) fn note_values(&mut self, values: &Values) {
        let (printed, place) = (values.printed(), self.place_of(values));
        self.observe(ObservationKind::RowNotInForm, |seen, _| (seen.printed, seen.place) = (printed, Some(place)));
    }

    /// Rows that have no label of their own and stand where the form has them.
    pub(super) fn note_by_order(&mut self, block: usize, kept: &[RowLine]) {
        let rows: Vec<_> = kept.iter().filter(|row| row.by_order).collect();
        let Some(first) = rows.first() else { return };
        let place = self.place_of(&first.values);
        let cells = rows.iter().flat_map(|row| self.cells_of_row(block, row.row)).collect();
        self.observe(ObservationKind::RowByOrder, |seen, _| (seen.cells, seen.place) = (cells, Some(place)));
    }

    /// Column labels spelt otherwise than in the form, each spelling once; those over columns that the form has not are none.
    pub(super) fn note_header(&mut self, block: usize, lines: &[LineAt], header: &BlockHeader) {
        let (mut known, mut said) = (HashSet::new(), Vec::new());
        for &line in lines {
            for (column, word) in self.header_labels(block, line) {
                let form = &self.block_spec(block).columns.lines[column].label;
                let is_variant = word.label.as_deref().is_some_and(|label| label.folded.body != form.folded().body);
                let printed = word.label.as_deref().map(|label| label.folded.body.clone());
                let is_ours = header.strangers.get(&word.cell.column) != Some(&word.cell.text);
                if is_variant && is_ours && known.insert((column, printed)) {
                    let seen = (word.cell.text.clone(), form.printed().to_owned());
                    said.push((seen, self.place(line, word.cell.column)));
                }
            }
        }
        for ((printed, expected), place) in said {
            self.observe(ObservationKind::LabelVariant, |seen, _| {
                (seen.printed, seen.expected, seen.place) = (printed, expected, Some(place));
            });
        }
    }

    /// A label spelt otherwise than in the form, or with another list mark.
    pub(super) fn note_label(&mut self, row: &RowLine, line: &LineSpec) {
        if !row.by_order && row.label.closeness < LabelSeen::EXACT {
            self.note_row(ObservationKind::LabelVariant, row, line.label.printed().to_owned());
        }
    }

    /// Something about a row as a whole, at its label.
    pub(super) fn note_row(&mut self, kind: ObservationKind, row: &RowLine, expected: String) {
        let place = row.label.place.clone().unwrap_or_else(|| self.place_of(&row.values));
        let printed = row.label.printed.clone().into_owned();
        self.observe(kind, |seen, _| (seen.printed, seen.expected, seen.place) = (printed, expected, Some(place)));
    }

    /// Where an empty table stands whose cells have no place, as those of one printed on one line that has no line of
    /// figures: at its header. Without a place it would be said of the sheet that the filing begins on.
    pub(super) fn place_empty(&mut self, before: usize) {
        let Some(header) = self.top.first().copied() else { return };
        let place = self.line(header).cells.first().map(|word| self.place(header, word.cell.column));
        let entries = &self.out.entries;
        let is_nowhere = |seen: &Observation| {
            let has_place = |cell: &CellIndex| entries[cell.at()].as_ref().is_some_and(|entry| entry.place.is_some());
            seen.kind == ObservationKind::TableEmpty && !seen.cells.iter().any(has_place)
        };
        if let Some(seen) = self.out.observations[before..].iter_mut().find(|seen| is_nowhere(seen)) {
            seen.place = place;
        }
    }

    /// Says which cells are marked as ones that the filing has not got.
    pub(super) fn note_lacking(&mut self) {
        let lacking = std::mem::take(&mut self.lacking);
        if lacking.is_empty() {
            return;
        }
        for block in 0..self.blocks.len() {
            let at = BlockAt { table: self.table, block };
            gaps::note(self.out, self.edition, at, &[], |cell| !lacking.contains(&cell));
        }
    }

    pub(super) fn observe(&mut self, kind: ObservationKind, fill: impl FnOnce(&mut Observation, &Table)) {
        // One more than that, and the file is refused.
        if self.out.observations.len() > limits::MAX_FINDINGS {
            return;
        }
        let mut seen = Observation::new(kind);
        seen.table = Some(self.table);
        fill(&mut seen, &self.edition.tables[self.table]);
        self.out.observations.push(seen);
    }
}

/// The words of a line with those of its headings: `（三）不予公开 / 1.属于国家秘密`.
pub(in crate::reading) fn path(axis: &Axis, line: usize) -> String {
    let mut words: Vec<_> = once(line).chain(axis.above(line)).collect();
    words.reverse();
    words.iter().map(|at| axis.lines[*at].label.printed()).collect::<Vec<_>>().join(" / ")
}
