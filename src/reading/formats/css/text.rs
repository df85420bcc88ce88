//! The text of a style sheet: without what is no rule, and where its quotes and blocks end; and the selectors of rules that
//! stand in the block of others.

/// A sheet without its comments, and without the marks of a comment of the page that older editors wrap it in. Braces in
/// what is quoted part nothing.
pub(in crate::reading::formats) fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['/', '"', '\'', '<', '-']) {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("/*") {
            kept.push(' ');
            rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
        } else if let Some(behind) = rest.strip_prefix("<!--").or_else(|| rest.strip_prefix("-->")) {
            kept.push(' ');
            rest = behind;
        } else if rest.starts_with(['"', '\'']) {
            let (quoted, behind) = rest.split_at(end_of_quote(rest));
            kept.extend(quoted.chars().map(|c| if "{};,()[]".contains(c) { '_' } else { c }));
            rest = behind;
        } else {
            kept.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    kept + rest
}

/// Where what a quote begins ends: behind another, or with its line.
pub(super) fn end_of_quote(text: &str) -> usize {
    let mut chars = text.char_indices();
    let quote = chars.next().map(|(_, c)| c);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => _ = chars.next(),
            _ if c == '\n' || Some(c) == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Text of a style sheet, what is escaped in it as it is meant: `\4e07` is 万.
pub(super) fn unescaped(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let (sign, behind) = escaped(behind);
        plain.extend(sign);
        rest = behind;
    }
    plain + rest
}

/// The sign that is meant behind the mark of an escape, and what comes behind that: `4e07 ` is 万, and `:` itself.
pub(super) fn escaped(text: &str) -> (Option<char>, &str) {
    const LONGEST: usize = 6;
    let digits = text.bytes().take(LONGEST).take_while(u8::is_ascii_hexdigit).count();
    let (code, behind) = text.split_at(digits);
    if let Ok(code) = u32::from_str_radix(code, 16) {
        let sign = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        return (Some(sign), behind.strip_prefix([' ', '\n', '\t']).unwrap_or(behind));
    }
    let mut chars = text.chars();
    (chars.next(), chars.as_str())
}

/// Where a block of rules ends, its own braces in it; one without an end ends with the sheet.
pub(super) fn end_of_block(text: &str) -> usize {
    let mut depth = 1_usize;
    let end = text.char_indices().find_map(|(at, c)| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        (depth == 0).then_some(at)
    });
    end.unwrap_or(text.len())
}

/// The selectors of a list that stands in the block of others: `&` is what these speak of, and without it what stands in
/// that. Nothing of more, or longer ones, than anybody writes.
pub(super) fn nested<'t>(around: &[String], inner: impl Iterator<Item = &'t str>) -> Option<Vec<String>> {
    const MOST: usize = 1_000;
    let mut all = Vec::new();
    for selector in inner {
        for outer in around {
            let is_placed = selector.contains('&');
            let whole = if is_placed { selector.replace('&', outer) } else { format!("{outer} {selector}") };
            if all.len() >= MOST || whole.len() > MOST {
                return None;
            }
            all.push(whole);
        }
    }
    Some(all)
}
