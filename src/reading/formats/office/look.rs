//! Whether a person who looks at a document counts the characters of a run.
//!
//! A struck-out old figure beside the new one, a figure deleted with changes tracked, hidden text: they stand in the file
//! like any other character, and read as part of the figure they make `3` and `8` to `38`. Every reader of documents
//! asks here, and leaves out what does not count: that it was there is noted.

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
    /// In a cell that another one is merged over.
    pub(super) covered: bool,
}

/// Why the characters of a run do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen {
    /// They were deleted, and the change is tracked.
    Deleted,
    /// They are hidden.
    Hidden,
    /// They are struck through.
    Struck,
    /// Another cell lies over them.
    Covered,
}

impl Look {
    /// Why characters that look so do not count, if they do not.
    pub(super) fn unseen(self) -> Option<Unseen> {
        let reasons = [
            (self.deleted, Unseen::Deleted),
            (self.hidden, Unseen::Hidden),
            (self.struck, Unseen::Struck),
            (self.covered, Unseen::Covered),
        ];
        reasons.into_iter().find_map(|(is_so, reason)| is_so.then_some(reason))
    }
}
