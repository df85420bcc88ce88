//! Paths and pictures: the lines that may rule a table, and where a picture may hold what nobody reads.

use hayro_font::kurbo::{Affine, Rect};

use super::super::limits;
use super::super::marks::Frame;
use super::super::path::THIN;
use super::Walk;
use crate::reading::bytes::problem::ReadError;

impl Walk<'_, '_> {
    pub(super) fn fill(&mut self) -> Result<(), ReadError> {
        let (lines, letters) = self.path.filled();
        self.marks.shapes += letters;
        lines.into_iter().try_for_each(|line| self.line(line))
    }

    pub(super) fn stroke(&mut self) -> Result<(), ReadError> {
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

    pub(super) fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if let Some(bounds) = path.bounds().filter(|_| path.clips) {
            self.state.clip_to(bounds);
        }
    }

    pub(super) fn picture(&mut self) {
        if let Some(frame) = Frame::of(self.state.matrix, Rect::new(0.0, 0.0, 1.0, 1.0))
            && self.marks.pictures.len() < limits::MAX_STATES
        {
            self.marks.pictures.push(frame);
        }
    }
}
