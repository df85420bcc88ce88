//! `gouji.toml`: what a project has decided. Its keys are the options of `gouji check` without their dashes, and the
//! tables of [`RuleSettings`]; paths in it are relative to where it stands.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::error::ContextKind;
use clap::{Arg, ArgAction, Args as _, Command, Id, ValueHint};
use toml::de::{DeTable, DeValue};

use super::rules::{self, RuleSettings};
use crate::cli::args::{NoticeArgs, settings_of, with_settings};
use crate::cli::{Failure, bounded, shown};
use crate::model::{Lang, nearest};
use crate::render::{fill, phrase};

/// What it is called.
const NAME: &str = "gouji.toml";
/// The table of the letters, whose keys are options in the same way.
const NOTICE: &str = "notice";
/// A file of settings is a page or two.
const MAX_BYTES: u64 = 1 << 20;

/// A file of settings.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    text: String,
}

/// What a table of the file gives: options with their values as they would be typed.
#[derive(Debug, Default)]
pub(super) struct Given(Vec<(Id, Vec<OsString>)>);

/// Takes options and nothing else.
pub(super) fn reader() -> Command {
    Command::new(NAME).no_binary_name(true).disable_help_flag(true)
}

/// The options of `[notice]`.
pub(super) fn letters() -> Command {
    NoticeArgs::augment_args(reader())
}

/// The key of an option.
pub(super) fn key(arg: &Arg) -> String {
    arg.get_id().as_str().replace('_', "-")
}

/// How an option is written in TOML.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    Switch,
    Number,
    Text,
    Texts,
}

impl Notation {
    pub(super) fn of(arg: &Arg) -> Self {
        match arg.get_action() {
            ArgAction::SetTrue | ArgAction::SetFalse => Self::Switch,
            ArgAction::Append => Self::Texts,
            _ if arg.get_value_parser().type_id() == std::any::TypeId::of::<usize>() => Self::Number,
            _ => Self::Text,
        }
    }

    /// A value as it would be typed; `None` if it is of another kind.
    fn typed(self, value: &DeValue) -> Option<Vec<String>> {
        match (self, value) {
            (Self::Switch, DeValue::Boolean(is_on)) => Some(vec![is_on.to_string()]),
            (Self::Number, DeValue::Integer(number)) => Some(vec![number.to_string()]),
            (Self::Text, DeValue::String(text)) => Some(vec![text.clone().into_owned()]),
            (Self::Texts, DeValue::Array(values)) => {
                values.iter().map(|value| value.get_ref().as_str().map(ToOwned::to_owned)).collect()
            }
            _ => None,
        }
    }

    /// The phrase that says what belongs there.
    fn phrase(self) -> &'static str {
        match self {
            Self::Switch => "config-switch",
            Self::Number => "config-number",
            Self::Text => "config-text",
            Self::Texts => "config-texts",
        }
    }
}

impl File {
    /// The file that was named, else the nearest of its name from the working directory upwards, else nothing.
    pub(super) fn load(named: Option<&Path>, lang: Lang) -> Result<Option<Self>, Failure> {
        let Some(path) = named.map(Path::to_owned).or_else(above) else { return Ok(None) };
        let bytes = bounded::whole(&path, MAX_BYTES, lang)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::Usage(format!("{}: {}", shown(&path), phrase("io-no-utf8", lang))))?
            .trim_start_matches('\u{FEFF}')
            .to_owned();
        Ok(Some(Self { path, text }))
    }

    /// What it gives the options of a check.
    ///
    /// # Errors
    /// No TOML, a key that is no option, a value that its option does not take.
    pub(super) fn options(&self, lang: Lang) -> Result<Given, Failure> {
        self.read(lang, |table| {
            let known = with_settings(reader());
            self.given(table, &known, &[&rules::TABLES[..], &[NOTICE]].concat(), lang)
        })
    }

    /// What it gives the letters.
    ///
    /// # Errors
    /// As [`File::options`].
    pub(super) fn notice(&self, lang: Lang) -> Result<Given, Failure> {
        self.read(lang, |table| match table.get(NOTICE).map(toml::Spanned::get_ref) {
            None => Ok(Given::default()),
            Some(DeValue::Table(notice)) => self.given(notice, &letters(), &[], lang),
            Some(_) => Err(fill(phrase("config-no-table", lang), |_| Some(NOTICE))),
        })
    }

    /// What it says of rules.
    ///
    /// # Errors
    /// What is said is not of the kind that belongs there.
    pub(super) fn rules(&self, lang: Lang) -> Result<RuleSettings, Failure> {
        toml::from_str(&self.text).map_err(|error| self.misread(&error, "config-bad-rule", lang))
    }

    fn read(&self, lang: Lang, of: impl FnOnce(&DeTable) -> Result<Given, String>) -> Result<Given, Failure> {
        let table = DeTable::parse(&self.text).map_err(|error| self.misread(&error, "config-no-toml", lang))?;
        of(table.get_ref()).map_err(|text| self.refused(&text))
    }

    /// What the reader of TOML refuses, and where. Its own words are English.
    fn misread(&self, error: &toml::de::Error, name: &str, lang: Lang) -> Failure {
        let line = self.line(error.span().map_or(0, |span| span.start));
        let message = error.message().replace('\n', " ");
        self.refused(&refusal(name, lang, &[("line", &line), ("message", &message)]))
    }

    /// The line of a byte, from 1.
    fn line(&self, start: usize) -> usize {
        self.text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count() + 1
    }

    fn refused(&self, text: &str) -> Failure {
        Failure::Usage(format!("{}: {text}", shown(&self.path)))
    }

    /// What a table gives the options of `known`; other keys that it may have are `besides`.
    fn given(&self, table: &DeTable, known: &Command, besides: &[&str], lang: Lang) -> Result<Given, String> {
        let mut given = Given::default();
        for (name, value) in table {
            let line = self.line(name.span().start);
            let name = name.get_ref().as_ref();
            if besides.contains(&name) {
                continue;
            }
            let Some(arg) = known.get_arguments().find(|arg| key(arg) == name) else {
                let known: Vec<String> = known.get_arguments().map(key).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).chain(besides.iter().copied()).collect();
                return Err(unknown(name, &known, line, lang));
            };
            let kind = Notation::of(arg);
            let values = kind.typed(value.get_ref()).ok_or_else(|| {
                let kind = phrase(kind.phrase(), lang);
                refusal("config-wrong-kind", lang, &[("line", &line), ("key", &name), ("kind", &kind)])
            })?;
            for value in values.iter().filter(|_| kind != Notation::Switch) {
                try_out(arg, known, value).map_err(|error| {
                    let words = error.get(ContextKind::ValidValue).map(ToString::to_string).unwrap_or_default();
                    let name_of = if words.is_empty() { "config-bad-value" } else { "config-unknown-value" };
                    let facts: [(&str, &dyn ToString); 4] =
                        [("line", &line), ("key", &name), ("value", value), ("known", &words)];
                    refusal(name_of, lang, &facts)
                })?;
            }
            // An empty list says nothing: what nobody says stays as it is.
            if values.is_empty() {
                continue;
            }
            let is_path = arg.get_value_hint() == ValueHint::AnyPath;
            let values = values.into_iter().map(|value| if is_path { self.placed(&value) } else { value.into() });
            given.0.push((arg.get_id().clone(), values.collect()));
        }
        Ok(given)
    }

    /// A path, which is relative to the file.
    fn placed(&self, path: &str) -> OsString {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        if path == "-" { path.into() } else { folder.join(path).into_os_string() }
    }
}

impl Given {
    /// Whether it gives an option.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.0.iter().any(|(given, _)| given == id)
    }

    /// Leaves an option out.
    pub(super) fn forget(&mut self, id: &str) {
        self.0.retain(|(given, _)| given != id);
    }

    /// The command, with what is given as the defaults of the options that a file may give.
    pub(super) fn as_defaults(&self, command: Command) -> Command {
        let meant: Vec<Id> = settings_of(&command).filter(|id| self.has(id)).cloned().collect();
        self.of(&meant, command)
    }

    /// The same of all options.
    pub(super) fn as_all_defaults(&self, command: Command) -> Command {
        let all: Vec<Id> = self.0.iter().map(|(id, _)| id.clone()).collect();
        self.of(&all, command)
    }

    fn of(&self, meant: &[Id], command: Command) -> Command {
        self.0
            .iter()
            .filter(|(id, _)| meant.contains(id))
            .fold(command, |command, (id, values)| command.mut_arg(id.as_str(), |arg| arg.default_values(values)))
    }
}

fn above() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let found = here.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())?;
    // Its name is enough where it stands beside whoever runs gouji.
    Some(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
}

/// Whether an option takes a value.
fn try_out(arg: &Arg, known: &Command, value: &str) -> Result<(), clap::Error> {
    let mut word = OsString::from(format!("--{}=", arg.get_long().unwrap_or_default()));
    word.push(OsStr::new(value));
    known.clone().try_get_matches_from([word]).map(|_| ())
}

/// What is wrong with a key, and which one may be meant.
fn unknown(name: &str, keys: &[&str], line: usize, lang: Lang) -> String {
    let wanted = name.replace('_', "-").to_lowercase();
    let near = nearest(&wanted, keys.iter().copied());
    let (template, known) =
        (if near.is_some() { "config-misspelt-key" } else { "config-unknown-key" }, keys.join(", "));
    refusal(template, lang, &[("line", &line), ("key", &name), ("near", &near.unwrap_or_default()), ("known", &known)])
}

fn refusal(name: &str, lang: Lang, facts: &[(&str, &dyn ToString)]) -> String {
    fill(phrase(name, lang), |fact| facts.iter().find(|(name, _)| *name == fact).map(|(_, text)| text.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;

    fn file(text: &str) -> File {
        File { path: PathBuf::from("folder/gouji.toml"), text: text.to_owned() }
    }

    fn refusal(text: &str, lang: Lang) -> String {
        let file = file(text);
        let failed = file.options(lang).and_then(|_| file.notice(lang)).expect_err("it is refused");
        failed.said(lang)
    }

    const ALL: &str = r#"
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

    #[test]
    fn the_file_takes_what_the_options_take() {
        let file = file(ALL);
        let given = file.options(Lang::Zh).expect("every key is known");
        let known = with_settings(reader());
        let missing: Vec<_> = known.get_arguments().filter(|arg| !given.has(arg.get_id())).map(key).collect();
        assert!(missing.is_empty(), "the text above has every option: {missing:?}");
        let said = given.as_all_defaults(known).try_get_matches_from(None::<&str>).expect("they are taken");
        let raw = |id: &str| said.get_raw(id).into_iter().flatten().map(|text| text.to_str().unwrap_or_default());
        assert_eq!(raw("roster").collect::<Vec<_>>(), ["folder/roster.csv"]);
        assert_eq!(raw("output").collect::<Vec<_>>(), ["folder/a.html", "-"]);
        assert!(self::file("format = []").options(Lang::Zh).expect("a list").0.is_empty(), "it says nothing");
        assert_eq!(said.get_one("max_file_size"), Some(&(1_u64 << 20)));
        assert_eq!(said.get_one("progress"), Some(&false));
        assert_eq!(file.rules(Lang::Zh).expect("rules").severity.len(), 1);
        let notice = file.notice(Lang::Zh).expect("letters");
        assert_eq!(notice.0, [(Id::from("template"), vec![OsString::from("folder/letter.md")])]);
    }

    #[test]
    fn an_option_of_the_same_name_that_means_something_else_is_left_alone() {
        let given = file(ALL).options(Lang::Zh).expect("every key is known");
        let command = Args::command();
        let defaults = |name: &str| {
            let command = given.as_defaults(command.find_subcommand(name).expect("a command").clone());
            let changed = command.get_arguments().filter(|arg| !arg.get_default_values().is_empty());
            changed.map(key).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
        };
        assert_eq!(defaults("compare"), ["exclude", "forms", "lang", "max-file-size", "roster"]);
        assert_eq!(defaults("convert"), ["edition", "exclude", "forms", "lang", "max-file-size"]);
    }

    #[test]
    fn an_unknown_key_is_an_error_with_its_line_and_a_suggestion() {
        let error = refusal("select = []\nfail_on = \"error\"\n", Lang::En);
        assert!(error.contains("line 2") && error.contains("`fail-on`"), "{error}");
        let error = refusal("temperature = 1\n", Lang::Zh);
        assert!(error.contains("max-file-size") && error.contains("per-file-ignores"), "{error}");
        let error = refusal("[notice]\nofice = \"某办\"\n", Lang::En);
        assert!(error.contains("line 2") && error.contains("`office`"), "{error}");
        // The file cannot name another.
        assert!(refusal("config = \"other.toml\"\n", Lang::En).contains("no setting `config`"));
    }

    #[test]
    fn a_wrong_value_is_an_error_that_says_what_belongs_there() {
        let error = refusal("\nblank = \"nought\"", Lang::Zh);
        assert!(error.contains("第 2 行") && error.contains("zero, missing"), "{error}");
        for (text, said) in [
            ("quiet = \"yes\"", "true or false"),
            ("jobs = \"2\"", "whole number"),
            ("edition = 2021", "quotation marks"),
            ("select = \"B\"", "list of texts"),
            ("select = [1]", "list of texts"),
            ("jobs = -1", "no value for `jobs`"),
            ("roster = \"\"", "no value for `roster`"),
            ("max-file-size = \"big\"", "no value for `max-file-size`"),
            ("notice = 1", "[notice]"),
            ("quiet = true\njobs = ", "line 2: no TOML"),
            ("jobs = 1\njobs = 2", "line 2: no TOML"),
        ] {
            let error = refusal(text, Lang::En);
            assert!(error.contains(said) && error.contains("gouji.toml"), "{text}: {error}");
        }
    }

    #[test]
    fn a_table_of_rules_with_a_wrong_value_is_an_error_with_its_line_and_no_word_of_english() {
        for text in [
            "[threshold.P702]\nfactor = \"abc\"",
            "[severity]\nS305 = \"grave\"",
            "[severity]\nS305 = 1",
            "[per-file-ignores]\n\"a\" = \"S\"",
            "[threshold]\nP702 = 3",
        ] {
            let said = |lang| file(text).rules(lang).expect_err("it is refused").said(lang);
            assert!(said(Lang::Zh).contains("第 2 行") && said(Lang::En).contains("line 2"), "{}", said(Lang::Zh));
            let own = ["gouji.toml", "folder", "severity", "threshold", "per-file-ignores", "error", "warning", "note"];
            let words = own.iter().fold(said(Lang::Zh), |said, word| said.replace(word, ""));
            assert!(!words.contains(|c: char| c.is_ascii_lowercase()), "{words}");
        }
    }
}
