//! Text from files, made safe for a page.

use std::borrow::Cow;

use crate::render::words::clean::clean;

/// Text for an element or a quoted attribute: cleaned, and without a character that could open or close either.
pub(in crate::render) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends text as [`escaped`] gives it.
pub(in crate::render) fn push_escaped(out: &mut String, text: &str) {
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// As much of a text as a cell of the form has room for.
pub(in crate::render) fn shortened(text: &str) -> Cow<'_, str> {
    const LONG: usize = 24;
    match text.char_indices().nth(LONG) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_opens_an_element_or_closes_an_attribute() {
        assert_eq!(escaped("\"><img onerror='x'>&\u{202e}\u{1b}a"), "&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;&amp;a");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened(&"某".repeat(25)), format!("{}…", "某".repeat(24)));
        assert_eq!(shortened("三件"), "三件");
    }
}
