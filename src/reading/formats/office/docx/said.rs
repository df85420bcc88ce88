//! What properties say of the look of characters: those of a run, and those of the styles of it and of its paragraph.

use quick_xml::events::BytesStart;

use super::super::ink::{Colour, Ground, Ink};
use super::super::look::Look;
use super::super::xml::attribute;
use super::ground;
use crate::reading::bytes::problem::ReadError;
use crate::reading::formats::raised;

/// What a list of properties says; nothing where it leaves that to what it is based on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    struck: Option<bool>,
    struck_twice: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
    off_line: Option<bool>,
    /// Some programs show it, and others do not.
    web_hidden: Option<bool>,
    ink: Option<Ink>,
    /// Half points.
    size: Option<u32>,
    /// What is behind the characters.
    pub(super) ground: Option<Ground>,
}

impl Said {
    /// Takes an element of a list of properties, by its name without a prefix.
    pub(super) fn take(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let value = || attribute(element, "w:val");
        match name {
            "strike" => self.struck = Some(is_on(value()?.as_deref())),
            "dstrike" => self.struck_twice = Some(is_on(value()?.as_deref())),
            "vanish" => self.hidden = Some(is_on(value()?.as_deref())),
            "vertAlign" => self.raised = Some(value()?.is_some_and(|align| align != "baseline")),
            "position" => {
                let distance = value()?.and_then(|value| value.trim().parse().ok());
                self.off_line = Some(distance.is_some_and(raised::by_half_points));
            }
            "webHidden" => self.web_hidden = Some(is_on(value()?.as_deref())),
            // A colour of the theme counts before the one beside it, and a fill of its own before both.
            "color" => {
                let of_theme = attribute(element, "w:themeColor")?;
                let is_told = of_theme.is_none_or(|name| matches!(&*name, "background1" | "light1"));
                let told = |colour: &str| Colour::of_hex(colour).filter(|_| is_told);
                self.ink = value()?.map(|colour| told(&colour).map_or(Ink::Automatic, Ink::Of));
            }
            "textFill" | "textOutline" => self.ink = Some(Ink::Automatic),
            "sz" => self.size = value()?.and_then(|size| size.trim().parse().ok()),
            "shd" => self.ground = ground::of_shading(element)?.or(self.ground),
            "highlight" => self.ground = ground::of_highlight(element)?.or(self.ground),
            _ => {}
        }
        Ok(())
    }

    /// With what it leaves to `base`.
    pub(super) fn based_on(self, base: Self) -> Self {
        Self {
            struck: self.struck.or(base.struck),
            struck_twice: self.struck_twice.or(base.struck_twice),
            hidden: self.hidden.or(base.hidden),
            raised: self.raised.or(base.raised),
            off_line: self.off_line.or(base.off_line),
            web_hidden: self.web_hidden.or(base.web_hidden),
            ink: self.ink.or(base.ink),
            size: self.size.or(base.size),
            ground: self.ground.or(base.ground),
        }
    }

    /// How characters of which this is said look, with a style of their own in a paragraph with another: what one of the
    /// styles strikes or hides the other shows again, as Word does it, unless the run says it itself. In a cell it is asked
    /// what is `behind` them too.
    pub(super) fn look(self, characters: Self, paragraph: Self, behind: Option<Ground>) -> Look {
        let turned = |of: fn(&Self) -> Option<bool>| {
            of(&self).unwrap_or_else(|| of(&characters).unwrap_or(false) != of(&paragraph).unwrap_or(false))
        };
        let said = self.based_on(characters).based_on(paragraph);
        let look = Look {
            struck: turned(|said| said.struck) || said.struck_twice.unwrap_or(false),
            hidden: turned(|said| said.hidden),
            raised: said.raised.unwrap_or(false),
            off_line: said.off_line.unwrap_or(false),
            ..Look::default()
        };
        let Some(behind) = behind else { return look };
        let points = said.size.map(|size| f64::from(size) / 2.0);
        let look = look.in_cell(said.ink.unwrap_or_default(), points, said.ground.unwrap_or(behind));
        Look { pale: look.pale || said.web_hidden.unwrap_or(false), ..look }
    }
}

/// Whether a mark is on: it may be there to switch off what a style says.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}
