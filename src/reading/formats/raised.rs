//! Characters that are set above or below the line: the mark of a note beside a figure is no digit of it.
//!
//! Every format says it twice over: as an exponent or an index (`super`, `sub`), which is always a mark, and as a distance
//! from the line in a measure of its own. What PDF files are turned into sets whole lines half a point or a point off, which
//! nobody sees; so a distance counts from where the reader of PDF files begins to tell a mark, an eighth of the usual size.

/// The least distance from the line that is seen, in points: twelve hundredths of letters of twelve points.
const LEAST_POINTS: f64 = 1.5;
/// The same in hundredths of the size of the letters.
const LEAST_PERCENT: f64 = 12.0;
/// The size that letters are taken to have where a distance is said in theirs.
const USUAL_POINTS: f64 = 12.0;

/// Whether characters so many half points from the line are seen off it.
pub(super) fn by_half_points(distance: i32) -> bool {
    f64::from(distance).abs() / 2.0 >= LEAST_POINTS
}

/// The same of a distance as style sheets write it: `3.0pt`, `-4px`, `.4em`, `30%`. What is no distance is none.
pub(super) fn by_length(length: &str) -> bool {
    match length.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().is_ok_and(|percent| percent.abs() >= LEAST_PERCENT),
        None => points(length).is_some_and(|points| points.abs() >= LEAST_POINTS),
    }
}

/// A length as style sheets write it, in points.
pub(super) fn points(length: &str) -> Option<f64> {
    // Of most properties a style says nothing.
    if length.is_empty() {
        return None;
    }
    let unit = length.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(length.len());
    let (number, unit) = length.split_at(unit);
    let number: f64 = number.trim().parse().ok()?;
    let points = match unit {
        "%" => return None,
        "px" => 0.75,
        "em" | "rem" => USUAL_POINTS,
        "ex" => USUAL_POINTS / 2.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 7.2 / 2.54,
        _ => 1.0,
    };
    Some(number * points)
}

/// The same of the place of text in ODF: `-33% 100%`; the second is the size.
pub(super) fn by_text_position(value: &str) -> bool {
    by_length(value.split_whitespace().next().unwrap_or_default())
}

/// Whether text that is set off its line is the mark of a note at what stands before it on the line: a sign behind a figure.
/// Words are none, and nothing is where all is off the line: programs that make documents of printed pages set whole cells,
/// and words beside figures, a little higher or lower.
pub(super) fn is_mark(before: &str, has_level: bool, text: &str) -> bool {
    has_level && before.trim_end().ends_with(|c: char| c.is_ascii_digit()) && is_wordless(text)
}

/// Whether text holds no words: nothing but a figure or signs.
pub(super) fn is_wordless(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

/// Whether text off its line that all stands before text on it is such a mark: a sign before a figure.
pub(super) fn is_mark_before(before: &str, text: &str) -> bool {
    let is_figure = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    is_figure && !before.trim().is_empty() && is_wordless(before)
}

/// Whether the place of text in ODF is that of an exponent or an index, which is small: `super 58%`, `-33% 58%`.
pub(super) fn is_exponent(value: &str) -> bool {
    let mut parts = value.split_whitespace();
    let (place, size) = (parts.next().unwrap_or_default(), parts.next().unwrap_or("100%"));
    matches!(place, "super" | "sub") || (by_length(place) && size != "100%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_seen_whatever_it_is_said_in() {
        for raised in ["3.0pt", "-3pt", "4px", "-0.4em", ".4em", "1ex", "1mm", "-.1cm", "30%", "-33%"] {
            assert!(by_length(raised), "{raised}");
        }
        for level in ["0", "0pt", "-0.5pt", "1pt", "1px", "0.05em", "8%", "baseline", "middle", "", "pt"] {
            assert!(!by_length(level), "{level}");
        }
        assert!(by_half_points(6) && by_half_points(-3) && !by_half_points(2) && !by_half_points(0));
        for (position, is_raised) in
            [("super 58%", true), ("sub 58%", true), ("-33% 58%", true), ("33%", true), ("0% 100%", false), ("", false)]
        {
            assert_eq!(is_exponent(position) || by_text_position(position), is_raised, "{position}");
        }
    }
}
