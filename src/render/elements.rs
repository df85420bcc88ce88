//! A document of JSON around one long array, written while the elements of the array come.

use std::io::{self, Write};
use std::mem;

/// The array under way. What stands around it is its owner's, and is handed in where it is due.
#[derive(Debug)]
pub(super) struct Elements<W> {
    out: W,
    /// What puts each element on a line of its own.
    margin: &'static str,
    is_empty: bool,
}

impl<W: Write> Elements<W> {
    pub(super) fn new(out: W, margin: &'static str) -> Self {
        Self { out, margin, is_empty: true }
    }

    /// Writes an element, given as JSON.
    pub(super) fn push(&mut self, element: &str) -> io::Result<()> {
        let separator = if mem::replace(&mut self.is_empty, false) { "" } else { "," };
        write!(self.out, "{separator}{}{element}", self.margin)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Writes what stands before the first element, or after the last.
    pub(super) fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes what stands at the end.
    pub(super) fn close(&mut self, tail: &str) -> io::Result<()> {
        self.out.write_all(tail.as_bytes())?;
        self.out.flush()
    }
}
