//! Runs what a page draws, as far as glyphs and straight lines go: text, paths, clips, drawings inside drawings. Colours
//! and shades draw no figure; they are passed over. Everything is counted, and a budget that is used up ends the file.

use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::Resources;

use super::super::problem::ReadError;
use super::budget::Budget;
use super::document::{self, Layers};
use super::fonts::Fonts;
use super::guard::too_complex;
use super::limits;
use super::marks::{Frame, Glyph, Marks, length};
use super::path::{Path, THIN};
use super::state::{State, affine};

/// What a drawing is run with.
pub(super) struct Walk<'a, 'w> {
    pub(super) fonts: &'w mut Fonts<'a>,
    pub(super) layers: &'w Layers,
    pub(super) budget: &'w mut Budget,
    pub(super) marks: Marks,
    state: State<'a>,
    /// How the page begins.
    fresh: State<'a>,
    saved: Vec<State<'a>>,
    /// States that were not kept because there were too many.
    unsaved: usize,
    path: Path,
    /// For each content that is marked: whether it is on a layer that is not shown.
    hidden: Vec<bool>,
    /// The drawings that are being drawn.
    open: Vec<ObjectIdentifier>,
}

impl<'a, 'w> Walk<'a, 'w> {
    pub(super) fn new(
        fonts: &'w mut Fonts<'a>,
        layers: &'w Layers,
        budget: &'w mut Budget,
        matrix: Affine,
        page: Rect,
    ) -> Self {
        let state = State::new(matrix, page);
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

    #[expect(clippy::too_many_lines, reason = "one line for each instruction of the format")]
    fn instruct(&mut self, instruction: &TypedInstruction<'_, '_>, resources: &Resources<'a>) -> Result<(), ReadError> {
        use TypedInstruction as I;
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
            I::TextRenderingMode(mode) => state.is_unseen = matches!(mode.0.as_i64(), 3 | 7),
            I::TextFont(font) => {
                state.size = font.1.as_f64();
                self.state.font = self.fonts.font(font.0, resources, self.budget)?;
            }
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
            I::InlineImage(_) => self.picture(),
            _ => {}
        }
        if self.hidden.len() > limits::MAX_STATES {
            return Err(too_complex("marks inside each other", limits::MAX_STATES));
        }
        Ok(())
    }

    fn show(&mut self, text: &Bytes<'_>) -> Result<(), ReadError> {
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
                    self.glyph(frame, Glyph { text, em: length(up.hypot()), turned, is_stacked, ..Glyph::default() })?;
                }
            }
            let is_space = code == 32 && code_bytes.len() == 1;
            self.state.advance(advance, font.font.is_horizontal(), is_space);
        }
        Ok(())
    }

    /// Takes a glyph that stands where the clip lets it be seen.
    fn glyph(&mut self, frame: Option<Frame>, glyph: Glyph) -> Result<(), ReadError> {
        let Some(frame) = frame else { return Ok(()) };
        let clip = Frame::of(Affine::IDENTITY, self.state.clip);
        if clip.is_some_and(|clip| clip.contains(frame.center())) {
            self.marks.glyphs.push(Glyph { frame, ..glyph });
        }
        if self.marks.glyphs.len() > limits::MAX_GLYPHS {
            return Err(too_complex("glyphs", limits::MAX_GLYPHS));
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        let (lines, letters) = self.path.filled();
        self.marks.shapes += letters;
        lines.into_iter().try_for_each(|line| self.line(line))
    }

    fn stroke(&mut self) -> Result<(), ReadError> {
        let lines = self.path.stroked(self.state.half_pen());
        lines.into_iter().try_for_each(|line| self.line(line))?;
        self.end_path();
        Ok(())
    }

    fn line(&mut self, rect: Rect) -> Result<(), ReadError> {
        let seen = self.state.clip.inflate(1.0, 1.0).intersect(rect);
        if self.hidden.contains(&true) || seen.x0 > seen.x1 || seen.y0 > seen.y1 {
            return Ok(());
        }
        self.budget.take_line()?;
        if let Some(frame) = Frame::of(Affine::IDENTITY, seen) {
            self.marks.add_rule(&frame, THIN);
        }
        Ok(())
    }

    fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if let Some(bounds) = path.bounds().filter(|_| path.clips) {
            self.state.clip_to(bounds);
        }
    }

    fn draw(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), ReadError> {
        let Some(drawing) = resources.get_x_object(name) else { return Ok(()) };
        let dict = drawing.dict();
        match dict.get::<Name<'_>>("Subtype").as_ref().map(Name::as_str) {
            Some("Image") => self.picture(),
            Some("Form") => return self.draw_form(&drawing, resources),
            _ => {}
        }
        Ok(())
    }

    fn picture(&mut self) {
        if let Some(frame) = Frame::of(self.state.matrix, Rect::new(0.0, 0.0, 1.0, 1.0))
            && self.marks.pictures.len() < limits::MAX_STATES
        {
            self.marks.pictures.push(frame);
        }
    }

    pub(super) fn draw_form(&mut self, form: &Stream<'a>, resources: &Resources<'a>) -> Result<(), ReadError> {
        let (id, dict) = (form.obj_id(), form.dict());
        if self.layers.hides(dict, &Name::new_unescaped(b"OC")) || self.open.contains(&id) {
            return Ok(());
        }
        if self.open.len() >= limits::MAX_NESTED {
            return Err(too_complex("drawings inside each other", limits::MAX_NESTED));
        }
        let content = document::content(form, self.budget)?;
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let (outer, saved) = (self.state.clone(), std::mem::take(&mut self.saved));
        let (unsaved, hidden) = (std::mem::take(&mut self.unsaved), self.hidden.clone());
        self.path = Path::default();
        self.state.matrix *= Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        if let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") {
            self.state.clip_to(self.state.matrix.transform_rect_bbox(Rect::new(x0, y0, x1, y1)));
        }
        self.open.push(id);
        self.run(&content, own.as_ref().unwrap_or(resources))?;
        self.open.pop();
        (self.state, self.saved, self.unsaved, self.hidden) = (outer, saved, unsaved, hidden);
        self.path = Path::default();
        Ok(())
    }

    /// Draws the form of a note on the page where the note stands.
    pub(super) fn draw_note(&mut self, note: &Dict<'a>, resources: &Resources<'a>) -> Result<(), ReadError> {
        let flags = note.get::<i32>("F").unwrap_or(0);
        let look = note.get::<Dict<'_>>("AP").and_then(|looks| looks.get::<Stream<'_>>("N"));
        let (Some(look), Some(place)) = (look, note.get::<[f64; 4]>("Rect")) else { return Ok(()) };
        let dict = look.dict();
        let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") else { return Ok(()) };
        // Hidden, or not to be seen.
        if flags & 0b10_0010 != 0 {
            return Ok(());
        }
        let own = Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        let from = own.transform_rect_bbox(Rect::new(x0, y0, x1, y1).abs());
        let to = Rect::new(place[0], place[1], place[2], place[3]).abs();
        if from.width() <= 0.0 || from.height() <= 0.0 {
            return Ok(());
        }
        let (across, down) = (to.width() / from.width(), to.height() / from.height());
        (self.state, self.path) = (self.fresh.clone(), Path::default());
        (self.saved, self.unsaved, self.hidden) = (Vec::new(), 0, Vec::new());
        self.state.matrix *= Affine::new([across, 0.0, 0.0, down, to.x0 - across * from.x0, to.y0 - down * from.y0]);
        self.draw_form(&look, resources)
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

/// The forms of the notes on a page.
pub(super) fn notes<'a>(page: &Dict<'a>) -> Vec<Dict<'a>> {
    page.get::<Array<'_>>("Annots").map(|notes| notes.iter::<Dict<'_>>().collect()).unwrap_or_default()
}
