//! An array of JSON that is written while its elements come.

use std::io::{self, Write};

use serde::Serialize;

/// The elements so far, each on a line of its own between brackets that the owner writes.
#[derive(Debug, Default)]
pub(super) struct Elements {
    any: bool,
}

impl Elements {
    pub(super) fn write(&mut self, out: &mut impl Write, element: &impl Serialize) -> io::Result<()> {
        let separator = if self.any { ",\n" } else { "\n" };
        self.any = true;
        write!(out, "{separator}{}", serde_json::to_string(element)?)
    }
}
