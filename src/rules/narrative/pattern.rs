//! A pattern of a record, made when it is first asked for: most runs read no sentence, and most sentences have the words
//! of few patterns.

use std::ops::Deref;
use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

use super::wording::RECORDS;

/// A pattern, as a record writes it.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern {
    text: String,
    made: OnceLock<Regex>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self { text, made: OnceLock::new() }
    }
}

impl Pattern {
    /// The pattern with what its record leaves to be filled in.
    pub(super) fn filled(&self) -> String {
        let filled = self.text.replace("{n}", r"([\u{E000}-\u{F8FF}])").replace("{tail}", &RECORDS.tail);
        let filled = filled.replace("{-}", r"[^\u{E000}-\u{F8FF}热线访询投案议许证罚文稿]*");
        let filled = filled.replace("{~}", r"[^\u{E000}-\u{F8FF}]*");
        let filled = filled.replace("{everybody}", &RECORDS.everybody).replace("{carried}", &RECORDS.carried);
        let filled = filled.replace("{none}", &RECORDS.none).replace("{disclosure}", &RECORDS.disclosure);
        let filled = filled.replace("{zero}", r"(?:[\u{F000}-\u{F8FF}]|零)");
        filled.replace("{request}", &RECORDS.request).replace("{than}", &RECORDS.than)
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.made.get_or_init(|| Regex::new(&self.filled()).expect("a test makes every pattern"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::scope::{SCOPES, SpokenOf};
    use super::Pattern;

    /// Makes every text of a record; what is no pattern is words, and these are patterns too.
    fn make(value: &Value) -> usize {
        match value {
            Value::String(text) => usize::from(!Pattern::from(text.clone()).as_str().is_empty()),
            Value::Array(values) => values.iter().map(make).sum(),
            Value::Object(values) => values.values().map(make).sum(),
            _ => 0,
        }
    }

    #[test]
    fn every_pattern_can_be_made() {
        let records: [(&str, Value); 4] = [
            ("claims", embedded!("rules/narrative/claims")),
            ("words", embedded!("rules/narrative/words")),
            ("dates", embedded!("rules/narrative/dates")),
            ("articles", embedded!("rules/narrative/articles")),
        ];
        for (name, record) in records {
            assert!(make(&record) > 3, "{name}");
        }
        assert!(
            !SCOPES.follow(SpokenOf::default(), "本年", false).0.other_time && SCOPES.without_own("全局").is_empty()
        );
    }
}
