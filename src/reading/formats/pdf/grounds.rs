//! Digits in the colour of what they lie on, as white ones on white paper: they are there for programs alone.
//!
//! The white figures of a coloured row are seen, so what lies under each has to be known: what was filled there last before
//! it was drawn, or the paper. A picture, a shade, or a shape of which one cannot say where it ends, is a ground of no known
//! colour, and hides nothing. Words are left as they are: without its head no table is one, and none hides it.
//!
//! What is as clear as glass is seen on no ground.

use super::budget::Budget;
use super::ink::{self, Ink};
use super::marks::{Glyph, Ground, Length, Marks};
use super::seen::Order;
use crate::reading::bytes::problem::ReadError;

/// How far the shadow of a letter lies from it, at most: a third of its size.
const SHADOW: Length = 3;

/// Leaves out what is as clear as glass, and the digits and signs that nobody sees on what they lie on.
pub(super) fn hide_lost(marks: &mut Marks, budget: &mut Budget) -> Result<(), ReadError> {
    let has_clear = marks.glyphs.iter().any(|glyph| glyph.is_clear);
    let may_be_lost = !marks.grounds_are_lost && may_hide(marks);
    if !has_clear && !may_be_lost {
        return Ok(());
    }
    let order = Order::of(&marks.glyphs);
    let mut lost: Vec<bool> = marks.glyphs.iter().map(|glyph| glyph.is_clear).collect();
    if may_be_lost {
        let mut under: Vec<Ink> = vec![ink::WHITE; marks.glyphs.len()];
        for Ground { frame, over, ink } in &marks.grounds {
            for at in order.near(frame, budget)?.into_iter().filter(|at| at >= over) {
                if frame.contains(marks.glyphs[at].frame.center()) {
                    under[at] = *ink;
                }
            }
        }
        for ((glyph, ground), lost) in marks.glyphs.iter().zip(under).zip(&mut lost) {
            *lost |= is_of_figure(glyph) && ink::is_near(glyph.ink, ground);
        }
    }
    let shadows = shadows(&marks.glyphs, &lost, &order, budget)?;
    for (glyph, lost) in marks.glyphs.iter_mut().zip(lost) {
        glyph.is_left_out |= lost;
    }
    let mut is_kept = shadows.into_iter().map(|is_shadow| !is_shadow);
    marks.glyphs.retain(|_| is_kept.next().unwrap_or(true));
    Ok(())
}

/// Which of what nobody sees is the shadow of what is seen: browsers draw a letter as clear as glass beside it, or in the
/// colour of the paper, to make it stand out. That is nothing anybody has to hear of.
fn shadows(glyphs: &[Glyph], lost: &[bool], order: &Order, budget: &mut Budget) -> Result<Vec<bool>, ReadError> {
    let mut shadows = vec![false; glyphs.len()];
    for (own, _) in lost.iter().enumerate().filter(|(_, lost)| **lost) {
        let shadow = &glyphs[own];
        let ((x, y), near) = (shadow.frame.center(), shadow.em / SHADOW);
        shadows[own] = order.near(&shadow.frame, budget)?.into_iter().any(|at| {
            let (other_x, other_y) = glyphs[at].frame.center();
            !lost[at] && glyphs[at].text == shadow.text && (x - other_x).abs().max((y - other_y).abs()) <= near
        });
    }
    Ok(shadows)
}

/// Whether any digit is in the colour of the paper, or of anything on it: nearly no page has one.
fn may_hide(marks: &Marks) -> bool {
    /// More pairs of colours are not looked at one by one.
    const MANY: usize = 100_000;
    let mut grounds: Vec<Ink> = marks.grounds.iter().map(|ground| ground.ink).chain([ink::WHITE]).collect();
    let mut inks: Vec<Ink> = marks.glyphs.iter().filter(|glyph| is_of_figure(glyph)).map(|glyph| glyph.ink).collect();
    for colours in [&mut grounds, &mut inks] {
        colours.sort_unstable();
        colours.dedup();
    }
    grounds.len().saturating_mul(inks.len()) > MANY
        || inks.iter().any(|own| grounds.iter().any(|ground| ink::is_near(*own, *ground)))
}

fn is_of_figure(glyph: &Glyph) -> bool {
    !glyph.text.contains(char::is_alphabetic) && !glyph.is_blank()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::marks::Frame;
    use super::*;

    /// `12` from the left, ten points high and half as wide, in an ink.
    fn digits(left: Length, ink: Ink) -> Vec<Glyph> {
        let glyph = |(at, text): (Length, &str)| {
            let frame = Frame { left: left + at * 500, top: 0, right: left + at * 500 + 500, bottom: 1_000 };
            Glyph { text: text.to_owned(), frame, em: 1_000, ink, ..Glyph::default() }
        };
        (0..).zip(["1", "2"]).map(glyph).collect()
    }

    /// How many glyphs there are, and how many of them are left out.
    fn judged(glyphs: Vec<Glyph>, grounds: Vec<Ground>) -> (usize, usize) {
        let mut marks = Marks { glyphs, grounds, ..Marks::default() };
        let mut budget = Budget::new(Instant::now() + Duration::from_mins(1));
        hide_lost(&mut marks, &mut budget).expect("small");
        (marks.glyphs.len(), marks.glyphs.iter().filter(|glyph| glyph.is_left_out).count())
    }

    #[test]
    fn white_digits_are_seen_on_what_is_not_white() {
        let ground =
            |over, ink| Ground { frame: Frame { left: -100, top: -100, right: 700, bottom: 1_100 }, over, ink };
        let white = || digits(0, ink::WHITE);
        assert_eq!(judged(white(), vec![]), (2, 2));
        assert_eq!(judged(digits(0, ink::BLACK), vec![]), (2, 0));
        assert_eq!(judged(digits(0, None), vec![]), (2, 0));
        // One of them lies on what was filled before it.
        assert_eq!(judged(white(), vec![ground(0, ink::BLACK)]), (2, 1));
        assert_eq!(judged(white(), vec![ground(0, None)]), (2, 1));
        assert_eq!(judged(white(), vec![ground(1, ink::BLACK)]), (2, 2));
        assert_eq!(judged(white(), vec![ground(0, ink::BLACK), ground(0, ink::WHITE)]), (2, 2));
        assert_eq!(judged(digits(0, ink::BLACK), vec![ground(0, ink::BLACK)]), (2, 1));
    }

    #[test]
    fn a_shadow_is_nothing_to_hear_of() {
        assert_eq!(judged([digits(80, ink::WHITE), digits(0, ink::BLACK)].concat(), vec![]), (2, 0));
        let mut clear = digits(0, ink::BLACK);
        clear[1].is_clear = true;
        assert_eq!(judged(clear.clone(), vec![]), (2, 1));
        clear.extend(digits(-100, ink::BLACK));
        assert_eq!(judged(clear, vec![]), (3, 0));
    }
}
