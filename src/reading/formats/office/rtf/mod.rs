//! Rich text, `.rtf`, and what old systems export under the name `.doc`.
//!
//! A file is groups in braces, words behind backslashes and bytes of text. What a table is, is said in words between the
//! cells: `\trowd` begins to define a row, `\cellx` gives the right border of a cell, `\cell` ends one and `\row` the row, so
//! tables are put together as those of `.doc` are, in [`marked`](super::marked). Chinese is written as bytes of GBK
//! (`\'d2\'bb`), as Unicode (`\u19968`) with something for old programs behind it, or plainly; the code page is the font's.
//!
//! The walk is one pass over the bytes; it keeps a state for each open group, and groups are bounded.
//!
//! # Why not a crate
//! `rtf-parser` (0.4.3) takes `\'d2\'bb` for the two characters `Ò»`, whatever the code page, and knows no tables: the words
//! for them are unknown to it, and its text is without cells. `rtf-grimoire` (0.2.1) is the cutting into signs alone, the
//! seventy lines of `tokens`, with a list of all signs in memory: 40 bytes for each byte of a file of braces.

mod colours;
mod fonts;
mod pictures;
mod rows;
mod state;
#[cfg(test)]
mod tests;
mod tokens;

use self::colours::Colours;
use self::fonts::{Fonts, is_double};
use self::pictures::PictureSize;
use self::rows::Definition;
use self::state::{Destination, RtfState};
use self::tokens::{RtfToken, Tokens};
use super::choice::Choice;
use super::damaged;
use super::ink::Ground;
use super::look::Look;
use super::marked::{End, Marked};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;
use crate::reading::formats::page::Page;

/// How many groups may stand inside each other; Word makes some twenty.
const MAX_GROUPS: usize = 1_000;

/// Reads the document.
///
/// # Errors
/// A file that ends early, or is beyond the limits.
pub(in crate::reading) fn read(bytes: &[u8]) -> Result<Vec<Grid>, ReadError> {
    add(bytes, Page::default())?.finish()
}

/// Adds the document to a page.
pub(in crate::reading) fn add(bytes: &[u8], page: Page) -> Result<Page, ReadError> {
    let mut document = RtfDocument { marked: Marked::on(page), ..RtfDocument::default() };
    let mut tokens = Tokens(bytes);
    loop {
        let encoding = document.fonts.of(document.state.font);
        let Some(token) = tokens.next(is_double(encoding)) else {
            return Err(damaged("the document ends early"));
        };
        document.take(token)?;
        // What stands behind the last brace is none of it: zeros, a line.
        if document.groups.is_empty() && token == RtfToken::Close {
            document.flush();
            return document.marked.into_page();
        }
    }
}

/// A document under way.
#[derive(Default)]
struct RtfDocument {
    marked: Marked,
    fonts: Fonts,
    colours: Colours,
    state: RtfState,
    /// The states of the groups that the present one stands in.
    groups: Vec<RtfState>,
    /// Bytes whose characters may not be complete.
    pending: Vec<u8>,
    /// The first half of a character that takes two.
    half: Option<u16>,
    /// How many characters are still for old programs.
    skipped: usize,
    /// A group has just begun, and with a mark that old programs may pass over it.
    passable: bool,
    /// The picture under way.
    picture: PictureSize,
    /// The field under way from whose list something was chosen.
    list: Option<FormField>,
    /// Rows as they are defined, of the outer table and of inner ones.
    rows: [Definition; 2],
    /// A row of the outer table has begun.
    in_row: bool,
}

/// A field in the text that may have a list.
struct FormField {
    /// How many groups were open where its code began.
    depth: usize,
    /// It has one.
    has_list: bool,
    choice: Choice,
    /// It has a result that is shown.
    is_shown: bool,
}

impl RtfDocument {
    fn take(&mut self, token: RtfToken<'_>) -> Result<(), ReadError> {
        if !matches!(token, RtfToken::Byte(_) | RtfToken::Text(_) | RtfToken::Symbol(b'\\' | b'{' | b'}')) {
            self.flush();
        }
        match token {
            RtfToken::Open => {
                if self.groups.len() == MAX_GROUPS {
                    return Err(damaged(format!("more than {MAX_GROUPS} groups inside each other")));
                }
                if self.groups.is_empty() {
                    self.state.fallback = 1;
                }
                self.groups.push(self.state);
                (self.skipped, self.passable) = (0, false);
            }
            RtfToken::Close => {
                let inner = self.state.destination;
                self.state = self.groups.pop().unwrap_or_default();
                (self.skipped, self.passable) = (0, false);
                if self.list.as_ref().is_some_and(|list| self.groups.len() < list.depth.saturating_sub(1)) {
                    self.show_chosen();
                }
                if inner == Destination::Picture && self.state.destination != inner {
                    let frame = std::mem::take(&mut self.picture).frame();
                    let look = self.look();
                    Some(look).filter(|_| frame.is_of_text()).into_iter().for_each(|look| self.marked.picture(look));
                }
            }
            _ if self.skipped > 0 => self.skip(token),
            RtfToken::Byte(byte) => self.bytes(&[byte]),
            RtfToken::Text(bytes) => self.bytes(bytes),
            RtfToken::Symbol(symbol) => self.symbol(symbol)?,
            RtfToken::Word(word, number) => self.word(word, number)?,
        }
        Ok(())
    }

    /// What stands for a Unicode character: so many bytes, or words.
    fn skip(&mut self, token: RtfToken<'_>) {
        let length = if let RtfToken::Text(bytes) = token { bytes.len() } else { 1 };
        let passed = self.skipped.min(length);
        self.skipped -= passed;
        if let RtfToken::Text(bytes) = token {
            self.bytes(&bytes[passed..]);
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.state.destination == Destination::Colours {
            self.colours.end(bytes);
        } else if self.state.destination == Destination::Entry {
            let text = str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
            self.list.iter_mut().for_each(|list| list.choice.push(text.unwrap_or("\u{FFFD}")));
        } else if self.state.is_read() {
            self.pending.extend_from_slice(bytes);
        }
    }

    /// Hands on the bytes that have come together; what is no character of their code page becomes U+FFFD.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            self.half = None;
            let encoding = self.fonts.of(self.state.font);
            let pending = std::mem::take(&mut self.pending);
            let look = self.look();
            self.write(&encoding.decode_without_bom_handling(&pending).0, look);
            self.pending = pending;
            self.pending.clear();
        }
    }

    /// How the text under way looks. A row is laid out before its cells, but for that of an inner table, which is behind them.
    fn look(&self) -> Look {
        let behind = match self.state.level(self.in_row) {
            0 => None,
            1 if self.in_row && !self.rows[0].is_shaded => Some(Ground::default()),
            _ => Some(Ground::Unknown),
        };
        self.state.seen(&self.colours, behind)
    }

    fn sign(&mut self, sign: char) {
        if self.state.is_read() {
            let look = self.look();
            self.write(sign.encode_utf8(&mut [0; 4]), look);
        }
    }

    fn write(&mut self, text: &str, look: Look) {
        self.list.iter_mut().for_each(|list| list.is_shown |= !text.trim().is_empty());
        if self.state.destination == Destination::Box {
            self.marked.boxed(text, look);
        } else {
            self.marked.text(text, look);
        }
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), ReadError> {
        match symbol {
            b'*' => self.passable = true,
            b'\\' | b'{' | b'}' => self.bytes(&[symbol]),
            b'~' => self.sign('\u{A0}'),
            b'_' => self.sign('-'),
            b'\t' => self.sign(' '),
            b'\r' | b'\n' if self.state.destination != Destination::Text => self.sign(' '),
            b'\r' | b'\n' => self.end(self.state.level(self.in_row), End::Paragraph)?,
            _ => {}
        }
        Ok(())
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) -> Result<(), ReadError> {
        let passable = std::mem::take(&mut self.passable);
        if word == b"fldinst" && self.state.destination == Destination::Text {
            let (depth, choice) = (self.groups.len(), Choice::default());
            self.list = Some(FormField { depth, has_list: false, choice, is_shown: false });
        }
        self.state.open(word, passable);
        match self.state.destination {
            Destination::Form => self.form_word(word, number.and_then(|number| usize::try_from(number).ok())),
            Destination::Entry => match (word, &mut self.list) {
                (b"ffl", Some(list)) => list.choice.begin(),
                // Words, which are no figure.
                (b"u", Some(list)) => list.choice.push("\u{FFFD}"),
                _ => {}
            },
            Destination::Nowhere | Destination::Drawing => {}
            Destination::Picture => self.picture.take(word, number.unwrap_or(0)),
            // The lines, cells and rows of a box are none of the text's.
            Destination::Box => match word {
                b"u" => self.unicode(number.unwrap_or(0)),
                b"par" | b"line" | b"cell" | b"nestcell" => self.sign('\n'),
                b"tab" => self.sign(' '),
                _ => drop(self.state.change(word, number)),
            },
            Destination::Fonts => self.fonts.describe(word, number.unwrap_or(0)),
            Destination::Colours => self.colours.describe(word, number.unwrap_or(0)),
            Destination::Text => {
                if !self.state.change(word, number) {
                    return self.text_word(word, number);
                }
            }
        }
        Ok(())
    }

    /// Takes what is said of a field of a form.
    fn form_word(&mut self, word: &[u8], number: Option<usize>) {
        /// The kind of those with a list, and the number that says that nothing was chosen.
        const LIST: usize = 2;
        const NOTHING: usize = 25;
        let Some(list) = &mut self.list else { return };
        match word {
            b"fftype" => list.has_list = number == Some(LIST),
            b"ffres" => list.choice.chosen = number.filter(|number| *number != NOTHING),
            b"ffdefres" => list.choice.usual = number,
            _ => {}
        }
    }

    /// Writes what was chosen from the list of a field that has ended without a result; what that is, not every one says.
    fn show_chosen(&mut self) {
        let list = self.list.take().filter(|list| list.has_list && !list.is_shown);
        let Some(list) = list.filter(|_| self.state.destination == Destination::Text) else { return };
        let look = self.look();
        match list.choice.shown() {
            Some(text) => self.write(text, look),
            None => self.marked.picture(look),
        }
    }

    fn text_word(&mut self, word: &[u8], number: Option<i32>) -> Result<(), ReadError> {
        let level = self.state.level(self.in_row);
        match word {
            b"ansicpg" => self.fonts.page(number.unwrap_or(0)),
            b"deff" => self.fonts.usual = number,
            b"u" => self.unicode(number.unwrap_or(0)),
            b"par" | b"sect" | b"page" => self.end(level, End::Paragraph)?,
            b"line" | b"softline" | b"column" => {
                self.marked.break_line();
            }
            b"tab" | b"emspace" | b"enspace" | b"qmspace" => self.sign(' '),
            b"emdash" => self.sign('—'),
            b"endash" => self.sign('–'),
            b"lquote" => self.sign('‘'),
            b"rquote" => self.sign('’'),
            b"ldblquote" => self.sign('“'),
            b"rdblquote" => self.sign('”'),
            b"bullet" => self.sign('•'),
            b"cell" => self.end(1, End::Cell)?,
            b"nestcell" => self.end(level.max(2), End::Cell)?,
            b"row" => {
                self.in_row = false;
                let shape = self.rows[0].shape();
                self.end(1, End::Row(shape))?;
            }
            b"nestrow" => {
                let shape = self.rows[1].shape();
                self.end(level.max(2), End::Row(shape))?;
            }
            _ => {
                let inner = self.state.is_inner_row;
                if word == b"trowd" && !inner {
                    self.in_row = true;
                }
                self.rows[usize::from(inner)].take(word, number.unwrap_or(0))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, level: usize, end: End) -> Result<(), ReadError> {
        self.half = None;
        self.marked.end(level, end)
    }

    /// A character by its number, which is written with a sign; one beyond the first 65,536 is two.
    fn unicode(&mut self, number: i32) {
        self.skipped = self.state.fallback;
        let unit = u16::try_from(number.rem_euclid(1 << 16)).unwrap_or(0);
        let first = self.half.take();
        if let 0xD800..=0xDBFF = unit {
            self.half = Some(unit);
            return;
        }
        for sign in char::decode_utf16(first.into_iter().chain([unit])) {
            self.sign(sign.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
}
