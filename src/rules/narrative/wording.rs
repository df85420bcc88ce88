//! The claims that sentences make, as `claims.toml` records them, and the patterns made of their wording.
//!
//! Most runs read no sentence, and most sentences claim nothing: the records are read when a cell of theirs is asked for,
//! the patterns made when a sentence is read, and that of a claim when one pattern for all has found it.

use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexSet};
use serde::Deserialize;

use super::changes::ChangeRecord;
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
    pub(super) change: Vec<ChangeRecord>,
    pub(super) claim: Vec<ClaimRecord>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AboutRecord {
    pub(super) requests: String,
    pub(super) r#else: String,
    pub(super) own: String,
    pub(super) of_some: String,
    pub(super) of_all: String,
    pub(super) named: String,
    pub(super) business: String,
    pub(super) business_heading: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimRecord {
    pub(super) name: Text,
    pub(super) pattern: String,
    #[serde(default)]
    pub(super) alone: bool,
    #[serde(default)]
    pub(super) value: Option<u32>,
    #[serde(default)]
    pub(super) plus: Option<String>,
    #[serde(default)]
    pub(super) less: Option<String>,
    #[serde(default)]
    pub(super) unless: Option<String>,
    #[serde(default)]
    pub(super) beside: Option<String>,
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

/// The patterns of all claims.
pub(super) struct Patterns {
    /// All of them at once.
    any: RegexSet,
    claims: Vec<OnceLock<Regex>>,
    /// Of what a sentence counts beside each.
    beside: Vec<OnceLock<Beside>>,
    /// Of changes, and whether they are decreases.
    pub(super) changes: Vec<(Regex, bool)>,
    pub(super) requests: Regex,
    pub(super) other: Regex,
    /// Of what may still be about disclosure.
    pub(super) own: Regex,
    /// Of words that are about some of the requests, if they are not about all.
    of_some: Regex,
    of_all: Regex,
    /// Of words that name the requests as those for information, and as those of another business.
    pub(super) named: Regex,
    pub(super) business: Regex,
    pub(super) business_heading: Regex,
}

/// The patterns of what other clauses than that of a claim count: what may go with it, what it may have too many, what
/// makes it none, and what it needs.
pub(super) struct Beside {
    pub(super) plus: Option<Regex>,
    pub(super) less: Option<Regex>,
    pub(super) unless: Option<Regex>,
    pub(super) only: Option<Regex>,
}

/// A pattern with what its record leaves to be filled in.
fn filled(pattern: &str) -> String {
    let filled = pattern.replace("{n}", r"([\u{E000}-\u{F8FF}])").replace("{tail}", &RECORDS.tail);
    let filled = filled.replace("{-}", r"[^\u{E000}-\u{F8FF}热线访询投案议许证罚文稿]*");
    let filled = filled.replace("{~}", r"[^\u{E000}-\u{F8FF}]*");
    let filled = filled.replace("{everybody}", &RECORDS.everybody).replace("{carried}", &RECORDS.carried);
    let filled = filled.replace("{none}", &RECORDS.none).replace("{disclosure}", &RECORDS.disclosure);
    let filled = filled.replace("{zero}", r"(?:[\u{F000}-\u{F8FF}]|零)");
    filled.replace("{request}", &RECORDS.request).replace("{than}", &RECORDS.than)
}

/// The patterns, made once.
pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let any = RegexSet::new(RECORDS.claim.iter().map(|claim| filled(&claim.pattern)));
    let any = any.expect("a test makes every pattern");
    let changes = RECORDS.change.iter().map(|change| (made(&filled(&change.pattern)), change.is_less)).collect();
    let claims = RECORDS.claim.iter().map(|_| OnceLock::new()).collect();
    let beside = RECORDS.claim.iter().map(|_| OnceLock::new()).collect();
    let about = &RECORDS.about;
    let [requests, other, own] = [&about.requests, &about.r#else, &about.own].map(|it| made(it));
    let [named, business, of_some] = [&about.named, &about.business, &about.of_some].map(|it| made(it));
    let business_heading = made(&about.business_heading);
    let of_all = made(&filled(&about.of_all));
    Patterns { any, claims, beside, changes, requests, other, own, of_some, of_all, named, business, business_heading }
});

fn made(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a test makes every pattern")
}

impl Patterns {
    /// The claims whose wording a clause has, in the order of the records.
    pub(super) fn claims_in(&self, clause: &str) -> impl Iterator<Item = usize> {
        self.any.matches(clause).into_iter()
    }

    /// Whether a bare clause is about some of the requests: 网上申请中.
    pub(super) fn is_of_some(&self, clause: &str) -> bool {
        self.of_some.is_match(clause) && !self.of_all.is_match(clause)
    }

    /// The pattern of a claim.
    pub(super) fn claim(&self, at: usize) -> &Regex {
        self.claims[at].get_or_init(|| made(&self.any.patterns()[at]))
    }

    /// The patterns of what other clauses count beside a claim.
    pub(super) fn beside(&self, at: usize) -> &Beside {
        let record = &RECORDS.claim[at];
        let pattern = |pattern: &Option<String>| pattern.as_deref().map(|pattern| made(&filled(pattern)));
        self.beside[at].get_or_init(|| Beside {
            plus: pattern(&record.plus),
            less: pattern(&record.less),
            unless: pattern(&record.unless),
            only: pattern(&record.beside),
        })
    }
}
