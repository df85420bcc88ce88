//! What was typed and what `gouji.toml` says, made one: the option that was typed wins, then the file, then the default.
//! Every setting remembers who said it, for `gouji config` (`written`).

mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::{Blank, Color, FailOn, Language, Wishes};
use super::config::Config;
use super::reads::Reads;
use super::{Failure, bounded, shown};
use crate::diagnosis::FileIgnore;
use crate::model::Lang;
use crate::render::{Format, LetterTemplate, LetterWishes, fill, phrase};
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
    /// Whether nobody said it.
    pub(super) fn is_default(&self) -> bool {
        self.origin == Origin::Default
    }

    fn of(typed: Option<T>, filed: Option<T>, default: T) -> Self {
        match (typed, filed) {
            (Some(value), _) => Self { value, origin: Origin::Typed },
            (None, Some(value)) => Self { value, origin: Origin::File },
            (None, None) => Self { value: default, origin: Origin::Default },
        }
    }
}

/// What an office wants in its letters, which nobody types.
#[derive(Debug)]
pub(super) struct Notice {
    office: Setting<String>,
    number: Setting<String>,
    deadline: Setting<String>,
    contact: Setting<String>,
    template: Setting<Option<PathBuf>>,
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
    pub(super) exclude: Setting<Vec<String>>,
    pub(super) gitignore: Setting<bool>,
    pub(super) jobs: Setting<Option<usize>>,
    pub(super) max_file_size: Setting<Option<u64>>,
    pub(super) severity: Setting<BTreeMap<String, Severity>>,
    pub(super) threshold: BTreeMap<String, BTreeMap<String, Threshold>>,
    pub(super) notice: Notice,
    /// By pattern: what is not said of the files that it means.
    pub(super) per_file_ignores: BTreeMap<String, Vec<String>>,
    file: Option<PathBuf>,
}

impl Settings {
    /// What `wishes` and the file they name, or the nearest one, come to.
    pub(super) fn of(wishes: &Wishes) -> Result<Self, Failure> {
        let project = &wishes.project;
        let config = Config::load(project.config.as_deref(), project.lang.map_or(Lang::Zh, Into::into))?;
        let list = |typed: &[String]| (!typed.is_empty()).then(|| typed.to_vec());
        let paths = |typed: &[PathBuf]| (!typed.is_empty()).then(|| typed.to_vec());
        let switch = |typed: bool| typed.then_some(true);
        // A pair of format and output is one wish: whoever types a format wants it where he says.
        let filed_output = config.output.filter(|_| wishes.format.is_empty());
        let format = (!wishes.format.is_empty()).then(|| wishes.format.clone());
        Ok(Self {
            edition: Setting::of(wishes.read.edition.clone(), config.edition, "auto".to_owned()),
            forms: Setting::of(paths(&project.forms), config.forms, Vec::new()),
            tables: Setting::of(list(&wishes.tables), config.tables, Vec::new()),
            blank: Setting::of(wishes.blank, config.blank, Blank::Zero),
            text: Setting::of(switch(wishes.text), config.text, false),
            select: Setting::of(list(&wishes.select), config.select, Vec::new()),
            ignore: Setting::of(list(&wishes.ignore), config.ignore, Vec::new()),
            fail_on: Setting::of(wishes.fail_on, config.fail_on, FailOn::Error),
            roster: Setting::of(wishes.roster.clone().map(Some), config.roster.map(Some), None),
            explanations: Setting::of(wishes.explanations.clone().map(Some), config.explanations.map(Some), None),
            previous: Setting::of(paths(&wishes.previous), config.previous, Vec::new()),
            format: Setting::of(format, config.format, vec![Format::TABLE]),
            output: Setting::of(paths(&wishes.output), filed_output, Vec::new()),
            lang: Setting::of(project.lang, config.lang, Language::Zh),
            color: Setting::of(wishes.color, config.color, Color::Auto),
            cells: Setting::of(switch(wishes.cells), config.cells, false),
            show_form: Setting::of(switch(wishes.show_form), config.show_form, false),
            quiet: Setting::of(switch(wishes.quiet), config.quiet, false),
            progress: Setting::of(wishes.no_progress.then_some(false), config.progress, true),
            exclude: Setting::of(list(&project.exclude), config.exclude, Vec::new()),
            gitignore: Setting::of(switch(wishes.gitignore), config.gitignore, false),
            jobs: Setting::of(wishes.jobs.map(Some), config.jobs.map(Some), None),
            max_file_size: Setting::of(project.max_file_size.map(Some), config.max_file_size.map(Some), None),
            severity: Setting::of(None, config.severity, BTreeMap::new()),
            threshold: config.threshold.unwrap_or_default(),
            notice: Notice {
                office: Setting::of(None, config.notice.office, String::new()),
                number: Setting::of(None, config.notice.number, String::new()),
                deadline: Setting::of(None, config.notice.deadline, String::new()),
                contact: Setting::of(None, config.notice.contact, String::new()),
                template: Setting::of(None, config.notice.template.map(Some), None),
            },
            per_file_ignores: config.per_file_ignores.unwrap_or_default(),
            file: config.path,
        })
    }

    /// What is not said of which files, whose patterns are relative to where the settings stand.
    ///
    /// # Errors
    /// A pattern that is none.
    pub(super) fn ignored_by_file(&self) -> Result<Vec<FileIgnore>, Failure> {
        let folder = self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let of = |(pattern, codes): (&String, &Vec<String>)| {
            FileIgnore::new(folder, pattern, codes.clone()).ok_or_else(|| {
                Failure::Usage(format!("[per-file-ignores] \"{pattern}\": {}", phrase("no-pattern", self.lang())))
            })
        };
        self.per_file_ignores.iter().map(of).collect()
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang.value.into()
    }

    /// The lists and records that the run reads besides its inputs.
    pub(super) fn reads(&self) -> Reads<'static> {
        let mut reads = Reads::default();
        reads.file("--config", self.file.as_deref());
        reads.file("--roster", self.roster.value.as_deref());
        reads.file("--explanations", self.explanations.value.as_deref());
        reads.file("[notice] template", self.notice.template.value.as_deref());
        reads.forms(&self.forms.value);
        reads
    }

    /// What letters hold.
    ///
    /// # Errors
    /// A template that cannot be read, or asks for what there is not.
    pub(super) fn letters(&self) -> Result<LetterWishes, Failure> {
        /// A letter is a page or two.
        const MAX_BYTES: u64 = 1 << 20;
        let (notice, lang) = (&self.notice, self.lang());
        if notice.number.value.replace("{n}", "").contains(['{', '}']) {
            return Err(Failure::Usage(format!("[notice] number: {}", phrase("notice-number-field", lang))));
        }
        let read = |path: &PathBuf| {
            let failed = |text: String| Failure::Usage(format!("{}: {text}", shown(path)));
            let bytes = bounded::whole(path, MAX_BYTES, lang)?;
            let text = String::from_utf8(bytes).map_err(|_| failed(phrase("io-no-text", lang).to_owned()))?;
            LetterTemplate::read(&text).map_err(|fault| failed(fault.words(lang)))
        };
        Ok(LetterWishes {
            office: notice.office.value.clone(),
            number: notice.number.value.clone(),
            deadline: notice.deadline.value.clone(),
            contact: notice.contact.value.clone(),
            template: notice.template.value.as_ref().map(read).transpose()?,
        })
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
        for (pattern, codes) in &self.per_file_ignores {
            for selector in codes {
                let refuse = |name: &str| {
                    let text = phrase(name, lang);
                    Err(Failure::Usage(format!("[per-file-ignores] \"{pattern}\" {selector}: {text}")))
                };
                let mut meant = catalogue.rules().iter().filter(|rule| rule.is_meant_by(selector)).peekable();
                if meant.peek().is_none() {
                    return refuse("no-selector");
                }
                if meant.any(|rule| rule.code.starts_with('B') && rule.severity == Severity::Error) {
                    return refuse("per-file-kept");
                }
            }
        }
        for (code, own) in &self.threshold {
            let rule = catalogue.find(code);
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
}
