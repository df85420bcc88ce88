//! ODF text documents: the tables of `content.xml` and the paragraphs between them.
//!
//! A cell says over how many columns it reaches, and what it reaches over is there as covered cells, which may hold what
//! was in them before. What was deleted with changes tracked stands at the head of the text, apart; struck, hidden and
//! raised characters are told by their styles, of characters or of the whole paragraph.

mod styles;
#[cfg(test)]
mod tests;

use quick_xml::events::BytesStart;

use super::super::page::{Page, Picture};
use super::super::raised;
use super::choice::Choice;
use super::damaged;
use super::drawn::Frame;
use super::fields::Fields;
use super::ink::Ground;
use super::look::Look;
use super::package::Package;
use super::xml::{Node, Nodes, attribute, decode};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;
use crate::reading::cells::grid::Grid;
use styles::{Family, OdtSaid, OdtStyles};

/// The type that the first part of a package declares; templates add `-template`.
const TEXT: &[u8] = b"application/vnd.oasis.opendocument.text";

/// What is drawn over or beside the text it is anchored in, by the beginning of the names: what is written in a box
/// there is part of the cell that holds the anchor only where it is all that is seen in it, and no paragraph of the text.
const DRAWN: &str = "draw:";

/// The mark before the result of a field.
const RESULT: &str = "field:fieldmark-separator";

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

/// Elements that may have something behind all that is in them, with the family of their styles.
const SHADED: &[(&str, Family)] =
    &[("table:table", Family::Tables), ("table:table-row", Family::Rows), ("table:table-cell", Family::Cells)];

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
    body(&text, styles)
}

fn name<'e>(element: &'e BytesStart<'_>) -> &'e str {
    element.name().into_inner()
}

/// The body of the text, on its way to a page.
struct Body {
    page: Page,
    styles: OdtStyles,
    /// What the styles of the paragraph and the spans that are open say of characters.
    said: Vec<OdtSaid>,
    /// What is behind the tables, rows and cells that are open, each where it says so or as what is around it.
    grounds: Vec<Ground>,
    /// For each table that is open: columns that the last cell reaches over. The covered cells there are not beside it.
    spanned: Vec<u32>,
    /// For each drawing that is open: how many paragraphs and spans it stands in. What is not in a paragraph of its own
    /// (a title, a description) is not written in it.
    drawn: Vec<usize>,
    /// The frame of the outermost drawing.
    frame: Frame,
    /// The fields that are open, in documents whose fields have a mark before the result. Others have no code in the text.
    fields: Option<Fields>,
    /// The field under way from whose list something was chosen.
    choice: Option<Choice>,
}

fn body(text: &str, styles: OdtStyles) -> Result<Vec<Grid>, ReadError> {
    let mut nodes = Nodes::new(text);
    let mut body = Body {
        page: Page::default(),
        styles,
        said: Vec::new(),
        grounds: Vec::new(),
        spanned: Vec::new(),
        drawn: Vec::new(),
        frame: Frame::default(),
        fields: text.contains(RESULT).then(Fields::default),
        choice: None,
    };
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(element) if name(&element).starts_with(DRAWN) => body.draw(&element)?,
            Node::Open(element) => {
                let is_skipped = if body.drawn.is_empty() { body.open(&element)? } else { body.open_beside(&element)? };
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
    body.fields.as_ref().map_or(Ok(()), Fields::finish)?;
    body.page.finish()
}

impl Body {
    /// Takes what is drawn: a picture stands in the text where it stands on the line, and none that is in a box does.
    fn draw(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let is_in_box = self.drawn.first().is_some_and(|outside| self.said.len() > *outside);
        match name(element) {
            "draw:frame" if !is_in_box => {
                let side = |side: &str| Ok(attribute(element, side)?.and_then(|side| raised::points(&side)));
                self.frame = Frame {
                    is_afloat: attribute(element, "text:anchor-type")?.as_deref() != Some("as-char"),
                    is_ground: false,
                    width: side("svg:width")?,
                    height: side("svg:height")?,
                };
            }
            "draw:image" | "draw:object" | "draw:object-ole"
                if !is_in_box
                    && self.frame.is_of_text()
                    && self.is_read()
                    && self.look().is_some_and(|look| !look.is_unseen()) =>
            {
                self.page.picture(Picture::Unsaid);
            }
            _ => {}
        }
        self.drawn.push(self.said.len());
        Ok(())
    }

    /// Whether what comes is shown, and no code of a field.
    fn is_read(&self) -> bool {
        !self.fields.as_ref().is_some_and(Fields::is_in_code)
    }

    /// Takes a mark of a field.
    fn field(&mut self, name: &str) -> Result<(), ReadError> {
        let Some(fields) = &mut self.fields else { return Ok(()) };
        match name {
            "field:fieldmark-start" => fields.begin()?,
            RESULT => fields.begin_result(),
            _ => drop(fields.end()),
        }
        Ok(())
    }

    /// Takes note of an element; says whether what is in it is passed over.
    fn open(&mut self, element: &BytesStart<'_>) -> Result<bool, ReadError> {
        if let Some((_, family)) = SHADED.iter().find(|(shaded, _)| *shaded == name(element)) {
            let own = self.styles.said(element, *family, "table:style-name")?.ground;
            self.grounds.push(own.unwrap_or_else(|| self.ground()));
        }
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
                self.page.span_rows(count(element, "table:number-rows-spanned")?);
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
                let around = self.said.last().copied().unwrap_or_default();
                self.said.push(self.styles.of_text(element, around)?);
            }
            "field:fieldmark" => {
                let kind = attribute(element, "field:type")?;
                self.choice = kind.is_some_and(|kind| kind.ends_with("FORMDROPDOWN")).then(Choice::default);
            }
            "field:param" => self.choose(element)?,
            "field:fieldmark-start" | RESULT | "field:fieldmark-end" => self.field(name(element))?,
            "text:s" | "text:tab" | "text:line-break" if !self.is_read() => {}
            "text:s" | "text:tab" => self.page.text(" "),
            "text:line-break" => self.page.break_line(),
            "text:section" => return Ok(attribute(element, "text:display")?.as_deref() == Some("none")),
            other if UNSEEN.contains(&other) => return Ok(true),
            _ => self.styles.take(element)?,
        }
        Ok(false)
    }

    fn close(&mut self, name: &str) {
        if SHADED.iter().any(|(shaded, _)| *shaded == name) {
            self.grounds.pop();
        }
        match name {
            "table:table" => {
                self.page.end_table();
                self.spanned.pop();
            }
            "table:table-cell" => self.page.close_cell(),
            "text:p" | "text:h" => {
                self.said.pop();
                self.page.break_line();
            }
            "text:span" => drop(self.said.pop()),
            "field:fieldmark" => {
                if let Some(choice) = self.choice.take() {
                    self.show(&choice);
                }
            }
            _ => {}
        }
    }

    /// Takes a part of what is said of a list.
    fn choose(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let Some(choice) = &mut self.choice else { return Ok(()) };
        let value = attribute(element, "field:value")?.unwrap_or_default();
        match attribute(element, "field:name")?.as_deref() {
            Some("Dropdown_ListEntry") => {
                choice.begin();
                choice.push(&value);
            }
            Some("Dropdown_Selected") => choice.chosen = value.trim().parse().ok(),
            _ => {}
        }
        Ok(())
    }

    /// Writes what was chosen; what that is, not every document says.
    fn show(&mut self, choice: &Choice) {
        match choice.shown() {
            Some(text) => self.text(text),
            None if self.is_read() && self.look().is_some_and(|look| !look.is_unseen()) => {
                self.page.picture(Picture::Unsaid);
            }
            None => {}
        }
    }

    /// The same within a drawing.
    fn open_beside(&mut self, element: &BytesStart<'_>) -> Result<bool, ReadError> {
        match name(element) {
            "text:p" | "text:h" | "text:span" => {
                let outside = self.drawn.last().copied().unwrap_or(0);
                let around = self.said.get(outside..).and_then(|said| said.last().copied()).unwrap_or_default();
                self.said.push(self.styles.of_text(element, around)?);
            }
            "text:s" | "text:tab" => self.page.boxed(" "),
            "text:line-break" => self.page.boxed("\n"),
            other => return Ok(UNSEEN.contains(&other)),
        }
        Ok(false)
    }

    fn close_beside(&mut self, name: &str) {
        match name {
            other if other.starts_with(DRAWN) => self.said.truncate(self.drawn.pop().unwrap_or(0)),
            "text:p" | "text:h" => {
                self.said.pop();
                self.page.boxed("\n");
            }
            "text:span" => drop(self.said.pop()),
            _ => {}
        }
    }

    /// What is behind the text under way.
    fn ground(&self) -> Ground {
        self.grounds.last().copied().unwrap_or(self.styles.page)
    }

    /// How the text under way looks, if any is.
    fn look(&self) -> Option<Look> {
        let behind = self.page.is_in_cell().then(|| self.ground());
        self.said.last().map(|said| said.look(behind))
    }

    fn text(&mut self, text: &str) {
        match self.drawn.last() {
            Some(outside) if self.said.len() > *outside => match self.look() {
                Some(look) if look.is_unseen() => self.page.leave_out(text),
                _ => self.page.boxed(text),
            },
            None if self.is_read() => self.look().into_iter().for_each(|look| look.write(text, &mut self.page)),
            _ => {}
        }
    }
}

fn count(element: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
    let Some(text) = attribute(element, name)? else { return Ok(1) };
    let count: u32 = text.trim().parse().map_err(|_| damaged(format!("a cell reaches over {text} columns")))?;
    Ok(count.clamp(1, limits::MAX_COLUMNS))
}
