//! Runs what a page draws, as far as glyphs and straight lines go: text, paths, clips, drawings inside drawings. Colours
//! and shades draw no figure; they are passed over. Everything is counted, and a budget that is used up ends the file.
//!
//! Here is what each instruction does to the state of the page; `text` and `shapes` say what it leaves on the page, and
//! `drawings` how one drawing is run inside another, and `typed` what is typed onto a page and drawn by nobody.

mod drawings;
mod shapes;
mod text;
mod typed;

use hayro_font::kurbo::{Affine, Point, Rect};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Object, ObjectIdentifier};
use hayro_syntax::page::Resources;

use super::budget::Budget;
use super::document::Layers;
use super::fonts::Fonts;
use super::guard::too_complex;
use super::ink::{self, Measure};
use super::limits;
use super::marks::{Glyph, Marks, length};
use super::path::Path;
use super::state::{GraphicsState, affine};
use crate::reading::bytes::problem::ReadError;
pub(super) use drawings::notes;

/// What a drawing is run with.
pub(super) struct ContentWalk<'a, 'w> {
    pub(super) fonts: &'w mut Fonts<'a>,
    pub(super) layers: &'w Layers,
    pub(super) budget: &'w mut Budget,
    pub(super) marks: Marks,
    state: GraphicsState<'a>,
    /// How the page begins.
    fresh: GraphicsState<'a>,
    saved: Vec<GraphicsState<'a>>,
    /// States that were not kept because there were too many.
    unsaved: usize,
    path: Path,
    /// For each content that is marked: whether it is on a layer that is not shown.
    hidden: Vec<bool>,
    /// The last glyph, if it lies beyond the paper.
    off_paper: Option<Glyph>,
    /// The drawings that are being drawn.
    open: Vec<ObjectIdentifier>,
}

impl<'a, 'w> ContentWalk<'a, 'w> {
    pub(super) fn new(
        fonts: &'w mut Fonts<'a>,
        layers: &'w Layers,
        budget: &'w mut Budget,
        matrix: Affine,
        page: Rect,
    ) -> Self {
        let state = GraphicsState::new(matrix, page);
        let marks = Marks { width: length(page.width()), height: length(page.height()), ..Marks::default() };
        Self {
            fonts,
            layers,
            budget,
            marks,
            fresh: state.clone(),
            state,
            saved: Vec::new(),
            unsaved: 0,
            path: Path::default(),
            hidden: Vec::new(),
            off_paper: None,
            open: Vec::new(),
        }
    }

    /// Runs the content of a page or drawing.
    pub(super) fn run(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), ReadError> {
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            self.budget.take_instruction()?;
            self.instruct(&instruction, resources)?;
        }
        Ok(())
    }

    fn instruct(&mut self, instruction: &TypedInstruction<'_, '_>, resources: &Resources<'a>) -> Result<(), ReadError> {
        use TypedInstruction as I;
        if self.set_text(instruction)
            || self.set_colour(instruction, resources)
            || self.trace(instruction)?
            || self.show_text(instruction)?
        {
            return Ok(());
        }
        let state = &mut self.state;
        match instruction {
            I::SaveState(_) if self.saved.len() < limits::MAX_STATES => self.saved.push(self.state.clone()),
            I::SaveState(_) => self.unsaved += 1,
            I::RestoreState(_) if self.unsaved > 0 => self.unsaved -= 1,
            I::RestoreState(_) => {
                if let Some(saved) = self.saved.pop() {
                    self.state = saved;
                }
            }
            I::Transform(m) => state.matrix *= affine([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]),
            I::LineWidth(width) => state.line_width = width.0.as_f64(),
            I::TextFont(font) => {
                state.size = font.1.as_f64();
                self.state.font = self.fonts.font(font.0, resources, self.budget)?;
            }
            I::BeginMarkedContentWithProperties(marked) => {
                let layer = marked.1.clone().into_name().filter(|_| marked.0.as_ref() == b"OC");
                let hidden = layer.is_some_and(|name| self.layers.hides(&resources.properties, &name));
                self.hidden.push(hidden);
            }
            I::BeginMarkedContent(_) => self.hidden.push(false),
            I::EndMarkedContent(_) => {
                self.hidden.pop();
            }
            I::XObject(name) => self.draw(name.0, resources)?,
            I::InlineImage(image) => {
                let dict = image.0.dict();
                let is_mask = ["IM", "ImageMask"].iter().any(|key| dict.get::<bool>(key).unwrap_or(false));
                self.picture(!is_mask)?;
            }
            I::SetGraphicsState(name) => {
                if let Some(parameters) = resources.get_ext_g_state(name.0) {
                    state.glass.set(&parameters);
                }
            }
            I::Shading(_) => self.ground(self.state.clip, None),
            _ => {}
        }
        if self.hidden.len() > limits::MAX_STATES {
            return Err(too_complex("marks inside each other", limits::MAX_STATES));
        }
        Ok(())
    }

    /// Draws and paints a path; says whether the instruction is of one.
    fn trace(&mut self, instruction: &TypedInstruction<'_, '_>) -> Result<bool, ReadError> {
        use TypedInstruction as I;
        let state = &mut self.state;
        match instruction {
            I::MoveTo(p) => self.path.begin(self.state.at(&p.0, &p.1))?,
            I::LineTo(p) => self.path.line(self.state.at(&p.0, &p.1))?,
            I::CubicTo(p) => self.path.curve(self.state.at(&p.4, &p.5))?,
            I::CubicStartTo(p) => self.path.curve(self.state.at(&p.2, &p.3))?,
            I::CubicEndTo(p) => self.path.curve(self.state.at(&p.2, &p.3))?,
            I::ClosePath(_) => self.path.close(),
            I::RectPath(r) => {
                let (x, y) = (r.0.as_f64(), r.1.as_f64());
                let (right, top) = (x + r.2.as_f64(), y + r.3.as_f64());
                self.path.begin(state.matrix * Point::new(x, y))?;
                for (x, y) in [(right, y), (right, top), (x, top)] {
                    self.path.line(state.matrix * Point::new(x, y))?;
                }
                self.path.close();
            }
            I::FillPathNonZero(_) | I::FillPathEvenOdd(_) | I::FillPathNonZeroCompatibility(_) => {
                self.fill()?;
                self.end_path();
            }
            I::StrokePath(_) => self.stroke()?,
            I::CloseAndStrokePath(_) => {
                self.path.close();
                self.stroke()?;
            }
            I::FillAndStrokeNonZero(_) | I::FillAndStrokeEvenOdd(_) => {
                self.fill()?;
                self.stroke()?;
            }
            I::CloseFillAndStrokeNonZero(_) | I::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.fill()?;
                self.stroke()?;
            }
            I::ClipNonZero(_) | I::ClipEvenOdd(_) => self.path.clips = true,
            I::EndPath(_) => self.end_path(),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Writes text; says whether the instruction does.
    fn show_text(&mut self, instruction: &TypedInstruction<'_, '_>) -> Result<bool, ReadError> {
        use TypedInstruction as I;
        let state = &mut self.state;
        match instruction {
            I::ShowText(text) => self.show(text.0)?,
            I::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text.0)?;
            }
            I::ShowTextWithParameters(text) => {
                (state.word_space, state.char_space) = (text.0.as_f64(), text.1.as_f64());
                state.next_line(0.0, -state.leading);
                self.show(text.2)?;
            }
            I::ShowTexts(texts) => {
                for object in texts.0.iter::<Object<'_>>() {
                    match object {
                        Object::Number(number) => self.state.adjust(number.as_f64()),
                        Object::String(text) => self.show(&text)?,
                        _ => {}
                    }
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Sets the colour that fills; says whether the instruction does.
    fn set_colour(&mut self, instruction: &TypedInstruction<'_, '_>, resources: &Resources<'a>) -> bool {
        use TypedInstruction as I;
        let state = &mut self.state;
        match instruction {
            I::ColorSpaceNonStroke(space) => {
                state.glass.set_pattern(space.0.as_str() == "Pattern");
                state.measure = Measure::of(space.0, resources);
                state.ink = ink::BLACK.filter(|_| state.measure != Measure::Other);
            }
            I::NonStrokeColor(color) => state.ink = state.measure.ink(&color.0),
            I::NonStrokeColorNamed(color) => {
                state.glass.set_pattern(color.1.is_some());
                state.ink = state.measure.ink(&color.0);
            }
            I::NonStrokeColorDeviceGray(color) => state.fill_with(Measure::Gray, &[color.0]),
            I::NonStrokeColorDeviceRgb(color) => state.fill_with(Measure::Rgb, &[color.0, color.1, color.2]),
            I::NonStrokeColorCmyk(color) => {
                state.fill_with(Measure::Cmyk, &[color.0, color.1, color.2, color.3]);
            }
            _ => return false,
        }
        true
    }

    /// Sets how and where text is written next; says whether the instruction does.
    fn set_text(&mut self, instruction: &TypedInstruction<'_, '_>) -> bool {
        use TypedInstruction as I;
        let state = &mut self.state;
        match instruction {
            I::BeginText(_) => (state.text, state.line) = (Affine::IDENTITY, Affine::IDENTITY),
            I::SetTextMatrix(m) => {
                state.line = affine([&m.0, &m.1, &m.2, &m.3, &m.4, &m.5]);
                state.text = state.line;
            }
            I::NextLine(n) => state.next_line(n.0.as_f64(), n.1.as_f64()),
            I::NextLineAndSetLeading(n) => {
                state.leading = -n.1.as_f64();
                state.next_line(n.0.as_f64(), n.1.as_f64());
            }
            I::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            I::CharacterSpacing(n) => state.char_space = n.0.as_f64(),
            I::WordSpacing(n) => state.word_space = n.0.as_f64(),
            I::HorizontalScaling(n) => state.scale = n.0.as_f64() / 100.0,
            I::TextLeading(n) => state.leading = n.0.as_f64(),
            I::TextRise(n) => state.rise = n.0.as_f64(),
            I::TextRenderingMode(mode) => {
                state.is_unseen = matches!(mode.0.as_i64(), 3 | 7);
                state.is_filled = matches!(mode.0.as_i64(), 0 | 4);
            }
            _ => return false,
        }
        true
    }
}
