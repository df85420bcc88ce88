//! Whose a row is: the filing's that is under way, or the next one's.

use super::super::vocabulary::TableKey;
use super::LineWalk;
use super::found::CONVINCING_ROWS;
use super::sense::RowSeen;

/// Whose a row is.
pub(super) enum Owner {
    Current,
    Next,
    Nobody,
}

impl LineWalk<'_> {
    pub(super) fn is_headed(&self, table: TableKey) -> bool {
        self.hint.is_some_and(|hint| hint.table == table)
    }

    /// Whose a row is: of the filing under way, or of the next if this one has it already or another is named above.
    pub(super) fn owner(&mut self, table: TableKey, label: Result<&RowSeen, usize>) -> Owner {
        let is_headed = self.is_headed(table);
        let broken = self.hint.is_some() || self.last != Some(table);
        let is_other = self.is_other_filing(table);
        // The title of a report on every page stands inside a table or between two, never above one that is done.
        let is_titled = is_headed && self.heard.title.is_some() && self.last.is_some_and(|last| last != table);
        let goes_on = self.goes_on_in_columns(table);
        let one_line = self.vocabulary.one_line_cells(table);
        let section = self.current().sections.iter_mut().find(|section| section.table == table);
        let mut comes_again = false;
        if let Some(section) = section {
            section.broken |= broken;
            let again = match label {
                Ok(row) => section.seen.get(&row.body).is_some_and(|times| *times >= row.of),
                // Values under a header of their own are the next filing's once this one has all of its own.
                Err(values) => is_headed && section.values > 0 && section.values + values > one_line,
            };
            let begins = is_headed && label.is_ok_and(|row| row.is_first);
            if begins && !section.headed && section.seen.len() < 2 * CONVINCING_ROWS {
                // A few words that the form shares with some other table: the header says that the form begins here.
                section.lines.clear();
                section.seen.clear();
                section.values = 0;
            } else {
                comes_again = (again || is_titled) && section.broken && !goes_on;
            }
        }
        match label {
            _ if is_other => Owner::Next,
            // One row of a table long past, without its header: a word that the form shares with what stands here.
            Ok(row) if comes_again && !is_headed && !row.is_first => Owner::Nobody,
            _ if comes_again => Owner::Next,
            _ => Owner::Current,
        }
    }

    /// Whether what was heard since the last row begins another filing with a table than the one under way.
    pub(super) fn is_other_filing(&self, table: TableKey) -> bool {
        let Some(current) = self.found.last().filter(|current| !current.sections.is_empty()) else { return false };
        if self.apart || self.heard.is_of_another(current) {
            return true;
        }
        let Some(name) = self.heard.name_of_another(current) else { return false };
        let lacks = |at: &usize| self.found[*at].sections.iter().all(|section| section.table != table);
        name.is_sure || self.named.get(name.agency).is_some_and(|known| known.iter().any(lacks))
    }

    /// Whether the heading heard last names another agency than the filing under way.
    pub(super) fn is_headed_by_another(&self) -> Option<bool> {
        let current = self.found.last().filter(|current| !current.sections.is_empty())?;
        self.heard.is_headed_by_another(current)
    }
}
