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
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if is_unseen(c) => None,
        c => Some(c),
    });
    Cow::Owned(kept.collect())
}

/// JSON with what nobody sees in its texts as `\uXXXX`: a reader gets it as it was, a screen does not.
pub(in crate::render) fn escaped_json(json: String) -> String {
    // What separates the tokens of JSON is no text.
    let is_hidden = |c: char| c != '\n' && is_unseen(c);
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character is taken out. Nearly all there is are figures, letters and what Chinese is written with.
fn is_unseen(c: char) -> bool {
    !matches!(c, ' '..='~' | '\u{3000}'..='\u{FEFE}') && is_listed(c)
}

/// Controls, marks of direction, joiners, tags, and the two that are no characters.
fn is_listed(c: char) -> bool {
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
        assert!(('\0'..=char::MAX).all(|c| is_unseen(c) == is_listed(c)));
    }
}
