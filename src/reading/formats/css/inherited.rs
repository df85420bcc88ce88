//! What an element hands on to the text in it: its colour, what it lies on, that it has no size; and what nobody can tell
//! of it.
//!
//! White text on white is seen by nobody, and the white words of a coloured head are seen by all; so the ground is told
//! with the text, from the table and its rows inwards. What is not known of either, as a picture behind the text or a
//! colour by a name that is not listed, hides nothing.

use super::boxes::draws_nothing;
use super::colour::{Colour, Ground};
use super::elements::Element;
use super::{Style, Styled};
use crate::reading::formats::looks::{ElementLook, is_afloat};

/// The properties by which letters are seen though they have the colour of what they lie on.
const EDGES: [&str; 3] = ["-webkit-text-fill-color", "-webkit-text-stroke", "text-shadow"];
/// The properties that say what text lies on.
const BACKGROUND: [&str; 3] = ["background", "background-color", "background-image"];

/// Whether text is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading::formats) enum Seen {
    Yes,
    /// It has no size, or the colour of what it seems to lie on.
    Lost,
    /// Nobody can tell.
    Doubtful,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "a style sets each by itself")]
pub(in crate::reading::formats) struct Inherited {
    /// The colour of its text; nothing where it is not known.
    colour: Option<Colour>,
    /// The colour that it lies on; nothing where it is not known.
    ground: Option<Colour>,
    /// Its letters have no size.
    has_no_size: bool,
    /// It may be hidden, struck out or raised.
    is_doubtful: bool,
    /// It floats over the page with what is in it.
    is_afloat: bool,
    /// White space in it is seen as it is written.
    keeps_space: bool,
}

impl Default for Inherited {
    fn default() -> Self {
        let (colour, ground) = (Some(Colour::BLACK), Some(Colour::WHITE));
        Self { colour, ground, has_no_size: false, is_doubtful: false, is_afloat: false, keeps_space: false }
    }
}

impl Inherited {
    /// Whether text of its element is seen.
    pub(in crate::reading::formats) fn shows(&self, text: &str) -> Seen {
        // The words of a head may lie on a ground that nobody can tell; without them nothing of its table can be read.
        let is_lost = || Colour::is_lost(self.colour, self.ground) && !text.contains(char::is_alphabetic);
        match () {
            () if text.trim().is_empty() => Seen::Yes,
            () if self.has_no_size || is_lost() => Seen::Lost,
            () if self.is_doubtful && text.contains(|c: char| c.is_ascii_digit()) => Seen::Doubtful,
            () => Seen::Yes,
        }
    }

    /// Whether its element floats over the page.
    pub(in crate::reading::formats) fn is_afloat(&self) -> bool {
        self.is_afloat
    }

    /// Text of its element in the pieces that a person sees apart, where white space in it is seen as it is written.
    pub(in crate::reading::formats) fn pieces<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let (keeps_space, mut last) = (self.keeps_space, '\0');
        text.split(move |c: char| {
            let is_second = c == ' ' && last == ' ';
            last = c;
            keeps_space && (is_second || matches!(c, '\n' | '\r' | '\t'))
        })
    }

    /// Takes what is said of an element that stands in this one.
    pub(super) fn take(&mut self, element: &Element, styled: &Styled) {
        let (name, Styled { style, doubtful }) = (element.name.as_str(), styled);
        // What may be said of a table as a whole is not what makes a figure doubtful.
        self.is_doubtful &= !matches!(name, "table" | "tr" | "td" | "th");
        self.is_afloat = !matches!(name, "table" | "tr" | "td" | "th") && (self.is_afloat || is_afloat(style));
        let mut look = ElementLook::of(doubtful);
        look.hidden |= draws_nothing(name, doubtful);
        let is_doubtful = match name {
            "table" | "tr" => false,
            "td" | "th" => look.hidden || look.struck || look.out_of_sight,
            _ => look != ElementLook::default(),
        };
        self.is_doubtful |= is_doubtful;
        self.has_no_size = size_is_nothing(size(style)).unwrap_or(self.has_no_size);
        self.keeps_space = match style.get("white-space") {
            "" | "inherit" => self.keeps_space || matches!(name, "pre" | "textarea" | "listing" | "xmp"),
            value => value.starts_with("pre") || value == "break-spaces",
        };
        // A link has a colour of its own, and so has a table of the pages of old.
        if matches!(name, "a" | "table") {
            self.colour = None;
        }
        match style.get("color") {
            "" | "inherit" => {}
            colour => self.colour = Colour::parse(colour),
        }
        let is_edged = EDGES.iter().any(|property| !matches!(style.get(property), "" | "none"));
        if is_edged || !doubtful.get("color").is_empty() {
            self.colour = None;
        }
        for property in BACKGROUND {
            match Ground::parse(style.get(property)) {
                Ground::Open => {}
                Ground::Colour(colour) => self.ground = Some(colour),
                Ground::Unknown => self.ground = None,
            }
            if !doubtful.get(property).is_empty() {
                self.ground = None;
            }
        }
    }

    /// Takes what is said of columns of a table: its cells lie on that, and it is not told which.
    pub(super) fn take_columns(&mut self, Styled { style, doubtful }: &Styled) {
        let is_open = |property| {
            Ground::parse(style.get(property)) == Ground::Open && Ground::parse(doubtful.get(property)) == Ground::Open
        };
        if !BACKGROUND.iter().all(|property| is_open(property)) {
            self.ground = None;
        }
    }
}

/// The size that a style gives to letters: of `italic 12px/30px SimSun`, the first with a unit, or none.
fn size(style: &Style) -> &str {
    let is_size = |word: &&str| {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        number.parse::<f64>().is_ok_and(|value| value <= 0.0 || number.len() < word.len())
    };
    let own = style.get("font-size");
    let font = || style.get("font").split_whitespace().filter_map(|word| word.split('/').next()).find(is_size);
    if own.is_empty() { font().unwrap_or_default() } else { own }
}

/// Whether letters of a size have none; nothing where that is as it is round them.
fn size_is_nothing(size: &str) -> Option<bool> {
    let unit = size.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(size.len());
    let (number, unit) = size.split_at(unit);
    match number.trim().parse::<f64>() {
        Ok(number) if number < 0.0 => None,
        Ok(0.0) => Some(true),
        Ok(_) if matches!(unit, "%" | "em" | "ex") => None,
        Ok(_) => Some(false),
        Err(_) => (!matches!(size, "" | "inherit" | "smaller" | "larger")).then_some(false),
    }
}
