//! What is typed onto a page as a note or into a field of it, and comes without a drawing: whoever shows the page draws it
//! then, in the box that it names. Where in that box each sign comes to stand is near enough to tell the cell of a single
//! figure; which figure stands in which cell, where there are several, nobody can say.

use hayro_font::kurbo::Rect;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, String as Bytes};
use hayro_syntax::page::Resources;

use super::super::ink::Measure;
use super::super::marks::{Frame, Glyph, length};
use super::ContentWalk;
use crate::reading::bytes::problem::ReadError;

/// What stands between the sides of a box and the text in it, in points.
const MARGIN: f64 = 2.0;
/// The size of text for which none is said, in points.
const USUAL: f64 = 12.0;
/// From one line to the next, in sizes of the text.
const LEADING: f64 = 1.2;
/// Fields above each other from which one has what it does not say itself.
const PARENTS: usize = 8;

/// What is typed, and where in its box.
struct Typed {
    text: String,
    /// As the box says: to the left, in the middle, to the right.
    aligned: i32,
    is_centred: bool,
}

impl<'a> ContentWalk<'a, '_> {
    /// Writes what a note without a drawing holds.
    pub(super) fn type_note(&mut self, note: &Dict<'a>, place: [f64; 4]) -> Result<(), ReadError> {
        let Some(typed) = Typed::of(note) else { return Ok(()) };
        self.state = self.fresh.clone();
        let place = Rect::new(place[0], place[1], place[2], place[3]).abs();
        let place = self.state.matrix.transform_rect_bbox(place);
        self.lay_under(note, place)?;
        let size = self.set_look(inherited(note, |field| field.get::<Bytes<'_>>("DA")))?;
        let lines: Vec<&str> = typed.text.trim_end().split('\n').map(str::trim).collect();
        let inner = place.inset(-MARGIN.min(place.width() / 4.0));
        #[expect(clippy::cast_precision_loss, reason = "a page has no such number of lines")]
        let count = lines.len() as f64;
        let size = if size > 0.0 { size } else { USUAL };
        // Whatever is typed stays in its box.
        let step = (size * LEADING).min(place.height() / count);
        let mut top = if typed.is_centred { place.center().y - step * count / 2.0 } else { place.y0 };
        for line in &lines {
            let width = |c: char| size * if c.is_ascii() { 0.5 } else { 1.0 };
            let whole: f64 = line.chars().map(width).sum();
            let tight = if whole > inner.width() { inner.width() / whole } else { 1.0 };
            let room = inner.width() - whole * tight;
            let mut left = inner.x0 + room * f64::from(typed.aligned) / 2.0;
            let is_doubtful = has_figures_alone(line) && (lines.len() > 1 || line.contains(char::is_whitespace));
            for c in line.chars() {
                self.budget.take_glyph()?;
                let right = left + width(c) * tight;
                let frame = Frame {
                    left: length(left),
                    top: length(top),
                    right: length(right),
                    bottom: length(top + step / LEADING),
                };
                left = right;
                let em = length(step / LEADING);
                let mut glyph = Glyph { text: c.to_string(), em, ink: self.state.ink, ..Glyph::default() };
                if is_doubtful {
                    glyph.doubt();
                }
                self.glyph(Some(frame), glyph)?;
            }
            top += step;
        }
        Ok(())
    }

    /// Fills the box of a note that has a colour.
    fn lay_under(&mut self, note: &Dict<'a>, place: Rect) -> Result<(), ReadError> {
        let colour = note.get::<Array<'_>>("C").filter(|_| is_text_box(note));
        let numbers: Vec<Number> = colour.map(|all| all.iter::<Number>().take(4).collect()).unwrap_or_default();
        let measure = match numbers.len() {
            1 => Measure::Gray,
            3 => Measure::Rgb,
            4 => Measure::Cmyk,
            _ => return Ok(()),
        };
        let is_solid = note.get::<f64>("CA").is_none_or(|alpha| alpha >= 1.0);
        self.ground(place, measure.ink(&numbers).filter(|_| is_solid));
        if is_solid { self.cover(place) } else { Ok(()) }
    }

    /// Sets the colour of text as its default look says; returns its size, 0 where that is for the program to choose.
    fn set_look(&mut self, look: Option<Bytes<'_>>) -> Result<f64, ReadError> {
        let Some(look) = look else { return Ok(0.0) };
        let (mut size, none) = (0.0, Resources::new(Dict::default()));
        let mut instructions = TypedIter::new(look.as_bytes());
        while let Some(instruction) = instructions.next() {
            self.budget.take_instruction()?;
            if let TypedInstruction::TextFont(font) = &instruction {
                size = font.1.as_f64();
            } else {
                self.set_colour(&instruction, &none);
            }
        }
        Ok(size)
    }
}

impl Typed {
    /// What is typed in a note, if that is text: of a box of text, or a field that is no button.
    fn of(note: &Dict<'_>) -> Option<Self> {
        let kind = note.get::<Name<'_>>("Subtype")?;
        let aligned = inherited(note, |field| field.get::<i32>("Q")).unwrap_or(0).clamp(0, 2);
        let (text, is_centred) = match kind.as_str() {
            "FreeText" => (note.get::<Bytes<'_>>("Contents")?, false),
            "Widget" => {
                /// The flag of a field of several lines.
                const SEVERAL_LINES: i32 = 1 << 12;
                let kind = inherited(note, |field| field.get::<Name<'_>>("FT"))?;
                let flags = inherited(note, |field| field.get::<i32>("Ff")).unwrap_or(0);
                let value = inherited(note, |field| field.get::<Bytes<'_>>("V"))?;
                let is_text = matches!(kind.as_str(), "Tx" | "Ch");
                (Some(value).filter(|_| is_text)?, kind.as_str() == "Ch" || flags & SEVERAL_LINES == 0)
            }
            _ => return None,
        };
        let text = said(text.as_bytes());
        (!text.trim().is_empty()).then_some(Self { text, aligned, is_centred })
    }
}

/// What a field or one of those above it says.
fn inherited<'a, T>(field: &Dict<'a>, said: impl Fn(&Dict<'a>) -> Option<T>) -> Option<T> {
    let mut field = field.clone();
    for _ in 0..PARENTS {
        if let Some(value) = said(&field) {
            return Some(value);
        }
        field = field.get::<Dict<'_>>("Parent")?;
    }
    None
}

fn is_text_box(note: &Dict<'_>) -> bool {
    note.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "FreeText")
}

/// Whether a line holds digits and no words.
fn has_figures_alone(line: &str) -> bool {
    line.contains(|c: char| c.is_numeric()) && !line.contains(char::is_alphabetic)
}

/// A string of a file that is for people, with one kind of end of line.
fn said(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Nearly Latin-1, and for digits the same.
        _ => bytes.iter().copied().map(char::from).collect(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}
