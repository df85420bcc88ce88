//! The kinds of rules that somebody can write for a form of his own, from `kinds.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::record::{Threshold, Trigger};
use crate::model::Text;

/// What there is to know of a kind before one writes a rule of it.
///
/// # Example
/// ```
/// let kind = &gouji::rules::Kind::all()["sharp-change"];
/// assert!(kind.thresholds.contains_key("factor") && kind.places.contains_key("last"));
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is about.
    pub title: Text,
    /// How a record asks for it.
    pub trigger: String,
    /// What a message may name in braces, and what that is.
    pub places: BTreeMap<String, String>,
    /// Its thresholds, and what they are where a record says nothing.
    #[serde(default)]
    pub thresholds: BTreeMap<String, Threshold>,
    /// Its groups of words.
    #[serde(default)]
    pub words: Vec<String>,
    /// Besides cells it names those that they are a part of.
    #[serde(default)]
    pub has_whole: bool,
}

static KINDS: LazyLock<BTreeMap<String, Kind>> = LazyLock::new(|| embedded!("rules/kinds"));

impl Kind {
    /// All of them, by name.
    #[must_use]
    pub fn all() -> &'static BTreeMap<String, Self> {
        &KINDS
    }

    /// What kind of rule is set off so; `None` where there can be none of somebody's own.
    #[must_use]
    pub fn of(trigger: &Trigger) -> Option<&'static Self> {
        let name = match trigger {
            Trigger::Relation(_) => "relation",
            Trigger::Continuity(_) => "continuity",
            Trigger::Check(check) => &check.word(),
            _ => return None,
        };
        KINDS.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, places};
    use crate::rules::Catalogue;

    /// What the rules of gouji say of a kind, a rule of somebody's own can say, with the same thresholds.
    #[test]
    fn the_rules_of_gouji_are_of_these_kinds() {
        let catalogue = Catalogue::embedded().expect("the records are sound");
        for rule in catalogue.rules() {
            let Some(kind) = Kind::of(&rule.trigger) else { continue };
            for lang in [Lang::Zh, Lang::En] {
                for place in places(&rule.wording(lang).message) {
                    assert!(kind.places.contains_key(place), "{rule}: {place}");
                }
            }
            assert!(rule.threshold.keys().eq(kind.thresholds.keys()), "{rule}");
            assert!(rule.words.keys().all(|name| kind.words.contains(name)), "{rule}");
        }
    }
}
