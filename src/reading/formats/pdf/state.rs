//! The state of a page under way: where it draws, and how it writes.

use std::rc::Rc;

use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::object::{Dict, Name, Number, Object};

use super::ink::{self, Ink, Measure};
use super::text::TextFont;

#[derive(Clone)]
pub(super) struct GraphicsState<'a> {
    pub(super) matrix: Affine,
    pub(super) clip: Rect,
    pub(super) line_width: f64,
    pub(super) font: Option<Rc<TextFont<'a>>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// Text that is not drawn: the words beneath a scan.
    pub(super) is_unseen: bool,
    /// Text is filled, and not only drawn along its edges.
    pub(super) is_filled: bool,
    /// The colour that fills, and what its numbers are measured in.
    pub(super) ink: Ink,
    pub(super) measure: Measure,
    /// What filling and drawing with the pen let through.
    pub(super) glass: Glass,
    pub(super) text: Affine,
    pub(super) line: Affine,
}

/// Whether what is drawn hides what it is drawn over.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a page sets each by itself")]
pub(super) struct Glass {
    /// Filling is transparent in part.
    fill: bool,
    /// So is drawing with the pen.
    pen: bool,
    /// Colours are mixed with those below, as a marker's.
    blend: bool,
    /// A mask says where it is transparent.
    mask: bool,
    /// The colour that fills is a pattern, which may have holes.
    pattern: bool,
    /// All this drawing is drawn through glass.
    outer: bool,
    /// Filling is as clear as glass, and so is all this drawing.
    nothing: bool,
    outer_nothing: bool,
}

impl Glass {
    /// Takes what a set of graphics parameters says.
    pub(super) fn set(&mut self, parameters: &Dict<'_>) {
        let is_part = |key: &str| parameters.get::<f64>(key).map(|alpha| alpha < 1.0);
        self.fill = is_part("ca").unwrap_or(self.fill);
        self.nothing = parameters.get::<f64>("ca").map_or(self.nothing, |alpha| alpha <= 0.0);
        self.pen = is_part("CA").unwrap_or(self.pen);
        if let Some(mode) = parameters.get::<Object<'_>>("BM") {
            let is_plain = |mode: &Name<'_>| matches!(mode.as_str(), "Normal" | "Compatible");
            self.blend = !mode.into_name().is_some_and(|mode| is_plain(&mode));
        }
        if let Some(mask) = parameters.get::<Object<'_>>("SMask") {
            self.mask = mask.into_name().is_none_or(|name| name.as_str() != "None");
        }
    }

    /// Says whether the colour that fills is a pattern.
    pub(super) fn set_pattern(&mut self, is_pattern: bool) {
        self.pattern = is_pattern;
    }

    /// Says that all that follows is a marker's, whatever it says itself.
    pub(super) fn mark(&mut self) {
        self.outer = true;
    }

    /// Begins a drawing inside: whatever it says itself, it is seen through this. One that is not drawn as a whole may still
    /// say that it fills.
    pub(super) fn enter(&mut self, is_whole: bool) {
        let outer = self.outer || self.fill || self.blend || self.mask;
        let outer_nothing = self.outer_nothing || (is_whole && self.nothing);
        let nothing = self.nothing && !is_whole;
        *self = Self { outer, nothing, outer_nothing, pen: self.pen, pattern: self.pattern, ..Self::default() };
    }

    /// Whether what is filled is not seen.
    pub(super) fn is_nothing(self) -> bool {
        self.nothing || self.outer_nothing
    }

    /// Whether what is filled hides what lies below.
    pub(super) fn fills(self) -> bool {
        !(self.fill || self.pattern) && self.is_clear()
    }

    /// Whether the pen hides what lies below.
    pub(super) fn draws(self) -> bool {
        !self.pen && self.is_clear()
    }

    /// Whether a picture hides what lies below.
    pub(super) fn shows(self) -> bool {
        !self.fill && self.is_clear()
    }

    fn is_clear(self) -> bool {
        !(self.blend || self.mask || self.outer)
    }
}

impl GraphicsState<'_> {
    /// How a page begins.
    pub(super) fn new(matrix: Affine, page: Rect) -> Self {
        Self {
            matrix,
            clip: page,
            line_width: 1.0,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_unseen: false,
            is_filled: true,
            ink: ink::BLACK,
            measure: Measure::Gray,
            glass: Glass::default(),
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
        }
    }

    /// Bounds what is drawn; what is clipped to nothing is clipped to a point.
    pub(super) fn clip_to(&mut self, bounds: Rect) {
        let met = self.clip.intersect(bounds);
        self.clip = Rect::new(met.x0, met.y0, met.x1.max(met.x0), met.y1.max(met.y0));
    }

    /// Fills with a colour from now on.
    pub(super) fn fill_with(&mut self, measure: Measure, numbers: &[Number]) {
        (self.measure, self.ink) = (measure, measure.ink(numbers));
        self.glass.set_pattern(false);
    }

    /// Half the width of its pen on the page.
    pub(super) fn half_pen(&self) -> f64 {
        let [a, b, c, d, ..] = self.matrix.as_coeffs();
        (self.line_width * (a * d - b * c).abs().sqrt() / 2.0).abs()
    }

    /// A point on the page.
    pub(super) fn at(&self, x: &Number, y: &Number) -> Point {
        self.matrix * Point::new(x.as_f64(), y.as_f64())
    }

    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }

    /// Moves on by a glyph.
    pub(super) fn advance(&mut self, advance: Vec2, horizontal: bool, is_space: bool) {
        let space = self.char_space + if is_space { self.word_space } else { 0.0 };
        let by = if horizontal {
            Vec2::new((advance.x / 1_000.0 * self.size + space) * self.scale, 0.0)
        } else {
            Vec2::new(0.0, advance.y / 1_000.0 * self.size + space)
        };
        self.text *= Affine::translate(by);
    }

    /// Moves back by so many thousandths of the font's size.
    pub(super) fn adjust(&mut self, thousandths: f64) {
        let by = -thousandths / 1_000.0 * self.size;
        let is_horizontal = self.font.as_ref().is_none_or(|font| font.font.is_horizontal());
        let by = if is_horizontal { Vec2::new(by * self.scale, 0.0) } else { Vec2::new(0.0, by) };
        self.text *= Affine::translate(by);
    }
}

pub(super) fn affine(coefficients: [&Number; 6]) -> Affine {
    Affine::new(coefficients.map(Number::as_f64))
}
