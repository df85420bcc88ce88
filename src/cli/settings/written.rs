//! `gouji config`: the settings as a file of settings, each with who said it.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use toml::Value;

use super::file::{Given, Notation, key};
use super::{Project, is_typed};
use crate::cli::shown;
use crate::model::Lang;
use crate::render::{FIELDS, fill, phrase};

/// A setting and who said it; one without a value is a remark.
#[derive(Debug)]
pub(super) struct StatedSetting {
    key: String,
    value: Option<Value>,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Default,
    File,
    Typed,
}

/// What the options of `known` came to.
pub(super) fn stated(known: &Command, matches: &ArgMatches, given: &Given) -> Vec<StatedSetting> {
    let has = |id: &str| matches.try_contains_id(id).is_ok();
    let of = |arg: &clap::Arg| {
        let id = arg.get_id();
        let origin = match is_typed(matches, id.as_str()) {
            true => Origin::Typed,
            false if given.has(id) => Origin::File,
            false => Origin::Default,
        };
        let said = matches.get_raw(id.as_str()).into_iter().flatten().map(|value| value.to_string_lossy().into_owned());
        StatedSetting { key: key(arg), value: value(Notation::of(arg), said), origin }
    };
    known.get_arguments().filter(|arg| has(arg.get_id().as_str())).map(of).collect()
}

/// What was said, as TOML.
fn value(kind: Notation, mut said: impl Iterator<Item = String>) -> Option<Value> {
    match kind {
        Notation::Texts => Some(said.map(Value::String).collect::<Vec<_>>().into()),
        Notation::Text => said.next().map(Value::String),
        Notation::Switch => said.next().map(|text| Value::Boolean(text == "true")),
        Notation::Number => said.next().and_then(|text| text.parse().ok()).map(Value::Integer),
    }
}

impl StatedSetting {
    fn written(&self, lang: Lang) -> String {
        let origin = match self.origin {
            Origin::Default => "config-default",
            Origin::Typed => "config-typed",
            Origin::File => "config-filed",
        };
        let text = match &self.value {
            Some(value) => format!("{} = {value}", self.key),
            None => format!("# {} =", self.key),
        };
        format!("{text:<40} # {}\n", phrase(origin, lang))
    }
}

impl Project {
    /// Whether anybody said a setting.
    pub(in crate::cli) fn is_said(&self, key: &str) -> bool {
        self.stated.iter().any(|stated| stated.key == key && stated.origin != Origin::Default)
    }

    /// All of it as a file of settings, each with who said it.
    pub(in crate::cli) fn written(&self, lang: Lang) -> String {
        let file = self.file.as_deref().map(shown);
        let head = match &file {
            Some(file) => fill(phrase("config-file", lang), |_| Some(file)),
            None => phrase("config-no-file", lang).to_owned(),
        };
        let mut out = format!("# {head}\n");
        out.extend(self.stated.iter().map(|stated| stated.written(lang)));
        self.write_tables(&mut out, lang);
        out
    }

    /// What nobody can type.
    fn write_tables(&self, out: &mut String, lang: Lang) {
        let rules = &self.rules;
        if !rules.severity.is_empty() {
            out.push_str("\n[severity]\n");
        }
        for (selector, severity) in &rules.severity {
            let _ = writeln!(out, "{selector} = \"{}\"", severity.word());
        }
        let _ = writeln!(out, "\n[notice]");
        out.extend(self.stated_of_letters.iter().map(|stated| stated.written(lang)));
        if self.notice.template.is_none() {
            let fields = FIELDS.map(|name| format!("{{{name}}}")).join(" ");
            let _ = writeln!(out, "# {}", fill(phrase("config-fields", lang), |_| Some(fields.as_str())));
        }
        if !rules.per_file_ignores.is_empty() {
            out.push_str("\n[per-file-ignores]\n");
        }
        for (pattern, codes) in &rules.per_file_ignores {
            let _ = writeln!(out, "{} = {}", Value::from(pattern.as_str()), Value::from(codes.clone()));
        }
        for (code, own) in &rules.threshold {
            let _ = writeln!(out, "\n[threshold.{code}]");
            for (name, threshold) in own {
                let _ = writeln!(out, "{name} = \"{}\"", threshold.0);
            }
        }
    }
}
