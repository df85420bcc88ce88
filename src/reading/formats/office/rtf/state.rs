//! What holds for the text of a group: a group inherits everything from the one it stands in, and its end undoes it.

use super::super::ink::Ground;
use super::super::look::Look;
use super::colours::Colours;
use crate::reading::formats::raised;

/// What is read of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// Text of the document.
    #[default]
    Text,
    /// The table of fonts.
    Fonts,
    /// The table of colours.
    Colours,
    /// A drawing, of which only what is written in its boxes is read.
    Drawing,
    /// Text in a box that is drawn over or beside the text it is anchored in.
    Box,
    /// A picture in the text.
    Picture,
    /// What is said of a field of a form, and an entry of its list.
    Form,
    Entry,
    /// Nothing.
    Nowhere,
}

/// Groups that hold no text of the document, or text that stands elsewhere on its pages.
const NOWHERE: &[&[u8]] = &[
    b"annotation",
    b"filetbl",
    b"fldinst",
    b"footer",
    b"footerf",
    b"footerl",
    b"footerr",
    b"footnote",
    b"header",
    b"headerf",
    b"headerl",
    b"headerr",
    b"info",
    b"mmath",
    b"nonesttables",
    b"nonshppict",
    b"pict",
    b"private",
    b"rxe",
    b"shprslt",
    b"stylesheet",
    b"tc",
    b"tcn",
    b"txe",
    b"upr",
    b"xe",
];

/// Groups that hold a drawing.
const DRAWINGS: &[&[u8]] = &[b"do", b"shpinst"];

/// Groups in a drawing that hold what is written in its box.
const BOXES: &[&[u8]] = &[b"dptxbxtext", b"shptxt"];

/// Half points that characters are raised or lowered where the word does not say how many.
const USUAL_SHIFT: i32 = 6;

/// A group that old programs may pass over and that is wanted all the same: the ends of rows of inner tables.
const INNER_ROW: &[u8] = b"nesttableprops";
/// Others: what is said of a field of a form, which is part of its code, and an entry of its list.
const FORM: &[u8] = b"formfield";
const ENTRY: &[u8] = b"ffl";
/// Another: a picture. Old programs have one of their own behind it.
const PICTURE: &[u8] = b"shppict";

/// What holds for the text of a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RtfState {
    pub(super) destination: Destination,
    look: Look,
    pub(super) font: Option<i32>,
    letters: Letters,
    /// The colour behind the paragraph, by number.
    shading: i32,
    /// How many characters behind a Unicode one stand in its place for old programs.
    pub(super) fallback: usize,
    /// The paragraph stands in a table.
    pub(super) in_table: bool,
    /// In how many, if it says that.
    pub(super) depth: usize,
    /// The group says how a row of an inner table is.
    pub(super) is_inner_row: bool,
}

/// What is said of letters: their colour and what the marker pen or the shading of the run put behind them, by number, and
/// their size in half points.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    colour: i32,
    behind: i32,
    size: Option<i32>,
    /// Some programs show them, and others do not.
    are_web_hidden: bool,
}

impl RtfState {
    /// Takes a word that opens a group; `passable` where old programs may pass over it.
    pub(super) fn open(&mut self, word: &[u8], passable: bool) {
        if word == INNER_ROW {
            self.is_inner_row = true;
        } else if word == FORM && self.destination == Destination::Nowhere {
            self.destination = Destination::Form;
        } else if word == ENTRY && self.destination == Destination::Form {
            self.destination = Destination::Entry;
        } else if word == PICTURE && self.destination == Destination::Text {
        } else if word == b"pict" && self.destination == Destination::Text {
            self.destination = Destination::Picture;
        } else if matches!(self.destination, Destination::Text | Destination::Drawing) && DRAWINGS.contains(&word) {
            self.destination = Destination::Drawing;
        } else if self.destination == Destination::Drawing && BOXES.contains(&word) {
            self.destination = Destination::Box;
        } else if passable || NOWHERE.binary_search(&word).is_ok() {
            self.destination = Destination::Nowhere;
        } else if word == b"fonttbl" && self.destination == Destination::Text {
            self.destination = Destination::Fonts;
        } else if word == b"colortbl" && self.destination == Destination::Text {
            self.destination = Destination::Colours;
        }
    }

    /// Takes a word that changes how characters look or where a paragraph stands. `false` if it is another.
    pub(super) fn change(&mut self, word: &[u8], number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        match word {
            b"plain" => (self.look, self.font, self.letters) = (Look::default(), None, Letters::default()),
            b"cf" => self.letters.colour = number.unwrap_or(0),
            b"highlight" | b"cb" | b"chcbpat" => self.letters.behind = number.unwrap_or(0),
            b"fs" => self.letters.size = number,
            b"webhidden" => self.letters.are_web_hidden = is_on,
            b"cbpat" => self.shading = number.unwrap_or(0),
            b"strike" | b"striked" => self.look.struck = is_on,
            b"v" => self.look.hidden = is_on,
            b"deleted" => self.look.deleted = is_on,
            b"super" | b"sub" => self.look.raised = is_on,
            b"nosupersub" => self.look.raised = false,
            b"up" | b"dn" => self.look.off_line = raised::by_half_points(number.unwrap_or(USUAL_SHIFT)),
            b"f" => self.font = number,
            b"uc" => self.fallback = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(1),
            b"pard" => (self.in_table, self.depth, self.shading) = (false, 0, 0),
            b"intbl" => self.in_table = true,
            b"itap" => self.depth = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0),
            _ => return false,
        }
        true
    }

    /// Whether the text of the group is read.
    pub(super) fn is_read(&self) -> bool {
        matches!(self.destination, Destination::Text | Destination::Box)
    }

    /// How a person who reads the text sees the characters of the group. In a cell it is asked what is `behind` them too.
    pub(super) fn seen(&self, colours: &Colours, behind: Option<Ground>) -> Look {
        let look = self.look;
        let Some(behind) = behind else { return look };
        let own = colours.ground(self.letters.behind).or_else(|| colours.ground(self.shading));
        let points = self.letters.size.map(|size| f64::from(size) / 2.0);
        let look = look.in_cell(colours.ink(self.letters.colour), points, own.unwrap_or(behind));
        Look { pale: look.pale || self.letters.are_web_hidden, ..look }
    }

    /// In how many tables a paragraph stands; where a row has begun, in one at least.
    pub(super) fn level(&self, in_row: bool) -> usize {
        self.depth.max(usize::from(self.in_table || in_row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order_to_be_found() {
        assert!(NOWHERE.is_sorted());
    }
}
