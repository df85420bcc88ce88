//! The styles of a Word document, `word/styles.xml`: a style of characters may strike, hide or raise what has it, as the one
//! that Word itself has for the marks of footnotes does, and so may the style of a paragraph. A style of tables shades cells.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::damaged;
use super::super::package::Package;
use super::super::relations::Relations;
use super::super::xml::{Node, Nodes, attribute, attributes, decode, local, local_end};
use super::said::Said;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::ReadError;

/// Styles of one document; a long one has some thousand.
const MAX_STYLES: usize = 50_000;
/// How many styles a style is based on in turn; Word stops at ten.
const MAX_BASES: usize = 16;

/// Elements of a style whose properties are those of before a change.
const ASIDE: &[&str] = &["rPrChange", "pPrChange", "tblPrChange", "tcPrChange"];

/// What the styles of a document say, by their ids.
#[derive(Debug, Default)]
pub(super) struct DocxStyles {
    paragraphs: HashMap<String, DocxStyle>,
    characters: HashMap<String, DocxStyle>,
    /// Of these no more is asked than whether something is behind the text of some cells.
    tables: HashMap<String, DocxStyle>,
    /// What the style of paragraphs says that name none.
    usual: Said,
}

/// A style: what it says itself, and what it is based on.
#[derive(Debug, Clone, Default)]
struct DocxStyle {
    base: Option<String>,
    own: Said,
}

/// A style that is being read.
#[derive(Default)]
struct OpenStyle {
    kind: String,
    id: String,
    is_usual: bool,
    style: DocxStyle,
}

impl DocxStyles {
    /// The styles that belong to the main part of a document.
    pub(super) fn of(package: &mut Package<'_>, main: &str) -> Result<Self, ReadError> {
        let relations = Relations::of(package, main)?;
        let Some(part) = relations.part("styles") else { return Ok(Self::default()) };
        package.part(part)?.map_or_else(|| Ok(Self::default()), |content| Self::read(&decode(content)?))
    }

    /// Reads the part that holds the styles.
    pub(super) fn read(text: &str) -> Result<Self, ReadError> {
        let mut nodes = Nodes::new(text);
        let (mut styles, mut usual, mut open) = (Self::default(), None, OpenStyle::default());
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(element) => match local(&element) {
                    "style" => open = OpenStyle::of(&element)?,
                    "basedOn" => open.style.base = attribute(&element, "w:val")?.map(std::borrow::Cow::into_owned),
                    name if ASIDE.contains(&name) => nodes.skip()?,
                    name => open.style.own.take(name, &element)?,
                },
                Node::Close(element) if local_end(&element) == "style" => {
                    let OpenStyle { kind, id, is_usual, style } = std::mem::take(&mut open);
                    styles.add(&kind, &id, style)?;
                    if is_usual && kind == "paragraph" {
                        usual = Some(id);
                    }
                }
                Node::Empty(_) | Node::Close(_) | Node::Text(_) => {}
            }
        }
        styles.usual = usual.map(|id| said(&styles.paragraphs, &id)).unwrap_or_default();
        Ok(styles)
    }

    fn add(&mut self, kind: &str, id: &str, style: DocxStyle) -> Result<(), ReadError> {
        let longest = id.len().max(style.base.as_ref().map_or(0, String::len));
        let count = self.paragraphs.len() + self.characters.len() + self.tables.len();
        if count >= MAX_STYLES || longest > limits::MAX_SHEET_NAME_BYTES {
            return Err(damaged(format!("more than {MAX_STYLES} styles, or one with an endless name")));
        }
        let family = match kind {
            "paragraph" => &mut self.paragraphs,
            "character" => &mut self.characters,
            "table" => &mut self.tables,
            _ => return Ok(()),
        };
        family.insert(id.to_owned(), style);
        Ok(())
    }

    /// What holds in a paragraph that names no style.
    pub(super) fn usual(&self) -> Said {
        self.usual
    }

    /// What a style of paragraphs says. One that is not there is the usual one.
    pub(super) fn of_paragraph(&self, id: &str) -> Said {
        if self.paragraphs.contains_key(id) { said(&self.paragraphs, id) } else { self.usual }
    }

    /// What a style of characters says.
    pub(super) fn of_characters(&self, id: &str) -> Said {
        said(&self.characters, id)
    }

    /// Whether a style of tables shades some cells of a table.
    pub(super) fn shades_table(&self, id: &str) -> bool {
        said(&self.tables, id).ground.is_some()
    }
}

impl OpenStyle {
    fn of(element: &BytesStart<'_>) -> Result<Self, ReadError> {
        let mut open = Self::default();
        attributes(element, |key, value| {
            match key {
                "w:type" => open.kind = value.into_owned(),
                "w:styleId" => open.id = value.into_owned(),
                "w:default" => open.is_usual = !matches!(&*value, "0" | "false" | "off"),
                _ => {}
            }
            Ok(())
        })?;
        Ok(open)
    }
}

/// What a style says, with what it leaves to those that it is based on.
fn said(family: &HashMap<String, DocxStyle>, id: &str) -> Said {
    let (mut said, mut next) = (Said::default(), family.get(id));
    for _ in 0..MAX_BASES {
        let Some(style) = next else { break };
        said = said.based_on(style.own);
        next = style.base.as_ref().and_then(|base| family.get(base));
    }
    said
}
