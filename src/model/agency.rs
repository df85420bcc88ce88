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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_blanks_do_not_make_another_agency_and_words_do() {
        assert_eq!(agency_key("某 县（城关）街道"), agency_key("某县(城关)街道\u{3000}"));
        assert_eq!(agency_key("某县 Ｗｔｏ 办"), "某县wto办");
        assert_eq!(agency_key("某县第12街道wto办"), "某县第12街道wto办");
        assert_ne!(agency_key("某县人民政府"), agency_key("某县人民政府办公室"));
    }
}
