//! ODF text documents: the tables of `content.xml` and the paragraphs between them.
//!
//! A cell says over how many columns it reaches, and what it reaches over is there as covered cells, which may hold what
//! was in them before. What was deleted with changes tracked stands at the head of the text, apart; struck, hidden and
//! raised characters are told by their styles, of characters or of the whole paragraph.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::page::Page;
use super::super::raised;
use super::damaged;
use super::look::Look;
use super::package::Package;
use super::xml::{Node, Nodes, attribute, attributes, decode};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;

/// The type that the first part of a package declares; templates add `-template`.
const TEXT: &[u8] = b"application/vnd.oasis.opendocument.text";

/// What is drawn over or beside the text it is anchored in, by the beginning of the names: what is written in a box
/// there is no part of the cell that happens to hold the anchor, and no paragraph of the text.
const DRAWN: &str = "draw:";

/// Elements whose content nobody sees, or sees elsewhere: notes, comments, phonetic guides, and what was deleted.
const UNSEEN: &[&str] = &[
    "text:tracked-changes",
    "text:note",
    "office:annotation",
    "text:ruby-text",
    "text:hidden-text",
    "office:forms",
    "text:sequence-decls",
    "text:variable-decls",
    "text:user-field-decls",
];

/// Whether a package declares to be an ODF text.
pub(super) fn is_text(package: &mut Package<'_>) -> Result<bool, ReadError> {
    package.declares(TEXT)
}

/// Reads the document.
pub(super) fn read(package: &mut Package<'_>) -> Result<Vec<Grid>, ReadError> {
    package.refuse_locked_odf()?;
    let mut styles = OdtStyles::default();
    if let Some(part) = package.part("styles.xml")? {
        let text = decode(part)?;
        let mut nodes = Nodes::new(&text);
        while let Some(node) = nodes.next()? {
            if let Node::Open(element) = node {
                styles.take(&element)?;
            }
        }
    }
    let text = decode(package.required("content.xml")?)?;
    body(&mut Nodes::new(&text), styles)
}

fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.name().into_inner()
}

/// The body of the text, on its way to a page.
struct Body {
    page: Page,
    styles: OdtStyles,
    /// How the characters of the paragraph and the spans that are open look.
    looks: Vec<Look>,
    /// For each table that is open: columns that the last cell reaches over. The covered cells there are not beside it.
    spanned: Vec<u32>,
    /// For each drawing that is open: how many paragraphs and spans it stands in. What is not in a paragraph of its own
    /// (a title, a description) is not written in it.
    drawn: Vec<usize>,
}

fn body(nodes: &mut Nodes<&[u8]>, styles: OdtStyles) -> Result<Vec<Grid>, ReadError> {
    let mut body = Body { page: Page::default(), styles, looks: Vec::new(), spanned: Vec::new(), drawn: Vec::new() };
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if name(&element).starts_with(DRAWN) => body.drawn.push(body.looks.len()),
            Node::Open(element) => {
                let is_skipped =
                    if body.drawn.is_empty() { body.open(&element)? } else { body.open_beside(name(&element)) };
                if is_skipped {
                    nodes.skip()?;
                }
            }
            Node::Close(element) if !body.drawn.is_empty() => body.close_beside(element.name().into_inner()),
            Node::Close(element) => body.close(element.name().into_inner()),
            Node::Text(text) => body.text(&text),
            Node::Empty(_) => {}
        }
        if body.page.failure.is_some() {
            break;
        }
    }
    body.page.finish()
}

impl Body {
    /// Takes note of an element; says whether what is in it is passed over.
    fn open(&mut self, element: &BytesStart<'_>) -> Result<bool, ReadError> {
        match name(element) {
            "table:table" => {
                self.page.begin_table();
                self.spanned.push(0);
            }
            "table:table-row" => {
                self.page.begin_row();
                self.spanned.last_mut().into_iter().for_each(|spanned| *spanned = 0);
            }
            "table:table-cell" => {
                let columns = count(element, "table:number-columns-spanned")?;
                self.page.begin_cell(columns, 1);
                self.spanned.last_mut().into_iter().for_each(|spanned| *spanned = columns.saturating_sub(1));
            }
            "table:covered-table-cell" => {
                let repeated = count(element, "table:number-columns-repeated")?;
                let under = self.spanned.last().map_or(0, |spanned| repeated.min(*spanned));
                self.spanned.last_mut().into_iter().for_each(|spanned| *spanned -= under);
                self.page.skip_columns(repeated - under);
                return Ok(true);
            }
            "text:p" | "text:h" | "text:span" => {
                let look = self.looks.last().copied().unwrap_or_default();
                self.looks.push(self.styles.look(element, look)?);
            }
            "text:s" | "text:tab" => self.page.text(" "),
            "text:line-break" => self.page.break_line(),
            "text:section" => return Ok(attribute(element, "text:display")?.as_deref() == Some("none")),
            other if UNSEEN.contains(&other) => return Ok(true),
            _ => self.styles.take(element)?,
        }
        Ok(false)
    }

    fn close(&mut self, name: &str) {
        match name {
            "table:table" => {
                self.page.end_table();
                self.spanned.pop();
            }
            "table:table-cell" => self.page.close_cell(),
            "text:p" | "text:h" => {
                self.looks.pop();
                self.page.break_line();
            }
            "text:span" => drop(self.looks.pop()),
            _ => {}
        }
    }

    /// The same within a drawing.
    fn open_beside(&mut self, name: &str) -> bool {
        match name {
            "text:p" | "text:h" | "text:span" => self.looks.push(Look::default()),
            "text:s" | "text:tab" | "text:line-break" => self.page.leave_out(" "),
            other => return UNSEEN.contains(&other),
        }
        false
    }

    fn close_beside(&mut self, name: &str) {
        match name {
            other if other.starts_with(DRAWN) => self.looks.truncate(self.drawn.pop().unwrap_or(0)),
            "text:p" | "text:h" => {
                self.looks.pop();
                self.page.leave_out(" ");
            }
            "text:span" => drop(self.looks.pop()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.drawn.last() {
            Some(outside) if self.looks.len() > *outside => self.page.leave_out(text),
            Some(_) => {}
            None => match self.looks.last() {
                Some(look) if look.is_unseen() => self.page.leave_out(text),
                Some(look) if look.off_line => self.page.off_line(text),
                Some(_) => self.page.text(text),
                None => {}
            },
        }
    }
}

fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
    let Some(text) = attribute(element, name)? else { return Ok(1) };
    let count: u32 = text.trim().parse().map_err(|_| damaged(format!("a cell reaches over {text} columns")))?;
    Ok(count.clamp(1, limits::MAX_COLUMNS))
}

/// Styles of one document; a long one has some thousand.
const MAX_STYLES: usize = 50_000;
/// How many styles a style is based on in turn.
const MAX_PARENTS: usize = 16;

/// What styles say of the look of characters, by family and name.
#[derive(Default)]
struct OdtStyles {
    known: HashMap<(Family, String), OdtStyle>,
    /// The style whose properties are being read.
    current: Option<(Family, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Family {
    Characters,
    Paragraphs,
}

/// A style: what it says itself, and what it is based on.
#[derive(Debug, Default)]
struct OdtStyle {
    parent: Option<String>,
    struck: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
    off_line: Option<bool>,
}

impl OdtStyles {
    /// Takes an element, if it is of a style.
    fn take(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match name(element) {
            "style:style" => {
                let (mut family, mut named, mut parent) = (None, String::new(), None);
                attributes(element, |key, value| {
                    match key {
                        "style:family" if value == "text" => family = Some(Family::Characters),
                        "style:family" if value == "paragraph" => family = Some(Family::Paragraphs),
                        "style:name" => named = value.into_owned(),
                        "style:parent-style-name" => parent = Some(value.into_owned()),
                        _ => {}
                    }
                    Ok(())
                })?;
                let longest = named.len().max(parent.as_ref().map_or(0, String::len));
                if self.known.len() >= MAX_STYLES || longest > limits::MAX_SHEET_NAME_BYTES {
                    return Err(damaged(format!("more than {MAX_STYLES} styles, or one with an endless name")));
                }
                self.current = family.map(|family| (family, named));
                if let Some(current) = &self.current {
                    self.known.insert(current.clone(), OdtStyle { parent, ..OdtStyle::default() });
                }
            }
            "style:text-properties" => {
                let Some(style) = self.current.as_ref().and_then(|current| self.known.get_mut(current)) else {
                    return Ok(());
                };
                attributes(element, |key, value| {
                    match key {
                        "style:text-line-through-style" | "style:text-line-through-type" => {
                            style.struck = Some(value != "none" && style.struck != Some(false));
                        }
                        "text:display" => style.hidden = Some(value == "none"),
                        "style:text-position" => {
                            style.raised = Some(raised::is_exponent(&value));
                            style.off_line = Some(raised::by_text_position(&value));
                        }
                        _ => {}
                    }
                    Ok(())
                })?;
            }
            // The properties of these are no style's.
            "text:list-style" | "style:default-style" | "style:page-layout" | "office:body" => self.current = None,
            _ => {}
        }
        Ok(())
    }

    /// How the text of an element looks that stands in text of a given look.
    fn look(&self, element: &BytesStart<'_>, around: Look) -> Result<Look, ReadError> {
        let (family, around) = match name(element) {
            "text:span" => (Family::Characters, around),
            _ => (Family::Paragraphs, Look::default()),
        };
        let mut next = attribute(element, "text:style-name")?.map(std::borrow::Cow::into_owned);
        let (mut struck, mut hidden, mut raised, mut off_line) = (None, None, None, None);
        for _ in 0..MAX_PARENTS {
            let Some(style) = next.take().and_then(|named| self.known.get(&(family, named))) else { break };
            struck = struck.or(style.struck);
            hidden = hidden.or(style.hidden);
            raised = raised.or(style.raised);
            off_line = off_line.or(style.off_line);
            next.clone_from(&style.parent);
        }
        Ok(Look {
            struck: struck.unwrap_or(around.struck),
            hidden: hidden.unwrap_or(around.hidden),
            raised: raised.unwrap_or(around.raised),
            off_line: off_line.unwrap_or(around.off_line),
            ..Look::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::reading::cells::grid::Origin;

    /// The texts of a document with these styles and this body; those of tables with their places.
    fn texts(styles: &str, body: &str) -> Vec<String> {
        let content = format!("<d><a>{styles}</a><office:body><office:text>{body}</office:text></office:body></d>");
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("mimetype", std::str::from_utf8(TEXT).expect("ASCII")), ("content.xml", &content)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(content.as_bytes()).expect("written to memory");
        }
        let source = zip.finish().expect("a package").into_inner().into();
        let mut package = Package::open(&source).expect("a package");
        assert!(is_text(&mut package).expect("whole"));
        let grids = read(&mut package).expect("a document");
        let place = |grid: &Grid, row, column| match grid.origin {
            Origin::Table(_) => format!("{row},{column}="),
            _ => String::new(),
        };
        let of = |grid: &Grid| {
            let cells = grid.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.index, cell)));
            cells.map(|(row, cell)| place(grid, row, cell.column) + &cell.text).collect::<Vec<_>>()
        };
        grids.iter().flat_map(of).collect()
    }

    fn cell(attributes: &str, text: &str) -> String {
        format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
    }

    #[test]
    fn merged_cells_stand_where_they_are_printed() {
        let covered = "<table:covered-table-cell><text:p>old</text:p></table:covered-table-cell>";
        let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
        let wide = cell("table:number-columns-spanned=\"2\"", "wide");
        let tall = cell("table:number-rows-spanned=\"2\"", "tall");
        let table = [
            row(&format!("{wide}{covered}{}", cell("", "c"))),
            row(&format!("{tall}{}{}", cell("", "b"), cell("", "c"))),
            row(&format!("{covered}{}{}", cell("", "b"), cell("", "<text:span>c</text:span>"))),
        ];
        let body = format!("<text:h>above</text:h><table:table>{}</table:table><text:p>below</text:p>", table.concat());
        assert_eq!(
            texts("", &body),
            ["above", "0,0=wide", "0,2=c", "1,0=tall", "1,1=b", "1,2=c", "2,1=b", "2,2=c", "below"]
        );
    }

    #[test]
    fn styles_without_end_are_refused() {
        let refused = |styles: &str| {
            let mut styles_read = OdtStyles::default();
            let text = format!("<a>{styles}</a>");
            let mut nodes = Nodes::new(&text);
            while let Some(node) = nodes.next().expect("XML") {
                if let Node::Open(element) = node
                    && styles_read.take(&element).is_err()
                {
                    return true;
                }
            }
            false
        };
        let style = |name: &str| format!("<style:style style:family=\"text\" style:name=\"{name}\"/>");
        assert!(!refused(&style("T1")));
        assert!(refused(&style(&"T".repeat(5_000))));
        let many: String = (0..=MAX_STYLES).map(|number| style(&number.to_string())).collect();
        assert!(refused(&many));
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let style = |family: &str, name: &str, more: &str, properties: &str| {
            format!(
                "<style:style style:family=\"{family}\" style:name=\"{name}\" {more}><style:text-properties {properties}/></style:style>"
            )
        };
        let styles = [
            style("text", "Cut", "", "style:text-line-through-style=\"solid\" style:text-line-through-type=\"double\""),
            style("text", "T1", "style:parent-style-name=\"Cut\"", "fo:color=\"#000\""),
            style("text", "T2", "", "text:display=\"none\""),
            style("text", "T3", "", "style:text-line-through-style=\"none\" style:text-line-through-type=\"none\""),
            style("text", "T4", "", "style:text-position=\"super 58%\""),
            style("text", "T5", "", "style:text-position=\"-33% 58%\""),
            style("text", "T6", "", "style:text-position=\"0% 100%\""),
            style("paragraph", "P1", "", "style:text-line-through-style=\"solid\""),
        ]
        .concat();
        let span = |style: &str, text: &str| format!("<text:span text:style-name=\"{style}\">{text}</text:span>");
        let body = format!(
            "<text:tracked-changes><text:p>9</text:p></text:tracked-changes>\
             <text:p>1{}{}2<text:note><text:p>9</text:p></text:note><draw:frame><text:p>9</text:p></draw:frame>3</text:p>\
             <text:p text:style-name=\"P1\">9{}</text:p>\
             <text:section text:display=\"none\"><text:p>9</text:p></text:section>\
             <text:p>{}{}5{}</text:p>\
             <text:p>a<text:s text:c=\"9\"/>b<text:tab/>c<text:line-break/>d</text:p>",
            span("T1", &format!("8{}", span("T3", "-"))),
            span("T2", "7"),
            span("T3", "4"),
            span("T4", "9"),
            span("T5", &format!("9{}", span("T6", "4"))),
            span("T6", "6")
        );
        assert_eq!(texts(&styles, &body), ["1-23", "4", "456", "a b c", "d"]);
    }
}
