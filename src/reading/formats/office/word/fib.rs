//! The head of a Word document: which version wrote it, whether it is locked, and where everything else is.

use std::ops::Range;

use super::super::binary::Fields;
use super::super::damaged;
use crate::reading::bytes::problem::{Problem, ReadError};

/// What a Word 97 document begins with, and what older ones do.
const WORD_97: u16 = 0xA5EC;
const OLDER: [u16; 2] = [0xA5DB, 0xA5DC];
/// Versions up to Word 95; it says the same of itself as Word 6, and its text is in code pages.
const WORD_95: u16 = 0x0069;
/// Of the flags: encrypted; the table stream is `1Table`.
const ENCRYPTED: u16 = 1 << 8;
const SECOND_TABLE: u16 = 1 << 9;
/// Where the pairs of offset and length begin, and which of them is what.
const PAIRS: usize = 0x9A;
const STYLES: usize = 1;
const CHARACTER_BINS: usize = 12;
const PARAGRAPH_BINS: usize = 13;
const PIECES: usize = 33;
const ANCHORS: usize = 40;
const BOXES: usize = 56;
/// Where it says how many characters the text proper has, and how many of the texts behind it stand before the boxes.
const CHARACTERS: usize = 0x4C;
const BEFORE_BOXES: usize = 5;

/// What the head says.
#[derive(Debug)]
pub(super) struct Fib {
    /// The stream with the tables that the rest refers to.
    pub(super) table_stream: &'static str,
    /// How many characters the text proper has. What comes behind it is footnotes, headers, comments, text boxes.
    pub(super) characters: usize,
    /// Which of those behind it are the text of boxes.
    pub(super) boxed: Range<usize>,
    /// Where the characters are listed that anchor drawings.
    pub(super) anchors: StreamPart,
    /// Where the boxes of text are listed.
    pub(super) boxes: StreamPart,
    /// Where in the table stream the styles are.
    pub(super) styles: StreamPart,
    /// Where the pages with the properties of characters are listed.
    pub(super) character_bins: StreamPart,
    /// Where the pages with the properties of paragraphs are listed.
    pub(super) paragraph_bins: StreamPart,
    /// Where the pieces are that the text is made of.
    pub(super) pieces: StreamPart,
}

/// A part of the table stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamPart {
    offset: usize,
    length: usize,
}

impl Fib {
    /// Reads the head of the stream `WordDocument`.
    ///
    /// # Errors
    /// [`Problem::Encrypted`], [`Problem::OldDocument`] for Word 95 and before, [`Problem::Damaged`].
    pub(super) fn read(document: &[u8]) -> Result<Self, ReadError> {
        let at = |at: usize| Fields(document.get(at..).unwrap_or_default());
        let (magic, version, flags) = (at(0).u16()?, at(2).u16()?, at(10).u16()?);
        if OLDER.contains(&magic) || magic == WORD_97 && version <= WORD_95 {
            return Err(ReadError::new(Problem::OldDocument));
        }
        if magic != WORD_97 {
            return Err(damaged("the document does not begin as one"));
        }
        if flags & ENCRYPTED != 0 {
            return Err(ReadError::new(Problem::Encrypted));
        }
        let mut counts = at(CHARACTERS);
        let characters = counts.size()?;
        let mut before = characters;
        for _ in 0..BEFORE_BOXES {
            before = before.saturating_add(counts.size()?);
        }
        let boxed = before..before.saturating_add(counts.size()?);
        // Each stands in the file as a byte or two of its own.
        if characters > document.len() {
            return Err(damaged("the text is longer than the document"));
        }
        let part = |number: usize| {
            let mut pair = at(PAIRS + 8 * number);
            Ok::<_, ReadError>(StreamPart { offset: pair.size()?, length: pair.size()? })
        };
        Ok(Self {
            table_stream: if flags & SECOND_TABLE == 0 { "0Table" } else { "1Table" },
            characters,
            boxed,
            anchors: part(ANCHORS)?,
            boxes: part(BOXES)?,
            styles: part(STYLES)?,
            character_bins: part(CHARACTER_BINS)?,
            paragraph_bins: part(PARAGRAPH_BINS)?,
            pieces: part(PIECES)?,
        })
    }
}

impl StreamPart {
    /// What it is in the table stream.
    pub(super) fn of(self, table: &[u8]) -> Result<&[u8], ReadError> {
        let end = self.offset.checked_add(self.length);
        end.and_then(|end| table.get(self.offset..end))
            .ok_or_else(|| damaged("a part lies beyond the end of the document"))
    }
}
