//! `gouji.toml`: what a project has decided. Its keys are the options of `gouji check` without their dashes, and tables
//! `[severity]`, `[threshold.CODE]`, `[per-file-ignores]` and `[notice]`; paths in it are relative to where it stands.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Deserializer};
use toml::de::DeTable;

use super::args::{Blank, Color, FailOn, Language, parse_size};
use super::{Failure, bounded, shown};
use crate::model::Lang;
use crate::render::{Format, fill, phrase};
use crate::rules::{Severity, Threshold};

/// What it is called.
pub(super) const NAME: &str = "gouji.toml";
/// A file of settings is a page or two.
const MAX_BYTES: u64 = 1 << 20;

/// The keys, in the order in which they are listed.
pub(super) const KEYS: [&str; 27] = [
    "edition",
    "forms",
    "tables",
    "blank",
    "text",
    "select",
    "ignore",
    "fail-on",
    "roster",
    "explanations",
    "previous",
    "format",
    "output",
    "lang",
    "color",
    "cells",
    "show-form",
    "quiet",
    "progress",
    "exclude",
    "gitignore",
    "jobs",
    "max-file-size",
    "severity",
    "threshold",
    "per-file-ignores",
    "notice",
];

/// The keys of `[notice]`.
pub(super) const NOTICE_KEYS: [&str; 5] = ["office", "number", "deadline", "contact", "template"];

/// The file's settings; what it does not say is `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Config {
    pub(super) edition: Option<String>,
    pub(super) forms: Option<Vec<PathBuf>>,
    pub(super) tables: Option<Vec<String>>,
    #[serde(default, deserialize_with = "word")]
    pub(super) blank: Option<Blank>,
    pub(super) text: Option<bool>,
    pub(super) select: Option<Vec<String>>,
    pub(super) ignore: Option<Vec<String>>,
    #[serde(default, deserialize_with = "word")]
    pub(super) fail_on: Option<FailOn>,
    pub(super) roster: Option<PathBuf>,
    pub(super) explanations: Option<PathBuf>,
    pub(super) previous: Option<Vec<PathBuf>>,
    #[serde(default, deserialize_with = "words")]
    pub(super) format: Option<Vec<Format>>,
    pub(super) output: Option<Vec<PathBuf>>,
    #[serde(default, deserialize_with = "word")]
    pub(super) lang: Option<Language>,
    #[serde(default, deserialize_with = "word")]
    pub(super) color: Option<Color>,
    pub(super) cells: Option<bool>,
    pub(super) show_form: Option<bool>,
    pub(super) quiet: Option<bool>,
    pub(super) progress: Option<bool>,
    pub(super) exclude: Option<Vec<String>>,
    pub(super) gitignore: Option<bool>,
    pub(super) jobs: Option<usize>,
    #[serde(default, deserialize_with = "size")]
    pub(super) max_file_size: Option<u64>,
    pub(super) severity: Option<BTreeMap<String, Severity>>,
    pub(super) threshold: Option<BTreeMap<String, BTreeMap<String, Threshold>>>,
    pub(super) per_file_ignores: Option<BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    pub(super) notice: NoticeConfig,
    /// Where it stands; `None` where there is none.
    #[serde(skip)]
    pub(super) path: Option<PathBuf>,
}

/// What an office wants in its letters.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeConfig {
    pub(super) office: Option<String>,
    pub(super) number: Option<String>,
    pub(super) deadline: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) template: Option<PathBuf>,
}

impl Config {
    /// The file that was named, else the nearest of its name from the working directory upwards, else nothing.
    pub(super) fn load(named: Option<&Path>, lang: Lang) -> Result<Self, Failure> {
        let Some(path) = named.map(Path::to_owned).or_else(nearest) else { return Ok(Self::default()) };
        let failed = |text: String| Failure::Usage(format!("{}: {text}", shown(&path)));
        let text =
            String::from_utf8(bounded::whole(&path, MAX_BYTES, lang)?).map_err(|error| failed(error.to_string()))?;
        let mut config = Self::read(&text, lang).map_err(failed)?;
        config.resolve(path.parent().unwrap_or(Path::new("")));
        config.path = Some(path);
        Ok(config)
    }

    fn read(text: &str, lang: Lang) -> Result<Self, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let table = DeTable::parse(text).map_err(|error| error.to_string())?;
        let notice = table.get_ref().get("notice").and_then(|notice| notice.get_ref().as_table());
        let keys = table.get_ref().keys().map(|key| (key, &KEYS[..]));
        let of_notice = notice.into_iter().flat_map(|table| table.keys()).map(|key| (key, &NOTICE_KEYS[..]));
        for (key, known) in keys.chain(of_notice) {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                return Err(unknown(name, known, text[..key.span().start].matches('\n').count() + 1, lang));
            }
        }
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Paths are relative to the file.
    fn resolve(&mut self, folder: &Path) {
        let lists = self.forms.iter_mut().chain(&mut self.previous).flatten();
        let single = self.roster.iter_mut().chain(&mut self.explanations).chain(&mut self.notice.template);
        let paths = single.chain(lists);
        let outputs = self.output.iter_mut().flatten().filter(|path| path.as_os_str() != OsStr::new("-"));
        for path in paths.chain(outputs) {
            *path = folder.join(&path);
        }
    }
}

fn nearest() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let found = here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())?;
    // Its name is enough where it stands beside whoever runs gouji.
    Some(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
}

/// What is wrong with a key, and which one may be meant.
fn unknown(name: &str, keys: &[&str], line: usize, lang: Lang) -> String {
    let wanted = name.replace('_', "-").to_lowercase();
    let near = crate::model::nearest(&wanted, keys.iter().copied());
    let (line, known) = (line.to_string(), keys.join(", "));
    let template = phrase(if near.is_some() { "config-misspelt-key" } else { "config-unknown-key" }, lang);
    fill(template, |fact| match fact {
        "line" => Some(line.as_str()),
        "key" => Some(name),
        "near" => near,
        _ => Some(known.as_str()),
    })
}

/// A word as the option takes it.
fn word<'de, D: Deserializer<'de>, T: ValueEnum>(deserializer: D) -> Result<Option<T>, D::Error> {
    one::<T, D::Error>(&String::deserialize(deserializer)?).map(Some)
}

fn words<'de, D: Deserializer<'de>, T: ValueEnum>(deserializer: D) -> Result<Option<Vec<T>>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|text| one::<T, D::Error>(text))
        .collect::<Result<_, _>>()
        .map(Some)
}

fn one<T: ValueEnum, E: serde::de::Error>(text: &str) -> Result<T, E> {
    T::from_str(text, false).map_err(|_| {
        let known = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<_> = known.map(|value| value.get_name().to_owned()).collect();
        E::custom(format!("`{text}`: {}", known.join(", ")))
    })
}

fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    parse_size(&String::deserialize(deserializer)?).map(Some).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_listed_and_understood() {
        let text = r#"
            edition = "2021"
            forms = ["a"]
            tables = ["requests"]
            blank = "missing"
            text = true
            select = ["B"]
            ignore = ["V204"]
            fail-on = "warning"
            roster = "roster.csv"
            explanations = "e.csv"
            previous = ["2023"]
            format = ["html", "json"]
            output = ["a.html", "-"]
            lang = "en"
            color = "never"
            cells = true
            show-form = true
            quiet = true
            progress = false
            exclude = ["*.bak"]
            gitignore = true
            jobs = 2
            max-file-size = "1M"
            [severity]
            S305 = "warning"
            [threshold.P702]
            factor = 6
            [per-file-ignores]
            "old/*" = ["S"]
            [notice]
            template = "letter.md"
        "#;
        let mut config = Config::read(text, Lang::Zh).expect("every key is known");
        assert_eq!(text.matches(" = ").count(), KEYS.len(), "the text has every key, with a rule in each table");
        config.resolve(Path::new("folder"));
        assert_eq!(config.roster.as_deref(), Some(Path::new("folder/roster.csv")));
        assert_eq!(config.output.as_deref(), Some(&[PathBuf::from("folder/a.html"), PathBuf::from("-")][..]));
        assert_eq!(config.max_file_size, Some(1 << 20));
        assert_eq!(config.notice.template.as_deref(), Some(Path::new("folder/letter.md")));
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line_and_a_suggestion() {
        let error = Config::read("select = []\nfail_on = \"error\"\n", Lang::En).expect_err("no such key");
        assert!(error.contains("line 2") && error.contains("`fail-on`"), "{error}");
        let error = Config::read("temperature = 1\n", Lang::Zh).expect_err("no such key");
        assert!(error.contains("max-file-size"), "{error}");
        let error = Config::read("[notice]\nofice = \"某办\"\n", Lang::En).expect_err("no such key");
        assert!(error.contains("line 2") && error.contains("`office`"), "{error}");
    }

    #[test]
    fn a_wrong_word_is_an_error_that_lists_the_right_ones() {
        let error = Config::read("blank = \"nought\"", Lang::Zh).expect_err("no such word");
        assert!(error.contains("zero, missing"), "{error}");
    }
}
