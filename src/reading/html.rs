//! Web pages: their tables, and the text between them.
//!
//! A tokenizer (html5gum) and our own tables, no tree: a parser that builds the tree of a hostile page takes seconds
//! and gigabytes (100,000 nested elements; tables inside tables inside tables), and all that is wanted of a page is
//! which cell stands in which row and column. Cells are laid out as browsers do, rowspan and colspan included, each
//! bounded. A table that holds another table in a cell only lays out the page: its text is read as text.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::grid::{CellKind, Grid, GridBuilder, Origin};
use super::limits;
use super::problem::{Problem, ReadError};

/// How deep tables may stand inside tables; content systems use three or four.
const MAX_DEPTH: usize = 64;
/// Columns that one cell may span, as browsers limit it.
const MAX_COLSPAN: u32 = 1_000;
/// Rows that one cell may span, as browsers limit it.
const MAX_ROWSPAN: u32 = 65_534;
/// Grid positions that cells over several rows may cover in one page.
const MAX_SPANNED: u64 = 20_000_000;

/// Reads all tables of a page and the text around them, in the order in which they begin.
pub(super) fn read(text: &str) -> Result<Vec<Grid>, ReadError> {
    let mut page = Page::default();
    let mut tag = Tag::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        if page.failure.is_none() {
            listen(&mut page, &mut tag, &event);
        }
        // What comes back is the tokenizer's first item: nothing is asked for after it.
        page.failure.as_ref().map(|_| ())
    });
    // Scripts and styles are text, not markup.
    emitter.naively_switch_states(true);
    let _ = Tokenizer::new_with_emitter(text, emitter).next();
    match page.failure.take() {
        Some(failure) => Err(failure),
        None => page.finish(),
    }
}

/// A start tag under way: its name, and the spans of a cell.
#[derive(Default)]
struct Tag {
    name: Vec<u8>,
    attribute: Vec<u8>,
    colspan: Option<u32>,
    rowspan: Option<u32>,
}

fn listen(page: &mut Page, tag: &mut Tag, event: &CallbackEvent<'_>) {
    match event {
        CallbackEvent::OpenStartTag { name } => *tag = Tag { name: name.to_vec(), ..Tag::default() },
        CallbackEvent::AttributeName { name } => tag.attribute = name.to_vec(),
        CallbackEvent::AttributeValue { value } => {
            let number = || std::str::from_utf8(value).ok()?.trim().parse().ok();
            match tag.attribute.as_slice() {
                b"colspan" => tag.colspan = number(),
                b"rowspan" => tag.rowspan = number(),
                _ => {}
            }
        }
        CallbackEvent::CloseStartTag { .. } => page.start(tag),
        CallbackEvent::EndTag { name } => page.end(name),
        CallbackEvent::String { value } => page.text(&String::from_utf8_lossy(value)),
        CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
    }
}

/// A page under way.
#[derive(Default)]
struct Page {
    surfaces: Vec<Draft>,
    open: Vec<OpenTable>,
    /// The paragraph under way, outside of data tables.
    paragraph: String,
    paragraphs: u32,
    tables: u32,
    /// Inside an element whose text nobody sees.
    hidden: Option<Vec<u8>>,
    bytes: usize,
    cells: usize,
    spanned: u64,
    failure: Option<ReadError>,
}

/// A surface as far as it has come.
enum Draft {
    /// Paragraphs with their numbers.
    Text(Vec<(u32, String)>),
    Table {
        number: u32,
        /// Row, column and text.
        cells: Vec<(u32, u32, String)>,
        /// Per row: how many columns it has.
        widths: Vec<u32>,
    },
}

/// A table under way.
struct OpenTable {
    draft: usize,
    row: Option<u32>,
    column: u32,
    cell: Option<OpenCell>,
    /// Per column: the first row that a cell from above leaves free.
    free_from: Vec<u32>,
}

struct OpenCell {
    column: u32,
    text: String,
    /// A table began inside.
    lays_out: bool,
}

impl Page {
    fn start(&mut self, tag: &Tag) {
        match tag.name.as_slice() {
            b"script" | b"style" | b"template" | b"noscript" => self.hidden = Some(tag.name.clone()),
            b"table" => self.begin_table(),
            b"tr" => self.begin_row(),
            b"td" | b"th" => self.begin_cell(tag),
            name => self.break_line(name),
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.hidden.as_deref() == Some(name) {
            self.hidden = None;
        }
        match name {
            b"table" => {
                self.close_cell();
                self.end_paragraph();
                self.open.pop();
            }
            b"tr" | b"td" | b"th" => self.close_cell(),
            name => self.break_line(name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        self.bytes += text.len();
        let target = match self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) if !cell.lays_out => &mut cell.text,
            _ => &mut self.paragraph,
        };
        // As browsers do, any run of white space is one space; U+00A0 is not white space here.
        for c in text.chars() {
            let c = if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') { ' ' } else { c };
            if c != ' ' || !target.ends_with([' ', '\n']) {
                target.push(c);
            }
        }
    }

    /// Elements that stand on lines of their own.
    fn break_line(&mut self, name: &[u8]) {
        let block: &[&[u8]] = &[
            b"br", b"p", b"div", b"li", b"ul", b"ol", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"hr", b"title",
            b"body", b"section", b"article", b"header", b"footer", b"caption", b"dd", b"dt", b"option", b"pre",
            b"center",
        ];
        if !block.contains(&name) {
            return;
        }
        match self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            Some(cell) if !cell.lays_out => cell.text.push('\n'),
            _ => self.end_paragraph(),
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if text.trim().is_empty() {
            return;
        }
        self.paragraphs += 1;
        let line = (self.paragraphs, text);
        match self.surfaces.last_mut() {
            Some(Draft::Text(lines)) => lines.push(line),
            _ => self.surfaces.push(Draft::Text(vec![line])),
        }
    }

    fn begin_table(&mut self) {
        if self.open.len() >= MAX_DEPTH || self.surfaces.len() >= limits::MAX_SHEETS {
            let reason = format!("more than {MAX_DEPTH} tables inside each other, or {} in all", limits::MAX_SHEETS);
            self.failure = Some(ReadError::new(Problem::Damaged).with("reason", reason));
            return;
        }
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            self.paragraph.push_str(&std::mem::take(&mut cell.text));
            cell.lays_out = true;
        }
        self.end_paragraph();
        self.tables += 1;
        self.surfaces.push(Draft::Table { number: self.tables, cells: Vec::new(), widths: Vec::new() });
        let draft = self.surfaces.len() - 1;
        self.open.push(OpenTable { draft, row: None, column: 0, cell: None, free_from: Vec::new() });
    }

    fn begin_row(&mut self) {
        self.close_cell();
        if let Some(table) = self.open.last_mut() {
            table.row = Some(table.row.map_or(0, |row| row + 1));
            table.column = 0;
        }
    }

    fn begin_cell(&mut self, tag: &Tag) {
        self.close_cell();
        let Some(table) = self.open.last_mut() else { return };
        let row = *table.row.get_or_insert(0);
        let is_taken = |column: u32| table.free_from.get(column as usize).is_some_and(|free| *free > row);
        let mut column = table.column;
        while is_taken(column) {
            column += 1;
        }
        let (colspan, rowspan) = (tag.colspan.unwrap_or(1), tag.rowspan.unwrap_or(1));
        // Zero rows means all that are left.
        let rowspan = if rowspan == 0 { MAX_ROWSPAN } else { rowspan.min(MAX_ROWSPAN) };
        let end = column + colspan.clamp(1, MAX_COLSPAN);
        if rowspan > 1 {
            self.spanned += u64::from(end - column);
            table.free_from.resize(table.free_from.len().max(end as usize), 0);
            table.free_from[column as usize..end as usize].fill(row + rowspan);
        }
        table.column = end;
        table.cell = Some(OpenCell { column, text: String::new(), lays_out: false });
        self.cells += 1;
        if self.cells > limits::MAX_CELLS || self.bytes > limits::MAX_CELL_TEXT_BYTES || self.spanned > MAX_SPANNED {
            self.failure = Some(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_CELLS));
        } else if end > limits::MAX_COLUMNS {
            let error = ReadError::new(Problem::TooManyFields).with("limit", limits::MAX_COLUMNS);
            self.failure = Some(error.with("line", u64::from(row) + 1));
        }
    }

    fn close_cell(&mut self) {
        self.hidden = None;
        let Some(table) = self.open.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        let Some(Draft::Table { cells, widths, .. }) = self.surfaces.get_mut(table.draft) else { return };
        let row = table.row.unwrap_or(0);
        widths.resize(widths.len().max(row as usize + 1), 0);
        widths[row as usize] = widths[row as usize].max(table.column);
        if !cell.lays_out && !cell.text.trim().is_empty() {
            cells.push((row, cell.column, cell.text));
        }
        if cell.lays_out {
            self.end_paragraph();
        }
    }

    fn finish(mut self) -> Result<Vec<Grid>, ReadError> {
        // A page that was cut off ends everything that is open.
        while !self.open.is_empty() {
            self.close_cell();
            self.open.pop();
        }
        self.end_paragraph();
        let mut builder = GridBuilder::default();
        for surface in self.surfaces {
            match surface {
                Draft::Text(lines) => {
                    builder.begin(Origin::Text, false);
                    for (number, text) in lines {
                        builder.push(number - 1, 0, &text, CellKind::Text)?;
                    }
                }
                Draft::Table { number, cells, widths } => {
                    builder.begin(Origin::Table(number), false);
                    for (row, column, text) in cells {
                        builder.push(row, column, &text, CellKind::Text)?;
                        builder.widen(row, widths.get(row as usize).copied().unwrap_or(0));
                    }
                }
            }
        }
        Ok(builder.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
