//! A start tag of a page under way: what it begins, and what its attributes say of that.

use html5gum::emitters::callback::CallbackEvent;

use super::css::{self, Element, MAX_CLASSES, StyleSheet};

/// How many pixels wide or high a picture is at most that is a line or a spacer.
const THIN: u32 = 2;

/// A start tag, as far as a page is read for it.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is what an attribute of its own says")]
pub(super) struct StartTag {
    pub(super) name: Vec<u8>,
    /// The attribute under way.
    attribute: Vec<u8>,
    pub(super) colspan: Option<u32>,
    pub(super) rowspan: Option<u32>,
    /// How many columns a `col` describes.
    pub(super) span: Option<u32>,
    /// An attribute says that nobody sees it.
    pub(super) is_hidden: bool,
    /// An attribute says that it is open: a dialogue that is not is seen by nobody.
    pub(super) is_open: bool,
    /// It leads to another page.
    pub(super) is_link: bool,
    /// The value of a field to fill in, and whether that is not shown.
    pub(super) value: Option<String>,
    pub(super) is_no_field: bool,
    /// The words for those who do not see a picture.
    pub(super) alternative: Option<String>,
    /// It says of itself that it is no wider or no higher than a line.
    pub(super) is_line: bool,
    /// What a sheet may ask for.
    pub(super) element: Element,
    /// The style it says of itself: by attributes, as old pages do, and in words.
    pub(super) hints: String,
    pub(super) style: String,
    /// The screens that the sheet in it is for.
    pub(super) media: String,
    /// It brings a sheet from elsewhere: one that goes for the page as it is, or one that a person may choose instead.
    pub(super) is_sheet: bool,
    pub(super) is_sheet_aside: bool,
    /// Where what it brings or leads to stands.
    pub(super) address: String,
}

impl StartTag {
    /// Hears what belongs to a start tag. Of other attributes those are kept that a sheet asks for.
    pub(super) fn listen(&mut self, event: &CallbackEvent<'_>, sheet: &StyleSheet) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let element = Element { name: String::from_utf8_lossy(name).into_owned(), ..Element::default() };
                *self = Self { name: name.to_vec(), element, ..Self::default() };
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = name.to_vec();
                self.is_hidden |= matches!(&**name, b"hidden" | b"popover");
                self.is_open |= &**name == b"open";
                self.is_sheet_aside |= &**name == b"disabled";
                if &**name == b"alt" {
                    self.alternative = Some(String::new());
                }
                let name = String::from_utf8_lossy(name);
                if sheet.asks_for(&name) && self.element.attributes.len() < MAX_CLASSES {
                    self.element.attributes.push((name.into_owned(), String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => self.take(value),
            _ => {}
        }
    }

    /// Takes the value of the attribute under way.
    fn take(&mut self, value: &[u8]) {
        let words = || String::from_utf8_lossy(value).to_lowercase();
        let number = || std::str::from_utf8(value).ok()?.trim().parse().ok();
        let last = self.element.attributes.last_mut();
        if let Some((_, asked)) = last.filter(|(name, _)| name.as_bytes() == self.attribute) {
            *asked = words();
        }
        match self.attribute.as_slice() {
            b"colspan" => self.colspan = number(),
            b"rowspan" => self.rowspan = number(),
            b"span" => self.span = number(),
            b"class" => {
                self.element.classes = words().split_whitespace().take(MAX_CLASSES).map(str::to_owned).collect();
            }
            b"id" => words().trim().clone_into(&mut self.element.id),
            b"style" => self.style = String::from_utf8_lossy(value).into_owned(),
            b"bgcolor" => css::hint(&mut self.hints, "background-color", &words()),
            b"background" => css::hint(&mut self.hints, "background-image", "url()"),
            b"color" if self.name == b"font" => css::hint(&mut self.hints, "color", &words()),
            b"text" if self.name == b"body" => css::hint(&mut self.hints, "color", &words()),
            b"alt" => self.alternative = Some(words()),
            b"width" | b"height" => self.is_line |= number().is_some_and(|pixels| pixels <= THIN),
            b"media" => self.media = words(),
            b"href" => {
                self.is_link = self.name == b"a" && !value.starts_with(b"#");
                self.address = String::from_utf8_lossy(value).into_owned();
            }
            b"rel" => {
                self.is_sheet = self.name == b"link" && words().contains("stylesheet");
                self.is_sheet_aside |= words().contains("alternate");
            }
            b"value" => self.value = Some(String::from_utf8_lossy(value).into_owned()),
            b"type" => self.is_no_field = ![&b"text"[..], b"number"].contains(&value),
            _ => {}
        }
    }
}
