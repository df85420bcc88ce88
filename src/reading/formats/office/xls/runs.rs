//! The runs of the shared texts of an `.xls`: from which character on a text has which font. An officer who strikes the old
//! figure of a cell out and types the new one beside it leaves both in one text, and so does who raises the mark of a note.
//!
//! calamine makes plain texts of them. What is said here of a text only takes characters away from that; of a table that
//! ends early, or says what cannot be, nothing is said from there on.

use std::collections::HashMap;

use super::super::binary::Fields;
use super::super::styles::Styles;

/// A run: the number of its first character, in UTF-16, and its font.
type Run = (u16, u16);

/// The runs of shared texts, by the number of the text.
#[derive(Debug, Default)]
pub(super) struct TextRuns(HashMap<u32, Box<[Run]>>);

/// A text, parted by whether a person counts it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) text: String,
    pub(super) left_out: String,
}

/// The table of shared texts, in the records that it is cut into.
struct Table<'s> {
    rest: Fields<'s>,
    parts: &'s [&'s [u8]],
}

impl Table<'_> {
    /// Goes on to the next record where this one is read to its end; nothing behind the last.
    fn advance(&mut self) -> Option<()> {
        while self.rest.0.is_empty() {
            let (next, parts) = self.parts.split_first()?;
            (self.rest, self.parts) = (Fields(next), parts);
        }
        Some(())
    }

    /// The next byte, wherever it stands.
    fn u8(&mut self) -> Option<u8> {
        self.advance()?;
        self.rest.u8().ok()
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.advance()?;
            let here = count.min(self.rest.0.len());
            self.rest.take(here).ok()?;
            count -= here;
        }
        Some(())
    }

    /// Passes over characters. A record that goes on with them begins with a byte that says how wide they are.
    fn skip_characters(&mut self, mut count: usize, mut is_wide: bool) -> Option<()> {
        while count > 0 {
            if self.rest.0.is_empty() {
                self.advance()?;
                is_wide = self.rest.u8().ok()? & 1 != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = count.min(self.rest.0.len() / width);
            self.rest.take(here * width).ok()?;
            // Half a character at the end of a record is none.
            if here == 0 && !self.rest.0.is_empty() {
                return None;
            }
            count -= here;
        }
        Some(())
    }

    /// The runs of the next text.
    fn runs(&mut self) -> Option<Box<[Run]>> {
        const WIDE: u8 = 1;
        const PHONETIC: u8 = 4;
        const RICH: u8 = 8;
        let (characters, flags) = (self.u16()?, self.u8()?);
        let count = if flags & RICH != 0 { self.u16()? } else { 0 };
        let phonetic = if flags & PHONETIC != 0 { u32::from(self.u16()?) | u32::from(self.u16()?) << 16 } else { 0 };
        self.skip_characters(usize::from(characters), flags & WIDE != 0)?;
        let runs = (0..count).map(|_| Some((self.u16()?, self.u16()?))).collect::<Option<_>>()?;
        self.skip(usize::try_from(phonetic).ok()?)?;
        Some(runs)
    }
}

impl TextRuns {
    /// Of the table of shared texts.
    pub(super) fn of(table: &[&[u8]]) -> Self {
        /// How many texts there are, twice.
        const HEAD: usize = 8;
        let mut table = Table { rest: Fields(&[]), parts: table };
        let mut all = HashMap::new();
        if table.skip(HEAD).is_some() {
            for number in 0.. {
                let Some(runs) = table.runs() else { break };
                if !runs.is_empty() {
                    all.insert(number, runs);
                }
            }
        }
        Self(all)
    }

    /// What a person counts of a text with this number, in a cell of this format, and what not; nothing of one without runs.
    pub(super) fn seen(&self, number: u32, text: &str, styles: &Styles, format: usize) -> Option<Seen> {
        let runs = self.0.get(&number)?;
        let mut seen = Seen::default();
        // What stands in front of the first run has the font of the cell.
        let (mut is_unseen, mut next, mut at) = (styles.is_unseen(format), 0, 0_usize);
        for c in text.chars() {
            while let Some((_, font)) = runs.get(next).filter(|(from, _)| usize::from(*from) <= at) {
                (is_unseen, next) = (styles.is_unseen_in(font_number(*font)), next + 1);
            }
            if is_unseen { &mut seen.left_out } else { &mut seen.text }.push(c);
            at += c.len_utf16();
        }
        Some(seen)
    }
}

/// The place of a font among those of the workbook: none has the number 4.
pub(super) fn font_number(number: u16) -> usize {
    usize::from(if number > 4 { number - 1 } else { number })
}
