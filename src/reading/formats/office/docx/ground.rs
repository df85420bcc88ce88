//! What is behind the text of a Word document: the shading of runs, paragraphs, cells and tables, of styles of tables, and
//! whatever the page has.

use quick_xml::events::BytesStart;

use super::super::ink::{Colour, Ground};
use super::super::xml::{attribute, attributes};
use crate::reading::bytes::problem::ReadError;

/// The ground that a shading gives; nothing where it lets through what is behind it.
pub(super) fn of_shading(element: &BytesStart<'_>) -> Result<Option<Ground>, ReadError> {
    let (mut pattern, mut front, mut fill) = (None, None, None);
    attributes(element, |key, value| {
        match key {
            "w:val" => pattern = Some(value),
            "w:color" => front = Some(value),
            "w:fill" => fill = Some(value),
            _ => {}
        }
        Ok(())
    })?;
    let of = |colour: &str| Some(Colour::of_hex(colour).map_or(Ground::Unknown, Ground::Of));
    Ok(match (pattern.as_deref(), fill.as_deref()) {
        (Some("nil"), _) | (Some("clear") | None, None | Some("auto")) => None,
        (Some("clear") | None, Some(fill)) => of(fill),
        (Some("solid"), _) => of(front.as_deref().unwrap_or_default()),
        _ => Some(Ground::Unknown),
    })
}

/// The colours of the marker pen.
const HIGHLIGHTS: &[(&str, Colour)] = &[
    ("black", Colour([0, 0, 0])),
    ("blue", Colour([0, 0, 0xFF])),
    ("cyan", Colour([0, 0xFF, 0xFF])),
    ("green", Colour([0, 0xFF, 0])),
    ("magenta", Colour([0xFF, 0, 0xFF])),
    ("red", Colour([0xFF, 0, 0])),
    ("yellow", Colour([0xFF, 0xFF, 0])),
    ("white", Colour::WHITE),
    ("darkBlue", Colour([0, 0, 0x80])),
    ("darkCyan", Colour([0, 0x80, 0x80])),
    ("darkGreen", Colour([0, 0x80, 0])),
    ("darkMagenta", Colour([0x80, 0, 0x80])),
    ("darkRed", Colour([0x80, 0, 0])),
    ("darkYellow", Colour([0x80, 0x80, 0])),
    ("darkGray", Colour([0x80, 0x80, 0x80])),
    ("lightGray", Colour([0xC0, 0xC0, 0xC0])),
];

/// The ground that the marker pen gives.
pub(super) fn of_highlight(element: &BytesStart<'_>) -> Result<Option<Ground>, ReadError> {
    let named = attribute(element, "w:val")?;
    let named = named.as_deref();
    Ok(HIGHLIGHTS.iter().find(|(name, _)| named == Some(*name)).map(|(_, colour)| Ground::Of(*colour)))
}

/// What is behind the text under way, as far as it is not the text's own.
#[derive(Default)]
pub(super) struct Grounds {
    page: Ground,
    /// For each table that is open: what is behind all of it, and behind its cell under way.
    tables: Vec<(Option<Ground>, Option<Ground>)>,
}

impl Grounds {
    /// A colour of the page.
    pub(super) fn colour_page(&mut self, colour: &str) {
        if colour != "auto" {
            self.page = Colour::of_hex(colour).map_or(Ground::Unknown, Ground::Of);
        }
    }

    /// A drawing that may lie behind whatever is written.
    pub(super) fn draw_behind(&mut self) {
        self.page = Ground::Unknown;
    }

    pub(super) fn begin_table(&mut self) {
        self.tables.push((None, None));
    }

    pub(super) fn end_table(&mut self) {
        self.tables.pop();
    }

    pub(super) fn begin_cell(&mut self) {
        self.tables.last_mut().into_iter().for_each(|(_, cell)| *cell = None);
    }

    /// The table under way has a shading, or its style shades some of its cells: which is not asked.
    pub(super) fn shade_table(&mut self) {
        self.tables.last_mut().into_iter().for_each(|(table, _)| *table = Some(Ground::Unknown));
    }

    /// The cell under way has this ground.
    pub(super) fn shade_cell(&mut self, ground: Option<Ground>) {
        self.tables.last_mut().into_iter().for_each(|(_, cell)| *cell = ground);
    }

    /// What is behind a paragraph that says nothing of it.
    pub(super) fn behind(&self) -> Ground {
        self.tables.iter().rev().find_map(|(table, cell)| cell.or(*table)).unwrap_or(self.page)
    }
}
