//! What was chosen from the list of a field of a form. Documents keep the list and a number, and mostly no text that is shown.

/// Entries of a list; Word allows 25.
const MAX_ENTRIES: usize = 64;
/// Bytes of an entry that are kept; Word allows 50 characters.
const MAX_ENTRY: usize = 256;

/// The list of a field, and which entry of it is shown.
#[derive(Debug, Default)]
pub(super) struct Choice {
    entries: Vec<String>,
    /// The number that was chosen, from 0; if none was, the one that the form begins with.
    pub(super) chosen: Option<usize>,
    pub(super) usual: Option<usize>,
}

impl Choice {
    /// Begins an entry.
    pub(super) fn begin(&mut self) {
        if self.entries.len() < MAX_ENTRIES {
            self.entries.push(String::new());
        }
    }

    /// Adds text to the entry under way.
    pub(super) fn push(&mut self, text: &str) {
        if let Some(entry) = self.entries.last_mut().filter(|entry| entry.len() + text.len() <= MAX_ENTRY) {
            entry.push_str(text);
        }
    }

    /// What is shown, if that is known.
    pub(super) fn shown(&self) -> Option<&str> {
        let said = self.entries.get(self.chosen.or(self.usual)?)?.trim();
        (!said.contains(char::REPLACEMENT_CHARACTER)).then_some(said)
    }
}
