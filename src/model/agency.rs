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
    counties: Vec<String>,
    larger: Vec<String>,
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

/// What an agency is called, in short.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Called {
    /// With the name of its place, where its list may leave it out: 某县民政局.
    pub(super) whole: Vec<String>,
    /// Without it, as among those of one place: 县民政局, 民政局.
    pub(super) local: Vec<String>,
}

impl Called {
    /// The names of the agency with a key that reports to a parent.
    pub(super) fn of(key: &str, parent: Option<&str>) -> Self {
        /// Characters of a name that tells a body from others.
        const LEAST: usize = 3;
        let full = in_full(key).into_owned();
        let (mut whole, mut local) = (vec![full.clone()], Vec::new());
        if let Some(place) = parent.and_then(governed_by)
            && let Some(kind) = place.chars().last()
        {
            match full.strip_prefix(place.as_str()) {
                Some(rest) => local.extend([format!("{kind}{rest}"), rest.to_owned()]),
                None => whole.push(format!("{place}{}", full.strip_prefix(kind).unwrap_or(&full))),
            }
        }
        for names in [&mut whole, &mut local] {
            *names = names.iter().map(|name| agency_in_short(name)).collect();
            names.retain(|name| name.chars().count() >= LEAST);
        }
        Self { whole, local }
    }
}

/// The place that a body is the government of.
pub(super) fn governed_by(body: &str) -> Option<String> {
    let key = agency_key(body);
    RECORD.governments.iter().find_map(|name| Some(key.strip_suffix(name.as_str())?.to_owned()))
}

/// Whether a place has the offices of one county and no others.
pub(super) fn is_county(place: &str) -> bool {
    let ends = |words: &[String]| words.iter().any(|end| place.ends_with(end.as_str()));
    ends(&RECORD.counties) && !ends(&RECORD.larger)
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
        let called = |key| {
            let Called { whole, local } = Called::of(key, Some("某县人民政府"));
            [whole, local].concat()
        };
        assert_eq!(called("某县民政局"), ["某县民政局", "县民政局", "民政局"]);
        assert_eq!(called("某县人民政府办公室"), ["某县政府办", "县政府办", "政府办"]);
        assert_eq!(called("某县东风街道"), ["某县东风街道", "县东风街道", "东风街道"]);
        assert_eq!(called("县发展和改革局"), ["县发改局", "某县发改局"]);
        let alone = |key| Called::of(key, None);
        assert_eq!(alone("某县民政局"), Called { whole: vec!["某县民政局".to_owned()], local: Vec::new() });
        assert_eq!(alone("某县高新区管理委员会"), alone("某县高新区管委会"));
        assert_ne!(alone("某县发展和改革局"), alone("某县发展改革委员会"));
    }

    #[test]
    fn width_and_blanks_do_not_make_another_agency_and_words_do() {
        assert_eq!(agency_key("某 县（城关）街道"), agency_key("某县(城关)街道\u{3000}"));
        assert_eq!(agency_key("某县 Ｗｔｏ 办"), "某县wto办");
        assert_eq!(agency_key("某县第12街道wto办"), "某县第12街道wto办");
        assert_ne!(agency_key("某县人民政府"), agency_key("某县人民政府办公室"));
    }
}
