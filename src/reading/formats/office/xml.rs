//! The elements and texts of one XML part.
//!
//! What an office program writes is a small language: no DOCTYPE, so no entity can be declared and none can blow up;
//! elements nested a dozen deep; UTF-8, now and then UTF-16. Numeric references come from quick-xml as events of
//! their own, and openpyxl writes all Chinese in them: they are text like any other here.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::damaged;
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// One step through a part.
pub(super) enum Node<'a> {
    /// An element begins; an empty one ends at once, unless the walk is terse.
    Open(BytesStart<'a>),
    /// An empty element, in a terse walk.
    Empty(BytesStart<'a>),
    /// An element ends.
    Close(BytesEnd<'a>),
    /// Text, a piece at a time.
    Text(Cow<'a, str>),
}

/// Walks a part from start to end. It holds one event at a time, so a part may be as long as its source allows.
pub(super) struct Nodes<S> {
    reader: Reader<S>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What events are read from: a text in memory, of which they are slices, or a stream.
pub(super) trait Events: Sized {
    /// The next event, in `buffer` if it is no slice.
    fn next<'e>(reader: &'e mut Reader<Self>, buffer: &'e mut Vec<u8>) -> quick_xml::Result<Event<'e>>;
}

impl Events for &[u8] {
    fn next<'e>(reader: &'e mut Reader<Self>, _: &'e mut Vec<u8>) -> quick_xml::Result<Event<'e>> {
        reader.read_event()
    }
}

impl<R: BufRead> Events for Paced<R> {
    fn next<'e>(reader: &'e mut Reader<Self>, buffer: &'e mut Vec<u8>) -> quick_xml::Result<Event<'e>> {
        buffer.clear();
        reader.get_mut().given = 0;
        reader.read_event_into(buffer)
    }
}

impl<'t> Nodes<&'t [u8]> {
    /// A walk over `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self::of(Reader::from_reader(text.as_bytes()))
    }
}

impl<R: BufRead> Nodes<Paced<R>> {
    /// A walk over what `source` gives.
    pub(super) fn over(source: R) -> Self {
        Self::of(Reader::from_reader(Paced { source, given: 0 }))
    }
}

impl<S: Events> Nodes<S> {
    fn of(mut reader: Reader<S>) -> Self {
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// A walk that hands on empty elements as such: most cells of a printed form are one, and have borders alone.
    pub(super) fn terse(mut self) -> Self {
        self.reader.config_mut().expand_empty_elements = false;
        self
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next step, or nothing at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Node<'_>>, ReadError> {
        match S::next(&mut self.reader, &mut self.buffer).map_err(refused)? {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > limits::MAX_XML_DEPTH {
                    return Err(damaged(format!("elements nest deeper than {}", limits::MAX_XML_DEPTH)));
                }
                Ok(Some(Node::Open(element)))
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(Some(Node::Close(element)))
            }
            Event::Empty(element) => Ok(Some(Node::Empty(element))),
            Event::Text(text) => Ok(Some(Node::Text(text.xml10_content()))),
            Event::CData(text) => Ok(Some(Node::Text(text.xml10_content()))),
            Event::GeneralRef(reference) => resolve(&reference).map(|text| Some(Node::Text(text))),
            Event::DocType(_) => Err(ReadError::new(Problem::Doctype)),
            Event::Eof if self.depth > 0 => Err(damaged("the XML ends early")),
            Event::Eof => Ok(None),
            // No text at all.
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Ok(Some(Node::Text("".into()))),
        }
    }

    /// Skips the rest of the element that was just opened, its end included.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }
}

/// A source that gives no more than a part may hold for one event: a tag or text without end would fill the memory.
pub(super) struct Paced<R> {
    source: R,
    given: u64,
}

impl<R: BufRead> Read for Paced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer)
    }
}

impl<R: BufRead> BufRead for Paced<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given > limits::MAX_PART_BYTES {
            let error = ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_PART_BYTES);
            return Err(io::Error::other(error));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.given += amount as u64;
        self.source.consume(amount);
    }
}

/// What a source refused on the way is said as it is; everything else is damage.
fn refused(error: quick_xml::Error) -> ReadError {
    let inner = if let quick_xml::Error::Io(error) = &error { ReadError::inside(error) } else { None };
    inner.unwrap_or_else(|| damaged(error))
}

/// The text of a part: UTF-8, or UTF-16 with a byte order mark.
pub(super) fn decode(content: Vec<u8>) -> Result<String, ReadError> {
    match encoding_rs::Encoding::for_bom(&content) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => encoding
            .decode_without_bom_handling_and_without_replacement(&content[mark..])
            .map(Cow::into_owned)
            .ok_or_else(|| damaged("the XML is not in the encoding it says")),
        _ => {
            let mut text = String::from_utf8(content).map_err(|_| damaged("the XML is not UTF-8"))?;
            if text.starts_with('\u{FEFF}') {
                text.drain(..'\u{FEFF}'.len_utf8());
            }
            Ok(text)
        }
    }
}

/// The value of an attribute, by its name as written.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Result<Option<Cow<'e, str>>, ReadError> {
    let mut found = None;
    attributes(element, |key, value| {
        if key == name && found.is_none() {
            found = Some(value);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Hands each attribute to `each`. That none comes twice is not checked: the check is quadratic in their number.
pub(super) fn attributes<'e>(
    element: &'e BytesStart<'_>,
    mut each: impl FnMut(&'e str, Cow<'e, str>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut rest = element.attributes_raw();
    while let Some((key, value, behind)) = plain_attribute(rest) {
        each(key, Cow::Borrowed(value))?;
        rest = behind;
    }
    if rest.is_empty() {
        return Ok(());
    }
    let mut list = Attributes::new(rest, 0);
    list.with_checks(false);
    for attribute in list {
        let attribute = attribute.map_err(damaged)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?;
        each(attribute.key.into_inner(), value)?;
    }
    Ok(())
}

/// The first attribute, if it is written as programs write them, and what stands behind it: a blank, a name, and a value
/// in quotes that is what it says.
fn plain_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.strip_prefix(' ')?;
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-');
    let (key, rest) = text.split_at(text.bytes().take_while(is_name).count());
    let rest = rest.strip_prefix('=')?.strip_prefix('"')?;
    // What a reference or a break in a value comes to is for the library to say.
    let is_literal = |b: &u8| !matches!(b, b'"' | b'&' | b'<' | b'\t' | b'\n' | b'\r');
    let (value, behind) = rest.split_at(rest.bytes().take_while(is_literal).count());
    let behind = behind.strip_prefix('"').filter(|behind| behind.is_empty() || behind.starts_with(' '))?;
    (!key.is_empty()).then_some((key, value, behind))
}

/// The name of an element without its prefix: most programs write `<row>`, some `<x:row>`.
pub(super) fn local<'e>(element: &'e BytesStart<'_>) -> &'e str {
    without_prefix(element.name().into_inner())
}

/// The same of an element that ends.
pub(super) fn local_end<'e>(element: &'e BytesEnd<'_>) -> &'e str {
    without_prefix(element.name().into_inner())
}

/// A part has a name for each of its cells and styles, of a few letters each: too few for a search of a text to be worth
/// beginning.
fn without_prefix(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
}

fn resolve(reference: &BytesRef<'_>) -> Result<Cow<'static, str>, ReadError> {
    match reference.resolve_char_ref().map_err(damaged)? {
        Some(character) => Ok(Cow::Owned(character.to_string())),
        None => resolve_predefined_entity(reference)
            .map(Cow::Borrowed)
            .ok_or_else(|| damaged("the XML refers to an entity that it does not declare")),
    }
}
