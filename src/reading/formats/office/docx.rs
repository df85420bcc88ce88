//! Word documents: `word/document.xml`, its tables and the paragraphs between them.
//!
//! What counts is what a reader of the document sees: text that was deleted or moved away with changes tracked is not
//! text, nor is a row that was deleted so; a content control or a link is looked through. A cell merged downwards has a
//! cell of its own in every row (`vMerge`), empty but for the first, so only the columns it spans have to be counted.

use quick_xml::events::BytesStart;

use super::super::page::Page;
use super::super::raised;
use super::damaged;
use super::package::Package;
use super::relations::main_part;
use super::xml::{Node, Nodes, attribute, decode, local};
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;

/// Elements whose content is no text of the document as it is: the second of two renderings, phonetic guides, codes of
/// fields, what properties were before a change.
const ASIDE: &[&str] = &["Fallback", "rt", "instrText", "delInstrText", "rPrChange"];

/// Elements whose text was deleted or moved away with changes tracked.
const DELETED: &[&str] = &["del", "moveFrom"];

/// Marks among the properties of a run by which a person does not count it.
const UNSEEN: &[&str] = &["strike", "dstrike", "vanish"];

/// Elements that are drawn over or beside the text they are anchored in: what is written in a box there is no part of the
/// cell that happens to hold the anchor.
const DRAWN: &[&str] = &["drawing", "pict", "object", "txbxContent"];

/// Reads the document.
pub(super) fn read(package: &mut Package<'_>) -> Result<Vec<Grid>, ReadError> {
    let part = main_part(package)?;
    let text = decode(package.required(&part)?)?;
    let mut nodes = Nodes::new(&text);
    let mut body = Body::default();
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) => match body.open(&element)? {
                Inside::Read => {}
                Inside::Skipped => nodes.skip()?,
                Inside::OfRow => row_properties(&mut nodes, &mut body.page)?,
            },
            Node::Close(element) => body.close(element.local_name().into_inner()),
            Node::Text(text) if body.in_text => body.text(&text),
            Node::Empty(_) | Node::Text(_) => {}
        }
        if body.page.failure.is_some() {
            break;
        }
    }
    body.page.finish()
}

/// The body of the document, on its way to a page.
#[derive(Default)]
struct Body {
    page: Page,
    in_text: bool,
    /// How many deletions are open.
    deletions: usize,
    run: Run,
    is_cell_deleted: bool,
    /// For each drawing that is open: whether it is anchored in a cell, and the run it stands in.
    drawn: Vec<(bool, Run)>,
}

/// What becomes of what is in an element.
enum Inside {
    Read,
    Skipped,
    /// Properties of a row: a mark among them says that the row itself was deleted.
    OfRow,
}

/// A run of characters: whether one is open, and whether by its own properties nobody sees it.
#[derive(Clone, Copy, Default)]
struct Run {
    is_open: bool,
    is_unseen: bool,
    /// Set off its line: a mark, where other text stands beside it.
    is_off_line: bool,
}

impl Body {
    /// Whether the text stands in a drawing that is anchored in a cell.
    fn is_beside(&self) -> bool {
        self.drawn.last().is_some_and(|(in_cell, _)| *in_cell)
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<Inside, ReadError> {
        let is_beside = self.is_beside();
        match local(element) {
            name if DRAWN.contains(&name) => {
                self.drawn.push((is_beside || self.page.is_in_cell(), self.run));
                self.run = Run::default();
            }
            // A table in a box that is anchored in a cell is no table of the page.
            "tbl" | "tr" | "tc" | "trPr" | "gridSpan" | "cellDel" if is_beside => {}
            "tbl" => self.page.begin_table(),
            "tr" => self.page.begin_row(),
            "trPr" => return Ok(Inside::OfRow),
            "tc" => {
                self.is_cell_deleted = false;
                self.page.begin_cell(1, 1);
            }
            "cellDel" => self.is_cell_deleted = true,
            "r" => self.run = Run { is_open: true, ..Run::default() },
            name if self.run.is_open && UNSEEN.contains(&name) => {
                self.run.is_unseen |= is_on(attribute(element, "w:val")?.as_deref());
            }
            "vertAlign" if self.run.is_open => {
                self.run.is_unseen |= attribute(element, "w:val")?.is_some_and(|align| align != "baseline");
            }
            "position" if self.run.is_open => {
                let distance = attribute(element, "w:val")?.and_then(|value| value.trim().parse().ok());
                self.run.is_off_line = distance.is_some_and(raised::by_half_points);
            }
            name if DELETED.contains(&name) => self.deletions += 1,
            "gridSpan" => self.page.span(number(attribute(element, "w:val")?.as_deref())?),
            "t" | "delText" => self.in_text = true,
            "br" | "cr" | "tab" if is_beside => self.page.leave_out(" "),
            "br" | "cr" => self.page.break_line(),
            "tab" => self.page.text(" "),
            "noBreakHyphen" if is_beside => self.page.leave_out("-"),
            "noBreakHyphen" => self.page.text("-"),
            name if ASIDE.contains(&name) => return Ok(Inside::Skipped),
            _ => {}
        }
        Ok(Inside::Read)
    }

    fn close(&mut self, name: &str) {
        let is_beside = self.is_beside();
        match name {
            name if DRAWN.contains(&name) => self.run = self.drawn.pop().map_or(self.run, |(_, run)| run),
            "tbl" | "tc" if is_beside => {}
            "p" if is_beside => self.page.leave_out(" "),
            "tbl" => self.page.end_table(),
            "tc" => self.page.close_cell(),
            "p" => self.page.break_line(),
            "t" | "delText" => self.in_text = false,
            "r" => self.run.is_open = false,
            name if DELETED.contains(&name) => self.deletions = self.deletions.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.deletions > 0 || self.run.is_unseen || self.is_cell_deleted || self.is_beside() {
            self.page.leave_out(text);
        } else if self.run.is_off_line {
            self.page.off_line(text);
        } else {
            self.page.text(text);
        }
    }
}

/// The properties of a row: columns left out before its first cell, and whether it was deleted with changes tracked.
fn row_properties(nodes: &mut Nodes<&[u8]>, page: &mut Page) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => match local(&element) {
                "gridBefore" => page.skip_columns(number(attribute(&element, "w:val")?.as_deref())?),
                "del" => page.drop_row(),
                _ => {}
            },
            Some(_) => {}
            None => break,
        }
    }
    Ok(())
}

/// Whether a mark is on: it may be there to switch off what a style says.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off" | "none"))
}

fn number(value: Option<&str>) -> Result<u32, ReadError> {
    match value {
        None => Ok(1),
        Some(value) => value.trim().parse().map_err(|_| damaged(format!("a cell spans “{value}” columns"))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::reading::cells::grid::Origin;

    /// The cells of all tables of a document with this body: row, column, text.
    fn cells(body: &str) -> Vec<(u32, u32, String)> {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = format!(
            "<Relationships><Relationship Id='a' Type='{office}/officeDocument' Target='word/document.xml'/></Relationships>"
        );
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("_rels/.rels", &relations), ("word/document.xml", &document)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            zip.write_all(content.as_bytes()).expect("written to memory");
        }
        let bytes = zip.finish().expect("a package").into_inner();
        let grids = read(&mut Package::open(&bytes.into()).expect("a package")).expect("a document");
        let tables = grids.iter().filter(|grid| matches!(grid.origin, Origin::Table(_)));
        let rows = tables.flat_map(|grid| &grid.rows);
        rows.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell.column, cell.text.clone()))).collect()
    }

    fn cell(row: u32, column: u32, text: &str) -> (u32, u32, String) {
        (row, column, text.to_owned())
    }

    fn tc(properties: &str, inner: &str) -> String {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{inner}</w:p></w:tc>")
    }

    fn run(text: &str) -> String {
        format!("<w:r><w:t>{text}</w:t></w:r>")
    }

    /// What programs make of printed pages sets whole cells off their line; a mark stands beside other text.
    #[test]
    fn text_is_off_its_line_beside_other_text_alone() {
        let off = |text: &str| format!("<w:r><w:rPr><w:position w:val='-6'/></w:rPr><w:t>{text}</w:t></w:r>");
        let body = format!(
            "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}{}</w:p></w:tc></w:tr></w:tbl>",
            off("45871"),
            run("4587"),
            off("1")
        );
        assert_eq!(cells(&body), [cell(0, 0, "45871"), cell(0, 1, "4587")]);
    }

    #[test]
    fn merged_cells_stand_where_they_are_printed() {
        let merged = tc("<w:vMerge w:val='restart'/>", &run("三"));
        let wide = tc("<w:gridSpan w:val='2'/>", &run("申请人"));
        let below = tc("<w:vMerge/>", "");
        let body = format!(
            "<w:tbl><w:tr>{merged}{wide}</w:tr><w:tr>{below}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{}</w:tr></w:tbl>",
            tc("", &run("1")),
            tc("", &run("2")),
            tc("", &run("3"))
        );
        assert_eq!(
            cells(&body),
            [cell(0, 0, "三"), cell(0, 1, "申请人"), cell(1, 1, "1"), cell(1, 2, "2"), cell(2, 2, "3")]
        );
    }

    #[test]
    fn changes_that_are_tracked_away_are_not_there() {
        let deleted = "<w:del><w:r><w:delText>9</w:delText><w:t>9</w:t></w:r></w:del>";
        let inserted = format!("<w:ins>{}</w:ins>", run("1"));
        let control = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", run("2"));
        let row = format!("<w:tr>{}</w:tr>", tc("", &format!("{deleted}{inserted}{control}")));
        let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", tc("", &run("8")));
        let body = format!("<w:tbl>{row}{gone}<w:tr>{}</w:tr></w:tbl>", tc("", &run("3")));
        assert_eq!(cells(&body), [cell(0, 0, "12"), cell(1, 0, "3")]);
    }

    #[test]
    fn what_a_person_does_not_count_is_left_out() {
        let marked = |mark: &str, text: &str| format!("<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>");
        for mark in [
            "<w:strike/>",
            "<w:dstrike w:val='1'/>",
            "<w:vanish/>",
            "<w:vertAlign w:val='superscript'/>",
            "<w:position w:val='12'/>",
            "<w:position w:val='-6'/>",
        ] {
            let body = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(marked(mark, "8") + &run("45"))));
            assert_eq!(cells(&body), [cell(0, 0, "45")], "{mark}");
        }
        for mark in [
            "<w:strike w:val='0'/>",
            "<w:b/>",
            "<w:position w:val='0'/>",
            "<w:position w:val='-1'/>",
            "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>",
        ] {
            let body = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(marked(mark, "8") + &run("45"))));
            assert_eq!(cells(&body), [cell(0, 0, "845")], "{mark}");
        }
        let gone = tc("<w:cellDel w:id='1'/>", &run("9"));
        let body = format!("<w:tbl><w:tr>{gone}{}</w:tr></w:tbl>", tc("", &run("1")));
        assert_eq!(cells(&body), [cell(0, 1, "1")]);
    }

    #[test]
    fn text_in_runs_is_one_text_and_a_table_in_a_cell_is_a_table() {
        let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", tc("", &(run("规") + &run("章"))));
        let body = format!("<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>");
        assert_eq!(cells(&body), [cell(0, 0, "规章")]);
    }
}
