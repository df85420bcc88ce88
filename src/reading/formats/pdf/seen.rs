//! Which glyphs of a page a person counts.
//!
//! An editor that "whites out" a figure and types another one over it leaves both in the file, one under a box; a figure
//! that was struck out has a line through it and is there like any other; the mark of a note stands beside a figure as a
//! small digit that is raised. Read as they come, `20163` and `22` make `202163`. So every glyph is looked at for what
//! was drawn over it and what it stands at. What is plainly not counted is left out and noted; a digit of which one
//! cannot say is no digit.
//!
//! A table's own lines touch figures too, where rows are low; only a line through the middle of a glyph is looked at, and
//! one that ends on upright lines at both ends is taken for a line of the table: no digit that it crosses can be told.

use std::collections::BTreeMap;

use super::budget::Budget;
use super::grounds;
use super::lines::UNKNOWN;
use super::marks::{Cover, Frame, Glyph, Length, Marks, POINT, Rule, Stroke};
use super::overprint;
use crate::reading::bytes::problem::ReadError;

/// Where a line through a glyph lies above the foot of its letters, in hundredths of its size: from where a line under
/// it ends to where one above it begins.
const STRUCK: std::ops::RangeInclusive<Length> = 12..=60;
/// Where a line of a table does, when it can no longer be one beside the glyph.
const CROSSED: std::ops::RangeInclusive<Length> = 22..=50;
/// How small the mark of a note is beside what it stands at, at most, in hundredths.
const SMALL: Length = 88;
/// How much higher or lower its foot lies, at least, in hundredths of the size of what it stands at.
const RAISED: Length = 12;
/// And how much, when it is as large as that: then nobody can say which of the two is the figure.
const APART: Length = 25;
/// How far it stands off, at most, in hundredths of that size.
const BESIDE: Length = 25;
/// Lines that meet within this meet.
const MEET: Length = 3 * POINT;

/// Marks the glyphs of an upright page that are not counted.
pub(super) fn judge(marks: &mut Marks, budget: &mut Budget) -> Result<(), ReadError> {
    hide_covered(marks, budget)?;
    grounds::hide_lost(marks, budget)?;
    let order = Order::of(&marks.glyphs);
    strike(marks, &order, budget)?;
    cross(marks, &order, budget)?;
    set_aside_notes(marks, &order, budget)?;
    overprint::doubt_overprinted(&mut marks.glyphs, budget)
}

/// The glyphs of a page by where they are: in bands from top to bottom, in each from left to right.
pub(super) struct Order {
    /// By the number of the band: the middle of each glyph, and which it is.
    bands: BTreeMap<Length, Vec<(Length, usize)>>,
    /// Half the width and height of the widest and of the highest.
    half: (Length, Length),
}

impl Order {
    /// How high a band is.
    const BAND: Length = 4 * POINT;

    pub(super) fn of(glyphs: &[Glyph]) -> Self {
        Self::of_those(glyphs, |_| true)
    }

    /// Only those that are asked for.
    pub(super) fn of_those(glyphs: &[Glyph], is_one: impl Fn(&Glyph) -> bool) -> Self {
        let mut bands: BTreeMap<Length, Vec<(Length, usize)>> = BTreeMap::new();
        let those = || glyphs.iter().enumerate().filter(|(_, glyph)| is_one(glyph));
        for (at, glyph) in those() {
            let (x, y) = glyph.frame.center();
            bands.entry(y.div_euclid(Self::BAND)).or_default().push((x, at));
        }
        for band in bands.values_mut() {
            band.sort_unstable();
        }
        let most = |size: fn(&Frame) -> Length| those().map(|(_, glyph)| size(&glyph.frame)).max().unwrap_or(0) / 2 + 1;
        Self { bands, half: (most(Frame::width), most(Frame::height)) }
    }

    /// Those that may reach into a frame, each of which costs a look.
    pub(super) fn near(&self, frame: &Frame, budget: &mut Budget) -> Result<Vec<usize>, ReadError> {
        let (wide, high) = self.half;
        let bands = (frame.top - high).div_euclid(Self::BAND)..=(frame.bottom + high).div_euclid(Self::BAND);
        let mut near = Vec::new();
        for band in self.bands.range(bands).map(|(_, band)| band) {
            let first = band.partition_point(|(x, _)| *x < frame.left - wide);
            let last = band.partition_point(|(x, _)| *x <= frame.right + wide).max(first);
            budget.take_looks(last - first + 1)?;
            near.extend(band[first..last].iter().map(|(_, at)| *at));
        }
        Ok(near)
    }
}

impl Glyph {
    /// Where its letter is for certain: without the room around it, into which what stands beside it may reach.
    fn core(&self) -> Frame {
        let Frame { left, top, right, bottom } = self.frame;
        let (width, height) = (right - left, bottom - top);
        let inner = |from: Length, size: Length, hundredths: Length| from + size * hundredths / 100;
        Frame {
            left: inner(left, width, 20),
            top: inner(top, height, 25),
            right: inner(left, width, 80),
            bottom: inner(top, height, 80),
        }
    }

    /// The foot of its letters.
    pub(super) fn foot(&self) -> Length {
        self.frame.bottom - self.frame.height() * 12 / 100
    }

    /// How far above its foot a height is, in hundredths of its size.
    fn above_foot(&self, y: Length) -> Length {
        (self.foot() - y) * 100 / self.em.max(1)
    }

    fn is_level(&self) -> bool {
        self.turned == 0 && !self.is_stacked
    }

    pub(super) fn is_digit(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
    }

    /// Says of a digit that nobody can tell whether it counts.
    pub(super) fn doubt(&mut self) {
        if self.is_digit() {
            self.text = UNKNOWN.to_string();
        }
    }
}

/// Leaves out what lies under something, and doubts what lies under it in part.
fn hide_covered(marks: &mut Marks, budget: &mut Budget) -> Result<(), ReadError> {
    // Cells with a ground are drawn before what stands in them: nearly no page has anything to look for.
    if marks.covers.iter().all(|cover| cover.over == 0) {
        return Ok(());
    }
    let order = Order::of(&marks.glyphs);
    for Cover { frame, over } in marks.covers.iter().filter(|cover| cover.over > 0) {
        for at in order.near(frame, budget)?.into_iter().filter(|at| at < over) {
            let glyph = &mut marks.glyphs[at];
            let core = glyph.core();
            let across = (core.right.min(frame.right) - core.left.max(frame.left)).max(0);
            let down = (core.bottom.min(frame.bottom) - core.top.max(frame.top)).max(0);
            if (across, down) == (core.width(), core.height()) {
                glyph.is_left_out = true;
            } else if across * 4 > core.width() && down * 4 > core.height() {
                glyph.doubt();
            }
        }
    }
    Ok(())
}

/// Leaves out what has a line through it, and takes those lines off the page.
fn strike(marks: &mut Marks, order: &Order, budget: &mut Budget) -> Result<(), ReadError> {
    let rules = std::mem::take(&mut marks.horizontal);
    let upright = in_order(&marks.upright);
    for rule in rules {
        let is_through = |glyph: &Glyph, band: &std::ops::RangeInclusive<Length>| {
            let under = rule.to.min(glyph.frame.right) - rule.from.max(glyph.frame.left);
            glyph.is_level()
                && !glyph.is_blank()
                && under * 2 >= glyph.frame.width().max(1)
                && band.contains(&glyph.above_foot(rule.at))
        };
        let line = Frame { left: rule.from, top: rule.at, right: rule.to, bottom: rule.at };
        let near = order.near(&line, budget)?.into_iter();
        let struck: Vec<usize> = near.filter(|at| is_through(&marks.glyphs[*at], &STRUCK)).collect();
        if struck.is_empty() {
            marks.horizontal.push(rule);
        } else if ends_on(&upright, &rule, budget)? {
            for at in struck {
                if is_through(&marks.glyphs[at], &CROSSED) {
                    marks.glyphs[at].doubt();
                }
            }
            marks.horizontal.push(rule);
        } else {
            for at in struck {
                marks.glyphs[at].is_left_out = true;
            }
        }
    }
    Ok(())
}

fn in_order(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_unstable();
    rules
}

/// Whether a line ends on upright lines at both ends.
fn ends_on(upright: &[Rule], rule: &Rule, budget: &mut Budget) -> Result<bool, ReadError> {
    for end in [rule.from, rule.to] {
        let first = upright.partition_point(|other| other.at < end - MEET);
        let near = upright[first..].iter().take_while(|other| other.at <= end + MEET);
        budget.take_looks(near.clone().count() + 1)?;
        if !near.clone().any(|other| (other.from - MEET..=other.to + MEET).contains(&rule.at)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Doubts the digits that slanted strokes go through; those of the head of a table part its words.
fn cross(marks: &mut Marks, order: &Order, budget: &mut Budget) -> Result<(), ReadError> {
    /// A page with more is a drawing, a map or a chart; nobody crosses out so much by hand.
    const FEW: usize = 2_000;
    for Stroke { from, to } in marks.strokes.iter().filter(|_| marks.strokes.len() <= FEW) {
        let (left, right) = (from.min(to), from.max(to));
        let frame = Frame { left: left.0, top: from.1.min(to.1), right: right.0, bottom: from.1.max(to.1) };
        for at in order.near(&frame, budget)? {
            let glyph = &mut marks.glyphs[at];
            let (x, core) = (glyph.frame.center().0, glyph.core());
            let run = i64::from(right.0 - left.0);
            if glyph.is_digit() && run > 0 && (left.0..=right.0).contains(&x) {
                let y = i64::from(left.1) + i64::from(right.1 - left.1) * i64::from(x - left.0) / run;
                if (i64::from(core.top)..=i64::from(core.bottom)).contains(&y) {
                    glyph.doubt();
                }
            }
        }
    }
    Ok(())
}

/// Leaves out the marks of notes: small digits and signs, raised or lowered beside what they stand at, and others beside
/// these.
fn set_aside_notes(marks: &mut Marks, order: &Order, budget: &mut Budget) -> Result<(), ReadError> {
    let mut notes: Vec<usize> = (0..marks.glyphs.len()).filter(|at| is_sign(&marks.glyphs[*at])).collect();
    notes.sort_by_key(|at| marks.glyphs[*at].frame.left);
    let upright = in_order(&marks.upright);
    let mut told = vec![false; marks.glyphs.len()];
    let mut doubted = Vec::new();
    // One way for marks behind a figure, the other for those in front.
    for is_back in [false, true] {
        for step in 0..notes.len() {
            let note = notes[if is_back { notes.len() - 1 - step } else { step }];
            if marks.glyphs[note].is_left_out {
                continue;
            }
            let frame = marks.glyphs[note].frame;
            for at in order.near(&frame, budget)? {
                let is_note = if told[at] { is_next_in_note } else { is_note_at };
                if is_apart(&marks.glyphs[note], &marks.glyphs[at]) {
                    doubted.push(note);
                }
                if at != note
                    && is_note(&marks.glyphs[note], &marks.glyphs[at])
                    && !are_parted(&upright, &frame, &marks.glyphs[at].frame, budget)?
                {
                    (marks.glyphs[note].is_left_out, told[note]) = (true, true);
                    break;
                }
            }
        }
    }
    for at in doubted {
        marks.glyphs[at].doubt();
    }
    Ok(())
}

/// Whether an upright line stands between two glyphs: then they are in two cells.
fn are_parted(upright: &[Rule], a: &Frame, b: &Frame, budget: &mut Budget) -> Result<bool, ReadError> {
    let ((x, y), (other, _)) = (a.center(), b.center());
    let first = upright.partition_point(|rule| rule.at <= x.min(other));
    let last = upright.partition_point(|rule| rule.at < x.max(other)).max(first);
    budget.take_looks(last - first + 1)?;
    Ok(upright[first..last].iter().any(|rule| (rule.from..=rule.to).contains(&y)))
}

/// Whether a glyph may be the mark of a note, or part of one.
fn is_sign(glyph: &Glyph) -> bool {
    let is_mark = |c: char| c.is_ascii_alphanumeric() || "*＊※†‡#[]()（）［］〔〕①②③④⑤⑥⑦⑧⑨⑩注".contains(c);
    glyph.is_level() && !glyph.text.is_empty() && glyph.text.chars().all(is_mark)
}

/// Whether a glyph is a mark at another one that counts: small, raised and right beside it.
fn is_note_at(note: &Glyph, other: &Glyph) -> bool {
    let is_small = note.em * 100 <= other.em * SMALL;
    is_small && !other.is_left_out && is_raised(note, other, RAISED) && are_beside(note, other)
}

/// Whether a digit is higher or lower than another right beside it and as large.
fn is_apart(note: &Glyph, other: &Glyph) -> bool {
    let is_small = note.em * 100 <= other.em * SMALL || other.em * 100 <= note.em * SMALL;
    !is_small && other.is_digit() && !other.is_left_out && is_raised(note, other, APART) && are_beside(note, other)
}

/// Whether the foot of a glyph is higher or lower than another's by so many hundredths of its size.
fn is_raised(note: &Glyph, other: &Glyph, least: Length) -> bool {
    (note.foot() - other.foot()).abs() * 100 >= other.em * least
}

/// Whether a glyph goes on with a mark.
fn is_next_in_note(note: &Glyph, other: &Glyph) -> bool {
    note.em == other.em && note.frame.bottom == other.frame.bottom && are_beside(note, other)
}

/// Whether glyphs stand beside each other with nothing between.
fn are_beside(a: &Glyph, b: &Glyph) -> bool {
    let gap = (a.frame.left - b.frame.right).max(b.frame.left - a.frame.right);
    let shared = a.frame.bottom.min(b.frame.bottom) - a.frame.top.max(b.frame.top);
    let is_level = b.is_level() && shared * 2 >= a.frame.height().min(b.frame.height());
    is_level && !b.is_blank() && gap * 100 <= b.em * BESIDE && gap > -a.frame.width()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn glyph(text: &str, left: Length, foot: Length, em: Length) -> Glyph {
        let frame = Frame { left, top: foot - em * 88 / 100, right: left + em / 2, bottom: foot + em * 12 / 100 };
        Glyph { text: text.to_owned(), frame, em, ..Glyph::default() }
    }

    /// `12345`, ten points high, from the left on a line whose foot is at 1,000.
    fn figure() -> Marks {
        let glyphs = (0..).zip("12345".chars()).map(|(at, c)| glyph(&c.to_string(), at * 500, 1_000, 1_000));
        Marks { glyphs: glyphs.collect(), ..Marks::default() }
    }

    /// What counts of a page, and what does not.
    fn judged(mut marks: Marks) -> (String, String) {
        let mut budget = Budget::new(Instant::now() + Duration::from_mins(1));
        judge(&mut marks, &mut budget).expect("small");
        let of = |left_out: bool| marks.glyphs.iter().filter(move |glyph| glyph.is_left_out == left_out);
        let text = |left_out: bool| of(left_out).map(|glyph| glyph.text.as_str()).collect();
        (text(false), text(true))
    }

    fn words(seen: &str, left_out: &str) -> (String, String) {
        (seen.to_owned(), left_out.to_owned())
    }

    #[test]
    fn what_lies_under_a_box_is_left_out_and_what_lies_on_it_is_not() {
        let cover = |left, right, top, over| Cover { frame: Frame { left, top, right, bottom: 1_200 }, over };
        let under = |cover| judged(Marks { covers: vec![cover], ..figure() });
        assert_eq!(under(cover(-100, 1_000, 0, 5)), words("345", "12"));
        assert_eq!(under(cover(-100, 1_000, 0, 1)), words("2345", "1"));
        assert_eq!(under(cover(-100, 3_000, 0, 0)), words("12345", ""));
        // The box of the row below reaches up a little.
        assert_eq!(under(cover(-100, 3_000, 920, 5)), words("12345", ""));
        // Half a digit is none.
        assert_eq!(under(cover(-100, 1_250, 0, 5)), words("\u{FFFD}45", "12"));
    }

    #[test]
    fn a_line_through_glyphs_strikes_them_out_and_one_at_their_edge_does_not() {
        let ruled = |at, from, to| judged(Marks { horizontal: vec![Rule { at, from, to }], ..figure() });
        assert_eq!(ruled(700, -50, 2_550), words("", "12345"));
        assert_eq!(ruled(700, -50, 1_050), words("345", "12"));
        for at in [100, 300, 950, 1_000, 1_100] {
            assert_eq!(ruled(at, -50, 2_550), words("12345", ""), "{at}");
        }
    }

    #[test]
    fn a_line_of_the_table_through_glyphs_makes_them_unknown() {
        let upright = vec![Rule { at: -500, from: 0, to: 3_000 }, Rule { at: 3_000, from: 0, to: 3_000 }];
        let ruled = |at| {
            let horizontal = vec![Rule { at, from: -500, to: 3_000 }];
            judged(Marks { horizontal, upright: upright.clone(), ..figure() })
        };
        assert_eq!(ruled(700), words("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", ""));
        assert_eq!(ruled(860), words("12345", ""));
    }

    #[test]
    fn a_slanted_stroke_through_digits_makes_them_unknown() {
        let stroke = |from, to| judged(Marks { strokes: vec![Stroke { from, to }], ..figure() });
        assert_eq!(stroke((0, 1_100), (2_500, 100)), words("1\u{FFFD}\u{FFFD}\u{FFFD}5", ""));
        assert_eq!(stroke((0, 3_000), (2_500, 2_000)), words("12345", ""));
    }

    #[test]
    fn raised_and_lowered_marks_beside_a_figure_are_left_out() {
        let beside = |marks: &[Glyph]| {
            let mut page = figure();
            page.glyphs.extend_from_slice(marks);
            judged(page)
        };
        assert_eq!(beside(&[glyph("1", 2_500, 650, 600)]), words("12345", "1"));
        assert_eq!(
            beside(&[glyph("[", 2_500, 650, 600), glyph("1", 2_800, 650, 600), glyph("]", 3_100, 650, 600)]),
            words("12345", "[1]")
        );
        assert_eq!(beside(&[glyph("2", -300, 1_200, 600)]), words("12345", "2"));
        // The same foot, the same size, or something else.
        assert_eq!(beside(&[glyph("1", 2_500, 1_000, 600)]), words("123451", ""));
        assert_eq!(beside(&[glyph("1", 2_500, 900, 1_000)]), words("123451", ""));
        assert_eq!(beside(&[glyph("1", 2_500, 650, 1_000)]), words("1234\u{FFFD}\u{FFFD}", ""));
        assert_eq!(beside(&[glyph("1", 2_500, 1_900, 1_000)]), words("123451", ""));
        assert_eq!(beside(&[glyph("1", 4_000, 650, 600)]), words("123451", ""));
        // A small figure in the next cell.
        let mut page = figure();
        page.glyphs.push(glyph("1", 2_600, 800, 600));
        page.upright.push(Rule { at: 2_550, from: 0, to: 2_000 });
        assert_eq!(judged(page), words("123451", ""));
    }
}
