//! The words of `words.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::Pattern;

/// The words of sentences that hold figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    units: Beginnings,
    not_units: Beginnings,
    alike: Vec<Vec<String>>,
    pub(super) approximate: Approximate,
    pub(super) list: ListWords,
    pub(super) balance: BalanceWords,
}

/// Words that a text may begin with, by their first character: hundreds are asked for at each figure.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Beginnings(BTreeMap<char, Vec<String>>);

impl From<Vec<String>> for Beginnings {
    fn from(words: Vec<String>) -> Self {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for word in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push(word);
            }
        }
        Self(by_first)
    }
}

impl Beginnings {
    /// The longest of them with which `text` begins.
    pub(super) fn of(&self, text: &str) -> Option<&str> {
        beginning(self.0.get(&text.chars().next()?)?, text)
    }
}

/// What makes a figure approximate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Approximate {
    pub(super) around: Vec<String>,
    pub(super) less: Vec<String>,
    pub(super) more: Vec<String>,
}

/// How a whole and its parts are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListWords {
    pub(super) among: Vec<String>,
    pub(super) opener: Pattern,
    pub(super) contains: Vec<String>,
    pub(super) total: Vec<String>,
    pub(super) bare_total: Vec<String>,
    pub(super) summed: Pattern,
    pub(super) next: Pattern,
    pub(super) deed: Pattern,
    pub(super) across: Pattern,
    pub(super) way: Pattern,
    pub(super) most_of_ways: u32,
    pub(super) joins: Vec<String>,
    pub(super) partial: Pattern,
    pub(super) topics: Pattern,
    pub(super) subject: Pattern,
    pub(super) of_requests: Pattern,
    pub(super) and_more: Vec<String>,
    pub(super) kind: Pattern,
    pub(super) rest: Vec<String>,
    pub(super) another: Pattern,
    pub(super) published_by: Pattern,
    pub(super) beyond: Beginnings,
    pub(super) aside: Beginnings,
    pub(super) share: Pattern,
    pub(super) bare_share: Pattern,
    pub(super) enumerated: Pattern,
    pub(super) sure: Least,
    pub(super) balance: Least,
    pub(super) least: Vec<Least>,
    pub(super) published: String,
    pub(super) least_published: Vec<Least>,
    pub(super) least_split: Vec<Least>,
    pub(super) least_enumerated: Vec<Least>,
}

/// What was received and carried in, done and carried out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BalanceWords {
    pub(super) received: Pattern,
    pub(super) carried_in: Pattern,
    pub(super) done: Pattern,
    pub(super) carried_out: Pattern,
    pub(super) outcome: Pattern,
}

/// So many parts or more, and how much of the whole they come to at least and at most, in per cent.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Least {
    pub(super) parts: usize,
    pub(super) share: u32,
    pub(super) most: u32,
}

/// The words, read once.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| embedded!("rules/narrative/words"));

impl Words {
    /// The unit with which `text` begins.
    pub(super) fn unit<'t>(&self, text: &'t str) -> Option<&'t str> {
        let unit = self.units.of(text)?;
        self.not_units.of(text).is_none().then(|| &text[..unit.len()])
    }
}

impl Words {
    /// Whether figures of two units count the same things. One without a unit counts what the others do.
    pub(super) fn is_alike(&self, one: &str, other: &str) -> bool {
        let both = |group: &Vec<String>| [one, other].iter().all(|unit| group.iter().any(|known| known == unit));
        one == other || one.is_empty() || other.is_empty() || self.alike.iter().any(both)
    }
}

/// The longest of `words` with which `text` begins.
pub(super) fn beginning<'w>(words: &'w [String], text: &str) -> Option<&'w str> {
    words.iter().map(String::as_str).filter(|word| text.starts_with(word)).max_by_key(|word| word.len())
}

/// The longest of `words` with which `text` ends.
pub(super) fn ending<'w>(words: &'w [String], text: &str) -> Option<&'w str> {
    words.iter().map(String::as_str).filter(|word| text.ends_with(word)).max_by_key(|word| word.len())
}
