//! The shared strings of a workbook, one after the other in one text.
//!
//! 60 million empty strings are a small zip and, held one by one, 1.4 GiB; held so, a string costs four bytes and its
//! text, and the count is bounded before that matters. How many there are is what was read, never what was declared.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use quick_xml::events::BytesStart;

use super::damaged;
use super::ink::{Colour, is_tiny};
use super::look::Look;
use super::paint::colour;
use super::paragraph::Paragraph;
use super::xml::{Events, Node, Nodes, attribute, decode, local};
use crate::reading::bytes::limits;
use crate::reading::bytes::problem::{Problem, ReadError};

/// Strings that cells refer to by number.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<u32>,
    /// What is to be said of a string with runs, by its number; of most there is nothing.
    rich: HashMap<usize, RichString>,
}

/// A text of runs, each with a look of its own.
#[derive(Debug, Default)]
pub(super) struct RichText {
    /// What a person counts.
    pub(super) text: String,
    /// What is struck out, raised, lowered or tiny.
    left_out: String,
    /// Where the text is white.
    whites: Vec<Range<usize>>,
    /// Some runs have a colour of their own that is not white.
    has_ink: bool,
}

/// What is to be said of a text with runs, besides what it is.
#[derive(Debug, Default)]
pub(super) struct RichString {
    /// What a person does not count of it.
    left_out: String,
    /// What counts of it where white is not seen, and what then does not, if it has white runs.
    on_paper: Option<(String, String)>,
    /// Some runs have a colour of their own that is not white.
    pub(super) has_ink: bool,
}

impl RichText {
    /// What is to be said of it, if anything is.
    pub(super) fn string(&self) -> Option<RichString> {
        if self.left_out.trim().is_empty() && self.whites.is_empty() && !self.has_ink {
            return None;
        }
        let plain = |text: &str| unescaped(text).into_owned();
        let on_paper =
            self.on_paper().map(|(text, left_out)| (plain(&text), plain(&(self.left_out.clone() + &left_out))));
        Some(RichString { left_out: plain(&self.left_out), on_paper, has_ink: self.has_ink })
    }

    /// The text where its white runs are not seen, and what is not of a figure then.
    fn on_paper(&self) -> Option<(String, String)> {
        let last = self.whites.last()?;
        let mut seen = Paragraph::default();
        let mut before = 0;
        for white in &self.whites {
            seen.push(&self.text[before..white.start], Look::default());
            seen.push(&self.text[white.clone()], Look { faint: true, ..Look::default() });
            before = white.end;
        }
        seen.push(&self.text[last.end..], Look::default());
        Some(seen.take())
    }
}

impl RichString {
    /// What a person does not count of it, where it stands on paper or on a ground that shows white.
    pub(super) fn left_out(&self, is_paper: bool) -> &str {
        self.on_paper.as_ref().filter(|_| is_paper).map_or(&self.left_out, |(_, left_out)| left_out)
    }

    /// What counts of it there, if that is not all of its text.
    pub(super) fn text(&self, is_paper: bool) -> Option<&str> {
        self.on_paper.as_ref().filter(|_| is_paper).map(|(text, _)| text.as_str())
    }
}

impl SharedStrings {
    /// Adds the next string.
    pub(super) fn push(&mut self, text: &str) -> Result<(), ReadError> {
        if self.ends.len() >= limits::MAX_SHARED_STRINGS {
            return Err(ReadError::new(Problem::TooManyCells).with("limit", limits::MAX_SHARED_STRINGS));
        }
        if self.text.len() + text.len() > limits::MAX_CELL_TEXT_BYTES {
            return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_CELL_TEXT_BYTES));
        }
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    /// What is to be said of the string with this number.
    pub(super) fn rich(&self, index: usize) -> Option<&RichString> {
        self.rich.get(&index)
    }

    /// The string with this number. One that is not there is damage: calamine reads number −1 as a blank.
    pub(super) fn get(&self, index: usize) -> Result<&str, ReadError> {
        let at = |end: &u32| usize::try_from(*end).unwrap_or(usize::MAX);
        let end = self.ends.get(index).map(at);
        let start = index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(at));
        match (start, end) {
            (Some(start), Some(end)) => Ok(&self.text[start..end]),
            _ => Err(damaged(format!("a cell refers to the text {index}, which does not exist"))),
        }
    }
}

/// Reads the part of an `.xlsx` that holds the strings.
pub(super) fn read(content: Vec<u8>) -> Result<SharedStrings, ReadError> {
    let text = decode(content)?;
    let mut nodes = Nodes::new(&text);
    let mut strings = SharedStrings::default();
    let mut rich = RichText::default();
    while let Some(node) = nodes.next()? {
        if let Node::Open(element) = node
            && local(&element) == "si"
        {
            rich_text(&mut nodes, &mut rich)?;
            if let Some(string) = rich.string() {
                strings.rich.insert(strings.ends.len(), string);
            }
            strings.push(&unescaped(&rich.text))?;
        }
    }
    Ok(strings)
}

/// The text of the element that was just opened, of all its runs, without the phonetic guides of Japanese and Chinese,
/// as it is written.
pub(super) fn rich_text(nodes: &mut Nodes<impl Events>, rich: &mut RichText) -> Result<(), ReadError> {
    let outside = nodes.depth().saturating_sub(1);
    rich.text.clear();
    rich.left_out.clear();
    rich.whites.clear();
    rich.has_ink = false;
    let (mut inside, mut run) = (false, RunLook::default());
    while nodes.depth() > outside {
        match nodes.next()? {
            Some(Node::Open(element)) => {
                run.take(&element)?;
                rich.has_ink |= run.ink == Some(false);
                match local(&element) {
                    "rPh" => nodes.skip()?,
                    name => inside = name == "t",
                }
            }
            Some(Node::Empty(element)) => {
                run.take(&element)?;
                rich.has_ink |= run.ink == Some(false);
                inside = false;
            }
            Some(Node::Close(_)) => inside = false,
            Some(Node::Text(piece)) if inside => {
                fits(rich.text.len() + rich.left_out.len() + piece.len())?;
                let start = rich.text.len();
                if run.is_unseen { &mut rich.left_out } else { &mut rich.text }.push_str(&piece);
                if run.ink == Some(true) && !run.is_unseen {
                    rich.whites.push(start..rich.text.len());
                }
            }
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(())
}

/// Refuses a text of so many bytes, as it is written, that no cell holds it. It is asked before the text is taken: several
/// copies of the longest that a part may have would fill the memory.
pub(super) fn fits(bytes: usize) -> Result<(), ReadError> {
    /// Bytes of a character that is written `_x000D_`.
    const ESCAPED: usize = 7;
    if bytes > ESCAPED * limits::MAX_FIELD_BYTES {
        return Err(ReadError::new(Problem::TextTooLong).with("limit", limits::MAX_FIELD_BYTES));
    }
    Ok(())
}

/// How the run under way looks.
#[derive(Default)]
struct RunLook {
    /// A person does not count it.
    is_unseen: bool,
    /// Whether its colour is white, if it has one of its own.
    ink: Option<bool>,
}

impl RunLook {
    /// Takes an element of the run; with the first it begins as any other.
    fn take(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let value = || attribute(element, "val");
        match local(element) {
            "r" => *self = Self::default(),
            "strike" => self.is_unseen |= !matches!(value()?.as_deref(), Some("0" | "false")),
            "vertAlign" => self.is_unseen |= value()?.is_some_and(|align| align != "baseline"),
            "sz" => self.is_unseen |= value()?.is_some_and(|size| size.trim().parse().is_ok_and(is_tiny)),
            "color" => self.ink = Some(colour(element)?.is_some_and(|colour| colour.is_near(Colour::WHITE))),
            _ => {}
        }
        Ok(())
    }
}

/// Characters that XML cannot hold are written `_x000D_`, and an underscore that would look like that `_x005F_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let code =
            rest.get(2..6).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()) && rest[6..].starts_with('_'));
        if let Some(character) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            plain.push(character);
            rest = &rest[7..];
        } else {
            plain.push_str("_x");
            rest = &rest[2..];
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(xml: &str) -> Result<SharedStrings, ReadError> {
        read(xml.as_bytes().to_vec())
    }

    #[test]
    fn runs_are_joined_and_phonetic_guides_left_out() {
        let strings = strings(
            "<sst count=\"9999999999\" uniqueCount=\"9999999999\"><si><t>&#20108;、&lt;受理&gt;</t></si>\
             <si><r><rPr><b/></rPr><t>自然</t></r><r><t xml:space=\"preserve\">人 </t></r><rPh sb=\"0\" eb=\"1\"><t>zi</t></rPh></si>\
             <si/><si><t><![CDATA[a<b]]>_x000D_c_x005F_x</t></si></sst>",
        )
        .expect("well-formed");
        let all: Vec<_> = (0..4).map(|index| strings.get(index).expect("in the table")).collect();
        assert_eq!(all, ["二、<受理>", "自然人 ", "", "a<b\rc_x"]);
        assert_eq!(strings.get(4).map_err(|error| error.problem), Err(Problem::Damaged));
        assert_eq!(strings.get(usize::MAX).map_err(|error| error.problem), Err(Problem::Damaged));
    }

    #[test]
    fn what_is_struck_out_or_raised_in_a_run_is_kept_apart() {
        let strings = strings(
            "<sst><si><r><rPr><strike/></rPr><t>88</t></r><r><t>123</t></r></si>\
             <si><r><t>45</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si>\
             <si><r><rPr><strike val=\"0\"/></rPr><t>7</t></r></si></sst>",
        )
        .expect("well-formed");
        let left_out = |index| strings.rich(index).map(|rich| rich.left_out(false));
        let all = [0, 1, 2].map(|index| (strings.get(index).expect("in the table"), left_out(index)));
        assert_eq!(all, [("123", Some("88")), ("45", Some("1")), ("7", None)]);
    }

    #[test]
    fn white_runs_count_where_white_is_seen() {
        let run = |properties: &str, text: &str| format!("<r><rPr>{properties}</rPr><t>{text}</t></r>");
        let (white, black) = ("<color rgb=\"FFFFFFFF\"/>", "<color rgb=\"FF000000\"/>");
        let all = [
            run(white, "40") + &run(black, "1965"),
            run("<color theme=\"0\"/>", "40") + &run("", "1965"),
            run(white, "1965"),
            run("<sz val=\"1\"/>", "40") + &run("<sz val=\"11\"/><color theme=\"1\"/>", "1965"),
            run("<b/><sz val=\"9\"/>", "19") + &run("", "65"),
        ];
        let strings = strings(&format!("<sst><si>{}</si></sst>", all.join("</si><si>"))).expect("well-formed");
        let read = |index: usize, is_paper: bool| {
            let (rich, plain) = (strings.rich(index), strings.get(index).expect("in the table"));
            (
                rich.and_then(|rich| rich.text(is_paper)).unwrap_or(plain),
                rich.map_or("", |rich| rich.left_out(is_paper)),
            )
        };
        let (seen, on_paper): (Vec<_>, Vec<_>) = (0..5).map(|index| (read(index, false), read(index, true))).unzip();
        assert_eq!(seen, [("401965", ""), ("401965", ""), ("1965", ""), ("1965", "40"), ("1965", "")]);
        assert_eq!(on_paper, [("1965", "40"), ("1965", "40"), ("", "1965"), ("1965", "40"), ("1965", "")]);
    }

    #[test]
    fn more_strings_than_any_workbook_has_are_refused() {
        let xml = format!("<sst>{}</sst>", "<si/>".repeat(limits::MAX_SHARED_STRINGS + 1));
        assert_eq!(strings(&xml).map(|_| ()).map_err(|error| error.problem), Err(Problem::TooManyCells));
    }

    #[test]
    fn what_only_looks_like_an_escape_stays() {
        for text in ["_x", "_x00", "_x000G_", "_x000D", "_xD800_", "_x二二_"] {
            assert_eq!(unescaped(text), text);
        }
    }
}
