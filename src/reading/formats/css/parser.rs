//! Selectors as they are written: `td.old > a:not(:hover)[title^="旧"]`.

use super::selector::{Attribute, Choice, Compound, Step};
use super::text;

/// What one of them names, at most.
const MAX_NAMES: usize = 32;
/// How many others `:is()` lists, at most.
const MAX_CHOICES: usize = 256;

/// What is so only while somebody points at it, or of what is drawn beside an element; and what holds nothing.
const NEVER: &[&str] = &[
    "active",
    "after",
    "backdrop",
    "before",
    "checked",
    "disabled",
    "empty",
    "first-letter",
    "first-line",
    "focus",
    "focus-visible",
    "focus-within",
    "fullscreen",
    "hover",
    "indeterminate",
    "invalid",
    "open",
    "placeholder-shown",
    "target",
    "visited",
];

/// What scripts take off as soon as a page is shown.
const CLOAKS: &[&str] = &["v-cloak", "ng-cloak", "x-cloak", "data-cloak"];

/// What is so of every element that it is said of.
const ALWAYS: &[&str] = &["any-link", "enabled", "link", "valid"];

/// A selector as far as it was read.
pub(super) struct Parser<'t> {
    pub(super) rest: &'t str,
    /// It is what another says it is not met by.
    is_inner: bool,
    /// It asks for what cannot be told.
    pub(super) is_doubtful: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text.trim(), is_inner: false, is_doubtful: false }
    }

    fn eat(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What parts two compounds, if another follows.
    pub(super) fn step(&mut self) -> Option<Step> {
        let trimmed = self.rest.trim_start();
        let is_parted = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        let step = match trimmed.chars().next()? {
            '>' => Step::ChildOf,
            '+' => Step::Behind,
            '~' => Step::Later,
            _ => return is_parted.then_some(Step::Inside),
        };
        self.rest = trimmed[1..].trim_start();
        Some(step)
    }

    pub(super) fn compound(&mut self) -> Option<Compound> {
        let mut compound = Compound::default();
        let began = self.rest.len();
        if !self.eat('*') {
            compound.element = self.name();
        }
        loop {
            // What names more than anybody writes is met where some of that is.
            if compound.names() > MAX_NAMES {
                compound.forget();
                self.is_doubtful = true;
            }
            match self.rest.chars().next() {
                Some('.') => {
                    self.eat('.');
                    compound.classes.push(self.name()?);
                }
                Some('#') => {
                    self.eat('#');
                    compound.id = Some(self.name()?);
                }
                Some('[') => {
                    self.eat('[');
                    let attribute = attribute(self.to(']')?);
                    if CLOAKS.contains(&attribute.name.as_str()) {
                        return None;
                    }
                    compound.attributes.push(attribute);
                }
                Some(':') => {
                    self.eat(':');
                    self.pseudo(&mut compound)?;
                }
                _ => return (self.rest.len() < began).then_some(compound),
            }
        }
    }

    /// What is said of the state and place of an element.
    fn pseudo(&mut self, compound: &mut Compound) -> Option<()> {
        if self.rest.starts_with([':', '-']) && !self.rest.starts_with("-webkit-any(") {
            return None;
        }
        let name = self.name()?;
        let inner = if self.eat('(') { self.to(')')? } else { "" };
        match name.as_str() {
            name if NEVER.contains(&name) => return None,
            name if ALWAYS.contains(&name) => {}
            "root" => compound.element = Some("html".to_owned()),
            "first-child" => compound.numbers.push((0, 1)),
            "nth-child" => match numbers(inner) {
                Some(numbers) => compound.numbers.push(numbers),
                None => self.is_doubtful = true,
            },
            "not" if !self.is_inner => {
                for other in split(inner).take(MAX_NAMES + 1) {
                    // What is never met is always met not to be.
                    let Some((other, is_doubtful)) = inner_compound(other) else { continue };
                    if is_doubtful {
                        self.is_doubtful = true;
                    } else {
                        compound.nots.push(other);
                    }
                }
            }
            "is" | "where" | "-webkit-any" if !self.is_inner => {
                let mut all: Vec<_> = split(inner).take(MAX_CHOICES + 1).filter_map(inner_compound).collect();
                let is_told = all.len() <= MAX_CHOICES;
                self.is_doubtful |= !is_told || all.iter().any(|(_, is_doubtful)| *is_doubtful);
                // One of which none is ever met is not met.
                let weighs = name != "where";
                let any: Vec<_> = all.drain(..).map(|(one, _)| one).collect();
                if any.is_empty() {
                    return None;
                }
                if is_told {
                    compound.choices.push(Choice { any, weighs });
                }
            }
            _ => self.is_doubtful = true,
        }
        Some(())
    }

    /// A name, what is escaped in it as it is meant.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        let mut chars = self.rest.chars();
        loop {
            let behind = chars.as_str();
            match chars.next() {
                Some('\\') => {
                    let (sign, behind) = text::escaped(chars.as_str());
                    name.extend(sign.into_iter().flat_map(char::to_lowercase));
                    chars = behind.chars();
                }
                Some(c) if c.is_alphanumeric() || matches!(c, '-' | '_') => name.push(c),
                _ => {
                    self.rest = behind;
                    return (!name.is_empty()).then_some(name);
                }
            }
        }
    }

    /// What stands before the end of a bracket, others inside it.
    fn to(&mut self, end: char) -> Option<&'t str> {
        let begin = if end == ')' { '(' } else { '[' };
        let mut depth = 1_usize;
        let at = self.rest.find(|c: char| {
            depth = depth + usize::from(c == begin) - usize::from(c == end);
            depth == 0
        })?;
        let (inner, behind) = self.rest.split_at(at);
        self.rest = &behind[1..];
        Some(inner)
    }
}

/// What one of the selectors in a bracket asks of the element itself, and whether that is not all, or doubtful.
fn inner_compound(text: &str) -> Option<(Compound, bool)> {
    let mut parser = Parser { is_inner: true, ..Parser::new(text) };
    let mut last = parser.compound()?;
    let mut is_whole = true;
    while parser.step().is_some() {
        last = parser.compound()?;
        is_whole = false;
    }
    parser.rest.is_empty().then_some((last, !is_whole || parser.is_doubtful))
}

/// `name`, `name = "value"`, `name ^= value i`.
fn attribute(text: &str) -> Attribute {
    let Some((name, value)) = text.split_once('=') else {
        return Attribute { name: text.trim().to_owned(), relation: ' ', value: String::new() };
    };
    let is_relation = |c: &char| "~^$*|".contains(*c);
    let relation = name.chars().next_back().filter(is_relation);
    let name = name.trim_end_matches(|c| Some(c) == relation).trim().to_owned();
    let value = value.trim();
    let quoted = value.strip_prefix(['"', '\'']).and_then(|value| value.split(['"', '\'']).next());
    let value = quoted.or_else(|| value.split_whitespace().next()).unwrap_or_default();
    Attribute { name, relation: relation.unwrap_or('='), value: text::unescaped(value).to_lowercase() }
}

/// The selectors of a list.
pub(super) fn split(list: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    list.split(move |c| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match c {
            '\\' => is_escaped = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    })
}

/// `odd`, `3`, `2n+1`.
fn numbers(text: &str) -> Option<(i32, i32)> {
    let flat: String = text.split_whitespace().collect();
    match flat.as_str() {
        "odd" => return Some((2, 1)),
        "even" => return Some((2, 0)),
        _ => {}
    }
    let Some((every, first)) = flat.split_once('n') else { return Some((0, flat.parse().ok()?)) };
    let every = match every {
        "" | "+" => 1,
        "-" => -1,
        every => every.parse().ok()?,
    };
    Some((every, if first.is_empty() { 0 } else { first.parse().ok()? }))
}
