//! Who asked. `args` is what can be typed, `settings` what this and `gouji.toml` come to; `inputs`,
//! `reads` and `bounded` are the files they read, `target` and `output` those they write, `pipeline` how the one flows
//! into the other, under `progress` and until an `interrupt`; one file per command; [`Exit`] is what scripts see.
//! Only this room touches standard output, standard error and the environment.

mod args;
mod assess;
mod bounded;
mod check;
mod closing;
mod compare;
mod convert;
mod exit;
mod help;
mod inputs;
mod interrupt;
mod laws;
mod manual;
mod output;
mod own;
mod page;
mod pipeline;
mod progress;
mod reads;
mod settings;
mod shorthand;
mod show;
mod sum;
mod target;
mod template;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::{ContextKind, ErrorKind};

pub use exit::Exit;

use crate::model::Lang;
use crate::reading::ReadError;
use crate::render::{PAGE_WIDTH, clean, error_text, fill, io_words, phrase};
use args::{Args, Command};
use settings::{Misread, Project};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    quiet_fenced_panics();
    let words: Vec<_> = std::env::args_os().collect();
    let lang = shorthand::language(&words);
    if words.len() < 2 {
        complain(phrase("usage-short", lang));
        return Exit::Unassessed.into();
    }
    let words = shorthand::spelt_out(words, &Args::command());
    let exit = match settings::understood(&words, lang) {
        Ok((args, project)) => said(run(args, &project), lang),
        Err(Misread::File(failure)) => said(Err(failure), lang),
        Err(Misread::Words) => usage(&words, lang),
    };
    exit.into()
}

fn run(args: Args, project: &Project) -> Result<Exit, Failure> {
    match args.command {
        Command::Check(args) => check::run(*args, project),
        Command::Compare(args) => compare::run(&args, project),
        Command::Explain(args) => show::explain(&args),
        Command::Forms(args) => show::forms(&args),
        Command::Convert(args) => convert::run(&args, project),
        Command::Sum(args) => sum::run(&args, project),
        Command::Template(args) => template::run(&args),
        Command::Config(args) => laws::config(&args.wishes, project),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    }
}

/// The exit of a command, which says why it could not be carried out.
fn said(done: Result<Exit, Failure>, lang: Lang) -> Exit {
    done.unwrap_or_else(|failure| {
        complain(&failure.said(lang));
        Exit::Unassessed
    })
}

/// Prints help as asked, or says what was wrong with the words typed and where to look: of the command that was named.
/// The pages of help are made for this alone.
fn usage(words: &[OsString], lang: Lang) -> Exit {
    let mut command = help::command(lang);
    let named = words.get(1).and_then(|word| command.find_subcommand(word)).map(|named| named.get_name().to_owned());
    let Err(error) = command.try_get_matches_from_mut(words) else { return Exit::Unassessed };
    if error.use_stderr() {
        let command = named.map_or_else(|| "gouji".to_owned(), |command| format!("gouji {command}"));
        let see = fill(phrase("see-help", lang), |_| Some(command.as_str()));
        complain(&format!("{}\n{see}", misuse(&error, lang)));
        Exit::Unassessed
    } else {
        write_text(&error.render().to_string()).unwrap_or(Exit::Unassessed)
    }
}

/// What was wrong with the words typed, in a sentence.
fn misuse(error: &clap::Error, lang: Lang) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (value, near) = (context(ContextKind::InvalidValue), context(ContextKind::SuggestedArg));
    let name = match error.kind() {
        ErrorKind::UnknownArgument if near.is_empty() => "misuse-unknown-option",
        ErrorKind::UnknownArgument => "misuse-misspelt-option",
        ErrorKind::InvalidValue if value.is_empty() => "misuse-no-value",
        ErrorKind::InvalidValue => "misuse-unknown-value",
        ErrorKind::ValueValidation => "misuse-bad-value",
        ErrorKind::MissingRequiredArgument if context(ContextKind::InvalidArg).starts_with("--") => {
            "misuse-missing-option"
        }
        ErrorKind::MissingRequiredArgument => "misuse-nothing-named",
        ErrorKind::InvalidSubcommand => "misuse-unknown-command",
        _ => "misuse-other",
    };
    let option = context(ContextKind::InvalidArg) + &context(ContextKind::InvalidSubcommand);
    let known = context(ContextKind::ValidValue);
    let facts = [("option", option), ("near", near), ("value", value), ("known", known)];
    let fact = |name: &str| facts.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str());
    fill(phrase(name, lang), fact)
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Catalogue(#[from] crate::rules::CatalogueError),
    #[error("{0}")]
    Usage(String),
    /// A list that belongs to the run cannot be read.
    #[error("{path}: {fact}\n  {help}")]
    List { path: String, fact: String, help: String },
    #[error("{path}: {error}")]
    Output { path: String, error: io::Error },
    /// What is to be left out is no pattern.
    #[error("--exclude {0}")]
    Pattern(String),
}

impl Failure {
    /// What was typed cannot be done, in a phrase.
    fn usage(name: &str, lang: Lang) -> Self {
        Self::Usage(phrase(name, lang).to_owned())
    }

    /// It in words.
    fn said(&self, lang: Lang) -> String {
        match self {
            Self::Output { path, error } => format!("{path}: {}", io_words(error, lang)),
            Self::Pattern(_) => format!("{self}: {}", phrase("exclude-no-pattern", lang)),
            other => other.to_string(),
        }
    }
}

/// Text for standard output. A reader that closed the pipe has seen enough.
fn write_text(text: &str) -> Result<Exit, Failure> {
    write_file(&clean_lines(text))
}

/// A file for standard output: its marks and line ends are its own.
fn write_file(text: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Output { path: "<stdout>".to_owned(), error })
        }
        _ => Ok(Exit::Fine),
    }
}

/// Text for standard error; if that is gone there is nobody left to tell.
fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{}", clean_lines(text.trim_end()));
}

/// A file that could not be read is named with what to do; `before` says what it was to the command.
fn complain_of(before: &str, path: &str, error: &ReadError, lang: Lang) {
    let (fact, help) = error_text(error, lang);
    complain(&format!("{before}{}: {fact}\n  {}{help}", clean(path), phrase("what-to-do", lang)));
}

/// A path on its way to a person. It is as hostile as any text from a file.
fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy()).into_owned()
}

/// Lines of our own with what others put into them: names, settings, what a library quotes of a file. Nothing moves the
/// cursor or turns the text round, and no line is a command to the program that collects the lines of a pipeline.
fn clean_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let line = clean(line);
        if ["::", "##["].iter().any(|command| line.trim_start().starts_with(command)) {
            out.push_str("| ");
        }
        out.extend([&*line, end]);
    }
    out
}

/// Columns of the terminal on standard output; a page when there is none.
fn width() -> u16 {
    terminal_size::terminal_size_of(io::stdout()).map_or(PAGE_WIDTH, |(width, _)| width.0.clamp(60, 400))
}

/// A third-party reader that panics on a damaged file is caught and becomes that file's error; its panic is not news.
fn quiet_fenced_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::reading::is_fenced() {
            default(info);
        }
    }));
}
