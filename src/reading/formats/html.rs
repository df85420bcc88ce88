//! Web pages: their tables, and the text between them.
//!
//! A tokenizer (html5gum) and our own tables, no tree: a parser that builds the tree of a hostile page takes seconds
//! and gigabytes (100,000 nested elements; tables inside tables inside tables), and all that is wanted of a page is
//! which cell stands in which row and column.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::page::Page;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;

/// Reads all tables of a page and the text around them, in the order in which they begin.
pub(in crate::reading) fn read(text: &str) -> Result<Vec<Grid>, ReadError> {
    let mut page = Page::default();
    add(text, &mut page);
    page.finish()
}

/// Reads a page after those that are in `page` already.
pub(in crate::reading) fn add(text: &str, page: &mut Page) {
    let mut html = Html { page, name: Vec::new(), attribute: Vec::new(), colspan: None, rowspan: None, hidden: None };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        html.listen(&event);
        // What comes back is the tokenizer's first item: nothing is asked for after it.
        html.page.failure.as_ref().map(|_| ())
    });
    // Scripts and styles are text, not markup.
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(text, emitter).next();
    page.end_tables();
}

/// Elements that stand on lines of their own.
const BLOCKS: &[&[u8]] = &[
    b"br", b"p", b"div", b"li", b"ul", b"ol", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"hr", b"title", b"body",
    b"section", b"article", b"header", b"footer", b"caption", b"dd", b"dt", b"option", b"pre", b"center",
];

/// A page under way, and the start tag under way with the spans of a cell.
struct Html<'p> {
    page: &'p mut Page,
    name: Vec<u8>,
    attribute: Vec<u8>,
    colspan: Option<u32>,
    rowspan: Option<u32>,
    /// Inside an element whose text nobody sees.
    hidden: Option<Vec<u8>>,
}

impl Html<'_> {
    fn listen(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = name.to_vec();
                (self.colspan, self.rowspan) = (None, None);
            }
            CallbackEvent::AttributeName { name } => self.attribute = name.to_vec(),
            CallbackEvent::AttributeValue { value } => {
                let number = || std::str::from_utf8(value).ok()?.trim().parse().ok();
                match self.attribute.as_slice() {
                    b"colspan" => self.colspan = number(),
                    b"rowspan" => self.rowspan = number(),
                    _ => {}
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } if self.hidden.is_none() => self.page.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn start(&mut self) {
        match self.name.as_slice() {
            b"script" | b"style" | b"template" | b"noscript" => self.hidden = Some(self.name.clone()),
            b"table" => self.page.begin_table(),
            b"tr" => self.page.begin_row(),
            b"td" | b"th" => self.page.begin_cell(self.colspan.unwrap_or(1), self.rowspan.unwrap_or(1)),
            name if BLOCKS.contains(&name) => self.page.break_line(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        }
        match name {
            b"table" => self.page.end_table(),
            b"tr" | b"td" | b"th" => self.page.close_cell(),
            name if BLOCKS.contains(&name) => self.page.break_line(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::bytes::problem::Problem;
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
    fn a_page_made_to_cost_time_is_refused() {
        let nested = "<table><tr><td>".repeat(100_000);
        assert_eq!(read(&nested).expect_err("too deep").problem, Problem::Damaged);
        let spans = "<table>".to_owned() + &"<tr><td rowspan=65534 colspan=1000>1".repeat(30_000);
        assert!(read(&spans).is_err());
        let divs = "<div>".repeat(1_000_000) + "<table><tr><td>1</table>";
        assert_eq!(tables(&divs).len(), 1);
        let attributes = format!("<table><tr><td {}>1</table>", "a=b ".repeat(1_000_000));
        assert_eq!(tables(&attributes), [vec![cell(0, 0, "1")]]);
    }
}
