//! What a page shows otherwise than it stores: elements and styles whose text a person does not count.
//!
//! Pages of content systems strike out, hide and raise text by elements, by styles of their own, and by classes of a style
//! sheet that the page brings along. Of that sheet the plain rules are heard: one element, one class or one id, or an
//! element with one of these. Sheets from elsewhere are not fetched, and what scripts do is not known.

use std::collections::HashMap;
use std::ops::BitOrAssign;

use super::raised;

/// Elements whose text does not count: struck out, deleted, raised or lowered beside a figure.
pub(super) const LEFT_OUT: &[&[u8]] = &[b"s", b"strike", b"del", b"sup", b"sub"];

/// Elements whose content is no text of the page: programs, and what is shown by browsers that cannot show the element.
pub(super) const HIDDEN: &[&[u8]] =
    &[b"script", b"style", b"template", b"noscript", b"iframe", b"canvas", b"video", b"audio", b"object"];

/// Styles by which an element is not seen.
const HIDING: &[&str] = &["display:none", "visibility:hidden", "visibility:collapse", "mso-hide:all"];

/// How an element looks, as far as it decides whether a person counts its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ElementLook {
    /// Nobody sees it.
    pub(super) hidden: bool,
    /// It is struck out.
    pub(super) struck: bool,
    /// It is set above or below the line that it stands on. Cells and blocks stand on none.
    pub(super) off_line: bool,
}

impl ElementLook {
    /// The look that declarations of a style give.
    pub(super) fn of(declarations: &str) -> Self {
        let flat: String = declarations.split_whitespace().collect();
        let flat = flat.to_ascii_lowercase();
        Self {
            hidden: HIDING.iter().any(|hiding| flat.contains(hiding)),
            struck: flat.contains("line-through"),
            off_line: is_off_line(&flat),
        }
    }
}

impl BitOrAssign for ElementLook {
    fn bitor_assign(&mut self, other: Self) {
        self.hidden |= other.hidden;
        self.struck |= other.struck;
        self.off_line |= other.off_line;
    }
}

/// Whether declarations without blanks set text off its line: as style sheets say it, as Word does for itself, and as it
/// says it to browsers.
fn is_off_line(flat: &str) -> bool {
    let (mut is_moved, mut is_relative) = (false, false);
    for (name, value) in flat.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim_end_matches("!important");
        match name {
            "vertical-align" if matches!(value, "super" | "sub") => return true,
            "vertical-align" | "mso-text-raise" if raised::by_length(value) => return true,
            "top" | "bottom" => is_moved |= raised::by_length(value),
            "position" => is_relative = value == "relative",
            _ => {}
        }
    }
    is_moved && is_relative
}

/// The style sheet of a page, as far as it makes text unseen: per `.class`, `#id` or nothing, the elements it is said of.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    looks: HashMap<String, HashMap<Option<String>, ElementLook>>,
}

impl StyleSheet {
    /// Hears the text of a `style` element.
    pub(super) fn hear(&mut self, text: &str) {
        /// Rules; the sheets of content systems have some hundred.
        const MANY: usize = 10_000;
        // Older editors wrap a sheet in the marks of a comment of the page, which are nothing in it.
        let text = without_comments(text).replace("<!--", " ").replace("-->", " ");
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
        let look = ElementLook::of(declarations);
        let says_seen = declarations.contains("display") || declarations.contains("visibility");
        if look == ElementLook::default() && !says_seen {
            return;
        }
        let known = self.looks.entry(mark).or_default().entry(element).or_default();
        // A later rule shows it again.
        known.hidden &= !says_seen;
        *known |= look;
    }

    /// How the sheet makes an element with these classes and this id look.
    pub(super) fn look(&self, element: &str, classes: &str, id: &str) -> ElementLook {
        /// Classes of one element.
        const MANY: usize = 64;
        let mut look = ElementLook::default();
        if self.looks.is_empty() {
            return look;
        }
        let element = Some(element.to_owned());
        let classes = classes.split_whitespace().take(MANY).map(|class| format!(".{}", class.to_ascii_lowercase()));
        let id = format!("#{}", id.trim().to_ascii_lowercase());
        for said in [String::new(), id].into_iter().chain(classes).filter_map(|mark| self.looks.get(&mark)) {
            for own in [said.get(&None), said.get(&element)].into_iter().flatten() {
                look |= *own;
            }
        }
        look
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
        let hides = |element: &str, classes: &str, id: &str| sheet.look(element, classes, id).hidden;
        assert!(hides("span", "big hide", "") && hides("td", "old", "") && hides("p", "", "note"));
        for (element, classes, id) in
            [("span", "old", ""), ("span", "shown", ""), ("b", "paper", ""), ("b", "b", ""), ("b", "again", "x")]
        {
            assert!(!hides(element, classes, id), "{classes}");
        }
    }

    #[test]
    fn what_is_off_the_line_is_raised() {
        for raised in [
            "vertical-align: super",
            "VERTICAL-ALIGN: 4px !important",
            "vertical-align:-30%",
            "mso-text-raise:3.0pt",
            "position:relative;top:-3.0pt;mso-text-raise:3.0pt",
            "font-size:6pt; position: relative; top: -4px",
        ] {
            let look = ElementLook::of(raised);
            assert!(look.off_line, "{raised}");
        }
        for level in [
            "vertical-align:middle",
            "vertical-align:0px",
            "mso-text-raise:0pt",
            "mso-text-raise:-.5pt",
            "position:relative;top:0",
            "position:absolute;top:-3pt",
            "margin-top:-4px;position:relative",
        ] {
            let look = ElementLook::of(level);
            assert!(!look.off_line, "{level}");
        }
    }

    #[test]
    fn a_sheet_made_to_cost_time_is_heard_in_time() {
        let mut sheet = StyleSheet::default();
        sheet.hear(&"{".repeat(1_000_000));
        sheet.hear(&"@media{".repeat(100_000));
        sheet.hear(&"/*".repeat(1_000_000));
        sheet.hear(&".x{display:none}".repeat(20_000));
        assert!(sheet.look("td", "x", "").hidden);
    }
}
