//! Text that a style sheet puts before or behind what an element holds: `.wan::after{content:"万"}`.
//!
//! Data pages of portals print units so, and whole figures (`content:attr(data-v)`). What has no words here, a picture, a
//! counter, is seen and cannot be read.

use super::boxes::Sides;
use super::elements::Element;
use super::text;

/// Characters that a figure, its unit or the name of its column have at most; longer text is none of these.
const MAX_CHARS: usize = 64;

/// On which side of what an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reading::formats) enum Side {
    Before,
    After,
}

/// What is put there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading::formats) struct Generated {
    pub(in crate::reading::formats) text: String,
    /// There is more of it than text, or it may not be there.
    pub(in crate::reading::formats) is_unread: bool,
    /// On which sides it stands apart.
    pub(in crate::reading::formats) sides: Sides,
}

/// The part of an element that a selector speaks of, if it is one of these, and the selector of the element itself.
pub(super) fn part(selector: &str) -> (Option<Side>, String) {
    let selector = selector.trim();
    let parts = [("before", Side::Before), ("after", Side::After)];
    let found = parts.into_iter().find_map(|(name, side)| {
        let rest = selector.strip_suffix(name)?.strip_suffix(':')?;
        Some((side, rest.strip_suffix(':').unwrap_or(rest)))
    });
    let Some((side, element)) = found else { return (None, selector.to_owned()) };
    let is_any = element.is_empty() || element.ends_with(|c: char| c.is_whitespace() || ">+~".contains(c));
    (Some(side), format!("{element}{}", if is_any { "*" } else { "" }))
}

/// One of the things that a value of `content` lists.
enum Piece<'t> {
    Text(String),
    Attribute(&'t str),
    Unread,
}

/// What a value lists.
fn pieces(content: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), content.trim_start());
    while let Some(first) = rest.chars().next() {
        if matches!(first, '"' | '\'') {
            let end = text::end_of_quote(rest);
            let quoted = &rest[1..end];
            pieces.push(Piece::Text(text::unescaped(quoted.strip_suffix(first).unwrap_or(quoted))));
            rest = rest[end..].trim_start();
            continue;
        }
        // Behind it stand the words for those who do not see it.
        if first == '/' {
            break;
        }
        let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | '"' | '\'');
        let (name, behind) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
        let Some(inner) = behind.strip_prefix('(') else {
            // `none`, `normal`, `open-quote`.
            rest = behind.trim_start();
            if name.is_empty() {
                break;
            }
            continue;
        };
        let (inner, behind) = inner.split_once(')').unwrap_or((inner, ""));
        let is_attribute = name.eq_ignore_ascii_case("attr");
        let attribute = inner.trim_start().split([',', ' ']).next().unwrap_or_default();
        pieces.push(if is_attribute { Piece::Attribute(attribute) } else { Piece::Unread });
        rest = behind.trim_start();
    }
    pieces
}

/// The attributes that a value of `content` asks for.
pub(super) fn attributes(content: &str) -> Vec<String> {
    let name = |piece: &Piece| match piece {
        Piece::Attribute(name) => Some(name.to_ascii_lowercase()),
        Piece::Text(_) | Piece::Unread => None,
    };
    pieces(content).iter().filter_map(name).collect()
}

/// What a value of `content` puts beside an element.
pub(super) fn of(content: &str, element: &Element) -> Generated {
    let mut generated = Generated::default();
    for piece in pieces(content) {
        match piece {
            Piece::Text(text) => generated.text.push_str(&text),
            Piece::Attribute(name) => {
                let mut all = element.attributes.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
                generated.text.push_str(all.next().map_or("", |(_, value)| value));
            }
            Piece::Unread => generated.is_unread = true,
        }
    }
    if generated.text.chars().nth(MAX_CHARS).is_some() {
        generated.text.clear();
    }
    generated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_value_lists_is_put_together() {
        let attributes = vec![("data-v".to_owned(), "45871".to_owned())];
        let element = Element { attributes, ..Element::default() };
        for (content, text, is_unread) in [
            ("\"万\"", "万", false),
            ("'\\4e07\\5143 '", "万元", false),
            ("\"\\4E07\" '元'", "万元", false),
            ("attr(data-v)", "45871", false),
            ("attr( data-v ) \"件\"", "45871件", false),
            ("ATTR(DATA-V)\"件\"", "45871件", false),
            ("attr(none)", "", false),
            ("''", "", false),
            ("none", "", false),
            ("open-quote \"a\" no-close-quote", "a", false),
            ("url(a.png)", "", true),
            ("counter(row) \".\"", ".", true),
            ("\"1\" / \"one\"", "1", false),
            ("\"\\\"\"", "\"", false),
            ("(", "", true),
            ("\"a", "a", false),
        ] {
            let expected = Generated { text: text.to_owned(), is_unread, ..Generated::default() };
            assert_eq!(of(content, &element), expected, "{content}");
        }
        assert_eq!(of(&format!("\"{}\"", "1".repeat(65)), &element), Generated::default());
    }

    #[test]
    fn a_part_of_an_element_is_told_from_the_element() {
        for (selector, side, element) in [
            (".wan::after", Some(Side::After), ".wan"),
            ("td:before", Some(Side::Before), "td"),
            ("::after", Some(Side::After), "*"),
            ("td > ::before", Some(Side::Before), "td > *"),
            (".after", None, ".after"),
            ("td", None, "td"),
        ] {
            assert_eq!(part(selector), (side, element.to_owned()), "{selector}");
        }
    }
}
