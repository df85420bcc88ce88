//! What is drawn in a Word document: boxes of text, shapes, and pictures.

use quick_xml::events::BytesStart;

use super::super::drawn::Frame;
use super::super::xml::{attribute, attributes};
use super::Run;
use super::said::Said;
use crate::reading::bytes::problem::ReadError;
use crate::reading::formats::raised;

/// Elements that are a picture: in either language of drawings, and what was written with a pen.
const PICTURES: &[&str] = &["blip", "imagedata", "contentPart"];

/// A drawing that is open.
pub(super) struct Drawing {
    /// It is anchored in a cell.
    pub(super) in_cell: bool,
    /// The paragraph and the run it stands in.
    pub(super) paragraph: Said,
    pub(super) run: Run,
    frame: Frame,
    holds_picture: bool,
}

impl Drawing {
    pub(super) fn new(in_cell: bool, paragraph: Said, run: Run) -> Self {
        Self { in_cell, paragraph, run, frame: Frame::default(), holds_picture: false }
    }

    /// Whether it is a picture that may be a figure.
    pub(super) fn is_picture(&self) -> bool {
        self.holds_picture && self.frame.is_of_text()
    }

    /// Takes an element of it, by its name without a prefix.
    pub(super) fn take(&mut self, name: &str, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match name {
            "anchor" => {
                self.frame.is_afloat = true;
                self.frame.is_ground |= attribute(element, "behindDoc")?.is_some_and(|is| is != "0" && is != "false");
            }
            "extent" => {
                /// So many of the units of drawings are a point.
                const POINT: f64 = 12_700.0;
                let side = |name| -> Result<Option<f64>, ReadError> {
                    let side = attribute(element, name)?.and_then(|side| side.trim().parse::<f64>().ok());
                    Ok(side.map(|side| side / POINT))
                };
                (self.frame.width, self.frame.height) = (side("cx")?, side("cy")?);
            }
            "shape" | "rect" => self.take_shape(element)?,
            _ => self.holds_picture |= PICTURES.contains(&name),
        }
        Ok(())
    }

    /// Takes a shape of the older language, which says what it is in a style.
    fn take_shape(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        attributes(element, |key, value| {
            self.frame.is_ground |= key == "o:hr";
            let said = value.split(';').filter_map(|one| one.split_once(':')).filter(|_| key == "style");
            for (property, value) in said {
                match (property.trim(), value.trim()) {
                    ("position", "absolute") => self.frame.is_afloat = true,
                    ("z-index", place) => self.frame.is_ground |= place.starts_with('-'),
                    ("width", side) => self.frame.width = raised::points(side),
                    ("height", side) => self.frame.height = raised::points(side),
                    _ => {}
                }
            }
            Ok(())
        })
    }
}
