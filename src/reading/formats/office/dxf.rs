//! The formats that conditions give to cells: of each what it changes.

use std::borrow::Cow;

use super::ink::Ink;
use super::paint::{self, CellFont, Fill};
use super::xml::{Events, Node, Nodes, attribute, local, local_end};
use crate::reading::bytes::problem::ReadError;

/// What a format changes of that which a cell has.
#[derive(Debug, Clone, Default)]
pub(super) struct Dxf {
    struck: Option<bool>,
    ink: Option<Ink>,
    fill: Option<Fill>,
    /// The code of its number format.
    pub(super) code: Option<String>,
}

impl Dxf {
    /// Changes the font of a cell and what is behind it.
    pub(super) fn change(&self, font: &mut CellFont, fill: &mut Fill) {
        font.is_struck = self.struck.unwrap_or(font.is_struck);
        font.ink = self.ink.unwrap_or(font.ink);
        *fill = self.fill.unwrap_or(*fill);
    }
}

/// Reads them, up to the end of their part of the styles.
pub(super) fn read(nodes: &mut Nodes<impl Events>) -> Result<Vec<Dxf>, ReadError> {
    let (mut all, mut in_font) = (Vec::<Dxf>::new(), false);
    while let Some(node) = nodes.next()? {
        let element = match node {
            Node::Open(element) | Node::Empty(element) => element,
            Node::Close(element) if local_end(&element) == "dxfs" => break,
            Node::Close(element) => {
                in_font &= local_end(&element) != "font";
                continue;
            }
            Node::Text(_) => continue,
        };
        let name = local(&element);
        if name == "dxf" {
            all.push(Dxf::default());
        }
        let Some(last) = all.last_mut() else { continue };
        match name {
            "font" => in_font = true,
            "strike" | "color" if in_font => {
                let mut font = CellFont::default();
                font.take(name, &element)?;
                if name == "strike" {
                    last.struck = Some(font.is_struck);
                } else {
                    last.ink = Some(font.ink);
                }
            }
            "fill" => last.fill = Some(Fill::UNKNOWN),
            // Of a fill under a condition the colour behind is the one that is seen.
            "bgColor" => last.fill = Some(Fill::solid(paint::colour(&element)?)),
            "numFmt" => last.code = attribute(&element, "formatCode")?.map(Cow::into_owned),
            _ => {}
        }
    }
    Ok(all)
}
