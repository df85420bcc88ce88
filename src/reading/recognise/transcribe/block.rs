//! A block's rows to entries.

use super::super::align::{Alignment, BlockHeader, Values};
use super::super::entry::{self, Printed};
use super::units::InUnit;
use super::{BlockLines, RowLine, TableReader};
use crate::model::{Block, Entry, Layout, ObservationKind, Place, Role};
use crate::reading::cells::grid::CellKind;
use crate::reading::cells::lexicon::LEXICON;
use crate::reading::cells::number;
use crate::reading::recognise::place::LineAt;

impl<'g> TableReader<'_, 'g> {
    pub(super) fn read_block(&mut self, at: usize, lines: &BlockLines<'g>) {
        let spec = self.block_spec(at);
        if spec.layout == Layout::OneLine && lines.rows.is_empty() {
            self.read_one_line(at, lines);
            return;
        }
        let columns: Vec<usize> = self.printed_columns(at).to_vec();
        let is_over = lines.rows.iter().any(|row| row.values.value_columns().count() > columns.len());
        let shared = if is_over { self.shared_header(at, lines) } else { None };
        let header_lines = shared.as_ref().unwrap_or(&lines.header_lines);
        let mut header = self.header(at, header_lines, &columns);
        if is_over {
            header.others = self.columns_of_others(at, header_lines);
        }
        let (rows, lost) = self.rows_of_this_year(at, &lines.rows);
        let (kept, undivided) = self.settle_rows(spec, &rows, &header);
        // In a text, values whose label stands on another line do not stand under their column's label either.
        if kept.iter().any(|row| row.values.label.is_none() && row.values.width.is_some()) {
            header.known.fill(None);
        }
        let mut values: Vec<Values> = kept.iter().map(|row| row.values.clone()).collect();
        let years = self.years_over(&lines.header_lines);
        self.take_this_year(&years, &mut header, &mut values, columns.len());
        if columns.len() == 1 {
            self.collapse_repeated(at, &lines.header_lines, &mut values);
        }
        let alignment = Alignment::find(&header, &values, columns.len());
        let assigned = alignment.assign(&header, &values, columns.len());
        let read = values.iter().zip(&assigned).filter(|(_, found)| found.is_some()).map(|(row, _)| row);
        self.note_columns(at, &alignment, &header, &columns, &read.collect::<Vec<_>>());
        self.note_header(at, &lines.header_lines, &header);
        let units = self.header_units(at, lines);
        self.note_all_unassigned(at, &kept, &assigned, columns.len());
        for ((row, values), found) in kept.iter().zip(&values).zip(assigned) {
            let Some(found) = found else { continue };
            let row_unit = self.row_unit(at, row, &header);
            for (column, place) in columns.iter().zip(found) {
                if matches!(alignment, Alignment::Header(_)) && place.is_none() {
                    continue;
                }
                let unit = units.iter().find(|(line, _)| line == column).map(|(_, unit)| *unit);
                // What stands beside the figure is nearer to it than the header.
                self.enter((at, row.row, *column), values, place, &row_unit.or(unit));
            }
        }
        self.note_by_order(at, &kept);
        let unresolved = [lines.unresolved.as_slice(), &lost].concat();
        self.note_missing_rows(at, &kept, &unresolved, undivided);
    }

    /// The header of the whole table, of a block that has none of its own.
    fn shared_header(&self, block: usize, lines: &BlockLines<'g>) -> Option<Vec<LineAt>> {
        let names = |at: &LineAt| self.header_labels(block, *at).next().is_some();
        (lines.header_lines.is_empty() && self.top.iter().any(names)).then(|| self.top.clone())
    }

    /// The columns over which a header has labels of other blocks of the table and none of this one.
    fn columns_of_others(&self, block: usize, header: &[LineAt]) -> Vec<u32> {
        let labelled = |block: usize| {
            let words = header.iter().flat_map(move |at| self.header_labels(block, *at));
            words.map(|(_, word)| word.cell.column).collect::<Vec<_>>()
        };
        let own = labelled(block);
        let others = (0..self.blocks.len()).filter(|other| *other != block).flat_map(labelled);
        others.filter(|column| !own.contains(column)).collect()
    }

    /// Rows whose figures fit no columns: one by one, or, where a layout makes it many, all in one.
    fn note_all_unassigned(&mut self, block: usize, kept: &[RowLine], assigned: &[Option<Vec<Option<u32>>>], n: usize) {
        const MANY: usize = 4;
        let rows: Vec<_> = kept.iter().zip(assigned).filter(|(_, found)| found.is_none()).map(|(row, _)| row).collect();
        let each = if rows.len() < MANY { 1 } else { rows.len() };
        for rows in rows.chunks(each) {
            let numbers: Vec<usize> = rows.iter().map(|row| row.row).collect();
            self.note_unassigned(block, &numbers, &rows[0].values, n);
        }
    }

    /// Duplicates, rows out of order, headings with figures. Returns the rows to read and the undivided headings.
    fn settle_rows(
        &mut self,
        spec: &Block,
        rows: &[RowLine<'g>],
        header: &BlockHeader,
    ) -> (Vec<RowLine<'g>>, Vec<usize>) {
        let has_items = |heading: usize| rows.iter().any(|row| spec.rows.is_under(row.row, Some(heading)));
        let undivided: Vec<usize> = (0..spec.rows.lines.len())
            .filter(|at| spec.rows.lines[*at].is_undivided_heading() && !has_items(*at))
            .filter(|at| rows.iter().any(|row| row.row == *at))
            .collect();
        let closest =
            |row: usize| rows.iter().filter(|other| other.row == row).map(|other| other.label.closeness).max();
        let closest: Vec<_> = (0..spec.rows.lines.len()).map(closest).collect();
        let is_blank = RowLine::is_blank;
        let mut is_filled = vec![false; spec.rows.lines.len()];
        rows.iter().filter(|row| !is_blank(row)).for_each(|row| is_filled[row.row] = true);
        let mut kept: Vec<RowLine> = Vec::new();
        for row in rows {
            let line = &spec.rows.lines[row.row];
            // A heading is crossed out or numbered where its figures would be: 一、主动公开情况 | —— | ——.
            if line.role == (Role::Heading { undivided: false }) && !row.values.has_figure(header) {
                continue;
            }
            let is_subtotal = matches!(line.role, Role::Heading { .. }) && !undivided.contains(&row.row);
            // Of 合计 and （七）总计 only the closer is the form's row; a subtotal of a divided group is none either.
            // Words that a text has for a row before the table begins are no second row of it.
            if is_blank(row) && is_filled[row.row] {
                continue;
            }
            let kind = if is_subtotal || Some(row.label.closeness) < closest[row.row] {
                Some(ObservationKind::RowNotInForm)
            } else if kept.iter().any(|other| other.row == row.row) {
                Some(ObservationKind::RowDuplicated)
            } else {
                None
            };
            match kind {
                Some(kind) => {
                    let is_form_row = kind == ObservationKind::RowDuplicated;
                    let expected = if is_form_row { line.label.printed().to_owned() } else { String::new() };
                    self.note_row(kind, row, expected);
                }
                None => kept.push(row.clone()),
            }
        }
        let order: Vec<usize> = kept.iter().map(|row| row.row).collect();
        let moved: Vec<RowLine> = out_of_order(&order).into_iter().map(|at| kept[at].clone()).collect();
        for row in &moved {
            self.note_row(ObservationKind::RowOutOfOrder, row, String::new());
        }
        for row in &kept {
            self.note_label(row, &spec.rows.lines[row.row]);
        }
        (kept, undivided)
    }

    /// All rows on one line: the header says where each is, or all of them are there in the form's order.
    pub(super) fn read_one_line(&mut self, at: usize, lines: &BlockLines<'g>) {
        let rows: Vec<usize> = self.printed_rows(at).to_vec();
        let columns: Vec<usize> = self.printed_columns(at).to_vec();
        let n = rows.len() * columns.len();
        let mut header = self.one_line_header(at, &lines.header_lines, &rows, &columns);
        self.note_header(at, &lines.header_lines, &header);
        // Values that stood on several lines do not stand under their labels.
        let is_apart = |values: &Values| values.cells.windows(2).any(|pair| pair[0].at != pair[1].at);
        if lines.unlabelled.iter().any(is_apart) {
            header = BlockHeader { order: header.order, is_foreign: header.is_foreign, ..BlockHeader::default() };
        }
        // What is printed twice is one line, whatever each is called.
        let mut printed: Vec<Values> = Vec::new();
        for line in &lines.unlabelled {
            if !printed.iter().any(|known| known.figures().eq(line.figures())) {
                printed.push(line.clone());
            }
        }
        let (unlabelled, is_foreign) = self.lines_of_this_year(&printed, n);
        header.is_foreign |= is_foreign;
        if is_foreign {
            header.known.fill(None);
        }
        let mut values: Vec<Values> = unlabelled.clone();
        let years = self.years_over(&lines.header_lines);
        self.take_this_year(&years, &mut header, &mut values, n);
        let cells: Vec<_> = rows.iter().flat_map(|row| columns.iter().map(move |column| (at, *row, *column))).collect();
        for values in unlabelled.iter().skip(1) {
            let place = self.place_of(values);
            let printed = values.printed();
            self.observe(ObservationKind::RowDuplicated, |seen, table| {
                (seen.printed, seen.expected) = (printed, table.label.printed().to_owned());
                seen.place = Some(place);
            });
        }
        let Some(first) = values.first() else {
            // Values that were refused are not blank.
            for cell in cells.into_iter().filter(|_| lines.unresolved.is_empty()) {
                self.enter_blank(cell, None);
            }
            return;
        };
        let alignment = Alignment::find(&header, &values, n);
        if let Alignment::Header(places) = &alignment {
            let is_beside =
                |column: &u32| !places.contains(&Some(*column)) && first.value_columns().any(|at| at == *column);
            for (_, printed) in header.strangers.iter().filter(|(column, _)| is_beside(column)) {
                self.observe(ObservationKind::ColumnNotInForm, |seen, _| seen.printed.clone_from(printed));
            }
        }
        let found = alignment.assign(&header, &values, n).swap_remove(0);
        match found {
            Some(found) => {
                for (cell, place) in cells.into_iter().zip(found) {
                    self.enter(cell, first, place, &InUnit::Known(None));
                }
            }
            None => self.note_unassigned(at, &rows, first, n),
        }
    }

    /// Reads one cell of a row.
    pub(super) fn enter(&mut self, cell: (usize, usize, usize), values: &Values, column: Option<u32>, unit: &InUnit) {
        let found = column.and_then(|column| values.cells.iter().find(|placed| placed.column == column));
        let Some(found) = found else {
            let place = column.map(|column| self.place(values.at, column));
            let is_picture = self.surfaces[values.at.grid].has_picture(values.at.line, column, values.label);
            match self.cell_at(cell).filter(|_| is_picture) {
                Some(index) => {
                    let text = number::UNKNOWN.encode_utf8(&mut [0; 4]).to_owned();
                    let printed = Printed { text: &text, kind: CellKind::Text, place, unit: unit.known() };
                    entry::enter(self.out, self.edition, index, printed);
                }
                None => self.enter_blank(cell, place),
            }
            return;
        };
        let place = Some(self.place(found.at, found.cell.column));
        let found = found.cell;
        let Some(index) = self.cell_at(cell) else { return };
        if LEXICON.is_absent(&found.text) {
            self.lacking.insert(index);
            return;
        }
        // Of nothing there is nothing, in whatever unit.
        let is_something = || found.text != "0" && !LEXICON.is_placeholder(&found.text);
        let with_unit = unit.strange().filter(|_| is_something()).map(|word| format!("{}{word}", found.text));
        let (text, kind) =
            with_unit.as_deref().map_or((found.text.as_str(), found.kind), |text| (text, CellKind::Text));
        entry::enter(self.out, self.edition, index, Printed { text, kind, place, unit: unit.known() });
    }

    pub(super) fn enter_blank(&mut self, cell: (usize, usize, usize), place: Option<Place>) {
        if let Some(index) = self.cell_at(cell) {
            self.out.entries[index.at()] = Some(Entry::blank(place));
        }
    }
}

/// The positions that break the order: all but those of a longest run that keeps it, so that one moved row is one.
fn out_of_order(order: &[usize]) -> Vec<usize> {
    // Per position: the length of the longest run that ends there, and the position before it in that run.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
    for (at, row) in order.iter().enumerate() {
        let before =
            (0..at).filter(|earlier| order[*earlier] < *row).max_by_key(|earlier| (runs[*earlier].0, at - *earlier));
        runs.push((before.map_or(1, |before| runs[before].0 + 1), before));
    }
    let last = (0..runs.len()).max_by_key(|at| (runs[*at].0, runs.len() - *at));
    let kept: Vec<usize> = std::iter::successors(last, |at| runs[*at].1).collect();
    (0..order.len()).filter(|at| !kept.contains(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::out_of_order;

    #[test]
    fn one_moved_row_is_one() {
        assert_eq!(out_of_order(&[5, 0, 1, 2, 3, 4]), [0]);
        assert_eq!(out_of_order(&[0, 1, 3, 2, 4]).len(), 1);
        assert!(out_of_order(&[0, 2, 9]).is_empty() && out_of_order(&[]).is_empty());
    }
}
