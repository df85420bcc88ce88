//! Runs what a page draws, as far as glyphs and straight lines go: text, paths, clips, drawings inside drawings. Colours
//! and shades draw no figure; they are passed over. Everything is counted, and a budget that is used up ends the file.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

use hayro_font::FontCache;
use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::Resources;

use super::super::problem::ReadError;
use super::document::{self, Layers};
use super::guard::too_complex;
use super::limits;
use super::marks::{Frame, Glyph, Length, Marks, POINT};
use super::text::TextFont;

/// The thickest rectangle that is a line.
const THIN: Length = 3 * POINT;
/// Shapes with curves of this size are letters.
const LETTERS: std::ops::Range<Length> = 2 * POINT..40 * POINT;

/// What the pages of a file may still cost.
#[derive(Debug)]
pub(super) struct Budget {
    instructions: usize,
    glyphs: usize,
    lines: usize,
    content: usize,
    widths: usize,
    deadline: Instant,
}

impl Budget {
    pub(super) fn new(deadline: Instant) -> Self {
        Self {
            instructions: limits::MAX_INSTRUCTIONS,
            glyphs: limits::MAX_GLYPHS,
            lines: limits::MAX_LINES,
            content: limits::MAX_CONTENT_BYTES,
            widths: limits::MAX_WIDTHS,
            deadline,
        }
    }

    /// Takes so many bytes of content.
    pub(super) fn take_content(&mut self, bytes: usize) -> Result<(), ReadError> {
        take(&mut self.content, bytes, "content", limits::MAX_CONTENT_BYTES)
    }

    /// How many bytes of content may still come.
    pub(super) fn content(&self) -> usize {
        self.content
    }

    fn take_instruction(&mut self) -> Result<(), ReadError> {
        take(&mut self.instructions, 1, "instructions", limits::MAX_INSTRUCTIONS)?;
        if self.instructions.is_multiple_of(1_024) && Instant::now() > self.deadline {
            return Err(too_complex("seconds", 2));
        }
        Ok(())
    }
}

fn take(left: &mut usize, amount: usize, what: &str, limit: usize) -> Result<(), ReadError> {
    *left = left.checked_sub(amount).ok_or_else(|| too_complex(what, limit))?;
    Ok(())
}

/// The fonts of a file, each loaded once.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    loaded: HashMap<FontKey, Option<Rc<TextFont<'a>>>>,
}

/// A font by the number of its object, or where its dictionary stands.
#[derive(Debug, PartialEq, Eq, Hash)]
enum FontKey {
    Object(ObjectIdentifier),
    Inside(usize, usize),
}

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

#[derive(Clone)]
struct State<'a> {
    matrix: Affine,
    clip: Rect,
    line_width: f64,
    font: Option<Rc<TextFont<'a>>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
    /// Text that is not drawn: the words beneath a scan.
    is_unseen: bool,
    text: Affine,
    line: Affine,
}

/// A path under way, on the page.
#[derive(Default)]
struct Path {
    parts: Vec<Part>,
    points: usize,
    clips: bool,
}

#[derive(Default)]
struct Part {
    points: Vec<Point>,
    is_curved: bool,
    is_closed: bool,
}

impl<'a, 'w> Walk<'a, 'w> {
    pub(super) fn new(
        fonts: &'w mut Fonts<'a>,
        layers: &'w Layers,
        budget: &'w mut Budget,
        matrix: Affine,
        page: Rect,
    ) -> Self {
        let state = State {
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
            text: Affine::IDENTITY,
            line: Affine::IDENTITY,
        };
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
    fn instruct(
        &mut self,
        instruction: &TypedInstruction<'_, '_>,
        resources: &Resources<'a>,
    ) -> Result<(), ReadError> {
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
            I::FillPathNonZero(_) | I::FillPathEvenOdd(_) | I::FillPathNonZeroCompatibility(_) => self.fill(true)?,
            I::StrokePath(_) => self.stroke()?,
            I::CloseAndStrokePath(_) => {
                self.path.close();
                self.stroke()?;
            }
            I::FillAndStrokeNonZero(_) | I::FillAndStrokeEvenOdd(_) => {
                self.fill(false)?;
                self.stroke()?;
            }
            I::CloseFillAndStrokeNonZero(_) | I::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.fill(false)?;
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
                self.state.font = self.font(font.0, resources)?;
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

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<Option<Rc<TextFont<'a>>>, ReadError> {
        let key = match resources.fonts.get_ref(name) {
            Some(object) => FontKey::Object(object.into()),
            None => match resources.get_font(name) {
                Some(dict) => FontKey::Inside(dict.data().as_ptr().addr(), dict.data().len()),
                None => return Ok(None),
            },
        };
        if let Some(font) = self.fonts.loaded.get(&key) {
            return Ok(font.clone());
        }
        if self.fonts.loaded.len() >= limits::MAX_FONTS {
            return Err(too_complex("fonts", limits::MAX_FONTS));
        }
        let Some(dict) = resources.get_font(name) else { return Ok(None) };
        take(&mut self.budget.widths, document::width_count(&dict)?, "widths", limits::MAX_WIDTHS)?;
        let characters = document::to_unicode(&dict)?;
        let font = document::load_font(&self.fonts.cache, &dict);
        let font = font.map(|font| Rc::new(TextFont::new(font, &dict, characters)));
        self.fonts.loaded.insert(key, font.clone());
        Ok(font)
    }

    fn show(&mut self, text: &Bytes<'_>) -> Result<(), ReadError> {
        let Some(font) = self.state.font.clone() else {
            // Text in a font that is not there: nobody knows what it says, but it is there.
            let em = Frame::of(self.state.matrix * self.state.text, Rect::new(0.0, 0.0, self.state.size, self.state.size));
            return self.glyph(em, Glyph::default());
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            take(&mut self.budget.glyphs, 1, "glyphs", limits::MAX_GLYPHS)?;
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

    /// Fills the path: thin rectangles are lines, and so are the sides of a frame.
    fn fill(&mut self, ends: bool) -> Result<(), ReadError> {
        let boxes: Vec<Option<Rect>> = self.path.parts.iter().map(Part::rectangle).collect();
        for (at, own) in boxes.iter().enumerate() {
            match own {
                Some(own) => match boxes.get(at + 1).copied().flatten().filter(|next| is_frame(own, next)) {
                    Some(inner) => {
                        for side in sides(own, &inner) {
                            self.line(side)?;
                        }
                    }
                    None => self.line(*own)?,
                },
                None => {
                    let part = &self.path.parts[at];
                    let frame = part.bounds().and_then(|bounds| Frame::of(Affine::IDENTITY, bounds));
                    let is_letter = frame.is_some_and(|frame| {
                        part.is_curved && LETTERS.contains(&frame.width().max(frame.height()))
                    });
                    self.marks.shapes += usize::from(is_letter);
                }
            }
        }
        if ends {
            self.end_path();
        }
        Ok(())
    }

    fn stroke(&mut self) -> Result<(), ReadError> {
        let [a, b, c, d, ..] = self.state.matrix.as_coeffs();
        let half = (self.state.line_width * (a * d - b * c).abs().sqrt() / 2.0).abs();
        let parts = std::mem::take(&mut self.path.parts);
        for part in parts.iter().filter(|part| !part.is_curved) {
            let closing = part.points.last().zip(part.points.first()).filter(|_| part.is_closed);
            let pairs = part.points.windows(2).map(|pair| (pair[0], pair[1]));
            for (from, to) in pairs.chain(closing.map(|(last, first)| (*last, *first))) {
                let across = if (from.x - to.x).abs() > (from.y - to.y).abs() { (0.0, half) } else { (half, 0.0) };
                let slant = if across.0 == 0.0 { (from.y - to.y).abs() } else { (from.x - to.x).abs() };
                if slant <= 1.0 {
                    self.line(Rect::from_points(from, to).inflate(across.0, across.1))?;
                }
            }
        }
        self.path.parts = parts;
        self.end_path();
        Ok(())
    }

    fn line(&mut self, rect: Rect) -> Result<(), ReadError> {
        let seen = self.state.clip.inflate(1.0, 1.0).intersect(rect);
        if self.hidden.contains(&true) || seen.x0 > seen.x1 || seen.y0 > seen.y1 {
            return Ok(());
        }
        take(&mut self.budget.lines, 1, "lines", limits::MAX_LINES)?;
        if let Some(frame) = Frame::of(Affine::IDENTITY, seen) {
            self.marks.add_rule(&frame, THIN);
        }
        Ok(())
    }

    fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if path.clips {
            let bounds = path.parts.iter().filter_map(Part::bounds).reduce(|a, b| a.union(b));
            if let Some(bounds) = bounds {
                let met = self.state.clip.intersect(bounds);
                // What is clipped to nothing is clipped to a point.
                self.state.clip = Rect::new(met.x0, met.y0, met.x1.max(met.x0), met.y1.max(met.y0));
            }
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
            let bounds = self.state.matrix.transform_rect_bbox(Rect::new(x0, y0, x1, y1));
            let met = self.state.clip.intersect(bounds);
            self.state.clip = Rect::new(met.x0, met.y0, met.x1.max(met.x0), met.y1.max(met.y0));
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
        self.state.matrix *=
            Affine::new([across, 0.0, 0.0, down, to.x0 - across * from.x0, to.y0 - down * from.y0]);
        self.draw_form(&look, resources)
    }
}

impl State<'_> {
    fn at(&self, x: &Number, y: &Number) -> Point {
        self.matrix * Point::new(x.as_f64(), y.as_f64())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.text = self.line;
    }

    /// Moves on by a glyph.
    fn advance(&mut self, advance: Vec2, horizontal: bool, is_space: bool) {
        let space = self.char_space + if is_space { self.word_space } else { 0.0 };
        let by = if horizontal {
            Vec2::new((advance.x / 1_000.0 * self.size + space) * self.scale, 0.0)
        } else {
            Vec2::new(0.0, advance.y / 1_000.0 * self.size + space)
        };
        self.text *= Affine::translate(by);
    }

    /// Moves back by so many thousandths of the font's size.
    fn adjust(&mut self, thousandths: f64) {
        let by = -thousandths / 1_000.0 * self.size;
        let is_horizontal = self.font.as_ref().is_none_or(|font| font.font.is_horizontal());
        let by = if is_horizontal { Vec2::new(by * self.scale, 0.0) } else { Vec2::new(0.0, by) };
        self.text *= Affine::translate(by);
    }
}

impl Path {
    fn begin(&mut self, point: Point) -> Result<(), ReadError> {
        self.parts.push(Part { points: vec![point], ..Part::default() });
        self.count()
    }

    fn line(&mut self, point: Point) -> Result<(), ReadError> {
        let Some(part) = self.parts.last_mut() else { return self.begin(point) };
        // What goes on after it was closed begins where it began.
        if part.is_closed {
            let first = part.points[0];
            self.parts.push(Part { points: vec![first, point], ..Part::default() });
        } else {
            part.points.push(point);
        }
        self.count()
    }

    fn curve(&mut self, point: Point) -> Result<(), ReadError> {
        self.line(point)?;
        if let Some(part) = self.parts.last_mut() {
            part.is_curved = true;
        }
        Ok(())
    }

    fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_closed = true;
        }
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.points += 1;
        if self.points > limits::MAX_POINTS {
            return Err(too_complex("points of a path", limits::MAX_POINTS));
        }
        Ok(())
    }
}

impl Part {
    fn bounds(&self) -> Option<Rect> {
        let first = *self.points.first()?;
        Some(self.points.iter().fold(Rect::from_points(first, first), |bounds, point| bounds.union_pt(*point)))
    }

    /// Its bounds, if it is an upright rectangle or so thin that it makes no difference.
    fn rectangle(&self) -> Option<Rect> {
        let bounds = self.bounds().filter(|_| !self.is_curved)?;
        let near = |a: f64, b: f64| (a - b).abs() < 0.05;
        let is_corner = |point: &Point| {
            (near(point.x, bounds.x0) || near(point.x, bounds.x1)) && (near(point.y, bounds.y0) || near(point.y, bounds.y1))
        };
        let is_thin = bounds.width().min(bounds.height()) <= f64::from(THIN / POINT);
        (self.points.len() <= 5 && (is_thin || self.points.iter().all(is_corner))).then_some(bounds)
    }
}

/// Whether one rectangle lies inside another so that the first is the border of the second.
fn is_frame(outer: &Rect, inner: &Rect) -> bool {
    let thin = f64::from(THIN / POINT);
    let insets = [inner.x0 - outer.x0, outer.x1 - inner.x1, inner.y0 - outer.y0, outer.y1 - inner.y1];
    insets.iter().all(|inset| (0.0..=thin).contains(inset)) && insets.iter().any(|inset| *inset > 0.0)
}

fn sides(outer: &Rect, inner: &Rect) -> impl Iterator<Item = Rect> {
    let sides = [
        Rect::new(outer.x0, outer.y0, outer.x1, inner.y0),
        Rect::new(outer.x0, inner.y1, outer.x1, outer.y1),
        Rect::new(outer.x0, outer.y0, inner.x0, outer.y1),
        Rect::new(inner.x1, outer.y0, outer.x1, outer.y1),
    ];
    // A side without thickness is none.
    sides.into_iter().filter(|side| side.width() > 0.0 && side.height() > 0.0)
}

impl Frame {
    /// A rectangle where a matrix puts it, in hundredths; `None` beyond any paper.
    fn of(matrix: Affine, rect: Rect) -> Option<Self> {
        let rect = matrix.transform_rect_bbox(rect);
        let limit = 100_000.0;
        let is_near = |value: f64| value.is_finite() && value.abs() < limit;
        let all = [rect.x0, rect.y0, rect.x1, rect.y1].into_iter().all(is_near);
        all.then(|| Self {
            left: length(rect.x0),
            top: length(rect.y0),
            right: length(rect.x1),
            bottom: length(rect.y1),
        })
    }
}

/// Points to hundredths; what is no number or beyond any paper becomes its edge.
fn length(points: f64) -> Length {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let hundredths = (points * f64::from(POINT)).round().clamp(-10_000_000.0, 10_000_000.0) as Length;
    hundredths
}

fn affine(coefficients: [&Number; 6]) -> Affine {
    Affine::new(coefficients.map(Number::as_f64))
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
