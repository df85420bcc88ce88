//! Boxes that stand apart: on which sides of an element a person sees a gap, or the end of a line, between what it holds and
//! what stands beside it.
//!
//! `<span style="float:left">12</span><span style="float:right">260</span>` has no space in it and shows two figures; so do
//! the blocks, the columns and the margins that data pages of portals set them in. Elements of a line without any of these
//! are seen joined, and a program that puts each digit into one is read as a browser shows it.

use super::Style;
use crate::reading::formats::{looks, raised};

/// Elements on lines of their own, which end a paragraph, and that no element of a line ends.
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Other elements that are drawn as a box of their own, with a frame or on a line.
const FRAMED: &[&str] = &["button", "hr", "input", "legend", "optgroup", "option", "select", "textarea"];

/// The sides of an element on which it stands apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::reading::formats) struct Sides {
    pub(in crate::reading::formats) before: bool,
    pub(in crate::reading::formats) behind: bool,
}

impl Sides {
    const BOTH: Self = Self { before: true, behind: true };

    /// The sides on which a style sets an element apart; of one whose parent lays out what it holds, and of none (text
    /// that a sheet puts beside an element), `is_item` and an empty name say so.
    pub(super) fn of(name: &str, style: &Style, is_item: bool) -> Self {
        // What floats to the left stands where it would stand anyway.
        let is_floating = matches!(style.get("float"), "right" | "inline-end") || looks::is_afloat(style);
        let has_width = || ["width", "min-width"].iter().any(|width| is_wide(style.get(width)));
        let is_box = match style.get("display") {
            "" | "revert" => BLOCKS.contains(&name) || FRAMED.contains(&name),
            "inline" | "contents" | "none" | "ruby" | "initial" | "unset" => false,
            // A name that stands for nothing counts as nothing.
            name if name.starts_with("var(") => false,
            "inline-block" | "inline-table" | "inline-flex" | "inline-grid" | "table-cell" => has_width(),
            _ => true,
        };
        if is_item || is_floating || is_box {
            return Self::BOTH;
        }
        if style.is_empty() {
            return Self::default();
        }
        let is_moved = style.get("position") == "relative" && is_gap([style.get("left")]);
        Self { before: is_moved || is_gap(gap(style, Side::Left)), behind: is_gap(gap(style, Side::Right)) }
    }

    /// Both of what it says and what another says.
    pub(super) fn and(self, other: Self) -> Self {
        Self { before: self.before || other.before, behind: self.behind || other.behind }
    }
}

/// Whether a style keeps what an element of a name holds from being drawn. That goes for boxes, and for none of a line or a
/// table.
pub(in crate::reading::formats) fn draws_nothing(name: &str, style: &Style) -> bool {
    let is_box = || match style.get("display") {
        "" | "revert" => BLOCKS.contains(&name) && name != "table",
        display => !display.starts_with("table") && !matches!(display, "inline" | "contents" | "ruby"),
    };
    let is_apart = || looks::is_afloat(style) || !matches!(style.get("float"), "" | "none");
    style.get("content-visibility") == "hidden" && (is_apart() || is_box())
}

/// Whether a style lays out what stands in its element as boxes with gaps between them: in a grid, below each other, or with
/// space shared out. Others touch.
pub(super) fn lays_out(style: &Style) -> bool {
    let display = style.get("display");
    let has_space = || {
        style.get("justify-content").contains("space")
            || ["flex-direction", "flex-flow"].iter().any(|way| style.get(way).contains("column"))
            || ["gap", "column-gap"].iter().any(|gap| is_positive(style.get(gap)))
    };
    display.contains("grid") || (display.contains("flex") && has_space())
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// What a style says of the gap on one side of an element: margin and padding.
fn gap(style: &Style, side: Side) -> [&str; 2] {
    let (at, of_line) = match side {
        Side::Left => (["margin-left", "padding-left"], ["margin-inline-start", "padding-inline-start"]),
        Side::Right => (["margin-right", "padding-right"], ["margin-inline-end", "padding-inline-end"]),
    };
    let mut all = ["margin", "padding"];
    for (all, (own, of_line)) in all.iter_mut().zip(at.into_iter().zip(of_line)) {
        let own = [own, of_line].into_iter().map(|own| style.get(own)).find(|own| !own.is_empty());
        *all = own.unwrap_or_else(|| of_side(style.get(all), side));
    }
    all
}

/// What a value for all four sides, or for two or three, says of one: `0 2em`, `0 0 0 2em`.
fn of_side(value: &str, side: Side) -> &str {
    let sides: Vec<&str> = value.split_whitespace().collect();
    match (sides.as_slice(), side) {
        ([_, _, _, left], Side::Left) => left,
        ([_, other, ..], _) => other,
        ([all], _) => all,
        ([], _) => "",
    }
}

/// Whether lengths make a gap that is as wide as a space; where that depends on the width of the page, it is.
fn is_gap<'s>(lengths: impl IntoIterator<Item = &'s str>) -> bool {
    /// A quarter of the size of letters, in points.
    const SPACE: f64 = 3.0;
    let width = |length: &str| match raised::points(length) {
        Some(points) => points,
        None if is_positive(length) => SPACE,
        None => 0.0,
    };
    lengths.into_iter().map(width).sum::<f64>() >= SPACE
}

/// Whether a box is so wide that a person sees what it holds apart: more than a letter, or a share of the page.
fn is_wide(length: &str) -> bool {
    /// Two letters, in points.
    const LETTERS: f64 = 18.0;
    raised::points(length).map_or_else(|| is_positive(length), |points| points >= LETTERS)
}

/// Whether a length is more than none.
fn is_positive(length: &str) -> bool {
    let number = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse::<f64>().is_ok_and(|number| number > 0.0) || length.starts_with("calc(")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Sides = Sides { before: true, behind: false };
    const BEHIND: Sides = Sides { before: false, behind: true };

    #[test]
    fn what_is_seen_with_a_gap_beside_it_stands_apart() {
        for (style, sides) in [
            ("display:block", Sides::BOTH),
            ("DISPLAY: table-cell;width:50%", Sides::BOTH),
            ("display:table-cell", Sides::default()),
            ("float:left", Sides::default()),
            ("display:inline-block;width:0.5px", Sides::default()),
            ("display:inline-block;width:50%", Sides::BOTH),
            ("display:inline-block;min-width:4em", Sides::BOTH),
            ("display:list-item", Sides::BOTH),
            ("float:right", Sides::BOTH),
            ("position:absolute;right:0", Sides::BOTH),
            ("margin:0 2em", Sides::BOTH),
            ("padding:4px", Sides::BOTH),
            ("margin-left:2px;padding-left:2px", BEFORE),
            ("margin:0 0 0 2em", BEFORE),
            ("position:relative;left:1em", BEFORE),
            ("margin-right:2em", BEHIND),
            ("margin:0 2em 0 0", BEHIND),
            ("padding-inline-end:5%", BEHIND),
            ("margin-left:calc(1em + 2px)", BEFORE),
            ("margin-left:2em;margin:0", Sides::default()),
            ("margin:0 auto", Sides::default()),
            ("padding:0 2px", Sides::default()),
            ("margin-left:-2em", Sides::default()),
            ("display:inline-block", Sides::default()),
            ("display:inline-block;width:auto;height:100%", Sides::default()),
            ("float:none;position:relative;top:1px", Sides::default()),
            ("width:50%", Sides::default()),
            ("", Sides::default()),
        ] {
            assert_eq!(Sides::of("span", &Style::of(style), false), sides, "{style}");
        }
        assert_eq!(Sides::of("span", &Style::default(), true), Sides::BOTH);
        for name in ["address", "fieldset", "figure", "pre", "button", "textarea"] {
            assert_eq!(Sides::of(name, &Style::default(), false), Sides::BOTH, "{name}");
            assert_eq!(Sides::of(name, &Style::of("display:inline"), false), Sides::default(), "{name}");
        }
        let hidden = |name: &str, style: &str| {
            draws_nothing(name, &Style::of(&(style.to_owned() + ";content-visibility:hidden")))
        };
        for (name, style) in [("span", "display:inline-block"), ("div", ""), ("b", "float:left")] {
            assert!(hidden(name, style) && !draws_nothing(name, &Style::of(style)), "{name} {style}");
        }
        for (name, style) in
            [("span", ""), ("td", ""), ("table", ""), ("div", "display:inline"), ("p", "display:table-cell")]
        {
            assert!(!hidden(name, style), "{name} {style}");
        }
        assert!(lays_out(&Style::of("display:inline-flex;justify-content:space-between")));
        assert!(lays_out(&Style::of("display:grid")) && !lays_out(&Style::of("display:block")));
        assert!(!lays_out(&Style::of("display:flex;justify-content:center")));
    }
}
