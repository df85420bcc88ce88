//! The names of agencies: when two spellings are one agency.

use std::borrow::Cow;

use super::label::{compatible, is_common, is_invisible};

/// What two spellings of one agency share: compatibility forms, white space and marks that no eye sees are levelled, and
/// brackets are of one kind. Words are not: a government and its office (办公室) are two bodies.
///
/// # Example
/// ```
/// use gouji::model::agency_key;
/// assert_eq!(agency_key("某县（开发区）财政局"), agency_key("某县(开发区) 财政局"));
/// assert_ne!(agency_key("某县人民政府"), agency_key("某县人民政府办公室"));
/// ```
#[must_use]
pub fn agency_key(name: &str) -> Cow<'_, str> {
    // Nearly every name is its own key.
    if name.chars().all(|c| is_common(c) || c.is_ascii_digit() || c.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    let mut key = String::with_capacity(name.len());
    compatible(name, |c| {
        if !is_invisible(c) {
            key.extend(c.to_lowercase());
        }
    });
    Cow::Owned(key)
}

/// The bodies that govern what ends so: a town is called by its name alone as often as by that of its government.
const GOVERNED: [(&str, &str); 4] = [("镇", "人民政府"), ("乡", "人民政府"), ("苏木", "人民政府"), ("街道", "办事处")];

/// The key of an agency in full: of 某县城关镇 that of 某县城关镇人民政府. Of a county it is not: its figures may be those of all
/// its agencies.
pub(super) fn in_full(key: &str) -> Cow<'_, str> {
    match GOVERNED.iter().find(|(place, _)| key.ends_with(place)) {
        Some((_, body)) => Cow::Owned(format!("{key}{body}")),
        None => Cow::Borrowed(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_its_government_and_a_county_is_not() {
        assert_eq!(in_full("某县城关镇"), "某县城关镇人民政府");
        assert_eq!(in_full("某县红旗街道"), "某县红旗街道办事处");
        for full in ["某县城关镇人民政府", "某县", "某县教育局"] {
            assert_eq!(in_full(full), full);
        }
    }

    #[test]
    fn width_and_blanks_do_not_make_another_agency_and_words_do() {
        assert_eq!(agency_key("某 县（城关）街道"), agency_key("某县(城关)街道\u{3000}"));
        assert_eq!(agency_key("某县 Ｗｔｏ 办"), "某县wto办");
        assert_eq!(agency_key("某县第12街道wto办"), "某县第12街道wto办");
        assert_ne!(agency_key("某县人民政府"), agency_key("某县人民政府办公室"));
    }
}
