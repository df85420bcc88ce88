//! `gouji explain`: the rules, and everything there is to say of one.

use std::fmt::Write as _;

use super::phrases::{fill, phrase};
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
        ("explain-checks", vec![wording.checks.clone()]),
        ("explain-matters", vec![wording.matters.clone()]),
        ("explain-unseen", Some(wording.unseen.clone()).filter(|text| !text.is_empty()).into_iter().collect()),
        ("explain-remedy", vec![wording.remedy.clone()]),
        ("explain-basis", bases(rule, lang)),
        ("explain-fires", vec![wording.fires.clone()]),
        ("explain-holds", vec![wording.holds.clone()]),
        ("explain-since", vec![rule.since.clone()]),
    ] {
        if text.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{}", phrase(name, lang));
        for paragraph in text {
            let _ = writeln!(out, "  {}", hanging(&paragraph, width, 2));
        }
    }
    out
}

/// The basis of a rule, then those it has in single editions.
fn bases(rule: &Rule, lang: Lang) -> Vec<String> {
    let local = rule.local.iter().map(|(edition, local)| {
        let edition = fill(phrase("edition", lang), |_| Some(edition));
        format!("{edition}{}{}", phrase("title-separator", lang), local.basis.get(lang))
    });
    std::iter::once(rule.basis.get(lang).to_owned()).chain(local).collect()
}
