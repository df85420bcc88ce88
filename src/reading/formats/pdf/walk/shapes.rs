//! Paths and pictures: the lines that may rule a table, and where a picture may hold what nobody reads.

use hayro_font::kurbo::{Affine, Point, Rect};

use super::super::ink::Ink;
use super::super::limits;
use super::super::marks::{Cover, Frame, Ground, Length, POINT, Stroke, length};
use super::super::path::THIN;
use super::ContentWalk;
use crate::reading::bytes::problem::ReadError;

impl ContentWalk<'_, '_> {
    pub(super) fn fill(&mut self) -> Result<(), ReadError> {
        let (lines, letters) = self.path.filled();
        self.marks.shapes += letters;
        let ink = self.state.ink.filter(|_| self.state.glass.fills());
        if !self.state.glass.is_nothing() {
            let grounds: Vec<_> = self.path.grounds().collect();
            for (bounds, is_whole) in grounds {
                self.ground(bounds, ink.filter(|_| is_whole));
            }
        }
        if self.state.glass.fills() {
            self.path.covering().into_iter().try_for_each(|rect| self.cover(rect))?;
        }
        lines.into_iter().try_for_each(|line| self.line(line))
    }

    pub(super) fn stroke(&mut self) -> Result<(), ReadError> {
        let lines = self.path.stroked(self.state.half_pen());
        if self.state.glass.draws() {
            lines.iter().try_for_each(|line| self.cover(*line))?;
        }
        for line in &lines {
            self.ground(*line, None);
        }
        lines.into_iter().try_for_each(|line| self.line(line))?;
        if !self.hidden.contains(&true) {
            let slanted = self.path.slanted().map(|(from, to)| Stroke { from: place(from), to: place(to) });
            // Shapes that are drawn with a pen have no end.
            let room = limits::MAX_LINES.saturating_sub(self.marks.strokes.len());
            self.marks.strokes.extend(slanted.take(room));
        }
        self.end_path();
        Ok(())
    }

    /// Hides what was drawn before.
    pub(super) fn cover(&mut self, rect: Rect) -> Result<(), ReadError> {
        let seen = self.state.clip.intersect(rect);
        let thin = f64::from(THIN / POINT);
        if self.hidden.contains(&true) || seen.x1 - seen.x0 <= thin || seen.y1 - seen.y0 <= thin {
            return Ok(());
        }
        self.budget.take_line()?;
        if let Some(frame) = Frame::of(Affine::IDENTITY, seen) {
            self.marks.covers.push(Cover { frame, over: self.marks.glyphs.len() });
        }
        Ok(())
    }

    /// Lies under what is drawn after it.
    pub(super) fn ground(&mut self, rect: Rect, ink: Ink) {
        let seen = self.state.clip.intersect(rect);
        let thin = f64::from(THIN / POINT);
        if self.hidden.contains(&true) || seen.x1 - seen.x0 <= thin || seen.y1 - seen.y0 <= thin {
            return;
        }
        if let Some(frame) = Frame::of(Affine::IDENTITY, seen) {
            self.marks.grounds_are_lost |= self.marks.grounds.len() >= limits::MAX_LINES;
            if !self.marks.grounds_are_lost {
                self.marks.grounds.push(Ground { frame, over: self.marks.glyphs.len(), ink });
            }
        }
    }

    pub(super) fn line(&mut self, rect: Rect) -> Result<(), ReadError> {
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

    pub(super) fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if let Some(bounds) = path.bounds().filter(|_| path.clips) {
            self.state.clip_to(bounds);
        }
    }

    /// Takes a picture. One that lets nothing through hides what it lies on, as one that is laid over a figure; but the
    /// words under the picture of a whole page are the words of that picture.
    pub(super) fn picture(&mut self, is_solid: bool) -> Result<(), ReadError> {
        let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
        let [a, b, c, d, ..] = self.state.matrix.as_coeffs();
        let is_upright = (a.abs() + d.abs()).min(b.abs() + c.abs()) < 0.01;
        let bounds = self.state.matrix.transform_rect_bbox(whole);
        let page = self.fresh.clip;
        self.ground(bounds, None);
        if is_solid && is_upright && self.state.glass.shows() && bounds.area() * 2.0 < page.area() {
            self.cover(bounds)?;
        }
        if let Some(frame) = Frame::of(self.state.matrix, whole)
            && self.marks.pictures.len() < limits::MAX_STATES
        {
            self.marks.pictures.push(frame);
        }
        Ok(())
    }
}

fn place(point: Point) -> (Length, Length) {
    (length(point.x), length(point.y))
}
