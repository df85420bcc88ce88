//! `gouji explain`: the rules, and everything there is to say of one.

use std::fmt::Write as _;

use super::table;
use super::words::phrases::{fill, phrase, severity_words};
use super::words::wrap::hanging;
use crate::model::Lang;
use crate::rules::{Catalogue, Rule};

/// All rules, one a line.
#[must_use]
pub fn list_rules(catalogue: &Catalogue, lang: Lang) -> String {
    let header = ["rules-code", "rules-severity", "rules-title", "rules-name"].map(|name| phrase(name, lang));
    let mut out = table::listed(&header);
    for rule in catalogue.rules() {
        let severity = severity_words(rule.severity, lang);
        out.add_row([&rule.code, severity, &rule.wording(lang).title, &rule.name]);
    }
    format!("{out}\n")
}

/// One rule: what it checks, why, what to do, its basis, and examples.
///
/// # Example
/// ```
/// use gouji::{model::Lang, render, rules::Catalogue};
/// let catalogue = Catalogue::embedded()?;
/// let rule = catalogue.find("B101").expect("a rule");
/// assert!(render::explain(rule, Lang::Zh, 80).contains("收办不平"));
/// # Ok::<(), gouji::rules::CatalogueError>(())
/// ```
#[must_use]
pub fn explain(rule: &Rule, lang: Lang, width: u16) -> String {
    let severity = severity_words(rule.severity, lang);
    let mut out = format!("{} {} · {severity} · {}\n", rule.code, rule.name, rule.wording(lang).title);
    for (name, text) in sections(rule, lang) {
        let _ = writeln!(out, "\n{name}");
        for paragraph in text {
            let _ = writeln!(out, "  {}", hanging(&paragraph, width, 2));
        }
    }
    out
}

/// What there is to say of a rule, under the names of what is said.
pub(super) fn sections(rule: &Rule, lang: Lang) -> Vec<(&'static str, Vec<String>)> {
    let wording = rule.wording(lang);
    // A rule of somebody's own need not say everything.
    let one = |text: &String| Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect::<Vec<_>>();
    let sections = [
        ("explain-checks", one(&wording.checks)),
        ("explain-matters", one(&wording.matters)),
        ("explain-unseen", one(&wording.unseen)),
        ("explain-remedy", one(&wording.remedy)),
        ("explain-basis", bases(rule, lang)),
        ("explain-fires", one(&wording.fires)),
        ("explain-holds", one(&wording.holds)),
        ("explain-since", one(&rule.since)),
    ];
    let said = sections.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(name, text)| (phrase(name, lang), text)).collect()
}

/// The basis of a rule, then those it has in single editions.
fn bases(rule: &Rule, lang: Lang) -> Vec<String> {
    let local = rule.local.iter().map(|(edition, local)| {
        let edition = fill(phrase("edition", lang), |_| Some(edition));
        format!("{edition}{}{}", phrase("title-separator", lang), local.basis.get(lang))
    });
    std::iter::once(rule.basis.get(lang).to_owned()).chain(local).collect()
}
