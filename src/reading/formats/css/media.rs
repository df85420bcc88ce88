//! For what a part of a style sheet is: screens, paper, narrow screens. A page is seen as on the screen of a desk.

use crate::reading::formats::raised;

/// How wide and high its window is, in pixels: what most office screens leave of 1,920 by 1,080, or are themselves.
const WIDTH: f64 = 1_440.0;
const HEIGHT: f64 = 900.0;

/// What else is true of it; what is not told here is not.
const TRUE: &[&str] = &[
    "orientation:landscape",
    "hover:hover",
    "any-hover:hover",
    "pointer:fine",
    "any-pointer:fine",
    "color",
    "prefers-color-scheme:light",
    "prefers-reduced-motion:no-preference",
];

/// Whether a list of media queries is for the screen of a desk.
pub(in crate::reading::formats) fn is_of_screen(queries: &str) -> bool {
    queries.to_ascii_lowercase().split(',').any(query)
}

fn query(query: &str) -> bool {
    let query = query.replace("and(", "and (");
    let query = query.trim();
    let query = query.strip_prefix("only ").unwrap_or(query);
    let (query, is_not) = match query.strip_prefix("not ") {
        Some(query) => (query, true),
        None => (query, false),
    };
    let parts = query.split(" and ").map(str::trim).map(|part| match part.strip_prefix('(') {
        Some(feature) => is_true(feature.trim_end_matches(')')),
        None => Some(matches!(part, "" | "all" | "screen")),
    });
    // Of what is not known nothing is true, nor its contrary.
    let Some(parts) = parts.collect::<Option<Vec<bool>>>() else { return false };
    parts.iter().all(|is_met| *is_met) != is_not
}

/// Whether a feature is there; nothing of one that is not known.
fn is_true(feature: &str) -> Option<bool> {
    let flat: String = feature.split_whitespace().collect();
    if TRUE.contains(&flat.as_str()) {
        return Some(true);
    }
    // `min-width: 768px`, or as it is written of late, `width >= 768px`.
    let (name, value) = match flat.split_once(':') {
        Some((name, value)) => (name.replace("device-", ""), value),
        None => match flat.find(['<', '>']) {
            Some(at) => {
                let (name, limit) = flat.split_at(at);
                let side = if limit.starts_with('<') { "max" } else { "min" };
                (format!("{side}-{name}"), limit.trim_start_matches(['<', '>', '=']))
            }
            None => return None,
        },
    };
    let value = raised::points(value).map(|points| points / 0.75)?;
    Some(match name.as_str() {
        "min-width" => WIDTH >= value,
        "max-width" => WIDTH <= value,
        "min-height" => HEIGHT >= value,
        "max-height" => HEIGHT <= value,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_the_screen_of_a_desk_is_told_from_what_is_not() {
        for queries in [
            "",
            "all",
            "SCREEN",
            "print, screen",
            "only screen and (min-width: 1200px)",
            "(min-width:48em)",
            "screen and (max-width: 1920px)",
            "not print",
            "(width >= 768px)",
            "screen and(orientation: landscape)",
            "not all and (max-width: 600px)",
        ] {
            assert!(is_of_screen(queries), "{queries}");
        }
        for queries in [
            "print",
            "only print",
            "speech",
            "screen and (max-width: 768px)",
            "(max-width:1199.98px)",
            "(min-width:768px) and (max-width:991px)",
            "not screen",
            "(prefers-color-scheme: dark)",
            "screen and (-ms-high-contrast: active)",
            "(width < 600px)",
            "(",
        ] {
            assert!(!is_of_screen(queries), "{queries}");
        }
    }
}
