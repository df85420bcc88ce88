//! What a page shows otherwise than it stores: elements and styles whose text a person does not count.
//!
//! Pages of content systems strike out, hide and raise text by elements, by styles of their own, and by the rules of a
//! style sheet that the page brings along.

use super::css::Style;
use super::raised;

/// Elements whose text does not count: struck out, deleted, raised or lowered beside a figure.
pub(super) const LEFT_OUT: &[&[u8]] = &[b"s", b"strike", b"del", b"sup", b"sub"];

/// Elements whose content is no text of the page: programs, what is shown by browsers that cannot show the element, and
/// what a field offers to those who fill it in.
pub(super) const HIDDEN: &[&[u8]] =
    &[b"script", b"style", b"template", b"noscript", b"iframe", b"canvas", b"video", b"audio", b"object", b"datalist"];

/// Styles by which an element is not seen.
const HIDING: &[(&str, &str)] =
    &[("display", "none"), ("visibility", "hidden"), ("visibility", "collapse"), ("mso-hide", "all")];

/// How an element looks, as far as it decides whether a person counts its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a style sets each by itself")]
pub(super) struct ElementLook {
    /// Nobody sees it.
    pub(super) hidden: bool,
    /// It is out of sight though a browser draws it: beyond the page, cut to nothing, as clear as glass. So parts of a page
    /// wait for a script, tables among them; inside a cell it is no part of a figure.
    pub(super) out_of_sight: bool,
    /// It is struck out.
    pub(super) struck: bool,
    /// It is set above or below the line that it stands on. Cells and blocks stand on none.
    pub(super) off_line: bool,
}

impl ElementLook {
    /// The look that a style gives.
    pub(super) fn of(style: &Style) -> Self {
        let is_struck = |property| style.get(property).contains("line-through");
        Self {
            hidden: HIDING.iter().any(|(property, value)| style.get(property) == *value),
            out_of_sight: is_out_of_sight(style),
            struck: is_struck("text-decoration") || is_struck("text-decoration-line"),
            off_line: is_off_line(style),
        }
    }
}

/// Whether a style lets an element float over the page, at a place of its own.
pub(super) fn is_afloat(style: &Style) -> bool {
    matches!(style.get("position"), "absolute" | "fixed")
}

/// Whether a style makes an element no wider or no higher than a line: two pixels.
pub(super) fn is_line(style: &Style) -> bool {
    ["width", "height"].iter().any(|side| raised::points(style.get(side)).is_some_and(|points| points <= 1.5))
}

/// Whether a style sets text off its line: as style sheets say it, as Word does for itself, and as it says it to browsers.
fn is_off_line(style: &Style) -> bool {
    let is_by_length = |property| raised::by_length(style.get(property));
    matches!(style.get("vertical-align"), "super" | "sub")
        || is_by_length("vertical-align")
        || is_by_length("mso-text-raise")
        || (style.get("position") == "relative" && (is_by_length("top") || is_by_length("bottom")))
}

/// Whether a style takes an element out of sight: content systems do so with what is meant for those who cannot see a page.
fn is_out_of_sight(style: &Style) -> bool {
    /// Farther from its place than any page is wide, in points.
    const FAR: f64 = -600.0;
    /// As narrow as a box of one pixel, in points.
    const THIN: f64 = 0.75;
    let is_far = |property: &&str| raised::points(style.get(property)).is_some_and(|points| points <= FAR);
    let is_thin = |property: &&str| raised::points(style.get(property)).is_some_and(|points| points <= THIN);
    let is_placed = matches!(style.get("position"), "absolute" | "fixed");
    let is_box = is_placed || matches!(style.get("display"), "block" | "inline-block");
    let is_cut = matches!(style.get("overflow"), "hidden" | "clip");
    let is_moved = !matches!(style.get("position"), "" | "static");
    style.get("opacity").trim_end_matches('%').parse::<f64>().is_ok_and(|opacity| opacity <= 0.0)
        || style.get("transform").contains("scale(0)")
        || ["margin-left", "text-indent"].iter().any(is_far)
        || (is_moved && ["left", "right", "top", "bottom"].iter().any(is_far))
        || (is_placed && is_clipped(style.get("clip")))
        || style.get("clip-path").strip_prefix("inset(").and_then(percent).is_some_and(|percent| percent >= 50.0)
        || (is_box && is_cut && ["width", "height", "max-width", "max-height"].iter().any(is_thin))
}

/// Whether a clip leaves nothing: `rect(0, 0, 0, 0)`, `rect(1px 1px 1px 1px)`.
fn is_clipped(clip: &str) -> bool {
    let inner = clip.strip_prefix("rect(").and_then(|clip| clip.strip_suffix(')')).unwrap_or_default();
    let sides = inner.split([',', ' ']).filter(|side| !side.is_empty()).map(raised::points);
    match sides.collect::<Vec<_>>()[..] {
        [Some(top), Some(right), Some(bottom), Some(left)] => (bottom - top).min(right - left) <= 0.75,
        _ => false,
    }
}

fn percent(text: &str) -> Option<f64> {
    text.split('%').next().filter(|number| number.len() < text.len())?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let look = ElementLook::of(&Style::of(raised));
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
            let look = ElementLook::of(&Style::of(level));
            assert!(!look.off_line, "{level}");
        }
    }

    #[test]
    fn what_is_drawn_where_nobody_looks_is_out_of_sight() {
        for unseen in [
            "opacity:0",
            "opacity: 0%",
            "position:absolute;left:-9999px",
            "position:fixed; top:-999em",
            "position:relative;left:-9999px",
            "text-indent:-9999px",
            "margin-left:-10000px",
            "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)",
            "position:absolute !important;clip:rect(1px 1px 1px 1px)",
            "clip-path:inset(50%)",
            "display:inline-block;width:0;overflow:hidden",
            "transform: scale(0)",
        ] {
            assert!(ElementLook::of(&Style::of(unseen)).out_of_sight, "{unseen}");
        }
        for seen in [
            "opacity:1",
            "opacity:.8",
            "left:-9999px",
            "position:absolute;left:-20px",
            "text-indent:-2em",
            "text-indent:2em",
            "margin-left:-12.0pt",
            "position:absolute;clip:rect(auto,auto,auto,auto)",
            "clip:rect(0,0,0,0)",
            "clip-path:inset(5%)",
            "width:1px;overflow:hidden",
            "display:inline-block;width:100%;overflow:hidden",
            "height:1px",
        ] {
            assert!(!ElementLook::of(&Style::of(seen)).out_of_sight, "{seen}");
        }
    }
}
