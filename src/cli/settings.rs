//! What was typed and what `gouji.toml` says, made one: the option that was typed wins, then the file, then the default.
//! Every setting remembers who said it, for `gouji config`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Failure;
use super::args::{Blank, Color, FailOn, Format, Language, Wishes};
use super::config::Config;
use crate::model::Lang;
use crate::render::{fill, phrase};
use crate::rules::{Catalogue, Severity, Threshold};

/// A value and who said it.
#[derive(Debug)]
pub(super) struct Setting<T> {
    pub(super) value: T,
    origin: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Default,
    File,
    Typed,
}

impl<T> Setting<T> {
    fn of(typed: Option<T>, filed: Option<T>, default: T) -> Self {
        match (typed, filed) {
            (Some(value), _) => Self { value, origin: Origin::Typed },
            (None, Some(value)) => Self { value, origin: Origin::File },
            (None, None) => Self { value: default, origin: Origin::Default },
        }
    }
}

/// What is in force.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) edition: Setting<String>,
    pub(super) forms: Setting<Vec<PathBuf>>,
    pub(super) tables: Setting<Vec<String>>,
    pub(super) blank: Setting<Blank>,
    pub(super) text: Setting<bool>,
    pub(super) select: Setting<Vec<String>>,
    pub(super) ignore: Setting<Vec<String>>,
    pub(super) fail_on: Setting<FailOn>,
    pub(super) roster: Setting<Option<PathBuf>>,
    pub(super) explanations: Setting<Option<PathBuf>>,
    pub(super) previous: Setting<Vec<PathBuf>>,
    pub(super) format: Setting<Vec<Format>>,
    pub(super) output: Setting<Vec<PathBuf>>,
    lang: Setting<Language>,
    pub(super) color: Setting<Color>,
    pub(super) cells: Setting<bool>,
    pub(super) show_form: Setting<bool>,
    pub(super) quiet: Setting<bool>,
    pub(super) progress: Setting<bool>,
    pub(super) gitignore: Setting<bool>,
    pub(super) jobs: Setting<Option<usize>>,
    pub(super) max_file_size: Setting<Option<u64>>,
    pub(super) severity: Setting<BTreeMap<String, Severity>>,
    pub(super) threshold: BTreeMap<String, BTreeMap<String, Threshold>>,
    file: Option<PathBuf>,
}

impl Settings {
    /// What `wishes` and the file they name, or the nearest one, come to.
    pub(super) fn of(wishes: &Wishes) -> Result<Self, Failure> {
        let config = Config::load(wishes.config.as_deref(), wishes.lang.map_or(Lang::Zh, Into::into))?;
        let list = |typed: &[String]| (!typed.is_empty()).then(|| typed.to_vec());
        let paths = |typed: &[PathBuf]| (!typed.is_empty()).then(|| typed.to_vec());
        let switch = |typed: bool| typed.then_some(true);
        // A pair of format and output is one wish: whoever types a format wants it where he says.
        let filed_output = config.output.filter(|_| wishes.format.is_empty());
        let format = (!wishes.format.is_empty()).then(|| wishes.format.clone());
        Ok(Self {
            edition: Setting::of(wishes.read.edition.clone(), config.edition, "auto".to_owned()),
            forms: Setting::of(paths(&wishes.read.forms), config.forms, Vec::new()),
            tables: Setting::of(list(&wishes.tables), config.tables, Vec::new()),
            blank: Setting::of(wishes.blank, config.blank, Blank::Zero),
            text: Setting::of(switch(wishes.text), config.text, false),
            select: Setting::of(list(&wishes.select), config.select, Vec::new()),
            ignore: Setting::of(list(&wishes.ignore), config.ignore, Vec::new()),
            fail_on: Setting::of(wishes.fail_on, config.fail_on, FailOn::Error),
            roster: Setting::of(wishes.roster.clone().map(Some), config.roster.map(Some), None),
            explanations: Setting::of(wishes.explanations.clone().map(Some), config.explanations.map(Some), None),
            previous: Setting::of(paths(&wishes.previous), config.previous, Vec::new()),
            format: Setting::of(format, config.format, vec![Format::Table]),
            output: Setting::of(paths(&wishes.output), filed_output, Vec::new()),
            lang: Setting::of(wishes.lang, config.lang, Language::Zh),
            color: Setting::of(wishes.color, config.color, Color::Auto),
            cells: Setting::of(switch(wishes.cells), config.cells, false),
            show_form: Setting::of(switch(wishes.show_form), config.show_form, false),
            quiet: Setting::of(switch(wishes.quiet), config.quiet, false),
            progress: Setting::of(wishes.no_progress.then_some(false), config.progress, true),
            gitignore: Setting::of(switch(wishes.gitignore), config.gitignore, false),
            jobs: Setting::of(wishes.jobs.map(Some), config.jobs.map(Some), None),
            max_file_size: Setting::of(wishes.max_file_size.map(Some), config.max_file_size.map(Some), None),
            severity: Setting::of(None, config.severity, BTreeMap::new()),
            threshold: config.threshold.unwrap_or_default(),
            file: config.path,
        })
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang.value.into()
    }

    /// The files that are read besides those to check.
    pub(super) fn read_files(&self) -> impl Iterator<Item = &Path> {
        [&self.roster.value, &self.explanations.value, &self.file].into_iter().flatten().map(PathBuf::as_path)
    }

    /// Whether every selector means a rule, and no error that the form itself implies is made less of.
    pub(super) fn agree_with(&self, catalogue: &Catalogue) -> Result<(), Failure> {
        let lang = self.lang();
        for selector in self.select.value.iter().chain(&self.ignore.value) {
            if !catalogue.knows(selector) {
                let text = phrase("no-selector", lang);
                return Err(Failure::Usage(format!("--select/--ignore {selector}: {text}")));
            }
        }
        for (selector, severity) in &self.severity.value {
            let refuse = |name: &str| {
                let text = fill(phrase(name, lang), |_| Some(severity.word()));
                Err(Failure::Usage(format!("[severity] {selector}: {text}")))
            };
            let mut meant = catalogue.rules().iter().filter(|rule| rule.is_meant_by(selector)).peekable();
            if meant.peek().is_none() {
                return refuse("no-selector");
            }
            let is_kept = |code: &str| code.starts_with('B');
            if meant.any(|rule| is_kept(&rule.code) && rule.severity == Severity::Error && *severity > rule.severity) {
                return refuse("severity-kept");
            }
        }
        for (code, own) in &self.threshold {
            let rule = catalogue.find(code).filter(|rule| rule.code == *code);
            let known =
                rule.map(|rule| rule.threshold.keys().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default();
            if let Some(name) = own.keys().find(|name| !known.contains(&name.as_str())) {
                let known = known.join(", ");
                let text = fill(phrase("no-threshold", lang), |_| Some(&known));
                return Err(Failure::Usage(format!("[threshold.{code}] {name}: {text}")));
            }
        }
        Ok(())
    }

    /// All of it as a file of settings, each with who said it.
    pub(super) fn written(&self) -> String {
        let lang = self.lang();
        let file = self.file.as_ref().map(|path| path.display().to_string());
        let mut out = match &file {
            Some(file) => format!("# {}\n", fill(phrase("config-file", lang), |_| Some(file))),
            None => format!("# {}\n", phrase("config-no-file", lang)),
        };
        let mut line = |key: &str, value: Option<toml::Value>, origin: Origin| {
            let origin = match origin {
                Origin::Default => phrase("config-default", lang),
                Origin::Typed => phrase("config-typed", lang),
                Origin::File => phrase("config-filed", lang),
            };
            let text = value.map_or_else(|| format!("# {key} ="), |value| format!("{key} = {value}"));
            let _ = writeln!(out, "{text:<40} # {origin}");
        };
        let text = |value: &str| Some(toml::Value::from(value));
        let list = |values: &[String]| Some(toml::Value::from(values.to_vec()));
        let paths = |values: &[PathBuf]| list(&values.iter().map(|path| shown(path)).collect::<Vec<_>>());
        let path = |value: &Option<PathBuf>| value.as_ref().map(|path| toml::Value::from(shown(path)));
        let number =
            |value: Option<u64>| value.map(|value| toml::Value::from(i64::try_from(value).unwrap_or(i64::MAX)));
        line("edition", text(&self.edition.value), self.edition.origin);
        line("forms", paths(&self.forms.value), self.forms.origin);
        line("tables", list(&self.tables.value), self.tables.origin);
        line("blank", text(&word(&self.blank.value)), self.blank.origin);
        line("text", Some(self.text.value.into()), self.text.origin);
        line("select", list(&self.select.value), self.select.origin);
        line("ignore", list(&self.ignore.value), self.ignore.origin);
        line("fail-on", text(&word(&self.fail_on.value)), self.fail_on.origin);
        line("roster", path(&self.roster.value), self.roster.origin);
        line("explanations", path(&self.explanations.value), self.explanations.origin);
        line("previous", paths(&self.previous.value), self.previous.origin);
        let formats: Vec<_> = self.format.value.iter().map(word).collect();
        line("format", list(&formats), self.format.origin);
        line("output", paths(&self.output.value), self.output.origin);
        line("lang", text(&word(&self.lang.value)), self.lang.origin);
        line("color", text(&word(&self.color.value)), self.color.origin);
        line("cells", Some(self.cells.value.into()), self.cells.origin);
        line("show-form", Some(self.show_form.value.into()), self.show_form.origin);
        line("quiet", Some(self.quiet.value.into()), self.quiet.origin);
        line("progress", Some(self.progress.value.into()), self.progress.origin);
        line("gitignore", Some(self.gitignore.value.into()), self.gitignore.origin);
        line("jobs", number(self.jobs.value.map(|jobs| jobs as u64)), self.jobs.origin);
        let size = self.max_file_size.value.map(|size| toml::Value::from(size.to_string()));
        line("max-file-size", size, self.max_file_size.origin);
        if !self.severity.value.is_empty() {
            out += "\n[severity]\n";
            for (selector, severity) in &self.severity.value {
                let _ = writeln!(out, "{selector} = \"{}\"", severity.word());
            }
        }
        for (code, own) in &self.threshold {
            let _ = writeln!(out, "\n[threshold.{code}]");
            for (name, threshold) in own {
                let _ = writeln!(out, "{name} = \"{}\"", threshold.0);
            }
        }
        out
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}
