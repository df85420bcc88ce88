//! `gouji explain`: the rules, and everything there is to say of one.

use std::fmt::Write as _;

use super::phrases::phrase;
use super::table;
use super::terminal::severity_phrase;
use super::wrap::hanging;
use crate::model::Lang;
use crate::rules::{Catalogue, Rule};

/// All rules, one a line.
#[must_use]
pub fn list_rules(catalogue: &Catalogue, lang: Lang) -> String {
    let header = ["rules-code", "rules-severity", "rules-title", "rules-name"].map(|name| phrase(name, lang));
    let mut out = table::listed(&header);
    for rule in catalogue.rules() {
        let severity = phrase(severity_phrase(rule.severity), lang);
        out.add_row([&rule.code, severity, &rule.wording(lang).title, &rule.name]);
    }
    format!("{out}\n")
}

/// One rule: what it checks, why, what to do, its basis, and examples.
#[must_use]
pub fn explain(rule: &Rule, lang: Lang, width: u16) -> String {
    let wording = rule.wording(lang);
    let severity = phrase(severity_phrase(rule.severity), lang);
    let mut out = format!("{} {} · {severity} · {}\n", rule.code, rule.name, wording.title);
    for (name, text) in [
        ("explain-checks", wording.checks.as_str()),
        ("explain-matters", &wording.matters),
        ("explain-remedy", &wording.remedy),
        ("explain-basis", rule.basis.get(lang)),
        ("explain-fires", &wording.fires),
        ("explain-holds", &wording.holds),
        ("explain-since", &rule.since),
    ] {
        let _ = writeln!(out, "\n{}\n  {}", phrase(name, lang), hanging(text, width, 2));
    }
    out
}
