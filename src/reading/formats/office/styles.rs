//! What the formats of cells say of what a person sees: a date or a time in place of a number, another figure than the one
//! that is stored, a figure that is struck out. A year in a figure's place reads as a number in the file; only its format
//! tells.

use std::collections::BTreeMap;

use super::damaged;
use super::dxf::{self, Dxf};
use super::paint::{CellFont, Fill, Paint};
use super::shown::NumberFormat;
use super::xml::{Node, Nodes, attribute, decode, local, local_end};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note, Wanted};
use crate::reading::cells::grid::{CellKind, Position, Shown};

/// The number formats and fonts of a workbook and the cell formats that use them.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    custom: BTreeMap<u32, Custom>,
    fonts: Vec<CellFont>,
    fills: Vec<Fill>,
    formats: Vec<CellFormat>,
    /// What formats under conditions change, and the formats that came of it.
    dxfs: Vec<Dxf>,
    under: BTreeMap<(usize, usize), usize>,
}

/// A number format that the workbook declares.
#[derive(Debug, Clone)]
struct Custom {
    is_date: bool,
    /// It shows other figures than those that are stored, or hides some.
    otherwise: Option<NumberFormat>,
}

/// What a cell format uses.
#[derive(Debug, Clone, Copy)]
struct CellFormat {
    number: u32,
    font: CellFont,
    fill: Fill,
    paint: Paint,
}

impl Styles {
    /// Declares a number format.
    ///
    /// # Errors
    /// When there are more than any workbook has.
    pub(super) fn declare(&mut self, id: u32, code: &str) -> Result<(), ReadError> {
        let is_date = is_date_code(code);
        let otherwise = if is_date { None } else { NumberFormat::of_code(code) };
        self.custom.insert(id, Custom { is_date, otherwise });
        if self.custom.len() > limits::MAX_NUMBER_FORMATS {
            return Err(damaged(format!("more than {} number formats", limits::MAX_NUMBER_FORMATS)));
        }
        Ok(())
    }

    /// Adds the next font.
    pub(super) fn push_font(&mut self, font: CellFont) {
        self.fonts.push(font);
    }

    /// Adds the next cell format, which uses number format `number` and this font.
    pub(super) fn push(&mut self, number: u32, font: usize) -> Result<(), ReadError> {
        self.push_painted(number, font, Fill::UNKNOWN)
    }

    fn push_painted(&mut self, number: u32, font: usize, fill: Fill) -> Result<(), ReadError> {
        // What every program knows by number is declared when it is used.
        if let Some(code) = known_code(number).filter(|_| !self.custom.contains_key(&number)) {
            self.declare(number, code)?;
        }
        let font = self.fonts.get(font).copied().unwrap_or_default();
        self.formats.push(CellFormat { number, font, fill, paint: Paint::of(font, fill) });
        Ok(())
    }

    /// The format of cells of this one with what a format under a condition changes.
    pub(super) fn under(&mut self, format: usize, dxf: usize) -> Result<usize, ReadError> {
        if let Some(known) = self.under.get(&(format, dxf)) {
            return Ok(*known);
        }
        let Some((own, changes)) = self.formats.get(format).copied().zip(self.dxfs.get(dxf).cloned()) else {
            return Ok(format);
        };
        let CellFormat { mut number, mut font, mut fill, .. } = own;
        changes.change(&mut font, &mut fill);
        if let Some(code) = &changes.code {
            // A number that no workbook gives to a format.
            number = u32::MAX - u32::try_from(dxf).unwrap_or(0);
            self.declare(number, code)?;
        }
        self.formats.push(CellFormat { number, font, fill, paint: Paint::of(font, fill) });
        self.under.insert((format, dxf), self.formats.len() - 1);
        Ok(self.formats.len() - 1)
    }

    /// How the letters of cells of this format are seen.
    pub(super) fn paint(&self, format: usize) -> Paint {
        self.formats.get(format).map_or_else(Paint::default, |format| format.paint)
    }

    /// Whether cells of this format show a date or a time.
    pub(super) fn is_date(&self, format: usize) -> bool {
        let of_id = |id| self.custom.get(id).map_or_else(|| is_date_id(*id), |custom| custom.is_date);
        self.formats.get(format).is_some_and(|format| of_id(&format.number))
    }

    /// Hands on a cell of this format: what it holds, if a person counts it, and what is seen of it instead.
    pub(super) fn put(
        &self,
        cells: &mut impl Cells,
        at: Position,
        format: usize,
        (text, kind): (&str, CellKind),
    ) -> Result<(), ReadError> {
        let is_struck = self.formats.get(format).is_some_and(|format| format.font.is_struck);
        if is_struck && cells.wanted() >= Wanted::Seen {
            return cells.note(Note::LeftOut(at, text));
        }
        self.put_seen(cells, at, format, (text, kind))
    }

    /// The same of a cell whose characters say themselves whether a person counts them.
    pub(super) fn put_seen(
        &self,
        cells: &mut impl Cells,
        at: Position,
        format: usize,
        (text, kind): (&str, CellKind),
    ) -> Result<(), ReadError> {
        let number = self.formats.get(format).and_then(|format| self.custom.get(&format.number));
        match number.and_then(|number| number.otherwise.as_ref()) {
            Some(otherwise) => put(cells, at, otherwise, (text, kind)),
            None => cells.push(at.row, at.column, text, kind),
        }
    }

    /// Whether a person does not count letters in the font of this format, beside others.
    pub(super) fn is_unseen(&self, format: usize) -> bool {
        self.formats.get(format).is_some_and(|format| format.font.is_unseen())
    }

    /// The same of letters in a font of the workbook.
    pub(super) fn is_unseen_in(&self, font: usize) -> bool {
        self.fonts.get(font).is_some_and(CellFont::is_unseen)
    }
}

/// Hands on a cell, and notes what its number format shows instead.
pub(super) fn put(
    cells: &mut impl Cells,
    at: Position,
    format: &NumberFormat,
    (text, kind): (&str, CellKind),
) -> Result<(), ReadError> {
    let shown = match kind {
        _ if cells.wanted() < Wanted::Seen => None,
        CellKind::Number => format.show(text),
        CellKind::Text if !format.shows_text() => Some(Shown { text: String::new(), is_figure: false }),
        CellKind::Text | CellKind::Date | CellKind::Error | CellKind::Uncomputed => None,
    };
    cells.push(at.row, at.column, text, kind)?;
    shown.map_or(Ok(()), |shown| cells.note(Note::Shown(at, shown)))
}

/// Reads the part of an `.xlsx` that holds the styles.
pub(super) fn read(content: Vec<u8>) -> Result<Styles, ReadError> {
    let text = decode(content)?;
    let mut nodes = Nodes::new(&text);
    let mut styles = Styles::default();
    let (mut in_fonts, mut in_fills, mut in_formats) = (false, false, false);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match local(&element) {
                "fonts" => in_fonts = true,
                "fills" => in_fills = true,
                "font" if in_fonts => styles.push_font(CellFont::default()),
                "fill" if in_fills => styles.fills.push(Fill::default()),
                name if in_fonts => styles.fonts.last_mut().map_or(Ok(()), |font| font.take(name, &element))?,
                name if in_fills => styles.fills.last_mut().map_or(Ok(()), |fill| fill.take(name, &element))?,
                "cellXfs" => in_formats = true,
                // What follows is how cells look in tables.
                "dxfs" => {
                    styles.dxfs = dxf::read(&mut nodes)?;
                    break;
                }
                "xf" if in_formats => {
                    let font = match attribute(&element, "fontId")? {
                        Some(font) => font.trim().parse().map_err(|_| damaged(format!("the font {font}")))?,
                        None => 0,
                    };
                    let fill = attribute(&element, "fillId")?.map_or(Some(0), |fill| fill.trim().parse().ok());
                    let fill = fill.and_then(|fill: usize| styles.fills.get(fill).copied());
                    let number = format_id(attribute(&element, "numFmtId")?.as_deref())?;
                    styles.push_painted(number, font, fill.unwrap_or(Fill::UNKNOWN))?;
                }
                "numFmt" => {
                    let id = format_id(attribute(&element, "numFmtId")?.as_deref())?;
                    if let Some(code) = attribute(&element, "formatCode")? {
                        styles.declare(id, &code)?;
                    }
                }
                _ => {}
            },
            Node::Close(element) if local_end(&element) == "fonts" => in_fonts = false,
            Node::Close(element) if local_end(&element) == "fills" => in_fills = false,
            Node::Close(element) if local_end(&element) == "cellXfs" => in_formats = false,
            Node::Empty(_) | Node::Close(_) | Node::Text(_) => {}
        }
    }
    Ok(styles)
}

fn format_id(text: Option<&str>) -> Result<u32, ReadError> {
    text.map_or(Ok(0), |text| text.trim().parse().map_err(|_| damaged(format!("the number format {text}"))))
}

/// The formats every program knows by number; 27 to 36 and 50 to 58 are the East Asian dates.
fn is_date_id(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Of the formats every program knows by number, those that show another figure: per cent, and the money of the country.
fn known_code(id: u32) -> Option<&'static str> {
    match id {
        5 | 6 | 42 => Some("\"¥\"#,##0"),
        7 | 8 | 44 => Some("\"¥\"#,##0.00"),
        9 => Some("0%"),
        10 => Some("0.00%"),
        _ => None,
    }
}

/// Whether a format code has a year, month, day, hour or second outside quotes, escapes and colour names.
fn is_date_code(code: &str) -> bool {
    let mut rest = code.chars();
    while let Some(character) = rest.next() {
        match character.to_ascii_lowercase() {
            'y' | 'm' | 'd' | 'h' | 's' => return true,
            '"' => while rest.next().is_some_and(|inside| inside != '"') {},
            '\\' | '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|inside| *inside != ']').collect();
                // Elapsed time, `[h]` or `[mm]`; everything else in brackets is a colour, a locale or a condition.
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_from_a_number_by_its_format() {
        for date in ["yyyy\\-mm\\-dd", "yyyy\"年\"m\"月\"", "[$-804]d", "[h]:mm", "[Red]h:mm AM/PM", "YYYY"] {
            assert!(is_date_code(date), "{date}");
        }
        for number in ["General", "0.00", "#,##0\"days\"", "[Red]0", "0_d", "\\m0", "[$¥-804]0", "0*s", "@", "\"y", "["]
        {
            assert!(!is_date_code(number), "{number}");
        }
    }

    #[test]
    fn only_cell_formats_count_and_custom_formats_come_first() {
        let styles = read(
            b"<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy'/><numFmt numFmtId='14' formatCode='0'/></numFmts>\
              <cellStyleXfs><xf numFmtId='22'/></cellStyleXfs>\
              <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/><xf numFmtId='31'/></cellXfs></styleSheet>"
                .to_vec(),
        )
        .expect("well-formed");
        assert_eq!((0..5).map(|format| styles.is_date(format)).collect::<Vec<_>>(), [false, true, false, true, false]);
    }
}
