//! Whether a person who looks at a document counts the characters of a run.
//!
//! A struck-out old figure beside the new one, a figure deleted with changes tracked, hidden text, the raised mark of a
//! note: they stand in the file like any other character, and read as part of the figure they make `3` and `8` to `38`.
//! Every reader of documents asks here, and leaves out what does not count: that it was there is noted.

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
}

impl Look {
    /// Whether a person does not count characters that look so, whatever stands beside them.
    pub(super) fn is_unseen(self) -> bool {
        self.deleted || self.hidden || self.struck || self.raised || self.covered
    }
}
