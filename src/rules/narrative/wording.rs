//! The claims that sentences make, as `claims.toml` records them, and the patterns made of their wording.
//!
//! Most runs read no sentence, and most sentences claim nothing: the records are read when a cell of theirs is asked for,
//! the patterns made when a sentence is read, and that of a claim when one pattern for all has found it.

use std::sync::LazyLock;

use regex::RegexSet;
use serde::Deserialize;

use super::changes::ChangeRecord;
use super::clause::is_figure;
use super::pattern::Pattern;
use crate::model::Text;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRecords {
    pub(super) fillers: Vec<String>,
    pub(super) request: String,
    pub(super) tail: String,
    pub(super) everybody: String,
    pub(super) carried: String,
    pub(super) none: String,
    pub(super) disclosure: String,
    pub(super) carried_over: Vec<BaseRecord>,
    pub(super) about: AboutRecord,
    pub(super) units: Vec<String>,
    pub(super) than: String,
    without_figure: Vec<String>,
    pub(super) change: Vec<ChangeRecord>,
    pub(super) claim: Vec<ClaimRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AboutRecord {
    pub(super) requests: Pattern,
    pub(super) r#else: Pattern,
    pub(super) own: Pattern,
    pub(super) of_some: Pattern,
    pub(super) of_all: Pattern,
    pub(super) named: Pattern,
    pub(super) business: Pattern,
    pub(super) business_heading: Pattern,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRecord {
    pub(super) name: Text,
    pub(super) pattern: Pattern,
    #[serde(default)]
    pub(super) alone: bool,
    #[serde(default)]
    pub(super) value: Option<u32>,
    #[serde(default)]
    pub(super) plus: Option<Pattern>,
    #[serde(default)]
    pub(super) less: Option<Pattern>,
    #[serde(default)]
    pub(super) unless: Option<Pattern>,
    #[serde(default)]
    pub(super) beside: Option<Pattern>,
    pub(super) needs: Vec<String>,
    #[serde(default)]
    pub(super) topic: Option<String>,
    pub(super) bases: Vec<BaseRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaseRecord {
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) cells: Vec<String>,
}

/// The records.
pub(super) static RECORDS: LazyLock<ClaimRecords> = LazyLock::new(|| embedded!("rules/narrative/claims"));

/// One pattern for the wording of all claims: it finds which of them are worth a look.
static ANY: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(RECORDS.claim.iter().map(|claim| claim.pattern.filled())).expect("a test makes every pattern")
});

/// The claims whose wording a bare clause has, in the order of the records.
pub(super) fn claims_in(clause: &str) -> impl Iterator<Item = usize> {
    let may_claim = clause.contains(is_figure) || may_claim(clause);
    may_claim.then(|| ANY.matches(clause)).into_iter().flatten()
}

/// Whether some words can be a claim though they have no figure: 未发生行政复议.
pub(super) fn may_claim(words: &str) -> bool {
    RECORDS.without_figure.iter().any(|word| words.contains(word))
}

impl AboutRecord {
    /// Whether a bare clause is about some of the requests: 网上申请中.
    pub(super) fn is_of_some(&self, clause: &str) -> bool {
        self.of_some.is_match(clause) && !self.of_all.is_match(clause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The alternatives of a pattern, whatever stands in its brackets.
    fn alternatives(pattern: &str) -> Vec<String> {
        let mut found = vec![String::new()];
        let mut depth = 0;
        for c in pattern.chars() {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            match found.last_mut() {
                Some(last) if c != '|' || depth > 0 => last.push(c),
                _ => found.push(String::new()),
            }
        }
        found
    }

    #[test]
    fn a_claim_has_a_figure_or_a_word_that_stands_for_one() {
        let figure = Pattern::from("{n}".to_owned()).filled();
        let zero = Pattern::from("{zero}".to_owned()).filled();
        for claim in &RECORDS.claim {
            for pattern in alternatives(&claim.pattern.filled()) {
                let words = RECORDS.without_figure.iter().any(|word| pattern.contains(word.as_str()));
                let is_told = words || [&figure, &zero].iter().any(|one| pattern.contains(one.as_str()));
                assert!(is_told, "{}: {pattern}", claim.name.zh);
            }
        }
    }
}
