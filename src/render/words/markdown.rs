//! Text on its way into Markdown.

use std::fmt::Write as _;

use super::clean::clean;

/// A text without any power in Markdown or HTML: what could begin a construct is written as a reference to the
/// character. A name after `@` or a number after `#` would call a person or an issue even so, and is widened.
pub(in crate::render) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '@' if next.is_ascii_alphanumeric() => out.push('＠'),
            '#' if next.is_ascii_digit() => out.push('＃'),
            // At the beginning of a line it would make a heading of it.
            '#' if out.is_empty() && matches!(next, ' ' | '#') => out.push_str("&#35;"),
            '&' | '<' | '>' | '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            // What looks like an address would become a link.
            ':' if next == '/' => out.push_str("&#58;"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let text = escape("<b>|`*_[x](y)\\ & @someone #12 https://a.b www.a.b ~~$");
        assert!(!text.contains(['<', '|', '`', '*', '_', '[', ']', '\\', '@', '~', '$']), "{text}");
        assert!(!text.contains("#12 ") && !text.contains("://") && !text.contains("www."), "{text}");
        assert!(!escape("# 甲").starts_with('#'));
        assert_eq!(escape("表三：60 + 0 = 60 ≠ 61, a-b/c.csv #REF!"), "表三：60 + 0 = 60 ≠ 61, a-b/c.csv #REF!");
    }
}
