//! What a workbook says of the colours of letters and of what is behind them: its fonts and fills.

use quick_xml::events::BytesStart;

use super::binary::Fields;
use super::ink::{Colour, Contrast, Ground, Ink, is_tiny};
use super::xml::{attribute, attributes};
use crate::reading::bytes::problem::ReadError;

/// The colours by number that are white: two of the palette that every program has, and that of the background of windows.
const WHITE: &[&str] = &["1", "9", "65"];
/// The colour of a theme that is that of paper.
const PAPER: &str = "0";

/// The colour that an element says: white, any of the three ways, or another that says what it is.
pub(super) fn colour(element: &BytesStart<'_>) -> Result<Option<Colour>, ReadError> {
    let (mut colour, mut is_paper, mut tint) = (None, false, 0.0_f64);
    attributes(element, |key, value| {
        match key {
            "rgb" => colour = Colour::of_hex(&value),
            "indexed" if WHITE.contains(&value.trim()) => colour = Some(Colour::WHITE),
            "theme" => is_paper = value.trim() == PAPER,
            "tint" => tint = value.trim().parse().unwrap_or(0.0),
            _ => {}
        }
        Ok(())
    })?;
    // A twentieth darker is a grey that is told from white by nobody.
    let is_white = is_paper && (-0.06..=1.0).contains(&tint);
    Ok(colour.or(is_white.then_some(Colour::WHITE)))
}

/// The font of a cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CellFont {
    pub(super) is_struck: bool,
    /// Set as an exponent or an index.
    pub(super) is_raised: bool,
    pub(super) ink: Ink,
    pub(super) points: Option<f64>,
}

/// What is behind a cell, as far as its format says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fill {
    ground: Ground,
    is_solid: bool,
}

impl CellFont {
    /// As the record of a font in an `.xls` begins: its size in twentieths of a point, whether it is struck out, and
    /// whether it is raised or lowered.
    ///
    /// # Errors
    /// When the record ends early.
    pub(super) fn of_record(mut fields: Fields<'_>) -> Result<Self, ReadError> {
        const STRUCK: u16 = 0x0008;
        let (size, flags) = (fields.u16()?, fields.u16()?);
        // Its colour and weight.
        let is_raised = fields.take(4).and_then(|_| fields.u16()).is_ok_and(|escapement| escapement != 0);
        let points = Some(f64::from(size) / 20.0);
        Ok(Self { is_struck: flags & STRUCK != 0, is_raised, points, ..Self::default() })
    }

    /// Whether a person does not count letters in it that stand beside others.
    pub(super) fn is_unseen(&self) -> bool {
        self.is_struck || self.is_raised || self.points.is_some_and(is_tiny)
    }

    /// Takes an element of a font.
    pub(super) fn take(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let value = || attribute(element, "val");
        match name {
            "strike" => self.is_struck = !matches!(value()?.as_deref(), Some("0" | "false")),
            "color" => self.ink = colour(element)?.map_or(Ink::Automatic, Ink::Of),
            "sz" => self.points = value()?.and_then(|size| size.trim().parse().ok()),
            _ => {}
        }
        Ok(())
    }
}

impl Fill {
    /// One of which nothing is known.
    pub(super) const UNKNOWN: Self = Self { ground: Ground::Unknown, is_solid: false };

    /// One in a single colour, as far as that is known.
    pub(super) fn solid(colour: Option<Colour>) -> Self {
        Self { ground: colour.map_or(Ground::Unknown, Ground::Of), is_solid: true }
    }

    /// Takes an element of a fill: of a solid one the colour in front is the one that is seen.
    pub(super) fn take(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match name {
            "patternFill" => match attribute(element, "patternType")?.as_deref() {
                None | Some("none") => {}
                pattern => *self = Self { is_solid: pattern == Some("solid"), ..Self::UNKNOWN },
            },
            "gradientFill" => *self = Self::UNKNOWN,
            "fgColor" if self.is_solid => self.ground = colour(element)?.map_or(Ground::Unknown, Ground::Of),
            _ => {}
        }
        Ok(())
    }
}

/// How the letters of a cell are seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Paint {
    /// Nobody sees them.
    pub(super) hides: bool,
    /// Nobody would see white ones beside them.
    pub(super) hides_white: bool,
}

impl Paint {
    pub(super) fn of(font: CellFont, fill: Fill) -> Self {
        let hides = fill.ground.contrast(font.ink) == Contrast::Unseen || font.points.is_some_and(is_tiny);
        let hides_white = !hides && fill.ground.contrast(Ink::Of(Colour::WHITE)) == Contrast::Unseen;
        Self { hides, hides_white }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(elements: &[&str]) -> Fill {
        let mut fill = Fill::default();
        for text in elements {
            let name = text.split(' ').next().unwrap_or_default();
            fill.take(name, &BytesStart::from_content(*text, name.len())).expect("sound");
        }
        fill
    }

    #[test]
    fn white_letters_are_seen_on_any_fill_that_is_not_white() {
        let white = CellFont { ink: Ink::Of(Colour::WHITE), ..CellFont::default() };
        let solid = "patternFill patternType=\"solid\"";
        for paper in [
            &["patternFill patternType=\"none\"", "fgColor rgb=\"00000000\""][..],
            &["patternFill"],
            &[solid, "fgColor rgb=\"FFFFFFFF\"", "bgColor indexed=\"64\""],
            &[solid, "fgColor theme=\"0\" tint=\"-0.0499893185216834\""],
            &[solid, "fgColor indexed=\"9\""],
        ] {
            assert_eq!(Paint::of(white, fill(paper)), Paint { hides: true, hides_white: false }, "{paper:?}");
            assert!(Paint::of(CellFont::default(), fill(paper)).hides_white, "{paper:?}");
        }
        for ground in [
            &[solid, "fgColor rgb=\"FF4472C4\""][..],
            &[solid, "fgColor theme=\"4\""],
            &[solid, "fgColor theme=\"0\" tint=\"-0.249977111117893\""],
            &[solid, "fgColor indexed=\"64\""],
            &[solid],
            &["patternFill patternType=\"gray125\"", "fgColor rgb=\"FFFFFFFF\""],
            &["gradientFill degree=\"90\"", "color rgb=\"FFFFFFFF\""],
        ] {
            for font in [white, CellFont::default()] {
                assert_eq!(Paint::of(font, fill(ground)), Paint::default(), "{ground:?}");
            }
        }
    }
}
