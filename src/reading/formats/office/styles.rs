//! Which cell formats show a date or a time. A year in a figure's place, or a figure that somebody formatted as a date,
//! reads as a number in the file; only its format tells.

use std::collections::BTreeMap;

use super::damaged;
use super::xml::{Node, Nodes, attribute, decode, local};
use crate::reading::bytes::problem::ReadError;

/// The number formats of a workbook and the cell formats that use them.
#[derive(Debug, Default)]
pub(super) struct Styles {
    custom: BTreeMap<u32, bool>,
    formats: Vec<u32>,
}

impl Styles {
    /// Declares a number format.
    pub(super) fn declare(&mut self, id: u32, code: &str) {
        self.custom.insert(id, is_date_code(code));
    }

    /// Adds the next cell format, which uses number format `id`.
    pub(super) fn push(&mut self, id: u32) {
        self.formats.push(id);
    }

    /// Whether cells of this format show a date or a time.
    pub(super) fn is_date(&self, format: usize) -> bool {
        self.formats.get(format).is_some_and(|id| self.custom.get(id).copied().unwrap_or_else(|| is_date_id(*id)))
    }
}

/// Reads the part of an `.xlsx` that holds the styles.
pub(super) fn read(content: Vec<u8>) -> Result<Styles, ReadError> {
    let text = decode(content)?;
    let mut nodes = Nodes::new(&text);
    let mut styles = Styles::default();
    let mut in_formats = false;
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match local(&element) {
                "cellXfs" => in_formats = true,
                "xf" if in_formats => styles.push(format_id(attribute(&element, "numFmtId")?.as_deref())?),
                "numFmt" => {
                    let id = format_id(attribute(&element, "numFmtId")?.as_deref())?;
                    if let Some(code) = attribute(&element, "formatCode")? {
                        styles.declare(id, &code);
                    }
                }
                _ => {}
            },
            // What follows is how cells look.
            Node::Close(element) if element.local_name().into_inner() == "cellXfs" => break,
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
