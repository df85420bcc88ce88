//! The lines of a filing to the cells of an edition.
//!
//! Each line is sorted by its labels into headers and rows; then each block finds where its columns are and its values
//! are read. What the edition has and the lines have not, and the other way round, is observed, not judged.

use super::align::{Alignment, Header, Values};
use super::locate::Found;
use super::number;
use super::surface::{Line, Surface, Word};
use super::vocabulary::{Part, Vocabulary};
use crate::model::{
    Axis, Block, CellIndex, Entry, Figure, Folded, FormEdition, Label, Layout, LineSpec, Observation, ObservationKind,
    Ordinal, Place, Role, TableStatus, Transcript, Unit,
};

/// Reads the lines of `found` against an edition.
pub(super) fn transcribe(
    surfaces: &[Surface],
    found: &Found,
    vocabulary: &Vocabulary,
    (edition_at, edition): (usize, &FormEdition),
) -> Transcript {
    let mut out = Transcript {
        edition: edition.id.clone(),
        entries: vec![None; edition.cells.len()],
        absent: vec![false; edition.cells.len()],
        tables: vec![TableStatus::Missing; edition.tables.len()],
        observations: Vec::new(),
    };
    for table in 0..edition.tables.len() {
        let key = vocabulary.key_of(edition_at, table);
        let lines = found.sections.iter().filter(|section| section.table == key).flat_map(|section| &section.lines);
        let lines: Vec<(usize, usize)> = lines.copied().collect();
        let mut reader =
            TableReader { surfaces, vocabulary, edition_at, edition, table, blocks: Vec::new(), out: &mut out };
        reader.read(&lines);
    }
    mark_absent(edition, &mut out);
    out
}

/// A group is reported divided or undivided: whichever lines were not used are not part of this filing.
fn mark_absent(edition: &FormEdition, out: &mut Transcript) {
    for (index, cell) in edition.each_cell() {
        let rows = &edition.block_of(cell).rows;
        let undivided_above = |row: usize| {
            std::iter::successors(rows.lines[row].parent, |at| rows.lines[*at].parent)
                .filter(|at| rows.lines[*at].is_undivided_heading())
                .find(|at| out.observations.iter().any(|seen| is_undivided(edition, seen, cell.table, *at)))
        };
        out.absent[index.at()] = if cell.alternative {
            !out.observations.iter().any(|seen| is_undivided(edition, seen, cell.table, cell.row))
        } else {
            undivided_above(cell.row).is_some()
        };
    }
}

/// Whether `seen` says that the group headed by `row` was reported as one line.
fn is_undivided(edition: &FormEdition, seen: &Observation, table: usize, row: usize) -> bool {
    seen.kind == ObservationKind::GroupUndivided
        && seen.table == Some(table)
        && seen.cells.first().is_some_and(|cell| edition.cell(*cell).row == row)
}

/// One block under way.
#[derive(Default)]
struct BlockLines<'g> {
    header_lines: Vec<(usize, usize)>,
    rows: Vec<RowLine<'g>>,
}

/// A row of a block, as found.
#[derive(Clone)]
struct RowLine<'g> {
    row: usize,
    at: (usize, usize),
    values: Values<'g>,
}

struct TableReader<'a, 'g> {
    surfaces: &'a [Surface<'g>],
    vocabulary: &'a Vocabulary,
    edition_at: usize,
    edition: &'a FormEdition,
    table: usize,
    blocks: Vec<BlockLines<'g>>,
    out: &'a mut Transcript,
}

impl<'g> TableReader<'_, 'g> {
    fn read(&mut self, lines: &[(usize, usize)]) {
        let blocks = &self.edition.tables[self.table].blocks;
        self.blocks = blocks.iter().map(|_| BlockLines::default()).collect();
        let before = self.out.observations.len();
        self.sort_lines(lines);
        let has_header = self.blocks.iter().any(|block| !block.header_lines.is_empty());
        if !has_header && self.blocks.iter().all(|block| block.rows.is_empty()) {
            self.observe(ObservationKind::TableMissing, |seen, table| seen.expected = table.label.printed().to_owned());
            return;
        }
        self.out.tables[self.table] = TableStatus::Present;
        for at in 0..self.blocks.len() {
            let block = std::mem::take(&mut self.blocks[at]);
            self.read_block(at, &block);
        }
        self.summarise_blanks(before);
    }

    /// Gives every line to the block whose row it is, with the header lines above it.
    fn sort_lines(&mut self, lines: &[(usize, usize)]) {
        let mut pending = Vec::new();
        let mut last: Option<(usize, usize)> = None;
        for &(grid, at) in lines {
            let line = &self.surfaces[grid].lines[at];
            let labels = line.leading_labels();
            let has_values = labels.len() < line.cells.len();
            let label = labels.last();
            let found = label.and_then(|word| self.row_of(word, last));
            match (found, label) {
                (Some((block, row)), Some(word)) => {
                    let spec = &self.edition.tables[self.table].blocks[block];
                    let is_header = !has_values && (spec.layout == Layout::OneLine || self.is_column(word));
                    let is_heading = matches!(spec.rows.lines[row].role, Role::Heading { .. });
                    if is_header || (is_heading && !has_values) {
                        pending.push((grid, at));
                        continue;
                    }
                    self.take_header(block, &mut pending);
                    self.note_label(word, &spec.rows.lines[row], (grid, at));
                    let values = values_of(line, Some(word.cell.column));
                    self.blocks[block].rows.push(RowLine { row, at: (grid, at), values });
                    last = Some((block, row));
                }
                (None, Some(word)) if has_values => {
                    let place = self.surfaces[grid].place(at, word.cell.column);
                    let printed = word.cell.text.clone();
                    self.observe(ObservationKind::RowNotInForm, |seen, _| {
                        (seen.printed, seen.place) = (printed, Some(place));
                    });
                }
                (None, None) if has_values => self.take_values_line(line, (grid, at), &mut pending),
                _ => pending.push((grid, at)),
            }
        }
        // Headers without a row below them: an empty table still is one.
        for block in 0..self.blocks.len() {
            if self.blocks[block].rows.is_empty() && self.blocks[block].header_lines.is_empty() {
                let columns = |line: &&(usize, usize)| self.header_labels(block, **line).next().is_some();
                let headers: Vec<_> = pending.iter().filter(columns).copied().collect();
                if headers.iter().map(|line| self.header_labels(block, *line).count()).sum::<usize>() >= 2 {
                    self.blocks[block].header_lines = headers;
                }
            }
        }
    }

    /// A line of values without a label: the data of a block that is printed on one line.
    fn take_values_line(&mut self, line: &Line<'g>, at: (usize, usize), pending: &mut Vec<(usize, usize)>) {
        let blocks = &self.edition.tables[self.table].blocks;
        let Some(block) = blocks.iter().position(|block| block.layout == Layout::OneLine) else { return };
        self.take_header(block, pending);
        self.blocks[block].rows.push(RowLine { row: usize::MAX, at, values: values_of(line, None) });
    }

    fn take_header(&mut self, block: usize, pending: &mut Vec<(usize, usize)>) {
        let labelled = pending.iter().any(|line| self.header_labels(block, *line).next().is_some());
        if labelled {
            // A header repeated after a page break says the same again; one in other columns is another header.
            self.blocks[block].header_lines.append(pending);
        }
        pending.clear();
    }

    /// The meanings of a label in this table.
    fn parts<'s>(&'s self, label: &'s Folded) -> impl Iterator<Item = (Part, Option<Ordinal>)> + 's {
        let mine = |m: &&super::vocabulary::Meaning| m.edition == self.edition_at && m.table == self.table;
        self.vocabulary.meanings(label).iter().filter(mine).map(|m| (m.part, m.ordinal))
    }

    /// The row a label names: of several with the same words the one with the same list mark, else the next in the
    /// form's order.
    fn row_of(&self, word: &Word, last: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let label = word.label.as_ref()?;
        let rows: Vec<_> = self
            .parts(label)
            .filter_map(|(part, ordinal)| match part {
                Part::Row { block, line } => Some(((block, line), ordinal)),
                _ => None,
            })
            .collect();
        let marked: Vec<_> = rows.iter().filter(|(_, ordinal)| *ordinal == label.ordinal).collect();
        let among = if marked.is_empty() { rows.iter().collect() } else { marked };
        let next = among.iter().find(|(row, _)| last.is_none_or(|last| *row > last));
        next.or(among.first()).map(|(row, _)| *row)
    }

    fn is_column(&self, word: &Word) -> bool {
        let label = word.label.as_ref();
        label.is_some_and(|label| {
            label.ordinal.is_none() && self.parts(label).any(|(part, _)| matches!(part, Part::Column { .. }))
        })
    }

    /// The columns of a block that a line names, with their place in the file.
    fn header_labels(&self, block: usize, (grid, at): (usize, usize)) -> impl Iterator<Item = (usize, &Word<'g>)> {
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

    fn read_block(&mut self, at: usize, lines: &BlockLines<'g>) {
        let spec = &self.edition.tables[self.table].blocks[at];
        let is_one_line = |row: &&RowLine| row.row == usize::MAX;
        let own_rows: Vec<&RowLine> = lines.rows.iter().filter(|row| !is_one_line(row)).collect();
        if spec.layout == Layout::OneLine && own_rows.is_empty() {
            self.read_one_line(at, lines);
            return;
        }
        let columns: Vec<usize> = spec.columns.printed().collect();
        let header = self.header(at, &lines.header_lines, &columns);
        let rows: Vec<RowLine> = lines.rows.iter().filter(|row| !is_one_line(row)).cloned().collect();
        let (kept, undivided) = self.settle_rows(spec, rows);
        let values: Vec<Values> = kept.iter().map(|row| row.values.clone()).collect();
        let alignment = Alignment::find(&header, &values, columns.len());
        self.note_columns(at, &alignment, &header, &columns, &values);
        let units = self.header_units(at, &lines.header_lines);
        for row in &kept {
            let Some(found) = alignment.columns_of(&row.values, columns.len()) else {
                self.note_unassigned(&spec.rows.lines[row.row], row.at, &row.values, columns.len());
                continue;
            };
            for (column, place) in columns.iter().zip(found) {
                if matches!(alignment, Alignment::Header(_)) && place.is_none() {
                    continue;
                }
                let unit = units.iter().find(|(line, _)| line == column).map(|(_, unit)| *unit);
                self.enter((at, row.row, *column), row.at, &row.values, place, unit);
            }
        }
        self.note_missing_rows(spec, &kept, undivided);
    }

    /// Duplicates, rows out of order, headings with figures. Returns the rows to read and the undivided headings.
    fn settle_rows(&mut self, spec: &Block, rows: Vec<RowLine<'g>>) -> (Vec<RowLine<'g>>, Vec<usize>) {
        let has_items = |heading: usize| rows.iter().any(|row| spec.rows.is_under(row.row, Some(heading)));
        let undivided: Vec<usize> = (0..spec.rows.lines.len())
            .filter(|at| spec.rows.lines[*at].is_undivided_heading() && !has_items(*at))
            .filter(|at| rows.iter().any(|row| row.row == *at))
            .collect();
        let mut kept: Vec<RowLine> = Vec::new();
        let mut furthest = 0;
        for row in rows {
            let line = &spec.rows.lines[row.row];
            let kind = if kept.iter().any(|other| other.row == row.row) {
                Some(ObservationKind::RowDuplicated)
            } else if matches!(line.role, Role::Heading { .. }) && !undivided.contains(&row.row) {
                // A subtotal of a divided group; the form prints none.
                Some(ObservationKind::RowNotInForm)
            } else {
                None
            };
            let printed = self.label_text(&row);
            let place = self.place_of(&row);
            if let Some(kind) = kind {
                let expected = line.label.printed().to_owned();
                self.observe(kind, |seen, _| {
                    (seen.printed, seen.expected, seen.place) = (printed, expected, Some(place));
                });
                continue;
            }
            if row.row < furthest {
                self.observe(ObservationKind::RowOutOfOrder, |seen, _| {
                    (seen.printed, seen.place) = (printed, Some(place));
                });
            }
            furthest = furthest.max(row.row);
            kept.push(row);
        }
        (kept, undivided)
    }

    fn header(&self, block: usize, lines: &[(usize, usize)], columns: &[usize]) -> Header {
        let mut header = Header { known: vec![None; columns.len()], ..Header::default() };
        for &line in lines {
            let mut order = Vec::new();
            for (column, word) in self.header_labels(block, line) {
                let Some(at) = columns.iter().position(|other| *other == column) else { continue };
                let place = word.cell.column;
                let taken = header.known.iter().enumerate().any(|(other, known)| other != at && *known == Some(place));
                header.conflict |= taken || header.known[at].is_some_and(|known| known != place);
                header.known[at] = Some(place);
                order.push(at);
            }
            header.order.push(order);
        }
        let leftmost = header.known.iter().flatten().min().copied();
        for &(grid, at) in lines {
            for word in &self.surfaces[grid].lines[at].cells {
                let is_strange = word.label.as_ref().is_some_and(|label| self.parts(label).next().is_none());
                if is_strange && leftmost.is_some_and(|leftmost| word.cell.column > leftmost) {
                    header.strangers.push((word.cell.column, word.cell.text.clone()));
                }
            }
        }
        header
    }

    /// Columns whose header declares a unit other than the form's.
    fn header_units(&mut self, block: usize, lines: &[(usize, usize)]) -> Vec<(usize, Unit)> {
        let columns = &self.edition.tables[self.table].blocks[block].columns;
        let mut units = Vec::new();
        for &line in lines {
            for (column, word) in self.header_labels(block, line) {
                let unit = word.label.as_ref().and_then(|label| label.unit.as_deref()).and_then(Unit::named);
                if let Some(unit) = unit {
                    units.push((column, unit, self.surfaces[line.0].place(line.1, word.cell.column), word.cell.text.clone()));
                }
            }
        }
        for (column, unit, place, printed) in &units {
            let expected = &columns.lines[*column].label;
            if expected.folded().unit.as_deref().is_some_and(|form| form != unit.word()) {
                let cells = self.cells_of_column(block, *column);
                let expected = expected.printed().to_owned();
                self.observe(ObservationKind::ForeignUnit, |seen, _| {
                    (seen.printed, seen.expected) = (printed.clone(), expected);
                    (seen.place, seen.cells) = (Some(place.clone()), cells);
                });
            }
        }
        units.into_iter().map(|(column, unit, ..)| (column, unit)).collect()
    }

    /// All rows on one line: the header says where each is, or all of them are there in the form's order.
    fn read_one_line(&mut self, at: usize, lines: &BlockLines<'g>) {
        let spec = &self.edition.tables[self.table].blocks[at];
        let rows: Vec<usize> = spec.rows.printed().collect();
        let columns: Vec<usize> = spec.columns.printed().collect();
        let n = rows.len() * columns.len();
        let header = self.one_line_header(at, &lines.header_lines, &rows, &columns);
        let values: Vec<Values> = lines.rows.iter().map(|row| row.values.clone()).collect();
        let alignment = Alignment::find(&header, &values, n);
        let (found, row) = match lines.rows.as_slice() {
            [] => (Some(vec![None; n]), None),
            [row] => (alignment.columns_of(&row.values, n), Some(row)),
            [_, again, ..] => {
                let place = self.place_of(again);
                let printed = again.values.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ");
                self.observe(ObservationKind::RowDuplicated, |seen, table| {
                    (seen.printed, seen.expected) = (printed, table.label.printed().to_owned());
                    seen.place = Some(place);
                });
                (alignment.columns_of(&lines.rows[0].values, n), lines.rows.first())
            }
        };
        let Some(found) = found else {
            if let Some(row) = row {
                for line in rows {
                    self.note_unassigned(&spec.rows.lines[line], row.at, &row.values, n);
                }
            }
            return;
        };
        let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| (*row, *column)));
        for ((line, column), place) in cells.zip(found) {
            match row {
                Some(row) => self.enter((at, line, column), row.at, &row.values, place, None),
                None => self.enter_blank((at, line, column), None),
            }
        }
    }

    /// The header of a block printed on one line: its column labels once per row, the row labels above them.
    fn one_line_header(
        &self,
        block: usize,
        lines: &[(usize, usize)],
        rows: &[usize],
        columns: &[usize],
    ) -> Header {
        let mut header = Header::default();
        let mut places: Vec<(u32, usize)> = Vec::new();
        let mut groups: Vec<(u32, usize)> = Vec::new();
        for &(grid, at) in lines {
            for (column, word) in self.header_labels(block, (grid, at)) {
                if let Some(at) = columns.iter().position(|other| *other == column) {
                    places.push((word.cell.column, at));
                }
            }
            let mut order = Vec::new();
            for word in &self.surfaces[grid].lines[at].cells {
                let Some(label) = &word.label else { continue };
                let row = self.parts(label).find_map(|(part, _)| match part {
                    Part::Row { block: of, line } if of == block => rows.iter().position(|row| *row == line),
                    _ => None,
                });
                groups.extend(row.map(|row| (word.cell.column, row)));
                order.extend(row.map(|row| row * columns.len()));
            }
            header.order.push(order);
        }
        places.sort_unstable();
        places.dedup();
        groups.sort_unstable();
        groups.dedup();
        let labels_repeat = places.len() == rows.len() * columns.len()
            && places.iter().enumerate().all(|(at, (_, column))| at % columns.len() == *column)
            && places.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let groups_agree = groups.iter().map(|(_, row)| *row).eq(0..rows.len())
            && groups.iter().all(|(column, row)| places.get(row * columns.len()).is_some_and(|(at, _)| at == column));
        header.conflict = !(labels_repeat && groups_agree);
        header.known = if header.conflict { Vec::new() } else { places.iter().map(|(at, _)| Some(*at)).collect() };
        header
    }

    /// Reads one cell of a row.
    fn enter(
        &mut self,
        cell: (usize, usize, usize),
        line: (usize, usize),
        values: &Values,
        column: Option<u32>,
        header_unit: Option<Unit>,
    ) {
        let place = column.map(|column| self.surfaces[line.0].place(line.1, column));
        let found = column.and_then(|column| values.cells.iter().find(|cell| cell.column == column));
        let Some(found) = found else {
            self.enter_blank(cell, place);
            return;
        };
        let Some(index) = self.cell_at(cell) else { return };
        let spec = self.edition.cell(index);
        let reading = number::read(&found.text, found.kind, spec.value.is_whole());
        for (kind, reason) in reading.remarks {
            let (printed, place) = (found.text.clone(), place.clone());
            self.observe(kind, |seen, _| {
                (seen.cells, seen.printed, seen.reason, seen.place) = (vec![index], printed, reason, place);
            });
        }
        let unit = reading.unit.or(header_unit);
        self.out.entries[index.at()] =
            Some(Entry { figure: reading.figure, printed: found.text.clone(), place, unit });
    }

    fn enter_blank(&mut self, cell: (usize, usize, usize), place: Option<Place>) {
        if let Some(index) = self.cell_at(cell) {
            self.out.entries[index.at()] =
                Some(Entry { figure: Figure::Blank, printed: String::new(), place, unit: None });
        }
    }

    fn cell_at(&self, (block, row, column): (usize, usize, usize)) -> Option<CellIndex> {
        self.edition.cell_at(self.table, block, row, column)
    }

    fn cells_of_column(&self, block: usize, column: usize) -> Vec<CellIndex> {
        let rows = &self.edition.tables[self.table].blocks[block].rows;
        rows.printed().filter_map(|row| self.cell_at((block, row, column))).collect()
    }

    fn cells_of_row(&self, block: usize, row: usize) -> Vec<CellIndex> {
        let columns = &self.edition.tables[self.table].blocks[block].columns;
        columns.printed().filter_map(|column| self.cell_at((block, row, column))).collect()
    }

    fn block_at(&self, spec: &Block) -> usize {
        let blocks = &self.edition.tables[self.table].blocks;
        blocks.iter().position(|block| std::ptr::eq(block, spec)).unwrap_or(0)
    }

    fn note_missing_rows(&mut self, spec: &Block, kept: &[RowLine], undivided: Vec<usize>) {
        let at = self.block_at(spec);
        for row in spec.rows.printed() {
            let is_in_undivided = undivided.iter().any(|heading| spec.rows.is_under(row, Some(*heading)));
            if !is_in_undivided && kept.iter().all(|found| found.row != row) {
                let cells = self.cells_of_row(at, row);
                let expected = path(&spec.rows, row);
                self.observe(ObservationKind::RowMissing, |seen, _| {
                    (seen.cells, seen.expected) = (cells, expected);
                });
            }
        }
        for heading in undivided {
            let cells = self.cells_of_row(at, heading);
            let row = kept.iter().find(|row| row.row == heading);
            let place = row.map(|row| self.place_of(row));
            let printed = row.map(|row| self.label_text(row)).unwrap_or_default();
            self.observe(ObservationKind::GroupUndivided, |seen, _| {
                (seen.cells, seen.printed, seen.place) = (cells, printed, place);
            });
        }
    }

    /// Columns that the file has not, and columns that the form has not.
    fn note_columns(
        &mut self,
        block: usize,
        alignment: &Alignment,
        header: &Header,
        columns: &[usize],
        rows: &[Values],
    ) {
        let Alignment::Header(places) = alignment else { return };
        let spec = &self.edition.tables[self.table].blocks[block].columns;
        for (column, place) in columns.iter().zip(places) {
            if place.is_none() {
                let cells = self.cells_of_column(block, *column);
                let expected = path(spec, *column);
                self.observe(ObservationKind::ColumnMissing, |seen, _| {
                    (seen.cells, seen.expected) = (cells, expected);
                });
            }
        }
        for (place, printed) in &header.strangers {
            let is_assigned = places.contains(&Some(*place));
            let has_values = rows.iter().any(|row| row.cells.iter().any(|cell| cell.column == *place));
            if let Some(at) = places.iter().position(|known| known == &Some(*place)).filter(|_| is_assigned) {
                let expected = spec.lines[columns[at]].label.printed().to_owned();
                let printed = printed.clone();
                self.observe(ObservationKind::LabelVariant, |seen, _| {
                    (seen.printed, seen.expected) = (printed, expected);
                });
            } else if has_values {
                let printed = printed.clone();
                self.observe(ObservationKind::ColumnNotInForm, |seen, _| seen.printed = printed);
            }
        }
    }

    fn note_unassigned(&mut self, line: &LineSpec, at: (usize, usize), values: &Values, n: usize) {
        let printed = values.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ");
        let place = values.cells.first().map(|cell| self.surfaces[at.0].place(at.1, cell.column));
        let cells: Vec<_> = {
            let table = &self.edition.tables[self.table];
            let found = table.blocks.iter().enumerate().find_map(|(block, spec)| {
                let row = spec.rows.lines.iter().position(|other| std::ptr::eq(other, line))?;
                Some(self.cells_of_row(block, row))
            });
            found.unwrap_or_default()
        };
        self.observe(ObservationKind::ValuesUnassigned, |seen, _| {
            (seen.printed, seen.expected, seen.place) = (printed, n.to_string(), place);
            seen.cells = cells;
        });
    }

    /// A label spelt otherwise than in the form, or with another list mark.
    fn note_label(&mut self, word: &Word, line: &LineSpec, (grid, at): (usize, usize)) {
        let Some(label) = &word.label else { return };
        let form: &Label = &line.label;
        if label.body == form.folded().body && label.ordinal == form.folded().ordinal {
            return;
        }
        let (printed, expected) = (word.cell.text.clone(), form.printed().to_owned());
        let place = self.surfaces[grid].place(at, word.cell.column);
        self.observe(ObservationKind::LabelVariant, |seen, _| {
            (seen.printed, seen.expected, seen.place) = (printed, expected, Some(place));
        });
    }

    /// Blank items are one observation a table; a table that is all blank is that and nothing else.
    fn summarise_blanks(&mut self, before: usize) {
        let mine = self.edition.each_cell().filter(|(_, cell)| cell.table == self.table);
        let read: Vec<_> =
            mine.filter_map(|(index, cell)| self.out.entry(index).map(|entry| (index, cell, entry))).collect();
        let is_blank = |entry: &Entry| entry.figure == Figure::Blank;
        if !read.is_empty() && read.iter().all(|(_, _, entry)| is_blank(entry)) {
            let cells = read.iter().map(|(index, ..)| *index).collect();
            self.out.observations.truncate(before);
            self.observe(ObservationKind::TableEmpty, |seen, _| seen.cells = cells);
            return;
        }
        let blank = read.iter().filter(|(_, cell, entry)| is_blank(entry) && !cell.total);
        let cells: Vec<_> = blank.map(|(index, ..)| *index).collect();
        if !cells.is_empty() {
            self.observe(ObservationKind::BlankCell, |seen, _| seen.cells = cells);
        }
    }

    fn observe(&mut self, kind: ObservationKind, fill: impl FnOnce(&mut Observation, &crate::model::Table)) {
        let mut seen = Observation::new(kind);
        seen.table = Some(self.table);
        fill(&mut seen, &self.edition.tables[self.table]);
        self.out.observations.push(seen);
    }

    fn place_of(&self, row: &RowLine) -> Place {
        let first = self.surfaces[row.at.0].lines[row.at.1].cells.first().map_or(0, |word| word.cell.column);
        self.surfaces[row.at.0].place(row.at.1, row.values.label.unwrap_or(first))
    }

    fn label_text(&self, row: &RowLine) -> String {
        let cells = &self.surfaces[row.at.0].lines[row.at.1].cells;
        let label = cells.iter().find(|word| Some(word.cell.column) == row.values.label);
        label.map(|word| word.cell.text.clone()).unwrap_or_default()
    }
}

/// The words of a line with those of its headings: `（三）不予公开 / 1.属于国家秘密`.
fn path(axis: &Axis, line: usize) -> String {
    let mut words: Vec<_> = std::iter::successors(Some(line), |at| axis.lines[*at].parent).collect();
    words.reverse();
    words.iter().map(|at| axis.lines[*at].label.printed()).collect::<Vec<_>>().join(" / ")
}

/// The cells right of a label.
fn values_of<'g>(line: &Line<'g>, label: Option<u32>) -> Values<'g> {
    let right = line.cells.iter().filter(|word| label.is_none_or(|label| word.cell.column > label));
    let (cells, is_value) = right.map(|word| (word.cell, word.label.is_none())).unzip();
    Values { label, cells, is_value, width: line.row.width }
}
