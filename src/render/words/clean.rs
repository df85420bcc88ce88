//! Text from files, made safe for any medium.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Without control characters, bidirectional marks and what nobody sees; a line break or tab becomes a space. File names
/// and cells can hold escape sequences, and a bidirectional override can make a screen show a figure that is not there.
/// What XML 1.0 forbids is among what is taken out.
///
/// # Example
/// ```
/// assert!(!gouji::render::clean("某局\u{1b}[31m").contains('\u{1b}'));
/// ```
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if unseen(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for (at, c) in unseen(text) {
        kept.push_str(&text[from..at]);
        kept.push_str(if matches!(c, '\n' | '\r' | '\t') { " " } else { "" });
        from = at + c.len_utf8();
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

/// JSON with what nobody sees in its texts as `\uXXXX`: a reader gets it as it was, a screen does not.
pub(in crate::render) fn escaped_json(json: String) -> String {
    // What separates the tokens of JSON is no text.
    let hidden = || unseen(&json).filter(|(_, c)| *c != '\n');
    if hidden().next().is_none() {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    let mut from = 0;
    for (at, c) in hidden() {
        out.push_str(&json[from..at]);
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            let _ = write!(out, "\\u{unit:04x}");
        }
        from = at + c.len_utf8();
    }
    out.push_str(&json[from..]);
    out
}

/// The characters of a text that nobody sees, and where they are. Nearly all there is are figures, letters and what Chinese
/// is written with: of these only the bytes are looked at, many at once.
fn unseen(text: &str) -> impl Iterator<Item = (usize, char)> {
    const MANY: usize = 64;
    let is_open = |byte: u8| !matches!(byte, b' '..=b'~' | 0x80..=0xBF | 0xE3..=0xEE);
    let parts = (0..).step_by(MANY).zip(text.as_bytes().chunks(MANY));
    let parts = parts.filter(move |(_, part)| part.iter().fold(false, |any, byte| any | is_open(*byte)));
    let open = parts.flat_map(|(from, part)| (from..).zip(part)).filter(move |(_, byte)| is_open(**byte));
    open.filter_map(|(at, _)| Some((at, text[at..].chars().next()?))).filter(|(_, c)| is_unseen(*c))
}

/// Controls, marks of direction, joiners, tags, and the two that are no characters.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_do_not_pass() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc d");
        assert!(matches!(clean("行政许可"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_nobody_sees_is_written_out_in_json() {
        let text = "a\u{202e}b\u{7f}\u{e0041}政";
        let json = serde_json::to_string(&[text]).expect("a text is JSON");
        assert_eq!(escaped_json(json.clone()), "[\"a\\u202eb\\u007f\\udb40\\udc41政\"]");
        let back: Vec<String> = serde_json::from_str(&escaped_json(json)).expect("JSON");
        assert_eq!(back, [text]);
    }

    #[test]
    fn nothing_listed_is_taken_for_a_letter() {
        let mut space = [0; 4];
        assert!(('\0'..=char::MAX).all(|c| unseen(c.encode_utf8(&mut space)).eq(is_unseen(c).then_some((0, c)))));
    }
}
