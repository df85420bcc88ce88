//! The colours of a file of rich text, which letters and what is behind them have by number.

use super::super::ink::{Colour, Ground, Ink};

/// Colours of one file; a document has some dozen.
const MAX_COLOURS: usize = 4_096;

/// The table of colours; one of which nothing is said is the automatic one.
#[derive(Debug, Default)]
pub(super) struct Colours {
    listed: Vec<Ink>,
    /// The colour that is being described.
    described: Option<[u8; 3]>,
}

impl Colours {
    /// A word of the table.
    pub(super) fn describe(&mut self, word: &[u8], number: i32) {
        let part = match word {
            b"red" => 0,
            b"green" => 1,
            b"blue" => 2,
            _ => return,
        };
        self.described.get_or_insert([0; 3])[part] = u8::try_from(number).unwrap_or(0);
    }

    /// Text of the table: each semicolon ends a colour.
    pub(super) fn end(&mut self, text: &[u8]) {
        for _ in text.iter().filter(|byte| **byte == b';') {
            let colour = self.described.take().map_or(Ink::Automatic, |parts| Ink::Of(Colour(parts)));
            if self.listed.len() < MAX_COLOURS {
                self.listed.push(colour);
            }
        }
    }

    /// The ink of letters that have the colour of this number.
    pub(super) fn ink(&self, number: i32) -> Ink {
        usize::try_from(number).ok().and_then(|number| self.listed.get(number).copied()).unwrap_or_default()
    }

    /// What is behind letters on the colour of this number: nothing, if it is the automatic one.
    pub(super) fn ground(&self, number: i32) -> Option<Ground> {
        match self.ink(number) {
            Ink::Of(colour) => Some(Ground::Of(colour)),
            Ink::Automatic => None,
        }
    }
}
