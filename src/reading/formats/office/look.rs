//! Whether a person who looks at a document counts the characters of a run.
//!
//! A struck-out old figure beside the new one, a figure deleted with changes tracked, hidden text, the raised mark of a
//! note, white letters: they stand in the file like any other character, and read as part of the figure they make `3` and `8`
//! to `38`.
//! Every reader of documents asks here, and leaves out what does not count: that it was there is noted.

use super::super::page::Page;
use super::ink::{Contrast, Ground, Ink, is_tiny};

/// How the characters of a run look, as far as it decides whether they count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a document switches each on and off by itself")]
pub(super) struct Look {
    /// Deleted with changes tracked.
    pub(super) deleted: bool,
    /// Struck through, by one line or by two.
    pub(super) struck: bool,
    /// Formatted as hidden.
    pub(super) hidden: bool,
    /// Set as an exponent or an index: small, above or below the line.
    pub(super) raised: bool,
    /// Set so far above or below the line that it is seen: a mark, where other text stands beside it on the line.
    pub(super) off_line: bool,
    /// In a cell that another one is merged over.
    pub(super) covered: bool,
    /// In the cell of a table, in the colour of what is behind it or too small to be read.
    pub(super) faint: bool,
    /// There in white, and it is not known on what, or not seen in every program: no part of the figure, where other text
    /// stands beside it.
    pub(super) pale: bool,
}

impl Look {
    /// Whether a person does not count characters that look so, whatever stands beside them.
    pub(super) fn is_unseen(self) -> bool {
        self.deleted || self.hidden || self.struck || self.raised || self.covered
    }

    /// Whether they are no part of a figure that stands beside them. Where nothing does, faint figures do not count either,
    /// but words do: a picture may be behind them that the head of the table is drawn on.
    pub(super) fn is_apart(self) -> bool {
        self.off_line || self.pale || self.faint
    }

    /// Hands text that looks so on to a page.
    pub(super) fn write(self, text: &str, page: &mut Page) {
        if self.is_unseen() {
            page.leave_out(text);
        } else if self.faint {
            page.faint(text);
        } else if self.is_apart() {
            page.off_line(text);
        } else {
            page.text(text);
        }
    }

    /// The look of letters of this ink and size on such a ground, where they stand in a cell.
    pub(super) fn in_cell(self, ink: Ink, points: Option<f64>, ground: Ground) -> Self {
        let contrast = ground.contrast(ink);
        Self {
            faint: contrast == Contrast::Unseen || points.is_some_and(is_tiny),
            pale: self.pale || contrast == Contrast::Pale,
            ..self
        }
    }
}
