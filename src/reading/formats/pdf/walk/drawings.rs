//! Drawings inside drawings: forms that a content asks for, and those of the notes on a page.

use hayro_font::kurbo::{Affine, Point, Rect, Vec2};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_syntax::page::Resources;

use super::super::document;
use super::super::guard::too_complex;
use super::super::limits;
use super::super::path::Path;
use super::ContentWalk;
use crate::reading::bytes::problem::ReadError;

impl<'a> ContentWalk<'a, '_> {
    pub(super) fn draw(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), ReadError> {
        let Some(drawing) = resources.get_x_object(name) else { return Ok(()) };
        let dict = drawing.dict();
        match dict.get::<Name<'_>>("Subtype").as_ref().map(Name::as_str) {
            Some("Image") => {
                let is_mask = dict.get::<bool>("ImageMask").unwrap_or(false);
                let has_holes = ["SMask", "Mask"].iter().any(|key| dict.contains_key(key));
                let is_shown = !self.layers.hides(dict, &Name::new_unescaped(b"OC"));
                return self.picture(is_shown && !is_mask && !has_holes);
            }
            Some("Form") => return self.draw_form(&drawing, resources),
            _ => {}
        }
        Ok(())
    }

    pub(in crate::reading::formats::pdf) fn draw_form(
        &mut self,
        form: &Stream<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), ReadError> {
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
        self.state.glass.enter(dict.contains_key("Group"));
        self.open.push(id);
        self.run(&content, own.as_ref().unwrap_or(resources))?;
        self.open.pop();
        (self.state, self.saved, self.unsaved, self.hidden) = (outer, saved, unsaved, hidden);
        self.path = Path::default();
        Ok(())
    }

    /// Draws the form of a note on the page where the note stands.
    pub(in crate::reading::formats::pdf) fn draw_note(
        &mut self,
        note: &Dict<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), ReadError> {
        let flags = note.get::<i32>("F").unwrap_or(0);
        // Hidden, or not to be seen.
        if flags & 0b10_0010 != 0 || self.layers.hides(note, &Name::new_unescaped(b"OC")) {
            return Ok(());
        }
        let kind = note.get::<Name<'_>>("Subtype");
        let is_kind = |name: &str| kind.as_ref().is_some_and(|kind| kind.as_str() == name);
        if is_kind("StrikeOut") {
            self.strike_out(note)?;
        }
        let look = note.get::<Dict<'_>>("AP").and_then(|looks| looks.get::<Stream<'_>>("N"));
        let Some(place) = note.get::<[f64; 4]>("Rect") else { return Ok(()) };
        let Some(look) = look else { return self.type_note(note, place) };
        let dict = look.dict();
        let Some([x0, y0, x1, y1]) = dict.get::<[f64; 4]>("BBox") else { return Ok(()) };
        let own = Affine::new(dict.get::<[f64; 6]>("Matrix").unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        let from = own.transform_rect_bbox(Rect::new(x0, y0, x1, y1).abs());
        let to = Rect::new(place[0], place[1], place[2], place[3]).abs();
        if from.width() <= 0.0 || from.height() <= 0.0 {
            return Ok(());
        }
        let (across, down) = (to.width() / from.width(), to.height() / from.height());
        (self.state, self.path) = (self.fresh.clone(), Path::default());
        (self.saved, self.unsaved, self.hidden) = (Vec::new(), 0, Vec::new());
        if is_kind("Highlight") {
            self.state.glass.mark();
        }
        self.state.matrix *= Affine::new([across, 0.0, 0.0, down, to.x0 - across * from.x0, to.y0 - down * from.y0]);
        self.draw_form(&look, resources)
    }

    /// Draws the lines of a note that strikes out text, through the middle of each box that it names, as every program
    /// does where the note brings no form.
    fn strike_out(&mut self, note: &Dict<'a>) -> Result<(), ReadError> {
        let corners: Vec<f64> =
            note.get::<Array<'_>>("QuadPoints").map(|all| all.iter::<f64>().collect()).unwrap_or_default();
        self.state = self.fresh.clone();
        for quad in corners.chunks_exact(8).take(limits::MAX_STATES) {
            let points = quad.chunks_exact(2).map(|point| self.state.matrix * Point::new(point[0], point[1]));
            let bounds = points.map(|point| Rect::from_points(point, point)).reduce(|a, b| a.union(b));
            if let Some(bounds) = bounds {
                let (x, y) = if bounds.width() < bounds.height() { (0.0, 1.0) } else { (1.0, 0.0) };
                let half = Vec2::new(bounds.width() * x / 2.0, bounds.height() * y / 2.0);
                self.line(Rect::from_points(bounds.center() - half, bounds.center() + half).inflate(0.2 * y, 0.2 * x))?;
            }
        }
        Ok(())
    }
}

/// The forms of the notes on a page.
pub(in crate::reading::formats::pdf) fn notes<'a>(page: &Dict<'a>) -> Vec<Dict<'a>> {
    page.get::<Array<'_>>("Annots").map(|notes| notes.iter::<Dict<'_>>().collect()).unwrap_or_default()
}
