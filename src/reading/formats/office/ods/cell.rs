//! What a cell of an ODF sheet says: its attributes, its paragraphs, and what of these a person does not count.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::xml::{Node, Nodes, attribute, attributes};
use super::super::{calendar, number};
use super::styles::{Look, OdsStyles};
use super::{name, repeats};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::CellKind;

/// A cell that holds something.
pub(super) struct OdsCell {
    pub(super) column: u64,
    pub(super) repeats: u64,
    pub(super) text: String,
    pub(super) kind: CellKind,
    /// What a person does not count of it.
    pub(super) left_out: String,
    pub(super) formula: Option<Arc<str>>,
    pub(super) look: Option<Rc<Look>>,
    /// How many rows and columns it takes up.
    pub(super) spans: (u64, u64),
}

/// What the attributes of a cell say.
#[derive(Default)]
pub(super) struct Declared {
    kind: String,
    value: String,
    formula: Option<String>,
    is_error: bool,
    repeats: u64,
    spans: (u64, u64),
}

impl Declared {
    /// What they say, and the style, where the cell has one of its own.
    pub(super) fn read<'e>(element: &'e BytesStart<'_>) -> Result<(Self, Option<Cow<'e, str>>), ReadError> {
        let mut declared = Self { repeats: 1, spans: (1, 1), ..Self::default() };
        let mut style = None;
        attributes(element, |key, value| {
            match key {
                "table:style-name" => style = Some(value),
                "table:number-columns-repeated" => declared.repeats = repeats(&value)?,
                "table:number-rows-spanned" => declared.spans.0 = repeats(&value)?,
                "table:number-columns-spanned" => declared.spans.1 = repeats(&value)?,
                "office:value-type" => declared.kind = value.into_owned(),
                "calcext:value-type" => declared.is_error = value == "error",
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => declared.value = value.into_owned(),
                "table:formula" => declared.formula = Some(value.into_owned()),
                _ => {}
            }
            Ok(())
        })?;
        Ok((declared, style))
    }

    /// The cell, given where it stands, what it looks like and the text that it shows.
    pub(super) fn content(self, column: u64, look: Option<Rc<Look>>, paragraphs: Option<Paragraphs>) -> OdsCell {
        // LibreOffice says of an empty result only that it has an empty paragraph.
        let is_computed = paragraphs.is_some();
        let Paragraphs { text, left_out } = paragraphs.unwrap_or_default();
        let formula = self.formula.as_ref().and_then(|formula| Some(Arc::from(formula.split_once('=')?.1)));
        let has_left_out = !left_out.trim().is_empty();
        let (repeats, spans) = (self.repeats, self.spans);
        let (text, kind) = self.value(text, is_computed, has_left_out);
        OdsCell { column, repeats, text, kind, left_out, formula, look, spans }
    }

    /// Text and kind of the cell.
    fn value(self, shown: String, is_computed: bool, has_left_out: bool) -> (String, CellKind) {
        let serial = |serial: Option<f64>| match serial.and_then(number::plain) {
            Some(serial) => (serial, CellKind::Date),
            None => (self.value.clone(), CellKind::Text),
        };
        // Before LibreOffice 4.1 a failed formula was the number 0 that shows `#REF!` or `Err:522`.
        if self.is_error || self.formula.is_some() && is_error(shown.trim()) {
            return (shown, CellKind::Error);
        }
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => {
                match self.value.trim().parse::<f64>().ok().and_then(number::plain) {
                    Some(number) => (number, CellKind::Number),
                    None => (self.value, CellKind::Text),
                }
            }
            "date" => serial(calendar::serial_of_date(&self.value)),
            "time" => serial(calendar::serial_of_duration(&self.value)),
            "boolean" => (self.value.to_uppercase(), CellKind::Text),
            "string" if shown.is_empty() && !has_left_out => (self.value, CellKind::Text),
            _ => match self.formula {
                Some(formula) if self.kind.is_empty() && !is_computed => {
                    let start = formula.find('=').unwrap_or(0);
                    (format!("={}", formula[start..].trim_start_matches('=')), CellKind::Uncomputed)
                }
                _ => (shown, CellKind::Text),
            },
        }
    }
}

fn is_error(shown: &str) -> bool {
    matches!(shown, "#NULL!" | "#DIV/0!" | "#VALUE!" | "#REF!" | "#NAME?" | "#NUM!" | "#N/A")
        || shown.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|b| b.is_ascii_digit()))
}

/// The paragraphs of a cell, one a line.
#[derive(Default)]
pub(super) struct Paragraphs {
    text: String,
    /// What is struck out, hidden, raised or lowered.
    left_out: String,
}

/// The paragraphs of a cell; comments and drawings that are anchored in it are not its text.
pub(super) fn paragraphs(nodes: &mut Nodes<&[u8]>, styles: &OdsStyles) -> Result<Option<Paragraphs>, ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    let mut paragraphs: Option<Paragraphs> = None;
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) if matches!(name(&element), "text:p" | "text:h") => {
                let paragraphs = paragraphs.get_or_insert_default();
                if !paragraphs.text.is_empty() {
                    paragraphs.text.push('\n');
                }
                paragraph(nodes, styles, paragraphs)?;
            }
            Some(Node::Open(_)) => nodes.skip()?,
            Some(Node::Empty(_) | Node::Close(_) | Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(paragraphs)
}

fn paragraph(nodes: &mut Nodes<&[u8]>, styles: &OdsStyles, into: &mut Paragraphs) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    // Whether a person does not count the characters of the spans that are open.
    let mut unseen: Vec<bool> = Vec::new();
    while nodes.depth() > outside {
        let is_unseen = unseen.last().copied().unwrap_or(false);
        let text = if is_unseen { &mut into.left_out } else { &mut into.text };
        match nodes.next()? {
            Some(Node::Open(element)) => match name(&element) {
                "text:s" => {
                    let count = attribute(&element, "text:c")?.and_then(|count| count.trim().parse().ok()).unwrap_or(1);
                    let room = limits::MAX_FIELD_BYTES.saturating_sub(text.len());
                    text.extend(std::iter::repeat_n(' ', room.min(count)));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "text:span" => {
                    let style = attribute(&element, "text:style-name")?.unwrap_or_default();
                    unseen.push(styles.is_unseen(&style, is_unseen));
                }
                "office:annotation" | "text:note" | "text:ruby-text" | "draw:frame" => nodes.skip()?,
                _ => {}
            },
            Some(Node::Close(element)) if element.name().into_inner() == "text:span" => drop(unseen.pop()),
            Some(Node::Text(piece)) => text.push_str(&piece),
            Some(Node::Empty(_) | Node::Close(_)) => {}
            None => break,
        }
    }
    Ok(())
}
