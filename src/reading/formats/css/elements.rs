//! The elements that are open where a page has come to: what a selector can ask of an element and of what is round it.
//!
//! Ends that are left out are told as browsers tell them: a cell ends where the next begins, a paragraph where a block does,
//! and rows stand in a body of their table though nobody wrote it.

use std::rc::Rc;

use super::Styled;
use super::boxes::{self, BLOCKS, Sides};
use super::generated::Generated;
use super::inherited::Inherited;
use super::variables::Variables;

/// How deep elements stand in each other; content systems use some fifty. What stands deeper is passed over.
const MAX_DEPTH: usize = 128;

/// What of an element selectors ask for, in small letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading::formats) struct Element {
    pub(in crate::reading::formats) name: String,
    pub(in crate::reading::formats) id: String,
    pub(in crate::reading::formats) classes: Vec<String>,
    /// Those that the sheet of the page asks for.
    pub(in crate::reading::formats) attributes: Vec<(String, String)>,
}

/// An element with its place: in so many that are open, as which child, behind which other.
pub(super) struct Standing<'e> {
    pub(super) element: &'e Element,
    pub(super) number: i32,
    depth: usize,
    before: Option<&'e Element>,
}

impl Standing<'_> {
    /// What stands right before it.
    pub(super) fn before(&self) -> Option<Self> {
        Some(Self { element: self.before?, number: self.number - 1, depth: self.depth, before: None })
    }
}

/// An element that is open.
#[derive(Debug)]
struct Open {
    element: Rc<Element>,
    is_of_table: bool,
    is_block: bool,
    number: i32,
    before: Option<Rc<Element>>,
    /// Its children so far: how many, and the last.
    children: i32,
    last: Option<Rc<Element>>,
    inherited: Inherited,
    /// The values it gives a name.
    variables: Variables,
    /// On which sides it stands apart.
    sides: Sides,
    /// What stands in it does, each by itself.
    lays_out: bool,
    /// What is seen where it ends.
    ended: Option<Ended>,
}

/// What is seen where an element ends.
#[derive(Debug, Default)]
pub(in crate::reading::formats) struct Ended {
    /// What the sheet puts behind what it holds.
    pub(in crate::reading::formats) after: Option<Generated>,
    /// It stands apart from what comes.
    pub(in crate::reading::formats) is_apart: bool,
}

/// The elements that are open, each in the one before.
#[derive(Debug)]
pub(in crate::reading::formats) struct OpenElements {
    open: Vec<Open>,
    /// What is seen where elements have ended.
    ended: Vec<Ended>,
    /// How many more are open.
    beyond: usize,
}

/// The rows and cells of tables, and what each of them ends and stands in.
const ROWS: &[&str] = &["tbody", "thead", "tfoot"];
const OF_TABLES: &[&str] = &["td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "table"];

/// Elements of a line whose end ends no more than them, whatever was begun in them and is open.
const OF_LINES: &[&str] = &["a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that end others beside them, with what these stand in.
const BESIDE: &[(&[&str], &[&str])] = &[(&["li"], &["ul", "ol"]), (&["dd", "dt"], &["dl"]), (&["option"], &["select"])];

impl Default for OpenElements {
    /// Every page has these, written or not.
    fn default() -> Self {
        let mut elements = Self { open: Vec::new(), ended: Vec::new(), beyond: 0 };
        for name in ["html", "body"] {
            elements.push(Element { name: name.to_owned(), ..Element::default() });
        }
        elements
    }
}

impl OpenElements {
    /// Begins an element; whether it is the last that is open.
    pub(in crate::reading::formats) fn begin(&mut self, element: Element) -> bool {
        let name = element.name.as_str();
        if matches!(name, "html" | "body") {
            let at = usize::from(name == "body");
            if self.open.len() > 2 && self.name(2) == "head" {
                self.end_all_but(2);
            }
            self.open[at].element = Rc::new(element);
            return self.open.len() == at + 1;
        }
        if self.beyond == 0 {
            self.end_before(name);
        }
        if self.beyond > 0 || self.open.len() >= MAX_DEPTH {
            self.beyond += 1;
            return false;
        }
        self.push(element);
        true
    }

    fn push(&mut self, element: Element) {
        let is_of_table = OF_TABLES.contains(&element.name.as_str());
        let is_block = BLOCKS.contains(&element.name.as_str());
        let element = Rc::new(element);
        let (number, before, inherited) = match self.open.last_mut() {
            Some(parent) => {
                parent.children = parent.children.saturating_add(1);
                (parent.children, parent.last.replace(Rc::clone(&element)), parent.inherited.clone())
            }
            None => (1, None, Inherited::default()),
        };
        let (children, last, sides, lays_out, ended) = (0, None, Sides::default(), false, None);
        self.open.push(Open {
            element,
            is_of_table,
            is_block,
            number,
            before,
            children,
            last,
            inherited,
            variables: Variables::new(),
            sides,
            lays_out,
            ended,
        });
    }

    fn name(&self, at: usize) -> &str {
        &self.open[at].element.name
    }

    /// Where the innermost of these is open.
    fn innermost(&self, is: impl Fn(&Open) -> bool) -> Option<usize> {
        let own = self.open.get(2..)?;
        own.iter().rposition(is).map(|at| at + 2)
    }

    /// Ends what ends where such an element begins, and begins what it stands in and nobody wrote.
    fn end_before(&mut self, name: &str) {
        let is_cell = matches!(name, "td" | "th");
        if is_cell || name == "tr" || ROWS.contains(&name) {
            let holds = |open: &Open| {
                let other = open.element.name.as_str();
                open.is_of_table
                    && (other == "table"
                        || (name == "tr" || is_cell) && ROWS.contains(&other)
                        || is_cell && other == "tr")
            };
            let Some(at) = self.innermost(holds) else { return };
            self.end_all_but(at + 1);
            for implied in ["tbody", "tr"] {
                let parent = self.name(self.open.len() - 1);
                let is_missing = match implied {
                    "tbody" => parent == "table" && !ROWS.contains(&name),
                    _ => ROWS.contains(&parent) && is_cell,
                };
                if is_missing {
                    self.push(Element { name: implied.to_owned(), ..Element::default() });
                }
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_beside(&["p"], &[]);
        }
        for (ended, around) in BESIDE.iter().filter(|(own, _)| own.contains(&name)) {
            self.end_beside(ended, around);
        }
    }

    /// Ends the innermost of some elements, unless what they stand in is open in it.
    fn end_beside(&mut self, names: &[&str], around: &[&str]) {
        let is_end = |open: &Open| {
            let other = open.element.name.as_str();
            open.is_of_table || names.contains(&other) || around.contains(&other)
        };
        if let Some(at) = self.innermost(is_end).filter(|at| names.contains(&self.name(*at))) {
            self.end_all_but(at);
        }
    }

    /// Ends the innermost element of a name, with all that was begun in it.
    pub(in crate::reading::formats) fn end(&mut self, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // The end of a cell or row is told of its own table, and that of anything else of its own cell.
        let is_of_table = OF_TABLES.contains(&name);
        let is_end = |open: &Open| {
            let other = open.element.name.as_str();
            open.is_of_table && (!is_of_table || other == "table") || other == name
        };
        let Some(at) = self.innermost(is_end).filter(|at| self.name(*at) == name) else { return };
        let holds_block = self.open[at + 1..].iter().any(|inner| inner.is_block);
        if is_of_table || self.open[at].is_block || !holds_block {
            self.end_all_but(at);
        } else if OF_LINES.contains(&name) {
            let ended = self.open.remove(at).ended;
            self.ended.extend(ended);
        }
    }

    /// Ends the last element: one that holds nothing.
    pub(in crate::reading::formats) fn end_last(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else {
            self.open.pop();
        }
    }

    /// Ends elements until so many are open.
    fn end_all_but(&mut self, count: usize) {
        let at = count.min(self.open.len());
        self.ended.extend(self.open.drain(at..).rev().filter_map(|open| open.ended));
    }

    /// Whether the last element is among them.
    pub(in crate::reading::formats) fn hold_last(&self) -> bool {
        self.beyond == 0
    }

    /// Says what is seen where the last ends.
    pub(in crate::reading::formats) fn end_with(&mut self, ended: Ended) {
        if let Some(last) = self.open.last_mut() {
            last.ended = Some(ended);
        }
    }

    /// What is seen where elements have ended since this was asked.
    pub(in crate::reading::formats) fn take_ended(&mut self) -> Vec<Ended> {
        std::mem::take(&mut self.ended)
    }

    /// Takes how the last element is styled.
    pub(in crate::reading::formats) fn take(&mut self, styled: &Styled) {
        let is_item = self.open.iter().rev().nth(1).is_some_and(|parent| parent.lays_out);
        if let Some(last) = self.open.last_mut() {
            last.inherited.take(&last.element, styled);
            last.variables.clone_from(&styled.style.variables);
            last.lays_out = boxes::lays_out(&styled.style);
            if !last.is_of_table {
                last.sides = styled.sides(&last.element.name, is_item);
            }
        }
    }

    /// Takes how columns of the table that is open are styled: of what lies on them nobody knows the ground.
    pub(in crate::reading::formats) fn take_columns(&mut self, styled: &Styled) {
        if let Some(at) = self.innermost(|open| open.element.name == "table") {
            self.open[at].inherited.take_columns(styled);
        }
    }

    /// What the last hands on to its text.
    pub(in crate::reading::formats) fn inherited(&self) -> Option<&Inherited> {
        Some(&self.open.last()?.inherited)
    }

    /// The value that the innermost element which names one gives this name.
    pub(super) fn variable(&self, name: &str) -> Option<&Rc<str>> {
        self.open.iter().rev().find_map(|open| open.variables.get(name))
    }

    /// On which sides the last stands apart.
    pub(in crate::reading::formats) fn sides(&self) -> Sides {
        self.open.last().map_or_else(Sides::default, |last| last.sides)
    }

    /// The last that is open.
    pub(super) fn last(&self) -> Option<Standing<'_>> {
        self.standing(self.open.len())
    }

    /// What an element stands in.
    pub(super) fn parent(&self, at: &Standing<'_>) -> Option<Standing<'_>> {
        self.standing(at.depth.checked_sub(1)?)
    }

    fn standing(&self, depth: usize) -> Option<Standing<'_>> {
        let open = self.open.get(depth.checked_sub(1)?)?;
        Some(Standing { element: &open.element, number: open.number, depth, before: open.before.as_deref() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is open behind tags, without what every page has.
    fn open(tags: &str) -> String {
        let mut elements = OpenElements::default();
        for tag in tags.split_whitespace() {
            match tag.strip_prefix('/') {
                Some(name) => elements.end(name),
                None => {
                    elements.begin(Element { name: tag.to_owned(), ..Element::default() });
                }
            }
        }
        elements.open[2..].iter().map(|open| open.element.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ends_that_are_left_out_are_told_as_browsers_tell_them() {
        for (tags, expected) in [
            ("table tr td span td", "table tbody tr td"),
            ("table thead tr th tbody td", "table tbody tr td"),
            ("table tr td table tr td /table", "table tbody tr td"),
            ("table tr td div /td", "table tbody tr"),
            ("p b p", "p"),
            ("div p div", "div div"),
            ("ul li a li", "ul li"),
            ("ul li ul li", "ul li ul li"),
            ("div table tr td /div", "div table tbody tr td"),
            ("div span /div", ""),
            ("span div /span", "span div"),
            ("b div /b", "div"),
            ("a /b /p", "a"),
            ("td span", "td span"),
            ("html body div", "div"),
            ("div /body /html", "div"),
        ] {
            assert_eq!(open(tags), expected, "{tags}");
        }
    }

    #[test]
    fn elements_beyond_the_depth_are_passed_over() {
        let tags = "div ".repeat(MAX_DEPTH + 50) + &"/div ".repeat(MAX_DEPTH + 48) + "/div p";
        assert_eq!(open(&tags), "div p");
    }
}
