//! Word documents: `word/document.xml`, its tables and the paragraphs between them.
//!
//! What counts is what a reader of the document sees: text that was deleted or moved away with changes tracked is not
//! text, nor is a row that was deleted so; a content control or a link is looked through. A cell merged downwards has a
//! cell of its own in every row (`vMerge`), empty but for the first, so only the columns it spans have to be counted. A file
//! that stands in it as it is is shown as a part of it (`chunks`).

mod chunks;
mod drawing;
mod ground;
mod said;
mod signs;
mod styles;
#[cfg(test)]
mod tests;

use quick_xml::events::BytesStart;

use super::super::page::{Page, Picture};
use super::damaged;
use super::fields::Fields;
use super::look::Look;
use super::package::Package;
use super::relations::{Relations, main_part};
use super::xml::{Node, Nodes, attribute, attributes, decode, local, local_end};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;
use drawing::Drawing;
use ground::Grounds;
use said::Said;
use styles::DocxStyles;

/// Elements whose content is no text of the document as it is: the second of two renderings, phonetic guides, codes of
/// fields that were deleted, what properties were before a change.
const ASIDE: &[&str] = &["Fallback", "rt", "delInstrText", "rPrChange", "pPrChange", "tblPrChange", "tcPrChange"];

/// Elements whose text was deleted or moved away with changes tracked.
const DELETED: &[&str] = &["del", "moveFrom"];

/// Elements that are drawn over or beside the text they are anchored in: what is written in a box there is part of the cell
/// that holds the anchor only where it is all that is seen in it.
const DRAWN: &[&str] = &["drawing", "pict", "object", "txbxContent"];

/// Reads the document.
pub(super) fn read(package: &mut Package<'_>) -> Result<Vec<Grid>, ReadError> {
    add(package, Page::default(), true)?.finish()
}

/// Adds the document to a page, with the files that stand in it where that `is_whole`.
fn add(package: &mut Package<'_>, page: Page, is_whole: bool) -> Result<Page, ReadError> {
    let part = main_part(package)?;
    let styles = DocxStyles::of(package, &part)?;
    let text = decode(package.required(&part)?)?;
    let mut nodes = Nodes::new(&text);
    let mut body = Body { page, ..Body::of(&styles) };
    let (mut relations, mut chunks) = (None, 0);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if local(&element) == "altChunk" => {
                let relations = match &mut relations {
                    Some(relations) => relations,
                    None => relations.insert(Relations::of(package, &part)?),
                };
                let named = attribute(&element, "r:id")?.and_then(|id| relations.get(&id));
                let named = named.map(|relation| relation.part.as_str()).unwrap_or_default();
                chunks += 1;
                // In a cell it would have to be a part of that.
                if !is_whole || chunks > chunks::MAX_CHUNKS || body.page.tables_open() > 0 {
                    return Err(chunks::unread(named));
                }
                chunks::add(package, named, &mut body.page)?;
            }
            Node::Open(element) => match body.open(&element)? {
                Inside::Read => {}
                Inside::Skipped => nodes.skip()?,
                Inside::OfRow => row_properties(&mut nodes, &mut body.page)?,
            },
            Node::Close(element) => body.close(local_end(&element)),
            Node::Text(text) if body.in_text => body.text(&text),
            Node::Text(text) if body.in_code => body.fields.take_code(&text),
            Node::Empty(_) | Node::Text(_) => {}
        }
        if body.page.failure.is_some() {
            break;
        }
    }
    body.fields.finish()?;
    body.page.end_tables();
    Ok(body.page)
}

/// The body of the document, on its way to a page.
struct Body<'s> {
    styles: &'s DocxStyles,
    page: Page,
    in_text: bool,
    in_code: bool,
    /// The fields that are open, and how many were where each cell began that is open.
    fields: Fields,
    fields_before: Vec<usize>,
    /// How many deletions are open.
    deletions: usize,
    /// How many equations are open.
    equations: usize,
    grounds: Grounds,
    /// Whose properties are being read, but for those of runs.
    properties: Properties,
    /// What the style of the paragraph says, and the shading of the paragraph.
    paragraph: Said,
    run: Run,
    is_cell_deleted: bool,
    /// The drawings that are open.
    drawn: Vec<Drawing>,
}

/// What becomes of what is in an element.
enum Inside {
    Read,
    Skipped,
    /// Properties of a row: a mark among them says that the row itself was deleted.
    OfRow,
}

/// What properties are of.
#[derive(Clone, Copy, Default)]
enum Properties {
    #[default]
    None,
    Table,
    Cell,
    Paragraph,
}

/// A run of characters: whether one is open, and what its style and its own properties say.
#[derive(Clone, Copy, Default)]
struct Run {
    is_open: bool,
    styled: Said,
    own: Said,
}

impl<'s> Body<'s> {
    fn of(styles: &'s DocxStyles) -> Self {
        Self {
            styles,
            page: Page::default(),
            in_text: false,
            in_code: false,
            fields: Fields::default(),
            fields_before: Vec::new(),
            deletions: 0,
            equations: 0,
            grounds: Grounds::default(),
            properties: Properties::default(),
            paragraph: styles.usual(),
            run: Run::default(),
            is_cell_deleted: false,
            drawn: Vec::new(),
        }
    }

    /// Whether the text stands in a drawing that is anchored in a cell.
    fn is_beside(&self) -> bool {
        self.drawn.last().is_some_and(|drawing| drawing.in_cell)
    }

    /// How the characters of the run look.
    fn look(&self) -> Look {
        let behind = self.page.is_in_cell().then(|| self.grounds.behind());
        self.run.own.look(self.run.styled, self.paragraph, behind)
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<Inside, ReadError> {
        let is_beside = self.is_beside();
        if let Some(drawing) = self.drawn.last_mut() {
            drawing.take(local(element), element)?;
        }
        match local(element) {
            name if DRAWN.contains(&name) => {
                if name == "pict" {
                    self.grounds.draw_behind();
                }
                self.drawn.push(Drawing::new(is_beside || self.page.is_in_cell(), self.paragraph, self.run));
                self.run = Run::default();
            }
            // A table in a box that is anchored in a cell is no table of the page.
            "tbl" | "tr" | "tc" | "trPr" | "gridSpan" | "vMerge" | "cellDel" | "tblPr" | "tcPr" | "tblStyle"
                if is_beside => {}
            "tbl" => {
                self.page.begin_table();
                self.grounds.begin_table();
            }
            "tr" => self.page.begin_row(),
            "trPr" => return Ok(Inside::OfRow),
            "tc" => {
                self.is_cell_deleted = false;
                self.fields_before.push(self.fields.depth());
                self.page.begin_cell(1, 1);
                self.grounds.begin_cell();
            }
            "cellDel" => self.is_cell_deleted = true,
            "oMath" => self.equations += 1,
            name if self.equations > 0 && signs::of_equation(name).is_some() => {
                self.text(signs::of_equation(name).unwrap_or_default());
            }
            "sym" => self.symbol(element)?,
            "r" => self.run = Run { is_open: true, ..Run::default() },
            "p" => self.paragraph = self.styles.usual(),
            "tblPr" | "tblPrEx" => self.properties = Properties::Table,
            "tcPr" => self.properties = Properties::Cell,
            "pPr" => self.properties = Properties::Paragraph,
            // Of the mark at the end of a paragraph, which nobody sees.
            "rPr" if !self.run.is_open => return Ok(Inside::Skipped),
            "background" => {
                attribute(element, "w:color")?.into_iter().for_each(|colour| self.grounds.colour_page(&colour));
            }
            "anchor" if attribute(element, "behindDoc")?.is_some_and(|is_behind| is_behind != "0") => {
                self.grounds.draw_behind();
            }
            "tblStyle" if attribute(element, "w:val")?.is_some_and(|style| self.styles.shades_table(&style)) => {
                self.grounds.shade_table();
            }
            "shd" if !self.run.is_open => self.shade(element)?,
            "pStyle" => {
                let named = attribute(element, "w:val")?;
                self.paragraph = named.map_or_else(|| self.styles.usual(), |name| self.styles.of_paragraph(&name));
            }
            "rStyle" if self.run.is_open => {
                let named = attribute(element, "w:val")?;
                self.run.styled = named.map(|name| self.styles.of_characters(&name)).unwrap_or_default();
            }
            name if DELETED.contains(&name) => self.deletions += 1,
            "gridSpan" => self.page.span(number(attribute(element, "w:val")?.as_deref())?),
            "vMerge" if attribute(element, "w:val")?.is_none_or(|merge| merge != "restart") => self.page.merge_up(),
            "t" | "delText" => self.in_text = true,
            "instrText" => self.in_code = true,
            "fldChar" => self.field(element)?,
            "br" | "cr" | "tab" | "noBreakHyphen" if self.fields.is_in_code() => {}
            "br" | "cr" if is_beside => self.page.boxed("\n"),
            "tab" if is_beside => self.page.boxed(" "),
            "br" | "cr" => self.page.break_line(),
            "tab" => self.page.text(" "),
            "noBreakHyphen" if is_beside => self.page.boxed("-"),
            "noBreakHyphen" => self.page.text("-"),
            name if ASIDE.contains(&name) => return Ok(Inside::Skipped),
            name if self.run.is_open => self.run.own.take(name, element)?,
            _ => {}
        }
        Ok(Inside::Read)
    }

    fn close(&mut self, name: &str) {
        let is_beside = self.is_beside();
        match name {
            name if DRAWN.contains(&name) => {
                if let Some(drawing) = self.drawn.pop() {
                    (self.paragraph, self.run) = (drawing.paragraph, drawing.run);
                    if drawing.is_picture() {
                        self.picture();
                    }
                }
            }
            "tbl" | "tc" if is_beside => {}
            "p" if is_beside => self.page.boxed("\n"),
            "tbl" => {
                self.page.end_table();
                self.grounds.end_table();
            }
            "tblPr" | "tblPrEx" | "tcPr" | "pPr" => self.properties = Properties::None,
            "tc" => {
                self.fields.end_all_but(self.fields_before.pop().unwrap_or(0));
                self.page.close_cell();
            }
            "p" => self.page.break_line(),
            "t" | "delText" => self.in_text = false,
            "instrText" => self.in_code = false,
            "r" => self.run.is_open = false,
            "oMath" => self.equations = self.equations.saturating_sub(1),
            name if DELETED.contains(&name) => self.deletions = self.deletions.saturating_sub(1),
            _ => {}
        }
    }

    /// Takes the shading of a table, a cell or a paragraph.
    fn shade(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let ground = ground::of_shading(element)?;
        match self.properties {
            Properties::Table if ground.is_some() => self.grounds.shade_table(),
            Properties::Cell => self.grounds.shade_cell(ground),
            Properties::Paragraph => self.paragraph.ground = ground.or(self.paragraph.ground),
            Properties::Table | Properties::None => {}
        }
        Ok(())
    }

    /// Takes a mark of a field.
    fn field(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match attribute(element, "w:fldCharType")?.as_deref() {
            Some("begin") => self.fields.begin()?,
            Some("separate") => self.fields.begin_result(),
            Some("end") if self.fields.end() => self.picture(),
            _ => {}
        }
        Ok(())
    }

    /// Takes something that is seen among the text and says nothing here.
    fn picture(&mut self) {
        let is_seen = self.deletions == 0 && !self.is_cell_deleted && !self.is_beside() && !self.look().is_unseen();
        if is_seen && !self.fields.is_in_code() {
            self.page.picture(Picture::Unsaid);
        }
    }

    /// Takes a symbol. A picture is no word of a paragraph, and in a cell no digit.
    fn symbol(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let (mut font, mut code) = (None, None);
        attributes(element, |key, value| {
            match key {
                "w:font" => font = Some(value),
                "w:char" => code = Some(value),
                _ => {}
            }
            Ok(())
        })?;
        let sign = signs::symbol(&font.unwrap_or_default(), &code.unwrap_or_default());
        if self.page.is_in_cell() || !signs::is_of_font(sign) {
            self.text(sign.encode_utf8(&mut [0; 4]));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.fields.is_in_code() {
            return;
        }
        self.fields.hear(text);
        if self.deletions > 0 || self.is_cell_deleted || (self.is_beside() && self.look().is_unseen()) {
            self.page.leave_out(text);
        } else if self.is_beside() {
            self.page.boxed(text);
        } else {
            self.look().write(text, &mut self.page);
        }
    }
}

/// The properties of a row: columns left out before its first cell, and whether it was deleted with changes tracked.
fn row_properties(nodes: &mut Nodes<&[u8]>, page: &mut Page) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => match local(&element) {
                "gridBefore" => page.skip_columns(number(attribute(&element, "w:val")?.as_deref())?),
                "del" => page.drop_row(),
                _ => {}
            },
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}

fn number(value: Option<&str>) -> Result<u32, ReadError> {
    match value {
        None => Ok(1),
        Some(value) => value.trim().parse().map_err(|_| damaged(format!("a cell spans “{value}” columns"))),
    }
}
