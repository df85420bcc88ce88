//! A part of a page that nobody sees as a whole: the copy of the tables for narrow screens, a tab that no script has opened.
//!
//! Tags are told, not a tree, so where a hidden element ends is told as browsers do it: with its own end, with the end of
//! what it stands in, and, begun in a table, with the cell, the row or the rows it is or stands in.

use std::collections::HashMap;

/// Elements whose end is the end of all that was begun in them and left open.
const CONTAINERS: &[&[u8]] = &[
    b"div", b"p", b"ul", b"ol", b"li", b"dl", b"section", b"article", b"header", b"footer", b"center", b"form", b"body",
];

/// Elements that stand in no other of these: a paragraph left open ends where one begins.
const ENDS_PARAGRAPH: &[&[u8]] =
    &[b"p", b"div", b"ul", b"ol", b"table", b"section", b"article", b"center", b"h1", b"h2"];

/// How much of a table an element is: an element of a table ends what is no more than it, beside it.
fn rank(name: &[u8]) -> u8 {
    match name {
        b"td" | b"th" => 1,
        b"tr" => 2,
        b"tbody" | b"thead" | b"tfoot" => 3,
        _ => 0,
    }
}

/// A hidden element that is open.
pub(super) struct Unshown {
    name: Vec<u8>,
    /// How many tables it stands in.
    tables: usize,
    /// How many elements of a name are open in it, itself among them.
    open: HashMap<Vec<u8>, usize>,
}

impl Unshown {
    /// The hidden element that begins in so many tables; nothing where parts of a table stand in none.
    pub(super) fn begin(name: &[u8], tables: usize) -> Option<Self> {
        let open = HashMap::from([(name.to_vec(), 1)]);
        (tables > 0 || rank(name) == 0).then(|| Self { name: name.to_vec(), tables, open })
    }

    /// Whether it is the rows of a table, or a part of them, in the innermost of so many tables.
    pub(super) fn is_rows(&self, tables: usize) -> bool {
        rank(&self.name) == 3 && self.tables == tables
    }

    /// Hears of an element that begins in so many tables; whether that ends it.
    pub(super) fn is_ended_by(&mut self, name: &[u8], tables: usize) -> bool {
        if tables != self.tables {
            return false;
        }
        if self.ends_beside(name) || (self.name == b"p" && ENDS_PARAGRAPH.contains(&name)) {
            return true;
        }
        if name == self.name || CONTAINERS.contains(&name) {
            *self.open.entry(name.to_vec()).or_default() += 1;
        }
        false
    }

    /// Hears of the end of an element in so many tables, that of a table itself counted; whether it is over with it.
    pub(super) fn is_over_with(&mut self, name: &[u8], tables: usize) -> bool {
        if name == b"table" {
            return tables > 0 && tables <= self.tables + usize::from(self.name == b"table");
        }
        if tables != self.tables {
            return false;
        }
        match self.open.get_mut(name) {
            Some(open) if *open > 0 => {
                *open -= 1;
                *open == 0 && name == self.name
            }
            // The end of a paragraph that nothing began is a paragraph of its own.
            _ if name == b"p" => !CONTAINERS.contains(&self.name.as_slice()),
            _ => CONTAINERS.contains(&name) || self.ends_beside(name),
        }
    }

    fn ends_beside(&self, name: &[u8]) -> bool {
        self.tables > 0 && rank(name) > 0 && rank(name) >= rank(&self.name)
    }
}
