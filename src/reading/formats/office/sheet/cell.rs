//! What a cell element of a worksheet says, and what of it a person counts.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;
use rust_decimal::Decimal;

use super::super::strings::{RichString, RichText, SharedStrings, fits, rich_text, unescaped};
use super::super::styles::Styles;
use super::super::xml::{Events, Node, Nodes, attribute, attributes, local};
use super::super::{calendar, damaged, number};
use super::reference;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::build::{Cells, Note, Wanted};
use crate::reading::cells::grid::{CellKind, Formula, Position};

/// How a cell says that its value is stored.
#[derive(Debug, Clone, Copy, Default)]
enum Stored {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Date,
}

/// What a cell element says; its buffers serve every cell of the sheet.
#[derive(Default)]
pub(super) struct CellElement {
    pub(super) reference: Option<(u64, u64)>,
    pub(super) style: usize,
    stored: Stored,
    formula: Option<String>,
    /// The number of a formula that cells share.
    shared: Option<u32>,
    has_value: bool,
    value: String,
    /// What is to be said of a text with runs that stands in the cell itself.
    rich: Option<RichString>,
}

impl CellElement {
    pub(super) fn open(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        *self = Self { value: std::mem::take(&mut self.value), ..Self::default() };
        self.value.clear();
        attributes(element, |key, value| {
            match key {
                "r" => self.reference = Some(reference(&value)?),
                "s" => self.style = value.trim().parse().map_err(|_| damaged(format!("the cell format {value}")))?,
                "t" => {
                    self.stored = match &*value {
                        "s" => Stored::Shared,
                        "inlineStr" => Stored::Inline,
                        "str" => Stored::Text,
                        "b" => Stored::Bool,
                        "e" => Stored::Error,
                        "d" => Stored::Date,
                        _ => Stored::Number,
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Reads the content of the cell up to its end.
    pub(super) fn fill(&mut self, nodes: &mut Nodes<impl Events>) -> Result<(), ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) => match local(&element) {
                    "v" => {
                        self.has_value = true;
                        plain_text(nodes, &mut self.value)?;
                    }
                    "f" => {
                        self.shared = shared_number(&element)?;
                        plain_text(nodes, self.formula.get_or_insert_default())?;
                    }
                    "is" => {
                        let mut rich = RichText::default();
                        rich_text(nodes, &mut rich)?;
                        self.value.push_str(&unescaped(&rich.text));
                        self.rich = rich.string();
                    }
                    _ => nodes.skip()?,
                },
                Some(Node::Empty(element)) => match local(&element) {
                    "v" => self.has_value = true,
                    "f" => {
                        self.shared = shared_number(&element)?;
                        self.formula.get_or_insert_default();
                    }
                    _ => {}
                },
                Some(Node::Close(_) | Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// The formula of the cell, as it is written here or in the first of the cells that share it.
    pub(super) fn formula_of(&self, at: Position, shared: &mut HashMap<u32, Formula>) -> Option<Formula> {
        let text = self.formula.as_ref()?;
        if text.is_empty() {
            return shared.get(&self.shared?).cloned();
        }
        if text.len() > limits::MAX_FORMULA_BYTES {
            return None;
        }
        let formula = Formula { text: Arc::from(text.as_str()), of: at };
        if let Some(number) = self.shared {
            shared.entry(number).or_insert_with(|| formula.clone());
        }
        Some(formula)
    }

    /// The number that is stored, as it is written.
    pub(super) fn number(&self) -> Option<Decimal> {
        matches!(self.stored, Stored::Number).then(|| self.value.trim().parse().ok()).flatten()
    }

    pub(super) fn push(
        &self,
        at: Position,
        strings: &SharedStrings,
        styles: &Styles,
        cells: &mut impl Cells,
    ) -> Result<(), ReadError> {
        let value = self.value.trim();
        let is_paper = cells.wanted() >= Wanted::Seen && styles.paint(self.style).hides_white;
        let mut left_out = self.rich.as_ref().map_or("", |rich| rich.left_out(is_paper));
        let mut put = |text: &str, kind: CellKind| styles.put(cells, at, self.style, (text, kind));
        match (self.stored, &self.formula) {
            // A formula whose result is the empty text says so: `t="str"` and an empty value.
            (Stored::Text, _) if self.has_value => put(&unescaped(&self.value), CellKind::Text)?,
            (_, Some(formula)) if value.is_empty() => put(&format!("={formula}"), CellKind::Uncomputed)?,
            _ if value.is_empty() => {}
            (Stored::Shared, _) => {
                let index = value.parse().map_err(|_| damaged(format!("a cell refers to the text {value}")))?;
                let rich = strings.rich(index);
                left_out = rich.map_or("", |rich| rich.left_out(is_paper));
                put(rich.and_then(|rich| rich.text(is_paper)).unwrap_or(strings.get(index)?), CellKind::Text)?;
            }
            // Unescaped where the runs were joined.
            (Stored::Inline | Stored::Text, _) => {
                put(self.rich.as_ref().and_then(|rich| rich.text(is_paper)).unwrap_or(value), CellKind::Text)?;
            }
            (Stored::Bool, _) => put(if value == "0" { "FALSE" } else { "TRUE" }, CellKind::Text)?,
            (Stored::Error, _) => put(value, CellKind::Error)?,
            (Stored::Date, _) => match calendar::serial_of_date(value).and_then(number::plain) {
                Some(serial) => put(&serial, CellKind::Date)?,
                None => put(value, CellKind::Text)?,
            },
            (Stored::Number, _) => {
                let (text, kind) = number::stored_as_text(value, styles.is_date(self.style));
                put(&text, kind)?;
            }
        }
        if left_out.is_empty() { Ok(()) } else { cells.note(Note::LeftOut(at, left_out)) }
    }

    /// Whether the cell holds something that has the colour of what is behind it, by the format of the cell.
    pub(super) fn is_unseen(&self, strings: &SharedStrings, styles: &Styles) -> bool {
        if !styles.paint(self.style).hides || self.value.trim().is_empty() {
            return false;
        }
        let shared = || strings.rich(self.value.trim().parse().ok()?);
        let rich = if matches!(self.stored, Stored::Shared) { shared() } else { self.rich.as_ref() };
        rich.is_none_or(|rich| !rich.has_ink)
    }
}

fn shared_number(element: &BytesStart<'_>) -> Result<Option<u32>, ReadError> {
    if attribute(element, "t")?.as_deref() != Some("shared") {
        return Ok(None);
    }
    Ok(attribute(element, "si")?.and_then(|number| number.trim().parse().ok()))
}

fn plain_text(nodes: &mut Nodes<impl Events>, text: &mut String) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Text(piece)) => {
                fits(text.len() + piece.len())?;
                text.push_str(&piece);
            }
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}
