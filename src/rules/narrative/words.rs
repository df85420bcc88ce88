//! The words of `words.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The words of sentences that hold figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    units: Vec<String>,
    not_units: Vec<String>,
    pub(super) approximate: Approximate,
    pub(super) list: ListWords,
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
    pub(super) partial: Vec<String>,
    pub(super) partial_beginnings: Vec<String>,
    pub(super) rest: Vec<String>,
    pub(super) outcomes: Vec<String>,
    pub(super) received: Vec<String>,
    pub(super) concluded: Vec<String>,
    pub(super) aside: Vec<String>,
    pub(super) share_of: Vec<String>,
    pub(super) least: Vec<Least>,
    pub(super) most: u32,
}

/// How much of the whole so many parts must come to, in per cent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Least {
    pub(super) parts: usize,
    pub(super) share: u32,
}

/// The words, read once.
pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).expect("a test reads words.toml"));

impl Words {
    /// The unit with which `text` begins.
    pub(super) fn unit<'t>(&self, text: &'t str) -> Option<&'t str> {
        if self.not_units.iter().any(|word| text.starts_with(word.as_str())) {
            return None;
        }
        let fitting = self.units.iter().filter(|unit| text.starts_with(unit.as_str()));
        fitting.max_by_key(|unit| unit.len()).map(|unit| &text[..unit.len()])
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
