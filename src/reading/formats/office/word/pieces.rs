//! The pieces that the text is made of. A document that was saved fast has the same text as before, and behind it what was
//! typed since: the pieces say in which order it is read, and what was changed in the look of a piece as a whole.

use super::super::binary::Fields;
use super::super::damaged;
use super::sprms::single;
use crate::reading::bytes::problem::ReadError;

/// A piece is its first character's position, and eight bytes.
const PIECE: usize = 12;
/// How many changes of look a piece can name.
const MAX_CHANGES: usize = 1 << 15;
/// Of the offset of a piece: its characters take one byte each, and the offset is twice too large.
const SINGLE_BYTES: u32 = 1 << 30;

/// All pieces.
pub(super) struct Pieces<'a> {
    /// Where each begins, in characters of the text, and the last ends.
    positions: &'a [u8],
    described: &'a [u8],
    /// Changes of look, each a list of properties.
    changes: Vec<&'a [u8]>,
}

/// A run of text that stands together in the file.
#[derive(Debug)]
pub(super) struct TextPiece<'a> {
    /// Where it begins in the stream, in bytes.
    pub(super) start: u32,
    /// How many characters it has.
    pub(super) characters: usize,
    /// They are UTF-16, and not one byte each.
    pub(super) wide: bool,
    /// Properties that all of it has besides its own.
    pub(super) change: Change<'a>,
}

/// Properties that a piece has as a whole.
#[derive(Debug)]
pub(super) enum Change<'a> {
    /// One of the most common ones.
    One(Option<[u8; 3]>),
    /// Any.
    Listed(&'a [u8]),
}

impl Change<'_> {
    /// The properties as a list.
    pub(super) fn list(&self) -> &[u8] {
        match self {
            Self::One(property) => property.as_ref().map_or(&[], |property| property.as_slice()),
            Self::Listed(list) => list,
        }
    }
}

impl<'a> Pieces<'a> {
    /// Reads the list of pieces: changes of look, and then the pieces.
    pub(super) fn read(list: &'a [u8]) -> Result<Self, ReadError> {
        let mut fields = Fields(list);
        let mut changes = Vec::new();
        loop {
            match fields.u8()? {
                1 if changes.len() < MAX_CHANGES => {
                    let length = fields.u16()?;
                    changes.push(fields.take(usize::from(length))?);
                }
                2 => break,
                _ => return Err(damaged("the list of its pieces is none")),
            }
        }
        let length = fields.size()?;
        let list = fields.take(length)?;
        let count = list.len().saturating_sub(4) / PIECE;
        let (positions, described) =
            list.split_at_checked(4 * (count + 1)).ok_or_else(|| damaged("there is no text"))?;
        Ok(Self { positions, described, changes })
    }

    /// The pieces, in the order of the text.
    pub(super) fn each(&self) -> impl Iterator<Item = Result<TextPiece<'a>, ReadError>> {
        let positions = self.positions.windows(8).step_by(4);
        positions.zip(self.described.chunks_exact(8)).map(|(two, piece)| self.piece(two, piece))
    }

    fn piece(&self, two: &[u8], piece: &[u8]) -> Result<TextPiece<'a>, ReadError> {
        let mut two = Fields(two);
        let (first, end) = (two.size()?, two.size()?);
        let characters = end.checked_sub(first).ok_or_else(|| damaged("its pieces are not in order"))?;
        let mut fields = Fields(piece);
        fields.take(2)?;
        let offset = fields.u32()?;
        let change = fields.u16()?;
        let change = if change & 1 == 0 {
            let [kind, value] = change.to_le_bytes();
            Change::One(single(kind >> 1, value))
        } else {
            Change::Listed(self.changes.get(usize::from(change >> 1)).copied().unwrap_or_default())
        };
        let wide = offset & SINGLE_BYTES == 0;
        let start = if wide { offset } else { (offset & !SINGLE_BYTES) / 2 };
        Ok(TextPiece { start, characters, wide, change })
    }
}
