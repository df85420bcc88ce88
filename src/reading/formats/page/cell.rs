//! A cell under way: its text, what of it nobody counts, and what nobody can tell.

use std::ops::Range;

use crate::reading::cells::grid::CellKind;
use crate::reading::cells::number::{self, UNKNOWN};
use crate::reading::formats::raised;

/// A picture, or whatever else is seen in a cell and is no text of it, by what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading) enum Picture {
    /// It is a figure, or a part of one.
    Figure,
    /// It is something else, as the arrow of a rise.
    Ornament,
    /// Nothing is said of it.
    Unsaid,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what is known of its text, each by itself")]
pub(super) struct OpenCell {
    pub(super) column: u32,
    /// So many rows it goes over.
    pub(super) rows: u32,
    /// The cell above is merged over it.
    pub(super) is_below: bool,
    pub(super) text: String,
    /// What nobody counts of it.
    pub(super) left_out: String,
    /// What is written in boxes that are drawn over or beside it.
    pub(super) boxed: String,
    /// Some of its text is seen, and stands on its line.
    pub(super) has_level: bool,
    /// Some of its text is there and not seen.
    pub(super) has_faint: bool,
    /// What comes is seen apart from its text.
    is_parted: bool,
    /// Nobody sees the cell.
    pub(super) is_unseen: bool,
    /// Something stands in it of which nobody can tell what it says.
    is_unknown: bool,
    /// Pictures stand in it.
    holds_picture: bool,
    /// A picture stands right behind a digit, and nothing behind it yet.
    has_picture: bool,
    /// A picture that is said to be a digit stands in front of all text.
    has_first_digit: bool,
    /// Parts of its text that seem to be lost, and whether that is in doubt.
    lost: Vec<Range<usize>>,
    is_lost_in_doubt: bool,
    /// Parts of its text that a style sheet puts there.
    generated: Vec<Range<usize>>,
    /// Those of them that may be the name of its column.
    labels: Vec<Range<usize>>,
    /// A table began inside, where the surfaces had come so far: how many there were, and how many lines the last had.
    pub(super) inside: Option<(usize, usize)>,
    /// The figure that stands in front of what began inside.
    pub(super) own: String,
}

impl OpenCell {
    /// The cell that begins in a column and goes over so many rows.
    pub(super) fn at(column: u32, rows: u32) -> Self {
        Self { column, rows, ..Self::default() }
    }

    /// Makes the figure in front of a table that begins inside the cell's own, where it stands on a line by itself and words
    /// or nothing are between: whoever wrote the page did not close the cell before the next heading.
    pub(super) fn keep_figure(&mut self) {
        let text = self.text.trim_start();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim();
        let next = rest.trim_start().lines().next().unwrap_or_default();
        let is_apart = next.is_empty() || (!raised::is_wordless(next) && !next.starts_with(is_digit));
        let is_figure = first.contains(is_digit)
            && number::is_meant(first, CellKind::Text)
            && !number::is_page_number(first)
            && !number::are_several(first);
        if is_apart && is_figure && self.has_all() && !self.is_unknown {
            (self.own, self.text) = (first.to_owned(), rest.to_owned());
        }
    }

    /// Hears that what comes is seen apart from its text.
    pub(super) fn part(&mut self) {
        self.is_parted = true;
    }

    /// Hears that text comes: what stands before it may be a mark to it, a picture that is one of its digits, or another
    /// figure. Words do not care how they are set apart, nor does a figure of its unit.
    pub(super) fn expect(&mut self, text: &str, is_level: bool) {
        if !text.trim().is_empty() && std::mem::take(&mut self.is_parted) {
            let own = self.text.trim_end();
            let has_line = self.text[own.len()..].contains('\n');
            if own.ends_with(is_digit) && text.trim_start().starts_with(is_digit) && !has_line {
                self.text.push('\n');
            }
        }
        if is_level && !text.trim().is_empty() {
            if !self.has_level && self.has_all() && raised::is_mark_before(&self.text, text) {
                self.left_out.push_str(&std::mem::take(&mut self.text));
            }
            self.has_level = true;
        }
        let is_behind = std::mem::take(&mut self.has_picture) && self.text.ends_with(is_digit);
        let is_first = std::mem::take(&mut self.has_first_digit) && self.text.is_empty();
        if (is_behind || is_first) && text.starts_with(is_digit) {
            self.text.push(UNKNOWN);
            self.is_unknown = true;
        }
    }

    /// Hears of something of which nobody can tell whether it counts, or what it says: a figure with that in it is none.
    pub(super) fn doubt(&mut self) {
        if self.inside.is_none() {
            if !self.text.ends_with(UNKNOWN) {
                self.text.push(UNKNOWN);
            }
            (self.is_unknown, self.has_level) = (true, true);
        }
    }

    /// Hears of a picture: between digits it is one, where systems show figures in letters of their own, and so is one of
    /// which nothing is said. Beside a figure an ornament is none; one that is said to be a digit is one right beside others.
    pub(super) fn picture(&mut self, picture: Picture) {
        let is_behind = self.text.ends_with(is_digit);
        let is_figure = picture == Picture::Figure;
        self.holds_picture = true;
        if picture == Picture::Unsaid || (is_figure && is_behind) {
            self.doubt();
        }
        self.has_picture |= is_behind;
        self.has_first_digit |= is_figure && self.text.is_empty();
    }

    /// Whether a picture is all that is seen in it.
    pub(super) fn is_picture(&self) -> bool {
        self.holds_picture && self.text.trim().is_empty()
    }

    /// Hears that its text seems to be lost from here on.
    pub(super) fn lose(&mut self, from: usize, is_certain: bool) {
        self.lost.push(from.min(self.text.len())..self.text.len());
        self.is_lost_in_doubt |= !is_certain;
    }

    /// Whether no part of its text is known by its place.
    fn has_all(&self) -> bool {
        self.lost.is_empty() && self.generated.is_empty()
    }

    /// Hears that its text was put there from here on by a style sheet, before or behind what an element holds.
    pub(super) fn generate(&mut self, from: usize, is_before: bool) {
        let part = from.min(self.text.len())..self.text.len();
        let letters = self.text.get(part.clone()).unwrap_or_default().chars().filter(|c| c.is_alphabetic()).count();
        // Tables for narrow screens name the column before each of its figures.
        if is_before && letters > 1 {
            self.labels.push(part.clone());
        }
        self.generated.push(part);
    }

    /// Its text without some parts.
    fn without(&self, parts: &[Range<usize>]) -> String {
        let is_kept = |(at, _): &(usize, char)| !parts.iter().any(|part| part.contains(at));
        self.text.char_indices().filter(is_kept).map(|(_, c)| c).collect()
    }

    /// Takes what a style sheet puts there out of words, which are read as they are written, and the name of its column out
    /// of a figure. What is left in a figure is a part of it, and may be all of it.
    fn settle_generated(&mut self) {
        if self.generated.is_empty() {
            return;
        }
        if !self.lost.is_empty() {
            // Which of them stands where the other does not nobody can tell.
            self.doubt();
            return;
        }
        let (own, shown) = (self.without(&self.generated), self.without(&self.labels));
        let is_figure = |text: &str| text.contains(is_digit) && number::is_meant(text.trim(), CellKind::Text);
        let is_shown = if own.trim().is_empty() { is_figure(&shown) } else { is_figure(&own) };
        self.text = if is_shown { shown } else { own };
    }

    /// Takes out, at its end, what is not seen and no words, and what nobody can tell.
    pub(super) fn settle(&mut self) {
        self.settle_generated();
        self.settle_lost();
        if self.has_faint && !self.has_level && raised::is_wordless(&self.text) {
            self.left_out.push_str(&std::mem::take(&mut self.text));
        }
        self.settle_unknown();
        self.settle_boxed();
    }

    /// Takes what is written in a box as its figure, if it holds nothing else: a person sees that in it. Notes are none, nor
    /// is the number of a page, nor what stands beside a figure.
    fn settle_boxed(&mut self) {
        let boxed = std::mem::take(&mut self.boxed);
        let own = boxed.trim();
        let is_empty = self.text.trim().is_empty() && !self.holds_picture && self.inside.is_none();
        let is_meant = number::is_meant(own, CellKind::Text) || raised::is_wordless(own);
        let is_figure = || is_meant && !number::is_page_number(own);
        if is_empty && own.contains(is_digit) && is_figure() {
            own.clone_into(&mut self.text);
        } else {
            self.left_out.push_str(&boxed.replace('\n', " "));
        }
    }

    /// Takes what seems to be lost out of a figure that stands beside it. Alone it is read, and so are words: somebody sees
    /// them who knows more of the page than is told here.
    fn settle_lost(&mut self) {
        let lost = std::mem::take(&mut self.lost);
        let gone: String = lost.iter().filter_map(|part| self.text.get(part.clone())).collect();
        if gone.trim().is_empty() {
            return;
        }
        let seen = self.without(&lost);
        if seen.trim().is_empty() || !number::is_meant(seen.trim(), CellKind::Text) {
            return;
        }
        if self.is_lost_in_doubt {
            self.doubt();
        } else {
            self.left_out.push_str(&gone);
            self.text = seen;
        }
    }

    /// Takes what nobody can tell out of words again: it matters in a figure.
    pub(super) fn settle_unknown(&mut self) {
        if self.is_unknown {
            let told = self.text.replace(UNKNOWN, "");
            if told.trim().is_empty() || !number::is_meant(told.trim(), CellKind::Text) {
                self.text = told;
            }
        }
    }
}

/// A digit, also a wide one.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}
