//! What a report says in sentences, around its tables.

use super::Place;

/// The text of a report outside of its statutory tables, paragraph by paragraph, as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrative {
    /// In the order of the file.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph. It may have been printed on several lines, and knows where each of them stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    /// It is the title of the report, and no sentence.
    pub is_title: bool,
    /// Where each line begins in `text`, and where it stands in the file; the first begins at 0.
    lines: Vec<(usize, Place)>,
}

impl Paragraph {
    /// A paragraph of one line.
    #[must_use]
    pub fn new(place: Place, text: String) -> Self {
        Self { text, is_title: false, lines: vec![(0, place)] }
    }

    /// Goes on with another line.
    pub fn go_on(&mut self, place: Place, text: &str) {
        self.lines.push((self.text.len(), place));
        self.text.push_str(text);
    }

    /// Where the line stands that holds the byte at `offset`.
    #[must_use]
    pub fn place_at(&self, offset: usize) -> &Place {
        let after = self.lines.partition_point(|(from, _)| *from <= offset);
        &self.lines[after.saturating_sub(1)].1
    }

    /// The text of its last line.
    #[must_use]
    pub fn last_line(&self) -> &str {
        &self.text[self.lines.last().map_or(0, |(from, _)| *from)..]
    }
}
