//! What the styles of an ODF spreadsheet say of what a person sees: number formats, which ODF spells out element by element,
//! and characters that are struck out, hidden, raised or lowered.
//!
//! A number format is put back into the code that it was made from, so that there is one place that knows what a format
//! shows. ODF has factors (`display-factor`) where a code has commas, and conditions where a code has an order.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use quick_xml::events::BytesStart;

use super::super::damaged;
use super::super::shown::{NumberFormat, TENTH};
use super::super::xml::{Node, Nodes, attribute, attributes};
use super::name;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::formats::raised;

/// Styles of one file. Calc writes one for each look of a cell, some dozen.
const MAX_STYLES: usize = 100_000;
/// How many styles a style is based on in turn.
const MAX_PARENTS: usize = 16;
/// Digits of a format, as many as a number can have.
const MAX_DIGITS: u32 = 30;

/// The styles of a file.
#[derive(Default)]
pub(super) struct OdsStyles {
    /// Styles of cells and of characters, by family and name.
    known: HashMap<(Family, String), OdsStyle>,
    /// Number formats, by name.
    numbers: HashMap<String, Number>,
    /// Styles of sheets that nobody sees.
    pub(super) hidden_sheets: HashSet<String>,
    /// The style whose properties are being read.
    current: (Option<Family>, String),
    /// The formats of these, as far as it was asked; `None` where they show every figure as it is.
    formats: HashMap<String, Option<Rc<NumberFormat>>>,
    /// What cells of a style look like, as far as it was asked.
    looks: HashMap<String, Rc<Look>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Family {
    Cells,
    Characters,
}

/// A style: what it says itself, and what it is based on.
#[derive(Debug, Default)]
struct OdsStyle {
    parent: Option<String>,
    number: Option<String>,
    struck: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
}

/// What cells look like.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Their characters are struck out.
    pub(super) is_struck: bool,
    /// The number format, where it shows other figures than those that are stored.
    pub(super) format: Option<Rc<NumberFormat>>,
}

/// A number format whose element just opened.
pub(super) struct Begun {
    named: String,
    is_percent: bool,
}

/// A number format: the code of its own section, and the styles that stand in under a condition.
#[derive(Debug, Default)]
struct Number {
    code: String,
    instead: Vec<(String, String)>,
}

impl OdsStyles {
    /// Takes an element that just opened, if it is of a style. A number format begins with it where one is returned: what
    /// follows is for [`OdsStyles::number`].
    pub(super) fn take(&mut self, element: &BytesStart<'_>) -> Result<Option<Begun>, ReadError> {
        if self.known.len() + self.numbers.len() + self.hidden_sheets.len() > MAX_STYLES {
            return Err(damaged(format!("more than {MAX_STYLES} styles")));
        }
        match name(element) {
            "style:style" => self.begin(element)?,
            "style:table-properties" if attribute(element, "table:display")?.as_deref() == Some("false") => {
                self.hidden_sheets.insert(self.current.1.clone());
            }
            "style:text-properties" => self.characters(element)?,
            "number:number-style" | "number:percentage-style" | "number:currency-style" | "number:text-style" => {
                let is_percent = name(element) == "number:percentage-style";
                let named = bounded(attribute(element, "style:name")?.unwrap_or_default().into_owned())?;
                return Ok(Some(Begun { named, is_percent }));
            }
            _ => {}
        }
        Ok(None)
    }

    /// Reads a number format that has begun.
    pub(super) fn number(&mut self, nodes: &mut Nodes<&[u8]>, begun: Begun) -> Result<(), ReadError> {
        let number = Number::read(nodes, begun.is_percent)?;
        self.numbers.insert(begun.named, number);
        if self.numbers.len() > limits::MAX_NUMBER_FORMATS {
            return Err(damaged(format!("more than {} number formats", limits::MAX_NUMBER_FORMATS)));
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let (mut family, mut named, mut style) = (None, String::new(), OdsStyle::default());
        attributes(element, |key, value| {
            match key {
                "style:family" if value == "text" => family = Some(Family::Characters),
                "style:family" if value == "table-cell" => family = Some(Family::Cells),
                "style:name" => named = bounded(value.into_owned())?,
                "style:parent-style-name" => style.parent = Some(bounded(value.into_owned())?),
                "style:data-style-name" => style.number = Some(bounded(value.into_owned())?),
                _ => {}
            }
            Ok(())
        })?;
        self.current = (family, named.clone());
        if let Some(family) = family {
            self.known.insert((family, named), style);
        }
        Ok(())
    }

    fn characters(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let (Some(family), named) = &self.current else { return Ok(()) };
        let Some(style) = self.known.get_mut(&(*family, named.clone())) else { return Ok(()) };
        attributes(element, |key, value| {
            match key {
                "style:text-line-through-style" | "style:text-line-through-type" => {
                    style.struck = Some(value != "none" && style.struck != Some(false));
                }
                "text:display" => style.hidden = Some(value == "none"),
                "style:text-position" => {
                    style.raised = Some(raised::is_exponent(&value) || raised::by_text_position(&value));
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// What a style says, or the nearest of those that it is based on that says something.
    fn says<T>(&self, family: Family, named: &str, says: impl Fn(&OdsStyle) -> Option<T>) -> Option<T> {
        let mut style = self.known.get(&(family, named.to_owned()));
        for _ in 0..MAX_PARENTS {
            if let Some(said) = style.and_then(&says) {
                return Some(said);
            }
            let parent = style?.parent.clone()?;
            style = self.known.get(&(family, parent));
        }
        None
    }

    /// Whether a person does not count the characters of a span, in text that is or is not counted.
    pub(super) fn is_unseen(&self, span: &str, around: bool) -> bool {
        let says = |says: fn(&OdsStyle) -> Option<bool>| self.says(Family::Characters, span, says);
        match [says(|style| style.struck), says(|style| style.hidden), says(|style| style.raised)] {
            [None, None, None] => around,
            said => said.contains(&Some(true)),
        }
    }

    /// What cells of a style look like.
    pub(super) fn look(&mut self, cells: &str) -> Rc<Look> {
        if let Some(look) = self.looks.get(cells) {
            return Rc::clone(look);
        }
        let is_struck = self.says(Family::Cells, cells, |style| style.struck).unwrap_or(false);
        let number = self.says(Family::Cells, cells, |style| style.number.clone());
        let format = number.and_then(|number| self.format(number));
        let look = Rc::new(Look { is_struck, format });
        self.looks.insert(cells.to_owned(), Rc::clone(&look));
        look
    }

    fn format(&mut self, number: String) -> Option<Rc<NumberFormat>> {
        if let Some(format) = self.formats.get(&number) {
            return format.clone();
        }
        let format = self.code(&number).and_then(|code| NumberFormat::of_code(&code)).map(Rc::new);
        self.formats.insert(number, format.clone());
        format
    }

    fn code(&self, number: &str) -> Option<String> {
        let number = self.numbers.get(number)?;
        let instead = number.instead.iter().take(3).filter_map(|(condition, named)| {
            let code = &self.numbers.get(named)?.code;
            Some(format!("[{condition}]{code};"))
        });
        Some(instead.collect::<String>() + &number.code)
    }
}

/// A name that is not endless.
fn bounded(named: String) -> Result<String, ReadError> {
    if named.len() > limits::MAX_SHEET_NAME_BYTES { Err(damaged("a style has an endless name")) } else { Ok(named) }
}

impl Number {
    /// Reads the number format that was just opened.
    fn read(nodes: &mut Nodes<&[u8]>, is_percent: bool) -> Result<Self, ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        let mut number = Self::default();
        // Text stands in an element of its own.
        let mut is_words = false;
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) => {
                    is_words = matches!(name(&element), "number:text" | "number:currency-symbol");
                    match name(&element) {
                        "number:number" => {
                            let digits = Digits::of(&element)?;
                            number.code += &digits.code(nodes)?;
                        }
                        "number:scientific-number" => number.code += "0E+0",
                        "number:fraction" => number.code += "# ?/?",
                        "number:boolean" => number.code += "General",
                        "number:text-content" => number.code.push('@'),
                        "style:text-properties" if attribute(&element, "fo:color")?.is_some() => {
                            number.code.insert_str(0, "[Red]");
                        }
                        "style:map" => {
                            let condition = attribute(&element, "style:condition")?.unwrap_or_default();
                            let condition = condition.trim_start_matches("value()").replace("!=", "<>");
                            let named = attribute(&element, "style:apply-style-name")?.unwrap_or_default();
                            number.instead.push((condition, bounded(named.into_owned())?));
                        }
                        "number:text" | "number:currency-symbol" => {}
                        // Characters that fill the cell among them.
                        _ => nodes.skip()?,
                    }
                }
                Some(Node::Text(words)) if is_words => words.chars().for_each(|word| match word {
                    '%' if is_percent => number.code.push('%'),
                    word => number.code.extend(['\\', word]),
                }),
                Some(Node::Close(_)) => is_words = false,
                Some(Node::Empty(_) | Node::Text(_)) => {}
                None => break,
            }
            if number.code.len() > limits::MAX_FIELD_BYTES || number.instead.len() > MAX_PARENTS {
                return Err(damaged("a number format goes on and on"));
            }
        }
        Ok(number)
    }
}

/// The digits of a number format.
struct Digits {
    least: u32,
    places: Option<u32>,
    is_grouped: bool,
    /// How many powers of ten the number is made smaller.
    tenths: usize,
}

impl Digits {
    fn of(element: &BytesStart<'_>) -> Result<Self, ReadError> {
        let mut digits = Self { least: 0, places: None, is_grouped: false, tenths: 0 };
        attributes(element, |key, value| {
            let count = || value.trim().parse::<u32>().ok().map(|count| count.min(MAX_DIGITS));
            match key {
                "number:min-integer-digits" => digits.least = count().unwrap_or(0),
                "number:decimal-places" => digits.places = count(),
                "number:grouping" => digits.is_grouped = value == "true",
                "number:display-factor" => {
                    let zeros = value.trim().strip_prefix('1').filter(|rest| rest.bytes().all(|byte| byte == b'0'));
                    digits.tenths = zeros.map_or(0, |zeros| zeros.len().min(28));
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(digits)
    }

    /// Their code, with the words that stand among them: those at 4 stand before the last four.
    fn code(&self, nodes: &mut Nodes<&[u8]>) -> Result<String, ReadError> {
        let outside = nodes.depth().saturating_sub(1);
        let mut among: Vec<(u32, String)> = Vec::new();
        while nodes.depth() > outside {
            match nodes.next()? {
                Some(Node::Open(element)) if name(&element) == "number:embedded-text" && among.len() < 30 => {
                    let at = attribute(&element, "number:position")?.and_then(|at| at.trim().parse().ok()).unwrap_or(0);
                    among.push((MAX_DIGITS.min(at), String::new()));
                }
                Some(Node::Text(words)) => {
                    let last = among.last_mut().filter(|(_, text)| text.len() < limits::MAX_SHEET_NAME_BYTES);
                    if let Some((_, text)) = last {
                        text.extend(words.chars().flat_map(|word| ['\\', word]));
                    }
                }
                Some(_) => {}
                None => break,
            }
        }
        let tenths = || std::iter::repeat_n(TENTH, self.tenths);
        if self.places.is_none() && self.tenths == 0 && among.is_empty() {
            return Ok("General".to_owned());
        }
        let count = among.iter().map(|(at, _)| at + 1).chain([self.least, if self.is_grouped { 4 } else { 1 }]).max();
        let mut code = String::new();
        for at in (0..count.unwrap_or(1)).rev() {
            code.push(if at < self.least { '0' } else { '#' });
            if self.is_grouped && at == 3 {
                code.push(',');
            }
            code.extend(among.iter().filter(|(own, _)| *own == at).map(|(_, text)| text.as_str()));
        }
        // As General has it, where nothing says how many.
        let places = self.places.unwrap_or(10);
        let digit = if self.places.is_some() { '0' } else { '#' };
        if places > 0 {
            code.push('.');
            code.extend(std::iter::repeat_n(digit, usize::try_from(places).unwrap_or(0)));
        }
        code.extend(tenths());
        Ok(code)
    }
}
