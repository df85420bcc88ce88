//! Text from files, made safe for a terminal.

use std::borrow::Cow;

/// Without control characters and bidirectional marks; a line break or tab becomes a space. File names and cells can
/// hold escape sequences, and a bidirectional override can make a terminal show a figure that is not there.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_bidi = |c: char| matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    if !text.chars().any(|c| c.is_control() || is_bidi(c)) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if c.is_control() || is_bidi(c) => None,
        c => Some(c),
    });
    Cow::Owned(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_do_not_pass() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc d");
        assert!(matches!(clean("行政许可"), Cow::Borrowed(_)));
    }
}
