//! Web pages: their tables, and the text between them.
//!
//! A tokenizer (html5gum) and our own tables, no tree: a parser that builds the tree of a hostile page takes seconds
//! and gigabytes (100,000 nested elements; tables inside tables inside tables), and all that is wanted of a page is
//! which cell stands in which row and column.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::css::{self, Inherited, OpenElements, Seen, StyleSheet};
use super::format::PICTURES as PICTURE_FILES;
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
    add(text, &mut page);
    page.finish()
}

/// Reads a page after those that are in `page` already.
pub(in crate::reading) fn add(text: &str, page: &mut Page) {
    let mut html = Html {
        page,
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
        let inherited = self.elements.inherited().filter(|_| self.page.is_in_cell());
        match inherited.map_or(Seen::Yes, |inherited| inherited.shows(text)) {
            Seen::Yes => self.page.text(text),
            // What sheets from elsewhere say of it nobody knows.
            Seen::Lost => self.page.lost(text, self.sheet.is_whole()),
            Seen::Doubtful => {
                self.page.text(text);
                self.page.doubt();
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
        self.look.hidden |= self.tag.is_hidden;
        if self.tag.is_sheet {
            self.sheet.miss();
        }
        if self.sheet.is_spent() {
            let reason = "more rules of style than those of any page";
            self.page.failure.get_or_insert(ReadError::new(Problem::Damaged).with("reason", reason));
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
                // A field is a box of its own: what it holds does not run on into the words beside it.
                let value = self.tag.value.take().unwrap_or_default();
                self.page.text(&format!(" {value} "));
            }
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
        if self.hidden.as_deref() == Some(name) {
            let style = std::mem::take(&mut self.style);
            self.sheet.hear(&style);
            self.hidden = None;
        }
        match name {
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
mod tests {
    use super::*;
    use crate::reading::cells::grid::Origin;

    /// The cells of each table of a page: row, column, text.
    fn tables(page: &str) -> Vec<Vec<(u32, u32, String)>> {
        let grids = read(page).expect("a page");
        let tables = grids.iter().filter(|grid| matches!(grid.origin, Origin::Table(_)));
        let cells = |grid: &Grid| {
            let rows = grid.rows.iter();
            rows.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell.column, cell.text.clone()))).collect()
        };
        tables.map(cells).collect()
    }

    fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
        (row, column, text.to_owned())
    }

    #[test]
    fn cells_are_laid_out_as_browsers_do() {
        let page = "<table><tr><td rowspan=2>a</td><td colspan='2'>b</td></tr><tr><td>c</td><th>d</th></tr></table>";
        assert_eq!(tables(page), [vec![cell(0, 0, "a"), cell(0, 1, "b"), cell(1, 1, "c"), cell(1, 2, "d")]]);
    }

    #[test]
    fn tag_soup_is_read_as_browsers_read_it() {
        let page =
            "<TABLE><TR><TD>一<br>二<TD>&nbsp;<td><p><span>3</span><span>4</span></p><tr><td>&#20108;<td>5</table>";
        assert_eq!(tables(page), [vec![cell(0, 0, "一\n二"), cell(0, 2, "34"), cell(1, 0, "二"), cell(1, 1, "5")]]);
    }

    #[test]
    fn a_table_that_lays_out_the_page_is_text_and_the_table_inside_is_one() {
        let page = "<table><tr><td>标题<table><tr><td>规章<td>0</table>落款</td></tr></table>";
        let grids = read(page).expect("a page");
        let words: Vec<_> =
            grids.iter().flat_map(|g| &g.rows).flat_map(|r| &r.cells).map(|c| c.text.as_str()).collect();
        assert_eq!(words, ["标题", "规章", "0", "落款"]);
        assert_eq!(tables(page).iter().filter(|cells| !cells.is_empty()).count(), 1);
    }

    #[test]
    fn what_nobody_sees_is_not_read() {
        let page = "<style>td{}</style><script>var a='<table><tr><td>9</table>'</script><table><tr><td>1</table>";
        assert_eq!(tables(page), [vec![cell(0, 0, "1")]]);
    }

    #[test]
    fn what_a_person_does_not_count_is_left_out_and_noted() {
        let left_out = |inner: &str| {
            let grids = read(&format!("<table><tr><td>行政许可<td>{inner}<td>1</table>")).expect("a page");
            let texts: Vec<_> = grids[0].rows[0].cells.iter().map(|cell| (cell.column, cell.text.clone())).collect();
            let left_out: Vec<_> = grids[0].left_out.iter().map(|one| (one.column, one.text.clone())).collect();
            (texts.iter().find(|(column, _)| *column == 1).map(|(_, text)| text.clone()), left_out)
        };
        for inner in [
            "4587<s>1</s>",
            "4587<del>1</del>",
            "4587<sup>1</sup>",
            "4587<span hidden>1</span>",
            "4587<span style='display: none'>1</span>",
            "4587<b style=\"text-decoration:underline line-through\">1</b>",
            "4587<span style='visibility:hidden'><span>1</span></span>",
            "<i>45</i>87<s>1",
            "<style>.old{text-decoration:line-through}</style>4587<span class='big old'>1</span>",
            "4587<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>1</span>",
            "4587<span style='vertical-align:4px'>1</span>",
            "<style>.note{vertical-align:super}</style>4587<span class=note>1</span>",
            "<style>#note,b.x{display:none}</style>4587<b class=x>1</b>",
        ] {
            assert_eq!(left_out(inner), (Some("4587".to_owned()), vec![(1, "1".to_owned())]), "{inner}");
        }
        // Nobody sees these off the line, or they stand on none, or nothing stands on the line beside them.
        for inner in [
            "<span style='position:relative;top:3.0pt;mso-text-raise:-3.0pt'>4587</span>",
            "<span style='vertical-align:-6px'>45</span><span style='vertical-align:-6px'>87</span>",
            "458<span style='vertical-align:1px'>7</span>",
            "<p style='position:relative;top:9px'>4587</p>",
            "4587<td style='vertical-align:super'>8",
        ] {
            assert_eq!(left_out(inner), (Some("4587".to_owned()), vec![]), "{inner}");
        }
        assert_eq!(left_out("<s>9</s>"), (None, vec![(1, "9".to_owned())]));
        assert_eq!(left_out("<input value=45><input type=hidden value=9>"), (Some("45".to_owned()), vec![]));
        assert_eq!(left_out("45<canvas>9</canvas><br>"), (Some("45".to_owned()), vec![]));
        assert_eq!(left_out("<input value=45><span>45</span>"), (Some("45 45".to_owned()), vec![]));
    }

    #[test]
    fn a_page_made_to_cost_time_is_refused() {
        let nested = "<table><tr><td>".repeat(100_000);
        assert_eq!(read(&nested).expect_err("too deep").problem, Problem::Damaged);
        let spans = "<table>".to_owned() + &"<tr><td rowspan=65534 colspan=1000>1".repeat(30_000);
        assert!(read(&spans).is_err());
        let style = format!("<style>{}</style>", "i div b{display:none}".repeat(5_000));
        let styled = style + &"<div>".repeat(100) + &"<b>1</b>".repeat(200);
        assert_eq!(read(&styled).expect_err("too many steps").problem, Problem::Damaged);
        let divs = "<div>".repeat(1_000_000) + "<table><tr><td>1</table>";
        assert_eq!(tables(&divs).len(), 1);
        let attributes = format!("<table><tr><td {}>1</table>", "a=b ".repeat(1_000_000));
        assert_eq!(tables(&attributes), [vec![cell(0, 0, "1")]]);
    }
}
