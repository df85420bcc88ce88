//! What is in force: `gouji.toml` gives the options of a command their defaults, and the words that were typed are read
//! with these. So an option that may stand in the file is named once, where it is defined (`args::settings`); the file
//! takes what the option takes, and who typed one wins.
//!
//! `file` reads the file, `rules` holds the tables in it that nobody can type, `written` is `gouji config`.

mod file;
mod rules;
mod written;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::args::{Args, NoticeArgs, SharedArgs};
use super::inputs::How;
use super::reads::Reads;
use super::{Failure, bounded, shown};
use crate::model::Lang;
use crate::render::{LetterTemplate, LetterWishes, phrase};
use file::{File, Given};
use rules::RuleSettings;
use written::StatedSetting;

/// What a project says besides the options: where it says it, and the tables that nobody can type.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// Its file of settings; `None` where there is none.
    file: Option<PathBuf>,
    rules: RuleSettings,
    notice: NoticeArgs,
    /// The settings with who said them, those of letters behind the others.
    stated: Vec<StatedSetting>,
    stated_of_letters: Vec<StatedSetting>,
}

/// Why nothing can be done.
pub(super) enum Misread {
    /// The words are no command; which is a question for help, or asks for it.
    Words,
    /// The file of settings cannot be taken.
    File(Failure),
}

impl From<clap::Error> for Misread {
    fn from(_: clap::Error) -> Self {
        Self::Words
    }
}

/// The words of the command line, with what the file of settings gives where they give nothing.
pub(super) fn understood(words: &[OsString], lang: Lang) -> Result<(Args, Project), Misread> {
    let matches = Args::command().try_get_matches_from(words)?;
    let (name, typed) = matches.subcommand().ok_or(Misread::Words)?;
    // Commands that read no filings know no file of settings.
    let Ok(named) = typed.try_get_one::<PathBuf>("config") else {
        return Ok((Args::from_arg_matches(&matches)?, Project::default()));
    };
    let Some(file) = File::load(named.map(PathBuf::as_path), lang).map_err(Misread::File)? else {
        let project = Project::of(typed, None, &Given::default(), lang)?;
        return Ok((Args::from_arg_matches(&matches)?, project));
    };
    let mut given = file.options(lang).map_err(Misread::File)?;
    // A pair of format and output is one wish: whoever types a format wants it where he says.
    if matches!(typed.try_contains_id("format"), Ok(true)) && is_typed(typed, "format") {
        given.forget("output");
    }
    let command = Args::command().mut_subcommand(name, |command| given.as_defaults(command));
    let matches = command.try_get_matches_from(words)?;
    let typed = matches.subcommand_matches(name).ok_or(Misread::Words)?;
    Ok((Args::from_arg_matches(&matches)?, Project::of(typed, Some(&file), &given, lang)?))
}

fn is_typed(matches: &ArgMatches, id: &str) -> bool {
    matches.value_source(id) == Some(ValueSource::CommandLine)
}

impl Project {
    fn of(matches: &ArgMatches, file: Option<&File>, given: &Given, lang: Lang) -> Result<Self, Misread> {
        let stated = written::stated(&super::args::with_settings(file::reader()), matches, given);
        let of_letters = file.map_or_else(|| Ok(Given::default()), |file| file.notice(lang)).map_err(Misread::File)?;
        let said = of_letters.as_all_defaults(file::letters()).try_get_matches_from(None::<&str>)?;
        let rules = file.map_or_else(|| Ok(RuleSettings::default()), |file| file.rules(lang)).map_err(Misread::File)?;
        Ok(Self {
            file: file.map(|file| file.path.clone()),
            rules,
            notice: NoticeArgs::from_arg_matches(&said)?,
            stated,
            stated_of_letters: written::stated(&file::letters(), &said, &of_letters),
        })
    }

    /// The lists and records that the run reads besides its inputs, with the roster if it takes one.
    pub(super) fn reads(&self, shared: &SharedArgs, roster: Option<&Path>) -> Reads<'static> {
        let mut reads = Reads::default();
        reads.file("--config", self.file.as_deref());
        reads.file("--roster", roster);
        reads.file("[notice] template", self.notice.template.as_deref());
        reads.forms(&shared.forms);
        reads
    }

    /// What letters hold.
    ///
    /// # Errors
    /// A template that cannot be read, or asks for what there is not.
    pub(super) fn letters(&self, lang: Lang) -> Result<LetterWishes, Failure> {
        /// A letter is a page or two.
        const MAX_BYTES: u64 = 1 << 20;
        let NoticeArgs { office, number, deadline, contact, template } = self.notice.clone();
        let number = number.unwrap_or_default();
        if number.replace("{n}", "").contains(['{', '}']) {
            return Err(Failure::Usage(format!("[notice] number: {}", phrase("notice-number-field", lang))));
        }
        let read = |path: &PathBuf| {
            let failed = |text: String| Failure::Usage(format!("{}: {text}", shown(path)));
            let bytes = bounded::whole(path, MAX_BYTES, lang)?;
            let text = String::from_utf8(bytes).map_err(|_| failed(phrase("io-no-utf8", lang).to_owned()))?;
            LetterTemplate::read(&text).map_err(|fault| failed(fault.words(lang)))
        };
        Ok(LetterWishes {
            office: office.unwrap_or_default(),
            number,
            deadline: deadline.unwrap_or_default(),
            contact: contact.unwrap_or_default(),
            template: template.as_ref().map(read).transpose()?,
        })
    }
}

impl SharedArgs {
    /// How folders are walked.
    pub(super) fn how(&self, gitignore: bool) -> How {
        How { gitignore, exclude: self.exclude.clone() }
    }
}
