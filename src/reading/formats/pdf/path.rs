//! Paths as they are drawn, for the straight lines in them.

use hayro_font::kurbo::{Affine, Point, Rect};

use super::guard::too_complex;
use super::limits;
use super::marks::{Frame, Length, POINT};
use crate::reading::bytes::problem::ReadError;

/// The thickest rectangle that is a line.
pub(super) const THIN: Length = 3 * POINT;
/// Shapes with curves of this size are letters.
const LETTERS: std::ops::Range<Length> = 2 * POINT..40 * POINT;

/// A path under way, on the page.
#[derive(Default)]
pub(super) struct Path {
    parts: Vec<Subpath>,
    points: usize,
    /// It bounds what is drawn after it.
    pub(super) clips: bool,
}

#[derive(Default)]
struct Subpath {
    points: Vec<Point>,
    is_curved: bool,
    is_closed: bool,
}

impl Path {
    /// What filling it draws: thin rectangles, which are lines, and so are the sides of a frame; and how many letters.
    pub(super) fn filled(&self) -> (Vec<Rect>, usize) {
        let (mut lines, mut letters) = (Vec::new(), 0);
        let boxes: Vec<Option<Rect>> = self.parts.iter().map(Subpath::rectangle).collect();
        for (at, own) in boxes.iter().enumerate() {
            let Some(own) = own else {
                letters += usize::from(self.parts[at].is_letter());
                continue;
            };
            match boxes.get(at + 1).copied().flatten().filter(|next| is_frame(own, next)) {
                Some(inner) => lines.extend(sides(own, &inner)),
                None => lines.push(*own),
            }
        }
        (lines, letters)
    }

    /// The rectangles that filling it hides what is below with.
    pub(super) fn covering(&self) -> Vec<Rect> {
        /// Of a path of more parts nobody knows which are holes.
        const FEW: usize = 16;
        if self.parts.len() > FEW {
            return Vec::new();
        }
        let bounds: Vec<Rect> = self.parts.iter().filter_map(Subpath::bounds).collect();
        let is_alone = |own: &Rect| bounds.iter().filter(|other| own.overlaps(**other)).count() == 1;
        self.parts.iter().filter_map(Subpath::rectangle).filter(is_alone).collect()
    }

    /// What filling it lays under what is drawn after it: where, and whether that is all of it.
    pub(super) fn grounds(&self) -> impl Iterator<Item = (Rect, bool)> {
        let whole = self.covering();
        let bounds = self.parts.iter().filter_map(Subpath::bounds);
        bounds.map(move |bounds| (bounds, whole.contains(&bounds)))
    }

    /// The pieces of it that are neither level nor upright; of a curve, where it goes by.
    pub(super) fn slanted(&self) -> impl Iterator<Item = (Point, Point)> {
        let pairs = self.parts.iter().flat_map(|part| part.points.windows(2)).map(|pair| (pair[0], pair[1]));
        pairs.filter(|(from, to)| (from.x - to.x).abs().min((from.y - to.y).abs()) > 1.0)
    }

    /// The lines that drawing along it with a pen draws; `half` of the pen lies on each side.
    pub(super) fn stroked(&self, half: f64) -> Vec<Rect> {
        let mut lines = Vec::new();
        for part in self.parts.iter().filter(|part| !part.is_curved) {
            let closing = part.points.last().zip(part.points.first()).filter(|_| part.is_closed);
            let pairs = part.points.windows(2).map(|pair| (pair[0], pair[1]));
            for (from, to) in pairs.chain(closing.map(|(last, first)| (*last, *first))) {
                let (x, y) = ((from.x - to.x).abs(), (from.y - to.y).abs());
                let (across, down) = if x > y { (0.0, half) } else { (half, 0.0) };
                if x.min(y) <= 1.0 {
                    lines.push(Rect::from_points(from, to).inflate(across, down));
                }
            }
        }
        lines
    }

    /// What it encloses, as a rectangle.
    pub(super) fn bounds(&self) -> Option<Rect> {
        self.parts.iter().filter_map(Subpath::bounds).reduce(|a, b| a.union(b))
    }

    pub(super) fn begin(&mut self, point: Point) -> Result<(), ReadError> {
        self.parts.push(Subpath { points: vec![point], ..Subpath::default() });
        self.count()
    }

    pub(super) fn line(&mut self, point: Point) -> Result<(), ReadError> {
        let Some(part) = self.parts.last_mut() else { return self.begin(point) };
        // What goes on after it was closed begins where it began.
        if part.is_closed {
            let first = part.points[0];
            self.parts.push(Subpath { points: vec![first, point], ..Subpath::default() });
        } else {
            part.points.push(point);
        }
        self.count()
    }

    pub(super) fn curve(&mut self, point: Point) -> Result<(), ReadError> {
        self.line(point)?;
        if let Some(part) = self.parts.last_mut() {
            part.is_curved = true;
        }
        Ok(())
    }

    pub(super) fn close(&mut self) {
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

impl Subpath {
    fn bounds(&self) -> Option<Rect> {
        let first = *self.points.first()?;
        Some(self.points.iter().fold(Rect::from_points(first, first), |bounds, point| bounds.union_pt(*point)))
    }

    fn is_letter(&self) -> bool {
        let frame = self.bounds().and_then(|bounds| Frame::of(Affine::IDENTITY, bounds));
        frame.is_some_and(|frame| self.is_curved && LETTERS.contains(&frame.width().max(frame.height())))
    }

    /// Its bounds, if it is an upright rectangle or so thin that it makes no difference.
    fn rectangle(&self) -> Option<Rect> {
        let bounds = self.bounds().filter(|_| !self.is_curved)?;
        let near = |a: f64, b: f64| (a - b).abs() < 0.05;
        let is_corner = |point: &Point| {
            (near(point.x, bounds.x0) || near(point.x, bounds.x1))
                && (near(point.y, bounds.y0) || near(point.y, bounds.y1))
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
