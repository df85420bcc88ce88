//! What a project says of rules: the tables of `gouji.toml` that nobody can type.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::Project;
use crate::cli::Failure;
use crate::cli::args::CheckSettings;
use crate::diagnosis::FileIgnore;
use crate::model::Lang;
use crate::render::{fill, phrase};
use crate::rules::{Catalogue, Rule, Severity, Threshold};

/// What the tables are called.
pub(super) const TABLES: [&str; 3] = ["severity", "threshold", "per-file-ignores"];

/// The tables.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct RuleSettings {
    /// By selector: how grave its rules are.
    pub(super) severity: BTreeMap<String, Severity>,
    /// By code and name.
    pub(super) threshold: BTreeMap<String, BTreeMap<String, Threshold>>,
    /// By pattern: what is not said of the files that it means.
    pub(super) per_file_ignores: BTreeMap<String, Vec<String>>,
}

impl Project {
    /// How grave rules are, by selector.
    pub(in crate::cli) fn severity(&self) -> &BTreeMap<String, Severity> {
        &self.rules.severity
    }

    /// The thresholds of rules, by code and name.
    pub(in crate::cli) fn thresholds(&self) -> &BTreeMap<String, BTreeMap<String, Threshold>> {
        &self.rules.threshold
    }

    /// What is not said of which files, whose patterns are relative to where the settings stand.
    ///
    /// # Errors
    /// A pattern that is none.
    pub(in crate::cli) fn ignored_by_file(&self, lang: Lang) -> Result<Vec<FileIgnore>, Failure> {
        let folder = self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let of = |(pattern, codes): (&String, &Vec<String>)| {
            FileIgnore::new(folder, pattern, codes.clone()).ok_or_else(|| {
                Failure::Usage(format!("[per-file-ignores] \"{pattern}\": {}", phrase("no-pattern", lang)))
            })
        };
        self.rules.per_file_ignores.iter().map(of).collect()
    }

    /// Whether every selector means a rule, and no error that the form itself implies is made less of.
    ///
    /// # Errors
    /// The first that is not so.
    pub(in crate::cli) fn agrees_with(
        &self,
        catalogue: &Catalogue,
        settings: &CheckSettings,
        lang: Lang,
    ) -> Result<(), Failure> {
        let RuleSettings { severity, threshold, per_file_ignores } = &self.rules;
        for selector in settings.select.iter().chain(&settings.ignore) {
            if !catalogue.knows(selector) {
                return refuse(&format!("--select/--ignore {selector}"), phrase("no-selector", lang));
            }
        }
        for (selector, severity) in severity {
            let place = format!("[severity] {selector}");
            let is_less = |rule: &Rule| *severity > rule.severity;
            if meant(catalogue, selector, &place, lang)?.any(|rule| is_of_form(rule) && is_less(rule)) {
                return refuse(&place, &fill(phrase("severity-kept", lang), |_| Some(severity.word())));
            }
        }
        for (pattern, codes) in per_file_ignores {
            for selector in codes {
                let place = format!("[per-file-ignores] \"{pattern}\" {selector}");
                if meant(catalogue, selector, &place, lang)?.any(is_of_form) {
                    return refuse(&place, phrase("per-file-kept", lang));
                }
            }
        }
        for (code, own) in threshold {
            let has_any = |rule: &Rule| !rule.threshold.is_empty();
            let Some(rule) = catalogue.find(code).filter(|rule| has_any(rule)) else {
                let all = catalogue.rules().iter().filter(|rule| has_any(rule));
                let all = all.map(|rule| rule.code.as_str()).collect::<Vec<_>>().join(", ");
                return refuse(
                    &format!("[threshold.{code}]"),
                    &fill(phrase("no-thresholds", lang), |_| Some(all.as_str())),
                );
            };
            let known: Vec<&str> = rule.threshold.keys().map(String::as_str).collect();
            if let Some(name) = own.keys().find(|name| !known.contains(&name.as_str())) {
                let text = fill(phrase("no-threshold", lang), |_| Some(known.join(", ")));
                return refuse(&format!("[threshold.{code}] {name}"), &text);
            }
            if let Some((name, _)) = own.iter().find(|(_, value)| value.0.is_sign_negative() && !value.0.is_zero()) {
                return refuse(&format!("[threshold.{code}] {name}"), phrase("threshold-negative", lang));
            }
        }
        Ok(())
    }
}

/// The rules that a selector means, of which there must be one.
fn meant<'c>(
    catalogue: &'c Catalogue,
    selector: &'c str,
    place: &str,
    lang: Lang,
) -> Result<impl Iterator<Item = &'c Rule>, Failure> {
    let mut meant = catalogue.rules().iter().map(AsRef::as_ref).filter(|rule| rule.is_meant_by(selector)).peekable();
    if meant.peek().is_none() {
        refuse(place, phrase("no-selector", lang))?;
    }
    Ok(meant)
}

/// An error that the form itself implies.
fn is_of_form(rule: &Rule) -> bool {
    rule.code.starts_with('B') && rule.severity == Severity::Error
}

fn refuse(place: &str, text: &str) -> Result<(), Failure> {
    Err(Failure::Usage(format!("{place}: {text}")))
}
