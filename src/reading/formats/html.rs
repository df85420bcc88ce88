//! Web pages: their tables, and the text between them.
//!
//! A tokenizer (html5gum) and our own tables, no tree: a parser that builds the tree of a hostile page takes seconds
//! and gigabytes (100,000 nested elements; tables inside tables inside tables), and all that is wanted of a page is
//! which cell stands in which row and column.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::css::{self, Ended, Generated, Inherited, OpenElements, Seen, Side, StyleSheet};
use super::format::PICTURES as PICTURE_FILES;
use super::linked::Beside;
use super::looks::{self, ElementLook, HIDDEN, LEFT_OUT};
use super::page::{Page, Picture, RowGroup};
use super::tag::StartTag;
use super::unshown::Unshown;
use crate::reading::bytes::problem::{Problem, ReadError};
use crate::reading::cells::grid::{CellKind, Grid};
use crate::reading::cells::number;

/// Reads all tables of a page and the text around them, in the order in which they begin.
pub(in crate::reading) fn read(text: &str) -> Result<Vec<Grid>, ReadError> {
    let mut page = Page::default();
    add(text, Beside::default(), &mut page);
    page.finish()
}

/// Reads a page after those that are in `page` already, with the style sheets that stand beside it.
pub(in crate::reading) fn add(text: &str, beside: Beside<'_>, page: &mut Page) {
    let mut html = Html {
        page,
        beside,
        tag: StartTag::default(),
        look: ElementLook::default(),
        is_apart: false,
        hidden: None,
        left_out: None,
        unshown: None,
        elements: OpenElements::default(),
        sheet: StyleSheet::default(),
        style: String::new(),
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        html.listen(&event);
        // What comes back is the tokenizer's first item: nothing is asked for after it.
        html.page.failure.as_ref().map(|_| ())
    });
    // Scripts and styles are text, not markup.
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(text, emitter).next();
    page.end_tables();
    page.hide(false);
}

/// Elements that stand on lines of their own.
const BLOCKS: &[&[u8]] = &[
    b"br", b"p", b"div", b"li", b"ul", b"ol", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"hr", b"title", b"body",
    b"section", b"article", b"header", b"footer", b"caption", b"dd", b"dt", b"option", b"pre", b"center",
];

/// An element whose text a person does not count, or not beside other text.
struct LeftOutElement {
    name: Vec<u8>,
    /// How many elements of its name are open.
    depth: usize,
    why: WhyLeftOut,
}

/// Why a person does not count text.
#[derive(Clone, Copy)]
enum WhyLeftOut {
    /// It is struck out, raised or hidden.
    NotCounted,
    /// It is set off its line, and may be a mark.
    OffLine,
    /// It seems to be out of sight.
    Lost,
}

/// A page under way, and the start tag under way.
struct Html<'p> {
    page: &'p mut Page,
    /// The style sheets that came with it.
    beside: Beside<'p>,
    tag: StartTag,
    /// How the element under way looks, by an attribute, a style of its own, or the style sheet.
    look: ElementLook,
    /// By its style it floats over the page, or is no more than a line.
    is_apart: bool,
    /// Inside an element whose text nobody sees.
    hidden: Option<Vec<u8>>,
    /// Inside an element whose text a person does not count, with how many of its name are open in it.
    left_out: Option<LeftOutElement>,
    /// Inside an element that nobody sees, with all that is in it.
    unshown: Option<Unshown>,
    /// The elements that are open.
    elements: OpenElements,
    /// The style sheet that the page brings along.
    sheet: StyleSheet,
    /// The text of a `style` element under way, which may come in pieces.
    style: String,
}

/// Elements that a table is made of.
const OF_TABLES: &[&[u8]] = &[b"table", b"thead", b"tbody", b"tfoot", b"tr", b"td", b"th", b"col", b"colgroup"];

/// Elements that show what is no text.
const PICTURES: &[&[u8]] = &[b"img", b"embed", b"svg", b"canvas", b"object", b"video", b"iframe"];

/// Elements without an end.
const EMPTY: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
    b"track", b"wbr",
];

impl Html<'_> {
    fn listen(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.hidden.as_deref() == Some(b"style") => {
                // The last start tag is that of the sheet.
                if css::is_of_screen(&self.tag.media) {
                    self.style.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::String { value } if self.hidden.is_none() => {
                let text = String::from_utf8_lossy(value);
                match self.left_out.as_ref().map(|element| element.why) {
                    Some(WhyLeftOut::NotCounted) => self.page.leave_out(&text),
                    Some(WhyLeftOut::OffLine) => self.page.off_line(&text),
                    Some(WhyLeftOut::Lost) => self.page.lost(&text, true),
                    None => self.text(&text),
                }
            }
            _ => self.tag.listen(event, &self.sheet),
        }
    }

    /// Takes text as far as it is seen: that of no colour and of no size is no part of what is seen in its cell.
    fn text(&mut self, text: &str) {
        let Some(inherited) = self.elements.inherited().filter(|_| self.page.is_in_cell()) else {
            return self.page.text(text);
        };
        for (at, piece) in inherited.pieces(text).enumerate() {
            if at > 0 {
                self.page.part();
                self.page.text(" ");
            }
            match inherited.shows(piece) {
                Seen::Yes => self.page.text(piece),
                // What sheets from elsewhere say of it nobody knows.
                Seen::Lost => self.page.lost(piece, self.sheet.is_whole()),
                Seen::Doubtful => {
                    self.page.text(piece);
                    self.page.doubt();
                }
            }
        }
    }

    /// Takes a picture, unless it floats over the page or is as thin as a line: then it is no part of its cell.
    fn picture(&mut self) {
        let is_apart = self.is_apart || self.elements.inherited().is_some_and(Inherited::is_afloat);
        if self.is_unseen() || self.left_out.is_some() || is_apart || self.tag.is_line {
            return;
        }
        let words = self.tag.alternative.take();
        let is_image = self.tag.name == b"img";
        self.page.picture(match words.as_deref().map(str::trim) {
            Some(words) if is_figure(words) => Picture::Figure,
            // Editors put the name of the file there.
            Some(words) if is_image && PICTURE_FILES.iter().any(|ending| words.ends_with(ending)) => Picture::Unsaid,
            None if is_image => Picture::Unsaid,
            _ => Picture::Ornament,
        });
    }

    /// Whether a person does not count what the element under way holds, by its look.
    fn is_unseen(&self) -> bool {
        self.look.hidden || self.look.struck
    }

    /// Whether the element under way stands on a line: what does not is not raised from one.
    fn is_on_line(&self) -> bool {
        !OF_TABLES.contains(&self.tag.name.as_slice()) && !BLOCKS.contains(&self.tag.name.as_slice())
    }

    /// Opens the element under way, and takes how it looks by what is said of it.
    fn take_style(&mut self) {
        let is_told = self.elements.begin(std::mem::take(&mut self.tag.element));
        self.generate_after();
        let known = Some(&self.elements).filter(|_| is_told);
        let styled = self.sheet.style(known, &self.tag.hints, &self.tag.style);
        if is_told {
            self.elements.take(&styled);
        }
        if EMPTY.contains(&self.tag.name.as_slice()) {
            self.elements.end_last();
        }
        if matches!(self.tag.name.as_slice(), b"col" | b"colgroup") {
            self.elements.take_columns(&styled);
        }
        self.look = ElementLook::of(&styled.style);
        self.is_apart = looks::is_afloat(&styled.style) || looks::is_line(&styled.style);
        let is_closed = self.tag.name == b"dialog" && !self.tag.is_open && styled.style.get("display").is_empty();
        let is_drawn = || !css::draws_nothing(&String::from_utf8_lossy(&self.tag.name), &styled.style);
        self.look.hidden |= self.tag.is_hidden || is_closed || !is_drawn();
        if self.tag.is_sheet {
            self.take_linked();
        }
        if self.sheet.is_spent() || self.beside.is_spent() {
            let reason = "more rules of style than those of any page";
            self.page.failure.get_or_insert(ReadError::new(Problem::Damaged).with("reason", reason));
        }
    }

    /// Hears the sheet that a link brings, if it came with the page and goes for the screen.
    fn take_linked(&mut self) {
        let is_of_page = self.hidden.is_none() && !self.tag.is_sheet_aside && css::is_of_screen(&self.tag.media);
        let texts = if is_of_page { self.beside.linked(&self.tag.address) } else { None };
        match texts {
            Some(texts) => texts.iter().for_each(|text| self.sheet.hear(text)),
            None => self.sheet.miss(),
        }
    }

    /// Whether what the start tag under way begins counts.
    fn look(&mut self) {
        match &mut self.left_out {
            // A new cell ends whatever was left open in the one before.
            _ if [&b"td"[..], b"th", b"tr", b"table"].contains(&self.tag.name.as_slice()) => self.left_out = None,
            Some(element) => element.depth += usize::from(element.name == self.tag.name),
            None => {}
        }
        self.take_style();
        let is_cell = matches!(self.tag.name.as_slice(), b"td" | b"th") && self.page.tables_open() > 0;
        let is_of_cell = is_cell || self.page.is_in_cell();
        let is_unseen = self.is_unseen() || LEFT_OUT.contains(&self.tag.name.as_slice());
        if EMPTY.contains(&self.tag.name.as_slice()) {
            return;
        }
        // Beside the cells, what is hidden is not left out but read as hidden: it may be a table, and its title.
        let is_left_out = is_unseen && (is_of_cell || !self.look.hidden);
        let why = match () {
            () if is_left_out => Some(WhyLeftOut::NotCounted),
            () if is_unseen => None,
            () if self.look.off_line && self.is_on_line() => Some(WhyLeftOut::OffLine),
            // A cell may be drawn later, by a script.
            () if self.look.out_of_sight && is_of_cell && !is_cell => Some(WhyLeftOut::Lost),
            () => None,
        };
        if self.left_out.is_none() {
            self.left_out = why.map(|why| LeftOutElement { name: self.tag.name.clone(), depth: 1, why });
        }
        if self.unshown.is_none() && self.look.hidden {
            self.unshown = Unshown::begin(&self.tag.name, self.page.tables_open());
            self.page.hide(self.unshown.is_some());
        }
    }

    /// What was hidden is over.
    fn show(&mut self) {
        self.unshown = None;
        self.page.hide(false);
    }

    fn start(&mut self) {
        let tables = self.page.tables_open();
        if self.unshown.as_mut().is_some_and(|unshown| unshown.is_ended_by(&self.tag.name, tables)) {
            self.show();
        }
        self.look();
        if PICTURES.contains(&self.tag.name.as_slice()) && self.hidden.is_none() {
            self.picture();
        }
        match self.tag.name.as_slice() {
            name if HIDDEN.contains(&name) && self.hidden.is_none() => self.hidden = Some(self.tag.name.clone()),
            b"input" if !self.tag.is_no_field && !self.is_unseen() && self.left_out.is_none() => {
                // A field is a box of its own: what it holds does not run on into the words beside it, nor into another.
                let value = self.tag.value.take().unwrap_or_default();
                self.page.part();
                self.page.text(&format!(" {value} "));
                self.page.part();
            }
            b"a" => self.page.link(self.tag.is_link),
            b"table" => self.page.begin_table(),
            b"thead" => self.page.begin_rows(RowGroup::Head),
            b"tfoot" => self.page.begin_rows(RowGroup::Foot),
            b"tbody" => self.page.begin_rows(RowGroup::Body),
            b"tr" => {
                self.page.begin_row();
                if self.is_unseen() || self.unshown.as_ref().is_some_and(|unshown| unshown.is_rows(tables)) {
                    self.page.hide_row();
                }
            }
            b"col" => self.page.columns(self.tag.span.unwrap_or(1), self.is_unseen()),
            b"td" | b"th" => {
                self.page.begin_cell(self.tag.colspan.unwrap_or(1), self.tag.rowspan.unwrap_or(1));
                if self.is_unseen() {
                    self.page.hide_cell();
                }
            }
            name if BLOCKS.contains(&name) => self.page.break_line(),
            _ => {}
        }
        self.generate();
    }

    /// Sets the element under way apart from what stands before it in a cell, takes what the sheet puts before what it
    /// holds, and keeps what is seen where it ends.
    fn generate(&mut self) {
        let is_counted = self.left_out.is_none() && self.hidden.is_none() && !self.is_unseen();
        let is_empty = EMPTY.contains(&self.tag.name.as_slice());
        if is_counted && !is_empty && self.page.is_in_cell() && self.elements.hold_last() {
            let sides = self.elements.sides();
            if sides.before {
                self.page.part();
            }
            if let Some(before) = self.sheet.generated(&self.elements, Side::Before) {
                self.put(&before, Side::Before);
            }
            let after = self.sheet.generated(&self.elements, Side::After);
            self.elements.end_with(Ended { after, is_apart: sides.behind });
        }
    }

    /// Takes what the sheet puts behind what the elements held that have just ended, and sets them apart from what comes.
    fn generate_after(&mut self) {
        for Ended { after, is_apart } in self.elements.take_ended() {
            if let Some(after) = after {
                self.put(&after, Side::After);
            }
            if is_apart {
                self.page.part();
            }
        }
    }

    fn put(&mut self, generated: &Generated, side: Side) {
        // Where fonts of icons have theirs.
        let is_icon = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
        if generated.is_unread {
            self.page.picture(Picture::Unsaid);
        } else if generated.text.contains(is_icon) {
            self.page.picture(Picture::Ornament);
        }
        if generated.sides.before {
            self.page.part();
        }
        self.page.generated(&generated.text.replace(is_icon, ""), side == Side::Before);
        if generated.sides.behind {
            self.page.part();
        }
    }

    fn end(&mut self, name: &[u8]) {
        let tables = self.page.tables_open();
        let is_shown_again = self.unshown.as_mut().is_some_and(|unshown| unshown.is_over_with(name, tables));
        if let Some(element) = &mut self.left_out {
            element.depth -= usize::from(element.name == name);
            if element.depth == 0 || [&b"td"[..], b"th", b"tr", b"table"].contains(&name) {
                self.left_out = None;
            }
        }
        self.elements.end(&String::from_utf8_lossy(name));
        self.generate_after();
        if self.hidden.as_deref() == Some(name) {
            let style = std::mem::take(&mut self.style);
            self.beside.texts(&style).iter().for_each(|text| self.sheet.hear(text));
            self.hidden = None;
        }
        match name {
            b"a" => self.page.link(false),
            b"table" => self.page.end_table(),
            b"thead" | b"tfoot" => self.page.begin_rows(RowGroup::Body),
            b"tr" | b"td" | b"th" => self.page.close_cell(),
            name if BLOCKS.contains(&name) => self.page.break_line(),
            _ => {}
        }
        if is_shown_again {
            self.show();
        }
    }
}

/// Whether the words for those who do not see a picture are a figure.
fn is_figure(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit()) && number::is_meant(words, CellKind::Text)
}

#[cfg(test)]
mod tests;
