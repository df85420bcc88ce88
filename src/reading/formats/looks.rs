//! What a page shows otherwise than it stores: elements and styles whose text a person does not count.
//!
//! Pages of content systems strike out, hide and raise text by elements, by styles of their own, and by classes of a style
//! sheet that the page brings along. Of that sheet the plain rules are heard: one element, one class or one id, or an
//! element with one of these. Sheets from elsewhere are not fetched, and what scripts do is not known.

use std::collections::{HashMap, HashSet};

/// Elements whose text does not count: struck out, deleted, raised or lowered beside a figure.
pub(super) const LEFT_OUT: &[&[u8]] = &[b"s", b"strike", b"del", b"sup", b"sub"];

/// Elements whose content is no text of the page: programs, and what is shown by browsers that cannot show the element.
pub(super) const HIDDEN: &[&[u8]] =
    &[b"script", b"style", b"template", b"noscript", b"iframe", b"canvas", b"video", b"audio", b"object"];

/// Styles by which text is not seen, or is struck out or raised.
const UNSEEN_STYLES: &[&str] = &[
    "display:none",
    "visibility:hidden",
    "visibility:collapse",
    "line-through",
    "vertical-align:super",
    "vertical-align:sub",
    "mso-hide:all",
];

/// Whether declarations of a style make text unseen.
pub(super) fn is_unseen(declarations: &str) -> bool {
    let flat: String = declarations.split_whitespace().collect();
    let flat = flat.to_ascii_lowercase();
    UNSEEN_STYLES.iter().any(|unseen| flat.contains(unseen))
}

/// The style sheet of a page, as far as it makes text unseen: per `.class`, `#id` or nothing, the elements it is said of.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    unseen: HashMap<String, HashSet<Option<String>>>,
}

impl StyleSheet {
    /// Hears the text of a `style` element.
    pub(super) fn hear(&mut self, text: &str) {
        /// Rules; the sheets of content systems have some hundred.
        const MANY: usize = 10_000;
        let text = without_comments(text);
        let mut rest = text.as_str();
        let mut heard = 0;
        while let Some((selectors, behind)) = rest.split_once('{') {
            let selectors = selectors.rsplit([';', '}']).next().unwrap_or_default().trim().to_ascii_lowercase();
            // Rules for print or narrow screens say nothing of what is seen.
            let end = if selectors.starts_with('@') { end_of_block(behind) } else { behind.find('}') };
            let Some(end) = end.filter(|_| heard < MANY) else { return };
            let (declarations, behind) = behind.split_at(end);
            if !selectors.starts_with('@') {
                for selector in selectors.split(',').filter_map(|selector| plain(selector.trim())) {
                    self.note(selector, declarations);
                }
            }
            heard += 1;
            rest = &behind[1..];
        }
    }

    fn note(&mut self, (element, mark): (Option<String>, String), declarations: &str) {
        let known = self.unseen.entry(mark).or_default();
        if is_unseen(declarations) {
            known.insert(element);
        } else if declarations.contains("display") || declarations.contains("visibility") {
            // A later rule shows it again.
            known.remove(&element);
        }
    }

    /// Whether the sheet makes an element with these classes and this id unseen.
    pub(super) fn hides(&self, element: &str, classes: &str, id: &str) -> bool {
        /// Classes of one element.
        const MANY: usize = 64;
        if self.unseen.is_empty() {
            return false;
        }
        let element = Some(element.to_owned());
        let is_said = |mark: &str| {
            let elements = self.unseen.get(mark);
            elements.is_some_and(|all| all.contains(&None) || all.contains(&element))
        };
        let classes = || classes.split_whitespace().take(MANY).map(|class| format!(".{}", class.to_ascii_lowercase()));
        is_said("")
            || is_said(&format!("#{}", id.trim().to_ascii_lowercase()))
            || classes().any(|class| is_said(&class))
    }
}

/// A selector of one element, class or id, or an element with one of these.
fn plain(selector: &str) -> Option<(Option<String>, String)> {
    let at = selector.find(['.', '#']).unwrap_or(selector.len());
    let (element, mark) = selector.split_at(at);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let is_plain = (element.is_empty() || is_name(element)) && (mark.is_empty() || is_name(&mark[1..]));
    let element = (!element.is_empty()).then(|| element.to_owned());
    (is_plain && (element.is_some() || !mark.is_empty())).then(|| (element, mark.to_owned()))
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// Where a block of rules ends, its own braces in it.
fn end_of_block(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.char_indices().find_map(|(at, c)| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_rules_are_heard() {
        let mut sheet = StyleSheet::default();
        sheet.hear(
            "/* .shown{display:none} */ @charset \"utf-8\"; .hide , td.old{ DISPLAY : none } #note{visibility:hidden}\n\
             @media print { .paper{display:none} } .a .b{display:none} .again{display:none} .again{display:inline}",
        );
        assert!(sheet.hides("span", "big hide", "") && sheet.hides("td", "old", "") && sheet.hides("p", "", "note"));
        for (element, classes, id) in
            [("span", "old", ""), ("span", "shown", ""), ("b", "paper", ""), ("b", "b", ""), ("b", "again", "x")]
        {
            assert!(!sheet.hides(element, classes, id), "{classes}");
        }
    }

    #[test]
    fn a_sheet_made_to_cost_time_is_heard_in_time() {
        let mut sheet = StyleSheet::default();
        sheet.hear(&"{".repeat(1_000_000));
        sheet.hear(&"@media{".repeat(100_000));
        sheet.hear(&"/*".repeat(1_000_000));
        sheet.hear(&".x{display:none}".repeat(20_000));
        assert!(sheet.hides("td", "x", ""));
    }
}
