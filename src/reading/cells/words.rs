//! A list of words in a record, and the ways in which a text may have one of them.

use std::slice::Iter;

use serde::Deserialize;

/// Words of one kind. Where several would do, the first is it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(in crate::reading) struct Words(Vec<String>);

impl Words {
    /// The words, in the record's order.
    pub(in crate::reading) fn iter(&self) -> Iter<'_, String> {
        self.0.iter()
    }

    /// Whether there are none.
    pub(in crate::reading) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first, by which things of this kind are called where gouji names them.
    pub(in crate::reading) fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// Whether `text` is one of them.
    pub(in crate::reading) fn have(&self, text: &str) -> bool {
        self.iter().any(|word| word == text)
    }

    /// Whether `text` begins with one.
    pub(in crate::reading) fn begin(&self, text: &str) -> bool {
        self.behind(text).is_some()
    }

    /// Whether `text` ends with one.
    pub(in crate::reading) fn end(&self, text: &str) -> bool {
        self.before(text).is_some()
    }

    /// Whether one stands anywhere in `text`.
    pub(in crate::reading) fn are_in(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word.as_str()))
    }

    /// What stands behind the one that `text` begins with.
    pub(in crate::reading) fn behind<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().find_map(|word| text.strip_prefix(word.as_str()))
    }

    /// What stands before the one that `text` ends with.
    pub(in crate::reading) fn before<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.iter().find_map(|word| text.strip_suffix(word.as_str()))
    }
}
