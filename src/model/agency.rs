//! The names of agencies: when two spellings are one agency.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;

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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NameRecord {
    short: Vec<[String; 2]>,
    governed: Vec<[String; 2]>,
    governments: Vec<String>,
}

static RECORD: LazyLock<NameRecord> = LazyLock::new(|| embedded!("model/agency"));

/// What names have in full, and what stands for it where they are shortened; one is shortened after the other.
pub(crate) fn agency_abbreviations() -> &'static [[String; 2]] {
    &RECORD.short
}

/// The key of an agency as it is said: 某县发改委 of 某县发展和改革委员会.
pub(crate) fn agency_in_short(key: &str) -> String {
    RECORD.short.iter().fold(key.to_owned(), |name, [long, short]| {
        if name.contains(long.as_str()) { name.replace(long, short) } else { name }
    })
}

/// The key of an agency in full: of 某县城关镇 that of 某县城关镇人民政府.
pub(super) fn in_full(key: &str) -> Cow<'_, str> {
    match RECORD.governed.iter().find(|[place, _]| key.ends_with(place.as_str())) {
        Some([_, body]) => Cow::Owned(format!("{key}{body}")),
        None => Cow::Borrowed(key),
    }
}

/// What the agency with a key is called, in short: by its name, and among those that report to one government without the
/// name of the place, or with it where the list leaves it out: 某县民政局, 县民政局, 民政局.
pub(super) fn called(key: &str, parent: Option<&str>) -> Vec<String> {
    /// Characters of a name that tells a body from others.
    const LEAST: usize = 3;
    let mut names = vec![in_full(key).into_owned()];
    let parent = parent.map(agency_key);
    let of =
        |parent: &str| RECORD.governments.iter().find_map(|body| Some(parent.strip_suffix(body.as_str())?.to_owned()));
    if let Some(place) = parent.as_deref().and_then(of)
        && let Some(kind) = place.chars().last()
    {
        let full = names[0].clone();
        match full.strip_prefix(place.as_str()) {
            Some(rest) => names.extend([format!("{kind}{rest}"), rest.to_owned()]),
            None => names.push(format!("{place}{}", full.strip_prefix(kind).unwrap_or(&full))),
        }
    }
    let mut names: Vec<String> = names.iter().map(|name| agency_in_short(name)).collect();
    names.retain(|name| name.chars().count() >= LEAST);
    names
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
    fn an_agency_is_called_by_less_than_its_name() {
        let parent = Some("某县人民政府");
        assert_eq!(called("某县民政局", parent), ["某县民政局", "县民政局", "民政局"]);
        assert_eq!(called("某县人民政府办公室", parent), ["某县政府办", "县政府办", "政府办"]);
        assert_eq!(called("某县东风街道", parent), ["某县东风街道", "县东风街道", "东风街道"]);
        assert_eq!(called("县发展和改革局", parent), ["县发改局", "某县发改局"]);
        assert_eq!(called("某县民政局", None), ["某县民政局"]);
        assert_eq!(called("某县高新区管理委员会", None), called("某县高新区管委会", None));
        assert_ne!(called("某县发展和改革局", None), called("某县发展改革委员会", None));
    }

    #[test]
    fn width_and_blanks_do_not_make_another_agency_and_words_do() {
        assert_eq!(agency_key("某 县（城关）街道"), agency_key("某县(城关)街道\u{3000}"));
        assert_eq!(agency_key("某县 Ｗｔｏ 办"), "某县wto办");
        assert_eq!(agency_key("某县第12街道wto办"), "某县第12街道wto办");
        assert_ne!(agency_key("某县人民政府"), agency_key("某县人民政府办公室"));
    }
}
