//! What stands on a page, as whole numbers: glyphs and straight lines in hundredths of a point, y downwards, the page
//! turned so that most of its text reads from left to right. A float is no order; after this file there is none.

use hayro_font::kurbo::{Affine, Rect};

use super::ink::Ink;

/// A hundredth of a point.
pub(super) type Length = i32;

/// A point, in hundredths.
pub(super) const POINT: Length = 100;

/// An upright rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) left: Length,
    pub(super) top: Length,
    pub(super) right: Length,
    pub(super) bottom: Length,
}

impl Frame {
    pub(super) fn width(&self) -> Length {
        self.right - self.left
    }

    pub(super) fn height(&self) -> Length {
        self.bottom - self.top
    }

    pub(super) fn center(&self) -> (Length, Length) {
        (i32::midpoint(self.left, self.right), i32::midpoint(self.top, self.bottom))
    }

    pub(super) fn contains(&self, (x, y): (Length, Length)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// The smallest that holds both.
    pub(super) fn join(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Turned clockwise by so many quarters, with the page it stands on.
    fn turned(self, quarters: u8, (width, height): (Length, Length)) -> Self {
        match quarters % 4 {
            1 => Self { left: height - self.bottom, top: self.left, right: height - self.top, bottom: self.right },
            2 => Self {
                left: width - self.right,
                top: height - self.bottom,
                right: width - self.left,
                bottom: height - self.top,
            },
            3 => Self { left: self.top, top: width - self.right, right: self.bottom, bottom: width - self.left },
            _ => self,
        }
    }
}

impl Frame {
    /// A rectangle where a matrix puts it, in hundredths; `None` beyond any paper.
    pub(super) fn of(matrix: Affine, rect: Rect) -> Option<Self> {
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
pub(super) fn length(points: f64) -> Length {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
    let hundredths = (points * f64::from(POINT)).round().clamp(-10_000_000.0, 10_000_000.0) as Length;
    hundredths
}

/// A glyph where it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Glyph {
    /// Its characters; empty where the font does not say which they are.
    pub(super) text: String,
    pub(super) frame: Frame,
    /// The size of its font.
    pub(super) em: Length,
    /// By how many quarters, clockwise, its text is turned.
    pub(super) turned: u8,
    /// It stands upright in text that is written downwards.
    pub(super) is_stacked: bool,
    /// A person does not count it: it lies under something, is struck out, or is a mark beside what it stands at.
    pub(super) is_left_out: bool,
    /// The colour it is drawn in.
    pub(super) ink: Ink,
    /// It is as clear as glass.
    pub(super) is_clear: bool,
}

/// Something that hides what it was drawn over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cover {
    pub(super) frame: Frame,
    /// How many glyphs were there before it.
    pub(super) over: usize,
}

/// Something that was filled, on which lies what is drawn after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ground {
    pub(super) frame: Frame,
    /// How many glyphs were there before it.
    pub(super) over: usize,
    pub(super) ink: Ink,
}

/// A stroke of the pen that is neither level nor upright, from one point to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) from: (Length, Length),
    pub(super) to: (Length, Length),
}

impl Glyph {
    pub(super) fn is_blank(&self) -> bool {
        !self.text.is_empty() && self.text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'))
    }
}

/// A straight line that may be a table's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    /// Where it lies: the y of a horizontal one, the x of an upright one.
    pub(super) at: Length,
    pub(super) from: Length,
    pub(super) to: Length,
}

/// The marks of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    pub(super) width: Length,
    pub(super) height: Length,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) horizontal: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
    /// What hides glyphs, in the order in which it is drawn.
    pub(super) covers: Vec<Cover>,
    /// What was filled, in the order in which it is drawn.
    pub(super) grounds: Vec<Ground>,
    /// There were more of them than are kept.
    pub(super) grounds_are_lost: bool,
    pub(super) strokes: Vec<Stroke>,
    /// Where pictures are.
    pub(super) pictures: Vec<Frame>,
    /// Small filled shapes with curves: letters drawn as shapes.
    pub(super) shapes: usize,
}

impl Marks {
    /// A thin rectangle as a line, if it is one.
    pub(super) fn add_rule(&mut self, frame: &Frame, thin: Length) {
        let (width, height) = (frame.width(), frame.height());
        let (x, y) = frame.center();
        if height <= thin && width > height {
            self.horizontal.push(Rule { at: y, from: frame.left, to: frame.right });
        } else if width <= thin && height > width {
            self.upright.push(Rule { at: x, from: frame.top, to: frame.bottom });
        }
    }

    /// Turns the page so that most of its text reads from left to right.
    pub(super) fn turn_upright(&mut self) {
        let mut counts = [0_usize; 4];
        for glyph in &self.glyphs {
            counts[usize::from(glyph.turned % 4)] += 1;
        }
        let most = (0..4_u8).rev().max_by_key(|turned| counts[usize::from(*turned)]).unwrap_or(0);
        if most == 0 {
            return;
        }
        let (quarters, page) = (4 - most, (self.width, self.height));
        for glyph in &mut self.glyphs {
            glyph.frame = glyph.frame.turned(quarters, page);
            glyph.turned = (glyph.turned + quarters) % 4;
        }
        for picture in &mut self.pictures {
            *picture = picture.turned(quarters, page);
        }
        for cover in &mut self.covers {
            cover.frame = cover.frame.turned(quarters, page);
        }
        for ground in &mut self.grounds {
            ground.frame = ground.frame.turned(quarters, page);
        }
        for stroke in &mut self.strokes {
            let point = |(x, y)| {
                let frame = Frame { left: x, top: y, right: x, bottom: y }.turned(quarters, page);
                (frame.left, frame.top)
            };
            *stroke = Stroke { from: point(stroke.from), to: point(stroke.to) };
        }
        let horizontal = std::mem::take(&mut self.horizontal);
        let upright = std::mem::take(&mut self.upright);
        let frames =
            horizontal.iter().map(|rule| Frame { left: rule.from, top: rule.at, right: rule.to, bottom: rule.at });
        let frames = frames.chain(upright.iter().map(|rule| Frame {
            left: rule.at,
            top: rule.from,
            right: rule.at,
            bottom: rule.to,
        }));
        for frame in frames {
            self.add_rule(&frame.turned(quarters, page), 0);
        }
        if quarters % 2 == 1 {
            std::mem::swap(&mut self.width, &mut self.height);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_turned_with_its_text() {
        let frame = Frame { left: 10, top: 20, right: 30, bottom: 60 };
        // On a page of 100 by 200, a quarter clockwise: what was at the bottom is at the left.
        assert_eq!(frame.turned(1, (100, 200)), Frame { left: 140, top: 10, right: 180, bottom: 30 });
        let back = frame.turned(1, (100, 200)).turned(3, (200, 100));
        assert_eq!(back, frame);
        assert_eq!(frame.turned(2, (100, 200)).turned(2, (100, 200)), frame);
    }

    #[test]
    fn only_what_is_thin_is_a_line() {
        let mut marks = Marks::default();
        marks.add_rule(&Frame { left: 0, top: 100, right: 5_000, bottom: 150 }, 300);
        marks.add_rule(&Frame { left: 0, top: 0, right: 50, bottom: 5_000 }, 300);
        marks.add_rule(&Frame { left: 0, top: 0, right: 5_000, bottom: 5_000 }, 300);
        assert_eq!(marks.horizontal, [Rule { at: 125, from: 0, to: 5_000 }]);
        assert_eq!(marks.upright, [Rule { at: 25, from: 0, to: 5_000 }]);
    }
}
