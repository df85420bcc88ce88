//! What agencies say about what was found (情况说明).

/// Why figures that look wrong are right, as their agency explains it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The finding's identity; blank or mangled in a file that a spreadsheet program rewrote.
    pub fingerprint: String,
    /// The agency.
    pub agency: String,
    /// The report year.
    pub year: Option<u16>,
    /// The rule.
    pub code: String,
    /// The cells, by id, joined by `;`.
    pub cells: String,
    /// The figures it speaks of, in the order of the cells, joined by `;`, and behind a `|` what these were compared with.
    /// When they change, it no longer holds. Files of old have the figures of the cells alone.
    pub figures: String,
    /// The explanation itself.
    pub reason: String,
    /// Who gave it.
    pub author: String,
    /// When.
    pub date: String,
    /// The line of its file, from 1.
    pub line: u32,
}
