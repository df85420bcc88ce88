//! Whether a line goes on with a table that is under way, where no label says so: values without words, pieces of a label, a
//! header with the columns that a cut left over.

use super::LineWalk;
use super::found::{CONVINCING_ROWS, Section};
use super::sense::Around;
use crate::reading::recognise::place::LineAt;
use crate::reading::recognise::surface::GridLine;
use crate::reading::recognise::vocabulary::TableKey;

impl LineWalk<'_> {
    /// What the filing under way has of a table.
    fn section(&self, table: TableKey) -> Option<&Section> {
        self.found.last()?.sections.iter().find(|section| section.table == table)
    }

    /// Whether a table that is under way has labels beside its figures.
    pub(super) fn is_by_rows(&self, table: TableKey) -> bool {
        self.section(table).is_some_and(|section| section.seen.keys().any(|label| !label.is_empty()))
    }

    /// Whether words below the last values of a table may belong to the label of these.
    pub(super) fn is_last_piece(&self, LineAt { grid, line: at }: LineAt, line: &GridLine, table: TableKey) -> bool {
        /// Lines that a label is broken into after its values.
        const NEAR: usize = 3;
        let last = self.section(table).and_then(|section| section.lines.last());
        let is_near = last.is_some_and(|last| last.grid == grid && at.saturating_sub(last.line) <= NEAR);
        let label = line.cells.first().and_then(|word| word.label.as_deref()).filter(|_| line.cells.len() == 1);
        let is_piece = || label.is_some_and(|label| self.vocabulary.is_piece(label));
        self.hint.is_none() && line.width.is_some() && is_near && is_piece()
    }

    /// Whether values without words go on with a table, rather than begin what a title announced.
    pub(super) fn goes_on(&self, table: TableKey, line: &GridLine, around: Around) -> bool {
        let is_announced = self.hint.is_some() || self.is_other_filing(table);
        let has_room = |section: &Section| section.values + line.value_count() <= self.vocabulary.one_line_cells(table);
        !is_announced
            && (around.column > 0 || !self.vocabulary.has_one_line(table) || self.section(table).is_some_and(has_room))
    }

    /// Whether the header above goes on with a table that is cut by its columns: it has others than the rows above.
    pub(super) fn goes_on_in_columns(&self, table: TableKey) -> bool {
        if self.hint.is_none_or(|hint| hint.table != table) || self.heard.title.is_some() {
            return false;
        }
        let is_under_way = |section: &&Section| section.seen.len() >= CONVINCING_ROWS && !section.columns.is_empty();
        let Some(section) = self.section(table).filter(is_under_way) else { return false };
        let mut columns = self.columns.iter().filter(|(of, _)| *of == table).peekable();
        let is_headed = columns.peek().is_some();
        is_headed && columns.all(|(_, label)| !section.columns.contains(label)) && !self.is_other_filing(table)
    }

    /// Whether a line is as long as one of figures of a table that has all of its own.
    pub(super) fn is_second_line(&self, table: TableKey, line: &GridLine) -> bool {
        let is_long = 2 * line.value_count() > self.vocabulary.one_line_cells(table);
        self.vocabulary.has_one_line(table) && is_long && self.hint.is_none() && !self.is_other_filing(table)
    }
}
