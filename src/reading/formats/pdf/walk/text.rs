//! Text: every glyph where it stands, with what its font says it is.

use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::object::String as Bytes;

use super::super::guard::too_complex;
use super::super::limits;
use super::super::marks::{Frame, Glyph, length};
use super::ContentWalk;
use crate::reading::bytes::problem::ReadError;

impl ContentWalk<'_, '_> {
    pub(super) fn show(&mut self, text: &Bytes<'_>) -> Result<(), ReadError> {
        let Some(font) = self.state.font.clone() else {
            // Text in a font that is not there: nobody knows what it says, but it is there.
            let em =
                Frame::of(self.state.matrix * self.state.text, Rect::new(0.0, 0.0, self.state.size, self.state.size));
            return self.glyph(em, Glyph::default());
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            self.budget.take_glyph()?;
            let (code, length_of_code) = font.font.read_code(bytes, at);
            let end = bytes.len().min(at + length_of_code.max(1));
            let code_bytes = &bytes[at..end];
            at = end;
            let advance = font.font.code_advance(code);
            let state = &self.state;
            let own = Affine::new([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise]);
            let placed = state.matrix * state.text * own * Affine::scale(0.001);
            let at_origin = placed * Affine::translate(font.font.origin_displacement(code));
            let width = if font.font.is_horizontal() { advance.x } else { 1_000.0 };
            if !state.is_unseen && !self.hidden.contains(&true) {
                let frame = Frame::of(at_origin, Rect::new(0.0, -120.0, width, 880.0));
                let up = at_origin * Point::new(0.0, 1_000.0) - at_origin * Point::ZERO;
                let along = at_origin * Point::new(1_000.0, 0.0) - at_origin * Point::ZERO;
                if let Some(turned) = quarters(along) {
                    let is_stacked = !font.font.is_horizontal();
                    let text = font.text(code, code_bytes);
                    let is_plain = state.is_filled && !font.is_drawn;
                    let ink = state.ink.filter(|_| is_plain && state.glass.fills());
                    let is_clear = is_plain && state.glass.is_nothing();
                    let em = length(up.hypot());
                    self.glyph(frame, Glyph { text, em, turned, is_stacked, ink, is_clear, ..Glyph::default() })?;
                }
            }
            let is_space = code == 32 && code_bytes.len() == 1;
            self.state.advance(advance, font.font.is_horizontal(), is_space);
        }
        Ok(())
    }

    /// Takes a glyph that stands where the clip lets it be seen.
    pub(super) fn glyph(&mut self, frame: Option<Frame>, glyph: Glyph) -> Result<(), ReadError> {
        let Some(frame) = frame else { return Ok(()) };
        let clip = Frame::of(Affine::IDENTITY, self.state.clip);
        if clip.is_some_and(|clip| clip.contains(frame.center())) {
            self.marks.glyphs.push(Glyph { frame, ..glyph });
            let off = self.off_paper.take();
            self.doubt_cut(off);
        } else if !self.hidden.contains(&true)
            && !Frame::of(Affine::IDENTITY, self.fresh.clip).is_some_and(|page| page.contains(frame.center()))
        {
            self.off_paper = Some(Glyph { frame, ..glyph });
            let off = self.off_paper.clone();
            self.doubt_cut(off);
        }
        if self.marks.glyphs.len() > limits::MAX_GLYPHS {
            return Err(too_complex("glyphs", limits::MAX_GLYPHS));
        }
        Ok(())
    }
}

impl ContentWalk<'_, '_> {
    /// Doubts the last glyph if the one drawn right before or after it lies beyond the paper: a digit at which a figure is
    /// cut off. Where a table is wider than its paper, `1191` ends as `1`.
    fn doubt_cut(&mut self, off: Option<Glyph>) {
        if let (Some(off), Some(last)) = (off, self.marks.glyphs.last_mut()) {
            let gap = (off.frame.left - last.frame.right).max(last.frame.left - off.frame.right);
            let is_level = (off.frame.center().1 - last.frame.center().1) * 4 < last.em;
            if off.is_digit() && is_level && gap * 4 < last.em && off.turned == last.turned {
                last.doubt();
            }
        }
    }
}

/// By how many quarters a direction is turned, clockwise on the page; `None` for a slanted one.
fn quarters(along: Vec2) -> Option<u8> {
    let (x, y) = (along.x, along.y);
    let slant = x.abs().min(y.abs()) / x.abs().max(y.abs());
    match () {
        () if slant.is_nan() || slant > 0.1 => None,
        () if x.abs() > y.abs() => Some(if x > 0.0 { 0 } else { 2 }),
        () => Some(if y > 0.0 { 1 } else { 3 }),
    }
}
