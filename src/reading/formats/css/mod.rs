//! Style sheets of web pages, as far as they decide what a person sees of a figure.
//!
//! A sheet says of which elements it speaks by selectors (`td .old`, `table > tr a`), and several rules may speak of one:
//! `sheet` hears the rules and finds those of an element in the order in which browsers let them count, `selector` tells
//! whether one is meant, by what `elements` knows of what is open round it, and `media` whether a part of a sheet is for
//! screens at all; `generated` tells what text it puts beside elements, `boxes` on which sides an element stands apart, and
//! `variables` what the names of values stand for. What of it is seen is for `looks` to say. Sheets from elsewhere are not
//! fetched unless they came with the page (`linked`), and what scripts do is not known.
//!
//! The crates that browsers use (`selectors`, `cssparser`) match against a tree, which a hostile page would grow; here tags
//! are heard one after the other, and a selector may be met, not met, or doubtful, for which they have no word.

mod boxes;
mod colour;
mod elements;
mod generated;
mod inherited;
mod media;
mod parser;
mod selector;
mod sheet;
mod text;
mod variables;

use std::rc::Rc;

pub(super) use boxes::{Sides, draws_nothing};
pub(super) use elements::{Element, Ended, OpenElements};
pub(super) use generated::{Generated, Side};
pub(super) use inherited::{Inherited, Seen};
pub(super) use media::is_of_screen;
pub(super) use sheet::{MAX_CLASSES, StyleSheet};
pub(super) use text::plain as without_comments;
use variables::Variables;

/// The properties that decide what is seen; all others are passed over.
const PROPERTIES: &[&str] = &[
    "-webkit-text-fill-color",
    "-webkit-text-stroke",
    "background",
    "background-color",
    "background-image",
    "bottom",
    "clip",
    "clip-path",
    "color",
    "column-gap",
    "content",
    "content-visibility",
    "display",
    "flex-direction",
    "flex-flow",
    "float",
    "font",
    "font-size",
    "gap",
    "height",
    "justify-content",
    "left",
    "margin",
    "margin-inline-end",
    "margin-inline-start",
    "margin-left",
    "margin-right",
    "max-height",
    "max-width",
    "min-width",
    "mso-hide",
    "mso-text-raise",
    "opacity",
    "overflow",
    "padding",
    "padding-inline-end",
    "padding-inline-start",
    "padding-left",
    "padding-right",
    "position",
    "right",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "text-shadow",
    "top",
    "transform",
    "vertical-align",
    "visibility",
    "white-space",
    "width",
];

/// Properties that say all that some others say.
const SHORT_FOR: &[(&str, &[&str])] = &[
    ("background", &["background-color", "background-image"]),
    ("font", &["font-size"]),
    ("margin", &["margin-left", "margin-right", "margin-inline-start", "margin-inline-end"]),
    ("padding", &["padding-left", "padding-right", "padding-inline-start", "padding-inline-end"]),
    ("text-decoration", &["text-decoration-line"]),
];

/// What a style says something of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Property {
    Known(&'static str),
    /// A name for a value, which other styles use.
    Name(Rc<str>),
}

/// What a style says of one property.
#[derive(Debug, Clone)]
struct Declaration {
    property: Property,
    value: Rc<str>,
    is_important: bool,
}

/// What a text of declarations says of the properties that decide what is seen; of each what is said last.
fn declarations(text: &str) -> Vec<Declaration> {
    let mut all: Vec<Declaration> = Vec::new();
    for own in text.split(';').filter_map(declaration) {
        all.retain(|other| (&other.property, other.is_important) != (&own.property, own.is_important));
        all.push(own);
    }
    all
}

/// Adds what an attribute of old pages says of a property; these leave out the sign before the digits of a colour.
pub(super) fn hint(declarations: &mut String, property: &str, value: &str) {
    let is_bare = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let sign = if is_bare { "#" } else { "" };
    let value = value.replace(';', "");
    declarations.extend([property, ":", sign, &value, ";"]);
}

fn declaration(text: &str) -> Option<Declaration> {
    let (name, value) = text.split_once(':')?;
    let name = name.trim();
    let property = if name.starts_with("--") {
        Property::Name(name.to_ascii_lowercase().into())
    } else {
        Property::Known(PROPERTIES.iter().find(|property| name.eq_ignore_ascii_case(property))?)
    };
    let value = value.trim();
    // Text that is put on the page is no word of the language.
    let is_word = matches!(property, Property::Known(known) if known != "content");
    let value = if is_word { value.to_ascii_lowercase() } else { value.to_owned() };
    let important = value.strip_suffix("important").and_then(|value| value.trim_end().strip_suffix('!'));
    let is_important = important.is_some();
    Some(Declaration { property, value: important.unwrap_or(&value).trim_end().into(), is_important })
}

/// What counts of all that is declared of an element.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    values: Vec<(&'static str, Rc<str>)>,
    /// The names it gives to values.
    variables: Variables,
}

impl Style {
    /// The style of an element that nothing else is said of.
    #[cfg(test)]
    pub(super) fn of(text: &str) -> Self {
        let mut style = Self::default();
        for declaration in &declarations(text) {
            style.set(declaration);
        }
        style
    }

    /// Whether nothing is said of the element.
    fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a property; empty where nothing is said of it.
    pub(super) fn get(&self, property: &str) -> &str {
        self.values.iter().find(|(name, _)| *name == property).map_or("", |(_, value)| value)
    }

    fn set(&mut self, Declaration { property, value, .. }: &Declaration) {
        /// A design system has some hundred.
        const MOST: usize = 1_000;
        let property = match property {
            Property::Known(property) => property,
            Property::Name(name) => {
                if self.variables.len() < MOST {
                    self.variables.insert(Rc::clone(name), Rc::clone(value));
                }
                return;
            }
        };
        for (_, all) in SHORT_FOR.iter().filter(|(short, _)| short == property) {
            self.values.retain(|(known, _)| !all.contains(known));
        }
        match self.values.iter_mut().find(|(name, _)| name == property) {
            Some((_, known)) => *known = Rc::clone(value),
            None => self.values.push((*property, Rc::clone(value))),
        }
    }
}

/// How an element is styled.
#[derive(Debug, Default)]
pub(super) struct Styled {
    pub(super) style: Style,
    /// What rules say that may be meant for it and of which that cannot be told.
    pub(super) doubtful: Style,
}

impl Styled {
    /// On which sides an element of a name stands apart, or may do so.
    fn sides(&self, name: &str, is_item: bool) -> Sides {
        let own = Sides::of(name, &self.style, is_item);
        if self.doubtful.is_empty() { own } else { own.and(Sides::of(name, &self.doubtful, false)) }
    }
}
