//! What the styles of an ODF text say of the look of characters, and of what is behind them.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::damaged;
use super::super::ink::{Colour, Ground, Ink};
use super::super::look::Look;
use super::super::xml::{attribute, attributes};
use super::name;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::formats::raised;

/// Styles of one document; a long one has some thousand.
pub(super) const MAX_STYLES: usize = 50_000;
/// How many styles a style is based on in turn.
const MAX_PARENTS: usize = 16;

/// What the styles of a document say, by family and name.
#[derive(Default)]
pub(super) struct OdtStyles {
    known: HashMap<(Family, String), OdtStyle>,
    /// The style whose properties are being read.
    current: Option<(Family, String)>,
    /// What is behind all that is written, as far as pages and drawings say.
    pub(super) page: Ground,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Characters,
    Paragraphs,
    Tables,
    Rows,
    Cells,
}

/// The families whose styles are wanted, with what a style says to be of one.
const FAMILIES: &[(&str, Family)] = &[
    ("text", Family::Characters),
    ("paragraph", Family::Paragraphs),
    ("table", Family::Tables),
    ("table-row", Family::Rows),
    ("table-cell", Family::Cells),
];

/// A style: what it says itself, and what it is based on.
#[derive(Debug, Default)]
struct OdtStyle {
    parent: Option<String>,
    own: OdtSaid,
}

/// What a style says of characters; nothing where it leaves that to what it is based on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OdtSaid {
    struck: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
    off_line: Option<bool>,
    ink: Option<Ink>,
    points: Option<f64>,
    /// What is behind them.
    pub(super) ground: Option<Ground>,
}

impl OdtSaid {
    /// Takes an attribute of a list of properties.
    fn take(&mut self, key: &str, value: &str) {
        match key {
            "style:text-line-through-style" | "style:text-line-through-type" => {
                self.struck = Some(value != "none" && self.struck != Some(false));
            }
            "text:display" => self.hidden = Some(value == "none"),
            "style:text-position" => {
                self.raised = Some(raised::is_exponent(value));
                self.off_line = Some(raised::by_text_position(value));
            }
            "fo:color" if self.ink.is_none() => self.ink = Colour::of_hex(value).map(Ink::Of),
            "style:use-window-font-color" if value == "true" => self.ink = Some(Ink::Automatic),
            "fo:font-size" => self.points = value.strip_suffix("pt").and_then(|points| points.parse().ok()),
            "fo:background-color" if value != "transparent" => {
                self.ground = Some(Colour::of_hex(value).map_or(Ground::Unknown, Ground::Of));
            }
            // A picture.
            "xlink:href" => self.ground = Some(Ground::Unknown),
            _ => {}
        }
    }

    fn based_on(self, base: Self) -> Self {
        Self {
            struck: self.struck.or(base.struck),
            hidden: self.hidden.or(base.hidden),
            raised: self.raised.or(base.raised),
            off_line: self.off_line.or(base.off_line),
            ink: self.ink.or(base.ink),
            points: self.points.or(base.points),
            ground: self.ground.or(base.ground),
        }
    }

    /// How characters of which this is said look; in a cell it is asked what is `behind` them too.
    pub(super) fn look(&self, behind: Option<Ground>) -> Look {
        let look = Look {
            struck: self.struck.unwrap_or(false),
            hidden: self.hidden.unwrap_or(false),
            raised: self.raised.unwrap_or(false),
            off_line: self.off_line.unwrap_or(false),
            ..Look::default()
        };
        let seen = |behind| look.in_cell(self.ink.unwrap_or_default(), self.points, self.ground.unwrap_or(behind));
        behind.map_or(look, seen)
    }
}

impl OdtStyles {
    /// Takes an element, if it is of a style.
    pub(super) fn take(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match name(element) {
            "style:style" => self.begin(element)?,
            "style:text-properties"
            | "style:paragraph-properties"
            | "style:table-properties"
            | "style:table-row-properties"
            | "style:table-cell-properties"
            | "style:background-image" => {
                let Some(style) = self.current.as_ref().and_then(|current| self.known.get_mut(current)) else {
                    return Ok(());
                };
                attributes(element, |key, value| {
                    style.own.take(key, &value);
                    Ok(())
                })?;
            }
            "style:page-layout-properties" => {
                let mut page = OdtSaid::default();
                attributes(element, |key, value| {
                    page.take(key, &value);
                    Ok(())
                })?;
                self.page =
                    page.ground.filter(|ground| *ground != Ground::default()).map_or(self.page, |_| Ground::Unknown);
            }
            // A drawing lies behind the text.
            "style:graphic-properties" if attribute(element, "style:run-through")?.as_deref() == Some("background") => {
                self.page = Ground::Unknown;
            }
            // The properties of these are no style's.
            "text:list-style" | "style:default-style" | "style:page-layout" | "office:body" => self.current = None,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let (mut family, mut named, mut parent) = (None, String::new(), None);
        attributes(element, |key, value| {
            match key {
                "style:family" => {
                    family = FAMILIES.iter().find(|(name, _)| value == *name).map(|(_, family)| *family);
                }
                "style:name" => named = value.into_owned(),
                "style:parent-style-name" => parent = Some(value.into_owned()),
                _ => {}
            }
            Ok(())
        })?;
        let longest = named.len().max(parent.as_ref().map_or(0, String::len));
        if self.known.len() >= MAX_STYLES || longest > limits::MAX_SHEET_NAME_BYTES {
            return Err(damaged(format!("more than {MAX_STYLES} styles, or one with an endless name")));
        }
        self.current = family.map(|family| (family, named));
        if let Some(current) = &self.current {
            self.known.insert(current.clone(), OdtStyle { parent, own: OdtSaid::default() });
        }
        Ok(())
    }

    /// What the style of an element says, with what it leaves to those that it is based on.
    pub(super) fn said(&self, element: &BytesStart<'_>, family: Family, key: &str) -> Result<OdtSaid, ReadError> {
        let mut next = attribute(element, key)?.map(std::borrow::Cow::into_owned);
        let mut said = OdtSaid::default();
        for _ in 0..MAX_PARENTS {
            let Some(style) = next.take().and_then(|named| self.known.get(&(family, named))) else { break };
            said = said.based_on(style.own);
            next.clone_from(&style.parent);
        }
        Ok(said)
    }

    /// What is said of the text of a paragraph, or of a span in text of which this is said.
    pub(super) fn of_text(&self, element: &BytesStart<'_>, around: OdtSaid) -> Result<OdtSaid, ReadError> {
        match name(element) {
            "text:span" => Ok(self.said(element, Family::Characters, "text:style-name")?.based_on(around)),
            _ => self.said(element, Family::Paragraphs, "text:style-name"),
        }
    }
}
