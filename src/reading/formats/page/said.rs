//! What a page or document says where it is read: text of the cell or paragraph under way, seen or not, and what is no text.

use super::Page;
use super::cell::{OpenCell, Picture};
use super::draft::{Draft, TextLine};
use crate::reading::formats::raised;

impl Page {
    /// Adds text to the cell under way, or to the paragraph.
    pub(in crate::reading) fn text(&mut self, text: &str) {
        self.push(text, true);
    }

    fn push(&mut self, text: &str, is_level: bool) {
        self.bytes += text.len();
        let target = match self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) if cell.inside.is_none() => {
                cell.expect(text, is_level);
                &mut cell.text
            }
            _ => {
                let is_blank = text.trim().is_empty();
                self.has_level |= is_level && !is_blank;
                self.has_plain |= !self.is_in_link && text.contains(char::is_alphanumeric);
                &mut self.paragraph
            }
        };
        // As browsers do, any run of white space is one space; U+00A0 is not white space here.
        for c in text.chars() {
            let c = if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') { ' ' } else { c };
            if c != ' ' || !target.ends_with([' ', '\n']) {
                target.push(c);
            }
        }
    }

    /// Says whether nobody sees what comes: the tables that begin, and text beside the cells of others.
    pub(in crate::reading) fn hide(&mut self, is_hidden: bool) {
        if self.is_hidden != is_hidden {
            self.end_paragraph();
            self.is_hidden = is_hidden;
        }
    }

    /// Says whether what comes is in a link to another page.
    pub(in crate::reading) fn link(&mut self, is_link: bool) {
        self.is_in_link = is_link;
    }

    /// How many tables are under way, each in a cell of the one before.
    pub(in crate::reading) fn tables_open(&self) -> usize {
        self.open.len()
    }

    /// Whether a cell is under way.
    pub(in crate::reading) fn is_in_cell(&self) -> bool {
        self.open.last().is_some_and(|table| table.cell.is_some())
    }

    /// Notes text of the cell under way that a person does not count; of a paragraph it is nothing.
    pub(in crate::reading) fn leave_out(&mut self, text: &str) {
        self.bytes += text.len();
        self.cell().into_iter().for_each(|cell| cell.left_out.push_str(text));
    }

    /// Adds text of a box that is drawn over or beside the cell under way: a figure of one that holds nothing else is that of
    /// the cell. Beside the cells it is nothing.
    pub(in crate::reading) fn boxed(&mut self, text: &str) {
        self.bytes += text.len();
        self.cell().into_iter().for_each(|cell| cell.boxed.push_str(text));
    }

    /// Adds text that is set off its line, which behind a figure of the cell is a mark that does not count.
    pub(in crate::reading) fn off_line(&mut self, text: &str) {
        let (before, has_level) = match self.open.last().and_then(|table| table.cell.as_ref()) {
            Some(cell) if cell.inside.is_none() => (&cell.text, cell.has_level),
            _ => (&self.paragraph, self.has_level),
        };
        if raised::is_mark(before, has_level, text) {
            self.leave_out(text);
        } else {
            self.push(text, false);
        }
    }

    /// Adds text that is there and not seen: beside a figure of the cell it does not count, nor alone if it holds no words.
    pub(in crate::reading) fn faint(&mut self, text: &str) {
        self.off_line(text);
        self.cell().into_iter().for_each(|cell| cell.has_faint = true);
    }

    /// Says that something stands in the cell under way of which nobody can tell whether it counts, or what it says.
    pub(in crate::reading) fn doubt(&mut self) {
        self.cell().into_iter().for_each(OpenCell::doubt);
    }

    /// Says that a picture stands in the cell under way: of its figure nobody can tell then what it says.
    pub(in crate::reading) fn picture(&mut self, picture: Picture) {
        self.cell().into_iter().for_each(|cell| cell.picture(picture));
    }

    /// Adds text that seems to be lost: beside other text of its cell it does not count, and what is not certain there makes
    /// a figure none. Alone it is read, for then somebody sees it who knows more of the page.
    pub(in crate::reading) fn lost(&mut self, text: &str, is_certain: bool) {
        let from = self.cell().filter(|cell| cell.inside.is_none()).map(|cell| cell.text.len());
        self.push(text, from.is_none());
        if let Some((cell, from)) = self.cell().zip(from) {
            cell.lose(from, is_certain);
        }
    }

    /// Adds text that a style sheet puts before or behind what an element of the cell under way holds: of a figure it is a
    /// part, and words do without it.
    pub(in crate::reading) fn generated(&mut self, text: &str, is_before: bool) {
        let from = self.cell().filter(|cell| cell.inside.is_none()).map(|cell| cell.text.len());
        let Some(from) = from.filter(|_| !text.trim().is_empty()) else { return };
        self.push(text, true);
        self.cell().into_iter().for_each(|cell| cell.generate(from, is_before));
    }

    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.open.last_mut()?.cell.as_mut()
    }

    /// Says that what comes in the cell under way is seen apart from what stands before it: two figures are not one.
    pub(in crate::reading) fn part(&mut self) {
        self.cell().into_iter().for_each(OpenCell::part);
    }

    /// Ends a line: of the cell under way, or the paragraph.
    pub(in crate::reading) fn break_line(&mut self) {
        match self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) if cell.inside.is_none() => cell.text.push('\n'),
            _ => self.end_paragraph(),
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        self.has_level = false;
        let is_link = !std::mem::take(&mut self.has_plain);
        if text.trim().is_empty() {
            return;
        }
        self.paragraphs += 1;
        let line = TextLine { number: self.paragraphs, text, is_link };
        // A caption stands above its table, as all text does that a table holds before its first row.
        let last = self.surfaces.len().checked_sub(1);
        let table = self.open.last().filter(|table| table.row.is_none() && Some(table.draft) == last);
        let begun = table.and_then(|_| self.surfaces.pop());
        match self.surfaces.last_mut() {
            Some(Draft::Text { lines, is_hidden }) if *is_hidden == self.is_hidden => lines.push(line),
            _ => self.surfaces.push(Draft::Text { lines: vec![line], is_hidden: self.is_hidden }),
        }
        if let (Some(begun), Some(table)) = (begun, self.open.last_mut()) {
            table.draft = self.surfaces.len();
            self.surfaces.push(begun);
        }
    }
}
