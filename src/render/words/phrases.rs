//! The words of the surfaces, from `phrases.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

pub use crate::model::fill;
use crate::model::{Lang, Text};
use crate::rules::Severity;

static PHRASES: LazyLock<HashMap<String, Text>> = LazyLock::new(|| embedded!("render/words/phrases"));

/// The phrase called `name`.
///
/// # Panics
/// When there is no such phrase; a test asks for every name the code uses.
#[must_use]
pub fn phrase(name: &str, lang: Lang) -> &'static str {
    PHRASES.get(name).unwrap_or_else(|| panic!("phrases.toml has no `{name}`")).get(lang)
}

/// A phrase with its facts.
pub(in crate::render) fn filled(name: &str, lang: Lang, facts: &[(&str, &dyn ToString)]) -> String {
    fill(phrase(name, lang), |name| facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
}

/// Words one after the other, parted as the language parts them.
pub(in crate::render) fn list(words: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> String {
    joined(words, phrase("list", lang))
}

/// The same of clauses, which may hold lists.
pub(in crate::render) fn clauses(words: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> String {
    joined(words, phrase("list-of-clauses", lang))
}

/// Words with something between them.
pub(in crate::render) fn joined(words: impl IntoIterator<Item = impl AsRef<str>>, between: &str) -> String {
    let mut joined = String::new();
    for (at, word) in words.into_iter().enumerate() {
        joined.extend([if at == 0 { "" } else { between }, word.as_ref()]);
    }
    joined
}

/// The word of officers for a severity.
pub(in crate::render) fn severity_words(severity: Severity, lang: Lang) -> &'static str {
    let name = match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    };
    phrase(name, lang)
}

/// The tag of a language, as documents declare theirs (RFC 5646).
pub(in crate::render) fn language_tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
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

    /// A misspelt name would be found by an officer.
    #[test]
    fn every_name_in_the_code_is_a_phrase_and_every_phrase_is_used() {
        let rooms =
            [concat!(env!("CARGO_MANIFEST_DIR"), "/src/render"), concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli")];
        let files = rooms.iter().flat_map(walkdir::WalkDir::new);
        let code: String = files
            .map(|file| file.expect("an entry").into_path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .map(|path| std::fs::read_to_string(path).expect("text"))
            .collect();
        for call in ["phrase(\"", "filled(\""] {
            for name in code.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(PHRASES.contains_key(name), "phrases.toml has no `{name}`");
            }
        }
        for name in PHRASES.keys() {
            assert!(code.contains(&format!("\"{name}\"")), "`{name}` is used nowhere");
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

    #[test]
    fn one_thing_is_not_several() {
        for (count, text) in [("1", "1 cell is"), ("2", "2 cells are"), ("0", "0 cells are")] {
            assert_eq!(fill("{n} {n|cell is|cells are}", |_| Some(count)), text);
        }
    }
}
