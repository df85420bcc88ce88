//! From the paths that were named to the files to read, in a fixed order.
//!
//! A folder is walked (`walk`), and so is a zip archive (`packed`): each file in it is an input. What is met and
//! is no input is passed over, and said with the reason ([`Because`]); only what systems and programs keep for themselves
//! (dot files, locks) and what `--gitignore` leaves out is not.

mod listed;
mod once;
mod packed;
mod walk;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use super::target::STDIN;
use super::{Failure, bounded};
use crate::diagnosis::{Because, Skipped};
use crate::model::Lang;
use crate::reading::{EXTENSIONS, PICTURES, Problem, ReadError, Readable, Reader, Source};
use crate::render::{is_quotation, is_result};
pub(super) use listed::ListedPaths;
use packed::Packed;
use walk::Walk;

/// By as many bytes a result of gouji is known.
const RESULT_HEAD: usize = 4 << 10;

/// One thing to assess. A run begins with all of them in memory, unless a list on standard input goes on to name more.
#[derive(Debug, Clone)]
pub(super) struct Input {
    path: Box<Path>,
    from: From,
}

/// Where the bytes of an input come from.
#[derive(Debug, Clone)]
enum From {
    /// A file that was named: it is assessed whatever it holds.
    Named,
    /// A file met in a folder; a text without any statutory label is passed over.
    Met(Readable),
    /// A file in an archive, treated as if it were met in a folder.
    Packed(Packed, Readable),
    /// What a walk meets and nobody can assess, or asked to leave out.
    Passed(Because),
    /// What is known to be refused before it is read.
    Refused(Box<ReadError>),
    /// Standard input.
    Stdin,
    /// A folder without anything to assess.
    Nothing,
}

/// What reading an input gave.
pub(super) enum Opened {
    Source(Result<Source<'static>, ReadError>),
    Skipped(Skipped),
}

/// The inputs that `paths` and the list in `files_from` name. Folders are walked, their files sorted by path.
///
/// # Errors
/// A list that cannot be read, and a pattern of `walk` that is none.
pub(super) fn collect(
    paths: &[PathBuf],
    files_from: Option<&Path>,
    how: &How,
    lang: Lang,
) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    for path in paths {
        add(path, how, &mut inputs)?;
    }
    // Whoever makes a list of paths looks for an answer to each line of it.
    if paths.len() > 1 {
        inputs = once::each_once(inputs);
    }
    if let Some(list) = files_from {
        bounded::each_path(list, lang, |path| add_listed(&path, how, &mut inputs))?;
        if inputs.is_empty() {
            inputs.push(Input::new(list, From::Nothing));
        }
    }
    inputs.shrink_to_fit();
    Ok(inputs)
}

/// How folders are walked.
#[derive(Debug, Clone, Default)]
pub(super) struct How {
    /// Leave out what a `.gitignore` names.
    pub(super) gitignore: bool,
    /// Leave out what these patterns name (`--exclude`), in the syntax of `.gitignore`, from each folder that is walked.
    pub(super) exclude: Vec<String>,
}

fn add(path: &Path, how: &How, inputs: &mut Vec<Input>) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        inputs.push(Input::new(path, From::Stdin));
    } else if path.is_dir() {
        Walk::new(path, how)?.folder(inputs);
    } else if let Some(found) = matches(path) {
        // A shell that expands no patterns hands them on as they are.
        for path in &found {
            add(path, how, inputs)?;
        }
    } else if extension(path) == "zip" {
        // A named file is never left out; what is in it may be.
        Walk::new(path, how)?.archive(path, From::Named, inputs);
    } else {
        inputs.push(Input::new(path, From::Named));
    }
    Ok(())
}

/// A path of a list. Whoever made the list looks for an answer to each path on it, so one that is not the name of anything
/// found under it, a folder with its files, is said once more for itself.
fn add_listed(path: &Path, how: &How, inputs: &mut Vec<Input>) -> Result<(), Failure> {
    let before = inputs.len();
    add(path, how, inputs)?;
    let name = path.to_string_lossy();
    if !inputs[before..].iter().any(|input| input.shown() == name) {
        inputs.push(Input::new(path, From::Passed(Because::Opened)));
    }
    Ok(())
}

/// The paths that a pattern means, in their order; `None` where it is the name of a file, or means nothing.
fn matches(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']) && !path.exists())?;
    let found: Vec<_> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    (!found.is_empty()).then_some(found)
}

/// The extension of a name, in lower case.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// How a walk treats a file, by its name; why it is passed over where nobody can assess it.
fn treatment(name: &Path) -> Result<Readable, Because> {
    let extension = extension(name);
    let known = EXTENSIONS.iter().find(|(known, _)| *known == extension);
    let because = if PICTURES.contains(&extension.as_str()) { Because::Picture } else { Because::UnknownKind };
    known.map(|(_, readable)| *readable).ok_or(because)
}

/// Whether a name belongs to a system or a program: dot files and folders, `~$` the lock of an open document, `__MACOSX`
/// what a Mac packs beside each file.
fn is_of_system(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || name == "__MACOSX"
}

impl Input {
    fn new(path: &Path, from: From) -> Self {
        Self { path: path.into(), from }
    }

    /// The path as shown; a file name that is no Unicode is shown as well as it can be.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        match &self.from {
            From::Packed(packed, _) => Cow::Owned(packed.shown()),
            _ => self.path.to_string_lossy(),
        }
    }

    /// Opens what it names.
    pub(super) fn open(&self, reader: &Reader) -> Opened {
        let (source, readable) = match &self.from {
            From::Named => return Opened::Source(reader.open(&self.path).and_then(|file| no_quotation(file, reader))),
            From::Stdin => {
                return Opened::Source(
                    reader.open_stream(io::stdin().lock()).and_then(|file| no_quotation(file, reader)),
                );
            }
            From::Nothing => return Opened::Source(Err(ReadError::new(Problem::NothingToCheck))),
            From::Refused(error) => return Opened::Source(Err((**error).clone())),
            From::Passed(because) => return self.skipped(*because),
            From::Met(readable) => (reader.open(&self.path), *readable),
            From::Packed(packed, readable) => (packed.open(reader), *readable),
        };
        match &source {
            Ok(text) if is_own(text, readable, reader) => self.skipped(Because::OwnResult),
            Ok(text) if readable == Readable::IfStatutory && !self.is_report(text, reader) => {
                self.skipped(Because::NoTable)
            }
            _ => Opened::Source(source),
        }
    }

    /// Whether a text that was met is a report, by what it holds: one that cannot be read may be one. A form exported for
    /// programs may be blank; in a text that people write, labels without figures are a manual.
    fn is_report(&self, text: &Source, reader: &Reader) -> bool {
        let name = self.shown();
        let is_table = ["csv", "tsv"].contains(&extension(Path::new(&*name)).as_str());
        reader.is_report(text, !is_table).unwrap_or(true)
    }

    fn skipped(&self, because: Because) -> Opened {
        Opened::Skipped(Skipped { path: self.shown().into_owned(), because })
    }

    /// The file it reads, if it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self.from {
            From::Named | From::Met(_) | From::Packed(..) | From::Refused(_) => Some(&self.path),
            From::Stdin => STDIN.map(Path::new),
            From::Passed(_) | From::Nothing => None,
        }
    }

    /// Whether it is what comes over standard input.
    pub(super) fn is_stdin(&self) -> bool {
        matches!(self.from, From::Stdin)
    }

    /// Whether opening it puts all of it into memory.
    pub(super) fn is_in_memory(&self) -> bool {
        matches!(self.from, From::Packed(..) | From::Stdin)
    }

    /// As it was named.
    pub(super) fn name(&self) -> &Path {
        &self.path
    }

    /// Whether anything of it is assessed: what a walk meets may be an earlier result, or one that a shell has just begun.
    pub(super) fn is_read(&self, reader: &Reader) -> bool {
        if !matches!(self.from, From::Met(_)) {
            return true;
        }
        match self.open(reader) {
            Opened::Source(Ok(source)) => source.length() > 0,
            Opened::Source(Err(_)) => true,
            Opened::Skipped(_) => false,
        }
    }

    /// A result of this run will be in its place: it is not read.
    fn refuse(&mut self) {
        self.from = From::Refused(Box::new(ReadError::new(Problem::ResultOfThisRun)));
    }

    /// A result takes its place: it is named among what was passed over.
    pub(super) fn pass_over(&mut self) {
        self.from = From::Passed(Because::Replaced);
    }
}

/// Whatever is named is assessed, but for pages and lists that gouji made of a filing.
fn no_quotation<'s>(file: Source<'s>, reader: &Reader) -> Result<Source<'s>, ReadError> {
    let is_package = file.head(2).is_ok_and(|head| head.starts_with(b"PK"));
    let is_one = if is_package {
        reader.is_quotation(&file).unwrap_or(false)
    } else {
        file.head(RESULT_HEAD).is_ok_and(|head| is_quotation(&head))
    };
    if is_one { Err(ReadError::new(Problem::OwnResult)) } else { Ok(file) }
}

/// A result of gouji itself, as a text, a page or a workbook: it quotes the tables that it checked.
fn is_own(text: &Source, readable: Readable, reader: &Reader) -> bool {
    if text.head(4).is_ok_and(|head| head.starts_with(b"PK")) {
        return reader.is_result(text).unwrap_or(false);
    }
    let is_own = |head: &[u8]| match readable {
        Readable::IfStatutory => is_result(head),
        _ => head.starts_with(b"<!DOCTYPE html>") && is_result(head),
    };
    text.head(RESULT_HEAD).is_ok_and(|head| is_own(&head))
}
