//! `gouji config`: the settings as a file of settings, each with who said it.

use std::fmt::Write as _;
use std::path::Path;

use clap::ValueEnum;
use toml::Value;

use super::super::shown;
use super::{Origin, Setting, Settings};
use crate::model::Lang;
use crate::render::{FIELDS, fill, phrase};

/// A setting on its way to a line; one without a value is a remark.
struct Line {
    key: &'static str,
    value: Option<Value>,
    origin: Origin,
}

impl Line {
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

impl<T> Setting<T> {
    fn line(&self, key: &'static str, said: impl Fn(&T) -> Option<Value>) -> Line {
        Line { key, value: said(&self.value), origin: self.origin }
    }
}

impl Settings {
    /// All of it as a file of settings, each with who said it.
    pub(in crate::cli) fn written(&self) -> String {
        let lang = self.lang();
        let file = self.file.as_deref().map(shown);
        let head = match &file {
            Some(file) => fill(phrase("config-file", lang), |_| Some(file)),
            None => phrase("config-no-file", lang).to_owned(),
        };
        let mut out = format!("# {head}\n");
        out.extend(self.lines().iter().map(|line| line.written(lang)));
        self.write_tables(&mut out);
        out
    }

    fn lines(&self) -> [Line; 23] {
        [
            self.edition.line("edition", one(text)),
            self.forms.line("forms", list(path)),
            self.tables.line("tables", list(text)),
            self.blank.line("blank", one(word)),
            self.text.line("text", one(switch)),
            self.select.line("select", list(text)),
            self.ignore.line("ignore", list(text)),
            self.fail_on.line("fail-on", one(word)),
            self.roster.line("roster", any(path)),
            self.explanations.line("explanations", any(path)),
            self.previous.line("previous", list(path)),
            self.format.line("format", list(word)),
            self.output.line("output", list(path)),
            self.lang.line("lang", one(word)),
            self.color.line("color", one(word)),
            self.cells.line("cells", one(switch)),
            self.show_form.line("show-form", one(switch)),
            self.quiet.line("quiet", one(switch)),
            self.progress.line("progress", one(switch)),
            self.exclude.line("exclude", list(text)),
            self.gitignore.line("gitignore", one(switch)),
            self.jobs.line("jobs", any(number)),
            // As text, as it may have a letter for its unit.
            self.max_file_size.line("max-file-size", any(text)),
        ]
    }

    /// What is said of rules, which nobody can type.
    fn write_tables(&self, out: &mut String) {
        if !self.severity.value.is_empty() {
            out.push_str("\n[severity]\n");
        }
        for (selector, severity) in &self.severity.value {
            let _ = writeln!(out, "{selector} = \"{}\"", severity.word());
        }
        let notice = &self.notice;
        let _ = writeln!(out, "\n[notice]");
        let filled = |value: &String| (!value.is_empty()).then(|| text(value));
        for line in [
            notice.office.line("office", filled),
            notice.number.line("number", filled),
            notice.deadline.line("deadline", filled),
            notice.contact.line("contact", filled),
            notice.template.line("template", any(path)),
        ] {
            out.push_str(&line.written(self.lang()));
        }
        if self.notice.template.is_default() {
            let fields = FIELDS.map(|name| format!("{{{name}}}")).join(" ");
            let _ = writeln!(out, "# {}", fill(phrase("config-fields", self.lang()), |_| Some(fields.as_str())));
        }
        if !self.per_file_ignores.is_empty() {
            out.push_str("\n[per-file-ignores]\n");
        }
        for (pattern, codes) in &self.per_file_ignores {
            let _ = writeln!(out, "{} = {}", Value::from(pattern.as_str()), Value::from(codes.clone()));
        }
        for (code, own) in &self.threshold {
            let _ = writeln!(out, "\n[threshold.{code}]");
            for (name, threshold) in own {
                let _ = writeln!(out, "{name} = \"{}\"", threshold.0);
            }
        }
    }
}

fn one<T>(said: fn(&T) -> Value) -> impl Fn(&T) -> Option<Value> {
    move |value| Some(said(value))
}

fn any<T>(said: fn(&T) -> Value) -> impl Fn(&Option<T>) -> Option<Value> {
    move |value| value.as_ref().map(said)
}

fn list<T>(said: fn(&T) -> Value) -> impl Fn(&Vec<T>) -> Option<Value> {
    move |values| Some(values.iter().map(said).collect::<Vec<_>>().into())
}

fn text(value: &impl ToString) -> Value {
    value.to_string().into()
}

fn path(value: &impl AsRef<Path>) -> Value {
    value.as_ref().to_string_lossy().into_owned().into()
}

fn word(value: &impl ValueEnum) -> Value {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default().into()
}

fn switch(value: &(impl Copy + Into<Value>)) -> Value {
    (*value).into()
}

fn number(value: &(impl Copy + TryInto<i64>)) -> Value {
    (*value).try_into().unwrap_or(i64::MAX).into()
}
