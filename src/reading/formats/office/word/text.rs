//! The text, character by character: how it looks, what its marks end.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use encoding_rs::WINDOWS_1252;

use super::super::binary::{self, utf16};
use super::super::container::Container;
use super::super::damaged;
use super::super::fields::Fields;
use super::super::look::Look;
use super::super::marked::{End, Marked};
use super::bins::{Bins, Properties};
use super::boxes::{Boxed, Boxes};
use super::fib::Fib;
use super::pictures;
use super::pieces::{Pieces, TextPiece};
use super::rows;
use super::sprms::{Characters, Paragraph};
use super::styles::WordStyles;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;

/// Characters that are marks.
mod mark {
    /// Stands for the picture that its properties name.
    pub(super) const PICTURE: u16 = 0x01;
    pub(super) const CELL: u16 = 0x07;
    /// Anchors a drawing.
    pub(super) const DRAWING: u16 = 0x08;
    pub(super) const TAB: u16 = 0x09;
    pub(super) const LINE: u16 = 0x0B;
    pub(super) const PAGE: u16 = 0x0C;
    pub(super) const PARAGRAPH: u16 = 0x0D;
    pub(super) const COLUMN: u16 = 0x0E;
    pub(super) const FIELD: u16 = 0x13;
    pub(super) const RESULT: u16 = 0x14;
    pub(super) const END_FIELD: u16 = 0x15;
    pub(super) const HYPHEN: u16 = 0x1E;
    /// What is below is a mark: also an anchor of a note, a comment.
    pub(super) const TEXT: u16 = 0x20;
    /// Stands for the symbol that its properties name.
    pub(super) const SYMBOL: u16 = 0x28;
}

/// Properties that are read for one document, in bytes, however often it refers to the same.
const MAX_PROPERTIES: usize = 64 << 20;
/// Where properties are that are too many for a page.
const DATA: &str = "Data";

/// A walk through the text.
pub(super) struct TextWalk<'a, 'b> {
    document: &'a [u8],
    characters: Properties<'a>,
    paragraphs: Properties<'a>,
    styles: WordStyles,
    container: &'a mut Container<'b>,
    /// The stream with properties that are too many for a page, once it was asked for.
    data: Option<Vec<u8>>,
    marked: Marked,
    /// The boxes of text, and whether what is taken is written in one.
    boxes: Boxes,
    is_boxed: bool,
    /// The fields that are open.
    fields: Fields,
    properties: usize,
}

/// A part of a piece that looks the same all through.
struct Stretch<'p> {
    bytes: &'p [u8],
    start: u32,
    /// Which character of the document is the first of it.
    first: usize,
    wide: bool,
    look: Look,
    symbol: Option<char>,
    /// Where its picture is.
    picture: Option<u32>,
    /// What the piece changes of the properties of its paragraphs.
    change: &'p [u8],
}

impl<'a, 'b> TextWalk<'a, 'b> {
    /// A walk through a document and its table stream.
    pub(super) fn new(
        fib: &Fib,
        document: &'a [u8],
        table: &'a [u8],
        container: &'a mut Container<'b>,
    ) -> Result<Self, ReadError> {
        Ok(Self {
            document,
            characters: Properties::new(document, fib.character_bins.of(table)?, Bins::Characters),
            paragraphs: Properties::new(document, fib.paragraph_bins.of(table)?, Bins::Paragraphs),
            styles: fib.styles.of(table).map(WordStyles::read).unwrap_or_default(),
            container,
            data: None,
            marked: Marked::default(),
            boxes: Boxes::read(fib, table),
            is_boxed: false,
            fields: Fields::default(),
            properties: 0,
        })
    }

    /// Takes the text of the pieces, and what is written in boxes that are anchored in it.
    pub(super) fn take(mut self, pieces: &Pieces<'a>, fib: &Fib) -> Result<Vec<Grid>, ReadError> {
        if !self.boxes.is_empty() {
            self.is_boxed = true;
            self.walk(pieces, fib.boxed.clone())?;
            (self.is_boxed, self.fields) = (false, Fields::default());
            self.boxes.settle();
        }
        if self.walk(pieces, 0..fib.characters)? < fib.characters {
            return Err(damaged("its pieces are not all of the text"));
        }
        self.fields.finish()?;
        self.marked.finish()
    }

    /// Takes characters of the pieces; up to which there are any.
    fn walk(&mut self, pieces: &Pieces<'a>, taken: Range<usize>) -> Result<usize, ReadError> {
        let mut first = 0_usize;
        for piece in pieces.each() {
            if first >= taken.end {
                break;
            }
            let piece = piece?;
            let end = first.saturating_add(piece.characters).min(taken.end);
            let begin = first.max(taken.start);
            if begin < end {
                self.piece(&piece, begin - first..end - first, begin)?;
            }
            first = end;
        }
        Ok(first)
    }

    /// Takes characters of a piece, the first of which has this place in the document.
    fn piece(&mut self, piece: &TextPiece<'a>, taken: Range<usize>, mut first: usize) -> Result<(), ReadError> {
        let width = if piece.wide { 2 } else { 1 };
        let change = piece.change.list();
        let count = |characters: usize| u32::try_from(characters).unwrap_or(u32::MAX);
        let skipped = count(taken.start).checked_mul(width).ok_or_else(ends_early)?;
        let mut start = piece.start.checked_add(skipped).ok_or_else(ends_early)?;
        let mut left = count(taken.len());
        while left > 0 {
            let (run, paragraph) = (self.characters.at(start), self.paragraphs.at(start));
            let count = ((run.end.min(paragraph.end) - start) / width).clamp(1, left);
            let mut own = Characters::default();
            for list in [run.list, change] {
                self.spend(list)?;
                own.apply(list);
            }
            let end = start.checked_add(count * width).ok_or_else(ends_early)?;
            let bytes = self.document.get(index(start)..index(end)).ok_or_else(ends_early)?;
            let mut look = own.look(self.styles.look(paragraph.style, own.style));
            if look.faint || look.pale {
                look = self.only_in_cell(look, paragraph.list, change)?;
            }
            self.part(&Stretch {
                bytes,
                start,
                first,
                wide: piece.wide,
                look,
                symbol: own.symbol,
                picture: own.picture(),
                change,
            })?;
            (start, left, first) = (end, left - count, first + index(count));
        }
        Ok(())
    }

    /// The look of letters that are white or tiny, in a paragraph with these properties. What is behind a cell is said behind
    /// its row, in several ways and by the styles of tables too, and is not asked: white letters that stand alone count.
    fn only_in_cell(&mut self, look: Look, list: &[u8], change: &[u8]) -> Result<Look, ReadError> {
        let mut paragraph = Paragraph::default();
        for list in [list, change] {
            self.spend(list)?;
            paragraph.apply(list);
        }
        let is_in_cell = paragraph.level() > 0;
        Ok(Look { faint: look.faint && is_in_cell, pale: look.pale && is_in_cell, ..look })
    }

    fn part(&mut self, part: &Stretch<'_>) -> Result<(), ReadError> {
        let width = if part.wide { 2 } else { 1 };
        let mut plain = 0;
        for (at, character) in part.bytes.chunks_exact(width).enumerate() {
            let unit = character.iter().rev().fold(0, |unit, byte| unit << 8 | u16::from(*byte));
            let symbol = part.symbol.filter(|_| unit == mark::SYMBOL);
            if unit >= mark::TEXT && symbol.is_none() {
                continue;
            }
            let place = at * width;
            self.text(plain..place, part);
            plain = place + width;
            match unit {
                mark::CELL | mark::PARAGRAPH | mark::PAGE | mark::LINE if self.is_boxed => {
                    self.sign('\n', part.first + at, part.look);
                }
                mark::CELL | mark::PARAGRAPH | mark::PAGE => {
                    let place = part.start.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
                    self.end(unit, place, part)?;
                }
                mark::LINE | mark::COLUMN if !self.is_boxed => self.marked.break_line(),
                mark::FIELD => self.fields.begin()?,
                mark::RESULT => self.fields.begin_result(),
                mark::END_FIELD if self.fields.end() && !self.is_boxed => self.marked.picture(part.look),
                mark::PICTURE => self.picture(part),
                mark::DRAWING if !self.is_boxed => match self.boxes.take(part.first + at) {
                    Some(Boxed::Text(text)) => self.marked.boxed(&text, part.look),
                    Some(Boxed::Unknown) => self.marked.picture(part.look),
                    None => {}
                },
                mark::TAB => self.sign(' ', part.first + at, part.look),
                mark::HYPHEN => self.sign('-', part.first + at, part.look),
                _ => symbol.into_iter().for_each(|symbol| self.sign(symbol, part.first + at, part.look)),
            }
        }
        self.text(plain..part.bytes.len(), part);
        Ok(())
    }

    fn text(&mut self, taken: Range<usize>, part: &Stretch<'_>) {
        let width = if part.wide { 2 } else { 1 };
        let first = part.first + taken.start / width;
        let bytes = part.bytes.get(taken).unwrap_or_default();
        if bytes.is_empty() {
            return;
        }
        let narrow = || WINDOWS_1252.decode_without_bom_handling(bytes).0;
        let text = if part.wide { Cow::Owned(utf16(bytes)) } else { narrow() };
        if self.fields.is_in_code() {
            self.fields.take_code(&text);
        } else {
            self.fields.hear(&text);
            self.write(&text, first, part.look);
        }
    }

    fn sign(&mut self, sign: char, place: usize, look: Look) {
        if !self.fields.is_in_code() {
            self.write(sign.encode_utf8(&mut [0; 4]), place, look);
        }
    }

    /// Writes text whose first character has a place in the document.
    fn write(&mut self, text: &str, first: usize, look: Look) {
        if !self.is_boxed {
            self.marked.text(text, look);
        } else if !look.is_unseen() {
            self.boxes.hear(first, text);
        }
    }

    /// Takes a picture that stands on its line.
    fn picture(&mut self, part: &Stretch<'_>) {
        let Some(offset) = part.picture.filter(|_| !self.is_boxed && !self.fields.is_in_code()) else { return };
        let data = data(&mut self.data, self.container).unwrap_or_default();
        if pictures::frame(data.get(index(offset)..).unwrap_or_default()).is_of_text() {
            self.marked.picture(part.look);
        }
    }

    /// Ends a paragraph with the mark at `place`, and what its properties say that it ends.
    fn end(&mut self, unit: u16, place: u32, part: &Stretch<'_>) -> Result<(), ReadError> {
        let mut list = self.paragraphs.at(place).list;
        let mut paragraph = Paragraph::default();
        paragraph.apply(list);
        if let Some(offset) = paragraph.elsewhere {
            list = elsewhere(&mut self.data, self.container, offset)?;
            paragraph.apply(list);
        }
        paragraph.apply(part.change);
        self.properties += list.len() + part.change.len();
        let (ends_row, ends_cell) = match unit {
            mark::CELL => (paragraph.ends_row, !paragraph.ends_row),
            mark::PARAGRAPH => (paragraph.ends_inner_row, paragraph.ends_inner_cell),
            _ => (false, false),
        };
        let level = paragraph.level().max(usize::from(unit == mark::CELL));
        let end = if ends_row {
            let cells = self.marked.cells_of_row(level);
            let shape = rows::shape([list, part.change], cells).map(Rc::new);
            if part.look.deleted { End::DeletedRow(shape) } else { End::Row(shape) }
        } else if ends_cell {
            End::Cell
        } else {
            End::Paragraph
        };
        self.spend(&[])?;
        if ends_row || ends_cell {
            self.fields.end_all_but(0);
        }
        self.marked.end(level, end)
    }

    fn spend(&mut self, list: &[u8]) -> Result<(), ReadError> {
        self.properties += list.len();
        if self.properties > MAX_PROPERTIES {
            return Err(damaged("it refers to the same properties again and again"));
        }
        Ok(())
    }
}

/// The stream with what is too much for a page.
fn data<'d>(data: &'d mut Option<Vec<u8>>, container: &mut Container<'_>) -> Result<&'d [u8], ReadError> {
    if data.is_none() {
        *data = Some(container.stream(DATA)?);
    }
    Ok(data.as_deref().unwrap_or_default())
}

/// Properties that are too many for a page: their length, and then themselves.
fn elsewhere<'d>(
    data: &'d mut Option<Vec<u8>>,
    container: &mut Container<'_>,
    offset: usize,
) -> Result<&'d [u8], ReadError> {
    let mut fields = binary::Fields(self::data(data, container)?.get(offset..).unwrap_or_default());
    let length = fields.u16()?;
    fields.take(usize::from(length))
}

fn ends_early() -> ReadError {
    damaged("the text ends early")
}

fn index(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
