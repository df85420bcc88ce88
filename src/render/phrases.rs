//! The words of the surfaces, from `phrases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::{Lang, Text};

static PHRASES: LazyLock<BTreeMap<String, Text>> =
    LazyLock::new(|| toml::from_str(include_str!("phrases.toml")).expect("a test reads phrases.toml"));

/// The phrase called `name`.
///
/// # Panics
/// When there is no such phrase; a test asks for every name the code uses.
#[must_use]
pub fn phrase(name: &str, lang: Lang) -> &'static str {
    PHRASES.get(name).unwrap_or_else(|| panic!("phrases.toml has no `{name}`")).get(lang)
}

/// Puts facts into a template: `{name}` stands for the fact called `name`. An unknown name stays as it is, so that a
/// mistake in a record is seen. Facts are put in once: what looks like a name inside a fact is text.
#[must_use]
pub fn fill<'a>(template: &str, fact: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        if let Some((close, text)) = after.find('}').and_then(|close| Some((close, fact(&after[..close])?))) {
            out.push_str(text);
            rest = &after[close + 1..];
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_speaks_both_languages() {
        for (name, text) in PHRASES.iter() {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{name}");
        }
    }

    #[test]
    fn a_fact_is_put_in_once() {
        let fact = |name: &str| match name {
            "a" => Some("{b}"),
            "b" => Some("no"),
            _ => None,
        };
        assert_eq!(fill("{a} {c} {", fact), "{b} {c} {");
    }
}
