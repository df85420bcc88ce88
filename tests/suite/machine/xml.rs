//! Results in XML, read with a reader that forgives nothing.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

/// An element with its attributes and those inside it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) text: String,
    pub(super) inside: Vec<Element>,
}

impl Element {
    fn new(start: &BytesStart) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).expect("a value").into_owned();
            (String::from_utf8_lossy(attribute.key.as_ref().as_ref()).into_owned(), value)
        });
        let name = String::from_utf8_lossy(start.name().as_ref().as_ref()).into_owned();
        Self { name, attributes: attributes.collect(), ..Self::default() }
    }

    pub(super) fn all(&self) -> Vec<&Element> {
        std::iter::once(self).chain(self.inside.iter().flat_map(Element::all)).collect()
    }
}

/// Reads a result in `JUnit` XML.
pub(super) fn junit(text: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().expect("XML");
        match event {
            Event::Start(start) => open.push(Element::new(&start)),
            Event::Empty(start) => open.last_mut().expect("an element").inside.push(Element::new(&start)),
            Event::End(_) => {
                let done = open.pop().expect("an element");
                open.last_mut().expect("the element outside").inside.push(done);
            }
            Event::Text(text) => open.last_mut().expect("an element").text.push_str(&text),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                let text = quick_xml::escape::unescape(&name).expect("a known reference").into_owned();
                open.last_mut().expect("an element").text.push_str(&text);
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("{other:?} has no place in a result"),
        }
    }
    assert_eq!(open.len(), 1, "every element is closed");
    open.remove(0).inside.remove(0)
}
