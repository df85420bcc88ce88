//! Figures that are printed over each other: a new one typed on the old without taking that away, or a note laid on it.
//!
//! Their digits lie one on the other and nobody can read them; taken from left to right, `1965` over `4030` is `41093605`.
//! Digits of one writing stand side by side, and where a font says that they are wider than they are drawn, those that reach
//! into each other are drawn one after the other. The same digit drawn twice in one place is a bold one.

use super::budget::Budget;
use super::marks::{Glyph, Length};
use super::seen::Order;
use crate::reading::bytes::problem::ReadError;

/// How much of the narrower of two digits lies under the other, at least, in hundredths of its width.
const SHARED: Length = 40;
/// How near two digits begin that are drawn one after the other and yet over each other, in hundredths of their size.
const SAME: Length = 12;
/// How much larger one of them is, at most, in hundredths: the letters of a mark across the page are larger by far.
const ALIKE: Length = 150;

/// Doubts the digits that lie on others.
pub(super) fn doubt_overprinted(glyphs: &mut [Glyph], budget: &mut Budget) -> Result<(), ReadError> {
    let is_counted = |glyph: &Glyph| glyph.is_digit() && !glyph.is_left_out;
    let order = Order::of_those(glyphs, is_counted);
    let mut overprinted = Vec::new();
    for at in (0..glyphs.len()).filter(|at| is_counted(&glyphs[*at])) {
        for other in order.near(&glyphs[at].frame, budget)?.into_iter().filter(|other| *other > at) {
            if are_over_each_other(&glyphs[at], &glyphs[other], other - at == 1) {
                overprinted.extend([at, other]);
            }
        }
    }
    for at in overprinted {
        glyphs[at].doubt();
    }
    Ok(())
}

fn are_over_each_other(a: &Glyph, b: &Glyph, is_next: bool) -> bool {
    let (small, large) = (a.em.min(b.em), a.em.max(b.em));
    let begin = (a.frame.left - b.frame.left).abs();
    let is_again = a.text == b.text && begin * 6 <= small;
    let across = a.frame.right.min(b.frame.right) - a.frame.left.max(b.frame.left);
    let width = a.frame.width().min(b.frame.width());
    let is_shared = if is_next { begin * 100 <= small * SAME } else { across * 100 >= width * SHARED };
    // Two lines that stand close share the room above and below their letters.
    let is_level = (a.foot() - b.foot()).abs() * 2 <= small;
    a.turned == b.turned
        && a.turned == 0
        && large * 100 <= small * ALIKE
        && is_level
        && is_shared
        && !is_again
        && width > 0
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::lines::UNKNOWN;
    use super::super::marks::Frame;
    use super::*;

    /// A figure of digits of ten points and half as wide, from the left on a line whose foot is at 1,000.
    fn figure(text: &str, left: Length, step: Length) -> Vec<Glyph> {
        let glyph = |(at, c): (Length, char)| {
            let left = left + at * step;
            let frame = Frame { left, top: 120, right: left + 500, bottom: 1_120 };
            Glyph { text: c.to_string(), frame, em: 1_000, ..Glyph::default() }
        };
        (0..).zip(text.chars()).map(glyph).collect()
    }

    fn read(mut glyphs: Vec<Glyph>) -> String {
        let mut budget = Budget::new(Instant::now() + Duration::from_mins(1));
        doubt_overprinted(&mut glyphs, &mut budget).expect("small");
        glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().replace(UNKNOWN, "?")
    }

    #[test]
    fn digits_over_others_are_none() {
        assert_eq!(read([figure("4030", 0, 500), figure("1965", 100, 500)].concat()), "????????");
        assert_eq!(read([figure("4030", 0, 500), figure("1965", 0, 500)].concat()), "????????");
        assert_eq!(read([figure("4030", 0, 500), figure("1965", 250, 500)].concat()), "????????");
        assert_eq!(read([figure("40", 0, 500), figure("1965", 550, 500)].concat()), "4??965");
        assert_eq!(read([figure("3", 0, 500), figure("5", 50, 500)].concat()), "??");
        // The same digits, but so far off that they are none that was made bold.
        assert_eq!(read([figure("12", 0, 500), figure("12", 200, 500)].concat()), "????");
    }

    #[test]
    fn digits_beside_others_and_bold_ones_are_read() {
        assert_eq!(read([figure("4030", 0, 500), figure("1965", 2_000, 500)].concat()), "40301965");
        assert_eq!(read([figure("1965", 0, 500), figure("1965", 30, 500)].concat()), "19651965");
        let bold: Vec<Glyph> = "1165"
            .chars()
            .zip(0..)
            .flat_map(|(c, at)| {
                [figure(&c.to_string(), at * 500, 0), figure(&c.to_string(), at * 500 + 80, 0)].concat()
            })
            .collect();
        assert_eq!(read(bold), "11116655");
        // A font that says twice the width, and one that is set close.
        assert_eq!(read(figure("1965", 0, 250)), "1965");
        // The line below, and the large year of a mark across the page.
        let mut lines = [figure("1965", 0, 500), figure("4030", 0, 500)].concat();
        for glyph in &mut lines[4..] {
            (glyph.frame.top, glyph.frame.bottom) = (glyph.frame.top + 1_000, glyph.frame.bottom + 1_000);
        }
        assert_eq!(read(lines), "19654030");
        let mut mark = [figure("1965", 0, 500), figure("2", 0, 500)].concat();
        (mark[4].em, mark[4].frame.right) = (4_000, 2_000);
        assert_eq!(read(mark), "19652");
    }
}
